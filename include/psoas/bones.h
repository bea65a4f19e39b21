// bones.h: the bones that are drawn: shapes with named numbers, as distances, surfaces and a file.
//
// What the numbers mean, and the file: docs/bones.md.  Units: m, in the bone's own axes (x forward,
// y up, z right) unless the frame of its body is named.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_bone_set ps_bone_set;

// All bones of data/bones; *set is NULL after a failure.
ps_status ps_bone_set_create(ps_bone_set **set, ps_error *err);
void ps_bone_set_free(ps_bone_set *set);

int ps_bone_count(const ps_bone_set *set);
const char *ps_bone_name(const ps_bone_set *set, int bone);
int ps_bone_named(const ps_bone_set *set, const char *name); // -1: there is none

// The named numbers that make the bone [m, rad or -]. Changes hold for later calls.
int ps_bone_numbers(const ps_bone_set *set, int bone);
const char *ps_bone_number_name(const ps_bone_set *set, int bone, int number);
double ps_bone_number(const ps_bone_set *set, int bone, int number);
void ps_bone_change(ps_bone_set *set, int bone, const double *numbers);

// Signed distances [m] of `n` points x y z, negative inside.
void ps_bone_distances(const ps_bone_set *set, int bone, int n, const double *points,
                       double *distances);

// A closed surface, triangles counterclockwise from outside.
typedef struct ps_bone_surface {
  int nvertex, ntriangle;
  double *vertex, *normal; // [m], [-]  x y z of each
  int *triangle;           // three vertices each
} ps_bone_surface;

// `cell`: width of the grid it is made on [m]; 0: that of the file. `in_body`: in the frame of the
// body, where the model's reference person has it. Free the surface whatever comes back.
ps_status ps_bone_surface_create(ps_bone_surface *surface, const ps_bone_set *set, int bone,
                                 double cell, bool in_body, ps_error *err);
void ps_bone_surface_free(ps_bone_surface *surface);

// Write all bones, in the frames of their bodies, for whoever draws them.
ps_status ps_bones_save(const ps_bone_set *set, const char *path, bool replace, ps_error *err);

#ifdef __cplusplus
}
#endif
