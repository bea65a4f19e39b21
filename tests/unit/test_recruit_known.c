// Recruitment gives the answers that were found another way, in extended precision.
#include "recruit_kit.h"

static double x[KIT_COLUMNS], price[KIT_ROWS], unmet[KIT_ROWS];

#define CASES PSOAS_TEST_ROOT "/tests/data/recruit_cases.csv"

typedef struct known_answer {
  kit_problem q;
  double x[KIT_COLUMNS], unmet[KIT_ROWS], criterion;
} known_answer;

static double *numbers_of(known_answer *k, const char *what) {
  const struct {
    const char *what;
    double *first;
  } place[] = {{"power", &k->q.power}, {"criterion", &k->criterion},
               {"b", k->q.demand},     {"unmet", k->unmet},
               {"w", k->q.weight},     {"lo", k->q.lo},
               {"hi", k->q.hi},        {"x", k->x}};
  for (size_t n = 0; n < sizeof place / sizeof *place; n++)
    if (strcmp(what, place[n].what) == 0)
      return place[n].first;
  return NULL;
}

// The entries of a column follow each other in the file.
static void take_number(known_answer *k, const char *what, int i, int j, double value) {
  kit_problem *q = &k->q;
  double *numbers = numbers_of(k, what);
  if (numbers) {
    numbers[i] = value;
  } else if (strcmp(what, "rows") == 0) {
    q->nrow = (int)value;
  } else if (strcmp(what, "columns") == 0) {
    q->ncol = (int)value;
  } else {
    int n = q->start[j + 1];
    q->row[n] = i;
    q->value[n] = value;
    for (int later = j; later < q->ncol; later++)
      q->start[later + 1] = n + 1;
  }
}

static void check_known(const known_answer *k) {
  ps_recruit_report report = kit_solve_once(&k->q, x, price, unmet);
  bool missed = false;
  for (int r = 0; r < k->q.nrow; r++)
    missed |= k->unmet[r] != 0;
  CHECK_EQ(report.outcome, missed ? PS_RECRUIT_INFEASIBLE : PS_RECRUIT_SOLVED);
  CHECK_NEAR(report.criterion, k->criterion, 1e-12 * k->criterion); // [-] rounding of the sum
  for (int i = 0; i < k->q.ncol; i++)
    CHECK_NEAR(x[i], k->x[i], 1e-8);
  for (int r = 0; r < k->q.nrow; r++)
    CHECK_NEAR(unmet[r], k->unmet[r], 1e-8); // [N m]
}

// tools/make_recruit_cases.py: SciPy and extended precision
static void known_answers_are_found(void) {
  static known_answer k;
  FILE *file = fopen(CASES, "r");
  CHECK(file != NULL);
  char line[128], what[16];
  int last = 0, seen, i, j, cases = 1;
  double value;
  CHECK(fgets(line, sizeof line, file) != NULL);
  while (fgets(line, sizeof line, file)) {
    CHECK_EQ(sscanf(line, "%d,%15[a-z],%d,%d,%lf", &seen, what, &i, &j, &value), 5);
    if (seen != last) {
      check_known(&k);
      k = (known_answer){0};
      last = seen;
      cases++;
    }
    take_number(&k, what, i, j, value);
  }
  check_known(&k);
  fclose(file);
  CHECK(cases >= 50);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(known_answers_are_found));
}
