// weeks_output.c: weeks as a timeline, as JSON and as a table for a terminal.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json_tree.h"
#include "num/csv.h"
#include "num/number.h"
#include "psoas/version.h"
#include "tool/safety.h"
#include "tool/text_cells.h"
#include "tool/weeks_words.h"

// the day that a row is the morning of; the last row belongs to the last day
static int day_of(const ps_weeks_result *r, int row) {
  return row < r->weeks.ndays ? row : r->weeks.ndays - 1;
}

// ---- timeline

static void put_cell(ps_csv_writer *csv, double x) {
  if (isfinite(x))
    ps_csv_number(csv, ps_number_rounded(x, 6));
  else
    ps_csv_empty(csv);
}

void ps_weeks_put_timeline(ps_file_writer *w, const ps_weeks_result *r) {
  ps_csv_writer csv = {.file = w};
  ps_csv_text(&csv, "time_d");
  ps_csv_text(&csv, "phase");
  ps_csv_text(&csv, "day");
  for (int c = 0; c < PS_HABIT_COLUMN_COUNT; c++) {
    static const char *const end[] = {"", "_p10", "_p50", "_p90"};
    for (int k = 0; k < (r->band[0] ? 4 : 1); k++) {
      char name[64];
      snprintf(name, sizeof name, "%s%s", ps_habit_column_name(c), end[k]);
      ps_csv_text(&csv, name);
    }
  }
  ps_csv_end_line(&csv);
  for (int row = 0; row < r->track.n; row++) {
    int day = day_of(r, row);
    ps_csv_integer(&csv, row);
    ps_csv_integer(&csv, ps_weeks_phase_of(&r->weeks, day) + 1);
    ps_csv_text(&csv, r->weeks.name[ps_weeks_kind_of(&r->weeks, day)]);
    for (int c = 0; c < PS_HABIT_COLUMN_COUNT; c++) {
      put_cell(&csv, ps_weeks_at(r, r->track.value, row, c));
      for (int k = 0; k < 3 && r->band[0]; k++)
        put_cell(&csv, ps_weeks_at(r, r->band[k], row, c));
    }
    ps_csv_end_line(&csv);
  }
}

// ---- JSON

static void put_interval(ps_json_writer *j, const ps_weeks_result *r, const char *of, int row,
                         int column) {
  static const char *const part[] = {"p10", "p50", "p90"};
  for (int k = 0; k < 3 && r->band[0]; k++) {
    char name[32];
    snprintf(name, sizeof name, "%s_%s", of, part[k]);
    ps_json_key_float(j, name, ps_weeks_at(r, r->band[k], row, column));
  }
}

