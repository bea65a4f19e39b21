// muscle_curve_shape.c: from the parameters of a muscle curve to its Bezier segments.
//
// Every curve is a chain of knots, each with a place and a slope. Between two knots A and B the
// tangents meet in a corner C, and the segment rounds it:
//
//   controls  A,  A + c (C - A) twice,  B + c (C - B) twice,  B,    c = 0.1 + 0.8 curviness (C3)
//
// With both inner controls doubled the curvature is zero at the knots, so that neighbours join
// smoothly; the larger c, the closer the segment keeps to its corner.
// Sources: Millard et al. 2013, appendix [millard2013]; where the knots lie and which parameters
// are refused: OpenSim 4.6 [seth2018], measured.
#include "model/muscle_curve.h"

#include "base/fail.h"

#include <math.h>

typedef struct knot {
  double x, y, slope;
} knot;

// Append the segment that rounds the corner between `a` and `b`; false if x or y would turn back.
static bool add_segment(ps_curve_shape *shape, knot a, knot b, double curviness) {
  const double parallel = 1.5e-8; // slopes closer than this have no corner to speak of
  double c = 0.1 + 0.8 * curviness;
  double turn = a.slope - b.slope;
  double x = fabs(turn) > parallel ? (b.y - a.y - b.x * b.slope + a.x * a.slope) / turn
                                   : 0.5 * (a.x + b.x);
  double y = b.y + (x - b.x) * b.slope;
  double *X = shape->x[shape->nsegment], *Y = shape->y[shape->nsegment];
  X[0] = a.x, X[5] = b.x;
  Y[0] = a.y, Y[5] = b.y;
  X[1] = X[2] = a.x + c * (x - a.x);
  Y[1] = Y[2] = a.y + c * (y - a.y);
  X[3] = X[4] = b.x + c * (x - b.x);
  Y[3] = Y[4] = b.y + c * (y - b.y);
  shape->nsegment++;
  return a.x < x && x < b.x;
}

static bool add_chain(ps_curve_shape *shape, const knot *k, int n, double curviness) {
  bool sound = true;
  for (int i = 0; i + 1 < n; i++)
    sound = add_segment(shape, k[i], k[i + 1], curviness) && sound;
  return sound;
}

// Straight lines beyond the ends, with the slopes of the first and last knot.
static void add_lines(ps_curve_shape *shape, double slope_first, double slope_last) {
  shape->slope_first = slope_first;
  shape->slope_last = slope_last;
}

// Steep ascent, shallow ascent, plateau at 1, and descent, each limb with a knot half way up.
static bool active_force_length(const ps_active_force_length *p, ps_curve_shape *shape) {
  const double shoulder = 0.05; // half width of the plateau
  double low = p->min_norm_active_fiber_length, high = p->max_norm_active_fiber_length;
  double transition = p->transition_norm_fiber_length;
  double plateau = 1 - shoulder;
  double y_transition = 1 - p->shallow_ascending_slope * (plateau - transition);
  double descent = 1 + shoulder;
  knot k[] = {
      {low, p->minimum_value, 0},
      {0.5 * (low + transition), 0.5 * y_transition, 1.25 * y_transition / (transition - low)},
      {0.5 * (transition + plateau), 0.5 * (y_transition + 1), p->shallow_ascending_slope},
      {1, 1, 0},
      {0.5 * (descent + high), 0.5, -1 / (high - shoulder - descent)},
      {high, p->minimum_value, 0},
  };
  add_lines(shape, 0, 0);
  return add_chain(shape, k, 6, 1);
}

// Shortening, isometric and lengthening; the last tenth of the speed on either side levels off.
static bool force_velocity(const ps_force_velocity *p, ps_curve_shape *shape) {
  double c0 = p->concentric_slope_at_vmax, c1 = p->concentric_slope_near_vmax;
  double e0 = p->eccentric_slope_at_vmax, e1 = p->eccentric_slope_near_vmax;
  double top = p->max_eccentric_velocity_force_multiplier;
  knot k[] = {
      {-1, 0, c0},
      {-0.9, 0.05 * (c0 + c1), c1},
      {0, 1, p->isometric_slope},
      {0.9, top - 0.05 * (e0 + e1), e1},
      {1, top, e0},
  };
  add_lines(shape, c0, e0);
  return add_chain(shape, k, 3, p->concentric_curviness) &&
         add_chain(shape, k + 2, 3, p->eccentric_curviness);
}

