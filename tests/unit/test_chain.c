// The stiffness of the lumbar column is the slope of what holds it, and its softest direction and
// buckling load are those of algebra and of textbooks.
#include "body/dynamics.h"
#include "human_kit.h"
#include "scenario/hold_inner.h"

enum { N = PS_CHAIN };

// what acts on the column
typedef struct cause {
  int path; // -1: none
  double tension;
  int body; // 0: none
  ps_vec3 at, force;
  bool gravity;
} cause;

// dV/dq of the cause [N m], at the coordinates of the kit's data
static void gradient(human_kit *k, const cause *c, double *g) {
  const ps_model *m = k->human->model;
  ps_data *d = k->d;
  human_look(k);
  memset(d->body_force, 0, (size_t)m->nbody * sizeof *d->body_force);
  if (c->path >= 0)
    ps_path_pull(m, d, c->path, c->tension);
  if (c->body)
    d->body_force[c->body] = ps_force_at(ps_transform_point(d->body_X[c->body], c->at), c->force);
  ps_inverse_dynamics(m, d); // at rest: what must be added so that nothing moves
  memcpy(g, d->tau, (size_t)m->nq * sizeof *g);
}

// d2V/dq2 by central differences, weight taken away where it is not asked for
static void differences(human_kit *k, const cause *c, ps_chain_matrix K) {
  const double h = 1e-5; // [rad]  truncation 1e-9, rounding 1e-10 of a moment
  const ps_chain *chain = &k->human->column;
  double up[64], down[64], weight_up[64], weight_down[64];
  const cause weight = {.path = -1};
  for (int j = 0; j < chain->n; j++) {
    double *q = &k->d->q[chain->coordinate[j]], q0 = *q;
    *q = q0 + h;
    gradient(k, c, up), gradient(k, &weight, weight_up);
    *q = q0 - h;
    gradient(k, c, down), gradient(k, &weight, weight_down);
    *q = q0;
    for (int i = 0; i < chain->n; i++) {
      int at = chain->coordinate[i];
      double rest = c->gravity ? 0 : weight_up[at] - weight_down[at];
      K[i][j] = (up[at] - down[at] - rest) / (2 * h);
    }
  }
  human_look(k);
}

static double size_of(ps_chain_matrix K) {
  double most = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      most = fmax(most, fabs(K[i][j]));
  return most;
}

static void same(ps_chain_matrix K, ps_chain_matrix expected, double tolerance) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      CHECK_NEAR(K[i][j], expected[i][j], tolerance);
}

static void weight_and_a_load_give_their_stiffness(void) {
  human_kit k;
  human_open_default(&k);
  const ps_human *h = k.human;
  for (uint64_t seed = 1; seed <= 5; seed++) {
    ps_chain_matrix K = {{0}}, D;
    human_any_pose(h, seed, k.d->q);
    cause weight = {.path = -1, .gravity = true};
    differences(&k, &weight, D);
    ps_chain_add_gravity(&h->column, h->model, k.d, K);
    ps_chain_mirror(&h->column, K);
    same(K, D, 1e-5); // [N m/rad]  truncation of differences of 200 N m
    for (int body = 1; body < h->model->nbody; body++) {
      cause load = {.path = -1, .body = body, .at = {0.1, 0.2, -0.05}, .force = {100, -200, 50}};
      memset(K, 0, sizeof K);
      differences(&k, &load, D);
      ps_chain_add_force(&h->column, h->model, k.d, body,
                         ps_transform_point(k.d->body_X[body], load.at), load.force, K);
      ps_chain_mirror(&h->column, K);
      same(K, D, 1e-5);
    }
  }
  human_close(&k);
}

enum { SEGMENTS = 16 };

