// trials_text.c: simulated trials as tables for a terminal.
#include <math.h>
#include <stdio.h>

#include "tool/safety.h"
#include "tool/text_cells.h"
#include "tool/trials_inner.h"

static void put_interval(ps_file_writer *w, const ps_trials_mean *m, int decimals) {
  ps_cell_fixed(w, m->value, decimals, 8);
  ps_cell_range(w, m->low, m->high, decimals, 15);
}

// ---- one intervention

static void put_weeks(ps_file_writer *w, const ps_trials_arms *a) {
  int step = 1 + (a->weeks - 1) / 13;
  ps_file_writer_format(w, "%-6s%9s%9s%9s%9s%23s%23s\n", "week", "without", "spread", "with",
                        "spread", "arms, 95 %", "same people");
  for (int week = 0; week <= a->weeks;
       week += week + step > a->weeks && week < a->weeks ? a->weeks - week : step) {
    const ps_trials_week *x = &a->week[week];
    ps_file_writer_format(w, "%-6d", week);
    for (int arm = 0; arm < 2; arm++) {
      ps_cell_fixed(w, x->mean[arm], 1, 9);
      ps_cell_fixed(w, x->sd[arm], 1, 9);
    }
    put_interval(w, &x->difference, 1);
    put_interval(w, &x->same, 2);
    ps_file_writer_text(w, "\n");
  }
}

static void put_ends(ps_file_writer *w, const ps_trials_arms *a) {
  ps_file_writer_format(w, "%-34s%10s%10s%10s\n", "same people, last week", "without", "with",
                        "change");
  for (int k = 0; k < PS_TRIALS_ENDS; k++) {
    double before = a->end[0][k], after = a->end[1][k];
    ps_cell_name(w, ps_trials_end_words[k], 34);
    ps_cell_fixed(w, before, 2, 10);
    ps_cell_fixed(w, after, 2, 10);
    ps_cell_fixed(w, after - before, 3, 10);
    ps_file_writer_text(w, "\n");
  }
}

static void put_error(ps_file_writer *w, const ps_trials_arms *a) {
  const ps_trials_error *e = &a->error;
  char line[600];
  snprintf(line, sizeof line,
           "Mechanics: %d days of %d builds, %.0f solves of a posture, shared by all.", a->days,
           a->builds, a->solves);
  ps_put_wrapped(w, "", line);
  if (!e->people)
    return;
  snprintf(
      line, sizeof line,
      "Error of that, on %d people solved by themselves with own body and mechanics: pain of a "
      "week is off by %+.2f points in the mean, %.2f root mean square, %.2f at most; what care "
      "changes in the last week by %+.3f, %.3f and %.3f.",
      e->people, e->bias, e->rms, e->most, e->change, e->change_rms, e->change_most);
  ps_put_wrapped(w, "", line);
}

static void put_survival(ps_file_writer *w, const ps_trials_survival *s) {
  static const char *const names[] = {"without", "with"};
  ps_file_writer_format(w, "%-10s%8s%10s%10s%14s%10s%14s%10s\n", "arm", "people", "episodes",
                        "free, 26", "95 %", "free, 52", "95 %", "median d");
  for (int k = 0; k < 2; k++) {
    const ps_trials_arm *a = &s->arm[k];
    ps_file_writer_format(w, "%-10s%8d%10d", names[k], s->people, a->events);
    for (int half = 0; half < 2; half++) {
      ps_cell_fixed(w, a->free[half], 3, 10);
      ps_cell_range(w, a->low[half], a->high[half], 3, 14);
    }
    if (isfinite(a->median_d))
      ps_cell_fixed(w, a->median_d, 0, 10);
    else
      ps_cell_text(w, "-", 10);
    ps_file_writer_text(w, "\n");
  }
  ps_file_writer_format(w,
                        "hazard ratio %.3f (%.3f to %.3f), expected %.3f; by episodes over time "
                        "%.3f; hazard without care %.2f a year\n",
                        s->ratio, s->low, s->high, s->expected, s->person_time, s->base_1_y);
}

