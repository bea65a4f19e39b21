// plan_search.c: combinations by their median run, size by size.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/thread.h"
#include "scenario/plan_inner.h"

static const double least_gain = 0.05; // [points]  below, an item does nothing for the index
static const double idle_min = 5;      // [min a week]  of (N3), for what takes no time; assumed

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what goes together

static bool names(const ps_word_list *list, const char *id) {
  for (int i = 0; i < list->n; i++)
    if (strcmp(list->item[i], id) == 0)
      return true;
  return false;
}

static bool go_together(const ps_plan_item *a, const ps_plan_item *b) {
  bool same_group = a->how->group[0] && strcmp(a->how->group, b->how->group) == 0;
  return a != b && !same_group && !names(&a->what->not_with, b->what->id) &&
         !names(&b->what->not_with, a->what->id);
}

static bool fits(const ps_plan *p, const ps_plan_choice *c, int option) {
  const ps_plan_option *o = &p->option[option];
  if (c->n >= p->limits.items || c->minutes + o->minutes > p->limits.minutes)
    return false;
  for (int i = 0; i < c->n; i++)
    if (!go_together(&p->item[p->option[c->option[i]].item], &p->item[o->item]))
      return false;
  return true;
}

// ---- the list of combinations

static ps_plan_choice with(const ps_plan *p, const ps_plan_choice *c, int option) {
  ps_plan_choice more = *c;
  int at = more.n++;
  for (; at > 0 && more.option[at - 1] > option; at--)
    more.option[at] = more.option[at - 1];
  more.option[at] = option;
  double minutes = p->option[option].minutes;
  more.minutes += minutes;
  more.time += minutes > 0 ? minutes : idle_min;
  more.parent = (int)(c - p->choice);
  more.survives = false;
  more.counts = true;
  return more;
}

static bool is_known(const ps_plan *p, int first, const ps_plan_choice *c) {
  for (int i = first; i < p->nchoice; i++)
    if (memcmp(p->choice[i].option, c->option, (size_t)c->n * sizeof *c->option) == 0)
      return true;
  return false;
}

static ps_status add_choice(ps_plan *p, ps_plan_choice c, ps_error *err) {
  c.set = ps_plan_set_of(p, &c, err);
  if (c.set < 0)
    return err->status;
  if (!ps_pool_grow(&p->pool, (void **)&p->choice, p->nchoice, &p->choice_room, sizeof c))
    return no_memory(err);
  p->choice[p->nchoice++] = c;
  return PS_OK;
}

// ---- runs: those with one set of exposures one after the other

typedef struct crew {
  ps_plan *p;
  int first; // choice
  atomic_long done;
  atomic_bool stop;
  ps_error *failure; // by set
  float **rows;      // by worker
} crew;

static void tell(crew *c, int worker) {
  const ps_watch *w = c->p->watch;
  long done = atomic_fetch_add(&c->done, 1) + 1;
  if (worker == 0 && w && w->progress &&
      !w->progress(w->context, "combinations", c->first + done, c->p->nchoice))
    atomic_store(&c->stop, true);
}

static ps_status run_one(crew *c, int choice, int worker, const ps_physio *physio, ps_error *err) {
  ps_plan *p = c->p;
  ps_plan_choice *x = &p->choice[choice];
  ps_plan_set *set = p->set[x->set];
  ps_care care;
  PS_TRY(ps_plan_care(p, x, &care, err));
  ps_care_sizes sizes = ps_care_usual(&care);
  const ps_plan_run run = {set->bodies, set->known, &p->lab->parameters, physio,
                           &care,       &sizes,     c->rows[worker]};
  return ps_plan_live(p, &run, &x->at, err);
}

static void run_set(void *context, int set, int worker) {
  crew *c = context;
  ps_plan *p = c->p;
  ps_physio physio = ps_physio_default(p->table);
  ps_status status = PS_OK;
  for (int i = c->first; i < p->nchoice && status == PS_OK && !atomic_load(&c->stop); i++) {
    if (p->choice[i].set != set)
      continue;
    status = run_one(c, i, worker, &physio, &c->failure[set]);
    tell(c, worker);
  }
  if (status != PS_OK)
    atomic_store(&c->stop, true);
}

