#include "muscle/muscle.h"

#include "muscle/activation.h"
#include "muscle_kit.h"
#include "reference.h"

static const ps_muscle_kind elastic[] = {PS_MUSCLE_THELEN2003, PS_MUSCLE_MILLARD2012,
                                         PS_MUSCLE_DEGROOTE2016,
                                         PS_MUSCLE_MILLARD2012_ACCELERATION};
enum { ELASTIC = sizeof elastic / sizeof *elastic, LENGTHS = 12, LEVELS = 5 };
static const double levels[LEVELS] = {0.02, 0.1, 0.4, 0.7, 1};

// 600 N, 80 mm fibers, 150 mm tendon; `pennation` in rad
static ps_muscle_params calf(ps_muscle_kind kind, double pennation) {
  ps_muscle_params p = ps_muscle_default(kind);
  p.max_isometric_force = 600;
  p.optimal_fiber_length = 0.08;
  p.tendon_slack_length = 0.15;
  p.pennation_angle_at_optimal = pennation;
  return p;
}

static void make(muscle_kit *k, ps_muscle_params p) {
  muscle_kit_make(k, p, ps_muscle_default_min_control(p.kind));
}

// a path from slack to overstretched
static double length_of(const muscle_kit *k, int i) {
  return 1.005 * k->p.tendon_slack_length +
         k->p.optimal_fiber_length * (0.6 + 0.9 * i / (LENGTHS - 1.0));
}

typedef struct instant {
  ps_muscle_outcome outcome;
  ps_muscle_state state;
  ps_muscle_output out;
} instant;

static instant balance(const muscle_kit *k, double a, double length, double speed) {
  instant m = {.state = {.activation = a}};
  m.outcome = ps_muscle_equilibrate(&k->p, &k->curves, length, speed, &m.state);
  ps_muscle_evaluate(&k->p, &k->curves, &m.state, a, length, speed, &m.out);
  return m;
}

// ---- laws of equilibrium

static void fibers_and_tendon_pull_equally_hard(void) {
  for (int c = 0; c < 2 * ELASTIC; c++) {
    muscle_kit k;
    make(&k, calf(elastic[c / 2], c % 2 * 0.4));
    for (int i = 0; i < LENGTHS * LEVELS; i++) {
      instant m = balance(&k, levels[i % LEVELS], length_of(&k, i / LEVELS), 0);
      CHECK_EQ(m.outcome, PS_MUSCLE_BALANCED);
      CHECK_EQ(m.out.flags, 0);
      // over F0: 1e-9, the step left over times the stiffness of the tendon
      CHECK_NEAR(m.out.fiber_force_along_tendon, m.out.actuation, 600 * 1e-9);
      CHECK_NEAR(m.out.fiber_velocity, 0, 0.8 * 1e-8); // [m/s]  what such a force moves
    }
    muscle_kit_free(&k);
  }
}

// Thelen and Millard with mass give the fiber its share of the path's speed: k_t / (k + k_t)
static void moving_fiber_and_tendon_share_the_speed_by_stiffness(void) {
  for (int c = 0; c < 2; c++) {
    muscle_kit k;
    make(&k, calf(c ? PS_MUSCLE_MILLARD2012_ACCELERATION : PS_MUSCLE_THELEN2003, 0.3));
    for (int i = 0; i < LENGTHS * LEVELS; i++) {
      double speed = 0.03 * (i % 7 - 3); // [m/s]  below that of a fiber without load
      instant m = balance(&k, levels[i % LEVELS], length_of(&k, i / LEVELS), speed);
      CHECK_EQ(m.outcome, PS_MUSCLE_BALANCED);
      // k k_t / (k + k_t) is the stiffness of the muscle
      double share = 1 - m.out.muscle_stiffness / m.out.tendon_stiffness;
      // [m/s]  1e-9 of the force, over a slope of 0.01 (activation 0.02), times the largest speed
      CHECK_NEAR(m.out.tendon_velocity, (1 - share) * speed, 1e-9 / 0.01 * 0.8);
      if (c)
        CHECK_NEAR(m.out.fiber_velocity_dot, 0, 1e-4); // [m/s^2]  1e-8 of 600 N over 0.1 kg
    }
    muscle_kit_free(&k);
  }
}

