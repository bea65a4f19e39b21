// bench_stage.c: the stages, one sample of each.
#include <math.h>

#include "base/clock.h"
#include "base/thread.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "muscle/force.h"
#include "muscle/path.h"
#include "num/number.h"
#include "tool/bench_inner.h"
#include "tool/run_tool.h"

// every frame of a sample
#define EACH_FRAME(b, f)                                                                           \
  for (int round_ = 0; round_ < (b)->rounds; round_++)                                             \
    for (int f = (b)->begin; f < (b)->begin + (b)->n; f++)

static int frames_of(const ps_bencher *b) {
  return b->rounds * b->n;
}
static int one(const ps_bencher *b) {
  (void)b;
  return 1;
}

// ---- from file to model

static ps_status load(ps_bencher *b) {
  const char *path = b->tool ? b->tool->model_file : b->o->model;
  ps_spec *spec;
  ps_model *model;
  ps_data *data;
  PS_TRY(ps_spec_load(&spec, path, PS_COMPAT_OPENSIM46, b->err));
  ps_status status = ps_model_create(&model, spec, b->err);
  if (status == PS_OK) {
    data = ps_data_create(model);
    double ready = ps_clock_ns();
    ps_data_free(data);
    ps_model_free(model);
    ps_spec_free(spec);
    b->aside += ps_clock_ns() - ready;
    return PS_OK;
  }
  ps_spec_free(spec);
  return status;
}

// ---- bodies

static ps_status positions(ps_bencher *b) {
  EACH_FRAME(b, f) {
    ps_motion_frame(b->w.motion, f, b->d);
    ps_body_positions(b->m, b->d);
  }
  return PS_OK;
}

static ps_status velocities(ps_bencher *b) {
  EACH_FRAME(b, f) {
    ps_trial_frame(&b->w.trial, f, b->d);
  }
  return PS_OK;
}

static ps_status inverse_dynamics(ps_bencher *b) {
  ps_forces_clear(b->m, b->d);
  EACH_FRAME(b, f) {
    ps_trial_frame(&b->w.trial, f, b->d);
    ps_inverse_dynamics(b->m, b->d);
  }
  return PS_OK;
}

static ps_status mass_matrix(ps_bencher *b) {
  EACH_FRAME(b, f) {
    ps_motion_frame(b->w.motion, f, b->d);
    ps_body_positions(b->m, b->d);
    ps_mass_matrix(b->m, b->d);
  }
  return PS_OK;
}

static ps_status forward_dynamics(ps_bencher *b) {
  ps_forces_clear(b->m, b->d);
  EACH_FRAME(b, f) {
    ps_trial_frame(&b->w.trial, f, b->d);
    ps_forward_dynamics(b->m, b->d);
  }
  return PS_OK;
}

// ---- muscles

static bool has_paths(const ps_bencher *b) {
  return b->m->npath > 0;
}

static ps_status paths(ps_bencher *b) {
  EACH_FRAME(b, f) {
    ps_motion_frame(b->w.motion, f, b->d);
    ps_body_positions(b->m, b->d);
    ps_muscle_paths(b->m, b->d);
  }
  return PS_OK;
}

static bool has_muscles(const ps_bencher *b) {
  return b->m->nmuscle > 0;
}

// where lengths and speeds of a frame stand
static size_t row_of(const ps_bencher *b, int frame) {
  return (size_t)(frame - b->begin) * (size_t)b->m->npath;
}

static ps_status muscle_force(ps_bencher *b) {
  const ps_model *m = b->m;
  const ps_muscle_curves curves = {m->curve, m->function, m->pool};
  double sum = 0;
  EACH_FRAME(b, f) {
    const double *length = b->length + row_of(b, f), *speed = b->speed + row_of(b, f);
    for (int i = 0; i < m->nmuscle; i++) {
      int path = m->force[m->muscle_force[i]].path;
      sum += ps_muscle_active_force_rigid(&m->muscle[i], &curves, 1, length[path], speed[path]);
    }
  }
  b->d->force_value[0] = sum; // so that it is needed
  return PS_OK;
}

static ps_status equilibrium(ps_bencher *b) {
  const ps_model *m = b->m;
  const ps_muscle_curves curves = {m->curve, m->function, m->pool};
  EACH_FRAME(b, f) {
    const double *length = b->length + row_of(b, f), *speed = b->speed + row_of(b, f);
    for (int i = 0; i < m->nmuscle; i++) {
      int path = m->force[m->muscle_force[i]].path;
      b->state[i] = (ps_muscle_state){.activation = 0.05};
      ps_muscle_equilibrate(&m->muscle[i], &curves, length[path], speed[path], &b->state[i]);
    }
  }
  return PS_OK;
}

// ---- recruitment

static bool can_recruit(const ps_bencher *b) {
  return b->so.a != NULL;
}

typedef enum order { WARM, COLD, SHUFFLED } order;

static void solve(ps_bencher *b, int i, long *newton) {
  const ps_so_problem *p = &b->problem;
  ps_recruit_frame frame = {.value = b->value + (size_t)i * (size_t)p->nentry,
                            .demand = b->demand + (size_t)i * (size_t)p->nrow};
  ps_recruit_report report;
  ps_recruit_outcome outcome = ps_recruit_solve(p->problem, p->work, &frame, b->x, &report);
  *newton += report.newton;
  b->infeasible += outcome == PS_RECRUIT_INFEASIBLE;
  b->unsolved += outcome > PS_RECRUIT_INFEASIBLE;
}

