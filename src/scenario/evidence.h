// evidence.h: what is known of treatments and claims, and which effect follows by default.
//
//   default effect = pooled estimate x weight of its grade x 1/2 where only open comparisons exist
//
// A row of data/evidence/interventions.csv holds the default of the whole discount. The discount d
// is the one setting of a run: a weight w counts as 1 - d (1 - w), so that d = 1 gives the row and
// d = 0 takes trials at their word. Rows of data/evidence/effects.csv are what was measured,
// against what; claims.csv holds what people say, sources.csv where all of it was read, and
// docs/evidence.md the columns. Grades are those of GRADE: how sure, never how large.
// Units: points on 0 to 100 of the pain index, below 0 is less pain; days; minutes a week.
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "psoas/status.h"

typedef enum ps_grade {
  PS_GRADE_BLANK = -1, // not asked here
  PS_GRADE_NONE,       // no usable study found
  PS_GRADE_VERY_LOW,
  PS_GRADE_LOW,
  PS_GRADE_MODERATE,
  PS_GRADE_HIGH,
  PS_GRADES
} ps_grade;

// "low to moderate" lies between two grades; the lower one weighs.
typedef struct ps_graded {
  ps_grade low, high;
  const char *words, *about; // "low to moderate"; what more there is to say
} ps_graded;

typedef enum ps_standing { // of a mechanism or a claim
  PS_ESTABLISHED,
  PS_PLAUSIBLE,
  PS_CONTESTED,
  PS_NO_EVIDENCE,
  PS_STANDINGS
} ps_standing;

// What a guideline says.
typedef enum ps_stance {
  PS_STANCE_FOR,     // offer, first choice
  PS_STANCE_MAY,     // may be offered, an option
  PS_STANCE_WITH,    // only together with something else
  PS_STANCE_AGAINST, // do not offer, not for routine use
  PS_STANCE_UNSURE,
  PS_STANCE_SILENT,
  PS_STANCE_OUTSIDE, // not what the guideline is about
  PS_STANCES
} ps_stance;

enum { PS_GUIDELINES = 3 }; // NICE NG59, ACP 2017, WHO 2023
extern const char *const ps_guideline_names[PS_GUIDELINES];

// Conditions that are graded: back pain, sciatica, length of the hip flexors.
enum { PS_CONDITIONS = 3 };
extern const char *const ps_condition_names[PS_CONDITIONS];

// Where it acts, one bit each.
typedef enum ps_action {
  PS_ACTS_ON_EXPOSURE = 1,  // what the person does all day
  PS_ACTS_ON_PARAMETER = 2, // of mechanics: range, strength
  PS_ACTS_ON_RATE = 4,      // of physiology: stress, sleep, tone
  PS_ACTS_AS_OFFSET = 8,    // directly on an index
  PS_ACTS_ON_HAZARD = 16,   // how often episodes come
} ps_action;
enum { PS_ACTIONS = 5 };

typedef enum ps_effect_mode {
  PS_MODE_SPECIFIC,  // beyond the response to care
  PS_MODE_PROCEDURE, // the same, once
  PS_MODE_MECHANISM, // through what it changes; no effect on pain of its own
  PS_MODE_ZERO,      // none; with a spread, the band gets wider
  PS_MODE_CONTEXT,   // the response to care itself
  PS_MODE_BASELINE,  // the natural course
  PS_MODES
} ps_effect_mode;

typedef enum ps_effect_shape {
  PS_SHAPE_NORMAL, // cut at the limits
  PS_SHAPE_LOGNORMAL,
  PS_SHAPE_POINT,
  PS_SHAPE_USER, // no number: the user says what changes
  PS_SHAPES
} ps_effect_shape;

typedef enum ps_effect_scale {
  PS_SCALE_POINTS,
  PS_SCALE_SMD,   // standardised mean difference
  PS_SCALE_RATIO, // hazard or odds ratio
  PS_SCALE_WORDS, // no number
  PS_SCALES
} ps_effect_scale;

// A list of words of a cell, parted by "; ".
typedef struct ps_word_list {
  int n;
  const char **item;
} ps_word_list;