static void more_activation_pulls_harder_and_longer_paths_have_longer_fibers(void) {
  for (int c = 0; c < ELASTIC; c++) {
    muscle_kit k;
    make(&k, calf(elastic[c], 0.2));
    for (int i = 0; i < LENGTHS; i++)
      for (int j = 0; j + 1 < LEVELS; j++) {
        instant low = balance(&k, levels[j], length_of(&k, i), 0);
        instant high = balance(&k, levels[j + 1], length_of(&k, i), 0);
        CHECK(high.out.actuation > low.out.actuation);
        CHECK(high.out.fiber_length < low.out.fiber_length);
        instant longer = balance(&k, levels[j], length_of(&k, i) + 0.001, 0);
        CHECK(longer.out.fiber_length > low.out.fiber_length);
      }
    muscle_kit_free(&k);
  }
}

// stiffness of the whole muscle is how its force changes when it is drawn out slowly
static void stiffness_is_the_difference_quotient_of_equilibrium(void) {
  const double h = 1e-6; // [m]  force is good to 1e-9 F0, hence the quotient to 0.6 N/m
  for (int c = 0; c < ELASTIC; c++) {
    muscle_kit k;
    make(&k, calf(elastic[c], 0.3));
    for (int i = 1; i < LENGTHS; i++)
      for (int j = 0; j < LEVELS; j++) {
        double length = length_of(&k, i);
        instant m = balance(&k, levels[j], length, 0);
        double up = balance(&k, levels[j], length + h, 0).out.actuation;
        double down = balance(&k, levels[j], length - h, 0).out.actuation;
        CHECK_NEAR((up - down) / (2 * h), m.out.muscle_stiffness,
                   0.6 + 1e-4 * fabs(m.out.muscle_stiffness));
      }
    muscle_kit_free(&k);
  }
}

// on a rigid tendon the fiber alone gives way
static void fiber_stiffness_is_the_difference_quotient_of_its_force(void) {
  const double h = 1e-6; // [m]  truncation h^2 F / 6 stays below 1e-5 of the stiffness
  for (int c = 0; c < 2; c++) {
    muscle_kit k;
    ps_muscle_params p = calf(c ? PS_MUSCLE_DEGROOTE2016 : PS_MUSCLE_MILLARD2012, 0);
    p.ignore_tendon_compliance = true;
    make(&k, p);
    for (int i = 1; i < LENGTHS; i++) {
      double length = length_of(&k, i);
      instant m = balance(&k, 0.5, length, 0);
      double up = balance(&k, 0.5, length + h, 0).out.fiber_force;
      double down = balance(&k, 0.5, length - h, 0).out.fiber_force;
      CHECK_NEAR((up - down) / (2 * h), m.out.fiber_stiffness, 1e-5 * 600 / 0.08);
      CHECK_EQ(m.out.tendon_stiffness, INFINITY);
    }
    muscle_kit_free(&k);
  }
}

// ---- laws of any state

// fibers and tendon together have the power of the muscle, wherever their forces agree
static void power_is_balanced(void) {
  for (int c = 0; c < 3; c++) {
    muscle_kit k;
    make(&k, calf(elastic[c], 0.35));
    for (int i = 0; i < LENGTHS * LEVELS; i++) {
      double length = length_of(&k, i / LEVELS), speed = 0.2 * (i % 3 - 1);
      instant m = balance(&k, levels[i % LEVELS], length, speed);
      m.state.fiber_length *= 1.01; // away from equilibrium, Thelen and Millard find the speed
      ps_muscle_evaluate(&k.p, &k.curves, &m.state, 0.5, length, speed, &m.out);
      double sum = m.out.fiber_active_power + m.out.fiber_passive_power + m.out.tendon_power;
      if (!(m.out.flags & PS_MUSCLE_CLAMPED))
        CHECK_NEAR(sum, m.out.muscle_power, 1e-9 * 600 * 0.8); // [W]  F0 times the largest speed
    }
    muscle_kit_free(&k);
  }
}

