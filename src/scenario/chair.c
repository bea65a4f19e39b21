// chair.c: depth of a seat, lumbar pad, armrests.
#include "scenario/chair.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/support.h"

static const double buttock = 0.15; // [m]  from the hip back to a backrest, man of 1.75 m
static const double calf = 0.04;    // [m]  from the knee back to the hollow of the knee

static bool sits(const ps_pose *pose) {
  return pose->support.seat && pose->base == PS_UPRIGHT;
}

ps_hands ps_hands_of(const ps_pose *pose) {
  ps_hands hands = (ps_hands)pose->support.hands;
  bool idle = hands == PS_HANDS_FREE || hands == PS_HANDS_LAP;
  return idle && sits(pose) && isfinite(pose->chair.armrest_m) ? PS_HANDS_ARMRESTS : hands;
}

ps_status ps_chair_check(const ps_human *h, const ps_pose *pose, ps_error *err) {
  double depth = pose->chair.depth_m, scale = ps_person_scaling(&h->person).length;
  double most = ps_thigh_length(h) + (buttock - calf) * scale;
  if (pose->support.hands == PS_HANDS_ARMRESTS && !sits(pose))
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "support.hands is armrests, and nobody sits; expected support.seat: true");
  if (sits(pose) && pose->support.backrest && depth > most)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "chair.depth_m is %.2f; this person's back reaches the backrest of a seat of up "
                   "to %.2f m (support.backrest: false sits at its front)",
                   depth, most);
  return PS_OK;
}

double ps_pad_lordosis(const ps_human *h, const ps_pose *pose) {
  bool leans = sits(pose) && pose->support.backrest;
  return leans && !pose->lordosis_stated ? h->p.pad_lordosis_deg_m * pose->chair.lumbar_pad_m : 0;
}

double ps_seat_edge(const ps_human *h, const ps_pose *pose, double at) {
  double scale = ps_person_scaling(&h->person).length, edge = pose->chair.depth_m;
  if (!isfinite(edge))
    return at;
  double reach = ps_thigh_length(h) - 2 * calf * scale; // further in front nothing is pressed
  return fmax(0.05 * scale, fmin(edge - buttock * scale, reach));
}

double ps_elbow_height(const ps_human *h, const ps_posture *posture, const ps_data *d) {
  for (int i = 0; i < h->ntouch; i++)
    if (!strcmp(h->touch[i].support, "armrests")) {
      const ps_touch *t = &h->touch[i];
      return ps_transform_point(d->body_X[t->body], t->at).y - t->radius -
             posture->height_of_seat_m;
    }
  return NAN;
}

static double weight_of_arm(const ps_human *h) {
  return 3.7 * ps_person_scaling(&h->person).mass * ps_norm(h->model->gravity);
}

double ps_armrest_load(const ps_human *h, const ps_pose *pose, const ps_posture *posture,
                       const ps_data *d) {
  const double most = 0.05 * ps_person_scaling(&h->person).length; // [m]  elbows go sideways
  double rest = pose->chair.armrest_m, elbow = ps_elbow_height(h, posture, d);
  double raised = isfinite(rest) ? fmin(rest - elbow, most) : 0;
  return fmax(0, weight_of_arm(h) + h->p.armrest_stiffness_N_m * raised); // (H10)
}

double ps_armrest_share(const ps_human *h, const ps_pose *pose, const ps_posture *posture,
                        const ps_data *d) {
  return fmin(1, ps_armrest_load(h, pose, posture, d) / weight_of_arm(h));
}
