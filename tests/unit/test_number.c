// Reading and printing against the C library in the C locale, which rounds correctly.
#include "num/number.h"

#include <float.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>

#include "check.h"
#include "num/number_exact.h"

enum { RANDOM = 1000000, TEXT = 1200 };

// ---- numbers to try

// [splitmix64]
static uint64_t random_bits(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static int random_below(uint64_t *state, int n) {
  return (int)(random_bits(state) % (uint64_t)n);
}

// one unit in the last place up, down or none
static double nudge(double x, uint64_t *state) {
  int step = random_below(state, 3) - 1;
  return step == 0 ? x : nextafter(x, step * HUGE_VAL);
}

static double random_pattern(uint64_t *state) {
  double x;
  do {
    uint64_t bits = random_bits(state);
    memcpy(&x, &bits, sizeof x);
  } while (!isfinite(x));
  return x;
}

// what files hold, and what is hard: each kind as often as the others
static double random_number(uint64_t *state) {
  double sign = random_bits(state) & 1 ? 1 : -1;
  uint64_t bits = random_bits(state);
  switch (random_below(state, 10)) {
  case 0:
  case 1:
    return random_pattern(state);
  case 2: // a few hundred degrees
    return sign * (double)(bits >> 11) * 0x1p-53 * 1000;
  case 3: // a few decimals
    return sign * (double)(bits % 100000000) / pow(10, random_below(state, 9));
  case 4: // a few bits behind the point: ties of a decimal printer
    return sign * ldexp((double)(bits % 100000), -random_below(state, 40));
  case 5:
    return sign * nudge(pow(10, random_below(state, 617) - 308), state);
  case 6:
    return sign * nudge(ldexp(1, random_below(state, 2098) - 1074), state);
  case 7: // below the smallest normal number
    return sign * ldexp((double)(bits >> (12 + random_below(state, 52))), -1074);
  case 8: // whole
    return sign * (double)(bits >> random_below(state, 60));
  default: // any size a quantity could have
    return sign * (double)bits * pow(10, random_below(state, 60) - 45);
  }
}

// ---- printing

static void fixed_prints_what_printf_prints(void) {
  char text[PS_NUMBER_MAX], expected[TEXT];
  uint64_t state = 1;
  for (int i = 0; i < RANDOM; i++) {
    double x = random_number(&state);
    int decimals = i % 2 ? random_below(&state, 31) : 6 + random_below(&state, 12);
    size_t length = ps_number_fixed(text, x, decimals);
    CHECK_EQ(length, snprintf(expected, sizeof expected, "%.*f", decimals, x));
    CHECK_TEXT(text, expected);
  }
}

static void general_prints_what_printf_prints(void) {
  char text[PS_NUMBER_MAX], expected[TEXT];
  uint64_t state = 2;
  for (int i = 0; i < RANDOM; i++) {
    double x = random_number(&state);
    int digits = i % 2 ? 17 : 1 + random_below(&state, 17);
    size_t length = ps_number_general(text, x, digits);
    CHECK_EQ(length, snprintf(expected, sizeof expected, "%.*g", digits, x));
    CHECK_TEXT(text, expected);
  }
}

// a digit short of the last, a last digit on a tie, a carry through all digits
static void rounding_is_to_nearest_ties_to_even(void) {
  char text[PS_NUMBER_MAX];
  ps_number_fixed(text, 0.125, 2);
  CHECK_TEXT(text, "0.12");
  ps_number_fixed(text, 0.375, 2);
  CHECK_TEXT(text, "0.38");
  ps_number_fixed(text, 2.5, 0);
  CHECK_TEXT(text, "2");
  ps_number_fixed(text, 3.5, 0);
  CHECK_TEXT(text, "4");
  ps_number_fixed(text, -0.4, 0);
  CHECK_TEXT(text, "-0");
  ps_number_fixed(text, 999999.9999999, 6);
  CHECK_TEXT(text, "1000000.000000");
  ps_number_general(text, 1000005, 6);
  CHECK_TEXT(text, "1e+06");
  ps_number_general(text, 1000015, 6);
  CHECK_TEXT(text, "1.00002e+06");
  ps_number_general(text, 99999.95, 6);
  CHECK_TEXT(text, "99999.9");
  ps_number_general(text, 999999.5, 6);
  CHECK_TEXT(text, "1e+06");
}

// the digits of a text without leading and trailing zeros, and the power of ten of the first
static int digits_of(const char *text, char *digits) {
  int n = 0, point = 0, exponent = 0;
  bool behind = false;
  for (; *text && *text != 'e'; text++) {
    if (*text == '.')
      behind = true;
    else if (*text != '-' && (n > 0 || *text != '0'))
      digits[n++] = *text, point += !behind;
    else if (*text == '0' && behind)
      point--;
  }
  if (*text == 'e')
    exponent = atoi(text + 1);
  while (n > 0 && digits[n - 1] == '0')
    n--;
  digits[n] = 0;
  return point - 1 + exponent;
}

// x to n digits by the C library; whether that reads back as x
static bool reads_back(double x, int n, char *digits, int *exponent) {
  char text[TEXT];
  snprintf(text, sizeof text, "%.*e", n - 1, x);
  *exponent = digits_of(text, digits);
  return strtod(text, NULL) == x;
}

static void check_shortest(double x) {
  char text[PS_NUMBER_MAX], digits[TEXT], other[TEXT];
  size_t length = ps_number_shortest(text, x);
  CHECK_EQ(length, strlen(text));
  CHECK_EQ(strtod(text, NULL), x);
  CHECK(signbit(strtod(text, NULL)) == signbit(x));
  if (x == 0)
    return;

  // laid out like %.17g
  int exponent = digits_of(text, digits), other_exponent;
  CHECK((strchr(text, 'e') == NULL) == (-4 <= exponent && exponent < 17));
  CHECK(!strchr(text, '.') || text[strcspn(text, "e") - 1] != '0');

  // as many digits are needed, and these are the closest
  int n = (int)strlen(digits);
  CHECK(n == 1 || !reads_back(x, n - 1, other, &other_exponent));
  if (reads_back(x, n, other, &other_exponent)) {
    CHECK_TEXT(digits, other);
    CHECK_EQ(exponent, other_exponent);
  }
}

static void shortest_reads_back_and_no_shorter_one_does(void) {
  uint64_t state = 3;
  for (int i = 0; i < RANDOM; i++)
    check_shortest(random_number(&state));
}

// one to nine digits, of which eight and less take a way of their own
static void shortest_of_few_digits_are_these_digits(void) {
  uint64_t state = 11;
  for (int i = 0; i < RANDOM; i++) {
    unsigned long digits = random_bits(&state) % ps_pow10[random_below(&state, 9) + 1];
    char text[TEXT];
    snprintf(text, sizeof text, "%lue%d", digits, random_below(&state, 40) - 25);
    check_shortest(strtod(text, NULL));
    check_shortest(nextafter(strtod(text, NULL), 0));
  }
  for (int power = -20; power < 20; power++) {
    check_shortest(pow(10, power));
    check_shortest(-99999999 * pow(10, power));
    check_shortest(nextafter(pow(10, power), 0));
  }
}

// every power of two: the next number below is half as far as the next one above
static void shortest_knows_the_narrow_side_of_a_power_of_two(void) {
  char text[PS_NUMBER_MAX];
  for (int e = -1074; e < 1024; e++)
    check_shortest(ldexp(1, e));
  // 16 digits: the closest would be ...801e-14, which reads as the neighbour below
  ps_number_shortest(text, 0x1p-44);
  CHECK_TEXT(text, "5.684341886080802e-14");
  ps_number_shortest(text, 0x1p-1074);
  CHECK_TEXT(text, "5e-324");
  ps_number_shortest(text, 9007199254740993.0); // a tie when read; 2^53 is even
  CHECK_TEXT(text, "9007199254740992");
  ps_number_shortest(text, 1e23);
  CHECK_TEXT(text, "1e+23");
  ps_number_shortest(text, 1e16);
  CHECK_TEXT(text, "10000000000000000");
  ps_number_shortest(text, 1e17);
  CHECK_TEXT(text, "1e+17");
}

static void what_is_no_number_prints_as_a_word(void) {
  char text[PS_NUMBER_MAX];
  const double x[] = {NAN, -NAN, HUGE_VAL, -HUGE_VAL, 0, -0.0};
  const char *word[] = {"nan", "nan", "inf", "-inf", "0", "-0"};
  for (int i = 0; i < 6; i++) {
    CHECK_EQ(ps_number_fixed(text, x[i], 0), strlen(word[i]));
    CHECK_TEXT(text, word[i]);
    CHECK_EQ(ps_number_general(text, x[i], 17), strlen(word[i]));
    CHECK_TEXT(text, word[i]);
    CHECK_EQ(ps_number_shortest(text, x[i]), strlen(word[i]));
    CHECK_TEXT(text, word[i]);
  }
}

// printers write whole words, but not beyond the room they ask for
static void printers_stay_in_their_room(void) {
  char text[PS_NUMBER_MAX + 1], word[PS_NUMBER_MAX_SHORT + 1];
  text[PS_NUMBER_MAX] = word[PS_NUMBER_MAX_SHORT] = '#';
  CHECK_EQ(ps_number_fixed(text, -DBL_MAX, 30), 341);
  CHECK(text[PS_NUMBER_MAX] == '#');
  const double x[] = {-1.2345678901234567e-4, -1.2345678901234567e-300, -1.2345678901234567e+16};
  for (int i = 0; i < 3; i++) {
    ps_number_general(word, x[i], 17);
    CHECK(word[PS_NUMBER_MAX_SHORT] == '#');
  }
  ps_number_integer(word, LONG_MIN);
  CHECK(word[PS_NUMBER_MAX_SHORT] == '#');
}

static void integers_print_as_printf_prints(void) {
  char text[PS_NUMBER_MAX_SHORT], expected[TEXT];
  uint64_t state = 4;
  for (int i = 0; i < 100000; i++) {
    long x = (long)random_bits(&state) >> random_below(&state, 64);
    CHECK_EQ(ps_number_integer(text, x), snprintf(expected, sizeof expected, "%ld", x));
    CHECK_TEXT(text, expected);
  }
  for (long x = 1; x < LONG_MAX / 10; x *= 10)
    for (long y = x - 1; y <= x; y++) {
      CHECK_EQ(ps_number_integer(text, y), snprintf(expected, sizeof expected, "%ld", y));
      CHECK_TEXT(text, expected);
    }
  ps_number_integer(text, LONG_MIN);
  snprintf(expected, sizeof expected, "%ld", LONG_MIN);
  CHECK_TEXT(text, expected);
}

// ---- what decides where 126 bits do not

static void whole_numbers_of_any_length_compare_exactly(void) {
  CHECK_EQ(ps_exact_compare(1, 0, 1, 0), 0);
  CHECK_EQ(ps_exact_compare(625, -4, 1, -4), 0); // 0.0625
  CHECK_EQ(ps_exact_compare(1, 22, 2384185791015625, 22), 0);
  CHECK_EQ(ps_exact_compare(9007199254740993, 0, 9007199254740993, 0), 0);
  CHECK_EQ(ps_exact_compare(9007199254740993, 0, 9007199254740992, 0), 1);
  CHECK_EQ(ps_exact_compare(1, 300, 1, 0), 1);
  CHECK_EQ(ps_exact_compare(1, -300, 1, 0), -1);
  CHECK_EQ(ps_exact_compare(1, 0, 1, 1000), -1);
  CHECK_EQ(ps_exact_compare(1, 0, 1, -1000), 1);
  // 2^64 on one side, one less on the other
  CHECK_EQ(ps_exact_compare(UINT64_MAX, 0, 1, 64), -1);
  CHECK_EQ(ps_exact_compare(1844674407370955162, 1, 1, 64), 1);
}

// ---- reading

// the same value as strtod, the same number of characters; `stop` may lie behind the text
static void check_read(const char *text, size_t length) {
  char *stop;
  double expected = strtod(text, &stop), x = -1;
  size_t used = ps_number_read(text, text + length, &x);
  CHECK_EQ(used, stop - text);
  if (memcmp(&x, &expected, sizeof x) != 0) {
    char what[2 * TEXT];
    snprintf(what, sizeof what, "\"%s\" reads as %.17g, expected %.17g", text, x, expected);
    check_fail(__FILE__, __LINE__, what);
  }
}

static void what_was_printed_reads_back(void) {
  char text[TEXT];
  uint64_t state = 5;
  for (int i = 0; i < RANDOM / 2; i++) {
    double x = random_number(&state);
    int length = i % 3 == 0   ? snprintf(text, sizeof text, "%.*e", random_below(&state, 25), x)
                 : i % 3 == 1 ? snprintf(text, sizeof text, "%.17g", x)
                              : snprintf(text, sizeof text, "%.*f", random_below(&state, 20), x);
    check_read(text, (size_t)length);
  }
}

// digits, point and exponent as they come, up to 60 digits
static void any_digits_read_as_strtod_reads_them(void) {
  char text[TEXT];
  uint64_t state = 6;
  for (int i = 0; i < RANDOM / 2; i++) {
    int n = 1 + random_below(&state, i % 4 ? 20 : 60), point = random_below(&state, 3 * n), k = 0;
    bool zeros = random_below(&state, 8) == 0;
    for (int digit = 0; digit < n; digit++) {
      if (digit == point)
        text[k++] = '.';
      text[k++] =
          zeros && digit > 2 && digit < n - 1 ? '0' : (char)('0' + random_below(&state, 10));
    }
    if (random_below(&state, 2))
      k += snprintf(text + k, 16, "e%d", random_below(&state, 700) - 360);
    text[k] = 0;
    check_read(text, (size_t)k);
  }
}

// Half way between x and the next double above, in full; then a hair more and a hair less.
static void check_tie(double x) {
  char text[TEXT];
  double next = nextafter(x, HUGE_VAL), read = 0;
  int length = snprintf(text, sizeof text, "%.780Le", ((long double)x + (long double)next) / 2);

  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  CHECK_EQ(ps_number_read(text, text + length, &read), length);
  CHECK_EQ(read, bits & 1 ? next : x);

  // more by one, then less by one, in the last place, beyond all that matter
  char *digit = strchr(text, 'e') - 1;
  *digit = '1';
  CHECK_EQ(ps_number_read(text, text + length, &read), length);
  CHECK_EQ(read, next);
  for (*digit = '0'; *digit == '0' || *digit == '.'; digit--)
    if (*digit == '0')
      *digit = '9';
  *digit = (char)(*digit - 1);
  CHECK_EQ(ps_number_read(text, text + length, &read), length);
  CHECK_EQ(read, x);
}

static void ties_are_read_to_even_however_long(void) {
#if LDBL_MANT_DIG < 64
  CHECK_SKIP("long double holds no point half way between two doubles");
#else
  uint64_t state = 7;
  for (int i = 0; i < 5000; i++) {
    double x = fabs(random_number(&state));
    if (x < DBL_MAX)
      check_tie(x);
  }
  check_tie(0);
  check_tie(DBL_MIN);
  check_tie(nextafter(DBL_MIN, 0));
#endif
}

static void limits_read_as_infinity_and_zero(void) {
  const char *text[] = {"1.7976931348623157e308",
                        "1.7976931348623158e308",
                        "1.7976931348623159e308",
                        "1e309",
                        "123456789012345678901234567890e280",
                        "1e99999999999999999999",
                        "4.9406564584124654e-324",
                        "2.4703282292062328e-324",
                        "2.4703282292062327e-324",
                        "2.47032822920623272088e-324",
                        "2.47032822920623272089e-324",
                        "1e-324",
                        "1e-99999999999999999999",
                        "0e99999999999999999999",
                        "-0",
                        "-0.0e5",
                        "2.2250738585072011e-308",
                        "2.2250738585072012e-308",
                        "9007199254740993",
                        "9007199254740993.0000000000000000000000000000",
                        "9007199254740993.0000000000000000000000000001"};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++)
    check_read(text[i], strlen(text[i]));
}

