// habit.c: the clock of days. What changes from one morning to the next is `live` below.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/habit_inner.h"

static const struct {
  const char *name;
  int decimals;
} columns[PS_HABIT_COLUMN_COUNT] = {
#define C(name, decimals) {#name, decimals},
    PS_HABIT_COLUMNS(C)
#undef C
};

const char *ps_habit_column_name(int column) {
  return columns[column].name;
}

int ps_habit_column_decimals(int column) {
  return columns[column].decimals;
}

int ps_habit_column_named(const char *name) {
  for (int i = 0; i < PS_HABIT_COLUMN_COUNT; i++)
    if (strcmp(columns[i].name, name) == 0)
      return i;
  return -1;
}

ps_habit_options ps_habit_default(void) {
  return (ps_habit_options){.step_s = 60,
                            .tolerance = 3,
                            .ds = 0.005,
                            .dw = 0.02,
                            .dc = 0.01,
                            .fine = true,
                            .posture = true};
}

ps_habit_options ps_habit_for_draws(void) {
  return (ps_habit_options){.step_s = 60, .tolerance = 3, .ds = 0.02, .dw = 0.08, .dc = 0.1};
}

typedef struct slow { // what a morning inherits
  ps_adaptation psoas, back;
  ps_stress stress;
  ps_affect affect;
  ps_disc_water discs;
  ps_pain pain;
} slow;

typedef struct felt { // means while awake
  double back, leg, total;
} felt;

typedef struct habit {
  ps_habit_bodies *b;
  const ps_weeks *w;
  const ps_parameters *mechanics;
  const ps_habit_options *o;
  const ps_physio *p;
  ps_habit_table *table;
  bool shares; // the table with others
  ps_habit_sums *sums;
  double length0; // of who lives ordinary days
  unsigned seen;  // bits of kinds
  felt felt;      // on the last day that was asked
  slow s;
  ps_care_acts care; // of the day
} habit;

static bool on(const habit *h, ps_mechanism mechanism) {
  return !(h->o->off & 1u << mechanism);
}

// length of the hip flexors, with what stretching adds, over that of who lives ordinary days
static double length_now(const habit *h) {
  return h->s.psoas.length / h->length0 +
         h->care.extension_deg / h->p->tissue.adaptation.deg_per_share;
}

// the day of this kind for the person as adapted; the pointer holds until the next call
static ps_status day_of(habit *h, int kind, const ps_known **found, ps_error *err) {
  bool adapts = on(h, PS_MECHANISM_adaptation);
  double strong = h->s.psoas.strength * h->care.psoas_strength;
  const int node[PS_KNOWN_NODES] = {adapts ? (int)lround((1 - length_now(h)) / h->o->ds) : 0,
                                    adapts ? (int)lround((strong - 1) / h->o->dw) : 0,
                                    adapts ? (int)lround((h->s.back.strength - 1) / h->o->dw) : 0,
                                    (int)lround((h->care.stressor - 1) / h->o->dc),
                                    (int)lround((h->care.psoas_tone - 1) / h->o->dc),
                                    (int)lround((h->care.seat - 1) / h->o->dc)};
  PS_TRY(ps_habit_table_day(h->table, kind, node, found, err));
  if (!(h->seen & 1u << kind)) // what is told of a kind is its first day
    h->sums->kind[kind] = (*found)->doses;
  h->seen |= 1u << kind;
  return PS_OK;
}

// ---- a day

static ps_mood mood_at(const habit *h, double week) {
  ps_mood mood = on(h, PS_MECHANISM_affect) ? h->w->mood : (ps_mood){0};
  mood.chronic_pain = h->w->episode == PS_EPISODE_PERSISTENT && week >= h->w->episode_week;
  return mood;
}

// S of a row: known, or as this person weighs what the build's loads come to
static double drive_at(const habit *h, const ps_known *k, int i) {
  if (!h->shares)
    return (double)ps_known_rows(k, PS_KNOWN_DRIVE)[i];
  double part[PS_PAIN_NDRIVE];
  for (int j = 0; j < PS_PAIN_NDRIVE; j++)
    part[j] = (double)ps_known_rows(k, PS_KNOWN_PART + j)[i];
  return ps_pain_parts_sum(&h->p->nerve.pain, part);
}

// discomfort over that of the table: it is proportional to D_inf
static double discomfort_of(const habit *h) {
  double of_build = h->table->physio.nerve.pain.discomfort_points;
  return h->shares ? h->p->nerve.pain.discomfort_points / of_build : 1;
}

