#include "model/muscle_params.h"

#include "check.h"

static const ps_muscle_place place = {"psoas_r", "model.osim", 12};

static const ps_muscle_property *property(ps_muscle_kind kind, const char *name) {
  int n;
  const ps_muscle_property *rows = ps_muscle_properties(kind, &n);
  for (int i = 0; i < n; i++)
    if (strcmp(rows[i].name, name) == 0)
      return &rows[i];
  check_fail(__FILE__, __LINE__, name);
  return NULL;
}

static void put(ps_muscle_params *p, const char *name, double value) {
  ps_muscle_property_assign(p, property(p->kind, name), value);
}

static ps_status finalize(ps_muscle_params *p, ps_notes *notes, ps_error *err) {
  return ps_muscle_finalize(p, ps_muscle_default_min_control(p->kind), place, notes, err);
}

// a muscle of which the file says nothing can be computed
static void defaults_are_allowed(void) {
  for (int kind = 0; kind < PS_MUSCLE_KINDS; kind++) {
    ps_muscle_params p = ps_muscle_default((ps_muscle_kind)kind);
    ps_error err = {0};
    CHECK_EQ(finalize(&p, NULL, &err), PS_OK);
    CHECK_EQ(ps_muscle_kind_named(ps_muscle_class((ps_muscle_kind)kind)), kind);
  }
  CHECK_EQ(ps_muscle_kind_named("Schutte1993Muscle_Deprecated"), -1);
}

static void every_property_is_named_once_and_keeps_its_value(void) {
  for (int kind = 0; kind < PS_MUSCLE_KINDS; kind++) {
    ps_muscle_params p = ps_muscle_default((ps_muscle_kind)kind);
    int n;
    const ps_muscle_property *rows = ps_muscle_properties((ps_muscle_kind)kind, &n);
    for (int i = 0; i < n; i++) {
      CHECK(rows[i].about[0] && rows[i].unit[0]);
      for (int j = 0; j < i; j++)
        CHECK(strcmp(rows[i].name, rows[j].name) != 0 && rows[i].offset != rows[j].offset);
      double value = rows[i].type == PS_PROPERTY_CHOICE ? 1 : 0.1 + i;
      ps_muscle_property_assign(&p, &rows[i], value);
      CHECK_EQ(ps_muscle_property_value(&p, &rows[i]), value);
    }
  }
}

static void refused(ps_muscle_kind kind, const char *name, double value, const char *message) {
  ps_muscle_params p = ps_muscle_default(kind);
  ps_error err = {0};
  put(&p, name, value);
  CHECK_EQ(finalize(&p, NULL, &err), PS_ERR_VALUE);
  CHECK_TEXT(err.message, message);
  CHECK_TEXT(err.path, "model.osim");
  CHECK_EQ(err.line, 12);
}

static void values_out_of_range_are_refused_with_their_range(void) {
  refused(PS_MUSCLE_THELEN2003, "Flen", 1, "muscle 'psoas_r': Flen is 1; it must be more than 1");
  refused(PS_MUSCLE_THELEN2003, "minimum_activation", 0,
          "muscle 'psoas_r': minimum_activation is 0; it must be at least 0.01 and at most 1");
  refused(PS_MUSCLE_THELEN2003, "fv_linear_extrap_threshold", 0.5,
          "muscle 'psoas_r': fv_linear_extrap_threshold is 0.5; it must be more than 1 / Flen");
  refused(PS_MUSCLE_MILLARD2012, "optimal_fiber_length", 0,
          "muscle 'psoas_r': optimal_fiber_length is 0; it must be more than 0");
  refused(PS_MUSCLE_MILLARD2012, "max_isometric_force", NAN,
          "muscle 'psoas_r': max_isometric_force is nan; it must be at least 0");
  refused(PS_MUSCLE_MILLARD2012, "tendon_slack_length", 0,
          "muscle 'psoas_r': tendon_slack_length is 0; it must be more than 0 unless the tendon is "
          "rigid");
  refused(PS_MUSCLE_MILLARD2012, "minimum_activation", 0.05,
          "muscle 'psoas_r': min_control is 0.01; it must be at least minimum_activation");
  refused(PS_MUSCLE_MILLARD2012, "ForceVelocityCurve/isometric_slope", 0.5,
          "muscle 'psoas_r': ForceVelocityCurve: isometric_slope is 0.5; it must be more than 1");
  refused(PS_MUSCLE_DEGROOTE2016, "active_force_width_scale", 0.9,
          "muscle 'psoas_r': active_force_width_scale is 0.9; it must be at least 1");
  refused(PS_MUSCLE_DEGROOTE2016, "default_activation", INFINITY,
          "muscle 'psoas_r': default_activation is inf; it must be more than 0");
  refused(PS_MUSCLE_RIGID_TENDON, "pennation_angle_at_optimal", 2,
          "muscle 'psoas_r': pennation_angle_at_optimal is 2; it must be at least 0 and at most "
          "1.5708");
  refused(PS_MUSCLE_MILLARD2012_ACCELERATION, "mass", 0,
          "muscle 'psoas_r': mass is 0; it must be at least 0.001");
}

static void optional_properties_come_together(void) {
  ps_muscle_params p = ps_muscle_default(PS_MUSCLE_MILLARD2012);
  ps_error err = {0};
  put(&p, "TendonForceLengthCurve/curviness", 0.3);
  CHECK_EQ(finalize(&p, NULL, &err), PS_ERR_STRUCTURE);
  CHECK_TEXT(err.message, "muscle 'psoas_r': TendonForceLengthCurve has 1 of its 3 optional "
                          "properties; give all or none");
}

