// chain_output.c: a stride as tables for a terminal, as CSV and as JSON.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json_tree.h"
#include "num/number.h"
#include "psoas/version.h"
#include "tool/chain_inner.h"
#include "tool/pose_inner.h"
#include "tool/text_cells.h"

enum { NAME = 29, CHANGE = 8, RANGE = 14, SHORT = 9 };

// ---- text

static void put_signed(ps_file_writer *w, double x, int decimals, int width) {
  char text[40];
  bool zero = fabs(x) < 0.5 * pow(10, -decimals);
  snprintf(text, sizeof text, "%s", "0");
  if (!isfinite(x))
    snprintf(text, sizeof text, "-");
  else if (!zero)
    snprintf(text, sizeof text, "%+.*f", decimals, x);
  ps_cell_text(w, text, width);
}

static void put_range(ps_file_writer *w, const ps_chain_value *v, int width) {
  char text[48];
  if (isfinite(v->range.p10)) {
    snprintf(text, sizeof text, "%.0f to %.0f", round(v->range.p10) + 0, round(v->range.p90) + 0);
    ps_cell_text(w, text, width);
  } else {
    ps_cell_blanks(w, width);
  }
}

static void put_peaks(const ps_chain_result *r, ps_file_writer *w, int side) {
  static const ps_chain_number joint[] = {PS_CHAIN_hip_contact_N, PS_CHAIN_knee_contact_N,
                                          PS_CHAIN_ankle_contact_N};
  ps_file_writer_format(w, "largest contact force, N, %-4s", side ? "left" : "");
  for (int j = 0; j < 3; j++) {
    static const char *const names[] = {"hip", "knee", "ankle"};
    ps_cell_text(w, names[j], CHANGE);
    ps_cell_text(w, r->options.draws ? "range" : "", RANGE);
  }
  ps_file_writer_text(w, "\n");
  for (int k = 0; k < r->n; k++) {
    ps_cell_name(w, r->item[k].v.name, NAME);
    for (int j = 0; j < 3; j++) {
      const ps_chain_value *v = &r->item[k].value[side][joint[j]][PS_MOST];
      char text[40];
      snprintf(text, sizeof text, "at %d %%", 100 * v->moment / PS_CHAIN_MOMENTS);
      if (k == 0) {
        ps_cell_fixed(w, v->value, 0, CHANGE);
        ps_cell_text(w, text, RANGE);
      } else {
        put_signed(w, v->change, 0, CHANGE);
        put_range(w, v, RANGE);
      }
    }
    ps_file_writer_text(w, "\n");
  }
}

static void put_shares(const ps_chain_result *r, ps_file_writer *w, int side) {
  ps_file_writer_text(w,
                      "\n                             change of the largest,   hip forward where  "
                      "       relaxed psoas\n"
                      "                             % of body weight          furthest back, N  "
                      "       tissue, largest,\n"
                      "                                hip    knee   ankle   force  change       "
                      " range   N m      N\n");
  for (int k = 0; k < r->n; k++) {
    const ps_chain_value(*v)[PS_MEASURES] = r->item[k].value[side];
    const ps_chain_value *front = &v[PS_CHAIN_hip_forward_N][PS_EXTENDED];
    ps_cell_name(w, r->item[k].v.name, NAME - 1);
    put_signed(w, 100 * v[PS_CHAIN_hip_contact_N][PS_MOST].change / r->weight, 1, 8);
    put_signed(w, 100 * v[PS_CHAIN_knee_contact_N][PS_MOST].change / r->weight, 1, 8);
    put_signed(w, 100 * v[PS_CHAIN_ankle_contact_N][PS_MOST].change / r->weight, 1, 8);
    ps_cell_fixed(w, front->value, 0, 8);
    put_signed(w, front->change, 0, 8);
    if (k)
      put_range(w, front, RANGE);
    else
      ps_cell_blanks(w, RANGE);
    ps_cell_fixed(w, v[PS_CHAIN_hip_passive_Nm][PS_EXTENDED].value, 0, 6);
    ps_cell_fixed(w, v[PS_CHAIN_psoas_N][PS_MOST].value, 0, 7);
    ps_file_writer_text(w, "\n");
  }
}

