// sciatica_json.c: the chain as result.json.
#include <math.h>

#include "io/json_tree.h"
#include "psoas/version.h"
#include "tool/safety.h"
#include "tool/sciatica_inner.h"

static void write_text(ps_json_writer *j, const char *key, const char *text) {
  ps_json_key(j, key);
  ps_json_text(j, text);
}

static void write_number(ps_json_writer *j, const char *key, double x) {
  ps_json_key(j, key);
  ps_json_number(j, x);
}

// a plain number, or one with its interval
static void write_value(ps_json_writer *j, const char *key, double x, const ps_interval *range) {
  if (!isfinite(range->p10)) {
    write_number(j, key, x);
    return;
  }
  ps_json_key(j, key);
  ps_json_object(j);
  write_number(j, "value", x);
  write_number(j, "p10", range->p10);
  write_number(j, "p50", range->p50);
  write_number(j, "p90", range->p90);
  ps_json_end_object(j);
}

static void write_values(ps_json_writer *j, const char *key, const ps_sciatica_label *label, int n,
                         const double *x, const ps_interval *range) {
  ps_json_key(j, key);
  ps_json_object(j);
  for (int i = 0; i < n; i++)
    write_value(j, label[i].name, x[i], &range[i]);
  ps_json_end_object(j);
}

static void write_item(ps_json_writer *j, const ps_sciatica_item *item) {
  const double *x = (const double *)&item->links;
  const ps_interval *range = item->range;
  ps_json_object(j);
  write_text(j, "posture", item->name);
  write_text(j, "title", item->title);
  write_text(j, "status", ps_hold_status_word(item->status));
  write_number(j, "draws", item->draws);
  ps_json_key(j, "levels");
  ps_json_object(j);
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++) {
    write_values(j, ps_sciatica_level_names[i], ps_sciatica_level_labels, PS_SCIATICA_LEVEL_COUNT,
                 x, range);
    x += PS_SCIATICA_LEVEL_COUNT;
    range += PS_SCIATICA_LEVEL_COUNT;
  }
  ps_json_end_object(j);
  ps_json_key(j, "roots");
  ps_json_object(j);
  for (int i = 0; i < PS_SCIATICA_ROOTS; i++) {
    write_values(j, ps_sciatica_root_names[i], ps_sciatica_root_labels, PS_SCIATICA_ROOT_COUNT, x,
                 range);
    x += PS_SCIATICA_ROOT_COUNT;
    range += PS_SCIATICA_ROOT_COUNT;
  }
  ps_json_end_object(j);
  write_values(j, "whole", ps_sciatica_whole_labels, PS_SCIATICA_WHOLE_COUNT, x, range);
  ps_json_end_object(j);
}