static void fibers_keep_their_height_and_fill_the_path_with_the_tendon(void) {
  for (int c = 0; c < ELASTIC; c++) {
    muscle_kit k;
    make(&k, calf(elastic[c], 0.5));
    for (int i = 0; i < LENGTHS; i++) {
      double length = length_of(&k, i), speed = 0.03 * (i - 5);
      instant m = balance(&k, 0.3, length, speed);
      double s = sin(m.out.pennation_angle), cosine = m.out.cos_pennation_angle;
      CHECK_NEAR(m.out.fiber_length * s, 0.08 * sin(0.5), 1e-16);
      CHECK_NEAR(m.out.tendon_length + m.out.fiber_length * cosine, length, 1e-15);
      double along =
          m.out.fiber_velocity * cosine - m.out.fiber_length * s * m.out.pennation_angular_velocity;
      CHECK_NEAR(m.out.tendon_velocity + along, speed, 1e-14);
    }
    muscle_kit_free(&k);
  }
}

static void forces_scale_with_the_isometric_maximum(void) {
  for (int kind = 0; kind < PS_MUSCLE_KINDS; kind++) {
    muscle_kit one, two;
    ps_muscle_params p = calf((ps_muscle_kind)kind, 0.2);
    make(&one, p);
    p.max_isometric_force *= 2;
    p.mass *= 2; // inertia, too, scales with the cross section
    make(&two, p);
    for (int i = 0; i < LENGTHS; i++) {
      double length = length_of(&one, i);
      instant a = balance(&one, 0.4, length, 0.05), b = balance(&two, 0.4, length, 0.05);
      CHECK_NEAR(b.out.fiber_length, a.out.fiber_length, 1e-15);
      CHECK_NEAR(b.out.actuation, 2 * a.out.actuation, 1e-10);
      CHECK_NEAR(b.out.muscle_stiffness, 2 * a.out.muscle_stiffness, 1e-6);
    }
    muscle_kit_free(&one);
    muscle_kit_free(&two);
  }
}

static void activation_moves_towards_excitation(void) {
  for (int kind = 0; kind < PS_MUSCLE_KINDS; kind++) {
    ps_muscle_params p = calf((ps_muscle_kind)kind, 0);
    for (int i = 0; i < LEVELS; i++)
      for (int j = 0; j < LEVELS && kind != PS_MUSCLE_RIGID_TENDON; j++) {
        double rate = ps_activation_rate(&p, levels[i], levels[j]);
        CHECK(rate * (levels[i] - levels[j]) >= 0 && (rate == 0) == (i == j));
      }
  }
  ps_muscle_params p = calf(PS_MUSCLE_MILLARD2012, 0);
  CHECK_NEAR(ps_activation_rate(&p, 1, 1.0 / 3), (2.0 / 3) / 0.010, 1e-12); // z = 1
  CHECK_NEAR(ps_activation_rate(&p, 0.01, 1.0 / 3), (0.01 - 1.0 / 3) / 0.040, 1e-12);
  p.ignore_activation_dynamics = true;
  CHECK(isnan(ps_activation_rate(&p, 1, 0.5)));
}

