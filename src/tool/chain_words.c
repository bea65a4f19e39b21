// chain_words.c: a stride in sentences, and what is claimed beside what is computed.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/chain_inner.h"

// ---- numbers in sentences

enum { WORDS = 160 };
typedef struct words {
  char text[WORDS];
} words;

// "+267 N (+36.3 % of body weight; 231 to 300 N over draws, 29 to 356 N over criteria)"; little is
// said in fewer words, and of ranges that hold 0 that the sign is open
static words change_words(const ps_chain_result *r, const ps_chain_value *v) {
  words w;
  const ps_interval *i = &v->range;
  double low = fmin(fmin(v->change, v->low), i->p10); // fmin and fmax leave out what is no number
  double high = fmax(fmax(v->change, v->high), i->p90);
  char draws[WORDS / 4] = "", criteria[WORDS / 4] = "";
  if (isfinite(i->p10))
    snprintf(draws, sizeof draws, "; %.0f to %.0f N over draws", i->p10, i->p90);
  if (isfinite(v->low))
    snprintf(criteria, sizeof criteria, "%s %.0f to %.0f N over criteria", *draws ? "," : ";",
             v->low, v->high);
  if (fmax(fabs(low), fabs(high)) < 0.5)
    snprintf(w.text, WORDS, "less than 1 N");
  else if (fmax(fabs(low), fabs(high)) < 5)
    snprintf(w.text, WORDS, "less than 5 N");
  else
    snprintf(w.text, WORDS, "%+.0f N (%+.1f %% of body weight%s%s%s)", v->change,
             100 * v->change / r->weight, draws, criteria,
             low < 0 && high > 0 ? ", sign open" : "");
  return w;
}

// "9.2 deg"; "20.2 deg short of straight"
static words back_words(double extension_deg) {
  words w;
  snprintf(w.text, WORDS, extension_deg < -0.05 ? "%.1f deg short of straight" : "%.1f deg",
           fabs(extension_deg));
  return w;
}

static const ps_chain_value *value(const ps_chain_result *r, int variant, ps_chain_number number,
                                   ps_measure m) {
  return &r->item[variant].value[PS_RIGHT][number][m];
}

// the variant with these numbers
static int find(const ps_chain_result *r, double shortening, double alone, double strength,
                bool inhibited) {
  for (int k = 0; k < r->n; k++) {
    const ps_chain_variant *v = &r->item[k].v;
    if (v->shortening == shortening && v->alone == alone && v->strength == strength &&
        (v->inhibition > 0) == inhibited)
      return k;
  }
  return 0;
}

// ---- sentences

static void say_loads(const ps_chain_result *r, int k, const char *who, char *text, size_t size) {
  words knee = change_words(r, value(r, k, PS_CHAIN_knee_contact_N, PS_MOST));
  words ankle = change_words(r, value(r, k, PS_CHAIN_ankle_contact_N, PS_MOST));
  words hip = change_words(r, value(r, k, PS_CHAIN_hip_contact_N, PS_MOST));
  words front = change_words(r, value(r, k, PS_CHAIN_hip_forward_N, PS_EXTENDED));
  snprintf(text, size,
           "%s change the knee's largest contact force over the stride by %s, the ankle's by %s, "
           "the hip's by %s; where the leg is furthest back, the thigh presses the hip forward by "
           "%s.",
           who, knee.text, ankle.text, hip.text, front.text);
}

// the answer in one breath
static void say_first(const ps_chain_result *r, char *text, size_t size) {
  int k = find(r, 0.10, 0, 1, false);
  const ps_chain_value *front = value(r, k, PS_CHAIN_hip_forward_N, PS_EXTENDED);
  const ps_chain_value *knee = value(r, k, PS_CHAIN_knee_contact_N, PS_MOST);
  const ps_chain_value *ankle = value(r, k, PS_CHAIN_ankle_contact_N, PS_MOST);
  double was = knee->value - knee->change;
  char criteria[80] = "";
  if (isfinite(knee->low))
    snprintf(criteria, sizeof criteria, " (%+.0f to %+.0f %% by how muscles share the work)",
             100 * knee->low / was, 100 * knee->high / was);
  snprintf(text, size,
           "With hip flexors 10 %% shorter and the same stride, the thigh presses the hip forward "
           "with %.0f N instead of %.0f N where the leg is furthest back; the knee's largest load "
           "changes by %+.0f %%%s, the ankle's by %+.1f %%.",
           front->value, front->value - front->change, 100 * knee->change / was, criteria,
           100 * ankle->change / (ankle->value - ankle->change) + 0);
}

