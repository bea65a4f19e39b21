// hold_problem.c: the balance of a posture as one recruitment problem.
//
// Columns are lines, edges of friction pyramids, abdominal pressure above rest, the transversus,
// and slacks that turn the inequalities (H3) into rows. Costs are shifted to the reference of a
// column, so that being there is free.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/hold_inner.h"

enum { EDGES = 4 };

static const double newtons = 100; // [N]  unit of contact forces and compressions in costs

static const double slight = 1e-9; // weight of slacks: far below that of a newton of muscle

typedef struct layout {
  const ps_hold *hold;
  ps_hold_form *f;
  int n, first; // entries so far; of the column at hand
} layout;

static void put(layout *l, int row) {
  if (l->f->row)
    l->f->row[l->n] = row;
  l->n++;
}

// an entry in the row of a coordinate, one for all coordinates that share it; returns which, or -1
static int put_coordinate(layout *l, int coordinate) {
  int row = l->hold->row_of[coordinate];
  for (int e = l->first; l->f->row && e < l->n; e++)
    if (l->f->row[e] == row)
      return e;
  if (row < 0)
    return -1;
  put(l, row);
  return l->n - 1;
}

static void begin(layout *l, int column) {
  l->first = l->n;
  if (l->f->row)
    l->f->start[column] = l->n;
}

static void lay_lines(layout *l) {
  const ps_hold *hold = l->hold;
  const ps_model *m = hold->h->model;
  for (int i = 0; i < hold->h->nline; i++) {
    begin(l, l->f->column.line + i);
    const ps_path *path = &m->path[hold->h->line[i].path];
    for (int s = path->span; s < path->span + path->nspan; s++) {
      int at = put_coordinate(l, m->span_coordinate[s]);
      if (l->f->row)
        l->f->span_entry[s] = at;
    }
    if (hold->h->line[i].hoop > 0)
      put(l, l->f->wall_row);
    for (int k = 0; k < PS_LEVELS && l->f->compression_row >= 0; k++)
      put(l, l->f->compression_row + k);
    for (int k = 0; k < l->f->ncut; k++)
      put(l, l->f->cut_row + k);
  }
}

static void lay_contacts(layout *l) {
  const ps_hold *hold = l->hold;
  int nq = hold->h->model->nq;
  for (int i = 0; i < hold->posture->ncontact * EDGES; i++) {
    begin(l, l->f->column.contact + i);
    for (int k = 0; k < nq; k++) {
      int sign = ps_contact_feels(hold, &hold->posture->contact[i / EDGES], k);
      int at = sign ? put_coordinate(l, k) : -1;
      if (l->f->row)
        l->f->contact_entry[i * nq + k] = at;
    }
  }
}

static void lay_others(layout *l) {
  const ps_hold *hold = l->hold;
  const ps_model *m = hold->h->model;
  const ps_hold_columns *c = &l->f->column;
  begin(l, c->pressure);
  const ps_path *rod = &m->path[hold->h->rod];
  for (int s = rod->span; s < rod->span + rod->nspan; s++)
    put_coordinate(l, m->span_coordinate[s]);
  put(l, l->f->wall_row);
  for (int k = 0; k < PS_LEVELS && l->f->compression_row >= 0; k++)
    put(l, l->f->compression_row + k);
  begin(l, c->transversus);
  put(l, l->f->wall_row);
  begin(l, c->wall_slack);
  put(l, l->f->wall_row);
  for (int side = 0; side < 2; side++) {
    begin(l, c->knee_stop + side);
    put_coordinate(l, hold->h->knee[side]);
  }
  begin(l, c->effort);
  for (int k = 0; k < m->nq; k++)
    if (hold->effort[k] != 0)
      put_coordinate(l, k);
  for (int k = 0; k < PS_LEVELS && l->f->compression_row >= 0; k++) {
    begin(l, c->compression + k);
    put(l, l->f->compression_row + k);
  }
  for (int k = 0; k < l->f->ncut; k++) {
    begin(l, c->cut_slack + k);
    put(l, l->f->cut_row + k);
  }
  for (int k = 0; k < l->f->ncut; k++) {
    begin(l, c->cut_short + k);
    put(l, l->f->cut_row + k);
  }
  begin(l, c->n);
}

