// bone.c: from named numbers to shapes, and the distance of their union.
#include "bone/bone.h"

#include <math.h>
#include <string.h>

static const double fold = 1e-3;  // [m]  the halves of a midline bone meet in a bow of this radius
static const double reach = 12.0; // [-]  blends away: a shape so much further has weight 6e-6

ps_ball ps_bone_ball_at(const ps_bone *bone, int ball) {
  const ps_bone_ball *b = &bone->ball[ball];
  const double *x = bone->number;
  return (ps_ball){ps_vec(x[b->x], x[b->y], b->z < 0 ? 0 : x[b->z]), fmax(x[b->r], 1e-4)};
}

// Catmull-Rom: through b and c with the slopes of their neighbors
static double spline(double a, double b, double c, double d, double t) {
  double t2 = t * t, t3 = t2 * t;
  return b + (c - a) / 2 * t + (a - 2.5 * b + 2 * c - d / 2) * t2 +
         ((d - a) / 2 + 1.5 * (b - c)) * t3;
}

static ps_ball curve_ball(const ps_bone *bone, const ps_bone_part *part, int piece, double t) {
  ps_ball k[4];
  for (int i = 0; i < 4; i++) {
    int at = piece + i - 1;
    k[i] = ps_bone_ball_at(bone, part->ball[at < 0 ? 0 : at >= part->n ? part->n - 1 : at]);
  }
  return (ps_ball){ps_vec(spline(k[0].at.x, k[1].at.x, k[2].at.x, k[3].at.x, t),
                          spline(k[0].at.y, k[1].at.y, k[2].at.y, k[3].at.y, t),
                          spline(k[0].at.z, k[1].at.z, k[2].at.z, k[3].at.z, t)),
                   spline(k[0].radius, k[1].radius, k[2].radius, k[3].radius, t)};
}

static void add_curve(ps_bone *bone, const ps_bone_part *part) {
  for (int piece = 0; piece + 1 < part->n; piece++)
    for (int i = 0; i < PS_CURVE_STEPS; i++)
      bone->hull[bone->nhull++] =
          (ps_hull){2,
                    {curve_ball(bone, part, piece, (double)i / PS_CURVE_STEPS),
                     curve_ball(bone, part, piece, (double)(i + 1) / PS_CURVE_STEPS)}};
}

// Normals of plates, summed for each ball; a plate that looks the other way is turned.
static void sum_normals(ps_bone *bone) {
  for (int i = 0; i < bone->nball; i++)
    bone->normal[i] = ps_vec(0, 0, 0);
  for (int i = 0; i < bone->npart; i++) {
    const ps_bone_part *part = &bone->part[i];
    if (part->kind != PS_PART_SHEET)
      continue;
    ps_vec3 a = ps_bone_ball_at(bone, part->ball[0]).at;
    ps_vec3 n = ps_cross(ps_sub(ps_bone_ball_at(bone, part->ball[1]).at, a),
                         ps_sub(ps_bone_ball_at(bone, part->ball[2]).at, a));
    for (int k = 0; k < 3; k++) {
      ps_vec3 *sum = &bone->normal[part->ball[k]];
      *sum = ps_axpy(*sum, ps_dot(*sum, n) < 0 ? -1 : 1, n);
    }
  }
}

// Half way between two balls of a sheet: the middle of the cubic that stands on both normals at
// its ends [vlachos2001].
static ps_ball sheet_middle(const ps_bone *bone, int i, int k) {
  ps_ball a = ps_bone_ball_at(bone, i), b = ps_bone_ball_at(bone, k);
  ps_vec3 ab = ps_sub(b.at, a.at), na = bone->normal[i], nb = bone->normal[k];
  ps_vec3 at = ps_scale(0.5, ps_add(a.at, b.at));
  at = ps_axpy(at, -ps_dot(ab, na) / (8 * fmax(ps_norm2(na), 1e-30)), na);
  at = ps_axpy(at, ps_dot(ab, nb) / (8 * fmax(ps_norm2(nb), 1e-30)), nb);
  return (ps_ball){at, (a.radius + b.radius) / 2};
}