static bool force_velocity_inverse(const ps_force_velocity *p, ps_curve_shape *shape) {
  if (!force_velocity(p, shape))
    return false;
  for (int i = 0; i < shape->nsegment; i++)
    for (int k = 0; k < PS_CURVE_CONTROLS; k++) {
      double x = shape->x[i][k];
      shape->x[i][k] = shape->y[i][k];
      shape->y[i][k] = x;
    }
  add_lines(shape, 1 / shape->slope_first, 1 / shape->slope_last);
  return true;
}

// A short foot at low stiffness, then a rise to force 1 at the stiffness it keeps from there on.
static bool fiber_force_length(const ps_fiber_force_length *p, ps_curve_shape *shape) {
  double zero = 1 + p->strain_at_zero_force, one = 1 + p->strain_at_one_norm_force;
  double foot = 0.1 * fmin(1 / p->stiffness_at_one_norm_force, one - zero);
  knot k[] = {
      {zero, 0, 0},
      {zero + foot, p->stiffness_at_low_force * 0.5 * foot, p->stiffness_at_low_force},
      {one, 1, p->stiffness_at_one_norm_force},
  };
  add_lines(shape, 0, p->stiffness_at_one_norm_force);
  return add_chain(shape, k, 3, p->curviness);
}

// Slack up to length 1, a toe, and from its end a line through force 1.
static bool tendon_force_length(const ps_tendon_force_length *p, ps_curve_shape *shape) {
  double one = 1 + p->strain_at_one_norm_force, stiffness = p->stiffness_at_one_norm_force;
  double y_toe = p->norm_force_at_toe_end;
  double toe = one + (y_toe - 1) / stiffness;
  // the middle of the toe lies on the line that meets the axis a tenth of the toe from slack
  double foot = 1 + (toe - 1) / 10;
  double mid = one + (0.5 * y_toe - 1) / stiffness;
  double rise = 0.5 * y_toe / (mid - foot);
  knot k[] = {
      {1, 0, 0},
      {0.5 * (foot + mid), 0.5 * rise * (mid - foot), rise},
      {toe, y_toe, stiffness},
  };
  add_lines(shape, 0, stiffness);
  return add_chain(shape, k, 3, p->curviness);
}

// Force 1 at x = 0, none from `begin` on.
static bool compression(double begin, double stiffness, double curviness, ps_curve_shape *shape) {
  knot k[] = {{0, 1, stiffness}, {begin, 0, 0}};
  add_lines(shape, stiffness, 0);
  return add_chain(shape, k, 2, curviness);
}

// What must hold of a parameter.
typedef struct rule {
  bool holds;
  const char *name;
  double value;
  const char *allowed;
} rule;

static ps_status first_broken(const rule *rules, int n, ps_curve_kind kind, ps_error *err) {
  for (int i = 0; i < n; i++)
    if (!rules[i].holds)
      return ps_fail(err, PS_ERR_VALUE, NULL, 0, "%s: %s is %.10g; it must be %s",
                     ps_curve_class(kind), rules[i].name, rules[i].value, rules[i].allowed);
  return PS_OK;
}

#define FIRST_BROKEN(rules, kind, err)                                                             \
  first_broken((rules), (int)(sizeof(rules) / sizeof *(rules)), (kind), (err))

static rule curviness_rule(const char *name, double c) {
  return (rule){c >= 0 && c <= 1, name, c, "between 0 and 1"};
}

