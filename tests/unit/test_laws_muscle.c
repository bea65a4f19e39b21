// Laws of equilibrium, for random muscles in random states. More of them, for one muscle of each
// class, are in test_muscle.c.
#include "muscle_kit.h"
#include "random_kit.h"

enum { SEEDS = 1500 };

static const ps_muscle_kind elastic[] = {PS_MUSCLE_THELEN2003, PS_MUSCLE_MILLARD2012,
                                         PS_MUSCLE_DEGROOTE2016,
                                         PS_MUSCLE_MILLARD2012_ACCELERATION};

// A muscle of any size and shape, at any activation and at a path that stretches it somewhat.
typedef struct subject {
  muscle_kit kit;
  double a, length; // [-], [m]
} subject;

static void make(subject *s, uint64_t seed) {
  uint64_t random = seed;
  ps_muscle_params p = ps_muscle_default(elastic[seed % 4]);
  p.max_isometric_force = pow(10, kit_between(&random, 1, 4));
  p.optimal_fiber_length = kit_between(&random, 0.02, 0.3);
  p.tendon_slack_length = p.optimal_fiber_length * kit_between(&random, 0.5, 6);
  p.pennation_angle_at_optimal = kit_between(&random, 0, 0.6);
  p.max_contraction_velocity = kit_between(&random, 5, 15);
  muscle_kit_make(&s->kit, p, ps_muscle_default_min_control(p.kind));
  s->a = kit_between(&random, 0.05, 1);
  double along = p.optimal_fiber_length * cos(p.pennation_angle_at_optimal);
  s->length = 1.01 * p.tendon_slack_length + along * kit_between(&random, 0.7, 1.4);
}

static ps_muscle_output balance(const subject *s, double length, ps_muscle_outcome *outcome) {
  ps_muscle_state state = {.activation = s->a};
  ps_muscle_output out;
  const muscle_kit *k = &s->kit;
  *outcome = ps_muscle_equilibrate(&k->p, &k->curves, length, 0, &state);
  ps_muscle_evaluate(&k->p, &k->curves, &state, s->a, length, 0, &out);
  return out;
}

// tendon, and fibers along it, pull equally hard and fill the path; where nothing moves, no power
// goes in or out
static void fibers_and_tendon_balance_and_fill_the_path(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    subject s;
    ps_muscle_outcome outcome;
    make(&s, seed);
    double F0 = s.kit.p.max_isometric_force;
    ps_muscle_output m = balance(&s, s.length, &outcome);
    CHECK_EQ(outcome, PS_MUSCLE_BALANCED);
    CHECK_NEAR(m.fiber_force_along_tendon, m.actuation, 1e-9 * F0); // [N]  step left by the solver
    CHECK_NEAR(m.fiber_force_along_tendon, m.fiber_force * m.cos_pennation_angle, 1e-15 * F0);
    CHECK_NEAR(m.tendon_length + m.fiber_length * m.cos_pennation_angle, s.length, 1e-14); // [m]
    CHECK_EQ(m.muscle_power, 0);
    muscle_kit_free(&s.kit);
  }
}

// the force of a slow stretch rises as the stiffness says: dF/dL = k
static void stiffness_is_the_slope_of_force_over_length(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    subject s;
    ps_muscle_outcome outcome;
    make(&s, seed);
    double F0 = s.kit.p.max_isometric_force, l = s.kit.p.optimal_fiber_length;
    double h = 1e-5 * l; // [m]
    double up = balance(&s, s.length + h, &outcome).actuation;
    double down = balance(&s, s.length - h, &outcome).actuation;
    ps_muscle_output m = balance(&s, s.length, &outcome);
    double slope = (up - down) / (2 * h);
    // [N/m]  curvature, (h / l)^2 = 1e-10, beside forces to 1e-12 F0 where the solver ends well;
    // it promises 1e-9, which would be 1e-4 F0 / l
    CHECK_NEAR(m.muscle_stiffness, slope, 1e-6 * (F0 / l + fabs(slope)));
    muscle_kit_free(&s.kit);
  }
}

// more activation never pulls less, nor does it leave the fiber longer
static void activation_pulls_and_shortens(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    subject s;
    ps_muscle_outcome outcome;
    make(&s, seed);
    ps_muscle_output low = balance(&s, s.length, &outcome);
    s.a = fmin(1, s.a + 0.05);
    ps_muscle_output high = balance(&s, s.length, &outcome);
    double F0 = s.kit.p.max_isometric_force, l = s.kit.p.optimal_fiber_length;
    CHECK(high.actuation >= low.actuation - 2e-9 * F0);      // [N]  step left by the solver
    CHECK(high.fiber_length <= low.fiber_length + 1e-7 * l); // [m]  what such a force moves
    muscle_kit_free(&s.kit);
  }
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(fibers_and_tendon_balance_and_fill_the_path),
                   CHECK_FACT(stiffness_is_the_slope_of_force_over_length),
                   CHECK_FACT(activation_pulls_and_shortens));
}