// leading zeros are no digits, and an exponent may take back what they did
static void zeros_do_not_count(void) {
  char text[TEXT];
  for (int zeros = 0; zeros < 1000; zeros += 37)
    for (int i = 0; i < 2; i++) {
      int length = i == 0 ? snprintf(text, sizeof text, "0.%0*d12345678901234567e%d", zeros + 1, 0,
                                     zeros + 3)
                          : snprintf(text, sizeof text, "%0*d12345678901234567.5", zeros + 1, 0);
      check_read(text, (size_t)length);
    }
  memset(text, '0', TEXT);
  text[0] = '7';
  memcpy(text + TEXT - 8, "e-1100", 7);
  check_read(text, strlen(text));
}

static void reading_stops_where_the_number_stops(void) {
  const struct {
    const char *text;
    size_t used;
    double value;
  } c[] = {{"1e", 1, 1},      {"1e+", 1, 1},
           {"1e-x", 1, 1},    {"1.5abc", 3, 1.5},
           {"--1", 0, 7},     {"+-1", 0, 7},
           {"-", 0, 7},       {"+", 0, 7},
           {"", 0, 7},        {".", 0, 7},
           {"-.", 0, 7},      {".e5", 0, 7},
           {"e5", 0, 7},      {".5", 2, 0.5},
           {"5.", 2, 5},      {"5.e1", 4, 50},
           {"+5", 2, 5},      {"-.5e+1x", 6, -5},
           {"1.2.3", 3, 1.2}, {"1,5", 1, 1},
           {"0x41", 1, 0},    {" 1", 0, 7},
           {"1 2", 1, 1},     {"nan", 0, 7},
           {"inf", 0, 7},     {"12345678", 8, 12345678},
           {"1E5", 3, 1e5},   {"1e5e5", 3, 1e5},
           {"1/2", 1, 1},     {"1:2", 1, 1},
           {"1\xb0", 1, 1},   {"123456789\xff", 9, 123456789},
           {"1d5", 1, 1},     {"0.1f", 3, 0.1}};
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    double x = 7;
    CHECK_EQ(ps_number_read(c[i].text, c[i].text + strlen(c[i].text), &x), c[i].used);
    CHECK_EQ(x, c[i].value);
  }
}

