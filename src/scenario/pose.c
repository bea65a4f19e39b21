// pose.c: reads postures and pose files into numbers.
#include "scenario/pose.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "psoas/nearest.h"
#include "scenario/records.h"

static const char *const sexes[] = {"male", "female", NULL};
static const char *const bases[] = {"upright", "supine", "prone", "side", NULL};
static const char *const feet_words[] = {"none", "both", "right", "left", NULL};
static const char *const hand_words[] = {"none",       "lap",   "thighs",      "desk",
                                         "desk_right", "floor", "elbows_desk", "elbows_floor",
                                         "armrests",   NULL};
static const char *const most[] = {"max", NULL};

// ---- person

#define NUMBER(field, short_name, u, lo, hi, words)                                                \
  {                                                                                                \
#field, .type = PS_KEY_NUMBER, .alias = short_name, .unit = u, .low = lo, .high = hi,          \
            .offset = offsetof(ps_person, field), .about = words                                   \
  }
#define PAIR(field, lo, hi, words)                                                                 \
  {                                                                                                \
#field, .type = PS_KEY_PAIR, .low = lo, .high = hi, .offset = offsetof(ps_person, field),      \
            .about = words                                                                         \
  }

static const ps_key person_keys[] = {
    {"schema", .type = PS_KEY_TEXT, .offset = offsetof(ps_person, schema),
     .about = "psoas.person/1"},
    {"name", .type = PS_KEY_TEXT, .offset = offsetof(ps_person, name), .about = "of the person"},
    {"sex", .type = PS_KEY_CHOICE, .words = sexes, .offset = offsetof(ps_person, sex),
     .about = "male or female: strength, discs, and size where it is not given"},
    NUMBER(age_y, "age", "y", 16, 100, "strength falls past fifty"),
    NUMBER(height_m, "height", "m", 1.35, 2.15, "standing height"),
    NUMBER(mass_kg, "mass", "kg", 35, 180, "body mass"),
    NUMBER(pelvic_incidence_deg, "pelvic_incidence", "deg", 28, 84, "shape of the pelvis"),
    NUMBER(lordosis_deg, "lordosis", "deg", 15, 80, "L1-S1, standing"),
    NUMBER(strength, NULL, NULL, 0.1, 3, "of all muscles, default 1"),
    PAIR(psoas_strength, 0.05, 3, "of the psoas, right and left, default 1"),
    PAIR(psoas_size, 0.1, 3, "section of the psoas over the default"),
    PAIR(iliacus_strength, 0.05, 3, "of the iliacus, right and left, default 1"),
    PAIR(hip_flexor_shortening, -0.2, 0.4, "share of the fiber length of hip flexors that is lost"),
    PAIR(iliopsoas_shortening, -0.2, 0.4, "of psoas and iliacus alone, on top of that"),
    NUMBER(flexibility, NULL, NULL, 0.5, 1.6, "range of the lumbar joints over the default"),
    NUMBER(leg_length_difference_m, NULL, "m", -0.04, 0.04, "right leg longer +"),
    NUMBER(scoliosis_deg, "scoliosis", "deg", -30, 30, "bend of the standing spine"),
};

const ps_schema ps_person_schema = {PS_KEYS(person_keys), .size = sizeof(ps_person)};

// ---- chair, loads, supports

#define CHAIR(field, u, lo, hi, words)                                                             \
  {                                                                                                \
#field, .type = PS_KEY_NUMBER, .unit = u, .low = lo, .high = hi,                               \
            .offset = offsetof(ps_chair, field), .about = words                                    \
  }
static const ps_key chair_keys[] = {
    {"schema", .type = PS_KEY_TEXT, .offset = offsetof(ps_chair, schema), .about = "psoas.chair/1"},
    {"name", .type = PS_KEY_TEXT, .offset = offsetof(ps_chair, name), .about = "of the chair"},
    CHAIR(seat_height_m, "m", 0.15, 1.0, "over the floor"),
    CHAIR(depth_m, "m", 0.2, 0.7, "of the seat"),
    CHAIR(tilt_deg, "deg", -30, 30, "of the seat, front edge up +"),
    CHAIR(backrest_deg, "deg", -5, 75, "from vertical, leaning back +"),
    CHAIR(lumbar_pad_m, "m", 0, 0.08, "how far the pad stands out"),
    CHAIR(armrest_m, "m", 0.05, 0.4, "height over the seat"),
    CHAIR(a_w_m_s2, "m/s^2", 0, 10, "weighted vibration"),
};
const ps_schema ps_chair_schema = {PS_KEYS(chair_keys), .size = sizeof(ps_chair)};

