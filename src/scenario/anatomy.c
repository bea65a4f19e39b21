// anatomy.c: reads the tables out of the library.
#include "scenario/anatomy.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/records.h"

static ps_status read_bodies(ps_anatomy *a, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, "anatomy/bodies.csv", err));
  a->body = ps_pool_take(&a->pool, (size_t)r.n * sizeof *a->body);
  for (; a->body && ps_records_next(&r); a->nbody++) {
    ps_anatomy_body *b = &a->body[a->nbody];
    b->name = ps_records_text(&r, "body", &a->pool);
    b->parent = ps_records_text(&r, "parent", &a->pool);
    b->mass = ps_records_number(&r, "mass_kg");
    b->com = ps_records_vector(&r, "com_");
    static const char *const entry[6] = {"ixx", "iyy", "izz", "ixy", "ixz", "iyz"};
    for (int i = 0; i < 6; i++)
      b->inertia[i] = ps_records_number(&r, entry[i]);
  }
  return ps_records_close(&r, a->body != NULL, err);
}

static ps_status read_joints(ps_anatomy *a, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, "anatomy/joints.csv", err));
  a->joint = ps_pool_take(&a->pool, (size_t)r.n * sizeof *a->joint);
  for (; a->joint && ps_records_next(&r); a->njoint++)
    a->joint[a->njoint] = (ps_anatomy_joint){
        .name = ps_records_text(&r, "joint", &a->pool),
        .parent = ps_records_text(&r, "parent", &a->pool),
        .child = ps_records_text(&r, "child", &a->pool),
        .on_parent = ps_records_vector(&r, "parent_"),
        .on_child = ps_records_vector(&r, "child_"),
        .axes = ps_records_text(&r, "axes", &a->pool),
    };
  return ps_records_close(&r, a->joint != NULL, err);
}

static ps_status read_wraps(ps_anatomy *a, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, "anatomy/wraps.csv", err));
  a->wrap = ps_pool_take(&a->pool, (size_t)r.n * sizeof *a->wrap);
  for (; a->wrap && ps_records_next(&r); a->nwrap++)
    a->wrap[a->nwrap] = (ps_anatomy_wrap){
        .name = ps_records_text(&r, "wrap", &a->pool),
        .body = ps_records_text(&r, "body", &a->pool),
        .at = ps_records_vector(&r, ""),
        .turned = ps_records_vector(&r, "rot_"),
        .radius = ps_records_number(&r, "radius_m"),
    };
  return ps_records_close(&r, a->wrap != NULL, err);
}

// ---- muscles: three pairs of tables, and their uses of the wraps

enum { REGIONS = 3 }; // psoas, trunk, leg

typedef struct muscle_tables {
  ps_anatomy *a;
  ps_error *err;
  int npoint, nuse;
} muscle_tables;

static ps_status read_muscles(muscle_tables *t, const char *file) {
  ps_anatomy *a = t->a;
  ps_records r;
  PS_TRY(ps_records_open(&r, file, t->err));
  for (; ps_records_next(&r); a->nmuscle++)
    a->muscle[a->nmuscle] = (ps_anatomy_muscle){
        .name = ps_records_text(&r, "muscle", &a->pool),
        .group = ps_records_text(&r, "group", &a->pool),
        .pcsa = ps_records_number(&r, "pcsa_mm2"),
        .stress = ps_records_number(&r, "stress_N_cm2"),
        .optimal_length = ps_records_number(&r, "lopt_m"),
        .pennation = ps_records_number(&r, "pennation_rad"),
        .neutral_length = ps_records_number(&r, "neutral_length"),
        .slack = ps_records_number(&r, "lslack_m"),
        .passive_strain = ps_records_number(&r, "passive_strain"),
        .light = (int)ps_records_number(&r, "light"),
    };
  return ps_records_close(&r, true, t->err);
}

static ps_anatomy_muscle *muscle_named(ps_anatomy *a, const char *name) {
  for (int i = 0; i < a->nmuscle; i++)
    if (name && strcmp(a->muscle[i].name, name) == 0)
      return &a->muscle[i];
  return NULL;
}

static ps_status unknown_muscle(const ps_records *r, const char *name, ps_error *err) {
  return ps_fail(err, PS_ERR_REFERENCE, r->name, r->row + 2, "there is no muscle '%s'",
                 name ? name : "");
}

// points of a muscle stand in consecutive rows, in order
static ps_status read_points(muscle_tables *t, const char *file) {
  ps_anatomy *a = t->a;
  ps_records r;
  PS_TRY(ps_records_open(&r, file, t->err));
  while (ps_records_next(&r)) {
    const char *name = ps_records_text(&r, "muscle", &a->pool);
    ps_anatomy_muscle *m = muscle_named(a, name);
    if (!m)
      return ps_records_fail(&r, unknown_muscle(&r, name, t->err));
    if (m->npoint == 0)
      m->point = t->npoint;
    m->npoint++;
    a->point[t->npoint++] = (ps_anatomy_point){.body = ps_records_text(&r, "body", &a->pool),
                                               .at = ps_records_vector(&r, "")};
  }
  return ps_records_close(&r, true, t->err);
}

