// sciatica.h: from a posture to the leg, link by link: disc, foramen, root, flow, signal, pain; and
// how a leg is raised against the nerve.
//
//   load of level     (C - C_lying) / (W / 2)                                                  (J1)
//   psoas' share      the same chain with C - C_psoas and C_lying - C_psoas,lying              (J2)
//   two sites         flow between the foramina L4/5 and L5/S1, as in a day                   (J3)
//   stretch           straight-leg raise and slump test: strain of the nerve over one angle    (J4)
//
// The nerve modules (physio/foramen.h, root.h, nerve.h, pain.h) are those of a day; here every link
// is shown with the next. The right leg is followed. S1 leaves through bone and has no foramen that
// moves: nothing but stretch reaches it here. Theory: docs/theory/nerve.md.  Units: in the names.
#pragma once

#include "scenario/answer.h"
#include "scenario/physio_table.h"

// What somebody states about a person; {0} is nobody in trouble.
typedef struct ps_sciatica_case {
  double narrowing;         // share of every foramen that is lost
  double root_inflammation; // 0 to 1
  double haematoma;         // in the psoas, 0 to 1
  double piriformis;        // deep gluteal case, 0 to 1
} ps_sciatica_case;
extern const ps_schema ps_sciatica_case_schema;

enum { PS_SCIATICA_LEVELS = 5, PS_SCIATICA_ROOTS = 5 }; // L1/2 to L5/S1; L2 to S1
extern const char *const ps_sciatica_level_names[PS_SCIATICA_LEVELS];
extern const char *const ps_sciatica_root_names[PS_SCIATICA_ROOTS];

// N(name, decimals, factor, unit, status, rows, words): shown times factor in its unit. Doubles.
#define PS_SCIATICA_LEVEL_NUMBERS(N)                                                               \
  N(compression_N, 0, 1, "N", "established", "groups 1 to 6", "load of the disc")                  \
  N(psoas_N, 0, 1, "N", "plausible", "C26", "of it by the psoas")                                  \
  N(pressure_MPa, 2, 1, "MPa", "established", "groups 1 to 6", "pressure in the disc")             \
  N(area_by_posture_pct, 1, 1, "%", "established", "P60", "foramen, by bending")                   \
  N(area_by_load_pct, 1, 1, "%", "established", "P61", "foramen, by load")                         \
  N(area_mm2, 0, 1, "mm2", "established", "P60, P61", "foramen")                                   \
  N(root_pressure_mmHg, 1, 1, "mmHg", "plausible", "P62", "pressure on the root there")

#define PS_SCIATICA_ROOT_NUMBERS(N)                                                                \
  N(pressure_mmHg, 1, 1, "mmHg", "plausible", "P62", "pressure on the root")                       \
  N(flow_at_once, 0, 100, "%", "established", "P64 to P66, P69", "blood flow at once")             \
  N(flow, 0, 100, "%", "established", "P64 to P66, P69", "blood flow after an hour")               \
  N(conduction, 0, 100, "%", "established", "P67b, P69", "signals after an hour")                  \
  N(leg_pain, 1, 1, "of 100", "plausible", "pain model", "leg pain index, if it is this root")

#define PS_SCIATICA_WHOLE_NUMBERS(N)                                                               \
  N(sciatic_strain, 1, 100, "%", "plausible", "P69, V11_011", "stretch of the sciatic nerve")      \
  N(sciatic_slide_mm, 1, 1, "mm", "plausible", "V11_011", "slide of it in the thigh")              \
  N(root_slide_mm, 1, 1, "mm", "plausible", "V11_012, V11_013", "pull at the roots")               \
  N(canal_mm2, 0, 1, "mm2", "established", "V11_015, V11_017", "canal at L4/5")                    \
  N(double_flow, 0, 100, "%", "plausible", "P69b, C30", "flow between two sites, L4/5 and L5/S1")  \
  N(sciatic_flow, 0, 100, "%", "established", "P64 to P66",                                        \
    "least flow of these and of L4, L5, S1")                                                       \
  N(sciatic_conduction, 0, 100, "%", "established", "P67b", "least signals of L4, L5, S1")         \
  N(leg_pain, 1, 1, "of 100", "plausible", "pain model", "leg pain index")                         \
  N(psoas_area_pct, 2, 1, "%", "plausible", "C26", "psoas: largest change of a foramen")           \
  N(psoas_pressure_mmHg, 2, 1, "mmHg", "plausible", "C26", "psoas: largest change on a root")      \
  N(psoas_leg_pain, 2, 1, "points", "plausible", "C26", "psoas: share of the leg pain index")      \
  N(femoral_mmHg, 0, 1, "mmHg", "plausible", "C25", "femoral nerve in the psoas")                  \
  N(femoral_flow, 0, 100, "%", "plausible", "C25", "flow of it")                                   \
  N(femoral_conduction, 0, 100, "%", "plausible", "C25", "signals of it after an hour")            \
  N(piriformis_mmHg, 0, 1, "mmHg", "plausible", "C28", "sciatic nerve under the piriformis")       \
  N(piriformis_flow, 0, 100, "%", "plausible", "C28", "flow of it there")                          \
  N(piriformis_conduction, 0, 100, "%", "plausible", "C28", "signals of it after an hour")

