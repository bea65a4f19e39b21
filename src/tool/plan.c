// plan.c: a plan from the request to its files.
#include "psoas/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "tool/plan_inner.h"

enum { DAYS = 16 }; // draws of days; even, so that contested adaptation is on in half of all draws

ps_plan_request ps_plan_request_default(void) {
  return (ps_plan_request){
      .weeks = 12, .by = "minute", .draws = 200, .seed = 1, .begin = "1970-01-05"};
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what came out

const ps_plan_drawn *ps_plan_routine_drawn(const ps_plan_result *r) {
  return r->plan.routine >= 0 ? &r->plan.drawn[r->plan.routine] : NULL;
}

const ps_plan_choice *ps_plan_routine(const ps_plan_result *r) {
  const ps_plan_drawn *d = ps_plan_routine_drawn(r);
  if (d)
    return &r->plan.choice[d->choice];
  return r->plan.nbest ? &r->plan.choice[r->plan.best[0]] : NULL;
}

const ps_plan_choice *ps_plan_alone(const ps_plan_result *r, const ps_plan_item *item) {
  return item->option < 0 ? NULL : &r->plan.choice[r->plan.option[item->option].choice];
}

const ps_plan_drawn *ps_plan_item_drawn(const ps_plan_result *r, const ps_plan_item *item) {
  return item->drawn < 0 ? NULL : &r->plan.drawn[item->drawn];
}

double ps_plan_score(const ps_plan_result *r, const ps_plan_choice *c, const ps_plan_drawn *d) {
  double benefit = d ? d->benefit.p50 : ps_plan_benefit(&r->plan, c);
  if (r->limits.by == PS_PLAN_BY_MINUTE)
    return ps_plan_per_ten(benefit, c);
  return r->limits.by == PS_PLAN_BY_SUREST && d ? d->benefit.p10 : benefit;
}

// items that were run, the first first; ties as in the catalogue
static ps_status sort_items(ps_plan_result *r, ps_error *err) {
  const ps_plan *p = &r->plan;
  r->order = ps_pool_take(&r->pool, (size_t)p->nitem * sizeof *r->order);
  if (!r->order)
    return no_memory(err);
  for (int i = 0; i < p->nitem; i++) {
    const ps_plan_choice *c = ps_plan_alone(r, &p->item[i]);
    double mine = c ? ps_plan_score(r, c, ps_plan_item_drawn(r, &p->item[i])) : -INFINITY;
    int at = i;
    for (; at > 0; at--) {
      const ps_plan_item *before = &p->item[r->order[at - 1]];
      const ps_plan_choice *b = ps_plan_alone(r, before);
      if ((b ? ps_plan_score(r, b, ps_plan_item_drawn(r, before)) : -INFINITY) >= mine)
        break;
      r->order[at] = r->order[at - 1];
    }
    r->order[at] = i;
  }
  return PS_OK;
}

static ps_status name_items(ps_plan_result *r, ps_error *err) {
  const ps_plan_choice *c = ps_plan_routine(r);
  for (int i = 0; c && i < c->n; i++) {
    const ps_plan_option *o = &r->plan.option[c->option[i]];
    const char *id = r->plan.item[o->item].what->id;
    char word[120];
    if (o->dosed)
      snprintf(word, sizeof word, "%.80s@%g", id, o->minutes);
    else
      snprintf(word, sizeof word, "%.80s", id);
    r->item[i] = ps_pool_text(&r->pool, word, strlen(word));
    if (!r->item[i])
      return no_memory(err);
  }
  return PS_OK;
}

// ---- running

static void tell_first(void *context, const ps_plan *p, double seconds) {
  const ps_plan_result *r = context;
  char text[300];
  int best = -1;
  for (int i = 0; i < p->noption; i++) {
    double mine = ps_plan_benefit(p, &p->choice[p->option[i].choice]);
    best = mine > 0 && (best < 0 || mine > ps_plan_benefit(p, &p->choice[p->option[best].choice]))
               ? i
               : best;
  }
  double most = best < 0 ? 0 : ps_plan_benefit(p, &p->choice[p->option[best].choice]);
  if (most < 0.05)
    snprintf(text, sizeof text, "nothing alone lowers the %s", ps_plan_index_words(r));
  else
    snprintf(text, sizeof text, "%s does most alone: %.1f points less",
             p->item[p->option[best].item].what->name, most);
  r->request.first(r->request.first_context, text, seconds);
}

static ps_status check_draws(int draws, ps_error *err) {
  if (draws <= 0 || draws >= PS_PLAN_DRAWS)
    return PS_OK;
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "%d draws are too few for ranges; expected %d or more, or 0 for none", draws,
                 PS_PLAN_DRAWS);
}

