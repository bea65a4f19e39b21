// Who pulls: psoas and iliacus first, then whoever pulls hardest.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "muscle/force.h"
#include "tool/report_findings.h"

enum { MOST_OTHERS = 10 };

// "Ps_" is how some models name the fascicles of the psoas
static ps_pull_kind kind_of(const char *name) {
  if (ps_name_contains(name, "iliopsoas"))
    return PS_PULL_ILIOPSOAS;
  if (ps_name_contains(name, "psoas") || strncmp(name, "Ps_", 3) == 0)
    return PS_PULL_PSOAS;
  return ps_name_contains(name, "iliacus") ? PS_PULL_ILIACUS : PS_PULL_OTHER;
}

// ---- what the members give together

static double force_at(const ps_findings *f, const double *force, const ps_pull *p, int frame) {
  int nforce = ps_so_layout_of(f->data->optimization)->nforce;
  double sum = 0;
  for (int k = 0; k < p->nmember; k++)
    sum += force[(size_t)frame * (size_t)nforce + (size_t)p->column[k]];
  return sum;
}

static double activation_at(const ps_findings *f, const ps_pull *p, int frame) {
  int n = ps_so_layout_of(f->data->optimization)->nactivation;
  const double *activation = f->data->activation + (size_t)frame * (size_t)n;
  double sum = 0;
  for (int k = 0; k < p->nmember; k++)
    sum += f->w->model->muscle[p->member[k]].max_isometric_force * activation[p->activation[k]];
  return sum / p->strength;
}

static ps_status finish(ps_findings *f, ps_pull *p) {
  int n = f->data->n;
  p->force = ps_findings_take(f, n);
  if (!p->force)
    return ps_findings_no_memory(f);
  for (int k = 0; k < p->nmember; k++)
    p->strength += f->w->model->muscle[p->member[k]].max_isometric_force;
  for (int i = 0; i < n; i++) {
    p->force[i] = force_at(f, f->data->force, p, i);
    p->mean += p->force[i] / n;
    p->peak_activation = fmax(p->peak_activation, activation_at(f, p, i));
  }
  p->peak = ps_findings_peak(f, p->side, p->force);
  if (p->kind == PS_PULL_OTHER)
    return PS_OK;
  p->low = ps_findings_take(f, n);
  p->high = ps_findings_take(f, n);
  if (!p->low || !p->high)
    return ps_findings_no_memory(f);
  memcpy(p->low, p->force, (size_t)n * sizeof *p->low);
  memcpy(p->high, p->force, (size_t)n * sizeof *p->high);
  return PS_OK;
}

void ps_pulls_widen(ps_findings *f, const double *force) {
  for (int r = 0; r < f->nmuscle + f->nrow; r++) {
    ps_pull *p = r < f->nmuscle ? &f->muscle[r] : f->row[r - f->nmuscle];
    double peak = 0;
    for (int i = 0; i < f->data->n; i++) {
      double value = force_at(f, force, p, i);
      peak = fmax(peak, value);
      if (p->low) {
        p->low[i] = fmin(p->low[i], value);
        p->high[i] = fmax(p->high[i], value);
      }
    }
    p->peak.range.low = fmin(p->peak.range.low, peak);
    p->peak.range.high = fmax(p->peak.range.high, peak);
  }
}

// ---- who there is

static bool make_room(ps_findings *f, ps_pull *p, int n) {
  size_t size = ((size_t)n + 1) * sizeof(int);
  p->member = ps_pool_take(f->pool, size);
  p->column = ps_pool_take(f->pool, size);
  p->activation = ps_pool_take(f->pool, size);
  return p->member && p->column && p->activation;
}

static void join(ps_pull *p, const ps_pull *single) {
  p->member[p->nmember] = single->member[0];
  p->column[p->nmember] = single->column[0];
  p->activation[p->nmember++] = single->activation[0];
}

