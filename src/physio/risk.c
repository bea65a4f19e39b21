#include "physio/risk.h"

#include <math.h>

#include "physio/step.h"

static const double LEVEL_MOST = 3;
static const double PROBABILITY_LEAST = 1e-9; // the logit stays finite

#define NAME(name) #name,
const char *const ps_risk_outcome_names[PS_RISK_NOUTCOME] = {PS_RISK_OUTCOMES(NAME)};
const char *const ps_risk_group_names[PS_RISK_NGROUP] = {PS_RISK_GROUPS(NAME)};
const char *const ps_risk_measure_names[PS_RISK_NMEASURE] = {PS_RISK_MEASURES(NAME)};
const char *const ps_risk_factor_names[PS_RISK_NFACTOR] = {PS_RISK_FACTORS(NAME)};
#undef NAME

// log odds ratio of a published ratio   (K4)
static double log_odds_of(const ps_risk_factor *f, double ratio) {
  if (f->measure != PS_RISK_BY_relative || !(f->base > 0))
    return log(ratio);
  double with = ps_within(ratio * f->base, PROBABILITY_LEAST, 1 - PROBABILITY_LEAST);
  return log(with / (1 - with)) - log(f->base / (1 - f->base));
}

// what a factor adds for this person   (K3)
static ps_risk_log_odds part(const ps_risk_params *p, const ps_risk_factor *f, double level,
                             int shrink) {
  double weight = ps_within(level, 0, LEVEL_MOST) * (shrink && f->shrinks ? p->shrink_share : 1);
  return (ps_risk_log_odds){weight * log_odds_of(f, f->ratio), weight * log_odds_of(f, f->low),
                            weight * log_odds_of(f, f->high)};
}

// the factor of a group that says most; -1 if none does
static int largest(const ps_risk_params *p, const ps_risk_factor *factor, ps_risk_outcome outcome,
                   ps_risk_group group, const ps_risk_exposure *who) {
  int found = -1;
  double most = 0;
  for (int i = 0; i < PS_RISK_NFACTOR; i++) {
    if (factor[i].outcome != outcome || factor[i].group != group)
      continue;
    double size = fabs(part(p, &factor[i], who->level[i], who->shrink).value);
    if (size > most) {
      most = size;
      found = i;
    }
  }
  return found;
}

ps_risk_log_odds ps_risk_combined(const ps_risk_params *p,
                                  const ps_risk_factor factor[PS_RISK_NFACTOR],
                                  ps_risk_outcome outcome, const ps_risk_exposure *who) {
  int first[PS_RISK_NGROUP];
  for (int g = 0; g < PS_RISK_NGROUP; g++)
    first[g] = largest(p, factor, outcome, (ps_risk_group)g, who);

  // (K2); half widths of the interval add as squares
  double sum = 0, below = 0, above = 0;
  for (int i = 0; i < PS_RISK_NFACTOR; i++) {
    if (factor[i].outcome != outcome)
      continue;
    double share = first[factor[i].group] == i ? 1 : p->further_share;
    ps_risk_log_odds b = part(p, &factor[i], who->level[i], who->shrink);
    sum += share * b.value;
    below += share * share * (b.value - b.low) * (b.value - b.low);
    above += share * share * (b.high - b.value) * (b.high - b.value);
  }
  return (ps_risk_log_odds){sum, sum - sqrt(below), sum + sqrt(above)};
}

double ps_risk_probability(double base, double log_odds) {
  double p0 = ps_within(base, PROBABILITY_LEAST, 1 - PROBABILITY_LEAST);
  return 1 / (1 + (1 - p0) / p0 * exp(-log_odds)); // (K1)
}

double ps_risk_relative(double base, double log_odds) {
  return ps_risk_probability(base, log_odds) / ps_within(base, PROBABILITY_LEAST, 1);
}
