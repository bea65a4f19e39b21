// life.c: the couplings, one call after the other, and the clock.
#include "scenario/life.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/life_inner.h"

static const struct {
  const char *name, *words;
} mechanisms[PS_MECHANISM_COUNT] = {
#define M(name, words) {#name, words},
    PS_MECHANISMS(M)
#undef M
};

const char *ps_mechanism_name(int mechanism) {
  return mechanisms[mechanism].name;
}

const char *ps_mechanism_words(int mechanism) {
  return mechanisms[mechanism].words;
}

int ps_mechanism_named(const char *name) {
  for (int i = 0; i < PS_MECHANISM_COUNT; i++)
    if (strcmp(mechanisms[i].name, name) == 0)
      return i;
  return -1;
}

ps_life_options ps_life_default(void) {
  return (ps_life_options){.step_s = 60, .tolerance = 1};
}

// ---- from slow states to the mechanics

static bool on(const ps_life_run *l, ps_mechanism mechanism) {
  return !(l->off & 1u << mechanism);
}

static void feel_stress(ps_life_run *l) {
  const ps_effort_params *e = &l->p->effort;
  ps_mood mood = on(l, PS_MECHANISM_affect) ? l->day->mood : (ps_mood){0};
  double stressor =
      on(l, PS_MECHANISM_stress) ? ps_affect_stressor(&e->affect, &mood, l->block->stress) : 0;
  ps_stress_step(&e->stress, l->care.stressor * stressor, l->dt, &l->s.stress);
  l->effects = ps_stress_effects_of(&e->stress, &l->s.stress);
  l->effects.psoas_pct *= l->care.psoas_tone;
}

ps_body_state ps_life_body_state(const ps_life_run *l, double bent) {
  const ps_effort_params *e = &l->p->effort;
  ps_body_state b = ps_body_rested();
  b.tension = ps_tension_of(&l->effects);
  if (on(l, PS_MECHANISM_affect))
    b.tension.coactivation *= ps_affect_trunk_factor(&e->affect, &l->day->mood);
  if (on(l, PS_MECHANISM_creep)) // what has crept shows as far as the posture is bent
    b.sag_deg = ps_creep_angle_deg(&l->s.creep) * bent;
  if (on(l, PS_MECHANISM_fatigue)) {
    b.back_capacity = ps_fatigue_capacity(&l->s.back);
    b.psoas_capacity =
        fmin(ps_fatigue_capacity(&l->s.psoas[0]), ps_fatigue_capacity(&l->s.psoas[1]));
  }
  return b;
}

static void take_posture(ps_life_run *l) {
  ps_body_state state = ps_life_body_state(l, l->bent[l->block->pose]);
  if (!ps_body_sample_at(l->body, l->first_pose + l->block->pose, &state, l->clock, &l->m))
    l->unheld_s += l->dt;
}

// ---- from the mechanics to slow states

static void creep(ps_life_run *l) {
  if (on(l, PS_MECHANISM_creep))
    ps_creep_step(&l->p->tissue.creep, l->bent[l->block->pose], l->dt, &l->s.creep);
}

static double movement(const ps_life_run *l) {
  return on(l, PS_MECHANISM_movement) ? l->block->task.movement_1_s : 0;
}

static void stiffen(ps_life_run *l) {
  bool lies = l->day->pose[l->block->pose].base != PS_UPRIGHT;
  bool about = l->block->task.free_movement && on(l, PS_MECHANISM_movement);
  const ps_thixotropy_input in = {
      .speed = movement(l), .held = lies || about ? 0 : 1, .contraction = about ? 1 : 0};
  if (on(l, PS_MECHANISM_thixotropy))
    ps_thixotropy_step(&l->p->tissue.thixotropy, &in, l->dt, &l->s.thixotropy);
}

static void lose_height(ps_life_run *l) {
  if (on(l, PS_MECHANISM_disc_water))
    ps_disc_water_step(&l->p->tissue.disc_water, l->m.pressure_MPa[PS_L4_L5], l->dt, &l->s.discs);
}

