// care_day.c: blocks of a day, parted and changed by what a person does about it.
#include "scenario/care_day.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"

static const double cycle_s = 45 * 60;       // of sitting and standing at a desk
static const double break_every_s = 30 * 60; // as trials of active breaks and row P81 have it
static const double break_least_s = 30, break_most_s = 300;
static const double pad_m = 0.03; // of a chair that nobody described
static const double days_a_week = 7;

typedef struct editor {
  ps_pool *pool;
  const ps_care *care;
  const ps_care_sizes *sizes;
  ps_day *day;
  int pose_room, room;
  ps_error *err;
} editor;

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- poses and blocks

static ps_status add_pose(editor *e, const ps_pose *pose, int *index) {
  ps_day *d = e->day;
  if (!ps_pool_grow(e->pool, (void **)&d->pose, d->npose, &e->pose_room, sizeof *pose))
    return no_memory(e->err);
  *index = d->npose;
  d->pose[d->npose++] = *pose;
  return PS_OK;
}

static ps_status named_pose(editor *e, const char *name, ps_pose *pose) {
  ps_tree tree = {.kind = PS_TREE_MAP};
  if (!ps_tree_text(e->pool, &tree, "posture", name))
    return no_memory(e->err);
  PS_TRY(ps_pose_read(e->pool, &tree, name, pose, e->err));
  pose->person = e->day->person;
  pose->title = NULL;
  return PS_OK;
}

// of the table, which has those that are named here
static ps_status named_task(editor *e, const char *name, ps_task *task) {
  bool found;
  PS_TRY(ps_task_named(e->pool, name, task, &found, NULL, e->err));
  return found ? PS_OK
               : ps_fail(e->err, PS_ERR_REFERENCE, "life/tasks.csv", 0, "there is no task '%s'",
                         name);
}

// blocks made anew: those of `from`, one after the other
typedef struct list {
  const ps_day_block *from;
  int n;
} list;

static list begin(editor *e) {
  list old = {e->day->block, e->day->nblock};
  e->day->block = NULL;
  e->day->nblock = e->room = 0;
  return old;
}

static ps_status add_block(editor *e, const ps_day_block *b, double duration_s) {
  ps_day *d = e->day;
  if (duration_s < 1e-6)
    return PS_OK;
  if (!ps_pool_grow(e->pool, (void **)&d->block, d->nblock, &e->room, sizeof *b))
    return no_memory(e->err);
  ps_day_block *last = &d->block[d->nblock];
  *last = *b;
  last->duration_s = duration_s;
  last->start_s = d->nblock ? last[-1].start_s + last[-1].duration_s : d->start_s;
  d->nblock++;
  return PS_OK;
}

static bool sits(const editor *e, const ps_day_block *b) {
  return e->day->pose[b->pose].support.seat && !b->is_break && !b->is_night;
}

// ---- another seat

// leaning back with the pad behind the loin; who leans already gets the pad
static ps_status reseat(editor *e, const ps_care_item *item) {
  int first = e->day->npose, *other = ps_pool_take(e->pool, (size_t)first * sizeof *other);
  ps_pose leaning;
  if (!other)
    return no_memory(e->err);
  PS_TRY(named_pose(e, "sitting_reclined", &leaning));
  for (int i = 0; i < first; i++) {
    ps_pose pose = e->day->pose[i];
    other[i] = i;
    if (!pose.support.seat)
      continue;
    if (!pose.support.backrest) {
      int hands = pose.support.hands;
      pose = leaning;
      pose.support.hands = hands;
    }
    pose.chair.lumbar_pad_m = isfinite(item->stated) ? item->stated : pad_m;
    PS_TRY(add_pose(e, &pose, &other[i]));
  }
  list old = begin(e);
  for (int i = 0; i < old.n; i++) {
    ps_day_block b = old.from[i];
    b.pose = other[b.pose];
    b.posture = e->day->pose[b.pose].posture;
    PS_TRY(add_block(e, &b, b.duration_s));
  }
  return PS_OK;
}

// ---- sitting and standing by turns

static bool at_desk(const ps_day_block *b) {
  return b->task.hands == PS_HANDS_DESK || b->task.hands == PS_HAND_DESK_RIGHT;
}

static ps_status part(editor *e, const ps_day_block *b, const ps_day_block *up, double share) {
  for (double left = b->duration_s; left > 1e-6;) {
    double turn = left > 1.5 * cycle_s ? cycle_s : left; // no turn of a few minutes at the end
    PS_TRY(add_block(e, b, turn * (1 - share)));
    PS_TRY(add_block(e, up, turn * share));
    left -= turn;
  }
  return PS_OK;
}

static ps_status stand_by_turns(editor *e, double size) {
  double share = fmax(0, fmin(1, -size));
  ps_pose standing;
  ps_task work;
  int pose = 0;
  PS_TRY(named_task(e, "standing_work", &work));
  PS_TRY(named_pose(e, "standing", &standing));
  standing.support.hands = PS_HANDS_FREE;
  PS_TRY(add_pose(e, &standing, &pose));
  list old = begin(e);
  for (int i = 0; i < old.n; i++) {
    const ps_day_block *b = &old.from[i];
    if (!sits(e, b) || !at_desk(b)) {
      PS_TRY(add_block(e, b, b->duration_s));
      continue;
    }
    ps_day_block up = *b;
    up.pose = pose;
    up.posture = "standing";
    up.task = work;
    up.vibration_m_s2 = 0;
    PS_TRY(part(e, b, &up, share));
  }
  return PS_OK;
}