static void add_sheet(ps_bone *bone, const ps_bone_part *part) {
  ps_ball corner[3], middle[3];
  for (int k = 0; k < 3; k++) {
    corner[k] = ps_bone_ball_at(bone, part->ball[k]);
    middle[k] = sheet_middle(bone, part->ball[k], part->ball[(k + 1) % 3]);
  }
  for (int k = 0; k < 3; k++)
    bone->hull[bone->nhull++] = (ps_hull){3, {corner[k], middle[k], middle[(k + 2) % 3]}};
  bone->hull[bone->nhull++] = (ps_hull){3, {middle[0], middle[1], middle[2]}};
}

static ps_drum drum_of(const double *x) {
  return (ps_drum){x[0],  x[1],  x[2],  x[3],  x[4],  x[5],  x[6],  x[7],  x[8],  x[9],
                   x[10], x[11], x[12], x[13], x[14], x[15], x[16], x[17], x[18], x[19]};
}

// Append the hulls of a part, or what it cuts.
static void add_part(ps_bone *bone, const ps_bone_part *part) {
  if (part->kind == PS_PART_CURVE) {
    add_curve(bone, part);
    return;
  }
  if (part->kind == PS_PART_SHEET) {
    add_sheet(bone, part);
    return;
  }
  ps_hull hull = {.n = part->n};
  for (int k = 0; k < part->n; k++)
    hull.corner[k] = ps_bone_ball_at(bone, part->ball[k]);
  if (part->kind == PS_PART_CARVE)
    bone->carve[bone->ncarve++] = hull;
  else
    bone->hull[bone->nhull++] = hull;
}

void ps_bone_shape(ps_bone *bone) {
  bone->nhull = bone->ncarve = 0;
  sum_normals(bone);
  int group = 0;
  for (int i = 0; i < bone->npart; i++) {
    const ps_bone_part *part = &bone->part[i];
    bool goes_on = i > 0 && part->kind == PS_PART_SHEET && part[-1].kind == PS_PART_SHEET;
    group += !goes_on;
    int first = bone->nhull;
    add_part(bone, part);
    for (int k = first; k < bone->nhull; k++) {
      bone->bound[k] = ps_hull_bound(&bone->hull[k]);
      bone->group[k] = group;
    }
  }
  if (bone->first_drum >= 0)
    bone->drum = drum_of(&bone->number[bone->first_drum]);
}

typedef struct sum { // of exp((nearest - d) / k)
  double k, nearest, sum;
} sum;

static void add_shape(sum *s, double d) {
  if (d < s->nearest) {
    s->sum = 1 + (s->sum > 0 ? s->sum * exp((d - s->nearest) / s->k) : 0);
    s->nearest = d;
  } else if (d < INFINITY) {
    s->sum += exp((s->nearest - d) / s->k);
  }
}

// the union (B2), summed about the nearest shape; far shapes are looked at no closer than their
// bounds
static double join(const ps_bone *bone, ps_vec3 p) {
  sum s = {.k = bone->number[bone->blend], .nearest = INFINITY};
  if (bone->first_drum >= 0)
    add_shape(&s, ps_drum_distance(&bone->drum, p));
  double least = INFINITY; // of the group at hand
  for (int i = 0; i < bone->nhull; i++) {
    ps_ball bound = bone->bound[i];
    double far = fmin(s.nearest + reach * s.k, least) + bound.radius; // [m]  it plays no part there
    if (far > 0 && ps_norm2(ps_sub(p, bound.at)) < far * far)
      least = fmin(least, ps_hull_distance(&bone->hull[i], p));
    if (i + 1 == bone->nhull || bone->group[i + 1] != bone->group[i]) {
      add_shape(&s, least);
      least = INFINITY;
    }
  }
  return s.nearest - s.k * log(s.sum);
}

double ps_bone_distance(const ps_bone *bone, ps_vec3 p) {
  if (bone->midline)
    p.z = sqrt(p.z * p.z + fold * fold);
  double d = join(bone, p);
  for (int i = 0; i < bone->ncarve; i++)
    d = ps_smooth_max(d, -ps_hull_distance(&bone->carve[i], p), bone->number[bone->carve_blend]);
  return d;
}

