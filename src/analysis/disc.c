// disc.c: the law of a lumbar motion segment.
#include "analysis/disc.h"

#include <math.h>

ps_disc_law ps_disc_fit(const double range[2], double share, double fade, double gain,
                        double force) {
  const double moment = 10; // [N m]  at which ranges are measured
  double neutral = share * moment / (0.5 * (range[0] + range[1]));
  ps_disc_law law = {.neutral = neutral, .fade = fade, .gain = gain, .force = force};
  for (int i = 0; i < 2; i++)
    law.cubic[i] = fmax(0, moment - neutral * range[i]) / (range[i] * range[i] * range[i]);
  return law;
}

double ps_disc_moment(const ps_disc_law *law, double t, double compression, double *slope) {
  double more = law->gain * (1 - exp(-fmax(0, compression) / law->force)); // s - 1   (L2)
  double h = tanh(t / law->fade), c = law->cubic[t > 0];
  if (slope)
    *slope = law->neutral * (1 + more * (1 - h * h)) + 3 * c * t * t;
  return law->neutral * (t + more * law->fade * h) + c * t * t * t; // (L1)
}

double ps_disc_stop(const ps_disc_law *law, double t) {
  return law->cubic[t > 0] * t * t * t;
}
