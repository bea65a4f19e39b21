// The built-in model is the person it is asked for: mass, size, strength, shape and symmetry.
#include "body/dynamics.h"
#include "human_kit.h"

static ps_vec3 flipped(ps_vec3 a) {
  return ps_vec(a.x, a.y, -a.z);
}

static void model_has_the_mass_of_the_person(void) {
  for (double mass = 45; mass < 120; mass += 15) {
    human_kit k;
    ps_person person = ps_person_default();
    person.mass_kg = mass;
    human_open(&k, &person, PS_DETAIL_FULL);
    CHECK_NEAR(k.human->model->mass, mass, 5e-5 * mass); // [kg]  the tables give five digits
    human_close(&k);
  }
}

// ---- mirror

// left in one pose is right in its mirror image: places, lengths and arms
static void left_is_the_mirror_image_of_right(void) {
  human_kit a, b;
  human_open_default(&a);
  human_open_default(&b);
  const ps_human *h = a.human;
  const ps_model *m = h->model;
  int image[64];
  for (int i = 0; i < m->nbody; i++)
    image[i] = i;
  for (int side = 0; side < 2; side++) {
    image[h->femur[side]] = h->femur[!side];
    image[h->tibia[side]] = h->tibia[!side];
    image[h->foot[side]] = h->foot[!side];
  }
  for (uint64_t seed = 1; seed <= 50; seed++) {
    human_any_pose(h, seed, a.d->q);
    human_mirrored_pose(h, a.d->q, b.d->q);
    human_look(&a);
    human_look(&b);
    for (int i = 1; i < m->nbody; i++) {
      CHECK_NEAR(m->body_mass[i], m->body_mass[image[i]], 0);
      ps_vec3 seen = flipped(a.d->body_com[i]), there = b.d->body_com[image[i]];
      CHECK_NEAR(ps_distance(seen, there), 0, 1e-12); // [m]  rounding
    }
    for (int i = 0; i < h->nline; i += 2) {
      double length = a.d->path_length[h->line[i].path];
      CHECK_EQ(h->line[i].side, PS_RIGHT);
      CHECK_EQ(h->line[i + 1].side, PS_LEFT);
      CHECK_NEAR(b.d->path_length[h->line[i + 1].path], length, 1e-12); // [m]  rounding
      for (int q = 0; q < m->nq; q++) {
        int sign, other = human_other(h, q, &sign);
        CHECK_NEAR(human_arm(&a, i, q), sign * human_arm(&b, i + 1, other), 1e-12); // [m]
      }
    }
  }
  human_close(&a);
  human_close(&b);
}

static void both_sides_are_equally_strong(void) {
  human_kit k;
  human_open_default(&k);
  for (int i = 0; i < k.human->nline; i += 2) {
    const ps_muscle_params *p = &k.human->model->muscle[i];
    CHECK_EQ(p[0].max_isometric_force, p[1].max_isometric_force);
    CHECK_EQ(p[0].optimal_fiber_length, p[1].optimal_fiber_length);
    CHECK_NEAR(p[0].tendon_slack_length, p[1].tendon_slack_length, 1e-12); // [m]  rounding
  }
  human_close(&k);
}

// ---- what is in it

static void fascicles_have_the_names_of_the_interface(void) {
  static const char *const name[] = {"psoas_L1_VB",     "psoas_L1_TP",     "psoas_L1_L2_IVD",
                                     "psoas_L2_TP",     "psoas_L2_L3_IVD", "psoas_L3_TP",
                                     "psoas_L3_L4_IVD", "psoas_L4_TP",     "psoas_L4_L5_IVD",
                                     "psoas_L5_TP",     "psoas_L5_VB",     "iliacus"};
  human_kit k;
  human_open_default(&k);
  for (size_t i = 0; i < sizeof name / sizeof *name; i++)
    for (int side = 0; side < 2; side++) {
      char text[40];
      snprintf(text, sizeof text, "%s_%c", name[i], "rl"[side]);
      CHECK(human_line(k.human, text) >= 0);
    }
  int psoas = 0;
  for (int i = 0; i < k.human->nline; i++)
    psoas += k.human->line[i].region == PS_REGION_PSOAS;
  CHECK(psoas >= 22);
  CHECK(k.human->nline >= 250 && k.human->nline <= 320);
  human_close(&k);
}