static void a_flag_that_a_class_ignores_is_refused(void) {
  ps_muscle_params p = ps_muscle_default(PS_MUSCLE_THELEN2003);
  ps_error err = {0};
  put(&p, "ignore_tendon_compliance", 1);
  CHECK_EQ(finalize(&p, NULL, &err), PS_ERR_UNSUPPORTED);
}

// a damped fiber may have no active force at all, an undamped one always has some [OpenSim 4.6]
static void millard_curves_follow_the_damping(void) {
  ps_notes notes = {0};
  ps_error err = {0};
  ps_muscle_params p = ps_muscle_default(PS_MUSCLE_MILLARD2012);
  CHECK_EQ(finalize(&p, &notes, &err), PS_OK);
  CHECK_EQ(p.active_curve.minimum_value, 0);
  CHECK_EQ(ps_notes_count(&notes, PS_NOTE_INFO), 1);
  CHECK_EQ(finalize(&p, &notes, &err), PS_OK); // once more changes nothing
  CHECK_EQ(ps_notes_count(&notes, PS_NOTE_INFO), 1);

  p = ps_muscle_default(PS_MUSCLE_MILLARD2012);
  put(&p, "fiber_damping", 0.0005);
  put(&p, "ActiveForceLengthCurve/minimum_value", 0);
  CHECK_EQ(finalize(&p, &notes, &err), PS_OK);
  CHECK_EQ(p.fiber_damping, 0);
  CHECK_EQ(p.active_curve.minimum_value, 0.1);
  CHECK_EQ(p.velocity_curve.concentric_slope_at_vmax, 0.125); // half of the slope near vmax
  CHECK_EQ(p.velocity_curve.eccentric_slope_at_vmax, 0.075);
  CHECK_EQ(ps_notes_count(&notes, PS_NOTE_INFO), 5);
  ps_notes_free(&notes);
}

static void the_shortest_fiber_follows_from_pennation_and_active_length(void) {
  ps_error err = {0};
  ps_muscle_params p = ps_muscle_default(PS_MUSCLE_THELEN2003);
  CHECK_EQ(finalize(&p, NULL, &err), PS_OK);
  CHECK_EQ(p.derived.min_fiber_length, 0);
  put(&p, "pennation_angle_at_optimal", 0.3);
  CHECK_EQ(finalize(&p, NULL, &err), PS_OK);
  CHECK_NEAR(p.derived.min_fiber_length, 0.1 * sin(0.3) / sqrt(0.99), 1e-16); // cos = 0.1 there
  CHECK_NEAR(p.derived.min_along_tendon, 0.1 * p.derived.min_fiber_length, 1e-16);

  p = ps_muscle_default(PS_MUSCLE_MILLARD2012);
  CHECK_EQ(finalize(&p, NULL, &err), PS_OK);
  CHECK_NEAR(p.derived.min_fiber_length, 0.1 * 0.4441, 1e-16);
  put(&p, "pennation_angle_at_optimal", 1.2);
  CHECK_EQ(finalize(&p, NULL, &err), PS_OK);
  CHECK_NEAR(p.derived.min_fiber_length, 0.1 * sin(1.2) / sqrt(0.99), 1e-16);
}

// which curves a class needs; equal muscles need equal ones, whether spelt out or left to default
static void muscles_say_which_curves_they_need(void) {
  const int count[PS_MUSCLE_KINDS] = {0, 5, 0, 0, 6};
  ps_error err = {0};
  ps_curve_spec a, b;
  for (int kind = 0; kind < PS_MUSCLE_KINDS; kind++) {
    ps_muscle_params p = ps_muscle_default((ps_muscle_kind)kind);
    CHECK_EQ(finalize(&p, NULL, &err), PS_OK);
    int needed = 0;
    for (int role = 0; role < PS_MUSCLE_ROLES; role++)
      needed += ps_muscle_curve(&p, (ps_muscle_role)role, &a);
    CHECK_EQ(needed, count[kind]);
  }
  ps_muscle_params p = ps_muscle_default(PS_MUSCLE_MILLARD2012), q = p;
  put(&q, "TendonForceLengthCurve/stiffness_at_one_norm_force", 1.375 / 0.049);
  put(&q, "TendonForceLengthCurve/norm_force_at_toe_end", 2.0 / 3);
  put(&q, "TendonForceLengthCurve/curviness", 0.5);
  CHECK(ps_muscle_curve(&p, PS_ROLE_TENDON, &a) && ps_muscle_curve(&q, PS_ROLE_TENDON, &b));
  CHECK(ps_curve_spec_equal(&a, &b));
  put(&q, "ignore_tendon_compliance", 1);
  CHECK(!ps_muscle_curve(&q, PS_ROLE_TENDON, &b));
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(defaults_are_allowed),
                   CHECK_FACT(every_property_is_named_once_and_keeps_its_value),
                   CHECK_FACT(values_out_of_range_are_refused_with_their_range),
                   CHECK_FACT(optional_properties_come_together),
                   CHECK_FACT(a_flag_that_a_class_ignores_is_refused),
                   CHECK_FACT(millard_curves_follow_the_damping),
                   CHECK_FACT(the_shortest_fiber_follows_from_pennation_and_active_length),
                   CHECK_FACT(muscles_say_which_curves_they_need));
}
