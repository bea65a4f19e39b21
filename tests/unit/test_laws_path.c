// Laws of paths, on random trees: a path lengthens as its arms say, and where OpenSim's curves are
// shortest ones, arms are the slopes of its length.
//
// Everything here is asked of the mode that agrees with OpenSim 4.6. Where OpenSim's own two
// numbers contradict each other, the size of that is asserted, so that who mends one of them hears
// of it: docs/decisions/0002-opensim-arms.md.
#include "path_kit.h"

enum { SEEDS = 300, POSES = 5, PATHS = 4 };

// Every path of a model uses one object of this sort; or none.
typedef struct sort {
  int kind; // ps_wrap_kind; -1: none
  int axis, sign;
  bool flat; // model and paths lie in a plane; cylinders and tori stand at right angles on it
} sort;

static kit_wish wish_of(sort s) {
  return (kit_wish){.nbody = 4, .flat = s.flat, .compat = PS_COMPAT_OPENSIM46};
}

// two points with the object between them, and paths of any points with one
static void make_paths(kit_model *k, uint64_t seed, kit_wish wish, sort s) {
  kit_begin(k, seed, wish);
  for (int i = 0; i < PATHS; i++) {
    ps_spec_force *f;
    if (i % 2 == 0) {
      int body = kit_pick(&k->random, wish.nbody + 1);
      f = kit_add_path(k, PS_FORCE_PATH_ACTUATOR);
      kit_add_point(k, f, body, PS_POINT_FIXED);
      kit_add_point(k, f, (body + 1) % (wish.nbody + 1), PS_POINT_FIXED);
    } else
      f = kit_any_path(k, PS_FORCE_PATH_ACTUATOR);
    int on = kit_pick(&k->random, wish.nbody + 1);
    if (s.kind >= 0)
      kit_use_wrap(k, f, kit_add_wrap(k, (ps_wrap_kind)s.kind, on, s.axis, s.sign));
  }
  kit_compile(k);
}

// ---- speeds

// Every path, over one or two objects of any shape: what lengthens it is what its tension resists.
static void lengthening_speed_is_minus_arm_times_u(void) {
  for (int c = 0; c < 3 * 5; c++) {
    sort s = {.kind = c / 3 - 1, .axis = c % 3, .sign = c % 3 - 1};
    int wrapped = 0;
    for (uint64_t seed = 1; seed <= SEEDS / 3; seed++) {
      kit_model k;
      uint64_t random = seed;
      make_paths(&k, seed, wish_of(s), s);
      for (int pose = 0; pose < POSES; pose++) {
        kit_pose(&k, &random, 2);
        kit_look_at_paths(&k);
        for (int p = 0; p < k.model->npath; p++) {
          double speed = 0;
          for (int i = 0; i < k.model->nq; i++)
            speed -= kit_arm(&k, p, i) * k.data->u[i];
          wrapped += kit_is_wrapped(&k, p);
          CHECK_NEAR(k.data->path_speed[p], speed, 1e-12);        // [m/s]  rounding
          CHECK_NEAR(-kit_power_of_tension(&k, p), speed, 1e-12); // [m/s]  the issue asks for 1e-9
        }
      }
      kit_free(&k);
    }
    CHECK(s.kind < 0 || wrapped > 20);
  }
}

