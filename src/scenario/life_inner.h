// life_inner.h: a day while it runs. Private to the files life*.c and weeks.c.
#pragma once

#include "scenario/life.h"

enum { PS_LIFE_ROOTS = 2 }; // that leave at L4/5 and at L5/S1

// What changes slowly.
typedef struct ps_life_slow {
  ps_stress stress;
  ps_affect affect;
  ps_creep creep;
  ps_thixotropy thixotropy;
  ps_disc_water discs;
  ps_fatigue psoas[2], back;
  ps_perfusion psoas_blood, back_blood;
  ps_leg_flow legs;
  ps_root root[PS_LIFE_ROOTS];
  ps_vibration vibration;
  ps_pain pain;
} ps_life_slow;

typedef struct ps_life_run {
  // what stays
  ps_body *body;
  const ps_physio *p;
  const ps_day *day;
  const ps_pain_normal *normal; // NULL: this is the day that gives it
  ps_care_acts care;
  unsigned off;
  int first_pose;      // of the day in the body
  int one_leg;         // pose of the body that asks for control of the pelvis; -1: none
  double *bent;        // by pose of the day: share of full flexion without creep
  double psoas_most_N; // of both sides
  ps_body_sample lying;
  // now
  const ps_day_block *block;
  double clock, dt; // [s]
  ps_life_slow s;
  ps_stress_effects effects;
  ps_body_sample m;
  ps_perfusion_input psoas_in, back_in;
  double foramen_mm2[PS_LIFE_ROOTS], root_mmHg[PS_LIFE_ROOTS], root_flow;
  double drive[PS_PAIN_NDRIVE], drive_sum, back_pain, leg_pain;
  double unheld_s;
} ps_life_run;

ps_life_slow ps_life_morning(const ps_physio *p, const ps_day *day);
// What the slow states make of the body, in a posture bent by this share.
ps_body_state ps_life_body_state(const ps_life_run *l, double bent);
// All couplings over l->dt in l->block.
void ps_life_step(ps_life_run *l);
void ps_life_fill_row(const ps_life_run *l, float *row);
