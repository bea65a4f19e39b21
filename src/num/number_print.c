// number_print.c: doubles as decimal text.
//
// Fixed:    x = whole + rest 2^-s exactly, and n = rest 5^d 2^(d-s) rounded is d decimals.
// General:  n = x 10^k rounded, k such that n has the wanted number of digits.
// Shortest: of the whole numbers n for which n 10^k reads back as x, the roundest, then the closest
//           [giulietti2020] (N3). Numbers of eight digits, as results are rounded to, by a
//           quotient: m / 10^k in doubles is the one that m 10^-k reads back as
// A whole number n becomes text eight digits at a time.
#include "num/number.h"

#include <math.h>
#include <string.h>

#include "num/number_exact.h"

// |x| = b 2^q
typedef struct parts {
  bool negative, finite;
  uint64_t b;
  int q;
} parts;

static inline parts take_apart(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
  int biased = (int)(bits >> 52 & 0x7ff);
  return (parts){.negative = bits >> 63,
                 .finite = biased != 0x7ff,
                 .b = biased ? fraction | (uint64_t)1 << 52 : fraction,
                 .q = biased ? biased - 1075 : -1074};
}

// ---- digits to text: each returns the end of what it wrote

// Eight decimal digits of n < 10^8 as eight bytes, the first digit in the lowest byte: halves of
// four digits, quarters of two, then single digits, all parts at once. (10486 n) >> 20 is n / 100
// for n < 10^4, (103 n) >> 10 is n / 10 for n < 100.
static inline uint64_t eight_digits(uint32_t n) {
  uint64_t v = n / 10000 | (uint64_t)(n % 10000) << 32;
  uint64_t q = (v * 10486 >> 20) & 0x0000007f0000007f;
  v = q | (v - 100 * q) << 16;
  q = (v * 103 >> 10) & 0x000f000f000f000f;
  return q | (v - 10 * q) << 8;
}

// the lowest byte first, whatever the machine
static inline void put_word(char *out, uint64_t word) {
  if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
    word = __builtin_bswap64(word);
  memcpy(out, &word, sizeof word);
}

static const uint64_t zeros = 0x3030303030303030; // "00000000"

// n < 10^width, width 0 .. 8, with leading zeros
static inline char *put_padded_eight(char *out, uint64_t n, int width) {
  put_word(out, eight_digits((uint32_t)(n * ps_pow10[8 - width])) | zeros);
  return out + width;
}

// n < 10^width, width 0 .. 24, with leading zeros
static inline char *put_padded(char *out, uint64_t n, int width) {
  const uint64_t e8 = 100000000;
  if (width <= 8)
    return put_padded_eight(out, n, width);
  if (width <= 16) {
    out = put_padded_eight(out, n / e8, width - 8);
  } else {
    out = put_padded_eight(out, n / e8 / e8, width - 16);
    out = put_padded_eight(out, n / e8 % e8, 8);
  }
  return put_padded_eight(out, n % e8, 8);
}

// n > 0
static inline int digit_count(uint64_t n) {
  int estimate = (64 - __builtin_clzll(n)) * 1233 >> 12; // 1233 / 4096 is log10 2, a little less
  return estimate + (n >= ps_pow10[estimate]);
}

// n without leading zeros
static inline char *put_whole(char *out, uint64_t n) {
  if (n >= 100000000)
    return put_padded(out, n, digit_count(n));
  uint64_t word = eight_digits((uint32_t)n);
  int leading = __builtin_ctzll(word | (uint64_t)1 << 63) >> 3;
  put_word(out, (word | zeros) >> 8 * leading);
  return out + 8 - leading;
}

static size_t finish(char *out, char *end) {
  *end = 0;
  return (size_t)(end - out);
}

// zero, infinity, nan
static size_t put_no_digits(char *out, const parts *x) {
  bool nan = !x->finite && x->b != (uint64_t)1 << 52;
  const char *word = nan ? "nan" : x->finite ? "0" : "inf";
  *out = '-';
  char *end = out + (x->negative && !nan);
  memcpy(end, word, strlen(word));
  return finish(out, end + strlen(word));
}

