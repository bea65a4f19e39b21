// latin.c: strata in random order, and normal quantiles.
#include "num/latin.h"

#include <math.h>

#include "num/random.h"

// Quantile of the standard normal distribution: a rational approximation [abramowitz1964, 26.2.23],
// refined by two of Halley's steps on erfc: accurate to rounding.
double ps_normal_quantile(double u) {
  double t = sqrt(-2 * log(fmin(u, 1 - u)));
  double z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) /
                     (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  z = u < 0.5 ? -z : z; // good to 5e-4
  for (int i = 0; i < 2; i++) {
    double error = 0.5 * erfc(-z / sqrt(2)) - u;
    double slope = exp(-z * z / 2) / sqrt(2 * 3.14159265358979323846);
    z -= error / (slope + error * z / 2);
  }
  return z;
}

// which part of the distribution draw i takes: a permutation of 0 .. n - 1
static int stratum(uint64_t seed, uint64_t stream, int i, int n) {
  // affine maps x -> a x + b with a prime to n permute; three random ones mix well enough
  uint64_t x = (uint64_t)i, m = (uint64_t)n;
  for (uint64_t round = 0; round < 3; round++) {
    uint64_t a = 2 * (ps_random_bits(seed, stream, 3 * round) % (m + 1)) + 1;
    for (;; a += 2) { // next number prime to n
      uint64_t p = a, q = m;
      while (q) {
        uint64_t r = p % q;
        p = q;
        q = r;
      }
      if (p == 1)
        break;
    }
    x = (a * x + ps_random_bits(seed, stream, 3 * round + 1) % m) % m;
    x = m - 1 - x;
  }
  return (int)x;
}

double ps_latin_uniform(uint64_t seed, uint64_t stream, int i, int n) {
  double within = ps_random_uniform(seed, stream, 1000 + (uint64_t)i);
  return fmax(1e-12, (stratum(seed, stream, i, n) + within) / n);
}
