#include "io/setup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "base/path.h"
#include "io/document.h"
#include "io/sto_write.h"

typedef struct ps_setup {
  ps_xml_reader x;
  ps_tool_spec *tool;
  const char *directory; // of the setup file
} ps_setup;

const char *ps_analysis_class(ps_analysis_kind kind) {
  static const char *const names[PS_ANALYSIS_KINDS] = {
      [PS_ANALYSIS_STATIC_OPTIMIZATION] = "StaticOptimization",
      [PS_ANALYSIS_JOINT_REACTION] = "JointReaction",
      [PS_ANALYSIS_MUSCLE] = "MuscleAnalysis",
      [PS_ANALYSIS_KINEMATICS] = "Kinematics",
      [PS_ANALYSIS_BODY_KINEMATICS] = "BodyKinematics",
      [PS_ANALYSIS_POINT_KINEMATICS] = "PointKinematics",
  };
  return names[kind];
}

ps_analysis_spec ps_analysis_default(ps_analysis_kind kind) {
  static const char *all[] = {"all"}, *child[] = {"child"}, *ground[] = {"ground"};
  return (ps_analysis_spec){.kind = kind,
                            .name = ps_analysis_class(kind),
                            .on = true,
                            .in_degrees = true,
                            .step_interval = 1,
                            .use_model_force_set = true,
                            .use_muscle_physiology = true,
                            .exponent = 2,
                            .forces_file = "",
                            .joints = {all, 1},
                            .on_bodies = {child, 1},
                            .in_frames = {ground, 1},
                            .muscles = {all, 1},
                            .coordinates = {all, 1},
                            .compute_moments = true,
                            .bodies = {all, 1},
                            .body = "ground",
                            .relative_to = "",
                            .point_name = "NONAME"};
}

// ---- pieces

// a file named by the setup; "" where it names none
static const char *file_of(ps_setup *s, ps_xml_node *n, const char *tag) {
  const char *text = ps_xml_text(&s->x, n, tag, "");
  if (!text[0] || strcmp(text, "Unassigned") == 0)
    return "";
  const char *path = ps_path_join(&s->tool->pool, s->directory, text);
  if (!path)
    ps_xml_fail(&s->x, n, PS_ERR_MEMORY, "out of memory");
  return path ? path : "";
}

// words of a list; the defaults stay where the file has none
static void words_of(ps_setup *s, ps_xml_node *n, const char *tag, ps_words *words) {
  ps_words read;
  read.items = ps_xml_words(&s->x, n, tag, &read.n);
  if (read.n)
    *words = read;
}

static void known_but_idle(ps_setup *s, ps_xml_node *n, const char *const *tags, int count) {
  for (int i = 0; i < count; i++)
    ps_xml_bound(&s->x, n, tags[i], 0);
}

// ---- analyses

static void read_options(ps_setup *s, ps_xml_node *n, ps_analysis_spec *a) {
  static const char *const of_optimizer[] = {"optimizer_convergence_criterion",
                                             "optimizer_max_iterations"};
  switch (a->kind) {
  case PS_ANALYSIS_STATIC_OPTIMIZATION:
    a->use_model_force_set = ps_xml_bool(&s->x, n, "use_model_force_set", true);
    a->use_muscle_physiology = ps_xml_bool(&s->x, n, "use_muscle_physiology", true);
    a->exponent = ps_xml_number(&s->x, n, "activation_exponent", 2);
    known_but_idle(s, n, of_optimizer, 2); // the solver is exact
    break;
  case PS_ANALYSIS_JOINT_REACTION:
    a->forces_file = file_of(s, n, "forces_file");
    words_of(s, n, "joint_names", &a->joints);
    words_of(s, n, "apply_on_bodies", &a->on_bodies);
    words_of(s, n, "express_in_frame", &a->in_frames);
    break;
  case PS_ANALYSIS_MUSCLE:
    words_of(s, n, "muscle_list", &a->muscles);
    words_of(s, n, "moment_arm_coordinate_list", &a->coordinates);
    a->compute_moments = ps_xml_bool(&s->x, n, "compute_moments", true);
    break;
  case PS_ANALYSIS_KINEMATICS:
    words_of(s, n, "coordinates", &a->coordinates);
    break;
  case PS_ANALYSIS_BODY_KINEMATICS:
    words_of(s, n, "bodies", &a->bodies);
    a->local_frame = ps_xml_bool(&s->x, n, "express_results_in_body_local_frame", false);
    break;
  case PS_ANALYSIS_POINT_KINEMATICS:
    a->body = ps_xml_text(&s->x, n, "body_name", "ground");
    a->relative_to = ps_xml_text(&s->x, n, "relative_to_body_name", "");
    a->point_name = ps_xml_text(&s->x, n, "point_name", "NONAME");
    a->point = ps_xml_vec3(&s->x, n, "point", (ps_vec3){0, 0, 0});
    break;
  case PS_ANALYSIS_KINDS:
    break;
  }
}

