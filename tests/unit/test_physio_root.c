#include "physio_kit_nerve.h"

static const double MAP = 93;                           // [mmHg]
static const double MIN = 60, H = 3600, DAY = 86400;    // [s]
static const double DEG = 3.14159265358979323846 / 180; // [rad]

static ps_root after(const ps_nerve *n, ps_root_load load, double dt_s, int steps) {
  ps_root s = ps_root_rest();
  for (int i = 0; i < steps; i++)
    ps_root_step(&n->root, &n->fiber, &load, dt_s, &s);
  return s;
}

static void check_same(const ps_root *a, const ps_root *b, double tolerance) {
  CHECK_NEAR(a->block, b->block, tolerance);
  CHECK_NEAR(a->relaxed, b->relaxed, tolerance);
  CHECK_NEAR(a->fluid, b->fluid, tolerance);
  CHECK_NEAR(a->oedema_onset, b->oedema_onset, tolerance);
  CHECK_NEAR(a->oedema, b->oedema, tolerance);
  CHECK_NEAR(a->dose_mmhg_h, b->dose_mmhg_h, tolerance * 1e3);
}

// whole without pressure, never more with more of it, nothing near the arterial pressure
static void flow_falls_with_pressure_from_one_to_nothing(void) {
  ps_nerve n = kit_nerve();
  const ps_vessel_params *kind[] = {&n.root, &n.limb};
  for (int k = 0; k < 2; k++) {
    CHECK_EQ(ps_root_pressure_flow(kind[k], 0, MAP), 1);
    double last = 1;
    for (int p = 1; p <= 120; p++) {
      double flow = ps_root_pressure_flow(kind[k], p, MAP);
      CHECK(flow <= last);
      last = flow;
    }
    double stop = MAP - kind[k]->stop_below_map_mmhg;
    CHECK_EQ(ps_root_pressure_flow(kind[k], stop, MAP), 0);
  }
}

// flow goes before conduction: at 40 mmHg a root has lost over half of one and none of the other
static void flow_goes_before_conduction(void) {
  ps_nerve n = kit_nerve();
  ps_root s = after(&n, (ps_root_load){.pressure_mmhg = 40, .map_mmhg = MAP}, 2 * H, 1);
  CHECK(ps_root_pressure_flow(&n.root, 40, MAP) < 0.5);
  CHECK(ps_root_conduction(&s) > 0.95);
}

static void low_arterial_pressure_makes_it_worse(void) {
  ps_nerve n = kit_nerve();
  CHECK(ps_root_pressure_flow(&n.root, 45, 60) < 0.6 * ps_root_pressure_flow(&n.root, 45, MAP));
}

// limb nerve: 40 mmHg for hours is the start of loss, 60 is a block; with time, not at once
static void block_comes_with_pressure_and_time(void) {
  ps_nerve n = kit_nerve();
  const double pressure[] = {40, 60}, low[] = {0.9, 0}, high[] = {1, 0.1};
  for (int i = 0; i < 2; i++) {
    ps_root_load load = {.pressure_mmhg = pressure[i], .map_mmhg = MAP};
    ps_root s = ps_root_rest();
    ps_root_step(&n.limb, &n.fiber, &load, 1, &s);
    CHECK(ps_root_conduction(&s) > 0.99);
    ps_root_step(&n.limb, &n.fiber, &load, 4 * H, &s);
    CHECK(ps_root_conduction(&s) >= low[i] && ps_root_conduction(&s) <= high[i]);
  }
}

// one site of 10 mmHg changes nothing, two leave a third between them [takahashi1993]
static void two_mild_sites_add_up(void) {
  ps_nerve n = kit_nerve();
  double rest = n.foramen.rest_mmhg;
  double one = ps_root_flow_between(&n.root, &n.fiber, rest, (double[]){rest, rest + 10}, MAP);
  double two = ps_root_flow_between(&n.root, &n.fiber, rest, (double[]){rest + 10, rest + 10}, MAP);
  CHECK(one > 0.95);
  CHECK_NEAR(two, 0.36, 0.03); // [-]  the flow at each site itself falls by 3 per cent
}

