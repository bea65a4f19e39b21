// Laws of the posture solver: what holds a posture is in balance, is least, is the same from both
// sides, and says what is missing where nothing holds it.
#include "hold_lab_kit.h"
#include "scenario/hold_inner.h"
#include "scenario/life_body.h"

static double weight_of(const hold_kit *k) {
  return k->human->model->mass * ps_norm(k->human->model->gravity);
}

// ---- balance

// every posture of the table that muscles can hold; those that they cannot are named
static void named_postures_are_in_balance(void) {
  double residual = 0, kkt = 0;
  int solved = 0, off = 0;
  open_lab();
  for (int i = 0; i < ps_posture_count(); i++) {
    ps_pool pool = {0};
    const char *name, *title;
    hold_kit k;
    CHECK_EQ(ps_posture_at(i, &pool, &name, &title), PS_OK);
    solve(&k, name);
    const ps_held *held = &k.held;
    bool holds = held->status == PS_HOLD_SOLVED;
    bool balanced = held->residual < 1e-3 && held->kkt < 1e-9; // [N m | N], [-]
    if (!holds || !balanced)
      printf("%s: %s, residual %.2g, kkt %.2g\n", name, ps_hold_status_word(held->status),
             held->residual, held->kkt);
    solved += holds;
    off += holds && !balanced;
    residual = fmax(residual, holds ? held->residual : 0);
    kkt = fmax(kkt, holds ? held->kkt : 0);
    hold_close(&k);
    ps_pool_free(&pool);
  }
  printf("%d postures solved, residual up to %.2g N m, kkt up to %.2g\n", solved, residual, kkt);
  CHECK_EQ(off, 0);
  CHECK(solved >= ps_posture_count() * 9 / 10);
  ps_lab_close(&lab);
}

// ground, seat and bed carry the weight and what is in the hands, and nothing pushes sideways
static void supports_carry_the_weight(void) {
  static const struct {
    const char *words;
    double mass; // [kg]  in the hands
  } pose[] = {{"standing", 0},     {"lifting_20kg", 20},   {"sitting_relaxed", 0},
              {"lying_supine", 0}, {"one_leg_stance", 0},  {"push_up", 0},
              {"driving", 0},      {"sitting_crossed", 0}, {"lying_side", 0}};
  open_lab();
  for (size_t i = 0; i < sizeof pose / sizeof *pose; i++) {
    hold_kit k;
    solve(&k, pose[i].words);
    ps_vec3 sum = {0, 0, 0};
    for (int c = 0; c < k.posture.ncontact; c++)
      if (!k.posture.contact[c].against) // else it presses on the body itself
        sum = ps_add(sum, k.held.contact[c]);
    double weight = weight_of(&k) + pose[i].mass * ps_norm(k.human->model->gravity);
    CHECK_NEAR(sum.y, weight, 1e-3); // [N]  the residual
    CHECK_NEAR(sum.x, 0, 1e-3);
    CHECK_NEAR(sum.z, 0, 1e-3);
    hold_close(&k);
  }
  ps_lab_close(&lab);
}

// contacts press, within friction; activations and pressure stay within their bounds
static void nothing_is_beyond_its_bounds(void) {
  static const char *const words[] = {"standing", "sitting_slouched", "lifting_20kg", "sit_up"};
  open_lab();
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    hold_kit k;
    solve(&k, words[i]);
    for (int c = 0; c < k.posture.ncontact; c++) {
      double normal = ps_dot(k.held.contact[c], k.posture.contact[c].normal);
      ps_vec3 along = ps_axpy(k.held.contact[c], -normal, k.posture.contact[c].normal);
      CHECK(normal >= -1e-9);
      CHECK(ps_norm(along) <= k.posture.contact[c].friction * normal + 1e-9); // a pyramid in a cone
    }
    for (int m = 0; m < k.human->nline; m++) {
      CHECK(k.held.activation[m] >= 0 && k.held.activation[m] <= 1 + 1e-9);
      CHECK(k.held.passive[m] >= 0 && k.held.force[m] >= 0);
      CHECK_NEAR(k.held.force[m], k.held.active[m] + k.held.passive[m], 1e-9); // [N]
    }
    CHECK(k.held.pressure_kPa <= k.human->p.iap_max_kPa + 1e-9);
    hold_close(&k);
  }
  ps_lab_close(&lab);
}