static void refuse_analysis(ps_setup *s, const ps_xml_node *n) {
  ps_nearest nearest = ps_nearest_to(n->tag);
  char hint[80];
  for (int kind = 0; kind < PS_ANALYSIS_KINDS; kind++)
    ps_nearest_try(&nearest, ps_analysis_class((ps_analysis_kind)kind));
  ps_xml_fail(
      &s->x, n, PS_ERR_UNSUPPORTED,
      "psoas cannot run the analysis <%.60s>%s; switch it off with <on>false</on>, or leave "
      "it out",
      n->tag, ps_nearest_hint(&nearest, hint, sizeof hint));
}

static void read_analysis(ps_setup *s, ps_xml_node *n) {
  int kind = 0;
  while (kind < PS_ANALYSIS_KINDS && strcmp(n->tag, ps_analysis_class((ps_analysis_kind)kind)))
    kind++;
  n->used = true;
  bool on = ps_xml_bool(&s->x, n, "on", true);
  if (kind == PS_ANALYSIS_KINDS) {
    if (on)
      refuse_analysis(s, n);
    return;
  }
  ps_analysis_spec *a = PS_APPEND(&s->tool->pool, s->tool);
  if (!a) {
    ps_xml_fail(&s->x, n, PS_ERR_MEMORY, "out of memory");
    return;
  }
  *a = ps_analysis_default((ps_analysis_kind)kind);
  const char *name = ps_xml_attribute(n, "name");
  if (name && name[0])
    a->name = ps_pool_text(&s->tool->pool, name, strlen(name));
  a->line = n->line;
  a->on = on;
  ps_xml_bound(&s->x, n, "start_time", 0); // OpenSim takes the times of the tool
  ps_xml_bound(&s->x, n, "end_time", 0);
  a->step_interval = ps_xml_integer(&s->x, n, "step_interval", 1);
  a->in_degrees = ps_xml_bool(&s->x, n, "in_degrees", true);
  read_options(s, n, a);
  if (a->step_interval < 1)
    ps_xml_fail(&s->x, n, PS_ERR_VALUE, "<step_interval> is %d; it must be 1 or more",
                a->step_interval);
}

// ---- tools

static void read_force_sets(ps_setup *s, ps_xml_node *n) {
  ps_words *files = &s->tool->force_set_files;
  words_of(s, n, "force_set_files", files);
  for (int i = 0; i < files->n; i++) {
    files->items[i] = ps_path_join(&s->tool->pool, s->directory, files->items[i]);
    if (!files->items[i])
      ps_xml_fail(&s->x, n, PS_ERR_MEMORY, "out of memory");
  }
}

static void read_analyze(ps_setup *s, ps_xml_node *n) {
  static const char *const of_integrator[] = {
      "maximum_number_of_integrator_steps", "maximum_integrator_step_size",
      "minimum_integrator_step_size", "integrator_error_tolerance"};
  ps_tool_spec *t = s->tool;
  t->replace_force_set = ps_xml_bool(&s->x, n, "replace_force_set", false);
  read_force_sets(s, n);
  t->precision = ps_xml_integer(&s->x, n, "output_precision", PS_STO_DECIMALS);
  t->start_time = ps_xml_bound(&s->x, n, "initial_time", 0);
  t->end_time = ps_xml_bound(&s->x, n, "final_time", 1);
  t->equilibrate = ps_xml_bool(&s->x, n, "solve_for_equilibrium_for_auxiliary_states", false);
  t->states_file = file_of(s, n, "states_file");
  t->speeds_file = file_of(s, n, "speeds_file");
  known_but_idle(s, n, of_integrator, 4); // nothing is integrated
  ps_xml_text(&s->x, n, "control_set_file", NULL);
  ps_xml_node *set = ps_xml_child(&s->x, n, "AnalysisSet");
  ps_xml_node *objects = set ? ps_xml_child(&s->x, set, "objects") : NULL;
  for (ps_xml_node *a = objects ? objects->first : NULL; a; a = a->next)
    read_analysis(s, a);
  if (set) {
    ps_xml_attribute(set, "name");
    ps_xml_child(&s->x, set, "groups");
  }
  ps_xml_node *controllers = ps_xml_child(&s->x, n, "ControllerSet");
  if (controllers) {
    ps_xml_attribute(controllers, "name");
    ps_xml_node *list = ps_xml_child(&s->x, controllers, "objects");
    ps_xml_child(&s->x, controllers, "groups");
    if (list && list->first)
      ps_note_add(&t->notes, PS_NOTE_WARNING, t->path, list->first->line,
                  "controllers are left out: analyses set the controls");
  }
}