static void number_columns(const ps_hold *hold, ps_hold_form *f) {
  ps_hold_columns *c = &f->column;
  bool loads = hold->o.criterion == PS_CRITERION_SPINE_LOAD;
  c->line = 0;
  c->contact = hold->h->nline;
  c->pressure = c->contact + EDGES * hold->posture->ncontact;
  c->transversus = c->pressure + 1;
  c->wall_slack = c->transversus + 1;
  c->knee_stop = c->wall_slack + 1;
  c->effort = c->knee_stop + 2;
  c->compression = c->effort + 1;
  c->cut_slack = c->compression + (loads ? PS_LEVELS : 0);
  c->cut_short = c->cut_slack + f->ncut;
  c->n = c->cut_short + f->ncut;
  f->wall_row = hold->nrow;
  f->compression_row = loads ? hold->nrow + 1 : -1;
  f->cut_row = hold->nrow + 1 + (loads ? PS_LEVELS : 0);
  f->nrow = f->cut_row + f->ncut;
}

// [cm^3]  the volume that costs 1 where a = 1. Split lines leave it as it is, and so the price of
// muscles against that of contacts and shares.
static double unit_volume(const ps_hold *hold) {
  const double lines = 308; // of the full model: a line of mean volume weighs 1
  double sum = 0;
  for (int i = 0; i < hold->h->nline; i++)
    sum += hold->h->line[i].volume;
  return sum / lines;
}

// leverage of a line for what the pose asks: how much of its pull goes where moments are needed
static double leverage(const ps_hold *hold, int line) {
  const ps_model *m = hold->h->model;
  const ps_path *path = &m->path[hold->h->line[line].path];
  double along = 0, size = 0, all = 0;
  for (int s = path->span; s < path->span + path->nspan; s++) {
    int k = m->span_coordinate[s];
    double arm = hold->d->span_arm[s], need = hold->d->tau[k];
    along += arm * need;
    size += arm * arm;
    all += need * need;
  }
  return size > 0 && all > 0 ? along / sqrt(size * all) : 0;
}

static double line_weight(const ps_hold *hold, int line, double unit) {
  double volume = hold->h->line[line].volume / unit;
  switch (hold->o.criterion) {
  case PS_CRITERION_SQUARES:
  case PS_CRITERION_CUBES:
  case PS_CRITERION_MINMAX:
    return 1;
  case PS_CRITERION_GEOMETRY:
    return volume * (1.5 - leverage(hold, line));
  case PS_CRITERION_SPINE_LOAD:
    return 0.1 * volume;
  default:
    return volume;
  }
}

static void weigh(const ps_hold *hold, ps_hold_form *f) {
  const ps_parameters *p = &hold->h->p;
  const ps_hold_columns *c = &f->column;
  double power = hold->power, unit = unit_volume(hold);
  for (int i = 0; i < hold->h->nline; i++)
    f->weight[c->line + i] = line_weight(hold, i, unit);
  for (int i = c->contact; i < c->pressure; i++)
    f->weight[i] = p->contact_cost / pow(newtons, power);
  f->weight[c->pressure] = // what diaphragm and pelvic floor pay
      p->diaphragm_volume_cm3 / unit / pow(p->diaphragm_kPa, power);
  f->weight[c->transversus] = p->transversus_volume_cm3 / unit;
  f->weight[c->wall_slack] = slight;
  f->weight[c->knee_stop] = f->weight[c->knee_stop + 1] = 1e-6;
  f->weight[c->effort] =
      0.02; // times the square of how far the target is off: all that can help does
  for (int k = c->compression; k < c->cut_slack; k++)
    f->weight[k] = 0.02; // of 100 N of compression, squared
  for (int k = 0; k < f->ncut; k++)
    f->weight[c->cut_slack + k] = 1e-9; // over the floor: a row that is idle must not pull
  for (int k = 0; k < f->ncut; k++)
    f->weight[c->cut_short + k] = 0.02; // the same under the floor: dear, but not at any price
}

