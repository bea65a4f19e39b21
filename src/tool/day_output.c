// day_output.c: a day as a timeline, as JSON and as text.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json_tree.h"
#include "num/csv.h"
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

static double rounded(double x) {
  if (!isfinite(x) || x == 0)
    return x;
  double scale = pow(10, 5 - floor(log10(fabs(x)))); // what a float holds
  return round(x * scale) / scale;
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
      ps_csv_number(&csv, rounded((double)ps_life_row(&r->track, row)[c]));
      for (int k = 0; k < 3 && drawn; k++)
        ps_csv_number(&csv, rounded((double)ps_life_row(&r->band[k], row)[c]));
    }
    ps_csv_end_line(&csv);
  }
}

// ---- JSON

static void key_text(ps_json_writer *j, const char *key, const char *text) {
  ps_json_key(j, key);
  ps_json_text(j, text);
}

static void key_number(ps_json_writer *j, const char *key, double x) {
  ps_json_key(j, key);
  if (isfinite(x))
    ps_json_number(j, rounded(x));
  else
    ps_json_null(j);
}

static void put_columns(ps_json_writer *j, const ps_day_result *r) {
  char text[16];
  ps_json_key(j, "columns");
  ps_json_object(j);
  for (int c = 0; c < PS_LIFE_COLUMN_COUNT; c++) {
    ps_life_peak p = ps_life_peak_of(&r->track, c, 0, r->awake);
    ps_json_key(j, ps_life_column_name(c));
    ps_json_object(j);
    key_number(j, "most", p.most);
    key_text(j, "most_at", ps_clock_text(text, r->track.start_s + p.most_s));
    key_number(j, "least", p.least);
    key_text(j, "least_at", ps_clock_text(text, r->track.start_s + p.least_s));
    key_number(j, "mean", p.mean);
    key_number(j, "evening", p.last);
    key_number(j, "end", (double)ps_life_row(&r->track, r->track.n - 1)[c]);
    if (r->band[0].value) {
      int row = (int)(p.most_s / r->track.step_s);
      key_number(j, "most_p10", (double)ps_life_row(&r->band[0], row)[c]);
      key_number(j, "most_p50", (double)ps_life_row(&r->band[1], row)[c]);
      key_number(j, "most_p90", (double)ps_life_row(&r->band[2], row)[c]);
    }
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void put_doses(ps_json_writer *j, const ps_life_doses *d) {
  ps_json_key(j, "doses");
  ps_json_object(j);
  key_number(j, "sitting_h", d->sitting_h);
  key_number(j, "standing_h", d->standing_h);
  key_number(j, "walking_h", d->walking_h);
  key_number(j, "lying_h", d->lying_h);
  key_number(j, "bent_spine_h", d->bent_h);
  key_number(j, "short_psoas_h", d->short_h);
  key_number(j, "vibration_a8_m_s2", d->a8_m_s2);
  key_number(j, "vibration_sed_MPa", d->sed_MPa);
  key_number(j, "psoas_mean_length_over_standing", d->mean_length);
  key_number(j, "psoas_mean_activation_pct", 100 * d->mean_activation);
  key_number(j, "psoas_peak_activation_pct", 100 * d->peak_activation);
  key_number(j, "mean_stress_pct", 100 * d->mean_stress);
  key_number(j, "sleep_debt_nights", d->sleep_debt);
  key_number(j, "pelvic_reserve_rested_pct", 100 * d->pelvis_rested);
  key_number(j, "pelvic_reserve_evening_pct", 100 * d->pelvis_evening);
  key_number(j, "unheld_min", d->unheld_min);
  ps_json_end_object(j);
}

static void put_keys(ps_json_writer *j, const ps_day_result *r) {
  ps_json_key(j, "summary");
  ps_json_object(j);
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    ps_json_key(j, ps_day_keys[k].name);
    ps_json_object(j);
    key_text(j, "about", ps_day_keys[k].words);
    key_number(j, "value", r->key[k]);
    if (r->draws >= 10) {
      key_number(j, "p10", r->key_span[k].low);
      key_number(j, "p50", r->key_span[k].middle);
      key_number(j, "p90", r->key_span[k].high);
    }
    key_text(j, "valid", "not_validated");
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
      key_number(j, ps_day_keys[k].name, r->change[i][k]);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

void ps_day_put_json(ps_file_writer *w, const ps_day_result *r) {
  ps_json_writer j = {0};
  char text[16];
  ps_json_begin(&j, w);
  ps_json_object(&j);
  key_text(&j, "schema", "psoas.day_result/1");
  key_text(&j, "psoas_version", ps_version());
  key_text(&j, "inputs_sha256", r->sha256);
  key_text(&j, "title", r->day.title);
  ps_json_key(&j, "inputs");
  ps_json_tree(&j, r->input);
  key_text(&j, "start", ps_clock_text(text, r->day.start_s));
  key_number(&j, "length_h", ps_day_length(&r->day) / 3600);
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
  key_text(&j, "index",
           "Illustrative index from a simulation. It does not measure or predict your pain and is "
           "not medical advice.");
  ps_json_end_object(&j);
  ps_json_end(&j);
}
