// sciatica_words.c: what the chain says, in sentences; claims about it, and what is computed.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/sciatica_inner.h"

enum { L4 = 2, L5, S1 };

const ps_root_words ps_root_serves[PS_SCIATICA_ROOTS] = {
    {"front of the upper thigh", "bending the hip"},
    {"front of the lower thigh and the knee", "straightening the knee"},
    {"inner side of the shank", "straightening the knee, knee jerk"},
    {"outer side of the shank, back of the foot, big toe", "lifting the foot and big toe"},
    {"back of the calf, outer edge of the foot", "standing on the toes, ankle jerk"}};

const char ps_sciatica_cauda[] =
    "Emergency, now: numbness around the genitals, back passage or inner thighs, trouble passing "
    "or holding urine or stool, or pain, weakness or numbness in both legs can mean pressure on "
    "the nerves at the base of the spine (cauda equina syndrome), where hours matter. This "
    "simulator cannot see it.";

// ---- the case

void ps_sciatica_case_words(const ps_sciatica_case *c, char *text, size_t size) {
  char narrow[60] = "no narrowing", root[60] = "no inflamed root", more[120] = "";
  size_t used = 0;
  if (c->narrowing > 0)
    snprintf(narrow, sizeof narrow, "all foramina %.3g %% narrower", 100 * c->narrowing);
  if (c->root_inflammation > 0)
    snprintf(root, sizeof root, "root inflammation %.3g of 1", c->root_inflammation);
  if (c->haematoma > 0)
    used = (size_t)snprintf(more, sizeof more, ", bleeding in the psoas %.3g of 1", c->haematoma);
  if (c->piriformis > 0)
    snprintf(more + used, sizeof more - used, ", deep gluteal case %.3g of 1", c->piriformis);
  snprintf(text, size, "%s, %s%s", narrow, root, more);
}

const char *ps_sciatica_notice(const ps_sciatica_result *r) {
  return r->state.haematoma > 0
             ? "A bleeding or an abscess in the psoas is a rare emergency. New pain, weakness or "
               "numbness of groin or thigh while taking blood thinners, or after a fall, and pain "
               "on lifting the leg with fever need a clinician at once. What stands here about it "
               "is an assumption, not a course."
             : NULL;
}

void ps_sciatica_causes(const ps_sciatica_result *r, ps_sciatica_cause cause[PS_SCIATICA_CAUSES]) {
  cause[0] = (ps_sciatica_cause){
      "a disc", "node.cause_disc", "established", r->nerve.node.cause_disc, 0, 0};
  cause[1] = (ps_sciatica_cause){"outside the spine, piriformis included",
                                 "node.cause_outside_spine",
                                 "contested",
                                 r->nerve.node.cause_outside_spine,
                                 0,
                                 0};
  for (int i = 0; i < PS_SCIATICA_CAUSES; i++)
    for (int k = 0; k < r->lab.physio_table.n; k++)
      if (strcmp(r->lab.physio_table.item[k].name, cause[i].row) == 0) {
        cause[i].low = r->lab.physio_table.item[k].low;
        cause[i].high = r->lab.physio_table.item[k].high;
      }
}

// ---- sentences

// " (5 to 17)"; "" without draws, and where draws are all the same
static const char *range(const ps_sciatica_item *item, const double *number, double factor,
                         int decimals, char text[64]) {
  const ps_interval *x = &item->range[ps_sciatica_place(&item->links, number)];
  text[0] = 0;
  if (isfinite(x->p10) && factor * (x->p90 - x->p10) >= pow(10, -decimals))
    snprintf(text, 64, " (%.*f to %.*f)", decimals, factor * x->p10 + 0, decimals,
             factor * x->p90 + 0);
  return text;
}

// what would print as 0 is 0, without a sign
static double tidy(double x, int decimals) {
  return fabs(x) < 0.5 * pow(10, -decimals) ? 0 : x;
}