// (G3), and sensitisation, with the drives of every minute
static felt feel_pain(habit *h, const ps_known *k, int day) {
  const ps_nerve *n = &h->p->nerve;
  const ps_affect_params *a = &h->p->effort.affect;
  double week = (day + 0.5) / 7, since = week - h->w->episode_week;
  bool begun = since >= 0;
  ps_mood mood = mood_at(h, week);
  const ps_affect slept = {.sleep_debt = h->care.sleep_debt * h->s.affect.sleep_debt};
  double sleep = on(h, PS_MECHANISM_sleep) ? ps_affect_sleep_gain(a, &slept, &mood) : 1;
  double affect = ps_affect_mood_gain(a, &mood);
  double episode = begun ? ps_pain_episode(ps_pain_course_points(
                               &n->course, ps_episode_course(h->w->episode), since))
                         : 0;
  const ps_leg_cause leg = {.kind = begun && h->w->episode == PS_EPISODE_SCIATICA ? PS_LEG_EPISODE
                                                                                  : PS_LEG_HEALTHY,
                            .week = since};
  const float *flow = ps_known_rows(k, PS_KNOWN_FLOW), *d = ps_known_rows(k, PS_KNOWN_DISCOMFORT);
  double feeling = discomfort_of(h);
  felt sum = {0};
  for (int i = 0; i < k->n; i++) {
    double drive = drive_at(h, k, i);
    ps_pain_step_central(&n->pain, drive / n->pain.drive_most, i ? k->row_s : k->first_s,
                         &h->s.pain);
    if (i >= k->awake)
      continue;
    double gain = ps_pain_gain(&n->pain, sleep, affect, h->s.pain.central_gain);
    double back = ps_pain_index(drive + episode, gain);
    double in_leg = ps_pain_index(ps_leg_drive(&n->pain, &n->course, &leg, (double)flow[i]), gain);
    back = ps_care_pain(&n->pain, &h->care, PS_PAIN_BACK, 0, back);
    sum.back += back;
    sum.leg += ps_care_pain(&n->pain, &h->care, PS_PAIN_LEG, 0, in_leg);
    sum.total += ps_pain_total(back, feeling * (double)d[i]);
  }
  return (felt){sum.back / k->awake, sum.leg / k->awake, sum.total / k->awake};
}

static void feel_stress(habit *h, const ps_day *day) {
  const ps_effort_params *e = &h->p->effort;
  ps_mood mood = on(h, PS_MECHANISM_affect) ? h->w->mood : (ps_mood){0};
  for (int i = 0; i < day->nblock && on(h, PS_MECHANISM_stress); i++)
    ps_stress_step_load(
        &e->stress, h->care.stressor * ps_affect_stressor(&e->affect, &mood, day->block[i].stress),
        day->block[i].duration_s, &h->s.stress);
}

// height lost in the evening [mm]; the night follows
static double lose_height(habit *h, const ps_known *k) {
  const ps_disc_water_params *p = &h->p->tissue.disc_water;
  const float *pressure = ps_known_rows(k, PS_KNOWN_PRESSURE);
  double evening = ps_disc_water_stature_mm(p, &h->s.discs);
  for (int i = 1; i < k->n && on(h, PS_MECHANISM_disc_water); i++) {
    ps_disc_water_step(p, (double)pressure[i], k->row_s, &h->s.discs);
    if (i < k->awake)
      evening = ps_disc_water_stature_mm(p, &h->s.discs);
  }
  return evening;
}

// Who is on their feet gets up and climbs a step: postures do not say so, the table does.
static double peak_of(double computed, const ps_life_doses *d, double usual) {
  return d->standing_h + d->walking_h > 0 ? fmax(computed, usual) : computed;
}

static void adapt(habit *h, const ps_known *k, double stretch_min) {
  const ps_life_doses *d = &k->doses, *usual = &h->table->ordinary;
  ps_adaptation_params psoas = h->p->tissue.adaptation, back = psoas;
  psoas.usual_mean = usual->mean_activation;
  back.usual_mean = usual->mean_back_activation;
  const ps_adaptation_day mine = {
      .mean_length = d->mean_length,
      .duty_short = d->sitting_h / 24, // on a chair; hips bent in bed do not count
      .stretch_min = stretch_min,
      .mean_activation = d->mean_activation,
      .peak_activation = peak_of(d->peak_activation, d, psoas.usual_peak)};
  const ps_adaptation_day its = {
      .mean_length = 1, // nothing is known of back muscle that is held long
      .mean_activation = d->mean_back_activation,
      .peak_activation = peak_of(d->peak_back_activation, d, back.usual_peak)};
  if (!on(h, PS_MECHANISM_adaptation))
    return;
  ps_adaptation_step(&psoas, &mine, 86400, &h->s.psoas);
  ps_adaptation_step(&back, &its, 86400, &h->s.back);
}

