// build.h: the psoas-lumbar-hip model of a person, as a spec that can be compiled or written.
#pragma once

#include "model/spec.h"
#include "scenario/anatomy.h"
#include "scenario/person.h"

// Which of the lines are built: all, or about sixty that stand for their groups.
typedef enum ps_detail { PS_DETAIL_FULL, PS_DETAIL_LIGHT } ps_detail;

// The model of `person`; the caller frees the spec whatever comes back. Coordinates have their
// neutral values; fibers in it have the lengths of the tables.
ps_status ps_human_spec(ps_spec **spec, const ps_anatomy *anatomy, const ps_parameters *parameters,
                        const ps_person *person, ps_detail detail, ps_error *err);

// Angle of the neutral sacral plate below the horizontal, forward +, and tilt of the pelvis from
// hip axis to plate, backward + [deg]; their sum is the pelvic incidence.
typedef struct ps_pelvis_angles {
  double sacral_slope_deg, pelvic_tilt_deg;
} ps_pelvis_angles;
ps_pelvis_angles ps_person_pelvis(const ps_person *person, const ps_parameters *p);

// Is it a muscle group of the trunk, the psoas aside?
bool ps_is_trunk_group(const char *group);
