// Memory of long runs: frames allocate nothing, ten thousand of them fit into 64 MB, and a run
// whose allocations fail says so, loses nothing and leaves no file behind.
#include "check_memory.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "analysis/inverse_dynamics.h"
#include "analysis/joint_reaction.h"
#include "analysis/kinematics_analysis.h"
#include "analysis/muscle_analysis.h"
#include "analysis/static_optimization.h"
#include "io/osim.h"
#include "io/sto.h"
#include "trial_kit.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

// ---- frames one by one

enum { FRAMES = 130, MOST = 8 }; // two chunks and a bit

typedef struct example {
  ps_spec *spec;
  ps_model *model;
  ps_table *table;
  ps_motion *motion;
  ps_trial trial;
} example;

static void open_example(example *e) {
  ps_error err = {0};
  ps_notes notes = {0};
  trial_write_motion("short.mot", FRAMES);
  CHECK_EQ(ps_spec_load(&e->spec, TRIAL_EXAMPLE "walker.osim", PS_COMPAT_OPENSIM46, &err), PS_OK);
  CHECK_EQ(ps_spec_load_forces(e->spec, TRIAL_EXAMPLE "reserves.xml", &err), PS_OK);
  CHECK_EQ(ps_model_create(&e->model, e->spec, &err), PS_OK);
  CHECK_EQ(ps_sto_load(&e->table, trial_path("short.mot"), 0, &notes, &err), PS_OK);
  ps_motion_options o = {
      .use = PS_MOTION_ANALYSIS, .path = "short.mot", .cutoff_hz = -1, .end = INFINITY};
  CHECK_EQ(ps_motion_create(&e->motion, e->model, e->table, &o, &notes, &err), PS_OK);
  e->trial = (ps_trial){.model = e->model, .motion = e->motion};
  ps_notes_free(&notes);
}

static void close_example(example *e) {
  ps_motion_free(e->motion);
  ps_table_free(e->table);
  ps_model_free(e->model);
  ps_spec_free(e->spec);
}

// All analyses of the example; returns their number.
static int make_analyses(const example *e, ps_analysis **a) {
  static int all[200];
  static ps_reaction reactions[20];
  ps_notes notes = {0};
  const ps_model *m = e->model;
  int n = 0;
  for (int i = 0; i < 200; i++)
    all[i] = i;
  for (int j = 0; j < m->njoint; j++)
    reactions[j] = ps_reaction_of(m, j, true, PS_EXPRESS_CHILD);
  ps_so_options so = ps_so_default();
  ps_jr_options jr = {.name = "jr", .reactions = reactions, .n = m->njoint};
  ps_id_options id = {.joints = all, .njoint = m->njoint, .muscles_at_default = true};
  ps_ma_options ma = {.name = "ma",
                      .muscles = all,
                      .nmuscle = m->nmuscle,
                      .coordinates = all,
                      .ncoordinate = m->nq};
  ps_kin_options kin = {.name = "kin",
                        .coordinates = all,
                        .ncoordinate = m->nq,
                        .bodies = all,
                        .nbody = m->nbody,
                        .whole_body = true,
                        .body = 1,
                        .point_name = "point"};
  CHECK_EQ(ps_so_create(&a[n++], &e->trial, &so, NULL), PS_OK);
  CHECK_EQ(ps_jr_create(&a[n++], &e->trial, &jr, &notes, NULL), PS_OK);
  CHECK_EQ(ps_id_create(&a[n++], &e->trial, &id, NULL), PS_OK);
  CHECK_EQ(ps_ma_create(&a[n++], &e->trial, &ma, NULL), PS_OK);
  CHECK_EQ(ps_coordinate_kinematics_create(&a[n++], &e->trial, &kin, NULL), PS_OK);
  CHECK_EQ(ps_body_kinematics_create(&a[n++], &e->trial, &kin, NULL), PS_OK);
  CHECK_EQ(ps_point_kinematics_create(&a[n++], &e->trial, &kin, NULL), PS_OK);
  ps_notes_free(&notes);
  return n;
}

// from the very first frame on
static void no_frame_of_any_analysis_allocates(void) {
  static double row[20000];
  example e;
  ps_analysis *a[MOST];
  open_example(&e);
  int n = make_analyses(&e, a);
  ps_data *d = ps_data_create(e.model);
  for (int i = 0; i < n; i++) {
    ps_pool pool = {0};
    void *worker = a[i]->create_worker ? a[i]->create_worker(a[i], &pool) : NULL;
    CHECK(a[i]->width < 20000);
    long before = check_memory.calls, live = check_memory.live;
    for (int f = 0; f < e.motion->n; f++) {
      if (a[i]->restart && f % PS_CHUNK == 0)
        a[i]->restart(a[i], worker);
      a[i]->frame(a[i], worker, d, f, row);
    }
    CHECK_EQ(check_memory.calls - before, 0);
    CHECK_EQ(check_memory.live - live, 0);
    ps_pool_free(&pool);
    ps_analysis_free(a[i]);
  }
  ps_data_free(d);
  close_example(&e);
}

// ---- runs from file to file

typedef struct loop_watch {
  long calls, done;   // at the last report
  long within, loops; // allocations between two reports of one analysis; reports that followed one
} loop_watch;

