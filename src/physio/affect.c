#include "physio/affect.h"

#include <math.h>

static double clip(double x, double low, double high) {
  return x > low ? fmin(x, high) : low; // nan: low
}

static double share(double x) {
  return clip(x, 0, 1);
}

void ps_affect_night(const ps_affect_params *p, double slept_h, ps_affect *s) {
  double slept = clip(slept_h, 0, 24) / p->sleep_need_h;
  double left = s->sleep_debt * (1 - p->sleep_catch_up * fmin(1, slept));
  s->sleep_debt = fmax(0, left + 1 - slept); // (A1)
}

double ps_affect_sleep_gain(const ps_affect_params *p, const ps_affect *s, const ps_mood *mood) {
  double debt = fmax(0, s->sleep_debt), low = fmin(debt, p->partial_debt), high = debt - low;
  double steep = (p->sleep_gain - p->partial_gain) / (1 - p->partial_debt);
  double gain = p->partial_gain / p->partial_debt * low + steep * high;
  double weight = 1 - (1 - p->chronic_sleep_factor) * share(mood->chronic_pain);
  return 1 + weight * gain; // (A2)
}

double ps_affect_mood_gain(const ps_affect_params *p, const ps_mood *mood) {
  double sum = p->fear_gain * share(mood->fear) +
               p->catastrophizing_gain * share(mood->catastrophizing) +
               p->depression_gain * share(mood->depression) +
               p->anxiety_gain * share(mood->anxiety) + p->ptsd_gain * share(mood->ptsd);
  return fmin(p->affect_most, 1 + sum); // (A3)
}

double ps_affect_gain(const ps_affect_params *p, const ps_affect *s, const ps_mood *mood,
                      double central) {
  double gain = ps_affect_sleep_gain(p, s, mood) * ps_affect_mood_gain(p, mood) * central;
  return clip(gain, p->gain_least, p->gain_most); // (A4)
}

double ps_affect_range_factor(const ps_affect_params *p, const ps_mood *mood) {
  return 1 - p->motor_fear * share(mood->fear);
}

double ps_affect_trunk_factor(const ps_affect_params *p, const ps_mood *mood) {
  return 1 + p->motor_fear * share(mood->fear);
}

double ps_affect_stressor(const ps_affect_params *p, const ps_mood *mood, double stressor) {
  double reactive = share(stressor) * (1 + p->ptsd_reactivity * share(mood->ptsd));
  return share(reactive + p->anxiety_arousal * share(mood->anxiety)); // (A6)
}
