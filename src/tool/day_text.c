// day_text.c: a day for a terminal.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/day_words.h"
#include "tool/safety.h"
#include "tool/text_cells.h"

static const struct {
  ps_life_column column;
  const char *head;
  int width, decimals;
} hourly[] = {
    {PS_LIFE_L4_L5_compression_N, "L4/5 N", 7, 0}, {PS_LIFE_psoas_force_N, "psoas N", 8, 0},
    {PS_LIFE_lordosis_deg, "lordosis", 9, 0},      {PS_LIFE_creep_deg, "creep", 6, 1},
    {PS_LIFE_back_stiffness_pct, "stiff %", 8, 0}, {PS_LIFE_back_fatigue_pct, "tired %", 8, 1},
    {PS_LIFE_height_loss_mm, "lower mm", 9, 1},    {PS_LIFE_stress_pct, "stress", 7, 0},
    {PS_LIFE_discomfort, "discomf.", 9, 0},        {PS_LIFE_back_pain, "back", 5, 0}};
enum { HOURLY = sizeof hourly / sizeof *hourly };

static const ps_day_block *block_at(const ps_day_result *r, double time) {
  int i = 0;
  while (i + 1 < r->day.nblock && r->day.block[i + 1].start_s <= time + 1e-6)
    i++;
  return &r->day.block[i];
}

static void put_hours(ps_file_writer *w, const ps_day_result *r) {
  ps_file_writer_format(w, "%-6s%-18s", "time", "posture");
  for (int c = 0; c < HOURLY; c++)
    ps_cell_text(w, hourly[c].head, hourly[c].width);
  ps_file_writer_text(w, "\n");
  for (int row = 0; row < r->awake; row += 60) {
    char clock[16];
    double time = r->track.start_s + row * r->track.step_s;
    ps_file_writer_format(w, "%-6s", ps_clock_text(clock, time));
    ps_cell_name(w, block_at(r, time)->posture, 18);
    for (int c = 0; c < HOURLY; c++)
      ps_cell_fixed(w, (double)ps_life_row(&r->track, row)[hourly[c].column], hourly[c].decimals,
                    hourly[c].width);
    ps_file_writer_text(w, "\n");
  }
}

static void put_keys(ps_file_writer *w, const ps_day_result *r) {
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    const ps_day_key *key = &ps_day_keys[k];
    ps_cell_name(w, key->words, 44);
    ps_cell_fixed(w, r->key[k], key->decimals, 9);
    ps_file_writer_format(w, r->draws >= 10 ? " %-7s" : " %s", key->unit);
    if (r->draws >= 10)
      ps_cell_range(w, r->key_span[k].low, r->key_span[k].high, key->decimals, 16);
    ps_file_writer_text(w, "\n");
  }
}

static void put_contributions(ps_file_writer *w, const ps_day_result *r) {
  static const int shown[] = {0, 1, 3, 4, 5, 6};
  static const char *const head[] = {"discomf.", "back", "L4/5 N", "psoas %", "stiff %", "creep"};
  enum { SHOWN = sizeof shown / sizeof *shown };
  ps_file_writer_text(w, "\nWhat each mechanism adds:\n");
  ps_cell_name(w, "", 40);
  for (int k = 0; k < SHOWN; k++)
    ps_cell_text(w, head[k], 10);
  ps_file_writer_text(w, "\n");
  for (int i = 0; i < PS_MECHANISM_COUNT; i++) {
    bool any = false;
    for (int k = 0; k < SHOWN; k++)
      any |= fabs(r->change[i][shown[k]]) >= 0.5 * pow(10, -ps_day_keys[shown[k]].decimals);
    if (!any)
      continue;
    ps_cell_name(w, ps_mechanism_words(i), 40);
    for (int k = 0; k < SHOWN; k++)
      ps_cell_fixed(w, r->change[i][shown[k]], ps_day_keys[shown[k]].decimals, 10);
    ps_file_writer_text(w, "\n");
  }
}

void ps_day_put_text(ps_file_writer *w, const ps_day_result *r) {
  ps_pool pool = {0};
  ps_file_writer_format(w, "%s\n", r->day.title[0] ? r->day.title : r->path);
  ps_put_wrapped(w, "", ps_day_headline(&pool, r));
  ps_file_writer_text(w, "\n");
  put_hours(w, r);
  ps_file_writer_text(w, "\n");
  put_keys(w, r);
  if (ps_day_has_care(r)) {
    ps_care_told told = ps_day_told(r);
    ps_file_writer_text(w, "\n");
    ps_care_put_text(w, &told);
  }
  if (r->request.contributions)
    put_contributions(w, r);
  ps_file_writer_text(w, "\n");
  ps_sentences story = ps_day_story(&pool, r), warnings = ps_day_warnings(&pool, r);
  for (int i = 0; i < story.n; i++)
    ps_put_wrapped(w, "- ", story.item[i]);
  for (int i = 0; i < warnings.n; i++)
    ps_put_wrapped(w, "- warning: ", warnings.item[i]);
  ps_file_writer_text(w, "\n");
  ps_put_safety(w);
  ps_pool_free(&pool);
}