// at a sharp switch De Groote's rate is that of the others
static void smooth_activation_becomes_first_order(void) {
  ps_muscle_params smooth = calf(PS_MUSCLE_DEGROOTE2016, 0), sharp = calf(PS_MUSCLE_THELEN2003, 0);
  smooth.activation_dynamics_smoothing = 1e4;
  sharp.deactivation_time_constant = smooth.deactivation_time_constant;
  for (int i = 0; i < LEVELS; i++)
    for (int j = 0; j < LEVELS; j++)
      CHECK_NEAR(ps_activation_rate(&smooth, levels[i], levels[j]),
                 ps_activation_rate(&sharp, levels[i], levels[j]), 1e-12);
}

// ---- rigid tendons

// what static optimization uses is what a rigid muscle reports
static void active_force_is_that_of_the_rigid_muscle(void) {
  ps_muscle_kind kinds[] = {PS_MUSCLE_MILLARD2012, PS_MUSCLE_RIGID_TENDON};
  for (int c = 0; c < 2; c++) {
    muscle_kit k;
    ps_muscle_params p = calf(kinds[c], c ? 0 : 0.4);
    p.ignore_tendon_compliance = true;
    p.cosine_of_normalized_length = false;
    p.fiber_damping = 0;
    make(&k, p);
    for (int i = 0; i < LENGTHS; i++) {
      double length = length_of(&k, i), speed = 0.05 * (i - 6);
      instant m = balance(&k, 0.7, length, speed);
      CHECK_EQ(m.outcome, PS_MUSCLE_STATELESS);
      double active = ps_muscle_active_force_rigid(&k.p, &k.curves, 0.7, length, speed);
      double passive = ps_muscle_passive_force_rigid(&k.p, &k.curves, length, speed);
      CHECK_NEAR(active, m.out.active_fiber_force_along_tendon, 1e-12 * 600);
      CHECK_NEAR(active + passive, m.out.actuation, 1e-12 * 600);
    }
    muscle_kit_free(&k);
  }
}

static void rigid_forces_are_finite_and_passive_ones_do_not_push(void) {
  for (int kind = 0; kind < PS_MUSCLE_KINDS; kind++) {
    muscle_kit k;
    make(&k, calf((ps_muscle_kind)kind, 0.6));
    for (int i = -4; i < LENGTHS; i++)
      for (int v = -3; v <= 3; v++) {
        double length = length_of(&k, i), speed = 0.5 * v;
        CHECK(isfinite(ps_muscle_active_force_rigid(&k.p, &k.curves, 1, length, speed)));
        CHECK(ps_muscle_passive_force_rigid(&k.p, &k.curves, length, speed) >= 0);
      }
    muscle_kit_free(&k);
  }
}

// ---- where there is no equilibrium

static void a_slack_path_leaves_the_fiber_at_its_shortest(void) {
  for (int c = 0; c < 2; c++) {
    muscle_kit k;
    make(&k, calf(elastic[c], 0.3));
    instant m = balance(&k, 0.5, 0.14, 0);
    CHECK_EQ(m.outcome, PS_MUSCLE_SHORTEST);
    CHECK_NEAR(m.out.fiber_length, k.p.derived.min_fiber_length, 0);
    CHECK(m.out.flags & PS_MUSCLE_CLAMPED);
    CHECK_EQ(m.out.actuation, 0);
    CHECK_EQ(m.out.fiber_velocity, 0);
    muscle_kit_free(&k);
  }
}

static void an_overstretched_degroote_tendon_is_reported(void) {
  muscle_kit k;
  make(&k, calf(PS_MUSCLE_DEGROOTE2016, 0));
  instant m = balance(&k, 0.5, 0.45, 0); // passive force alone is beyond five times the maximum
  CHECK_EQ(m.outcome, PS_MUSCLE_UNBALANCED);
  CHECK_NEAR(m.state.tendon_force, 5, 1e-9);
  m = balance(&k, 0.5, 0.14, 0);
  CHECK_EQ(m.outcome, PS_MUSCLE_SHORTEST);
  CHECK_EQ(m.state.tendon_force, 0);
  muscle_kit_free(&k);
}