static void put_summary(ps_json_writer *j, const ps_weeks_result *r) {
  ps_json_key(j, "summary");
  ps_json_object(j);
  for (int k = 0; k < PS_WEEKS_KEYS; k++) {
    const ps_weeks_key *key = &ps_weeks_keys[k];
    ps_weeks_course c = ps_weeks_course_of(r, k);
    ps_json_key(j, ps_habit_column_name(key->column));
    ps_json_object(j);
    ps_json_key_text(j, "about", key->words);
    ps_json_key_float(j, "start", c.start);
    ps_json_key_float(j, "worst", c.worst);
    put_interval(j, r, "worst", c.worst_d, key->column);
    ps_json_key_integer(j, "worst_d", c.worst_d);
    ps_json_key_float(j, "end", c.end);
    put_interval(j, r, "end", r->track.n - 1, key->column);
    ps_json_key_float(j, "recovered_d", c.recovered_d);
    ps_json_key_text(j, "valid", "not_validated");
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void put_end(ps_json_writer *j, const ps_weeks_result *r) {
  ps_json_key(j, "end_state");
  ps_json_object(j);
  for (int c = 0; c < PS_HABIT_COLUMN_COUNT; c++)
    ps_json_key_float(j, ps_habit_column_name(c),
                      ps_weeks_at(r, r->track.value, r->track.n - 1, c));
  ps_json_end_object(j);
}

static void put_risk(ps_json_writer *j, const ps_onset_risk *risk) {
  ps_json_key(j, ps_risk_outcome_names[risk->outcome]);
  ps_json_object(j);
  ps_json_key_text(j, "about", risk->words);
  ps_json_key_float(j, "odds_ratio", risk->odds);
  ps_json_key_float(j, "low", risk->low);
  ps_json_key_float(j, "high", risk->high);
  ps_json_key_float(j, "base", risk->base);
  ps_json_key_float(j, "probability", risk->probability);
  ps_json_end_object(j);
}

static void put_onset(ps_json_writer *j, const ps_onset *o) {
  ps_json_key(j, "onset");
  ps_json_object(j);
  ps_json_key_text(j, "kind", "association");
  for (int i = 0; i < PS_ONSET_OUTCOMES; i++)
    put_risk(j, &o->risk[i]);
  ps_json_key(j, "factor_levels");
  ps_json_object(j);
  for (int i = 0; i < PS_RISK_NFACTOR; i++)
    if (o->who.level[i] > 0)
      ps_json_key_float(j, ps_risk_factor_names[i], o->who.level[i]);
  ps_json_end_object(j);
  ps_json_end_object(j);
}

static void put_phases(ps_json_writer *j, const ps_weeks_result *r) {
  ps_json_key(j, "phases");
  ps_json_array(j);
  for (int i = 0; i < r->weeks.nphase; i++) {
    char days[400];
    ps_json_object(j);
    ps_json_key_integer(j, "first_d", r->weeks.phase[i].first);
    ps_json_key_integer(j, "days", r->weeks.phase[i].ndays);
    ps_json_key_integer(j, "done", ps_weeks_done(r, i));
    ps_json_key_text(j, "week", ps_weeks_phase_days(r, i, days, sizeof days));
    ps_json_key_float(j, "stretch_min", r->weeks.phase[i].stretch_min);
    if (i < r->nonset)
      put_onset(j, &r->onset[i]);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void put_doses(ps_json_writer *j, const char *name, const ps_life_doses *d) {
  ps_json_key(j, name);
  ps_json_object(j);
  ps_json_key_float(j, "sitting_h", d->sitting_h);
  ps_json_key_float(j, "standing_h", d->standing_h);
  ps_json_key_float(j, "walking_h", d->walking_h);
  ps_json_key_float(j, "lying_h", d->lying_h);
  ps_json_key_float(j, "vibration_a8_m_s2", d->a8_m_s2);
  ps_json_key_float(j, "psoas_mean_length_over_standing", d->mean_length);
  ps_json_key_float(j, "psoas_mean_activation_pct", 100 * d->mean_activation);
  ps_json_key_float(j, "psoas_peak_activation_pct", 100 * d->peak_activation);
  ps_json_key_float(j, "back_mean_activation_pct", 100 * d->mean_back_activation);
  ps_json_key_float(j, "back_peak_activation_pct", 100 * d->peak_back_activation);
  ps_json_key_float(j, "mean_stress_pct", 100 * d->mean_stress);
  ps_json_end_object(j);
}

static void put_days(ps_json_writer *j, const ps_weeks_result *r) {
  ps_json_key(j, "doses_of_days");
  ps_json_object(j);
  put_doses(j, "before", &r->sums.ordinary);
  for (int k = 0; k < r->weeks.nkind; k++)
    put_doses(j, r->weeks.name[k], &r->sums.kind[k]);
  ps_json_end_object(j);
}

void ps_weeks_put_json(ps_file_writer *w, const ps_weeks_result *r) {
  ps_json_writer j = {0};
  ps_json_begin(&j, w);
  ps_json_object(&j);
  ps_json_key_text(&j, "schema", "psoas.weeks_result/1");
  ps_json_key_text(&j, "psoas_version", ps_version());
  ps_json_key_text(&j, "inputs_sha256", r->sha256);
  ps_json_key_text(&j, "title", r->weeks.title);
  ps_json_key(&j, "complete");
  ps_json_bool(&j, r->complete);
  ps_json_key(&j, "inputs");
  ps_json_tree(&j, r->input);
  ps_json_key_integer(&j, "days", r->weeks.ndays);
  ps_json_key_integer(&j, "days_done", r->track.n > r->weeks.ndays ? r->weeks.ndays : r->track.n);
  ps_json_key_integer(&j, "days_computed_by_the_minute", r->sums.days_run);
  ps_json_key_integer(&j, "posture_solves", (long)r->sums.solves);
  ps_json_key_integer(&j, "draws", r->draws);
  ps_json_key_integer(&j, "failed_draws", r->failed_draws);
  ps_json_key_integer(&j, "seed", (long)r->request.seed);
  ps_json_key(&j, "off");
  ps_json_array(&j);
  for (int i = 0; i < PS_MECHANISM_COUNT; i++)
    if (r->off & 1u << i)
      ps_json_text(&j, ps_mechanism_name(i));
  ps_json_end_array(&j);
  put_summary(&j, r);
  if (ps_weeks_has_care(r)) {
    ps_care_told told = ps_weeks_told(r);
    ps_care_put_json(&j, &told);
  }
  put_phases(&j, r);
  put_days(&j, r);
  put_end(&j, r);
  ps_json_key_text(&j, "index", ps_line_index);
  ps_json_key_text(&j, "learning", ps_line_learning);
  ps_json_end_object(&j);
  ps_json_end(&j);
}

// ---- text

static const struct {
  ps_habit_column column;
  const char *head;
  int width, decimals;
  bool mean; // over the time since the line before; else the morning
} monthly[] = {{PS_HABIT_psoas_length_pct, "length %", 9, 1, false},
               {PS_HABIT_psoas_strength_pct, "strong %", 9, 0, false},
               {PS_HABIT_extension_change_deg, "ext.deg", 8, 1, false},
               {PS_HABIT_hip_extension_deg, "model", 7, 1, false},
               {PS_HABIT_lordosis_deg, "lordosis", 9, 1, false},
               {PS_HABIT_height_evening_mm, "lower mm", 9, 1, true},
               {PS_HABIT_stress_load_pct, "stress", 7, 0, false},
               {PS_HABIT_sleep_debt_nights, "debt", 6, 2, false},
               {PS_HABIT_discomfort, "discomf.", 9, 1, true},
               {PS_HABIT_back_pain, "back", 6, 1, true},
               {PS_HABIT_leg_pain, "leg", 5, 1, true}};
enum { MONTHLY = sizeof monthly / sizeof *monthly };

static void put_months(ps_file_writer *w, const ps_weeks_result *r) {
  int step = 28 * (1 + (r->track.n - 1) / (28 * 27)), last = r->track.n - 1;
  ps_file_writer_format(w, "%-6s%-7s", "week", "phase");
  for (int c = 0; c < MONTHLY; c++)
    ps_cell_text(w, monthly[c].head, monthly[c].width);
  ps_file_writer_text(w, "\n");
  for (int row = 0, before = 0; row <= last;) {
    int phase = ps_weeks_phase_of(&r->weeks, day_of(r, row));
    ps_file_writer_format(w, "%-6.1f%-7d", row / 7.0, phase + 1);
    for (int c = 0; c < MONTHLY; c++) {
      bool mean = monthly[c].mean && row > before;
      ps_cell_fixed(w,
                    mean ? ps_weeks_mean(r, monthly[c].column, before, row)
                         : ps_weeks_at(r, r->track.value, row, monthly[c].column),
                    monthly[c].decimals, monthly[c].width);
    }
    ps_file_writer_text(w, "\n");
    before = row;
    row = row < last && row + step > last ? last : row + step;
  }
}

static void put_keys(ps_file_writer *w, const ps_weeks_result *r) {
  ps_cell_name(w, "", 36);
  ps_cell_text(w, "first", 9);
  ps_cell_text(w, "worst", 9);
  ps_cell_text(w, "in week", 9);
  ps_cell_text(w, "end", 9);
  ps_cell_text(w, r->band[0] ? "end, 8 in 10" : "", 16);
  ps_file_writer_text(w, "\n");
  for (int k = 0; k < PS_WEEKS_KEYS; k++) {
    const ps_weeks_key *key = &ps_weeks_keys[k];
    ps_weeks_course c = ps_weeks_course_of(r, k);
    double low = ps_weeks_at(r, r->band[0], r->track.n - 1, key->column);
    double high = ps_weeks_at(r, r->band[2], r->track.n - 1, key->column);
    ps_cell_name(w, key->words, 36);
    ps_cell_fixed(w, c.start, key->decimals, 9);
    ps_cell_fixed(w, c.worst, key->decimals, 9);
    ps_cell_fixed(w, c.worst_d / 7.0, 0, 9);
    ps_cell_fixed(w, c.end, key->decimals, 9);
    if (isfinite(low))
      ps_cell_range(w, low, high, key->decimals, 16);
    else
      ps_cell_blanks(w, 16);
    ps_file_writer_format(w, "  %s\n", key->unit);
  }
}

static void put_phases_text(ps_file_writer *w, const ps_weeks_result *r) {
  for (int i = 0; i < r->weeks.nphase; i++) {
    const ps_weeks_phase *p = &r->weeks.phase[i];
    char days[400], line[600], stretch[60] = "";
    if (p->stretch_min > 0)
      snprintf(stretch, sizeof stretch, ", %.0f min of stretching a day", p->stretch_min);
    snprintf(line, sizeof line, "Phase %d: %.1f weeks of %s%s.", i + 1, p->ndays / 7.0,
             ps_weeks_phase_days(r, i, days, sizeof days), stretch);
    ps_put_wrapped(w, "", line);
  }
}

void ps_weeks_put_text(ps_file_writer *w, const ps_weeks_result *r) {
  ps_pool pool = {0};
  ps_file_writer_format(w, "%s\n", r->weeks.title[0] ? r->weeks.title : r->path);
  ps_put_wrapped(w, "", ps_weeks_headline(&pool, r));
  ps_file_writer_text(w, "\n");
  put_phases_text(w, r);
  ps_file_writer_text(w, "\n");
  put_months(w, r);
  ps_file_writer_text(w, "\n");
  put_keys(w, r);
  ps_file_writer_text(w, "\n");
  if (ps_weeks_has_care(r)) {
    ps_care_told told = ps_weeks_told(r);
    ps_care_put_text(w, &told);
    ps_file_writer_text(w, "\n");
  }
  ps_sentences story = ps_weeks_story(&pool, r), warnings = ps_weeks_warnings(&pool, r);
  for (int i = 0; i < story.n; i++)
    ps_put_wrapped(w, "- ", story.item[i]);
  for (int i = 0; i < warnings.n; i++)
    ps_put_wrapped(w, "- warning: ", warnings.item[i]);
  ps_file_writer_text(w, "\n");
  ps_put_safety(w);
  ps_pool_free(&pool);
}
