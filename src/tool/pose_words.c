#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tool/pose_inner.h"
#include "tool/report_words.h"

const ps_tree *ps_pose_find(const ps_tree *tree, const char *format, ...) {
  char path[160];
  va_list args;
  va_start(args, format);
  vsnprintf(path, sizeof path, format, args);
  va_end(args);
  const ps_tree *t = ps_tree_find(tree, path);
  return t && t->kind == PS_TREE_NUMBER ? t : NULL;
}

double ps_pose_at(const ps_tree *tree, const char *format, ...) {
  char path[160];
  va_list args;
  va_start(args, format);
  vsnprintf(path, sizeof path, format, args);
  va_end(args);
  const ps_tree *t = ps_tree_find(tree, path);
  return t && t->kind == PS_TREE_NUMBER ? t->number : NAN;
}

const char *ps_pose_text_at(const ps_tree *tree, const char *path) {
  const ps_tree *t = ps_tree_find(tree, path);
  return t && t->kind == PS_TREE_TEXT ? t->text : "";
}

bool ps_pose_has_intervals(const ps_posed *item) {
  const ps_tree *t = ps_pose_find(item->answer->tree, "levels.L4_L5.compression_N");
  return t && t->interval;
}

static const char *replace(const char *from, char *to, size_t size, char old, char new) {
  size_t i = 0;
  for (; from[i] && i + 1 < size; i++)
    to[i] = from[i] == old ? new : from[i];
  to[i] = 0;
  return to;
}

const char *ps_level_words(const char *level, char text[16]) {
  return replace(level, text, 16, '_', '-');
}

const char *ps_plain_words(const char *name, char text[64]) {
  return replace(name, text, 64, '_', ' ');
}

const char *ps_person_words(const ps_tree *tree, char *text, size_t size) {
  char height[PS_VALUE_TEXT], mass[PS_VALUE_TEXT];
  snprintf(text, size, "A %s of %.0f years, %s m, %s kg, pelvic incidence %.0f deg",
           strcmp(ps_pose_text_at(tree, "person.sex"), "female") == 0 ? "woman" : "man",
           ps_pose_at(tree, "person.age_y"),
           ps_value_text(height, ps_pose_at(tree, "person.height_m")),
           ps_value_text(mass, ps_pose_at(tree, "person.mass_kg")),
           ps_pose_at(tree, "person.pelvic_incidence_deg"));
  return text;
}
