// life.h: slow processes of a person on one clock with the mechanics: a day, minute by minute.
//
// Every step: stress and sleep say what tone is added, the posture solver says what that comes to
// (again only where the state has moved), and the slow states follow what the body does. The list
// of couplings is `step` in life.c; each mechanism can be switched off. Theory:
// docs/theory/life.md.
#pragma once

#include "scenario/care.h"
#include "scenario/day.h"
#include "scenario/life_body.h"
#include "scenario/life_track.h"
#include "scenario/physio_table.h"

// M(name, words): what can be switched off
#define PS_MECHANISMS(M)                                                                           \
  M(creep, "creep of the bent spine")                                                              \
  M(thixotropy, "stiffness of muscle that is not moved")                                           \
  M(disc_water, "height of the discs over the day")                                                \
  M(fatigue, "muscle fatigue")                                                                     \
  M(perfusion, "blood flow and oxygen of muscle")                                                  \
  M(stress, "stress: tone and coactivation")                                                       \
  M(affect, "fear, mood and trauma as modifiers")                                                  \
  M(sleep, "sleep debt")                                                                           \
  M(nerve, "foramen, root pressure, flow and conduction")                                          \
  M(vibration, "whole-body vibration")                                                             \
  M(movement, "breaks and movement")                                                               \
  M(adaptation, "length and strength of muscle over weeks")

typedef enum ps_mechanism {
#define M(name, words) PS_MECHANISM_##name,
  PS_MECHANISMS(M)
#undef M
      PS_MECHANISM_COUNT
} ps_mechanism;
const char *ps_mechanism_name(int mechanism);
const char *ps_mechanism_words(int mechanism);
int ps_mechanism_named(const char *name); // -1: there is none

typedef struct ps_life_options {
  unsigned off;             // bits of mechanisms that are off
  double step_s;            // of the slow processes; rows are a minute apart whatever it is
  double tolerance;         // of the mechanics: ps_body_set_tolerance
  const ps_care_acts *care; // interventions, as on the first morning; NULL: none
  const ps_watch *watch;
} ps_life_options;
ps_life_options ps_life_default(void);

// The natural course of back pain in an episode (ps_episode_kind); sciatica has that of the leg.
ps_pain_course ps_episode_course(int episode);

// What a day adds up to.
typedef struct ps_life_doses {
  double sitting_h, standing_h, walking_h, lying_h;
  double bent_h;  // with the spine bent by more than 0.4 of its range
  double short_h; // with the hips bent by more than 40 deg
  double a8_m_s2, sed_MPa;
  double mean_length, mean_activation, peak_activation; // of the psoas; length over standing
  double mean_back_activation, peak_back_activation;
  double mean_stress, sleep_debt;
  // what the hip abductors have left on one leg, rested and before the night [share]
  double pelvis_rested, pelvis_evening;
  double unheld_min; // in postures that the person cannot hold
  double solves;     // of the posture
} ps_life_doses;

// What is the same for every run of a day with one person.
typedef struct ps_life_days {
  const ps_day *day, *ordinary; // ordinary: the day that pain drives are measured against
} ps_life_days;

// A body that knows the postures of both days.
ps_status ps_life_body(ps_body **body, const ps_lab *lab, const ps_life_days *days, bool fine,
                       ps_error *err);

// The ordinary day, for what the person is used to.
ps_status ps_life_normal(ps_body *body, const ps_life_days *days, const ps_parameters *mechanics,
                         const ps_physio *physio, const ps_life_options *o, ps_pain_normal *normal,
                         ps_error *err);

// The same, and what the ordinary day adds up to.
ps_status ps_life_usual(ps_body *body, const ps_life_days *days, const ps_parameters *mechanics,
                        const ps_physio *physio, const ps_life_options *o, ps_pain_normal *normal,
                        ps_life_doses *doses, ps_error *err);

// The day itself. Track and doses are the caller's: track->value has room for
// ps_life_rows(day) rows, or is NULL. PS_ERR_CANCELLED where the watch says so.
int ps_life_rows(const ps_day *day);
ps_status ps_life_day(ps_body *body, const ps_life_days *days, const ps_parameters *mechanics,
                      const ps_physio *physio, const ps_pain_normal *normal,
                      const ps_life_options *o, ps_life_track *track, ps_life_doses *doses,
                      ps_error *err);