static void say_first(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_item *p = &r->item[0];
  const ps_sciatica_whole *w = &p->links.whole;
  char flow[64], signals[64], pain[64], share[64];
  if (p->status != PS_HOLD_SOLVED) {
    snprintf(text, size, "Muscles cannot hold this posture; what follows is no answer.");
    return;
  }
  snprintf(
      text, size,
      "After an hour in this posture the roots of the sciatic nerve keep at least %.0f %%%s of "
      "their blood flow and %.0f %%%s of their signals; the leg pain index is %.0f of 100%s, "
      "and the psoas' share of it is %.2f points%s.",
      100 * w->sciatic_flow, range(p, &w->sciatic_flow, 100, 0, flow), 100 * w->sciatic_conduction,
      range(p, &w->sciatic_conduction, 100, 0, signals), w->leg_pain,
      range(p, &w->leg_pain, 1, 0, pain), tidy(w->psoas_leg_pain, 2),
      range(p, &w->psoas_leg_pain, 1, 2, share));
}

static void say_disc(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_level *a = &r->item[0].links.level[3], *b = &r->item[0].links.level[4];
  snprintf(text, size,
           "Discs: L4/5 carries %.0f N at %.2f MPa, of which the psoas makes %.0f N; L5/S1 carries "
           "%.0f N, of which the psoas makes %.0f N. A disc under load is not a disc that "
           "herniates: this chain begins with load, not with a hernia.",
           a->compression_N, a->pressure_MPa, a->psoas_N, b->compression_N, b->psoas_N);
}

static void say_foramen(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_level *a = &r->item[0].links.level[3], *b = &r->item[0].links.level[4];
  snprintf(
      text, size,
      "Foramina: bending changes that of L4/5 by %+.0f %% and load by %+.0f %%; at L5/S1 %+.0f "
      "and %+.0f %%. Bending forward opens, leaning back narrows; load narrows L2 to L4 and "
      "opens L5/S1, as measured in people.",
      tidy(a->area_by_posture_pct, 0), tidy(a->area_by_load_pct, 0),
      tidy(b->area_by_posture_pct, 0), tidy(b->area_by_load_pct, 0));
}

static void say_roots(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_root *x = r->item[0].links.root;
  int worst = 0;
  for (int i = 1; i < PS_SCIATICA_ROOTS; i++)
    if (x[i].pressure_mmHg > x[worst].pressure_mmHg)
      worst = i;
  if (x[worst].pressure_mmHg - r->nerve.foramen.rest_mmhg < 0.5)
    snprintf(text, size,
             "Roots: every root has room, and nothing presses: %.0f mmHg, as at rest. Flow begins "
             "to fall at 20 to 30 mmHg, signals above 50.",
             r->nerve.foramen.rest_mmhg);
  else
    snprintf(text, size,
             "Roots: %s is pressed most, by %.0f mmHg; %.0f %% of its flow and %.0f %% of its "
             "signals are left after an hour. What it serves: %s; %s.",
             ps_sciatica_root_names[worst], x[worst].pressure_mmHg, 100 * x[worst].flow,
             100 * x[worst].conduction, ps_root_serves[worst].skin, ps_root_serves[worst].movement);
}

static void say_psoas(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_whole *w = &r->item[0].links.whole;
  double share = fabs(w->psoas_leg_pain);
  snprintf(text, size,
           "Where the psoas enters: the lumbar plexus and the femoral nerve run inside it, the "
           "sciatic nerve does not (%.0f mm away at the nearest, standing). Its pull loads the "
           "discs; without it foramina would differ by %.1f %% at most and root pressure by %.1f "
           "mmHg. Its share of the leg pain index is %.2f points%s.",
           r->sciatic_mm, fabs(w->psoas_area_pct), fabs(w->psoas_pressure_mmHg), share,
           share < 1 ? ", below 1" : "");
}

static void say_femoral(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_whole *w = &r->item[0].links.whole;
  if (r->state.haematoma > 0)
    snprintf(text, size,
             "Case: a bleeding in the psoas presses on the femoral nerve with %.0f mmHg (assumed): "
             "%.0f %% of its flow and %.0f %% of its signals left after an hour: front of the "
             "thigh, knee and inner shank, not the calf; weak straightening of the knee.",
             w->femoral_mmHg, 100 * w->femoral_flow, 100 * w->femoral_conduction);
  else
    snprintf(text, size,
             "An ordinary tight psoas does not press on the femoral nerve as far as is known: %.0f "
             "mmHg, as at rest. A bleeding or an abscess can: --set haematoma=1.",
             w->femoral_mmHg);
}

