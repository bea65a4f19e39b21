#include "tool/report_stride.h"

#include <stdlib.h>

#include "check.h"

// A walk on two plates a foot would not step on twice: right down at 0.2, 1.4 and 2.6 s, left half
// a stride later; a foot stays down for 0.75 s. Sampled at 1000 Hz.
enum { ROWS = 3000 };
static const double stride = 1.2, stance = 0.75; // [s]

typedef struct walk {
  ps_loads_spec loads;
  ps_external_force force[3];
  ps_model model;
  ps_pool pool;
  ps_strides strides;
} walk;

static double load_at(double t, double down) {
  double since = fmod(t - down + 10 * stride, stride);
  return t >= down && since < stance ? 700 * sin(3.14159265358979 * since / stance) : 0;
}

// plates: column groups of right, left, and a second plate that the right foot shares
static void make(walk *w, double noise) {
  ps_error err;
  static const char *const labels[] = {"a_vx", "a_vy", "a_vz", "b_vx", "b_vy",
                                       "b_vz", "c_vx", "c_vy", "c_vz"};
  *w = (walk){.model = {.mass = 70, .gravity = {0, -9.81, 0}}};
  static const char *const bodies[] = {"calcn_r", "calcn_l", "calcn_r"};
  static const char *const prefixes[] = {"a_v", "b_v", "c_v"};
  for (int i = 0; i < 3; i++)
    w->force[i] = (ps_external_force){.name = "plate",
                                      .applies = true,
                                      .body = bodies[i],
                                      .force_frame = "ground",
                                      .force = prefixes[i]};
  w->loads = (ps_loads_spec){.items = w->force, .n = 3, .table = ps_table_create("loads", true)};
  for (int i = 0; i < 9; i++)
    CHECK_EQ(ps_table_add_column(w->loads.table, labels[i], &err), PS_OK);
  for (int r = 0; r < ROWS; r++) {
    double t = r / 1000.0, right = load_at(t, 0.2), row[9] = {0};
    row[1] = 0.6 * right + (r % 2 ? noise : -noise);
    row[4] = load_at(t, 0.8);
    row[7] = 0.4 * right;
    CHECK_EQ(ps_table_add_row(w->loads.table, t, row, &err), PS_OK);
  }
  CHECK_EQ(ps_strides_find(&w->strides, &w->pool, &w->loads, &w->model, &err), PS_OK);
}

static void done(walk *w) {
  ps_table_free(w->loads.table);
  ps_pool_free(&w->pool);
}

// the load crosses 20 N a little after contact: 700 sin(pi s / 0.75) = 20 at s = 6.8 ms
static const double late = 0.00682; // [s]

static void touchdowns_are_found(void) {
  walk w;
  make(&w, 0);
  const ps_foot *right = &w.strides.foot[PS_SIDE_RIGHT], *left = &w.strides.foot[PS_SIDE_LEFT];
  CHECK_EQ(right->ndown, 3);
  CHECK_EQ(left->ndown, 2);
  for (int i = 0; i < 3; i++)
    CHECK_NEAR(right->down[i], 0.2 + late + stride * i, 1e-5); // [s]  straight between samples
  CHECK_NEAR(left->down[0], 0.8 + late, 1e-5);
  CHECK_NEAR(right->stride, stride, 1e-6);
  CHECK_NEAR(right->stance, (stance - 2 * late) / stride, 1e-4);
  done(&w);
}

// a plate that reads 15 N with nobody on it makes no strides
static void noise_is_no_step(void) {
  walk w;
  make(&w, 15);
  CHECK_EQ(w.strides.foot[PS_SIDE_RIGHT].ndown, 3);
  done(&w);
  make(&w, 40); // crosses 20 N at every other sample, also where a step begins and ends
  CHECK_EQ(w.strides.foot[PS_SIDE_RIGHT].ndown, 3);
  done(&w);
}

static void phase_runs_from_touchdown_to_touchdown(void) {
  walk w;
  make(&w, 0);
  const ps_foot *f = &w.strides.foot[PS_SIDE_RIGHT];
  CHECK_NEAR(ps_stride_phase(f, f->down[0]), 0, 1e-12);
  CHECK_NEAR(ps_stride_phase(f, f->down[1] + 0.3 * stride), 0.3, 1e-6);
  CHECK(ps_stride_phase(f, f->down[1] - 1e-9) > 0.999);
  // strides beside the record repeat
  CHECK_NEAR(ps_stride_phase(f, f->down[0] - 0.25 * stride), 0.75, 1e-6);
  CHECK_NEAR(ps_stride_phase(f, f->down[2] + 1.5 * stride), 0.5, 1e-6);
  double begin, end;
  ps_stride_at(f, f->down[1] + 0.01, &begin, &end);
  CHECK_NEAR(begin, f->down[1], 1e-12);
  CHECK_NEAR(end, f->down[2], 1e-12);
  done(&w);
}

static void one_touchdown_is_no_stride(void) {
  walk w;
  make(&w, 0);
  // only the first second: right comes down once, left once
  ps_strides strides;
  ps_error err;
  ps_table *table = ps_table_create("short", true);
  for (int i = 0; i < 9; i++)
    CHECK_EQ(ps_table_add_column(table, ps_table_label(w.loads.table, i), &err), PS_OK);
  for (int r = 0; r < 1000; r++)
    CHECK_EQ(ps_table_add_row(table, r / 1000.0, ps_table_row(w.loads.table, r) + 1, &err), PS_OK);
  ps_loads_spec loads = w.loads;
  loads.table = table;
  CHECK_EQ(ps_strides_find(&strides, &w.pool, &loads, &w.model, &err), PS_OK);
  CHECK_EQ(strides.foot[PS_SIDE_RIGHT].ndown, 0);
  CHECK(isnan(ps_stride_phase(&strides.foot[PS_SIDE_RIGHT], 0.5)));
  ps_table_free(table);
  done(&w);
}

static void no_loads_are_no_failure(void) {
  ps_strides strides;
  ps_pool pool = {0};
  ps_error err;
  ps_model m = {.mass = 70, .gravity = {0, -9.81, 0}};
  CHECK_EQ(ps_strides_find(&strides, &pool, NULL, &m, &err), PS_OK);
  CHECK_EQ(strides.foot[PS_SIDE_LEFT].ndown, 0);
  ps_pool_free(&pool);
}

static void names_tell_their_side(void) {
  CHECK_EQ(ps_side_of("psoas_r"), PS_SIDE_RIGHT);
  CHECK_EQ(ps_side_of("psoas_L1_VB_l"), PS_SIDE_LEFT);
  CHECK_EQ(ps_side_of("r_humerus"), PS_SIDE_RIGHT);
  CHECK_EQ(ps_side_of("GRF_Left"), PS_SIDE_LEFT);
  CHECK_EQ(ps_side_of("back"), PS_SIDE_NONE);
  CHECK_EQ(ps_side_of("BRA"), PS_SIDE_NONE);
  CHECK_EQ(ps_side_of("r"), PS_SIDE_NONE);
  CHECK_EQ(ps_side_of(""), PS_SIDE_NONE);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(touchdowns_are_found), CHECK_FACT(noise_is_no_step),
                   CHECK_FACT(phase_runs_from_touchdown_to_touchdown),
                   CHECK_FACT(one_touchdown_is_no_stride), CHECK_FACT(no_loads_are_no_failure),
                   CHECK_FACT(names_tell_their_side));
}
