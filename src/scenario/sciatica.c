#include "scenario/sciatica.h"

#include <math.h>
#include <string.h>

static const double DEG = 3.14159265358979323846 / 180; // [rad]
static const double MAP_MMHG = 93;                      // mean arterial pressure of adults, row P66
static const double HOUR = 3600, MINUTE = 60;           // [s]
static const double MMHG = 133.322;                     // [Pa]

// ---- names

const char *const ps_sciatica_level_names[PS_SCIATICA_LEVELS] = {"L1_L2", "L2_L3", "L3_L4", "L4_L5",
                                                                 "L5_S1"};
const char *const ps_sciatica_root_names[PS_SCIATICA_ROOTS] = {"L2", "L3", "L4", "L5", "S1"};
// from above, as places in arrays by level
static const int level_of[PS_SCIATICA_LEVELS] = {PS_L1_L2, PS_L2_L3, PS_L3_L4, PS_L4_L5, PS_L5_S1};

enum { L4 = 2, L5, S1 }; // among the roots; root i leaves at level i + 1

#define N(name, decimals, factor, unit, status, rows, words)                                       \
  {#name, decimals, factor, unit, status, rows, words},
const ps_sciatica_label ps_sciatica_level_labels[] = {PS_SCIATICA_LEVEL_NUMBERS(N)};
const ps_sciatica_label ps_sciatica_root_labels[] = {PS_SCIATICA_ROOT_NUMBERS(N)};
const ps_sciatica_label ps_sciatica_whole_labels[] = {PS_SCIATICA_WHOLE_NUMBERS(N)};
const ps_sciatica_label ps_sciatica_test_labels[] = {PS_SCIATICA_TEST_NUMBERS(N)};
#undef N

static const ps_key case_keys[] = {
    {"narrowing", .type = PS_KEY_NUMBER, .low = 0, .high = 0.8,
     .offset = offsetof(ps_sciatica_case, narrowing),
     .about = "share of the foramina that is lost"},
    {"root_inflammation", .type = PS_KEY_NUMBER, .low = 0, .high = 1,
     .offset = offsetof(ps_sciatica_case, root_inflammation), .about = "0 to 1"},
    {"haematoma", .type = PS_KEY_NUMBER, .low = 0, .high = 1,
     .offset = offsetof(ps_sciatica_case, haematoma), .about = "bleeding in the psoas, 0 to 1"},
    {"piriformis", .type = PS_KEY_NUMBER, .low = 0, .high = 1,
     .offset = offsetof(ps_sciatica_case, piriformis), .about = "deep gluteal case, 0 to 1"},
};
const ps_schema ps_sciatica_case_schema = {PS_KEYS(case_keys), .size = sizeof(ps_sciatica_case)};

// ---- from a held posture

static bool is_right(const char *name) {
  size_t n = strlen(name);
  return n > 2 && strcmp(name + n - 2, "_r") == 0;
}

static double seat_force(const ps_posture *posture, const ps_held *held) {
  double sum = 0;
  for (int i = 0; i < posture->ncontact; i++)
    if (posture->contact[i].kind == PS_SUPPORT_SEAT && is_right(posture->contact[i].name))
      sum += fmax(0, ps_dot(held->contact[i], posture->contact[i].normal));
  return sum;
}

ps_sciatica_sample ps_sciatica_sample_of(const ps_human *h, const ps_posture *posture,
                                         const ps_hold *hold, const ps_held *held) {
  const double *q = held->q;
  ps_sciatica_sample s = {.half_weight_N = 0.5 * h->model->mass * ps_norm(h->model->gravity),
                          .hip_turn_deg = q[h->hip[PS_RIGHT][PS_HIP_ROTATION]] / DEG,
                          .knee_flexion_rad = q[h->knee[PS_RIGHT]],
                          .ankle_rad = fmax(0, q[h->ankle[PS_RIGHT]]),
                          .seat_N = seat_force(posture, held)};
  s.hip_flexion_rad = ps_posture_measure(h, posture, q).hip_flexion[PS_RIGHT] * DEG;
  for (int k = 0; k < PS_LEVELS; k++) {
    double bend = q[h->level[k][PS_FE]] / DEG / h->person.flexibility; // extension +
    s.compression_N[k] = held->level[k].compression;
    s.pressure_MPa[k] = held->level[k].pressure;
    s.flexion[k] = fmax(0, -bend / h->p.range_flexion_deg[k]);
    s.extension[k] = fmax(0, bend / h->p.range_extension_deg[k]);
    s.spine_flexion_rad -= q[h->level[k][PS_FE]];
    s.full_flexion_rad += h->p.range_flexion_deg[k] * h->person.flexibility * DEG;
  }
  for (int i = 0; i < h->nline; i++)
    for (int k = 0; k < PS_LEVELS && h->line[i].region == PS_REGION_PSOAS; k++)
      s.psoas_N[k] += ps_hold_line_share(hold, held, i, k);
  return s;
}

// ---- levels

static ps_foramen_posture foramen_posture(const ps_sciatica_sample *s,
                                          const ps_sciatica_sample *lying, int level) {
  double load = fmax(0, s->compression_N[level] - lying->compression_N[level]);
  return (ps_foramen_posture){s->flexion[level], s->extension[level],
                              load / s->half_weight_N}; // J1
}

static void find_level(const ps_nerve *n, const ps_sciatica_case *c, const ps_sciatica_sample *s,
                       const ps_foramen_posture *posture, int i, ps_sciatica_level *out) {
  const ps_foramen_params *f = &n->foramen;
  const ps_foramen_level level = (ps_foramen_level)i;
  const ps_foramen_posture bent = {posture->flexion, posture->extension, 0};
  const ps_foramen_posture loaded = {0, 0, posture->load};
  out->compression_N = s->compression_N[level_of[i]];
  out->psoas_N = s->psoas_N[level_of[i]];
  out->pressure_MPa = s->pressure_MPa[level_of[i]];
  out->area_by_posture_pct = 100 * (ps_foramen_change(f, level, &bent) - 1);
  out->area_by_load_pct = 100 * (ps_foramen_change(f, level, &loaded) - 1);
  out->area_mm2 = ps_foramen_area_mm2(f, level, posture, c->narrowing);
}

// ---- roots

// the nerve's bed follows the leg; L2 and L3 do not go into the sciatic nerve
static double strain_of(const ps_nerve *n, const ps_sciatica_sample *s, int root) {
  const ps_leg_pose pose = {s->hip_flexion_rad, s->knee_flexion_rad, s->ankle_rad,
                            s->spine_flexion_rad};
  return root >= L4 ? ps_sciatic_strain(&n->sciatic, &pose) : 0;
}

// pressures of all levels, on roots as swollen as they are; the last: S1, which has room
static void press(const ps_nerve *n, const ps_sciatica_case *c, const ps_foramen_posture *posture,
                  const ps_root *root, double p[PS_SCIATICA_LEVELS + 1]) {
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++) {
    double swelling = i ? ps_root_swelling(&n->fiber, &root[i - 1]) : 1;
    p[i] = ps_foramen_pressure_mmhg(&n->foramen, (ps_foramen_level)i, &posture[i], c->narrowing,
                                    swelling);
  }
  p[PS_SCIATICA_LEVELS] = n->foramen.rest_mmhg;
}

