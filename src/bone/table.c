// table.c: reads the bones out of the tables of data/bones.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "bone/bone.h"
#include "num/csv.h"

static const char *const bones_table = "bones/bones.csv", *const nets_table = "bones/nets.csv";

// in the order of ps_drum
static const char *const drum_numbers[] = {"x",
                                           "y",
                                           "tilt",
                                           "height",
                                           "wedge",
                                           "width_top",
                                           "width_bottom",
                                           "front_top",
                                           "front_bottom",
                                           "back_top",
                                           "back_bottom",
                                           "waist_front",
                                           "waist_side",
                                           "waist_back",
                                           "round_front",
                                           "round_back",
                                           "notch",
                                           "cup_top",
                                           "cup_bottom",
                                           "edge"};
enum { DRUM_NUMBERS = sizeof drum_numbers / sizeof *drum_numbers };

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_status open_table(ps_table **table, const char *name, ps_error *err) {
  const ps_embedded *file = ps_embedded_find(name);
  if (!file)
    return ps_fail(err, PS_ERR_REFERENCE, name, 0, "the library holds no such table");
  return ps_csv_parse(table, name, file->text, file->size, err);
}

static const char *cell(const ps_table *t, int row, const char *label) {
  int column = ps_table_column(t, label);
  const char *text = column < 0 ? NULL : ps_table_text(t, row, column);
  return text ? text : "";
}

static double value(const ps_table *t, int row, const char *label) {
  int column = ps_table_column(t, label);
  return column < 0 || ps_table_is_text(t, column) ? NAN : ps_table_value(t, row, column);
}

static int number_named(const ps_bone *bone, const char *name, const char *suffix) {
  char text[80];
  snprintf(text, sizeof text, "%s.%s", name, suffix);
  for (int i = 0; i < bone->nnumber; i++)
    if (strcmp(bone->number_name[i], text) == 0)
      return i;
  return -1;
}

// ---- the numbers of a bone

static double unit_of(const char *unit) {
  return !strcmp(unit, "mm")    ? 1e-3
         : !strcmp(unit, "deg") ? 3.14159265358979323846 / 180
         : !strcmp(unit, "-")   ? 1
                                : NAN;
}

static ps_status read_numbers(ps_bones *bones, ps_bone *bone, const ps_table *t, const char *column,
                              ps_error *err) {
  int rows = ps_table_rows(t);
  bone->number_name = ps_pool_take(&bones->pool, (size_t)rows * sizeof *bone->number_name);
  bone->number = ps_pool_take(&bones->pool, (size_t)rows * sizeof *bone->number);
  if (!bone->number_name || !bone->number)
    return no_memory(err);
  for (int i = 0; i < rows; i++) {
    const char *name = cell(t, i, "name");
    double x = value(t, i, column) * unit_of(cell(t, i, "unit"));
    if (!isfinite(x))
      return ps_fail(err, PS_ERR_VALUE, bone->table, i + 2,
                     "'%s' of '%s' is no number in mm, deg or - ", name, column);
    bone->number_name[i] = ps_pool_text(&bones->pool, name, strlen(name));
    bone->number[i] = x;
    if (!bone->number_name[i])
      return no_memory(err);
    bone->nnumber++;
  }
  return PS_OK;
}

static ps_status find_drum(ps_bone *bone, const char *name, int row, ps_error *err) {
  bone->first_drum = number_named(bone, name, drum_numbers[0]);
  for (int i = 0; i < DRUM_NUMBERS; i++)
    if (bone->first_drum < 0 || number_named(bone, name, drum_numbers[i]) != bone->first_drum + i)
      return ps_fail(err, PS_ERR_STRUCTURE, nets_table, row + 2,
                     "the numbers of the drum '%s' are not all there in order; missed: '%s'", name,
                     drum_numbers[i]);
  return PS_OK;
}

// ---- which balls span what

