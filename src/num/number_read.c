// number_read.c: decimal text as doubles.
//
// The digits, up to 19 of them, form one whole number d and the text says d 10^k. Of (N2) in
// number_exact.h the upper 53 bits are the double and the rest says which way to round
// [lemire2021]. More digits widen the interval to d .. d + 1; where that is too wide, or the text
// lies on a tie, the digits are compared in full with the point half way between two doubles.
#include "num/number.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "num/number_exact.h"

enum {
  DIGITS_IN_WORD = 19, // 10^19 < 2^64
  // the longest point half way between two doubles, (2^54 - 1) 2^-1075, has 768 digits
  DIGITS_THAT_MATTER = 768,
};

static inline bool is_digit(char c) {
  return '0' <= c && c <= '9';
}

// the first character in the lowest byte, whatever the machine
static inline uint64_t load_word(const char *text) {
  uint64_t word;
  memcpy(&word, text, sizeof word);
  return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(word) : word;
}

// eight digits, the first in the lowest byte: neighbours join to pairs, pairs to fours, then all
static inline uint64_t join_eight(uint64_t w) {
  w = (w * 10 + (w >> 8)) & 0x00ff00ff00ff00ff;
  w = (w * 100 + (w >> 16)) & 0x0000ffff0000ffff;
  return (w * 10000 + (w >> 32)) & 0xffffffff;
}

// Append the digits at [p, end) to *digits, which wraps beyond 19; returns the end of the digits.
static inline const char *read_digits(const char *p, const char *end, uint64_t *digits) {
  while (end - p >= 8) {
    // a byte that is no digit sets its upper bit, and may spoil only bytes behind it
    uint64_t word = load_word(p) ^ 0x3030303030303030;
    uint64_t other = (word | (word + 0x7676767676767676)) & 0x8080808080808080;
    if (other != 0)
      break;
    *digits = *digits * ps_pow10[8] + join_eight(word);
    p += 8;
  }
  for (; p < end && is_digit(*p); p++)
    *digits = *digits * 10 + (uint64_t)(*p - '0');
  return p;
}

// "e", sign, digits at p: add them to *exponent and return their end; p where there is no number.
static const char *read_exponent(const char *p, const char *end, int64_t *exponent) {
  const char *q = p + 1;
  bool negative = q < end && *q == '-';
  if (q < end && (*q == '-' || *q == '+'))
    q++;
  if (q == end || !is_digit(*q))
    return p;
  int64_t e = 0;
  for (; q < end && is_digit(*q); q++)
    if (e < INT64_MAX / 100) // far out of range already, whatever follows
      e = e * 10 + (*q - '0');
  *exponent += negative ? -e : e;
  return q;
}

// The digits of one number, perhaps with a point among them
typedef struct digit_text {
  const char *first, *end;
  int64_t count;    // digits
  int64_t exponent; // of the last digit
} digit_text;

// Sign of text - b 2^q. Digits beyond those that matter become one: 1 where any of them is not 0.
static int compare_text(const digit_text *text, uint64_t b, int q) {
  ps_big a;
  ps_big_set(&a, 0);
  int64_t taken = 0;
  bool more = false;
  for (const char *p = text->first; p < text->end; p++) {
    if (*p == '.')
      continue;
    if (taken < DIGITS_THAT_MATTER) {
      ps_big_multiply_add(&a, 10, (uint64_t)(*p - '0'));
      taken++;
    } else {
      more = more || *p != '0';
    }
  }
  if (more) {
    ps_big_multiply_add(&a, 10, 1);
    taken++;
  }
  return ps_big_compare(&a, (int)(text->exponent + text->count - taken), b, q);
}

