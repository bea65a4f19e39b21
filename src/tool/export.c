// export.c: the built-in model as an .osim file.
#include "psoas/export.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "body/kinematics.h"
#include "io/osim_write.h"
#include "scenario/answer.h"
#include "scenario/records.h"
#include "tool/human_input.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

typedef struct exporter {
  const ps_export_request *request;
  ps_pool pool;
  ps_lab lab;
  ps_pose pose; // for its person
  ps_human *human;
  ps_spec *spec;
  ps_data *d;
  ps_error *err;
} exporter;

static ps_status no_memory(exporter *x) {
  return ps_fail(x->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what the builder leaves open

// ranges of the table, for both sides of a limb
static void set_range(ps_spec *spec, const char *name, double low, double high) {
  size_t n = strlen(name);
  for (int i = 0; i < spec->coordinates.n; i++) {
    ps_spec_coordinate *c = &spec->coordinates.items[i];
    const char *rest = strncmp(c->part.name, name, n) == 0 ? c->part.name + n : NULL;
    if (rest && (!*rest || !strcmp(rest, "_r") || !strcmp(rest, "_l"))) {
      c->range[0] = low;
      c->range[1] = high;
      c->clamped = false;
    }
  }
}

static ps_status set_ranges(exporter *x) {
  ps_records r;
  PS_TRY(ps_records_open(&r, "anatomy/ranges.csv", x->err));
  while (ps_records_next(&r)) {
    const char *name = ps_records_text(&r, "coordinate", &x->pool);
    const char *unit = ps_records_text(&r, "unit", &x->pool);
    if (!name || !unit)
      return ps_records_fail(&r, no_memory(x));
    double scale = strcmp(unit, "deg") ? 1 : degree;
    set_range(x->spec, name, scale * ps_records_number(&r, "low"),
              scale * ps_records_number(&r, "high"));
  }
  return ps_records_close(&r, true, x->err);
}

// what a disc without preload resists near neutral, as a spring of the coordinate
static ps_status add_discs(exporter *x) {
  const ps_human *h = x->human;
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++) {
      const char *coordinate = h->model->coord_name[h->level[k][i]];
      char name[64];
      snprintf(name, sizeof name, "disc_%s", coordinate);
      ps_spec_force *f = ps_spec_add_force(x->spec, PS_FORCE_SPRING_GENERALIZED, name, 0);
      char *of = ps_spec_text(x->spec, coordinate);
      if (!f || !of)
        return no_memory(x);
      f->coordinate = of;
      f->stiffness = h->law[k][i].neutral;
    }
  return PS_OK;
}

// ---- poses that show on which side of their cylinders the paths run

// Neutral first, then bent and spread: with these OpenSim finds its way from most poses that a
// model may begin in, and keeps it in all that are reached in steps (docs/export.md).
static const struct {
  double flexion, adduction, knee; // [deg]
} shown[] = {{0, 0, 0}, {-20, 10, 0}, {110, 15, 110}, {60, 20, 60}, {0, -20, 0}};
enum { SHOWN = sizeof shown / sizeof *shown };

static void place_bodies(exporter *x, ps_transform *place, int pose) {
  const ps_human *h = x->human;
  const ps_model *m = h->model;
  memset(x->d->q, 0, (size_t)m->nq * sizeof *x->d->q);
  for (int side = 0; side < 2; side++) {
    x->d->q[h->hip[side][PS_HIP_FLEXION]] = shown[pose].flexion * degree;
    x->d->q[h->hip[side][PS_HIP_ADDUCTION]] = shown[pose].adduction * degree;
    x->d->q[h->knee[side]] = shown[pose].knee * degree;
  }
  ps_body_positions(m, x->d);
  place[0] = x->d->body_X[0];
  for (int body = 1; body < m->nbody; body++)
    place[1 + m->body_spec[body]] = x->d->body_X[body];
}

static ps_status write_file(exporter *x) {
  size_t nbody = (size_t)x->human->model->nbody;
  ps_transform *place = ps_pool_take(&x->pool, SHOWN * nbody * sizeof *place);
  x->d = ps_data_create(x->human->model);
  if (!place || !x->d)
    return no_memory(x);
  for (int i = 0; i < SHOWN; i++)
    place_bodies(x, place + (size_t)i * nbody, i);
  ps_file_writer w = {0};
  PS_TRY(ps_file_writer_create(&w, x->request->path, x->request->replace, NULL, x->err));
  ps_status status = ps_osim_write(x->spec, (ps_osim_poses){SHOWN, place}, &w, x->err);
  if (status == PS_OK)
    status = ps_file_writer_commit(&w, x->err);
  ps_file_writer_abort(&w);
  return status;
}

// ---- all of it

static void fill_report(const exporter *x, ps_export_report *report) {
  const ps_spec *s = x->spec;
  *report = (ps_export_report){.bodies = s->bodies.n, .coordinates = s->coordinates.n};
  for (int i = 0; i < s->forces.n; i++)
    if (s->forces.items[i].kind == PS_FORCE_MUSCLE) {
      report->muscles++;
      report->geodesics += s->forces.items[i].path->wraps.n > 0;
    }
}

static ps_status export(exporter *x) {
  const ps_export_request *q = x->request;
  ps_detail detail = q->light ? PS_DETAIL_LIGHT : PS_DETAIL_FULL;
  ps_human_words words = {.sets = q->sets, .nsets = q->nsets, .person = q->person};
  PS_TRY(ps_human_input(&x->pool, &words, &x->pose, x->err));
  PS_TRY(ps_lab_open(&x->lab, x->err));
  const ps_person *person = &x->pose.person;
  PS_TRY(ps_human_create(&x->human, &x->lab.anatomy, &x->lab.parameters, person, detail, x->err));
  PS_TRY(ps_human_spec(&x->spec, &x->lab.anatomy, &x->lab.parameters, person, detail, x->err));
  PS_TRY(set_ranges(x));
  PS_TRY(add_discs(x));
  return write_file(x);
}

ps_status ps_export_osim(const ps_export_request *request, ps_export_report *report,
                         ps_error *err) {
  exporter x = {.request = request, .err = err};
  ps_status status = export(&x);
  if (status == PS_OK && report)
    fill_report(&x, report);
  ps_data_free(x.d);
  ps_human_free(x.human);
  ps_spec_free(x.spec);
  ps_lab_close(&x.lab);
  ps_pool_free(&x.pool);
  return status;
}
