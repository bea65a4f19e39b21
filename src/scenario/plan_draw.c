// plan_draw.c: the best combinations in paired draws, and the routine among them.
//
// Every draw is a person: numbers of mechanics and physiology, and sizes of interventions, the
// same in all combinations, so that differences are those of what is done. Days are lived in some
// of the draws, one in turn for each of the others.
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/thread.h"
#include "scenario/draws.h"
#include "scenario/plan_inner.h"

enum { WORKERS = 64, LIST = PS_PLAN_BEST + PS_PLAN_SINGLES + 2 };

static const double least_shown = 0.05; // [points]  of the median run, for intervals

// A combination in the draws; the first is nothing.
typedef struct entry {
  int choice; // -1: the user's own
  int place;  // of its set among those that are lived
  ps_care care;
} entry;

typedef struct crew {
  ps_plan *p;
  int draws, days;
  uint64_t seed;
  int n, nset;
  entry *list;
  ps_plan_set *set[LIST];
  ps_habit_bodies *(*bodies)[LIST]; // by worker and set
  float **rows;                     // by worker
  ps_plan_outcome *out;             // by draw and entry
  bool *failed;                     // by draw
  atomic_long done;
  atomic_bool stop;
} crew;

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what is drawn

static int place_of(crew *c, ps_plan_set *set) {
  int i = 0;
  while (i < c->nset && c->set[i] != set)
    i++;
  if (i == c->nset)
    c->set[c->nset++] = set;
  return i;
}

static ps_status add_entry(crew *c, int choice, ps_error *err) {
  entry *e = &c->list[c->n];
  ps_plan *p = c->p;
  e->choice = choice;
  if (choice < 0)
    e->care = *p->own;
  else
    PS_TRY(ps_plan_care(p, &p->choice[choice], &e->care, err));
  e->place = place_of(c, choice < 0 ? p->own_set : p->set[p->choice[choice].set]);
  c->n++;
  return PS_OK;
}

static int entry_of(const crew *c, int choice) {
  for (int i = 1; i < c->n; i++)
    if (c->list[i].choice == choice)
      return i;
  return -1;
}

// items alone, those with the largest effects first
static ps_status add_singles(crew *c, ps_error *err) {
  ps_plan *p = c->p;
  for (int k = 0; k < PS_PLAN_SINGLES; k++) {
    int best = -1;
    double most = least_shown;
    for (int i = 0; i < p->nitem; i++) {
      if (p->item[i].option < 0)
        continue;
      int choice = p->option[p->item[i].option].choice;
      double size = fabs(ps_plan_benefit(p, &p->choice[choice]));
      if (size > most && entry_of(c, choice) < 0) {
        best = choice;
        most = size;
      }
    }
    if (best < 0)
      break;
    PS_TRY(add_entry(c, best, err));
  }
  return PS_OK;
}

static ps_status list_all(crew *c, ps_error *err) {
  PS_TRY(add_entry(c, 0, err));
  for (int i = 0; i < c->p->nbest; i++)
    PS_TRY(add_entry(c, c->p->best[i], err));
  PS_TRY(add_singles(c, err));
  return c->p->own ? add_entry(c, -1, err) : PS_OK;
}

// ---- a draw of days, and those that share it

// contested adaptation of length is on in every other draw (pain_model, 4)
static ps_physio physio_of(const crew *c, int i) {
  ps_physio physio;
  ps_physio_draw(c->p->table, c->seed, i, c->draws, &physio);
  physio.tissue.adaptation.gain = i % 2;
  return physio;
}

// What one draw of days knows.
typedef struct lived {
  int worker;
  ps_parameters mechanics;
  ps_physio physio;
  ps_habit_table *known[LIST]; // by set; made where it is first wanted
} lived;

