#include "physio/disc_water.h"

#include <math.h>

#include "physio/step.h"

double ps_disc_water_equilibrium(const ps_disc_water_params *p, double pressure_mpa) {
  double g = p->loss_share / -expm1(-p->loss_after_h / p->tau_load_h); // (W3)

  // the fixed charges come closer as water leaves, so each share more takes more pressure   (W2)
  double ratio = ps_within(pressure_mpa / p->rest_mpa, 1, 100);
  return ps_within(g * log(ratio) / log(p->upright_mpa / p->rest_mpa), 0, 1);
}

void ps_disc_water_step(const ps_disc_water_params *p, double pressure_mpa, double dt_s,
                        ps_disc_water *s) {
  double target = ps_disc_water_equilibrium(p, pressure_mpa);
  double tau_h = target > s->lost ? p->tau_load_h : p->tau_rest_h;
  s->lost = ps_approach(s->lost, target, tau_h, dt_s / 3600); // (W1)
}

double ps_disc_water_height_mm(const ps_disc_water_params *p, const ps_disc_water *s,
                               double height_mm) {
  return p->height_share * s->lost * height_mm; // (W4)
}

double ps_disc_water_lumbar_mm(const ps_disc_water_params *p, const ps_disc_water *s) {
  return ps_disc_water_height_mm(p, s, p->lumbar_height_mm);
}

double ps_disc_water_stature_mm(const ps_disc_water_params *p, const ps_disc_water *s) {
  return ps_disc_water_lumbar_mm(p, s) / p->lumbar_share; // (W4)
}
