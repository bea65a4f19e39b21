// day_lanes.c: the clock and the postures over the lanes of a day.
#include "tool/day_lanes.h"

#include <math.h>
#include <stdio.h>

static double row_at(const ps_day_result *r, double clock_s) {
  return (clock_s - r->track.start_s) / r->track.step_s;
}

static void put_hours(const ps_lanes *l, const ps_day_result *r) {
  const ps_life_track *t = &r->track;
  double all = (t->n - 1) * t->step_s;
  int every = all > 14 * 3600 ? 2 : 1; // [h]
  for (int hour = (int)ceil(t->start_s / 3600); hour * 3600.0 <= t->start_s + all; hour++) {
    char text[16];
    if (hour % every == 0)
      ps_lanes_tick(l, row_at(r, hour * 3600.0), ps_clock_text(text, hour * 3600.0));
  }
}

static const char *kind_of(const ps_day_result *r, const ps_day_block *block) {
  const ps_pose *pose = &r->day.pose[block->pose];
  return pose->base != PS_UPRIGHT    ? "lie"
         : block->task.free_movement ? "walk"
         : pose->support.seat        ? (pose->support.backrest ? "lean" : "sit")
                                     : "stand";
}

static void put_postures(const ps_lanes *l, const ps_day_result *r) {
  ps_lanes_strip(l, "Postures");
  for (int i = 0; i < r->day.nblock; i++) {
    const ps_day_block *b = &r->day.block[i];
    char more[160];
    snprintf(more, sizeof more, "%.100s, %.0f min", ps_day_block_title(b), b->duration_s / 60);
    ps_lanes_block(l, row_at(r, b->start_s), row_at(r, b->start_s + b->duration_s), kind_of(r, b),
                   b->posture, more);
  }
}

void ps_day_lanes(ps_file_writer *w, const ps_day_result *r, const ps_lane *lane, int n, int id) {
  const ps_lanes l = {.w = w,
                      .n = r->track.n,
                      .stride = PS_LIFE_COLUMN_COUNT,
                      .value = r->track.value,
                      .plain = r->plain_track.value,
                      .low = r->band[0].value,
                      .high = r->band[2].value,
                      .dot = r->awake - 1,
                      .every = 3, // every third minute is enough for the eye
                      .count = n};
  ps_lanes_begin(&l, id, "The day in lanes",
                 "Postures and what they do over the clock; the number at each dot is that before "
                 "the night.");
  put_hours(&l, r);
  put_postures(&l, r);
  ps_lanes_curves(&l, lane);
  ps_lanes_end(&l);
}