// every end of a text, and nothing behind it is looked at
static void reading_stops_at_the_end(void) {
  const char text[] = "-123456789.123456789e+11";
  for (size_t length = 0; length < sizeof text; length++) {
    char copy[sizeof text] = {0};
    memcpy(copy, text, length);
    char *stop;
    double expected = strtod(copy, &stop), x = 0;
    CHECK_EQ(ps_number_read(text, text + length, &x), stop - copy);
    CHECK_EQ(x, expected);
  }
}

// ---- whole tokens

static void a_token_is_one_finite_number_or_refused(void) {
  const char *refused[] = {"",     " ",     "abc",  "1,5",    "0x41",      "nan",  "NaN",  "inf",
                           "-Inf", "1e999", "1 2",  "1 ",     " 1",        "--1",  "1e",   "1e+",
                           "1.5.", "1..5",  "+",    ".",      "-1e400",    "1_0",  "1.5f", "1\n",
                           "١",    "0b1",   "1e5.", "infini", "-infinity", "1e+-5"};
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    double x = 7;
    CHECK(!ps_number_parse(refused[i], strlen(refused[i]), &x));
    CHECK_EQ(x, 7);
  }
  double x = 7;
  CHECK(!ps_number_parse("1\0", 2, &x));
  CHECK(!ps_number_parse(NULL, 0, &x));
  CHECK(ps_number_parse("-1.5e3xyz", 6, &x));
  CHECK_EQ(x, -1500);
  CHECK(ps_number_parse("1e-999", 6, &x));
  CHECK_EQ(x, 0);
}

