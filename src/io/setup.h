// setup.h: reads the setup files of OpenSim's tools: what to analyse, with which files and options.
//
// Paths are relative to the setup file, as in OpenSim, and stand resolved in the spec.
#pragma once

#include "base/fail.h"
#include "base/notes.h"
#include "num/vec.h"

typedef enum ps_tool_kind { PS_TOOL_ANALYZE, PS_TOOL_INVERSE_DYNAMICS } ps_tool_kind;

typedef enum ps_analysis_kind {
  PS_ANALYSIS_STATIC_OPTIMIZATION,
  PS_ANALYSIS_JOINT_REACTION,
  PS_ANALYSIS_MUSCLE,
  PS_ANALYSIS_KINEMATICS,
  PS_ANALYSIS_BODY_KINEMATICS,
  PS_ANALYSIS_POINT_KINEMATICS,
  PS_ANALYSIS_KINDS
} ps_analysis_kind;

typedef struct ps_words {
  const char **items;
  int n;
} ps_words;

typedef struct ps_analysis_spec {
  ps_analysis_kind kind;
  const char *name; // part of the result file names
  int line;
  bool on, in_degrees;
  int step_interval;
  // StaticOptimization
  bool use_model_force_set, use_muscle_physiology;
  double exponent;
  // JointReaction
  const char *forces_file; // "" for none
  ps_words joints, on_bodies, in_frames;
  // MuscleAnalysis
  ps_words muscles, coordinates; // coordinates also of Kinematics
  bool compute_moments;
  // BodyKinematics, PointKinematics
  ps_words bodies;
  bool local_frame;
  const char *body, *relative_to, *point_name;
  ps_vec3 point; // [m]
} ps_analysis_spec;

typedef struct ps_tool_spec {
  ps_pool pool;
  ps_notes notes;
  ps_tool_kind kind;
  const char *path, *name;
  const char *model_file, *results_directory;
  const char *coordinates_file, *speeds_file, *states_file, *external_loads_file; // "" for none
  double cutoff_hz;            // below 0: no filter
  double start_time, end_time; // [s]
  int precision;               // decimals of result files
  // AnalyzeTool
  bool replace_force_set, equilibrate;
  ps_words force_set_files;
  ps_analysis_spec *items;
  int n, capacity;
  // InverseDynamicsTool
  ps_words forces_to_exclude, body_force_joints;
  const char *moments_file, *body_forces_file; // names in the results directory
} ps_tool_spec;

// *tool is NULL after a failure; else the caller frees it.
ps_status ps_tool_load(ps_tool_spec **tool, const char *path, ps_error *err);
ps_status ps_tool_parse(ps_tool_spec **tool, const char *path, const char *text, size_t size,
                        ps_error *err);
void ps_tool_free(ps_tool_spec *tool);

// OpenSim's defaults for an analysis of this kind.
ps_analysis_spec ps_analysis_default(ps_analysis_kind kind);
const char *ps_analysis_class(ps_analysis_kind kind);