// ---- rows

static void put(float *row, ps_habit_column column, double x) {
  row[column] = (float)x;
}

// states of a morning
static ps_status put_morning(habit *h, float *row, ps_error *err) {
  const slow *s = &h->s;
  ps_adaptation relative = s->psoas;
  relative.length = length_now(h);
  ps_habit_reach reach;
  PS_TRY(ps_habit_reach_at(h->b, h->mechanics, 1 - relative.length, h->o->posture, h->table->reach,
                           &reach, err));
  put(row, PS_HABIT_psoas_length_pct, 100 * relative.length);
  put(row, PS_HABIT_psoas_strength_pct, 100 * s->psoas.strength * h->care.psoas_strength);
  put(row, PS_HABIT_psoas_stiffness_pct, 100 * s->psoas.stiffness);
  put(row, PS_HABIT_back_strength_pct, 100 * s->back.strength);
  put(row, PS_HABIT_back_stiffness_pct, 100 * s->back.stiffness);
  put(row, PS_HABIT_stretch_tolerance_deg, s->psoas.tolerance_deg);
  put(row, PS_HABIT_extension_change_deg,
      ps_adaptation_extension_deg(&relative, h->p->tissue.adaptation.deg_per_share));
  put(row, PS_HABIT_hip_extension_deg, reach.extension + s->psoas.tolerance_deg);
  put(row, PS_HABIT_thomas_deg, reach.thomas);
  put(row, PS_HABIT_lordosis_deg, reach.lordosis);
  put(row, PS_HABIT_pelvic_tilt_deg, reach.pelvic_tilt);
  put(row, PS_HABIT_height_morning_mm,
      ps_disc_water_stature_mm(&h->p->tissue.disc_water, &s->discs));
  put(row, PS_HABIT_stress_load_pct, 100 * s->stress.load);
  put(row, PS_HABIT_sleep_debt_nights, s->affect.sleep_debt);
  put(row, PS_HABIT_central_gain, s->pain.central_gain);
  return PS_OK;
}

static void put_day(const habit *h, const ps_known *k, const felt *f, double evening, float *row) {
  put(row, PS_HABIT_sitting_h, k->doses.sitting_h);
  put(row, PS_HABIT_L4_L5_compression_N, k->compression_N);
  put(row, PS_HABIT_psoas_force_N, k->psoas_N);
  put(row, PS_HABIT_psoas_fatigue_pct, k->fatigue_pct);
  put(row, PS_HABIT_height_evening_mm, evening);
  put(row, PS_HABIT_discomfort, discomfort_of(h) * k->discomfort);
  put(row, PS_HABIT_discomfort_mean, discomfort_of(h) * k->discomfort_mean);
  put(row, PS_HABIT_back_pain, f->back);
  put(row, PS_HABIT_leg_pain, f->leg);
  put(row, PS_HABIT_pain_total, f->total);
}

// what interventions come to at noon
static ps_care_acts care_on(const habit *h, double day) {
  const ps_weeks *w = h->w;
  bool begun = day >= 7 * w->episode_week;
  const ps_care_who who = {begun ? w->episode : PS_EPISODE_NONE, w->mood.ptsd};
  return h->o->care ? ps_care_on(h->o->care, h->o->sizes, &who, day) : ps_care_none();
}

// the kind of a day, as lived with interventions from the first of them to the last
static int kind_on(const habit *h, int day) {
  const ps_care *care = h->o->care;
  int kind = ps_weeks_kind_of(h->w, day);
  return care && ps_care_changes(care, day) ? kind + h->o->treated : kind;
}

// of the phase, unless stretching is an intervention, whose effect has its own size
static double stretch_on(const habit *h, int day) {
  return h->care.extension_deg != 0 ? 0 : h->w->phase[ps_weeks_phase_of(h->w, day)].stretch_min;
}