// every psoas fascicle runs from a lumbar vertebra over the pelvis to the femur
static void psoas_loads_the_spine_and_flexes_the_hip(void) {
  human_kit k;
  human_open_default(&k);
  const ps_human *h = k.human;
  const ps_model *m = h->model;
  human_look(&k); // all coordinates zero
  for (int i = 0; i < h->nline; i++) {
    if (h->line[i].region != PS_REGION_PSOAS)
      continue;
    const ps_path *p = &m->path[h->line[i].path];
    int first = m->point[p->point].body, last = m->point[p->point + p->npoint - 1].body;
    bool vertebra = false;
    for (int v = 0; v < 5; v++)
      vertebra |= first == h->lumbar[v];
    CHECK(vertebra || first == h->torso);
    CHECK_EQ(last, h->femur[h->line[i].side]);
    CHECK(human_arm(&k, i, h->hip[h->line[i].side][PS_HIP_FLEXION]) > 0.01); // [m]
    CHECK_EQ(human_arm(&k, i, h->hip[!h->line[i].side][PS_HIP_FLEXION]), 0);
  }
  human_close(&k);
}

// ---- the light model

static void sum_sections(const ps_human *h, const char *group, int side, double *sum) {
  *sum = 0;
  for (int i = 0; i < h->nline; i++)
    if (h->line[i].side == side && strcmp(h->line[i].group, group) == 0)
      *sum += h->line[i].volume / h->model->muscle[i].optimal_fiber_length; // cm^3 / m
}

// what pulls the arm, or is small beside those that do the same
static bool is_left_out(const char *group) {
  static const char *const groups[] = {"latissimus", "gluteus_minimus", "piriformis",
                                       "biceps_femoris_short", "gracilis"};
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
    if (strcmp(group, groups[i]) == 0)
      return true;
  return false;
}

static void light_model_has_few_lines_and_the_same_sections(void) {
  human_kit full, light;
  ps_person person = ps_person_default();
  human_open(&full, &person, PS_DETAIL_FULL);
  human_open(&light, &person, PS_DETAIL_LIGHT);
  CHECK(light.human->nline >= 50 && light.human->nline <= 75);
  CHECK_NEAR(light.human->model->mass, full.human->model->mass, 1e-12);
  for (int i = 0; i < full.human->nline; i++) {
    const ps_line *line = &full.human->line[i];
    double all, few;
    sum_sections(full.human, line->group, line->side, &all);
    sum_sections(light.human, line->group, line->side, &few);
    if (is_left_out(line->group))
      CHECK_EQ(few, 0);
    else
      CHECK_NEAR(few / all, 1, 1e-12); // [-]  rounding
  }
  human_close(&full);
  human_close(&light);
}

static void lines_of_the_light_model_are_lines_of_the_full_one(void) {
  human_kit full, light;
  ps_person person = ps_person_default();
  human_open(&full, &person, PS_DETAIL_FULL);
  human_open(&light, &person, PS_DETAIL_LIGHT);
  human_look(&full);
  human_look(&light);
  for (int i = 0; i < light.human->nline; i++) {
    int same = human_line(full.human, light.human->line[i].name);
    CHECK(same >= 0);
    CHECK_NEAR(light.d->path_length[light.human->line[i].path],
               full.d->path_length[full.human->line[same].path], 1e-15); // [m]
  }
  human_close(&full);
  human_close(&light);
}

// ---- scaling

typedef struct person_pair {
  human_kit a, b;
} person_pair;

static void open_pair(person_pair *p, const ps_person *other) {
  human_open_default(&p->a);
  human_open(&p->b, other, PS_DETAIL_FULL);
  human_any_pose(p->a.human, 5, p->a.d->q);
  memcpy(p->b.d->q, p->a.d->q, (size_t)p->a.human->model->nq * sizeof(double));
  human_look(&p->a);
  human_look(&p->b);
}

static void close_pair(person_pair *p) {
  human_close(&p->a);
  human_close(&p->b);
}

static void lengths_and_arms_scale_with_height(void) {
  ps_person small = ps_person_default();
  small.height_m = 1.55;
  const double scale = 1.55 / 1.75;
  person_pair p;
  open_pair(&p, &small);
  const ps_human *h = p.a.human;
  for (int i = 0; i < h->nline; i++) {
    int path = h->line[i].path;
    CHECK_NEAR(p.b.d->path_length[path], scale * p.a.d->path_length[path], 1e-12); // [m]
    for (int q = 0; q < h->model->nq; q++)
      CHECK_NEAR(human_arm(&p.b, i, q), scale * human_arm(&p.a, i, q), 1e-12); // [m]
    CHECK_NEAR(p.b.human->model->muscle[i].optimal_fiber_length,
               scale * h->model->muscle[i].optimal_fiber_length, 1e-15);
    if (h->model->muscle[i].tendon_slack_length > 2e-3) // below, there is a least one
      CHECK_NEAR(p.b.human->model->muscle[i].tendon_slack_length,
                 scale * h->model->muscle[i].tendon_slack_length, 1e-12);
    CHECK_EQ(p.b.human->model->muscle[i].max_isometric_force,
             h->model->muscle[i].max_isometric_force); // of the same mass
  }
  close_pair(&p);
}

