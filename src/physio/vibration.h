// vibration.h: what a vehicle does to a seated spine in a day.
//
//   A(8)  = sqrt(sum a_w^2 dt / 8 h)                                                       (V1)
//   T(f)  = sqrt((1 + (2 z r)^2) / ((1 - r^2)^2 + (2 z r)^2)),   r = f / f_n               (V2)
//   r^2 of the peak of T = (sqrt(1 + 8 z^2) - 1) / (4 z^2)                                 (V3)
//   S_ed  = m (sum of sixth powers of the peaks of acceleration along the spine)^(1/6)     (V4)
//   sum of sixth powers = 48 f t (T(f) a_w cos(recline))^6   for random vibration          (V5)
//
// The trunk is a mass f_n on a spring and a damper z on the seat. a_w is the frequency-weighted
// vertical acceleration, root mean square, on an ordinary seat; a suspension scales it.
//
// A(8) and its two values: [directive2002]. S_ed and its two: the 2004 edition of ISO 2631-5
// [iso2004], from memory, with (V2) in the place of its neural network. Resonance [panjabi1986].
// Theory: docs/theory/tissue.md.  Units: m/s^2, Hz, MPa, s.
#pragma once

#define PS_VIBRATION_PARAMETERS(P)                                                                 \
  P(natural_hz)        /* [Hz]     f_n, undamped, seat to lumbar spine */                          \
  P(damping)           /* [-]      z */                                                            \
  P(vehicle_hz)        /* [Hz]     where a vehicle shakes most */                                  \
  P(suspension_factor) /* [-]      acceleration on a suspended seat over an ordinary one */        \
  P(stress_per_accel)  /* [MPa s^2/m]  m */                                                        \
  P(a8_action)         /* [m/s^2]  above: employers have to act */                                 \
  P(a8_limit)          /* [m/s^2]  above: not allowed */                                           \
  P(sed_low_mpa)       /* [MPa]    below: low probability of harm */                               \
  P(sed_high_mpa)      /* [MPa]    above: high probability of harm */

typedef struct ps_vibration_params {
#define P(name) double name;
  PS_VIBRATION_PARAMETERS(P)
#undef P
} ps_vibration_params;

// A day without vibration is {0}; start each day with it.
typedef struct ps_vibration {
  double dose;  // [m^2/s^3]      sum of a_w^2 dt
  double sixth; // [(m/s^2)^6]    sum of sixth powers of peaks
} ps_vibration;

typedef struct ps_vibration_input {
  double aw;          // [m/s^2]  on an ordinary seat; without sign, 100 at most
  double suspension;  // [-]      0 ordinary seat .. 1 suspended seat
  double recline_deg; // [deg]    of the trunk from vertical, forward or back
} ps_vibration_input;

typedef enum ps_vibration_class {
  PS_VIBRATION_LOW,
  PS_VIBRATION_MIDDLE,
  PS_VIBRATION_HIGH
} ps_vibration_class;

void ps_vibration_step(const ps_vibration_params *p, const ps_vibration_input *in, double dt_s,
                       ps_vibration *s);
// One shock of this peak acceleration [m/s^2], 100 at most, on the seat of a trunk reclined so far.
void ps_vibration_shock(const ps_vibration_params *p, double peak, double recline_deg,
                        ps_vibration *s);

double ps_vibration_a8(const ps_vibration *s);                                    // [m/s^2]  (V1)
double ps_vibration_sed_mpa(const ps_vibration_params *p, const ps_vibration *s); // [MPa]    (V4)
ps_vibration_class ps_vibration_a8_class(const ps_vibration_params *p, const ps_vibration *s);
ps_vibration_class ps_vibration_sed_class(const ps_vibration_params *p, const ps_vibration *s);

// Acceleration of the lumbar spine over that of the seat, up to 1 kHz   (V2); the frequency at
// which it is largest [Hz]   (V3).
double ps_vibration_transmissibility(const ps_vibration_params *p, double hz);
double ps_vibration_resonance_hz(const ps_vibration_params *p);