static void say_short(const ps_chain_result *r, char *text, size_t size) {
  say_loads(r, find(r, 0.10, 0, 1, false), "Hip flexors that are all 10 % shorter", text, size);
}

static void say_alone(const ps_chain_result *r, char *text, size_t size) {
  say_loads(r, find(r, 0, 0.10, 1, false),
            "Psoas and iliacus alone, 10 % shorter, which do not cross the knee,", text, size);
}

static void say_why(const ps_chain_result *r, char *text, size_t size) {
  int k = find(r, 0.10, 0, 1, false);
  snprintf(
      text, size,
      "Why the knee takes part: what works against short flexors of the hip crosses the knee. "
      "With all of them 10 %% shorter, where the leg is furthest back, the hamstrings pull %+.0f "
      "N, the vasti, which work against the hamstrings, %+.0f N, and the calf %+.0f N.",
      value(r, k, PS_CHAIN_hamstrings_N, PS_EXTENDED)->change,
      value(r, k, PS_CHAIN_vasti_N, PS_EXTENDED)->change,
      value(r, k, PS_CHAIN_calf_N, PS_EXTENDED)->change + 0);
}

static void say_weak(const ps_chain_result *r, char *text, size_t size) {
  say_loads(r, find(r, 0, 0, 0.6, false), "Psoas and iliacus of 60 % of their strength", text,
            size);
}

static void say_inhibition(const ps_chain_result *r, char *text, size_t size) {
  int on = find(r, 0.20, 0, 1, true), off = find(r, 0.20, 0, 1, false);
  if (r->request.inhibition <= 0) {
    snprintf(
        text, size,
        "Shortness does not take strength from the gluteals here (k_inh = 0): that it would is "
        "contested. --inhibition 0.3 shows the other reading.");
    return;
  }
  const double *with = ps_chain_row_at(r, on, r->extended[0])->leg[0];
  const double *without = ps_chain_row_at(r, off, r->extended[0])->leg[0];
  snprintf(
      text, size,
      "With k_inh = %.2g (contested), and hip flexors 20 %% shorter, the gluteals work at %.1f "
      "%% instead of %.1f %% where the leg is furthest back and pull %+.0f N; the knee's "
      "largest contact force is %+.0f N from what shortness alone makes it.",
      r->request.inhibition, with[PS_CHAIN_gluteals_pct], without[PS_CHAIN_gluteals_pct],
      with[PS_CHAIN_gluteals_N] - without[PS_CHAIN_gluteals_N],
      value(r, on, PS_CHAIN_knee_contact_N, PS_MOST)->value -
          value(r, off, PS_CHAIN_knee_contact_N, PS_MOST)->value);
}

static void say_stride(const ps_chain_result *r, char *text, size_t size) {
  (void)r;
  snprintf(
      text, size,
      "The stride is the same for all: angles, speed and ground forces stay, so the moments "
      "that hip, knee and ankle need do not change at all, and what changes is who makes them. "
      "The model keeps the stride; it does not learn a new one.");
}

static void say_reach(const ps_chain_result *r, char *text, size_t size) {
  const ps_chain_reach *a = &r->item[0].reach[0];
  const ps_chain_reach *b = &r->item[find(r, 0.10, 0, 1, false)].reach[0];
  const ps_chain_reach *c = &r->item[find(r, 0.20, 0, 1, false)].reach[0];
  words found[] = {back_words(a->range), back_words(b->range), back_words(c->range)};
  words kept[] = {back_words(b->kept), back_words(c->kept)};
  snprintf(
      text, size,
      "The stride takes the leg back by %.1f deg. An examiner finds %s of hip extension as is, "
      "%s with hip flexors 10 %% shorter, which lacks %.1f deg, and %s with 20 %%, which lacks "
      "%.1f deg: a contracture, with which nobody walks this stride. Who shortens the stride "
      "instead, until relaxed tissue pulls at the hip with %.0f N m as before and not with %.0f "
      "or %.0f N m, takes the leg back to %s with 10 %%, and to %s with 20 %%.",
      a->stride, found[0].text, found[1].text, b->lacking, found[2].text, c->lacking, a->passive,
      b->passive, c->passive, kept[0].text, kept[1].text);
}

