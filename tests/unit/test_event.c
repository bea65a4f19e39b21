// Events keep the laws of mechanics, come back to rest, and do what their table says.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "body/dynamics.h"
#include "hold_kit.h"
#include "psoas/event.h"
#include "scenario/event_inner.h"

typedef struct event_kit {
  ps_lab lab;
  ps_event_table table;
  ps_pool pool;
  ps_event_trace *run;
} event_kit;

static void event_open(event_kit *k) {
  ps_error err = {0};
  *k = (event_kit){0};
  human_ok(ps_lab_open(&k->lab, &err), &err);
  human_ok(ps_event_table_load(&k->table, &err), &err);
}

static void event_close(event_kit *k) {
  ps_event_table_free(&k->table);
  ps_lab_close(&k->lab);
  ps_pool_free(&k->pool);
}

// what a posture of the table says, with changes: "standing person.psoas_strength=1,0.6"
static ps_tree *words_tree(event_kit *k, const char *name, const char *change) {
  ps_error err = {0};
  ps_tree *tree = ps_pool_take(&k->pool, sizeof *tree);
  CHECK(tree);
  tree->kind = PS_TREE_MAP;
  human_ok(ps_tree_set(&k->pool, tree, "posture", name, &err), &err);
  if (change)
    human_ok(ps_tree_assign(&k->pool, tree, change, &err), &err);
  return tree;
}

static ps_event_trace *simulate(event_kit *k, const char *event, const char *change,
                                ps_event_options o) {
  ps_error err = {0};
  ps_event_trace *run;
  const char *target = ps_event_subject(&k->table, event, "target");
  const ps_tree *start = words_tree(k, ps_event_subject(&k->table, event, "start"), change);
  human_ok(ps_event_simulate(&run, &k->lab, &k->table, (ps_event_kind)ps_event_named(event), start,
                             *target ? words_tree(k, target, change) : NULL, &o, &err),
           &err);
  CHECK_EQ(run->outcome, PS_ODE_REACHED);
  return run;
}

static double peak(const ps_event_trace *run, int column) {
  return run->value[column][ps_event_peak(run, column)];
}

static double end(const ps_event_trace *run, int column) {
  return run->value[column][run->n - 1];
}

// ---- energy

// integral of a disc's moment [J]: k0 [t^2/2 + (s - 1) t0^2 ln cosh(t/t0)] + c t^4 / 4
static double disc_energy(const ps_disc_law *law, double t, double compression) {
  double more = law->gain * (1 - exp(-fmax(0, compression) / law->force));
  double c = law->cubic[t > 0];
  return law->neutral * (0.5 * t * t + more * law->fade * law->fade * log(cosh(t / law->fade))) +
         0.25 * c * t * t * t * t;
}

// kinetic energy and the potentials of weight, discs, hip ligaments, pressure and known pushes [J]
static double energy_of(const ps_event_body *b) {
  const ps_human *h = b->h;
  const ps_data *d = b->d;
  ps_whole_body whole = ps_whole(b->m, d);
  double sum = whole.kinetic + whole.potential;
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++)
      sum += disc_energy(&h->law[k][i], d->q[h->level[k][i]], b->now.preload[k]);
  for (int side = 0; side < 2; side++) { // (A3) of the posture page, far from its clamp
    double per_rad = h->p.hip_capsule_per_deg / human_degree;
    double over = -d->q[h->hip[side][PS_HIP_FLEXION]] / human_degree;
    sum += h->p.hip_capsule_Nm / per_rad *
           exp(h->p.hip_capsule_per_deg * (over - h->p.hip_capsule_extension_deg));
  }
  double push = ps_hold_rod_push(b->hold, b->hold->posture->iap_rest_kPa + b->hold->pressure_kPa);
  sum -= push * d->path_length[h->rod];
  for (int i = 0; i < b->hold->posture->npush; i++) {
    const ps_push *p = &b->hold->posture->push[i];
    CHECK_NEAR(ps_norm(p->moment), 0, 1e-9); // else there is no potential
    sum -= ps_dot(p->force, ps_transform_point(d->body_X[p->body], p->at));
  }
  return sum;
}

