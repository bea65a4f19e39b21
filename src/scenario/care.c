// care.c: from names of interventions to factors, ratios, amounts and offsets on a day.
#include "scenario/care.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "num/latin.h"
#include "num/number.h"
#include "physio/step.h"

static const double procedure_d = 42;  // [d]  trials of operations are read at six weeks
static const double scale_points = 25; // most that all treatments together come to (pain.h)

static const struct {
  const char *parameter;
  ps_care_way way;
} ways[] = {{"pain_offset", PS_CARE_BACK},
            {"pain_offset_acute", PS_CARE_BACK_ACUTE},
            {"pain_offset_chronic", PS_CARE_BACK_CHRONIC},
            {"pain_offset_with_ptsd", PS_CARE_BACK_TRAUMA},
            {"leg_pain_offset", PS_CARE_LEG},
            {"pain_context_per_expectancy", PS_CARE_CONTEXT},
            {"hip_extension_gain", PS_CARE_EXTENSION},
            {"psoas_strength_gain", PS_CARE_STRENGTH},
            {"pelvic_tilt_change", PS_CARE_TILT},
            {"stress_arousal_factor", PS_CARE_AROUSAL},
            {"sleep_debt_factor", PS_CARE_SLEEP},
            {"psoas_tone_change", PS_CARE_TONE},
            {"onset_hazard_ratio", PS_CARE_ONSET},
            {"recurrence_hazard_ratio", PS_CARE_RECURRENCE},
            {"sitting_share_change", PS_CARE_SITTING},
            {"seat", PS_CARE_SEAT},
            {"transmissibility_factor", PS_CARE_SPRUNG},
            {"posture", PS_CARE_POSTURE},
            {"episode_curve", PS_CARE_COURSE},
            {"episode_curve_leg", PS_CARE_COURSE}};

static bool is_offset(ps_care_way way) {
  return way <= PS_CARE_LEG;
}

// ---- words

static ps_status way_of(const ps_intervention *what, ps_care_way *way, ps_error *err) {
  for (size_t k = 0; k < sizeof ways / sizeof *ways; k++)
    if (strcmp(ways[k].parameter, what->parameter) == 0) {
      *way = ways[k].way;
      return PS_OK;
    }
  return ps_fail(err, PS_ERR_VALUE, NULL, 0, "%s acts on '%.40s', which nothing here reads",
                 what->id, what->parameter);
}

// what stands behind the name: '@' minutes a week, '=' size
static ps_status take_suffix(ps_care_item *item, const char *mark, ps_error *err) {
  double x;
  if (!*mark)
    return PS_OK;
  size_t length = strlen(mark + 1);
  if (ps_number_read(mark + 1, mark + 1 + length, &x) != length || !length || !isfinite(x))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%s%s: '%.20s' is no number", item->what->id,
                   mark, mark + 1);
  if (*mark == '=') {
    item->stated = x;
    return PS_OK;
  }
  if (x < 0 || x > 7 * 1440)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%s%s: a week has 0 to 10080 minutes",
                   item->what->id, mark);
  item->minutes = x;
  return PS_OK;
}

ps_status ps_care_add(ps_care *care, const char *word, double start_d, double end_d,
                      ps_error *err) {
  char name[96];
  size_t length = strcspn(word, "@=");
  if (care->n == PS_CARE_MOST)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "at most %d interventions act together",
                   PS_CARE_MOST);
  length = length < sizeof name - 1 ? length : sizeof name - 1;
  memcpy(name, word, length);
  name[length] = 0;
  int at = ps_evidence_intervention(care->evidence, name, err);
  if (at < 0)
    return PS_ERR_ARGUMENT;
  const ps_intervention *what = &care->evidence->intervention[at];
  ps_care_item *item = &care->item[care->n];
  *item = (ps_care_item){.what = what, .stated = NAN, .start_d = start_d, .end_d = end_d};
  item->minutes = what->minutes > 0 ? what->minutes : NAN;
  PS_TRY(way_of(what, &item->way, err));
  if (item->way == PS_CARE_COURSE)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "%s is no intervention: the natural course is always on", what->id);
  for (int k = 0; k < care->n; k++)
    if (care->item[k].what == what)
      return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%s is named twice", what->id);
  if (what->mode == PS_MODE_PROCEDURE)
    item->end_d = fmin(end_d, start_d + procedure_d);
  PS_TRY(take_suffix(item, word + strcspn(word, "@="), err));
  care->n++;
  return PS_OK;
}