static void what_is_not_a_number_is_flagged(void) {
  muscle_kit k;
  make(&k, calf(PS_MUSCLE_DEGROOTE2016, 0));
  instant m = balance(&k, 0, length_of(&k, 6), 0); // no activation: no speed makes a force
  CHECK(m.out.flags & PS_MUSCLE_SINGULAR);
  muscle_kit_free(&k);
  make(&k, calf(PS_MUSCLE_THELEN2003, 0.1));
  m = balance(&k, 0.5, NAN, 0);
  CHECK(m.outcome != PS_MUSCLE_BALANCED);
  muscle_kit_free(&k);
}

// ---- OpenSim

static void read_properties(ps_muscle_params *p, const char *text) {
  char copy[2048];
  int n;
  const ps_muscle_property *rows = ps_muscle_properties(p->kind, &n);
  snprintf(copy, sizeof copy, "%s", text);
  for (char *name = strtok(copy, ";"); name; name = strtok(NULL, ";")) {
    char *value = strchr(name, '=');
    *value++ = 0;
    int i = 0;
    while (i < n && strcmp(rows[i].name, name) != 0)
      i++;
    CHECK(i < n);
    bool one = rows[i].type == PS_PROPERTY_CHOICE && strcmp(value, rows[i].words[1]) == 0;
    ps_muscle_property_assign(p, &rows[i], one ? 1 : strtod(value, NULL));
  }
}

// How far an output may be from OpenSim's: 1e-9 of the largest it could be. OpenSim finds the speed
// of a damped fiber to 1e-10 of its maximum force: for a damping of 0.1 that is a speed of 1e-9.
typedef struct quantity {
  const char *name;
  size_t offset;
  const char *unit;
} quantity;

static double tolerance(const ps_muscle_params *p, const quantity *q) {
  double F0 = p->max_isometric_force, l = p->optimal_fiber_length;
  double v = l * p->max_contraction_velocity, slowest = 1e-8;
  const struct {
    const char *unit;
    double size;
  } sizes[] = {{"N", 1e-9 * F0},
               {"N/m", slowest * F0 / l},
               {"W", slowest * F0 * v},
               {"m", 1e-9 * l},
               {"m/s", slowest * v},
               {"rad/s", slowest * v / l},
               {"m/s^2", 1e-9 * F0 / 0.05},
               {"1/s", 1e-8},
               {"rad", 1e-9}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    if (strcmp(q->unit, sizes[i].unit) == 0)
      return sizes[i].size;
  return strcmp(q->name, "force_velocity") == 0 ? slowest : 1e-9;
}

static const quantity quantities[] = {
#define F(name, unit, about) {#name, offsetof(ps_muscle_output, name), unit},
    PS_MUSCLE_OUTPUTS(F)
#undef F
};

typedef struct cases {
  ps_table *table;
  int row;
} cases;

static double number(const cases *c, const char *label) {
  return ps_table_value(c->table, c->row, reference_column(c->table, label));
}

static const char *word(const cases *c, const char *label) {
  return ps_table_text(c->table, c->row, reference_column(c->table, label));
}

static void compare_outputs(const cases *c, const muscle_kit *k, const ps_muscle_output *o) {
  for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
    const quantity *q = &quantities[i];
    double value = *(const double *)((const char *)o + q->offset), want = number(c, q->name);
    if (isnan(want) && isnan(value))
      continue;
    if (!(fabs(value - want) <= tolerance(&k->p, q) + 1e-9 * fabs(want) || value == want)) {
      char what[256];
      snprintf(what, sizeof what, "row %d, %s: %s is %.17g, OpenSim has %.17g", c->row + 2,
               word(c, "class"), q->name, value, want);
      check_fail(__FILE__, __LINE__, what);
    }
  }
}

