// plan_text.c: a plan as a table for a terminal.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/plan_inner.h"
#include "tool/safety.h"
#include "tool/text_cells.h"

enum { NAME = 40 };

static double plain(double x) {
  return fabs(x) < 0.05 ? 0 : x;
}

static void put_range(ps_file_writer *w, const ps_plan_range *x, int decimals, int width) {
  if (x)
    ps_cell_range(w, plain(x->p10), plain(x->p90), decimals, width);
  else
    ps_cell_blanks(w, width);
}

// ---- alone

static void put_item(ps_file_writer *w, const ps_plan_result *r, const ps_plan_item *item) {
  const ps_plan_choice *c = ps_plan_alone(r, item);
  const ps_plan_drawn *d = ps_plan_item_drawn(r, item);
  double benefit = d ? d->benefit.p50 : ps_plan_benefit(&r->plan, c);
  const char *grade = item->what->grade[ps_plan_is_leg(&r->plan)].words;
  ps_cell_name(w, item->what->name, NAME);
  ps_cell_fixed(w, c->minutes, 0, 7);
  ps_file_writer_text(w, "  ");
  ps_cell_name(w, grade[0] ? grade : "-", 17);
  ps_cell_fixed(w, plain(benefit), 1, 7);
  put_range(w, d ? &d->benefit : NULL, 1, 14);
  ps_cell_fixed(w, plain(ps_plan_per_ten(benefit, c)), 1, 8);
  if (fabs(c->at.hazard - 1) >= 0.005)
    ps_cell_fixed(w, c->at.hazard, 2, 6);
  ps_file_writer_text(w, "\n");
}

static void put_items(ps_file_writer *w, const ps_plan_result *r) {
  ps_cell_name(w, "alone", NAME);
  ps_cell_text(w, "min/wk", 7);
  ps_file_writer_text(w, "  ");
  ps_cell_name(w, "grade", 17);
  ps_cell_text(w, "points", 7);
  ps_cell_text(w, "8 in 10", 14);
  ps_cell_text(w, "/10 min", 8);
  ps_cell_text(w, "new", 6);
  ps_file_writer_text(w, "\n");
  for (int k = 0; k < r->plan.nitem; k++) {
    const ps_plan_item *item = &r->plan.item[r->order[k]];
    if (item->option >= 0)
      put_item(w, r, item);
  }
}

// ---- together

static void put_together(ps_file_writer *w, const ps_plan_result *r, int choice,
                         const ps_plan_drawn *d) {
  const ps_plan_choice *c = &r->plan.choice[choice];
  double benefit = d ? d->benefit.p50 : ps_plan_benefit(&r->plan, c);
  char words[500], line[560];
  const char *mark = c == ps_plan_routine(r) ? "> " : "  ";
  ps_file_writer_text(w, mark);
  ps_cell_fixed(w, c->minutes, 0, 5);
  ps_cell_fixed(w, plain(benefit), 1, 8);
  put_range(w, d ? &d->benefit : NULL, 1, 14);
  ps_cell_fixed(w, plain(ps_plan_per_ten(benefit, c)), 1, 9);
  ps_cell_fixed(w, c->at.hazard, 2, 7);
  const char *same = d && c != ps_plan_routine(r) && ps_plan_unsure(&d->to_best)
                         ? "no reliable difference to the routine"
                         : "";
  ps_file_writer_format(w, "  %s\n", same);
  snprintf(line, sizeof line, "%s", ps_plan_choice_words(r, c, words, sizeof words));
  ps_put_wrapped(w, "         ", line);
}

static void put_best(ps_file_writer *w, const ps_plan_result *r) {
  const ps_plan *p = &r->plan;
  bool taken[PS_PLAN_BEST] = {false};
  if (!p->nbest)
    return;
  ps_file_writer_text(w, "\n  min/wk points       8 in 10  /10 min    new  together\n");
  for (int n = 0; n < p->nbest; n++) {
    int best = -1;
    double most = -INFINITY;
    for (int k = 0; k < p->nbest; k++) {
      double mine = ps_plan_score(r, &p->choice[p->best[k]], p->ndrawn ? &p->drawn[k] : NULL);
      if (!taken[k] && mine > most) {
        best = k;
        most = mine;
      }
    }
    if (best < 0)
      return;
    taken[best] = true;
    put_together(w, r, p->best[best], p->ndrawn ? &p->drawn[best] : NULL);
  }
}