static ps_status make_form(ps_hold *hold, ps_hold_form *f, int ncut, ps_error *err) {
  f->ncut = ncut;
  number_columns(hold, f);
  layout l = {hold, f, 0, 0};
  lay_lines(&l); // only counts, rows that coordinates share more than once
  lay_contacts(&l);
  lay_others(&l);
  f->start = ps_pool_take(&hold->pool, (size_t)(f->column.n + 1) * sizeof *f->start);
  f->weight = ps_pool_take(&hold->pool, (size_t)f->column.n * sizeof *f->weight);
  f->row = ps_pool_take(&hold->pool, (size_t)(l.n + 1) * sizeof *f->row);
  size_t nedge = (size_t)(hold->posture->ncontact * EDGES), nspan = (size_t)hold->h->model->nspan;
  f->span_entry = ps_pool_take(&hold->pool, nspan * sizeof *f->span_entry);
  f->contact_entry =
      ps_pool_take(&hold->pool, nedge * (size_t)hold->h->model->nq * sizeof *f->contact_entry);
  if (!f->start || !f->weight || !f->row || !f->span_entry || !f->contact_entry)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  l.n = 0;
  lay_lines(&l);
  lay_contacts(&l);
  lay_others(&l);
  f->nentry = l.n;
  weigh(hold, f);
  ps_recruit_spec spec = {.nrow = f->nrow,
                          .ncol = f->column.n,
                          .start = f->start,
                          .row = f->row,
                          .weight = f->weight,
                          .lo = hold->lo,
                          .hi = hold->hi,
                          .power = hold->power,
                          .iterates = true};
  for (int i = 0; i < f->column.n; i++) {
    hold->lo[i] = 0;
    hold->hi[i] = INFINITY;
  }
  PS_TRY(ps_recruit_create(&hold->pool, &spec, &f->problem, err));
  ps_arena count = {0};
  ps_recruit_place(f->problem, &count);
  ps_arena arena = {.size = count.used};
  arena.block = f->block = aligned_alloc(PS_ARENA_ALIGN, (count.used + 63) / 64 * 64);
  if (!arena.block)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  memset(arena.block, 0, count.used);
  f->work = ps_recruit_place(f->problem, &arena);
  return PS_OK;
}

ps_status ps_hold_forms(ps_hold *hold, ps_error *err) {
  static const int cuts[PS_FORMS] = {0, PS_CUTS / 2, PS_CUTS};
  for (int i = 0; i < PS_FORMS; i++)
    PS_TRY(make_form(hold, &hold->form[i], cuts[i], err));
  return PS_OK;
}

void ps_hold_reweigh(ps_hold *hold) {
  for (int i = 0; i < PS_FORMS; i++) {
    weigh(hold, &hold->form[i]);
    ps_recruit_reweigh(hold->form[i].problem, hold->form[i].weight);
  }
}

ps_hold_form *ps_hold_form_now(ps_hold *hold) {
  // where the floor may bind, rows are there from the start, so that prices carry over
  ps_hold_form *f = &hold->form[ps_hold_wants_floor(hold)];
  while (f->ncut < hold->ncut)
    f++;
  return f;
}

// ---- values

// writes the entries of one column, rows of coordinates first
typedef struct filler {
  const ps_hold *hold;
  const ps_hold_form *f;
  double *entry;
  int first, at; // of the column; the next to write
} filler;

