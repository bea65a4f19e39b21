#include "physio/nerve.h"

#include <math.h>

#include "physio/step.h"

static const double CASE_MOST_MMHG = 300;

double ps_sciatic_elongation_mm(const ps_sciatic_params *p, const ps_leg_pose *pose) {
  return p->hip_mm * pose->hip_flexion - p->knee_mm * pose->knee_flexion +
         p->ankle_mm * pose->dorsiflexion + p->spine_mm * pose->spine_flexion; // (S1)
}

static double taut_mm(const ps_sciatic_params *p, const ps_leg_pose *pose) {
  return fmax(0, ps_sciatic_elongation_mm(p, pose) - p->slack_mm);
}

double ps_sciatic_strain(const ps_sciatic_params *p, const ps_leg_pose *pose) {
  return taut_mm(p, pose) / p->length_mm; // (S2)
}

double ps_sciatic_slide_mm(const ps_sciatic_params *p, const ps_leg_pose *pose) {
  return p->thigh_mm / p->length_mm * taut_mm(p, pose); // (S3)
}

double ps_sciatic_root_mm(const ps_sciatic_params *p, const ps_leg_pose *pose) {
  return p->root_share * fmax(0, ps_sciatic_elongation_mm(p, pose) - p->root_onset_mm); // (S4)
}

double ps_node_femoral_mmhg(const ps_node_params *p, double case_mmhg) {
  return p->rest_mmhg + ps_within(case_mmhg, 0, CASE_MOST_MMHG); // (S5)
}

double ps_node_piriformis_mmhg(const ps_node_params *p, double severity, double rotation,
                               double seat_mmhg) {
  double pressed = p->rotation_mmhg * ps_within(rotation, 0, 1) +
                   p->seat_share * ps_within(seat_mmhg, 0, CASE_MOST_MMHG);
  return p->rest_mmhg + ps_within(severity, 0, 1) * pressed; // (S6)
}