// ---- fixed

// b 2^q >= 2^64: no fraction, up to 309 digits
static char *put_huge(char *out, uint64_t b, int q) {
  enum { GROUP = 19, GROUPS = 17 }; // room for 323 digits
  uint64_t group[GROUPS];
  int n = 0;
  ps_big a;
  ps_big_set(&a, b);
  ps_big_shift(&a, q);
  while (a.n > 0)
    group[n++] = ps_big_divide(&a, ps_pow10[GROUP]);
  out = put_whole(out, group[--n]);
  while (n > 0)
    out = put_padded(out, group[--n], GROUP);
  return out;
}

// rest 2^-s 10^decimals rounded, where rest < 2^53 and rest 2^-s < 1. A tie goes to the even
// result; without decimals, to the even sum with `whole`.
static inline ps_uint128 round_rest(uint64_t rest, int s, int decimals, uint64_t whole) {
  int fives = decimals < 27 ? decimals : 27;
  ps_uint128 n = (ps_uint128)rest * ps_pow5[fives];
  if (decimals > fives)
    n *= ps_pow5[decimals - fives]; // rest 5^30 < 2^123
  int cut = s - decimals;
  if (cut <= 0)
    return n << -cut;
  if (cut > 124)
    return 0;
  // less than half a unit is added before the cut, or just half where that leads from odd to even
  bool odd = (decimals > 0 ? (uint64_t)(n >> cut) : whole) & 1;
  return (n + ((ps_uint128)1 << (cut - 1)) - 1 + odd) >> cut;
}

// |x| < 2^64: returns its whole part and, as a whole number, its decimals
static inline uint64_t split_at_point(const parts *x, int decimals, ps_uint128 *n) {
  *n = 0;
  if (x->q >= 0)
    return x->b << x->q;
  uint64_t whole = x->q > -64 ? x->b >> -x->q : 0;
  uint64_t rest = x->q > -64 ? x->b - (whole << -x->q) : x->b;
  *n = round_rest(rest, -x->q, decimals, whole);
  bool full = decimals <= 19 ? (uint64_t)*n == ps_pow10[decimals]
                             : *n == (ps_uint128)ps_pow10[19] * ps_pow10[decimals - 19];
  if (!full)
    return whole;
  *n = 0; // .9996 to three decimals
  return whole + 1;
}

static inline char *put_decimals(char *out, ps_uint128 n, int decimals) {
  const uint64_t e15 = 1000000000000000;
  if (decimals <= 19)
    return put_padded(out, (uint64_t)n, decimals);
  out = put_padded(out, (uint64_t)(n / e15), decimals - 15);
  return put_padded(out, (uint64_t)(n % e15), 15);
}

size_t ps_number_fixed(char *out, double x, int decimals) {
  assert(0 <= decimals && decimals <= 30);
  parts a = take_apart(x);
  if (!a.finite)
    return put_no_digits(out, &a);
  *out = '-';
  char *end = out + a.negative;
  ps_uint128 n = 0;
  if (a.q > 11) // 53 bits and 11 more fill a word
    end = put_huge(end, a.b, a.q);
  else
    end = put_whole(end, split_at_point(&a, decimals, &n));
  if (decimals > 0) {
    *end++ = '.';
    end = put_decimals(end, n, decimals);
  }
  return finish(out, end);
}

// ---- general and shortest

enum { DIGITS = 17 }; // so many tell any two doubles apart

// the first `at` < 8 characters, a point, the others
static inline uint64_t insert_point(uint64_t word, int at) {
  uint64_t before = ((uint64_t)1 << 8 * at) - 1;
  return (word & before) | (uint64_t)'.' << 8 * at | (word & ~before) << 8;
}

static inline char *put_exponent(char *out, int exponent) {
  uint64_t size = (uint64_t)(exponent < 0 ? -exponent : exponent);
  *out++ = 'e';
  *out++ = exponent < 0 ? '-' : '+';
  return put_padded_eight(out, size, size < 100 ? 2 : 3);
}

