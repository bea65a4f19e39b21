// latin.c: strata in random order, and normal quantiles.
#include "num/latin.h"

#include <math.h>

#include "num/random.h"

double ps_normal_below(double z) {
  return 0.5 * erfc(-z / sqrt(2));
}

// Quantile of the standard normal distribution: a rational approximation [abramowitz1964, 26.2.23],
// refined by two of Halley's steps on erfc: accurate to rounding.
double ps_normal_quantile(double u) {
  double t = sqrt(-2 * log(fmin(u, 1 - u)));
  double z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) /
                     (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  z = u < 0.5 ? -z : z; // good to 5e-4
  for (int i = 0; i < 2; i++) {
    double error = ps_normal_below(z) - u;
    double slope = exp(-z * z / 2) / sqrt(2 * 3.14159265358979323846);
    z -= error / (slope + error * z / 2);
  }
  return z;
}

// which part of the distribution draw i takes: a permutation of 0 .. n - 1, by a Feistel network
// over as many bits as n needs, gone through again where it leads beyond n
static int stratum(uint64_t seed, uint64_t stream, int i, int n) {
  enum { ROUNDS = 4 };
  int half = 1; // bits of a half
  while ((uint64_t)1 << 2 * half < (uint64_t)n)
    half++;
  const uint64_t mask = ((uint64_t)1 << half) - 1;
  uint64_t x = (uint64_t)i;
  do {
    uint64_t left = x >> half, right = x & mask;
    for (uint64_t round = 0; round < ROUNDS; round++) {
      uint64_t mixed = ps_random_bits(seed, stream, (round << half) + right) & mask;
      uint64_t next = left ^ mixed;
      left = right;
      right = next;
    }
    x = left << half | right;
  } while (x >= (uint64_t)n);
  return (int)x;
}

double ps_latin_uniform(uint64_t seed, uint64_t stream, int i, int n) {
  double within = ps_random_uniform(seed, stream, ((uint64_t)1 << 40) + (uint64_t)i);
  return fmax(1e-12, (stratum(seed, stream, i, n) + within) / n);
}
