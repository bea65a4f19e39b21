// care.h: interventions that act on a person, each where it acts.
//
//   size_k  = one number per person, from the default's distribution; its mean without draws (C1)
//   d_k     = min(1, minutes / least studied minutes);  more than was studied does no more    (C2)
//   w_k(t)  = d_k (1 - exp(-(min(t, e) - s) / tau_on)) (1 - exp..)(t - e; tau_off)            (C3)
//   factor  = 1 + (size - 1) w      of stressors, sleep debt, tone, strength, seat            (C4)
//   ratio   = size ^ w              of hazards                                                (C5)
//   amount  = size w                of hip extension, of pelvic tilt                          (C6)
//   offset  = as in pain.h, with mean_points = size d                                         (C7)
//
// s and e are when it begins and ends, t days. Five kinds of action: what the person does all day
// (exposure: care_day.h makes another day), parameters of mechanics, rates of physiology, offsets
// of an index, hazards of an episode. A row that acts through a state has no offset of its own, so
// that nothing counts twice. A row without trial and without mechanism has size 0, and whatever it
// touches keeps its bits. Theory: docs/theory/care.md.
// Units: days; points; deg; factors and ratios are shares.
#pragma once

#include <stdint.h>

#include "physio/pain.h"
#include "scenario/day.h"
#include "scenario/evidence.h"

enum { PS_CARE_MOST = 16 };

// Where the size of a row goes, by its column `parameter`.
typedef enum ps_care_way {
  PS_CARE_BACK, // offsets of the back pain index: in anybody,
  PS_CARE_BACK_ACUTE,
  PS_CARE_BACK_CHRONIC,
  PS_CARE_BACK_TRAUMA, // in who is marked by trauma
  PS_CARE_LEG,
  PS_CARE_CONTEXT, // expectancy of care
  PS_CARE_EXTENSION,
  PS_CARE_STRENGTH,
  PS_CARE_TILT,
  PS_CARE_AROUSAL,
  PS_CARE_SLEEP,
  PS_CARE_TONE,
  PS_CARE_ONSET,      // hazard; and breaks, where the row also acts by exposure
  PS_CARE_RECURRENCE, // hazard
  PS_CARE_SITTING,    // exposures
  PS_CARE_SEAT,
  PS_CARE_SPRUNG,
  PS_CARE_POSTURE,
  PS_CARE_COURSE, // no intervention: the natural course
  PS_CARE_WAYS
} ps_care_way;

typedef struct ps_care_item {
  const ps_intervention *what;
  ps_care_way way;
  double minutes;        // [min a week]  nan: it takes no time
  double stated;         // [unit of the row]  size that the user gave; nan: the default
  bool hypothetical;     // the size is imagined: stated, without spread, in points of the index
  double start_d, end_d; // infinite: it goes on
} ps_care_item;

typedef struct ps_care {
  const ps_evidence *evidence;
  int n;
  ps_care_item item[PS_CARE_MOST];
} ps_care;

// The intervention behind "ID", "ID@MINUTES" or "ID=SIZE", from start to end. *item is added to.
ps_status ps_care_add(ps_care *care, const char *word, double start_d, double end_d, ps_error *err);
// Make the size of an item an imagined one, in the unit that its row has for that. Refused beyond
// 25 points, which is all that treatments come to together; in other units beyond the row's range.
ps_status ps_care_imagine(ps_care_item *item, double size, ps_error *err);
// Is it imagined, and beyond what its row can imagine?
bool ps_care_beyond(const ps_care_item *item);

double ps_care_dose(const ps_care_item *item); // d of (C2)
// Is the dose outside what was studied?
bool ps_care_extrapolated(const ps_care_item *item);

// Does the item change what the person does all day (care_day.h)?
bool ps_care_is_exposure(const ps_care_item *item);
// Is this a day that items change?
bool ps_care_changes(const ps_care *care, int day);

// Sizes (C1) of one person, by item.
typedef struct ps_care_sizes {
  double size[PS_CARE_MOST];
} ps_care_sizes;
ps_care_sizes ps_care_usual(const ps_care *care);
// Draw i of n. Items are drawn apart, each as in any other choice of items.
ps_care_sizes ps_care_draw(const ps_care *care, uint64_t seed, int i, int n);

// Who is treated: what decides whether an offset is for them.
typedef struct ps_care_who {
  int episode; // ps_episode_kind, of now
  double ptsd;
} ps_care_who;
// Does the item act in this person? Words say for whom it is, where not: "chronic pain".
bool ps_care_is_for(const ps_care_item *item, const ps_care_who *who, const char **for_whom);

// What all of it comes to on a day: what the couplings of life.c and habit.c read.
typedef struct ps_care_acts {
  double stressor, sleep_debt, psoas_tone, psoas_strength, seat; // factors
  double onset, recurrence;                                      // hazard ratios
  double extension_deg, tilt_deg;
  double expectancy; // 0..1
  double day;        // t
  double begun_d;    // when care began, for the response to it
  int noffset;
  ps_pain_treatment offset[PS_CARE_MOST];
} ps_care_acts;
ps_care_acts ps_care_none(void);
ps_care_acts ps_care_on(const ps_care *care, const ps_care_sizes *sizes, const ps_care_who *who,
                        double day);

// Back or leg pain with what acts `since_d` days after acts->day, as in pain.h.
double ps_care_pain(const ps_pain_params *p, const ps_care_acts *acts, ps_pain_where where,
                    double since_d, double raw);
// A person as changed by training: hip flexors longer, pelvis tilted.
void ps_care_person(const ps_care_acts *acts, double deg_per_share, const ps_parameters *p,
                    ps_person *person);
