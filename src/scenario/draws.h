// draws.h: intervals by drawing the parameters that the sources leave open.
//
// Latin hypercube: each parameter's distribution is cut into as many equal parts as there are
// draws, and every part is used once [mckay1979]. A parameter is distributed as two halves of
// normal distributions that meet at its value, with low and high its 5th and 95th percentile, cut
// off at two and a half standard deviations.
#pragma once

#include "scenario/answer.h"

// Draw and solve; *interval: one entry for each number of ps_result_numbers, in the answer's pool.
// Fills draws, failed_draws and influences of the answer.
ps_status ps_draw(ps_answer *answer, const ps_lab *lab, const ps_answer_options *options,
                  ps_interval **interval, ps_error *err);

// The number below which `share` of n sorted numbers lie, linearly in between.
double ps_percentile(const double *sorted, int n, double share);

// Parameters of draw `i` of `n`.
void ps_draw_parameters(const ps_parameter_table *table, uint64_t seed, int i, int n,
                        ps_parameters *p);

// Draw `i` of `n` of one number; `stream` tells numbers apart.
double ps_draw_value(double value, double low, double high, uint64_t seed, uint64_t stream, int i,
                     int n);

// What n draws of a number say of it; sorts them.
ps_interval ps_draw_interval(double *x, int n);