// 2 min after a blow at 50 or 200 mmHg, 2 h after slow pressure of 50, 2 min of 200 [olmarker1989b]
static void oedema_waits_by_pressure_and_speed(void) {
  ps_nerve n = kit_nerve();
  const struct {
    double pressure, rapid, min;
  } seen[] = {{50, 1, 2}, {200, 1, 2}, {50, 0, 120}, {200, 0, 2}};
  for (int i = 0; i < 4; i++) {
    ps_root_load load = {seen[i].pressure, MAP, 0, seen[i].rapid};
    CHECK_EQ(after(&n, load, 0.99 * seen[i].min * MIN, 1).oedema, 0);
    CHECK(after(&n, load, 1.05 * seen[i].min * MIN, 1).oedema > 0);
  }
  CHECK_EQ(after(&n, (ps_root_load){49, MAP, 0, 1}, DAY, 1).oedema, 0);
}

// after two hours free of pressure most of it is still there, after two weeks nothing
static void oedema_outlasts_pressure(void) {
  ps_nerve n = kit_nerve();
  ps_root s = after(&n, (ps_root_load){100, MAP, 0, 0}, 6 * H, 1);
  double swollen = s.oedema;
  ps_root_load none = {0, MAP, 0, 0};
  CHECK(swollen > 0.9 && ps_root_swelling(&n.fiber, &s) > 1.05);
  ps_root_step(&n.root, &n.fiber, &none, 2 * H, &s);
  CHECK(s.oedema > 0.8 * swollen);
  ps_root_step(&n.root, &n.fiber, &none, 14 * DAY, &s);
  CHECK_NEAR(s.oedema, 0, 1e-5); // [-]  fourteen time constants
  CHECK_NEAR(s.block, 0, 1e-9);
  CHECK_NEAR(s.fluid, 1, 1e-5);
}

// 50 mmHg for two hours harms nothing lasting, 400 does
static void lasting_injury_needs_a_dose(void) {
  ps_nerve n = kit_nerve();
  ps_root mild = after(&n, (ps_root_load){50, MAP, 0, 0}, 2 * H, 1);
  ps_root grave = after(&n, (ps_root_load){400, MAP, 0, 0}, 2 * H, 1);
  CHECK_EQ(ps_root_injury(&n.fiber, &mild), 0);
  CHECK_EQ(ps_root_injury(&n.fiber, &grave), 1);
}

// loads held constant: one step of half an hour is 18000 of a tenth of a second
static void steps_of_any_length_agree(void) {
  ps_nerve n = kit_nerve();
  const ps_root_load loads[] = {{5, MAP, 0.02, 0}, {70, MAP, 0.10, 0.5}, {120, MAP, 0.2, 1}};
  for (int i = 0; i < 3; i++) {
    ps_root one = after(&n, loads[i], 1800, 1);
    ps_root two = after(&n, loads[i], 900, 2);
    ps_root many = after(&n, loads[i], 0.1, 18000);
    check_same(&one, &two, 1e-12); // exact but for rounding
    check_same(&one, &many, 1e-9); // rounding of 18000 steps
  }
}

// 8 per cent halves the flow and lets conduction be; after half an hour most of the flow is back
static void mild_stretch_recovers_and_strong_stretch_does_not(void) {
  ps_nerve n = kit_nerve();
  ps_root_load mild = {0, MAP, 0.08, 0}, strong = {0, MAP, 0.15, 0};
  ps_root rest = ps_root_rest();
  CHECK_NEAR(ps_root_flow(&n.limb, &n.fiber, &mild, &rest), 0.5, 0.01);
  CHECK_NEAR(ps_root_flow(&n.limb, &n.fiber, &strong, &rest), 0.2, 0.01);
  ps_root held = after(&n, mild, 30 * MIN, 1), torn = after(&n, strong, 2 * H, 1);
  CHECK(ps_root_flow(&n.limb, &n.fiber, &mild, &held) > 0.85);
  CHECK(ps_root_flow(&n.limb, &n.fiber, &strong, &torn) < 0.25);
  CHECK_NEAR(ps_root_conduction(&held), 1, 1e-12);
  CHECK(ps_root_conduction(&torn) < 0.1);
}

