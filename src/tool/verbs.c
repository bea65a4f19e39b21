// A verb is a tool spec made of flags instead of a file.
#include <math.h>
#include <string.h>

#include "io/sto_write.h"
#include "tool/run_tool.h"

ps_verb_options ps_verb_default(void) {
  return (ps_verb_options){.cutoff_hz = -1,
                           .start = -INFINITY,
                           .end = INFINITY,
                           .precision = PS_STO_DECIMALS,
                           .exponent = 2,
                           .physiology = true,
                           .equilibrium = true};
}

static const char *text_or(const char *text, const char *otherwise) {
  return text ? text : otherwise;
}

static ps_status check(ps_verb verb, const ps_verb_options *v, const ps_tool_options *o,
                       ps_error *err) {
  if (!v->model)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "no model is given (--model M.osim)");
  if (!v->motion)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "no motion is given (--motion Q.mot)");
  if (!o->directory)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "no folder for results is given (-o DIR)");
  if (verb == PS_VERB_STATIC_OPTIMIZATION && !(v->exponent > 1 && v->exponent <= 10))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "the exponent is %g; expected a number above 1, up to 10", v->exponent);
  if (v->start > v->end)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "the time range begins at %g s and ends before, at %g s", v->start, v->end);
  if (v->precision < 0 || v->precision > 20)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "the precision is %d; expected 0 to 20 decimals",
                   v->precision);
  return PS_OK;
}

static ps_analysis_spec analysis_of(ps_verb verb, const ps_verb_options *v, const char **words) {
  static const ps_analysis_kind kinds[] = {[PS_VERB_STATIC_OPTIMIZATION] =
                                               PS_ANALYSIS_STATIC_OPTIMIZATION,
                                           [PS_VERB_JOINT_REACTION] = PS_ANALYSIS_JOINT_REACTION,
                                           [PS_VERB_MUSCLE_ANALYSIS] = PS_ANALYSIS_MUSCLE};
  ps_analysis_spec a = ps_analysis_default(kinds[verb]);
  a.exponent = v->exponent;
  a.use_muscle_physiology = v->physiology;
  a.forces_file = text_or(v->forces, "");
  words[0] = text_or(v->on_body, "child");
  words[1] = text_or(v->in_frame, "ground");
  a.on_bodies = (ps_words){&words[0], 1};
  a.in_frames = (ps_words){&words[1], 1};
  return a;
}

ps_status ps_verb_run(ps_verb verb, const ps_verb_options *v, const ps_tool_options *options,
                      ps_tool_result **result, ps_error *err) {
  static const char *const names[] = {"id", "so", "jr", "muscles"};
  const char *words[2], *files[] = {v->reserves}, *exclude[] = {"Muscles"};
  *result = NULL;
  PS_TRY(check(verb, v, options, err));
  ps_tool_spec tool = {.kind = verb == PS_VERB_INVERSE_DYNAMICS ? PS_TOOL_INVERSE_DYNAMICS
                                                                : PS_TOOL_ANALYZE,
                       .path = "",
                       .name = text_or(v->name, names[verb]),
                       .model_file = v->model,
                       .results_directory = options->directory,
                       .coordinates_file = v->motion,
                       .speeds_file = "",
                       .states_file = "",
                       .external_loads_file = text_or(v->loads, ""),
                       .cutoff_hz = v->cutoff_hz,
                       .start_time = v->start,
                       .end_time = v->end,
                       .precision = v->precision,
                       .equilibrate = v->equilibrium,
                       .forces_to_exclude = {exclude, 1},
                       .moments_file = "inverse_dynamics.sto",
                       .body_forces_file = "body_forces_at_joints.sto"};
  if (v->reserves)
    tool.force_set_files = (ps_words){files, 1};
  ps_analysis_spec analysis;
  if (verb != PS_VERB_INVERSE_DYNAMICS) {
    analysis = analysis_of(verb, v, words);
    tool.items = &analysis;
    tool.n = 1;
  }
  return ps_run_tool_spec(&tool, options, result, err);
}
