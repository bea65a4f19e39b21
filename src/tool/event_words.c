// event_words.c: what an event is and what its numbers rest on, in words.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/event_inner.h"

const ps_event_words ps_event_word[PS_EVENTS] = {
    {"Startle", "A sudden sound: a burst of the flexors, over within a second."},
    {"Fear", "A threat that lasts: tone and coactivation follow the fast stress state."},
    {"Fetal", "Curling up on the side and stretching again."},
    {"Run", "The first step of a run: the left knee is lifted and put down."},
    {"Freeze", "Every muscle stiffens against its opponents for a few seconds."},
};

const char ps_event_standing[] = "This simulator is for learning and research. It does not "
                                 "diagnose or treat, and it is not medical advice.";

const int ps_event_keys[] = {PS_EVENT_psoas_r_force_N,
                             PS_EVENT_psoas_l_force_N,
                             PS_EVENT_psoas_r_activation_pct,
                             PS_EVENT_psoas_l_activation_pct,
                             PS_EVENT_L4_L5_compression_N,
                             PS_EVENT_L5_S1_compression_N,
                             PS_EVENT_hip_r_contact_N,
                             PS_EVENT_hip_l_contact_N,
                             PS_EVENT_hip_flexion_r_deg,
                             PS_EVENT_hip_flexion_l_deg,
                             PS_EVENT_lordosis_deg,
                             PS_EVENT_trunk_pitch_deg,
                             PS_EVENT_iap_kPa,
                             PS_EVENT_erector_activation_pct,
                             PS_EVENT_stiffness_Nm_rad,
                             PS_EVENT_reserve_Nm};
const int ps_event_key_count = sizeof ps_event_keys / sizeof *ps_event_keys;

const char *ps_event_unit(int column) {
  static const struct {
    const char *end, *unit;
  } units[] = {{"_Nm_rad", "N m/rad"}, {"_Nm", "N m"},  {"_N", "N"},
               {"_pct", "%"},          {"_deg", "deg"}, {"_kPa", "kPa"}};
  const char *name = ps_event_columns[column].name;
  size_t n = strlen(name);
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    size_t k = strlen(units[i].end);
    if (n > k && strcmp(name + n - k, units[i].end) == 0)
      return units[i].unit;
  }
  return "";
}

// what the event's own numbers say that is not simulated, or not shown
static const char *special(const ps_event_result *r, char *text, size_t size) {
  const char *name = ps_event_name(r->kind);
  const ps_event_table *t = &r->table;
  switch (r->kind) {
  case PS_EVENT_FREEZE:
    snprintf(text, size,
             "Not simulated, only reported: sway x %.3g, heart rate %+.3g a minute; directions "
             "were measured, sizes are recalled.",
             ps_event_value(t, name, "sway", ""), ps_event_value(t, name, "heart", ""));
    return text;
  case PS_EVENT_FEAR:
    snprintf(
        text, size,
        "Not a forward simulation: minutes pass, so every instant is a balance of its own. The "
        "tone of the psoas under stress (%.3g %% of maximum) is assumed; zero is possible.",
        ps_event_value(t, name, "tone", "psoas"));
    return text;
  case PS_EVENT_STARTLE:
    snprintf(text, size,
             "The burst peaks %.3g ms after the sound; it halves in %.3g repeats (--repeat). Neck "
             "and limbs, which startle most, are not in it.",
             ps_event_value(t, name, "onset", ""), ps_event_value(t, name, "habituation", ""));
    return text;
  case PS_EVENT_RUN:
    return "The weight is on the right leg from the start; push-off, flight and landing are not "
           "in it.";
  default:
    return "The pelvis does not roll on the bed; arms and neck do not curl.";
  }
}

static const char *prescribed(const ps_event_trace *run, char *text, size_t size) {
  if (run->forward)
    snprintf(text, size,
             "Free: %d degrees of freedom, all lumbar levels among them. Prescribed: %s.",
             run->free, run->fixed);
  else
    snprintf(text, size, "Prescribed: %s.", run->fixed);
  return text;
}

static const char *reserve(const ps_event_trace *run, char *text, size_t size) {
  const double much = 5; // [N m | N]  beyond it the muscles do not do what is asked
  double most = run->value[PS_EVENT_reserve_Nm][ps_event_peak(run, PS_EVENT_reserve_Nm)];
  if (run->forward)
    snprintf(text, size,
             "Reserve: at most %.2g N m in one joint came from no muscle; along the course muscles "
             "and supports lacked %.2g N m or N.%s",
             most, run->missing,
             most > much || run->missing > much ? " That is much: this person cannot move so."
                                                : "");
  else
    snprintf(text, size, "Reserve: muscles and supports lacked at most %.2g N m or N.",
             run->missing);
  return text;
}

static const char *error_control(const ps_event_result *r, char *text, size_t size) {
  const ps_event_trace *run = r->run[0];
  snprintf(text, size,
           "Error control: Dormand-Prince 5(4), tolerance %.0e a step; %ld steps of %.2g to %.2g "
           "ms, %ld refused; energy gained and work done differ by %.1e of what was exchanged.",
           r->options.tolerance, run->work.steps, 1e3 * run->work.shortest, 1e3 * run->work.longest,
           run->work.refused, run->energy_error);
  return text;
}

static const char *ranges(const ps_event_result *r, char *text, size_t size) {
  if (r->request.draws == 0)
    return "No ranges: nothing was drawn. --draws 16 draws the event's numbers.";
  snprintf(text, size,
           "Ranges: 8 in 10 of %d draws of the event's own numbers%s; the person and the model are "
           "not drawn.",
           r->draws, r->draws < 8 ? " (fewer than 8 came out: no ranges)" : "");
  return text;
}

const char *ps_event_caveat(const ps_event_result *r, int i, char *text, size_t size) {
  const ps_event_trace *run = r->run[0];
  bool skips = !run->forward && i >= 4; // a row of balances has no integration error
  switch (skips ? i + 1 : i) {
  case 0:
    return "Plausible, not established: recordings of the psoas in startle or under threat do not "
           "exist. Sizes of bursts, tone and times are recalled or assumed "
           "(data/model/events.csv).";
  case 1:
    return prescribed(run, text, size);
  case 2:
    return special(r, text, size);
  case 3:
    return reserve(run, text, size);
  case 4:
    return error_control(r, text, size);
  case 5:
    return ranges(r, text, size);
  default:
    return NULL;
  }
}
