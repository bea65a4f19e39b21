// A human that becomes another person is, to the last bit, the one that would have been built, and
// its model the one that is compiled from the spec of that person.
#include "human_kit.h"
#include "model/data.h"
#include "random_kit.h"

enum { PERSONS = 50 };

static ps_person any_person(uint64_t *state) {
  ps_person p = ps_person_default();
  p.sex = kit_chance(state, 2) ? PS_FEMALE : PS_MALE;
  p.age_y = kit_between(state, 18, 90);
  p.height_m = kit_between(state, 1.4, 2.1);
  p.mass_kg = kit_between(state, 40, 150);
  p.pelvic_incidence_deg = kit_between(state, 30, 80);
  p.lordosis_deg = kit_chance(state, 3) ? NAN : kit_between(state, 20, 80);
  p.strength = kit_between(state, 0.3, 2);
  p.flexibility = kit_between(state, 0.5, 1.5);
  p.scoliosis_deg = kit_chance(state, 2) ? 0 : kit_between(state, -15, 15);
  p.leg_length_difference_m = kit_chance(state, 2) ? 0 : kit_between(state, -0.02, 0.02);
  for (int side = 0; side < 2; side++) {
    p.psoas_strength[side] = kit_between(state, 0.2, 1.5);
    p.psoas_size[side] = kit_between(state, 0.4, 1.4);
    p.iliacus_strength[side] = kit_between(state, 0.2, 1.5);
    p.hip_flexor_shortening[side] = kit_chance(state, 2) ? 0 : kit_between(state, 0, 0.2);
    p.iliopsoas_shortening[side] = kit_chance(state, 2) ? 0 : kit_between(state, 0, 0.2);
  }
  return p;
}

// of a type that has no padding, which may differ where no number does
#define PACKED(type)                                                                               \
  _Generic((type){0}, int : 1, double : 1, unsigned long long : 1, ps_vec3 : 1, ps_mat3 : 1,       \
           ps_transform : 1, default : 0)

static void check_bits(const char *what, const void *a, const void *b, size_t size) {
  if (memcmp(a, b, size) != 0)
    check_fail(__FILE__, __LINE__, what);
}

static void check_muscles(const ps_muscle_params *a, const ps_muscle_params *b) {
  int n;
  const ps_muscle_property *property = ps_muscle_properties(a->kind, &n);
  for (int i = 0; i < n; i++) {
    double x = ps_muscle_property_value(a, &property[i]);
    double y = ps_muscle_property_value(b, &property[i]);
    check_bits(property[i].name, &x, &y, sizeof x);
  }
  check_bits("derived", &a->derived, &b->derived, offsetof(ps_muscle_derived, damped));
  check_bits("curve", a->curve, b->curve, sizeof a->curve);
  check_bits("function", a->function, b->function, sizeof a->function);
  CHECK_EQ(a->derived.damped, b->derived.damped);
}

