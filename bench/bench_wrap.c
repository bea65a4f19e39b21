// bench_wrap.c: where the time of the paths of a model goes: wraps of each kind, and the rest.
//
//   bench_wrap MODEL.osim [POSES.csv]
//
// Every wrap that the paths ask for is written down, by putting these functions in the place of the
// library's (the linker's --wrap), and then done again kind by kind. The best of several passes
// counts. Poses as for `psoas probe`; without them a made-up motion. Output is CSV.
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "body/kinematics.h"
#include "muscle/path.h"
#include "muscle/wrap_math.h"
#include "num/csv.h"
#include "tool/bench_inner.h"

enum { PASSES = 50, MADE_UP = 128, MOST_CALLS = 1 << 20, KINDS = 4 };

typedef struct call {
  ps_wrap_shape shape;
  ps_wrap_method method;
  int alone;
  ps_vec3 p1, p2;
} call;

static call *calls[KINDS];
static int ncall[KINDS];
static long wrapped[KINDS]; // calls that found a curve
static bool listening;
static int inside; // a torus asks for a cylinder, which is part of it

// ---- in the place of the library's

static ps_wrap_outcome note(call c, ps_wrap_outcome outcome) {
  int kind = (int)c.shape.kind;
  inside--;
  if (listening && !inside && ncall[kind] < MOST_CALLS) {
    calls[kind][ncall[kind]++] = c;
    wrapped[kind] += outcome == PS_WRAP_OPTIONAL || outcome == PS_WRAP_MANDATORY;
  }
  return outcome;
}

#define PLACE(name, method, alone, parameters, arguments)                                          \
  ps_wrap_outcome __real_##name parameters;                                                        \
  ps_wrap_outcome __wrap_##name parameters;                                                        \
  ps_wrap_outcome __wrap_##name parameters {                                                       \
    inside++;                                                                                      \
    ps_wrap_outcome outcome = __real_##name arguments;                                             \
    return note((call){*shape, method, alone, p1, p2}, outcome);                                   \
  }

PLACE(ps_wrap_over_sphere, PS_WRAP_HYBRID, 0,
      (const ps_wrap_shape *shape, ps_vec3 p1, ps_vec3 p2, ps_wrap_result *out),
      (shape, p1, p2, out))
PLACE(ps_wrap_over_cylinder, PS_WRAP_HYBRID, alone,
      (const ps_wrap_shape *shape, int alone, ps_vec3 p1, ps_vec3 p2, ps_wrap_result *out),
      (shape, alone, p1, p2, out))
PLACE(ps_wrap_over_ellipsoid, method, 0,
      (const ps_wrap_shape *shape, ps_wrap_method method, ps_vec3 p1, ps_vec3 p2,
       ps_wrap_result *out),
      (shape, method, p1, p2, out))
PLACE(ps_wrap_over_torus, PS_WRAP_HYBRID, alone,
      (const ps_wrap_shape *shape, int alone, ps_vec3 p1, ps_vec3 p2, ps_wrap_result *out),
      (shape, alone, p1, p2, out))

static void again(const call *c, ps_wrap_result *out) {
  out->flags = 0;
  switch (c->shape.kind) {
  case PS_WRAP_SPHERE:
    __real_ps_wrap_over_sphere(&c->shape, c->p1, c->p2, out);
    break;
  case PS_WRAP_CYLINDER:
    __real_ps_wrap_over_cylinder(&c->shape, c->alone, c->p1, c->p2, out);
    break;
  case PS_WRAP_ELLIPSOID:
    __real_ps_wrap_over_ellipsoid(&c->shape, c->method, c->p1, c->p2, out);
    break;
  case PS_WRAP_TORUS:
    __real_ps_wrap_over_torus(&c->shape, c->alone, c->p1, c->p2, out);
    break;
  }
}

// ---- what is timed

static volatile double sink;

// [ns]  of one pass over all calls of a kind
static double replay(int kind) {
  double best = INFINITY;
  for (int pass = 0; pass < PASSES; pass++) {
    ps_wrap_result out = {0};
    double begin = ps_clock_ns();
    for (int i = 0; i < ncall[kind]; i++)
      again(&calls[kind][i], &out);
    best = fmin(best, ps_clock_ns() - begin);
    sink = out.length;
  }
  return best;
}

typedef struct poses {
  const ps_model *m;
  ps_data *d;
  const ps_table *table;
  int *column; // of each coordinate; -1: none
} poses;

static void find_columns(poses *p, const char *prefix) {
  p->column = calloc((size_t)p->m->nq + 1, sizeof *p->column);
  for (int c = 0; c < p->m->nq; c++) {
    char label[400];
    snprintf(label, sizeof label, "%s%s", prefix, p->m->coord_name[c]);
    p->column[c] = ps_table_column(p->table, label);
  }
}

static void run_paths(const poses *p) {
  for (int i = 0; i < ps_table_rows(p->table); i++) {
    for (int c = 0; c < p->m->nq; c++)
      if (p->column[c] >= 0)
        p->d->q[c] = ps_table_value(p->table, i, p->column[c]);
    ps_body_positions(p->m, p->d);
    ps_muscle_paths(p->m, p->d);
  }
}

static double time_paths(const poses *p) {
  double best = INFINITY;
  for (int pass = 0; pass < PASSES; pass++) {
    double begin = ps_clock_ns();
    run_paths(p);
    best = fmin(best, ps_clock_ns() - begin);
  }
  return best;
}

static void print(const char *what, double count, double found, double ns, double frames) {
  printf("%s,%.2f,%.2f,%.0f,%.3f\n", what, count / frames, found / frames,
         count > 0 ? ns / count : 0, 1e-3 * ns / frames);
}

static void report(const poses *p) {
  static const char *const kinds[KINDS] = {[PS_WRAP_SPHERE] = "sphere",
                                           [PS_WRAP_CYLINDER] = "cylinder",
                                           [PS_WRAP_ELLIPSOID] = "ellipsoid",
                                           [PS_WRAP_TORUS] = "torus"};
  double frames = ps_table_rows(p->table), total = time_paths(p), wraps = 0;
  listening = true;
  run_paths(p);
  listening = false;
  printf("what,per_frame,wrapped_per_frame,ns_each,us_per_frame\n");
  for (int kind = 0; kind < KINDS; kind++) {
    double ns = replay(kind);
    wraps += ns;
    if (ncall[kind])
      print(kinds[kind], ncall[kind], (double)wrapped[kind], ns, frames);
  }
  print("rest", frames, 0, total - wraps, frames);
  print("all", frames, 0, total, frames);
}

int main(int argc, char **argv) {
  ps_spec *spec;
  ps_model *model;
  ps_table *table;
  ps_error err;
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s MODEL.osim [POSES.csv]\n", argv[0]);
    return 2;
  }
  for (int kind = 0; kind < KINDS; kind++)
    calls[kind] = malloc(MOST_CALLS * sizeof *calls[kind]);
  ps_status status = ps_spec_load(&spec, argv[1], PS_COMPAT_OPENSIM46, &err);
  if (status == PS_OK)
    status = ps_model_create(&model, spec, &err);
  if (status == PS_OK)
    status = argc > 2 ? ps_csv_load(&table, argv[2], &err)
                      : ps_bench_made_up(&table, model, MADE_UP, 1, &err);
  if (status != PS_OK) {
    char text[1200];
    fprintf(stderr, "%s\n", ps_error_text(&err, text, sizeof text));
    return 3;
  }
  poses p = {.m = model, .d = ps_data_create(model), .table = table};
  find_columns(&p, argc > 2 ? "q:" : "");
  report(&p);
  return 0;
}