static void put_whole(ps_file_writer *w, const ps_trials_result *r, ps_pool *pool) {
  const ps_trials_row *row = &r->row[0];
  ps_sentences story = ps_trials_story(pool, r);
  if (row->has_arms) {
    put_weeks(w, &row->arms);
    ps_file_writer_text(w, "\n");
    put_ends(w, &row->arms);
    ps_file_writer_text(w, "\n");
  }
  if (row->has_survival) {
    put_survival(w, &row->survival);
    ps_file_writer_text(w, "\n");
  }
  for (int i = 0; i < story.n; i++)
    ps_put_wrapped(w, "- ", story.item[i]);
  ps_file_writer_text(w, "\n");
  if (row->has_arms)
    put_error(w, &row->arms);
  ps_file_writer_format(w, "numbers of the row, read back: %s\n", ps_trials_word(row));
}

// ---- many

static void put_hazard_line(ps_file_writer *w, const ps_trials_survival *s) {
  ps_cell_text(w, "hazard", 8);
  ps_cell_fixed(w, s->ratio, 3, 10);
  ps_cell_fixed(w, s->expected, 3, 10);
  ps_cell_fixed(w, s->z, 1, 7);
  ps_cell_text(w, "-", 8);
}

static void put_reading_line(ps_file_writer *w, const ps_trials_row *row) {
  const ps_trials_reading *g = &row->reading;
  const ps_trials_point *p = &g->point[g->weeks - 1];
  ps_cell_text(w, ps_trials_item(row)->what->unit, 8);
  ps_cell_fixed(w, p->mean, 3, 10);
  ps_cell_fixed(w, p->expected, 3, 10);
  ps_cell_fixed(w, g->worst_z, 1, 7);
  if (isfinite(g->inside))
    ps_cell_fixed(w, 100 * g->inside, 1, 8);
  else
    ps_cell_text(w, "-", 8);
}

static void put_line(ps_file_writer *w, const ps_trials_row *row) {
  ps_cell_name(w, ps_trials_item(row)->what->id, 31);
  if (row->has_survival)
    put_hazard_line(w, &row->survival);
  else if (row->reading.known)
    put_reading_line(w, row);
  else
    ps_cell_blanks(w, 43);
  if (row->has_arms)
    ps_cell_fixed(w, row->arms.week[row->arms.weeks].same.value, 2, 9);
  else
    ps_cell_blanks(w, 9);
  ps_file_writer_format(w, "  %s\n", ps_trials_word(row));
}

static void put_many(ps_file_writer *w, const ps_trials_result *r) {
  ps_file_writer_format(w, "%-31s%8s%10s%10s%7s%8s%9s\n", "intervention", "unit", "read back",
                        "expected", "SE", "inside", "pain");
  for (int i = 0; i < r->n; i++)
    put_line(w, &r->row[i]);
  ps_file_writer_text(w, "\n");
  char line[600];
  snprintf(line, sizeof line,
           "read back: mean of %d people in week %d, a raw index of %g held, no other care; "
           "expected: mean of the row x onset; SE: largest distance over %d weeks, at most 3; "
           "inside: %% of people within 10 "
           "to 90 %% of it, 77 to 83; pain: what follows in the same people, where only mechanics "
           "and habits change.",
           r->request.people, r->request.weeks, r->set.index, 2 * r->request.weeks);
  ps_put_wrapped(w, "", line);
}

// ---- all of it

void ps_trials_put_text(ps_file_writer *w, const ps_trials_result *r) {
  ps_pool pool = {0};
  ps_put_wrapped(w, "", ps_trials_headline(&pool, r));
  ps_file_writer_text(w, "\n");
  if (r->whole)
    put_whole(w, r, &pool);
  else
    put_many(w, r);
  ps_file_writer_text(w, "\n");
  ps_sentences warnings = ps_trials_warnings(&pool, r);
  for (int i = 0; i < warnings.n; i++)
    ps_put_wrapped(w, "- ", warnings.item[i]);
  ps_file_writer_text(w, "\n");
  ps_put_safety(w);
  ps_pool_free(&pool);
}
