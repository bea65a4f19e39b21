#include "physio/foramen.h"

#include <assert.h>
#include <math.h>

#include "physio/step.h"

static const double AREA_LEAST = 0.2;         // [-]  bone does not close the foramen
static const double NARROWING_MOST = 0.95;    // [-]
static const double SWELLING_MOST = 3;        // [-]
static const double PRESSURE_MOST_MMHG = 300; // beyond it nothing more happens: no flow, no signal

double ps_foramen_change(const ps_foramen_params *p, ps_foramen_level level,
                         const ps_foramen_posture *posture) {
  assert(level >= 0 && level < PS_FORAMEN_NLEVEL);
  const double load[] = {p->load_L1_L2, p->load_L2_L3, p->load_L3_L4, p->load_L4_L5, p->load_L5_S1};
  double change = 1 + p->flexion * ps_within(posture->flexion, 0, 1) -
                  p->extension * ps_within(posture->extension, 0, 1) +
                  load[level] * ps_within(posture->load, 0, p->load_most); // (F1)
  return fmax(AREA_LEAST, change);
}

double ps_foramen_area_mm2(const ps_foramen_params *p, ps_foramen_level level,
                           const ps_foramen_posture *posture, double narrowing) {
  const double area[] = {p->area_mm2_L1_L2, p->area_mm2_L2_L3, p->area_mm2_L3_L4, p->area_mm2_L4_L5,
                         p->area_mm2_L5_S1};
  double wide = 1 - ps_within(narrowing, 0, NARROWING_MOST);
  return area[level] * wide * ps_foramen_change(p, level, posture);
}

double ps_foramen_canal_mm2(const ps_foramen_params *p, const ps_foramen_posture *posture) {
  double change = 1 + p->canal_flexion * ps_within(posture->flexion, 0, 1) -
                  p->canal_extension * ps_within(posture->extension, 0, 1) +
                  p->canal_load * ps_within(posture->load, 0, p->load_most); // (F2)
  return p->canal_mm2 * fmax(AREA_LEAST, change);
}

double ps_foramen_pressure_mmhg(const ps_foramen_params *p, ps_foramen_level level,
                                const ps_foramen_posture *posture, double narrowing,
                                double swelling) {
  const double root[] = {p->root_mm2_L1_L2, p->root_mm2_L2_L3, p->root_mm2_L3_L4, p->root_mm2_L4_L5,
                         p->root_mm2_L5_S1};
  double area = ps_foramen_area_mm2(p, level, posture, narrowing);
  double full = root[level] * ps_within(swelling, 1, SWELLING_MOST) / area;
  double pressed = p->slope_mmhg * pow(fmax(0, full - p->fill), p->exponent);
  return fmin(PRESSURE_MOST_MMHG, p->rest_mmhg + pressed); // (F3)
}
