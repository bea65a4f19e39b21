// export_osim FROM.osim TO.osim          read a model and write it again
// export_osim geodesic TO.osim TABLE     write a small leg with geodesics; table of what we compute
//
// For test_export.py, which has OpenSim read what is written. The leg has a hip of three angles and
// a knee; its muscles run in front of the hip, and in front of and behind the knee. The table has a
// row for each pose, path and coordinate: q of all coordinates, length [m], moment arm [m].
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body/kinematics.h"
#include "io/osim_write.h"
#include "model/data.h"
#include "muscle/path.h"
#include "num/number.h"

enum { POSES = 200, COORDINATES = 5 };

static void check(ps_status status, const ps_error *err) {
  char text[1200];
  if (status == PS_OK)
    return;
  fprintf(stderr, "export_osim: %s\n", ps_error_text(err, text, sizeof text));
  exit(1);
}

static void write_spec(const ps_spec *spec, ps_osim_poses poses, const char *path) {
  ps_file_writer w;
  ps_error err;
  check(ps_file_writer_create(&w, path, true, NULL, &err), &err);
  ps_status status = ps_osim_write(spec, poses, &w, &err);
  if (status == PS_OK)
    status = ps_file_writer_commit(&w, &err);
  ps_file_writer_abort(&w);
  check(status, &err);
}

// ---- the leg

static ps_ref ref(const char *path) {
  return (ps_ref){path, "", 0};
}

static void add_body(ps_spec *s, const char *name, double mass, ps_vec3 com) {
  ps_spec_body *b = ps_spec_add_body(s, name, 0);
  b->mass = mass;
  b->com = com;
  b->inertia[0] = b->inertia[1] = b->inertia[2] = 0.01 * mass;
}

// A joint about these axes, each with a coordinate, where the child's origin is at `at`.
static void add_joint(ps_spec *s, const char *parent, const char *child, ps_vec3 at, int n,
                      const char *const *coordinate, const double (*range)[2]) {
  static const ps_vec3 axes[] = {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}};
  ps_spec_joint *j = ps_spec_add_joint(s, PS_JOINT_CUSTOM, child, 0);
  ps_spec_frame *f = ps_spec_add_frame(s, j->part.path, "place", 0);
  f->parent = ref(parent);
  f->translation = at;
  j->parent_frame = ref(f->part.path);
  j->child_frame = ref(ps_spec_text(s, child));
  for (int i = 0; i < n; i++) {
    ps_spec_coordinate *c = ps_spec_add_coordinate(s, coordinate[i], 0);
    c->range[0] = range[i][0];
    c->range[1] = range[i][1];
    j->axis[i].axis = axes[i];
    j->axis[i].coordinate = ps_pool_take(&s->pool, sizeof(char *));
    j->axis[i].coordinate[0] = c->part.name;
    j->axis[i].ncoordinate = 1;
  }
}

static void add_cylinder(ps_spec *s, const char *name, const char *body, ps_vec3 at, ps_vec3 turn,
                         double radius) {
  ps_spec_wrap *w = ps_spec_add_wrap(s, body, name, 0);
  w->frame = ref(body);
  w->translation = at;
  w->orientation = turn;
  w->shape = ps_wrap_cylinder(radius, 0.1, 0, 0);
}

static ps_spec_force *add_muscle(ps_spec *s, const char *name) {
  ps_spec_force *f = ps_spec_add_force(s, PS_FORCE_MUSCLE, name, 0);
  f->muscle = ps_muscle_default(PS_MUSCLE_DEGROOTE2016);
  f->muscle.ignore_tendon_compliance = true;
  f->max_control = 1;
  ps_spec_add_path(s, f, 0);
  return f;
}

static void add_point(ps_spec *s, ps_spec_force *f, const char *body, double x, double y,
                      double z) {
  char name[20];
  snprintf(name, sizeof name, "P%d", f->path->points.n + 1);
  ps_spec_point *p = ps_spec_add_point(s, f, PS_POINT_FIXED, name, 0);
  p->frame = ref(body);
  p->location = ps_vec(x, y, z);
}

// Wind the path between points `first` and first + 1.
static void wind(ps_spec *s, ps_spec_force *f, const char *object, int turn, int first) {
  *PS_APPEND(&s->pool, &f->path->wraps) = (ps_spec_path_wrap){.part = f->part,
                                                              .object = object,
                                                              .method = PS_WRAP_GEODESIC,
                                                              .turn = turn,
                                                              .range = {first, first + 1}};
}

static const char pelvis[] = "/bodyset/pelvis", femur[] = "/bodyset/femur",
                  tibia[] = "/bodyset/tibia";

static void add_muscles(ps_spec *s) {
  ps_spec_force *f = add_muscle(s, "iliacus");
  add_point(s, f, pelvis, 0.01, 0.06, 0.05);
  add_point(s, f, pelvis, 0.035, 0.005, 0.07);
  add_point(s, f, femur, -0.012, -0.055, 0.015);
  wind(s, f, "hip_front", -1, 2);
  f = add_muscle(s, "rectus");
  add_point(s, f, pelvis, 0.045, 0.0, 0.09);
  add_point(s, f, femur, 0.04, -0.2, 0.01);
  add_point(s, f, tibia, 0.04, -0.07, 0.0);
  wind(s, f, "knee_front", -1, 2);
  wind(s, f, "hip_front", -1, 1);
  f = add_muscle(s, "vastus");
  add_point(s, f, femur, 0.02, -0.15, 0.02);
  add_point(s, f, tibia, 0.04, -0.07, -0.01);
  wind(s, f, "knee_front", -1, 1);
  f = add_muscle(s, "gastrocnemius");
  add_point(s, f, femur, -0.022, -0.37, -0.02);
  add_point(s, f, tibia, -0.05, -0.2, 0.0);
  wind(s, f, "knee_back", 1, 1);
}

