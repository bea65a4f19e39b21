// plan_json.c: a plan as JSON.
#include <math.h>
#include <string.h>

#include "io/json_tree.h"
#include "psoas/version.h"
#include "tool/plan_inner.h"
#include "tool/safety.h"

static void key_number(ps_json_writer *j, const char *key, double x) {
  ps_json_key_number(j, key, round(x * 1e4) / 1e4);
}

static void put_range(ps_json_writer *j, const char *key, const ps_plan_range *x) {
  ps_json_key(j, key);
  ps_json_object(j);
  key_number(j, "p10", x->p10);
  key_number(j, "p50", x->p50);
  key_number(j, "p90", x->p90);
  ps_json_key_text(j, "valid", "not_validated");
  ps_json_end_object(j);
}

static void put_drawn(ps_json_writer *j, const ps_plan_result *r, const ps_plan_drawn *d) {
  put_range(j, "points_less", &d->benefit);
  ps_json_key_bool(j, "reliably_better_than_nothing", d->benefit.p10 > 0);
  put_range(j, "discomfort_less", &d->discomfort);
  put_range(j, "new_pain_ratio", &d->hazard);
  if (r->plan.routine >= 0) {
    put_range(j, "points_more_than_routine", &d->to_best);
    ps_json_key_bool(j, "reliable_difference_to_routine", !ps_plan_unsure(&d->to_best));
  }
}

static void put_option(ps_json_writer *j, const ps_plan_result *r, int option) {
  const ps_plan_option *o = &r->plan.option[option];
  const ps_plan_item *item = &r->plan.item[o->item];
  ps_json_object(j);
  ps_json_key_text(j, "id", item->what->id);
  key_number(j, "minutes_per_week", o->minutes);
  ps_json_end_object(j);
}

static void put_choice(ps_json_writer *j, const ps_plan_result *r, const ps_plan_choice *c,
                       const ps_plan_drawn *d) {
  const ps_plan *p = &r->plan;
  ps_json_key(j, "items");
  ps_json_array(j);
  for (int i = 0; i < c->n; i++)
    put_option(j, r, c->option[i]);
  ps_json_end_array(j);
  key_number(j, "minutes_per_week", c->minutes);
  key_number(j, "points_less_median_run", ps_plan_benefit(p, c));
  key_number(j, "points_per_ten_minutes",
             ps_plan_per_ten(d ? d->benefit.p50 : ps_plan_benefit(p, c), c));
  key_number(j, "new_pain_ratio_median_run", c->at.hazard);
  if (d)
    put_drawn(j, r, d);
}

