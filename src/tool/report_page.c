#include "tool/report_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/so_plan.h"
#include "base/path.h"
#include "io/escape.h"
#include "num/number.h"
#include "tool/report_words.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

static const char *motion_of(const ps_findings *f) {
  const ps_tool_spec *t = f->w->tool;
  return ps_path_stem(f->pool, t->states_file[0] ? t->states_file : t->coordinates_file);
}

static void put_count(ps_page *p, int n, const char *thing) {
  ps_file_writer_format(p->w, "%d %s%s", n, thing, n == 1 ? "" : "s");
}

// ---- head

static void put_head(ps_page *p, const char *title) {
  char about[80] = "Trial report";
  for (int i = 0; i < p->f->inputs.n; i++)
    if (strcmp(p->f->inputs.items[i].role, "model") == 0)
      snprintf(about, sizeof about, "Trial report · model %.8s", p->f->inputs.items[i].sha256);
  ps_page_begin(p, title, about, NULL);
}

static void put_scene(ps_page *p) {
  const ps_findings *f = p->f;
  const ps_tool_result *r = &f->w->result->public;
  const ps_foot *foot = ps_findings_foot(f, PS_SIDE_NONE);
  put(p, "<p class=\"scene\">Model ");
  put_escaped(p, r->model_name);
  put(p, ": ");
  put_count(p, r->nmuscle, "muscle");
  put(p, ", ");
  put_count(p, r->ncoordinate, "coordinate");
  put(p, ", ");
  ps_page_value(p, f->w->model->mass);
  put(p, " kg. ");
  put_count(p, f->data->n, "frame");
  put(p, " from ");
  ps_put_fixed(p->w, f->data->t[0], 2);
  put(p, " to ");
  ps_put_fixed(p->w, f->data->t[f->data->n - 1], 2);
  put(p, " s.");
  if (foot) {
    put(p, " One stride takes ");
    ps_put_fixed(p->w, foot->stride, 2);
    put(p, " s; it counts from the touchdown of each foot, as the ground forces show it.");
  }
  put(p, "</p>\n");
}

// ---- the answer

static void put_side(ps_page *p, ps_side side) {
  if (side != PS_SIDE_NONE)
    ps_file_writer_format(p->w, " on the %s", ps_side_name(side));
}

static void put_when(ps_page *p, ps_side side, const ps_peak *peak) {
  const ps_findings *f = p->f;
  const char *words = ps_phase_words(ps_findings_foot(f, side), peak->phase);
  if (!ps_has_strides(f)) {
    put(p, " at ");
    ps_put_fixed(p->w, peak->time, 2);
    put(p, " s");
    return;
  }
  ps_file_writer_format(p->w, " %s%s", words, words[0] ? " (" : "at ");
  ps_put_fixed(p->w, 100 * peak->phase, 0);
  put(p, words[0] ? " % of the stride)" : " % of the stride");
}

// " (425–614)", where the criteria disagree by more than the last digit
static void put_range(ps_page *p, const ps_peak *peak, double unit) {
  if (peak->range.high - peak->range.low < 0.02 * peak->value)
    return;
  put(p, " (");
  ps_page_value(p, peak->range.low / unit);
  put(p, "–");
  ps_page_value(p, peak->range.high / unit);
  put(p, ")");
}

static void put_pull_answer(ps_page *p) {
  const ps_pull *pull[2];
  int n = ps_first_pulls(p->f, pull);
  if (!n)
    return;
  if (pull[0]->kind == PS_PULL_OTHER)
    put_escaped(p, pull[0]->name);
  else
    put(p, pull[0]->kind == PS_PULL_PSOAS     ? "The psoas"
           : pull[0]->kind == PS_PULL_ILIACUS ? "The iliacus"
                                              : "The iliopsoas");
  put(p, " pulls with at most ");
  for (int i = 0; i < n; i++) {
    put(p, i ? ", and with <b>" : "<b>");
    ps_page_value(p, pull[i]->peak.value);
    put(p, " N</b>");
    put_range(p, &pull[i]->peak, 1);
    if (pull[i]->kind != PS_PULL_OTHER)
      put_side(p, pull[i]->side);
    put_when(p, pull[i]->side, &pull[i]->peak);
  }
  put(p, ".");
}