static void put_low_high(ps_file_writer *w, const ps_chain_value *v, int width) {
  char text[48];
  snprintf(text, sizeof text, "%.0f to %.0f", round(v->low) + 0, round(v->high) + 0);
  ps_cell_text(w, text, width);
}

static void put_criteria(const ps_chain_result *r, ps_file_writer *w, int side) {
  ps_file_writer_text(w, "\nchange over criteria, N                hip largest    knee largest   "
                         "ankle largest     hip forward\n");
  for (int k = 1; k < r->n; k++) {
    const ps_chain_value(*v)[PS_MEASURES] = r->item[k].value[side];
    ps_cell_name(w, r->item[k].v.name, NAME + 4);
    put_low_high(w, &v[PS_CHAIN_hip_contact_N][PS_MOST], RANGE + 2);
    put_low_high(w, &v[PS_CHAIN_knee_contact_N][PS_MOST], RANGE + 2);
    put_low_high(w, &v[PS_CHAIN_ankle_contact_N][PS_MOST], RANGE + 2);
    put_low_high(w, &v[PS_CHAIN_hip_forward_N][PS_EXTENDED], RANGE + 2);
    ps_file_writer_text(w, "\n");
  }
}

static void put_reach(const ps_chain_result *r, ps_file_writer *w, int side) {
  ps_file_writer_text(w, "\nhip extension, deg              found  stride asks  lacking  keeps "
                         "relaxed tissue as it was\n");
  for (int k = 0; k < r->n; k++) {
    const ps_chain_reach *h = &r->item[k].reach[side];
    if (r->item[k].v.inhibition > 0)
      continue;
    ps_cell_name(w, r->item[k].v.name, NAME);
    ps_cell_fixed(w, h->range, 1, SHORT);
    ps_cell_fixed(w, h->stride, 1, SHORT + 4);
    ps_cell_fixed(w, h->lacking, 1, SHORT);
    ps_cell_fixed(w, h->kept, 1, SHORT);
    ps_file_writer_text(w, "\n");
  }
}

static void put_claims(const ps_chain_result *r, ps_file_writer *w) {
  char text[PS_CHAIN_SENTENCE], shows[PS_CHAIN_SENTENCE / 2];
  ps_file_writer_text(w, "\nWhat is claimed, how well that is established, what is computed:\n");
  for (int i = 0; i < PS_CHAIN_CLAIMS; i++) {
    const ps_chain_claim *c = &ps_chain_claims[i];
    c->shows(r, shows, sizeof shows);
    snprintf(text, sizeof text, "%s, %s: %s. Computed: %s.", c->claim, c->id, c->status, shows);
    ps_put_wrapped(w, "- ", text);
  }
}

static void put_unsolved(const ps_chain_result *r, ps_file_writer *w) {
  for (int k = 0; k < r->n; k++) {
    int n = 0;
    for (int i = 0; i < PS_CHAIN_MOMENTS; i++)
      n += r->item[k].status[i] != PS_HOLD_SOLVED;
    if (n)
      ps_file_writer_format(w, "No solution at %d of %d moments: %s.\n", n, PS_CHAIN_MOMENTS,
                            r->item[k].v.name);
  }
}