static double leg_pain_of(const ps_nerve *n, const ps_sciatica_case *c, double flow) {
  const ps_leg_cause cause = {.kind = c->root_inflammation > 0 ? PS_LEG_INFLAMED : PS_LEG_HEALTHY,
                              .inflammation = c->root_inflammation};
  return ps_pain_index(ps_leg_drive(&n->pain, &n->course, &cause, flow), 1);
}

// an hour in the posture, minute by minute, because swelling presses back; `p`: the last pressures
static void spend_an_hour(const ps_nerve *n, const ps_sciatica_case *c, const ps_sciatica_sample *s,
                          const ps_foramen_posture *posture, double p[PS_SCIATICA_LEVELS + 1],
                          ps_sciatica_root out[PS_SCIATICA_ROOTS]) {
  ps_root root[PS_SCIATICA_ROOTS];
  for (int i = 0; i < PS_SCIATICA_ROOTS; i++)
    root[i] = ps_root_rest();
  for (double t = 0; t <= HOUR; t += MINUTE) {
    press(n, c, posture, root, p);
    for (int i = 0; i < PS_SCIATICA_ROOTS; i++) {
      const ps_root_load load = {p[i + 1], MAP_MMHG, strain_of(n, s, i), 0};
      out[i].flow = ps_root_flow(&n->root, &n->fiber, &load, &root[i]);
      out[i].conduction = ps_root_conduction(&root[i]);
      if (t == 0) {
        out[i].flow_at_once = out[i].flow;
        out[i].pressure_mmHg = p[i + 1];
      }
      ps_root_step(&n->root, &n->fiber, &load, MINUTE, &root[i]);
    }
  }
}