ps_vec3 ps_bone_gradient(const ps_bone *bone, ps_vec3 p) {
  const double h = 1e-5; // [m]
  ps_vec3 x = ps_vec(h, 0, 0), y = ps_vec(0, h, 0), z = ps_vec(0, 0, h);
  return ps_scale(
      0.5 / h, ps_vec(ps_bone_distance(bone, ps_add(p, x)) - ps_bone_distance(bone, ps_sub(p, x)),
                      ps_bone_distance(bone, ps_add(p, y)) - ps_bone_distance(bone, ps_sub(p, y)),
                      ps_bone_distance(bone, ps_add(p, z)) - ps_bone_distance(bone, ps_sub(p, z))));
}

static void widen(ps_vec3 *low, ps_vec3 *high, ps_ball b) {
  *low = ps_vec(fmin(low->x, b.at.x - b.radius), fmin(low->y, b.at.y - b.radius),
                fmin(low->z, b.at.z - b.radius));
  *high = ps_vec(fmax(high->x, b.at.x + b.radius), fmax(high->y, b.at.y + b.radius),
                 fmax(high->z, b.at.z + b.radius));
}

void ps_bone_box(const ps_bone *bone, ps_vec3 *low, ps_vec3 *high) {
  *low = ps_vec(INFINITY, INFINITY, INFINITY);
  *high = ps_neg(*low);
  double more = 2 * bone->number[bone->blend]; // seven shapes in one place swell by so much
  for (int i = 0; i < bone->nhull; i++)
    for (int k = 0; k < bone->hull[i].n; k++)
      widen(low, high,
            (ps_ball){bone->hull[i].corner[k].at, bone->hull[i].corner[k].radius + more});
  if (bone->first_drum >= 0)
    widen(low, high, ps_drum_bound(&bone->drum));
  if (bone->midline) {
    high->z = fmax(high->z, -low->z);
    low->z = -high->z;
  }
}

bool ps_bone_is_mark(const ps_bone *bone, int ball) {
  const char *name = bone->ball[ball].name;
  size_t length = strlen(name);
  for (const char *word = bone->marks; *word;) {
    size_t n = strcspn(word, " ");
    if (n == length && strncmp(word, name, n) == 0)
      return true;
    word += n + (word[n] == ' ');
  }
  return false;
}

double ps_bone_share(const ps_bone *bone, ps_vec3 p) {
  if (!bone->sacral || bone->moving < 0)
    return bone->sacral;
  const double whole = 0.45; // [-]  of the way from one ball to the other, all goes
  ps_ball still = ps_bone_ball_at(bone, bone->still), moving = ps_bone_ball_at(bone, bone->moving);
  double way = hypot(still.at.x - moving.at.x, still.at.y - moving.at.y);
  double away = hypot(p.x - moving.at.x, p.y - moving.at.y);
  double s = fmax(0, fmin(1, (1 - away / way) / (1 - whole)));
  return s * s * (3 - 2 * s);
}

static ps_vec3 put(const ps_bone_place *place, ps_vec3 p) {
  ps_vec3 scaled = ps_mul_elements(place->scale, p);
  return ps_add(place->at, ps_mat_mul(ps_rotation_about(2, place->turn), scaled));
}

ps_vec3 ps_bone_to_body(const ps_bone *bone, ps_vec3 p) {
  double share = ps_bone_share(bone, p);
  ps_vec3 own = ps_scale(1 - share, put(&bone->place, p));
  return share > 0 ? ps_axpy(own, share, put(&bone->sacrum, p)) : own;
}

// Two directions along the surface are taken over, and the normal stands on both.
ps_vec3 ps_bone_normal_to_body(const ps_bone *bone, ps_vec3 p, ps_vec3 n) {
  const double h = 1e-4; // [m]
  ps_vec3 aside = fabs(n.x) < 0.6 ? ps_vec(1, 0, 0) : ps_vec(0, 1, 0);
  ps_vec3 u = ps_cross(n, aside), v = ps_cross(n, u), at = ps_bone_to_body(bone, p);
  ps_vec3 du = ps_sub(ps_bone_to_body(bone, ps_axpy(p, h, u)), at);
  ps_vec3 dv = ps_sub(ps_bone_to_body(bone, ps_axpy(p, h, v)), at);
  ps_vec3 turned = ps_cross(du, dv);
  return ps_scale(1 / ps_norm(turned), turned);
}