// The body of a posture with nothing but weight, discs, ligaments and pressure: it falls.
static double passive_drift(event_kit *k, const char *words, bool right, bool left, double scale,
                            double seconds) {
  ps_error err = {0};
  hold_kit kit;
  ps_hold_options o = ps_hold_default();
  hold_solve(&kit, &k->lab, words, &o);
  ps_event_body b = {.hold = kit.hold,
                     .h = kit.human,
                     .m = kit.human->model,
                     .d = kit.hold->d,
                     .pool = &kit.pool,
                     .stands = {right, left},
                     .loose = {!right && left, right && !left}};
  human_ok(ps_event_body_make(&b, &err), &err);
  human_ok(ps_event_plan_make(&b, kit.held.q, NULL, 0, 1, &err), &err);
  b.muscles = false;
  int n = ps_event_states(&b), nq = b.m->nq;
  double *absolute = ps_pool_take(&kit.pool, (size_t)n * sizeof *absolute);
  double *rate = ps_pool_take(&kit.pool, (size_t)n * sizeof *rate);
  for (int i = 0; i < n; i++)
    absolute[i] = 1e-9 * scale;
  ps_ode_options ode_options = {1e-9 * scale, absolute, 1e-4, 1000000};
  ps_ode *ode;
  human_ok(ps_ode_create(&ode, n, ps_event_rate, &b, &ode_options, &err), &err);
  memcpy(ps_ode_state(ode), kit.held.q, (size_t)nq * sizeof(double));
  ps_ode_start(ode, 0);
  ps_event_rate(&b, 0, ps_ode_state(ode), rate);
  double before = energy_of(&b), worst = 0, kinetic = 0;
  for (double t = 0.05; t < seconds + 1e-9; t += 0.05) {
    CHECK_EQ(ps_ode_advance(ode, t), PS_ODE_REACHED);
    ps_event_rate(&b, t, ps_ode_state(ode), rate);
    kinetic = fmax(kinetic, ps_whole(b.m, b.d).kinetic);
    worst = fmax(worst, fabs(energy_of(&b) - before));
  }
  CHECK(kinetic > 1); // [J]  it does fall
  ps_ode_free(ode);
  hold_close(&kit);
  return worst / kinetic / seconds;
}

static void a_body_without_muscles_keeps_its_energy(void) {
  event_kit k;
  event_open(&k);
  // of the largest kinetic energy, by second: what a tolerance of 1e-9 a step leaves
  CHECK(passive_drift(&k, "standing", true, true, 1, 0.6) < 1e-7);
  CHECK(passive_drift(&k, "one_leg_stance", true, false, 1, 0.6) < 1e-7);
  event_close(&k);
}

static void a_tighter_tolerance_keeps_more_of_it(void) {
  event_kit k;
  event_open(&k);
  double loose = passive_drift(&k, "standing", true, true, 1000, 0.6);
  double tight = passive_drift(&k, "standing", true, true, 1, 0.6);
  CHECK(tight < 0.1 * loose);
  event_close(&k);
}

static void work_done_is_energy_gained(void) {
  static const char *const moving[] = {"startle", "fetal", "run"};
  event_kit k;
  event_open(&k);
  for (int i = 0; i < 3; i++) {
    ps_event_trace *run = simulate(&k, moving[i], NULL, ps_event_default());
    CHECK(run->energy_error < 1e-5); // of what was exchanged; 1e-5 a step
    CHECK(run->slip < 1e-8);         // [m]  of thighs that stand still
    ps_event_free(run);
  }
  event_close(&k);
}

// ---- rest

// An event of no strength: 0.1 deg in two seconds would be a posture that is not held.
static void without_an_event_the_posture_stays(void) {
  static const struct {
    const char *event, *change;
  } still[] = {{"startle", NULL},
               {"run", NULL},
               {"fetal", NULL},
               {"startle", "posture=sitting_slumped"},
               {"startle", "posture=standing_bent"},
               {"startle", "posture=lying_supine"}};
  static const int angle[] = {PS_EVENT_hip_flexion_r_deg, PS_EVENT_hip_flexion_l_deg,
                              PS_EVENT_lordosis_deg, PS_EVENT_trunk_pitch_deg};
  event_kit k;
  event_open(&k);
  ps_event_options o = ps_event_default();
  o.strength = 0;
  o.seconds = 2;
  o.every = 0.1;
  for (size_t i = 0; i < sizeof still / sizeof *still; i++) {
    ps_event_trace *run = simulate(&k, still[i].event, still[i].change, o);
    for (int c = 0; c < 4; c++)
      CHECK_NEAR(peak(run, angle[c]), run->rest[angle[c]], 0.1); // [deg]
    int disc = PS_EVENT_L4_L5_compression_N;
    CHECK_NEAR(peak(run, disc), run->rest[disc], 0.01 * run->rest[disc]);
    CHECK(run->tonic_reserve < 0.1); // [N m]
    ps_event_free(run);
  }
  event_close(&k);
}

