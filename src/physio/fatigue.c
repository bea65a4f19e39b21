#include "physio/fatigue.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "physio/step.h"

// One piece of the way, on which (F1, F2) are linear: with x = (a, f)
//   x(t) = end + slow exp(slow_rate t) + fast exp(fast_rate t),   both rates negative
typedef struct piece {
  double end[2], slow[2], fast[2];
  double slow_rate, fast_rate; // [1/s]
} piece;

enum { ACTIVE, FATIGUED };
enum { MOST_PIECES = 6 }; // a target changes between limited and not three times at most
enum { BISECTIONS = 60 };
// Around f = 1 - T both branches say the same; so close to it [share] neither is left.
static const double SLACK = 1e-14;

static double recovery_rate(const ps_fatigue_params *p, double target) {
  if (target <= p->rest_below)
    return p->recovery_per_s * p->rest_multiplier;
  double low = p->low_load_gain / (1 + exp((target - p->low_load_level) / p->low_load_width));
  return p->recovery_per_s * (1 + low); // (F4)
}

// `limited`: less rests than the target asks for, and C = L (1 - f - a).
static piece piece_from(const ps_fatigue_params *p, double target, bool limited,
                        const ps_fatigue *s) {
  double F = p->fatigue_per_s, L = p->controller_per_s, rho = recovery_rate(p, target);
  double call = limited ? L : L * target, coupling = limited ? L : 0;
  assert(F > 0 && rho > 0 && L > 10 * (F + rho));

  // x' = A x + (call, 0)     A = [-(L + F)  -coupling ;  F  -rho]
  double determinant = (L + F) * rho + coupling * F;
  double mean = -(L + F + rho) / 2;
  double fast_rate = mean - sqrt(mean * mean - determinant);
  piece way = {.end = {rho * call / determinant, F * call / determinant},
               .slow_rate = determinant / fast_rate,
               .fast_rate = fast_rate};

  // the part of the distance along each eigenvector
  double a = s->active - way.end[ACTIVE], f = s->fatigued - way.end[FATIGUED];
  double scale = 1 / (way.slow_rate - way.fast_rate);
  way.slow[ACTIVE] = scale * (-(L + F) * a - coupling * f - way.fast_rate * a);
  way.slow[FATIGUED] = scale * (F * a - rho * f - way.fast_rate * f);
  way.fast[ACTIVE] = a - way.slow[ACTIVE];
  way.fast[FATIGUED] = f - way.slow[FATIGUED];
  return way;
}

static double piece_at(const piece *way, int i, double t) {
  return way->end[i] + way->slow[i] * exp(way->slow_rate * t) +
         way->fast[i] * exp(way->fast_rate * t);
}

// When the fatigued share passes `room` within `dt`, upwards or, if limited, downwards; else dt.
static double piece_end(const piece *way, double room, bool limited, double dt) {
  // two exponentials have one extremum at most: before and after it f is monotonic
  double turn = -way->slow[FATIGUED] * way->slow_rate / (way->fast[FATIGUED] * way->fast_rate);
  double middle = turn > 0 && turn < 1 ? log(turn) / (way->fast_rate - way->slow_rate) : 0;
  double to[2] = {ps_within(middle, 0, dt), dt}, from = 0;
  for (int part = 0; part < 2; from = to[part++]) {
    double beyond = piece_at(way, FATIGUED, to[part]) - room;
    if (limited ? beyond >= -SLACK : beyond <= SLACK)
      continue;
    double inside = from, outside = to[part];
    for (int i = 0; i < BISECTIONS; i++) {
      double half = (inside + outside) / 2;
      double over = piece_at(way, FATIGUED, half) - room;
      if (limited ? over >= -SLACK : over <= SLACK)
        inside = half;
      else
        outside = half;
    }
    return outside;
  }
  return dt;
}

ps_fatigue_params ps_fatigue_with(const ps_fatigue_params *p, const ps_fatigue_set *set) {
  ps_fatigue_params of = *p;
#define P(name) of.name = set->name;
  PS_FATIGUE_SET_PARAMETERS(P)
#undef P
  return of;
}

void ps_fatigue_step(const ps_fatigue_params *p, double target, double dt_s, ps_fatigue *s) {
  target = ps_within(target, 0, 1);
  double room = 1 - target; // how much may be tired before the target is out of reach
  double rho = recovery_rate(p, target);
  bool rising = p->fatigue_per_s * s->active > rho * s->fatigued;
  bool limited = s->fatigued > room || (s->fatigued == room && rising);
  for (int i = 0; i < MOST_PIECES && dt_s > 0; i++, limited = !limited) {
    piece way = piece_from(p, target, limited, s);
    double t = i + 1 < MOST_PIECES ? piece_end(&way, room, limited, dt_s) : dt_s;
    s->fatigued = t < dt_s ? room : ps_within(piece_at(&way, FATIGUED, t), 0, 1);
    s->active = ps_within(piece_at(&way, ACTIVE, t), 0, 1 - s->fatigued);
    dt_s -= t;
  }
}

double ps_fatigue_resting(const ps_fatigue *s) {
  return 1 - s->active - s->fatigued;
}

double ps_fatigue_capacity(const ps_fatigue *s) {
  return 1 - s->fatigued;
}

double ps_fatigue_endurance_s(const ps_fatigue_params *p, double level) {
  level = ps_within(level, 0, 1);
  piece way = piece_from(p, level, false, &(ps_fatigue){0});
  if (way.end[FATIGUED] <= 1 - level)
    return INFINITY;
  double horizon = -60 / way.slow_rate; // by then f is at its end to rounding
  double t = piece_end(&way, 1 - level, false, horizon);
  return t < horizon ? t : INFINITY;
}

double ps_fatigue_borg(const ps_fatigue_params *p, double target, const ps_fatigue *s) {
  double fresh = pow(ps_within(target, 0, 1), p->borg_exponent);
  return 10 - 10 * (1 - fresh) * exp(-p->borg_gain * s->fatigued); // (F5)
}
