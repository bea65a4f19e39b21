// hold_inner.h: what the files of the posture solver share.
#pragma once

#include "base/arena.h"
#include "scenario/hold.h"

enum { PS_MOST_ROWS = 64, PS_CUTS = 8, PS_FORMS = 3 }; // most stability rows; sizes of the problem

// The columns of the recruitment problem, one kind after the other.
typedef struct ps_hold_columns {
  int line, contact, pressure, transversus, wall_slack, knee_stop, effort, compression, cut_slack,
      cut_short;
  int n;
} ps_hold_columns;

// A form of the problem: without and with stability rows.
typedef struct ps_hold_form {
  int ncut;
  ps_hold_columns column;
  int nrow, nentry;
  int wall_row, compression_row, cut_row; // first of each; rows of coordinates come before
  int *start, *row;
  int *span_entry;    // nspan: entry of a line's coordinate; -1: it has no row
  int *contact_entry; // of a coordinate (nq) in every edge of a contact; -1: none
  double *weight;
  const ps_recruit_problem *problem;
  ps_recruit_work *work;
  void *block; // of the work
} ps_hold_form;

typedef struct ps_cut {
  double v[PS_CHAIN];
} ps_cut;

// Where the levels are, and what the discs carry: what rounds start from and end at.
typedef struct ps_hold_stand {
  double shift[PS_CHAIN];    // [rad]  of free levels from their share
  double preload[PS_LEVELS]; // [N]
} ps_hold_stand;

struct ps_hold {
  const ps_human *h;
  const ps_posture *posture;
  const ps_pose *pose;
  ps_hold_options o;
  ps_pool pool;
  ps_data *d, *aside;          // at the pose at hand; where the gradient looks
  ps_hold_form form[PS_FORMS]; // without stability rows, with a few, with many
  int *row_of, nrow;           // row of a coordinate; -1: something outside holds it
  double *row_share;           // how much of the coordinate's moment counts in its row: 1, but for
  bool coupled;                // levels in rhythm, which share three rows
  double power;
  // per line, at the pose at hand
  double *capacity, *passive, *low, *reference; // [N], [N], [-], [-]
  double *stiffness;                            // [N/m] per newton of force
  struct {
    double *capacity, *passive, *stiffness; // the same where the gradient looks
  } there;
  // per column
  double *lo, *hi, *x0, *x, *ease, *entry;
  const ps_hold_form *filled; // the form that entries are filled for, in the pose at hand; or NULL
  int nfilled;                // cuts among them
  // per row or coordinate
  const ps_hold_form *priced; // the form that was solved last; NULL: none was
  double *dual;               // its prices by row, as far as any form has rows
  double *demand, *needed, *residual, *unmet, *trial_q; // row; nq each
  double *price;                                        // nq: cost per newton metre of a coordinate
  double *effort;                                       // nq: moment of the effort's unit
  bool weightless;      // efforts of a leg are measured with its weight taken off
  double effort_target; // [N m]; 0: none
  double effort_lever;  // [m]  from L5/S1 to where a trunk effort pushes; 0: other efforts
  double effort_Nm;     // as found
  double *knee_stop;    // nq [N m]  by the capsule of straight knees
  bool leans;           // a support steadies the trunk: no tone and no floor of the upright
  bool by_speed;        // capacities count how fast the lines lengthen
  double lent;          // times the strength that the muscles have, while a start is sought
  bool stable;          // the floor is kept, or cannot be
  bool symmetric;       // left and right are alike
  double trust[3];      // share of a Newton step of the levels that is taken, by turn
  double most_trust[3];
  double last_move[PS_CHAIN]; // [rad]
  double *shift;              // by place in the chain [rad]  of free levels from their share
  double preload[PS_LEVELS];
  ps_cut cut[PS_CUTS];
  ps_chain_slope
      *slope; // PS_CUTS per line: how the line lengthens along a cut, at the pose at hand
  int nslope; // cuts that it is known of
  // segments that the column stretches, of all lines and of the rod, in the pose of segments_of
  ps_chain_segment *segment, *rod_segment;
  ps_chain_form *unit;        // of each, what a newton adds to the stiffness, muscle included
  int *first_segment;         // nline + 1: of a line
  const ps_data *segments_of; // NULL: of none
  struct {                    // where a series of solves starts from
    ps_cut cut[PS_CUTS];
    int ncut;
    ps_hold_stand stand;
  } start;
  struct {     // where the last two solves ended, newest first
    double *q; // nq: the posture
    ps_hold_stand stand;
  } ended[2];
  int nended;
  ps_chain_matrix K, K_rest; // with all forces at hand; without muscles' active ones and contacts
  ps_chain_matrix K_contact; // of the contacts, as they pressed last
  bool rest_known;           // K_rest is that of the pose at hand
  int ncut;
  ps_vec3 *contact; // [N]
  ps_vec3 *edge;    // 4 per contact, unit normal part
  double *activation, *force, *active, *tension, *fiber_length;
  double pressure_kPa; // above rest
  double *q;
};