// what a path adds to K under a tension [N], with dF/dL [N/m]; its stiffness goes with its one
// segment, or by its arms
static void add_pull(const human_kit *k, int path, double tension, double stiffness,
                     ps_chain_matrix K) {
  const ps_chain *c = &k->human->column;
  ps_chain_segment segment[SEGMENTS];
  ps_chain_pulls sum = {0};
  int n = ps_chain_segments(c, k->human->model, k->d, path, segment);
  CHECK(n <= SEGMENTS);
  for (int i = 0; i < n; i++) {
    ps_chain_form form;
    ps_chain_unit_form(&segment[i], n == 1 ? stiffness / tension : 0, form);
    ps_chain_add_form(&segment[i], tension, form, &sum);
  }
  if (n > 1)
    ps_chain_add_stretch(c, k->human->model, k->d, path, stiffness, &sum);
  ps_chain_add_pulls(c, k->d, &sum, K);
  ps_chain_mirror(c, K);
}

// every line of trunk and psoas, and the rod of abdominal pressure
static void tension_of_a_path_gives_its_stiffness(void) {
  human_kit k;
  human_open_default(&k);
  const ps_human *h = k.human;
  human_any_pose(h, 7, k.d->q);
  for (int i = 0; i <= h->nline; i++) {
    if (i < h->nline && h->line[i].region == PS_REGION_HIP)
      continue;
    cause pull = {.path = i < h->nline ? h->line[i].path : h->rod, .tension = 300};
    ps_chain_matrix K = {{0}}, D;
    differences(&k, &pull, D);
    add_pull(&k, pull.path, pull.tension, 0, K);
    same(K, D, 1e-5 + 1e-7 * size_of(D)); // [N m/rad]
  }
  human_close(&k);
}

// with dF/dL = k, the muscle adds k r r'; arms are those of (P2)
static void stiffness_of_a_path_adds_its_arms(void) {
  human_kit k;
  human_open_default(&k);
  const ps_human *h = k.human;
  human_any_pose(h, 8, k.d->q);
  human_look(&k);
  for (int line = 0; line < h->nline; line += 3) {
    if (h->line[line].region == PS_REGION_HIP)
      continue;
    ps_chain_matrix K = {{0}}, E;
    add_pull(&k, h->line[line].path, 1e-9, 5e4, K);
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++)
        E[i][j] = 5e4 * human_arm(&k, line, h->column.coordinate[i]) *
                  human_arm(&k, line, h->column.coordinate[j]);
    same(K, E, 1e-9); // [N m/rad]  rounding of 1e3
  }
  human_close(&k);
}

static void spring_at_a_point_adds_its_stiffness(void) {
  human_kit k;
  human_open_default(&k);
  const ps_human *h = k.human;
  human_any_pose(h, 9, k.d->q);
  human_look(&k);
  const ps_vec3 at = {0.08, 0.2, 0.1}, n = {0.6, 0.64, 0.48};
  ps_vec3 p = ps_transform_point(k.d->body_X[h->torso], at);
  ps_chain_matrix K = {{0}};
  ps_chain_add_spring(&h->column, h->model, k.d, h->torso, p, n, 2e4, K);
  ps_chain_mirror(&h->column, K);
  double slope[N];
  for (int j = 0; j < N; j++) {
    const double step = 1e-6; // [rad]
    double *q = &k.d->q[h->column.coordinate[j]], q0 = *q, along[2];
    for (int sign = 0; sign < 2; sign++) {
      *q = q0 + (sign ? step : -step);
      ps_body_positions(h->model, k.d);
      along[sign] = ps_dot(n, ps_transform_point(k.d->body_X[h->torso], at));
    }
    *q = q0;
    slope[j] = (along[1] - along[0]) / (2 * step);
  }
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      CHECK_NEAR(K[i][j], 2e4 * slope[i] * slope[j], 1e-4); // [N m/rad]  differences: 1e-9 of 1e3
  human_close(&k);
}

