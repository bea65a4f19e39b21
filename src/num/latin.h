// latin.h: Latin hypercube: each number's distribution is cut into as many equal parts as there are
// draws, and every part is used once [mckay1979].
#pragma once

#include <stdint.h>

// Draw i of n of the number `stream`, uniform in (0, 1): a pure function of its arguments.
double ps_latin_uniform(uint64_t seed, uint64_t stream, int i, int n);

// The standard normal variable below which a share u of all lie.
double ps_normal_quantile(double u);
// And that share.
double ps_normal_below(double z);
