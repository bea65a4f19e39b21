#include "tool/report_stride.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"

enum { ONSET_N = 20 };                    // [N]  an unloaded plate reads less
static const double least_share = 0.1;    // of body weight: what rises less is noise or a graze
static const double shortest_swing = 0.1; // [s]  no foot leaves the ground and is back sooner

// ---- names

bool ps_name_contains(const char *name, const char *word) {
  size_t length = strlen(word);
  for (; *name; name++) {
    size_t i = 0;
    while (i < length && tolower((unsigned char)name[i]) == word[i])
      i++;
    if (i == length)
      return true;
  }
  return false;
}

static ps_side side_of_letter(char c) {
  int lower = tolower((unsigned char)c);
  return lower == 'r' ? PS_SIDE_RIGHT : lower == 'l' ? PS_SIDE_LEFT : PS_SIDE_NONE;
}

ps_side ps_side_of(const char *name) {
  size_t n = strlen(name);
  if (n > 2 && name[n - 2] == '_' && side_of_letter(name[n - 1]))
    return side_of_letter(name[n - 1]);
  if (n > 2 && name[1] == '_' && side_of_letter(name[0]))
    return side_of_letter(name[0]);
  return ps_name_contains(name, "right")  ? PS_SIDE_RIGHT
         : ps_name_contains(name, "left") ? PS_SIDE_LEFT
                                          : PS_SIDE_NONE;
}

const char *ps_side_name(ps_side side) {
  static const char *const names[PS_SIDES] = {"", "right", "left"};
  return names[side];
}

// ---- the load under a foot

// axis of ground that points up, and along which sense
static int up_axis(const ps_model *m, double *sense) {
  int axis = 1;
  for (int i = 0; i < 3; i++)
    if (fabs(ps_at(m->gravity, i)) > fabs(ps_at(m->gravity, axis)))
      axis = i;
  *sense = ps_at(m->gravity, axis) > 0 ? -1 : 1;
  return axis;
}

static bool in_ground(const char *frame) {
  return strcmp(frame, "ground") == 0 || strcmp(frame, "/ground") == 0;
}

// column of component `axis` of the force, -1: none
static int column_of(const ps_table *table, const char *prefix, int axis) {
  for (int i = 0; i < ps_table_columns(table); i++)
    if (strncmp(ps_table_label(table, i), prefix, strlen(prefix)) == 0 && axis-- == 0)
      return i;
  return -1;
}

// add up what all plates say about a side; false: none does
static bool vertical_load(const ps_loads_spec *loads, const ps_model *m, ps_side side,
                          double *load) {
  double sense;
  int axis = up_axis(m, &sense), n = ps_table_rows(loads->table);
  bool any = false;
  for (int i = 0; i < loads->n; i++) {
    const ps_external_force *f = &loads->items[i];
    ps_side of = ps_side_of(f->body) ? ps_side_of(f->body) : ps_side_of(f->name);
    int column = f->applies && f->force[0] && in_ground(f->force_frame) && of == side
                     ? column_of(loads->table, f->force, axis)
                     : -1;
    for (int r = 0; column >= 0 && r < n; r++)
      load[r] += sense * ps_table_value(loads->table, r, column);
    any |= column >= 0;
  }
  return any;
}

// ---- contacts

// when the load crosses the threshold between rows r - 1 and r
static double crossing(const ps_table *table, const double *load, int r) {
  double t0 = ps_table_time(table, r - 1), t1 = ps_table_time(table, r);
  return t0 + (t1 - t0) * (ONSET_N - load[r - 1]) / (load[r] - load[r - 1]);
}

static bool find_contacts(ps_foot *foot, ps_pool *pool, const ps_table *table, const double *load,
                          double least) {
  int n = ps_table_rows(table);
  foot->contact = ps_pool_take(pool, ((size_t)n / 2 + 1) * sizeof *foot->contact);
  if (!foot->contact)
    return false;
  for (int r = 0; r < n;) {
    if (!(load[r] > ONSET_N)) {
      r++;
      continue;
    }
    ps_contact c = {.on = r > 0 ? crossing(table, load, r) : NAN, .off = NAN};
    double largest = 0;
    for (; r < n && load[r] > ONSET_N; r++)
      largest = fmax(largest, load[r]);
    if (r < n)
      c.off = crossing(table, load, r);
    ps_contact *last = foot->ncontact ? &foot->contact[foot->ncontact - 1] : NULL;
    if (largest >= least && last && c.on - last->off < shortest_swing)
      last->off = c.off;
    else if (largest >= least)
      foot->contact[foot->ncontact++] = c;
  }
  return true;
}

static bool find_strides(ps_foot *foot, ps_pool *pool) {
  double on_ground = 0;
  int complete = 0;
  foot->stance = NAN;
  foot->down = ps_pool_take(pool, ((size_t)foot->ncontact + 1) * sizeof *foot->down);
  if (!foot->down)
    return false;
  for (int i = 0; i < foot->ncontact; i++) {
    const ps_contact *c = &foot->contact[i];
    if (!isfinite(c->on))
      continue;
    foot->down[foot->ndown++] = c->on;
    if (isfinite(c->off)) {
      on_ground += c->off - c->on;
      complete++;
    }
  }
  if (foot->ndown < 2) {
    foot->ndown = 0;
    return true;
  }
  foot->stride = (foot->down[foot->ndown - 1] - foot->down[0]) / (foot->ndown - 1);
  if (complete && on_ground / complete < foot->stride)
    foot->stance = on_ground / complete / foot->stride;
  return true;
}

ps_status ps_strides_find(ps_strides *strides, ps_pool *pool, const ps_loads_spec *loads,
                          const ps_model *m, ps_error *err) {
  *strides = (ps_strides){0};
  if (!loads || !loads->table)
    return PS_OK;
  double least = fmax(least_share * m->mass * ps_norm(m->gravity), ONSET_N);
  for (ps_side side = PS_SIDE_RIGHT; side < PS_SIDES; side++) {
    double *load = ps_pool_take(pool, ((size_t)ps_table_rows(loads->table) + 1) * sizeof *load);
    ps_foot *foot = &strides->foot[side];
    bool ok = load != NULL;
    if (ok && vertical_load(loads, m, side, load))
      ok = find_contacts(foot, pool, loads->table, load, least) && find_strides(foot, pool);
    if (!ok)
      return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  }
  return PS_OK;
}

// ---- phase

void ps_stride_at(const ps_foot *foot, double time, double *begin, double *end) {
  const double *down = foot->down;
  int i = 0;
  while (i < foot->ndown - 2 && time >= down[i + 1])
    i++;
  double length = down[i + 1] - down[i];
  *begin = down[i] + length * floor((time - down[i]) / length);
  *end = *begin + length;
}

double ps_stride_phase(const ps_foot *foot, double time) {
  double begin, end;
  if (foot->ndown < 2)
    return NAN;
  ps_stride_at(foot, time, &begin, &end);
  return (time - begin) / (end - begin);
}
