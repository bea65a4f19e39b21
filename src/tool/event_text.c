// event_text.c: an event for a terminal, and its timeline as CSV.
#include <math.h>
#include <stdio.h>

#include "num/number.h"
#include "tool/event_inner.h"
#include "tool/text_cells.h"

static void put_head(ps_file_writer *w, const ps_event_result *r) {
  const ps_event_trace *run = r->run[0];
  const ps_person *p = &run->person;
  char text[300];
  snprintf(text, sizeof text, "%s: %s", ps_event_word[r->kind].title, ps_event_word[r->kind].about);
  ps_put_wrapped(w, "", text);
  snprintf(text, sizeof text, "From %.60s. A %s of %.0f years, %.3g m, %.3g kg. %d muscle lines.",
           run->start ? run->start : "a posture of its own", p->sex == PS_FEMALE ? "woman" : "man",
           p->age_y, p->height_m, p->mass_kg, run->lines);
  ps_put_wrapped(w, "", text);
  ps_file_writer_text(w, "\n");
}

// ---- peaks

enum { NAME = 42, CELL = 9 };

static void put_peaks(ps_file_writer *w, const ps_event_result *r) {
  ps_cell_name(w, "Farthest from rest", NAME);
  ps_cell_text(w, "rest", CELL);
  ps_cell_text(w, "peak", CELL);
  if (r->interval)
    ps_cell_text(w, "range", 2 * CELL);
  ps_cell_text(w, "at s", CELL);
  ps_cell_text(w, "end", CELL);
  ps_file_writer_text(w, "\n");
  for (int i = 0; i < ps_event_key_count; i++) {
    int column = ps_event_keys[i], decimals = ps_event_columns[column].decimals;
    char name[80];
    ps_event_number n = ps_event_number_of(r, 0, column);
    snprintf(name, sizeof name, "%s, %s", ps_event_columns[column].about, ps_event_unit(column));
    ps_cell_name(w, name, NAME);
    ps_cell_fixed(w, n.rest, decimals, CELL);
    ps_cell_fixed(w, n.peak, decimals, CELL);
    if (r->interval)
      ps_cell_range(w, n.p10, n.p90, decimals, 2 * CELL);
    ps_cell_fixed(w, n.at_s, r->run[0]->forward ? 2 : 0, CELL);
    ps_cell_fixed(w, n.end, decimals, CELL);
    ps_file_writer_text(w, "\n");
  }
  ps_file_writer_text(w, "\n");
}

// ---- second by second

// Rows of the table: dense while much happens.
static bool is_row(const ps_event_result *r, double t) {
  static const struct {
    double dense, until, sparse; // [s]
  } steps[PS_EVENTS] = {
      {0.02, 0.3, 0.1}, {10, 120, 60}, {0.25, 4.75, 0.25}, {0.05, 0.7, 0.1}, {0.1, 0.6, 0.5}};
  double step = t < steps[r->kind].until + 1e-9 ? steps[r->kind].dense : steps[r->kind].sparse;
  return fabs(t / step - round(t / step)) < 1e-6;
}

static void put_rows(ps_file_writer *w, const ps_event_result *r) {
  static const struct {
    int column, width, decimals;
  } cell[] = {{PS_EVENT_psoas_r_force_N, 8, 0},
              {PS_EVENT_psoas_l_force_N, 6, 0},
              {PS_EVENT_psoas_r_activation_pct, 8, 1},
              {PS_EVENT_psoas_l_activation_pct, 6, 1},
              {PS_EVENT_hip_flexion_r_deg, 8, 1},
              {PS_EVENT_hip_flexion_l_deg, 7, 1},
              {PS_EVENT_lordosis_deg, 9, 1},
              {PS_EVENT_L4_L5_compression_N, 8, 0},
              {PS_EVENT_L5_S1_compression_N, 7, 0},
              {PS_EVENT_iap_kPa, 7, 1},
              {PS_EVENT_reserve_Nm, 9, 2}};
  const ps_event_trace *run = r->run[0];
  ps_file_writer_text(w,
                      "   time    psoas, N     active, %       hip flexion lordosis   compression, "
                      "N  belly  reserve\n"
                      "      s   right  left   right  left   right   left      deg    L4-5  L5-S1  "
                      "  kPa      N m\n");
  for (int i = 0; i < run->n; i++) {
    if (!is_row(r, run->time[i]))
      continue;
    ps_cell_fixed(w, run->time[i], run->forward ? 2 : 0, 7);
    for (size_t k = 0; k < sizeof cell / sizeof *cell; k++)
      ps_cell_fixed(w, run->value[cell[k].column][i], cell[k].decimals, cell[k].width);
    ps_file_writer_text(w, "\n");
  }
  ps_file_writer_text(w, "\n");
}

static void put_repeats(ps_file_writer *w, const ps_event_result *r) {
  if (r->n < 2)
    return;
  ps_file_writer_text(w, "Repeat   psoas right, N   L4-5, N   L5-S1, N\n");
  for (int i = 0; i < r->n; i++) {
    ps_cell_fixed(w, i + 1, 0, 6);
    ps_cell_fixed(w, ps_event_number_of(r, i, PS_EVENT_psoas_r_force_N).peak, 0, 17);
    ps_cell_fixed(w, ps_event_number_of(r, i, PS_EVENT_L4_L5_compression_N).peak, 0, 10);
    ps_cell_fixed(w, ps_event_number_of(r, i, PS_EVENT_L5_S1_compression_N).peak, 0, 11);
    ps_file_writer_text(w, "\n");
  }
  ps_file_writer_text(w, "\n");
}

void ps_event_put_text(ps_file_writer *w, const ps_event_result *r) {
  char room[400];
  const char *text;
  put_head(w, r);
  put_peaks(w, r);
  put_rows(w, r);
  put_repeats(w, r);
  for (int i = 0; (text = ps_event_caveat(r, i, room, sizeof room)) != NULL; i++)
    ps_put_wrapped(w, "- ", text);
  ps_put_wrapped(w, "", ps_event_standing);
}

// ---- CSV

static void put_number(ps_file_writer *w, double x, int digits) {
  char text[PS_NUMBER_MAX_SHORT];
  ps_number_general(text, fabs(x) < 1e-12 ? 0 : x, digits);
  ps_file_writer_text(w, text);
}

void ps_event_put_csv(ps_file_writer *w, const ps_event_result *r) {
  ps_file_writer_text(w, r->n > 1 ? "repeat,time_s" : "time_s");
  for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++)
    ps_file_writer_format(w, ",%s", ps_event_columns[c].name);
  ps_file_writer_text(w, "\n");
  for (int k = 0; k < r->n; k++)
    for (int i = 0; i < r->run[k]->n; i++) {
      if (r->n > 1)
        ps_file_writer_format(w, "%d,", k + 1);
      put_number(w, r->run[k]->time[i], 12);
      for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++) {
        ps_file_writer_text(w, ",");
        put_number(w, r->run[k]->value[c][i], 8);
      }
      ps_file_writer_text(w, "\n");
    }
}
