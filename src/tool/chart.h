// chart.h: drawings that stand alone as SVG files: curves over one number, maps over two.
//
// Panels stand two in a row. Colours turn with the reader's theme; curves differ by dashes too, and
// maps say their numbers at both ends of the scale, so that nothing is told by colour alone.
#pragma once

#include "base/file.h"

typedef struct ps_chart_axis {
  const char *name; // "hip_flexion_deg"
  double low, high; // of the first and the last value
  int n;
  const char *const *label; // of y, one for each row; NULL: numbers
} ps_chart_axis;

enum { PS_CHART_CURVES = 12 };

// One panel: curves over the axis x.
typedef struct ps_chart_panel {
  const char *title; // with its unit
  int n;
  const char *name[PS_CHART_CURVES];
  const double *y[PS_CHART_CURVES]; // x.n numbers; nan: a gap
} ps_chart_panel;

void ps_chart_curves(ps_file_writer *w, const char *title, const ps_chart_axis *x,
                     const ps_chart_panel *panel, int n);

// One panel: a number over x, from left to right, and y, upwards.
typedef struct ps_chart_map {
  const char *title;
  const double *z; // y.n rows of x.n numbers; nan: a gap
} ps_chart_map;

void ps_chart_maps(ps_file_writer *w, const char *title, const ps_chart_axis *x,
                   const ps_chart_axis *y, const ps_chart_map *map, int n);
