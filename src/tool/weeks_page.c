// weeks_page.c: weeks as one page that needs nothing else: one sentence, one picture, then details.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/lanes.h"
#include "tool/pose_page.h"
#include "tool/safety.h"
#include "tool/weeks_words.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

// ---- what happened

static void put_scene(ps_page *p, const ps_weeks_result *r) {
  const ps_person *person = &r->weeks.person;
  ps_file_writer_format(p->w,
                        "<p class=\"scene\">A %s of %.0f years, %.2f m, %.1f kg; %.1f weeks in %d "
                        "phase%s, after ordinary days.",
                        person->sex == PS_FEMALE ? "woman" : "man", person->age_y, person->height_m,
                        person->mass_kg, r->weeks.ndays / 7.0, r->weeks.nphase,
                        r->weeks.nphase > 1 ? "s" : "");
  if (r->band[0])
    ps_file_writer_format(p->w, " Bands and ranges hold 8 in 10 of %d draws.", r->draws);
  put(p, "</p>\n");
}

// ---- pictures

static void put_weeks(const ps_lanes *l, const ps_weeks_result *r) {
  static const int steps[] = {1, 2, 4, 8, 13, 26, 52};
  int n = r->track.n - 1, every = 104;
  for (int i = (int)(sizeof steps / sizeof *steps) - 1; i >= 0; i--)
    if (n / (7 * steps[i]) <= 16)
      every = steps[i];
  for (int week = 0; 7 * week <= n; week += every) {
    char text[24];
    snprintf(text, sizeof text, week ? "%d" : "week %d", week);
    ps_lanes_tick(l, 7 * week, text);
  }
}

static void put_phases(const ps_lanes *l, const ps_weeks_result *r) {
  static const char *const style[] = {"sit", "walk", "lean", "stand", "lie"};
  ps_lanes_strip(l, "Phases");
  for (int i = 0; i < r->weeks.nphase; i++) {
    const ps_weeks_phase *p = &r->weeks.phase[i];
    char days[200], more[300];
    int done = ps_weeks_done(r, i);
    ps_weeks_phase_days(r, i, days, sizeof days);
    snprintf(more, sizeof more, "%s, %.1f weeks", days, p->ndays / 7.0);
    if (done > 0)
      ps_lanes_block(l, p->first, fmin(p->first + done, r->track.n - 1), style[i % 5],
                     r->weeks.name[p->week[0]], more);
  }
}

static void put_lanes(ps_page *p, const ps_weeks_result *r, const ps_lane *lane, int n) {
  const ps_lanes l = {.w = p->w,
                      .n = r->track.n,
                      .stride = PS_HABIT_COLUMN_COUNT,
                      .value = r->track.value,
                      .plain = ps_weeks_has_care(r) ? r->plain.value : NULL,
                      .low = r->band[0],
                      .high = r->band[2],
                      .dot = r->track.n - 1,
                      .every = 1 + r->track.n / 800,
                      .count = n};
  if (r->track.n < 2)
    return;
  put(p, "<div class=\"lanes-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"The weeks in "
         "lanes\">\n");
  ps_lanes_begin(&l, p->id++, "The weeks in lanes",
                 "Phases and what they do over weeks; the number at each dot is that at the end.");
  put_weeks(&l, r);
  put_phases(&l, r);
  ps_lanes_curves(&l, lane);
  ps_lanes_end(&l);
  put(p, "</div>\n");
}

static void put_main_lanes(ps_page *p, const ps_weeks_result *r) {
  static const ps_lane lane[] = {
      {PS_HABIT_extension_change_deg, "Hip extension", "deg against first", "force", -8, 10},
      {PS_HABIT_psoas_length_pct, "Psoas fibers", "% of first length", "plain", 90, 102},
      {PS_HABIT_psoas_strength_pct, "Strength of psoas", "% of first", "plain", 70, 110},
      {PS_HABIT_lordosis_deg, "Lordosis, standing", "deg", "plain", 0, 80},
      {PS_HABIT_stress_load_pct, "Stress of months", "%", "plain", 0, 100},
      {PS_HABIT_sleep_debt_nights, "Sleep debt", "nights", "plain", 0, 0},
      {PS_HABIT_discomfort, "Discomfort", "of 100, worst of a day", "force", 0, 0},
      {PS_HABIT_back_pain, "Back pain index", "of 100, mean of a day", "force", 0, 100}};
  ps_page_begin_section(p, "The weeks",
                        ps_weeks_has_care(r)
                            ? "The number at each dot is that at the end; dashed: without "
                              "interventions."
                            : "The number at each dot is that at the end.");
  put_lanes(p, r, lane, sizeof lane / sizeof *lane);
  ps_page_end_section(p);
}

