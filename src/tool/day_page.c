// day_page.c: a day as one page that needs nothing else: what happened, one picture, then details.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/day_lanes.h"
#include "tool/day_words.h"
#include "tool/pose_page.h"
#include "tool/safety.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

// ---- what happened

static void put_scene(ps_page *p, const ps_day_result *r) {
  const ps_person *person = &r->day.person;
  char start[16];
  ps_file_writer_format(
      p->w,
      "<p class=\"scene\">A %s of %.0f years, %.2f m, %.1f kg; from %s, %.1f h in %d blocks%s",
      person->sex == PS_FEMALE ? "woman" : "man", person->age_y, person->height_m, person->mass_kg,
      ps_clock_text(start, r->day.start_s), ps_day_length(&r->day) / 3600, r->day.nblock,
      r->draws >= 10 ? ". " : ".</p>\n");
  if (r->draws >= 10)
    ps_file_writer_format(p->w, "Bands and ranges hold 8 in 10 of %d draws.</p>\n", r->draws);
}

static void put_figure(ps_page *p, const ps_day_result *r, int key) {
  const ps_day_key *k = &ps_day_keys[key];
  const ps_day_span *s = &r->key_span[key];
  ps_file_writer_format(p->w, "<div><p class=\"label\">%s</p><p class=\"value\">", k->words);
  ps_pose_put_number(p, r->key[key], k->decimals > 1 ? 1 : k->decimals);
  if (r->draws >= 10)
    ps_file_writer_format(p->w, " <span>(%.*f–%.*f)</span>", k->decimals > 1 ? 1 : k->decimals,
                          s->low, k->decimals > 1 ? 1 : k->decimals, s->high);
  ps_file_writer_format(p->w, "</p><p class=\"when\">%s</p></div>\n", k->unit);
}

static void put_figures(ps_page *p, const ps_day_result *r) {
  put(p, "<div class=\"figures\">\n");
  for (int k = 0; k < 4; k++)
    put_figure(p, r, k);
  put(p, "<div><p class=\"label\">How far to trust this</p><ul class=\"trust\">\n");
  ps_page_trust(p, r->doses.unheld_min < 1,
                r->doses.unheld_min < 1 ? "every posture can be held"
                                        : "some postures cannot be held");
  ps_page_trust(p, false, "indices are illustrative, not validated");
  put(p, "</ul></div>\n</div>\n");
}

// ---- pictures

static void put_lanes(ps_page *p, const ps_day_result *r, const ps_lane *lane, int n) {
  put(p, "<div class=\"lanes-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"The day in "
         "lanes\">\n");
  ps_day_lanes(p->w, r, lane, n, p->id++);
  put(p, "</div>\n");
}

static void put_main_lanes(ps_page *p, const ps_day_result *r) {
  static const ps_lane lane[] = {
      {PS_LIFE_L4_L5_compression_N, "L4–L5 disc load", "N", "load", 0, 0},
      {PS_LIFE_psoas_force_N, "Psoas", "N, both sides", "force", 0, 0},
      {PS_LIFE_back_stiffness_pct, "Stiffness of back muscle", "% of rested", "plain", 90, 140},
      {PS_LIFE_creep_deg, "Creep of the low back", "deg", "plain", 0, 0},
      {PS_LIFE_back_fatigue_pct, "Fatigue of the back", "% of strength", "plain", 0, 0},
      {PS_LIFE_height_loss_mm, "Height lost", "mm", "plain", 0, 0},
      {PS_LIFE_stress_pct, "Stress", "%", "plain", 0, 100},
      {PS_LIFE_discomfort, "Discomfort", "of 100", "force", 0, 0}};
  ps_page_begin_section(p, "The day",
                        ps_day_has_care(r)
                            ? "The number at each dot is that before the night; dashed: the day "
                              "without interventions."
                            : "The number at each dot is that before the night.");
  put_lanes(p, r, lane, sizeof lane / sizeof *lane);
  static const char *const kind[][2] = {{"sit", "sitting"},
                                        {"lean", "leaning back"},
                                        {"stand", "standing"},
                                        {"walk", "walking"},
                                        {"lie", "lying"}};
  put(p, "<p class=\"key\">");
  for (size_t i = 0; i < sizeof kind / sizeof *kind; i++)
    ps_file_writer_format(p->w, "<span class=\"swatch posture %s\"></span>%s ", kind[i][0],
                          kind[i][1]);
  put(p, "</p>\n");
  ps_page_end_section(p);
}