static void find_roots(const ps_nerve *n, const ps_sciatica_case *c, const ps_sciatica_sample *s,
                       const ps_foramen_posture *posture, ps_sciatica_links *out) {
  double p[PS_SCIATICA_LEVELS + 1];
  spend_an_hour(n, c, s, posture, p, out->root);
  const double sites[2] = {p[PS_FORAMEN_L4_L5], p[PS_FORAMEN_L5_S1]};
  out->whole.double_flow =
      ps_root_flow_between(&n->root, &n->fiber, n->foramen.rest_mmhg, sites, MAP_MMHG); // (J3)
  for (int i = 0; i < PS_SCIATICA_ROOTS; i++)
    out->root[i].leg_pain = leg_pain_of(n, c, out->root[i].flow);
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++)
    out->level[i].root_pressure_mmHg =
        ps_foramen_pressure_mmhg(&n->foramen, (ps_foramen_level)i, &posture[i], c->narrowing, 1);
}

static void find_sciatic(const ps_nerve *n, const ps_sciatica_case *c, const ps_sciatica_sample *s,
                         const ps_foramen_posture *posture, ps_sciatica_links *out) {
  ps_sciatica_whole *w = &out->whole;
  const ps_leg_pose pose = {s->hip_flexion_rad, s->knee_flexion_rad, s->ankle_rad,
                            s->spine_flexion_rad};
  w->sciatic_strain = ps_sciatic_strain(&n->sciatic, &pose);
  w->sciatic_slide_mm = ps_sciatic_slide_mm(&n->sciatic, &pose);
  w->root_slide_mm = ps_sciatic_root_mm(&n->sciatic, &pose);
  w->canal_mm2 = ps_foramen_canal_mm2(&n->foramen, &posture[PS_FORAMEN_L4_L5]);
  w->sciatic_flow = w->double_flow;
  w->sciatic_conduction = 1;
  for (int i = L4; i <= S1; i++) {
    w->sciatic_flow = fmin(w->sciatic_flow, out->root[i].flow);
    w->sciatic_conduction = fmin(w->sciatic_conduction, out->root[i].conduction);
  }
  w->leg_pain = leg_pain_of(n, c, w->sciatic_flow);
}

// ---- nerves in narrow muscles

static double conduction_after_an_hour(const ps_nerve *n, double pressure_mmhg) {
  const ps_root_load load = {pressure_mmhg, MAP_MMHG, 0, 0};
  ps_root s = ps_root_rest();
  ps_root_step(&n->limb, &n->fiber, &load, HOUR, &s);
  return ps_root_conduction(&s);
}

static void find_nodes(const ps_nerve *n, const ps_sciatica_case *c, const ps_sciatica_sample *s,
                       ps_sciatica_whole *w) {
  double turn = s->hip_turn_deg / n->cases.turn_deg;
  double seat_mmhg = s->seat_N / (n->cases.seat_cm2 * 1e-4) / MMHG;
  w->femoral_mmHg = ps_node_femoral_mmhg(&n->node, c->haematoma * n->cases.haematoma_mmhg);
  w->femoral_flow = ps_root_pressure_flow(&n->limb, w->femoral_mmHg, MAP_MMHG);
  w->femoral_conduction = conduction_after_an_hour(n, w->femoral_mmHg);
  w->piriformis_mmHg = ps_node_piriformis_mmhg(&n->node, c->piriformis, turn, seat_mmhg);
  w->piriformis_flow = ps_root_pressure_flow(&n->limb, w->piriformis_mmHg, MAP_MMHG);
  w->piriformis_conduction = conduction_after_an_hour(n, w->piriformis_mmHg);
}

// ---- all links

static ps_sciatica_links chain_of(const ps_nerve *n, const ps_sciatica_case *c,
                                  const ps_sciatica_sample *s, const ps_sciatica_sample *lying) {
  ps_sciatica_links out = {0};
  ps_foramen_posture posture[PS_SCIATICA_LEVELS];
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++) {
    posture[i] = foramen_posture(s, lying, level_of[i]);
    find_level(n, c, s, &posture[i], i, &out.level[i]);
  }
  find_roots(n, c, s, posture, &out);
  find_sciatic(n, c, s, posture, &out);
  find_nodes(n, c, s, &out.whole);
  return out;
}

static ps_sciatica_sample without_psoas(const ps_sciatica_sample *s) {
  ps_sciatica_sample x = *s;
  for (int k = 0; k < PS_LEVELS; k++)
    x.compression_N[k] -= s->psoas_N[k];
  return x;
}

static double larger(double a, double b) {
  return fabs(b) > fabs(a) ? b : a;
}

