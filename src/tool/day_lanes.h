// day_lanes.h: a day as lanes over the clock, with the postures on top.
#pragma once

#include "tool/day_inner.h"
#include "tool/lanes.h"

// The picture of `n` columns of the track; `id` is unique in the page.
void ps_day_lanes(ps_file_writer *w, const ps_day_result *r, const ps_lane *lane, int n, int id);