static ps_status check_active(const ps_active_force_length *p, ps_curve_kind kind, ps_error *err) {
  const double gap = 1.5e-8; // [-]  knots that fall together have no slope between them
  double low = p->min_norm_active_fiber_length, high = p->max_norm_active_fiber_length;
  double mid = p->transition_norm_fiber_length, slope = p->shallow_ascending_slope;
  const rule rules[] = {
      {low >= 0, "min_norm_active_fiber_length", low, "0 or more"},
      {mid > low + gap, "transition_norm_fiber_length", mid,
       "more than min_norm_active_fiber_length"},
      {mid + gap < 1, "transition_norm_fiber_length", mid, "less than 1"},
      {high > 1 + gap, "max_norm_active_fiber_length", high, "more than 1"},
      {p->minimum_value >= 0, "minimum_value", p->minimum_value, "0 or more"},
      {slope >= 0, "shallow_ascending_slope", slope, "0 or more"},
      {slope < (1 - p->minimum_value) / (1 - mid), "shallow_ascending_slope", slope,
       "less than (1 - minimum_value) / (1 - transition_norm_fiber_length)"},
  };
  return FIRST_BROKEN(rules, kind, err);
}

static ps_status check_velocity(const ps_force_velocity *p, ps_curve_kind kind, ps_error *err) {
  bool inverse = kind == PS_CURVE_FORCE_VELOCITY_INVERSE;
  double least = inverse ? 2e-14 : 0; // the slope of the inverse is one over it
  double c0 = p->concentric_slope_at_vmax, c1 = p->concentric_slope_near_vmax;
  double e0 = p->eccentric_slope_at_vmax, e1 = p->eccentric_slope_near_vmax;
  double top = p->max_eccentric_velocity_force_multiplier;
  const rule rules[] = {
      {top > 1, "max_eccentric_velocity_force_multiplier", top, "more than 1"},
      {c0 >= least && c0 < 1, "concentric_slope_at_vmax", c0, "at least 0 and less than 1"},
      {c1 > c0 && c1 <= 1, "concentric_slope_near_vmax", c1,
       "more than concentric_slope_at_vmax and at most 1"},
      {p->isometric_slope > 1, "isometric_slope", p->isometric_slope, "more than 1"},
      {e0 >= least && e0 < top - 1, "eccentric_slope_at_vmax", e0,
       "at least 0 and less than max_eccentric_velocity_force_multiplier - 1"},
      {e1 >= e0 && e1 < top - 1, "eccentric_slope_near_vmax", e1,
       "at least eccentric_slope_at_vmax and less than max_eccentric_velocity_force_multiplier - "
       "1"},
      curviness_rule("concentric_curviness", p->concentric_curviness),
      curviness_rule("eccentric_curviness", p->eccentric_curviness),
  };
  return FIRST_BROKEN(rules, kind, err);
}

static ps_status check_fiber(const ps_fiber_force_length *p, ps_curve_kind kind, ps_error *err) {
  double range = p->strain_at_one_norm_force - p->strain_at_zero_force;
  double low = p->stiffness_at_low_force, one = p->stiffness_at_one_norm_force;
  const rule rules[] = {
      {range > 0, "strain_at_one_norm_force", p->strain_at_one_norm_force,
       "more than strain_at_zero_force"},
      {one > 1 / range, "stiffness_at_one_norm_force", one,
       "more than 1 / (strain_at_one_norm_force - strain_at_zero_force)"},
      {low > 0 && low < 1 / range, "stiffness_at_low_force", low,
       "more than 0 and less than 1 / (strain_at_one_norm_force - strain_at_zero_force)"},
      curviness_rule("curviness", p->curviness),
  };
  return FIRST_BROKEN(rules, kind, err);
}

static ps_status check_tendon(const ps_tendon_force_length *p, ps_curve_kind kind, ps_error *err) {
  double strain = p->strain_at_one_norm_force, toe = p->norm_force_at_toe_end;
  const rule rules[] = {
      {strain > 0, "strain_at_one_norm_force", strain, "more than 0"},
      {toe > 0 && toe < 1, "norm_force_at_toe_end", toe, "between 0 and 1"},
      {p->stiffness_at_one_norm_force > 1 / strain, "stiffness_at_one_norm_force",
       p->stiffness_at_one_norm_force, "more than 1 / strain_at_one_norm_force"},
      curviness_rule("curviness", p->curviness),
  };
  return FIRST_BROKEN(rules, kind, err);
}

