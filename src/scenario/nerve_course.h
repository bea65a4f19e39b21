// nerve_course.h: where nerves run past the bones, and how far from the psoas that is.
//
// A course is a few places of the right side, each on a body; between them a nerve is taken to run
// straight. They are on the left too, mirrored, and grow with the person. Source and uncertainty of
// every place: data/anatomy/nerve.csv.
#pragma once

#include "model/data.h"
#include "scenario/human.h"

// A place that a nerve passes (kind course); places of a nerve follow one another.
typedef struct ps_nerve_place {
  const char *nerve, *point, *body;
  ps_vec3 at; // [m]  in the body
} ps_nerve_place;
typedef struct ps_nerve_course {
  ps_nerve_place *items;
  int n, capacity;
} ps_nerve_course;
ps_status ps_nerve_course_read(ps_pool *pool, ps_nerve_course *course, ps_error *err);
// Where a place is [m], in ground, on a side of the person at the pose of the data.
ps_vec3 ps_nerve_at(const ps_human *human, const ps_data *d, const ps_nerve_place *place, int side);
// Least distance [mm] between the course of a nerve and the lines of the psoas, right side, at the
// pose of the data, whose paths are known.
double ps_nerve_psoas_mm(const ps_human *human, const ps_data *d, const ps_nerve_course *course,
                         const char *nerve);