static void put_more_lanes(ps_page *p, const ps_weeks_result *r) {
  static const ps_lane hip[] = {
      {PS_HABIT_hip_extension_deg, "Hip extension", "deg, model, 20 N m", "plain", 0, 30},
      {PS_HABIT_thomas_deg, "Thomas test", "deg above level", "plain", -30, 10},
      {PS_HABIT_stretch_tolerance_deg, "Tolerance of stretch", "deg", "plain", 0, 0},
      {PS_HABIT_pelvic_tilt_deg, "Pelvic tilt, standing", "deg", "plain", -10, 40}};
  static const ps_lane muscle[] = {
      {PS_HABIT_psoas_stiffness_pct, "Stiffness of psoas", "% of first", "plain", 80, 120},
      {PS_HABIT_back_strength_pct, "Strength of trunk", "% of first", "plain", 70, 120},
      {PS_HABIT_back_stiffness_pct, "Stiffness of back", "% of first", "plain", 80, 120},
      {PS_HABIT_psoas_force_N, "Psoas", "N, mean awake", "force", 0, 0},
      {PS_HABIT_psoas_fatigue_pct, "Fatigue of psoas", "%, worst of a day", "plain", 0, 0}};
  static const ps_lane spine[] = {
      {PS_HABIT_L4_L5_compression_N, "L4–L5 disc load", "N, mean awake", "load", 0, 0},
      {PS_HABIT_height_evening_mm, "Height lost, evening", "mm", "plain", 0, 0},
      {PS_HABIT_height_morning_mm, "Height lost, morning", "mm", "plain", 0, 0}};
  static const ps_lane pain[] = {
      {PS_HABIT_central_gain, "Sensitisation", "factor", "plain", 0.9, 1.4},
      {PS_HABIT_leg_pain, "Leg pain index", "of 100, mean of a day", "force", 0, 100},
      {PS_HABIT_pain_total, "Pain and discomfort", "of 100, mean of a day", "force", 0, 100}};
  static const struct {
    const char *title, *sentence;
    const ps_lane *lane;
    int n;
  } parts[] = {
      {"Hip", "Hands-on tests of the model, and where the pelvis rests.", hip,
       sizeof hip / sizeof *hip},
      {"Muscle", "Strength and stiffness follow use.", muscle, sizeof muscle / sizeof *muscle},
      {"Spine", "Loads of a day, and water that discs carry over the night.", spine,
       sizeof spine / sizeof *spine},
      {"Pain", "Index values are illustrative.", pain, sizeof pain / sizeof *pain}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    ps_page_begin_section(p, parts[i].title, parts[i].sentence);
    put_lanes(p, r, parts[i].lane, parts[i].n);
    ps_page_end_section(p);
  }
}

// ---- tables

static void put_cell(ps_page *p, double x, int decimals) {
  put(p, "<td class=\"n\">");
  if (isfinite(x))
    ps_pose_put_number(p, x, decimals);
  put(p, "</td>");
}