static void check_models(const ps_model *a, const ps_model *b) {
#define S(name) CHECK_EQ(a->name, b->name);
  PS_MODEL_SIZES(S)
#undef S
#define F(type, name, rows, about)                                                                 \
  if (PACKED(type))                                                                                \
    check_bits(#name, a->name, b->name, (size_t)a->rows * sizeof(type));
  PS_MODEL_FIELDS(F)
#undef F
  for (int i = 0; i < a->npoint; i++) {
    check_bits("location", &a->point[i].location, &b->point[i].location, sizeof(ps_vec3));
    check_bits("gap", &a->point[i].gap, &b->point[i].gap, sizeof(double));
  }
  for (int i = 0; i < a->nwrap; i++) {
    check_bits("wrap", &a->wrap[i].X, &b->wrap[i].X, sizeof(ps_transform));
    check_bits("radius", &a->wrap[i].shape.radius, &b->wrap[i].shape.radius, sizeof(double));
    check_bits("length", &a->wrap[i].shape.length, &b->wrap[i].shape.length, sizeof(double));
  }
  for (int i = 0; i < a->nforce; i++)
    check_bits("force", &a->force[i].optimal_force, &b->force[i].optimal_force, sizeof(double));
  for (int i = 0; i < a->nmuscle; i++)
    check_muscles(&a->muscle[i], &b->muscle[i]);
  check_bits("mass", &a->mass, &b->mass, sizeof a->mass);
}

static void check_humans(const ps_human *a, const ps_human *b) {
  check_models(a->model, b->model);
  CHECK_EQ(a->nline, b->nline);
  for (int i = 0; i < a->nline; i++) {
    CHECK_TEXT(a->line[i].name, b->line[i].name);
    check_bits("volume", &a->line[i].volume, &b->line[i].volume, sizeof(double));
    check_bits("hoop", &a->line[i].hoop, &b->line[i].hoop, sizeof(double));
  }
  CHECK_EQ(a->ntouch, b->ntouch);
  for (int i = 0; i < a->ntouch; i++) {
    CHECK_TEXT(a->touch[i].name, b->touch[i].name);
    check_bits("touch", &a->touch[i].at, &b->touch[i].at, sizeof(ps_vec3));
    check_bits("touch", &a->touch[i].radius, &b->touch[i].radius, sizeof(double));
  }
  check_bits("disc", a->law, b->law, sizeof a->law);
  check_bits("disc", a->disc_area, b->disc_area, sizeof a->disc_area);
  check_bits("parameters", &a->p, &b->p, sizeof a->p);
  CHECK_EQ(a->lordosis_deg, b->lordosis_deg);
  CHECK_EQ(a->pelvic_tilt_deg, b->pelvic_tilt_deg);
  CHECK_EQ(a->sacral_slope_deg, b->sacral_slope_deg);
}

static void check_against_spec(const ps_lab *lab, const ps_human *h) {
  ps_spec *spec;
  ps_model *model;
  ps_error err = {0};
  human_ok(ps_human_spec(&spec, &lab->anatomy, &h->p, &h->person, h->detail, &err), &err);
  human_ok(ps_model_create(&model, spec, &err), &err);
  check_models(h->model, model);
  ps_model_free(model);
  ps_spec_free(spec);
}

static void another_person_has_the_bits_of_a_new_one(ps_detail detail) {
  human_kit k;
  ps_person person = ps_person_default();
  ps_error err = {0};
  uint64_t state = 7;
  human_open(&k, &person, detail);
  for (int i = 0; i < PERSONS; i++) {
    ps_parameters p = k.lab.parameters;
    ps_human *built;
    person = any_person(&state);
    if (i % 3 == 0) { // under stress parameters are others
      ps_tension tension = ps_tension_under(&k.lab.physio, kit_uniform(&state));
      ps_tension_apply(&tension, &p);
    }
    human_ok(ps_human_fit(k.human, &k.lab.anatomy, &p, &person, &err), &err);
    human_ok(ps_human_create(&built, &k.lab.anatomy, &p, &person, detail, &err), &err);
    check_humans(k.human, built);
    check_against_spec(&k.lab, k.human);
    ps_human_free(built);
  }
  human_close(&k);
}

static void another_person_has_the_bits_of_a_new_one_in_full(void) {
  another_person_has_the_bits_of_a_new_one(PS_DETAIL_FULL);
}

static void another_person_has_the_bits_of_a_new_one_in_light(void) {
  another_person_has_the_bits_of_a_new_one(PS_DETAIL_LIGHT);
}

// the check would see a person who is another one
static void persons_differ(void) {
  human_kit k;
  ps_person person = ps_person_default();
  ps_error err = {0};
  human_open(&k, &person, PS_DETAIL_LIGHT);
  double mass = k.human->model->mass, volume = k.human->line[0].volume;
  person.height_m = 1.6;
  person.mass_kg = 60;
  human_ok(ps_human_fit(k.human, &k.lab.anatomy, &k.lab.parameters, &person, &err), &err);
  CHECK_NEAR(k.human->model->mass, 0.8 * mass, 1e-9 * mass); // [kg]
  CHECK(k.human->line[0].volume < 0.9 * volume);
  human_close(&k);
}

// a fiber without length, which no table and no slider gives
static void an_impossible_person_is_refused_by_muscle(void) {
  human_kit k;
  ps_person person = ps_person_default();
  ps_error err = {0};
  human_open(&k, &person, PS_DETAIL_LIGHT);
  person.hip_flexor_shortening[PS_LEFT] = 1;
  CHECK_EQ(ps_human_fit(k.human, &k.lab.anatomy, &k.lab.parameters, &person, &err), PS_ERR_VALUE);
  CHECK(strstr(err.message, "optimal_fiber_length"));
  human_close(&k);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(another_person_has_the_bits_of_a_new_one_in_full),
                   CHECK_FACT(another_person_has_the_bits_of_a_new_one_in_light),
                   CHECK_FACT(persons_differ),
                   CHECK_FACT(an_impossible_person_is_refused_by_muscle));
}
