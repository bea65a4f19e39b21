// number_big.c: whole numbers of fixed greatest length, for the few comparisons that 126 bits leave
// open and for doubles of 20 and more whole digits.
#include "num/number_exact.h"

void ps_big_set(ps_big *a, uint64_t value) {
  a->n = value != 0;
  a->word[0] = value;
}

static void append(ps_big *a, uint64_t word) {
  if (word == 0)
    return;
  assert(a->n < PS_BIG_WORDS);
  a->word[a->n++] = word;
}

void ps_big_multiply_add(ps_big *a, uint64_t factor, uint64_t term) {
  uint64_t carry = term;
  for (int i = 0; i < a->n; i++) {
    ps_uint128 product = (ps_uint128)a->word[i] * factor + carry;
    a->word[i] = (uint64_t)product;
    carry = (uint64_t)(product >> 64);
  }
  append(a, carry);
}

void ps_big_shift(ps_big *a, int n) {
  assert(a->n > 0);
  ps_big_multiply_add(a, (uint64_t)1 << n % 64, 0);
  int words = n / 64;
  assert(a->n + words <= PS_BIG_WORDS);
  for (int i = a->n - 1; i >= 0; i--)
    a->word[i + words] = a->word[i];
  for (int i = 0; i < words; i++)
    a->word[i] = 0;
  a->n += words;
}

uint64_t ps_big_divide(ps_big *a, uint64_t divisor) {
  uint64_t remainder = 0;
  for (int i = a->n - 1; i >= 0; i--) {
    ps_uint128 rest = (ps_uint128)remainder << 64 | a->word[i];
    a->word[i] = (uint64_t)(rest / divisor);
    remainder = (uint64_t)(rest % divisor);
  }
  while (a->n > 0 && a->word[a->n - 1] == 0)
    a->n--;
  return remainder;
}

static void multiply_pow5(ps_big *a, int n) {
  for (; n > 27; n -= 27)
    ps_big_multiply_add(a, ps_pow5[27], 0);
  ps_big_multiply_add(a, ps_pow5[n], 0);
}

// both sides become whole numbers: each negative power moves to the other side
int ps_big_compare(ps_big *a, int k, uint64_t b, int q) {
  ps_big other;
  ps_big_set(&other, b);
  multiply_pow5(k > 0 ? a : &other, k > 0 ? k : -k);
  ps_big_shift(k > q ? a : &other, k > q ? k - q : q - k);

  if (a->n != other.n)
    return a->n > other.n ? 1 : -1;
  for (int i = a->n - 1; i >= 0; i--)
    if (a->word[i] != other.word[i])
      return a->word[i] > other.word[i] ? 1 : -1;
  return 0;
}

int ps_exact_compare(uint64_t d, int k, uint64_t b, int q) {
  ps_big a;
  ps_big_set(&a, d);
  return ps_big_compare(&a, k, b, q);
}