void ps_chain_put_text(const ps_chain_result *r, ps_file_writer *w) {
  char text[PS_CHAIN_SENTENCE];
  const ps_person *p = &r->pose.person;
  ps_file_writer_format(
      w,
      "A stride of walking; hip, knee and ankle under short and weak hip flexors\n"
      "A %s of %.0f years, %.2f m, %.0f kg. Criterion %s. Right leg.\n",
      p->sex == PS_FEMALE ? "woman" : "man", p->age_y, p->height_m, p->mass_kg,
      ps_criterion_word(r->options.hold.criterion));
  if (r->options.draws)
    ps_file_writer_format(
        w,
        "Ranges: 8 in 10 of %d draws of what the sources of the model leave "
        "open, the same for all rows.\nCriteria: volume, volume3, a2, a3, geometry.\n",
        r->item[0].draws);
  ps_file_writer_text(w, "\n");
  put_peaks(r, w, 0);
  put_shares(r, w, 0);
  if (r->options.draws)
    put_criteria(r, w, 0);
  put_reach(r, w, 0);
  if (ps_chain_is_lopsided(r)) {
    ps_file_writer_text(w, "\n");
    put_peaks(r, w, 1);
    put_shares(r, w, 1);
    if (r->options.draws)
      put_criteria(r, w, 1);
    put_reach(r, w, 1);
  }
  put_unsolved(r, w);
  ps_file_writer_text(w, "\n");
  for (int i = 0; ps_chain_sentence(r, i, text); i++)
    ps_put_wrapped(w, "- ", text);
  put_claims(r, w);
  ps_put_wrapped(w, "",
                 "This simulator is for learning and research. It does not diagnose or treat, and "
                 "it is not medical advice.");
}

// ---- CSV

static void put_number(ps_file_writer *w, double x) {
  char text[PS_NUMBER_MAX_SHORT];
  ps_number_general(text, fabs(x) < 1e-9 ? 0 : x, 6);
  ps_file_writer_format(w, ",%s", text);
}

void ps_chain_put_csv(const ps_chain_result *r, ps_file_writer *w) {
  ps_file_writer_text(w, "variant,shortening,iliopsoas_shortening,strength,inhibition,phase_pct,"
                         "side");
  for (int c = 0; c < PS_CHAIN_COUNT; c++)
    ps_file_writer_format(w, ",%s", ps_chain_labels[c].name);
  ps_file_writer_text(w, ",status\n");
  for (int k = 0; k < r->n; k++)
    for (int i = 0; i <= PS_CHAIN_MOMENTS; i++) // the last is the first of the next stride
      for (int side = 0; side < 2; side++) {
        const ps_chain_variant *v = &r->item[k].v;
        const double *row = ps_chain_row_at(r, k, i)->leg[side];
        ps_file_writer_format(w, "\"%s\"", v->name);
        put_number(w, v->shortening);
        put_number(w, v->alone);
        put_number(w, v->strength);
        put_number(w, v->inhibition);
        ps_file_writer_format(w, ",%d,%s", 100 * i / PS_CHAIN_MOMENTS, side ? "left" : "right");
        for (int c = 0; c < PS_CHAIN_COUNT; c++)
          put_number(w, row[c]);
        ps_file_writer_format(w, ",%s\n",
                              ps_hold_status_word(r->item[k].status[i % PS_CHAIN_MOMENTS]));
      }
}

// ---- JSON

static void write_number(ps_json_writer *j, const char *key, double x) {
  ps_json_key(j, key);
  ps_json_number(j, x);
}

static void write_text(ps_json_writer *j, const char *key, const char *text) {
  ps_json_key(j, key);
  ps_json_text(j, text);
}

static void write_value(ps_json_writer *j, const char *key, const ps_chain_value *v, bool place) {
  ps_json_key(j, key);
  ps_json_object(j);
  write_number(j, "value", v->value);
  if (place)
    write_number(j, "at_pct", 100.0 * v->moment / PS_CHAIN_MOMENTS);
  write_number(j, "change", v->change);
  if (isfinite(v->low)) {
    write_number(j, "change_least_by_criterion", v->low);
    write_number(j, "change_most_by_criterion", v->high);
  }
  if (isfinite(v->range.p10)) {
    write_number(j, "change_p10", v->range.p10);
    write_number(j, "change_p50", v->range.p50);
    write_number(j, "change_p90", v->range.p90);
  }
  ps_json_end_object(j);
}

