// plan_page.c: a plan as one page that needs nothing else: the routine, things alone, things
// together, what was left out.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/plan_inner.h"
#include "tool/pose_page.h"
#include "tool/pose_view.h"
#include "tool/safety.h"

enum { BAR = 136 }; // width of a bar

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

static double plain(double x) {
  return fabs(x) < 0.05 ? 0 : x;
}

static void put_cell(ps_page *p, double x, int decimals) {
  put(p, "<td class=\"n\">");
  if (isfinite(x))
    ps_pose_put_number(p, plain(x), decimals);
  put(p, "</td>");
}

// ---- ranges on one scale

typedef struct scale {
  double low, high; // [points]
} scale;

static scale scale_of(const ps_plan_result *r) {
  scale s = {-1, 1};
  for (int i = 0; i < r->plan.ndrawn; i++) {
    s.low = fmin(s.low, r->plan.drawn[i].benefit.p10);
    s.high = fmax(s.high, r->plan.drawn[i].benefit.p90);
  }
  return s;
}

static double place(const scale *s, double x) {
  return 4 + (BAR - 8) * (x - s->low) / (s->high - s->low);
}

// a line with the range on it, a tick at nothing, a dot at the middle; hollow: it holds nothing
static void put_bar(ps_page *p, const scale *s, const ps_plan_range *x) {
  put(p, "<td class=\"bars\">");
  if (x) {
    bool unsure = ps_plan_unsure(x);
    ps_file_writer_format(
        p->w, "<svg class=\"bar force\" viewBox=\"0 0 %d 12\" aria-hidden=\"true\">", BAR);
    ps_file_writer_format(p->w, "<rect class=\"track\" x=\"0\" y=\"5\" width=\"%d\" height=\"2\"/>",
                          BAR);
    ps_file_writer_format(p->w, "<rect class=\"%s\" y=\"3\" height=\"6\" rx=\"3\"",
                          unsure ? "unsure" : "soft");
    ps_view_attribute(p->w, "x", place(s, x->p10));
    ps_view_attribute(p->w, "width", fmax(1, place(s, x->p90) - place(s, x->p10)));
    put(p, "/><rect class=\"tick\" y=\"0\" width=\"1\" height=\"12\"");
    ps_view_attribute(p->w, "x", place(s, 0) - 0.5);
    ps_file_writer_format(p->w, "/><circle class=\"%s\" r=\"3.5\" cy=\"6\"",
                          unsure ? "hollow" : "solid");
    ps_view_attribute(p->w, "cx", place(s, x->p50));
    put(p, "/></svg>");
  }
  put(p, "</td>");
}

static void put_range(ps_page *p, double value, const ps_plan_range *x) {
  put(p, "<td class=\"n main\">");
  ps_pose_put_number(p, plain(value), 1);
  put(p, "</td><td class=\"n soft\">");
  if (x) {
    ps_pose_put_number(p, plain(x->p10), 1);
    put(p, " to ");
    ps_pose_put_number(p, plain(x->p90), 1);
  }
  put(p, "</td>");
}

// ---- alone

static void put_item(ps_page *p, const ps_plan_result *r, const scale *s,
                     const ps_plan_item *item) {
  const ps_plan_choice *c = ps_plan_alone(r, item);
  const ps_plan_drawn *d = ps_plan_item_drawn(r, item);
  double benefit = d ? d->benefit.p50 : ps_plan_benefit(&r->plan, c);
  const char *grade = item->what->grade[ps_plan_is_leg(&r->plan)].words;
  char more[120];
  snprintf(more, sizeof more, "%.0f min a week · grade: %s", c->minutes, grade[0] ? grade : "none");
  ps_page_name_cell(p, item->what->name, more);
  put_range(p, benefit, d ? &d->benefit : NULL);
  put_bar(p, s, d ? &d->benefit : NULL);
  put_cell(p, ps_plan_per_ten(benefit, c), 1);
  put_cell(p, fabs(c->at.hazard - 1) < 0.005 ? NAN : c->at.hazard, 2);
  put(p, "</tr>\n");
}

