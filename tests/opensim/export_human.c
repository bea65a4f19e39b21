// export_human TABLE full|light KEY=VALUE...     what psoas computes of a person in 44 poses
//
// For test_export_human.py, which has OpenSim read what `psoas export` writes of the same person.
// Rows of the table: quantity (q, u, udot, tau, length, arm), pose, path, coordinate, value in SI.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body/dynamics.h"
#include "body/kinematics.h"
#include "muscle/path.h"
#include "num/random.h"
#include "scenario/answer.h"
#include "tool/human_input.h"

enum { POSES = 44 };

static const double degree = 3.14159265358979323846 / 180; // [rad]

static void check(ps_status status, const ps_error *err) {
  char text[1200];
  if (status == PS_OK)
    return;
  fprintf(stderr, "export_human: %s\n", ps_error_text(err, text, sizeof text));
  exit(1);
}

static double between(int pose, int i, double low, double high) {
  return low + (high - low) * ps_random_uniform(46, (uint64_t)pose, (uint64_t)i);
}

// neutral, then anywhere that joints go
static void set_pose(const ps_human *h, int pose, ps_data *d) {
  static const double level[3][2] = {{-11, 6}, {-5, 5}, {-2.5, 2.5}};
  static const double hip[3][2] = {{-20, 110}, {-30, 20}, {-30, 30}};
  int n = h->model->nq;
  for (int i = 0; i < n; i++) {
    d->q[i] = 0;
    d->u[i] = pose ? between(pose, 100 + i, -2, 2) : 0;
    d->udot[i] = pose ? between(pose, 200 + i, -5, 5) : 0;
  }
  if (pose == 0)
    return;
  for (int i = 0; i < 6; i++)
    d->q[h->pelvis_coordinate[i]] = between(pose, i, -0.6, 0.6);
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++)
      d->q[h->level[k][i]] = degree * between(pose, 10 + 3 * k + i, level[i][0], level[i][1]);
  for (int side = 0; side < 2; side++) {
    for (int i = 0; i < 3; i++)
      d->q[h->hip[side][i]] = degree * between(pose, 40 + 3 * side + i, hip[i][0], hip[i][1]);
    d->q[h->knee[side]] = degree * between(pose, 50 + side, 2, 110);
    d->q[h->ankle[side]] = degree * between(pose, 52 + side, -30, 15);
  }
}

static void print_pose(const ps_model *m, const ps_data *d, int pose, FILE *out) {
  for (int i = 0; i < m->nq; i++) {
    const char *name = m->coord_name[i];
    fprintf(out, "q,%d,,%s,%.17g\nu,%d,,%s,%.17g\n", pose, name, d->q[i], pose, name, d->u[i]);
    fprintf(out, "udot,%d,,%s,%.17g\ntau,%d,,%s,%.17g\n", pose, name, d->udot[i], pose, name,
            d->tau[i]);
  }
  for (int p = 0; p < m->npath; p++) {
    const ps_path *path = &m->path[p];
    const char *name = m->force_name[path->force];
    fprintf(out, "length,%d,%s,%s,%.17g\n", pose, name, path->nwrap ? "geodesic" : "",
            d->path_length[p]);
    for (int s = path->span; s < path->span + path->nspan; s++)
      fprintf(out, "arm,%d,%s,%s,%.17g\n", pose, name, m->coord_name[m->span_coordinate[s]],
              d->span_arm[s]);
  }
}

int main(int argc, char **argv) {
  ps_pool pool = {0};
  ps_lab lab;
  ps_human *human;
  ps_pose pose;
  ps_error err = {0};
  if (argc < 3)
    return 2;
  ps_human_words words = {.sets = (const char *const *)argv + 3, .nsets = argc - 3};
  ps_detail detail = strcmp(argv[2], "light") ? PS_DETAIL_FULL : PS_DETAIL_LIGHT;
  check(ps_human_input(&pool, &words, &pose, &err), &err);
  check(ps_lab_open(&lab, &err), &err);
  check(ps_human_create(&human, &lab.anatomy, &lab.parameters, &pose.person, detail, &err), &err);
  const ps_model *m = human->model;
  ps_data *d = ps_data_create(m);
  FILE *out = fopen(argv[1], "w");
  if (!d || !out)
    return 1;
  fprintf(out, "quantity,pose,path,coordinate,value\n");
  for (int i = 0; i < POSES; i++) {
    set_pose(human, i, d);
    ps_body_positions(m, d);
    ps_body_velocities(m, d);
    ps_muscle_paths(m, d);
    memset(d->body_force, 0, (size_t)m->nbody * sizeof *d->body_force);
    ps_inverse_dynamics(m, d);
    print_pose(m, d, i, out);
  }
  fclose(out);
  ps_data_free(d);
  ps_human_free(human);
  ps_lab_close(&lab);
  ps_pool_free(&pool);
  return 0;
}
