// pose_figure.c: the whole person.
#include "tool/pose_figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "scenario/chair.h"
#include "scenario/support.h"
#include "tool/pose_bones.h"
#include "tool/report_words.h"

enum { WIDTH = 330, HEIGHT = 400, MARGIN = 24 }; // [px]

// ---- the forces that carry

enum { PRESSES = 16 };

typedef struct press {
  char name[24];
  ps_vec3 at, force; // [m], [N]
  double size;       // [N]
} press;

typedef struct presses {
  press item[PRESSES];
  int n;
  double reach; // [m/N]  length of the arrows
} presses;

static void add_press(presses *all, const char *name, ps_vec3 at, ps_vec3 force) {
  int i = 0;
  double size = ps_norm(force);
  while (i < all->n && strcmp(all->item[i].name, name) != 0)
    i++;
  if (i == PRESSES || !(size > 0))
    return;
  press *p = &all->item[i];
  if (i == all->n) {
    all->n++;
    snprintf(p->name, sizeof p->name, "%s", name);
  }
  p->size += size;
  p->at = ps_axpy(p->at, size / p->size, ps_sub(at, p->at)); // mean, weighed by size
  p->force = ps_add(p->force, force);
}

// contacts of a bed one by one, both sides together; of other supports all together
static void name_press(char name[24], const ps_support_point *c) {
  static const char *const kinds[] = {[PS_SUPPORT_FLOOR] = "floor",
                                      [PS_SUPPORT_SEAT] = "seat",
                                      [PS_SUPPORT_BACKREST] = "backrest",
                                      [PS_SUPPORT_HANDS] = "hands"};
  if (c->kind != PS_SUPPORT_BED) {
    snprintf(name, 24, "%s", kinds[c->kind]);
    return;
  }
  snprintf(name, 24, "%.23s", c->name);
  size_t n = strlen(name);
  if (n > 2 && name[n - 2] == '_')
    name[n - 2] = 0;
}

static ps_vec3 pressed_at(const ps_bones *b, const ps_support_point *c) {
  return ps_axpy(ps_transform_point(b->d->body_X[c->body], c->at), -c->radius, c->normal);
}

static presses find_presses(const ps_bones *b) {
  presses all = {.n = 0};
  char name[24];
  double weight = b->h->model->mass * ps_norm(b->h->model->gravity), most = weight;
  for (int i = 0; i < b->posture->ncontact; i++) {
    const ps_support_point *c = &b->posture->contact[i];
    name_press(name, c);
    if (!c->against)
      add_press(&all, name, pressed_at(b, c), b->held->contact[i]);
  }
  for (int i = 0; i < b->posture->npush; i++) {
    const ps_push *p = &b->posture->push[i];
    snprintf(name, sizeof name, "push %d", p->body);
    add_press(&all, name, ps_transform_point(b->d->body_X[p->body], p->at), p->force);
  }
  int kept = 0;
  for (int i = 0; i < all.n; i++)
    if (ps_norm(all.item[i].force) > 0.03 * weight) {
      most = fmax(most, ps_norm(all.item[i].force));
      all.item[kept++] = all.item[i];
    }
  all.n = kept;
  all.reach = 0.3 * b->size / most;
  return all;
}

// outside of the body, where an arrow begins: its head touches the place
static ps_vec3 tail_of(const presses *all, const press *p) {
  return ps_axpy(p->at, -all->reach, p->force);
}