static void tire(ps_life_run *l) {
  const ps_effort_params *e = &l->p->effort;
  ps_fatigue_params back = ps_fatigue_with(&e->fatigue, &e->fatigue_trunk);
  if (!on(l, PS_MECHANISM_fatigue))
    return;
  double duty = l->block->task.duty;
  for (int side = 0; side < 2; side++)
    ps_fatigue_step(&e->fatigue, duty * l->m.psoas_activation[side] * l->m.psoas_capacity, l->dt,
                    &l->s.psoas[side]);
  ps_fatigue_step(&back, duty * l->m.back_activation * l->m.back_capacity, l->dt, &l->s.back);
}

static void supply_blood(ps_life_run *l) {
  const ps_perfusion_params *p = &l->p->effort.perfusion;
  const double restless = 1.0 / 60; // [1/s]  a full range a minute counts as moving
  double passive = l->m.psoas_passive_N[0] + l->m.psoas_passive_N[1];
  bool sits = l->m.hip_flexion_deg > 40 && !l->block->is_night;
  double relaxed = 1 - l->block->task.duty;
  l->psoas_in =
      (ps_perfusion_input){.activation = fmax(l->m.psoas_activation[0], l->m.psoas_activation[1]),
                           .relaxed = relaxed,
                           .passive = passive / l->psoas_most_N};
  l->back_in = (ps_perfusion_input){.activation = l->m.back_activation, .relaxed = relaxed};
  if (!on(l, PS_MECHANISM_perfusion))
    return;
  ps_perfusion_step(p, &l->psoas_in, l->dt, &l->s.psoas_blood);
  ps_perfusion_step(p, &l->back_in, l->dt, &l->s.back_blood);
  ps_leg_flow_step(p, sits, fmin(1, movement(l) / restless), l->dt, &l->s.legs);
}

// ---- nerve

static ps_foramen_posture foramen_posture(const ps_life_run *l, int level) {
  const ps_human *h = ps_body_human(l->body);
  double half_weight = 0.5 * h->model->mass * ps_norm(h->model->gravity);
  double bend = l->m.bend_deg[level] / h->person.flexibility;
  return (ps_foramen_posture){
      .flexion = fmax(0, -bend / h->p.range_flexion_deg[level]),
      .extension = fmax(0, bend / h->p.range_extension_deg[level]),
      .load = fmax(0, l->m.compression_N[level] - l->lying.compression_N[level]) / half_weight};
}

static double sciatic_strain(const ps_life_run *l) {
  const double degree = 3.14159265358979323846 / 180;
  double bent = 0;
  for (int k = 0; k < PS_LEVELS; k++)
    bent -= l->m.bend_deg[k] * degree;
  const ps_leg_pose pose = {.hip_flexion = l->m.hip_flexion_deg * degree,
                            .knee_flexion = l->m.knee_flexion_deg * degree,
                            .spine_flexion = bent};
  return ps_sciatic_strain(&l->p->nerve.sciatic, &pose);
}

static void press_nerves(ps_life_run *l) {
  static const int level[PS_LIFE_ROOTS] = {PS_L4_L5, PS_L5_S1};
  static const ps_foramen_level name[PS_LIFE_ROOTS] = {PS_FORAMEN_L4_L5, PS_FORAMEN_L5_S1};
  const double arterial = 93; // [mmHg]  mean of adults, row P66
  const ps_nerve *n = &l->p->nerve;
  l->root_flow = 1;
  for (int i = 0; i < PS_LIFE_ROOTS; i++) {
    ps_foramen_posture posture = foramen_posture(l, level[i]);
    double swelling = ps_root_swelling(&n->fiber, &l->s.root[i]);
    l->foramen_mm2[i] = ps_foramen_area_mm2(&n->foramen, name[i], &posture, l->day->narrowing);
    l->root_mmHg[i] =
        ps_foramen_pressure_mmhg(&n->foramen, name[i], &posture, l->day->narrowing, swelling);
    const ps_root_load load = {
        .pressure_mmhg = l->root_mmHg[i], .map_mmhg = arterial, .strain = sciatic_strain(l)};
    if (!on(l, PS_MECHANISM_nerve))
      continue;
    ps_root_step(&n->root, &n->fiber, &load, l->dt, &l->s.root[i]);
    l->root_flow = fmin(l->root_flow, ps_root_flow(&n->root, &n->fiber, &load, &l->s.root[i]));
  }
  if (on(l, PS_MECHANISM_nerve)) // two narrow places are worse than one
    l->root_flow =
        fmin(l->root_flow, ps_root_flow_between(&n->root, &n->fiber, n->foramen.rest_mmhg,
                                                l->root_mmHg, arterial));
}