static void write_labels(ps_json_writer *j, const char *key, const ps_sciatica_label *label,
                         int n) {
  ps_json_key(j, key);
  ps_json_object(j);
  for (int i = 0; i < n; i++) {
    ps_json_key(j, label[i].name);
    ps_json_object(j);
    write_text(j, "about", label[i].words);
    write_text(j, "status", label[i].status);
    write_text(j, "rows", label[i].rows);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void write_curve(ps_json_writer *j, const char *key, const ps_sciatica_step *step,
                        size_t field) {
  ps_json_key(j, key);
  ps_json_array(j);
  for (int i = 0; i < PS_SCIATICA_STEPS; i++)
    ps_json_number(j, *(const double *)((const char *)&step[i] + field));
  ps_json_end_array(j);
}

static void write_test(ps_json_writer *j, const char *key, const ps_sciatica_step *step) {
  ps_json_key(j, key);
  ps_json_object(j);
  write_curve(j, "angle_deg", step, offsetof(ps_sciatica_step, angle_deg));
  write_curve(j, "strain", step, offsetof(ps_sciatica_step, strain));
  write_curve(j, "slide_mm", step, offsetof(ps_sciatica_step, slide_mm));
  write_curve(j, "root_mm", step, offsetof(ps_sciatica_step, root_mm));
  write_curve(j, "flow", step, offsetof(ps_sciatica_step, flow));
  write_curve(j, "conduction", step, offsetof(ps_sciatica_step, conduction));
  ps_json_end_object(j);
}

static void write_case(ps_json_writer *j, const ps_sciatica_case *c) {
  ps_json_key(j, "case");
  ps_json_object(j);
  write_number(j, "narrowing", c->narrowing);
  write_number(j, "root_inflammation", c->root_inflammation);
  write_number(j, "haematoma", c->haematoma);
  write_number(j, "piriformis", c->piriformis);
  ps_json_end_object(j);
}

static void write_causes(ps_json_writer *j, const ps_sciatica_result *r) {
  ps_sciatica_cause c[PS_SCIATICA_CAUSES];
  ps_sciatica_causes(r, c);
  ps_json_key(j, "causes");
  ps_json_array(j);
  for (int i = 0; i < PS_SCIATICA_CAUSES; i++) {
    ps_json_object(j);
    write_text(j, "cause", c[i].words);
    write_number(j, "share", c[i].share);
    write_number(j, "low", c[i].low);
    write_number(j, "high", c[i].high);
    write_text(j, "status", c[i].status);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void write_claims(ps_json_writer *j, const ps_sciatica_result *r) {
  char text[PS_SCIATICA_SENTENCE / 2];
  ps_json_key(j, "claims");
  ps_json_array(j);
  for (int i = 0; i < PS_SCIATICA_CLAIMS; i++) {
    const ps_sciatica_claim *c = &ps_sciatica_claims[i];
    c->shows(r, text, sizeof text);
    ps_json_object(j);
    write_text(j, "id", c->id);
    write_text(j, "claim", c->claim);
    write_text(j, "status", c->status);
    write_text(j, "computed", text);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void write_courses(ps_json_writer *j, const ps_sciatica_result *r) {
  ps_json_key(j, "nerve_course");
  ps_json_array(j);
  for (int i = 0; i < r->course.n; i++) {
    const ps_nerve_place *p = &r->course.items[i];
    const double at[] = {p->at.x, p->at.y, p->at.z};
    ps_json_object(j);
    write_text(j, "nerve", p->nerve);
    write_text(j, "point", p->point);
    write_text(j, "body", p->body);
    ps_json_key(j, "at_m");
    ps_json_numbers(j, at, 3);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
  write_number(j, "sciatic_from_psoas_mm", r->sciatic_mm);
  write_number(j, "femoral_from_psoas_mm", r->femoral_mm);
}

static void write_words(ps_json_writer *j, const ps_sciatica_result *r) {
  char text[PS_SCIATICA_SENTENCE];
  ps_json_key(j, "sentences");
  ps_json_array(j);
  for (int i = 0; ps_sciatica_sentence(r, i, text); i++)
    ps_json_text(j, text);
  ps_json_end_array(j);
  if (ps_sciatica_notice(r))
    write_text(j, "notice", ps_sciatica_notice(r));
  ps_json_key(j, "red_flags");
  ps_json_array(j);
  ps_json_text(j, ps_sciatica_cauda);
  for (int i = 0; i < 3; i++)
    ps_json_text(j, ps_red_flags[i]);
  ps_json_end_array(j);
  ps_json_key(j, "notes");
  ps_json_array(j);
  ps_json_text(j, ps_line_index);
  ps_json_text(j, ps_line_learning);
  ps_json_end_array(j);
}

void ps_sciatica_put_json(const ps_sciatica_result *r, ps_file_writer *w) {
  ps_json_writer j = {0};
  ps_json_begin(&j, w);
  ps_json_object(&j);
  write_text(&j, "schema", "psoas.sciatica_result/1");
  write_text(&j, "psoas_version", ps_version());
  write_text(&j, "inputs_sha256", r->sha256);
  ps_json_key(&j, "inputs");
  ps_json_tree(&j, r->input);
  write_case(&j, &r->state);
  write_number(&j, "draws", r->request.draws);
  write_number(&j, "seed", (double)r->request.seed);
  ps_json_key(&j, "postures");
  ps_json_array(&j);
  for (int i = 0; i < r->n; i++)
    write_item(&j, &r->item[i]);
  ps_json_end_array(&j);
  write_values(&j, "tests", ps_sciatica_test_labels, PS_SCIATICA_TEST_COUNT,
               (const double *)&r->tests, r->test_range);
  write_test(&j, "straight_leg_raise", r->step[PS_SCIATICA_RAISE]);
  write_test(&j, "slump", r->step[PS_SCIATICA_SLUMP]);
  ps_json_key(&j, "links");
  ps_json_object(&j);
  write_labels(&j, "levels", ps_sciatica_level_labels, PS_SCIATICA_LEVEL_COUNT);
  write_labels(&j, "roots", ps_sciatica_root_labels, PS_SCIATICA_ROOT_COUNT);
  write_labels(&j, "whole", ps_sciatica_whole_labels, PS_SCIATICA_WHOLE_COUNT);
  write_labels(&j, "tests", ps_sciatica_test_labels, PS_SCIATICA_TEST_COUNT);
  ps_json_end_object(&j);
  write_causes(&j, r);
  write_claims(&j, r);
  write_courses(&j, r);
  write_words(&j, r);
  ps_json_end_object(&j);
  ps_json_end(&j);
}