static void put_own(ps_file_writer *w, const ps_plan_result *r) {
  const ps_plan *p = &r->plan;
  ps_pool pool = {0};
  if (!p->own)
    return;
  ps_file_writer_text(w, "\n");
  char line[900], range[60] = "";
  const ps_plan_drawn *d = p->own_drawn >= 0 ? &p->drawn[p->own_drawn] : NULL;
  double benefit = d ? d->benefit.p50 : p->choice[0].at.index - p->own_at.index;
  if (d)
    snprintf(range, sizeof range, " (%.1f to %.1f)", plain(d->benefit.p10), plain(d->benefit.p90));
  snprintf(line, sizeof line,
           "Your own choice, beside the ranking: %s: %.1f points less%s, new pain %.2f times as "
           "often.",
           ps_care_names(&pool, p->own), plain(benefit), range, p->own_at.hazard);
  ps_put_wrapped(w, "", line);
  ps_pool_free(&pool);
}

// ---- what was left out

static void put_out(ps_file_writer *w, const ps_plan_result *r, ps_plan_out out) {
  char line[1600];
  size_t used = 0;
  int n = 0;
  for (int i = 0; i < r->plan.nitem && used < sizeof line; i++) {
    const ps_plan_item *item = &r->plan.item[i];
    if (item->out != out)
      continue;
    char whom[100] = "";
    if (out == PS_PLAN_NOT_FOR)
      snprintf(whom, sizeof whom, " (%s)", item->for_whom);
    used += (size_t)snprintf(line + used, sizeof line - used, "%s%s%s", n++ ? ", " : "",
                             item->what->name, whom);
  }
  char sentence[1700];
  snprintf(sentence, sizeof sentence, "%s: %s.", ps_plan_out_words(out), line);
  sentence[0] = (char)(sentence[0] >= 'a' && sentence[0] <= 'z' ? sentence[0] - 32 : sentence[0]);
  if (n)
    ps_put_wrapped(w, "- ", sentence);
}

static void put_counts(ps_file_writer *w, const ps_plan_result *r) {
  const ps_plan *p = &r->plan;
  ps_file_writer_format(w,
                        "\n%d combinations tried; %d days lived minute by minute; %d draws, %d of "
                        "them with days of their own.\n",
                        p->nchoice, p->days, p->draws, p->days_drawn);
}

void ps_plan_put_text(ps_file_writer *w, const ps_plan_result *r) {
  ps_pool pool = {0};
  char scene[300];
  ps_file_writer_format(w, "%s\n", r->day.title && r->day.title[0] ? r->day.title : r->path);
  ps_put_wrapped(w, "", ps_plan_scene(r, scene, sizeof scene));
  ps_file_writer_text(w, "\n");
  ps_put_wrapped(w, "", ps_plan_headline(&pool, r));
  ps_file_writer_text(w, "\n");
  put_items(w, r);
  put_best(w, r);
  put_own(w, r);
  ps_file_writer_text(w, "\n");
  ps_sentences story = ps_plan_story(&pool, r), warnings = ps_plan_warnings(&pool, r);
  for (int i = 0; i < story.n; i++)
    ps_put_wrapped(w, "- ", story.item[i]);
  for (int i = 0; i < warnings.n; i++)
    ps_put_wrapped(w, "- warning: ", warnings.item[i]);
  for (int out = PS_PLAN_ZERO; out <= PS_PLAN_LONG; out++)
    put_out(w, r, (ps_plan_out)out);
  put_counts(w, r);
  ps_file_writer_text(w, "\n");
  ps_put_safety(w);
  ps_pool_free(&pool);
}