static void put_items(ps_page *p, const ps_plan_result *r, const scale *s) {
  ps_page_begin_section(p, "Alone",
                        "Each for itself, in the dose that comes first. A hollow dot: "
                        "8 in 10 draws lie on both sides of nothing, so there is no reliable "
                        "difference to doing nothing. No range: less than a twentieth of a point.");
  ps_page_table_begin(p, "Things alone", "");
  ps_page_head_row(p, "what|#points less|#8 in 10||#per 10 min|#new pain, times");
  for (int k = 0; k < r->plan.nitem; k++) {
    const ps_plan_item *item = &r->plan.item[r->order[k]];
    if (item->option >= 0)
      put_item(p, r, s, item);
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

// ---- together

static void put_choice(ps_page *p, const ps_plan_result *r, const scale *s, int choice,
                       const ps_plan_drawn *d) {
  const ps_plan_choice *c = &r->plan.choice[choice];
  double benefit = d ? d->benefit.p50 : ps_plan_benefit(&r->plan, c);
  bool mine = c == ps_plan_routine(r);
  char words[500], more[120];
  ps_plan_choice_words(r, c, words, sizeof words);
  snprintf(more, sizeof more, "%.0f min a week%s", c->minutes,
           mine                               ? " · the routine"
           : d && ps_plan_unsure(&d->to_best) ? " · no reliable difference to the routine"
                                              : "");
  put(p, "<tr><th scope=\"row\" class=\"wide\">");
  put_escaped(p, words);
  put(p, " <small>");
  put_escaped(p, more);
  put(p, "</small></th>");
  put_range(p, benefit, d ? &d->benefit : NULL);
  put_bar(p, s, d ? &d->benefit : NULL);
  put_cell(p, ps_plan_per_ten(benefit, c), 1);
  put_cell(p, c->at.hazard, 2);
  put(p, "</tr>\n");
}

static void put_together(ps_page *p, const ps_plan_result *r, const scale *s) {
  const ps_plan *plan = &r->plan;
  if (!plan->nbest)
    return;
  ps_page_begin_section(p, "Together",
                        "The best of all combinations that were tried, the largest first. Not "
                        "sums: each was run with all it holds.");
  ps_page_table_begin(p, "Combinations", "");
  ps_page_head_row(p, "what|#points less|#8 in 10||#per 10 min|#new pain, times");
  for (int k = 0; k < plan->nbest; k++)
    put_choice(p, r, s, plan->best[k], plan->ndrawn ? &plan->drawn[k] : NULL);
  ps_page_table_end(p);
  ps_page_end_section(p);
}

// ---- the user's own, and what was left out

static void put_own(ps_page *p, const ps_plan_result *r, const scale *s) {
  const ps_plan *plan = &r->plan;
  ps_pool pool = {0};
  if (!plan->own)
    return;
  const ps_plan_drawn *d = plan->own_drawn >= 0 ? &plan->drawn[plan->own_drawn] : NULL;
  ps_page_begin_section(p, "Your own choice", "Shown beside, not ranked.");
  ps_page_table_begin(p, "Your own choice", "");
  ps_page_head_row(p, "what|#points less|#8 in 10||#new pain, times");
  ps_page_name_cell(p, ps_care_names(&pool, plan->own), "");
  put_range(p, d ? d->benefit.p50 : plan->choice[0].at.index - plan->own_at.index,
            d ? &d->benefit : NULL);
  put_bar(p, s, d ? &d->benefit : NULL);
  put_cell(p, plan->own_at.hazard, 2);
  put(p, "</tr>\n");
  ps_page_table_end(p);
  ps_page_end_section(p);
  ps_pool_free(&pool);
}

static void put_out(ps_page *p, const ps_plan_result *r) {
  ps_page_begin_section(p, "Not in the ranking", "Everything else in the catalogue, and why.");
  ps_page_table_begin(p, "Not in the ranking", "");
  ps_page_head_row(p, "what|why|#points less");
  for (int i = 0; i < r->plan.nitem; i++) {
    const ps_plan_item *item = &r->plan.item[i];
    if (item->out == PS_PLAN_IN)
      continue;
    ps_page_name_cell(p, item->what->name, "");
    put(p, "<td>");
    put_escaped(p, ps_plan_out_words(item->out));
    if (item->out == PS_PLAN_NOT_FOR) {
      put(p, ": ");
      put_escaped(p, item->for_whom);
    }
    put(p, "</td>");
    put_cell(p, item->out == PS_PLAN_ZERO ? 0 : NAN, 0);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

// ---- the page

static void style(ps_file_writer *w) {
  ps_file_writer_text(w, ".bar .unsure{fill:var(--sunk);stroke:var(--edge)}"
                         ".bar .hollow{fill:var(--surface);stroke:var(--ink2);stroke-width:1.5}"
                         "th.wide{white-space:normal;min-width:220px}\n");
}

static void put_counts(ps_page *p, const ps_plan_result *r) {
  const ps_plan *plan = &r->plan;
  ps_file_writer_format(p->w,
                        "<p class=\"note\">%d combinations tried, %d days lived minute by minute, "
                        "%d draws, %d of them with days of their own. Inputs <code>%.16s</code>. "
                        "%s %s</p>\n",
                        plan->nchoice, plan->days, plan->draws, plan->days_drawn, r->sha256,
                        ps_line_index, ps_line_learning);
}

void ps_plan_put_page(ps_file_writer *w, const ps_plan_result *r) {
  ps_page p = {.w = w};
  ps_pool pool = {0};
  char about[80], scene[300];
  scale s = scale_of(r);
  snprintf(about, sizeof about, "Plan · inputs %.8s", r->sha256);
  ps_page_begin(&p, "What helps most for its time", about, style);
  put(&p, "<h1>");
  put_escaped(&p, r->day.title && r->day.title[0] ? r->day.title : "A plan");
  put(&p, "</h1>\n<p class=\"scene\">");
  put_escaped(&p, ps_plan_scene(r, scene, sizeof scene));
  put(&p, "</p>\n<p class=\"answer\">");
  put_escaped(&p, ps_plan_headline(&pool, r));
  put(&p, "</p>\n");
  ps_sentences warnings = ps_plan_warnings(&pool, r), story = ps_plan_story(&pool, r);
  ps_page_know_first(&p, warnings.item, warnings.n);
  put_items(&p, r, &s);
  put_together(&p, r, &s);
  put_own(&p, r, &s);
  ps_page_begin_section(&p, "How to read it", "In words.");
  ps_page_sentences(&p, story.item, story.n);
  ps_page_end_section(&p);
  put_out(&p, r);
  ps_page_help(&p);
  put_counts(&p, r);
  ps_page_end(&p);
  put(&p, "<script type=\"application/json\" id=\"result\">\n");
  ps_plan_put_json(w, r);
  put(&p, "</script>\n");
  ps_pool_free(&pool);
}
