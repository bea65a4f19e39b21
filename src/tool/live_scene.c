// live_scene.c: what stays from frame to frame, as JSON: names, bodies, lines, columns, the person.
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "io/json_write.h"
#include "scenario/result.h"
#include "tool/live_inner.h"

static void put_bodies(ps_json_writer *j, const ps_model *m) {
  ps_json_key(j, "bodies");
  ps_json_array(j);
  for (int i = 0; i < m->nbody; i++) {
    ps_vec3 p = m->body_X_PF[i].p;
    ps_json_object(j);
    ps_json_key_text(j, "name", m->body_name[i]);
    ps_json_key_integer(j, "parent", m->body_parent[i]);
    ps_json_key(j, "joint");
    ps_json_numbers(j, (const double[]){p.x, p.y, p.z}, 3);
    ps_json_key_number(j, "mass_kg", m->body_mass[i]);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void put_lines(ps_json_writer *j, const ps_human *h) {
  static const char *const regions[] = {"psoas", "hip", "trunk"}, *const sides[] = {"r", "l"};
  const ps_model *m = h->model;
  ps_json_key(j, "lines");
  ps_json_array(j);
  for (int i = 0; i < h->nline; i++) {
    const ps_line *line = &h->line[i];
    const ps_path *path = &m->path[line->path];
    ps_json_object(j);
    ps_json_key_text(j, "name", line->name);
    ps_json_key_text(j, "group", line->group);
    ps_json_key_text(j, "side", sides[line->side]);
    ps_json_key_text(j, "region", regions[line->region]);
    ps_json_key_integer(j, "origin", m->point[path->point].body);
    ps_json_key_integer(j, "insertion", m->point[path->point + path->npoint - 1].body);
    ps_json_key_number(j, "capacity_N", m->muscle[i].max_isometric_force);
    ps_json_key_number(j, "volume_cm3", line->volume);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

// Places of a nerve follow one another: first the right side, nerve by nerve, then the left.
static void put_nerves(ps_json_writer *j, const ps_nerve_course *course) {
  ps_json_key(j, "nerves");
  ps_json_array(j);
  for (int i = 0; i < 2 * course->n; i++) {
    const ps_nerve_place *p = &course->items[i % course->n];
    bool begins = i % course->n == 0 || strcmp(p->nerve, p[-1].nerve) != 0;
    bool ends = i % course->n == course->n - 1 || strcmp(p->nerve, p[1].nerve) != 0;
    if (begins) {
      ps_json_object(j);
      ps_json_key_text(j, "name", p->nerve);
      ps_json_key_text(j, "side", i < course->n ? "r" : "l");
      ps_json_key_integer(j, "first", i);
      ps_json_key(j, "places");
      ps_json_array(j);
    }
    ps_json_text(j, p->point);
    if (ends) {
      ps_json_end_array(j);
      ps_json_end_object(j);
    }
  }
  ps_json_end_array(j);
}

static void put_names(ps_json_writer *j) {
  ps_json_key(j, "levels");
  ps_json_array(j);
  for (int i = 0; i < PS_LEVELS; i++)
    ps_json_text(j, ps_level_names[ps_level_from_above(i)]);
  ps_json_end_array(j);
  ps_json_key(j, "groups");
  ps_json_array(j);
  for (int i = 0; i < 2 * ps_group_count(); i++) {
    char name[64];
    snprintf(name, sizeof name, "%s_%c", ps_group_name(i / 2), "rl"[i % 2]);
    ps_json_text(j, name);
  }
  ps_json_end_array(j);
}

static void put_columns(ps_json_writer *j) {
  static const struct {
    const char *key;
    const char *(*name)(int i);
  } lists[] = {{"levelColumns", ps_live_level_column},
               {"contactColumns", ps_live_contact_column},
               {"numbers", ps_live_number_name}};
  for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
    ps_json_key(j, lists[k].key);
    ps_json_array(j);
    for (int i = 0; lists[k].name(i); i++)
      ps_json_text(j, lists[k].name(i));
    ps_json_end_array(j);
  }
}

static void put_person(ps_json_writer *j, const ps_human *h) {
  const ps_person *p = &h->person;
  ps_json_key(j, "person");
  ps_json_object(j);
  ps_json_key_text(j, "sex", p->sex == PS_FEMALE ? "female" : "male");
  ps_json_key_number(j, "age_y", p->age_y);
  ps_json_key_number(j, "height_m", p->height_m);
  ps_json_key_number(j, "mass_kg", p->mass_kg);
  ps_json_key_number(j, "size", ps_person_scaling(p).length);
  ps_json_key_number(j, "pelvic_incidence_deg", p->pelvic_incidence_deg);
  ps_json_key_number(j, "lordosis_deg", h->lordosis_deg);
  ps_json_key_number(j, "pelvic_tilt_deg", h->pelvic_tilt_deg);
  ps_json_key_number(j, "sacral_slope_deg", h->sacral_slope_deg);
  ps_json_end_object(j);
}

static void write_scene(ps_json_writer *j, const void *what) {
  const ps_live *l = what;
  ps_json_object(j);
  ps_json_key_integer(j, "id", l->scene);
  ps_json_key_text(j, "detail", l->detail == PS_DETAIL_LIGHT ? "light" : "full");
  put_bodies(j, l->human->model);
  put_lines(j, l->human);
  put_nerves(j, &l->course);
  put_names(j);
  put_columns(j);
  put_person(j, l->human);
  ps_json_end_object(j);
}

ps_status ps_live_scene(const ps_live *l, char **json, ps_error *err) {
  if (!l->human)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no scene before the first solve");
  return ps_json_to_text(write_scene, l, json, err);
}