// ---- hold.c

ps_hold_stand ps_hold_stands(const ps_hold *hold);
void ps_hold_go_to(ps_hold *hold, const ps_hold_stand *stand);
// Tone and reference activation of every line.
void ps_hold_set_tone(ps_hold *hold);

// ---- hold_settle.c

// Rounds of balance, discs and levels until nothing moves, from where these are.
void ps_hold_settle(ps_hold *hold, ps_held *held);
// Would the posture keep the floor, if nothing steadied the trunk?
bool ps_hold_may_keep_floor(const ps_hold *hold);
// The balance at the coordinates `q`, with the speeds and accelerations of the posture: no level
// moves. Returns the largest moment that is missing [N m | N].
double ps_hold_balance(ps_hold *hold, const double *q, ps_held *held);

// ---- hold_problem.c

ps_status ps_hold_forms(ps_hold *hold, ps_error *err);
// Does the stability floor count in this posture?
bool ps_hold_wants_floor(const ps_hold *hold);
// The smallest form that has room for the stability rows at hand.
ps_hold_form *ps_hold_form_now(ps_hold *hold);
// Fill values, bounds and demand of a form for the pose at hand, and solve.
ps_recruit_outcome ps_hold_recruit(ps_hold *hold, ps_hold_form *form, ps_recruit_report *report);

// Which way a knee is held by what is no muscle: +1, flexed by its capsule when it is straight; -1,
// extended by the calf when it is bent as far as it goes; 0: it is free.
int ps_knee_stop(const ps_hold *hold, int side);

// ---- hold_state.c

// Positions, lengths of paths, capacities and passive forces at the coordinates `q`.
void ps_hold_place(ps_hold *hold, const double *q);
// The same, arms, and what the coordinates need from muscles and supports -> needed.
void ps_hold_evaluate(ps_hold *hold, const double *q);
// Put the pose at hand aside, for a look elsewhere; and once more, to have it back.
void ps_hold_swap(ps_hold *hold);
// Pulls of lines, by their tension [N], and of the rod, and contact forces: on the bodies, on top
// of the pushes that are there.
void ps_hold_apply(ps_hold *hold, const double *tension);
// What is left over in every coordinate where the body was just placed, activations and contact
// forces as they are [N m | N] -> residual.
void ps_hold_residual(ps_hold *hold, double *residual);
// Does the contact do work when the coordinate moves? +1, -1 with the body pressed back, 0.
int ps_contact_feels(const ps_hold *hold, const ps_support_point *c, int coordinate);

// Capacity and passive force of every line on the paths at hand, which lengthen by speed[path]
// [m/s]; NULL: which are still.
void ps_hold_lines(ps_hold *hold, const double *speed);
// Moments of discs, ligaments and hip capsules; and what a tension in a path does to the
// coordinates: added to `supply`.
void ps_hold_joint_moments(const ps_hold *hold, const double *q, double *supply);
void ps_hold_pull(const ps_hold *hold, int path, double tension, double *supply);

// Push of abdominal pressure [N].
double ps_hold_rod_push(const ps_hold *hold, double pressure_kPa);

// ---- hold_stiffness.c

// Segments of the pose at hand, where they are not known.
void ps_hold_find_segments(ps_hold *hold);
// The column's stiffness -> K_rest and K: what tension does is linear in the forces, so that the
// first is made once for a pose, and what is active added whenever forces change.
void ps_hold_stiffness_at_rest(ps_hold *hold);
void ps_hold_stiffness_of_contacts(ps_hold *hold); // -> K_contact
void ps_hold_stiffness(ps_hold *hold);
// K without the psoas.
void ps_hold_stiffness_without_psoas(ps_hold *hold, ps_chain_matrix K);

// ---- stability.c

// Smallest load P [N] at which K - P G is no longer stiff in every direction; INFINITY: there is
// none.
double ps_chain_buckling(const ps_chain *c, ps_chain_matrix K, ps_chain_matrix G);
// Vertical load on the thorax [N] that the column would buckle under, forces being as they are.
double ps_hold_buckling(ps_hold *hold);

// ---- hold_level.c

// One Newton step of the free levels -> shift; returns the largest move [rad].
double ps_hold_move_levels(ps_hold *hold, const ps_hold_form *form, const double *price);

// ---- hold_load.c

// Axes of the discs.
void ps_hold_discs(const ps_hold *hold, ps_level_load level[PS_LEVELS]);
// Loads of the levels, hips, knees and ankles with all forces at hand.
void ps_hold_loads(ps_hold *hold, ps_held *held);
// Compression of a level [N] per newton of tension in a path; and without the columns of the
// problem: weight, loads, passive lines, rest pressure.
double ps_hold_compression_of(const ps_hold *hold, const ps_level_load *level, int path, int k);
double ps_hold_compression_at_rest(const ps_hold *hold, const ps_level_load *level, int k);
