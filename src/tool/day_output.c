// day_output.c: a day as a timeline, its draws as a table, and as JSON.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json_tree.h"
#include "num/csv.h"
#include "num/number.h"
#include "psoas/version.h"
#include "tool/day_inner.h"
#include "tool/text_cells.h"

const char *ps_clock_text(char text[16], double seconds) {
  int minutes = (int)lround(fmod(seconds, 86400) / 60) % 1440;
  snprintf(text, 16, "%02d:%02d", minutes / 60, minutes % 60);
  return text;
}

const char *ps_day_block_title(const ps_day_block *block) {
  return block->title && block->title[0] ? block->title : block->posture;
}

// the block that is on at a row; the last minute belongs to the last block
static const ps_day_block *block_at(const ps_day_result *r, int row) {
  double time = r->track.start_s + row * r->track.step_s;
  int i = 0;
  while (i + 1 < r->day.nblock && r->day.block[i + 1].start_s <= time + 1e-6)
    i++;
  return &r->day.block[i];
}

// ---- timeline

void ps_day_put_timeline(ps_file_writer *w, const ps_day_result *r) {
  ps_csv_writer csv = {.file = w};
  bool drawn = r->band[0].value != NULL;
  ps_csv_text(&csv, "time_s");
  ps_csv_text(&csv, "clock");
  ps_csv_text(&csv, "posture");
  ps_csv_text(&csv, "task");
  for (int c = 0; c < PS_LIFE_COLUMN_COUNT; c++) {
    static const char *const end[] = {"", "_p10", "_p50", "_p90"};
    for (int k = 0; k < (drawn ? 4 : 1); k++) {
      char name[64];
      snprintf(name, sizeof name, "%s%s", ps_life_column_name(c), end[k]);
      ps_csv_text(&csv, name);
    }
  }
  ps_csv_end_line(&csv);
  for (int row = 0; row < r->track.n; row++) {
    char clock[16];
    const ps_day_block *block = block_at(r, row);
    double time = row * r->track.step_s;
    ps_csv_number(&csv, time);
    ps_csv_text(&csv, ps_clock_text(clock, r->track.start_s + time));
    ps_csv_text(&csv, block->posture);
    ps_csv_text(&csv, block->task.name);
    for (int c = 0; c < PS_LIFE_COLUMN_COUNT; c++) {
      ps_csv_number(&csv, ps_number_rounded((double)ps_life_row(&r->track, row)[c], 6));
      for (int k = 0; k < 3 && drawn; k++)
        ps_csv_number(&csv, ps_number_rounded((double)ps_life_row(&r->band[k], row)[c], 6));
    }
    ps_csv_end_line(&csv);
  }
}

// ---- draws

// One row a draw that came to its end. With the same person, seed and number of draws, row n of two
// days is the same body with the same tissues: differences of days are taken row by row.
void ps_day_put_draws(ps_file_writer *w, const ps_day_result *r) {
  ps_csv_writer csv = {.file = w};
  bool both = ps_day_has_care(r);
  ps_csv_text(&csv, "draw");
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    char name[64];
    ps_csv_text(&csv, ps_day_keys[k].name);
    snprintf(name, sizeof name, "%s_without", ps_day_keys[k].name);
    if (both)
      ps_csv_text(&csv, name);
  }
  ps_csv_end_line(&csv);
  for (int i = 0; i < r->draws; i++) {
    const ps_day_draw *d = &r->drawn[i];
    ps_csv_number(&csv, d->number);
    for (int k = 0; k < PS_DAY_KEYS; k++) {
      ps_csv_number(&csv, ps_number_rounded(d->key[k], 6));
      if (both)
        ps_csv_number(&csv, ps_number_rounded(d->plain_key[k], 6));
    }
    ps_csv_end_line(&csv);
  }
}

// ---- JSON

