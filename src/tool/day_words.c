// day_words.c: sentences about a day.
#include "tool/day_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static ps_life_peak peak(const ps_day_result *r, ps_life_column column) {
  return ps_life_peak_of(&r->track, column, 0, r->awake);
}

static const char *when(const ps_day_result *r, double since, char text[16]) {
  return ps_clock_text(text, r->track.start_s + since);
}

// " (5 to 17 in 8 of 10 draws)"; "" without draws
static const char *range(const ps_day_result *r, int key, char text[64]) {
  const ps_day_span *s = &r->key_span[key];
  int d = ps_day_keys[key].decimals > 1 ? 1 : ps_day_keys[key].decimals;
  text[0] = 0;
  if (r->draws >= 10)
    snprintf(text, 64, " (%.*f to %.*f)", d, s->low, d, s->high);
  return text;
}

const char *ps_day_headline(ps_pool *pool, const ps_day_result *r) {
  ps_sentences list = {0};
  char at[16], words[64];
  ps_life_peak d = peak(r, PS_LIFE_discomfort), load = peak(r, PS_LIFE_L4_L5_compression_N);
  ps_say(
      pool, &list,
      "Discomfort climbs to %.0f of 100%s at %s, with %.1f h of sitting; the disc between L4 and "
      "L5 "
      "carries %.0f N on average and %.0f N at most.",
      d.most, range(r, 0, words), when(r, d.most_s, at), r->doses.sitting_h, load.mean, load.most);
  return list.n ? list.item[0] : "";
}

static void tell_muscle(ps_pool *pool, const ps_day_result *r, ps_sentences *s) {
  char at[16];
  ps_life_peak length = peak(r, PS_LIFE_psoas_length_mm),
               tired = peak(r, PS_LIFE_psoas_fatigue_pct);
  ps_life_peak stiff = peak(r, PS_LIFE_back_stiffness_pct),
               back = peak(r, PS_LIFE_back_fatigue_pct);
  ps_say(
      pool, s,
      "The psoas is between %.0f and %.0f mm long, with bent hips for %.1f h; it tires by %.1f %% "
      "at "
      "most, and its blood flow is not cut: lowest oxygen %.0f %%.",
      length.least, length.most, r->doses.short_h, tired.most,
      peak(r, PS_LIFE_psoas_oxygen_pct).least);
  ps_say(
      pool, s,
      "Back muscle gets stiffer when it is not moved: %.0f %% of rested at most, at %s; it loses "
      "%.1f %% of its strength at worst.",
      stiff.most, when(r, stiff.most_s, at), back.most);
}

static void tell_spine(ps_pool *pool, const ps_day_result *r, ps_sentences *s) {
  char at[16];
  ps_life_peak creep = peak(r, PS_LIFE_creep_deg), lordosis = peak(r, PS_LIFE_lordosis_deg);
  ps_say(pool, s,
         "The bent spine gives way by %.1f deg until %s; the low back is between %.0f and %.0f deg "
         "lordotic. By the evening the person is %.1f mm shorter than after a long rest.",
         creep.most, when(r, creep.most_s, at), lordosis.least, lordosis.most,
         peak(r, PS_LIFE_height_loss_mm).last);
}

static void tell_nerve(ps_pool *pool, const ps_day_result *r, ps_sentences *s) {
  ps_life_peak flow = peak(r, PS_LIFE_root_flow_pct);
  ps_life_peak conduction = peak(r, PS_LIFE_root_conduction_pct);
  ps_say(
      pool, s,
      "The roots at L4/5 and L5/S1 keep %.0f %% of their blood flow at worst and conduct %.0f %% "
      "as "
      "at rest; foramina between %.0f and %.0f %% of their area.",
      flow.least, conduction.least,
      fmin(peak(r, PS_LIFE_foramen_L4_L5_pct).least, peak(r, PS_LIFE_foramen_L5_S1_pct).least),
      fmax(peak(r, PS_LIFE_foramen_L4_L5_pct).most, peak(r, PS_LIFE_foramen_L5_S1_pct).most));
}

static void tell_stress(ps_pool *pool, const ps_day_result *r, ps_sentences *s) {
  ps_life_peak stress = peak(r, PS_LIFE_stress_pct);
  if (stress.most < 1)
    return;
  ps_say(
      pool, s,
      "Stress reaches %.0f %% and adds at most %.1f %% of full activity to the trunk and %.1f %% "
      "to "
      "the psoas, of which nothing is measured in people; it is gone minutes after its cause.",
      stress.most, peak(r, PS_LIFE_tone_back_pct).most, peak(r, PS_LIFE_tone_psoas_pct).most);
}

static void tell_vibration(ps_pool *pool, const ps_day_result *r, ps_sentences *s) {
  const ps_life_doses *d = &r->doses;
  if (d->a8_m_s2 > 0)
    ps_say(pool, s,
           "Vibration comes to A(8) = %.2f m/s2 (action value 0.5, limit 1.15) and a daily "
           "compressive "
           "dose of %.2f MPa (low below 0.5, high above 0.8).",
           d->a8_m_s2, d->sed_MPa);
}

static void tell_pain(ps_pool *pool, const ps_day_result *r, ps_sentences *s) {
  char back[64], leg[64];
  ps_say(pool, s, "The back pain index is %.1f of 100%s, the leg pain index %.1f%s, on average.",
         r->key[1], range(r, 1, back), r->key[2], range(r, 2, leg));
}

ps_sentences ps_day_story(ps_pool *pool, const ps_day_result *r) {
  ps_sentences s = {0};
  tell_spine(pool, r, &s);
  tell_muscle(pool, r, &s);
  tell_nerve(pool, r, &s);
  tell_stress(pool, r, &s);
  tell_vibration(pool, r, &s);
  tell_pain(pool, r, &s);
  return s;
}

ps_care_told ps_day_told(const ps_day_result *r) {
  ps_care_told t = {.care = &r->choice.care, .who = r->who, .when = r->kept_up, .n = PS_DAY_KEYS};
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    ps_day_difference d = ps_day_result_difference(r, ps_day_keys[k].name);
    t.row[k] = (ps_care_row){.name = ps_day_keys[k].name,
                             .words = ps_day_keys[k].words,
                             .unit = ps_day_keys[k].unit,
                             .without = r->plain_key[k],
                             .with = r->key[k],
                             .low = d.low,
                             .high = d.high,
                             .decimals = ps_day_keys[k].decimals};
  }
  return t;
}

ps_sentences ps_day_warnings(ps_pool *pool, const ps_day_result *r) {
  ps_sentences s = {0};
  double length = ps_day_length(&r->day) / 3600;
  if (r->doses.unheld_min >= 1)
    ps_say(pool, &s, "For %.0f minutes the person is in postures that muscles cannot hold.",
           r->doses.unheld_min);
  if (length < 23.99)
    ps_say(pool, &s, "%.1f h of the 24 are not described and not computed.", 24 - length);
  if (r->failed_draws)
    ps_say(pool, &s, "%d of %d draws had no solution and are left out.", r->failed_draws,
           r->failed_draws + r->draws);
  for (int i = 0; i < PS_MECHANISM_COUNT; i++)
    if (r->off & 1u << i)
      ps_say(pool, &s, "Switched off: %s.", ps_mechanism_words(i));
  ps_care_warn(pool, &r->choice.care, &r->who, &s);
  return s;
}