static void read_inverse_dynamics(ps_setup *s, ps_xml_node *n) {
  ps_tool_spec *t = s->tool;
  double range[2] = {-INFINITY, INFINITY};
  ps_xml_bounds(&s->x, n, "time_range", range, 2);
  t->start_time = range[0];
  t->end_time = range[1];
  t->precision = ps_xml_integer(&s->x, n, "output_precision", PS_STO_DECIMALS);
  words_of(s, n, "forces_to_exclude", &t->forces_to_exclude);
  words_of(s, n, "joints_to_report_body_forces", &t->body_force_joints);
  t->moments_file = ps_xml_text(&s->x, n, "output_gen_force_file", "inverse_dynamics.sto");
  t->body_forces_file =
      ps_xml_text(&s->x, n, "output_body_forces_file", "body_forces_at_joints.sto");
  ps_xml_text(&s->x, n, "input_directory", NULL);
}

static ps_status read_tool(ps_tool_spec *t, ps_xml_document *document, ps_error *err) {
  ps_setup s = {.x = {.path = t->path, .pool = &t->pool, .err = err}, .tool = t};
  s.directory = ps_path_directory(&t->pool, t->path);
  if (!s.directory)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  int version;
  ps_xml_node *n = ps_document_content(&s.x, document, NULL, &version);
  if (!n)
    return s.x.status;
  bool analyze = strcmp(n->tag, "AnalyzeTool") == 0;
  if (!analyze && strcmp(n->tag, "InverseDynamicsTool") != 0)
    return ps_fail(err, PS_ERR_UNSUPPORTED, t->path, n->line,
                   "the file holds <%.60s>; psoas runs AnalyzeTool and InverseDynamicsTool",
                   n->tag);
  t->kind = analyze ? PS_TOOL_ANALYZE : PS_TOOL_INVERSE_DYNAMICS;
  const char *name = ps_xml_attribute(n, "name");
  t->name = ps_pool_text(&t->pool, name ? name : "", name ? strlen(name) : 0);
  t->model_file = file_of(&s, n, "model_file");
  t->results_directory = file_of(&s, n, "results_directory");
  t->coordinates_file = file_of(&s, n, "coordinates_file");
  t->external_loads_file = file_of(&s, n, "external_loads_file");
  t->cutoff_hz = ps_xml_number(&s.x, n, "lowpass_cutoff_frequency_for_coordinates", -1);
  t->states_file = t->speeds_file = "";
  if (analyze)
    read_analyze(&s, n);
  else
    read_inverse_dynamics(&s, n);
  if (s.x.status == PS_OK && !t->results_directory[0])
    t->results_directory = s.directory;
  if (s.x.status == PS_OK && !t->model_file[0])
    ps_xml_fail(&s.x, n, PS_ERR_STRUCTURE, "<model_file> is empty; it must name an .osim file");
  if (s.x.status == PS_OK && !t->coordinates_file[0] && !t->states_file[0])
    ps_xml_fail(&s.x, n, PS_ERR_STRUCTURE,
                "neither <coordinates_file> nor <states_file> names a motion");
  if (t->precision < 0 || t->precision > 20)
    ps_xml_fail(&s.x, n, PS_ERR_VALUE, "<output_precision> is %d; expected 0 to 20", t->precision);
  if (s.x.status == PS_OK)
    ps_xml_note_unused(document->root, t->path, &t->notes, PS_NOTE_WARNING);
  return s.x.status;
}

// ---- the whole

static ps_tool_spec *begin(const char *path) {
  ps_tool_spec *tool = calloc(1, sizeof *tool);
  if (tool && !(tool->path = ps_pool_text(&tool->pool, path, strlen(path)))) {
    ps_tool_free(tool);
    return NULL;
  }
  return tool;
}

static ps_status end(ps_tool_spec **tool, ps_xml_document *document, ps_status status,
                     ps_error *err) {
  if (status == PS_OK)
    status = read_tool(*tool, document, err);
  ps_xml_free(document);
  if (status != PS_OK) {
    ps_tool_free(*tool);
    *tool = NULL;
  }
  return status;
}

ps_status ps_tool_load(ps_tool_spec **tool, const char *path, ps_error *err) {
  ps_xml_document document = {0};
  *tool = begin(path);
  if (!*tool)
    return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory");
  return end(tool, &document, ps_xml_load(&document, path, &(*tool)->notes, err), err);
}

ps_status ps_tool_parse(ps_tool_spec **tool, const char *path, const char *text, size_t size,
                        ps_error *err) {
  ps_xml_document document = {0};
  *tool = begin(path);
  if (!*tool)
    return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory");
  return end(tool, &document, ps_xml_parse(&document, path, text, size, &(*tool)->notes, err), err);
}

void ps_tool_free(ps_tool_spec *tool) {
  if (!tool)
    return;
  ps_notes_free(&tool->notes);
  ps_pool_free(&tool->pool);
  free(tool);
}