// ---- numbers do not depend on the way they are found

static void half_the_tolerance_leaves_the_peaks(void) {
  static const struct {
    const char *event;
    double seconds; // [s]  the peaks are in it
  } moving[] = {{"startle", 0.5}, {"run", 0.7}, {"freeze", 0.6}};
  static const int columns[] = {PS_EVENT_psoas_r_force_N,     PS_EVENT_psoas_l_force_N,
                                PS_EVENT_L4_L5_compression_N, PS_EVENT_L5_S1_compression_N,
                                PS_EVENT_lordosis_deg,        PS_EVENT_iap_kPa};
  event_kit k;
  long more = 0;
  event_open(&k);
  for (int i = 0; i < 3; i++) {
    ps_event_options o = ps_event_default();
    o.seconds = moving[i].seconds;
    ps_event_trace *whole = simulate(&k, moving[i].event, NULL, o);
    o.tolerance *= 0.5;
    ps_event_trace *half = simulate(&k, moving[i].event, NULL, o);
    for (int c = 0; c < 6; c++)
      CHECK_NEAR(peak(half, columns[c]), peak(whole, columns[c]),
                 1e-3 * fabs(peak(whole, columns[c])));
    more += half->work.steps - whole->work.steps;
    ps_event_free(whole);
    ps_event_free(half);
  }
  CHECK(more > 0); // of all: stiff muscles, not the tolerance, bound most steps of a freeze
  event_close(&k);
}

static void mirrored_persons_are_startled_alike(void) {
  event_kit k;
  event_open(&k);
  ps_event_options o = ps_event_default();
  o.seconds = 0.3;
  ps_event_trace *one = simulate(&k, "startle", "person.psoas_strength=1,0.6", o);
  ps_event_trace *other = simulate(&k, "startle", "person.psoas_strength=0.6,1", o);
  double right = peak(one, PS_EVENT_psoas_r_force_N);
  CHECK(right > 1.2 * peak(one, PS_EVENT_psoas_l_force_N));
  CHECK_NEAR(peak(other, PS_EVENT_psoas_l_force_N), right, 1e-3 * right);
  int disc = PS_EVENT_L4_L5_compression_N;
  CHECK_NEAR(peak(other, disc), peak(one, disc), 1e-3 * peak(one, disc));
  ps_event_free(one);
  ps_event_free(other);
  ps_event_trace *same = simulate(&k, "startle", NULL, o);
  for (int i = 0; i < same->n; i++)
    CHECK_NEAR(same->value[PS_EVENT_psoas_l_force_N][i], same->value[PS_EVENT_psoas_r_force_N][i],
               0.01); // [N]
  ps_event_free(same);
  event_close(&k);
}

static void the_same_event_has_the_same_bits(void) {
  event_kit k;
  event_open(&k);
  ps_event_options o = ps_event_default();
  o.seconds = 0.2;
  ps_event_trace *one = simulate(&k, "startle", NULL, o), *two = simulate(&k, "startle", NULL, o);
  for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++)
    CHECK(memcmp(one->value[c], two->value[c], (size_t)one->n * sizeof(double)) == 0);
  ps_event_free(one);
  ps_event_free(two);
  event_close(&k);
}

// ---- what the table says

