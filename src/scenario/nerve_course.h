// nerve_course.h: where nerves run past the bones, and how far from the psoas that is.
#pragma once

#include "model/data.h"
#include "scenario/human.h"

// A place that a nerve passes (data/anatomy/nerve.csv, kind course).
typedef struct ps_nerve_place {
  const char *nerve, *point, *body;
  ps_vec3 at; // [m]  in the body
} ps_nerve_place;
typedef struct ps_nerve_course {
  ps_nerve_place *items;
  int n, capacity;
} ps_nerve_course;
ps_status ps_nerve_course_read(ps_pool *pool, ps_nerve_course *course, ps_error *err);
// Least distance [mm] between the course of a nerve and the lines of the psoas, right side, at the
// pose of the data, whose paths are known.
double ps_nerve_psoas_mm(const ps_human *human, const ps_data *d, const ps_nerve_course *course,
                         const char *nerve);