// what presses on a disc, cause by cause, is what it carries
static void shares_of_a_level_add_up_to_its_compression(void) {
  static const char *const words[] = {"standing", "sitting_reclined", "lifting_20kg", "push_up"};
  open_lab();
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    hold_kit k;
    solve(&k, words[i]);
    ps_tree *tree = ps_pool_take(&k.pool, sizeof *tree);
    tree->kind = PS_TREE_MAP;
    ps_result_sink sink = {.pool = &k.pool, .tree = tree};
    ps_result_numbers(&sink, k.hold, &k.held);
    for (int level = 0; level < PS_LEVELS; level++) {
      char path[80];
      snprintf(path, sizeof path, "levels.%s.share", ps_level_names[level]);
      const ps_tree *share = ps_tree_find(tree, path);
      CHECK(share);
      double sum = 0;
      for (const ps_tree *t = share->first; t; t = t->next)
        sum += t->number;
      CHECK_NEAR(sum, k.held.level[level].compression, 2e-3); // [N]  the residual
    }
    hold_close(&k);
  }
  ps_lab_close(&lab);
}

// ---- mirror

static void same_in_the_mirror(const char *words, const char *mirrored) {
  hold_kit a, b;
  solve(&a, words);
  solve(&b, mirrored);
  double close = 1e-6 * weight_of(&a); // [N]
  CHECK_EQ(a.held.status, PS_HOLD_SOLVED);
  CHECK_EQ(b.held.status, PS_HOLD_SOLVED);
  for (int i = 0; i < a.human->nline; i += 2) {
    CHECK_NEAR(b.held.force[i], a.held.force[i + 1], close);
    CHECK_NEAR(b.held.force[i + 1], a.held.force[i], close);
  }
  for (int k = 0; k < PS_LEVELS; k++) {
    CHECK_NEAR(b.held.level[k].compression, a.held.level[k].compression, close);
    CHECK_NEAR(b.held.level[k].shear_anterior, a.held.level[k].shear_anterior, close);
    CHECK_NEAR(b.held.level[k].shear_right, -a.held.level[k].shear_right, close);
  }
  CHECK_NEAR(ps_norm(b.held.hip[0]), ps_norm(a.held.hip[1]), close);
  CHECK_NEAR(b.held.softest, a.held.softest, 1e-6 * a.held.softest);
  hold_close(&a);
  hold_close(&b);
}

static void mirrored_postures_have_mirrored_forces(void) {
  open_lab();
  same_in_the_mirror("standing trunk_bend_deg=15 trunk_twist_deg=10",
                     "standing trunk_bend_deg=-15 trunk_twist_deg=-10");
  same_in_the_mirror("sitting_relaxed trunk_twist_deg=20 hip_adduction_deg=5,0",
                     "sitting_relaxed trunk_twist_deg=-20 hip_adduction_deg=0,5");
  same_in_the_mirror("standing loads.0.body=hands loads.0.mass_kg=10 loads.0.at_m=0.2,0,0.3",
                     "standing loads.0.body=hands loads.0.mass_kg=10 loads.0.at_m=0.2,0,-0.3");
  same_in_the_mirror("standing person.psoas_strength=0.4,1",
                     "standing person.psoas_strength=1,0.4");
  same_in_the_mirror("one_leg_stance",
                     "one_leg_stance support.feet=left hip_flexion_r_deg=20 hip_flexion_l_deg=0 "
                     "knee_flexion_deg=40,0");
  ps_lab_close(&lab);
}

