// What the joints carry, bone on bone, under the muscle forces that were found.
#include <math.h>
#include <string.h>

#include "analysis/joint_reaction.h"
#include "base/names.h"
#include "muscle/force.h"
#include "tool/report_findings.h"

enum { PARTS = 9, MOST_ELSE = 6 };

// ---- which joints

static ps_joint_place place_of(const char *name) {
  static const struct {
    const char *word;
    ps_joint_place place;
  } words[] = {{"hip", PS_AT_HIP},
               {"knee", PS_AT_KNEE},
               {"ankle", PS_AT_ANKLE},
               {"back", PS_AT_BACK},
               {"lumbar", PS_AT_BACK}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (ps_name_contains(name, words[i].word))
      return words[i].place;
  return PS_AT_ELSE;
}

static bool can_move(const ps_model *m, int joint) {
  int body = m->joint_body[joint];
  return m->joint_parent_body[joint] != 0 && m->body_mobilizer[body] != PS_MOBILIZER_WELD;
}

// Where the rest of the body lies along y, seen from the joint, pushes it together: a thigh hangs
// below the hip and is pushed down, a trunk stands on the pelvis and is pushed up. A body without
// extent goes by the next joint on it.
static double towards(const ps_model *m, int joint) {
  int body = m->joint_child_body[joint];
  double at = m->joint_child_frame[joint].p.y, y = m->body_com[body].y - at;
  for (int j = 0; j < m->njoint && fabs(y) < 1e-3; j++)
    if (j != joint && m->joint_parent_body[j] == body)
      y = m->joint_parent_frame[j].p.y - at;
  return y > 0 ? 1 : -1;
}

static void add_joint(ps_findings *f, int joint) {
  const ps_model *m = f->w->model;
  f->joint[f->njoint++] = (ps_joint_load){.name = m->joint_name[joint],
                                          .body = m->body_name[m->joint_child_body[joint]],
                                          .joint = joint,
                                          .side = ps_side_of(m->joint_name[joint]),
                                          .place = place_of(m->joint_name[joint]),
                                          .towards = towards(m, joint)};
}

// hips, knees, ankles, back; a model without these: the first joints that move
static ps_status choose(ps_findings *f) {
  const ps_model *m = f->w->model;
  f->joint = ps_pool_take(f->pool, (size_t)(m->njoint + 1) * sizeof *f->joint);
  if (!f->joint)
    return ps_findings_no_memory(f);
  for (ps_joint_place place = PS_AT_HIP; place < PS_AT_ELSE; place++)
    for (int j = 0; j < m->njoint; j++)
      if (can_move(m, j) && place_of(m->joint_name[j]) == place)
        add_joint(f, j);
  bool none = f->njoint == 0;
  for (int j = 0; j < m->njoint && none && f->njoint < MOST_ELSE; j++)
    if (can_move(m, j))
      add_joint(f, j);
  if (!f->njoint)
    f->no_joints = "The model has no joint between two of its bodies.";
  for (int i = 0; i < f->njoint; i++)
    if (!(f->joint[i].force = ps_findings_take(f, f->data->n)))
      return ps_findings_no_memory(f);
  return PS_OK;
}

// ---- their loads

// the forces of all actuators over time, by name, as a file would give them
static ps_status make_table(const ps_findings *f, const double *force, ps_table **table) {
  const ps_model *m = f->w->model;
  const ps_so_layout *at = ps_so_layout_of(f->data->optimization);
  double *row = ps_pool_take(f->pool, ((size_t)at->nforce + 1) * sizeof *row);
  *table = ps_table_create("forces", true);
  if (!row || !*table)
    return ps_findings_no_memory(f);
  for (int i = 0; i < m->nforce; i++)
    if (m->force[i].applies && ps_force_is_actuator(&m->force[i]))
      PS_TRY(ps_table_add_column(*table, m->force_name[i], f->w->err));
  for (int k = 0; k < f->data->n; k++) {
    const double *from = force + (size_t)k * (size_t)at->nforce;
    int column = 0, n = 0;
    for (int i = 0; i < m->nforce; i++) {
      if (!m->force[i].applies)
        continue;
      if (ps_force_is_actuator(&m->force[i]))
        row[n++] = from[column];
      column += ps_force_record_size(m, i);
    }
    PS_TRY(ps_table_add_row(*table, f->data->t[k], row, f->w->err));
  }
  return PS_OK;
}

typedef struct ps_joint_rows {
  ps_findings *f;
  const ps_motion *motion;
  double *peak; // njoint: of this answer
  bool first;   // this is the answer that was asked for
  int row;      // next one of the report's frames
} ps_joint_rows;

// a ps_rows_fn; rows of frames that the report leaves out are passed over
static void take_rows(void *context, int first, int n, const double *rows) {
  ps_joint_rows *r = context;
  ps_findings *f = r->f;
  size_t width = (size_t)(PARTS * f->njoint + f->w->model->npath);
  for (int i = 0; i < n && r->row < f->data->n; i++) {
    if (r->motion->t[first + i] != f->data->t[r->row])
      continue;
    for (int j = 0; j < f->njoint; j++) {
      const double *at = rows + (size_t)i * width + (size_t)(PARTS * j);
      double size = ps_norm(ps_vec(at[0], at[1], at[2]));
      ps_joint_load *load = &f->joint[j];
      r->peak[j] = fmax(r->peak[j], size);
      if (!r->first)
        continue;
      load->force[r->row] = size;
      load->mean += size / f->data->n;
      double pressed = load->towards * at[1];
      load->compression = r->row ? fmax(load->compression, pressed) : pressed;
    }
    r->row++;
  }
}

static ps_status run(ps_findings *f, const ps_jr_options *o, ps_joint_rows *rows) {
  ps_analysis *a;
  ps_analysis_report report = {0};
  PS_TRY(ps_jr_create(&a, &f->w->trial, o, NULL, f->w->err));
  ps_status status = ps_analysis_run(a, ps_workspace_threads(f->w), take_rows, rows,
                                     &f->w->options->watch, &report, f->w->err);
  ps_analysis_report_free(&report);
  ps_analysis_free(a);
  return status;
}

ps_status ps_joints_solve(ps_findings *f, const double *force, bool first) {
  ps_joint_rows rows = {.f = f, .motion = f->w->motion, .first = first};
  ps_reaction *reaction = ps_pool_take(f->pool, (size_t)(f->njoint + 1) * sizeof *reaction);
  rows.peak = ps_findings_take(f, f->njoint);
  if (!reaction || !rows.peak)
    return ps_findings_no_memory(f);
  for (int i = 0; i < f->njoint; i++)
    reaction[i] = ps_reaction_of(f->w->model, f->joint[i].joint, true, PS_EXPRESS_CHILD);
  ps_table *table = NULL;
  ps_status status = make_table(f, force, &table);
  const ps_jr_options o = {
      .name = "report", .forces = table, .reactions = reaction, .n = f->njoint};
  if (status == PS_OK)
    status = run(f, &o, &rows);
  ps_table_free(table);
  PS_TRY(status);
  for (int i = 0; i < f->njoint; i++) {
    ps_joint_load *load = &f->joint[i];
    if (first)
      load->peak = ps_findings_peak(f, load->side, load->force);
    load->peak.range.low = fmin(load->peak.range.low, rows.peak[i]);
    load->peak.range.high = fmax(load->peak.range.high, rows.peak[i]);
  }
  return PS_OK;
}

ps_status ps_findings_joints(ps_findings *f) {
  PS_TRY(choose(f));
  if (!f->njoint)
    return PS_OK;
  ps_status status = ps_joints_solve(f, f->data->force, true);
  if (status == PS_OK || status == PS_ERR_MEMORY || status == PS_ERR_CANCELLED)
    return status;
  // what cannot be computed is no reason to hide the muscles
  f->no_joints = ps_pool_text(f->pool, f->w->err->message, strlen(f->w->err->message));
  f->njoint = 0;
  *f->w->err = (ps_error){0};
  return f->no_joints ? PS_OK : ps_findings_no_memory(f);
}