// ---- vibration and pain

static double vibration_of(const ps_life_run *l) {
  double seat = l->block->seat_factor * l->care.seat;
  return on(l, PS_MECHANISM_vibration) ? l->block->vibration_m_s2 * seat : 0;
}

static void shake(ps_life_run *l) {
  const ps_pose *pose = &l->day->pose[l->block->pose];
  const ps_vibration_input in = {
      .aw = vibration_of(l), .recline_deg = pose->support.backrest ? pose->chair.backrest_deg : 0};
  ps_vibration_step(&l->p->tissue.vibration, &in, l->dt, &l->s.vibration);
}

static void feel_discomfort(ps_life_run *l) {
  const ps_nerve *n = &l->p->nerve;
  bool lies = l->day->pose[l->block->pose].base != PS_UPRIGHT;
  bool about = l->block->task.free_movement && on(l, PS_MECHANISM_movement);
  const ps_pain_exposure x = {
      .posture = lies || about ? 0 : fmax(0, 1 - 60 * movement(l)),
      .effort = fmax(l->m.back_activation, l->m.hip_flexor_activation),
      .vibration = fmin(1, ps_vibration_a8(&l->s.vibration) / l->p->tissue.vibration.a8_limit) *
                   (vibration_of(l) > 0),
      .breaks = l->block->has_breaks && on(l, PS_MECHANISM_movement),
      .moved = lies || about};
  ps_pain_step_discomfort(&n->pain, &x, l->dt, &l->s.pain);
}

// x_i of the pain model: how hard each part is driven now
static void find_drives(ps_life_run *l) {
  const ps_vibration_params *v = &l->p->tissue.vibration;
  double shaken = ps_vibration_transmissibility(v, v->vehicle_hz) * vibration_of(l) / 9.80665;
  double extended = 0;
  for (int k = 0; k < PS_LEVELS; k++)
    extended += fmax(0, l->m.bend_deg[k]);
  double tired = 1 - ps_fatigue_capacity(&l->s.back);
  double starved = l->p->effort.perfusion.rest_saturation - l->s.back_blood.saturation;
  l->drive[PS_PAIN_disc] = l->m.compression_N[PS_L4_L5] * (1 + shaken);
  l->drive[PS_PAIN_facet] = extended;
  l->drive[PS_PAIN_muscle] = 100 * fmax(tired, starved);
  l->drive[PS_PAIN_hip] = l->m.hip_contact_N;
  l->drive[PS_PAIN_sacroiliac] = fabs(l->m.shear_L5_S1_N);
}

ps_pain_course ps_episode_course(int episode) {
  static const ps_pain_course course[] = {[PS_EPISODE_NONE] = PS_COURSE_none,
                                          [PS_EPISODE_ACUTE] = PS_COURSE_acute,
                                          [PS_EPISODE_SUBACUTE] = PS_COURSE_subacute,
                                          [PS_EPISODE_PERSISTENT] = PS_COURSE_persistent,
                                          [PS_EPISODE_SCIATICA] = PS_COURSE_none};
  return course[episode];
}

static void feel_pain(ps_life_run *l) {
  const ps_nerve *n = &l->p->nerve;
  const ps_affect_params *a = &l->p->effort.affect;
  find_drives(l);
  if (!l->normal)
    return;
  ps_mood mood = on(l, PS_MECHANISM_affect) ? l->day->mood : (ps_mood){0};
  mood.chronic_pain = l->day->episode == PS_EPISODE_PERSISTENT;
  double since_d = (l->clock - l->day->start_s) / 86400;
  double week = l->day->episode_week + (l->clock - l->day->start_s) / (7 * 86400.0);
  double sum = l->drive_sum = ps_pain_drive_sum(&n->pain, l->normal, l->drive);
  ps_pain_step_central(&n->pain, sum / n->pain.drive_most, l->dt, &l->s.pain);
  const ps_affect slept = {.sleep_debt = l->care.sleep_debt * l->s.affect.sleep_debt};
  double sleep = on(l, PS_MECHANISM_sleep) ? ps_affect_sleep_gain(a, &slept, &mood) : 1;
  double gain =
      ps_pain_gain(&n->pain, sleep, ps_affect_mood_gain(a, &mood), l->s.pain.central_gain);
  double episode =
      ps_pain_episode(ps_pain_course_points(&n->course, ps_episode_course(l->day->episode), week));
  double back = ps_pain_index(sum + episode, gain);
  l->back_pain = ps_care_pain(&n->pain, &l->care, PS_PAIN_BACK, since_d, back);
  ps_leg_cause leg = {.kind = l->day->episode == PS_EPISODE_SCIATICA ? PS_LEG_EPISODE
                              : l->day->root_inflammation > 0        ? PS_LEG_INFLAMED
                                                                     : PS_LEG_HEALTHY,
                      .week = week,
                      .inflammation = l->day->root_inflammation};
  double in_leg = ps_pain_index(ps_leg_drive(&n->pain, &n->course, &leg, l->root_flow), gain);
  l->leg_pain = ps_care_pain(&n->pain, &l->care, PS_PAIN_LEG, since_d, in_leg);
}

