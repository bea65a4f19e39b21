// foramen.h: how wide the foramina and the canal are in a posture, and what presses on a root.
//
//   A   = A0 (1 - narrowing) (1 + k_f flexion - k_e extension + k_c load)            (F1)
//   A_c = A_c0 (1 + c_f flexion - c_e extension + c_c load)                         (F2)
//   p   = p_rest + k max(0, A_root / A - fill)^m                                    (F3)
//
// Flexion and extension are shares, 0..1, of the full range of the level. Load is the compression
// of the level above that of lying, over half the body weight: the device of the imaging studies
// adds about that much. It narrows L1/2 to L3/4 and widens L5/S1, as measured. Narrowing is the
// person's own: 0 none, 0.5 half the area gone. k and m are chosen, not measured: a normal foramen
// stays near the pressure of rest in any posture, a narrowed one is steep in extension.
//
// Rows P60, P61, P62, claim C26.  Theory: docs/theory/nerve.md.
// Units: mm^2, mmHg; shares are fractions.
#pragma once

typedef enum ps_foramen_level {
  PS_FORAMEN_L1_L2,
  PS_FORAMEN_L2_L3,
  PS_FORAMEN_L3_L4,
  PS_FORAMEN_L4_L5,
  PS_FORAMEN_L5_S1,
  PS_FORAMEN_NLEVEL,
} ps_foramen_level;

// By level: load_L1_L2 is k_c there, area_mm2_L1_L2 A0, root_mm2_L1_L2 A_root of the root that
// leaves there (the ganglion, at its widest).
#define PS_FORAMEN_PARAMETERS(P)                                                                   \
  P(flexion)    /* k_f [-] */                                                                      \
  P(extension)  /* k_e [-] */                                                                      \
  P(load_L1_L2) /* k_c [-] by level */                                                             \
  P(load_L2_L3)                                                                                    \
  P(load_L3_L4)                                                                                    \
  P(load_L4_L5)                                                                                    \
  P(load_L5_S1)                                                                                    \
  P(load_most)      /* [-]  no more happens beyond */                                              \
  P(area_mm2_L1_L2) /* A0 [mm^2] by level */                                                       \
  P(area_mm2_L2_L3)                                                                                \
  P(area_mm2_L3_L4)                                                                                \
  P(area_mm2_L4_L5)                                                                                \
  P(area_mm2_L5_S1)                                                                                \
  P(root_mm2_L1_L2) /* A_root [mm^2] by level */                                                   \
  P(root_mm2_L2_L3)                                                                                \
  P(root_mm2_L3_L4)                                                                                \
  P(root_mm2_L4_L5)                                                                                \
  P(root_mm2_L5_S1)                                                                                \
  P(canal_mm2)       /* A_c0 [mm^2] */                                                             \
  P(canal_flexion)   /* c_f [-] */                                                                 \
  P(canal_extension) /* c_e [-] */                                                                 \
  P(canal_load)      /* c_c [-] */                                                                 \
  P(rest_mmhg)       /* p_rest [mmHg] */                                                           \
  P(fill)            /* [-] */                                                                     \
  P(slope_mmhg)      /* k [mmHg] */                                                                \
  P(exponent)        /* m [-] */

typedef struct ps_foramen_params {
#define P(name) double name;
  PS_FORAMEN_PARAMETERS(P)
#undef P
} ps_foramen_params;

// What a level does: all clamped to their ranges, anything else counts as 0.
typedef struct ps_foramen_posture {
  double flexion;   // [-]  0..1, share of full flexion of this level
  double extension; // [-]  0..1, share of full extension; one of both is 0
  double load;      // [-]  0..load_most, compression above lying over half the body weight
} ps_foramen_posture;

// Area over that of the level at rest, without narrowing: (F1). Pure, at least 0.2.
double ps_foramen_change(const ps_foramen_params *p, ps_foramen_level level,
                         const ps_foramen_posture *posture);

// Area [mm^2] of a foramen that is `narrowing` (0..0.95) smaller than others: (F1).
double ps_foramen_area_mm2(const ps_foramen_params *p, ps_foramen_level level,
                           const ps_foramen_posture *posture, double narrowing);

// Area [mm^2] of the canal at the height of the disc L4/5: (F2).
double ps_foramen_canal_mm2(const ps_foramen_params *p, const ps_foramen_posture *posture);

// Pressure [mmHg] on the root that leaves at `level`: (F3). `swelling` (1 = none) multiplies the
// area of the root: ps_root_swelling of root.h. At most 300 mmHg.
double ps_foramen_pressure_mmhg(const ps_foramen_params *p, ps_foramen_level level,
                                const ps_foramen_posture *posture, double narrowing,
                                double swelling);