static ps_status run_all(ps_plan *p, int first, ps_error *err) {
  int workers = p->threads > 0 ? p->threads : ps_thread_count();
  crew c = {.p = p, .first = first};
  c.failure = calloc((size_t)p->nset, sizeof *c.failure);
  c.rows = calloc((size_t)workers, sizeof *c.rows);
  bool memory = c.failure && c.rows;
  for (int i = 0; i < workers && memory; i++)
    memory = (c.rows[i] = malloc(ps_plan_cells(p) * sizeof(float))) != NULL;
  bool done = memory && ps_parallel_for(workers, p->nset, run_set, &c, &c.stop);
  ps_status status = memory ? PS_OK : no_memory(err);
  for (int i = 0; memory && i < p->nset && status == PS_OK; i++)
    if (c.failure[i].status != PS_OK) {
      *err = c.failure[i];
      status = err->status;
    }
  if (status == PS_OK && (!done || c.stop))
    status = ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %d combinations",
                     first + (int)c.done);
  for (int i = 0; c.rows && i < workers; i++)
    free(c.rows[i]);
  free(c.rows);
  free(c.failure);
  return status;
}

// ---- alone

static ps_status try_alone(ps_plan *p, ps_error *err) {
  PS_TRY(add_choice(p, (ps_plan_choice){.parent = -1}, err));
  PS_TRY(run_all(p, 0, err)); // the day as it is: others take the ordinary day from there
  for (int k = 0; k < p->noption; k++) {
    p->option[k].choice = p->nchoice;
    PS_TRY(add_choice(p, with(p, &p->choice[0], k), err));
  }
  return run_all(p, 1, err);
}

// an effect that was taken from another row of the group, which the person would do
static bool is_echo(const ps_plan *p, const ps_plan_item *item) {
  static const char word[] = "inherits";
  if (strcmp(item->what->rule, word) != 0)
    return false;
  for (int i = 0; i < p->nitem; i++) {
    const ps_plan_item *other = &p->item[i];
    bool done = other->out == PS_PLAN_IN || other->out == PS_PLAN_LONG;
    if (done && strcmp(other->how->group, item->how->group) == 0 &&
        strcmp(other->what->rule, word) != 0)
      return true;
  }
  return false;
}

// by what comes first; of doses that do nothing the shortest
static bool is_better_dose(const ps_plan *p, int a, int b) {
  const ps_plan_choice *x = &p->choice[p->option[a].choice], *y = &p->choice[p->option[b].choice];
  double mine = ps_plan_benefit(p, x), its = ps_plan_benefit(p, y);
  if (fmax(mine, its) < least_gain)
    return x->minutes < y->minutes;
  if (p->limits.by == PS_PLAN_BY_MINUTE)
    return ps_plan_per_ten(mine, x) > ps_plan_per_ten(its, y);
  return mine > its + least_gain || (mine > its - least_gain && x->minutes < y->minutes);
}

// Of the doses of an item those that count: none shorter does nearly as much.
static void judge_alone(ps_plan *p) {
  for (int k = 0; k < p->noption; k++) {
    ps_plan_option *o = &p->option[k];
    ps_plan_item *item = &p->item[o->item];
    double benefit = ps_plan_benefit(p, &p->choice[o->choice]);
    o->useful = benefit > least_gain && !is_echo(p, item);
    for (int i = item->first; i < item->first + item->n && o->useful; i++) {
      double its = ps_plan_benefit(p, &p->choice[p->option[i].choice]);
      o->useful =
          i == k || p->option[i].minutes > o->minutes || its < benefit - 0.2 * fabs(benefit);
    }
    p->choice[o->choice].counts = o->useful;
    if (item->option < 0 || is_better_dose(p, k, item->option))
      item->option = k;
  }
}

// ---- more items

// (N4): decided by what is not longer
static void find_survivors(ps_plan *p, int first) {
  for (int i = first; i < p->nchoice; i++) {
    ps_plan_choice *c = &p->choice[i];
    double mine = ps_plan_benefit(p, c);
    int better = 0;
    for (int k = first; k < p->nchoice; k++) {
      const ps_plan_choice *other = &p->choice[k];
      double its = ps_plan_benefit(p, other);
      bool before = its > mine || (its == mine && k < i);
      better += k != i && other->counts && other->time <= c->time && other->minutes <= c->minutes &&
                before;
    }
    bool gains = mine > ps_plan_benefit(p, &p->choice[c->parent]) + least_gain;
    c->survives = c->counts && gains && better < PS_PLAN_WIDTH;
  }
}

