#include "tool/report_plot.h"

#include <stdlib.h>

#include "check.h"
#include "tool/report_words.h"

// ---- numbers in words

static void three_digits_are_enough(void) {
  static const struct {
    double x;
    const char *text;
  } cases[] = {{0, "0.00"},       {-0.0, "0.00"},   {4.3149, "4.31"}, {9.996, "10.0"},
               {61.44, "61.4"},   {99.96, "100"},   {614.03, "614"},  {999.4, "999"},
               {999.7, "1000"},   {2187.6, "2190"}, {34567, "34600"}, {-2187.6, "-2190"},
               {-0.004, "-0.00"}, {NAN, "-"},       {1e-12, "0.00"}};
  char text[PS_VALUE_TEXT];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    CHECK_TEXT(ps_value_text(text, cases[i].x), cases[i].text);
}

static void the_largest_number_fits_its_room(void) {
  char text[PS_VALUE_TEXT];
  CHECK_EQ(strlen(ps_value_text(text, 1.7e308)), 309);
}

static void phases_have_names(void) {
  ps_foot foot = {.stance = 0.6};
  CHECK_TEXT(ps_phase_words(&foot, 0), "in early stance");
  CHECK_TEXT(ps_phase_words(&foot, 0.3), "in mid stance");
  CHECK_TEXT(ps_phase_words(&foot, 0.59), "in late stance");
  CHECK_TEXT(ps_phase_words(&foot, 0.6), "in early swing");
  CHECK_TEXT(ps_phase_words(&foot, 0.99), "in late swing");
  foot.stance = NAN;
  CHECK_TEXT(ps_phase_words(&foot, 0.3), "");
  CHECK_TEXT(ps_phase_words(NULL, 0.3), "");
}

// ---- rulers

static void rulers_hold_what_they_measure(void) {
  for (int i = 1; i < 4000; i++) {
    double high = 1e-3 * pow(1.01, i % 1600), low = i % 3 ? 0 : -high * (i % 7) / 3.0;
    ps_ruler r = ps_ruler_for(low, high);
    CHECK(r.high >= high * (1 - 1e-9));
    CHECK(r.low <= low + 0.02 * high);
    CHECK(r.low <= 0 && r.high >= 0);
    double steps = (r.high - r.low) / r.step;
    CHECK(steps < 5.5);
    CHECK_NEAR(steps, round(steps), 1e-6);
    // a step is 1, 2, 2.5 or 5 times a power of ten
    double digit = r.step / pow(10, floor(log10(r.step) + 1e-9));
    CHECK(fabs(digit - 1) < 1e-9 || fabs(digit - 2) < 1e-9 || fabs(digit - 2.5) < 1e-9 ||
          fabs(digit - 5) < 1e-9);
  }
}

static void a_ruler_for_nothing_has_a_length(void) {
  ps_ruler r = ps_ruler_for(0, 0);
  CHECK(r.high > r.low);
  r = ps_ruler_for(NAN, NAN);
  CHECK(r.high > r.low);
}

// ---- traces

enum { MANY = 10000 };

typedef struct story {
  ps_findings f;
  ps_report_data data;
  ps_pool pool;
  double t[MANY], value[MANY];
} story;

static story *begin(int n, double step) {
  story *s = calloc(1, sizeof *s);
  CHECK(s != NULL);
  for (int i = 0; i < n; i++)
    s->t[i] = i * step;
  s->data = (ps_report_data){.n = n, .t = s->t};
  s->f = (ps_findings){.data = &s->data, .pool = &s->pool};
  return s;
}

static void end(story *s) {
  ps_pool_free(&s->pool);
  free(s);
}

// however many frames there are, every one of them shows if it stands out
static void no_peak_is_lost_over_time(void) {
  story *s = begin(MANY, 0.01);
  for (int spike = 0; spike < MANY; spike += 37) {
    ps_trace trace;
    memset(s->value, 0, sizeof s->value);
    s->value[spike] = 5;
    CHECK_EQ(ps_trace_make(&trace, &s->f, PS_SIDE_NONE, s->value, 201), PS_OK);
    CHECK(trace.n <= PS_TRACE_MOST);
    double high = 0;
    for (int i = 0; i < trace.n; i++)
      high = fmax(high, trace.y[i]);
    CHECK_EQ(high, 5);
    ps_pool_free(&s->pool);
  }
  end(s);
}

static void few_frames_are_all_drawn(void) {
  story *s = begin(61, 0.01);
  ps_trace trace;
  for (int i = 0; i < 61; i++)
    s->value[i] = i * i;
  CHECK_EQ(ps_trace_make(&trace, &s->f, PS_SIDE_NONE, s->value, 201), PS_OK);
  CHECK_EQ(trace.n, 61);
  CHECK_EQ(trace.y[60], 3600);
  CHECK_NEAR(ps_trace_at(&trace, 0.5), 900, 1e-9);
  end(s);
}

// strides of 1 s: what repeats with them keeps its shape, and the mean over them is that shape
static void strides_are_laid_over_each_other(void) {
  story *s = begin(1001, 0.005); // 5 strides
  double down[] = {0, 1, 2, 3};
  s->f.strides.foot[PS_SIDE_RIGHT] = (ps_foot){.down = down, .ndown = 4, .stride = 1};
  ps_trace trace;
  for (int i = 0; i < 1001; i++)
    s->value[i] = sin(2 * 3.14159265358979 * s->t[i]) + floor(s->t[i]);
  CHECK_EQ(ps_trace_make(&trace, &s->f, PS_SIDE_RIGHT, s->value, 101), PS_OK);
  CHECK_EQ(trace.n, 101);
  for (int i = 1; i < 100; i++) // strides 0 to 4 stand on steps 0 to 4, whose mean is 2
    CHECK_NEAR(trace.y[i], 2 + sin(2 * 3.14159265358979 * trace.x[i]), 2e-4);
  end(s);
}

static void what_the_motion_lacks_is_a_gap(void) {
  story *s = begin(51, 0.01); // half a stride
  double down[] = {0, 1};
  s->f.strides.foot[PS_SIDE_RIGHT] = (ps_foot){.down = down, .ndown = 2, .stride = 1};
  ps_trace trace;
  CHECK_EQ(ps_trace_make(&trace, &s->f, PS_SIDE_RIGHT, s->value, 101), PS_OK);
  CHECK(isfinite(trace.y[49]));
  CHECK(isnan(trace.y[52]));
  CHECK(isnan(ps_trace_at(&trace, 0.8)));
  end(s);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(three_digits_are_enough), CHECK_FACT(the_largest_number_fits_its_room),
      CHECK_FACT(phases_have_names), CHECK_FACT(rulers_hold_what_they_measure),
      CHECK_FACT(a_ruler_for_nothing_has_a_length), CHECK_FACT(no_peak_is_lost_over_time),
      CHECK_FACT(few_frames_are_all_drawn), CHECK_FACT(strides_are_laid_over_each_other),
      CHECK_FACT(what_the_motion_lacks_is_a_gap));
}
