#include "scenario/nerve_course.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/build_inner.h"
#include "scenario/records.h"

ps_status ps_nerve_course_read(ps_pool *pool, ps_nerve_course *course, ps_error *err) {
  ps_records r;
  bool memory = true;
  PS_TRY(ps_records_open(&r, "anatomy/nerve.csv", err));
  while (ps_records_next(&r) && memory) {
    if (strcmp(ps_records_text(&r, "kind", pool), "course") != 0)
      continue;
    ps_nerve_place *place = PS_APPEND(pool, course);
    memory = place != NULL;
    if (memory)
      *place = (ps_nerve_place){.nerve = ps_records_text(&r, "nerve", pool),
                                .point = ps_records_text(&r, "point", pool),
                                .body = ps_records_text(&r, "body", pool),
                                .at = {ps_records_number(&r, "x"), ps_records_number(&r, "y"),
                                       ps_records_number(&r, "z")}};
  }
  return ps_records_close(&r, memory, err);
}

static int body_named(const ps_human *h, const char *name, int side) {
  if (strncmp(name, "lumbar", 6) == 0)
    return h->lumbar[5 - atoi(name + 6)];
  return strcmp(name, "femur") == 0 ? h->femur[side] : h->pelvis;
}

ps_vec3 ps_nerve_at(const ps_human *h, const ps_data *d, const ps_nerve_place *place, int side) {
  double size = ps_person_scaling(&h->person).length;
  ps_vec3 at = ps_scale(size, ps_mirror(place->at, side));
  return ps_transform_point(d->body_X[body_named(h, place->body, side)], at);
}

// between the segments a b and c d, by steps along the first
static double segment_distance(ps_vec3 a, ps_vec3 b, ps_vec3 c, ps_vec3 d) {
  enum { STEPS = 50 };
  double least = INFINITY;
  for (int i = 0; i <= STEPS; i++) {
    ps_vec3 p = ps_axpy(a, (double)i / STEPS, ps_sub(b, a)), along = ps_sub(d, c);
    double size = ps_dot(along, along);
    double t = size > 0 ? fmax(0, fmin(1, ps_dot(ps_sub(p, c), along) / size)) : 0;
    least = fmin(least, ps_distance(p, ps_axpy(c, t, along)));
  }
  return least;
}

static double psoas_distance(const ps_human *h, const ps_data *d, ps_vec3 a, ps_vec3 b) {
  double least = INFINITY;
  for (int i = 0; i < h->nline; i++) {
    if (h->line[i].region != PS_REGION_PSOAS || h->line[i].side != PS_RIGHT)
      continue;
    const ps_path_point *p = d->path_point + h->model->path[h->line[i].path].current;
    for (int k = 1; k < d->path_npoint[h->line[i].path]; k++)
      least = fmin(least, segment_distance(a, b, p[k - 1].position, p[k].position));
  }
  return least;
}

double ps_nerve_psoas_mm(const ps_human *h, const ps_data *d, const ps_nerve_course *course,
                         const char *nerve) {
  const ps_nerve_place *last = NULL;
  double least = INFINITY;
  for (int i = 0; i < course->n; i++) {
    const ps_nerve_place *p = &course->items[i];
    if (strcmp(p->nerve, nerve) != 0)
      continue;
    ps_vec3 at = ps_nerve_at(h, d, p, PS_RIGHT);
    ps_vec3 before = last ? ps_nerve_at(h, d, last, PS_RIGHT) : at;
    least = fmin(least, psoas_distance(h, d, before, at));
    last = p;
  }
  return 1000 * least;
}
