// build.c: bodies and joints of the psoas-lumbar-hip model; its muscles are in build_muscle.c, its
// numbers in build_size.c.
#include "scenario/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/build_inner.h"

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
  ps_body_size size = ps_size_body(&b->size, a, side);
  body->mass = size.mass;
  body->com = size.com;
  memcpy(body->inertia, size.inertia, sizeof body->inertia);
  return PS_OK;
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
  ps_joint_size size = ps_size_joint(&b->size, a, side);
  PS_TRY(add_offset(b, joint, ps_body_of(b, a->parent, side), size.on_parent, size.turned,
                    &joint->parent_frame));
  PS_TRY(add_offset(b, joint, ps_body_of(b, a->child, side), size.on_child, ps_vec(0, 0, 0),
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
  const ps_anatomy *a = b->size.anatomy;
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

static ps_status draft(ps_human_builder *b) {
  b->spec = new_spec();
  if (!b->spec)
    return no_memory(b);
  PS_TRY(build_skeleton(b));
  return ps_build_muscles(b);
}

ps_status ps_human_draft(ps_spec **spec, const ps_sizes *sizes, ps_error *err) {
  ps_human_builder b = {.size = *sizes, .err = err};
  ps_status status = draft(&b);
  *spec = b.spec;
  return status;
}

ps_status ps_human_spec(ps_spec **spec, const ps_anatomy *anatomy, const ps_parameters *parameters,
                        const ps_person *person, ps_detail detail, ps_error *err) {
  ps_human_builder b = {.size = ps_sizes_of(anatomy, parameters, person, detail), .err = err};
  ps_status status = draft(&b);
  *spec = b.spec;
  return status == PS_OK ? ps_set_slack(&b) : status;
}
