// How well the motion, the forces and the muscles fit, and how much depends on the criterion.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/so_plan.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "num/number.h"
#include "tool/report_findings.h"

// Reserves up to 5 % of what is needed, forces that do not fit up to 5 % of the load and moments up
// to 1 % of the load times the height of the mass center are good practice [hicks2015].
static const double reserve_share = 0.05, residual_force_share = 0.05, residual_moment_share = 0.01;
static const double least_reserve = 1; // [N m | N]  less is nothing to warn of

// ---- other criteria

typedef struct ps_other {
  ps_so_criterion criterion;
  double exponent;
} ps_other;

static const ps_other others[] = {
    {PS_SO_ACTIVATION, 2}, {PS_SO_ACTIVATION, 3}, {PS_SO_VOLUME, 2}, {PS_SO_FORCE, 2}};

typedef struct ps_force_rows {
  const ps_findings *f;
  const ps_so_layout *at;
  int width, row;
  double *force; // n x nforce
} ps_force_rows;

// a ps_rows_fn
static void take_rows(void *context, int first, int n, const double *rows) {
  ps_force_rows *r = context;
  const ps_report_data *data = r->f->data;
  size_t nforce = (size_t)r->at->nforce;
  for (int i = 0; i < n && r->row < data->n; i++) {
    if (r->f->w->motion->t[first + i] != data->t[r->row])
      continue;
    memcpy(r->force + nforce * (size_t)r->row++, rows + (size_t)i * (size_t)r->width + r->at->force,
           nforce * sizeof *rows);
  }
}

static const ps_so_options *used(const ps_findings *f) {
  return &((const ps_so_plan *)f->data->optimization->plan)->o;
}

static ps_status solve(ps_findings *f, const ps_other *other, double *force) {
  ps_so_options o = *used(f);
  ps_analysis *a;
  ps_analysis_report report = {0};
  o.criterion = other->criterion;
  o.exponent = other->exponent;
  PS_TRY(ps_so_create(&a, &f->w->trial, &o, f->w->err));
  ps_force_rows rows = {.f = f, .at = ps_so_layout_of(a), .width = a->width, .force = force};
  ps_status status = ps_analysis_run(a, ps_workspace_threads(f->w), take_rows, &rows,
                                     &f->w->options->watch, &report, f->w->err);
  ps_analysis_report_free(&report);
  ps_analysis_free(a);
  return status;
}

ps_status ps_findings_criteria(ps_findings *f) {
  int nforce = ps_so_layout_of(f->data->optimization)->nforce;
  double *force = ps_pool_take(f->pool, ((size_t)f->data->n * (size_t)nforce + 1) * sizeof *force);
  if (!force)
    return ps_findings_no_memory(f);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    if (others[i].criterion == used(f)->criterion && others[i].exponent == used(f)->exponent)
      continue;
    PS_TRY(solve(f, &others[i], force));
    ps_pulls_widen(f, force);
    if (f->njoint)
      PS_TRY(ps_joints_solve(f, force, false));
    f->ncriterion++;
  }
  return PS_OK;
}

// ---- what reserves gave

static ps_status find_height(ps_findings *f) {
  const ps_model *m = f->w->model;
  double g = ps_norm(m->gravity);
  ps_data *d = ps_data_create(m);
  if (!d)
    return ps_findings_no_memory(f);
  ps_trial_frame(&f->w->trial, f->w->motion->skip, d);
  if (g > 0)
    f->com_height = fabs(ps_dot(ps_whole(m, d).com, m->gravity)) / g;
  ps_data_free(d);
  return PS_OK;
}

static void judge(const ps_findings *f, ps_drive *drive) {
  const ps_effort *e = drive->effort;
  if (!drive->root)
    drive->limit = fmax(reserve_share * e->needed_peak, least_reserve);
  else if (e->rotational)
    drive->limit = residual_moment_share * f->load_peak * f->com_height;
  else
    drive->limit = residual_force_share * f->load_peak;
  // where nothing pushes on the model from outside, ground may hold it; and what no muscle turns is
  // told apart
  bool judged = drive->root ? f->load_peak > 0 : e->driven;
  drive->beyond = judged && e->reserve_peak > drive->limit;
}

static bool lies_beyond(const ps_model *m, int body, int first) {
  while (body > first)
    body = m->body_parent[body];
  return body == first;
}

// Does some path run between a body and what lies towards ground?
static bool is_crossed(const ps_model *m, int body) {
  for (int i = 0; i < m->npath; i++) {
    const ps_path *path = &m->path[i];
    int n = 0;
    for (int k = 0; k < path->npoint; k++)
      n += lies_beyond(m, m->point[path->point + k].body, body);
    if (n > 0 && n < path->npoint)
      return true;
  }
  return false;
}

