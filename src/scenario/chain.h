// chain.h: what short or weak hip flexors do to hip, knee and ankle over a stride of walking.
//
//   R_j = sum_below [ m (a - g) - F_ground ] - sum_m F_m e_m                              (W1)
//   strength of gluteals x (1 - k_inh T / F0)                                             (W2)
//
// R_j is what a joint gives the leg below it, e_m the pull of a line on that leg, T and F0 passive
// tension and strength of the psoas. The stride is that of the table for every variant: angles,
// speeds and ground forces stay, so net moments stay too, and what changes is who makes them.
// Nobody learns a new gait here. Theory: docs/theory/posture.md.  Units: N, N m, deg; forces of the
// lower on the upper bone, so that up is compression.
#pragma once

#include "psoas/watch.h"
#include "scenario/answer.h"

enum { PS_CHAIN_MOMENTS = 20, PS_CHAIN_VARIANTS = 16 };

// A person like the one at hand, but for this.
typedef struct ps_chain_variant {
  const char *name;  // "hip flexors 10 % shorter"
  double shortening; // share of the fiber length of hip flexors that is lost, over theirs
  double alone;      // the same of psoas and iliacus alone
  double strength;   // of psoas and iliacus, over theirs
  double inhibition; // k_inh in (W2)
} ps_chain_variant;

// The first is the person as is. `inhibition` above 0 adds variants with it. Returns how many.
int ps_chain_list(double inhibition, ps_chain_variant list[PS_CHAIN_VARIANTS]);
ps_person ps_chain_person(const ps_person *person, const ps_chain_variant *variant);

// What is kept of a moment for each leg. N(name, unit, about)
#define PS_CHAIN_NUMBERS(N)                                                                        \
  N(hip_contact_N, "N", "contact force of the hip")                                                \
  N(hip_forward_N, "N", "of it forward, along the pelvis: of the thigh on the pelvis")             \
  N(hip_up_N, "N", "of it upward")                                                                 \
  N(hip_medial_N, "N", "of it towards the middle")                                                 \
  N(knee_contact_N, "N", "contact force of the knee")                                              \
  N(knee_forward_N, "N", "of it forward, along the shank: of the shank on the thigh")              \
  N(knee_up_N, "N", "of it along the shank")                                                       \
  N(knee_medial_N, "N", "of it towards the middle")                                                \
  N(ankle_contact_N, "N", "contact force of the ankle")                                            \
  N(ankle_forward_N, "N", "of it forward, along the shank: of the foot on the shank")              \
  N(ankle_up_N, "N", "of it along the shank")                                                      \
  N(ankle_medial_N, "N", "of it towards the middle")                                               \
  N(hip_moment_Nm, "N m", "net moment that the hip needs, flexion +")                              \
  N(knee_moment_Nm, "N m", "net moment that the knee needs, flexion +")                            \
  N(ankle_moment_Nm, "N m", "net moment that the ankle needs, dorsiflexion +")                     \
  N(hip_passive_Nm, "N m", "moment of relaxed muscles and ligaments about the hip, flexion +")     \
  N(psoas_N, "N", "force of the psoas")                                                            \
  N(psoas_passive_N, "N", "of it passive")                                                         \
  N(iliacus_N, "N", "force of the iliacus")                                                        \
  N(gluteals_N, "N", "force of the gluteals")                                                      \
  N(gluteals_pct, "%", "activation of the gluteals")                                               \
  N(hamstrings_N, "N", "force of the hamstrings")                                                  \
  N(vasti_N, "N", "force of the vasti")                                                            \
  N(calf_N, "N", "force of gastrocnemius and soleus")                                              \
  N(hip_flexion_deg, "deg", "angle of the hip, flexion +")                                         \
  N(knee_flexion_deg, "deg", "angle of the knee")                                                  \
  N(ankle_deg, "deg", "angle of the ankle, dorsiflexion +")

typedef enum ps_chain_number {
#define N(name, unit, about) PS_CHAIN_##name,
  PS_CHAIN_NUMBERS(N)
#undef N
      PS_CHAIN_COUNT
} ps_chain_number;
typedef struct ps_chain_label {
  const char *name, *unit, *about;
} ps_chain_label;
extern const ps_chain_label ps_chain_labels[PS_CHAIN_COUNT];

typedef struct ps_chain_row {
  double leg[2][PS_CHAIN_COUNT]; // right, left
} ps_chain_row;

// Of a moment that is held.
void ps_chain_measure(ps_hold *hold, const ps_held *held, ps_chain_row *row);

typedef struct ps_chain_options {
  ps_hold_options hold;
  int draws;
  uint64_t seed;
  ps_watch watch; // of the draws of a moment
} ps_chain_options;

typedef struct ps_chain_outcome {
  ps_chain_row row;
  bool held; // false: not a solution, or nobody can take the posture
} ps_chain_outcome;

// Moment `i` of the stride of a variant, nominal and in every draw: draws + 1 outcomes. `human` is
// of the variant's person; `pose` is the person's walking. *status: of the nominal one.
ps_status ps_chain_moment(const ps_lab *lab, const ps_human *human, const ps_pose *pose,
                          const ps_chain_variant *variant, int i, const ps_chain_options *options,
                          ps_chain_outcome *out, ps_hold_status *status, ps_error *err);

// How far a leg can go back, against how far the stride asks it to [deg, extension +].
typedef struct ps_chain_reach {
  double range;   // what an examiner finds, knee straight (ranges.h)
  double thomas;  // thigh above the bench +
  double stride;  // the most that the stride asks for
  double lacking; // of it, beyond the range
  double passive; // [N m]  of relaxed tissue where the stride asks for the most
  double kept;    // where it is as it was as is   (W4)
} ps_chain_reach;

// `as_is`: the reach of the first variant, NULL for itself. `hip_deg`, `knee_deg`: flexion where
// the stride of this side goes back most.
ps_status ps_chain_reach_of(const ps_human *human, const ps_pose *pose, int side, double hip_deg,
                            double knee_deg, const ps_chain_reach *as_is, ps_chain_reach *reach,
                            ps_error *err);
