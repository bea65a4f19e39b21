// trials_json.c: simulated trials for machines.
#include <math.h>

#include "io/json_write.h"
#include "psoas/version.h"
#include "tool/safety.h"
#include "tool/trials_inner.h"

static void key_mean(ps_json_writer *j, const char *key, const ps_trials_mean *m) {
  ps_json_key(j, key);
  ps_json_object(j);
  ps_json_key_number(j, "value", m->value);
  ps_json_key_number(j, "low95", m->low);
  ps_json_key_number(j, "high95", m->high);
  ps_json_end_object(j);
}

static void put_stated(ps_json_writer *j, const ps_trials_row *row) {
  const ps_care_item *item = ps_trials_item(row);
  const ps_trials_stated *s = &row->reading.stated;
  ps_json_key(j, "put_in");
  ps_json_object(j);
  ps_json_key_text(j, "parameter", item->what->parameter);
  ps_json_key_text(j, "unit", item->what->unit);
  ps_json_key_text(j, "distribution", ps_effect_shape_words[s->shape]);
  ps_json_key_number(j, "mean", s->mean);
  ps_json_key_number(j, "sd", s->sd);
  ps_json_key_number(j, "cut_low", s->low);
  ps_json_key_number(j, "cut_high", s->high);
  ps_json_key_number(j, "center_before_it_is_cut", s->center);
  ps_json_key_number(j, "onset_d", item->what->onset_d);
  ps_json_key_number(j, "offset_d", item->what->offset_d);
  ps_json_key_number(j, "minutes_a_week", item->minutes);
  ps_json_key_number(j, "dose", row->reading.dose);
  ps_json_key_bool(j, "size_of_the_user", isfinite(item->stated));
  ps_json_key_text(j, "episode", ps_trials_episode_word(row->who.episode));
  ps_json_key_number(j, "ptsd", row->who.ptsd);
  ps_json_end_object(j);
}