static const ps_key load_keys[] = {
    {"body", .type = PS_KEY_TEXT, .required = true, .offset = offsetof(ps_pose_load, body)},
    {"mass_kg", .type = PS_KEY_NUMBER, .unit = "kg", .low = 0, .high = 300,
     .offset = offsetof(ps_pose_load, mass_kg)},
    {"at_m", .type = PS_KEY_NUMBERS, .count = 3, .unit = "m", .low = -2, .high = 2,
     .offset = offsetof(ps_pose_load, at_m)},
    {"force_N", .type = PS_KEY_NUMBERS, .count = 3, .unit = "N", .low = -20000, .high = 20000,
     .offset = offsetof(ps_pose_load, force_N)},
};
static const ps_schema load_schema = {PS_KEYS(load_keys), .size = sizeof(ps_pose_load)};

#define FLAG(field)                                                                                \
  { #field, .type = PS_KEY_BOOL, .offset = offsetof(ps_supports, field) }
static const ps_key support_keys[] = {
    FLAG(seat),
    FLAG(backrest),
    FLAG(bed),
    FLAG(knees),
    FLAG(heels),
    {"feet", .type = PS_KEY_CHOICE, .words = feet_words, .offset = offsetof(ps_supports, feet)},
    {"hands", .type = PS_KEY_CHOICE, .words = hand_words, .offset = offsetof(ps_supports, hands)},
};
static const ps_schema support_schema = {PS_KEYS(support_keys), .size = sizeof(ps_supports)};

#define EFFORT(key, kind)                                                                          \
  {                                                                                                \
#key, .type = PS_KEY_NUMBER_OR_CHOICE, .words = most, .unit = "N m", .low = -1000,             \
          .high = 1000, .offset = (kind - 1) * sizeof(ps_number_or_choice)                         \
  }
static const ps_key effort_keys[] = {
    EFFORT(trunk_extension, PS_TRUNK_EXTENSION), EFFORT(trunk_flexion, PS_TRUNK_FLEXION),
    EFFORT(trunk_bend, PS_TRUNK_BEND),           EFFORT(hip_flexion_r, PS_HIP_FLEXION_R),
    EFFORT(hip_extension_r, PS_HIP_EXTENSION_R), EFFORT(hip_flexion_l, PS_HIP_FLEXION_L),
};
static const ps_schema effort_schema = {PS_KEYS(effort_keys),
                                        .size = PS_EFFORTS * sizeof(ps_number_or_choice)};

// ---- the pose

#define ANGLE(field, lo, hi, words)                                                                \
  {                                                                                                \
#field, .type = PS_KEY_NUMBER, .unit = "deg", .low = lo, .high = hi,                           \
            .offset = offsetof(ps_pose, field), .about = words                                     \
  }
#define ANGLES(field, right, left, lo, hi, words)                                                  \
  {#field,        .type = PS_KEY_PAIR, .unit = "deg",                                              \
   .low = lo,     .high = hi,          .offset = offsetof(ps_pose, field),                         \
   .about = words},                                                                                \
      {right,         .type = PS_KEY_NUMBER,                                                       \
       .unit = "deg", .low = lo,                                                                   \
       .high = hi,    .offset = offsetof(ps_pose, field)},                                         \
  {                                                                                                \
    left, .type = PS_KEY_NUMBER, .unit = "deg", .low = lo, .high = hi,                             \
          .offset = offsetof(ps_pose, field) + sizeof(double)                                      \
  }

static const ps_key pose_keys[] = {
    {"schema", .type = PS_KEY_TEXT, .offset = offsetof(ps_pose, schema), .about = "psoas.pose/1"},
    {"posture", .type = PS_KEY_TEXT, .offset = offsetof(ps_pose, posture)},
    {"title", .type = PS_KEY_TEXT, .offset = offsetof(ps_pose, title)},
    {"base", .type = PS_KEY_CHOICE, .words = bases, .offset = offsetof(ps_pose, base)},
    ANGLE(trunk_inclination_deg, -60, 125, "of the thorax, forward +"),
    ANGLE(trunk_bend_deg, -40, 40, "of the thorax, to the right +"),
    ANGLE(trunk_twist_deg, -60, 60, "of the thorax, to the left +"),
    ANGLE(pelvis_list_deg, -25, 25, "of the pelvis, right side down +"),
    ANGLE(thoracic_flexion_deg, -30, 45, "of the upper back over standing"),
    ANGLE(lordosis_deg, -30, 90, "L1-S1"),
    ANGLE(pelvic_tilt_deg, -30, 80, "radiographic, backward +"),
    ANGLES(hip_flexion_deg, "hip_flexion_r_deg", "hip_flexion_l_deg", -30, 135, "flexion +"),
    ANGLES(hip_adduction_deg, "hip_adduction_r_deg", "hip_adduction_l_deg", -50, 40, "adduction +"),
    ANGLES(hip_rotation_deg, "hip_rotation_r_deg", "hip_rotation_l_deg", -50, 50, "inward +"),
    ANGLES(knee_flexion_deg, "knee_flexion_r_deg", "knee_flexion_l_deg", 0, 150, "flexion +"),
    ANGLES(ankle_deg, "ankle_r_deg", "ankle_l_deg", -50, 35, "dorsiflexion +"),
    {"loads", .type = PS_KEY_MAPS, .inner = &load_schema, .offset = offsetof(ps_pose, loads)},
    {"support", .type = PS_KEY_MAP, .inner = &support_schema, .offset = offsetof(ps_pose, support)},
    {"effort", .type = PS_KEY_MAP, .inner = &effort_schema, .offset = offsetof(ps_pose, effort)},
    {"phase_pct", .type = PS_KEY_NUMBER, .unit = "%", .low = 0, .high = 100,
     .offset = offsetof(ps_pose, phase_pct), .about = "of a walking stride"},
    {"stride_s", .type = PS_KEY_NUMBER, .unit = "s", .low = 0.6, .high = 3,
     .offset = offsetof(ps_pose, stride_s)},
    {"muscles", .type = PS_KEY_BOOL, .offset = offsetof(ps_pose, muscles)},
    {"equilibrium", .type = PS_KEY_BOOL, .offset = offsetof(ps_pose, equilibrium),
     .about = "lordosis and pelvis go where the posture costs least"},
    {"follower_load_N", .type = PS_KEY_NUMBER, .unit = "N", .low = 0, .high = 10000,
     .offset = offsetof(ps_pose, follower_load_N)},
    {"emg", .type = PS_KEY_TREE, .offset = offsetof(ps_pose, emg),
     .about = "measured activity by group, per cent"},
    {"stress", .type = PS_KEY_NUMBER, .low = 0, .high = 1, .offset = offsetof(ps_pose, stress)},
    {"iap_kPa", .type = PS_KEY_NUMBER, .unit = "kPa", .low = 0, .high = 40,
     .offset = offsetof(ps_pose, iap_kPa)},
    {"person", .type = PS_KEY_MAP, .inner = &ps_person_schema, .offset = offsetof(ps_pose, person)},
    {"chair", .type = PS_KEY_MAP, .inner = &ps_chair_schema, .offset = offsetof(ps_pose, chair)},
};
const ps_schema ps_pose_schema = {PS_KEYS(pose_keys), .size = sizeof(ps_pose)};

// ---- postures of the table

static const char table_name[] = "model/postures.csv";

int ps_posture_count(void) {
  return ps_records_count(table_name);
}

// every cell that is not empty becomes the value under the name of its column
static ps_status row_tree(const ps_table *table, int row, ps_pool *pool, ps_tree *tree,
                          ps_error *err) {
  for (int c = 0; c < ps_table_columns(table); c++) {
    const char *label = ps_table_label(table, c);
    char text[40];
    const char *value = ps_table_text(table, row, c);
    if (!ps_table_is_text(table, c)) {
      double x = ps_table_value(table, row, c);
      if (!isfinite(x))
        continue;
      snprintf(text, sizeof text, "%.10g", x);
      value = text;
    }
    if (!value || !value[0] || !strcmp(label, "source") || !strcmp(label, "note"))
      continue;
    if (!strncmp(label, "loads.", 6) && !ps_tree_member(tree, "loads"))
      ps_tree_list(pool, tree, "loads");
    PS_TRY(ps_tree_set(pool, tree, label, value, err));
  }
  return PS_OK;
}

static ps_status no_posture(const char *name, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, table_name, err));
  ps_nearest nearest = ps_nearest_to(name);
  int column = ps_table_column(r.table, "posture");
  for (int i = 0; i < r.n; i++)
    ps_nearest_try(&nearest, ps_table_text(r.table, i, column));
  char hint[96];
  ps_status status = ps_fail(err, PS_ERR_REFERENCE, NULL, 0,
                             "there is no posture '%s'%s (psoas pose --list names all)", name,
                             ps_nearest_hint(&nearest, hint, sizeof hint));
  return ps_records_fail(&r, status);
}