static void put_more_lanes(ps_page *p, const ps_day_result *r) {
  static const ps_lane muscle[] = {
      {PS_LIFE_psoas_length_mm, "Psoas length", "mm", "plain", 250, 330},
      {PS_LIFE_psoas_passive_N, "passive", "N", "force", 0, 0},
      {PS_LIFE_psoas_active_N, "active", "N", "force", 0, 0},
      {PS_LIFE_psoas_stiffness_N_mm, "Stiffness, short range", "N/mm", "plain", 0, 0},
      {PS_LIFE_psoas_pressure_mmHg, "Pressure inside", "mmHg", "plain", 0, 0},
      {PS_LIFE_psoas_oxygen_pct, "Oxygen", "%", "plain", 0, 100},
      {PS_LIFE_psoas_fatigue_pct, "Fatigue", "% of strength", "plain", 0, 0}};
  static const ps_lane spine[] = {
      {PS_LIFE_lordosis_deg, "Lordosis", "deg", "plain", 0, 0},
      {PS_LIFE_L4_L5_pressure_MPa, "Disc pressure L4–L5", "MPa", "load", 0, 0},
      {PS_LIFE_stability_Nm_rad, "Stability of the column", "N m/rad", "plain", 0, 0},
      {PS_LIFE_hip_contact_N, "Hip", "N", "load", 0, 0},
      {PS_LIFE_belly_over_back_pct, "Belly over back", "% of activation", "plain", 0, 0},
      {PS_LIFE_balance_mm, "Balance margin", "mm", "plain", 0, 0}};
  static const ps_lane nerve[] = {
      {PS_LIFE_foramen_L4_L5_pct, "Foramen L4–L5", "% of lying", "plain", 50, 150},
      {PS_LIFE_foramen_L5_S1_pct, "Foramen L5–S1", "% of lying", "plain", 50, 150},
      {PS_LIFE_root_pressure_mmHg, "Pressure on the root", "mmHg", "plain", 0, 0},
      {PS_LIFE_root_flow_pct, "Blood flow of the root", "% of rest", "plain", 0, 100},
      {PS_LIFE_root_conduction_pct, "Conduction", "% of rest", "plain", 0, 100},
      {PS_LIFE_leg_flow_pct, "Blood flow of the leg", "% of walking", "plain", 0, 100}};
  static const ps_lane mind[] = {
      {PS_LIFE_breathing_1_min, "Breathing", "a minute", "plain", 0, 0},
      {PS_LIFE_cortisol_ratio, "Cortisol", "of the day's mean", "plain", 0, 0},
      {PS_LIFE_tone_back_pct, "Tone, trunk", "% of maximum", "plain", 0, 0},
      {PS_LIFE_tone_psoas_pct, "Tone, psoas (no data)", "% of maximum", "plain", 0, 0},
      {PS_LIFE_tone_trapezius_pct, "Tone, neck (display)", "% of maximum", "plain", 0, 0},
      {PS_LIFE_back_pain, "Back pain index", "of 100", "force", 0, 100},
      {PS_LIFE_leg_pain, "Leg pain index", "of 100", "force", 0, 100}};
  static const struct {
    const char *title, *sentence;
    const ps_lane *lane;
    int n;
  } parts[] = {
      {"Psoas",
       "Length, force, blood and fatigue. Nobody has measured pressure or oxygen "
       "inside a living psoas.",
       muscle, sizeof muscle / sizeof *muscle},
      {"Spine and hip", "What the posture solver says with what has crept and tired.", spine,
       sizeof spine / sizeof *spine},
      {"Nerve", "Flow falls first, conduction only at higher pressure.", nerve,
       sizeof nerve / sizeof *nerve},
      {"Stress and pain", "Index values are illustrative.", mind, sizeof mind / sizeof *mind}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    ps_page_begin_section(p, parts[i].title, parts[i].sentence);
    put_lanes(p, r, parts[i].lane, parts[i].n);
    ps_page_end_section(p);
  }
}

// ---- tables

static void put_cell(ps_page *p, double x, int decimals, bool sign) {
  put(p, "<td class=\"n\">");
  put(p, sign && x >= 0.5 * pow(10, -decimals) ? "+" : "");
  ps_pose_put_number(p, x, decimals);
  put(p, "</td>");
}