static filler fill_column(const ps_hold *hold, const ps_hold_form *f, double *entry, int column) {
  filler w = {hold, f, entry, f->start[column], f->start[column]};
  while (hold->coupled && w.at < f->start[column + 1] && f->row[w.at] < f->wall_row)
    w.at++;
  return w;
}

// a coordinate's part; coupled levels add theirs to one row, by their shares
static void add_coordinate(filler *w, int coordinate, double value) {
  int row = w->hold->row_of[coordinate];
  if (row < 0)
    return;
  if (!w->hold->coupled) {
    w->entry[w->at++] = value;
    return;
  }
  int e = w->first;
  while (w->f->row[e] != row)
    e++;
  w->entry[e] += w->hold->row_share[coordinate] * value;
}

// A pose is recruited for twice where cuts were added: those that were there keep their slopes.
static void find_slopes(ps_hold *hold) {
  const ps_human *h = hold->h;
  const int *first = hold->first_segment;
  ps_hold_find_segments(hold);
  for (int k = hold->nslope; k < hold->ncut; k++) {
    ps_chain_bend bend;
    ps_chain_bend_along(&h->column, hold->d, hold->cut[k].v, &bend);
    for (int i = 0; i < h->nline; i++)
      hold->slope[i * PS_CUTS + k] =
          ps_chain_path_slope(&hold->segment[first[i]], first[i + 1] - first[i], &bend);
  }
  hold->nslope = hold->ncut;
}

// Moments of a newton in every line, and behind them what it does to the wall and to compressions.
static void fill_lines(ps_hold *hold, const ps_hold_form *f, const ps_level_load *level,
                       double *entry) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  for (int i = 0; i < h->nline; i++) {
    double capacity = hold->capacity[i];
    const ps_path *path = &m->path[h->line[i].path];
    for (int s = path->span; s < path->span + path->nspan; s++)
      if (f->span_entry[s] >= 0)
        entry[f->span_entry[s]] +=
            hold->row_share[m->span_coordinate[s]] * (hold->d->span_arm[s] * capacity);
    double *e = entry + f->start[f->column.line + i + 1] - f->ncut;
    for (int k = PS_LEVELS - 1; k >= 0 && f->compression_row >= 0; k--)
      *--e = -capacity / newtons * ps_hold_compression_of(hold, &level[k], h->line[i].path, k);
    if (h->line[i].hoop > 0)
      *--e = 0.5 * h->line[i].hoop * capacity;
  }
}

// What a line does to the stiffness along cuts, the last entries of its column.
static void fill_cuts(ps_hold *hold, const ps_hold_form *f, int first, double *entry) {
  const ps_human *h = hold->h;
  for (int i = 0; i < h->nline && first < hold->ncut; i++) {
    double *e = entry + f->start[f->column.line + i + 1] - f->ncut;
    for (int k = first; k < hold->ncut; k++) {
      ps_chain_slope s = hold->slope[i * PS_CUTS + k];
      e[k] = hold->capacity[i] * (s.second + hold->stiffness[i] * s.first * s.first);
    }
  }
}

// force of a unit along an edge of the friction pyramid of a contact
static ps_vec3 edge_force(const ps_support_point *c, int edge) {
  ps_vec3 across = fabs(c->normal.z) < 0.9 ? ps_vec(0, 0, 1) : ps_vec(1, 0, 0);
  across = ps_axpy(across, -ps_dot(across, c->normal), c->normal);
  across = ps_scale(1 / ps_norm(across), across);
  ps_vec3 along = ps_cross(across, c->normal);
  ps_vec3 side = edge & 1 ? across : along;
  return ps_axpy(c->normal, (edge & 2 ? -1 : 1) * c->friction, side);
}