ps_status ps_posture_tree(ps_pool *pool, const char *name, ps_tree **tree, ps_error *err) {
  ps_records r;
  *tree = ps_pool_take(pool, sizeof **tree);
  if (!*tree)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  (*tree)->kind = PS_TREE_MAP;
  PS_TRY(ps_records_open_at(&r, table_name, name, err));
  int column = ps_table_column(r.table, "posture");
  bool found = r.n > 0 && strcmp(ps_table_text(r.table, 0, column), name) == 0;
  ps_status status = found ? row_tree(r.table, 0, pool, *tree, err) : no_posture(name, err);
  return ps_records_fail(&r, status);
}

ps_status ps_posture_at(int i, ps_pool *pool, const char **name, const char **title) {
  ps_records r;
  PS_TRY(ps_records_open(&r, table_name, NULL));
  r.row = i;
  *name = ps_records_text(&r, "posture", pool);
  *title = ps_records_text(&r, "title", pool);
  return ps_records_close(&r, *name && *title, NULL);
}

// ---- reading

ps_pose ps_pose_default(void) {
  const ps_chair chair = {
      .seat_height_m = NAN, .depth_m = NAN, .backrest_deg = 15, .armrest_m = NAN};
  ps_pose pose = {.posture = "standing",
                  .title = "",
                  .trunk_inclination_deg = NAN,
                  .lordosis_deg = NAN,
                  .pelvic_tilt_deg = NAN,
                  .hip_flexion_deg = {NAN, NAN},
                  .knee_flexion_deg = {NAN, NAN},
                  .ankle_deg = {NAN, NAN},
                  .phase_pct = NAN,
                  .stride_s = 1.1,
                  .muscles = true,
                  .iap_kPa = NAN,
                  .person = ps_person_default(),
                  .chair = chair};
  for (int i = 0; i < PS_EFFORTS; i++)
    pose.effort[i].choice = -1;
  return pose;
}