static void sections_scale_with_the_two_thirds_of_mass(void) {
  ps_person heavy = ps_person_default();
  heavy.mass_kg = 100;
  person_pair p;
  open_pair(&p, &heavy);
  const ps_model *a = p.a.human->model, *b = p.b.human->model;
  for (int i = 0; i < a->nmuscle; i++)
    CHECK_NEAR(b->muscle[i].max_isometric_force,
               a->muscle[i].max_isometric_force * pow(100.0 / 75, 2.0 / 3), 1e-9); // [N] rounding
  for (int i = 1; i < a->nbody; i++) {
    CHECK_NEAR(b->body_mass[i], a->body_mass[i] * 100 / 75, 1e-12); // [kg]
    CHECK_NEAR(ps_column(b->body_inertia[i], 2).z, ps_column(a->body_inertia[i], 2).z * 100 / 75,
               1e-12); // [kg m^2]
  }
  close_pair(&p);
}

static void psoas_strength_and_size_reach_one_side_only(void) {
  ps_person person = ps_person_default();
  person.psoas_strength[PS_LEFT] = 0.6;
  person.psoas_size[PS_LEFT] = 0.5;
  person_pair p;
  open_pair(&p, &person);
  const ps_human *h = p.a.human;
  for (int i = 0; i < h->nline; i++) {
    bool weak = h->line[i].region == PS_REGION_PSOAS && h->line[i].side == PS_LEFT;
    CHECK_NEAR(p.b.human->model->muscle[i].max_isometric_force,
               h->model->muscle[i].max_isometric_force * (weak ? 0.3 : 1), 1e-9); // [N]
  }
  close_pair(&p);
}

// shorter fibers, the same tendon and the same path
static void shortened_hip_flexors_lose_fiber_length(void) {
  ps_person person = ps_person_default();
  person.hip_flexor_shortening[PS_RIGHT] = 0.1;
  person_pair p;
  open_pair(&p, &person);
  const ps_human *h = p.a.human;
  int shorter = 0;
  for (int i = 0; i < h->nline; i++) {
    const ps_muscle_params *a = &h->model->muscle[i], *b = &p.b.human->model->muscle[i];
    double ratio = b->optimal_fiber_length / a->optimal_fiber_length;
    shorter += ratio < 0.95;
    if (h->line[i].region == PS_REGION_PSOAS || strcmp(h->line[i].group, "iliacus") == 0)
      CHECK_NEAR(ratio, h->line[i].side == PS_RIGHT ? 0.9 : 1, 1e-12);
    if (strcmp(h->line[i].group, "hamstrings") == 0)
      CHECK_EQ(ratio, 1);
    CHECK_NEAR(b->tendon_slack_length, a->tendon_slack_length, 1e-12); // [m]
  }
  CHECK(shorter >= 12);
  close_pair(&p);
}

// ---- shape

// angle [deg] about z from the first to the second direction, forward tilt of the second +
static double turn_of(ps_vec3 a, ps_vec3 b) {
  return (atan2(a.y, a.x) - atan2(b.y, b.x)) / human_degree;
}

// the line from hip axis to L5/S1 leans back by half of what the incidence is larger
static void incidence_moves_the_sacrum_back_over_the_hips(void) {
  ps_person person = ps_person_default();
  person.pelvic_incidence_deg = 71;
  person_pair p;
  open_pair(&p, &person);
  ps_vec3 line[2];
  for (int i = 0; i < 2; i++) {
    const ps_human *h = i ? p.b.human : p.a.human;
    ps_vec3 hip = h->model->body_X_PF[h->femur[PS_RIGHT]].p;
    ps_vec3 plate = h->model->body_X_PF[h->lumbar[0]].p;
    line[i] = ps_vec(plate.x - hip.x, plate.y - hip.y, 0);
  }
  CHECK_NEAR(ps_norm(line[0]), ps_norm(line[1]), 1e-12); // [m]
  CHECK_NEAR(turn_of(line[1], line[0]), 10, 1e-9);       // [deg]
  CHECK_NEAR(p.b.human->pelvic_tilt_deg + p.b.human->sacral_slope_deg, 71, 1e-12);
  CHECK_NEAR(p.b.human->lordosis_deg - p.a.human->lordosis_deg, 10, 1e-12);
  close_pair(&p);
}

