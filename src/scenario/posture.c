// posture.c: coordinates from named angles; supports are in support.c.
#include "scenario/posture.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "scenario/chair.h"
#include "scenario/support.h"
#include "scenario/walk.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

// ---- trunk

// Lumbar flexion [deg] of who bends the thorax forward by `inclination` [deg]. Of the first 30 deg,
// the next and the last 30 the lumbar spine does 66, 47 and 34 per cent, measured 66, 47 and 29
// [esola1996]; backwards, four fifths.
static double rhythm(double inclination) {
  const double most = 70, decay = 91; // [deg]
  return inclination < 0 ? 0.8 * inclination : most * (1 - exp(-inclination / decay));
}

typedef struct trunk {
  double pelvis;   // [deg]  pitch, forward +
  double lumbar;   // [deg]  sum of FE over all levels, extension +
  double thoracic; // [deg]  extension left to T12/L1
} trunk;

static trunk trunk_angles(const ps_human *h, const ps_pose *pose) {
  double five = 1 - h->p.share_FE[PS_T12_L1];
  bool has_tilt = isfinite(pose->pelvic_tilt_deg), has_lordosis = isfinite(pose->lordosis_deg);
  bool has_inclination = isfinite(pose->trunk_inclination_deg);
  double inclination = has_inclination ? pose->trunk_inclination_deg : 0;
  double pelvis = h->pelvic_tilt_deg - pose->pelvic_tilt_deg; // (A1)
  double lumbar = (pose->lordosis_deg - h->lordosis_deg) / five;
  if (has_tilt && has_lordosis)
    return (trunk){pelvis, lumbar, has_inclination ? pelvis - lumbar - inclination : 0};
  if (has_tilt)
    return (trunk){pelvis, pelvis - inclination, 0}; // (A2)
  if (!has_lordosis)
    lumbar = -rhythm(inclination);
  return (trunk){inclination + lumbar, lumbar, 0};
}

static ps_status out_of_range(ps_error *err, const char *what, double value, double low,
                              double high) {
  return ps_fail(err, PS_ERR_VALUE, NULL, 0, "%s is %.1f deg; a body can do %.0f to %.0f deg", what,
                 value, low, high);
}

// list of the pelvis [deg] over legs of different lengths, standing
static double leg_length_list(const ps_human *h, const ps_pose *pose) {
  bool stands =
      pose->base == PS_UPRIGHT && !pose->support.seat && pose->support.feet == PS_FEET_BOTH;
  double apart = 2 * 0.0773 * ps_person_scaling(&h->person).length; // [m]  hip centres
  return stands ? -asin(h->person.leg_length_difference_m / apart) / degree : 0;
}

static ps_status place_trunk(const ps_human *h, const ps_pose *pose, ps_posture *out,
                             ps_error *err) {
  trunk t = trunk_angles(h, pose);
  // pad and creep: the thorax stays where it leans, the pelvis follows
  double more = (ps_pad_lordosis(h, pose) - pose->sag_deg) / (1 - h->p.share_FE[PS_T12_L1]);
  t.lumbar += more;
  t.pelvis += more;
  double wide = h->person.flexibility, total = t.lumbar + t.thoracic;
  if (total < -72 * wide || total > 40 * wide)
    return out_of_range(err, "extension of the lumbar spine", total, -72 * wide, 40 * wide);
  if (fabs(t.thoracic) > 15)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "trunk_inclination_deg, lordosis_deg and pelvic_tilt_deg contradict each other "
                   "by %.1f deg, and T12/L1 can take 15; leave one of them out",
                   fabs(t.thoracic));
  // a pelvis that lists is met by the lumbar spine, so that the thorax stays where it is
  double list = pose->pelvis_list_deg + leg_length_list(h, pose);
  double bend = 0.7 * pose->trunk_bend_deg - list, twist = 0.25 * pose->trunk_twist_deg;
  if (fabs(bend) > 28 * wide)
    return out_of_range(err, "side bend of the lumbar spine", bend, -28 * wide, 28 * wide);
  static const int base_pitch[] = {
      [PS_UPRIGHT] = 0, [PS_SUPINE] = -90, [PS_PRONE] = 90, [PS_ON_SIDE] = 0};
  double *q = out->q;
  q[h->pelvis_coordinate[0]] = -(base_pitch[pose->base] + t.pelvis) * degree;
  q[h->pelvis_coordinate[1]] =
      ((pose->base == PS_ON_SIDE ? 90 : 0) + 0.3 * pose->trunk_bend_deg + list) * degree;
  q[h->pelvis_coordinate[2]] = 0.75 * pose->trunk_twist_deg * degree;
  for (int k = 0; k < PS_LEVELS; k++) {
    double extra = k == PS_T12_L1 ? t.thoracic : 0;
    q[h->level[k][PS_FE]] = (t.lumbar * h->p.share_FE[k] + extra) * degree;
    q[h->level[k][PS_LB]] = bend * h->p.share_LB[k] * degree;
    q[h->level[k][PS_AR]] = twist * h->p.share_AR[k] * degree;
  }
  out->inclination_deg = t.pelvis - total; // (A2)
  out->lordosis_deg = h->lordosis_deg + t.lumbar * (1 - h->p.share_FE[PS_T12_L1]);
  out->pelvic_tilt_deg = h->pelvic_tilt_deg - t.pelvis;
  out->total[PS_FE] = total * degree;
  out->total[PS_LB] = bend * degree;
  out->total[PS_AR] = twist * degree;
  return PS_OK;
}