// The double nearest to digits 10^exponent or, with more than 19 digits, to `text` that starts so.
static inline double nearest_double(uint64_t digits, int64_t exponent, const digit_text *text) {
  // both whole numbers are exact as doubles: one division, rounded once, to nearest as by default
  if (digits < (uint64_t)1 << 53 && -18 <= exponent && exponent <= 0 && !text)
    return (double)(int64_t)digits / (double)(int64_t)ps_pow10[-exponent];

  if (digits == 0 || exponent < PS_POW10_FIRST)
    return 0;
  if (exponent > PS_POW10_LAST)
    return INFINITY;
  ps_scaled v = ps_scaled_of(digits, 0, (int)exponent);
  if (text) // digits + 1 would add half of this to v.low
    v.slack = (ps_uint128)1 << (63 + __builtin_clzll(digits));

  int length = 128 - __builtin_clzll((uint64_t)(v.low >> 64));
  int binary_exponent = v.exponent + length - 1;
  if (binary_exponent > 1023)
    return INFINITY;

  // value = (b + rest) 2^q; b has 53 bits, or fewer below the smallest normal double
  int biased = binary_exponent >= -1022 ? binary_exponent + 1023 : 1;
  int q = biased - 1075;
  v.exponent -= q;
  if (v.exponent < -127)
    return 0;
  uint64_t b = ps_scaled_floor(&v);
  int side = ps_scaled_side(&v, b);
  if (side == PS_UNDECIDED)
    side = text ? compare_text(text, 2 * b + 1, q - 1)
                : ps_exact_compare(digits, (int)exponent, 2 * b + 1, q - 1);
  b += (side > 0) | ((side == 0) & (b & 1));

  // the top bit of b, where it is there, and a carry out of b both belong to the exponent; a carry
  // out of the largest double makes infinity
  uint64_t bits = ((uint64_t)(biased - 1) << 52) + b;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// More than 19 digits, of which leading zeros do not count; `digits` is their value, wrapped.
static double nearest_double_long(uint64_t digits, digit_text text) {
  for (; text.first < text.end && (*text.first == '0' || *text.first == '.'); text.first++)
    text.count -= *text.first == '0';
  if (text.count <= DIGITS_IN_WORD)
    return nearest_double(digits, text.exponent, NULL);
  digits = 0;
  const char *p = text.first;
  for (int taken = 0; taken < DIGITS_IN_WORD; p++)
    if (*p != '.') {
      digits = digits * 10 + (uint64_t)(*p - '0');
      taken++;
    }
  return nearest_double(digits, text.exponent + text.count - DIGITS_IN_WORD, &text);
}

size_t ps_number_read(const char *text, const char *end, double *value) {
  const char *p = text;
  bool negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+'))
    p++;

  const char *first = p;
  uint64_t digits = 0;
  for (; p < end && is_digit(*p); p++)
    digits = digits * 10 + (uint64_t)(*p - '0');
  int64_t count = p - first, exponent = 0;
  if (p < end && *p == '.') {
    const char *decimals = p + 1;
    p = read_digits(decimals, end, &digits);
    exponent = decimals - p;
    count -= exponent;
  }
  if (count == 0)
    return 0;

  const char *last = p;
  if (p < end && (*p == 'e' || *p == 'E'))
    p = read_exponent(p, end, &exponent);
  double magnitude = count <= DIGITS_IN_WORD
                         ? nearest_double(digits, exponent, NULL)
                         : nearest_double_long(digits, (digit_text){first, last, count, exponent});
  *value = negative ? -magnitude : magnitude;
  return (size_t)(p - text);
}

bool ps_number_parse(const char *token, size_t length, double *value) {
  double x;
  if (length == 0 || ps_number_read(token, token + length, &x) != length || !isfinite(x))
    return false;
  *value = x;
  return true;
}

// any case; `word` is in lower case
static bool is_word(const char *token, size_t length, const char *word) {
  if (length != strlen(word))
    return false;
  for (size_t i = 0; i < length; i++)
    if ((token[i] | 0x20) != word[i])
      return false;
  return true;
}

bool ps_number_parse_extended(const char *token, size_t length, double *value) {
  if (ps_number_parse(token, length, value))
    return true;
  bool negative = length > 0 && *token == '-';
  if (length > 0 && (*token == '-' || *token == '+')) {
    token++;
    length--;
  }
  if (is_word(token, length, "nan"))
    *value = NAN;
  else if (is_word(token, length, "inf") || is_word(token, length, "infinity"))
    *value = negative ? -INFINITY : INFINITY;
  else
    return false;
  return true;
}

bool ps_integer_parse(const char *token, size_t length, long *value) {
  bool negative = length > 0 && *token == '-';
  size_t i = length > 0 && (*token == '-' || *token == '+');
  if (i == length)
    return false;
  unsigned long n = 0, limit = (unsigned long)LONG_MAX + negative;
  for (; i < length; i++) {
    if (!is_digit(token[i]))
      return false;
    unsigned long digit = (unsigned long)(token[i] - '0');
    if (n > (limit - digit) / 10)
      return false;
    n = n * 10 + digit;
  }
  *value = (long)(negative ? -n : n);
  return true;
}
