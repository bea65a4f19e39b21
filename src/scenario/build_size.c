// build_size.c: the psoas-lumbar-hip model of a person, in numbers: what their size, sex, strength
// and curvature make of the rows of the tables.
//
//   F0 = PCSA stress strength        slack = L_neutral - neutral_length l_opt cos(pennation)
//
// The tables are those of a man of 1.70 m whose frames are parallel in the neutral pose. A person
// differs by scale, and by three angles: half of a larger pelvic incidence turns the sacral plate
// forward, half moves it back over the hips; what the lordosis differs from the default is wedged
// into the lumbar joints by their share, and T12/L1 takes up what would turn the thorax. Fibers of
// shortened hip flexors have lost a share of their length, tendons stay as they are.
#include <math.h>
#include <string.h>

#include "scenario/build_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

static const ps_anatomy_joint *joint_named(const ps_anatomy *a, const char *name) {
  for (int i = 0; i < a->njoint; i++)
    if (strcmp(a->joint[i].name, name) == 0)
      return &a->joint[i];
  return NULL;
}

ps_sizes ps_sizes_of(const ps_anatomy *anatomy, const ps_parameters *p, const ps_person *person,
                     ps_detail detail) {
  const ps_anatomy_joint *hip = joint_named(anatomy, "hip");
  return (ps_sizes){.anatomy = anatomy,
                    .p = p,
                    .person = person,
                    .scaling = ps_person_scaling(person),
                    .detail = detail,
                    .hip = hip ? hip->on_parent : ps_vec(0, 0, 0)};
}

ps_vec3 ps_mirror(ps_vec3 a, int side) {
  return ps_vec(a.x, a.y, side ? -a.z : a.z);
}

ps_vec3 ps_size_place(const ps_sizes *s, ps_vec3 at, int side) {
  return ps_scale(s->scaling.length, ps_mirror(at, side));
}

// ---- skeleton

ps_body_size ps_size_body(const ps_sizes *s, const ps_anatomy_body *a, int side) {
  double mass = s->scaling.mass, length = s->scaling.length;
  ps_body_size size = {.mass = a->mass * mass, .com = ps_size_place(s, a->com, side)};
  for (int i = 0; i < 6; i++) // xz and yz change sign in the mirror
    size.inertia[i] = a->inertia[i] * mass * length * length * (side && i > 3 ? -1 : 1);
  return size;
}

ps_pelvis_angles ps_person_pelvis(const ps_person *person, const ps_parameters *p) {
  double more = person->pelvic_incidence_deg - p->pelvic_incidence_deg;
  double slope = p->pelvic_incidence_deg - p->pelvic_tilt_deg;
  return (ps_pelvis_angles){slope + more / 2, p->pelvic_tilt_deg + more / 2};
}

// how far the neutral joint is turned about z [rad], extension +, by the person's curvature
static double wedge(const ps_sizes *s, int level) {
  const ps_parameters *p = s->p;
  double five = 1 - p->share_FE[PS_T12_L1];
  double slope = ps_person_pelvis(s->person, p).sacral_slope_deg -
                 (p->pelvic_incidence_deg - p->pelvic_tilt_deg);
  double more = ps_person_lordosis(s->person, p) - p->lordosis_deg;
  if (level == PS_T12_L1)
    return (slope - more) * degree;
  return (more * p->share_FE[level] / five - (level == PS_L5_S1 ? slope : 0)) * degree;
}

// side bend of the neutral joint [rad], to the right +
static double side_wedge(const ps_sizes *s, int level) {
  // the curve turns back above L2/3, so that the thorax stays over the pelvis
  static const double shape[PS_LEVELS] = {.25, .45, .30, -.30, -.45, -.25};
  return s->person->scoliosis_deg * shape[level] * degree;
}

// a larger pelvic incidence moves the sacral plate back about the hip axis
static ps_vec3 sacral_plate(const ps_sizes *s, ps_vec3 at) {
  double more = ps_person_pelvis(s->person, s->p).pelvic_tilt_deg - s->p->pelvic_tilt_deg;
  ps_vec3 hip = ps_vec(s->hip.x, s->hip.y, at.z);
  return ps_add(hip, ps_mat_mul(ps_rotation_about(2, more * degree), ps_sub(at, hip)));
}

