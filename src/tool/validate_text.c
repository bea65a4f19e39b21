// validate_text.c: the comparison as a table for a terminal.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "tool/report_words.h"
#include "tool/text_cells.h"
#include "tool/validate_inner.h"

const char *ps_outcome_word(ps_row_outcome outcome) {
  static const char *const word[] = {[PS_ROW_PASS] = "pass",
                                     [PS_ROW_HIGH] = "MISS high",
                                     [PS_ROW_LOW] = "MISS low",
                                     [PS_ROW_NONE] = "MISS, no value",
                                     [PS_ROW_UNSOLVED] = "MISS",
                                     [PS_ROW_INPUT] = "input reproduced",
                                     [PS_ROW_INPUT_OFF] = "input off band",
                                     [PS_ROW_NOT_COVERED] = "not covered"};
  return word[outcome];
}

static void put_band(ps_file_writer *w, const ps_validation_row *row) {
  char low[PS_VALUE_TEXT], high[PS_VALUE_TEXT], text[2 * PS_VALUE_TEXT + 8];
  snprintf(text, sizeof text, "%s .. %s", ps_value_text(low, row->low),
           row->high >= 1e6 ? "" : ps_value_text(high, row->high));
  ps_cell_text(w, text, 17);
}

static void put_outcome(ps_file_writer *w, const ps_validation_row *row) {
  ps_file_writer_format(w, "  %s", ps_outcome_word(row->outcome));
  if (row->outcome == PS_ROW_HIGH || row->outcome == PS_ROW_LOW)
    ps_file_writer_format(w, " by %.*f %%", row->beyond < 0.0995 ? 1 : 0, 100 * row->beyond);
  if (row->trouble[0] && row->outcome == PS_ROW_UNSOLVED)
    ps_file_writer_format(w, ", %s", row->trouble);
}

static void put_row(ps_file_writer *w, const ps_validation_row *row) {
  ps_cell_name(w, row->id, 8);
  ps_file_writer_format(w, "%c%c ", row->grade, row->verified ? ' ' : '*');
  ps_cell_name(w, row->condition, 35);
  ps_cell_value(w, row->measured, 7);
  put_band(w, row);
  if (row->outcome == PS_ROW_NOT_COVERED)
    ps_cell_text(w, "", 8);
  else
    ps_cell_value(w, row->model, 8);
  put_outcome(w, row);
  ps_file_writer_text(w, "\n");
}

static void put_count(ps_file_writer *w, ps_validation_count c) {
  char text[32] = "-";
  if (c.rows)
    snprintf(text, sizeof text, "%d/%d", c.inside, c.rows);
  ps_cell_text(w, text, 9);
}

static void put_group(ps_file_writer *w, const ps_validation_group *g) {
  char number[16] = "";
  if (g->number)
    snprintf(number, sizeof number, "%d", g->number);
  ps_cell_text(w, number, 3);
  ps_file_writer_text(w, " ");
  ps_cell_name(w, g->name, 30);
  for (int i = 0; i < 3; i++)
    put_count(w, g->verified[i]);
  ps_validation_count recalled = {0, 0};
  for (int i = 0; i < 3; i++) {
    recalled.rows += g->recalled[i].rows;
    recalled.inside += g->recalled[i].inside;
  }
  put_count(w, recalled);
  ps_file_writer_format(w, "%8d%13d\n", g->inputs, g->not_covered);
}

static void put_summary(ps_file_writer *w, const ps_validation *v) {
  ps_validation_group all = v->all;
  all.name = "all";
  ps_file_writer_format(w, "\n%-34s%9s%9s%9s%9s%8s%13s\n", "inside of counted", "A", "B", "C",
                        "recalled", "inputs", "not covered");
  for (int i = 0; i < v->ngroup; i++)
    put_group(w, &v->group[i]);
  put_group(w, &all);
  const ps_validation_count *a = &all.verified[0], *b = &all.verified[1];
  ps_file_writer_format(
      w, "\n%s: verified A %d of %d (all needed), verified B %d of %d (%d needed)\n",
      v->pass ? "pass" : "FAIL", a->inside, a->rows, b->inside, b->rows, (int)ceil(0.8 * b->rows));
}

static void put_all(ps_file_writer *w, const ps_validation *v) {
  const char *group = "", *quantity = "", *unit = "";
  for (int i = 0; i < v->n; i++) {
    const ps_validation_row *row = &v->row[i];
    if (strcmp(group, row->group_name) != 0) {
      ps_file_writer_format(w, "%s== %d %.60s\n", i ? "\n" : "", row->group, row->group_name);
      quantity = "";
    }
    if (strcmp(quantity, row->quantity) != 0 || strcmp(unit, row->unit) != 0)
      ps_file_writer_format(w, "%.80s%s%.20s%s\n", row->quantity, row->unit[0] ? " [" : "",
                            row->unit, row->unit[0] ? "]" : "");
    group = row->group_name;
    quantity = row->quantity;
    unit = row->unit;
    put_row(w, row);
  }
  ps_file_writer_text(w, "* recalled: reported, never counted\n");
  put_summary(w, v);
}

ps_status ps_validation_text(const ps_validation *validation, char **text, ps_error *err) {
  ps_file_writer w;
  size_t size;
  *text = NULL;
  ps_status status = ps_file_writer_memory(&w, err);
  if (status != PS_OK)
    return status;
  put_all(&w, validation);
  return ps_file_writer_take(&w, text, &size, err);
}