bool ps_care_beyond(const ps_care_item *item) {
  const ps_intervention *w = item->what;
  return item->hypothetical && !(w->typed_low <= item->stated && item->stated <= w->typed_high);
}

ps_status ps_care_imagine(ps_care_item *item, double size, ps_error *err) {
  const ps_intervention *w = item->what;
  bool points = strcmp(w->typed_unit, "points") == 0;
  double low = points ? -scale_points : w->typed_low, high = points ? scale_points : w->typed_high;
  if (!isfinite(w->typed_low))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%s has no effect that could be typed in", w->id);
  if (!(low <= size && size <= high))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "%s: an imagined effect of %g is off the scale; allowed is %g to %g %s", w->id,
                   size, low, high, w->typed_unit);
  item->stated = size;
  item->hypothetical = true;
  if (points && !is_offset(item->way))
    item->way = PS_CARE_BACK; // imagined relief has no other way to act
  return PS_OK;
}

// ---- dose and sizes

double ps_care_dose(const ps_care_item *item) {
  double least = item->what->minutes_low;
  return item->minutes < least ? item->minutes / least : 1; // (C2); nan: whole
}

bool ps_care_extrapolated(const ps_care_item *item) {
  return item->minutes < item->what->minutes_low || item->minutes > item->what->minutes_high;
}

bool ps_care_is_exposure(const ps_care_item *item) {
  bool breaks = item->way == PS_CARE_ONSET && item->what->actions & PS_ACTS_ON_EXPOSURE;
  return !item->hypothetical && (breaks || item->way == PS_CARE_SITTING ||
                                 item->way == PS_CARE_SEAT || item->way == PS_CARE_POSTURE);
}

bool ps_care_changes(const ps_care *care, int day) {
  for (int k = 0; k < care->n; k++) {
    const ps_care_item *item = &care->item[k];
    if (ps_care_is_exposure(item) && item->start_d <= day && day < item->end_d)
      return true;
  }
  return false;
}

// that changes nothing
static double neutral(ps_care_way way) {
  switch (way) {
  case PS_CARE_AROUSAL:
  case PS_CARE_SLEEP:
  case PS_CARE_ONSET:
  case PS_CARE_RECURRENCE:
  case PS_CARE_SPRUNG:
    return 1;
  default:
    return 0;
  }
}

static double known(double size, ps_care_way way) {
  return isfinite(size) ? size : neutral(way);
}

ps_care_sizes ps_care_usual(const ps_care *care) {
  ps_care_sizes s = {{0}};
  for (int k = 0; k < care->n; k++) {
    const ps_care_item *item = &care->item[k];
    double mean = ps_default_mean(&care->evidence->rule, item->what);
    s.size[k] = known(isfinite(item->stated) ? item->stated : mean, item->way);
  }
  return s;
}

// a stream of its own for each row, whatever else is chosen
static uint64_t stream_of(const char *id) {
  uint64_t h = 14695981039346656037ull;
  for (; *id; id++)
    h = (h ^ (unsigned char)*id) * 1099511628211ull;
  return h;
}

ps_care_sizes ps_care_draw(const ps_care *care, uint64_t seed, int i, int n) {
  ps_care_sizes s = ps_care_usual(care);
  for (int k = 0; k < care->n; k++) {
    const ps_care_item *item = &care->item[k];
    if (isfinite(item->stated) || !(ps_default_sd(&care->evidence->rule, item->what) > 0))
      continue;
    double u = ps_latin_uniform(seed, stream_of(item->what->id), i, n);
    s.size[k] = known(ps_default_quantile(&care->evidence->rule, item->what, u), item->way);
  }
  return s;
}

// ---- for whom

bool ps_care_is_for(const ps_care_item *item, const ps_care_who *who, const char **for_whom) {
  bool acute = who->episode == PS_EPISODE_ACUTE || who->episode == PS_EPISODE_SUBACUTE;
  *for_whom = "";
  if (item->hypothetical)
    return true;
  if (item->what->mode == PS_MODE_PROCEDURE && who->episode != PS_EPISODE_SCIATICA) {
    *for_whom = "sciatica from a herniated disc";
    return false;
  }
  switch (item->way) {
  case PS_CARE_BACK_ACUTE:
    *for_whom = "acute back pain";
    return acute;
  case PS_CARE_BACK_CHRONIC:
    *for_whom = "persistent back pain";
    return who->episode == PS_EPISODE_PERSISTENT;
  case PS_CARE_BACK_TRAUMA:
    *for_whom = "people marked by trauma (mood.ptsd)";
    return who->ptsd > 0;
  default:
    return true;
  }
}