static void put_joint_answer(ps_page *p) {
  const ps_findings *f = p->f;
  const ps_joint_load *joint[2];
  int n = ps_first_joints(f, joint);
  if (!n || !(f->weight > 0))
    return;
  if (joint[0]->place == PS_AT_HIP) {
    put(p, n == 2 ? " The hips carry up to " : " The hip carries up to ");
  } else {
    put(p, " The joint ");
    put_escaped(p, joint[0]->name);
    put(p, " carries up to ");
  }
  for (int i = 0; i < n; i++) {
    put(p, i ? " and <b>" : "<b>");
    ps_page_value(p, joint[i]->peak.value / f->weight);
    put(p, "</b>");
    put_range(p, &joint[i]->peak, f->weight);
    if (joint[i]->place == PS_AT_HIP)
      put_side(p, joint[i]->side);
  }
  ps_file_writer_format(p->w, ", in %s.", ps_weight_name(f));
}

// ---- main numbers

// "Right psoas", "Hip"; the model's own name where there is no plain one.
static void put_plain_name(ps_page *p, const char *plain, ps_side side, const char *name) {
  if (!plain)
    put_escaped(p, name);
  else if (side == PS_SIDE_NONE)
    ps_file_writer_format(p->w, "%c%s", plain[0] - 'a' + 'A', plain + 1);
  else
    ps_file_writer_format(p->w, "%s %s", side == PS_SIDE_RIGHT ? "Right" : "Left", plain);
}

static void put_figure(ps_page *p, const ps_peak *peak, double unit, const char *unit_name,
                       ps_side side) {
  put(p, "<p class=\"value\">");
  ps_page_value(p, peak->value / unit);
  ps_file_writer_format(p->w, "%s <span>", unit_name);
  ps_page_value(p, peak->range.low / unit);
  put(p, "–");
  ps_page_value(p, peak->range.high / unit);
  put(p, "</span></p><p class=\"when\">");
  put_when(p, side, peak);
  put(p, "</p></div>\n");
}

static void put_pull_figure(ps_page *p, const ps_pull *pull) {
  static const char *const plain[] = {NULL, "psoas", "iliacus", "iliopsoas"};
  put(p, "<div><p class=\"label\">");
  put_plain_name(p, plain[pull->kind], pull->side, pull->name);
  put(p, "</p>");
  put_figure(p, &pull->peak, 1, " N", pull->side);
}

static void put_joint_figure(ps_page *p, const ps_joint_load *joint) {
  static const char *const plain[] = {"hip", "knee", "ankle", "back", NULL};
  put(p, "<div><p class=\"label\">");
  put_plain_name(p, plain[joint->place], joint->side, joint->name);
  ps_file_writer_format(p->w, ", %s</p>", ps_weight_name(p->f));
  put_figure(p, &joint->peak, p->f->weight, "", joint->side);
}

static void put_figures(ps_page *p) {
  const ps_findings *f = p->f;
  const ps_tool_result *r = &f->w->result->public;
  const ps_pull *pull[2];
  const ps_joint_load *joint[2];
  int npull = ps_first_pulls(f, pull), njoint = ps_first_joints(f, joint);
  bool helped = false, left_over = false;
  for (int i = 0; i < f->ndrive; i++) {
    helped |= f->drive[i].beyond && !f->drive[i].root;
    left_over |= f->drive[i].beyond && f->drive[i].root;
  }
  put(p, "<section class=\"figures\" aria-label=\"Main numbers\">\n");
  for (int i = 0; i < npull; i++)
    put_pull_figure(p, pull[i]);
  for (int i = 0; i < njoint && f->weight > 0; i++)
    put_joint_figure(p, joint[i]);
  put(p, "<div><p class=\"label\">How far to trust this</p><ul class=\"trust\">");
  ps_page_trust(p, !r->ninfeasible && !r->nunsolved,
                !r->ninfeasible && !r->nunsolved ? "every frame solved" : "some frames not solved");
  ps_page_trust(p, !helped, helped ? "reserves help in places" : "muscles do it alone");
  if (f->load_peak > 0)
    ps_page_trust(p, !left_over,
                  left_over ? "motion and forces fit roughly" : "motion and forces fit well");
  ps_page_trust(p, false, "not validated for this trial");
  put(p, "</ul></div>\n</section>\n<p class=\"key\">");
  ps_file_writer_format(p->w,
                        "Peaks, and in smaller figures and parentheses their ranges: lowest and "
                        "highest under %d ways of sharing the load "
                        "among the muscles; they hold no error of model or measurement.</p>\n",
                        f->ncriterion);
}