static void a_startle_is_a_burst_and_then_rest(void) {
  event_kit k;
  event_open(&k);
  ps_event_trace *run = simulate(&k, "startle", NULL, ps_event_default());
  double burst = 100 * ps_event_value(&k.table, "startle", "peak", "psoas");
  double onset = 1e-3 * ps_event_value(&k.table, "startle", "onset", "");
  int a = PS_EVENT_psoas_r_activation_pct, at = ps_event_peak(run, a);
  double rise = run->value[a][at] - run->rest[a];
  CHECK(rise < 1.05 * burst); // feedback adds and takes a little
  CHECK(rise > 0.6 * burst);  // activation follows a burst of 60 ms with a delay of 10 to 40 ms
  CHECK(run->time[at] >= onset && run->time[at] <= onset + 0.05);
  CHECK(run->value[PS_EVENT_psoas_r_force_N][at] > 2 * run->rest[PS_EVENT_psoas_r_force_N]);
  static const int angle[] = {PS_EVENT_hip_flexion_r_deg, PS_EVENT_lordosis_deg,
                              PS_EVENT_trunk_pitch_deg};
  for (int c = 0; c < 3; c++)
    CHECK_NEAR(end(run, angle[c]), run->rest[angle[c]], 0.2); // [deg]
  int disc = PS_EVENT_L5_S1_compression_N;
  CHECK_NEAR(end(run, disc), run->rest[disc], 0.01 * run->rest[disc]);
  ps_event_free(run);
  event_close(&k);
}

// why there is feedback at all, and that it comes through muscles
static void without_feedback_who_stands_folds(void) {
  event_kit k;
  event_open(&k);
  for (int i = 0; i < k.table.n; i++)
    if (strncmp(k.table.entry[i].quantity, "feedback", 8) == 0)
      k.table.entry[i].value = 0;
  ps_event_trace *run = simulate(&k, "startle", NULL, ps_event_default());
  CHECK(fabs(end(run, PS_EVENT_trunk_pitch_deg)) > 20); // [deg]
  ps_event_free(run);
  event_close(&k);
}

static void half_a_burst_presses_less(void) {
  event_kit k;
  event_open(&k);
  ps_event_options o = ps_event_default();
  int disc = PS_EVENT_L4_L5_compression_N;
  double before = INFINITY;
  o.seconds = 0.3;
  for (o.strength = 1; o.strength > 0.1; o.strength *= 0.5) {
    ps_event_trace *run = simulate(&k, "startle", NULL, o);
    CHECK(peak(run, disc) < before);
    CHECK(peak(run, disc) > run->rest[disc]);
    before = peak(run, disc);
    ps_event_free(run);
  }
  event_close(&k);
}

static void courses_reach_their_targets(void) {
  event_kit k;
  event_open(&k);
  ps_event_trace *run = simulate(&k, "run", NULL, ps_event_default());
  double lift = ps_event_value(&k.table, "run", "hip_flexion_l", "");
  CHECK_NEAR(peak(run, PS_EVENT_hip_flexion_l_deg), lift, 2); // [deg]  it lags and overshoots
  CHECK_NEAR(end(run, PS_EVENT_hip_flexion_l_deg), run->rest[PS_EVENT_hip_flexion_l_deg], 0.5);
  CHECK(peak(run, PS_EVENT_psoas_l_force_N) > 2 * run->rest[PS_EVENT_psoas_l_force_N]);
  ps_event_free(run);
  run = simulate(&k, "fetal", NULL, ps_event_default());
  CHECK_NEAR(peak(run, PS_EVENT_hip_flexion_r_deg), 95, 1); // postures.csv
  CHECK_NEAR(peak(run, PS_EVENT_lordosis_deg), 25, 3);
  CHECK_NEAR(end(run, PS_EVENT_lordosis_deg), run->rest[PS_EVENT_lordosis_deg], 0.2);
  ps_event_free(run);
  event_close(&k);
}

static void freezing_stiffens_and_lets_go(void) {
  event_kit k;
  event_open(&k);
  ps_event_trace *run = simulate(&k, "freeze", NULL, ps_event_default());
  int disc = PS_EVENT_L4_L5_compression_N, stiff = PS_EVENT_stiffness_Nm_rad;
  double more = ps_event_value(&k.table, "freeze", "coactivation", "");
  CHECK(peak(run, PS_EVENT_psoas_r_activation_pct) >
        (1 + 0.9 * more) * run->rest[PS_EVENT_psoas_r_activation_pct]);
  CHECK(peak(run, disc) > run->rest[disc] && peak(run, disc) < 1.2 * run->rest[disc]);
  CHECK(peak(run, stiff) > run->rest[stiff] + 1);
  CHECK_NEAR(peak(run, PS_EVENT_trunk_pitch_deg), 0, 0.2); // [deg]  in balance all along
  CHECK_NEAR(end(run, disc), run->rest[disc], 0.01 * run->rest[disc]);
  ps_event_free(run);
  event_close(&k);
}