// beside the tail of the arrow, below what stands there already
static void put_press_number(const ps_view *v, const press *p, ps_spot head, ps_spot tail,
                             ps_spot *taken, int n) {
  enum { ROOM = 30, LINE = 12 }; // [px]
  bool level = fabs(tail.x - head.x) > fabs(tail.y - head.y), below = tail.y > head.y;
  bool tiny = hypot(tail.x - head.x, tail.y - head.y) < 24;
  ps_spot at = {tail.x + 5, tail.y + 4};
  if (level || tiny)
    at = (ps_spot){tail.x - 8, tail.y + (below || level ? 13 : -4)};
  for (int i = 0; i < n; i++)
    if (fabs(taken[i].x - at.x) < ROOM && fabs(taken[i].y - at.y) < LINE - 1) {
      at.y = taken[i].y + LINE;
      i = -1;
    }
  taken[n] = at;
  ps_file_writer_text(v->w, "<text");
  ps_view_attribute(v->w, "x", at.x);
  ps_view_attribute(v->w, "y", at.y);
  ps_file_writer_text(v->w, ">");
  ps_put_fixed(v->w, ps_norm(p->force), 0);
  ps_file_writer_text(v->w, "</text>\n");
}

static void put_presses(const ps_view *v, const presses *all) {
  ps_spot taken[PRESSES];
  for (int i = 0; i < all->n; i++) {
    const press *p = &all->item[i];
    ps_spot head = ps_view_spot(v, p->at), tail = ps_view_spot(v, tail_of(all, p));
    ps_view_arrow(v->w, tail, head, "press");
    put_press_number(v, p, head, tail, taken, i);
  }
}

// ---- the view

typedef struct box {
  double left, right, low, high; // [m]
} box;

static void hold_point(box *b, const ps_view *v, ps_vec3 at, double round) {
  ps_vec3 off = ps_sub(at, v->origin);
  double x = ps_dot(off, v->right), y = ps_dot(off, v->up);
  b->left = fmin(b->left, x - round);
  b->right = fmax(b->right, x + round);
  b->low = fmin(b->low, y - round);
  b->high = fmax(b->high, y + round);
}

static ps_vec3 in_body(const ps_bones *b, int body, double x, double y, double z) {
  double s = b->size;
  return ps_transform_point(b->d->body_X[body], ps_vec(s * x, s * y, s * z));
}

