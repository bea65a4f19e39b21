// fuzz_number.c: any bytes as text to read, and as a double to print, against the C library.
//
//   clang -fsanitize=fuzzer,address,undefined -Isrc tests/fuzz/fuzz_number.c src/num/number_*.c
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/number.h"

enum { TEXT = 4096 };

static void require(int truth) {
  if (!truth)
    abort();
}

static int same_bits(double a, double b) {
  return memcmp(&a, &b, sizeof a) == 0;
}

static void check_print(double x, unsigned choice) {
  char text[PS_NUMBER_MAX], expected[TEXT];
  double y = 0;
  size_t length = ps_number_shortest(text, x);
  require(ps_number_parse_extended(text, length, &y) && (isnan(x) ? isnan(y) : same_bits(x, y)));
  if (isnan(x))
    return;

  int decimals = (int)(choice % 31), digits = 1 + (int)(choice % 17);
  length = ps_number_fixed(text, x, decimals);
  require((int)length == snprintf(expected, sizeof expected, "%.*f", decimals, x));
  require(strcmp(text, expected) == 0);
  length = ps_number_general(text, x, digits);
  require((int)length == snprintf(expected, sizeof expected, "%.*g", digits, x));
  require(strcmp(text, expected) == 0);
}

// what is taken is what strtod takes of these characters, and reads the same without the rest
static double check_read(const char *bytes, size_t size) {
  double x = 0, y = 0;
  size_t used = ps_number_read(bytes, bytes + size, &x);
  require(used <= size);
  require(ps_number_parse(bytes, size, &y) == (used == size && size > 0 && isfinite(x)));
  long whole;
  if (ps_integer_parse(bytes, size, &whole))
    require(used == size && (double)whole == x);
  if (used == 0 || used >= TEXT)
    return x;
  char text[TEXT], *end;
  memcpy(text, bytes, used);
  text[used] = 0;
  require(same_bits(strtod(text, &end), x) && end == text + used);
  require(ps_number_read(text, text + used, &y) == used && same_bits(x, y));
  return x;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  unsigned choice = data[0];
  check_print(check_read((const char *)data + 1, size - 1), choice);
  double x;
  if (size > sizeof x) {
    memcpy(&x, data + 1, sizeof x);
    check_print(x, choice);
  }
  return 0;
}