static ps_status read_uses(muscle_tables *t) {
  ps_anatomy *a = t->a;
  ps_records r;
  PS_TRY(ps_records_open(&r, "anatomy/path_wraps.csv", t->err));
  a->use = ps_pool_take(&a->pool, (size_t)(r.n + 1) * sizeof *a->use);
  for (; a->use && ps_records_next(&r); t->nuse++) {
    const char *name = ps_records_text(&r, "muscle", &a->pool);
    ps_anatomy_muscle *m = muscle_named(a, name);
    if (!m)
      return ps_records_fail(&r, unknown_muscle(&r, name, t->err));
    if (m->nwrap == 0)
      m->wrap = t->nuse;
    m->nwrap++;
    a->use[t->nuse] = (ps_anatomy_use){.wrap = ps_records_text(&r, "wrap", &a->pool),
                                       .first = (int)ps_records_number(&r, "first"),
                                       .last = (int)ps_records_number(&r, "last"),
                                       .turn = (int)ps_records_number(&r, "turn")};
  }
  return ps_records_close(&r, a->use != NULL, t->err);
}

static ps_status read_muscle_tables(ps_anatomy *a, ps_error *err) {
  muscle_tables t = {a, err, 0, 0};
  static const char *const muscles[REGIONS] = {
      "anatomy/muscles_psoas.csv", "anatomy/muscles_trunk.csv", "anatomy/muscles_leg.csv"};
  static const char *const points[REGIONS] = {"anatomy/points_psoas.csv",
                                              "anatomy/points_trunk.csv", "anatomy/points_leg.csv"};
  size_t nmuscle = 0, npoint = 0;
  bool counted = true; // a table that there is no memory for has no rows
  for (int i = 0; i < REGIONS; i++) {
    int rows[2] = {ps_records_count(muscles[i]), ps_records_count(points[i])};
    counted = counted && rows[0] > 0 && rows[1] > 0;
    nmuscle += (size_t)rows[0];
    npoint += (size_t)rows[1];
  }
  a->muscle = ps_pool_take(&a->pool, (nmuscle + 1) * sizeof *a->muscle);
  a->point = ps_pool_take(&a->pool, (npoint + 1) * sizeof *a->point);
  if (!counted || !a->muscle || !a->point)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 0; i < REGIONS; i++)
    PS_TRY(read_muscles(&t, muscles[i]));
  for (int i = 0; i < REGIONS; i++)
    PS_TRY(read_points(&t, points[i]));
  return read_uses(&t);
}

// In the light model a line takes the sections of the lines of its group by its count. False: the
// name of a group is lost for want of memory.
static bool share_sections(ps_anatomy *a) {
  for (int i = 0; i < a->nmuscle; i++)
    if (!a->muscle[i].group)
      return false;
  for (int i = 0; i < a->nmuscle; i++) {
    ps_anatomy_muscle *m = &a->muscle[i];
    double total = 0;
    int lines = 0;
    for (int k = 0; m->light && k < a->nmuscle; k++)
      if (strcmp(a->muscle[k].group, m->group) == 0) {
        total += a->muscle[k].pcsa;
        lines += a->muscle[k].light;
      }
    m->light_pcsa = m->light ? total * m->light / lines : 0;
  }
  return true;
}

// ---- contacts and walking

static ps_status read_touches(ps_anatomy *a, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, "model/contacts.csv", err));
  a->touch = ps_pool_take(&a->pool, (size_t)r.n * sizeof *a->touch);
  for (; a->touch && ps_records_next(&r); a->ntouch++)
    a->touch[a->ntouch] = (ps_anatomy_touch){
        .name = ps_records_text(&r, "contact", &a->pool),
        .support = ps_records_text(&r, "support", &a->pool),
        .body = ps_records_text(&r, "body", &a->pool),
        .side = ps_records_text(&r, "side", &a->pool),
        .at = ps_records_vector(&r, ""),
        .radius = ps_records_number(&r, "radius_m"),
    };
  bool texts = a->touch != NULL;
  for (int i = 0; i < a->ntouch; i++) {
    const ps_anatomy_touch *t = &a->touch[i];
    texts = texts && t->name && t->support && t->body && t->side;
  }
  return ps_records_close(&r, texts, err);
}

static ps_status read_walk(ps_walk *walk, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, "model/walking.csv", err));
  int n = 0;
  for (; ps_records_next(&r) && n < PS_WALK_POSES; n++) {
    static const char *const column[PS_WALK_CURVES] = {
        "hip_flexion_deg",      "knee_flexion_deg", "ankle_deg",          "hip_adduction_deg",
        "force_forward_pct_bw", "force_up_pct_bw",  "force_right_pct_bw", "pressure_centre_m"};
    for (int i = 0; i < PS_WALK_CURVES; i++)
      walk->curve[i][n] = ps_records_number(&r, column[i]);
  }
  PS_TRY(ps_records_close(&r, true, err));
  return n == PS_WALK_POSES ? PS_OK
                            : ps_fail(err, PS_ERR_STRUCTURE, "model/walking.csv", 0,
                                      "has %d rows; 20 are needed", n);
}

ps_status ps_anatomy_load(ps_anatomy *anatomy, ps_error *err) {
  *anatomy = (ps_anatomy){0};
  PS_TRY(read_bodies(anatomy, err));
  PS_TRY(read_joints(anatomy, err));
  PS_TRY(read_wraps(anatomy, err));
  PS_TRY(read_muscle_tables(anatomy, err));
  if (!share_sections(anatomy))
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(read_touches(anatomy, err));
  return read_walk(&anatomy->walk, err);
}

void ps_anatomy_free(ps_anatomy *anatomy) {
  ps_pool_free(&anatomy->pool);
  *anatomy = (ps_anatomy){0};
}
