// walk.c: a stride of walking.
#include "scenario/walk.h"

#include <math.h>

static const double degree = 3.14159265358979323846 / 180; // [rad]

// value, first and second derivative [1/s] of a periodic curve: the cubic through four neighbors
static void sample(const double *curve, double phase, double stride, double out[3]) {
  double at = phase * PS_WALK_POSES;
  int i = (int)floor(at);
  double t = at - i, step = stride / PS_WALK_POSES, y[4];
  for (int k = 0; k < 4; k++)
    y[k] = curve[((i + k - 1) % PS_WALK_POSES + PS_WALK_POSES) % PS_WALK_POSES];
  // uniform cubic B-spline through smoothed points: twice differentiable
  double b[4] = {(1 - t) * (1 - t) * (1 - t) / 6, (3 * t * t * t - 6 * t * t + 4) / 6,
                 (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6, t * t * t / 6};
  double d[4] = {-(1 - t) * (1 - t) / 2, (3 * t * t - 4 * t) / 2, (-3 * t * t + 2 * t + 1) / 2,
                 t * t / 2};
  double e[4] = {1 - t, 3 * t - 2, -3 * t + 1, t};
  out[0] = out[1] = out[2] = 0;
  for (int k = 0; k < 4; k++) {
    out[0] += b[k] * y[k];
    out[1] += d[k] * y[k] / step;
    out[2] += e[k] * y[k] / (step * step);
  }
}

static void set(ps_posture *out, int coordinate, const double value[3], double unit) {
  out->q[coordinate] = value[0] * unit;
  out->u[coordinate] = value[1] * unit;
  out->udot[coordinate] = value[2] * unit;
}

void ps_walk_pose(const ps_human *h, double phase, double stride, ps_posture *out) {
  double weight = h->model->mass * ps_norm(h->model->gravity);
  double scale = ps_person_scaling(&h->person).length;
  ps_vec3 total = {0, 0, 0};
  double pitch =
      -out->q[h->pelvis_coordinate[0]]; // of the pelvis: the table's hips are from vertical
  for (int side = 0; side < 2; side++) {
    double value[PS_WALK_CURVES][3];
    for (int i = 0; i < PS_WALK_CURVES; i++)
      sample(h->walk.curve[i], phase + 0.5 * side, stride, value[i]);
    set(out, h->hip[side][PS_HIP_FLEXION], value[PS_WALK_HIP], degree);
    out->q[h->hip[side][PS_HIP_FLEXION]] += pitch;
    set(out, h->knee[side], value[PS_WALK_KNEE], degree);
    set(out, h->ankle[side], value[PS_WALK_ANKLE], degree);
    set(out, h->hip[side][PS_HIP_ADDUCTION], value[PS_WALK_ADDUCTION], degree);
    ps_vec3 force = ps_scale(weight / 100, ps_vec(value[PS_WALK_FORWARD][0], value[PS_WALK_UP][0],
                                                  (side ? -1 : 1) * value[PS_WALK_RIGHT][0]));
    if (force.y < 0.005 * weight)
      continue;
    total = ps_add(total, force);
    out->push[out->npush++] = (ps_push){.body = h->foot[side],
                                        .at = ps_vec(scale * value[PS_WALK_CENTRE][0], 0, 0),
                                        .force = force};
  }
  // the body as a whole follows the ground forces
  double mass = h->model->mass;
  out->udot[h->pelvis_coordinate[3]] = total.x / mass;
  out->udot[h->pelvis_coordinate[4]] = (total.y - weight) / mass;
  out->udot[h->pelvis_coordinate[5]] = total.z / mass;
}
