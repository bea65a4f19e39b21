// recruit_response.c: what a column does for its worth, and what its x must have earned.
//
//   x_i(s)   = clip(sign(s) min((|s| / (p w))^(1/(p-1)), |s| gentle), lo, hi)              (R3, R7)
//   s(x)     = sign(x) max(p w |x|^(p-1), |x| / gentle)
//   D        = dx/ds inside the bounds, 0 at a bound
//
// For p > 2 the curve leaves x = 0 upright; the line |s| gentle replaces it there, so that D has a
// bound. It changes the slope of the criterion by less than 1e-12 of that at full reach. The loops
// have no branches, so that they become vector operations.
#include <math.h>

#include "solve/recruit_inner.h"

static void respond_square(int ncol, const double *restrict gain, const double *restrict lo,
                           const double *restrict hi, const double *restrict worth,
                           double *restrict x, double *restrict compliance) {
  for (int i = 0; i < ncol; i++) {
    double free = worth[i] * gain[i];
    double above = free < lo[i] ? lo[i] : free;
    x[i] = above > hi[i] ? hi[i] : above;
    bool inside = (free > lo[i]) & (free < hi[i]);
    compliance[i] = inside ? gain[i] : 0;
  }
}

static void respond_cube(int ncol, const double *restrict gain, const double *restrict gentle,
                         const double *restrict lo, const double *restrict hi,
                         const double *restrict worth, double *restrict x,
                         double *restrict compliance) {
  for (int i = 0; i < ncol; i++) {
    double earned = fabs(worth[i]), line = earned * gentle[i], curve = sqrt(earned * gain[i]);
    double size = line <= curve ? line : curve;
    double free = copysign(size, worth[i]);
    double above = free < lo[i] ? lo[i] : free;
    x[i] = above > hi[i] ? hi[i] : above;
    compliance[i] = 0.5 * gain[i] / curve;
  }
  // where line and curve meet, the curve has half the slope of the line
  for (int i = 0; i < ncol; i++) {
    double slope = compliance[i] < 0.5 * gentle[i] ? compliance[i] : gentle[i];
    bool inside = (x[i] > lo[i]) & (x[i] < hi[i]);
    compliance[i] = inside ? slope : 0;
  }
}

static void respond_power(int ncol, const ps_recruit_task *task, const double *restrict worth,
                          double *restrict x, double *restrict compliance) {
  double root = 1 / (task->power - 1);
  for (int i = 0; i < ncol; i++) {
    double earned = fabs(worth[i]), line = earned * task->gentle[i];
    double curve = pow(earned * task->gain[i], root);
    double steep = earned > 0 ? root * curve / earned : 0;
    double size = line <= curve ? line : curve, slope = line <= curve ? task->gentle[i] : steep;
    double free = copysign(size, worth[i]), lo = task->lo[i], hi = task->hi[i];
    double above = free < lo ? lo : free;
    x[i] = above > hi ? hi : above;
    compliance[i] = free > lo && free < hi ? slope : 0;
  }
}

void ps_recruit_respond(const ps_recruit_problem *p, const ps_recruit_task *task,
                        const double *worth, double *x, double *compliance) {
  if (task->power == 2)
    respond_square(p->ncol, task->gain, task->lo, task->hi, worth, x, compliance);
  else if (task->power == 3)
    respond_cube(p->ncol, task->gain, task->gentle, task->lo, task->hi, worth, x, compliance);
  else
    respond_power(p->ncol, task, worth, x, compliance);
}

void ps_recruit_slope(const ps_recruit_problem *p, const ps_recruit_task *task,
                      const double *restrict x, double *restrict slope) {
  const double *restrict gain = task->gain, *restrict gentle = task->gentle;
  if (task->power == 2) {
    for (int i = 0; i < p->ncol; i++)
      slope[i] = x[i] / gain[i];
    return;
  }
  for (int i = 0; i < p->ncol; i++) {
    double size = fabs(x[i]), line = size / gentle[i];
    double power = task->power == 3 ? size * size : pow(size, task->power - 1);
    double curve = power / gain[i];
    slope[i] = copysign(curve > line ? curve : line, x[i]);
  }
}

void ps_recruit_slope_compliance(const ps_recruit_problem *p, const ps_recruit_task *task,
                                 const double *restrict x, double *restrict compliance) {
  double power = task->power;
  for (int i = 0; i < p->ncol; i++) {
    double curve = task->gain[i] / (power - 1) * (power == 2 ? 1 : pow(fabs(x[i]), 2 - power));
    compliance[i] = power > 2 ? fmin(curve, task->gentle[i]) : curve;
  }
}