// The same for pain alone, felt on one day of every few: sensitisation takes the mean drive of the
// others.
static ps_status live_for_pain(habit *h, int day, float *row, ps_error *err) {
  const ps_known *k = NULL;
  const ps_pain_params *pain = &h->p->nerve.pain;
  int kind = kind_on(h, day), every = h->o->pain_every;
  PS_TRY(day_of(h, kind, &k, err));
  if (day % every == every / 2)
    h->felt = feel_pain(h, k, day);
  else
    ps_pain_step_central(pain, k->drive_mean / pain->drive_most, 86400, &h->s.pain);
  adapt(h, k, stretch_on(h, day));
  if (on(h, PS_MECHANISM_sleep))
    ps_affect_night(&h->p->effort.affect, h->w->kind[kind].sleep_s / 3600, &h->s.affect);
  put_day(h, k, &h->felt, NAN, row);
  return PS_OK;
}

// From one morning to the next. What a day does:
static ps_status live(habit *h, int day, float *row, ps_error *err) {
  const ps_known *k = NULL;
  int kind = kind_on(h, day);
  h->care = care_on(h, day + 0.5);
  if (h->o->pain_every > 1)
    return live_for_pain(h, day, row, err);
  PS_TRY(put_morning(h, row, err));
  PS_TRY(day_of(h, kind, &k, err));   // person as adapted -> loads, drives, doses
  felt f = feel_pain(h, k, day);      // drives, debt, mood, episode -> pain, sensitised
  double evening = lose_height(h, k); // pressure -> height, over the night
  feel_stress(h, &h->w->kind[kind]);  // stressors -> load of months
  adapt(h, k, stretch_on(h, day));    // length, use -> muscle
  if (on(h, PS_MECHANISM_sleep))      // hours of sleep -> debt
    ps_affect_night(&h->p->effort.affect, h->w->kind[kind].sleep_s / 3600, &h->s.affect);
  put_day(h, k, &f, evening, row);
  return PS_OK;
}

// ---- all days

// The person lives ordinary days before the first: muscle has the length that they leave.
static void begin(habit *h) {
  const ps_life_doses *d = &h->table->ordinary;
  const ps_adaptation_day ordinary = {.mean_length = d->mean_length,
                                      .duty_short = d->sitting_h / 24};
  h->s = (slow){.psoas = ps_adaptation_start(),
                .back = ps_adaptation_start(),
                .affect = {.sleep_debt = h->w->sleep_debt},
                .pain = ps_pain_rest()};
  if (on(h, PS_MECHANISM_adaptation))
    h->s.psoas.length = ps_adaptation_target(&h->p->tissue.adaptation, &ordinary);
  h->length0 = h->s.psoas.length;
}

static ps_status live_all(habit *h, ps_habit_track *track, ps_error *err) {
  const ps_watch *watch = h->o->watch;
  int all = h->w->ndays;
  for (int day = 0; day < all; day++) {
    PS_TRY(live(h, day, ps_habit_row(track, day), err));
    track->n = day + 1;
    if (watch && watch->progress && !watch->progress(watch->context, "days", day + 1, all))
      return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %d of %d days", day + 1, all);
  }
  float *last = ps_habit_row(track, all);
  memcpy(last, ps_habit_row(track, all - 1), PS_HABIT_COLUMN_COUNT * sizeof *last);
  h->care = care_on(h, all);
  if (h->o->pain_every <= 1)
    PS_TRY(put_morning(h, last, err));
  track->n = all + 1;
  return PS_OK;
}

ps_status ps_habit_run(ps_habit_bodies *bodies, const ps_parameters *mechanics,
                       const ps_physio *physio, const ps_habit_options *options,
                       ps_habit_track *track, ps_habit_sums *sums, ps_error *err) {
  habit h = {.b = bodies,
             .w = ps_habit_weeks(bodies),
             .mechanics = mechanics,
             .o = options,
             .p = physio,
             .table = options->table,
             .shares = options->table,
             .sums = sums,
             .care = ps_care_none()};
  track->n = 0;
  *sums = (ps_habit_sums){0};
  if (!h.shares)
    PS_TRY(ps_habit_table_create(&h.table, bodies, mechanics, physio, options, 1, NULL, err));
  sums->ordinary = h.table->ordinary;
  begin(&h);
  ps_status status = live_all(&h, track, err);
  sums->days_run = ps_habit_table_days(h.table);
  sums->solves = ps_habit_table_solves(h.table);
  if (!h.shares)
    ps_habit_table_free(h.table);
  return status;
}