static void symmetric_postures_are_held_symmetrically(void) {
  open_lab();
  hold_kit k;
  solve(&k, "sitting_relaxed");
  for (int i = 0; i < k.human->nline; i += 2)
    CHECK_NEAR(k.held.force[i], k.held.force[i + 1], 1e-6 * weight_of(&k)); // [N]
  for (int level = 0; level < PS_LEVELS; level++)
    CHECK_NEAR(k.held.level[level].shear_right, 0, 1e-6 * weight_of(&k));
  hold_close(&k);
  ps_lab_close(&lab);
}

// ---- what is least

// what it costs that levels are not where the rhythm has them
static double pull(const hold_kit *k, const double *rhythm, const double *q) {
  double sum = 0;
  for (int i = 0; i < PS_CHAIN; i++) {
    int at = k->human->column.coordinate[i];
    double off = (q[at] - rhythm[at]) / human_degree;
    sum += k->human->p.share_pull * off * off;
  }
  return sum;
}

// cost of the posture with its levels where `q` has them
static double cost_at(hold_kit *k, const double *rhythm, const double *q) {
  ps_hold *hold;
  ps_held held;
  ps_error err = {0};
  ps_hold_options o = ps_hold_default();
  o.still_deg = o.steady_N = INFINITY; // the first round is the last
  memcpy(k->posture.q, q, (size_t)k->human->model->nq * sizeof *q);
  human_ok(ps_hold_create(&hold, k->human, &k->posture, &k->pose, &o, &err), &err);
  ps_hold_solve(hold, &held);
  CHECK_EQ(held.iterations, 1);
  ps_hold_free(hold);
  return held.cost + pull(k, rhythm, q);
}

// moving two neighbors, at fixed sums, makes the posture cost more
static void free_levels_lie_where_holding_costs_least(void) {
  open_lab();
  hold_kit k;
  double rhythm[64], q[64];
  solve(&k, "standing_bent");
  CHECK_EQ(k.held.status, PS_HOLD_SOLVED);
  size_t bytes = (size_t)k.human->model->nq * sizeof *q;
  memcpy(rhythm, k.posture.q, bytes);
  memcpy(q, k.held.q, bytes);
  double least = cost_at(&k, rhythm, q);
  for (int level = 0; level + 1 < PS_LEVELS; level++)
    for (int sign = -1; sign <= 1; sign += 2) {
      double move = sign * 2 * human_degree;
      double *low = &q[k.human->level[level][PS_FE]], *high = &q[k.human->level[level + 1][PS_FE]];
      *low += move;
      *high -= move;
      CHECK(cost_at(&k, rhythm, q) > least);
      *low -= move;
      *high += move;
    }
  hold_close(&k);
  ps_lab_close(&lab);
}

// ---- invariance

// every line of the tables twice, each with half of the section
static void double_lines(ps_anatomy *a) {
  ps_anatomy_muscle *muscle = ps_pool_take(&a->pool, 2 * (size_t)a->nmuscle * sizeof *muscle);
  CHECK(muscle);
  for (int i = 0; i < a->nmuscle; i++)
    for (int half = 0; half < 2; half++) {
      char *name = ps_pool_take(&a->pool, 64);
      muscle[2 * i + half] = a->muscle[i];
      muscle[2 * i + half].pcsa *= 0.5;
      snprintf(name, 64, "%s_%d", a->muscle[i].name, half);
      muscle[2 * i + half].name = name;
    }
  a->muscle = muscle;
  a->nmuscle *= 2;
}

