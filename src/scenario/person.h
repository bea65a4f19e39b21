// person.h: who is in the posture, as numbers, with what is allowed.
//
// Units are in the names. Sides: [0] right, [1] left.
#pragma once

#include "scenario/parameters.h"

typedef enum ps_sex { PS_MALE, PS_FEMALE } ps_sex;

typedef struct ps_person {
  const char *schema, *name;
  int sex; // ps_sex
  double age_y;
  double height_m, mass_kg;
  double pelvic_incidence_deg;
  double lordosis_deg;             // L1-S1, standing; nan: as pelvic incidence asks for
  double strength;                 // of all muscles, over that of a fit adult of this sex and mass
  double psoas_strength[2];        // over that
  double psoas_size[2];            // section of the psoas over the default's
  double iliacus_strength[2];      // over that of all muscles
  double hip_flexor_shortening[2]; // share of the fiber length of hip flexors that is lost
  double iliopsoas_shortening[2];  // of psoas and iliacus alone, on top of that
  double flexibility;              // range of the lumbar joints over the default's
  double leg_length_difference_m;  // right longer +
  double scoliosis_deg;            // bend of the standing spine, convex to the left +
} ps_person;

// A man of 40 years, 1.75 m, 75 kg, pelvic incidence 51 deg.
ps_person ps_person_default(void);
// The lordosis of the standing person [deg].
double ps_person_lordosis(const ps_person *person, const ps_parameters *p);

// Factors on the sizes of the tables, which are those of a man of 1.70 m and 75.3 kg.
typedef struct ps_scaling {
  double length, mass, section, disc_area;
} ps_scaling;
ps_scaling ps_person_scaling(const ps_person *person);