// ---- legs

typedef struct legs {
  const ps_human *h;
  const ps_pose *pose;
  ps_data *d;
  double pelvis; // [rad]  pitch of the pelvis from the frame of the posture
} legs;

static bool on_floor(const ps_pose *pose, int side) {
  return pose->support.feet == PS_FEET_BOTH ||
         pose->support.feet == (side ? PS_FOOT_LEFT : PS_FOOT_RIGHT);
}

// thigh: pitch forward from hanging down; knee flexion; a foot on the floor stays flat [rad]
static void set_leg(const legs *l, int side, double thigh, double knee) {
  const ps_human *h = l->h;
  double *q = l->d->q;
  q[h->hip[side][PS_HIP_FLEXION]] = thigh + l->pelvis;
  q[h->hip[side][PS_HIP_ADDUCTION]] = l->pose->hip_adduction_deg[side] * degree;
  q[h->hip[side][PS_HIP_ROTATION]] = l->pose->hip_rotation_deg[side] * degree;
  q[h->knee[side]] = knee;
  double ankle = l->pose->ankle_deg[side];
  // the shank leans forward by knee - thigh, and a flat foot bends up by as much; who lies with
  // bent knees has the shank at that angle to the bed, and the foot as flat as it gets
  double flat = knee - thigh;
  if (l->pose->base != PS_UPRIGHT)
    flat = fmax(-30 * degree, flat - 90 * degree);
  q[h->ankle[side]] = isfinite(ankle)               ? ankle * degree
                      : on_floor(l->pose, side)     ? flat
                      : l->pose->base == PS_UPRIGHT ? 0
                                                    : -20 * degree;
}

static double given(const double *pair, int side, double otherwise) {
  return isfinite(pair[side]) ? pair[side] * degree : otherwise;
}

// mass centre before the middle of the feet that stand, forward and to the right [m]
static void off_balance(const legs *l, double off[2]) {
  const ps_human *h = l->h;
  ps_body_positions(h->model, l->d);
  ps_vec3 com = ps_whole(h->model, l->d).com, foot = {0, 0, 0};
  // a hand load is part of what the feet balance
  double mass = h->model->mass;
  ps_vec3 sum = ps_scale(mass, com);
  const ps_pose_load *load = l->pose->loads.items;
  for (int i = 0; i < l->pose->loads.n; i++)
    if (load[i].mass_kg > 0) {
      ps_vec3 at = ps_load_place(h, l->d, &load[i]);
      sum = ps_axpy(sum, load[i].mass_kg, at);
      mass += load[i].mass_kg;
    }
  int n = 0;
  for (int side = 0; side < 2; side++)
    if (on_floor(l->pose, side)) {
      foot = ps_add(foot, ps_foot_middle(h, l->d, side));
      n++;
    }
  off[0] = sum.x / mass - foot.x / n;
  off[1] = sum.z / mass - foot.z / n;
}

// Lean [rad] of the legs that stand, forward and outwards, so that the mass centre is over the
// feet.
static ps_status stand(const legs *l, ps_error *err) {
  const double h = 1e-4, close = 1e-5, even = 1e-4; // [rad], [m], [m]
  double lean[2] = {0, 0};
  bool one = l->pose->support.feet != PS_FEET_BOTH;
  int stance = l->pose->support.feet == PS_FOOT_LEFT;
  for (int round = 0; round < 20; round++) {
    double off[3][2];
    for (int trial = 2; trial >= 0; trial--) { // the pose itself last
      double a = lean[0] + (trial == 1 ? h : 0), b = lean[1] + (trial == 2 ? h : 0);
      for (int side = 0; side < 2; side++) {
        double knee = given(l->pose->knee_flexion_deg, side, 0);
        double hip = l->pose->hip_flexion_deg[side];
        bool stands = on_floor(l->pose, side);
        double thigh = isfinite(hip) && !stands ? hip * degree - l->pelvis : -a + 0.5 * knee;
        set_leg(l, side, thigh, knee);
        // one leg leans outwards, two lean side by side
        double *adduction = &l->d->q[l->h->hip[side][PS_HIP_ADDUCTION]];
        if (one && side == stance)
          *adduction = b;
        else if (!one)
          *adduction += side ? -b : b;
      }
      off_balance(l, off[trial]);
    }
    if (fabs(off[0][0]) < close && fabs(off[0][1]) < (one ? close : even))
      return PS_OK;
    if (!one && fabs(off[0][1]) < even) // straight over both feet
      for (int trial = 0; trial < 3; trial++)
        off[trial][1] = trial == 2 ? h : 0;
    double xa = (off[1][0] - off[0][0]) / h, xb = (off[2][0] - off[0][0]) / h;
    double za = (off[1][1] - off[0][1]) / h, zb = (off[2][1] - off[0][1]) / h;
    double det = xa * zb - xb * za;
    lean[0] -= (zb * off[0][0] - xb * off[0][1]) / det;
    lean[1] -= (xa * off[0][1] - za * off[0][0]) / det;
    if (!(fabs(lean[0]) < 1.2 && fabs(lean[1]) < 1.2))
      break;
  }
  return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                 "nobody can stand like this: the mass centre cannot be brought over the feet");
}