static void splitting_a_muscle_changes_nothing(void) {
  static const char *const words[] = {"standing", "sitting_relaxed", "lifting_20kg",
                                      "standing trunk_bend_deg=15"};
  ps_anatomy split;
  ps_error err = {0};
  open_lab();
  human_ok(ps_anatomy_load(&split, &err), &err);
  double_lines(&split);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    hold_kit a, b;
    ps_hold_options o = ps_hold_default();
    solve(&a, words[i]);
    human_ok(hold_read(&b, words[i], &err), &err);
    human_ok(hold_resolve(&b, &split, &lab, PS_DETAIL_FULL, &err), &err);
    human_ok(ps_hold_create(&b.hold, b.human, &b.posture, &b.pose, &o, &err), &err);
    ps_hold_solve(b.hold, &b.held);
    CHECK_EQ(b.human->nline, 2 * a.human->nline);
    double worst = 0;
    for (int m = 0; m < a.human->nline; m++) {
      int half = 4 * (m / 2) + m % 2; // right and left of a line stand together
      double both = b.held.force[half] + b.held.force[half + 2];
      worst = fmax(worst, fabs(both - a.held.force[m]));
    }
    for (int k = 0; k < PS_LEVELS; k++)
      worst = fmax(worst, fabs(b.held.level[k].compression - a.held.level[k].compression));
    printf("%s: %.2g N\n", words[i], worst);
    CHECK_NEAR(worst, 0, 1e-4); // [N]  rounding, through the rounds of the outer loop
    hold_close(&a);
    hold_close(&b);
  }
  ps_anatomy_free(&split);
  ps_lab_close(&lab);
}

// the same bits whenever it is solved from nothing; from its own solution, the same to the loop's
// end
static void solving_again_gives_the_same(void) {
  open_lab();
  hold_kit a, b;
  solve(&a, "sitting_crossed");
  solve(&b, "sitting_crossed");
  size_t bytes = (size_t)a.human->nline * sizeof(double);
  CHECK_EQ(memcmp(a.held.force, b.held.force, bytes), 0);
  CHECK_EQ(memcmp(a.held.level, b.held.level, sizeof a.held.level), 0);
  CHECK_EQ(memcmp(&a.held.softest, &b.held.softest, sizeof(double)), 0);
  double before = b.held.level[PS_L4_L5].compression;
  ps_hold_solve(b.hold, &b.held);
  CHECK_NEAR(b.held.level[PS_L4_L5].compression, before, 5); // [N]
  hold_close(&a);
  hold_close(&b);
  ps_lab_close(&lab);
}

// in a series levels go on as they did, which saves rounds and does not change where they end
static void a_series_ends_where_each_posture_does_alone(void) {
  open_lab();
  hold_kit k;
  ps_error err = {0};
  ps_hold_options o = ps_hold_default();
  solve(&k, "standing_bent");
  double lean = k.posture.inclination_deg;
  int together = 0, alone = 0;
  for (int i = 1; i <= 6; i++) {
    ps_hold *hold;
    ps_held held;
    k.pose.trunk_inclination_deg = lean + i;
    human_ok(ps_posture_resolve(k.human, &k.pose, k.d, &k.posture, &err), &err);
    ps_hold_solve(k.hold, &k.held);
    human_ok(ps_hold_create(&hold, k.human, &k.posture, &k.pose, &o, &err), &err);
    ps_hold_solve(hold, &held);
    CHECK_EQ(k.held.status, PS_HOLD_SOLVED);
    for (int level = 0; level < PS_LEVELS; level++) // [N]  the loop ends at 2 N
      CHECK_NEAR(k.held.level[level].compression, held.level[level].compression, 5);
    together += k.held.iterations;
    alone += held.iterations;
    ps_hold_free(hold);
  }
  printf("6 postures in %d rounds, alone in %d\n", together, alone);
  CHECK(2 * together < alone);
  hold_close(&k);
  ps_lab_close(&lab);
}

// ---- last bits

// compressions with body weight off by a share of 1e-16, 2e-16 ...: the mathematical functions of
// two C libraries are apart by as much
static void same_for_all_weights(const char *words, double room) {
  double first[PS_LEVELS] = {0};
  for (int bits = 0; bits < 6; bits++) {
    hold_kit k;
    char text[200];
    double mass = 75;
    for (int i = 0; i < bits; i++)
      mass = nextafter(mass, 100);
    snprintf(text, sizeof text, "%s person.mass_kg=%.17g", words, mass);
    solve(&k, text);
    for (int level = 0; level < PS_LEVELS; level++) {
      first[level] = bits == 0 ? k.held.level[level].compression : first[level];
      CHECK_NEAR(k.held.level[level].compression, first[level], room);
    }
    hold_close(&k);
  }
}

