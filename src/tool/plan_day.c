// plan_day.c: the day as lived with the routine, as a file that `psoas day` reads.
//
// What the file of the day says of a block is kept, but for how long; blocks that the routine adds
// or changes say what they are.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "num/number.h"
#include "tool/plan_inner.h"

typedef struct out {
  ps_file_writer *w;
  const ps_plan_result *r;
  const ps_tree *blocks; // of the file of the day
} out;

// ---- values in one line

static bool is_plain(const char *t) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  return *t && *t != '-' && strspn(t, letters) == strlen(t);
}

static void put_word(ps_file_writer *w, const char *t) {
  if (is_plain(t)) {
    ps_file_writer_text(w, t);
    return;
  }
  ps_file_writer_text(w, "\"");
  for (; *t; t++) {
    if (*t == '"' || *t == '\\')
      ps_file_writer_bytes(w, "\\", 1);
    if ((unsigned char)*t >= ' ')
      ps_file_writer_bytes(w, t, 1);
  }
  ps_file_writer_text(w, "\"");
}

static void put_number(ps_file_writer *w, double x) {
  char text[PS_NUMBER_MAX_SHORT];
  ps_number_general(text, x, 10);
  ps_file_writer_text(w, text);
}

static void put_value(ps_file_writer *w, const ps_tree *t) {
  bool map = t->kind == PS_TREE_MAP;
  if (t->kind == PS_TREE_NUMBER) {
    put_number(w, t->number);
  } else if (t->kind == PS_TREE_BOOL) {
    ps_file_writer_text(w, t->number != 0 ? "true" : "false");
  } else if (map || t->kind == PS_TREE_LIST) {
    ps_file_writer_text(w, map ? "{" : "[");
    for (const ps_tree *child = t->first; child; child = child->next) {
      if (map)
        ps_file_writer_format(w, "%.80s: ", child->key);
      put_value(w, child);
      ps_file_writer_text(w, child->next ? ", " : "");
    }
    ps_file_writer_text(w, map ? "}" : "]");
  } else {
    put_word(w, t->text ? t->text : "");
  }
}

// ---- blocks

static const ps_tree *source_of(const out *o, const ps_day_block *b) {
  for (const ps_tree *t = o->blocks ? o->blocks->first : NULL; t; t = t->next)
    if (b->line && t->line == b->line && t->column == b->column)
      return t;
  return NULL;
}

static bool is_one_of(const char *key, const char *const *list) {
  for (; *list; list++)
    if (strcmp(key, *list) == 0)
      return true;
  return false;
}

static void put_chair(const out *o, const ps_pose *pose) {
  static const char *const hands[] = {"none",        "lap",          "thighs",
                                      "desk",        "desk_right",   "floor",
                                      "elbows_desk", "elbows_floor", "armrests"};
  ps_file_writer_format(
      o->w, ", support: {hands: %s}, chair: {lumbar_pad_m: ", hands[pose->support.hands]);
  put_number(o->w, pose->chair.lumbar_pad_m);
  ps_file_writer_text(o->w, "}");
}

// Of a block that is as it was: all that the file said. Of one in another posture or seat: what was
// done in it.
static void put_source(const out *o, const ps_tree *source, bool same, bool up) {
  static const char *const timing[] = {"for",           "at", "break_every", "break_for",
                                       "break_posture", NULL};
  static const char *const doing[] = {"task", "stress", "vibration_m_s2", "seat_factor", NULL};
  static const char *const standing[] = {"stress", NULL};
  for (const ps_tree *t = source->first; t; t = t->next) {
    if (same ? is_one_of(t->key, timing) : !is_one_of(t->key, up ? standing : doing))
      continue;
    ps_file_writer_format(o->w, ", %.80s: ", t->key);
    put_value(o->w, t);
  }
}

static void put_block(const out *o, const ps_day *day, const ps_day_block *b) {
  const ps_tree *source = b->is_break ? NULL : source_of(o, b);
  const ps_pose *pose = &day->pose[b->pose];
  bool same = source && b->pose < o->r->day.npose, up = strcmp(b->task.name, "standing_work") == 0;
  double from = b->start_s - day->start_s; // ends to the second, so that all add up
  ps_file_writer_text(o->w, "  - {for: ");
  put_number(o->w, round(from + b->duration_s) - round(from));
  ps_file_writer_text(o->w, " s");
  if (b->has_breaks && b->duration_s <= 35 * 60)
    ps_file_writer_text(o->w, ", break_every: 35 min");
  if (!same) {
    ps_file_writer_format(o->w, ", posture: %.60s", b->posture);
    if (!source || up)
      ps_file_writer_format(o->w, ", task: %.40s", b->task.name);
  }
  if (source)
    put_source(o, source, same, up && !same);
  if (!same && pose->support.seat)
    put_chair(o, pose);
  ps_file_writer_text(o->w, "}\n");
}

void ps_plan_put_day(ps_file_writer *w, const ps_plan_result *r) {
  const ps_plan_choice *c = ps_plan_routine(r);
  const ps_day *day = c ? &r->plan.set[c->set]->weeks.kind[0] : &r->day;
  out o = {w, r, ps_tree_member(r->input, "blocks")};
  ps_file_writer_text(w, "# A day with the routine of psoas plan: breaks, seat, standing, rests. "
                         "What acts otherwise:\n# psoas day day_with_plan.yaml --with ID,ID\n");
  for (const ps_tree *t = r->input->first; t; t = t->next)
    if (strcmp(t->key, "blocks") != 0) {
      ps_file_writer_format(w, "%.80s: ", t->key);
      put_value(w, t);
      ps_file_writer_text(w, "\n");
    }
  ps_file_writer_text(w, "blocks:\n");
  for (int i = 0; i < day->nblock; i++)
    if (!day->block[i].is_night)
      put_block(&o, day, &day->block[i]);
}
