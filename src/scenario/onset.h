// onset.h: what goes with new pain in groups of people who live so: an association, apart from
// mechanics and from the pain index, and fed back into neither.
//
//   level = 1 as in the study, 0 without, log-linear in between (risk.h)
//
//   sitting, 6 to 8 h and over 8 h   hours on a seat a day, of days that last weeks
//   vibration                        A(8) over that of an ordinary day, 1 at the action value
//   drivers' factors                 for those at half of that: years, loads, short sleep
//   mood, stress                     as the weeks say; the load of months (stress.h)
//   short sleep                      share of nights under 6 h, for insomnia
//   breaks                           share of seated time with a break each 30 min
//
// Age, weight and what else a person cannot change by habit are left out: they do not tell habits
// apart. Theory: docs/theory/weeks.md.
#pragma once

#include "scenario/habit.h"

enum { PS_ONSET_OUTCOMES = 3 };

typedef struct ps_onset_risk {
  ps_risk_outcome outcome;
  const char *words;      // "new back pain within a year"
  double base;            // probability without any factor
  double odds, low, high; // ratio, with 95 % interval
  double probability;
} ps_onset_risk;

typedef struct ps_onset {
  ps_risk_exposure who;
  ps_onset_risk risk[PS_ONSET_OUTCOMES];
} ps_onset;

// What interventions do to it: days from here on are those with care, and the hazard of new back
// pain is multiplied. Breaks that are an intervention count by that hazard alone.
typedef struct ps_onset_care {
  int treated;   // kinds of day further back; 0: the same
  double hazard; // ratio; 1: none
} ps_onset_care;

// Of the habit of a phase; stress_load 0..1 at its end.
void ps_onset_of(const ps_weeks *weeks, int phase, const ps_habit_sums *sums, double stress_load,
                 const ps_onset_care *care, const ps_nerve *nerve, ps_onset *onset);
// Levels alone, for habits that are stated: sitting hours and A(8) a day.
void ps_onset_levels(double sitting_h, double a8_m_s2, ps_risk_exposure *who);