static void slopes_of_a_path_are_those_of_its_length(void) {
  human_kit k;
  human_open_default(&k);
  const ps_human *h = k.human;
  const double step = 1e-4; // [rad]
  for (int line = 0; line < h->nline; line += 3) {
    if (h->line[line].region == PS_REGION_HIP)
      continue;
    double v[N], length[3], q0[N];
    human_any_pose(h, 10, k.d->q);
    for (int i = 0; i < N; i++) {
      v[i] = human_between(11, 2, line * N + i, -0.25, 0.25);
      q0[i] = k.d->q[h->column.coordinate[i]];
    }
    for (int at = -1; at <= 1; at++) {
      for (int i = 0; i < N; i++)
        k.d->q[h->column.coordinate[i]] = q0[i] + at * step * v[i];
      human_look(&k);
      length[at + 1] = k.d->path_length[h->line[line].path];
    }
    for (int i = 0; i < N; i++)
      k.d->q[h->column.coordinate[i]] = q0[i];
    human_look(&k);
    ps_chain_bend bend;
    ps_chain_bend_along(&h->column, k.d, v, &bend);
    ps_chain_segment segment[SEGMENTS];
    int n = ps_chain_segments(&h->column, h->model, k.d, h->line[line].path, segment);
    ps_chain_slope s = ps_chain_path_slope(segment, n, &bend);
    CHECK_NEAR(s.first, (length[2] - length[0]) / (2 * step), 1e-8); // [m/rad]  truncation
    CHECK_NEAR(s.second, (length[2] - 2 * length[1] + length[0]) / (step * step),
               1e-6); // [m/rad^2]
    // the same along v as the whole matrix says
    ps_chain_matrix K = {{0}};
    double sum = 0;
    add_pull(&k, h->line[line].path, 100, 1000, K);
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++)
        sum += v[i] * K[i][j] * v[j];
    CHECK_NEAR(100 * s.second + 1000 * s.first * s.first, sum, 1e-9); // [N m/rad]  rounding
  }
  human_close(&k);
}

// ---- algebra

static bool is_positive(ps_chain_matrix K, int n, double shift) {
  ps_chain_matrix L;
  memcpy(L, K, sizeof L);
  for (int j = 0; j < n; j++) {
    L[j][j] += shift;
    for (int k = 0; k < j; k++)
      for (int i = j; i < n; i++)
        L[i][j] -= L[i][k] * L[j][k];
    if (!(L[j][j] > 0))
      return false;
    for (int i = n - 1; i >= j; i--)
      L[i][j] /= sqrt(L[j][j]);
  }
  return true;
}

// no eigenvalue lies lower, and K v = lambda v
static void softest_direction_belongs_to_the_least_eigenvalue(void) {
  for (uint64_t seed = 1; seed <= 200; seed++) {
    ps_chain c = {.n = 2 + (int)(seed % (N - 1))};
    ps_chain_matrix K = {{0}};
    for (int i = 0; i < c.n; i++)
      for (int j = 0; j <= i; j++) // some rows are alike, some matrices have zeros
        K[i][j] = K[j][i] = seed % 5 == 0 && i != j ? 0 : human_between(seed, 3, i * N + j, -9, 9);
    double v[N], size = size_of(K), length = 0;
    double least = ps_chain_softest(&c, K, v);
    for (int i = 0; i < c.n; i++) {
      double sum = -least * v[i];
      for (int j = 0; j < c.n; j++)
        sum += K[i][j] * v[j];
      CHECK_NEAR(sum, 0, 1e-9 * size);
      length += v[i] * v[i];
    }
    CHECK_NEAR(length, 1, 1e-12);
    CHECK(is_positive(K, c.n, -least + 1e-9 * size));
    CHECK(!is_positive(K, c.n, -least - 1e-9 * size));
    CHECK(ps_chain_stiffer(&c, K, least - 1e-9 * size));
    CHECK(!ps_chain_stiffer(&c, K, least + 1e-9 * size));
  }
}

// ---- buckling

