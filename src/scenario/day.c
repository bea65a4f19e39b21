// day.c: from the tree of a day file to blocks on a clock.
#include "scenario/day.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "num/number.h"
#include "psoas/nearest.h"
#include "scenario/records.h"

enum { MOST_BLOCKS = 500 };

static const double day_s = 86400; // [s]

// ---- times

static double unit_of(const char *text, size_t n) {
  static const struct {
    const char *word;
    double seconds;
  } units[] = {{"s", 1},    {"sec", 1},     {"min", 60},    {"minutes", 60},
               {"h", 3600}, {"hour", 3600}, {"hours", 3600}};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strlen(units[i].word) == n && strncmp(units[i].word, text, n) == 0)
      return units[i].seconds;
  return NAN;
}

bool ps_duration_read(const char *text, double *seconds) {
  const char *end = text + strlen(text);
  double sum = 0;
  int parts = 0;
  for (const char *at = text; at < end; parts++) {
    double x;
    size_t n = ps_number_read(at, end, &x);
    at += n;
    at += strspn(at, " ");
    size_t word = strcspn(at, " 0123456789");
    double unit = unit_of(at, word);
    if (!n || !isfinite(unit) || !(x >= 0))
      return false;
    sum += x * unit;
    at += word;
    at += strspn(at, " ");
  }
  *seconds = sum;
  return parts > 0;
}

bool ps_clock_time_read(const char *text, double *seconds) {
  int h, m, s = 0, used = 0;
  if (sscanf(text, "%2d:%2d%n", &h, &m, &used) != 2)
    return false;
  if (text[used] == ':') {
    int more = 0;
    if (sscanf(text + used, ":%2d%n", &s, &more) != 1)
      return false;
    used += more;
  }
  bool fine = !text[used] && h >= 0 && h < 24 && m >= 0 && m < 60 && s >= 0 && s < 60;
  if (fine)
    *seconds = 3600.0 * h + 60.0 * m + s;
  return fine;
}

// ---- tasks

static ps_task read_task(ps_records *t, const char *name, ps_pool *pool) {
  static const char *const hands[] = {"none",        "lap",          "thighs",
                                      "desk",        "desk_right",   "floor",
                                      "elbows_desk", "elbows_floor", "armrests"};
  const char *word = ps_records_text(t, "hands", pool);
  ps_task task = {.name = name,
                  .movement_1_s = ps_records_number(t, "movement_1_min") / 60,
                  .duty = ps_records_number(t, "duty"),
                  .free_movement = ps_records_number(t, "moves_about") != 0,
                  .hands = -1};
  for (size_t i = 0; i < sizeof hands / sizeof *hands; i++)
    if (strcmp(hands[i], word) == 0)
      task.hands = (int)i;
  return task;
}

ps_status ps_task_named(ps_pool *pool, const char *name, ps_task *task, bool *found,
                        ps_nearest *nearest, ps_error *err) {
  ps_records t;
  *found = false;
  PS_TRY(ps_records_open(&t, "life/tasks.csv", err));
  while (!*found && ps_records_next(&t)) {
    const char *known = ps_records_text(&t, "task", pool);
    if (nearest)
      ps_nearest_try(nearest, known);
    *found = strcmp(known, name) == 0;
    if (*found)
      *task = read_task(&t, known, pool);
  }
  return ps_records_close(&t, true, err);
}

// ---- keys

#define SHARE(owner, field, words)                                                                 \
  {                                                                                                \
#field, .type = PS_KEY_NUMBER, .low = 0, .high = 1, .offset = offsetof(owner, field),          \
            .about = words                                                                         \
  }
static const ps_key mood_keys[] = {
    SHARE(ps_mood, fear, "of pain and movement"),
    SHARE(ps_mood, catastrophizing, "0 to 1"),
    SHARE(ps_mood, depression, "0 to 1"),
    SHARE(ps_mood, anxiety, "0 to 1"),
    SHARE(ps_mood, ptsd, "0 to 1"),
};
const ps_schema ps_mood_schema = {PS_KEYS(mood_keys), .size = sizeof(ps_mood)};

typedef struct words { // of a day, before they are understood
  ps_day day;
  const char *start;
  double sleep_h;
  const ps_tree *blocks;
} words;

static const char *const episodes[] = {"none", "acute", "subacute", "persistent", "sciatica", NULL};

