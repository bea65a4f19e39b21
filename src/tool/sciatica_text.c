// sciatica_text.c: the chain as tables for a terminal, link by link.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/safety.h"
#include "tool/sciatica_inner.h"
#include "tool/text_cells.h"

enum { NAME = 7, NUMBER = 7, RANGE = 15, LABEL = 40 };

static double tidy(double x, int decimals) {
  return fabs(x) < 0.5 * pow(10, -decimals) ? 0 : x;
}

static void put_fixed(ps_file_writer *w, double x, int decimals, int width) {
  if (isfinite(x))
    ps_cell_fixed(w, tidy(x, decimals), decimals, width);
  else
    ps_cell_text(w, "-", width);
}

static void put_range(ps_file_writer *w, const ps_interval *x, double factor, int decimals,
                      int width) {
  char text[48];
  if (!isfinite(x->p10)) {
    ps_cell_blanks(w, width);
    return;
  }
  snprintf(text, sizeof text, "%.*f to %.*f", decimals, tidy(factor * x->p10, decimals), decimals,
           tidy(factor * x->p90, decimals));
  ps_cell_text(w, text, width);
}

static void put_value(ps_file_writer *w, const ps_sciatica_item *item, const double *number,
                      double factor, int decimals) {
  put_fixed(w, factor * *number, decimals, NUMBER);
  put_range(w, &item->range[ps_sciatica_place(&item->links, number)], factor, decimals, RANGE);
}

// ---- links

static void put_discs(const ps_sciatica_result *r, ps_file_writer *w) {
  const ps_sciatica_item *p = &r->item[0];
  ps_file_writer_text(w, "1. Disc: established             of it the\n"
                         "          load, N                psoas, N          pressure, MPa\n");
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++) {
    const ps_sciatica_level *x = &p->links.level[i];
    ps_cell_name(w, ps_sciatica_level_names[i], NAME);
    put_value(w, p, &x->compression_N, 1, 0);
    put_value(w, p, &x->psoas_N, 1, 0);
    put_value(w, p, &x->pressure_MPa, 1, 2);
    ps_file_writer_text(w, "\n");
  }
}

static void put_foramina(const ps_sciatica_result *r, ps_file_writer *w) {
  const ps_sciatica_item *p = &r->item[0];
  ps_file_writer_text(w, "\n2. Foramen: established; 3. what presses there: plausible\n"
                         "       by bending, %            by load, %               mm2             "
                         "    on the root, mmHg\n");
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++) {
    const ps_sciatica_level *x = &p->links.level[i];
    ps_cell_name(w, ps_sciatica_level_names[i], NAME);
    put_value(w, p, &x->area_by_posture_pct, 1, 1);
    put_value(w, p, &x->area_by_load_pct, 1, 1);
    put_value(w, p, &x->area_mm2, 1, 0);
    put_value(w, p, &x->root_pressure_mmHg, 1, 0);
    ps_file_writer_text(w, "\n");
  }
}

static void put_roots(const ps_sciatica_result *r, ps_file_writer *w) {
  const ps_sciatica_item *p = &r->item[0];
  ps_file_writer_text(
      w, "\n4. Root: flow and signals established (animals); 5. leg pain index: plausible\n"
         "       flow at once, %       after an hour, %      signals, %            if inflamed, of "
         "100\n");
  for (int i = 0; i < PS_SCIATICA_ROOTS; i++) {
    const ps_sciatica_root *x = &p->links.root[i];
    ps_cell_name(w, ps_sciatica_root_names[i], NAME);
    put_value(w, p, &x->flow_at_once, 100, 0);
    put_value(w, p, &x->flow, 100, 0);
    put_value(w, p, &x->conduction, 100, 0);
    put_value(w, p, &x->leg_pain, 1, 0);
    ps_file_writer_text(w, "\n");
  }
  ps_put_wrapped(
      w, "",
      "S1 leaves through bone, in no foramen that moves: only stretch reaches it here. A "
      "hernia in the canal, its usual trouble, is not computed.");
}

static void put_whole(const ps_sciatica_result *r, ps_file_writer *w) {
  const ps_sciatica_item *p = &r->item[0];
  const double *x = (const double *)&p->links.whole;
  ps_file_writer_text(w, "\n6. Nerves, the psoas, and the whole\n");
  for (int i = 0; i < PS_SCIATICA_WHOLE_COUNT; i++) {
    const ps_sciatica_label *l = &ps_sciatica_whole_labels[i];
    char name[80];
    snprintf(name, sizeof name, "%s, %s", l->words, l->unit);
    ps_cell_name(w, name, LABEL + 6);
    put_value(w, p, &x[i], l->factor, l->decimals);
    ps_file_writer_format(w, "   %s (%s)\n", l->status, l->rows);
  }
}

static void put_tests(const ps_sciatica_result *r, ps_file_writer *w) {
  const double *x = (const double *)&r->tests;
  ps_file_writer_text(w, "\nStraight-leg raise (first four) and slump test; -: not reached\n");
  for (int i = 0; i < PS_SCIATICA_TEST_COUNT; i++) {
    const ps_sciatica_label *l = &ps_sciatica_test_labels[i];
    char name[80];
    snprintf(name, sizeof name, "%s, %s", l->words, l->unit);
    ps_cell_name(w, name, LABEL + 6);
    put_fixed(w, l->factor * x[i], l->decimals, NUMBER);
    put_range(w, &r->test_range[i], l->factor, l->decimals, RANGE);
    ps_file_writer_format(w, "   %s (%s)\n", l->status, l->rows);
  }
}