static ps_model *rods(int n, double length) {
  ps_spec *s = calloc(1, sizeof *s);
  ps_model *model = NULL;
  ps_error err = {0};
  CHECK(s);
  s->path = s->name = s->credits = s->publications = "";
  s->gravity = ps_vec(0, -9.81, 0);
  for (int i = 0; i < n; i++) {
    char name[24], frame[40];
    snprintf(name, sizeof name, "rod%d", i);
    ps_spec_body *b = ps_spec_add_body(s, name, 0);
    b->mass = 1e-9; // [kg]  nearly nothing
    b->inertia[0] = b->inertia[1] = b->inertia[2] = 1e-9;
    snprintf(name, sizeof name, "hinge%d", i);
    ps_spec_joint *j = ps_spec_add_joint(s, PS_JOINT_PIN, name, 0);
    ps_spec_frame *f = ps_spec_add_frame(s, j->part.path, "below", 0);
    snprintf(frame, sizeof frame, i ? "/bodyset/rod%d" : "/ground", i - 1);
    f->parent = ps_spec_ref(s, frame, "", 0);
    f->translation = ps_vec(0, i ? length : 0, 0);
    j->parent_frame = ps_spec_ref(s, f->part.path, "", 0);
    snprintf(frame, sizeof frame, "/bodyset/rod%d", i);
    j->child_frame = ps_spec_ref(s, frame, "", 0);
    ps_spec_add_coordinate(s, name, 0);
  }
  human_ok(ps_model_create(&model, s, &err), &err);
  ps_spec_free(s);
  return model;
}

// Load [N] under which n upright rods of a length, with equal springs at their hinges, fold up.
static double buckling_of_rods(int n, double length, double spring) {
  ps_model *m = rods(n, length);
  ps_data *d = ps_data_create(m);
  int place[8];
  ps_chain c = {.n = n, .place = place};
  ps_chain_matrix K = {{0}}, G = {{0}};
  for (int i = 0; i < n; i++) {
    place[i] = c.coordinate[i] = i;
    K[i][i] = spring;
  }
  CHECK(d);
  ps_body_positions(m, d);
  ps_chain_add_force(&c, m, d, n, ps_vec(0, n * length, 0), ps_vec(0, 1, 0), G);
  ps_chain_mirror(&c, G);
  double load = ps_chain_buckling(&c, K, G);
  ps_data_free(d);
  ps_model_free(m);
  return load;
}

// one rod: P l = k. Two: P l / k = (3 - sqrt 5) / 2 [timoshenko1961, ch. 2]
static void upright_rods_buckle_as_in_the_textbook(void) {
  CHECK_NEAR(buckling_of_rods(1, 0.5, 100), 200, 1e-9); // [N]  rounding
  CHECK_NEAR(buckling_of_rods(2, 0.5, 100), 200 * (3 - sqrt(5)) / 2, 1e-9);
}

// many rods are a strut: pi^2 E I / (4 L^2) with E I = k l
static void many_rods_approach_eulers_strut(void) {
  const int n = 8;
  double euler = 9.869604401089358 * 100 * 0.1 / (4 * n * n * 0.1 * 0.1);
  double ratio = buckling_of_rods(n, 0.1, 100) / euler;
  CHECK(ratio > 1 - 1.5 / n && ratio < 1); // the hinge at the clamp is half a rod too soft
}

static void what_is_soft_already_carries_nothing(void) {
  ps_chain c = {.n = 2};
  ps_chain_matrix K = {{1, 2}, {2, 1}}, G = {{-1, 0}, {0, -1}};
  CHECK_EQ(ps_chain_buckling(&c, K, G), 0);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(weight_and_a_load_give_their_stiffness),
                   CHECK_FACT(tension_of_a_path_gives_its_stiffness),
                   CHECK_FACT(stiffness_of_a_path_adds_its_arms),
                   CHECK_FACT(spring_at_a_point_adds_its_stiffness),
                   CHECK_FACT(slopes_of_a_path_are_those_of_its_length),
                   CHECK_FACT(softest_direction_belongs_to_the_least_eigenvalue),
                   CHECK_FACT(upright_rods_buckle_as_in_the_textbook),
                   CHECK_FACT(many_rods_approach_eulers_strut),
                   CHECK_FACT(what_is_soft_already_carries_nothing));
}