static void put_items(ps_json_writer *j, const ps_plan_result *r) {
  ps_json_key(j, "alone");
  ps_json_array(j);
  for (int k = 0; k < r->plan.nitem; k++) {
    const ps_plan_item *item = &r->plan.item[r->order[k]];
    const ps_plan_choice *c = ps_plan_alone(r, item);
    ps_json_object(j);
    ps_json_key_text(j, "id", item->what->id);
    ps_json_key_text(j, "name", item->what->name);
    ps_json_key_text(j, "kind", ps_routine_kind_words[item->how->kind]);
    ps_json_key_text(j, "grade", item->what->grade[ps_plan_is_leg(&r->plan)].words);
    ps_json_key_bool(j, "ranked", c != NULL);
    if (c)
      put_choice(j, r, c, ps_plan_item_drawn(r, item));
    else
      ps_json_key_text(j, "left_out", ps_plan_out_words(item->out));
    if (item->out == PS_PLAN_ZERO)
      key_number(j, "points_less_median_run", 0);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void put_best(ps_json_writer *j, const ps_plan_result *r) {
  const ps_plan *p = &r->plan;
  ps_json_key(j, "together");
  ps_json_array(j);
  for (int k = 0; k < p->nbest; k++) {
    ps_json_object(j);
    put_choice(j, r, &p->choice[p->best[k]], p->ndrawn ? &p->drawn[k] : NULL);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void put_routine(ps_json_writer *j, const ps_plan_result *r) {
  const ps_plan_choice *c = ps_plan_routine(r);
  ps_json_key(j, "routine");
  if (!c) {
    ps_json_null(j);
    return;
  }
  ps_json_object(j);
  ps_json_key(j, "with");
  ps_json_array(j);
  for (int i = 0; i < c->n; i++)
    ps_json_text(j, r->item[i]);
  ps_json_end_array(j);
  put_choice(j, r, c, ps_plan_routine_drawn(r));
  ps_json_end_object(j);
}

static void put_own(ps_json_writer *j, const ps_plan_result *r) {
  const ps_plan *p = &r->plan;
  if (!p->own)
    return;
  ps_json_key(j, "own_choice");
  ps_json_object(j);
  ps_json_key(j, "with");
  ps_json_array(j);
  for (int i = 0; i < r->request.nwith; i++)
    ps_json_text(j, r->request.with[i]);
  ps_json_end_array(j);
  ps_json_key_bool(j, "ranked", false);
  key_number(j, "points_less_median_run", p->choice[0].at.index - p->own_at.index);
  key_number(j, "new_pain_ratio_median_run", p->own_at.hazard);
  if (p->own_drawn >= 0)
    put_drawn(j, r, &p->drawn[p->own_drawn]);
  ps_json_end_object(j);
}

static void put_sentences(ps_json_writer *j, const char *key, const ps_sentences *s) {
  ps_json_key(j, key);
  ps_json_array(j);
  for (int i = 0; i < s->n; i++)
    ps_json_text(j, s->item[i]);
  ps_json_end_array(j);
}

static void put_counts(ps_json_writer *j, const ps_plan_result *r) {
  const ps_plan *p = &r->plan;
  ps_json_key_integer(j, "combinations_tried", p->nchoice);
  ps_json_key_integer(j, "days_lived_by_the_minute", p->days);
  ps_json_key_integer(j, "draws", p->draws);
  ps_json_key_integer(j, "draws_of_days", p->days_drawn);
  ps_json_key_integer(j, "failed_draws", p->days_drawn ? r->request.draws - p->draws : 0);
  ps_json_key_integer(j, "seed", (long)r->request.seed);
}

void ps_plan_put_json(ps_file_writer *w, const ps_plan_result *r) {
  ps_json_writer j = {0};
  ps_pool pool = {0};
  ps_sentences warnings = ps_plan_warnings(&pool, r);
  ps_json_begin(&j, w);
  ps_json_object(&j);
  ps_json_key_text(&j, "schema", "psoas.plan_result/1");
  ps_json_key_text(&j, "psoas_version", ps_version());
  ps_json_key_text(&j, "inputs_sha256", r->sha256);
  ps_json_key_text(&j, "title", r->day.title);
  ps_json_key(&j, "inputs");
  ps_json_tree(&j, r->input);
  ps_json_key_text(&j, "index", ps_plan_is_leg(&r->plan) ? "leg_pain" : "pain_total");
  ps_json_key_integer(&j, "weeks", r->limits.weeks);
  key_number(&j, "minutes_per_week_most", r->limits.minutes);
  ps_json_key_integer(&j, "items_most", r->limits.items);
  ps_json_key_text(&j, "by", r->request.by);
  key_number(&j, "index_without", r->plan.choice[0].at.index);
  ps_json_key_bool(&j, "hypothetical", false);
  put_counts(&j, r);
  put_routine(&j, r);
  put_best(&j, r);
  put_items(&j, r);
  put_own(&j, r);
  put_sentences(&j, "warnings", &warnings);
  ps_json_key_text(&j, "about_index", ps_line_index);
  ps_json_key_text(&j, "learning", ps_line_learning);
  ps_json_end_object(&j);
  ps_json_end(&j);
  ps_pool_free(&pool);
}