static ps_status grow(ps_plan *p, int first, int end, ps_error *err) {
  for (int i = first; i < end; i++) {
    if (!p->choice[i].survives)
      continue;
    for (int k = 0; k < p->noption; k++) {
      if (!p->option[k].useful || !fits(p, &p->choice[i], k))
        continue;
      ps_plan_choice more = with(p, &p->choice[i], k);
      if (!is_known(p, end, &more))
        PS_TRY(add_choice(p, more, err));
    }
  }
  return PS_OK;
}

// ---- the best

// nothing is better in less time
static bool in_front(const ps_plan *p, int i) {
  const ps_plan_choice *c = &p->choice[i];
  double mine = ps_plan_benefit(p, c);
  for (int k = 1; k < p->nchoice; k++) {
    const ps_plan_choice *other = &p->choice[k];
    double its = ps_plan_benefit(p, other);
    bool better = its > mine || (its == mine && other->time < c->time) ||
                  (its == mine && other->time == c->time && k < i);
    if (k != i && other->counts && other->time <= c->time && better)
      return false;
  }
  return c->counts && mine > least_gain;
}

// the largest benefit that is left, of the front or of all
static int best_left(const ps_plan *p, const bool *taken, bool front) {
  int best = -1;
  for (int i = 1; i < p->nchoice; i++) {
    double mine = ps_plan_benefit(p, &p->choice[i]);
    if (taken[i] || !p->choice[i].counts || mine <= least_gain || (front && !in_front(p, i)))
      continue;
    if (best < 0 || mine > ps_plan_benefit(p, &p->choice[best]))
      best = i;
  }
  return best;
}

// what gives most for its time, of those in front
static int quickest_left(const ps_plan *p, const bool *taken) {
  int best = -1;
  double most = 0;
  for (int i = 1; i < p->nchoice; i++) {
    double mine = ps_plan_per_ten(ps_plan_benefit(p, &p->choice[i]), &p->choice[i]);
    if (!taken[i] && mine > most && in_front(p, i)) {
      best = i;
      most = mine;
    }
  }
  return best;
}

// by turns the most and the quickest of the front, then whatever is best
static ps_status find_best(ps_plan *p, ps_error *err) {
  bool *taken = calloc((size_t)p->nchoice, sizeof *taken);
  if (!taken)
    return no_memory(err);
  for (int i = 0; i < PS_PLAN_BEST; i++) {
    int next = i % 2 ? quickest_left(p, taken) : best_left(p, taken, true);
    next = next < 0 ? best_left(p, taken, false) : next;
    if (next < 0)
      break;
    taken[next] = true;
    int at = p->nbest++;
    for (; at > 0 &&
           ps_plan_benefit(p, &p->choice[p->best[at - 1]]) < ps_plan_benefit(p, &p->choice[next]);
         at--)
      p->best[at] = p->best[at - 1];
    p->best[at] = next;
  }
  free(taken);
  return PS_OK;
}

// ---- all of it

// the user's own combination, apart from the others
static ps_status run_own(ps_plan *p, ps_error *err) {
  float *rows;
  if (!p->own)
    return PS_OK;
  PS_TRY(ps_plan_set_make(p, p->own, &p->own_set, err));
  rows = malloc(ps_plan_cells(p) * sizeof *rows);
  if (!rows)
    return no_memory(err);
  ps_physio physio = ps_physio_default(p->table);
  ps_care_sizes sizes = ps_care_usual(p->own);
  const ps_plan_run run = {
      p->own_set->bodies, p->own_set->known, &p->lab->parameters, &physio, p->own, &sizes, rows};
  ps_status status = ps_plan_live(p, &run, &p->own_at, err);
  free(rows);
  return status;
}

ps_status ps_plan_screen(ps_plan *p, ps_error *err) {
  double begin = ps_clock_ns();
  PS_TRY(try_alone(p, err));
  judge_alone(p);
  p->first_s = (ps_clock_ns() - begin) * 1e-9;
  if (p->first)
    p->first(p->first_context, p, p->first_s);
  for (int first = 1, size = 1; first < p->nchoice && size < p->limits.items; size++) {
    int end = p->nchoice;
    find_survivors(p, first);
    PS_TRY(grow(p, first, end, err));
    PS_TRY(run_all(p, end, err));
    first = end;
  }
  PS_TRY(find_best(p, err));
  PS_TRY(run_own(p, err));
  for (int i = 0; i < p->nset; i++)
    p->days += ps_habit_table_days(p->set[i]->known);
  p->screen_s = (ps_clock_ns() - begin) * 1e-9;
  return PS_OK;
}
