// random_kit.h: random numbers for tests, from a state that begins as a seed.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// [splitmix64] the same numbers on every machine
static inline double kit_uniform(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}
static inline double kit_signed(uint64_t *state) {
  return 2 * kit_uniform(state) - 1;
}
static inline int kit_pick(uint64_t *state, int n) {
  return (int)(n * kit_uniform(state));
}
static inline bool kit_chance(uint64_t *state, int one_in) {
  return kit_pick(state, one_in) == 0;
}
static inline double kit_between(uint64_t *state, double low, double high) {
  return low + (high - low) * kit_uniform(state);
}