static void put_columns(ps_json_writer *j, const ps_day_result *r) {
  char text[16];
  ps_json_key(j, "columns");
  ps_json_object(j);
  for (int c = 0; c < PS_LIFE_COLUMN_COUNT; c++) {
    ps_life_peak p = ps_life_peak_of(&r->track, c, 0, r->awake);
    ps_json_key(j, ps_life_column_name(c));
    ps_json_object(j);
    ps_json_key_float(j, "most", p.most);
    ps_json_key_text(j, "most_at", ps_clock_text(text, r->track.start_s + p.most_s));
    ps_json_key_float(j, "least", p.least);
    ps_json_key_text(j, "least_at", ps_clock_text(text, r->track.start_s + p.least_s));
    ps_json_key_float(j, "mean", p.mean);
    ps_json_key_float(j, "evening", p.last);
    ps_json_key_float(j, "end", (double)ps_life_row(&r->track, r->track.n - 1)[c]);
    if (r->band[0].value) {
      int row = (int)(p.most_s / r->track.step_s);
      ps_json_key_float(j, "most_p10", (double)ps_life_row(&r->band[0], row)[c]);
      ps_json_key_float(j, "most_p50", (double)ps_life_row(&r->band[1], row)[c]);
      ps_json_key_float(j, "most_p90", (double)ps_life_row(&r->band[2], row)[c]);
    }
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void put_doses(ps_json_writer *j, const ps_life_doses *d) {
  ps_json_key(j, "doses");
  ps_json_object(j);
  ps_json_key_float(j, "sitting_h", d->sitting_h);
  ps_json_key_float(j, "standing_h", d->standing_h);
  ps_json_key_float(j, "walking_h", d->walking_h);
  ps_json_key_float(j, "lying_h", d->lying_h);
  ps_json_key_float(j, "bent_spine_h", d->bent_h);
  ps_json_key_float(j, "short_psoas_h", d->short_h);
  ps_json_key_float(j, "vibration_a8_m_s2", d->a8_m_s2);
  ps_json_key_float(j, "vibration_sed_MPa", d->sed_MPa);
  ps_json_key_float(j, "psoas_mean_length_over_standing", d->mean_length);
  ps_json_key_float(j, "psoas_mean_activation_pct", 100 * d->mean_activation);
  ps_json_key_float(j, "psoas_peak_activation_pct", 100 * d->peak_activation);
  ps_json_key_float(j, "mean_stress_pct", 100 * d->mean_stress);
  ps_json_key_float(j, "sleep_debt_nights", d->sleep_debt);
  ps_json_key_float(j, "pelvic_reserve_rested_pct", 100 * d->pelvis_rested);
  ps_json_key_float(j, "pelvic_reserve_evening_pct", 100 * d->pelvis_evening);
  ps_json_key_float(j, "unheld_min", d->unheld_min);
  ps_json_end_object(j);
}

static void put_keys(ps_json_writer *j, const ps_day_result *r) {
  ps_json_key(j, "summary");
  ps_json_object(j);
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    ps_json_key(j, ps_day_keys[k].name);
    ps_json_object(j);
    ps_json_key_text(j, "about", ps_day_keys[k].words);
    ps_json_key_float(j, "value", r->key[k]);
    if (r->draws >= 10) {
      ps_json_key_float(j, "p10", r->key_span[k].low);
      ps_json_key_float(j, "p50", r->key_span[k].middle);
      ps_json_key_float(j, "p90", r->key_span[k].high);
    }
    ps_json_key_text(j, "valid", "not_validated");
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void put_contributions(ps_json_writer *j, const ps_day_result *r) {
  ps_json_key(j, "contributions");
  ps_json_object(j);
  for (int i = 0; i < PS_MECHANISM_COUNT; i++) {
    ps_json_key(j, ps_mechanism_name(i));
    ps_json_object(j);
    ps_json_key(j, "off");
    ps_json_bool(j, r->off >> i & 1u);
    for (int k = 0; k < PS_DAY_KEYS && r->request.contributions; k++)
      ps_json_key_float(j, ps_day_keys[k].name, r->change[i][k]);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

void ps_day_put_json(ps_file_writer *w, const ps_day_result *r) {
  ps_json_writer j = {0};
  char text[16];
  ps_json_begin(&j, w);
  ps_json_object(&j);
  ps_json_key_text(&j, "schema", "psoas.day_result/1");
  ps_json_key_text(&j, "psoas_version", ps_version());
  ps_json_key_text(&j, "inputs_sha256", r->sha256);
  ps_json_key_text(&j, "title", r->day.title);
  ps_json_key(&j, "inputs");
  ps_json_tree(&j, r->input);
  ps_json_key_text(&j, "start", ps_clock_text(text, r->day.start_s));
  ps_json_key_float(&j, "length_h", ps_day_length(&r->day) / 3600);
  ps_json_key(&j, "draws");
  ps_json_integer(&j, r->draws);
  ps_json_key(&j, "failed_draws");
  ps_json_integer(&j, r->failed_draws);
  ps_json_key(&j, "seed");
  ps_json_integer(&j, (long)r->request.seed);
  ps_json_key(&j, "posture_solves");
  ps_json_integer(&j, (long)r->doses.solves);
  put_keys(&j, r);
  if (ps_day_has_care(r)) {
    ps_care_told told = ps_day_told(r);
    ps_care_put_json(&j, &told);
  }
  put_doses(&j, &r->doses);
  put_contributions(&j, r);
  put_columns(&j, r);
  ps_json_key_text(
      &j, "index",
      "Illustrative index from a simulation. It does not measure or predict your pain and is "
      "not medical advice.");
  ps_json_end_object(&j);
  ps_json_end(&j);
}
