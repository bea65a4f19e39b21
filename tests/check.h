// check.h: thin macros over cmocka. A test is a fact; its name is the sentence.
//
//   static void arm_is_minus_length_gradient(void) { CHECK_NEAR(arm, -slope, 1e-9); } // [m]
//   int main(void) { return CHECK_RUN(CHECK_FACT(arm_is_minus_length_gradient)); }
#pragma once

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct check_fact {
  void (*run)(void);
  const char *name;
} check_fact;

static const char *check_name; // of the fact that runs
static size_t check_skips;     // facts that could not run

static inline void check_run_one(void **state) {
  const check_fact *fact = *state;
  check_name = fact->name;
  fact->run();
}

// Both streams in order, so that the summary finds its lines.
static inline void check_begin(void) {
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}

// The exit status: a program of which no fact could run was skipped.
enum { CHECK_EXIT_SKIPPED = 77 };
static inline int check_end(int failed, size_t facts) {
  return failed == 0 && check_skips == facts ? CHECK_EXIT_SKIPPED : failed;
}

// clang-format off
#define CHECK_FACT(f) {#f, check_run_one, NULL, NULL, &(check_fact){f, #f}}
// clang-format on
#define CHECK_FACTS(...) ((const struct CMUnitTest[]){__VA_ARGS__})
#define CHECK_RUN(...)                                                                             \
  (check_begin(),                                                                                  \
   check_end(cmocka_run_group_tests_name(__FILE__, CHECK_FACTS(__VA_ARGS__), NULL, NULL),          \
             sizeof CHECK_FACTS(__VA_ARGS__) / sizeof(struct CMUnitTest)))

static inline void check_fail(const char *file, int line, const char *what) {
  const char *name = strrchr(file, '/');
  fprintf(stderr, "%s:%d: %s\n", name ? name + 1 : file, line, what);
  _fail(file, line);
}

static inline void check_near(double value, double expected, double tolerance, const char *text,
                              const char *file, int line) {
  if (fabs(value - expected) <= tolerance || value == expected)
    return;
  char what[512];
  snprintf(what, sizeof what, "%s is %.17g, expected %.17g within %g", text, value, expected,
           tolerance);
  check_fail(file, line, what);
}

static inline void check_text(const char *value, const char *expected, const char *text,
                              const char *file, int line) {
  if (value && expected && strcmp(value, expected) == 0)
    return;
  char what[2048];
  snprintf(what, sizeof what, "%s is \"%s\", expected \"%s\"", text, value ? value : "(null)",
           expected ? expected : "(null)");
  check_fail(file, line, what);
}

#define CHECK(condition)                                                                           \
  do {                                                                                             \
    if (!(condition))                                                                              \
      check_fail(__FILE__, __LINE__, #condition " is false");                                      \
  } while (0)
#define CHECK_NEAR(value, expected, tolerance)                                                     \
  check_near((value), (expected), (tolerance), #value, __FILE__, __LINE__)
#define CHECK_EQ(value, expected)                                                                  \
  check_near((double)(value), (double)(expected), 0, #value, __FILE__, __LINE__)
#define CHECK_TEXT(value, expected) check_text((value), (expected), #value, __FILE__, __LINE__)
// Leave the test: it could not run. The summary names it.
#define CHECK_SKIP(reason)                                                                         \
  do {                                                                                             \
    fprintf(stderr, "SKIPPED %s: %s\n", check_name, (reason));                                     \
    check_skips++;                                                                                 \
    skip();                                                                                        \
  } while (0)