static void extended_tokens_know_infinity_and_nan(void) {
  const char *plus[] = {"Inf", "inf", "INF", "+Inf", "Infinity", "infinity", "+INFINITY"};
  const char *minus[] = {"-Inf", "-inf", "-Infinity", "-INF"};
  const char *none[] = {"NaN", "nan", "NAN", "-nan", "+NaN"};
  const char *refused[] = {"", "-", "in", "infinit", "infinity1", "nan0", "na", "--inf", "nano"};
  double x = 0;
  for (int i = 0; i < 7; i++)
    CHECK(ps_number_parse_extended(plus[i], strlen(plus[i]), &x) && x == HUGE_VAL);
  for (int i = 0; i < 4; i++)
    CHECK(ps_number_parse_extended(minus[i], strlen(minus[i]), &x) && x == -HUGE_VAL);
  for (int i = 0; i < 5; i++)
    CHECK(ps_number_parse_extended(none[i], strlen(none[i]), &x) && isnan(x));
  x = 7;
  for (int i = 0; i < 9; i++)
    CHECK(!ps_number_parse_extended(refused[i], strlen(refused[i]), &x) && x == 7);
  CHECK(ps_number_parse_extended("2.5", 3, &x) && x == 2.5);
}

static void integers_are_whole_and_fit(void) {
  char text[64];
  const long fits[] = {0, 1, -1, 42, LONG_MAX, LONG_MIN, LONG_MAX - 1, LONG_MIN + 1};
  for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
    long x = 7;
    size_t length = ps_number_integer(text, fits[i]);
    CHECK(ps_integer_parse(text, length, &x) && x == fits[i]);
  }
  const char *refused[] = {"",
                           "-",
                           "+",
                           "1.0",
                           "1e3",
                           "0x1",
                           " 1",
                           "1 ",
                           "--1",
                           "1-",
                           "abc",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "99999999999999999999"};
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    long x = 7;
    CHECK(!ps_integer_parse(refused[i], strlen(refused[i]), &x) && x == 7);
  }
  long x = 0;
  CHECK(ps_integer_parse("+0012", 5, &x) && x == 12);
}