static void put_reading(ps_json_writer *j, const ps_trials_reading *g) {
  ps_json_key(j, "read_back");
  ps_json_object(j);
  ps_json_key_number(j, "index_held", g->index);
  ps_json_key_integer(j, "people", g->people);
  ps_json_key_number(j, "share_inside_p10_p90", g->inside);
  ps_json_key_number(j, "worst_standard_errors", g->worst_z);
  ps_json_key_bool(j, "passed", g->passed);
  ps_json_key(j, "weeks");
  ps_json_array(j);
  for (int k = 0; k < g->npoint; k++) {
    const ps_trials_point *p = &g->point[k];
    ps_json_object(j);
    ps_json_key_number(j, "day", p->day);
    ps_json_key_number(j, "onset_x_offset", p->weight);
    ps_json_key_number(j, "mean", p->mean);
    ps_json_key_number(j, "standard_error", p->se);
    ps_json_key_number(j, "expected", p->expected);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
  ps_json_end_object(j);
}

static void put_survival(ps_json_writer *j, const ps_trials_survival *s) {
  static const char *const arms[] = {"without", "with"};
  ps_json_key(j, "survival");
  ps_json_object(j);
  ps_json_key_integer(j, "people", s->people);
  ps_json_key_integer(j, "days", s->days);
  ps_json_key_number(j, "hazard_without_1_y", s->base_1_y);
  for (int k = 0; k < 2; k++) {
    const ps_trials_arm *a = &s->arm[k];
    ps_json_key(j, arms[k]);
    ps_json_object(j);
    ps_json_key_integer(j, "episodes", a->events);
    ps_json_key_number(j, "person_years", a->years);
    ps_json_key_number(j, "median_d", a->median_d);
    key_mean(j, "free_26_weeks", &(ps_trials_mean){a->free[0], a->low[0], a->high[0]});
    key_mean(j, "free_52_weeks", &(ps_trials_mean){a->free[1], a->low[1], a->high[1]});
    ps_json_end_object(j);
  }
  key_mean(j, "hazard_ratio", &(ps_trials_mean){s->ratio, s->low, s->high});
  ps_json_key_number(j, "hazard_ratio_expected", s->expected);
  ps_json_key_number(j, "hazard_ratio_by_person_time", s->person_time);
  ps_json_key_number(j, "hazard_ratio_second_half", s->late);
  ps_json_key_number(j, "standard_errors", s->z);
  ps_json_key_bool(j, "passed", s->passed);
  ps_json_end_object(j);
}

static void put_week(ps_json_writer *j, int week, const ps_trials_week *w) {
  ps_json_object(j);
  ps_json_key_integer(j, "week", week);
  ps_json_key_number(j, "without", w->mean[0]);
  ps_json_key_number(j, "without_sd", w->sd[0]);
  ps_json_key_number(j, "with", w->mean[1]);
  ps_json_key_number(j, "with_sd", w->sd[1]);
  key_mean(j, "difference", &w->difference);
  key_mean(j, "same_people", &w->same);
  ps_json_end_object(j);
}

static void put_error(ps_json_writer *j, const ps_trials_arms *a) {
  const ps_trials_error *e = &a->error;
  ps_json_key(j, "table");
  ps_json_object(j);
  ps_json_key_integer(j, "builds", a->builds);
  ps_json_key_integer(j, "days", a->days);
  ps_json_key_number(j, "solves", a->solves);
  ps_json_key_integer(j, "people_solved_by_themselves", e->people);
  ps_json_key_number(j, "pain_bias", e->people ? e->bias : NAN);
  ps_json_key_number(j, "pain_rms", e->people ? e->rms : NAN);
  ps_json_key_number(j, "pain_most", e->people ? e->most : NAN);
  ps_json_key_number(j, "change_bias", e->people ? e->change : NAN);
  ps_json_key_number(j, "change_rms", e->people ? e->change_rms : NAN);
  ps_json_key_number(j, "change_most", e->people ? e->change_most : NAN);
  ps_json_end_object(j);
}

static void put_arms(ps_json_writer *j, const ps_trials_row *row) {
  const ps_trials_arms *a = &row->arms;
  ps_json_key(j, "arms");
  ps_json_object(j);
  ps_json_key_integer(j, "people", a->people);
  ps_json_key_text(j, "outcome", row->leg ? "leg_pain" : "back_pain");
  ps_json_key_text(j, "valid", "not_validated");
  ps_json_key(j, "weeks");
  ps_json_array(j);
  for (int week = 0; week <= a->weeks; week++)
    put_week(j, week, &a->week[week]);
  ps_json_end_array(j);
  ps_json_key_number(j, "responders_without", a->responders[0]);
  ps_json_key_number(j, "responders_with", a->responders[1]);
  key_mean(j, "more_responders", &a->more);
  ps_json_key_number(j, "needed_to_treat", a->needed);
  ps_json_key_integer(j, "people_with_the_same_bits", a->same_bits);
  ps_json_key(j, "last_week_same_people");
  ps_json_object(j);
  for (int k = 0; k < PS_TRIALS_ENDS; k++) {
    ps_json_key(j, ps_habit_column_name((int)ps_trials_ends[k]));
    ps_json_numbers(j, (double[]){a->end[0][k], a->end[1][k]}, 2);
  }
  ps_json_end_object(j);
  put_error(j, a);
  ps_json_end_object(j);
}

static void put_row(ps_json_writer *j, const ps_trials_row *row) {
  ps_json_object(j);
  ps_json_key_text(j, "intervention", ps_trials_item(row)->what->id);
  ps_json_key_text(j, "name", ps_trials_item(row)->what->name);
  ps_json_key_text(j, "mode", ps_effect_mode_words[ps_trials_item(row)->what->mode]);
  ps_json_key_text(j, "result", ps_trials_word(row));
  put_stated(j, row);
  if (row->reading.known)
    put_reading(j, &row->reading);
  if (row->has_survival)
    put_survival(j, &row->survival);
  if (row->has_arms)
    put_arms(j, row);
  ps_json_end_object(j);
}

void ps_trials_put_json(ps_file_writer *w, const ps_trials_result *r) {
  ps_json_writer j = {0};
  ps_json_begin(&j, w);
  ps_json_object(&j);
  ps_json_key_text(&j, "schema", "psoas.trial_result/1");
  ps_json_key_text(&j, "psoas_version", ps_version());
  ps_json_key_text(&j, "inputs_sha256", r->sha256);
  ps_json_key_integer(&j, "people", r->request.people);
  ps_json_key_integer(&j, "weeks", r->request.weeks);
  ps_json_key_integer(&j, "seed", (long)r->request.seed);
  ps_json_key_number(&j, "expectancy", r->set.expectancy);
  ps_json_key_text(&j, "against", r->set.sham ? "sham" : "nothing");
  ps_json_key_number(&j, "discount", r->set.discount);
  ps_json_key_text(&j, "work", r->set.work);
  ps_json_key_text(&j, "rest", r->set.rest);
  ps_json_key_bool(&j, "passed", ps_trials_result_passed(r));
  ps_json_key(&j, "rows");
  ps_json_array(&j);
  for (int i = 0; i < r->n; i++)
    put_row(&j, &r->row[i]);
  ps_json_end_array(&j);
  ps_json_key_text(&j, "index", ps_line_index);
  ps_json_key_text(&j, "learning", ps_line_learning);
  ps_json_end_object(&j);
  ps_json_end(&j);
}
