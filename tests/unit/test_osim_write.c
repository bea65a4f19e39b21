// A model written and read again is the same model, to the last bit.
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "io/osim.h"
#include "io/osim_write.h"
#include "path_kit.h"
#include "reference.h"

static const ps_osim_poses no_poses = {0, NULL};

static char *text; // of the document written last
static size_t size;

static ps_status write_spec(const ps_spec *spec, ps_osim_poses poses, ps_error *err) {
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_memory(&w, NULL), PS_OK);
  free(text);
  text = NULL;
  ps_status status = ps_osim_write(spec, poses, &w, err);
  if (status == PS_OK)
    return ps_file_writer_take(&w, &text, &size, err);
  ps_file_writer_abort(&w);
  return status;
}

static void demand(ps_status status, const ps_error *err) {
  char what[1200];
  if (status != PS_OK)
    check_fail(__FILE__, __LINE__, ps_error_text(err, what, sizeof what));
}

static ps_spec *read_back(ps_compat compat) {
  ps_spec *spec;
  ps_error err;
  demand(ps_spec_parse(&spec, "written.osim", text, size, compat, &err), &err);
  return spec;
}

// Parts of the spec, and notes that something of the file has no meaning.
static int count_parts(const ps_spec *s) {
  return s->bodies.n + s->frames.n + s->joints.n + s->coordinates.n + s->constraints.n +
         s->wraps.n + s->forces.n + s->groups.n + s->markers.n;
}

// ---- models are the same

static void check_bytes(const void *a, const void *b, size_t bytes, const char *what) {
  if (memcmp(a, b, bytes) != 0)
    check_fail(__FILE__, __LINE__, what);
}

static void check_same_structure(const ps_model *a, const ps_model *b) {
#define S(name) CHECK_EQ(a->name, b->name);
  PS_MODEL_SIZES(S)
#undef S
  for (int i = 0; i < a->nq; i++)
    CHECK_TEXT(b->coord_path[i], a->coord_path[i]);
  for (int i = 0; i < a->nforce; i++)
    CHECK_TEXT(b->force_path[i], a->force_path[i]);
}

// A pose within the ranges, and within 1 of the default; speeds and accelerations up to 2.
static void pose(const ps_model *m, uint64_t seed, ps_data *d) {
  for (int i = 0; i < m->nq; i++) {
    double low = fmax(m->coord_min[i], m->coord_default[i] - 1);
    double high = fmin(m->coord_max[i], m->coord_default[i] + 1);
    d->q[i] = kit_between(&seed, low, fmax(low, high));
    d->u[i] = kit_between(&seed, -2, 2);
    d->udot[i] = kit_between(&seed, -2, 2);
  }
}

static void compute(const ps_model *m, ps_data *d) {
  ps_body_positions(m, d);
  ps_body_velocities(m, d);
  ps_muscle_paths(m, d);
  ps_path_speeds(m, d);
  ps_mass_matrix(m, d);
  ps_body_accelerations(m, d);
  ps_inverse_dynamics(m, d);
}