// where the column is as stiff forwards as sideways, too
static void the_last_bits_of_a_person_move_no_load(void) {
  const double room = 1e-6; // [N]  a thousandth of a millionth of body weight
  open_lab();
  same_for_all_weights("standing", room);
  same_for_all_weights("standing lordosis_deg=55.4", room);
  same_for_all_weights("standing lordosis_deg=56", room);
  same_for_all_weights("sitting_relaxed", room);
  ps_lab_close(&lab);
}

// Muscles tire while the posture stays, but for its last bits, which come from creep that does not
// show when standing: they are no direction to go on in.
static void the_last_bits_of_a_posture_are_no_motion(void) {
  ps_body_sample sample[2];
  ps_error err = {0};
  open_lab();
  for (int run = 0; run < 2; run++) {
    hold_kit k;
    ps_body *body;
    human_ok(hold_read(&k, "standing", &err), &err);
    human_ok(ps_body_create(&body, &lab, &k.pose.person, &k.pose, 1, true, &err), &err);
    ps_body_begin(body, &lab.parameters);
    for (int i = 0; i < 4; i++) {
      ps_body_state state = ps_body_rested();
      state.sag_deg = run * i * 1e-13;
      state.back_capacity = state.psoas_capacity = 1 - 0.05 * i;
      CHECK(ps_body_sample_at(body, 0, &state, 60 * i, &sample[run]));
    }
    ps_body_free(body);
    ps_pool_free(&k.pool);
  }
  CHECK_NEAR(sample[1].compression_N[PS_L4_L5], sample[0].compression_N[PS_L4_L5], 1e-6); // [N]
  CHECK_NEAR(sample[1].lordosis_deg, sample[0].lordosis_deg, 1e-8);                       // [deg]
  ps_lab_close(&lab);
}

// ---- limits

// without weight and rest pressure, at the neutral pose, nothing but tone pulls
static void muscles_off_leaves_passive_structures(void) {
  open_lab();
  hold_kit k;
  solve(&k, "lying_supine muscles=off");
  for (int i = 0; i < k.human->nline; i++)
    CHECK_EQ(k.held.active[i], 0);
  hold_close(&k);
  ps_lab_close(&lab);
}

static void heavier_loads_press_harder(void) {
  open_lab();
  double before = 0;
  for (int mass = 0; mass <= 30; mass += 10) {
    hold_kit k;
    char words[120];
    snprintf(words, sizeof words,
             "standing_bent loads.0.body=hands loads.0.mass_kg=%d loads.0.at_m=0.35,0,0", mass);
    solve(&k, words);
    CHECK(k.held.level[PS_L5_S1].compression > before + 100);
    before = k.held.level[PS_L5_S1].compression;
    hold_close(&k);
  }
  ps_lab_close(&lab);
}

static void the_floor_makes_the_column_as_stiff_as_asked(void) {
  open_lab();
  hold_kit k;
  solve(&k, "standing");
  CHECK_EQ(k.held.status, PS_HOLD_SOLVED);
  CHECK(k.held.softest > k.human->p.stability_floor_Nm_rad - 0.1); // [N m/rad]
  CHECK(k.held.buckling > 0);
  hold_close(&k);
  ps_lab_close(&lab);
}

// Who sits up before a backrest and hardly touches it holds the trunk as who has none, and who
// leans on it holds it with less.
static void a_backrest_that_is_hardly_touched_is_none(void) {
  open_lab();
  hold_kit without, idle, leaning;
  solve(&without, "sitting_upright");
  solve(&idle, "sitting_upright support.backrest=true chair.backrest_deg=0");
  solve(&leaning, "sitting_reclined");
  CHECK(!without.held.idle_backrest && idle.held.idle_backrest && !leaning.held.idle_backrest);
  for (int k = 0; k < PS_LEVELS; k++) // [N]  what the touch itself presses
    CHECK_NEAR(idle.held.level[k].compression, without.held.level[k].compression, 15);
  double floor = idle.human->p.stability_floor_Nm_rad; // [N m/rad]
  CHECK(idle.held.softest > floor - 0.1 && leaning.held.softest > floor);
  CHECK(leaning.held.level[PS_L4_L5].compression < 0.7 * idle.held.level[PS_L4_L5].compression);
  hold_close(&leaning), hold_close(&idle), hold_close(&without);
  ps_lab_close(&lab);
}

