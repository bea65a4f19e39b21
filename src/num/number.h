// number.h: numbers as text: reading and printing, always correctly rounded (to nearest, ties to
// even), the same in every locale, without memory, printing or state of their own.
//
// A frame of 500 numbers would cost far more as text than as mechanics if it went through the C
// library. Against that these print 6 to 30 times as fast (15 to 40 ns) and read 4 to 7 times as
// fast (10 to 25 ns); bench/bench_number.c measures it. Method: number_exact.h.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Room a printer needs at `out`, in characters. They write whole words: characters behind the
// terminating 0, up to this many in all, are overwritten as well.
enum {
  PS_NUMBER_MAX = 400,      // every printer: ps_number_fixed(-1.8e308, 30) has 341 characters
  PS_NUMBER_MAX_SHORT = 48, // ps_number_general, ps_number_shortest, ps_number_integer
};

// The decimal number at the start of [text, end): sign (+ or -), digits with at most one point
// among or beside them, exponent. Returns how many characters it took; 0, with `value` untouched,
// where there is none. Too large gives infinity, too small zero. No space in front, no hexadecimal,
// nan or inf.
size_t ps_number_read(const char *text, const char *end, double *value);

// True where the whole token is one finite number; otherwise `value` is untouched.
bool ps_number_parse(const char *token, size_t length, double *value);

// The same, and also nan, inf and infinity with or without a sign, in any case, as OpenSim spells
// them. For the few places where a file format defines them.
bool ps_number_parse_extended(const char *token, size_t length, double *value);

// True where the whole token is one decimal whole number that fits; otherwise `value` is untouched.
bool ps_integer_parse(const char *token, size_t length, long *value);

// Each writes `x` at `out`, ends it with a 0 and returns its length. A number that is none is "nan"
// (whatever its sign), "inf" or "-inf"; the minus of a negative zero is kept, as printf does.

// As printf("%.*f", decimals, x); decimals 0 .. 30.
size_t ps_number_fixed(char *out, double x, int decimals);

// As printf("%.*g", digits, x); digits 1 .. 17.
size_t ps_number_general(char *out, double x, int digits);

// The fewest digits that read back as the same double, and of these the closest to x, laid out as
// "%.17g" would lay them out.
size_t ps_number_shortest(char *out, double x);

// As printf("%ld", x).
size_t ps_number_integer(char *out, long x);

// x with so many significant digits; zero and what is not finite as they are.
double ps_number_rounded(double x, int digits);