static void put_keys(ps_page *p, const ps_weeks_result *r) {
  ps_page_begin_section(p, "From first to last",
                        "Recovery: days from the worst until nine tenths of the way back.");
  ps_page_table_begin(p, "From first to last", "");
  ps_page_head_row(p, "number|#first|#worst|#in week|#end|#end, low|#end, high|#recovery, days");
  for (int k = 0; k < PS_WEEKS_KEYS; k++) {
    const ps_weeks_key *key = &ps_weeks_keys[k];
    ps_weeks_course c = ps_weeks_course_of(r, k);
    ps_page_name_cell(p, key->words, key->unit);
    put_cell(p, c.start, key->decimals);
    put_cell(p, c.worst, key->decimals);
    put_cell(p, c.worst_d / 7.0, 0);
    put_cell(p, c.end, key->decimals);
    put_cell(p, ps_weeks_at(r, r->band[0], r->track.n - 1, key->column), key->decimals);
    put_cell(p, ps_weeks_at(r, r->band[2], r->track.n - 1, key->column), key->decimals);
    put_cell(p, c.recovered_d, 0);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_onset(ps_page *p, const ps_weeks_result *r) {
  if (!r->nonset)
    return;
  ps_page_begin_section(p, "What goes with it in groups of people",
                        "Associations of studies, apart from all above: none is a cause by "
                        "itself, none is one person's risk, and none is in the index.");
  ps_page_table_begin(p, "Associations", "");
  ps_page_head_row(p, "phase and outcome|#odds ratio|#low|#high|#without, %|#with, %");
  for (int i = 0; i < r->nonset; i++)
    for (int k = 0; k < PS_ONSET_OUTCOMES; k++) {
      const ps_onset_risk *risk = &r->onset[i].risk[k];
      char name[120];
      snprintf(name, sizeof name, "Phase %d: %s", i + 1, risk->words);
      ps_page_name_cell(p, name, "association");
      put_cell(p, risk->odds, 2);
      put_cell(p, risk->low, 2);
      put_cell(p, risk->high, 2);
      put_cell(p, 100 * risk->base, 0);
      put_cell(p, 100 * risk->probability, 0);
      put(p, "</tr>\n");
    }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_method(ps_page *p, const ps_weeks_result *r) {
  ps_page_begin_section(p, "What this can say, and what it cannot",
                        "Days by the minute, weeks by the day.");
  put(p, "<ul>\n<li>A day of each kind is computed minute by minute, again whenever muscle has "
         "changed the person enough to matter; every other day takes its loads from there and "
         "its states from the day before.</li>\n"
         "<li>That sitting shortens the psoas is contested: no study has shown it in people. It "
         "is on as the answer and off in half of the draws. Two numbers tell the range of the "
         "hip: what groups of people suggest, and what the model's own test finds, which is "
         "less.</li>\n"
         "<li>Who is on their feet gets up and climbs steps, so strength is kept; that a desk "
         "weakens a psoas has no evidence and no effect here. Stress of months changes no "
         "muscle.</li>\n"
         "<li>An episode of pain follows the course that groups of patients had with usual care; "
         "one person's may be quite different.</li>\n</ul>\n");
  ps_file_writer_format(
      p->w,
      "<p class=\"note\">Inputs <code>%.16s</code>; %d days by the minute, %.0f solves of a "
      "posture.</p>\n",
      r->sha256, r->sums.days_run, r->sums.solves);
  ps_page_end_section(p);
}

static void put_data(ps_page *p, const ps_weeks_result *r) {
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_weeks_put_json(p->w, r);
  put(p, "</script>\n");
}

void ps_weeks_put_page(ps_file_writer *w, const ps_weeks_result *r) {
  ps_page p = {.w = w};
  ps_pool pool = {0};
  char about[80];
  const char *title = r->weeks.title[0] ? r->weeks.title : "Weeks";
  snprintf(about, sizeof about, "Weeks report · inputs %.8s", r->sha256);
  ps_page_begin(&p, title, about, ps_lanes_style);
  put(&p, "<h1>");
  put_escaped(&p, title);
  put(&p, "</h1>\n");
  put_scene(&p, r);
  put(&p, "<p class=\"answer\">");
  put_escaped(&p, ps_weeks_headline(&pool, r));
  put(&p, "</p>\n");
  ps_sentences warnings = ps_weeks_warnings(&pool, r), story = ps_weeks_story(&pool, r);
  ps_page_know_first(&p, warnings.item, warnings.n);
  if (ps_weeks_has_care(r)) {
    ps_care_told told = ps_weeks_told(r);
    ps_care_put_section(&p, &told);
  }
  put_main_lanes(&p, r);
  ps_page_begin_section(&p, "What happened", "In words.");
  ps_page_sentences(&p, story.item, story.n);
  ps_page_end_section(&p);
  put_keys(&p, r);
  put_more_lanes(&p, r);
  put_onset(&p, r);
  ps_page_help(&p);
  put_method(&p, r);
  ps_file_writer_format(w, "<p class=\"note\">%s %s</p>\n", ps_line_index, ps_line_learning);
  ps_page_end(&p);
  put_data(&p, r);
  ps_pool_free(&pool);
}