// whatever the curve, the thorax of the neutral pose is upright
static void lordosis_leaves_the_thorax_upright(void) {
  for (double lordosis = 25; lordosis < 70; lordosis += 10) {
    human_kit k;
    ps_person person = ps_person_default();
    person.lordosis_deg = lordosis;
    person.pelvic_incidence_deg = 40 + lordosis / 3;
    human_open(&k, &person, PS_DETAIL_FULL);
    const ps_human *h = k.human;
    human_look(&k);
    ps_vec3 up = ps_column(k.d->body_X[h->torso].R, 1);
    CHECK_NEAR(ps_distance(up, ps_vec(0, 1, 0)), 0, 1e-12);
    // L1 to L5 are turned against each other by what the lordosis differs, less L5/S1's share
    ps_mat3 low = k.d->body_X[h->lumbar[0]].R, high = k.d->body_X[h->lumbar[4]].R;
    double five = 1 - h->p.share_FE[PS_T12_L1] - h->p.share_FE[PS_L5_S1];
    double turned = -turn_of(ps_column(low, 0), ps_column(high, 0));
    CHECK_NEAR(turned, (lordosis - h->p.lordosis_deg) * five / (1 - h->p.share_FE[PS_T12_L1]),
               1e-9); // [deg]
    human_close(&k);
  }
}

static void a_variant_with_the_same_parameters_is_the_same(void) {
  human_kit k;
  human_open_default(&k);
  ps_human *variant;
  ps_error err = {0};
  human_ok(ps_human_variant(&variant, k.human, &err), &err);
  ps_parameters p = k.lab.parameters;
  p.trunk_mass = 1.05;
  p.back_shift_m = 0.004;
  ps_human_set(variant, k.human, &p);
  int torso = k.human->torso;
  CHECK_NEAR(variant->model->body_mass[torso], 1.05 * k.human->model->body_mass[torso], 1e-12);
  ps_human_set(variant, k.human, &k.lab.parameters);
  const ps_model *a = k.human->model, *b = variant->model;
  for (int i = 0; i < a->npoint; i++)
    CHECK_EQ(ps_distance(a->point[i].location, b->point[i].location), 0);
  CHECK_EQ(memcmp(a->body_mass, b->body_mass, (size_t)a->nbody * sizeof(double)), 0);
  CHECK_EQ(memcmp(k.human->law, variant->law, sizeof variant->law), 0);
  CHECK_EQ(a->mass, b->mass);
  ps_human_free(variant);
  human_close(&k);
}

// ---- who cannot be built

static void refused(const char *assignment, const char *words) {
  ps_pool pool = {0};
  ps_tree tree = {.kind = PS_TREE_MAP};
  ps_pose pose;
  ps_error err = {0};
  human_ok(ps_tree_assign(&pool, &tree, assignment, &err), &err);
  CHECK(ps_pose_read(&pool, &tree, "person.yaml", &pose, &err) != PS_OK);
  CHECK(strstr(err.message, words));
  ps_pool_free(&pool);
}

static void impossible_persons_are_refused_with_what_is_possible(void) {
  refused("person.height=3", "1.35");
  refused("person.height=3", "2.15");
  refused("person.psoas_strength=0", "0.05");
  refused("person.strength=0", "0.1");
  refused("person.mass=300", "180");
  refused("person.pelvic_incidence=120", "84");
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(model_has_the_mass_of_the_person),
                   CHECK_FACT(left_is_the_mirror_image_of_right),
                   CHECK_FACT(both_sides_are_equally_strong),
                   CHECK_FACT(fascicles_have_the_names_of_the_interface),
                   CHECK_FACT(psoas_loads_the_spine_and_flexes_the_hip),
                   CHECK_FACT(light_model_has_few_lines_and_the_same_sections),
                   CHECK_FACT(lines_of_the_light_model_are_lines_of_the_full_one),
                   CHECK_FACT(lengths_and_arms_scale_with_height),
                   CHECK_FACT(sections_scale_with_the_two_thirds_of_mass),
                   CHECK_FACT(psoas_strength_and_size_reach_one_side_only),
                   CHECK_FACT(shortened_hip_flexors_lose_fiber_length),
                   CHECK_FACT(incidence_moves_the_sacrum_back_over_the_hips),
                   CHECK_FACT(lordosis_leaves_the_thorax_upright),
                   CHECK_FACT(a_variant_with_the_same_parameters_is_the_same),
                   CHECK_FACT(impossible_persons_are_refused_with_what_is_possible));
}