static ps_spec *make_leg(void) {
  static const char *const tilt[] = {"tilt"}, *const hip[] = {"flexion", "adduction", "rotation"},
                           *const knee[] = {"knee"};
  static const double tilts[][2] = {{-0.5, 0.5}}, knees[][2] = {{-2, 0.1}},
                      hips[][2] = {{-0.4, 1.4}, {-0.5, 0.4}, {-0.5, 0.5}};
  ps_spec *s = calloc(1, sizeof *s);
  s->path = "";
  s->name = "geodesic_leg";
  s->compat = PS_COMPAT_OPENSIM46;
  s->gravity = ps_vec(0, -9.81, 0);
  add_body(s, "pelvis", 10, ps_vec(0, 0, 0));
  add_body(s, "femur", 8, ps_vec(0, -0.2, 0));
  add_body(s, "tibia", 4, ps_vec(0, -0.2, 0));
  add_joint(s, "/ground", "pelvis", ps_vec(0, 1, 0), 1, tilt, tilts);
  add_joint(s, pelvis, "femur", ps_vec(0, -0.07, 0.08), 3, hip, hips);
  add_joint(s, femur, "tibia", ps_vec(0, -0.4, 0), 1, knee, knees);
  add_cylinder(s, "hip_front", pelvis, ps_vec(0.003, -0.068, 0.08), ps_vec(0.1, -0.2, 0.3), 0.024);
  add_cylinder(s, "knee_front", femur, ps_vec(0.005, -0.4, 0), ps_vec(0.05, 0.1, 0), 0.03);
  add_cylinder(s, "knee_back", femur, ps_vec(-0.01, -0.395, 0), ps_vec(-0.1, 0.05, 1), 0.02);
  add_muscles(s);
  return s;
}

// ---- its poses

// Between the limits of every coordinate; pose 0: at the lower ones, 1: at the upper ones.
static void set_pose(const ps_model *m, ps_data *d, int pose, unsigned *random) {
  for (int i = 0; i < m->nq; i++) {
    *random = *random * 1664525u + 1013904223u;
    double share = pose < 2 ? pose : *random / 4294967296.0;
    d->q[i] = m->coord_min[i] + share * (m->coord_max[i] - m->coord_min[i]);
  }
  ps_body_positions(m, d);
  ps_muscle_paths(m, d);
}

static double arm_of(const ps_model *m, const ps_data *d, int path, int coordinate) {
  for (int s = m->path[path].span; s < m->path[path].span + m->path[path].nspan; s++)
    if (m->span_coordinate[s] == coordinate)
      return d->span_arm[s];
  return 0;
}

static void print_pose(const ps_model *m, const ps_data *d, int pose, FILE *out) {
  for (int p = 0; p < m->npath; p++)
    for (int c = 0; c < m->nq; c++) {
      fprintf(out, "%d,%s,%s", pose, m->force_name[m->path[p].force], m->coord_name[c]);
      for (int i = 0; i < m->nq; i++)
        fprintf(out, ",%.17g", d->q[i]);
      fprintf(out, ",%d,%.17g,%.17g\n", d->path_npoint[p] - m->path[p].npoint, d->path_length[p],
              arm_of(m, d, p, c));
    }
}

static void export_leg(const char *path, const char *table) {
  ps_spec *s = make_leg();
  ps_model *m;
  ps_error err;
  check(ps_model_create(&m, s, &err), &err);
  ps_data *d = ps_data_create(m);
  ps_transform place[2 * 4];
  unsigned random = 46;
  FILE *out = fopen(table, "w");
  fprintf(out, "pose,path,coordinate");
  for (int i = 0; i < m->nq; i++)
    fprintf(out, ",%s", m->coord_name[i]);
  fprintf(out, ",touching,length,arm\n");
  for (int pose = 0; pose < POSES; pose++) {
    set_pose(m, d, pose, &random);
    if (pose < 2) // the bodies are in the order of the spec
      memcpy(place + 4 * pose, d->body_X, 4 * sizeof *place);
    print_pose(m, d, pose, out);
  }
  fclose(out);
  write_spec(s, (ps_osim_poses){2, place}, path);
  ps_data_free(d);
  ps_model_free(m);
  ps_spec_free(s);
}

int main(int argc, char **argv) {
  if (argc == 4 && strcmp(argv[1], "geodesic") == 0) {
    export_leg(argv[2], argv[3]);
    return 0;
  }
  if (argc != 3)
    return 2;
  ps_spec *s;
  ps_error err;
  check(ps_spec_load(&s, argv[1], PS_COMPAT_OPENSIM46, &err), &err);
  write_spec(s, (ps_osim_poses){0, NULL}, argv[2]);
  ps_spec_free(s);
  return 0;
}