// The ball `name`, found or made from its numbers; -1: there are none.
static int ball_named(ps_bone *bone, const char *name, ps_pool *pool) {
  for (int i = 0; i < bone->nball; i++)
    if (strcmp(bone->ball[i].name, name) == 0)
      return i;
  ps_bone_ball ball = {.x = number_named(bone, name, "x"),
                       .y = number_named(bone, name, "y"),
                       .z = number_named(bone, name, "z"),
                       .r = number_named(bone, name, "r")};
  ball.name = ps_pool_text(pool, name, strlen(name));
  if (ball.x < 0 || ball.y < 0 || ball.r < 0 || !ball.name)
    return -1;
  bone->ball[bone->nball] = ball;
  return bone->nball++;
}

static ps_status read_part(ps_bones *bones, ps_bone *bone, const ps_table *t, int row,
                           ps_error *err) {
  const char *kind = cell(t, row, "kind"), *names = cell(t, row, "names");
  if (strcmp(kind, "drum") == 0)
    return find_drum(bone, names, row, err);
  ps_bone_part *part = &bone->part[bone->npart++];
  part->kind = !strcmp(kind, "curve")   ? PS_PART_CURVE
               : !strcmp(kind, "sheet") ? PS_PART_SHEET
               : !strcmp(kind, "carve") ? PS_PART_CARVE
                                        : PS_PART_HULL;
  int most = part->kind == PS_PART_CURVE ? PS_PART_BALLS : PS_HULL_CORNERS;
  while (*names) {
    size_t n = strcspn(names, " ");
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)n, names);
    int ball = ball_named(bone, name, &bones->pool);
    if (ball < 0 || part->n == most)
      return ps_fail(err, PS_ERR_REFERENCE, nets_table, row + 2,
                     "'%s' has no x, y and r in %s, or is one too many", name, bone->table);
    part->ball[part->n++] = ball;
    names += n + (names[n] == ' ');
  }
  int least = part->kind == PS_PART_SHEET ? 3 : part->kind == PS_PART_CURVE ? 2 : 1;
  if (part->n < least)
    return ps_fail(err, PS_ERR_STRUCTURE, nets_table, row + 2, "a %s needs %d balls at least", kind,
                   least);
  return PS_OK;
}

static size_t hulls_of(const ps_bone_part *part) {
  return part->kind == PS_PART_CURVE   ? (size_t)PS_CURVE_STEPS * (size_t)(part->n - 1)
         : part->kind == PS_PART_SHEET ? PS_SHEET_PLATES
                                       : 1;
}

static ps_status read_net(ps_bones *bones, ps_bone *bone, const char *net, const ps_table *t,
                          ps_error *err) {
  size_t rows = (size_t)ps_table_rows(t), balls = (size_t)bone->nnumber;
  bone->part = ps_pool_take(&bones->pool, rows * sizeof *bone->part);
  bone->ball = ps_pool_take(&bones->pool, balls * sizeof *bone->ball);
  if (!bone->part || !bone->ball)
    return no_memory(err);
  for (int i = 0; i < ps_table_rows(t); i++)
    if (strcmp(cell(t, i, "net"), net) == 0)
      PS_TRY(read_part(bones, bone, t, i, err));
  size_t hulls = 0;
  for (int i = 0; i < bone->npart; i++)
    hulls += hulls_of(&bone->part[i]);
  bone->hull = ps_pool_take(&bones->pool, hulls * sizeof *bone->hull);
  bone->carve = ps_pool_take(&bones->pool, hulls * sizeof *bone->carve);
  bone->bound = ps_pool_take(&bones->pool, hulls * sizeof *bone->bound);
  bone->group = ps_pool_take(&bones->pool, hulls * sizeof *bone->group);
  bone->normal = ps_pool_take(&bones->pool, balls * sizeof *bone->normal);
  if (!bone->hull || !bone->carve || !bone->bound || !bone->group || !bone->normal)
    return no_memory(err);
  bone->blend = number_named(bone, "bone", "blend");
  bone->carve_blend = number_named(bone, "bone", "carve_blend");
  return PS_OK;
}

// ---- the list of bones

static ps_bone_place read_place(const ps_table *t, int row) {
  return (ps_bone_place){
      ps_vec(value(t, row, "x_mm") * 1e-3, value(t, row, "y_mm") * 1e-3,
             value(t, row, "z_mm") * 1e-3),
      value(t, row, "turn_deg") * unit_of("deg"),
      ps_vec(value(t, row, "scale_x"), value(t, row, "scale_y"), value(t, row, "scale_z"))};
}