ps_joint_size ps_size_joint(const ps_sizes *s, const ps_anatomy_joint *a, int side) {
  ps_vec3 at = a->on_parent, turned = {0, 0, 0};
  for (int k = 0; k < PS_LEVELS; k++)
    if (strcmp(a->name, ps_level_names[k]) == 0) {
      turned = ps_vec(side_wedge(s, k), 0, wedge(s, k));
      if (k == PS_L5_S1)
        at = sacral_plate(s, at);
    }
  return (ps_joint_size){ps_size_place(s, at, side), turned, ps_size_place(s, a->on_child, side)};
}

// ---- muscles

static bool one_of(const char *word, const char *const *list, int n) {
  for (int i = 0; i < n; i++)
    if (strcmp(word, list[i]) == 0)
      return true;
  return false;
}

bool ps_is_trunk_group(const char *group) {
  static const char *const trunk[] = {"rectus_abdominis",   "external_oblique", "internal_oblique",
                                      "quadratus_lumborum", "multifidus",       "longissimus",
                                      "iliocostalis",       "latissimus"};
  return one_of(group, trunk, sizeof trunk / sizeof *trunk);
}

static bool is_hip_flexor(const char *group) {
  static const char *const flexor[] = {"psoas", "iliacus", "rectus_femoris", "tensor_fasciae_latae",
                                       "sartorius"};
  return one_of(group, flexor, sizeof flexor / sizeof *flexor);
}

static bool is_iliopsoas(const char *group) {
  return strcmp(group, "psoas") == 0 || strcmp(group, "iliacus") == 0;
}

bool ps_size_has(const ps_sizes *s, const ps_anatomy_muscle *m) {
  return s->detail == PS_DETAIL_FULL || m->light;
}

// section [mm^2] of a line in the model at hand
static double section(const ps_sizes *s, const ps_anatomy_muscle *m) {
  return s->detail == PS_DETAIL_FULL ? m->pcsa : m->light_pcsa;
}

static double strength(const ps_sizes *s, const ps_anatomy_muscle *m, int side) {
  const ps_person *person = s->person;
  double all = s->scaling.section * person->strength;
  bool psoas = strcmp(m->group, "psoas") == 0;
  if (strcmp(m->group, "iliacus") == 0)
    return all * person->iliacus_strength[side];
  return psoas ? all * person->psoas_strength[side] * person->psoas_size[side] : all;
}

ps_muscle_params ps_size_muscle(const ps_sizes *s, const ps_anatomy_muscle *m, int side) {
  double length = s->scaling.length;
  ps_muscle_params p = ps_muscle_default(PS_MUSCLE_MILLARD2012);
  p.ignore_tendon_compliance = true;
  p.max_isometric_force = section(s, m) * m->stress / 100 * strength(s, m, side);
  p.optimal_fiber_length = m->optimal_length * length;
  p.pennation_angle_at_optimal = m->pennation;
  p.tendon_slack_length = isfinite(m->slack) ? m->slack * length : 0.1;
  p.minimum_activation = 0;
  p.default_activation = 0.05;
  p.active_curve.minimum_value = 0;
  p.passive_curve.strain_at_one_norm_force = m->passive_strain;
  if (is_hip_flexor(m->group))
    p.optimal_fiber_length *= 1 - s->person->hip_flexor_shortening[side];
  if (is_iliopsoas(m->group))
    p.optimal_fiber_length *= 1 - s->person->iliopsoas_shortening[side];
  return p;
}

double ps_size_slack(const ps_anatomy_muscle *m, const ps_muscle_params *p, double path_length) {
  if (!isfinite(m->neutral_length))
    return p->tendon_slack_length;
  double fiber = m->neutral_length;
  return fmax(1e-3, path_length - fiber * p->optimal_fiber_length * cos(m->pennation));
}

// ---- what paths run over, and the rod

ps_wrap_shape ps_size_wrap(const ps_sizes *s, const ps_anatomy_wrap *a) {
  return ps_wrap_cylinder(a->radius * s->scaling.length, s->scaling.length, 0, 0);
}

// it keeps its distance in front of the joints, and ends in the thorax
ps_vec3 ps_size_rod(const ps_sizes *s, int point, const char **body) {
  double arm = s->p->iap_arm_m;
  bool ends = point == PS_LEVELS;
  const ps_anatomy_joint *joint = joint_named(s->anatomy, ps_level_names[point - ends]);
  *body = !joint ? NULL : ends ? "torso" : joint->parent;
  ps_vec3 at = !joint ? ps_vec(0, 0, 0)
               : ends ? ps_add(joint->on_child, ps_vec(arm, 0.06, 0))
                      : ps_add(joint->on_parent, ps_vec(arm, 0, 0));
  return ps_scale(s->scaling.length, at);
}
