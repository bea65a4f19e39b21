// life_body.h: one person in the postures of a day: what mechanics says of a posture and a state.
//
// The solver runs again only when the state has moved by more than a tolerance since it last ran
// for the posture, or by a quarter of it some minutes ago; in between the last answer stands.
// Walking is the mean over ten moments of a stride, with peaks.
#pragma once

#include "scenario/answer.h"

// What slow processes change in the mechanics.
typedef struct ps_body_state {
  ps_tension tension;                   // that stress and fear add
  double sag_deg;                       // lordosis lost to creep, in full flexion
  double back_capacity, psoas_capacity; // [-]  of rested strength
} ps_body_state;

// What slow processes want to know of the mechanics; doubles only. Sides: right, left.
typedef struct ps_body_sample {
  double psoas_length_m, psoas_fiber_share; // mean path; fiber length over optimal
  double psoas_force_N[2], psoas_passive_N[2], psoas_activation[2];
  double psoas_stiffness_N_mm; // short-range, both sides
  double hip_flexor_activation, back_activation, belly_activation;
  double abductor_activation; // gluteus medius and minimus of the busier side
  double compression_N[PS_LEVELS], pressure_MPa[PS_LEVELS], bend_deg[PS_LEVELS]; // extension +
  double shear_L5_S1_N, hip_contact_N;
  double lordosis_deg, flexion_share; // share: 0 neutral, 1 all that the lumbar spine bends
  double hip_flexion_deg, knee_flexion_deg;
  double stability_Nm_rad, stability_without_psoas_Nm_rad, balance_mm, iap_kPa;
  double back_capacity, psoas_capacity; // for which it was solved
  double peak_compression_N;            // of L4/5; of a stride the largest
} ps_body_sample;

typedef struct ps_body ps_body;

// A body is for one thread. `fine`: postures settle to a few thousandths of a degree; else as far
// as draws ask for.
ps_status ps_body_create(ps_body **body, const ps_lab *lab, const ps_person *person,
                         const ps_pose *poses, int npose, bool fine, ps_error *err);
void ps_body_free(ps_body *body);

// Set the parameters and begin anew: what was solved before has no influence.
void ps_body_begin(ps_body *body, const ps_parameters *parameters);
// How far a state may move before the posture is solved again; 0: it always is. Default 1.
void ps_body_set_tolerance(ps_body *body, double factor);

// The posture `pose` in this state at the time `clock` [s]. False: it cannot be held, and the
// sample says what there is.
bool ps_body_sample_at(ps_body *body, int pose, const ps_body_state *state, double clock,
                       ps_body_sample *sample);

// Solves so far.
long ps_body_solves(const ps_body *body);
const ps_human *ps_body_human(const ps_body *body);
ps_body_state ps_body_rested(void);