static ps_status run(ps_plan_result *r, ps_error *err) {
  ps_plan *p = &r->plan;
  PS_TRY(check_draws(r->request.draws, err));
  PS_TRY(ps_plan_read(r, err));
  p->lab = &r->lab;
  p->table = &r->table;
  p->evidence = &r->evidence;
  p->routines = &r->routines;
  p->watch = &r->request.watch;
  p->threads = r->request.threads;
  p->own = r->own.n ? &r->own : NULL;
  p->first = r->request.first ? tell_first : NULL;
  p->first_context = r;
  PS_TRY(ps_plan_open(p, &r->day, &r->ordinary, &r->limits, err));
  PS_TRY(ps_plan_screen(p, err));
  PS_TRY(ps_plan_draw(p, r->request.draws, DAYS, r->request.seed, err));
  PS_TRY(sort_items(r, err));
  return name_items(r, err);
}

ps_status ps_plan_run(const ps_plan_request *request, ps_plan_result **result, ps_error *err) {
  ps_plan_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  r->plan.routine = -1;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_plan_result_free(r);
  else
    *result = r;
  return status;
}

void ps_plan_result_free(ps_plan_result *r) {
  if (!r)
    return;
  ps_plan_close(&r->plan);
  ps_routines_close(&r->routines);
  ps_evidence_close(&r->evidence);
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

// ---- numbers

int ps_plan_result_items(const ps_plan_result *r) {
  const ps_plan_choice *c = ps_plan_routine(r);
  return c ? c->n : 0;
}

const char *ps_plan_result_item(const ps_plan_result *r, int i) {
  return i >= 0 && i < ps_plan_result_items(r) ? r->item[i] : NULL;
}

double ps_plan_result_minutes(const ps_plan_result *r) {
  const ps_plan_choice *c = ps_plan_routine(r);
  return c ? c->minutes : 0;
}

double ps_plan_result_benefit(const ps_plan_result *r) {
  const ps_plan_choice *c = ps_plan_routine(r);
  return c ? ps_plan_benefit(&r->plan, c) : 0;
}

double ps_plan_result_percentile(const ps_plan_result *r, int percent) {
  const ps_plan_drawn *d = ps_plan_routine_drawn(r);
  if (!d)
    return NAN;
  return percent == 10 ? d->benefit.p10 : percent == 50 ? d->benefit.p50 : d->benefit.p90;
}

double ps_plan_result_most(const ps_plan_result *r) {
  return r->plan.nbest ? ps_plan_benefit(&r->plan, &r->plan.choice[r->plan.best[0]]) : 0;
}

int ps_plan_result_tried(const ps_plan_result *r) {
  return r->plan.nchoice;
}

int ps_plan_result_days(const ps_plan_result *r) {
  return r->plan.days;
}

// ---- text and files

static ps_status as_text(const ps_plan_result *r,
                         void (*put)(ps_file_writer *, const ps_plan_result *), char **text,
                         ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put(&w, r);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_plan_result_text(const ps_plan_result *r, char **text, ps_error *err) {
  return as_text(r, ps_plan_put_text, text, err);
}

ps_status ps_plan_result_json(const ps_plan_result *r, char **text, ps_error *err) {
  return as_text(r, ps_plan_put_json, text, err);
}

ps_status ps_plan_result_write(ps_plan_result *r, const char *directory, bool replace,
                               ps_error *err) {
  static const char *const names[] = {"result.json", "report.html", "plan.ics",
                                      "day_with_plan.yaml"};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &r->pool, directory, names, 4, replace, err);
  if (status == PS_OK) {
    ps_plan_put_json(&o.file[0], r);
    ps_plan_put_page(&o.file[1], r);
    ps_plan_put_calendar(&o.file[2], r);
    ps_plan_put_day(&o.file[3], r);
  }
  return ps_outputs_close(&o, status, &r->files, err);
}

int ps_plan_result_files(const ps_plan_result *r) {
  return r->files.n;
}

const char *ps_plan_result_file(const ps_plan_result *r, int i) {
  return i >= 0 && i < r->files.n ? r->files.items[i] : NULL;
}