// the first set finds the ordinary day, the others take it from there
static ps_status open_set(crew *c, lived *l, int place, ps_error *err) {
  ps_habit_options o = ps_plan_options();
  ps_habit_bodies **bodies = &c->bodies[l->worker][place];
  if (!*bodies)
    PS_TRY(
        ps_habit_bodies_create(bodies, c->p->lab, &c->set[place]->weeks, c->p->ordinary, &o, err));
  if (l->known[place])
    return PS_OK;
  return ps_habit_table_create(&l->known[place], *bodies, &l->mechanics, &l->physio, &o, 1,
                               place ? l->known[0] : NULL, err);
}

static ps_status live_entry(crew *c, lived *l, const ps_physio *physio, int i, int e,
                            ps_error *err) {
  const entry *x = &c->list[e];
  PS_TRY(open_set(c, l, x->place, err));
  ps_care_sizes sizes = ps_care_draw(&x->care, c->seed, i, c->draws);
  const ps_plan_run run = {.bodies = c->bodies[l->worker][x->place],
                           .known = l->known[x->place],
                           .mechanics = &l->mechanics,
                           .physio = physio,
                           .care = &x->care,
                           .sizes = &sizes,
                           .rows = c->rows[l->worker]};
  return ps_plan_live(c->p, &run, &c->out[i * c->n + e], err);
}

static void tell(crew *c, int worker) {
  const ps_watch *w = c->p->watch;
  long done = atomic_fetch_add(&c->done, 1) + 1;
  if (worker == 0 && w && w->progress && !w->progress(w->context, "draws", done, c->draws))
    atomic_store(&c->stop, true);
}

static void draw_days(void *context, int m, int worker) {
  crew *c = context;
  ps_error ignored;
  lived l = {.worker = worker, .physio = physio_of(c, m)};
  ps_draw_parameters(&c->p->lab->table, c->seed, m, c->draws, &l.mechanics);
  for (int i = m; i < c->draws && !atomic_load(&c->stop); i += c->days) {
    ps_physio physio = physio_of(c, i);
    for (int e = 0; e < c->n && !c->failed[i]; e++)
      c->failed[i] = live_entry(c, &l, &physio, i, e, &ignored) != PS_OK;
    tell(c, worker);
  }
  for (int s = 0; s < c->nset; s++)
    ps_habit_table_free(l.known[s]);
}

// ---- what they say

static ps_plan_range range_of(double *x, int n) {
  ps_interval i = ps_draw_interval(x, n);
  return (ps_plan_range){i.p10, i.p50, i.p90};
}

typedef double (*number_of)(const ps_plan_outcome *mine, const ps_plan_outcome *other);
static double less_index(const ps_plan_outcome *mine, const ps_plan_outcome *other) {
  return other->index - mine->index;
}
static double less_discomfort(const ps_plan_outcome *mine, const ps_plan_outcome *other) {
  return other->discomfort - mine->discomfort;
}
static double hazard(const ps_plan_outcome *mine, const ps_plan_outcome *other) {
  return mine->hazard / other->hazard;
}

// of entry e against another, over the draws that came to their end
static ps_plan_range compare(const crew *c, int e, int other, number_of f, double *x) {
  int n = 0;
  for (int i = 0; i < c->draws; i++)
    if (!c->failed[i])
      x[n++] = f(&c->out[i * c->n + e], &c->out[i * c->n + other]);
  return range_of(x, n);
}

static int routine_of(const ps_plan *p, const crew *c, double *x) {
  int most = 0, surest = 0, best = 0;
  for (int k = 1; k < p->nbest; k++) {
    most = p->drawn[k].benefit.p50 > p->drawn[most].benefit.p50 ? k : most;
    surest = p->drawn[k].benefit.p10 > p->drawn[surest].benefit.p10 ? k : surest;
  }
  if (p->limits.by != PS_PLAN_BY_MINUTE)
    return p->limits.by == PS_PLAN_BY_SUREST ? surest : most;
  best = most;
  for (int k = 0; k < p->nbest; k++) { // as good as the most, as far as draws can tell, and quicker
    ps_plan_range less = compare(c, k + 1, most + 1, less_index, x);
    bool quicker = p->choice[p->drawn[k].choice].time < p->choice[p->drawn[best].choice].time;
    best = ps_plan_unsure(&less) && quicker ? k : best;
  }
  return best;
}