// a leg raised first and a foot bent first end at the same strain, whatever lies between
static void strain_does_not_know_the_order_of_movements(void) {
  ps_nerve n = kit_nerve();
  ps_leg_pose slump = {90 * DEG, 0, 15 * DEG, 50 * DEG}, raise = {70 * DEG, 0, 0, 0};
  ps_leg_pose sitting = {90 * DEG, 90 * DEG, 0, 0};
  CHECK_EQ(ps_sciatic_strain(&n.sciatic, &(ps_leg_pose){0}), 0);
  CHECK(ps_sciatic_strain(&n.sciatic, &slump) > ps_sciatic_strain(&n.sciatic, &raise));
  CHECK(ps_sciatic_strain(&n.sciatic, &raise) > ps_sciatic_strain(&n.sciatic, &sitting));
  double whole = ps_sciatic_elongation_mm(&n.sciatic, &slump), parts = 0;
  for (int i = 0; i < 4; i++) {
    ps_leg_pose one = {i == 0 ? slump.hip_flexion : 0, i == 1 ? slump.knee_flexion : 0,
                       i == 2 ? slump.dorsiflexion : 0, i == 3 ? slump.spine_flexion : 0};
    parts += ps_sciatic_elongation_mm(&n.sciatic, &one);
  }
  CHECK_NEAR(parts, whole, 1e-12); // [mm]  rounding
}

// nobody's femoral nerve is pressed on by a psoas that is merely tight
static void nodes_rest_unless_a_case_is_stated(void) {
  ps_nerve n = kit_nerve();
  CHECK_EQ(ps_node_femoral_mmhg(&n.node, 0), n.node.rest_mmhg);
  CHECK_EQ(ps_node_piriformis_mmhg(&n.node, 0, 1, 200), n.node.rest_mmhg);
  CHECK(ps_node_femoral_mmhg(&n.node, 60) > 60);
  CHECK(ps_node_piriformis_mmhg(&n.node, 1, 1, 100) > ps_node_piriformis_mmhg(&n.node, 1, 0, 100));
}

static void nonsense_in_is_a_number_out(void) {
  ps_nerve n = kit_nerve();
  ps_root_load odd = {INFINITY, NAN, 1e9, NAN};
  ps_root s = after(&n, odd, 1e9, 3);
  CHECK(isfinite(s.block + s.relaxed + s.fluid + s.oedema + s.dose_mmhg_h));
  CHECK(isfinite(ps_root_flow(&n.root, &n.fiber, &odd, &s)));
  ps_root still = s;
  ps_root_step(&n.root, &n.fiber, &odd, NAN, &s);
  check_same(&s, &still, 0);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(flow_falls_with_pressure_from_one_to_nothing),
      CHECK_FACT(flow_goes_before_conduction), CHECK_FACT(low_arterial_pressure_makes_it_worse),
      CHECK_FACT(block_comes_with_pressure_and_time), CHECK_FACT(two_mild_sites_add_up),
      CHECK_FACT(oedema_waits_by_pressure_and_speed), CHECK_FACT(oedema_outlasts_pressure),
      CHECK_FACT(lasting_injury_needs_a_dose), CHECK_FACT(steps_of_any_length_agree),
      CHECK_FACT(mild_stretch_recovers_and_strong_stretch_does_not),
      CHECK_FACT(strain_does_not_know_the_order_of_movements),
      CHECK_FACT(nodes_rest_unless_a_case_is_stated), CHECK_FACT(nonsense_in_is_a_number_out));
}