static void put_warnings(ps_page *p) {
  const ps_findings *f = p->f;
  if (!f->warnings.n)
    return;
  put(p, "<section class=\"warn\"><h2>Know this first</h2><ul>\n");
  for (int i = 0; i < f->warnings.n; i++) {
    put(p, "<li>");
    put_escaped(p, f->warnings.items[i]);
    put(p, "</li>\n");
  }
  put(p, "</ul></section>\n");
}

// ---- sections

static ps_status put_muscles(ps_page *p) {
  if (p->f->nflexor) {
    ps_page_begin_section(p, "Psoas and iliacus",
                          "Force along each muscle. The dot marks its largest value.");
    PS_TRY(ps_page_flexor_charts(p));
    ps_page_end_section(p);
  }
  if (!p->f->nrow)
    return PS_OK;
  ps_page_begin_section(p, "Who pulls",
                        p->f->nflexor
                            ? "Psoas and iliacus, then the muscles with the largest forces."
                            : "The muscles with the largest forces.");
  put(p,
      "<p class=\"note\">Bars are solid to the low end of the range and soft to its high end; the "
      "tick is this analysis.</p>\n");
  ps_page_muscle_table(p);
  if (p->f->nrow > p->f->nflexor) {
    put(p, "<h3>The most loaded muscles</h3>\n");
    PS_TRY(ps_page_muscle_charts(p));
  }
  ps_page_end_section(p);
  return PS_OK;
}

static ps_status put_joints(ps_page *p) {
  const ps_findings *f = p->f;
  bool hip = false;
  for (int i = 0; i < f->njoint; i++)
    hip |= f->joint[i].place == PS_AT_HIP;
  ps_page_begin_section(
      p, "What the joints carry",
      "Force of bone on bone with the muscles counted, on the body beyond the joint. "
      "Pressed: its part along that body's y axis, positive where it presses the joint "
      "together.");
  if (f->no_joints) {
    put(p, "<p>No joint loads: ");
    put_escaped(p, f->no_joints);
    put(p, "</p>\n");
    ps_page_end_section(p);
    return PS_OK;
  }
  ps_page_joint_table(p);
  put(p, "<p class=\"note\">The weight is that of the model, ");
  ps_page_value(p, f->weight);
  put(p, " N.");
  if (hip && ps_has_strides(f))
    put(p, " For scale: hip implants that measure carried 2.4 body weights at 4 km/h, the mean of "
           "four patients [bergmann2001]; it rises with speed.");
  put(p, "</p>\n");
  PS_TRY(ps_page_joint_charts(p));
  ps_page_end_section(p);
  return PS_OK;
}

static void put_small(ps_page *p, double x) {
  char text[PS_NUMBER_MAX_SHORT];
  if (x == 0) {
    put(p, "0");
    return;
  }
  int power = (int)floor(log10(x));
  ps_number_fixed(text, x / pow(10, power), 1);
  ps_file_writer_format(p->w, "%s·10<sup>%s%d</sup>", text, power < 0 ? "−" : "", abs(power));
}

static ps_status put_quality(ps_page *p) {
  const ps_tool_result *r = &p->f->w->result->public;
  ps_page_begin_section(
      p, "Does it fit?",
      "What the motion and the ground forces ask of each coordinate, and what reserves "
      "(motors without a muscle) had to give.");
  put(p, "<p>In the worst frame the muscles miss what is asked by ");
  put_small(p, r->worst_balance);
  put(p, " of its size, and the conditions of the optimum by ");
  put_small(p, r->worst_stationarity);
  put(p, ".</p>\n");
  PS_TRY(ps_page_quality_charts(p));
  ps_page_quality_table(p);
  put(p, "<p class=\"note\">Good practice: reserves up to 5 % of what is needed; what is left over "
         "where the model hangs in space up to 5 % of the ground force, and up to 1 % of it times "
         "the height of the mass centre [hicks2015].</p>\n");
  ps_page_end_section(p);
  return PS_OK;
}

