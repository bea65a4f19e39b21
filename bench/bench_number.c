// bench_number.c: nanoseconds to print and to read one number, beside the C library.
//
//   bench_number [rounds]
//
// Every round prints or reads the same 4096 numbers, one after the other; per function the fastest
// and the median round count. The two libraries take turns, so that both see the same machine.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "num/number.h"

enum { NUMBERS = 4096, ROUNDS = 101, MAX_ROUNDS = 10001 };

typedef struct numbers {
  double value[NUMBERS];
  char text[NUMBERS * 32 + PS_NUMBER_MAX]; // to read, or printed; a space behind each
  size_t length;
} numbers;

typedef struct job {
  const char *name;
  const char *format; // of the text to read, or to print by the C library
  double (*draw)(uint64_t bits);
  size_t (*ours)(const struct job *job, numbers *n);
  size_t (*theirs)(const struct job *job, numbers *n);
  int digits;
} job;

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

// [splitmix64] the same numbers on every machine
static uint64_t random_bits(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

// ---- what the numbers look like

static double draw_unit(uint64_t bits) {
  return (double)(bits >> 11) * 0x1p-53;
}
// a column of a motion file: both signs, up to a thousand
static double draw_motion(uint64_t bits) {
  return 2000 * draw_unit(bits) - 1000;
}
static double draw_million(uint64_t bits) {
  return 2e6 * draw_unit(bits) - 1e6;
}
static double draw_rounded(uint64_t bits) {
  return round(1e4 * draw_motion(bits)) / 1e4;
}
static double draw_any(uint64_t bits) {
  double x;
  bits &= ~((uint64_t)1 << 62); // no infinity; up to 2
  memcpy(&x, &bits, sizeof x);
  return x;
}

// ---- what is done with them: one line of text written, or read

static size_t fixed_ours(const job *j, numbers *n) {
  char *p = n->text;
  for (int i = 0; i < NUMBERS; i++) {
    p += ps_number_fixed(p, n->value[i], j->digits);
    *p++ = ' ';
  }
  return (size_t)(p - n->text);
}

static size_t general_ours(const job *j, numbers *n) {
  char *p = n->text;
  for (int i = 0; i < NUMBERS; i++) {
    p += ps_number_general(p, n->value[i], j->digits);
    *p++ = ' ';
  }
  return (size_t)(p - n->text);
}

static size_t shortest_ours(const job *j, numbers *n) {
  (void)j;
  char *p = n->text;
  for (int i = 0; i < NUMBERS; i++) {
    p += ps_number_shortest(p, n->value[i]);
    *p++ = ' ';
  }
  return (size_t)(p - n->text);
}

static size_t integer_ours(const job *j, numbers *n) {
  (void)j;
  char *p = n->text;
  for (int i = 0; i < NUMBERS; i++) {
    p += ps_number_integer(p, (long)n->value[i]);
    *p++ = ' ';
  }
  return (size_t)(p - n->text);
}

static size_t print_theirs(const job *j, numbers *n) {
  char *p = n->text;
  for (int i = 0; i < NUMBERS; i++) {
    p += snprintf(p, PS_NUMBER_MAX, j->format, j->digits, n->value[i]);
    *p++ = ' ';
  }
  return (size_t)(p - n->text);
}

static size_t integer_theirs(const job *j, numbers *n) {
  char *p = n->text;
  for (int i = 0; i < NUMBERS; i++) {
    p += snprintf(p, PS_NUMBER_MAX, j->format, (long)n->value[i]);
    *p++ = ' ';
  }
  return (size_t)(p - n->text);
}

// what a program without a shortest printer does: more digits until the number reads back
static size_t shortest_theirs(const job *j, numbers *n) {
  char *p = n->text;
  for (int i = 0; i < NUMBERS; i++) {
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
      length = snprintf(p, PS_NUMBER_MAX, j->format, digits, n->value[i]);
      if (strtod(p, NULL) == n->value[i])
        break;
    }
    p += length;
    *p++ = ' ';
  }
  return (size_t)(p - n->text);
}

