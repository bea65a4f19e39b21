// versus_text.c: claim beside evidence for a terminal.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/evidence_inner.h"
#include "tool/safety.h"
#include "tool/text_cells.h"
#include "tool/versus_inner.h"

enum { NAMES = 24, CELL = 15 };

static void put_line(ps_file_writer *w, const char *label, const char *text) {
  char bullet[16];
  snprintf(bullet, sizeof bullet, "%-14s", label);
  if (*text)
    ps_put_wrapped(w, bullet, text);
}

// ---- numbers by week

static void put_row(ps_file_writer *w, const ps_versus_result *r, const float *rows, int arm,
                    int series, const char *name, int decimals) {
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  ps_cell_name(w, name, NAMES);
  for (int k = 0; k < n; k++)
    ps_cell_fixed(w, ps_versus_week(r, rows, arm, series, week[k]), decimals, CELL);
  ps_file_writer_text(w, "\n");
}

static void put_range(ps_file_writer *w, const ps_versus_result *r, float *const rows[3], int arm,
                      int series, int decimals) {
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  if (!rows[0])
    return;
  ps_cell_name(w, "  8 in 10 people", NAMES);
  for (int k = 0; k < n; k++)
    ps_cell_range(w, ps_versus_week(r, rows[0], arm, series, week[k]),
                  ps_versus_week(r, rows[2], arm, series, week[k]), decimals, CELL);
  ps_file_writer_text(w, "\n");
}

// an arm less doing nothing, week by week
static void put_difference(ps_file_writer *w, const ps_versus_result *r, int arm, int series,
                           const char *name, int decimals) {
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  ps_cell_name(w, name, NAMES);
  for (int k = 0; k < n; k++)
    ps_cell_fixed(w,
                  ps_versus_week(r, r->nominal, arm, series, week[k]) -
                      ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, series, week[k]),
                  decimals, CELL);
  ps_file_writer_text(w, "\n");
}

static void put_series(ps_file_writer *w, const ps_versus_result *r, int series, const char *title,
                       int decimals) {
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  ps_file_writer_format(w, "\n%s, mean of week\n", title);
  ps_cell_name(w, "", NAMES);
  for (int k = 0; k < n; k++)
    ps_cell_fixed(w, week[k], 0, CELL);
  ps_file_writer_text(w, "\n");
  for (int arm = 0; arm <= PS_VERSUS_TYPED; arm++) {
    if (!ps_versus_has(r, (ps_versus_arm)arm))
      continue;
    put_row(w, r, r->nominal, arm, series, ps_versus_arm_words[arm], decimals);
    if (ps_versus_is_drawn(r, (ps_versus_arm)arm))
      put_range(w, r, r->band, arm, series, decimals);
  }
  put_difference(w, r, PS_VERSUS_MEASURED, series, "difference, measured", decimals);
  put_range(w, r, r->difference, PS_VERSUS_MEASURED, series, decimals);
  if (series == PS_VERSUS_PAIN && ps_versus_has(r, PS_VERSUS_CONTEXT))
    put_difference(w, r, PS_VERSUS_CONTEXT, series, "apart: response to care", decimals);
}

// ---- what is known

static void put_claims(ps_file_writer *w, const ps_versus_result *r) {
  char text[PS_EVIDENCE_SENTENCE];
  int place[PS_VERSUS_CLAIMS], n = ps_versus_claims(r, place);
  put_line(w, "claimed", r->what->claimed);
  for (int k = 0; k < n; k++) {
    const ps_claim *c = &r->choice.evidence.claim[place[k]];
    snprintf(text, sizeof text, "\"%s\" (%s, %s)", c->claim, c->id, ps_standing_words[c->standing]);
    put_line(w, k || *r->what->claimed ? "" : "claimed", text);
  }
}

static void put_row_of(ps_file_writer *w, const ps_versus_result *r, ps_pool *pool, bool full) {
  const ps_intervention *i = r->what;
  const ps_evidence *e = &r->choice.evidence;
  char text[PS_EVIDENCE_SENTENCE];
  const char *reported = ps_versus_reported_words(pool, r);
  put_claims(w, r);
  put_line(w, "its size",
           *reported ? reported : "none: no study of it reports one, so no curve is drawn");
  put_line(w, "psoas takes", ps_default_words(e, i, text));
  put_line(w, "yours", ps_origin_words(i, text));
  put_line(w, "how sure", ps_sure_words(i, text));
  if (full) {
    put_line(w, "why", ps_reason_words(e, i, text));
    put_line(w, "mechanism", i->mechanism);
    put_line(w, "", ps_standing_sentence(i->standing, i->standing_note, text));
    put_line(w, "when", ps_timing_words(i, text));
    for (int k = 0; k < PS_GUIDELINES; k++)
      put_line(w, ps_guideline_names[k], i->stance_words[k]);
  }
  put_line(w, "harms", i->harms);
  put_line(w, "not with", ps_joined(&i->not_with, ", ", text));
}

static void put_lists(ps_file_writer *w, const ps_versus_result *r, ps_pool *pool) {
  ps_sentences story = ps_versus_story(pool, r), warnings = ps_versus_warnings(pool, r);
  ps_file_writer_text(w, "\n");
  for (int k = 0; k < story.n; k++)
    ps_put_wrapped(w, "- ", story.item[k]);
  for (int k = 0; k < warnings.n; k++)
    ps_put_wrapped(w, "- warning: ", warnings.item[k]);
}

static void put_banner(ps_file_writer *w, const ps_versus_result *r, ps_pool *pool) {
  if (!ps_versus_has(r, PS_VERSUS_TYPED))
    return;
  ps_file_writer_text(w, "*** HYPOTHETICAL ***  ");
  ps_put_wrapped(w, "", ps_versus_watermark);
  put_line(w, "typed in", ps_versus_typed_words(pool, r));
  ps_file_writer_text(w, "\n");
}

void ps_versus_put_text(const ps_versus_result *r, ps_file_writer *w) {
  ps_pool pool = {0};
  bool full = r->request.level == PS_LEVEL_FULL;
  char title[80];
  snprintf(title, sizeof title, "%s, 0 to 100", ps_versus_index_words(r));
  put_banner(w, r, &pool);
  ps_file_writer_format(w, "%s (%s)%s\n", r->what->name, r->what->id,
                        r->what->yours ? ", yours" : "");
  ps_put_wrapped(w, "", ps_versus_headline(&pool, r));
  if (*r->state.words) {
    char state[120];
    snprintf(state, sizeof state, "%s, %s", r->state.words, r->state.unit);
    put_series(w, r, PS_VERSUS_STATE, state, r->state.decimals);
  }
  put_series(w, r, PS_VERSUS_PAIN, title, 1);
  put_lists(w, r, &pool);
  ps_file_writer_text(w, "\n");
  put_row_of(w, r, &pool, full);
  put_line(w, "person", ps_versus_who(&pool, r));
  ps_file_writer_text(w, "\n");
  if (full) {
    ps_put_wrapped(w, "", ps_evidence_reading);
    ps_file_writer_text(w, "\n");
  }
  ps_put_safety(w);
  ps_pool_free(&pool);
}