static ps_status recruit(ps_bencher *b, order o) {
  long newton = 0;
  b->infeasible = b->unsolved = 0;
  for (int round = 0; round < b->rounds; round++)
    for (int i = 0; i < b->n; i++) {
      if (o == COLD || (o == WARM && i % PS_CHUNK == 0) || i == 0)
        ps_recruit_restart(b->problem.work);
      solve(b, o == SHUFFLED ? b->shuffled[i] : i, &newton);
    }
  b->newton[o] = newton;
  b->solved = frames_of(b);
  b->infeasible /= b->rounds;
  b->unsolved /= b->rounds;
  return PS_OK;
}

static ps_status recruit_warm(ps_bencher *b) {
  return recruit(b, WARM);
}
static ps_status recruit_cold(ps_bencher *b) {
  return recruit(b, COLD);
}
static ps_status recruit_shuffled(ps_bencher *b) {
  return recruit(b, SHUFFLED);
}

// ---- whole frames

static ps_status analysis_frames(ps_bencher *b, const ps_bench_analysis *k) {
  EACH_FRAME(b, f) {
    if (k->a->restart && (f - b->begin) % PS_CHUNK == 0)
      k->a->restart(k->a, k->worker);
    k->a->frame(k->a, k->worker, b->d, f, k->row);
  }
  return PS_OK;
}

static ps_status so_frame(ps_bencher *b) {
  return analysis_frames(b, &b->so);
}
static ps_status jr_frame(ps_bencher *b) {
  return analysis_frames(b, &b->jr);
}
static ps_status ma_frame(ps_bencher *b) {
  return analysis_frames(b, &b->ma);
}
static bool can_jr(const ps_bencher *b) {
  return b->jr.a != NULL;
}
static bool can_ma(const ps_bencher *b) {
  return b->ma.a != NULL && b->m->nmuscle > 0;
}

// as a tool runs it: threads begin and end, every number is looked at
static ps_status so_threads(ps_bencher *b) {
  for (int round = 0; round < b->rounds; round++) {
    ps_analysis_report report;
    int threads = b->o->threads > 0 ? b->o->threads : ps_thread_count();
    ps_status status = ps_analysis_run(b->so.a, threads, NULL, NULL, NULL, &report, b->err);
    ps_analysis_report_free(&report);
    PS_TRY(status);
  }
  return PS_OK;
}

static int frames_of_motion(const ps_bencher *b) {
  return b->rounds * (b->w.motion->n - b->w.motion->skip);
}

// ---- text and files

static ps_status number(ps_bencher *b) {
  enum { DECIMALS = 8 };
  char text[PS_NUMBER_MAX];
  size_t length = 0;
  EACH_FRAME(b, f) {
    const double *row = b->length + row_of(b, f);
    for (int i = 0; i < b->m->npath; i++)
      length += ps_number_fixed(text, row[i], DECIMALS);
  }
  b->d->force_value[0] = (double)length; // so that it is needed
  return PS_OK;
}

static int numbers_of(const ps_bencher *b) {
  return frames_of(b) * b->m->npath;
}

static bool has_files(const ps_bencher *b) {
  return b->tool && b->o->directory;
}

static ps_status file_to_file(ps_bencher *b) {
  const ps_tool_options options = {
      .directory = b->o->directory, .replace = true, .ignore_unsupported = true, .threads = 1};
  ps_tool_result *result;
  ps_status status = ps_run_tool_spec(b->tool, &options, &result, b->err);
  ps_tool_result_free(result);
  return status;
}

static int frames_written(const ps_bencher *b) {
  return b->w.motion->n - b->w.motion->skip;
}

// the last text beside a table, so at most 39 letters
const ps_bench_work ps_bench_works[] = {
    {"load", "model", "a model, from its file to ready", load, NULL, one, 0},
    {"positions", "frame", "where the bodies are", positions, NULL, frames_of, 0},
    {"velocities", "frame", "and how they move", velocities, NULL, frames_of, 0},
    {"inverse_dynamics", "frame", "and what forces that takes", inverse_dynamics, NULL, frames_of,
     0},
    {"mass_matrix", "frame", "positions, mass matrix", mass_matrix, NULL, frames_of, 0},
    {"forward_dynamics", "frame", "velocities, accelerations", forward_dynamics, NULL, frames_of,
     0},
    {"paths", "frame", "positions, lengths, all moment arms", paths, has_paths, frames_of, 0},
    {"muscle_force", "frame", "active force on rigid tendons, alone", muscle_force, has_muscles,
     frames_of, 0},
    {"equilibrium", "frame", "fibers and tendons in balance, alone", equilibrium, has_muscles,
     frames_of, 0},
    {"recruit_warm", "frame", "shares of muscles, frame after frame", recruit_warm, can_recruit,
     frames_of, 0},
    {"recruit_cold", "frame", "the same, each from nothing", recruit_cold, can_recruit, frames_of,
     0},
    {"recruit_shuffled", "frame", "the same, frames in random order", recruit_shuffled, can_recruit,
     frames_of, 0},
    {"so_frame", "frame", "static optimization, all of it", so_frame, can_recruit, frames_of, 0},
    {"so_threads", "frame", "the same as tools run it, on threads", so_threads, can_recruit,
     frames_of_motion, 0},
    {"jr_frame", "frame", "joint reactions from given forces", jr_frame, can_jr, frames_of, 0},
    {"ma_frame", "frame", "muscle analysis with all moments", ma_frame, can_ma, frames_of, 0},
    {"number", "number", "one number printed with 8 decimals", number, has_paths, numbers_of, 0},
    {"file_to_file", "frame", "the setup, files to files, one thread", file_to_file, has_files,
     frames_written, 0},
};
const int ps_bench_work_count = sizeof ps_bench_works / sizeof *ps_bench_works;