static void put_contributions(ps_page *p, const ps_day_result *r) {
  if (!r->request.contributions)
    return;
  ps_page_begin_section(p, "What each mechanism adds",
                        "The day as it is, less the day without the mechanism.");
  ps_page_table_begin(p, "What each mechanism adds", "");
  ps_page_head_row(p, "mechanism|#discomfort|#back pain|#leg pain|#L4–L5, N|#psoas fatigue, "
                      "%|#stiffness, %|#creep, deg|#height, mm");
  for (int i = 0; i < PS_MECHANISM_COUNT; i++) {
    ps_page_name_cell(p, ps_mechanism_words(i), r->off & 1u << i ? "switched off" : "");
    for (int k = 0; k < PS_DAY_KEYS; k++)
      put_cell(p, r->change[i][k], ps_day_keys[k].decimals, true);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_doses(ps_page *p, const ps_day_result *r) {
  const ps_life_doses *d = &r->doses;
  const struct {
    const char *name;
    double value;
    int decimals;
  } rows[] = {{"sitting, h", d->sitting_h, 1},
              {"standing, h", d->standing_h, 1},
              {"walking, h", d->walking_h, 1},
              {"lying, h", d->lying_h, 1},
              {"spine bent by more than 0.4 of its range, h", d->bent_h, 1},
              {"hips bent by more than 40 deg, h", d->short_h, 1},
              {"mean length of the psoas fibers, % of standing", 100 * d->mean_length, 0},
              {"mean activation of the psoas, %", 100 * d->mean_activation, 2},
              {"vibration A(8), m/s² (action 0.5, limit 1.15)", d->a8_m_s2, 2},
              {"daily compressive dose, MPa (low below 0.5, high above 0.8)", d->sed_MPa, 2},
              {"hip abductors left on one leg, rested, %", 100 * d->pelvis_rested, 0},
              {"the same before the night, %", 100 * d->pelvis_evening, 0},
              {"mean stress, %", 100 * d->mean_stress, 0},
              {"sleep debt in the morning after, nights", d->sleep_debt, 2}};
  ps_page_begin_section(p, "What it adds up to", "Doses of the day.");
  ps_page_table_begin(p, "Doses", "numbers");
  put(p, "<tbody>\n");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    ps_page_name_cell(p, rows[i].name, "");
    put_cell(p, rows[i].value, rows[i].decimals, false);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_method(ps_page *p, const ps_day_result *r) {
  ps_page_begin_section(p, "What this can say, and what it cannot",
                        "One clock for mechanics, tissue, muscle, nerve and mind.");
  put(p,
      "<ul>\n<li>The posture solver says what a posture asks of muscles and discs; slow "
      "processes change the body it solves for. It runs again when the body has changed by more "
      "than moves a load by a per cent.</li>\n"
      "<li>Every slow process has its equation, numbers, sources and grade: "
      "<code>docs/theory</code>, <code>data/physio</code>. Where evidence is missing the effect "
      "is zero.</li>\n<li>Tone that stress adds to the psoas is an assumption: it was never "
      "measured. Emotions stored in a muscle, effects on organs, and a psoas inflamed by "
      "sitting have no evidence and no effect here.</li>\n"
      "<li>Sitting brings discomfort that goes; whether it causes lasting pain is contested, and "
      "follow-up studies find no rise.</li>\n</ul>\n");
  ps_file_writer_format(
      p->w, "<p class=\"note\">Inputs <code>%.16s</code>; %.0f solves of a posture.</p>\n",
      r->sha256, r->doses.solves);
  ps_page_end_section(p);
}

static void put_data(ps_page *p, const ps_day_result *r) {
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_day_put_json(p->w, r);
  put(p, "</script>\n");
}

void ps_day_put_page(ps_file_writer *w, const ps_day_result *r) {
  ps_page p = {.w = w};
  ps_pool pool = {0};
  char about[80];
  snprintf(about, sizeof about, "Day report · inputs %.8s", r->sha256);
  ps_page_begin(&p, r->day.title[0] ? r->day.title : "A day", about, ps_lanes_style);
  put(&p, "<h1>");
  put_escaped(&p, r->day.title[0] ? r->day.title : "A day");
  put(&p, "</h1>\n");
  put_scene(&p, r);
  put(&p, "<p class=\"answer\">");
  put_escaped(&p, ps_day_headline(&pool, r));
  put(&p, "</p>\n");
  put_figures(&p, r);
  ps_sentences warnings = ps_day_warnings(&pool, r), story = ps_day_story(&pool, r);
  ps_page_know_first(&p, warnings.item, warnings.n);
  if (ps_day_has_care(r)) {
    ps_care_told told = ps_day_told(r);
    ps_care_put_section(&p, &told);
  }
  put_main_lanes(&p, r);
  ps_page_begin_section(&p, "What happened", "In words.");
  ps_page_sentences(&p, story.item, story.n);
  ps_page_end_section(&p);
  put_more_lanes(&p, r);
  put_contributions(&p, r);
  put_doses(&p, r);
  ps_page_help(&p);
  put_method(&p, r);
  ps_file_writer_format(w, "<p class=\"note\">%s %s</p>\n", ps_line_index, ps_line_learning);
  ps_page_end(&p);
  put_data(&p, r);
  ps_pool_free(&pool);
}
