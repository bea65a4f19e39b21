// Fatigue in three compartments: laws of (F1..F4), then what was measured.
#include "physio_kit_effort.h"

// targets that pass through every regime: held, out of reach, back in reach, light, rest
static const double targets[] = {0.3, 0.9, 1.0, 0.6, 0.05, 0.0, 0.8, 0.02, 0.45};
enum { TARGETS = sizeof targets / sizeof targets[0] };

static void run_targets(const ps_fatigue_params *p, double hold_s, int parts, ps_fatigue *s) {
  for (int i = 0; i < TARGETS; i++)
    for (int k = 0; k < parts; k++)
      ps_fatigue_step(p, targets[i], hold_s / parts, s);
}

// The sum is 1 by construction; that each of the three is a share is not.
static void compartments_stay_shares_that_sum_to_one(void) {
  ps_effort_params e = kit_effort();
  ps_fatigue s = {0};
  for (int i = 0; i < 5000; i++) {
    double target = fmod(i * 0.618034, 1.0), dt = pow(10, fmod(i * 0.37, 4.3) - 1);
    ps_fatigue_step(&e.fatigue, target, dt, &s);
    CHECK(s.active >= 0 && s.fatigued >= 0 && ps_fatigue_resting(&s) >= -1e-15);
    CHECK_NEAR(s.active + s.fatigued + ps_fatigue_resting(&s), 1, 1e-15); // [share]  rounding
  }
}

static void any_step_gives_the_same(void) {
  ps_effort_params e = kit_effort();
  for (double hold = 1; hold <= 1800; hold *= 12) {
    ps_fatigue once = {0}, fine = {0};
    run_targets(&e.fatigue, hold, 1, &once);
    run_targets(&e.fatigue, hold, (int)(hold * 10), &fine);
    CHECK_NEAR(once.active, fine.active, 1e-9); // [share]  rounding of 160000 steps
    CHECK_NEAR(once.fatigued, fine.fatigued, 1e-9);
  }
}

// Exactly as much rests as is asked for, and as much tires as recovers: which branch of (F3) comes
// next depends on rounding, and the answer must not.
static void the_border_between_the_branches_is_crossed(void) {
  ps_effort_params e = kit_effort();
  for (double fatigued = 0.01; fatigued < 0.9; fatigued += 0.01) {
    double active = e.fatigue.recovery_per_s * fatigued / e.fatigue.fatigue_per_s;
    ps_fatigue once = {active, fatigued}, fine = once;
    ps_fatigue_step(&e.fatigue, 1 - fatigued, 120, &once);
    for (int i = 0; i < 120; i++)
      ps_fatigue_step(&e.fatigue, 1 - fatigued, 1, &fine);
    CHECK_NEAR(once.active, fine.active, 1e-9); // [share]  rounding
    CHECK_NEAR(once.fatigued, fine.fatigued, 1e-9);
  }
}

// (F1..F3) as published, advanced by many small steps of Euler with both halves of the controller
static ps_fatigue small_steps(const ps_fatigue_params *p, double target, double rho, double hold,
                              ps_fatigue s) {
  const double h = 1e-3;
  for (int i = 0; i < (int)(hold / h + 0.5); i++) {
    double resting = 1 - s.active - s.fatigued, missing = target - s.active;
    double call = p->controller_per_s * (missing < resting ? missing : resting);
    double tire = p->fatigue_per_s * s.active, recover = rho * s.fatigued;
    s.active += h * (call - tire);
    s.fatigued += h * (tire - recover);
  }
  return s;
}

static void closed_form_is_the_published_equations(void) {
  ps_effort_params e = kit_effort();
  const ps_fatigue_params *p = &e.fatigue;
  // held, then out of reach from about 100 s on, then a target that is in reach after a while
  ps_fatigue s = {0}, fine = {0};
  const double target[3] = {0.3, 0.6, 0.45}, hold[3] = {60, 300, 400};
  for (int i = 0; i < 3; i++) {
    ps_fatigue_step(p, target[i], hold[i], &s);
    fine = small_steps(p, target[i], p->recovery_per_s, hold[i], fine);
    CHECK_NEAR(s.active, fine.active, 1e-5); // [share]  first order: h F and less
    CHECK_NEAR(s.fatigued, fine.fatigued, 1e-5);
  }
  ps_fatigue_step(p, 0, 30, &s);
  fine = small_steps(p, 0, p->recovery_per_s * p->rest_multiplier, 30, fine);
  CHECK_NEAR(s.fatigued, fine.fatigued, 1e-5);
}

static void rest_restores_all_and_never_takes_away(void) {
  ps_effort_params e = kit_effort();
  ps_fatigue s = {0};
  ps_fatigue_step(&e.fatigue, 0.5, 300, &s);
  CHECK(ps_fatigue_capacity(&s) < 0.6);
  ps_fatigue_step(&e.fatigue, 0, 2, &s); // what was active lets go, and a little of it is tired yet
  for (double last = ps_fatigue_capacity(&s); last < 1 - 1e-9; last = ps_fatigue_capacity(&s)) {
    ps_fatigue_step(&e.fatigue, 0, 10, &s);
    CHECK(ps_fatigue_capacity(&s) > last);
  }
  CHECK_NEAR(s.active, 0, 1e-9); // [share]
}