typedef struct ps_intervention {
  const char *id, *name, *purpose, *claimed, *mechanism, *standing_note;
  const char *course, *dose, *harms, *why, *flag;
  ps_word_list aliases, claims, acts_on, sources, not_with;
  ps_standing standing;
  ps_graded grade[PS_CONDITIONS];
  ps_stance stance[PS_GUIDELINES];
  const char *stance_words[PS_GUIDELINES];
  // [min a week]  usual, and the least and most that trials had; nan where it takes no time
  double minutes, minutes_low, minutes_high;
  const char *minutes_flag; // studied, assumed; ""
  unsigned actions;         // bits of ps_action
  const char *parameter, *unit;
  ps_effect_mode mode;
  ps_effect_shape shape;
  double mean, sd;              // [unit]  of the whole discount; nan: none
  double limit_low, limit_high; // [unit]  nan: open
  double onset_d, offset_d;     // [d]  time constants
  double typed_low, typed_high; // [typed_unit]  what a user may try; nan: nothing
  const char *typed_unit;       // points, ratio, share of tone
  double pooled;                // [points]  what the default is made of; nan: no trial
  ps_grade weight;              // PS_GRADE_BLANK: no weight went in
  double open;                  // [-]  1, or the weight of open comparisons
  const char *rule;             // rule, shrunk, inherits, computed, zero, context, course
  int first_effect, neffect;    // in ps_evidence.effect
  const char *yours;            // the user's file that says so (evidence_user.h); NULL: none
} ps_intervention;

typedef struct ps_effect {
  const char *intervention, *outcome, *against, *when, *finding, *source, *flag;
  ps_effect_scale scale;
  double value, low, high; // nan: not given
} ps_effect;

typedef struct ps_claim {
  const char *id, *theme, *claim, *note, *computed_by, *coupling, *supports, *opposes, *shows;
  const char *certainty, *flag, *test;
  ps_standing standing;
  ps_word_list sources;
} ps_claim;

typedef struct ps_source {
  const char *id, *kind, *citation, *where_seen, *seen;
} ps_source;

// Numbers of data/evidence/rule.csv.
typedef struct ps_evidence_rule {
  double discount;          // [-]  d above, 0 to 1: the one setting
  double weight[PS_GRADES]; // [-]  by grade
  double open;              // [-]  where only open comparisons exist
  double sd_share;          // [-]  a standard deviation is at least so much of its mean
  double sd_least;          // [points]  and at least so much
  double points_per_smd;    // [points]
  double noticeable;        // [points]  a difference between groups that is worth having
} ps_evidence_rule;

typedef struct ps_evidence {
  ps_pool pool;
  int nintervention, neffect, nclaim, nsource;
  ps_intervention *intervention;
  ps_effect *effect;
  ps_claim *claim;
  ps_source *source;
  ps_evidence_rule rule;
} ps_evidence;

// Read the tables. After a failure there is nothing to close.
ps_status ps_evidence_open(ps_evidence *e, ps_error *err);
void ps_evidence_close(ps_evidence *e);

// Words of the tables, by the values above.
extern const char *const ps_grade_words[PS_GRADES], *const ps_standing_words[PS_STANDINGS];
extern const char *const ps_stance_words[PS_STANCES], *const ps_effect_mode_words[PS_MODES];
extern const char *const ps_effect_scale_words[PS_SCALES];
extern const char *const ps_effect_shape_words[PS_SHAPES], *const ps_action_words[PS_ACTIONS];

// The intervention a user means, by id, alias or name, whatever the case and with ' ', '-' and '_'
// alike; -1 after a failure that names the choices, or what is near.
int ps_evidence_intervention(const ps_evidence *e, const char *word, ps_error *err);
int ps_evidence_claim(const ps_evidence *e, const char *id, ps_error *err);
// Is this one of its other names, or its name in full?
bool ps_evidence_is_called(const ps_intervention *i, const char *word);
const ps_source *ps_evidence_source(const ps_evidence *e, const char *id); // NULL: no such source

// Mean and standard deviation [unit] of the default effect under rule.discount; nan: none.
double ps_default_mean(const ps_evidence_rule *rule, const ps_intervention *i);
double ps_default_sd(const ps_evidence_rule *rule, const ps_intervention *i);
// Quantile of the default effect between people, 0 < share < 1 [unit].
double ps_default_quantile(const ps_evidence_rule *rule, const ps_intervention *i, double share);

// A measured value [points]; nan where its scale has no points.
double ps_effect_points(const ps_evidence_rule *rule, const ps_effect *effect, double value);
// Does one guideline allow what another advises against?
bool ps_guidelines_disagree(const ps_intervention *i);
