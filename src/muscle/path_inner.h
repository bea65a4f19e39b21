// path_inner.h: what the files of path.h share.
#pragma once

#include "muscle/path.h"

// Put tangent points into the current path of `path`, which holds its active points. Writes
// path_point, path_npoint and path_flag.
void ps_path_wrap_all(const ps_model *m, ps_data *d, int path);

// The same for a path whose wraps are geodesics; writes path_along and path_length as well.
void ps_path_wind_all(const ps_model *m, ps_data *d, int path);

// Length [m] of the current path.
double ps_path_measure(const ps_path_point *point, int n);
