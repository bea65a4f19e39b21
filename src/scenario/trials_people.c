// trials_people.c: people of a trial: bodies as in adults who have back pain, and slow numbers.
//
//   sex       half women
//   age       45 years, standard deviation 12, of 20 to 70
//   height    men 1.76 m, women 1.63 m, standard deviation 0.07 m
//   mass      body mass index lognormal, median 26 kg/m2, log standard deviation 0.15, of 18 to 40
//
// Assumed, as trials of back pain usually describe their people; they matter little, since pain
// hangs on loads weakly. Pain differs between people by the ranges of the courses' parameters.
#include <math.h>

#include "num/latin.h"
#include "num/random.h"
#include "scenario/trials.h"

static const double women = 0.5;
static const double age_y = 45, age_sd = 12, age_least = 20, age_most = 70;
static const double height_m[] = {[PS_MALE] = 1.76, [PS_FEMALE] = 1.63}, height_sd = 0.07;
static const double bmi = 26, bmi_log_sd = 0.15, bmi_least = 18, bmi_most = 40; // [kg/m2]

enum { SEX = 11, AGE, HEIGHT, MASS, SLOW, ADAPTS }; // streams

static double normal_of(uint64_t seed, int stream, long i) {
  double u = ps_random_uniform(seed, (uint64_t)stream, (uint64_t)i);
  return ps_normal_quantile(fmax(1e-12, u));
}

static double clipped(double x, double low, double high) {
  return fmin(high, fmax(low, x));
}

ps_trials_person ps_trials_draw_person(uint64_t seed, long i) {
  ps_person p = ps_person_default();
  p.sex = ps_random_uniform(seed, SEX, (uint64_t)i) < women ? PS_FEMALE : PS_MALE;
  p.age_y = clipped(age_y + age_sd * normal_of(seed, AGE, i), age_least, age_most);
  p.height_m = height_m[p.sex] + height_sd * clipped(normal_of(seed, HEIGHT, i), -2.5, 2.5);
  double z = normal_of(seed, MASS, i);
  double index = clipped(bmi * exp(bmi_log_sd * z), bmi_least, bmi_most);
  p.mass_kg = index * p.height_m * p.height_m;
  const double third = 0.4307; // a third of a normal distribution lies above
  int size = z < -third ? 0 : z > third ? 2 : 1;
  return (ps_trials_person){p, (p.sex == PS_FEMALE ? PS_TRIALS_SIZES : 0) + size};
}

ps_physio ps_trials_draw_physio(const ps_physio_table *table, uint64_t seed, long i) {
  ps_physio p;
  ps_physio_draw(table, ps_random_bits(seed, SLOW, (uint64_t)i), 0, 1, &p);
  p.tissue.adaptation.gain = ps_random_uniform(seed, ADAPTS, (uint64_t)i) < 0.5;
  return p;
}