#define OF_DAY(field) offsetof(words, day.field)
static const ps_key day_keys[] = {
    {"schema", .type = PS_KEY_TEXT, .offset = OF_DAY(schema), .about = "psoas.day/1"},
    {"title", .type = PS_KEY_TEXT, .offset = OF_DAY(title)},
    {"person", .type = PS_KEY_MAP, .inner = &ps_person_schema, .offset = OF_DAY(person)},
    {"mood", .type = PS_KEY_MAP, .inner = &ps_mood_schema, .offset = OF_DAY(mood)},
    {"episode", .type = PS_KEY_CHOICE, .words = episodes, .offset = OF_DAY(episode),
     .about = "of back pain, or of leg pain"},
    {"episode_week", .type = PS_KEY_NUMBER, .low = 0, .high = 520, .offset = OF_DAY(episode_week),
     .about = "weeks since it began"},
    {"narrowing", .type = PS_KEY_NUMBER, .low = 0, .high = 0.8, .offset = OF_DAY(narrowing),
     .about = "share of the foramina that is lost"},
    {"root_inflammation", .type = PS_KEY_NUMBER, .low = 0, .high = 1,
     .offset = OF_DAY(root_inflammation), .about = "0 to 1"},
    {"sleep_debt", .type = PS_KEY_NUMBER, .low = 0, .high = 5, .offset = OF_DAY(sleep_debt),
     .about = "nights without sleep"},
    {"start", .type = PS_KEY_TEXT, .offset = offsetof(words, start), .about = "\"08:00\""},
    {"blocks", .type = PS_KEY_TREE, .required = true, .offset = offsetof(words, blocks)},
    {"sleep_h", .type = PS_KEY_NUMBER, .unit = "h", .low = 0, .high = 16,
     .offset = offsetof(words, sleep_h), .about = "of lying at the end of the day"},
};
const ps_schema ps_day_schema = {PS_KEYS(day_keys), .size = sizeof(words)};

typedef struct block_words {
  const char *duration, *at, *task, *every, *pause, *walk;
  double stress, vibration, seat;
} block_words;

static const ps_key block_keys[] = {
    {"for", .type = PS_KEY_TEXT, .required = true, .offset = offsetof(block_words, duration),
     .about = "\"90 min\""},
    {"at", .type = PS_KEY_TEXT, .offset = offsetof(block_words, at), .about = "\"08:00\""},
    {"task", .type = PS_KEY_TEXT, .offset = offsetof(block_words, task)},
    {"break_every", .type = PS_KEY_TEXT, .offset = offsetof(block_words, every)},
    {"break_for", .type = PS_KEY_TEXT, .offset = offsetof(block_words, pause)},
    {"break_posture", .type = PS_KEY_TEXT, .offset = offsetof(block_words, walk)},
    {"stress", .type = PS_KEY_NUMBER, .low = 0, .high = 1, .offset = offsetof(block_words, stress)},
    {"vibration_m_s2", .type = PS_KEY_NUMBER, .unit = "m/s^2", .low = 0, .high = 10,
     .offset = offsetof(block_words, vibration)},
    {"seat_factor", .type = PS_KEY_NUMBER, .low = 0.1, .high = 2,
     .offset = offsetof(block_words, seat)},
};
static const ps_schema block_schema = {PS_KEYS(block_keys), .size = sizeof(block_words)};

static bool is_block_key(const char *name) {
  for (size_t i = 0; i < sizeof block_keys / sizeof *block_keys; i++)
    if (strcmp(block_keys[i].name, name) == 0)
      return true;
  return false;
}

// ---- reading

typedef struct reader {
  ps_pool *pool;
  const char *path;
  ps_error *err;
  words w;
  ps_day *day;
  int room, pose_room;
  double clock; // [s]
} reader;

#define FAIL(r, t, ...)                                                                            \
  ps_fail_in_column(                                                                               \
      (r)->err,                                                                                    \
      ps_fail((r)->err, PS_ERR_VALUE, (t)->line ? (r)->path : NULL, (t)->line, __VA_ARGS__),       \
      (t)->column)

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// the children of a block, parted into those of the day and those of the pose
static bool part_block(reader *r, const ps_tree *block, ps_tree *own, ps_tree *pose) {
  *own = *pose = (ps_tree){.kind = PS_TREE_MAP, .line = block->line, .column = block->column};
  for (const ps_tree *t = block->first; t; t = t->next) {
    ps_tree *parent = is_block_key(t->key) ? own : pose;
    ps_tree *copy = ps_pool_take(r->pool, sizeof *copy);
    if (!copy)
      return false;
    *copy = *t;
    copy->next = NULL;
    if (parent->last)
      parent->last->next = copy;
    else
      parent->first = copy;
    parent->last = copy;
    parent->n++;
  }
  return true;
}