void ps_person_complete(ps_person *person, const ps_tree *map) {
  if (!map || person->sex != PS_FEMALE)
    return;
  if (!ps_tree_member(map, "height_m") && !ps_tree_member(map, "height"))
    person->height_m = 1.63;
  if (!ps_tree_member(map, "mass_kg") && !ps_tree_member(map, "mass"))
    person->mass_kg = 62;
}

ps_status ps_pose_named(ps_pool *pool, const ps_tree *tree, const char *path, ps_pose *pose,
                        ps_error *err) {
  *pose = ps_pose_default();
  const ps_tree *name = ps_tree_member(tree, "posture");
  if (!name || name->kind != PS_TREE_TEXT)
    return PS_OK;
  ps_tree *base;
  ps_status status = ps_posture_tree(pool, name->text, &base, err);
  if (status != PS_OK)
    return ps_fail_at(err, status, path, name->line);
  return ps_schema_read(&ps_pose_schema, base, "model/postures.csv", pool, pose, err);
}

ps_status ps_pose_said(ps_pool *pool, const ps_tree *tree, const char *path, ps_pose *pose,
                       ps_error *err) {
  PS_TRY(ps_schema_read(&ps_pose_schema, tree, path, pool, pose, err));
  pose->lordosis_stated = ps_tree_member(tree, "lordosis_deg") != NULL;
  ps_person_complete(&pose->person, ps_tree_member(tree, "person"));
  return PS_OK;
}

ps_status ps_pose_read(ps_pool *pool, const ps_tree *tree, const char *path, ps_pose *pose,
                       ps_error *err) {
  PS_TRY(ps_pose_named(pool, tree, path, pose, err));
  return ps_pose_said(pool, tree, path, pose, err);
}