static void put_method(ps_page *p) {
  const ps_findings *f = p->f;
  const ps_so_options *o = &((const ps_so_plan *)f->data->optimization->plan)->o;
  ps_page_begin_section(p, "What this can say, and what it cannot",
                        "Static optimization takes each frame for itself.");
  put(p, "<ul>\n<li>Of all forces that make the motion, it takes those with the least sum of ");
  ps_put_criterion(p->w, f, true);
  put(p, " over all muscles and reserves [crowninshield1981].</li>\n<li>Force of a muscle: "
         "activation times ");
  put(p, o->physiology ? "its active force at its length and speed, with a stiff tendon."
                       : "its maximum isometric force.");
  put(p, o->passive ? " Passive forces act as well.</li>\n"
                    : " Passive forces are left out, as OpenSim leaves them out.</li>\n");
  put(p,
      "<li>It cannot see muscles that work against each other, because that costs and moves "
      "nothing: real forces and joint loads are often higher.</li>\n"
      "<li>It knows nothing of stability, of how fast a muscle can switch, or of pain.</li>\n"
      "<li>Strengths, paths and masses are the model's. Their error is in no range of this "
      "page; nothing here was compared with a measurement on this person.</li>\n"
      "<li>Loads of several joints come from the same muscles: an error in one is in all."
      "</li>\n</ul>\n<h3>Beside OpenSim</h3>\n"
      "<p>The same model, splines, filters and bounds as StaticOptimization and JointReaction of "
      "OpenSim 4.6, under the same file names. OpenSim stops near the optimum, this analysis at "
      "it: "
      "in OpenSim's own walking trial that makes up to 0.005 of activation; with a sharper "
      "stopping "
      "rule OpenSim comes nearer [seth2018, delp2007].</p>\n");
  ps_page_end_section(p);
}

static void put_inputs(ps_page *p) {
  const ps_findings *f = p->f;
  double cutoff = f->w->tool->cutoff_hz;
  ps_page_begin_section(p, "What went in",
                        "The same files and version give the same page, bit for bit.");
  ps_page_input_table(p);
  put(p, "<p class=\"note\">Coordinates: ");
  if (cutoff >= 0) {
    put(p, "low-pass filter at ");
    ps_page_value(p, cutoff);
    put(p, " Hz, then splines.");
  } else {
    put(p, "splines, no filter.");
  }
  put(p,
      " The numbers of this page are in <code>result.json</code>, every frame is in the "
      "<code>.sto</code> files beside it.</p>\n<h3>Sources</h3>\n<ul>\n"
      "<li>[bergmann2001] Bergmann et al., Hip contact forces and gait patterns from routine "
      "activities. J Biomech 34:859–871.</li>\n"
      "<li>[crowninshield1981] Crowninshield and Brand, A physiologically based criterion of "
      "muscle force prediction in locomotion. J Biomech 14:793–801.</li>\n"
      "<li>[delp2007] Delp et al., OpenSim: open-source software to create and analyze dynamic "
      "simulations of movement. IEEE Trans Biomed Eng 54:1940–1950.</li>\n"
      "<li>[hicks2015] Hicks et al., Is my model good enough? J Biomech Eng 137:020905.</li>\n"
      "<li>[seth2018] Seth et al., OpenSim: simulating musculoskeletal dynamics and neuromuscular "
      "control to study human and animal movement. PLoS Comput Biol 14:e1006223.</li>\n</ul>\n");
  ps_page_end_section(p);
}

static ps_status put_page(ps_page *p) {
  const char *motion = motion_of(p->f);
  if (!motion)
    return ps_findings_no_memory(p->f);
  put_head(p, motion);
  put(p, "<h1>Muscle forces and joint loads in ");
  put_escaped(p, motion);
  put(p, "</h1>\n");
  put_scene(p);
  put(p, "<p class=\"answer\">");
  put_pull_answer(p);
  put_joint_answer(p);
  put(p, "</p>\n");
  put_figures(p);
  put_warnings(p);
  PS_TRY(put_muscles(p));
  PS_TRY(put_joints(p));
  PS_TRY(put_quality(p));
  put_method(p);
  put_inputs(p);
  ps_page_end(p);
  return PS_OK;
}

ps_status ps_report_page(ps_findings *f) {
  ps_file_writer file = {0};
  ps_page page = {.f = f, .w = &file, .id = 1};
  const char *path = ps_path_join(f->pool, f->w->directory, "report.html");
  if (!path)
    return ps_findings_no_memory(f);
  PS_TRY(ps_file_writer_create(&file, path, f->w->options->replace, NULL, f->w->err));
  ps_status status = put_page(&page);
  if (status == PS_OK)
    status = ps_workspace_commit(f->w, &file, path);
  ps_file_writer_abort(&file);
  return status;
}
