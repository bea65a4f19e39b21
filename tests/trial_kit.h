// trial_kit.h: a folder of a test's own, a made-up motion of the example's walker in it, and a
// set-up file that runs every analysis.
#pragma once

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "check.h"
#include "psoas/tool.h"
#include "remove_folder.h"

#define TRIAL_EXAMPLE PSOAS_TEST_ROOT "/examples/walk/"

static char trial_folder[200];
static ps_pool trial_names;

static inline const char *trial_path(const char *name) {
  return ps_path_join(&trial_names, trial_folder, name);
}

static inline void trial_begin(void) {
  snprintf(trial_folder, sizeof trial_folder, P_tmpdir "/psoas-trial-%ld", (long)getpid());
  mkdir(trial_folder, 0777);
}

static inline void trial_end(void) {
  remove_folder(trial_folder);
  ps_pool_free(&trial_names);
}

static inline FILE *trial_open(const char *name) {
  FILE *file = fopen(trial_path(name), "wb");
  CHECK(file != NULL);
  return file;
}

// ---- inputs

// Steps that nobody walks, at 200 rows a second: smooth, and never twice the same.
static inline void trial_write_motion(const char *name, int rows) {
  static const char *const labels[] = {"pelvis_tilt",   "pelvis_tx",       "pelvis_ty",
                                       "hip_flexion_r", "knee_angle_r",    "hip_flexion_l",
                                       "knee_angle_l",  "lumbar_extension"};
  static const double middle[] = {-0.05, 0, 0.92, 0.3, -0.5, 0.3, -0.5, -0.05};
  static const double reach[] = {0.04, 0, 0.01, 0.4, 0.3, -0.4, -0.3, 0.05};
  enum { N = sizeof labels / sizeof *labels };
  FILE *file = trial_open(name);
  fprintf(file, "steps\nversion=1\nnRows=%d\nnColumns=%d\ninDegrees=no\nendheader\ntime", rows,
          N + 1);
  for (int i = 0; i < N; i++)
    fprintf(file, "\t%s", labels[i]);
  for (int row = 0; row < rows; row++) {
    double t = 0.005 * row;
    fprintf(file, "\n%.3f", t);
    for (int i = 0; i < N; i++)
      fprintf(file, "\t%.10f", middle[i] + reach[i] * (sin(5 * t) + 0.2 * sin(8.3 * t + i)));
  }
  fprintf(file, "\n");
  fclose(file);
}

// Every analysis of a motion, from `start` [s] on; with the loads of the example, which last 2.1 s.
static inline void trial_write_setup(const char *name, const char *motion, double start, double end,
                                     bool loads) {
  FILE *file = trial_open(name);
  fprintf(file,
          "<OpenSimDocument Version=\"40600\"><AnalyzeTool name=\"all\">"
          "<model_file>" TRIAL_EXAMPLE "walker.osim</model_file>"
          "<force_set_files>" TRIAL_EXAMPLE "reserves.xml</force_set_files>"
          "<results_directory>.</results_directory><output_precision>12</output_precision>"
          "<initial_time>%.17g</initial_time><final_time>%.17g</final_time>"
          "<AnalysisSet><objects><StaticOptimization name=\"so\"/><MuscleAnalysis name=\"ma\"/>"
          "<JointReaction name=\"jr\"/><Kinematics name=\"kin\"/><BodyKinematics name=\"body\"/>"
          "<PointKinematics name=\"point\"><body_name>torso</body_name>"
          "<point>0 0.4 0</point></PointKinematics></objects></AnalysisSet>"
          "<external_loads_file>%s</external_loads_file>"
          "<coordinates_file>%s</coordinates_file>"
          "<lowpass_cutoff_frequency_for_coordinates>6</lowpass_cutoff_frequency_for_coordinates>"
          "</AnalyzeTool></OpenSimDocument>",
          start, end, loads ? TRIAL_EXAMPLE "loads.xml" : "", trial_path(motion));
  fclose(file);
}

static inline ps_verb_options trial_verb(const char *motion) {
  ps_verb_options v = ps_verb_default();
  v.model = TRIAL_EXAMPLE "walker.osim";
  v.reserves = TRIAL_EXAMPLE "reserves.xml";
  v.motion = trial_path(motion);
  return v;
}

// ---- runs

static inline void trial_ran(ps_status status, const ps_error *err, ps_tool_result **result) {
  char text[1200];
  if (status != PS_OK)
    check_fail(__FILE__, __LINE__, ps_error_text(err, text, sizeof text));
  ps_tool_result_free(*result);
}

// Run a set-up file into a folder inside the test's own.
static inline void trial_run_setup(const char *setup, const char *into, int threads) {
  ps_tool_options o = ps_tool_default();
  ps_tool_result *result;
  ps_error err;
  o.directory = trial_path(into);
  o.replace = true;
  o.threads = threads;
  trial_ran(ps_tool_run(trial_path(setup), &o, &result, &err), &err, &result);
}

static inline ps_file_content trial_read(const char *folder, const char *name) {
  ps_pool pool = {0};
  ps_file_content content;
  CHECK_EQ(ps_file_read(&content, ps_path_join(&pool, folder, name), 1 << 28, NULL, NULL), PS_OK);
  ps_pool_free(&pool);
  return content;
}
