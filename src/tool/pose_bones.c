// pose_bones.c: outlines of bones on the frames of the model, in metres of the tables' person.
//
// Joint centres are the model's. A vertebra spans from its lower to its upper joint centre, less
// the discs; its end plates lean half way from the middle of the bone to the disc beyond.
#include "tool/pose_bones.h"

#include <math.h>

static const double degree = 3.14159265358979323846 / 180; // [rad]

static const double half_depth = 0.017; // [m]  of a vertebral body, front to back
static const double disc = 0.0042;      // [m]  half the height of a disc

ps_bones ps_bones_of(const ps_posed *item) {
  const ps_answer *a = item->answer;
  return (ps_bones){.h = a->human,
                    .d = ps_hold_data(a->hold),
                    .held = &a->held,
                    .posture = &a->posture,
                    .size = ps_person_scaling(&a->human->person).length};
}

ps_view ps_bones_view(ps_file_writer *w, const ps_bones *b) {
  ps_transform pelvis = b->d->body_X[b->h->pelvis];
  ps_view v = {.w = w,
               .origin = pelvis.p,
               .right = ps_vec(1, 0, 0),
               .up = ps_vec(0, 1, 0),
               .scale = 1,
               .size = b->size};
  ps_vec3 across = ps_column(pelvis.R, 2);
  if (fabs(across.z) < 0.7) {
    v.right = ps_column(pelvis.R, 0);
    v.up = ps_column(pelvis.R, 1);
  }
  return v;
}

ps_vec3 ps_bones_joint(const ps_bones *b, int level) {
  const ps_human *h = b->h;
  int below = level ? h->upper[level - 1] : h->pelvis;
  return ps_transform_point(b->d->body_X[below], h->model->body_X_PF[h->upper[level]].p);
}

// ---- pelvis

static const ps_outline hip_bone[] = {
    {0.000, 0.000},   {-0.012, 0.035},  {-0.040, 0.068},  {-0.080, 0.088},  {-0.122, 0.076},
    {-0.150, 0.040},  {-0.146, 0.010},  {-0.122, -0.004}, {-0.098, -0.022}, {-0.094, -0.052},
    {-0.106, -0.080}, {-0.104, -0.112}, {-0.086, -0.128}, {-0.052, -0.120}, {-0.018, -0.110},
    {0.000, -0.096},  {-0.004, -0.080}, {-0.026, -0.068}, {-0.024, -0.046}, {-0.010, -0.026}};

void ps_bones_sacrum(const ps_view *v, const ps_bones *b) {
  double slope = b->h->sacral_slope_deg * degree, c = cos(slope), s = sin(slope);
  ps_vec3 joint = ps_scale(1 / b->size, b->h->model->body_X_PF[b->h->upper[PS_L5_S1]].p);
  // the plate, a little below the joint centre and leaning forward
  double x = joint.x - disc * s, y = joint.y - disc * c;
  const ps_outline sacrum[] = {{x + half_depth * c, y - half_depth * s},
                               {x, y},
                               {x - half_depth * c, y + half_depth * s},
                               {x - 0.036, y - 0.004},
                               {x - 0.058, y - 0.045},
                               {x - 0.058, y - 0.085},
                               {x - 0.040, y - 0.122},
                               {x - 0.031, y - 0.124},
                               {x - 0.036, y - 0.092},
                               {x - 0.028, y - 0.058},
                               {x - 0.006, y - 0.030}};
  ps_view_shape(v, b->d->body_X[b->h->pelvis], sacrum, sizeof sacrum / sizeof *sacrum, "bone");
}

void ps_bones_hip(const ps_view *v, const ps_bones *b) {
  ps_view_shape(v, b->d->body_X[b->h->pelvis], hip_bone, sizeof hip_bone / sizeof *hip_bone,
                "bone veil");
}

// ---- vertebrae

static ps_vec3 unit(ps_vec3 a) {
  return ps_scale(1 / ps_norm(a), a);
}