static void fill_contacts(ps_hold *hold, const ps_hold_form *f, double *entry) {
  const ps_model *m = hold->h->model;
  for (int i = 0; i < hold->posture->ncontact * EDGES; i++) {
    const ps_support_point *c = &hold->posture->contact[i / EDGES];
    const int *at = &f->contact_entry[i * m->nq];
    hold->edge[i] = edge_force(c, i % EDGES);
    ps_spatial wrench = ps_force_at(ps_contact_point(hold, c), hold->edge[i]);
    for (int k = 0; k < m->nq; k++)
      if (at[k] >= 0) {
        int sign = c->against ? ps_contact_feels(hold, c, k) : 1;
        entry[at[k]] += hold->row_share[k] * (sign * ps_sdot(hold->d->S[k], wrench));
      }
  }
}

int ps_knee_stop(const ps_hold *hold, int side) {
  const double straight = 0.1, folded = 2.0; // [rad]
  double q = hold->q[hold->h->knee[side]];
  return q < straight ? 1 : q > folded ? -1 : 0;
}

static void fill_others(ps_hold *hold, const ps_hold_form *f, const ps_level_load *level,
                        double *entry) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  const ps_hold_columns *c = &f->column;
  ps_scaling scale = ps_person_scaling(&h->person);
  double push = h->p.iap_area_m2 * scale.length * scale.length * 1000; // [N/kPa]
  const ps_path *rod = &m->path[h->rod];
  filler w = fill_column(hold, f, entry, c->pressure);
  for (int s = rod->span; s < rod->span + rod->nspan; s++)
    add_coordinate(&w, m->span_coordinate[s], -hold->d->span_arm[s] * push);
  double *e = entry + w.at;
  *e++ = -h->p.hoop_N_per_kPa * scale.length * scale.length;
  for (int k = 0; k < PS_LEVELS && f->compression_row >= 0; k++)
    *e++ = push / newtons * ps_hold_compression_of(hold, &level[k], h->rod, k);
  entry[f->start[c->transversus]] = h->p.transversus_N * scale.section * h->person.strength;
  entry[f->start[c->wall_slack]] = -1;
  for (int side = 0; side < 2; side++)
    if (hold->row_of[h->knee[side]] >= 0)
      entry[f->start[c->knee_stop + side]] = ps_knee_stop(hold, side) < 0 ? -1 : 1;
  w = fill_column(hold, f, entry, c->effort);
  for (int k = 0; k < m->nq; k++)
    if (hold->effort[k] != 0)
      add_coordinate(&w, k, -hold->effort[k]);
  for (int k = c->compression; k < c->cut_slack; k++)
    entry[f->start[k]] = 1;
  for (int k = 0; k < f->ncut; k++)
    entry[f->start[c->cut_slack + k]] = -1;
  for (int k = 0; k < f->ncut; k++)
    entry[f->start[c->cut_short + k]] = 1;
}

static void fill_bounds(ps_hold *hold, const ps_hold_form *f) {
  const ps_human *h = hold->h;
  const ps_hold_columns *c = &f->column;
  double *lo = hold->lo, *hi = hold->hi, *x0 = hold->x0;
  for (int i = 0; i < c->n; i++) {
    lo[i] = x0[i] = 0;
    hi[i] = INFINITY;
  }
  for (int i = 0; i < h->nline; i++) {
    lo[i] = hold->low[i];
    hi[i] = hold->pose->muscles ? 1 : 0;
    lo[i] = fmin(lo[i], hi[i]);
    x0[i] = fmin(hi[i], lo[i] + hold->reference[i]);
  }
  for (int i = c->contact; i < c->pressure; i++) {
    double most = hold->posture->contact[(i - c->contact) / EDGES].most / EDGES;
    hi[i] = most;
    x0[i] = isfinite(most) ? most : 0; // arms rest
  }
  for (int i = c->contact; i < c->pressure && hold->effort_target != 0; i++)
    hi[i] = x0[i] = 0; // belt or bench hold what is not asked for the effort
  hi[c->pressure] = fmax(0, h->p.iap_max_kPa - hold->posture->iap_rest_kPa);
  if (!hold->pose->muscles || isfinite(hold->pose->iap_kPa))
    hi[c->pressure] = 0;
  hi[c->transversus] = hold->pose->muscles ? 1 : 0;
  lo[c->wall_slack] = 0;
  for (int side = 0; side < 2; side++) {
    hi[c->knee_stop + side] = ps_knee_stop(hold, side) != 0 ? INFINITY : 0;
  }
  x0[c->effort] = hold->effort_target;
  hi[c->effort] = hold->effort_target != 0 ? fabs(hold->effort_target) : 0;
  for (int k = c->compression; k < c->cut_slack; k++)
    lo[k] = -INFINITY;
  for (int k = hold->ncut; k < f->ncut; k++) { // an idle row is its own slack, which stays 0
    lo[c->cut_slack + k] = -INFINITY;
    hi[c->cut_short + k] = 0;
  }
}

