// activation.h: from neural excitation u to muscle activation a.
//
//   z = 1/2 + 3/2 a            an active muscle switches on more slowly, and off more quickly  (A1)
//
//   Thelen, Millard  da/dt = (u - a) / (tau_on z)      while u > a
//                    da/dt = (u - a) z / tau_off       otherwise                               (A2)
//   De Groote        da/dt = [(1/2 + f) / (tau_on z) + (1/2 - f) z / tau_off] (u - a)
//                    f = 1/2 tanh(b (u - a)),  b the sharpness of the switch                   (A3)
//
// Sources: Thelen 2003 [thelen2003], Millard et al. 2013 [millard2013], De Groote et al. 2016,
// Eqs. 1-2 [degroote2016].
// Units: s; u and a are fractions of maximum, 0..1.
#pragma once

#include "model/muscle_params.h"

// The activation a muscle has where `a` is asked for: Thelen and Millard muscles keep it between
// their least activation and 1.
double ps_activation_clamp(const ps_muscle_params *p, double a);

// da/dt [1/s]; nan where the class or the parameters have no activation dynamics.
double ps_activation_rate(const ps_muscle_params *p, double u, double a);
