// random.h: random numbers that are a pure function of (seed, stream, counter).
//
// Nothing is remembered: any draw of any stream can be made at any time on any thread, with the
// same bits. The mixing is that of splitmix64 [steele2014], applied to each of the three in turn.
#pragma once

#include <stdint.h>

static inline uint64_t ps_random_mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

static inline uint64_t ps_random_bits(uint64_t seed, uint64_t stream, uint64_t counter) {
  return ps_random_mix(ps_random_mix(ps_random_mix(seed) ^ stream) ^ counter);
}

// [0, 1)
static inline double ps_random_uniform(uint64_t seed, uint64_t stream, uint64_t counter) {
  return (double)(ps_random_bits(seed, stream, counter) >> 11) * 0x1p-53;
}