// The balls between which a bone ceases to go with the sacrum.
static ps_status read_share(ps_bones *bones, ps_bone *bone, const ps_table *t, int row,
                            ps_error *err) {
  const char *still = cell(t, row, "still"), *moving = cell(t, row, "moving");
  bone->still = bone->moving = -1;
  if (!*still && !*moving)
    return PS_OK;
  bone->still = ball_named(bone, still, &bones->pool);
  bone->moving = ball_named(bone, moving, &bones->pool);
  if (bone->still < 0 || bone->moving < 0)
    return ps_fail(err, PS_ERR_REFERENCE, bones_table, row + 2, "'%s' or '%s' is no ball of '%s'",
                   still, moving, bone->name);
  return PS_OK;
}

static ps_status read_bone(ps_bones *bones, ps_bone *bone, const ps_table *t, int row,
                           const ps_table *nets, ps_error *err) {
  const char *text[] = {cell(t, row, "bone"), cell(t, row, "body"), cell(t, row, "table"),
                        cell(t, row, "marks")};
  const char **to[] = {&bone->name, &bone->body, &bone->table, &bone->marks};
  for (int i = 0; i < 4; i++)
    if (!(*to[i] = ps_pool_text(&bones->pool, text[i], strlen(text[i]))))
      return no_memory(err);
  bone->midline = strcmp(cell(t, row, "sides"), "midline") == 0;
  bone->sacral = strcmp(cell(t, row, "follows"), "sacrum") == 0;
  bone->place = read_place(t, row);
  bone->cell = value(t, row, "cell_mm") * 1e-3;
  bone->first_drum = -1;
  ps_table *numbers = NULL;
  PS_TRY(open_table(&numbers, bone->table, err));
  ps_status status = read_numbers(bones, bone, numbers, cell(t, row, "column"), err);
  ps_table_free(numbers);
  PS_TRY(status);
  PS_TRY(read_net(bones, bone, cell(t, row, "net"), nets, err));
  PS_TRY(read_share(bones, bone, t, row, err));
  if (bone->blend < 0 || (bone->carve_blend < 0 && bone->npart > 0))
    return ps_fail(err, PS_ERR_STRUCTURE, bone->table, 0,
                   "there is no bone.blend or no bone.carve_blend");
  ps_bone_shape(bone);
  return PS_OK;
}

// What goes with the sacrum stands where the sacrum has it.
static ps_status join_sacrum(ps_bones *bones, ps_error *err) {
  const ps_bone *sacrum = NULL;
  for (int i = 0; i < bones->n; i++)
    if (strcmp(bones->bone[i].name, "sacrum") == 0)
      sacrum = &bones->bone[i];
  if (!sacrum)
    return ps_fail(err, PS_ERR_STRUCTURE, bones_table, 0, "there is no bone 'sacrum'");
  for (int i = 0; i < bones->n; i++)
    bones->bone[i].sacrum = sacrum->place;
  return PS_OK;
}

ps_status ps_bones_load(ps_bones *bones, ps_error *err) {
  *bones = (ps_bones){0};
  ps_table *list = NULL, *nets = NULL;
  ps_status status = open_table(&list, bones_table, err);
  if (status == PS_OK)
    status = open_table(&nets, nets_table, err);
  if (status == PS_OK) {
    size_t rows = (size_t)ps_table_rows(list);
    bones->bone = ps_pool_take(&bones->pool, rows * sizeof *bones->bone);
    if (!bones->bone)
      status = no_memory(err);
    for (int i = 0; status == PS_OK && i < ps_table_rows(list); i++, bones->n++)
      status = read_bone(bones, &bones->bone[i], list, i, nets, err);
  }
  if (status == PS_OK)
    status = join_sacrum(bones, err);
  ps_table_free(list);
  ps_table_free(nets);
  return status;
}

void ps_bones_clear(ps_bones *bones) {
  ps_pool_free(&bones->pool);
  *bones = (ps_bones){0};
}