// The number whose 17 digits are w, eight, eight and one, the first in the lowest byte, and whose
// first digit counts 10^exponent, by the rules of "%g": trailing zeros dropped, scientific below
// 10^-4 and from 10^digits on.
static inline char *put_words(char *out, const uint64_t w[3], int exponent, int digits) {
  int used = w[2]   ? 17
             : w[1] ? 16 - (__builtin_clzll(w[1]) >> 3)
                    : 8 - (__builtin_clzll(w[0]) >> 3);

  bool scientific = exponent < -4 || exponent >= digits;
  bool below_one = exponent < 0 && !scientific;
  if (below_one) {
    put_word(out, 0x303030302e30); // "0.0000"
    out += -exponent;
  }
  for (int i = 0; i < 3; i++)
    put_word(out + 1 + 8 * i, w[i] | zeros);
  if (below_one)
    return out + 1 + used;

  // the digits are one place late: those before the point once more, in time, and the point
  int whole = scientific ? 1 : exponent + 1, i = 0;
  for (; whole >= 8 * (i + 1); i++)
    put_word(out + 8 * i, w[i] | zeros);
  put_word(out + 8 * i, insert_point(w[i] | zeros, whole - 8 * i));
  out += used > whole ? used + 1 : whole;
  return scientific ? put_exponent(out, exponent) : out;
}

// the same for digits that are the number n
static char *put_general(char *out, uint64_t n, int exponent, int digits) {
  uint32_t tail = (uint32_t)(n % 1000000000);
  uint64_t w[3] = {eight_digits((uint32_t)(n / 1000000000)), eight_digits(tail / 10), tail % 10};
  return put_words(out, w, exponent, digits);
}

// |x| 10^k = v 2^v->exponent to the nearest whole number: the one above its floor?
static inline bool rounds_up(const parts *x, const ps_scaled *v, int k, uint64_t floor) {
  int side = ps_scaled_side(v, floor);
  if (side == PS_UNDECIDED)
    side = -ps_exact_compare(2 * floor + 1, -k, x->b, x->q + 1);
  return (side > 0) | ((side == 0) & (floor & 1));
}

// floor(log10 |x|): that of the power of two below |x|, or one more where a power of ten lies
// between. A power of ten itself gets one less, and its 10...0 one digit more than wanted.
static inline int decimal_exponent(const parts *x) {
  int shift = __builtin_clzll(x->b);
  int binary_exponent = x->q + 63 - shift, next = ps_log10_pow2(binary_exponent) + 1;
  bool reached = ps_log2_pow10(next) == binary_exponent &&
                 x->b << shift > ps_pow10_leads[next - PS_POW10_FIRST].high;
  return next - !reached;
}

size_t ps_number_general(char *out, double x, int digits) {
  assert(1 <= digits && digits <= DIGITS);
  parts a = take_apart(x);
  if (!a.finite || a.b == 0)
    return put_no_digits(out, &a);

  int exponent = decimal_exponent(&a);
  ps_scaled v = ps_scaled_of(a.b, a.q, digits - 1 - exponent);
  uint64_t n = ps_scaled_floor(&v);
  n += rounds_up(&a, &v, digits - 1 - exponent, n);
  if (n == ps_pow10[digits]) { // 999.9 to three digits, or a power of ten
    exponent++;
    n /= 10;
  }
  *out = '-';
  char *end = put_general(out + a.negative, n * ps_pow10[DIGITS - digits], exponent, digits);
  return finish(out, end);
}

// What reads back as x reaches half way to both neighbours, and the one below a power of two is
// nearer. The ends belong to it where b is even, as a reader takes ties to even.
static inline bool has_narrow_side(const parts *x) {
  return x->b == (uint64_t)1 << 52 && x->q > -1074;
}