#define CHECK_SAME(field, count)                                                                   \
  check_bytes(da->field, db->field, sizeof *da->field *(size_t)(count), #field " differs")

static void check_same_model(ps_model *a, ps_model *b) {
  ps_data *da = ps_data_create(a), *db = ps_data_create(b);
  check_same_structure(a, b);
  CHECK_SAME(q, a->nq);
  for (uint64_t seed = 1; seed <= 5; seed++) {
    pose(a, seed, da);
    pose(b, seed, db);
    compute(a, da);
    compute(b, db);
    CHECK_SAME(q, a->nq);
    CHECK_SAME(body_X, a->nbody);
    CHECK_SAME(path_length, a->npath);
    CHECK_SAME(path_speed, a->npath);
    CHECK_SAME(span_arm, a->nspan);
    CHECK_SAME(mass_matrix, a->nq * a->nq);
    CHECK_SAME(tau, a->nq);
  }
  ps_data_free(da);
  ps_data_free(db);
}

// The numbers and names of muscles, forces, functions and curves are the same.
static void check_same_tables(const ps_model *a, const ps_model *b) {
  for (int i = 0; i < a->nmuscle; i++) {
    int n;
    const ps_muscle_property *list = ps_muscle_properties(a->muscle[i].kind, &n);
    CHECK_EQ(b->muscle[i].kind, a->muscle[i].kind);
    for (int k = 0; k < n; k++) {
      double x = ps_muscle_property_value(&a->muscle[i], &list[k]);
      double y = ps_muscle_property_value(&b->muscle[i], &list[k]);
      check_bytes(&x, &y, sizeof x, list[k].name);
    }
  }
  check_bytes(a->pool, b->pool, (size_t)a->npool * sizeof *a->pool, "functions or curves differ");
  for (int i = 0; i < a->nforce; i++) {
    const ps_force *f = &a->force[i], *g = &b->force[i];
    CHECK(f->kind == g->kind && f->applies == g->applies && f->coordinate == g->coordinate);
    check_bytes(&f->min_control, &g->min_control, sizeof(double), "min_control differs");
    check_bytes(&f->max_control, &g->max_control, sizeof(double), "max_control differs");
    CHECK_EQ(f->stiffness, g->stiffness);
    CHECK_EQ(f->upper_limit, g->upper_limit);
    CHECK_EQ(f->ligament.pcsa_force, g->ligament.pcsa_force);
    CHECK_EQ(ps_distance(f->frame[0].p, g->frame[0].p), 0);
    CHECK_EQ(ps_distance(f->frame[1].p, g->frame[1].p), 0);
    CHECK_EQ(ps_distance(f->rotational_stiffness, g->rotational_stiffness), 0);
  }
}

// Equal texts; else the first line that differs is said.
static void check_same_text(const char *now, const char *before) {
  size_t same = 0;
  while (now[same] && now[same] == before[same])
    same++;
  if (!now[same] && !before[same])
    return;
  while (same > 0 && now[same - 1] != '\n')
    same--;
  char what[400];
  snprintf(what, sizeof what, "was %.*s, is %.*s", (int)strcspn(before + same, "\n"), before + same,
           (int)strcspn(now + same, "\n"), now + same);
  check_fail(__FILE__, __LINE__, what);
}

// Write, read, compare; write that again and find the same bytes. False: it does not compile.
static bool check_round_trip(ps_spec *spec) {
  ps_error err;
  ps_model *a, *b;
  if (ps_model_create(&a, spec, &err) != PS_OK)
    return false;
  demand(write_spec(spec, no_poses, &err), &err);
  ps_spec *again = read_back(spec->compat);
  CHECK_EQ(ps_spec_notes(again), 0); // nothing in the file is without a meaning
  CHECK(count_parts(again) >= count_parts(spec));
  char *first = strdup(text);
  demand(write_spec(again, no_poses, &err), &err);
  check_same_text(text, first);
  free(first);
  demand(ps_model_create(&b, again, &err), &err);
  check_same_model(a, b);
  check_same_tables(a, b);
  ps_model_free(a);
  ps_model_free(b);
  ps_spec_free(again);
  return true;
}

static int check_files(const char *folder, const char *pattern) {
  char path[1200];
  snprintf(path, sizeof path, "%s/%s", folder, pattern);
  glob_t found;
  int count = 0;
  if (glob(path, 0, NULL, &found) != 0)
    return 0;
  for (size_t i = 0; i < found.gl_pathc; i++) {
    ps_spec *spec;
    ps_error err;
    if (ps_spec_load(&spec, found.gl_pathv[i], PS_COMPAT_OPENSIM46, &err) != PS_OK)
      continue;
    count += check_round_trip(spec);
    ps_spec_free(spec);
  }
  globfree(&found);
  return count;
}

static void every_model_of_ours_comes_back_to_the_bit(void) {
  CHECK_EQ(check_files(PSOAS_TEST_ROOT "/tests/data/zoo/models", "*.osim"), 7);
  CHECK_EQ(check_files(PSOAS_TEST_ROOT "/tests/data/leg", "leg.osim"), 1);
  CHECK_EQ(check_files(PSOAS_TEST_ROOT "/tests/data", "wraps.osim"), 1);
  CHECK_EQ(check_files(PSOAS_TEST_ROOT "/examples/walk", "walker.osim"), 1);
}

static void every_model_of_opensim_comes_back_to_the_bit(void) {
  char readme[1024];
  reference_path("opensim/README.md", readme, sizeof readme);
  *strrchr(readme, '/') = 0;
  strcat(readme, "/models");
  CHECK(check_files(readme, "*.osim") > 40);
}

// ---- models made in code

static const kit_wish any_model = {
    .nbody = 9, .gravity = {0.3, -9.81, 0.2}, .compat = PS_COMPAT_OPENSIM46, .coupled = true};

static void add_constraint(kit_model *k, ps_constraint_kind kind, const char *name) {
  ps_spec_constraint *c = ps_spec_add_constraint(k->spec, kind, name, 0);
  c->enforced = kind != PS_CONSTRAINT_POINT;
  for (int i = 0; i < 2; i++) {
    c->body[i] = kit_ref(kit_body_path(k, 2 + i));
    c->location[i] = kit_vector(&k->random, 0.2);
    c->orientation[i] = kit_vector(&k->random, kind == PS_CONSTRAINT_WELD);
  }
  c->distance = 0.123;
}

static ps_spec_force *add_force(kit_model *k, ps_force_kind kind, const char *name) {
  ps_spec_force *f = ps_spec_add_force(k->spec, kind, name, 0);
  for (int i = 0; i < 2; i++) {
    f->body[i] = kit_ref(kit_body_path(k, 1 + i));
    f->point[i] = kit_vector(&k->random, 0.2);
  }
  f->min_control = -INFINITY;
  f->max_control = 1.0 / 3;
  f->optimal_force = f->stiffness = f->viscosity = 0.1;
  f->rest_length = 0.2;
  f->direction = kit_vector(&k->random, 1);
  f->rotational_stiffness = f->translational_damping = kit_vector(&k->random, 50);
  f->limit.upper_limit = 70;
  f->limit.transition = 5;
  f->ligament.resting_length = f->ligament.slack_length = 0.3;
  f->coordinate = k->spec->coordinates.items[0].part.name;
  return f;
}

static void add_everything(kit_model *k) {
  static const ps_wrap_kind wraps[] = {PS_WRAP_SPHERE, PS_WRAP_CYLINDER, PS_WRAP_ELLIPSOID,
                                       PS_WRAP_TORUS};
  for (int i = 0; i < 8; i++) {
    ps_spec_force *f = kit_any_path(k, i < 4   ? PS_FORCE_PATH_ACTUATOR
                                       : i < 6 ? PS_FORCE_PATH_SPRING
                                       : i < 7 ? PS_FORCE_LIGAMENT
                                               : PS_FORCE_BLANKEVOORT_LIGAMENT);
    f->applies = i != 3;
    kit_use_wrap(k, f, kit_add_wrap(k, wraps[i % 4], i, i % 3, i % 3 - 1));
  }
  add_force(k, PS_FORCE_COORDINATE_ACTUATOR, "reserve");
  add_force(k, PS_FORCE_POINT_ACTUATOR, "push");
  add_force(k, PS_FORCE_TORQUE_ACTUATOR, "twist");
  add_force(k, PS_FORCE_TORQUE_ACTUATOR, "twist against ground")->body[1].text = NULL;
  add_force(k, PS_FORCE_COORDINATE_LIMIT, "limit");
  add_force(k, PS_FORCE_SPRING_GENERALIZED, "spring");
  add_force(k, PS_FORCE_POINT_TO_POINT_SPRING, "rubber");
  add_force(k, PS_FORCE_BUSHING, "bushing");
  add_constraint(k, PS_CONSTRAINT_WELD, "weld");
  add_constraint(k, PS_CONSTRAINT_POINT, "point");
  add_constraint(k, PS_CONSTRAINT_DISTANCE, "distance");
  ps_spec_marker *marker = ps_spec_add_marker(k->spec, "C7 <&\"'> \xC3\xBC", 0);
  marker->frame = kit_ref("b1");
  ps_spec_coordinate *c = &k->spec->coordinates.items[0];
  c->prescribed_function = kit_function(k, PS_FUNCTION_STEP, 1);
  c->prescribed = c->clamped = true;
  c->default_value = 0.1;
}

// all kinds of joints, functions, constraints and forces; references by name become paths
static void random_models_come_back_to_the_bit(void) {
  for (uint64_t seed = 1; seed <= 40; seed++) {
    kit_model k;
    kit_begin(&k, seed, any_model);
    add_everything(&k);
    ps_error err;
    demand(write_spec(k.spec, no_poses, &err), &err);
    // coordinates of custom joints come back in the order of their axes, so that is made first
    ps_spec *ordered = read_back(any_model.compat);
    CHECK_EQ(ps_spec_notes(ordered), 0);
    CHECK_EQ(count_parts(ordered), count_parts(k.spec) + 2); // the frames of the weld
    CHECK(check_round_trip(ordered));
    CHECK_TEXT(ordered->markers.items[0].part.name, "C7 <&\"'> \xC3\xBC");
    ps_spec_free(ordered);
    ps_spec_free(k.spec);
  }
}

static double look_length(kit_model *k, const double *q, double *sum) {
  kit_compile(k);
  memcpy(k->data->q, q, (size_t)k->model->nq * sizeof *q);
  kit_look_at_paths(k);
  *sum = 0;
  for (int i = 0; i < k->model->nspan; i++)
    *sum += k->data->span_arm[i];
  return k->data->path_length[0];
}

// what code leaves out (axes, functions of axes) means the same to a reader
static void what_code_leaves_out_is_written(void) {
  for (uint64_t seed = 1; seed <= 20; seed++) {
    kit_wish wish = any_model;
    wish.only = 1 + PS_JOINT_CUSTOM;
    wish.coupled = false;
    kit_model k, again;
    kit_begin(&k, seed, wish);
    kit_any_path(&k, PS_FORCE_PATH_ACTUATOR);
    for (int j = 0; j < k.spec->joints.n; j++)
      for (int i = 0; i < PS_AXES; i++)
        if (k.spec->joints.items[j].axis[i].ncoordinate == 0)
          k.spec->joints.items[j].axis[i].axis = ps_vec(0, 0, 0);
    ps_error err;
    double q[KIT_COORDINATES], moved[KIT_COORDINATES], sum[2];
    uint64_t random = seed;
    for (int i = 0; i < k.spec->coordinates.n; i++)
      q[i] = kit_between(&random, -1, 1);
    demand(write_spec(k.spec, no_poses, &err), &err);
    again = k;
    again.spec = read_back(wish.compat);
    for (int i = 0; i < k.spec->coordinates.n; i++)
      for (int n = 0; n < k.spec->coordinates.n; n++)
        if (strcmp(again.spec->coordinates.items[n].part.path,
                   k.spec->coordinates.items[i].part.path) == 0)
          moved[n] = q[i];
    double length = look_length(&k, q, &sum[0]), back = look_length(&again, moved, &sum[1]);
    CHECK_NEAR(back, length, 1e-14);                        // [m]  the tree is added up in
    CHECK_NEAR(sum[1], sum[0], 1e-13 * (1 + fabs(sum[0]))); // [m]  another order
    kit_free(&k);
    kit_free(&again);
  }
}

// ---- geodesics

static const ps_transform upright[2] = {{{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, {0, 0, 0}},
                                        {{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, {0, 0, 0}}};

// A path from ground at (0, 1) to a body at (x, y), past a cylinder of radius 0.1 at the origin.
static ps_spec_force *make_thread(kit_model *k, double x, double y, int turn) {
  kit_begin(k, 1, (kit_wish){.nbody = 1, .compat = PS_COMPAT_OPENSIM46, .only = 1 + PS_JOINT_PIN});
  ps_spec_force *f = kit_add_path(k, PS_FORCE_PATH_ACTUATOR);
  kit_add_point(k, f, 0, PS_POINT_FIXED);
  kit_add_point(k, f, 1, PS_POINT_FIXED);
  f->path->points.items[0].location = ps_vec(0, 1, 0);
  f->path->points.items[1].location = ps_vec(x, y, 0);
  const char *cylinder = kit_add_wrap(k, PS_WRAP_CYLINDER, 0, 0, 0);
  k->spec->wraps.items[0].translation = k->spec->wraps.items[0].orientation = ps_vec(0, 0, 0);
  k->spec->wraps.items[0].shape.radius = 0.1;
  kit_use_wrap(k, f, cylinder);
  f->path->wraps.items[0].method = PS_WRAP_GEODESIC;
  f->path->wraps.items[0].turn = turn;
  return f;
}

static ps_vec3 hint_written(void) {
  const char *at = strstr(text, "<contact_hint>");
  ps_vec3 hint = {NAN, NAN, NAN};
  CHECK(at != NULL);
  CHECK_EQ(sscanf(at, "<contact_hint>%lf %lf %lf", &hint.x, &hint.y, &hint.z), 3);
  return hint;
}

static ps_vec3 hint_of(double x, double y, int turn, ps_osim_poses poses) {
  kit_model k;
  ps_error err;
  make_thread(&k, x, y, turn);
  demand(write_spec(k.spec, poses, &err), &err);
  ps_spec_free(k.spec);
  return hint_written();
}

static void the_hint_lies_between_the_points_on_the_side_of_the_turn(void) {
  ps_vec3 right = hint_of(0, -1, -1, (ps_osim_poses){1, upright});
  ps_vec3 left = hint_of(0, -1, +1, (ps_osim_poses){1, upright});
  CHECK_NEAR(ps_distance(right, ps_vec(0.1, 0, 0)), 0, 1e-16); // [m]
  CHECK_NEAR(ps_distance(left, ps_vec(-0.1, 0, 0)), 0, 1e-16);
  ps_vec3 quarter = hint_of(1, 0, -1, (ps_osim_poses){1, upright});
  CHECK_NEAR(ps_distance(quarter, ps_vec(0.1 * sqrt(0.5), 0.1 * sqrt(0.5), 0)), 0, 1e-16);
  ps_vec3 far = hint_of(1, 0, +1, (ps_osim_poses){1, upright});
  CHECK_NEAR(ps_distance(far, ps_scale(-1, quarter)), 0, 1e-16);
}

// (O2) in every pose, where that is possible
static void the_hint_suits_all_poses(void) {
  ps_transform place[2 * 8];
  for (int i = 0; i < 8; i++) {
    place[2 * i] = upright[0];
    place[2 * i + 1] = upright[0];
    place[2 * i + 1].R = ps_rotation_xyz(ps_vec(0, 0, -1.2 + 0.3 * i));
  }
  ps_vec3 hint = hint_of(0, -1, -1, (ps_osim_poses){8, place});
  double angle = atan2(hint.y, hint.x);
  for (int i = 0; i < 8; i++) {
    double phi = M_PI - (-1.2 + 0.3 * i), amid = M_PI / 2 - phi / 2;
    CHECK(fabs(angle - amid) < fmin(phi, 2 * M_PI - phi) / 2);
  }
}

static void a_geodesic_is_an_obstacle_between_its_points(void) {
  kit_model k;
  ps_error err;
  make_thread(&k, 0, -1, -1);
  demand(write_spec(k.spec, (ps_osim_poses){1, upright}, &err), &err);
  const char *first = strstr(text, "<Scholz2015GeometryPathPoint name=\"at0\">");
  const char *obstacle = strstr(text, "<Scholz2015GeometryPathObstacle name=\"w0\">");
  const char *last = strstr(text, "<Scholz2015GeometryPathPoint name=\"at1\">");
  CHECK(first && obstacle && last && first < obstacle && obstacle < last);
  CHECK(strstr(obstacle, "<socket_contact_geometry>/contactgeometryset/w0</socket"));
  CHECK(strstr(last, "<ContactCylinder name=\"w0\">"));
  CHECK(!strstr(text, "<WrapCylinder"));
  // psoas says that it does not read it
  ps_spec *spec;
  CHECK_EQ(ps_spec_parse(&spec, "t.osim", text, size, PS_COMPAT_OPENSIM46, &err),
           PS_ERR_UNSUPPORTED);
  CHECK(strstr(err.message, "'p0': psoas does not read paths of class Scholz2015GeometryPath"));
  ps_spec_free(k.spec);
}

// ---- what is refused

static void check_refused(kit_model *k, ps_osim_poses poses, ps_status status, const char *says) {
  ps_error err;
  CHECK_EQ(write_spec(k->spec, poses, &err), status);
  if (!strstr(err.message, says))
    check_fail(__FILE__, __LINE__, err.message);
  ps_spec_free(k->spec);
}

static void geodesics_that_opensim_has_not_are_refused(void) {
  const ps_osim_poses pose = {1, upright};
  kit_model k;
  make_thread(&k, 0, -1, 1);
  check_refused(&k, no_poses, PS_ERR_UNSUPPORTED, "'p0' winds about 'w0': without a pose");
  ps_transform place[4] = {upright[0], upright[0], upright[0], upright[0]};
  place[1].R = ps_rotation_xyz(ps_vec(0, 0, -0.9 * M_PI)); // from just beyond the first point
  place[3].R = ps_rotation_xyz(ps_vec(0, 0, 0.9 * M_PI));  // once around
  make_thread(&k, 0, -2, 1);
  check_refused(&k, (ps_osim_poses){2, place}, PS_ERR_UNSUPPORTED,
                "'p0' winds about 'w0' in poses too different");
  make_thread(&k, 0, -1, 1)->path->points.items[1].kind = PS_POINT_CONDITIONAL;
  check_refused(&k, pose, PS_ERR_UNSUPPORTED, "its point 'at1' must be fixed");
  make_thread(&k, 0, -1, 1)->path->wraps.items[0].range[0] = 2;
  check_refused(&k, pose, PS_ERR_UNSUPPORTED, "between two points of their own");
  ps_spec_force *f = make_thread(&k, 0, -1, 1);
  kit_use_wrap(&k, f, "w0");
  check_refused(&k, pose, PS_ERR_UNSUPPORTED, "geodesics and other wraps");
  make_thread(&k, 0, -1, 1);
  k.spec->wraps.items[0].active = false;
  check_refused(&k, pose, PS_ERR_UNSUPPORTED, "'w0' has a geodesic over it");
}

static void parts_that_cannot_be_written_are_named(void) {
  kit_model k;
  kit_begin(&k, 3, any_model);
  k.spec->bodies.items[4].com.y = NAN;
  check_refused(&k, no_poses, PS_ERR_VALUE, "'b5' holds a number that is not finite");
  kit_begin(&k, 3, any_model);
  k.spec->unknown_joint.name = "scapula";
  check_refused(&k, no_poses, PS_ERR_UNSUPPORTED, "'scapula' is a joint that psoas does not know");
  kit_begin(&k, 3, any_model);
  add_force(&k, PS_FORCE_POINT_ACTUATOR, "push")->body[0].text = "ground";
  check_refused(&k, no_poses, PS_ERR_UNSUPPORTED, "'push' acts on 'ground'");
  kit_begin(&k, 3, any_model);
  add_force(&k, PS_FORCE_COORDINATE_ACTUATOR, "reserve")->coordinate = "hip";
  check_refused(&k, no_poses, PS_ERR_REFERENCE, "'reserve' refers to coordinate 'hip'");
  kit_begin(&k, 3, any_model);
  add_force(&k, PS_FORCE_BUSHING, "bushing")->body[1].text = "b77";
  check_refused(&k, no_poses, PS_ERR_REFERENCE, "'bushing' refers to body 'b77'");
  kit_begin(&k, 3, any_model);
  add_force(&k, PS_FORCE_PATH_SPRING, "rubber");
  check_refused(&k, no_poses, PS_ERR_STRUCTURE, "'rubber' has no path");
  kit_begin(&k, 3, any_model);
  ps_spec_add_frame(k.spec, "/markerset", "lost", 0)->parent = kit_ref("b1");
  check_refused(&k, no_poses, PS_ERR_UNSUPPORTED, "has an offset frame on a part");
}

static ssize_t no_room(int file, const void *from, size_t bytes) {
  (void)file, (void)from, (void)bytes;
  errno = ENOSPC;
  return -1;
}

static void a_full_disk_leaves_nothing_behind(void) {
  ps_file_calls calls = *ps_file_system();
  calls.write = no_room;
  char path[80];
  snprintf(path, sizeof path, P_tmpdir "/psoas-osim-%ld.osim", (long)getpid());
  kit_model k;
  ps_file_writer w;
  ps_error err;
  kit_begin(&k, 1, any_model);
  CHECK_EQ(ps_file_writer_create(&w, path, true, &calls, &err), PS_OK);
  CHECK_EQ(ps_osim_write(k.spec, no_poses, &w, &err), PS_OK);
  CHECK_EQ(ps_file_writer_commit(&w, &err), PS_ERR_FILE);
  CHECK(access(path, F_OK) != 0);
  ps_spec_free(k.spec);
}

int main(void) {
  int result = CHECK_RUN(CHECK_FACT(every_model_of_ours_comes_back_to_the_bit),
                         CHECK_FACT(every_model_of_opensim_comes_back_to_the_bit),
                         CHECK_FACT(random_models_come_back_to_the_bit),
                         CHECK_FACT(what_code_leaves_out_is_written),
                         CHECK_FACT(the_hint_lies_between_the_points_on_the_side_of_the_turn),
                         CHECK_FACT(the_hint_suits_all_poses),
                         CHECK_FACT(a_geodesic_is_an_obstacle_between_its_points),
                         CHECK_FACT(geodesics_that_opensim_has_not_are_refused),
                         CHECK_FACT(parts_that_cannot_be_written_are_named),
                         CHECK_FACT(a_full_disk_leaves_nothing_behind));
  free(text);
  return result;
}
