// path.h: where the muscles run, how long they are and how they pull.
//
//   L = sum |p_{i+1} - p_i| + lengths over wraps                              (P1)
//   r_k = -dL/dq_k = sum_segments e . (dp_i/dq_k - dp_{i+1}/dq_k)             (P2)
//   dL/dt = -sum_k r_k u_k                                                    (P3)
//
// e is the unit vector of a straight segment. The pieces over a wrap are shortest paths, so moving
// their ends along the surface changes nothing to first order: only straight segments enter (P2).
// Where OpenSim's wrap is no shortest path, r is what its forces at the tangent points make, as
// there; it then differs from the slope of its length (docs/decisions/0002-opensim-arms.md). Over
// geodesics it never does.
// Theory: docs/theory/path.md [sherman2013, delp2007].
#pragma once

#include "model/data.h"

typedef enum ps_path_flag {
  PS_PATH_INSIDE = 1,     // an end of a segment lies inside a wrap object, which is then ignored;
                          // geodesics let go of it little by little (wrap_geodesic.h)
  PS_PATH_COINCIDENT = 2, // two points of different bodies coincide: the segment pulls nowhere
  PS_PATH_LOST = 4,       // OpenSim's length over a wrap is not a number; see wrap.h
  PS_PATH_SLIPS = 32,     // a geodesic is wound by more than 300 degrees and slips off
                          // (8 and 16 are flags of muscle states: analysis/muscle_states.h)
} ps_path_flag;

// body_X -> wrap_X, path_point, path_npoint, path_flag, path_length of all paths.
void ps_path_lines(const ps_model *m, ps_data *d);
// path_point, S -> span_arm of a path.
void ps_path_arms(const ps_model *m, ps_data *d, int path);
// Both, arms of all paths.
void ps_muscle_paths(const ps_model *m, ps_data *d);

// u, span_arm -> path_speed of a path, of all.
void ps_path_speed(const ps_model *m, ps_data *d, int path);
void ps_path_speeds(const ps_model *m, ps_data *d);

// Add the forces of a tension [N] along a path to body_force and, for moving points, to applied.
void ps_path_pull(const ps_model *m, ps_data *d, int path, double tension);

// Is the point part of the path at the coordinates q?
bool ps_point_active(const ps_model *m, const double *q, int point);