static void sleep_off(ps_life_run *l) {
  double end = l->block->start_s + l->block->duration_s;
  if (l->block->is_night && l->clock + l->dt > end - 1e-6)
    ps_affect_night(&l->p->effort.affect, l->block->duration_s / 3600, &l->s.affect);
}

// ---- the clock

void ps_life_step(ps_life_run *l) {
  feel_stress(l);     // stressor, mood         -> tone, coactivation
  take_posture(l);    // tone, creep, fatigue   -> forces, loads, angles
  creep(l);           // bend                   -> creep, reflex
  stiffen(l);         // stillness              -> stiffness
  lose_height(l);     // pressure of the disc   -> height
  tire(l);            // activation             -> fatigue
  supply_blood(l);    // activation, stretch    -> pressure, flow, oxygen
  press_nerves(l);    // bend, load             -> foramen, root, flow, conduction
  shake(l);           // vibration              -> doses
  feel_discomfort(l); // posture, effort, shake -> discomfort
  feel_pain(l);       // loads, sleep, mood, care -> pain indices
  sleep_off(l);       // night                  -> sleep debt
}

ps_life_slow ps_life_morning(const ps_physio *p, const ps_day *day) {
  ps_life_slow s = {.psoas_blood = ps_perfusion_rest(&p->effort.perfusion),
                    .back_blood = ps_perfusion_rest(&p->effort.perfusion),
                    .pain = ps_pain_rest(),
                    .affect = {.sleep_debt = day->sleep_debt}};
  for (int i = 0; i < PS_LIFE_ROOTS; i++)
    s.root[i] = ps_root_rest();
  return s;
}

// ---- rows

static void put(float *row, ps_life_column column, double x) {
  row[column] = (float)x;
}

static void fill_muscles(const ps_life_run *l, float *row) {
  const ps_perfusion_params *p = &l->p->effort.perfusion;
  const ps_body_sample *m = &l->m;
  double force = m->psoas_force_N[0] + m->psoas_force_N[1];
  double passive = m->psoas_passive_N[0] + m->psoas_passive_N[1];
  double more = fmax(m->psoas_force_N[0], m->psoas_force_N[1]);
  double less = fmin(m->psoas_force_N[0], m->psoas_force_N[1]);
  put(row, PS_LIFE_psoas_length_mm, 1000 * m->psoas_length_m);
  put(row, PS_LIFE_psoas_stiffness_N_mm,
      m->psoas_stiffness_N_mm *
          ps_thixotropy_factor(&l->p->tissue.thixotropy, &l->s.thixotropy, 0));
  put(row, PS_LIFE_psoas_force_N, force);
  put(row, PS_LIFE_psoas_passive_N, passive);
  put(row, PS_LIFE_psoas_active_N, force - passive);
  put(row, PS_LIFE_psoas_activation_pct, 50 * (m->psoas_activation[0] + m->psoas_activation[1]));
  put(row, PS_LIFE_psoas_pressure_mmHg, ps_perfusion_pressure_mmhg(p, &l->psoas_in));
  put(row, PS_LIFE_psoas_flow_pct, 100 * ps_perfusion_flow(p, &l->psoas_in, &l->s.psoas_blood));
  put(row, PS_LIFE_psoas_oxygen_pct, 100 * l->s.psoas_blood.saturation);
  put(row, PS_LIFE_psoas_fatigue_pct,
      100 * fmax(1 - ps_fatigue_capacity(&l->s.psoas[0]), 1 - ps_fatigue_capacity(&l->s.psoas[1])));
  put(row, PS_LIFE_psoas_imbalance_pct, more > 1 ? 100 * (1 - less / more) : 0);
  put(row, PS_LIFE_back_fatigue_pct, 100 * (1 - ps_fatigue_capacity(&l->s.back)));
  put(row, PS_LIFE_back_oxygen_pct, 100 * l->s.back_blood.saturation);
  put(row, PS_LIFE_back_stiffness_pct,
      100 * ps_thixotropy_muscle(&l->p->tissue.thixotropy, &l->s.thixotropy));
  put(row, PS_LIFE_leg_flow_pct, 100 * ps_leg_flow_factor(p, &l->s.legs));
}