static void say_piriformis(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_whole *w = &r->item[0].links.whole;
  if (r->state.piriformis > 0)
    snprintf(
        text, size,
        "Case: under the piriformis the sciatic nerve is pressed with %.0f mmHg here (assumed, "
        "from the turn of the hip and the seat): %.0f %% of flow, %.0f %% of signals. How "
        "often this is the cause is disputed.",
        w->piriformis_mmHg, 100 * w->piriformis_flow, 100 * w->piriformis_conduction);
  else
    snprintf(text, size,
             "Piriformis: without a stated case nothing presses there (%.0f mmHg); the other "
             "reading: --set piriformis=1.",
             w->piriformis_mmHg);
}

static void reached(double x, const char *yes, const char *no, char *text, size_t size) {
  if (isfinite(x))
    snprintf(text, size, yes, x);
  else
    snprintf(text, size, "%s", no);
}

static void say_tests(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_tests *t = &r->tests;
  char a[80], b[80], c[80];
  reached(t->raise_flow_deg, "at %.0f deg", "nowhere up to 90 deg", a, sizeof a);
  reached(t->raise_root_deg, "at %.0f deg", "nowhere up to 90 deg", b, sizeof b);
  if (t->slump_flow_deg >= 90)
    snprintf(c, sizeof c, "before the knee moves");
  else
    reached(t->slump_flow_deg, "with the knee still bent by %.0f deg", "never", c, sizeof c);
  snprintf(text, size,
           "Straight-leg raise: flow of the stretched roots falls below 90 %% %s, and the roots "
           "begin to move %s; at 90 deg the nerve is %.1f %% longer. Slump test: flow falls below "
           "90 %% %s, with %.1f %% at a straight knee. Hip first or foot first, the end is the "
           "same. A test is held for seconds: nothing here says that it hurts.",
           a, b, 100 * t->raise_strain, c, 100 * t->slump_strain);
}

static void say_pain(const ps_sciatica_result *r, char *text, size_t size) {
  if (r->state.root_inflammation > 0)
    snprintf(text, size,
             "Pain: an inflamed root hurts, and more without blood. Of all causes this is the one "
             "that is stated here; the index is the same at any root with this flow.");
  else
    snprintf(text, size,
             "Pain: pressure without inflammation hurts nothing here; it shows as signals that are "
             "lost. --set root_inflammation=0.5 states an inflamed root.");
}

bool ps_sciatica_sentence(const ps_sciatica_result *r, int i, char text[PS_SCIATICA_SENTENCE]) {
  static void (*const say[])(const ps_sciatica_result *, char *, size_t) = {
      say_first,   say_disc,       say_foramen, say_roots, say_psoas,
      say_femoral, say_piriformis, say_tests,   say_pain};
  if (i >= (int)(sizeof say / sizeof *say))
    return false;
  say[i](r, text, PS_SCIATICA_SENTENCE);
  return true;
}

// ---- claims

static void show_contact(const ps_sciatica_result *r, char *text, size_t size) {
  snprintf(text, size,
           "no contact: the sciatic nerve has no node in the psoas; nearest %.0f mm apart, the "
           "femoral nerve %.0f mm. Off, and cannot be switched on",
           r->sciatic_mm, r->femoral_mm);
}

static void show_femoral(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_whole *w = &r->item[0].links.whole;
  snprintf(text, size,
           "0 for ordinary tightness; %s: %.0f mmHg on the femoral nerve, %.0f %% of flow; thigh "
           "and inner shank, not the calf",
           r->state.haematoma > 0 ? "case of a bleeding" : "no case stated", w->femoral_mmHg,
           100 * w->femoral_flow);
}