static size_t read_ours(const job *j, numbers *n) {
  (void)j;
  double sum = 0, x = 0;
  for (const char *p = n->text, *end = p + n->length; p < end; p++) {
    p += ps_number_read(p, end, &x);
    sum += x;
  }
  return (size_t)fabs(sum);
}

static size_t read_theirs(const job *j, numbers *n) {
  (void)j;
  double sum = 0;
  for (const char *p = n->text, *end = p + n->length; p < end; p++) {
    char *stop;
    sum += strtod(p, &stop);
    p = stop;
  }
  return (size_t)fabs(sum);
}

// ---- report

static const job jobs[] = {
    {"fixed, 6 decimals, < 1e3", "%.*f", draw_motion, fixed_ours, print_theirs, 6},
    {"fixed, 8 decimals, < 1e3", "%.*f", draw_motion, fixed_ours, print_theirs, 8},
    {"fixed, 8 decimals, < 1e6", "%.*f", draw_million, fixed_ours, print_theirs, 8},
    {"fixed, 17 decimals, < 1e3", "%.*f", draw_motion, fixed_ours, print_theirs, 17},
    {"general, 6 digits", "%.*g", draw_motion, general_ours, print_theirs, 6},
    {"general, 17 digits", "%.*g", draw_motion, general_ours, print_theirs, 17},
    {"general, 17 digits, any x < 2", "%.*g", draw_any, general_ours, print_theirs, 17},
    {"shortest", "%.*g", draw_motion, shortest_ours, shortest_theirs, 0},
    {"shortest, 4 decimals are enough", "%.*g", draw_rounded, shortest_ours, shortest_theirs, 0},
    {"shortest, any x < 2", "%.*g", draw_any, shortest_ours, shortest_theirs, 0},
    {"integer < 1e6", "%ld", draw_million, integer_ours, integer_theirs, 0},
    {"read 8 decimals", "%.*f ", draw_motion, read_ours, read_theirs, 8},
    {"read 6 digits", "%.*g ", draw_motion, read_ours, read_theirs, 6},
    {"read 17 digits", "%.*g ", draw_motion, read_ours, read_theirs, 17},
    {"read 17 digits, any x < 2", "%.*g ", draw_any, read_ours, read_theirs, 17},
};

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void fill(numbers *n, const job *j) {
  uint64_t state = 1;
  n->length = 0;
  for (int i = 0; i < NUMBERS; i++) {
    n->value[i] = j->draw(random_bits(&state));
    if (j->ours == read_ours)
      n->length += (size_t)snprintf(n->text + n->length, sizeof n->text - n->length, j->format,
                                    j->digits, n->value[i]);
  }
}

static volatile size_t sink;

static double time_one(size_t (*work)(const job *, numbers *), const job *j, numbers *n) {
  double start = now_ns();
  sink = work(j, n);
  return (now_ns() - start) / NUMBERS;
}

int main(int argc, char **argv) {
  static numbers n;
  static double ours[MAX_ROUNDS], theirs[MAX_ROUNDS];
  int rounds = argc > 1 ? atoi(argv[1]) : ROUNDS;
  if (rounds < 1 || rounds > MAX_ROUNDS) {
    fprintf(stderr, "usage: %s [rounds, 1 .. %d]\n", argv[0], MAX_ROUNDS);
    return 2;
  }
  printf("ns per number, %d rounds of %d        psoas          C library\n", rounds, NUMBERS);
  printf("                                    min  median      min  median   ratio\n");
  for (size_t k = 0; k < sizeof jobs / sizeof *jobs; k++) {
    const job *j = &jobs[k];
    fill(&n, j);
    for (int i = 0; i < rounds; i++) {
      ours[i] = time_one(j->ours, j, &n);
      theirs[i] = time_one(j->theirs, j, &n);
    }
    qsort(ours, (size_t)rounds, sizeof *ours, ascending);
    qsort(theirs, (size_t)rounds, sizeof *theirs, ascending);
    printf("%-32s %6.1f  %6.1f   %6.1f  %6.1f   %5.0f\n", j->name, ours[0], ours[rounds / 2],
           theirs[0], theirs[rounds / 2], theirs[rounds / 2] / ours[rounds / 2]);
  }
  return 0;
}