// ---- where the C library prints 1,5
static void a_locale_changes_nothing(void) {
  if (!setlocale(LC_ALL, "de_DE.UTF-8"))
    CHECK_SKIP("no locale de_DE.UTF-8");
  char text[PS_NUMBER_MAX];
  double x = 0;
  snprintf(text, sizeof text, "%.1f", 1.5);
  bool other_point = text[1] == ',';
  size_t fixed = ps_number_fixed(text, 1.5, 1);
  bool same = fixed == 3 && strcmp(text, "1.5") == 0;
  same = same && ps_number_shortest(text, 1234.5) == 6 && strcmp(text, "1234.5") == 0;
  same = same && ps_number_parse("1.5", 3, &x) && x == 1.5 && !ps_number_parse("1,5", 3, &x);
  setlocale(LC_ALL, "C");
  CHECK(other_point);
  CHECK(same);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(fixed_prints_what_printf_prints), CHECK_FACT(general_prints_what_printf_prints),
      CHECK_FACT(rounding_is_to_nearest_ties_to_even),
      CHECK_FACT(shortest_reads_back_and_no_shorter_one_does),
      CHECK_FACT(shortest_of_few_digits_are_these_digits),
      CHECK_FACT(shortest_knows_the_narrow_side_of_a_power_of_two),
      CHECK_FACT(what_is_no_number_prints_as_a_word), CHECK_FACT(printers_stay_in_their_room),
      CHECK_FACT(integers_print_as_printf_prints),
      CHECK_FACT(whole_numbers_of_any_length_compare_exactly),
      CHECK_FACT(what_was_printed_reads_back), CHECK_FACT(any_digits_read_as_strtod_reads_them),
      CHECK_FACT(ties_are_read_to_even_however_long), CHECK_FACT(limits_read_as_infinity_and_zero),
      CHECK_FACT(zeros_do_not_count), CHECK_FACT(reading_stops_where_the_number_stops),
      CHECK_FACT(reading_stops_at_the_end), CHECK_FACT(a_token_is_one_finite_number_or_refused),
      CHECK_FACT(extended_tokens_know_infinity_and_nan), CHECK_FACT(integers_are_whole_and_fit),
      CHECK_FACT(a_locale_changes_nothing));
}