// what muscles and supports must give: (H2), and the rows behind it
static void fill_demand(ps_hold *hold, const ps_hold_form *f, const ps_level_load *level) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  double *b = hold->demand;
  for (int i = 0; i < f->nrow; i++)
    b[i] = 0;
  for (int k = 0; k < m->nq; k++)
    if (hold->row_of[k] >= 0)
      b[hold->row_of[k]] += hold->row_share[k] * hold->needed[k];
  for (int k = 0; k < PS_LEVELS && f->compression_row >= 0; k++)
    b[f->compression_row + k] = ps_hold_compression_at_rest(hold, &level[k], k) / newtons;
  if (f->ncut == 0)
    return;
  for (int k = 0; k < hold->ncut; k++) {
    double stiff = 0;
    const double *v = hold->cut[k].v;
    for (int i = 0; i < h->column.n; i++)
      for (int j = 0; j < h->column.n; j++)
        stiff += v[i] * (hold->K_rest[i][j] + hold->K_contact[i][j]) * v[j];
    b[f->cut_row + k] = h->p.stability_floor_Nm_rad - stiff;
  }
}

// Values of the problem. Where cuts were added in the pose at hand, all others stay as they are.
static void fill(ps_hold *hold, const ps_hold_form *f, const ps_level_load *level) {
  find_slopes(hold);
  if (hold->filled != f) {
    memset(hold->entry, 0, (size_t)f->nentry * sizeof *hold->entry);
    fill_lines(hold, f, level, hold->entry);
    fill_contacts(hold, f, hold->entry);
    fill_others(hold, f, level, hold->entry);
    hold->nfilled = 0;
  }
  fill_cuts(hold, f, hold->nfilled, hold->entry);
  hold->filled = f;
  hold->nfilled = hold->ncut;
}

// Prices of another form are those of this one too, but for rows that only one of them has.
static void take_over_prices(ps_hold *hold, const ps_hold_form *f) {
  if (hold->priced && hold->priced != f)
    ps_recruit_start(f->problem, f->work, hold->dual);
}

static void keep_prices(ps_hold *hold, const ps_hold_form *f, const ps_recruit_report *report) {
  hold->priced = report->outcome == PS_RECRUIT_SOLVED ? f : NULL;
  memcpy(hold->dual, report->price, (size_t)f->nrow * sizeof *hold->dual);
  for (int r = f->nrow; r < hold->form[PS_FORMS - 1].nrow; r++)
    hold->dual[r] = 0;
}

ps_recruit_outcome ps_hold_recruit(ps_hold *hold, ps_hold_form *f, ps_recruit_report *report) {
  ps_level_load level[PS_LEVELS];
  ps_hold_discs(hold, level);
  fill(hold, f, level);
  fill_bounds(hold, f);
  fill_demand(hold, f, level);
  ps_recruit_frame frame = {hold->entry, hold->demand, hold->lo, hold->hi, hold->x0};
  take_over_prices(hold, f);
  ps_recruit_outcome outcome = ps_recruit_solve(f->problem, f->work, &frame, hold->x, report);
  keep_prices(hold, f, report);
  return outcome;
}