// does n 10^power read back as x?
static bool reads_back(const parts *x, uint64_t n, int power) {
  int below = ps_exact_compare(n, power, 4 * x->b - 2 + has_narrow_side(x), x->q - 2);
  int above = ps_exact_compare(n, power, 4 * x->b + 2, x->q - 2);
  bool closed = (x->b & 1) == 0;
  return (below > 0 || (closed && below == 0)) && (above < 0 || (closed && above == 0));
}

static inline uint64_t floor_near(const ps_scaled *v, int distance) {
  ps_scaled near = {v->low + (ps_uint128)distance, 0, v->exponent};
  return ps_scaled_floor(&near);
}

// Digits n with |x| ~ n 10^*power: of those that read back as x the roundest, then the closest.
static uint64_t shortest_digits(const parts *x, int *power) {
  // what reads back is 1 to 10 units of 10^power wide: it holds at least one whole number, and at
  // most one multiple of ten
  bool narrow = has_narrow_side(x);
  *power = narrow ? ps_log10_three_quarters_pow2(x->q) : ps_log10_pow2(x->q);
  int k = -*power;
  ps_scaled v = ps_scaled_of(x->b, x->q, k);

  // half a unit of x, cut, leads to both ends, each less than `margin` away from the true one
  const int margin = 4;
  const ps_pow10_lead *g = &ps_pow10_leads[k - PS_POW10_FIRST];
  ps_uint128 half = ((ps_uint128)g->high << 64 | g->low) >> (67 - __builtin_clzll(x->b));
  ps_scaled low = {v.low - (half >> narrow), 0, v.exponent}, high = {v.low + half, 0, v.exponent};
  uint64_t first = floor_near(&low, margin) + 1, last = floor_near(&high, -margin);
  if (floor_near(&low, -margin) + 1 != first && reads_back(x, first - 1, *power))
    first--;
  if (floor_near(&high, margin) != last && reads_back(x, last + 1, *power))
    last++;

  uint64_t n = ps_scaled_floor(&v);
  n += rounds_up(x, &v, k, n);
  n = n < first ? first : n > last ? last : n;
  uint64_t ten = last / 10 * 10;
  return ten >= first ? ten : n;
}

// Has x at most eight digits? Then these, from the first on, and what the first counts. m and 10^k,
// k <= 19, are doubles, so that the quotient is rounded once, as by a reader. Numbers of fifteen
// digits and less all read as different doubles: (N3) would find the same.
static inline bool has_eight_digits(const parts *a, double size, uint32_t *m, int *exponent) {
  *exponent = decimal_exponent(a);
  int k = 7 - *exponent;
  if (k < 0 || k > 19)
    return false;
  double power = (double)ps_pow10[k];
  *m = (uint32_t)(size * power + 0.5);
  if (*m / power != size)
    return false;
  if (*m == 100000000) { // a power of ten
    *m /= 10;
    ++*exponent;
  }
  return true;
}

size_t ps_number_shortest(char *out, double x) {
  parts a = take_apart(x);
  if (!a.finite || a.b == 0)
    return put_no_digits(out, &a);
  uint32_t eight;
  int exponent;
  if (has_eight_digits(&a, fabs(x), &eight, &exponent)) {
    *out = '-';
    const uint64_t w[3] = {eight_digits(eight), 0, 0};
    return finish(out, put_words(out + a.negative, w, exponent, DIGITS));
  }
  int power;
  uint64_t n = shortest_digits(&a, &power);
  int missing = DIGITS - digit_count(n);
  *out = '-';
  char *end =
      put_general(out + a.negative, n * ps_pow10[missing], power + DIGITS - 1 - missing, DIGITS);
  return finish(out, end);
}

size_t ps_number_integer(char *out, long x) {
  *out = '-';
  return finish(out, put_whole(out + (x < 0), x < 0 ? -(uint64_t)x : (uint64_t)x));
}

double ps_number_rounded(double x, int digits) {
  if (!isfinite(x) || x == 0)
    return x;
  double scale = pow(10, digits - 1 - floor(log10(fabs(x))));
  return round(x * scale) / scale;
}