static void say_pain(const ps_chain_result *r, char *text, size_t size) {
  (void)r;
  snprintf(text, size, "No load is turned into pain here: that coupling is 0.");
}

bool ps_chain_sentence(const ps_chain_result *r, int i, char text[PS_CHAIN_SENTENCE]) {
  static void (*const say[])(const ps_chain_result *, char *,
                             size_t) = {say_first,  say_short, say_alone,      say_why, say_weak,
                                        say_stride, say_reach, say_inhibition, say_pain};
  if (i >= (int)(sizeof say / sizeof *say))
    return false;
  say[i](r, text, PS_CHAIN_SENTENCE);
  return true;
}

// ---- claims

static void show_knee(const ps_chain_result *r, char *text, size_t size) {
  const int k[] = {find(r, 0.05, 0, 1, false), find(r, 0.10, 0, 1, false),
                   find(r, 0.20, 0, 1, false), find(r, 0, 0.10, 1, false)};
  double change[4], share[4];
  for (int i = 0; i < 4; i++) {
    change[i] = value(r, k[i], PS_CHAIN_knee_contact_N, PS_MOST)->change;
    share[i] = 100 * change[i] / value(r, 0, PS_CHAIN_knee_contact_N, PS_MOST)->value;
  }
  const ps_chain_value *ten = value(r, k[1], PS_CHAIN_knee_contact_N, PS_MOST);
  char criteria[60] = "";
  if (isfinite(ten->low))
    snprintf(criteria, sizeof criteria, "; %.0f to %.0f N by the criterion", ten->low, ten->high);
  snprintf(
      text, size,
      "largest knee force %+.0f N at 5 %% shorter (%+.0f %% of itself), %+.0f N at 10 %% (%+.0f "
      "%%%s), %+.0f N at 20 %% (%+.0f %%), if the stride is kept; %+.0f N (%+.0f %%) with psoas "
      "and iliacus alone 10 %% shorter; net knee moment unchanged",
      change[0], share[0], change[1], share[1], criteria, change[2], share[2], change[3], share[3]);
}

static void show_ankle(const ps_chain_result *r, char *text, size_t size) {
  int more = find(r, 0.10, 0, 1, false), most = find(r, 0.20, 0, 1, false);
  snprintf(text, size,
           "largest ankle force %+.1f %% of body weight at 10 %% shorter, %+.1f %% at 20 %%; its "
           "angle is that of the stride",
           100 * value(r, more, PS_CHAIN_ankle_contact_N, PS_MOST)->change / r->weight + 0,
           100 * value(r, most, PS_CHAIN_ankle_contact_N, PS_MOST)->change / r->weight + 0);
}

static void show_hip(const ps_chain_result *r, char *text, size_t size) {
  int more = find(r, 0.10, 0, 1, false), alone = find(r, 0, 0.10, 1, false);
  const ps_chain_value *is = value(r, 0, PS_CHAIN_hip_forward_N, PS_EXTENDED);
  snprintf(text, size,
           "forward force at the hip where the leg is furthest back: %.0f N as is, %.0f N with all "
           "hip flexors 10 %% shorter, %.0f N with psoas and iliacus alone",
           is->value, value(r, more, PS_CHAIN_hip_forward_N, PS_EXTENDED)->value,
           value(r, alone, PS_CHAIN_hip_forward_N, PS_EXTENDED)->value);
}

static void show_gluteals(const ps_chain_result *r, char *text, size_t size) {
  if (r->request.inhibition <= 0) {
    snprintf(text, size, "off (k_inh = 0): no effect; the other reading: --inhibition 0.3");
    return;
  }
  int on = find(r, 0.10, 0, 1, true), off = find(r, 0.10, 0, 1, false);
  snprintf(
      text, size,
      "hypothetical, k_inh = %.2g: gluteals at 10 %% shorter %.1f %% active at most instead of "
      "%.1f %%",
      r->request.inhibition, value(r, on, PS_CHAIN_gluteals_pct, PS_MOST)->value,
      value(r, off, PS_CHAIN_gluteals_pct, PS_MOST)->value);
}

const ps_chain_claim ps_chain_claims[PS_CHAIN_CLAIMS] = {
    {"C31", "Tight psoas causes knee trouble", "contested", show_knee},
    {"C32", "Tight psoas causes ankle trouble", "no evidence", show_ankle},
    {"C33", "Tight psoas causes hip trouble", "plausible", show_hip},
    {"C10", "Tight hip flexors switch the gluteals off", "contested", show_gluteals},
};