// ---- bad input

static void refused(const char *words, const char *first, const char *second) {
  hold_kit k;
  ps_error err = {0};
  ps_status status = hold_read(&k, words, &err);
  if (status == PS_OK)
    status = hold_resolve(&k, &lab.anatomy, &lab, PS_DETAIL_FULL, &err);
  if (status == PS_OK || !strstr(err.message, first) || !strstr(err.message, second))
    printf("%s: %s\n", words, status == PS_OK ? "accepted" : err.message);
  CHECK(status != PS_OK && strstr(err.message, first) && strstr(err.message, second));
  hold_close(&k);
}

static void impossible_postures_are_refused_with_what_is_possible(void) {
  open_lab();
  refused("sitting", "there is no posture 'sitting'", "psoas pose --list");
  refused("standing hip_flexion_deg=170,0", "hip_flexion_deg", "135");
  refused("standing lordosis_deg=140", "lordosis_deg", "90");
  refused("standing trunk_bend_deg=60", "trunk_bend_deg", "40");
  refused("standing lordosis_deg=-30 pelvic_tilt_deg=10 trunk_inclination_deg=100", "deg", "can");
  refused("sitting_relaxed chair.seat_height_m=0.95", "seat_height_m", "between");
  refused("standing loads.0.body=hend loads.0.mass_kg=2", "hend", "hands");
  refused("standing person.strength=0", "strength", "0.1");
  ps_lab_close(&lab);
}

static void what_nobody_can_hold_says_what_is_missing(void) {
  open_lab();
  hold_kit k;
  solve(&k, "standing_bent loads.0.body=hands loads.0.mass_kg=250 loads.0.at_m=0.6,0,0");
  CHECK_EQ(k.held.status, PS_HOLD_INFEASIBLE);
  double most = 0;
  for (int q = 0; q < k.human->model->nq; q++)
    most = fmax(most, fabs(k.held.unmet[q]));
  CHECK(most > 50);              // [N m]
  CHECK(k.held.residual < 1e-3); // but for what is missing, it balances
  ps_tree *tree = ps_pool_take(&k.pool, sizeof *tree);
  tree->kind = PS_TREE_MAP;
  ps_result_sink sink = {.pool = &k.pool, .tree = tree};
  ps_result_numbers(&sink, k.hold, &k.held);
  const ps_tree *reserves = ps_tree_member(tree, "reserves_Nm");
  CHECK(reserves && reserves->n > 0);
  hold_close(&k);
  ps_lab_close(&lab);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(named_postures_are_in_balance), CHECK_FACT(supports_carry_the_weight),
      CHECK_FACT(nothing_is_beyond_its_bounds),
      CHECK_FACT(shares_of_a_level_add_up_to_its_compression),
      CHECK_FACT(mirrored_postures_have_mirrored_forces),
      CHECK_FACT(symmetric_postures_are_held_symmetrically),
      CHECK_FACT(free_levels_lie_where_holding_costs_least),
      CHECK_FACT(splitting_a_muscle_changes_nothing), CHECK_FACT(solving_again_gives_the_same),
      CHECK_FACT(a_series_ends_where_each_posture_does_alone),
      CHECK_FACT(the_last_bits_of_a_person_move_no_load),
      CHECK_FACT(the_last_bits_of_a_posture_are_no_motion),
      CHECK_FACT(muscles_off_leaves_passive_structures), CHECK_FACT(heavier_loads_press_harder),
      CHECK_FACT(the_floor_makes_the_column_as_stiff_as_asked),
      CHECK_FACT(a_backrest_that_is_hardly_touched_is_none),
      CHECK_FACT(impossible_postures_are_refused_with_what_is_possible),
      CHECK_FACT(what_nobody_can_hold_says_what_is_missing));
}