// every muscle that acts, on its own
static ps_status list_muscles(ps_findings *f) {
  const ps_model *m = f->w->model;
  const ps_so_layout *at = ps_so_layout_of(f->data->optimization);
  f->muscle = ps_pool_take(f->pool, (size_t)(m->nmuscle + 1) * sizeof *f->muscle);
  if (!f->muscle)
    return ps_findings_no_memory(f);
  int column = 0, activation = 0;
  for (int i = 0; i < m->nforce; i++) {
    if (!m->force[i].applies)
      continue;
    while (activation < at->nactivation - 1 && at->actuator[activation] < i)
      activation++;
    if (m->force[i].muscle >= 0) {
      ps_pull *p = &f->muscle[f->nmuscle++];
      *p = (ps_pull){.name = m->force_name[i],
                     .side = ps_side_of(m->force_name[i]),
                     .kind = kind_of(m->force_name[i]),
                     .nmember = 1};
      if (!make_room(f, p, 1))
        return ps_findings_no_memory(f);
      p->member[0] = m->force[i].muscle;
      p->column[0] = column;
      p->activation[0] = activation;
      PS_TRY(finish(f, p));
    }
    column += ps_force_record_size(m, i);
  }
  return PS_OK;
}

// psoas_r, or all its fascicles as one
static ps_status add_flexor(ps_findings *f, ps_pull_kind kind, ps_side side) {
  static const char *const names[] = {"", "psoas", "iliacus", "iliopsoas"};
  static const char *const ends[PS_SIDES] = {"", "_r", "_l"};
  ps_pull *whole = NULL;
  int n = 0;
  for (int i = 0; i < f->nmuscle; i++)
    if (f->muscle[i].kind == kind && f->muscle[i].side == side) {
      whole = &f->muscle[i];
      n++;
    }
  if (n > 1) {
    char name[40];
    snprintf(name, sizeof name, "%s%s", names[kind], ends[side]);
    whole = ps_pool_take(f->pool, sizeof *whole);
    if (!whole || !make_room(f, whole, n))
      return ps_findings_no_memory(f);
    *whole = (ps_pull){.name = ps_pool_text(f->pool, name, strlen(name)),
                       .side = side,
                       .kind = kind,
                       .member = whole->member,
                       .column = whole->column,
                       .activation = whole->activation};
    for (int i = 0; i < f->nmuscle; i++)
      if (f->muscle[i].kind == kind && f->muscle[i].side == side)
        join(whole, &f->muscle[i]);
    if (!whole->name)
      return ps_findings_no_memory(f);
    PS_TRY(finish(f, whole));
  }
  if (whole)
    f->row[f->nrow++] = whole;
  return PS_OK;
}

// the others, by their peak; of equals the first in the model
static void add_strongest(ps_findings *f) {
  for (int k = 0; k < MOST_OTHERS; k++) {
    ps_pull *best = NULL;
    for (int i = 0; i < f->nmuscle; i++) {
      ps_pull *p = &f->muscle[i];
      bool taken = p->kind != PS_PULL_OTHER;
      for (int r = f->nflexor; r < f->nrow; r++)
        taken |= f->row[r] == p;
      if (!taken && (!best || p->peak.value > best->peak.value))
        best = p;
    }
    if (best)
      f->row[f->nrow++] = best;
  }
}

ps_status ps_findings_muscles(ps_findings *f) {
  static const ps_pull_kind kinds[] = {PS_PULL_PSOAS, PS_PULL_ILIACUS, PS_PULL_ILIOPSOAS};
  static const ps_side sides[] = {PS_SIDE_RIGHT, PS_SIDE_LEFT, PS_SIDE_NONE};
  PS_TRY(list_muscles(f));
  f->row = ps_pool_take(f->pool, (size_t)(f->nmuscle + 1) * sizeof(ps_pull *));
  if (!f->row)
    return ps_findings_no_memory(f);
  for (int k = 0; k < 3; k++)
    for (int s = 0; s < 3; s++)
      PS_TRY(add_flexor(f, kinds[k], sides[s]));
  f->nflexor = f->nrow;
  add_strongest(f);
  return PS_OK;
}
