// person.c: the person's numbers, their limits, and what they scale.
#include "scenario/person.h"

#include <math.h>
#include <stdbool.h>

ps_person ps_person_default(void) {
  return (ps_person){.sex = PS_MALE,
                     .age_y = 40,
                     .height_m = 1.75,
                     .mass_kg = 75,
                     .pelvic_incidence_deg = 51,
                     .lordosis_deg = NAN,
                     .strength = 1,
                     .psoas_strength = {1, 1},
                     .psoas_size = {1, 1},
                     .iliacus_strength = {1, 1},
                     .flexibility = 1};
}

// half a degree of lordosis for a degree of pelvic incidence
double ps_person_lordosis(const ps_person *person, const ps_parameters *p) {
  if (isfinite(person->lordosis_deg))
    return person->lordosis_deg;
  return p->lordosis_deg + (person->pelvic_incidence_deg - p->pelvic_incidence_deg) / 2;
}

ps_scaling ps_person_scaling(const ps_person *person) {
  const double table_height = 1.70, table_mass = 75.337; // [m], [kg]
  double length = person->height_m / table_height, mass = person->mass_kg / table_mass;
  bool woman = person->sex == PS_FEMALE;
  // muscle sections follow mass over length, as volumes follow mass; women have three quarters
  double age = fmax(0, person->age_y - 50) * 0.01; // a hundredth a year past fifty
  return (ps_scaling){.length = length,
                      .mass = mass,
                      .section = pow(mass, 2.0 / 3) * (woman ? 0.78 : 1) * fmax(0.4, 1 - age),
                      .disc_area = length * length * (woman ? 0.92 : 1)};
}