static void fill_spine(const ps_life_run *l, float *row) {
  const ps_body_sample *m = &l->m;
  const ps_foramen_params *f = &l->p->nerve.foramen;
  double least = fmin(ps_root_conduction(&l->s.root[0]), ps_root_conduction(&l->s.root[1]));
  put(row, PS_LIFE_lordosis_deg, m->lordosis_deg);
  put(row, PS_LIFE_creep_deg, ps_creep_angle_deg(&l->s.creep));
  put(row, PS_LIFE_reflex_pct, 100 * ps_creep_reflex(&l->s.creep));
  put(row, PS_LIFE_L4_L5_compression_N, m->compression_N[PS_L4_L5]);
  put(row, PS_LIFE_L5_S1_compression_N, m->compression_N[PS_L5_S1]);
  put(row, PS_LIFE_L4_L5_pressure_MPa, m->pressure_MPa[PS_L4_L5]);
  put(row, PS_LIFE_height_loss_mm, ps_disc_water_stature_mm(&l->p->tissue.disc_water, &l->s.discs));
  put(row, PS_LIFE_stability_Nm_rad, m->stability_Nm_rad);
  put(row, PS_LIFE_balance_mm, m->balance_mm);
  put(row, PS_LIFE_belly_over_back_pct,
      m->back_activation > 0 ? 100 * m->belly_activation / m->back_activation : 0);
  put(row, PS_LIFE_iap_kPa, m->iap_kPa + l->effects.abdominal_kpa);
  put(row, PS_LIFE_hip_contact_N, m->hip_contact_N);
  put(row, PS_LIFE_foramen_L4_L5_pct, 100 * l->foramen_mm2[0] / f->area_mm2_L4_L5);
  put(row, PS_LIFE_foramen_L5_S1_pct, 100 * l->foramen_mm2[1] / f->area_mm2_L5_S1);
  put(row, PS_LIFE_root_pressure_mmHg, fmax(l->root_mmHg[0], l->root_mmHg[1]));
  put(row, PS_LIFE_root_flow_pct, 100 * l->root_flow);
  put(row, PS_LIFE_root_conduction_pct, 100 * least);
}

void ps_life_fill_row(const ps_life_run *l, float *row) {
  const ps_stress_params *p = &l->p->effort.stress;
  fill_muscles(l, row);
  fill_spine(l, row);
  put(row, PS_LIFE_stress_pct, 100 * l->s.stress.sympathetic);
  put(row, PS_LIFE_cortisol_ratio, ps_stress_cortisol(p, &l->s.stress, fmod(l->clock / 3600, 24)));
  put(row, PS_LIFE_breathing_1_min, l->effects.breath_per_min);
  put(row, PS_LIFE_heart_rate_1_min, l->effects.heart_per_min);
  put(row, PS_LIFE_tone_trapezius_pct, l->effects.trapezius_pct);
  put(row, PS_LIFE_tone_back_pct, l->effects.trunk_pct);
  put(row, PS_LIFE_tone_psoas_pct, l->effects.psoas_pct);
  put(row, PS_LIFE_vibration_a8_m_s2, ps_vibration_a8(&l->s.vibration));
  put(row, PS_LIFE_discomfort, l->s.pain.discomfort);
  put(row, PS_LIFE_back_pain, l->back_pain);
  put(row, PS_LIFE_leg_pain, l->leg_pain);
  put(row, PS_LIFE_pain_total, ps_pain_total(l->back_pain, l->s.pain.discomfort));
}
