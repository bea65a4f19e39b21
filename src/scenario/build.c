// build.c: bodies and joints of the psoas-lumbar-hip model; its muscles are in build_muscle.c.
//
// The tables are those of a man of 1.70 m whose frames are parallel in the neutral pose. A person
// differs by scale, and by three angles: half of a larger pelvic incidence turns the sacral plate
// forward, half moves it back over the hips; what the lordosis differs from the default is wedged
// into the lumbar joints by their share, and T12/L1 takes up what would turn the thorax.
#include "scenario/build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/build_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

ps_pelvis_angles ps_person_pelvis(const ps_person *person, const ps_parameters *p) {
  double more = person->pelvic_incidence_deg - p->pelvic_incidence_deg;
  double slope = p->pelvic_incidence_deg - p->pelvic_tilt_deg;
  return (ps_pelvis_angles){slope + more / 2, p->pelvic_tilt_deg + more / 2};
}

bool ps_is_sided(const char *body) {
  return strcmp(body, "ground") && strcmp(body, "pelvis") && strncmp(body, "lumbar", 6) &&
         strcmp(body, "torso");
}

const char *ps_sided(ps_human_builder *b, const char *name, int side) {
  char text[80];
  snprintf(text, sizeof text, "%s_%c", name, "rl"[side]);
  return ps_spec_text(b->spec, text);
}

const char *ps_body_of(ps_human_builder *b, const char *body, int side) {
  return ps_is_sided(body) ? ps_sided(b, body, side) : body;
}

ps_vec3 ps_mirror(ps_vec3 a, int side) {
  return ps_vec(a.x, a.y, side ? -a.z : a.z);
}

// path of a body in the spec
static ps_ref body_ref(ps_human_builder *b, const char *body) {
  char text[96];
  snprintf(text, sizeof text, strcmp(body, "ground") ? "/bodyset/%s" : "/%s", body);
  return ps_spec_ref(b->spec, text, "", 0);
}

ps_ref ps_human_body_ref(ps_human_builder *b, const char *body, int side) {
  return body_ref(b, ps_body_of(b, body, side));
}

