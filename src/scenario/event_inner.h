// event_inner.h: what the files of the event simulation share.
#pragma once

#include "scenario/event.h"
#include "scenario/hold_inner.h"

// How a coordinate moves.
typedef enum ps_event_role {
  PS_ROLE_FREE,   // by forces
  PS_ROLE_FOLLOW, // so that a standing thigh stays where it is: pelvis, its hips
  PS_ROLE_GIVEN,  // along the course
} ps_event_role;

enum { PS_EVENT_FREE = 32 }; // most degrees of freedom

// What the course says at one instant: where the body is meant to be, and what holds it there.
typedef struct ps_event_knot {
  double *q, *u, *udot;      // nq
  double *activation;        // nline
  double *length;            // nline [m]
  double preload[PS_LEVELS]; // [N]
  double pressure, wall;     // [kPa], [N]  of the belly, and the wall tension that goes with it
  ps_vec3 *contact, *place;  // [N], [m]  by contact
  double *reserve;           // nw: what the balance leaves over
} ps_event_knot;

// From rest to the target and back: share of the way at a time, with its derivatives.
typedef struct ps_event_way {
  double ramp, stay, release; // [s]
} ps_event_way;
void ps_event_share(const ps_event_way *way, double t, double s[3]);

typedef struct ps_event_plan {
  ps_event_way way;
  int n;     // knots
  double dt; // [s]  between them
  ps_event_knot *knot;
  double missing; // [N m | N]  largest that no muscle gives
  // bursts of excitation
  double *burst;            // nline: height
  double onset, rise, fall; // [s]
} ps_event_plan;

// Constants of the body row of the table.
typedef struct ps_event_body_params {
  double disc_damping, contact_damping, short_range;
  double feedback[2][2], reserve[2][2]; // level, hip; by angle, by speed
  double trunk[2];                      // of the thorax as a whole
} ps_event_body_params;

typedef struct ps_event_body {
  ps_hold *hold;
  const ps_human *h;
  const ps_model *m;
  ps_data *d;
  ps_pool *pool;
  ps_event_plan plan;
  ps_event_body_params p;
  double *step;            // nq: from rest to target; NULL: none
  int *role;               // nq
  int nw, nbase;           // degrees of freedom; those of the pelvis on its hips come first
  int free[PS_EVENT_FREE]; // coordinate of each of the others
  bool stands[2];          // legs
  bool loose[2];           // legs whose hip is free; else they follow the course
  ps_spatial base[3];      // motion of the pelvis for unit speed
  bool *moving;            // by contact: does it act on what is free?
  bool muscles;            // false: no lines, feedback, reserve or damping: energy is kept
  // at the instant at hand
  ps_event_knot now;                                  // the course
  double *G;                                          // nq x nw
  double *gamma;                                      // nq: accelerations at w' = 0
  double *supply;                                     // nq
  double *full;                                       // nq: moments that the motion takes
  double *M;                                          // nw x nw, packed
  double *wdot, *deviation, *deviation_speed, *asked; // nw
  double *arm;   // nline x nw [m]: of the lines in what is free
  double *price; // nw: what feedback costs
  double *MG;    // nq x nw
  int *last, *start;
  double *diagonal, *lift;
  double pressure;     // [kPa]  above rest
  double reserve_peak; // [N m]
  double power;        // [W]  of all forces but gravity
} ps_event_body;

static inline int ps_event_states(const ps_event_body *b) {
  return b->m->nq + b->nw + b->h->nline + 1;
}

// ---- event_plan.c

// The course q*(t), and what holds it; `target`: nq, or NULL where the body is to stay.
// `coactivation`: share by which every line is to be above its rest at the end of the way.
ps_status ps_event_plan_make(ps_event_body *b, const double *rest, const double *target,
                             double coactivation, double seconds, ps_error *err);
// The course at a time -> b->now.
void ps_event_plan_at(ps_event_body *b, double t);
double ps_event_burst(const ps_event_plan *plan, int line, double t);
// Tension of the wall of the belly around it [N], lines at these active forces.
double ps_event_wall(const ps_human *h, const double *active);

// ---- event_body.c

// Roles of the coordinates, from `stands` and `loose`, and room for everything.
ps_status ps_event_body_make(ps_event_body *b, ps_error *err);
// Map G and its rate at q: for the speeds w and the course -> d->u, gamma.
void ps_event_move(ps_event_body *b, const double *w);
// The rate of the state; ps_ode_rate. Leaves forces, speeds and accelerations in hold and data.
void ps_event_rate(void *context, double t, const double *y, double *rate);