static void note_drawn(ps_plan *p, const crew *c, double *x) {
  for (int e = 1; e < c->n; e++)
    p->drawn[e - 1] = (ps_plan_drawn){.choice = c->list[e].choice,
                                      .benefit = compare(c, e, 0, less_index, x),
                                      .discomfort = compare(c, e, 0, less_discomfort, x),
                                      .hazard = compare(c, e, 0, hazard, x)};
  p->ndrawn = c->n - 1;
  p->own_drawn = p->own ? p->ndrawn - 1 : -1;
  for (int i = 0; i < p->nitem; i++)
    if (p->item[i].option >= 0) {
      int e = entry_of(c, p->option[p->item[i].option].choice);
      p->item[i].drawn = e < 0 ? -1 : e - 1;
    }
  if (!p->nbest)
    return;
  p->routine = routine_of(p, c, x);
  for (int e = 1; e < c->n; e++)
    p->drawn[e - 1].to_best = compare(c, e, p->routine + 1, less_index, x);
}

// ---- all of it

static bool make_room(crew *c, int workers) {
  c->bodies = calloc((size_t)workers, sizeof *c->bodies);
  c->rows = calloc((size_t)workers, sizeof *c->rows);
  c->out = calloc((size_t)c->draws * (size_t)c->n, sizeof *c->out);
  c->failed = calloc((size_t)c->draws, sizeof *c->failed);
  bool fine = c->bodies && c->rows && c->out && c->failed;
  for (int i = 0; i < workers && fine; i++)
    fine = (c->rows[i] = malloc(ps_plan_cells(c->p) * sizeof(float))) != NULL;
  return fine;
}

static void give_back(crew *c, int workers) {
  for (int i = 0; i < workers; i++) {
    for (int s = 0; c->bodies && s < c->nset; s++)
      ps_habit_bodies_free(c->bodies[i][s]);
    if (c->rows)
      free(c->rows[i]);
  }
  free(c->bodies);
  free(c->rows);
  free(c->out);
  free(c->failed);
  free(c->list);
}

static ps_status draw(crew *c, int workers, ps_error *err) {
  ps_plan *p = c->p;
  PS_TRY(list_all(c, err));
  double *x = malloc((size_t)c->draws * sizeof *x);
  ps_status status = x && make_room(c, workers) ? PS_OK : no_memory(err);
  bool whole = status == PS_OK && ps_parallel_for(workers, c->days, draw_days, c, &c->stop);
  if (status == PS_OK && (!whole || c->stop))
    status = ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %ld draws", (long)c->done);
  for (int i = 0; i < c->draws && status == PS_OK; i++)
    p->draws += !c->failed[i];
  if (status == PS_OK && p->draws < PS_PLAN_DRAWS)
    status =
        ps_fail(err, PS_ERR_VALUE, NULL, 0, "only %d of %d draws came to their end; ranges need %d",
                p->draws, c->draws, PS_PLAN_DRAWS);
  if (status == PS_OK)
    note_drawn(p, c, x);
  free(x);
  return status;
}

ps_status ps_plan_draw(ps_plan *p, int draws, int days, uint64_t seed, ps_error *err) {
  double begin = ps_clock_ns();
  int workers = p->threads > 0 ? p->threads : ps_thread_count();
  workers = workers < WORKERS ? workers : WORKERS;
  if (draws <= 0)
    return PS_OK;
  crew *c = calloc(1, sizeof *c);
  if (!c)
    return no_memory(err);
  *c = (crew){.p = p, .draws = draws, .days = days < draws ? days : draws, .seed = seed};
  c->list = calloc(LIST, sizeof *c->list);
  ps_status status = c->list ? draw(c, workers, err) : no_memory(err);
  p->days_drawn = c->days;
  give_back(c, workers);
  free(c);
  p->draw_s = (ps_clock_ns() - begin) * 1e-9;
  return status;
}