ps_sciatica_links ps_sciatica_links_of(const ps_nerve *n, const ps_sciatica_case *c,
                                       const ps_sciatica_sample *s,
                                       const ps_sciatica_sample *lying) {
  ps_sciatica_links with = chain_of(n, c, s, lying);
  ps_sciatica_sample s0 = without_psoas(s), lying0 = without_psoas(lying);
  ps_sciatica_links without = chain_of(n, c, &s0, &lying0); // (J2)
  ps_sciatica_whole *w = &with.whole;
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++) {
    double change = with.level[i].area_mm2 - without.level[i].area_mm2;
    double pressed = with.level[i].root_pressure_mmHg - without.level[i].root_pressure_mmHg;
    w->psoas_area_pct = larger(w->psoas_area_pct, 100 * change / without.level[i].area_mm2);
    w->psoas_pressure_mmHg = larger(w->psoas_pressure_mmHg, pressed);
  }
  w->psoas_leg_pain = with.whole.leg_pain - without.whole.leg_pain;
  return with;
}

// ---- straight-leg raise and slump test

static ps_leg_pose pose_of(const ps_sciatica_sample *s, ps_sciatica_test test, int step) {
  if (test == PS_SCIATICA_RAISE)
    return (ps_leg_pose){.hip_flexion = step * DEG};
  return (ps_leg_pose){.hip_flexion = 90 * DEG,
                       .knee_flexion = (90 - step) * DEG,
                       .spine_flexion = s->full_flexion_rad};
}

static double worst_pressure(const ps_sciatica_links *links) {
  double p = 0;
  for (int i = L4; i <= S1; i++)
    p = fmax(p, links->root[i].pressure_mmHg);
  return p;
}

ps_sciatica_step ps_sciatica_step_of(const ps_nerve *n, const ps_sciatica_links *links,
                                     const ps_sciatica_sample *s, ps_sciatica_test test, int step) {
  const ps_leg_pose pose = pose_of(s, test, step);
  ps_sciatica_step x = {.angle_deg = step,
                        .strain = ps_sciatic_strain(&n->sciatic, &pose),
                        .slide_mm = ps_sciatic_slide_mm(&n->sciatic, &pose),
                        .root_mm = ps_sciatic_root_mm(&n->sciatic, &pose)};
  const ps_root_load load = {worst_pressure(links), MAP_MMHG, x.strain, 0};
  ps_root root = ps_root_rest();
  x.flow = ps_root_flow(&n->root, &n->fiber, &load, &root);
  ps_root_step(&n->root, &n->fiber, &load, HOUR, &root);
  x.conduction = ps_root_conduction(&root);
  return x;
}

// hip then foot, and foot then hip, in steps of a degree: the last strain of both   (J4)
static double order_difference(const ps_nerve *n) {
  enum { HIP = 70, FOOT = 20 };
  double strain[2] = {0};
  for (int order = 0; order < 2; order++) {
    ps_leg_pose pose = {0};
    for (int step = 0; step < HIP + FOOT; step++) {
      bool foot = order == 0 ? step >= HIP : step < FOOT;
      *(foot ? &pose.dorsiflexion : &pose.hip_flexion) += DEG;
      strain[order] = ps_sciatic_strain(&n->sciatic, &pose);
    }
  }
  return strain[0] - strain[1];
}

static double reached(double so_far, bool now, double angle) {
  return isnan(so_far) && now ? angle : so_far;
}

ps_sciatica_tests ps_sciatica_tests_of(const ps_nerve *n, const ps_sciatica_links *lying,
                                       const ps_sciatica_links *slumped,
                                       const ps_sciatica_sample *s) {
  const double moves_mm = 0.1, less = 0.9; // what counts as movement, and as less flow
  ps_sciatica_tests t = {.raise_flow_deg = NAN,
                         .raise_root_deg = NAN,
                         .slump_flow_deg = NAN,
                         .slump_root_deg = NAN,
                         .order_difference = order_difference(n)};
  for (int i = 0; i < PS_SCIATICA_STEPS; i++) {
    ps_sciatica_step up = ps_sciatica_step_of(n, lying, s, PS_SCIATICA_RAISE, i);
    ps_sciatica_step out = ps_sciatica_step_of(n, slumped, s, PS_SCIATICA_SLUMP, i);
    t.raise_flow_deg = reached(t.raise_flow_deg, up.flow < less, up.angle_deg);
    t.raise_root_deg = reached(t.raise_root_deg, up.root_mm > moves_mm, up.angle_deg);
    t.slump_flow_deg = reached(t.slump_flow_deg, out.flow < less, 90 - out.angle_deg);
    t.slump_root_deg = reached(t.slump_root_deg, out.root_mm > moves_mm, 90 - out.angle_deg);
    t.raise_strain = up.strain;
    t.raise_root_mm = up.root_mm;
    t.slump_strain = out.strain;
  }
  return t;
}
