// event.h: fight, flight, freeze: what a few seconds do to psoas and discs, by forward simulation.
//
//   q' = u = G(q) w + u*(t)                                                                 (V1)
//   G' M G w' = G' (muscles + discs + pressure + contacts - h) + reserve                    (V2)
//   a' = (x - a) / tau,   x = a*(t) + burst(t) + feedback(q - q*, u - u*)                   (V3)
//
// w: speeds of what is free: every lumbar level, hips of legs that do not stand, and the pelvis on
// the hips of legs that do. What is not free follows a given course: standing thighs, shanks and
// feet stay, the pelvis of who lies stays, knees and ankles of free legs follow u*. a* holds q*,
// found by the posture solver along the course. Theory: docs/theory/event.md.
//
// Psoas recordings under threat do not exist. What comes out is plausible, no more.
#pragma once

#include "num/ode.h"
#include "scenario/answer.h"

typedef enum ps_event_kind {
  PS_EVENT_STARTLE,
  PS_EVENT_FEAR,
  PS_EVENT_FETAL,
  PS_EVENT_RUN,
  PS_EVENT_FREEZE,
  PS_EVENTS
} ps_event_kind;
const char *ps_event_name(ps_event_kind kind);
int ps_event_named(const char *name); // -1: there is none

// ---- data/model/events.csv

typedef struct ps_event_entry {
  const char *event, *quantity, *subject, *unit, *source, *flag, *note;
  double value, low, high; // low, high nan: not drawn
} ps_event_entry;

typedef struct ps_event_table {
  ps_pool pool;
  ps_event_entry *entry;
  int n;
} ps_event_table;
ps_status ps_event_table_load(ps_event_table *table, ps_error *err);
void ps_event_table_free(ps_event_table *table);
// Draw `i` of `n` of the numbers with a low and a high; texts stay those of `table`.
ps_status ps_event_table_draw(ps_event_table *out, const ps_event_table *table, uint64_t seed,
                              int i, int n, ps_error *err);
// nan and "": there is no such row.
double ps_event_value(const ps_event_table *table, const char *event, const char *quantity,
                      const char *subject);
const char *ps_event_subject(const ps_event_table *table, const char *event, const char *quantity);

// ---- what comes out

//  C(name, decimals, about): the unit is the end of the name
#define PS_EVENT_COLUMNS(C)                                                                        \
  C(psoas_r_force_N, 0, "force of the right psoas")                                                \
  C(psoas_l_force_N, 0, "force of the left psoas")                                                 \
  C(psoas_r_activation_pct, 1, "activation of the right psoas")                                    \
  C(psoas_l_activation_pct, 1, "activation of the left psoas")                                     \
  C(hip_flexion_r_deg, 1, "flexion of the right hip")                                              \
  C(hip_flexion_l_deg, 1, "flexion of the left hip")                                               \
  C(lordosis_deg, 1, "lordosis, L1 to S1")                                                         \
  C(trunk_pitch_deg, 1, "forward lean of the thorax")                                              \
  C(L4_L5_compression_N, 0, "compression of L4/5")                                                 \
  C(L5_S1_compression_N, 0, "compression of L5/S1")                                                \
  C(hip_r_contact_N, 0, "contact force of the right hip")                                          \
  C(hip_l_contact_N, 0, "contact force of the left hip")                                           \
  C(iap_kPa, 1, "abdominal pressure")                                                              \
  C(erector_activation_pct, 1, "activation of the erectors")                                       \
  C(stiffness_Nm_rad, 1, "softest stiffness of the column")                                        \
  C(reserve_Nm, 2, "moment of no muscle, at most")
enum {
#define C(name, decimals, about) PS_EVENT_##name,
  PS_EVENT_COLUMNS(C)
#undef C
      PS_EVENT_COLUMN_COUNT
};
typedef struct ps_event_column {
  const char *name, *about;
  int decimals;
} ps_event_column;
extern const ps_event_column ps_event_columns[PS_EVENT_COLUMN_COUNT];

typedef struct ps_event_options {
  ps_hold_options hold;
  ps_detail detail;
  double tolerance; // [-]  relative error of a step
  double strength;  // [-]  factor on the burst or the tone: 1; habituated startles: less
  double seconds;   // nan: as the table says
  double every;     // [s]  between samples; nan: as fits the event
} ps_event_options;
ps_event_options ps_event_default(void);

// Rows of the timeline; arrays in the run's pool.
typedef struct ps_event_trace {
  ps_pool pool;
  ps_event_kind kind;
  ps_person person;
  const char *start, *title; // the posture that it starts from
  int n;
  double *time;                         // [s]
  double *value[PS_EVENT_COLUMN_COUNT]; // by sample
  bool forward;                         // by forward simulation; false: balance by balance
  ps_ode_outcome outcome;
  ps_ode_report work;
  double end;                         // [s]  where it ended: before the last sample if it failed
  double missing;                     // [N m | N]  that no muscle gives along the course, at most
  double energy_error;                // [-]  energy gained less work done, over what was exchanged
  double slip;                        // [m]  of the standing thighs, which do not move
  double tonic_reserve;               // [N m]  of the reserve at rest
  int free, lines;                    // degrees of freedom, lines
  const char *fixed;                  // what is prescribed, in words
  double rest[PS_EVENT_COLUMN_COUNT]; // before it begins
} ps_event_trace;

// Where a column is farthest from its rest; returns the sample.
int ps_event_peak(const ps_event_trace *run, int column);

// Simulate; `start` and `target` are what the two postures say (target NULL where the event has
// none). Free the run whatever comes back.
ps_status ps_event_simulate(ps_event_trace **run, const ps_lab *lab, const ps_event_table *table,
                            ps_event_kind kind, const ps_tree *start, const ps_tree *target,
                            const ps_event_options *options, ps_error *err);
void ps_event_free(ps_event_trace *run);