// thigh on the seat, shank upright, or as the chair's height has it
static ps_status sit(const legs *l, double *seat_height, ps_error *err) {
  const ps_pose *pose = l->pose;
  double tilt = pose->chair.tilt_deg * degree;
  double thigh = ps_thigh_length(l->h), knee_height = ps_knee_height(l->h);
  double hip_over_seat = ps_hip_over_seat(l->h);
  double rise = tilt; // of the thigh, from hip to knee
  double height = pose->chair.seat_height_m;
  if (isfinite(height) && pose->support.feet != PS_FEET_NONE) {
    double sine = (knee_height - height - hip_over_seat) / thigh;
    if (fabs(sine) > sin(40 * degree))
      return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                     "chair.seat_height_m is %.2f; this person sits with the feet on the floor "
                     "between %.2f and %.2f m (support.feet: none lets them hang)",
                     height, knee_height - hip_over_seat - sin(40 * degree) * thigh,
                     knee_height - hip_over_seat + sin(40 * degree) * thigh);
    rise = asin(sine);
  }
  *seat_height = isfinite(height) ? height : knee_height - hip_over_seat - thigh * sin(rise);
  for (int side = 0; side < 2; side++) {
    double pitch = 90 * degree + rise;
    double hip = pose->hip_flexion_deg[side];
    if (isfinite(hip))
      pitch = hip * degree - l->pelvis;
    set_leg(l, side, pitch, given(pose->knee_flexion_deg, side, pitch));
  }
  return PS_OK;
}

// who lies: knees bent put the feet down, straight legs lie along
static void lie(const legs *l) {
  const ps_pose *pose = l->pose;
  for (int side = 0; side < 2; side++) {
    double knee = given(pose->knee_flexion_deg, side, 0);
    double thigh = pose->base == PS_SUPINE ? 0.5 * knee : 0;
    double hip = given(pose->hip_flexion_deg, side, thigh + l->pelvis);
    set_leg(l, side, hip - l->pelvis, knee);
  }
}

ps_status ps_posture_resolve(const ps_human *human, const ps_pose *pose, ps_data *d,
                             ps_posture *out, ps_error *err) {
  double *q = out->q, *u = out->u, *udot = out->udot;
  *out = (ps_posture){.q = q, .u = u, .udot = udot};
  memset(q, 0, (size_t)human->model->nq * sizeof *q);
  memset(u, 0, (size_t)human->model->nq * sizeof *q);
  memset(udot, 0, (size_t)human->model->nq * sizeof *q);
  PS_TRY(ps_chair_check(human, pose, err));
  PS_TRY(place_trunk(human, pose, out, err));
  memcpy(d->q, q, (size_t)human->model->nq * sizeof *q);
  memset(d->u, 0, (size_t)human->model->nq * sizeof *q);
  legs l = {human, pose, d, (human->pelvic_tilt_deg - out->pelvic_tilt_deg) * degree};
  if (isfinite(pose->phase_pct)) {
    out->walks = true;
    ps_walk_pose(human, pose->phase_pct / 100, pose->stride_s, out);
    memcpy(d->q, out->q, (size_t)human->model->nq * sizeof *q);
  } else if (pose->base != PS_UPRIGHT)
    lie(&l);
  else if (pose->support.seat)
    PS_TRY(sit(&l, &out->height_of_seat_m, err));
  else if (pose->support.feet != PS_FEET_NONE && !pose->support.knees)
    PS_TRY(stand(&l, err));
  else
    lie(&l);
  ps_put_on_ground(human, pose, d, out->height_of_seat_m);
  memcpy(q, d->q, (size_t)human->model->nq * sizeof *q);
  ps_body_positions(human->model, d);
  return ps_find_supports(human, pose, d, out, err);
}

ps_posture_angles ps_posture_measure(const ps_human *h, const ps_posture *posture,
                                     const double *q) {
  double lumbar = 0;
  for (int k = 0; k < PS_T12_L1; k++)
    lumbar += q[h->level[k][PS_FE]];
  double incidence = h->pelvic_tilt_deg + h->sacral_slope_deg;
  ps_posture_angles a = {.lordosis = h->lordosis_deg + lumbar / degree,
                         .pelvic_tilt = posture->pelvic_tilt_deg,
                         .sacral_slope = incidence - posture->pelvic_tilt_deg,
                         .trunk_inclination = posture->inclination_deg};
  for (int side = 0; side < 2; side++)
    a.hip_flexion[side] = q[h->hip[side][PS_HIP_FLEXION]] / degree;
  return a;
}
