// life_track.c: columns of a day by name, peaks, and percentiles over draws.
#include "scenario/life_track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  int decimals;
} columns[PS_LIFE_COLUMN_COUNT] = {
#define C(name, decimals) {#name, decimals},
    PS_LIFE_COLUMNS(C)
#undef C
};

const char *ps_life_column_name(int column) {
  return columns[column].name;
}

int ps_life_column_decimals(int column) {
  return columns[column].decimals;
}

int ps_life_column_named(const char *name) {
  for (int i = 0; i < PS_LIFE_COLUMN_COUNT; i++)
    if (strcmp(columns[i].name, name) == 0)
      return i;
  return -1;
}

ps_life_peak ps_life_peak_of(const ps_life_track *t, int column, int first, int end) {
  ps_life_peak p = {.most = NAN, .least = NAN, .mean = NAN, .last = NAN};
  double sum = 0;
  int n = 0;
  for (int i = first; i < end; i++) {
    double x = (double)ps_life_row(t, i)[column];
    if (!isfinite(x))
      continue;
    if (!(x <= p.most))
      p.most = x, p.most_s = i * t->step_s;
    if (!(x >= p.least))
      p.least = x, p.least_s = i * t->step_s;
    sum += x;
    n++;
    p.last = x;
  }
  p.mean = n ? sum / n : NAN;
  return p;
}

static int by_size(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

static float percentile(const float *sorted, int n, double share) {
  if (!n)
    return NAN;
  double at = share * (n - 1);
  int below = (int)at;
  float part = (float)(at - below);
  return below + 1 < n ? sorted[below] * (1 - part) + sorted[below + 1] * part : sorted[below];
}

bool ps_percentiles(const float *const *values, int n, size_t cells, float *out[3]) {
  static const double share[3] = {0.1, 0.5, 0.9};
  float *cell = malloc((size_t)n * sizeof *cell);
  bool memory = cell != NULL;
  for (int k = 0; k < 3; k++) {
    out[k] = malloc(cells * sizeof *cell);
    memory = memory && out[k];
  }
  for (size_t c = 0; memory && c < cells; c++) {
    int known = 0;
    for (int i = 0; i < n; i++)
      if (isfinite(values[i][c]))
        cell[known++] = values[i][c];
    qsort(cell, (size_t)known, sizeof *cell, by_size);
    for (int k = 0; k < 3; k++)
      out[k][c] = percentile(cell, known, share[k]);
  }
  free(cell);
  return memory;
}

bool ps_life_percentiles(const ps_life_track *tracks, int ntrack, ps_life_track out[3]) {
  size_t cells = (size_t)tracks[0].n * PS_LIFE_COLUMN_COUNT;
  const float **values = malloc((size_t)ntrack * sizeof *values);
  float *found[3] = {NULL};
  for (int i = 0; values && i < ntrack; i++)
    values[i] = tracks[i].value;
  bool memory = values && ps_percentiles(values, ntrack, cells, found);
  for (int k = 0; k < 3; k++) {
    out[k] = tracks[0];
    out[k].value = found[k];
  }
  free(values);
  return memory;
}