// ---- breaks

static double pause_of(const editor *e, const ps_care_item *item) {
  int breaks = 0;
  for (int i = 0; i < e->day->nblock; i++)
    if (sits(e, &e->day->block[i]))
      breaks += (int)(e->day->block[i].duration_s / break_every_s);
  double pause = item->minutes * 60 / days_a_week / (breaks > 0 ? breaks : 1);
  return fmax(break_least_s, fmin(break_most_s, pause));
}

static ps_status take_breaks(editor *e, const ps_care_item *item) {
  ps_pose walking;
  ps_day_block rest = {.posture = "walking", .title = "break", .is_break = true, .seat_factor = 1};
  double pause = pause_of(e, item);
  PS_TRY(named_task(e, "walking", &rest.task));
  PS_TRY(named_pose(e, "walking", &walking));
  PS_TRY(add_pose(e, &walking, &rest.pose));
  if (item->minutes == 0)
    return PS_OK;
  list old = begin(e);
  for (int i = 0; i < old.n; i++) {
    ps_day_block b = old.from[i];
    if (!sits(e, &b) || b.has_breaks) {
      PS_TRY(add_block(e, &b, b.duration_s));
      continue;
    }
    b.has_breaks = true;
    for (double left = b.duration_s; left > 1e-6;) {
      double piece = fmin(left, break_every_s), after = fmin(pause, left - piece);
      PS_TRY(add_block(e, &b, piece));
      PS_TRY(add_block(e, &rest, after));
      left -= piece + fmax(0, after);
    }
  }
  return PS_OK;
}

// ---- a rest on the back

static ps_status lie_down(editor *e, const ps_care_item *item) {
  ps_pose lying;
  ps_day_block rest = {
      .posture = "lying_supine", .title = "rest", .is_break = true, .seat_factor = 1};
  PS_TRY(named_task(e, "still", &rest.task));
  PS_TRY(named_pose(e, rest.posture, &lying));
  PS_TRY(add_pose(e, &lying, &rest.pose));
  int longest = -1;
  for (int i = 0; i < e->day->nblock; i++)
    if (sits(e, &e->day->block[i]) &&
        (longest < 0 || e->day->block[i].duration_s > e->day->block[longest].duration_s))
      longest = i;
  double minutes = isfinite(item->minutes) ? item->minutes / days_a_week : 0;
  list old = begin(e);
  for (int i = 0; i < old.n; i++) {
    const ps_day_block *b = &old.from[i];
    double down = i == longest ? fmin(60 * minutes, b->duration_s) : 0;
    PS_TRY(add_block(e, b, b->duration_s - down));
    PS_TRY(add_block(e, &rest, down));
  }
  return PS_OK;
}

// ---- all of it

static ps_status copy(editor *e, const ps_day *plain) {
  *e->day = *plain;
  e->day->pose = NULL;
  e->day->npose = 0;
  int ignored;
  for (int i = 0; i < plain->npose; i++)
    PS_TRY(add_pose(e, &plain->pose[i], &ignored));
  e->day->block = plain->block; // read by the first that makes them anew
  return PS_OK;
}

// one kind of exposure after the other, so that breaks part what is still sat
static ps_status apply(editor *e, ps_care_way way) {
  for (int k = 0; k < e->care->n; k++) {
    const ps_care_item *item = &e->care->item[k];
    if (item->way != way || !ps_care_is_exposure(item))
      continue;
    PS_TRY(way == PS_CARE_SEAT      ? reseat(e, item)
           : way == PS_CARE_SITTING ? stand_by_turns(e, e->sizes->size[k])
           : way == PS_CARE_ONSET   ? take_breaks(e, item)
                                    : lie_down(e, item));
  }
  return PS_OK;
}

ps_status ps_care_day(ps_pool *pool, const ps_care *care, const ps_care_sizes *sizes,
                      const ps_day *plain, ps_day *day, ps_error *err) {
  editor e = {.pool = pool, .care = care, .sizes = sizes, .day = day, .err = err};
  PS_TRY(copy(&e, plain));
  PS_TRY(apply(&e, PS_CARE_SEAT));
  PS_TRY(apply(&e, PS_CARE_SITTING));
  PS_TRY(apply(&e, PS_CARE_ONSET));
  return apply(&e, PS_CARE_POSTURE);
}

ps_status ps_care_weeks(ps_pool *pool, const ps_care *care, ps_weeks *weeks, int *treated,
                        ps_error *err) {
  ps_care_sizes usual = ps_care_usual(care);
  int n = weeks->nkind;
  bool any = false;
  *treated = 0;
  for (int k = 0; k < care->n; k++)
    any |= ps_care_is_exposure(&care->item[k]);
  if (!any)
    return PS_OK;
  if (2 * n > PS_WEEKS_KINDS)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "weeks with interventions that change days may have %d kinds of day; these "
                   "have %d",
                   PS_WEEKS_KINDS / 2, n);
  for (int k = 0; k < n; k++) {
    char name[120];
    int length = snprintf(name, sizeof name, "%.100s with care", weeks->name[k]);
    weeks->name[n + k] = ps_pool_text(pool, name, (size_t)length);
    if (!weeks->name[n + k])
      return no_memory(err);
    PS_TRY(ps_care_day(pool, care, &usual, &weeks->kind[k], &weeks->kind[n + k], err));
  }
  *treated = n;
  weeks->nkind = 2 * n;
  return PS_OK;
}
