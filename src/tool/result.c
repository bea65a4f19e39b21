// result.c: what a run of a tool found, in words and as JSON.
#include <stdio.h>

#include "base/fail.h"
#include "io/json_write.h"
#include "psoas/tool.h"

static const double negligible = 0.05; // [-]  of the moment needed: what models leave open anyway

ps_verdict ps_effort_verdict(const ps_effort *e) {
  if (e->unmet_peak > negligible * e->needed_peak)
    return PS_VERDICT_UNMET;
  if (!(e->needed_peak > 0))
    return PS_VERDICT_IDLE;
  if (!e->driven)
    return PS_VERDICT_NO_MUSCLE;
  return e->reserve_peak <= negligible * e->needed_peak ? PS_VERDICT_MUSCLES : PS_VERDICT_RESERVES;
}

const char *ps_effort_words(const ps_effort *e, char *text, unsigned long size) {
  switch (ps_effort_verdict(e)) {
  case PS_VERDICT_IDLE:
    snprintf(text, size, "nothing is needed");
    break;
  case PS_VERDICT_MUSCLES:
    snprintf(text, size, "muscles do it");
    break;
  case PS_VERDICT_RESERVES:
    snprintf(text, size, "reserves carry %.0f %%", 100 * e->reserve_peak / e->needed_peak);
    break;
  case PS_VERDICT_NO_MUSCLE:
    snprintf(text, size, "no muscle turns it");
    break;
  case PS_VERDICT_UNMET:
    snprintf(text, size, "up to %.3g %s unmet", e->unmet_peak, e->rotational ? "N m" : "N");
    break;
  }
  return text;
}

// ---- JSON

typedef struct ps_result_facts {
  const ps_tool_result *result;
  double seconds;
} ps_result_facts;

static void write_effort(ps_json_writer *j, const ps_effort *e) {
  static const char *const verdicts[] = {[PS_VERDICT_IDLE] = "idle",
                                         [PS_VERDICT_MUSCLES] = "muscles",
                                         [PS_VERDICT_RESERVES] = "reserves",
                                         [PS_VERDICT_NO_MUSCLE] = "no_muscle",
                                         [PS_VERDICT_UNMET] = "unmet"};
  char words[80];
  ps_json_object(j);
  ps_json_key(j, "coordinate"), ps_json_text(j, e->coordinate);
  ps_json_key(j, "unit"), ps_json_text(j, e->rotational ? "N m" : "N");
  ps_json_key(j, "needed_peak"), ps_json_number(j, e->needed_peak);
  ps_json_key(j, "reserve_peak"), ps_json_number(j, e->reserve_peak);
  ps_json_key(j, "reserve_peak_time_s"), ps_json_number(j, e->reserve_time);
  ps_json_key(j, "reserve_rms"), ps_json_number(j, e->reserve_rms);
  ps_json_key(j, "unmet_peak"), ps_json_number(j, e->unmet_peak);
  ps_json_key(j, "driven_by_muscles"), ps_json_bool(j, e->driven);
  ps_json_key(j, "verdict"), ps_json_text(j, verdicts[ps_effort_verdict(e)]);
  ps_json_key(j, "words"), ps_json_text(j, ps_effort_words(e, words, sizeof words));
  ps_json_end_object(j);
}

static void write_optimization(ps_json_writer *j, const ps_tool_result *r) {
  bool solved = r->ninfeasible == 0 && r->nunsolved == 0;
  ps_json_key(j, "static_optimization");
  ps_json_object(j);
  ps_json_key(j, "status"), ps_json_text(j, solved ? "solved" : "infeasible");
  ps_json_key(j, "criterion"), ps_json_text(j, r->criterion);
  ps_json_key(j, "exponent"), ps_json_number(j, r->exponent);
  ps_json_key(j, "worst_balance"), ps_json_number(j, r->worst_balance);
  ps_json_key(j, "worst_stationarity"), ps_json_number(j, r->worst_stationarity);
  ps_json_key(j, "mean_newton_steps"), ps_json_number(j, r->mean_newton);
  ps_json_key(j, "infeasible_s"), ps_json_numbers(j, r->infeasible, r->ninfeasible);
  ps_json_key(j, "unsolved_s"), ps_json_numbers(j, r->unsolved, r->nunsolved);
  ps_json_key(j, "efforts"), ps_json_array(j);
  for (int i = 0; i < r->neffort; i++)
    write_effort(j, &r->effort[i]);
  ps_json_end_array(j);
  ps_json_end_object(j);
}

static void write_notes(ps_json_writer *j, const ps_tool_result *r) {
  ps_json_key(j, "warnings"), ps_json_array(j);
  for (int i = 0; i < ps_tool_notes(r); i++) {
    const char *path, *text;
    int line;
    if (ps_tool_note(r, i, &path, &line, &text) == PS_NOTE_INFO)
      continue;
    ps_json_object(j);
    ps_json_key(j, "path"), ps_json_text(j, path);
    ps_json_key(j, "line"), ps_json_integer(j, line);
    ps_json_key(j, "text"), ps_json_text(j, text);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void write_result(ps_json_writer *j, const void *what) {
  const ps_result_facts *facts = what;
  const ps_tool_result *r = facts->result;
  ps_json_object(j);
  ps_json_key(j, "schema"), ps_json_text(j, "psoas.run/1");
  ps_json_key(j, "psoas_version"), ps_json_text(j, PSOAS_VERSION);
  ps_json_key(j, "model"), ps_json_text(j, r->model_name);
  ps_json_key(j, "muscles"), ps_json_integer(j, r->nmuscle);
  ps_json_key(j, "coordinates"), ps_json_integer(j, r->ncoordinate);
  ps_json_key(j, "frames"), ps_json_integer(j, r->frames);
  ps_json_key(j, "start_s"), ps_json_number(j, r->start);
  ps_json_key(j, "end_s"), ps_json_number(j, r->end);
  ps_json_key(j, "seconds"), ps_json_number(j, facts->seconds);
  ps_json_key(j, "files"), ps_json_array(j);
  for (int i = 0; i < r->nfile; i++)
    ps_json_text(j, r->file[i]);
  ps_json_end_array(j);
  if (r->optimized)
    write_optimization(j, r);
  write_notes(j, r);
  ps_json_end_object(j);
}

ps_status ps_tool_result_json(const ps_tool_result *result, double seconds, char **text,
                              ps_error *err) {
  const ps_result_facts facts = {result, seconds};
  return ps_json_to_text(write_result, &facts, text, err);
}
