// human_fit.c: the numbers of a person in a human whose parts are there: bodies, joints, wraps,
// points, then muscles, whose tendons take what the paths of the neutral pose leave them.
//
// Parts come in the order of the tables, right then left, as build.c adds them.
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "model/fit.h"
#include "scenario/build_inner.h"
#include "scenario/human.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

// ---- skeleton

// the body with this place in the body set
static int body_at(const ps_model *m, int place) {
  int body = 1;
  while (m->body_spec[body] != place)
    body++;
  return body;
}

static void fit_bodies(ps_model *m, const ps_sizes *s) {
  int n = 0;
  for (int i = 0; i < s->anatomy->nbody; i++)
    for (int side = 0; side <= ps_is_sided(s->anatomy->body[i].name); side++) {
      ps_body_size size = ps_size_body(s, &s->anatomy->body[i], side);
      ps_model_fit_body(m, body_at(m, n++), size.mass, size.com, size.inertia);
    }
  ps_model_fit_mass(m);
}

// as an offset frame that hangs on a body
static ps_transform frame_of(ps_vec3 translation, ps_vec3 orientation) {
  return ps_transform_mul(ps_model_frame(translation, orientation), ps_identity());
}

// the body that is moved by the joint with this place in the joint set
static int moved_by(const ps_model *m, int place) {
  int joint = 0;
  while (m->joint_spec[joint] != place)
    joint++;
  return m->joint_body[joint];
}

static void fit_joints(ps_model *m, const ps_sizes *s) {
  int n = 0;
  for (int i = 0; i < s->anatomy->njoint; i++)
    for (int side = 0; side <= ps_is_sided(s->anatomy->joint[i].child); side++) {
      ps_joint_size size = ps_size_joint(s, &s->anatomy->joint[i], side);
      ps_model_fit_joint(m, moved_by(m, n++), frame_of(size.on_parent, size.turned),
                         frame_of(size.on_child, ps_vec(0, 0, 0)));
    }
}

// ---- paths

static void fit_wraps(ps_model *m, const ps_sizes *s) {
  ps_wrap_object *w = m->wrap;
  for (int i = 0; i < s->anatomy->nwrap; i++)
    for (int side = 0; side < 2; side++, w++) {
      const ps_anatomy_wrap *a = &s->anatomy->wrap[i];
      w->X.p = ps_transform_point(ps_identity(), ps_size_place(s, a->at, side));
      w->shape = ps_size_wrap(s, a);
    }
}

static void fit_points(ps_model *m, const ps_sizes *s) {
  const ps_path *path = m->path;
  for (int i = 0; i < s->anatomy->nmuscle; i++) {
    const ps_anatomy_muscle *a = &s->anatomy->muscle[i];
    for (int side = 0; side < 2 && ps_size_has(s, a); side++, path++)
      for (int k = 0; k < a->npoint; k++)
        m->point[path->point + k].location = ps_transform_point(
            ps_identity(), ps_size_place(s, s->anatomy->point[a->point + k].at, side));
  }
  for (int k = 0; k < PS_ROD_POINTS; k++) {
    const char *body;
    m->point[path->point + k].location =
        ps_transform_point(ps_identity(), ps_size_rod(s, k, &body));
  }
  for (int i = 0; i < m->npath; i++)
    ps_model_fit_gaps(&m->path[i], m->point);
}

// ---- muscles

static ps_status fit_muscle(ps_human *h, int line, const ps_anatomy_muscle *a, const ps_sizes *s,
                            double path_length, ps_error *err) {
  ps_model *m = h->model;
  ps_line *l = &h->line[line];
  ps_force *f = &m->force[line];
  ps_muscle_params p = ps_size_muscle(s, a, l->side);
  memcpy(p.curve, m->muscle[line].curve, sizeof p.curve); // of the fiber's type, not of its size
  memcpy(p.function, m->muscle[line].function, sizeof p.function);
  p.tendon_slack_length = ps_size_slack(a, &p, path_length);
  PS_TRY(ps_muscle_finalize(&p, f->min_control, (ps_muscle_place){l->name, "", 0}, NULL, err));
  m->muscle[line] = p;
  f->optimal_force = p.max_isometric_force;
  double section = p.max_isometric_force / (a->stress * 1e4); // [m^2]
  l->volume = section * p.optimal_fiber_length * 1e6;
  l->hoop = l->oblique ? s->p->oblique_hoop_share : 0;
  return PS_OK;
}

static ps_status fit_muscles(ps_human *h, const ps_sizes *s, ps_error *err) {
  ps_data *d = ps_neutral_paths(h->model);
  if (!d)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_status status = PS_OK;
  int line = 0;
  for (int i = 0; i < s->anatomy->nmuscle; i++) {
    const ps_anatomy_muscle *a = &s->anatomy->muscle[i];
    for (int side = 0; side < 2 && ps_size_has(s, a) && status == PS_OK; side++, line++)
      status = fit_muscle(h, line, a, s, d->path_length[h->line[line].path], err);
  }
  ps_data_free(d);
  return status;
}

// ---- what the posture solver wants to know

static void fit_touches(ps_human *h, const ps_sizes *s) {
  for (int i = 0; i < h->ntouch; i++) {
    ps_touch *t = &h->touch[i];
    const ps_anatomy_touch *a = &s->anatomy->touch[t->row];
    t->at = ps_scale(s->scaling.length, ps_mirror(a->at, t->side));
    t->radius = s->scaling.length * a->radius;
  }
}

void ps_human_fit_discs(ps_human *h) {
  const ps_parameters *p = &h->p;
  double wider = h->person.flexibility;
  for (int k = 0; k < PS_LEVELS; k++) {
    double range[3][2] = {{p->range_flexion_deg[k], p->range_extension_deg[k]},
                          {p->range_bend_deg[k], p->range_bend_deg[k]},
                          {p->range_twist_deg[k], p->range_twist_deg[k]}};
    for (int i = 0; i < 3; i++) {
      double r[2] = {range[i][0] * wider * degree, range[i][1] * wider * degree};
      ps_disc_law *law = &h->law[k][i];
      *law = ps_disc_fit(r, p->disc_neutral_share, p->preload_fade_deg * degree, p->preload_gain,
                         p->preload_force_N);
      law->neutral *= p->disc_stiffness;
      law->cubic[0] *= p->disc_stiffness;
      law->cubic[1] *= p->disc_stiffness;
    }
    h->disc_area[k] = p->disc_area_mm2[k] * ps_person_scaling(&h->person).disc_area /
                      (1.75 * 1.75 / (1.70 * 1.70)); // the table is of a man of 1.75 m
  }
}

static void fit_curvature(ps_human *h) {
  ps_pelvis_angles angles = ps_person_pelvis(&h->person, &h->p);
  h->pelvic_tilt_deg = angles.pelvic_tilt_deg;
  h->sacral_slope_deg = angles.sacral_slope_deg;
  h->lordosis_deg = ps_person_lordosis(&h->person, &h->p);
}

ps_status ps_human_fit(ps_human *h, const ps_anatomy *anatomy, const ps_parameters *parameters,
                       const ps_person *person, ps_error *err) {
  h->p = *parameters;
  h->person = *person;
  ps_sizes sizes = ps_sizes_of(anatomy, parameters, person, h->detail);
  fit_bodies(h->model, &sizes);
  fit_joints(h->model, &sizes);
  fit_wraps(h->model, &sizes);
  fit_points(h->model, &sizes);
  PS_TRY(fit_muscles(h, &sizes, err));
  fit_touches(h, &sizes);
  ps_human_fit_discs(h);
  fit_curvature(h);
  return PS_OK;
}
