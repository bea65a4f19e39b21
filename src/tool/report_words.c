#include "tool/report_words.h"

#include <math.h>

#include "num/number.h"

void ps_put_fixed(ps_file_writer *w, double x, int decimals) {
  w->used += ps_number_fixed(ps_file_writer_room(w, PS_NUMBER_MAX), x, decimals);
}

const char *ps_value_text(char text[PS_VALUE_TEXT], double x) {
  double size = fabs(x);
  if (!isfinite(x)) {
    text[0] = '-';
    text[1] = 0;
    return text;
  }
  double unit = 1; // of the last digit, for numbers of four digits and more
  while (size >= 1000 * unit * (1 - 5e-4))
    unit *= 10;
  int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  x = unit > 1 ? unit * round(x / unit) : x;
  ps_number_fixed(text, x == 0 ? 0 : x, decimals);
  return text;
}

void ps_put_value(ps_file_writer *w, double x) {
  char text[PS_VALUE_TEXT];
  ps_file_writer_text(w, ps_value_text(text, x));
}

const char *ps_phase_words(const ps_foot *foot, double phase) {
  static const char *const stance[] = {"in early stance", "in mid stance", "in late stance"};
  static const char *const swing[] = {"in early swing", "in mid swing", "in late swing"};
  if (!foot || !isfinite(foot->stance) || !isfinite(phase))
    return "";
  bool on = phase < foot->stance;
  double part = on ? phase / foot->stance : (phase - foot->stance) / (1 - foot->stance);
  int third = part < 1.0 / 3 ? 0 : part < 2.0 / 3 ? 1 : 2;
  return on ? stance[third] : swing[third];
}

void ps_put_criterion(ps_file_writer *w, const ps_findings *f, bool page) {
  const ps_tool_result *r = &f->w->result->public;
  char power[PS_NUMBER_MAX_SHORT];
  ps_number_shortest(power, r->exponent);
  const char *what = "activation";
  if (r->criterion[0] == 'v')
    what = "muscle volume times activation";
  else if (r->criterion[0] == 'f')
    what = "force";
  ps_file_writer_format(w, "%s%s%s%s", what, page ? "<sup>" : "^", power, page ? "</sup>" : "");
}

const char *ps_weight_name(const ps_findings *f) {
  return f->w->model->mass < 20 ? "model weights" : "body weights"; // [kg]
}

bool ps_has_strides(const ps_findings *f) {
  return ps_findings_foot(f, PS_SIDE_NONE) != NULL;
}

int ps_first_pulls(const ps_findings *f, const ps_pull *first[2]) {
  static const ps_pull_kind kinds[] = {PS_PULL_PSOAS, PS_PULL_ILIOPSOAS, PS_PULL_ILIACUS};
  int n = 0;
  for (int k = 0; k < 3 && n == 0; k++)
    for (int i = 0; i < f->nflexor && n < 2; i++)
      if (f->row[i]->kind == kinds[k])
        first[n++] = f->row[i];
  for (int i = 0; i < f->nrow && n == 0; i++)
    first[n++] = f->row[i];
  return n;
}

int ps_first_joints(const ps_findings *f, const ps_joint_load *first[2]) {
  int n = 0;
  for (int i = 0; i < f->njoint && n < 2; i++)
    if (f->joint[i].place == PS_AT_HIP)
      first[n++] = &f->joint[i];
  for (int i = 0; i < f->njoint && n < 2 && (n == 0 || first[0]->place != PS_AT_HIP); i++)
    if (n == 0 || f->joint[i].peak.value > first[0]->peak.value) {
      first[0] = &f->joint[i];
      n = 1;
    }
  if (n == 2 && first[0]->side == PS_SIDE_LEFT) {
    const ps_joint_load *left = first[0];
    first[0] = first[1];
    first[1] = left;
  }
  return n;
}