// ---- postures

// of the roots that make the sciatic nerve
static double worst(const ps_sciatica_links *x) {
  double p = 0;
  for (int i = 2; i < PS_SCIATICA_ROOTS; i++)
    p = fmax(p, x->root[i].pressure_mmHg);
  return p;
}

static void put_postures(const ps_sciatica_result *r, ps_file_writer *w) {
  ps_file_writer_text(
      w,
      "\n                                         load, N  foramen, %    root    flow signals   "
      "leg   psoas\n"
      "posture                            L4/5  L5/S1  L4/5  L5/S1   mmHg       %       %  pain  "
      " share\n");
  for (int k = 0; k < r->n; k++) {
    const ps_sciatica_links *x = &r->item[k].links;
    const ps_sciatica_level *a = &x->level[3], *b = &x->level[4];
    double wide = 1 - r->state.narrowing;
    ps_cell_name(w, r->item[k].title, 32);
    put_fixed(w, a->compression_N, 0, 7);
    put_fixed(w, b->compression_N, 0, 7);
    put_fixed(w, 100 * (a->area_mm2 / r->nerve.foramen.area_mm2_L4_L5 / wide - 1), 0, 6);
    put_fixed(w, 100 * (b->area_mm2 / r->nerve.foramen.area_mm2_L5_S1 / wide - 1), 0, 7);
    put_fixed(w, worst(x), 0, 7);
    put_fixed(w, 100 * x->whole.sciatic_flow, 0, 8);
    put_fixed(w, 100 * x->whole.sciatic_conduction, 0, 8);
    put_fixed(w, x->whole.leg_pain, 0, 6);
    put_fixed(w, x->whole.psoas_leg_pain, 2, 8);
    if (r->item[k].status != PS_HOLD_SOLVED)
      ps_file_writer_format(w, "  %s", ps_hold_status_word(r->item[k].status));
    ps_file_writer_text(w, "\n");
  }
}

static void put_causes(const ps_sciatica_result *r, ps_file_writer *w) {
  ps_sciatica_cause c[PS_SCIATICA_CAUSES];
  char text[200];
  ps_sciatica_causes(r, c);
  ps_file_writer_text(w, "\nWhat sciatica comes from, among people who have it (an input):\n");
  for (int i = 0; i < PS_SCIATICA_CAUSES; i++) {
    snprintf(text, sizeof text, "%s: %.0f %%, said to be %.0f to %.0f; %s", c[i].words,
             100 * c[i].share, 100 * c[i].low, 100 * c[i].high, c[i].status);
    ps_put_wrapped(w, "- ", text);
  }
}

static void put_claims(const ps_sciatica_result *r, ps_file_writer *w) {
  char text[PS_SCIATICA_SENTENCE], shows[PS_SCIATICA_SENTENCE / 2];
  ps_file_writer_text(w, "\nWhat is claimed, how well that is established, what is computed:\n");
  for (int i = 0; i < PS_SCIATICA_CLAIMS; i++) {
    const ps_sciatica_claim *c = &ps_sciatica_claims[i];
    c->shows(r, shows, sizeof shows);
    snprintf(text, sizeof text, "%s, %s: %s. Computed: %s.", c->claim, c->id, c->status, shows);
    ps_put_wrapped(w, "- ", text);
  }
}

static void put_title(const ps_sciatica_result *r, ps_file_writer *w) {
  const ps_person *p = &r->item[0].pose.person;
  char state[200], text[400];
  ps_sciatica_case_words(&r->state, state, sizeof state);
  ps_file_writer_format(w, "Leg pain, link by link: %s\n", r->item[0].title);
  snprintf(text, sizeof text, "A %s of %.0f years, %.2f m, %.0f kg; %s. Right leg.",
           p->sex == PS_FEMALE ? "woman" : "man", p->age_y, p->height_m, p->mass_kg, state);
  ps_put_wrapped(w, "", text);
  if (r->item[0].draws)
    ps_file_writer_format(w, "Ranges: 8 in 10 of %d draws of what the sources leave open.\n",
                          r->item[0].draws);
  ps_file_writer_text(w, "\n");
}

void ps_sciatica_put_text(const ps_sciatica_result *r, ps_file_writer *w) {
  char text[PS_SCIATICA_SENTENCE];
  put_title(r, w);
  for (int i = 0; ps_sciatica_sentence(r, i, text); i++)
    ps_put_wrapped(w, i ? "- " : "", text);
  if (ps_sciatica_notice(r))
    ps_put_wrapped(w, "! ", ps_sciatica_notice(r));
  ps_file_writer_text(w, "\n");
  put_discs(r, w);
  put_foramina(r, w);
  put_roots(r, w);
  put_whole(r, w);
  put_tests(r, w);
  put_postures(r, w);
  put_causes(r, w);
  put_claims(r, w);
  ps_file_writer_text(w, "\n");
  ps_put_wrapped(w, "", ps_sciatica_cauda);
  for (int i = 0; i < 3; i++)
    ps_put_wrapped(w, "", ps_red_flags[i]);
  ps_put_wrapped(w, "", ps_line_index);
  ps_put_wrapped(w, "", ps_line_learning);
}
