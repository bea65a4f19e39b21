#include "analysis/joint_reaction.h"

#include <string.h>

#include "analysis/actuation.h"
#include "body/dynamics.h"

enum { PARTS = 9 };

typedef struct ps_jr_plan {
  const ps_reaction *reaction;
  int n;
  bool from_table;
  ps_actuation actuation;
} ps_jr_plan;

static void put(double *row, ps_vec3 a) {
  row[0] = a.x;
  row[1] = a.y;
  row[2] = a.z;
}

// the load on one side of a joint, at its frame there
static void reaction_row(const ps_model *m, const ps_data *d, const ps_reaction *r, double *row) {
  int moved = m->joint_body[r->joint], child = m->joint_child_body[r->joint];
  int on = r->on_child ? child : m->joint_parent_body[r->joint];
  ps_transform frame =
      r->on_child ? m->joint_child_frame[r->joint] : m->joint_parent_frame[r->joint];
  ps_vec3 point = ps_transform_point(d->body_X[on], frame.p);
  ps_spatial f = ps_sscale(on == moved ? 1 : -1, d->joint_force[moved]);
  ps_transform X = ps_transform_mul(d->body_X[r->frame_body], r->frame);
  put(row, ps_mat_tmul(X.R, f.v));
  put(row + 3, ps_mat_tmul(X.R, ps_sub(f.w, ps_cross(point, f.v))));
  put(row + 6, ps_transform_point_inverse(X, point));
}

static void jr_frame(const ps_analysis *a, void *worker, ps_data *d, int frame, double *row) {
  (void)worker;
  const ps_jr_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  ps_trial_frame(a->trial, frame, d);
  ps_trial_forces(a->trial, plan->from_table ? &plan->actuation : NULL, frame, d,
                  row + a->flag_column);
  ps_forward_dynamics(m, d);
  ps_inverse_dynamics(m, d);
  for (int i = 0; i < plan->n; i++)
    reaction_row(m, d, &plan->reaction[i], row + PARTS * i);
}

ps_reaction ps_reaction_of(const ps_model *m, int joint, bool on_child, ps_express express) {
  int body = express == PS_EXPRESS_CHILD    ? m->joint_child_body[joint]
             : express == PS_EXPRESS_PARENT ? m->joint_parent_body[joint]
                                            : 0;
  return (ps_reaction){.joint = joint,
                       .on_child = on_child,
                       .frame_body = body,
                       .frame = ps_identity(),
                       .frame_name = m->body_name[body]};
}

static const char **labels_of(ps_analysis *a, const ps_jr_plan *plan) {
  static const char *const parts[PARTS] = {"fx", "fy", "fz", "mx", "my", "mz", "px", "py", "pz"};
  const ps_model *m = a->trial->model;
  const char **labels = ps_pool_take(&a->pool, (size_t)(PARTS * plan->n + 1) * sizeof *labels);
  for (int i = 0; labels && i < PARTS * plan->n; i++) {
    const ps_reaction *r = &plan->reaction[i / PARTS];
    int on = r->on_child ? m->joint_child_body[r->joint] : m->joint_parent_body[r->joint];
    labels[i] = ps_analysis_text(a, "%s_on_%s_in_%s_%s", m->joint_name[r->joint], m->body_name[on],
                                 r->frame_name, parts[i % PARTS]);
  }
  return labels;
}

static ps_status plan_jr(ps_analysis *a, const ps_jr_options *o, ps_notes *notes, ps_error *err) {
  const ps_model *m = a->trial->model;
  ps_jr_plan *plan = ps_pool_take(&a->pool, sizeof *plan);
  ps_reaction *reactions = ps_pool_take(&a->pool, (size_t)(o->n + 1) * sizeof *reactions);
  if (!plan || !reactions)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 0; i < m->nconstraint; i++)
    if (m->constraint[i].kind != PS_CONSTRAINT_COUPLER)
      return ps_fail(
          err, PS_ERR_UNSUPPORTED, NULL, 0,
          "joint reactions of a model whose bodies are held together by a weld, point or "
          "distance constraint are not supported yet; only couplers are");
  if (o->n)
    memcpy(reactions, o->reactions, (size_t)o->n * sizeof *reactions);
  plan->reaction = reactions;
  plan->n = o->n;
  plan->from_table = o->forces != NULL;
  a->plan = plan;
  a->frame = jr_frame;
  if (o->forces) {
    const ps_motion *motion = a->trial->motion;
    int rows = ps_table_rows(o->forces);
    PS_TRY(ps_actuation_create(&plan->actuation, &a->pool, m, o->forces, o->forces_path, err));
    double first = ps_table_time(o->forces, 0), last = ps_table_time(o->forces, rows - 1);
    if (motion->t[motion->skip] < first - 1e-6 || motion->t[motion->n - 1] > last + 1e-6)
      ps_note_add(notes, PS_NOTE_WARNING, o->forces_path, 0,
                  "the forces last from %g s to %g s, the analysis from %g s to %g s; beyond their "
                  "ends they are taken to stay",
                  first, last, motion->t[motion->skip], motion->t[motion->n - 1]);
  }
  PS_TRY(ps_analysis_table(a, ps_analysis_text(a, "%s_ReactionLoads", o->name),
                           "Joint Reaction Loads", PARTS * plan->n, labels_of(a, plan), err));
  ps_analysis_flags(a);
  return PS_OK;
}

ps_status ps_jr_create(ps_analysis **analysis, const ps_trial *trial, const ps_jr_options *options,
                       ps_notes *notes, ps_error *err) {
  *analysis = ps_analysis_create(trial, err);
  if (!*analysis)
    return PS_ERR_MEMORY;
  ps_status status = plan_jr(*analysis, options, notes, err);
  if (status != PS_OK) {
    ps_analysis_free(*analysis);
    *analysis = NULL;
  }
  return status;
}
