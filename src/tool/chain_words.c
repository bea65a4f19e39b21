// chain_words.c: a stride in sentences, and what is claimed beside what is computed.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/chain_inner.h"

// ---- numbers in sentences

enum { WORDS = 96 };
typedef struct words {
  char text[WORDS];
} words;

// "+267 N (+36.3 % of body weight; 231 to 300 N)", and what rounds to nothing "less than 1 N"
static words change_words(const ps_chain_result *r, const ps_chain_value *v) {
  words w;
  int n = snprintf(w.text, WORDS, "less than 1 N");
  if (fabs(v->change) >= 0.5)
    n = snprintf(w.text, WORDS, "%+.0f N (%+.1f %% of body weight", v->change,
                 100 * v->change / r->weight);
  if (fabs(v->change) >= 0.5 && isfinite(v->range.p10))
    n += snprintf(w.text + n, (size_t)(WORDS - n), "; %.0f to %.0f N", v->range.p10, v->range.p90);
  if (fabs(v->change) >= 0.5)
    snprintf(w.text + n, (size_t)(WORDS - n), ")");
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

static void say_short(const ps_chain_result *r, char *text, size_t size) {
  say_loads(r, find(r, 0.10, 0, 1, false), "Hip flexors that are all 10 % shorter", text, size);
}

static void say_alone(const ps_chain_result *r, char *text, size_t size) {
  say_loads(r, find(r, 0, 0.10, 1, false),
            "Psoas and iliacus alone, 10 % shorter, which do not cross the knee,", text, size);
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
  snprintf(
      text, size,
      "The stride takes the leg back to %.1f deg; an examiner finds %.1f deg of hip extension, "
      "%.1f deg with hip flexors 10 %% shorter (%.1f deg too little) and %.1f deg with 20 %% "
      "(%.1f deg too little). Who shortens the stride instead, so that relaxed tissue pulls at "
      "the hip with %.0f N m as before and not with %.0f or %.0f N m, takes the leg back to "
      "%.1f deg, or %.1f deg with 20 %%.",
      a->stride, a->range, b->range, b->lacking, c->range, c->lacking, a->passive, b->passive,
      c->passive, b->kept, c->kept);
}

static void say_pain(const ps_chain_result *r, char *text, size_t size) {
  (void)r;
  snprintf(text, size, "No load is turned into pain here: that coupling is 0.");
}

bool ps_chain_sentence(const ps_chain_result *r, int i, char text[PS_CHAIN_SENTENCE]) {
  static void (*const say[])(const ps_chain_result *, char *, size_t) = {
      say_short, say_alone, say_weak, say_stride, say_reach, say_inhibition, say_pain};
  if (i >= (int)(sizeof say / sizeof *say))
    return false;
  say[i](r, text, PS_CHAIN_SENTENCE);
  return true;
}

// ---- claims

static void show_knee(const ps_chain_result *r, char *text, size_t size) {
  int few = find(r, 0.05, 0, 1, false), more = find(r, 0.10, 0, 1, false);
  int most = find(r, 0.20, 0, 1, false), alone = find(r, 0, 0.10, 1, false);
  snprintf(
      text, size,
      "largest knee force %+.1f %% of body weight at 5 %% shorter, %+.1f %% at 10 %%, %+.1f %% "
      "at 20 %%, if the stride is kept; %+.1f %% with psoas and iliacus alone 10 %% shorter; "
      "net knee moment unchanged",
      100 * value(r, few, PS_CHAIN_knee_contact_N, PS_MOST)->change / r->weight,
      100 * value(r, more, PS_CHAIN_knee_contact_N, PS_MOST)->change / r->weight,
      100 * value(r, most, PS_CHAIN_knee_contact_N, PS_MOST)->change / r->weight,
      100 * value(r, alone, PS_CHAIN_knee_contact_N, PS_MOST)->change / r->weight);
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