static void write_leg(ps_json_writer *j, const ps_chain_case *c, int side) {
  const ps_chain_reach *h = &c->reach[side];
  ps_json_key(j, side ? "left" : "right");
  ps_json_object(j);
  ps_json_key(j, "hip_extension_deg");
  ps_json_object(j);
  write_number(j, "found", h->range);
  write_number(j, "thomas", h->thomas);
  write_number(j, "stride_asks", h->stride);
  write_number(j, "lacking", h->lacking);
  write_number(j, "keeps_passive_moment", h->kept);
  write_number(j, "passive_moment_Nm", h->passive);
  ps_json_end_object(j);
  for (int k = 0; k < PS_CHAIN_COUNT; k++) {
    ps_json_key(j, ps_chain_labels[k].name);
    ps_json_object(j);
    for (int m = 0; m < PS_MEASURES; m++)
      write_value(j, ps_measure_words[m], &c->value[side][k][m], m != PS_MEAN);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void write_case(ps_json_writer *j, const ps_chain_case *c) {
  int n = 0;
  for (int i = 0; i < PS_CHAIN_MOMENTS; i++)
    n += c->status[i] != PS_HOLD_SOLVED;
  ps_json_object(j);
  write_text(j, "name", c->v.name);
  write_number(j, "shortening", c->v.shortening);
  write_number(j, "iliopsoas_shortening", c->v.alone);
  write_number(j, "strength", c->v.strength);
  write_number(j, "inhibition", c->v.inhibition);
  write_number(j, "moments_without_solution", n);
  write_number(j, "draws", c->draws);
  write_leg(j, c, 0);
  write_leg(j, c, 1);
  ps_json_end_object(j);
}

static void write_claims(ps_json_writer *j, const ps_chain_result *r) {
  char text[PS_CHAIN_SENTENCE / 2];
  ps_json_key(j, "claims");
  ps_json_array(j);
  for (int i = 0; i < PS_CHAIN_CLAIMS; i++) {
    const ps_chain_claim *c = &ps_chain_claims[i];
    c->shows(r, text, sizeof text);
    ps_json_object(j);
    write_text(j, "id", c->id);
    write_text(j, "claim", c->claim);
    write_text(j, "status", c->status);
    write_text(j, "computed", text);
    write_number(j, "pain_coupling", 0);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

void ps_chain_put_json(const ps_chain_result *r, ps_file_writer *w) {
  char text[PS_CHAIN_SENTENCE];
  ps_json_writer j = {0};
  ps_json_begin(&j, w);
  ps_json_object(&j);
  write_text(&j, "schema", "psoas.chain_result/1");
  write_text(&j, "psoas_version", ps_version());
  write_text(&j, "inputs_sha256", r->sha256);
  ps_json_key(&j, "inputs");
  ps_json_tree(&j, r->input);
  write_text(&j, "criterion", ps_criterion_word(r->options.hold.criterion));
  write_number(&j, "draws", r->options.draws);
  write_number(&j, "seed", (double)r->options.seed);
  write_number(&j, "inhibition", r->request.inhibition);
  write_number(&j, "body_weight_N", r->weight);
  ps_json_key(&j, "variants");
  ps_json_array(&j);
  for (int k = 0; k < r->n; k++)
    write_case(&j, &r->item[k]);
  ps_json_end_array(&j);
  write_claims(&j, r);
  ps_json_key(&j, "sentences");
  ps_json_array(&j);
  for (int i = 0; ps_chain_sentence(r, i, text); i++)
    ps_json_text(&j, text);
  ps_json_end_array(&j);
  write_text(&j, "note",
             "This simulator is for learning and research. It does not diagnose or treat, and it "
             "is not medical advice.");
  ps_json_end_object(&j);
  ps_json_end(&j);
}