// Over several objects directions go between first tangent points and forces act at the last
// (docs/decisions/0005-first-tangent-points.md): arms and speeds still say the same.
static void speed_is_minus_arm_times_u_over_several_objects(void) {
  static const ps_wrap_kind kinds[] = {PS_WRAP_CYLINDER, PS_WRAP_SPHERE, PS_WRAP_ELLIPSOID};
  int apart = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    kit_begin(&k, seed, (kit_wish){.nbody = 4, .compat = PS_COMPAT_OPENSIM46});
    for (int i = 0; i < PATHS; i++) {
      ps_spec_force *f = kit_any_path(&k, PS_FORCE_PATH_ACTUATOR);
      for (int w = 0; w < 2; w++)
        kit_use_wrap(&k, f, kit_add_wrap(&k, kinds[(i + w) % 3], (i + w) % 5, 0, 1));
    }
    kit_compile(&k);
    for (int pose = 0; pose < POSES; pose++) {
      kit_pose(&k, &random, 2);
      kit_look_at_paths(&k);
      for (int p = 0; p < k.model->npath; p++) {
        const ps_path_point *point = &k.data->path_point[k.model->path[p].current];
        for (int i = 0; i < k.data->path_npoint[p]; i++)
          apart += ps_distance(point[i].anchor, point[i].position) > 1e-4;
        CHECK_NEAR(-kit_power_of_tension(&k, p), k.data->path_speed[p], 1e-12); // [m/s]  rounding
      }
    }
    kit_free(&k);
  }
  CHECK(apart > 20); // [tangent points]  the case is met
}

// ---- arms and slopes

// What was found of arms and slopes over many poses.
typedef struct contrast {
  int arms;
  double worst;    // [m]  largest |arm + slope|
  double relative; // [-]  mean of that over the arm, where the arm is above 1 cm
  int counted;
} contrast;

// Is the length smooth here, and free of what OpenSim counts in one number only?
static bool is_smooth(const kit_model *k, int path, sort s) {
  const ps_path_point *p = &k->data->path_point[k->model->path[path].current];
  for (int i = 1; i < k->data->path_npoint[path]; i++) {
    // short lines turn quickly, and so does a curve near a point in the surface: too quickly for h
    if (!p[i].second && ps_distance(p[i].anchor, p[i - 1].anchor) < 0.02)
      return false;
    for (int end = 0; end < 2; end++) {
      int point = p[i - end].point;
      if (point >= 0 && k->model->point[point].kind == PS_POINT_MOVING &&
          p[i].body == p[i - 1].body)
        return false; // see kit_any_path
    }
  }
  // A cylinder's long way round has no length that follows from its pull
  // (long_ways_are_as_odd_as_in_opensim of test_wrap.c).
  double turn = kit_wrap_turn(k, path);
  bool round = s.kind == PS_WRAP_SPHERE || s.kind == PS_WRAP_CYLINDER;
  return s.kind < 0 || (turn > 0.01 && (!round || turn < 3.1));
}

static void compare_pose(kit_model *k, sort s, contrast *c) {
  for (int p = 0; p < k->model->npath; p++)
    for (int i = 0; is_smooth(k, p, s) && i < k->model->path[p].nspan; i++) {
      int coordinate = k->model->span_coordinate[k->model->path[p].span + i];
      double arm = kit_arm(k, p, coordinate), slope = kit_length_slope(k, p, coordinate);
      if (isnan(slope))
        continue;
      c->arms++;
      c->worst = fmax(c->worst, fabs(arm + slope));
      if (fabs(arm) > 0.01) {
        c->relative += fabs(arm + slope) / fabs(arm);
        c->counted++;
      }
    }
}

static contrast compare(sort s) {
  contrast c = {0};
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    make_paths(&k, seed, wish_of(s), s);
    for (int pose = 0; pose < POSES; pose++) {
      kit_pose(&k, &random, 1);
      kit_look_at_paths(&k);
      compare_pose(&k, s, &c);
    }
    kit_free(&k);
  }
  c.relative /= fmax(1, c.counted);
  return c;
}

// fixed, conditional and moving points, across joints of every kind
static void arm_is_minus_the_slope_of_length_over_points(void) {
  contrast c = compare((sort){.kind = -1});
  CHECK(c.arms > 10000);
  CHECK_NEAR(c.worst, 0, 1e-9); // [m]  as promised; of the stencil
}

static void arm_is_minus_the_slope_of_length_over_spheres(void) {
  static const sort sorts[] = {
      {.kind = PS_WRAP_SPHERE}, {PS_WRAP_SPHERE, 0, 1, false}, {PS_WRAP_SPHERE, 2, -1, false}};
  for (int i = 0; i < 3; i++) {
    contrast c = compare(sorts[i]);
    CHECK(c.arms > 500);
    CHECK_NEAR(c.worst, 0, 1e-9); // [m]
  }
}