static ps_status no_memory(ps_human_builder *b) {
  return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_status add_body(ps_human_builder *b, const ps_anatomy_body *a, int side) {
  ps_spec_body *body = ps_spec_add_body(b->spec, ps_body_of(b, a->name, side), 0);
  if (!body)
    return no_memory(b);
  double mass = b->scaling.mass, length = b->scaling.length;
  body->mass = a->mass * mass;
  body->com = ps_scale(length, ps_mirror(a->com, side));
  for (int i = 0; i < 6; i++) // xz and yz change sign in the mirror
    body->inertia[i] = a->inertia[i] * mass * length * length * (side && i > 3 ? -1 : 1);
  return PS_OK;
}

// how far the neutral joint is turned about z [rad], extension +, by the person's curvature
static double wedge(const ps_human_builder *b, const char *joint) {
  const ps_parameters *p = b->p;
  double five = 1 - p->share_FE[PS_T12_L1];
  double slope = ps_person_pelvis(b->person, p).sacral_slope_deg -
                 (p->pelvic_incidence_deg - p->pelvic_tilt_deg);
  double more = ps_person_lordosis(b->person, p) - p->lordosis_deg;
  for (int k = 0; k < PS_LEVELS; k++) {
    if (strcmp(joint, ps_level_names[k]) != 0)
      continue;
    if (k == PS_T12_L1)
      return (slope - more) * degree;
    return (more * p->share_FE[k] / five - (k == PS_L5_S1 ? slope : 0)) * degree;
  }
  return 0;
}

// side bend of the neutral joint [rad], to the right +
static double side_wedge(const ps_human_builder *b, const char *joint) {
  for (int k = 0; k < PS_LEVELS; k++)
    if (strcmp(joint, ps_level_names[k]) == 0) {
      // the curve turns back above L2/3, so that the thorax stays over the pelvis
      static const double shape[PS_LEVELS] = {.25, .45, .30, -.30, -.45, -.25};
      return b->person->scoliosis_deg * shape[k] * degree;
    }
  return 0;
}

// a larger pelvic incidence moves the sacral plate back about the hip axis
static ps_vec3 on_parent(const ps_human_builder *b, const ps_anatomy_joint *j) {
  ps_vec3 at = j->on_parent;
  if (strcmp(j->name, ps_level_names[PS_L5_S1]) == 0) {
    double more = ps_person_pelvis(b->person, b->p).pelvic_tilt_deg - b->p->pelvic_tilt_deg;
    ps_vec3 hip = ps_vec(b->hip.x, b->hip.y, at.z);
    at = ps_add(hip, ps_mat_mul(ps_rotation_about(2, more * degree), ps_sub(at, hip)));
  }
  return at;
}

static ps_status add_offset(ps_human_builder *b, ps_spec_joint *joint, const char *body, ps_vec3 at,
                            ps_vec3 turned, ps_ref *frame) {
  char name[96];
  snprintf(name, sizeof name, "%s_offset", body);
  ps_spec_frame *f = ps_spec_add_frame(b->spec, joint->part.path, name, 0);
  if (!f)
    return no_memory(b);
  f->parent = body_ref(b, body);
  f->translation = at;
  f->orientation = turned;
  *frame = ps_spec_ref(b->spec, name, joint->part.path, 0);
  return PS_OK;
}

// one "name:axis" of a joint; mirrored joints turn the other way about x and y
static ps_status add_axis(ps_human_builder *b, ps_spec_joint *joint, const char *word,
                          size_t length, int side, bool sided) {
  char name[48];
  const char *colon = memchr(word, ':', length);
  if (!colon)
    return ps_fail(b->err, PS_ERR_VALUE, "anatomy/joints.csv", 0,
                   "'%.*s' is not written as coordinate:axis", (int)length, word);
  snprintf(name, sizeof name, "%.*s%s", (int)(colon - word), word,
           !sided ? ""
           : side ? "_l"
                  : "_r");
  double sign = colon[1] == '-' ? -1 : 1;
  const char *axis = colon + 1 + (colon[1] == '-');
  int slides = *axis == 't', which = axis[slides] - 'x';
  if (which < 0 || which > 2)
    return ps_fail(b->err, PS_ERR_VALUE, "anatomy/joints.csv", 0, "'%.*s' names no axis",
                   (int)length, word);
  if (side && which < 2)
    sign = -sign;
  ps_spec_coordinate *c = ps_spec_add_coordinate(b->spec, name, 0);
  const char **names = ps_pool_take(&b->spec->pool, sizeof *names);
  if (!c || !names)
    return no_memory(b);
  names[0] = c->part.name;
  int place = slides ? 3 + which : b->nturn++;
  joint->axis[place] =
      (ps_spec_axis){.axis = ps_vec(sign * (which == 0), sign * (which == 1), sign * (which == 2)),
                     .coordinate = names,
                     .ncoordinate = 1};
  return PS_OK;
}

// axes that no coordinate turns point along the ones that are left, as OpenSim wants them
static void fill_axes(ps_spec_joint *joint, int nturn) {
  for (int i = 0; i < PS_AXES; i++) {
    if (joint->axis[i].ncoordinate)
      continue;
    int used = 0;
    for (int k = 0; k < nturn && i < 3; k++)
      used |= joint->axis[k].axis.x != 0 ? 1 : joint->axis[k].axis.y != 0 ? 2 : 4;
    for (int k = nturn; k < i; k++)
      used |= joint->axis[k].axis.x != 0 ? 1 : joint->axis[k].axis.y != 0 ? 2 : 4;
    int which = i >= 3 ? i - 3 : !(used & 1) ? 0 : !(used & 2) ? 1 : 2;
    joint->axis[i].axis = ps_vec(which == 0, which == 1, which == 2);
  }
}

static ps_status add_joint(ps_human_builder *b, const ps_anatomy_joint *a, int side) {
  bool sided = ps_is_sided(a->child);
  ps_spec_joint *joint =
      ps_spec_add_joint(b->spec, PS_JOINT_CUSTOM, sided ? ps_sided(b, a->name, side) : a->name, 0);
  if (!joint)
    return no_memory(b);
  double length = b->scaling.length;
  ps_vec3 turned = ps_vec(side_wedge(b, a->name), 0, wedge(b, a->name));
  PS_TRY(add_offset(b, joint, ps_body_of(b, a->parent, side),
                    ps_scale(length, ps_mirror(on_parent(b, a), side)), turned,
                    &joint->parent_frame));
  PS_TRY(add_offset(b, joint, ps_body_of(b, a->child, side),
                    ps_scale(length, ps_mirror(a->on_child, side)), ps_vec(0, 0, 0),
                    &joint->child_frame));
  b->nturn = 0;
  for (const char *word = a->axes; *word;) {
    size_t n = strcspn(word, " ");
    if (n)
      PS_TRY(add_axis(b, joint, word, n, side, sided));
    word += n + (word[n] == ' ');
  }
  fill_axes(joint, b->nturn);
  return PS_OK;
}

static ps_status build_skeleton(ps_human_builder *b) {
  const ps_anatomy *a = b->anatomy;
  for (int i = 0; i < a->njoint; i++)
    if (strcmp(a->joint[i].name, "hip") == 0)
      b->hip = a->joint[i].on_parent;
  for (int i = 0; i < a->nbody; i++)
    for (int side = 0; side <= ps_is_sided(a->body[i].name); side++)
      PS_TRY(add_body(b, &a->body[i], side));
  for (int i = 0; i < a->njoint; i++)
    for (int side = 0; side <= ps_is_sided(a->joint[i].child); side++)
      PS_TRY(add_joint(b, &a->joint[i], side));
  return PS_OK;
}

static ps_spec *new_spec(void) {
  ps_spec *spec = calloc(1, sizeof *spec);
  if (!spec)
    return NULL;
  spec->path = "";
  spec->name = "psoas_lumbar";
  spec->credits = "Built by psoas from data/anatomy; attribution in NOTICE";
  spec->publications = "";
  spec->compat = PS_COMPAT_NONE;
  spec->gravity = ps_vec(0, -9.80665, 0);
  return spec;
}

ps_status ps_human_spec(ps_spec **spec, const ps_anatomy *anatomy, const ps_parameters *parameters,
                        const ps_person *person, ps_detail detail, ps_error *err) {
  *spec = new_spec();
  if (!*spec)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_human_builder b = {.spec = *spec,
                        .anatomy = anatomy,
                        .p = parameters,
                        .person = person,
                        .scaling = ps_person_scaling(person),
                        .detail = detail,
                        .err = err};
  PS_TRY(build_skeleton(&b));
  PS_TRY(ps_build_muscles(&b));
  return ps_set_slack(&b);
}