static ps_status duration_of(reader *r, const ps_tree *own, const char *key, const char *text,
                             double *seconds) {
  const ps_tree *t = ps_tree_member(own, key);
  if (!text)
    return PS_OK;
  if (!ps_duration_read(text, seconds))
    return FAIL(r, t ? t : own, "%s is '%.40s', expected a duration such as 90 min or 1.5 h", key,
                text);
  if (!(*seconds > 0 && *seconds <= day_s))
    return FAIL(r, t ? t : own, "%s is %.40s; allowed is more than nothing and at most 24 h", key,
                text);
  return PS_OK;
}

static ps_status find_task(reader *r, const ps_tree *own, const char *name, ps_task *task) {
  ps_nearest nearest = ps_nearest_to(name);
  bool found;
  char hint[96];
  PS_TRY(ps_task_named(r->pool, name, task, &found, &nearest, r->err));
  const ps_tree *place = ps_tree_member(own, "task");
  return found ? PS_OK
               : FAIL(r, place ? place : own, "there is no task '%.40s'%s", name,
                      ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status add_pose(reader *r, const ps_pose *pose, int *index) {
  if (!ps_pool_grow(r->pool, (void **)&r->day->pose, r->day->npose, &r->pose_room, sizeof *pose))
    return no_memory(r->err);
  *index = r->day->npose;
  r->day->pose[r->day->npose++] = *pose;
  return PS_OK;
}

// a posture of the table, in the day's person; made once
static ps_status named_pose(reader *r, const char *name, int *index) {
  for (int i = 0; i < r->day->npose; i++)
    if (r->day->pose[i].title == NULL && strcmp(r->day->pose[i].posture, name) == 0) {
      *index = i;
      return PS_OK;
    }
  ps_tree tree = {.kind = PS_TREE_MAP};
  ps_pose pose;
  if (!ps_tree_text(r->pool, &tree, "posture", name))
    return no_memory(r->err);
  PS_TRY(ps_pose_read(r->pool, &tree, r->path, &pose, r->err));
  pose.person = r->day->person;
  pose.title = NULL; // marks it as made here
  return add_pose(r, &pose, index);
}

static ps_status add_block(reader *r, const ps_tree *at, const ps_day_block *block) {
  if (r->day->nblock == MOST_BLOCKS)
    return FAIL(r, at, "a day may have %d blocks and breaks", MOST_BLOCKS);
  if (!ps_pool_grow(r->pool, (void **)&r->day->block, r->day->nblock, &r->room, sizeof *block))
    return no_memory(r->err);
  ps_day_block *b = &r->day->block[r->day->nblock++];
  *b = *block;
  b->start_s = r->clock;
  b->line = at->line;
  b->column = at->column;
  r->clock += b->duration_s;
  return PS_OK;
}

// a block as it is, or in pieces with breaks between them; the last piece has no break
static ps_status add_with_breaks(reader *r, const ps_tree *at, const block_words *w,
                                 const ps_day_block *block, double every, double pause) {
  const char *walk = w->walk ? w->walk : "walking";
  ps_day_block rest = {
      .posture = walk, .title = "break", .duration_s = pause, .is_break = true, .seat_factor = 1};
  if (isfinite(every)) {
    PS_TRY(named_pose(r, walk, &rest.pose));
    PS_TRY(find_task(r, at, "walking", &rest.task));
  }
  for (double left = block->duration_s; left > 1e-6;) {
    ps_day_block piece = *block;
    piece.has_breaks = every <= 35 * 60;
    piece.duration_s = isfinite(every) ? fmin(left, every) : left;
    PS_TRY(add_block(r, at, &piece));
    left -= piece.duration_s;
    if (left <= 1e-6)
      break;
    rest.duration_s = fmin(pause, left);
    PS_TRY(add_block(r, at, &rest));
    left -= rest.duration_s;
  }
  return PS_OK;
}

static ps_status check_start(reader *r, const ps_tree *own, const char *at) {
  double start;
  const ps_tree *t = ps_tree_member(own, "at");
  if (!at)
    return PS_OK;
  if (!ps_clock_time_read(at, &start))
    return FAIL(r, t, "at is '%.20s', expected a time such as \"08:00\"", at);
  double off = start - fmod(r->clock, day_s);
  if (fabs(off) < 0.5)
    return PS_OK;
  return FAIL(r, t, "the block begins at %.20s, %.0f min %s the one before ends", at,
              fabs(off) / 60, off > 0 ? "after" : "before");
}

static ps_status read_block(reader *r, const ps_tree *block) {
  ps_tree own, rest;
  block_words w = {.seat = 1};
  if (block->kind != PS_TREE_MAP)
    return FAIL(r, block, "a block is a map such as {for: 90 min, posture: sitting_relaxed}");
  if (!part_block(r, block, &own, &rest))
    return no_memory(r->err);
  PS_TRY(ps_schema_read(&block_schema, &own, r->path, r->pool, &w, r->err));
  ps_day_block b = {.stress = w.stress, .vibration_m_s2 = w.vibration, .seat_factor = w.seat};
  double every = NAN, pause = 120;
  PS_TRY(duration_of(r, &own, "for", w.duration, &b.duration_s));
  PS_TRY(duration_of(r, &own, "break_every", w.every, &every));
  PS_TRY(duration_of(r, &own, "break_for", w.pause, &pause));
  PS_TRY(check_start(r, &own, w.at));
  ps_pose pose;
  PS_TRY(ps_pose_read(r->pool, &rest, r->path, &pose, r->err));
  pose.person = r->day->person;
  bool walks = isfinite(pose.phase_pct);
  PS_TRY(find_task(r, &own, w.task ? w.task : walks ? "walking" : "still", &b.task));
  if (b.task.hands >= 0)
    pose.support.hands = b.task.hands;
  b.posture = pose.posture;
  b.title = pose.title ? pose.title : "";
  pose.title = b.title;
  PS_TRY(add_pose(r, &pose, &b.pose));
  return add_with_breaks(r, block, &w, &b, every, pause);
}

static ps_status add_night(reader *r, const ps_tree *tree) {
  const ps_tree *place = ps_tree_member(tree, "sleep_h");
  double asleep = r->w.sleep_h * 3600, length = r->clock - r->day->start_s;
  if (length + asleep > day_s + 0.5)
    return FAIL(r, place ? place : tree,
                "the day has %.2f h: %.2f h of blocks and %.2f h of sleep; allowed are 24 h",
                (length + asleep) / 3600, length / 3600, asleep / 3600);
  r->day->sleep_s = asleep;
  if (asleep <= 0)
    return PS_OK;
  ps_day_block night = {.posture = "lying_supine",
                        .title = "night",
                        .duration_s = asleep,
                        .seat_factor = 1,
                        .is_night = true};
  PS_TRY(named_pose(r, night.posture, &night.pose));
  PS_TRY(find_task(r, tree, "sleeping", &night.task));
  return add_block(r, tree, &night);
}

ps_status ps_day_read(ps_pool *pool, const ps_tree *tree, const char *path, ps_day *day,
                      ps_error *err) {
  *day = (ps_day){.title = ""};
  reader r = {.pool = pool, .path = path, .err = err, .day = day};
  r.w.day.person = ps_person_default();
  r.w.day.title = "";
  PS_TRY(ps_schema_read(&ps_day_schema, tree, path, pool, &r.w, err));
  ps_person_complete(&r.w.day.person, ps_tree_member(tree, "person"));
  *day = r.w.day;
  day->start_s = 8 * 3600;
  const ps_tree *start = ps_tree_member(tree, "start");
  if (r.w.start && !ps_clock_time_read(r.w.start, &day->start_s))
    return FAIL(&r, start, "start is '%.20s', expected a time such as \"08:00\"", r.w.start);
  r.clock = day->start_s;
  if (r.w.blocks->kind != PS_TREE_LIST || !r.w.blocks->n)
    return FAIL(&r, r.w.blocks,
                "blocks is no list of blocks; expected - {for: 90 min, posture: "
                "sitting_relaxed}");
  for (const ps_tree *t = r.w.blocks->first; t; t = t->next)
    PS_TRY(read_block(&r, t));
  return add_night(&r, tree);
}

double ps_day_length(const ps_day *day) {
  double sum = 0;
  for (int i = 0; i < day->nblock; i++)
    sum += day->block[i].duration_s;
  return sum;
}