// ---- on a day

// w of (C3); from the first moment on where it acts at once
static double weight(const ps_care_item *item, double day) {
  const ps_intervention *w = item->what;
  if (day < item->start_d)
    return 0;
  double on = w->onset_d > 0 ? ps_risen(fmin(day, item->end_d) - item->start_d, w->onset_d) : 1;
  return ps_care_dose(item) * on * (1 - ps_risen(day - item->end_d, w->offset_d));
}

ps_care_acts ps_care_none(void) {
  return (ps_care_acts){.stressor = 1,
                        .sleep_debt = 1,
                        .psoas_tone = 1,
                        .psoas_strength = 1,
                        .seat = 1,
                        .onset = 1,
                        .recurrence = 1};
}

static void add_offset(ps_care_acts *a, const ps_care_item *item, double size) {
  const ps_intervention *w = item->what;
  a->offset[a->noffset++] =
      (ps_pain_treatment){.where = item->way == PS_CARE_LEG ? PS_PAIN_LEG : PS_PAIN_BACK,
                          .mean_points = size * ps_care_dose(item),
                          .start_day = item->start_d,
                          .end_day = item->end_d,
                          .onset_day = w->onset_d > 0 ? w->onset_d : 0,
                          .offset_day = w->offset_d > 0 ? w->offset_d : 0};
}

static void act(ps_care_acts *a, const ps_care_item *item, double size, double day) {
  double w = weight(item, day), factor = 1 + (size - 1) * w;
  switch (item->way) {
  case PS_CARE_CONTEXT:
    a->expectancy = isfinite(item->stated) ? item->stated : 1;
    break;
  case PS_CARE_EXTENSION:
    a->extension_deg += size * w;
    break;
  case PS_CARE_STRENGTH:
    a->psoas_strength *= 1 + size / 100 * w; // per cent
    break;
  case PS_CARE_TILT:
    a->tilt_deg += size * w;
    break;
  case PS_CARE_AROUSAL:
    a->stressor *= factor;
    break;
  case PS_CARE_SLEEP:
    a->sleep_debt *= factor;
    break;
  case PS_CARE_TONE:
    a->psoas_tone *= 1 + size * w;
    break;
  case PS_CARE_ONSET:
    a->onset *= pow(size, w);
    break;
  case PS_CARE_RECURRENCE:
    a->recurrence *= pow(size, w);
    break;
  case PS_CARE_SPRUNG:
    a->seat *= factor;
    break;
  default: // of another day (care_day.c), or an offset
    break;
  }
}

ps_care_acts ps_care_on(const ps_care *care, const ps_care_sizes *sizes, const ps_care_who *who,
                        double day) {
  ps_care_acts a = ps_care_none();
  const char *ignored;
  a.day = day;
  a.begun_d = INFINITY;
  for (int k = 0; k < care->n; k++) {
    const ps_care_item *item = &care->item[k];
    if (!ps_care_is_for(item, who, &ignored))
      continue;
    a.begun_d = fmin(a.begun_d, item->start_d);
    if (is_offset(item->way))
      add_offset(&a, item, sizes->size[k]);
    else
      act(&a, item, sizes->size[k], day);
  }
  return a;
}

double ps_care_pain(const ps_pain_params *p, const ps_care_acts *acts, ps_pain_where where,
                    double since_d, double raw) {
  double day = acts->day + since_d;
  double relief = ps_pain_relief_all(p, acts->offset, acts->noffset, where, day, raw);
  double context =
      acts->expectancy > 0 ? ps_pain_context(p, acts->expectancy, day - acts->begun_d, raw) : 0;
  return ps_pain_after(raw, relief, context);
}

void ps_care_person(const ps_care_acts *acts, double deg_per_share, const ps_parameters *p,
                    ps_person *person) {
  for (int side = 0; side < 2 && acts->extension_deg != 0; side++) {
    double length = 1 - person->hip_flexor_shortening[side] + acts->extension_deg / deg_per_share;
    person->hip_flexor_shortening[side] = fmax(-0.2, 1 - length);
  }
  if (acts->tilt_deg != 0) // with the same pelvic incidence the lordosis goes with the sacrum
    person->lordosis_deg = ps_person_lordosis(person, p) - acts->tilt_deg;
}