static ps_status check_compression(const ps_fiber_compression *p, ps_curve_kind kind, double begin,
                                   ps_error *err) {
  bool pennate = kind == PS_CURVE_FIBER_COMPRESSION_PENNATE;
  const rule rules[] = {
      {begin > 0 && (!pennate || begin < 1),
       pennate ? "engagement_angle_in_degrees" : "norm_length_at_zero_force", p->begin,
       pennate ? "between 0 and 90" : "more than 0"},
      {p->stiffness < -1 / begin,
       pennate ? "stiffness_at_perpendicular" : "stiffness_at_zero_length", p->stiffness,
       pennate ? "less than -1 / cos(engagement_angle_in_degrees)"
               : "less than -1 / norm_length_at_zero_force"},
      curviness_rule("curviness", p->curviness),
  };
  return FIRST_BROKEN(rules, kind, err);
}

static double compression_begin(const ps_curve_spec *p) {
  const double deg = 0.017453292519943295; // [rad]
  return p->kind == PS_CURVE_FIBER_COMPRESSION_PENNATE ? cos(p->compression.begin * deg)
                                                       : p->compression.begin;
}

static ps_status check(const ps_curve_spec *p, ps_error *err) {
  switch (p->kind) {
  case PS_CURVE_ACTIVE_FORCE_LENGTH:
    return check_active(&p->active, p->kind, err);
  case PS_CURVE_FORCE_VELOCITY:
  case PS_CURVE_FORCE_VELOCITY_INVERSE:
    return check_velocity(&p->velocity, p->kind, err);
  case PS_CURVE_FIBER_FORCE_LENGTH:
    return check_fiber(&p->fiber, p->kind, err);
  case PS_CURVE_TENDON_FORCE_LENGTH:
    return check_tendon(&p->tendon, p->kind, err);
  default:
    return check_compression(&p->compression, p->kind, compression_begin(p), err);
  }
}

static bool build(const ps_curve_spec *p, ps_curve_shape *shape) {
  switch (p->kind) {
  case PS_CURVE_ACTIVE_FORCE_LENGTH:
    return active_force_length(&p->active, shape);
  case PS_CURVE_FORCE_VELOCITY:
    return force_velocity(&p->velocity, shape);
  case PS_CURVE_FORCE_VELOCITY_INVERSE:
    return force_velocity_inverse(&p->velocity, shape);
  case PS_CURVE_FIBER_FORCE_LENGTH:
    return fiber_force_length(&p->fiber, shape);
  case PS_CURVE_TENDON_FORCE_LENGTH:
    return tendon_force_length(&p->tendon, shape);
  default:
    return compression(compression_begin(p), p->compression.stiffness, p->compression.curviness,
                       shape);
  }
}

ps_status ps_curve_shape_of(const ps_curve_spec *p, ps_curve_shape *shape, ps_error *err) {
  PS_TRY(check(p, err));
  shape->nsegment = 0;
  if (!build(p, shape))
    return ps_fail(
        err, PS_ERR_VALUE, NULL, 0,
        "%s: the parameters contradict each other: between two of its knots the tangents "
        "meet outside, and the curve would turn back",
        ps_curve_class(p->kind));
  return PS_OK;
}

const char *ps_curve_class(ps_curve_kind kind) {
  static const char *const names[PS_CURVE_KINDS] = {
      "ActiveForceLengthCurve",
      "ForceVelocityCurve",
      "ForceVelocityInverseCurve",
      "FiberForceLengthCurve",
      "TendonForceLengthCurve",
      "FiberCompressiveForceLengthCurve",
      "FiberCompressiveForceCosPennationCurve",
  };
  return names[kind];
}
