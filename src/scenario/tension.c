// tension.c: from the state of stress to parameters of the mechanics.
#include "scenario/tension.h"

ps_tension ps_tension_of(const ps_stress_effects *e) {
  return (ps_tension){
      .trunk = e->trunk_pct / 100, .psoas = e->psoas_pct / 100, .coactivation = e->coactivation};
}

ps_tension ps_tension_under(const ps_physio *physio, double stressor) {
  const ps_stress steady = {.sympathetic = stressor};
  ps_stress_effects effects = ps_stress_effects_of(&physio->effort.stress, &steady);
  return ps_tension_of(&effects);
}

void ps_tension_apply(const ps_tension *t, ps_parameters *p) {
  p->tone_upright = p->tone_upright * t->coactivation + t->trunk;
  p->tone_supported = p->tone_supported * t->coactivation + t->trunk;
  p->psoas_tone += t->psoas;
}