// body with waist, arch and spinous process; its joint centres, and where the discs there face
static void put_vertebra(const ps_view *v, const ps_bones *b, ps_vec3 below, ps_vec3 low,
                         ps_vec3 above, ps_vec3 high) {
  ps_vec3 middle = unit(ps_add(low, high)), up = unit(ps_sub(above, below));
  ps_vec3 front = unit(ps_axpy(middle, -ps_dot(middle, up), up));
  ps_vec3 plate[2] = {unit(ps_add(low, front)), unit(ps_add(high, front))};
  ps_vec3 end[2] = {ps_axpy(below, disc * b->size, up), ps_axpy(above, -disc * b->size, up)};
  ps_vec3 centre = ps_scale(0.5, ps_add(below, above));
  double h = half_depth * b->size, s = b->size;
#define AT(x, y) ps_view_spot(v, ps_axpy(ps_axpy(centre, s *(x), front), s *(y), up))
  ps_spot arch[] = {AT(-0.014, 0.009),  AT(-0.030, 0.008),  AT(-0.046, 0.000),  AT(-0.064, -0.004),
                    AT(-0.067, -0.013), AT(-0.060, -0.017), AT(-0.044, -0.012), AT(-0.034, -0.018),
                    AT(-0.027, -0.014), AT(-0.022, -0.001)};
  ps_view_curve(v->w, arch, sizeof arch / sizeof *arch, true, true, "bone arch");
  ps_spot body[] = {ps_view_spot(v, ps_axpy(end[0], h, plate[0])),  AT(0.0145, 0),
                    ps_view_spot(v, ps_axpy(end[1], h, plate[1])),  ps_view_spot(v, end[1]),
                    ps_view_spot(v, ps_axpy(end[1], -h, plate[1])), AT(-0.0145, 0),
                    ps_view_spot(v, ps_axpy(end[0], -h, plate[0])), ps_view_spot(v, end[0])};
#undef AT
  ps_view_curve(v->w, body, sizeof body / sizeof *body, true, true, "bone");
}

void ps_bones_vertebrae(const ps_view *v, const ps_bones *b) {
  const ps_level_load *l = b->held->level;
  for (int k = 0; k + 1 < PS_LEVELS; k++)
    put_vertebra(v, b, ps_bones_joint(b, k), l[k].front, ps_bones_joint(b, k + 1), l[k + 1].front);
  // T12 is part of the thorax
  ps_transform X = b->d->body_X[b->h->torso];
  ps_vec3 top = ps_transform_point(X, ps_vec(-0.023 * b->size, 0.145 * b->size, 0));
  ps_vec3 face = ps_mat_mul(X.R, ps_vec(cos(0.3), sin(0.3), 0));
  put_vertebra(v, b, ps_bones_joint(b, PS_T12_L1), l[PS_T12_L1].front, top, face);
}

// ---- thorax

void ps_bones_thorax(const ps_view *v, const ps_bones *b) {
  static const ps_outline column[] = {{-0.025, 0.148}, {-0.034, 0.17}, {-0.052, 0.23},
                                      {-0.058, 0.30},  {-0.046, 0.37}, {-0.026, 0.43},
                                      {-0.018, 0.48},  {-0.008, 0.53}};
  static const ps_outline ribs[][4] = {{{-0.053, 0.34}, {0.0, 0.345}, {0.05, 0.335}, {0.068, 0.33}},
                                       {{-0.057, 0.30}, {0.0, 0.29}, {0.06, 0.275}, {0.084, 0.28}},
                                       {{-0.055, 0.26}, {0.0, 0.24}, {0.07, 0.22}, {0.092, 0.235}},
                                       {{-0.050, 0.22}, {0.0, 0.19}, {0.06, 0.165}, {0.09, 0.20}},
                                       {{-0.042, 0.18}, {0.0, 0.15}, {0.04, 0.13}, {0.07, 0.15}}};
  ps_transform X = b->d->body_X[b->h->torso];
  ps_spot spots[8];
  double s = b->size;
  for (int i = 0; i < 8; i++)
    spots[i] = ps_view_spot(v, ps_transform_point(X, ps_vec(s * column[i].x, s * column[i].y, 0)));
  ps_view_curve(v->w, spots, 8, false, true, "column");
  for (int r = 0; r < 5; r++) {
    for (int i = 0; i < 4; i++)
      spots[i] =
          ps_view_spot(v, ps_transform_point(X, ps_vec(s * ribs[r][i].x, s * ribs[r][i].y, 0)));
    ps_view_curve(v->w, spots, 4, false, true, "rib");
  }
}

// ---- femur

void ps_bones_femur(const ps_view *v, const ps_bones *b, int side, double length) {
  ps_transform X = b->d->body_X[b->h->femur[side]];
  double low = -length;
  const ps_outline shaft[] = {
      {-0.012, -0.020}, {-0.030, -0.008}, {-0.036, -0.022}, {-0.028, -0.050}, {-0.018, -0.080},
      {-0.015, low},    {0.013, low},     {0.012, -0.080},  {0.008, -0.050},  {0.004, -0.022}};
  ps_view_shape(v, X, shaft, sizeof shaft / sizeof *shaft, "bone");
  ps_view_dot(v->w, ps_view_spot(v, X.p), v->scale * b->size * 0.024, "bone");
}