#define PS_SCIATICA_TEST_NUMBERS(N)                                                                \
  N(raise_flow_deg, 0, 1, "deg", "plausible", "V11_007", "hip flexion, flow below 90 %")           \
  N(raise_root_deg, 0, 1, "deg", "established", "V11_012", "hip flexion, roots move")              \
  N(raise_strain, 1, 100, "%", "plausible", "V11_011", "strain at 90 deg")                         \
  N(raise_root_mm, 1, 1, "mm", "plausible", "V11_013", "pull at the roots at 90 deg")              \
  N(slump_flow_deg, 0, 1, "deg", "plausible", "V11_007", "knee still bent, flow below 90 %")       \
  N(slump_root_deg, 0, 1, "deg", "plausible", "V11_012", "knee still bent, roots move")            \
  N(slump_strain, 1, 100, "%", "plausible", "V11_011", "strain with the knee straight")            \
  N(order_difference, 2, 100, "%", "established", "V11_014", "strain, hip first less foot first")

#define N(name, decimals, factor, unit, status, rows, words) double name;
typedef struct ps_sciatica_level {
  PS_SCIATICA_LEVEL_NUMBERS(N)
} ps_sciatica_level;
typedef struct ps_sciatica_root {
  PS_SCIATICA_ROOT_NUMBERS(N)
} ps_sciatica_root;
typedef struct ps_sciatica_whole {
  PS_SCIATICA_WHOLE_NUMBERS(N)
} ps_sciatica_whole;
typedef struct ps_sciatica_tests { // nan: not reached
  PS_SCIATICA_TEST_NUMBERS(N)
} ps_sciatica_tests;
#undef N

typedef struct ps_sciatica_links { // doubles only
  ps_sciatica_level level[PS_SCIATICA_LEVELS];
  ps_sciatica_root root[PS_SCIATICA_ROOTS];
  ps_sciatica_whole whole;
} ps_sciatica_links;

typedef struct ps_sciatica_label {
  const char *name;
  int decimals;
  double factor;
  const char *unit, *status, *rows, *words;
} ps_sciatica_label;
enum {
#define N(name, decimals, factor, unit, status, rows, words) +1
  PS_SCIATICA_LEVEL_COUNT = 0 PS_SCIATICA_LEVEL_NUMBERS(N),
  PS_SCIATICA_ROOT_COUNT = 0 PS_SCIATICA_ROOT_NUMBERS(N),
  PS_SCIATICA_WHOLE_COUNT = 0 PS_SCIATICA_WHOLE_NUMBERS(N),
  PS_SCIATICA_TEST_COUNT = 0 PS_SCIATICA_TEST_NUMBERS(N),
#undef N
};
extern const ps_sciatica_label ps_sciatica_level_labels[PS_SCIATICA_LEVEL_COUNT];
extern const ps_sciatica_label ps_sciatica_root_labels[PS_SCIATICA_ROOT_COUNT];
extern const ps_sciatica_label ps_sciatica_whole_labels[PS_SCIATICA_WHOLE_COUNT];
extern const ps_sciatica_label ps_sciatica_test_labels[PS_SCIATICA_TEST_COUNT];

// What the chain wants to know of a held posture; levels as in parameters.h.
typedef struct ps_sciatica_sample {
  double compression_N[PS_LEVELS], psoas_N[PS_LEVELS], pressure_MPa[PS_LEVELS];
  double flexion[PS_LEVELS], extension[PS_LEVELS]; // share of the full range of the level
  double half_weight_N;
  double spine_flexion_rad, full_flexion_rad; // sums over the levels; full: as far as they go
  double hip_flexion_rad, hip_turn_deg, knee_flexion_rad, ankle_rad; // right leg; turn: inward +
  double seat_N;                                                     // under the right buttock
} ps_sciatica_sample;

// Of a posture that is held.
ps_sciatica_sample ps_sciatica_sample_of(const ps_human *human, const ps_posture *posture,
                                         const ps_hold *hold, const ps_held *held);

// All links of a posture; `lying` is the person lying on the back.
ps_sciatica_links ps_sciatica_links_of(const ps_nerve *nerve, const ps_sciatica_case *state,
                                       const ps_sciatica_sample *sample,
                                       const ps_sciatica_sample *lying);

// ---- straight-leg raise and slump test

enum { PS_SCIATICA_STEPS = 91 }; // of one degree

typedef struct ps_sciatica_step {
  double angle_deg; // hip flexion; or how far the knee is extended from a right angle
  double strain, slide_mm, root_mm;
  double flow, conduction; // of the root that is pressed most; at once, and after an hour
} ps_sciatica_step;

// Lying, knee straight, hip from 0 to 90 deg. Sitting bent as far as the spine goes, hips at 90
// deg, knee from 90 to 0 deg. Pressures stay those of lying, and of sitting slumped.
typedef enum ps_sciatica_test { PS_SCIATICA_RAISE, PS_SCIATICA_SLUMP } ps_sciatica_test;
ps_sciatica_step ps_sciatica_step_of(const ps_nerve *nerve, const ps_sciatica_links *links,
                                     const ps_sciatica_sample *sample, ps_sciatica_test test,
                                     int step);
// `lying`, `slumped`: links and sample of these postures.
ps_sciatica_tests ps_sciatica_tests_of(const ps_nerve *nerve, const ps_sciatica_links *lying,
                                       const ps_sciatica_links *slumped,
                                       const ps_sciatica_sample *sample);
