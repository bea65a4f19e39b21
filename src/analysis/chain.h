// chain.h: the lumbar spine as a column: what crosses a level, and how stiff the whole stands.
//
//   K_ij = d2V / dq_i dq_j,   V = V_gravity + V_disc + sum F_m L_m + ...              (L3)
//
// The chain is a list of rotations from below to above; the part beyond it rides on all of them.
// The stiffness of a path has two parts: its tension turns with the column, and its muscle resists
// stretch by q F / L (short-range stiffness):
//
//   K_ij = F d2L/dq_i dq_j + (q F / L) dL/dq_i dL/dq_j                                (L4)
//
// Along a chain of rotations, with i below j, the end of a segment that moves has du = w_j x (r -
// c_j) and d2r = w_i x du_j, so that second derivatives are exact. Paths must have no wraps within
// the chain. Theory: docs/theory/spine.md [bergmark1989].  Units: N, m, N m/rad.
#pragma once

#include <stdbool.h>

#include "model/data.h"

enum { PS_CHAIN = 18, PS_CHAIN_JOINTS = PS_CHAIN / 3 }; // most rotations of a chain, three a joint

typedef struct ps_chain {
  int n;                    // rotations
  int coordinate[PS_CHAIN]; // from below
  const int *place;         // nq: position in the chain, -1: not in it
  const int *below;         // nbody: joints of the chain that carry the body
} ps_chain;

// The column's stiffness: n x n, rows of PS_CHAIN, symmetric; these add to its upper triangle.
typedef double ps_chain_matrix[PS_CHAIN][PS_CHAIN];

// A force [N] that keeps its direction, at the point p (ground) of a body.
void ps_chain_add_force(const ps_chain *c, const ps_model *m, const ps_data *d, int body, ps_vec3 p,
                        ps_vec3 force, ps_chain_matrix K);
// A spring [N/m] between the point p (ground) of a body and ground, along the unit vector n.
void ps_chain_add_spring(const ps_chain *c, const ps_model *m, const ps_data *d, int body,
                         ps_vec3 p, ps_vec3 n, double stiffness, ps_chain_matrix K);
// The weight of every body that the chain carries.
void ps_chain_add_gravity(const ps_chain *c, const ps_model *m, const ps_data *d,
                          ps_chain_matrix K);
// Copy the upper triangle to the lower one.
void ps_chain_mirror(const ps_chain *c, ps_chain_matrix K);

// ---- chain_path.c. Paths come in numbers, so what they have in common is found once: by the
// joints [low][high] that a segment crosses, the lowest and the highest.

// A straight segment of a path of which one end moves with part of the chain.
typedef struct ps_chain_segment {
  int low, high;  // joints of the chain below its ends
  ps_vec3 at;     // [m]  the end that moves
  ps_vec3 along;  // unit vector from the end at rest to it
  double inverse; // [1/m]  of the length
} ps_chain_segment;
// Those of a path -> out, at most as many as it has points; returns how many.
int ps_chain_segments(const ps_chain *c, const ps_model *m, const ps_data *d, int path,
                      ps_chain_segment *out);

typedef double ps_chain_form[6][6]; // B of (L14): of S_i by S_j

// What segments under tension add up to.
typedef struct ps_chain_pulls {
  ps_chain_form crossing[PS_CHAIN_JOINTS][PS_CHAIN_JOINTS];
  ps_chain_matrix stretch; // stiffness of paths with several segments
} ps_chain_pulls;

// B of a segment under a tension of 1 N. Where the path has no other segment, its arms are those of
// the segment, and its stiffness dF/dL [N/m] can be part of B.
void ps_chain_unit_form(const ps_chain_segment *s, double stiffness, ps_chain_form form);
// Add a segment, by its B for 1 N and its tension [N]; and the stiffness [N/m] of a path, which
// needs its arms.
void ps_chain_add_form(const ps_chain_segment *s, double tension, ps_chain_form form,
                       ps_chain_pulls *sum);
void ps_chain_add_stretch(const ps_chain *c, const ps_model *m, const ps_data *d, int path,
                          double stiffness, ps_chain_pulls *sum);
// Add the sum to K; it is used up.
void ps_chain_add_pulls(const ps_chain *c, const ps_data *d, ps_chain_pulls *pulls,
                        ps_chain_matrix K);

// How the joints move along a direction v of the chain, to second order.
typedef struct ps_chain_motion {
  ps_spatial motion; // sum of v S
  ps_vec3 lift;      // d2r of a point r is lift - (trace(turned) 1 - turned) r
  ps_mat3 turned;
} ps_chain_motion;
typedef struct ps_chain_bend {
  ps_chain_motion crossing[PS_CHAIN_JOINTS][PS_CHAIN_JOINTS];
} ps_chain_bend;
void ps_chain_bend_along(const ps_chain *c, const ps_data *d, const double *v, ps_chain_bend *bend);

// Along that direction: dL/ds [m/rad], and d2L/ds2 [m/rad^2] of a path with these segments.
typedef struct ps_chain_slope {
  double first, second;
} ps_chain_slope;
ps_chain_slope ps_chain_path_slope(const ps_chain_segment *segment, int n,
                                   const ps_chain_bend *bend);

// Is the smallest eigenvalue of K above `least`? By its factors, which takes a tenth of finding it.
bool ps_chain_stiffer(const ps_chain *c, ps_chain_matrix K, double least);
// The smallest eigenvalue of K [N m/rad] and its unit vector.
double ps_chain_softest(const ps_chain *c, ps_chain_matrix K, double *v);

// Force [N] with which a unit tension of the path pulls what lies beyond `coordinate`.
ps_vec3 ps_path_pull_across(const ps_model *m, const ps_data *d, int path, int coordinate);