static bool count_calls(void *context, const char *stage, long done, long total) {
  loop_watch *w = context;
  (void)total;
  if (strcmp(stage, "frames") != 0)
    return true;
  if (done > w->done) {
    w->within += check_memory.calls - w->calls;
    w->loops++;
  }
  w->calls = check_memory.calls;
  w->done = done;
  return true;
}

// whole tools, which write as they go: counted while frames go by, on one thread
static void the_frame_loop_of_a_tool_allocates_nothing(void) {
  loop_watch w = {0};
  ps_tool_options o = ps_tool_default();
  ps_tool_result *result;
  ps_error err;
  trial_write_motion("long.mot", 1024);
  trial_write_setup("all.xml", "long.mot", 0, 5, false);
  o.directory = trial_path("results");
  o.threads = 1;
  o.watch = (ps_watch){.progress = count_calls, .context = &w};
  trial_ran(ps_tool_run(trial_path("all.xml"), &o, &result, &err), &err, &result);
  ps_verb_options v = trial_verb("long.mot");
  trial_ran(ps_verb_run(PS_VERB_INVERSE_DYNAMICS, &v, &o, &result, &err), &err, &result);
  CHECK(w.loops >= 7 * 3); // seven analyses, 1024 frames each, a report every 256
  CHECK_EQ(w.within, 0);
  remove_folder(trial_path("results"));
}

// Peak of the memory [bytes] that a child uses for static optimization of `motion`.
static long peak_of_child(const char *motion, int threads) {
  struct rusage usage;
  int status;
  pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    ps_verb_options v = trial_verb(motion);
    ps_tool_options o = ps_tool_default();
    ps_tool_result *result;
    o.directory = trial_path("results");
    o.replace = true;
    o.threads = threads;
    ps_status ran = ps_verb_run(PS_VERB_STATIC_OPTIMIZATION, &v, &o, &result, NULL);
    _exit(ran == PS_OK && result->frames == 10000 && result->nunsolved == 0 ? 0 : 1);
  }
  CHECK_EQ(wait4(child, &status, 0, &usage), child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  return usage.ru_maxrss * 1024;
}

static void static_optimization_of_10000_frames_fits_into_64_megabytes(void) {
  if (SANITIZED)
    CHECK_SKIP("a sanitizer takes more memory than the program");
  trial_write_motion("minute.mot", 10000);
  for (int threads = 1; threads <= 4; threads *= 4)
    CHECK(peak_of_child("minute.mot", threads) <= 64L << 20);
  remove_folder(trial_path("results"));
}

// ---- allocations that fail

static ps_verb failing_verb;
static bool failing_report;

// files that a run left in its folder, hidden ones too
static int files_left(void) {
  int n = 0;
  DIR *folder = opendir(trial_path("broken"));
  for (const struct dirent *d; folder && (d = readdir(folder));)
    n += strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
  if (folder)
    closedir(folder);
  return n;
}

static bool run_leg(void) {
  static const char leg[] = PSOAS_TEST_ROOT "/tests/data/leg/";
  static char into[300], model[300], motion[300], loads[300], reserves[300];
  snprintf(into, sizeof into, "%s/broken", trial_folder);
  snprintf(model, sizeof model, "%sleg.osim", leg);
  snprintf(motion, sizeof motion, "%sswing.mot", leg);
  snprintf(loads, sizeof loads, "%spush.xml", leg);
  snprintf(reserves, sizeof reserves, "%sreserves.xml", leg);
  ps_verb_options v = ps_verb_default();
  ps_tool_options o = ps_tool_default();
  ps_tool_result *result;
  ps_error err = {0};
  v.model = model;
  v.motion = motion;
  v.loads = loads;
  v.reserves = reserves;
  v.cutoff_hz = 6;
  v.end = 0.1;
  o.directory = into;
  o.threads = 1;
  o.report = failing_report;
  ps_status status = ps_verb_run(failing_verb, &v, &o, &result, &err);
  CHECK(status == PS_OK || status == PS_ERR_MEMORY);
  ps_tool_result_free(result);
  check_memory_state counted = check_memory; // what the test itself takes is not part of the run
  check_memory.fail_at = 0;
  if (status != PS_OK)
    CHECK_EQ(files_left(), 0);
  remove_folder(trial_path("broken"));
  check_memory = counted;
  return status == PS_OK;
}

// each allocation of each analysis in turn, alone and with all that follow
static void every_failing_allocation_of_a_run_is_told_and_leaves_no_file(void) {
  int tried = 0;
  for (failing_verb = PS_VERB_INVERSE_DYNAMICS; failing_verb <= PS_VERB_MUSCLE_ANALYSIS;
       failing_verb++)
    tried += check_memory_run(run_leg);
  CHECK(tried > 4 * 2 * 150);
}

static void every_failing_allocation_of_a_report_is_told_and_leaves_no_file(void) {
  failing_verb = PS_VERB_STATIC_OPTIMIZATION;
  failing_report = true;
  CHECK(check_memory_run(run_leg) > 2 * 200);
}

int main(void) {
  trial_begin();
  int result =
      CHECK_RUN(CHECK_FACT(no_frame_of_any_analysis_allocates),
                CHECK_FACT(the_frame_loop_of_a_tool_allocates_nothing),
                CHECK_FACT(static_optimization_of_10000_frames_fits_into_64_megabytes),
                CHECK_FACT(every_failing_allocation_of_a_run_is_told_and_leaves_no_file),
                CHECK_FACT(every_failing_allocation_of_a_report_is_told_and_leaves_no_file));
  trial_end();
  return result;
}
