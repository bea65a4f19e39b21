// lanes.h: numbers over time as lanes: a strip of blocks on top, then one curve a lane with its
// band.
#pragma once

#include "base/file.h"

typedef struct ps_lane {
  int column;
  const char *title, *unit, *style; // style: "force", "load", "plain"
  double low, high;                 // of the axis; both 0: from the data, zero included
} ps_lane;

typedef struct ps_lanes {
  ps_file_writer *w;
  int n, stride;                   // rows; numbers in a row
  const float *value, *low, *high; // n x stride; low and high: 10th and 90th percentile, or NULL
  const float *plain;              // n x stride: to compare with, dashed; or NULL
  int dot;                         // row whose number stands beside a dot
  int every;                       // rows from point to point of a curve
  int count;                       // of lanes
} ps_lanes;

// The picture: begin, ticks and blocks in any order, curves, end. `id` is unique in the page.
void ps_lanes_begin(const ps_lanes *l, int id, const char *title, const char *about);
// A line down all lanes at a row, with words on top.
void ps_lanes_tick(const ps_lanes *l, double row, const char *words);
// What the strip is, and a block in it: its name where there is room, and more under the pointer.
void ps_lanes_strip(const ps_lanes *l, const char *title);
void ps_lanes_block(const ps_lanes *l, double from, double to, const char *style, const char *name,
                    const char *more);
void ps_lanes_curves(const ps_lanes *l, const ps_lane *lane);
void ps_lanes_end(const ps_lanes *l);
// Style sheet of the lanes.
void ps_lanes_style(ps_file_writer *w);