static ps_status list_drives(ps_findings *f) {
  const ps_tool_result *result = &f->w->result->public;
  const ps_so_layout *at = ps_so_layout_of(f->data->optimization);
  const ps_model *m = f->w->model;
  int width = PS_SO_QUALITY + 3 * at->nrow;
  f->ndrive = result->neffort;
  f->drive = ps_pool_take(f->pool, (size_t)(f->ndrive + 1) * sizeof *f->drive);
  if (!f->drive)
    return ps_findings_no_memory(f);
  for (int r = 0; r < f->ndrive; r++) {
    ps_drive *drive = &f->drive[r];
    int body = m->coord_body[at->row_coord[r]];
    drive->effort = &result->effort[r];
    drive->root = m->body_parent[body] == 0 && !is_crossed(m, body);
    drive->needed = ps_findings_take(f, f->data->n);
    drive->reserve = ps_findings_take(f, f->data->n);
    if (!drive->needed || !drive->reserve)
      return ps_findings_no_memory(f);
    for (int i = 0; i < f->data->n; i++) {
      const double *row = f->data->quality + (size_t)i * (size_t)width + PS_SO_QUALITY;
      drive->needed[i] = row[r];
      drive->reserve[i] = row[at->nrow + r];
    }
    judge(f, drive);
  }
  return PS_OK;
}

// ---- what a reader should know before the numbers

typedef enum ps_trouble { PS_HELPED, PS_LEFT_OVER, PS_NOT_DRIVEN } ps_trouble;

static bool has_trouble(const ps_drive *d, ps_trouble trouble) {
  if (trouble == PS_NOT_DRIVEN)
    return !d->root && !d->effort->driven && d->effort->needed_peak > least_reserve;
  return d->beyond && d->root == (trouble == PS_LEFT_OVER);
}

// the coordinates with some trouble, at most five by name; returns how many there are
static int name_drives(const ps_findings *f, ps_trouble trouble, char *text, size_t size) {
  size_t used_bytes = 0;
  int n = 0;
  text[0] = 0;
  for (int r = 0; r < f->ndrive; r++) {
    const ps_drive *d = &f->drive[r];
    const ps_effort *e = d->effort;
    if (!has_trouble(d, trouble) || n++ >= 5)
      continue;
    used_bytes +=
        (size_t)snprintf(text + used_bytes, size - used_bytes, "%s%.60s (%.0f of %.0f %s)",
                         n > 1 ? ", " : "", e->coordinate, e->reserve_peak,
                         d->root ? d->limit : e->needed_peak, e->rotational ? "N m" : "N");
  }
  if (n > 5)
    snprintf(text + used_bytes, size - used_bytes, " and %d more", n - 5);
  return n;
}

static ps_status warn_of_frames(ps_findings *f) {
  const ps_tool_result *r = &f->w->result->public;
  char first[PS_NUMBER_MAX];
  if (r->ninfeasible) {
    ps_number_fixed(first, r->infeasible[0], 3);
    PS_TRY(ps_findings_warn(f,
                            "In %d of %d frames no muscle forces can make this motion (first at "
                            "%.20s s). The numbers of these frames are the nearest that can.",
                            r->ninfeasible, f->data->n, first));
  }
  if (r->nunsolved)
    PS_TRY(ps_findings_warn(f, "%d of %d frames were not solved. Do not use their numbers.",
                            r->nunsolved, f->data->n));
  return PS_OK;
}

static ps_status warn_of_reserves(ps_findings *f) {
  static const char *const before[] = {
      [PS_HELPED] = "Reserves help the muscles with more than 5 % of what is needed at ",
      [PS_LEFT_OVER] = ("Motion and ground forces do not quite fit: peaks of what is left over, "
                        "against what good practice allows, are "),
      [PS_NOT_DRIVEN] = "No muscle of the model turns ",
  };
  static const char *const behind[] = {
      [PS_HELPED] = ". The muscles alone could not do it, or not as cheaply.",
      [PS_LEFT_OVER] = ".",
      [PS_NOT_DRIVEN] = (". Motors give what is needed there, and the joints lack the muscle "
                         "forces of it."),
  };
  char names[500];
  for (int t = PS_HELPED; t <= PS_NOT_DRIVEN; t++)
    if (name_drives(f, (ps_trouble)t, names, sizeof names))
      PS_TRY(ps_findings_warn(f, "%s%s%s", before[t], names, behind[t]));
  return PS_OK;
}

static ps_status warn_of_limits(ps_findings *f) {
  int n = 0;
  const char *first = "";
  for (int i = 0; i < f->nmuscle; i++)
    if (f->muscle[i].peak_activation > 0.999 && !n++)
      first = f->muscle[i].name;
  if (n)
    PS_TRY(ps_findings_warn(
        f,
        "%d %s with all strength at some time (%s%.60s). Whoever helps them then "
        "does so for lack of choice.",
        n, n == 1 ? "muscle pulls" : "muscles pull", n == 1 ? "" : "first: ", first));
  return PS_OK;
}

static ps_status warn_of_notes(ps_findings *f) {
  const ps_notes *notes = &f->w->result->notes;
  int n = 0;
  for (int i = 0; i < notes->n; i++)
    if (notes->items[i].kind != PS_NOTE_INFO && n++ < 5)
      PS_TRY(ps_findings_warn(f, "%.600s.", notes->items[i].text));
  return n > 5 ? ps_findings_warn(f, "%d more notes of this kind were made.", n - 5) : PS_OK;
}

ps_status ps_findings_quality(ps_findings *f) {
  PS_TRY(find_height(f));
  PS_TRY(list_drives(f));
  PS_TRY(warn_of_frames(f));
  PS_TRY(warn_of_reserves(f));
  PS_TRY(warn_of_limits(f));
  return warn_of_notes(f);
}
