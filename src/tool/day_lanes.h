// day_lanes.h: a day as lanes over the clock: postures on top, then one curve a lane with its band.
#pragma once

#include "tool/day_inner.h"

typedef struct ps_lane {
  ps_life_column column;
  const char *title, *unit, *style; // style: "force", "load", "plain"
  double low, high;                 // of the axis; both 0: from the data, zero included
} ps_lane;

// The picture; `id` is unique in the page.
void ps_day_lanes(ps_file_writer *w, const ps_day_result *r, const ps_lane *lane, int n, int id);
// Style sheet of the lanes.
void ps_day_lanes_style(ps_file_writer *w);