static ps_view fit_view(ps_file_writer *w, const ps_bones *b, ps_vec3 hand, const presses *carried,
                        double *height) {
  ps_view v = ps_bones_view(w, b);
  const ps_human *h = b->h;
  box all = {INFINITY, -INFINITY, INFINITY, -INFINITY};
  hold_point(&all, &v, in_body(b, h->torso, 0.02, 0.57, 0), 0.14);
  hold_point(&all, &v, in_body(b, h->torso, 0.0, 0.25, 0), 0.14);
  hold_point(&all, &v, hand, 0.05);
  hold_point(&all, &v, in_body(b, h->pelvis, -0.07, -0.03, 0), 0.15);
  for (int side = 0; side < 2; side++) {
    hold_point(&all, &v, in_body(b, h->tibia[side], 0, 0, 0), 0.07);
    hold_point(&all, &v, in_body(b, h->foot[side], 0, 0, 0), 0.04);
    hold_point(&all, &v, in_body(b, h->foot[side], 0.22, 0.02, 0), 0.03);
  }
  for (int i = 0; i < carried->n; i++)
    hold_point(&all, &v, tail_of(carried, &carried->item[i]), 0);
  double across = fmax(all.right - all.left, 0.5), up = fmax(all.high - all.low, 0.5);
  v.scale = fmin((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / up);
  v.x = WIDTH / 2.0 - v.scale * (all.left + all.right) / 2;
  *height = 2 * MARGIN + v.scale * up;
  v.y = *height - MARGIN + v.scale * all.low;
  return v;
}

// ---- seat, floor, bed

// a line through all places of a support, square to the mean of their normals
static void put_support(const ps_view *v, const ps_bones *b, ps_support_kind kind) {
  const double over[] = {[PS_SUPPORT_FLOOR] = 0.12,
                         [PS_SUPPORT_SEAT] = 0.06,
                         [PS_SUPPORT_BACKREST] = 0.1,
                         [PS_SUPPORT_BED] = 0.1,
                         [PS_SUPPORT_HANDS] = 0.08}; // [m]  further than the places
  const ps_posture *p = b->posture;
  ps_vec3 normal = {0, 0, 0}, middle = {0, 0, 0};
  int n = 0;
  for (int i = 0; i < p->ncontact; i++)
    if (p->contact[i].kind == kind && !p->contact[i].against) {
      normal = ps_add(normal, p->contact[i].normal);
      middle = ps_add(middle, pressed_at(b, &p->contact[i]));
      n++;
    }
  double along = ps_dot(normal, v->right), up = ps_dot(normal, v->up), size = hypot(along, up);
  if (!n || !(size > 0.5 * n))
    return;
  middle = ps_scale(1.0 / n, middle);
  ps_vec3 line = ps_axpy(ps_scale(up / size, v->right), -along / size, v->up);
  double low = 0, high = 0;
  for (int i = 0; i < p->ncontact; i++)
    if (p->contact[i].kind == kind && !p->contact[i].against) {
      double s = ps_dot(ps_sub(pressed_at(b, &p->contact[i]), middle), line);
      low = fmin(low, s);
      high = fmax(high, s);
    }
  ps_view_line(v->w, ps_view_spot(v, ps_axpy(middle, low - over[kind], line)),
               ps_view_spot(v, ps_axpy(middle, high + over[kind], line)), "support");
}

// ---- the person

static void put_leg(const ps_view *v, const ps_bones *b, int side, const char *style) {
  const ps_human *h = b->h;
  ps_vec3 hip = in_body(b, h->femur[side], 0, 0, 0), knee = in_body(b, h->tibia[side], 0, 0, 0);
  ps_vec3 ankle = in_body(b, h->foot[side], 0.049, 0.042, 0);
  ps_view_limb(v, in_body(b, h->foot[side], 0.02, 0.03, 0), 0.033,
               in_body(b, h->foot[side], 0.2, 0.015, 0), 0.017, style);
  ps_view_limb(v, knee, 0.055, ankle, 0.035, style);
  ps_view_limb(v, hip, 0.088, knee, 0.058, style);
}

static const ps_outline trunk[] = {{-0.075, 0.10}, {-0.10, 0.20}, {-0.105, 0.29}, {-0.085, 0.37},
                                   {-0.045, 0.43}, {0.03, 0.425}, {0.085, 0.35},  {0.11, 0.25},
                                   {0.11, 0.15},   {0.095, 0.08}};
static const ps_outline pelvis[] = {{-0.165, 0.02},  {-0.175, -0.05}, {-0.15, -0.11},
                                    {-0.06, -0.145}, {0.01, -0.11},   {0.03, -0.03},
                                    {0.02, 0.05},    {-0.06, 0.09},   {-0.14, 0.08}};

// flesh between ribs and pelvis: follows the vertebrae
static void put_waist(const ps_view *v, const ps_bones *b, const char *style) {
  enum { N = 2 * PS_LEVELS };
  ps_spot spots[N];
  for (int k = 0; k < PS_LEVELS; k++) {
    ps_vec3 c = ps_bones_joint(b, k), front = b->held->level[k].front;
    double belly = 0.135 - 0.004 * k;
    spots[k] = ps_view_spot(v, ps_axpy(c, belly * b->size, front));
    spots[N - 1 - k] = ps_view_spot(v, ps_axpy(c, -0.085 * b->size, front));
  }
  ps_view_curve(v->w, spots, N, true, true, style);
}

// where the hands are: on what they hold or lean on, else hanging beside the body
static ps_vec3 hand_place(const ps_bones *b, const ps_posed *item) {
  const ps_pose *pose = &item->answer->pose;
  const ps_pose_load *loads = pose->loads.items;
  for (int i = 0; i < pose->loads.n; i++)
    if (strcmp(loads[i].body, "hands") == 0)
      return ps_load_place(b->h, b->d, &loads[i]);
  if (ps_hands_of(pose) == PS_HANDS_ARMRESTS)
    return in_body(b, b->h->torso, 0.33, 0.06, 0);
  for (int i = 0; i < b->posture->ncontact; i++)
    if (b->posture->contact[i].kind == PS_SUPPORT_HANDS)
      return pressed_at(b, &b->posture->contact[i]);
  if (pose->support.hands == PS_HANDS_LAP)
    return in_body(b, b->h->femur[PS_RIGHT], 0.09, -0.24, 0);
  return in_body(b, b->h->torso, 0.03, -0.245, 0);
}

static void put_arm(const ps_view *v, const ps_bones *b, ps_vec3 hand) {
  const double upper = 0.29 * b->size, lower = 0.34 * b->size; // [m]  forearm with half a hand
  ps_vec3 shoulder = in_body(b, b->h->torso, -0.02, 0.37, 0);
  ps_vec3 off = ps_sub(hand, shoulder);
  double x = ps_dot(off, v->right), y = ps_dot(off, v->up), d = hypot(x, y);
  double reach = fmin(d, 0.999 * (upper + lower));
  reach = fmax(reach, fabs(upper - lower) + 0.01);
  // the elbow by the law of cosines, on the side of the back
  double c = (upper * upper + reach * reach - lower * lower) / (2 * upper * reach);
  double angle = atan2(y, x) - acos(fmax(-1, fmin(1, c)));
  ps_vec3 elbow =
      ps_axpy(ps_axpy(shoulder, upper * cos(angle), v->right), upper * sin(angle), v->up);
  double turn = d > 0 ? reach / d : 0;
  hand = ps_axpy(ps_axpy(shoulder, turn * x, v->right), turn * y, v->up);
  ps_view_limb(v, shoulder, 0.046, elbow, 0.036, "flesh arm");
  ps_view_limb(v, elbow, 0.034, hand, 0.028, "flesh arm");
}

static void put_person(const ps_view *v, const ps_bones *b, ps_vec3 hand) {
  const ps_human *h = b->h;
  put_leg(v, b, PS_LEFT, "flesh far");
  ps_view_limb(v, in_body(b, h->torso, -0.015, 0.42, 0), 0.05, in_body(b, h->torso, 0.005, 0.5, 0),
               0.05, "flesh");
  const ps_outline head[] = {{0.015, 0.69}, {-0.055, 0.665}, {-0.085, 0.59}, {-0.06, 0.51},
                             {0.0, 0.475},  {0.07, 0.465},   {0.1, 0.5},     {0.112, 0.56},
                             {0.1, 0.63},   {0.065, 0.675}};
  ps_view_shape(v, b->d->body_X[h->torso], head, sizeof head / sizeof *head, "flesh");
  put_waist(v, b, "flesh");
  ps_view_shape(v, b->d->body_X[h->pelvis], pelvis, sizeof pelvis / sizeof *pelvis, "flesh");
  ps_view_shape(v, b->d->body_X[h->torso], trunk, sizeof trunk / sizeof *trunk, "flesh");
  put_leg(v, b, PS_RIGHT, "flesh");
  ps_bones_thorax(v, b);
  ps_bones_sacrum(v, b);
  ps_bones_vertebrae(v, b);
  ps_bones_hip(v, b);
  put_arm(v, b, hand);
}

void ps_figure_body(ps_file_writer *w, const ps_posed *item, int id) {
  ps_bones b = ps_bones_of(item);
  presses carried = find_presses(&b);
  ps_vec3 hand = hand_place(&b, item);
  double height;
  ps_view v = fit_view(w, &b, hand, &carried, &height);
  ps_file_writer_format(w,
                        "<svg class=\"body\" role=\"img\" viewBox=\"0 0 %d %d\" "
                        "aria-labelledby=\"t%d\"><title id=\"t%d\">",
                        WIDTH, (int)ceil(height), id, id);
  ps_write_escaped(w, ps_pose_text_at(item->answer->tree, "title"));
  ps_file_writer_text(w, ", seen from the right, with the forces of the supports in newtons"
                         "</title>\n");
  for (int kind = 0; kind < PS_SUPPORT_KINDS; kind++)
    put_support(&v, &b, (ps_support_kind)kind);
  put_person(&v, &b, hand);
  put_presses(&v, &carried);
  ps_file_writer_text(w, "</svg>\n");
}
