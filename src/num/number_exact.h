// number_exact.h: on which side of a decimal number does a binary one lie? The question under both
// reading and printing, for number_read.c and number_print.c only.
//
// With 128 leading bits g of the power of ten, a product of whole numbers nearly always answers it:
//
//   10^k = (g + t) 2^(p - 127),   p = floor(log2 10^k),   2^127 <= g < 2^128,   0 <= t < 1   (N1)
//   b 2^q 10^k  =  v 2^exponent,  v in [low, low + slack],  2^124 <= low < 2^126             (N2)
//
// For 0 <= k <= 55 the power fits, t = 0, and slack is 0: then low ends in a sticky bit, 1 where
// anything was cut off. Otherwise t > 0, v > low, and slack = 2 covers b t and the cut. Where the
// asked-for point lies inside the interval (one number in 10^20, or a tie), whole numbers of any
// length decide.
//
// The idea of a truncated product with a known error is from Lemire 2021 [lemire2021] for reading
// and Giulietti 2020 [giulietti2020] for printing; keeping the error as an interval makes it one
// piece of code for both, and needs no proof that the interval is never too wide. Theory:
// docs/theory/number.md.
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

typedef unsigned __int128 ps_uint128;

enum {
  PS_POW10_FIRST = -342, // 1.8e19 10^-343 is less than half the smallest double
  PS_POW10_LAST = 340,   // 17 digits of the smallest double
  PS_POW10_EXACT = 55,   // 5^55 < 2^128
};

// g of (N1)
typedef struct ps_pow10_lead {
  uint64_t high, low;
} ps_pow10_lead;

extern const ps_pow10_lead ps_pow10_leads[PS_POW10_LAST - PS_POW10_FIRST + 1];
extern const uint64_t ps_pow10[20];
extern const uint64_t ps_pow5[28];

// floor(log2 10^k), floor(log10 2^e), floor(log10 (3/4 2^e)) for every exponent used here; the
// right shift of a negative number rounds down. Checked one by one in tools/make_pow10.py.
static inline int ps_log2_pow10(int k) {
  return (k * 217706) >> 16;
}
static inline int ps_log10_pow2(int e) {
  return (e * 1262611) >> 22;
}
static inline int ps_log10_three_quarters_pow2(int e) {
  return (e * 1262611 - 524031) >> 22;
}

// v of (N2)
typedef struct ps_scaled {
  ps_uint128 low, slack;
  int exponent;
} ps_scaled;

// b 2^q 10^k; b > 0.
static inline ps_scaled ps_scaled_of(uint64_t b, int q, int k) {
  assert(b > 0 && PS_POW10_FIRST <= k && k <= PS_POW10_LAST);
  const ps_pow10_lead *g = &ps_pow10_leads[k - PS_POW10_FIRST];
  bool exact = 0 <= k && k <= PS_POW10_EXACT;

  // 192 bits: high 2^64 + the low word of low
  int shift = __builtin_clzll(b);
  b <<= shift;
  ps_uint128 low = (ps_uint128)b * g->low;
  ps_uint128 high = (ps_uint128)b * g->high + (low >> 64);

  // two spare bits on top, so that neither the slack nor the next point can overflow
  bool sticky = exact && ((uint64_t)low | ((uint64_t)high & 3)) != 0;
  return (ps_scaled){.low = high >> 2 | sticky,
                     .slack = exact ? 0 : 2,
                     .exponent = q - shift + ps_log2_pow10(k) - 127 + 66};
}

// Whole numbers and halves of them are exact in the upper word of v: exponent is in -127 .. -65.

// floor(v.low 2^exponent); where a whole number lies in the interval, maybe one less than the
// floor of the value.
static inline uint64_t ps_scaled_floor(const ps_scaled *v) {
  return (uint64_t)(v->low >> 64) >> (-64 - v->exponent);
}

// Sign of v 2^exponent - (floor + 1/2); PS_UNDECIDED where that point lies in the interval.
enum { PS_UNDECIDED = 2 };
static inline int ps_scaled_side(const ps_scaled *v, uint64_t floor) {
  ps_uint128 point = (ps_uint128)((2 * floor + 1) << (-65 - v->exponent)) << 64;
  bool below = v->low + v->slack<point, above = v->low> point;
  if (below == above) // neither; the only rare and so the only branch
    return v->slack == 0 ? 0 : PS_UNDECIDED;
  return above - below;
}

// Whole numbers of up to 3072 bits, least significant word first; the longest here are a reader's
// 769 digits against a point half way between two doubles, 2750 bits.
enum { PS_BIG_WORDS = 48 };
typedef struct ps_big {
  int n; // words in use; the last one is not 0
  uint64_t word[PS_BIG_WORDS];
} ps_big;

void ps_big_set(ps_big *a, uint64_t value);
// a = a factor + term
void ps_big_multiply_add(ps_big *a, uint64_t factor, uint64_t term);
// a = a 2^n; a > 0
void ps_big_shift(ps_big *a, int n);
// a = floor(a / divisor); returns the remainder
uint64_t ps_big_divide(ps_big *a, uint64_t divisor);
// Sign of a 10^k - b 2^q; a and b > 0. `a` is used up.
int ps_big_compare(ps_big *a, int k, uint64_t b, int q);
// Sign of d 10^k - b 2^q; d and b > 0.
int ps_exact_compare(uint64_t d, int k, uint64_t b, int q);