// 12 % after an hour at 5 % [sjogaard1986]; without the correction for light loads about half
static void an_hour_of_light_work_costs_an_eighth(void) {
  ps_effort_params e = kit_effort();
  ps_fatigue s = {0}, without = {0};
  ps_fatigue_step(&e.fatigue, 0.05, 3600, &s);
  CHECK_NEAR(1 - ps_fatigue_capacity(&s), 0.125, 0.01); // [share]  row P41: 12 to 13 %
  ps_fatigue_params plain = e.fatigue;
  plain.low_load_gain = 0;
  ps_fatigue_step(&plain, 0.05, 3600, &without);
  CHECK_NEAR(1 - ps_fatigue_capacity(&without), 0.49, 0.03); // [share]  row P41: 47 to 51 %

  // from 10 % on it changes nothing
  double corrected = ps_fatigue_endurance_s(&e.fatigue, 0.1);
  CHECK_NEAR(corrected / ps_fatigue_endurance_s(&plain, 0.1), 1, 0.01);
}

static void what_cannot_be_held_is_let_go_at_the_endurance_time(void) {
  ps_effort_params e = kit_effort();
  ps_fatigue_params p = ps_fatigue_with(&e.fatigue, &e.fatigue_trunk);
  double last = INFINITY;
  for (double level = 0.1; level < 0.95; level += 0.1) {
    double end = ps_fatigue_endurance_s(&p, level);
    CHECK(end < last);
    last = end;
    ps_fatigue s = {0};
    ps_fatigue_step(&p, level, end, &s);
    CHECK_NEAR(s.active, level, 0.002 * level); // [share]  the controller stays F / L behind
    CHECK_NEAR(s.fatigued, 1 - level, 1e-6);    // [share]
    ps_fatigue_step(&p, level, 60, &s);
    CHECK(s.active < 0.99 * level);
  }
  CHECK(isinf(ps_fatigue_endurance_s(&p, 0.05)));
}

// Row P40, computed there with another end of endurance, hence a few seconds.
static void trunk_endures_as_long_as_reported(void) {
  ps_effort_params e = kit_effort();
  ps_fatigue_params p = ps_fatigue_with(&e.fatigue, &e.fatigue_trunk);
  CHECK_NEAR(ps_fatigue_endurance_s(&p, 0.3), 357, 18); // [s]  5 %
  CHECK_NEAR(ps_fatigue_endurance_s(&p, 0.5), 144, 7);  // [s]
}

// 1.9 to 4.5 of 10 in an hour at 5 % [sjogaard1986]
static void rating_rises_with_effort_and_with_fatigue(void) {
  ps_effort_params e = kit_effort();
  ps_fatigue s = {0};
  CHECK_NEAR(ps_fatigue_borg(&e.fatigue, 0, &s), 0, 1e-12);
  CHECK_NEAR(ps_fatigue_borg(&e.fatigue, 1, &s), 10, 1e-12);
  double start = ps_fatigue_borg(&e.fatigue, 0.05, &s);
  CHECK_NEAR(start, 1.9, 0.01);
  ps_fatigue_step(&e.fatigue, 0.05, 3600, &s);
  CHECK_NEAR(ps_fatigue_borg(&e.fatigue, 0.05, &s) - start, 2.6, 0.1); // rounding of the gain
}

static void odd_inputs_are_clamped(void) {
  ps_effort_params e = kit_effort();
  ps_fatigue s = {0}, same;
  ps_fatigue_step(&e.fatigue, 0.4, 100, &s);
  same = s;
  ps_fatigue_step(&e.fatigue, 0.4, 0, &s);
  ps_fatigue_step(&e.fatigue, 0.4, -5, &s);
  CHECK(s.active == same.active && s.fatigued == same.fatigued);
  ps_fatigue_step(&e.fatigue, 7, 100, &s);
  ps_fatigue_step(&e.fatigue, 1, 100, &same);
  CHECK_EQ(s.fatigued, same.fatigued);
  ps_fatigue_step(&e.fatigue, -7, 1e9, &s);
  CHECK_NEAR(ps_fatigue_capacity(&s), 1, 1e-12);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(compartments_stay_shares_that_sum_to_one), CHECK_FACT(any_step_gives_the_same),
      CHECK_FACT(the_border_between_the_branches_is_crossed),
      CHECK_FACT(closed_form_is_the_published_equations),
      CHECK_FACT(rest_restores_all_and_never_takes_away),
      CHECK_FACT(an_hour_of_light_work_costs_an_eighth),
      CHECK_FACT(what_cannot_be_held_is_let_go_at_the_endurance_time),
      CHECK_FACT(trunk_endures_as_long_as_reported),
      CHECK_FACT(rating_rises_with_effort_and_with_fatigue), CHECK_FACT(odd_inputs_are_clamped));
}