// segments that are level about the axis, with and without an active half
static void arm_is_minus_the_slope_of_length_over_level_cylinders(void) {
  static const sort sorts[] = {{PS_WRAP_CYLINDER, 0, 0, true},
                               {PS_WRAP_CYLINDER, 0, 1, true},
                               {PS_WRAP_CYLINDER, 1, -1, true}};
  for (int i = 0; i < 3; i++) {
    contrast c = compare(sorts[i]);
    CHECK(c.arms > 1000);
    CHECK_NEAR(c.worst, 0, 1e-9); // [m]
  }
}

// ---- where OpenSim contradicts itself

// A segment that climbs along a cylinder becomes a helix whose ends are not where a geodesic has
// them: arms are then off the slope of the length by some percent.
static void arms_over_climbing_cylinders_are_off_by_some_percent(void) {
  contrast c = compare((sort){.kind = PS_WRAP_CYLINDER});
  CHECK(c.arms > 1000);
  CHECK(c.worst > 1e-3);                          // [m]
  CHECK(c.relative > 0.005 && c.relative < 0.05); // [-]  measured 0.014; decision 0002 has 0.016
}

static void arms_over_tori_and_ellipsoids_contradict_their_lengths(void) {
  contrast ellipsoid = compare((sort){.kind = PS_WRAP_ELLIPSOID});
  CHECK(ellipsoid.arms > 500);
  CHECK(ellipsoid.relative > 0.005 && ellipsoid.relative < 0.05); // [-]  measured 0.012
  contrast torus = compare((sort){.kind = PS_WRAP_TORUS});
  CHECK(torus.arms > 1000);
  CHECK(torus.relative > 0.1); // [-]  the curve is drawn over a cylinder that the torus has not
}

// ---- mirrors

// (OpenSim's torus has a handedness: its cylinder always turns one way.)
static void mirrored_paths_have_the_same_lengths_and_mirrored_arms(void) {
  static const sort sorts[] = {{.kind = -1},
                               {PS_WRAP_SPHERE, 2, 1, false},
                               {PS_WRAP_CYLINDER, 0, 1, false},
                               {PS_WRAP_ELLIPSOID, 2, -1, false}};
  for (int c = 0; c < 4; c++)
    for (uint64_t seed = 1; seed <= SEEDS / 3; seed++) {
      kit_model k, image;
      uint64_t random = seed, same = seed;
      kit_wish wish = wish_of(sorts[c]);
      make_paths(&k, seed, wish, sorts[c]);
      wish.mirrored = true;
      make_paths(&image, seed, wish, sorts[c]);
      kit_pose(&k, &random, 1);
      kit_pose(&image, &same, 1);
      kit_look_at_paths(&k);
      kit_look_at_paths(&image);
      for (int p = 0; p < PATHS; p++) {
        const double rounding = 1e-12; // [m]  through some iterations of an ellipsoid
        CHECK_NEAR(image.data->path_length[p], k.data->path_length[p], rounding);
        for (int i = 0; i < k.model->nq; i++)
          CHECK_NEAR(kit_arm(&image, p, i), k.sign[i] * kit_arm(&k, p, i), rounding);
      }
      kit_free(&k);
      kit_free(&image);
    }
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(lengthening_speed_is_minus_arm_times_u),
                   CHECK_FACT(speed_is_minus_arm_times_u_over_several_objects),
                   CHECK_FACT(arm_is_minus_the_slope_of_length_over_points),
                   CHECK_FACT(arm_is_minus_the_slope_of_length_over_spheres),
                   CHECK_FACT(arm_is_minus_the_slope_of_length_over_level_cylinders),
                   CHECK_FACT(arms_over_climbing_cylinders_are_off_by_some_percent),
                   CHECK_FACT(arms_over_tori_and_ellipsoids_contradict_their_lengths),
                   CHECK_FACT(mirrored_paths_have_the_same_lengths_and_mirrored_arms));
}