static void show_load(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_whole *w = &r->item[0].links.whole;
  double area = 0, pressed = 0, pain = 0;
  for (int i = 0; i < r->n; i++) {
    const ps_sciatica_whole *x = &r->item[i].links.whole;
    if (r->item[i].status != PS_HOLD_SOLVED)
      continue;
    area = fmax(area, fabs(x->psoas_area_pct));
    pressed = fmax(pressed, fabs(x->psoas_pressure_mmHg));
    pain = fmax(pain, fabs(x->psoas_leg_pain));
  }
  snprintf(
      text, size,
      "the psoas changes foramina by %.1f %% at most, root pressure by %.1f mmHg, the leg pain "
      "index by %.2f points in this posture; %.1f %%, %.1f mmHg and %.2f points in the worst "
      "of all here",
      fabs(w->psoas_area_pct), fabs(w->psoas_pressure_mmHg), fabs(w->psoas_leg_pain), area, pressed,
      pain);
}

static void show_cause(const ps_sciatica_result *r, char *text, size_t size) {
  ps_sciatica_cause c[PS_SCIATICA_CAUSES];
  ps_sciatica_causes(r, c);
  snprintf(text, size,
           "causes among people with sciatica, an input: disc %.0f %% (%.0f to %.0f), outside the "
           "spine %.0f %% (%.0f to %.0f); the psoas has no share of its own",
           100 * c[0].share, 100 * c[0].low, 100 * c[0].high, 100 * c[1].share, 100 * c[1].low,
           100 * c[1].high);
}

static void show_piriformis(const ps_sciatica_result *r, char *text, size_t size) {
  const ps_sciatica_whole *w = &r->item[0].links.whole;
  snprintf(text, size, "%s: %.0f mmHg, %.0f %% of flow; numbers of the case are assumed",
           r->state.piriformis > 0 ? "stated case" : "off, a case to state", w->piriformis_mmHg,
           100 * w->piriformis_flow);
}

static void show_pressure(const ps_sciatica_result *r, char *text, size_t size) {
  const double mmhg[] = {10, 30, 50, 100};
  double flow[4];
  for (int i = 0; i < 4; i++)
    flow[i] = 100 * ps_root_pressure_flow(&r->nerve.root, mmhg[i], 93);
  const ps_root_load load = {100, 93, 0, 0};
  ps_root s = ps_root_rest();
  ps_root_step(&r->nerve.root, &r->nerve.fiber, &load, 3600, &s);
  snprintf(text, size,
           "flow of a root at 10, 30, 50, 100 mmHg: %.0f, %.0f, %.0f, %.0f %%; signals after an "
           "hour at 100 mmHg: %.0f %%",
           flow[0], flow[1], flow[2], flow[3], 100 * ps_root_conduction(&s));
}

static void show_double(const ps_sciatica_result *r, char *text, size_t size) {
  const double one[] = {15, r->nerve.foramen.rest_mmhg}, two[] = {15, 15};
  double rest = r->nerve.foramen.rest_mmhg;
  snprintf(text, size,
           "15 mmHg at one level leaves %.0f %% of flow, at two levels %.0f %%; on for two levels, "
           "off for a root and a nerve of the limb",
           100 * ps_root_flow_between(&r->nerve.root, &r->nerve.fiber, rest, one, 93),
           100 * ps_root_flow_between(&r->nerve.root, &r->nerve.fiber, rest, two, 93));
}

const ps_sciatica_claim ps_sciatica_claims[PS_SCIATICA_CLAIMS] = {
    {"C24", "The psoas compresses the sciatic nerve", "no evidence", show_contact},
    {"C25", "The psoas can affect the femoral nerve and the lumbar plexus", "plausible",
     show_femoral},
    {"C26", "Load of the psoas can worsen a pressed root", "plausible", show_load},
    {"C27", "Sciatica comes mostly from the psoas", "no evidence", show_cause},
    {"C28", "The piriformis can press on the sciatic nerve", "plausible", show_piriformis},
    {"C29", "Pressure on a nerve cuts its blood flow and its signals", "established",
     show_pressure},
    {"C30", "Two mild compressions add up", "plausible", show_double},
};
