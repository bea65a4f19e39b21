// report_findings.h: what a static optimization found, in the numbers that people ask for: who
// pulls how hard and when, what the joints carry, and how well the motion fits the forces.
//
// A muscle force is one answer among many that balance the same moments. So the same frames are
// solved under further criteria, and every peak comes with the range they leave. The joint loads
// are those of a joint reaction analysis under each answer; the rest is counting.
#pragma once

#include "tool/report.h"
#include "tool/report_stride.h"

typedef struct ps_range {
  double low, high;
} ps_range;

typedef struct ps_peak {
  double value;
  double time;    // [s]
  double phase;   // 0 .. 1 of the stride of its side; without strides, of the analysed interval
  ps_range range; // of the peaks under all criteria
} ps_peak;

// ---- muscles

typedef enum ps_pull_kind {
  PS_PULL_OTHER,
  PS_PULL_PSOAS,
  PS_PULL_ILIACUS,
  PS_PULL_ILIOPSOAS
} ps_pull_kind;

// A muscle, or the fascicles of one that go together.
typedef struct ps_pull {
  const char *name;
  ps_side side;
  ps_pull_kind kind;
  int nmember;
  int *member;            // muscles of the model
  int *column;            // of each member among the forces of a frame
  int *activation;        // of each member among the activations
  double strength;        // [N]  max_isometric_force of all members
  double mean;            // [N]
  ps_peak peak;           // [N]
  double peak_activation; // 0 .. 1; of members together: weighted by their strength
  double *force;          // n [N]
  double *low, *high;     // n [N]  under all criteria; NULL: not kept
} ps_pull;

// ---- joints

typedef enum ps_joint_place {
  PS_AT_HIP,
  PS_AT_KNEE,
  PS_AT_ANKLE,
  PS_AT_BACK,
  PS_AT_ELSE
} ps_joint_place;

typedef struct ps_joint_load {
  const char *name, *body; // of the joint; that it acts on: the child
  int joint;               // of the tree
  ps_side side;
  ps_joint_place place;
  double towards;     // +1 or -1: which way along the body's y axis presses the joint together
  double mean;        // [N]  of the resultant
  ps_peak peak;       // [N]
  double compression; // [N]  largest, along the body's y axis
  double *force;      // n [N]  resultant
} ps_joint_load;

// ---- quality

// A coordinate: what the motion asks for, and how much of it reserves had to give.
typedef struct ps_drive {
  const ps_effort *effort;
  bool root;       // moves the model in ground: no muscle can, so this is what does not fit
  double limit;    // [N m | N]  more than this from reserves is worth a warning
  bool beyond;     // they gave more
  double *needed;  // n
  double *reserve; // n
} ps_drive;

typedef struct ps_input {
  const char *role, *path; // path: as given
  char sha256[65];
} ps_input;

typedef struct ps_findings {
  ps_workspace *w;
  const ps_report_data *data;
  ps_pool *pool;
  ps_strides strides;
  double weight;     // [N]  of the model
  double load_peak;  // [N]  largest sum of the loads; 0: there are none
  double com_height; // [m]  of the mass center above ground's origin, at the start
  int ncriterion;    // criteria behind the ranges, the one that was asked for included
  ps_pull *muscle;   // nmuscle, those that act
  int nmuscle;
  ps_pull **row; // of the table: first nflexor of psoas and iliacus, then the most loaded
  int nrow, nflexor;
  ps_joint_load *joint;
  int njoint;
  const char *no_joints; // why there are none, NULL
  ps_drive *drive;
  int ndrive;
  struct {
    const char **items;
    int n, capacity;
  } warnings; // sentences
  struct {
    ps_input *items;
    int n, capacity;
  } inputs;
} ps_findings;

// Everything lives in the pool of the workspace.
ps_status ps_findings_make(ps_findings *f, ps_workspace *w, const ps_report_data *data);

// ---- parts, in the order in which they are made

ps_status ps_findings_muscles(ps_findings *f);
ps_status ps_findings_joints(ps_findings *f);
// Solve again under further criteria, and widen the ranges.
ps_status ps_findings_criteria(ps_findings *f);
ps_status ps_findings_quality(ps_findings *f);
ps_status ps_findings_inputs(ps_findings *f);

// Forces of all muscles and joints under some answer: n x nforce, as in ps_report_data.
void ps_pulls_widen(ps_findings *f, const double *force);
ps_status ps_joints_solve(ps_findings *f, const double *force, bool first);

// ---- for all parts

ps_status ps_findings_no_memory(const ps_findings *f);
double *ps_findings_take(ps_findings *f, int n);
ps_status ps_findings_warn(ps_findings *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// The largest of n values and when; the range begins there.
ps_peak ps_findings_peak(const ps_findings *f, ps_side side, const double *value);
// 0 .. 1 of the stride of a side, or of the interval where there are no strides.
double ps_findings_phase(const ps_findings *f, ps_side side, double time);
// The foot whose strides time a side; NULL: none is known.
const ps_foot *ps_findings_foot(const ps_findings *f, ps_side side);