// 1 - exp(-60 s / 30 s) of the full state after a minute, and then the slower way down
static void fear_rises_in_a_minute_and_fades_in_several(void) {
  event_kit k;
  event_open(&k);
  ps_event_trace *run = simulate(&k, "fear", NULL, ps_event_default());
  const double *psoas = run->value[PS_EVENT_psoas_r_activation_pct];
  double rest = run->rest[PS_EVENT_psoas_r_activation_pct];
  double state = 1 - exp(-2), share = ps_event_value(&k.table, "fear", "coactivation", "");
  double tone = ps_event_value(&k.table, "fear", "tone", "psoas");
  CHECK_NEAR(run->time[6], 60, 1e-9);
  CHECK(psoas[6] > (1 + share * state) * rest + tone * state - 0.02); // [%]
  for (int i = 1; i < run->n; i++)
    CHECK((psoas[i] - psoas[i - 1]) * (i <= 6 ? 1 : -1) > 0);
  CHECK(psoas[run->n - 1] - rest < 0.25 * (psoas[6] - rest)); // nine minutes at five
  ps_event_free(run);
  event_close(&k);
}

// ---- the library's own door

static void repeats_habituate(void) {
  ps_event_request q = ps_event_request_default();
  ps_event_result *result;
  ps_error err = {0};
  ps_event_number first, fifth;
  q.event = "startle";
  q.repeat = 5;
  human_ok(ps_event_run(&q, &result, &err), &err);
  CHECK_TEXT(ps_event_result_trouble(result), "");
  CHECK(ps_event_result_number(result, 0, "psoas_r_force_N", &first));
  CHECK(ps_event_result_number(result, 4, "psoas_r_force_N", &fifth));
  CHECK(!ps_event_result_number(result, 5, "psoas_r_force_N", &fifth));
  CHECK(!ps_event_result_number(result, 0, "psoas_r_force", &first));
  CHECK_NEAR((fifth.peak - fifth.rest) / (first.peak - first.rest), 0.5, 0.06); // four repeats on
  CHECK(first.p10 == first.peak && first.p90 == first.peak);                    // nothing was drawn
  ps_event_result_free(result);
}

static void draws_give_ranges(void) {
  ps_event_request q = ps_event_request_default();
  ps_event_result *result;
  ps_error err = {0};
  ps_event_number n;
  q.event = "fear";
  q.draws = 32;
  human_ok(ps_event_run(&q, &result, &err), &err);
  CHECK(ps_event_result_number(result, 0, "L4_L5_compression_N", &n));
  CHECK(n.rest < n.p10 && n.p10 < n.peak && n.peak < n.p90); // coactivation of 0 to 0.3 at 0.1
  ps_event_result_free(result);
}

static void unknown_events_are_answered_with_the_nearest(void) {
  ps_event_request q = ps_event_request_default();
  ps_event_result *result;
  ps_error err = {0};
  char text[400];
  q.event = "startel";
  CHECK_EQ(ps_event_run(&q, &result, &err), PS_ERR_ARGUMENT);
  CHECK(strstr(ps_error_text(&err, text, sizeof text), "nearest: 'startle'"));
  q.event = "freeze";
  q.repeat = 3;
  CHECK_EQ(ps_event_run(&q, &result, &err), PS_ERR_ARGUMENT);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(a_body_without_muscles_keeps_its_energy),
      CHECK_FACT(a_tighter_tolerance_keeps_more_of_it), CHECK_FACT(work_done_is_energy_gained),
      CHECK_FACT(without_an_event_the_posture_stays),
      CHECK_FACT(half_the_tolerance_leaves_the_peaks),
      CHECK_FACT(mirrored_persons_are_startled_alike), CHECK_FACT(the_same_event_has_the_same_bits),
      CHECK_FACT(a_startle_is_a_burst_and_then_rest), CHECK_FACT(without_feedback_who_stands_folds),
      CHECK_FACT(half_a_burst_presses_less), CHECK_FACT(courses_reach_their_targets),
      CHECK_FACT(freezing_stiffens_and_lets_go),
      CHECK_FACT(fear_rises_in_a_minute_and_fades_in_several), CHECK_FACT(repeats_habituate),
      CHECK_FACT(draws_give_ranges), CHECK_FACT(unknown_events_are_answered_with_the_nearest));
}