static void compare_equilibrium(const cases *c, const muscle_kit *k, double length, double speed) {
  ps_muscle_state s = {.activation = number(c, "activation")};
  ps_muscle_outcome outcome = ps_muscle_equilibrate(&k->p, &k->curves, length, speed, &s);
  double want = number(c, "state_fiber_length"), F0 = k->p.max_isometric_force;
  CHECK(outcome != PS_MUSCLE_UNBALANCED);
  if (outcome == PS_MUSCLE_STATELESS)
    return;
  if (!isnan(want)) // OpenSim stops at 1e-8 of the maximum force
    CHECK_NEAR(s.fiber_length, want, 1e-6 * k->p.optimal_fiber_length);
  ps_muscle_output o;
  ps_muscle_evaluate(&k->p, &k->curves, &s, number(c, "excitation"), length, speed, &o);
  CHECK_NEAR(o.actuation, number(c, "actuation"), 1e-5 * F0);
}

static void muscles_agree_with_opensim(void) {
  char path[1024];
  ps_error err = {0};
  cases c = {0};
  snprintf(path, sizeof path, "%s/tests/data/muscle_cases.csv", PSOAS_TEST_ROOT);
  if (ps_csv_load(&c.table, path, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  CHECK(ps_table_rows(c.table) > 300);
  for (; c.row < ps_table_rows(c.table); c.row++) {
    muscle_kit k;
    ps_muscle_params p = ps_muscle_default((ps_muscle_kind)ps_muscle_kind_named(word(&c, "class")));
    read_properties(&p, word(&c, "properties"));
    muscle_kit_make(&k, p, number(&c, "min_control"));
    double length = number(&c, "length"), speed = number(&c, "speed");
    double a = number(&c, "activation"), F0 = p.max_isometric_force;
    ps_muscle_state state = {a, number(&c, "state_fiber_length"),
                             number(&c, "state_fiber_velocity"), number(&c, "state_tendon_force")};
    if (strcmp(word(&c, "stage"), "equilibrium") == 0 && !p.ignore_activation_dynamics)
      compare_equilibrium(&c, &k, length, speed);
    ps_muscle_output o;
    ps_muscle_evaluate(&k.p, &k.curves, &state, number(&c, "excitation"), length, speed, &o);
    compare_outputs(&c, &k, &o);
    CHECK_NEAR(ps_muscle_active_force_rigid(&k.p, &k.curves, 1, length, speed),
               number(&c, "rigid_1"), 1e-9 * F0);
    CHECK_NEAR(ps_muscle_active_force_rigid(&k.p, &k.curves, a, length, speed),
               number(&c, "rigid_a"), 1e-9 * F0);
    muscle_kit_free(&k);
  }
  ps_table_free(c.table);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(fibers_and_tendon_pull_equally_hard),
                   CHECK_FACT(moving_fiber_and_tendon_share_the_speed_by_stiffness),
                   CHECK_FACT(more_activation_pulls_harder_and_longer_paths_have_longer_fibers),
                   CHECK_FACT(stiffness_is_the_difference_quotient_of_equilibrium),
                   CHECK_FACT(fiber_stiffness_is_the_difference_quotient_of_its_force),
                   CHECK_FACT(power_is_balanced),
                   CHECK_FACT(fibers_keep_their_height_and_fill_the_path_with_the_tendon),
                   CHECK_FACT(forces_scale_with_the_isometric_maximum),
                   CHECK_FACT(activation_moves_towards_excitation),
                   CHECK_FACT(smooth_activation_becomes_first_order),
                   CHECK_FACT(active_force_is_that_of_the_rigid_muscle),
                   CHECK_FACT(rigid_forces_are_finite_and_passive_ones_do_not_push),
                   CHECK_FACT(a_slack_path_leaves_the_fiber_at_its_shortest),
                   CHECK_FACT(an_overstretched_degroote_tendon_is_reported),
                   CHECK_FACT(what_is_not_a_number_is_flagged),
                   CHECK_FACT(muscles_agree_with_opensim));
}
