// fit.h: the numbers of a compiled model: written by the compiler, and again by whoever fits a
// compiled model to another body of the same structure.
//
// A number that follows from others is written with them, here and nowhere else: so that a fitted
// model is, to the last bit, the one that would have been compiled. Units: m, kg, rad.
#pragma once

#include "model/model.h"

// Mass [kg], mass center [m] and inertia about it [kg m^2] xx yy zz xy xz yz.
void ps_model_fit_body(ps_model *m, int body, double mass, ps_vec3 com, const double inertia[6]);
// The mass of all bodies, from theirs.
void ps_model_fit_mass(ps_model *m);
// An offset frame on its body: where it is and how it is turned, body-fixed XYZ.
ps_transform ps_model_frame(ps_vec3 translation, ps_vec3 orientation);
// The frames of the joint that moves `body`, on the bodies they sit on.
void ps_model_fit_joint(ps_model *m, int body, ps_transform parent, ps_transform child);
// A segment of fixed length need not be measured in every pose.
void ps_model_fit_gaps(const ps_path *path, ps_point *point);
