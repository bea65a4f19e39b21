// event.c: from an event's name to its timeline.
#include "scenario/event.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "scenario/event_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

ps_event_options ps_event_default(void) {
  return (ps_event_options){
      .hold = ps_hold_default(), .tolerance = 1e-5, .strength = 1, .seconds = NAN, .every = NAN};
}

typedef struct scene {
  ps_event_trace *run;
  const ps_event_table *table;
  const ps_event_options *o;
  const char *name;
  ps_pose pose;
  ps_human *human;
  ps_data *data;
  ps_posture posture;
  ps_hold *hold;
  ps_held held;
  ps_event_body body;
  ps_ode *ode;
  double seconds, every;
  ps_mat3 thorax;     // at rest
  double thigh[2][6]; // [m]  where standing thighs are: hip and a point of the shaft
  double energy, exchanged;
} scene;

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static double of_event(const scene *s, const char *quantity) {
  return ps_event_value(s->table, s->name, quantity, "");
}

// ---- at rest

static ps_status take_posture(ps_pool *pool, const ps_model *m, ps_posture *p, ps_error *err) {
  size_t size = (size_t)m->nq * sizeof(double);
  *p = (ps_posture){.q = ps_pool_take(pool, size),
                    .u = ps_pool_take(pool, size),
                    .udot = ps_pool_take(pool, size)};
  return p->q && p->u && p->udot ? PS_OK : no_memory(err);
}

static ps_status hold_start(scene *s, const ps_lab *lab, const ps_tree *tree, ps_error *err) {
  ps_pool *pool = &s->run->pool;
  PS_TRY(ps_pose_read(pool, tree, NULL, &s->pose, err));
  PS_TRY(ps_human_create(&s->human, &lab->anatomy, &lab->parameters, &s->pose.person, s->o->detail,
                         err));
  s->data = ps_data_create(s->human->model);
  if (!s->data)
    return no_memory(err);
  PS_TRY(take_posture(pool, s->human->model, &s->posture, err));
  PS_TRY(ps_posture_resolve(s->human, &s->pose, s->data, &s->posture, err));
  if (s->posture.walks)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "'%.60s' moves; an event starts from a posture that is still", s->pose.posture);
  PS_TRY(ps_hold_create(&s->hold, s->human, &s->posture, &s->pose, &s->o->hold, err));
  ps_hold_solve(s->hold, &s->held);
  s->run->person = s->pose.person;
  s->run->start = s->pose.posture;
  s->run->title = s->pose.title;
  if (s->held.status != PS_HOLD_SOLVED)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "this person cannot hold '%.60s', from which '%s' starts", s->pose.posture,
                   s->name);
  return PS_OK;
}

static void read_body(scene *s) {
  static const char *const where[2] = {"level", "hip"};
  const ps_event_table *t = s->table;
  ps_event_body_params *p = &s->body.p;
  p->disc_damping = ps_event_value(t, "body", "disc_damping", "");
  p->contact_damping = ps_event_value(t, "body", "contact_damping", "");
  p->short_range = ps_event_value(t, "body", "short_range", "");
  p->trunk[0] = ps_event_value(t, "body", "feedback_trunk", "");
  p->trunk[1] = ps_event_value(t, "body", "feedback_trunk_speed", "");
  for (int i = 0; i < 2; i++)
    for (int speed = 0; speed < 2; speed++) {
      char name[64];
      snprintf(name, sizeof name, "feedback_%s%s", where[i], speed ? "_speed" : "");
      p->feedback[i][speed] = ps_event_value(t, "body", name, "");
      snprintf(name, sizeof name, "reserve_%s%s", where[i], speed ? "_speed" : "");
      p->reserve[i][speed] = ps_event_value(t, "body", name, "");
    }
}

static const char *fixed_words(const ps_event_body *b) {
  return b->nbase == 1   ? "feet, shanks and thighs stand still; the pelvis turns on both hips"
         : b->nbase == 3 ? "the standing leg stands still and the pelvis turns on its hip; knee "
                           "and ankle of the other leg follow a course, its hip is free"
         : b->loose[0]   ? "the pelvis stays where it rests; knees and ankles follow a course, "
                           "hips are free"
                         : "pelvis and legs stay where they are";
}

static ps_status make_body(scene *s, ps_error *err) {
  const ps_pose *pose = &s->pose;
  ps_event_body *b = &s->body;
  bool up = pose->base == PS_UPRIGHT,
       sits = pose->support.seat || pose->support.knees || pose->support.heels;
  int feet = up && !sits ? pose->support.feet : PS_FEET_NONE;
  *b = (ps_event_body){
      .hold = s->hold, .h = s->human, .m = s->human->model, .d = s->hold->d, .pool = &s->run->pool};
  b->stands[PS_RIGHT] = feet == PS_FEET_BOTH || feet == PS_FOOT_RIGHT;
  b->stands[PS_LEFT] = feet == PS_FEET_BOTH || feet == PS_FOOT_LEFT;
  for (int side = 0; side < 2; side++) // one that hangs, or lies
    b->loose[side] = !up || (b->stands[!side] && !b->stands[side]);
  read_body(s);
  PS_TRY(ps_event_body_make(b, err));
  s->run->free = b->nw;
  s->run->lines = s->human->nline;
  s->run->fixed = fixed_words(b);
  return PS_OK;
}

// ---- the event itself

static void set_bursts(scene *s) {
  ps_event_plan *plan = &s->body.plan;
  double ms = 1e-3;
  plan->onset = of_event(s, "onset") * ms;
  plan->fall = of_event(s, "width") * ms;
  // a burst is an answer: it starts after the sound, however wide it is
  plan->rise = fmin(plan->fall, 0.5 * plan->onset);
  for (int i = 0; i < s->human->nline; i++) {
    double peak = ps_event_value(s->table, s->name, "peak", s->human->line[i].group);
    plan->burst[i] = isfinite(peak) ? s->o->strength * peak : 0;
  }
}

static double or_zero(double x) {
  return isfinite(x) ? x : 0;
}

// where the target's posture goes: levels, hips, knees and ankles of what is free to move
static ps_status find_target(scene *s, const ps_tree *tree, double *q, ps_error *err) {
  const ps_human *h = s->human;
  const ps_model *m = h->model;
  memcpy(q, s->held.q, (size_t)m->nq * sizeof *q);
  const struct {
    const char *name;
    int coordinate;
  } angle[] = {{"hip_flexion_r", h->hip[0][PS_HIP_FLEXION]},
               {"hip_flexion_l", h->hip[1][PS_HIP_FLEXION]},
               {"knee_flexion_r", h->knee[0]},
               {"knee_flexion_l", h->knee[1]}};
  for (int i = 0; i < 4; i++) {
    double value = of_event(s, angle[i].name);
    if (isfinite(value))
      q[angle[i].coordinate] = value * degree;
  }
  if (!tree)
    return PS_OK;
  ps_pose pose;
  ps_posture target;
  ps_hold *hold = NULL;
  ps_held held;
  PS_TRY(ps_pose_read(&s->run->pool, tree, NULL, &pose, err));
  PS_TRY(take_posture(&s->run->pool, m, &target, err));
  PS_TRY(ps_posture_resolve(h, &pose, s->data, &target, err));
  ps_status status = ps_hold_create(&hold, h, &target, &pose, &s->o->hold, err);
  if (status == PS_OK)
    ps_hold_solve(hold, &held);
  for (int k = 0; k < m->nq && status == PS_OK; k++)
    if (m->coord_body[k] != h->pelvis)
      q[k] = held.q[k];
  ps_hold_free(hold);
  return status;
}

static ps_status make_plan(scene *s, const ps_tree *target, ps_error *err) {
  ps_event_plan *plan = &s->body.plan;
  const ps_model *m = s->human->model;
  bool moves = s->run->kind == PS_EVENT_FETAL || s->run->kind == PS_EVENT_RUN;
  double coactivation = s->run->kind == PS_EVENT_FREEZE ? of_event(s, "coactivation") : 0;
  plan->way = (ps_event_way){or_zero(of_event(s, "ramp")), or_zero(of_event(s, "stay")),
                             or_zero(of_event(s, "release"))};
  set_bursts(s);
  double *rest = ps_pool_take(&s->run->pool, (size_t)m->nq * sizeof *rest);
  double *end = ps_pool_take(&s->run->pool, (size_t)m->nq * sizeof *end);
  if (!rest || !end)
    return no_memory(err);
  memcpy(rest, s->held.q, (size_t)m->nq * sizeof *rest);
  if (moves && s->o->strength > 0)
    PS_TRY(find_target(s, target, end, err));
  PS_TRY(ps_event_plan_make(&s->body, rest, moves && s->o->strength > 0 ? end : NULL,
                            s->o->strength * coactivation, s->seconds, err));
  s->run->missing = plan->missing;
  return PS_OK;
}

// ---- the timeline

// how far the thorax leans forward from where it was at rest [rad]
static double thorax_pitch(const scene *s) {
  ps_mat3 R = s->hold->d->body_X[s->human->torso].R;
  ps_vec3 front = ps_column(s->thorax, 0), up = ps_column(s->thorax, 1), now = ps_column(R, 0);
  return -atan2(ps_dot(now, up), ps_dot(now, front));
}

static double group(const scene *s, const char *name, int side, bool force) {
  for (int i = 0; i < ps_group_count(); i++)
    if (strcmp(ps_group_name(i), name) == 0) {
      ps_group_sum sum = ps_group_of(s->hold, &s->held, i, side);
      return force ? sum.force : 100 * sum.activation;
    }
  return NAN;
}

// Contact force of a hip [N]. What the body asks of the ground beyond the supports of the course
// goes through the legs that stand, through both alike.
static double hip_contact(const scene *s, int side) {
  const bool *stands = s->body.stands;
  ps_vec3 more = s->hold->d->joint_force[s->human->pelvis].v;
  double share = !stands[side] ? 0 : stands[!side] ? 0.5 : 1;
  return ps_norm(ps_axpy(s->held.hip[side], -share, more));
}

// everything at the state that the body was last evaluated at
static void measure(scene *s, double row[PS_EVENT_COLUMN_COUNT]) {
  ps_hold *hold = s->hold;
  ps_posture_angles angle = ps_posture_measure(s->human, &s->posture, hold->d->q);
  ps_hold_loads(hold, &s->held);
  row[PS_EVENT_psoas_r_force_N] = group(s, "psoas", PS_RIGHT, true);
  row[PS_EVENT_psoas_l_force_N] = group(s, "psoas", PS_LEFT, true);
  row[PS_EVENT_psoas_r_activation_pct] = group(s, "psoas", PS_RIGHT, false);
  row[PS_EVENT_psoas_l_activation_pct] = group(s, "psoas", PS_LEFT, false);
  row[PS_EVENT_hip_flexion_r_deg] = angle.hip_flexion[PS_RIGHT];
  row[PS_EVENT_hip_flexion_l_deg] = angle.hip_flexion[PS_LEFT];
  row[PS_EVENT_lordosis_deg] = angle.lordosis;
  row[PS_EVENT_trunk_pitch_deg] = thorax_pitch(s) / degree;
  row[PS_EVENT_L4_L5_compression_N] = s->held.level[PS_L4_L5].compression;
  row[PS_EVENT_L5_S1_compression_N] = s->held.level[PS_L5_S1].compression;
  row[PS_EVENT_hip_r_contact_N] = hip_contact(s, PS_RIGHT);
  row[PS_EVENT_hip_l_contact_N] = hip_contact(s, PS_LEFT);
  row[PS_EVENT_iap_kPa] = s->posture.iap_rest_kPa + hold->pressure_kPa;
  row[PS_EVENT_erector_activation_pct] =
      0.5 * (group(s, "erector", PS_RIGHT, false) + group(s, "erector", PS_LEFT, false));
  double v[PS_CHAIN];
  ps_hold_stiffness(hold);
  row[PS_EVENT_stiffness_Nm_rad] = ps_chain_softest(&s->human->column, hold->K, v);
  row[PS_EVENT_reserve_Nm] = s->body.reserve_peak;
}

// of a row, as short a number as it can be [s]
static double time_of(const scene *s, int row) {
  const double fine = 1e6;
  return round(row * s->every * fine) / fine;
}

static void record(scene *s, int i, double t) {
  double row[PS_EVENT_COLUMN_COUNT];
  measure(s, row);
  s->run->time[i] = t;
  for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++)
    s->run->value[c][i] = row[c];
  s->run->n = i + 1;
}

static ps_status take_rows(scene *s, ps_error *err) {
  ps_event_trace *run = s->run;
  size_t rows = (size_t)lround(s->seconds / s->every) + 1;
  run->time = ps_pool_take(&run->pool, rows * sizeof *run->time);
  bool there = run->time != NULL;
  for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++) {
    run->value[c] = ps_pool_take(&run->pool, rows * sizeof *run->value[c]);
    there = there && run->value[c];
  }
  return there ? PS_OK : no_memory(err);
}

// kinetic and potential energy, the pelvis and legs included [J]
static double energy(const scene *s) {
  ps_whole_body w = ps_whole(s->human->model, s->hold->d);
  return w.kinetic + w.potential;
}

static ps_status start_solver(scene *s, ps_error *err) {
  ps_event_body *b = &s->body;
  int n = ps_event_states(b), nq = b->m->nq;
  double *absolute = ps_pool_take(&s->run->pool, (size_t)n * sizeof *absolute);
  if (!absolute)
    return no_memory(err);
  for (int i = 0; i < n; i++) // rad, m; rad/s; activations; J
    absolute[i] = s->o->tolerance * (i < nq ? 0.1 : i < nq + b->nw ? 1 : i < n - 1 ? 0.1 : 10);
  ps_ode_options o = {s->o->tolerance, absolute, 1e-4, 400000};
  PS_TRY(ps_ode_create(&s->ode, n, ps_event_rate, b, &o, err));
  double *y = ps_ode_state(s->ode);
  memcpy(y, b->plan.knot[0].q, (size_t)nq * sizeof *y);
  memcpy(y + nq + b->nw, b->plan.knot[0].activation, (size_t)b->h->nline * sizeof *y);
  ps_ode_start(s->ode, 0);
  return PS_OK;
}

static void look(scene *s, double t, double *rate) {
  ps_event_rate(&s->body, t, ps_ode_state(s->ode), rate);
}

static void begin_measuring(scene *s, double *rate) {
  look(s, 0, rate);
  s->thorax = s->hold->d->body_X[s->human->torso].R;
  s->energy = energy(s);
  s->run->tonic_reserve = s->body.reserve_peak;
  measure(s, s->run->rest);
  for (int side = 0; side < 2; side++) {
    ps_transform X = s->hold->d->body_X[s->human->femur[side]];
    ps_vec3 p = ps_transform_point(X, ps_vec(0, -0.4, 0));
    double at[6] = {X.p.x, X.p.y, X.p.z, p.x, p.y, p.z};
    memcpy(s->thigh[side], at, sizeof at);
  }
}

// standing thighs do not move but by the error of the integration
static void check_slip(scene *s) {
  for (int side = 0; side < 2; side++) {
    ps_transform X = s->hold->d->body_X[s->human->femur[side]];
    ps_vec3 p = ps_transform_point(X, ps_vec(0, -0.4, 0));
    const double *at = s->thigh[side];
    double moved = fmax(ps_distance(X.p, ps_vec(at[0], at[1], at[2])),
                        ps_distance(p, ps_vec(at[3], at[4], at[5])));
    if (s->body.stands[side])
      s->run->slip = fmax(s->run->slip, moved);
  }
}

static void check_energy(scene *s) {
  const double *y = ps_ode_state(s->ode);
  double work = y[ps_event_states(&s->body) - 1], gained = energy(s) - s->energy;
  s->exchanged = fmax(s->exchanged, fmax(fabs(work), fabs(gained)));
  if (s->exchanged > 0)
    s->run->energy_error = fmax(s->run->energy_error, fabs(gained - work));
}

static ps_status go(scene *s, ps_error *err) {
  ps_event_trace *run = s->run;
  size_t n = (size_t)ps_event_states(&s->body);
  double *rate = ps_pool_take(&run->pool, n * sizeof *rate);
  if (!rate)
    return no_memory(err);
  PS_TRY(take_rows(s, err));
  PS_TRY(start_solver(s, err));
  begin_measuring(s, rate);
  int rows = (int)lround(s->seconds / s->every) + 1;
  for (int i = 0; i < rows; i++) {
    double t = time_of(s, i);
    run->outcome = ps_ode_advance(s->ode, t);
    if (run->outcome != PS_ODE_REACHED)
      break;
    look(s, t, rate);
    check_energy(s);
    check_slip(s);
    record(s, i, t);
    run->end = t;
  }
  run->energy_error = s->exchanged > 0 ? run->energy_error / s->exchanged : 0;
  run->work = *ps_ode_work(s->ode);
  return PS_OK;
}

// ---- fear: minutes, so that the body is in balance all along

// share of the fast stress state while a threat lasts and after it   (V8)
static double alarm(const scene *s, double t) {
  double minute = 60, stay = of_event(s, "stay");
  double on = 1 - exp(-fmin(t, stay) / (minute * of_event(s, "tau_on")));
  return t <= stay ? on : on * exp(-(t - stay) / (minute * of_event(s, "tau_off")));
}

// every line a share above its rest, and the psoas by its tone on top
static void raise_tone(scene *s, const double *rest, double state) {
  double coactivation = of_event(s, "coactivation");
  for (int i = 0; i < s->human->nline; i++) {
    double tone = ps_event_value(s->table, s->name, "tone", s->human->line[i].group);
    s->hold->low[i] =
        fmin(1, (1 + coactivation * state) * rest[i] + (isfinite(tone) ? 0.01 * tone * state : 0));
    s->hold->reference[i] = 0;
  }
}

static ps_status balance_all(scene *s, ps_error *err) {
  ps_event_trace *run = s->run;
  size_t nq = (size_t)s->human->model->nq, nline = (size_t)s->human->nline;
  double *q = ps_pool_take(&run->pool, nq * sizeof *q);
  double *rest = ps_pool_take(&run->pool, nline * sizeof *rest);
  if (!q || !rest)
    return no_memory(err);
  memcpy(q, s->held.q, nq * sizeof *q);
  memcpy(rest, s->hold->activation, nline * sizeof *rest);
  run->lines = s->human->nline;
  run->fixed = "the posture stays as it is; every instant is a balance of its own";
  PS_TRY(take_rows(s, err));
  s->thorax = s->hold->d->body_X[s->human->torso].R;
  int rows = (int)lround(s->seconds / s->every) + 1;
  for (int i = 0; i < rows; i++) {
    double t = time_of(s, i), state = s->o->strength * alarm(s, t);
    raise_tone(s, rest, state);
    run->missing = fmax(run->missing, ps_hold_balance(s->hold, q, &s->held));
    ps_hold_evaluate(s->hold, q);
    record(s, i, t);
    run->end = t;
    if (i == 0)
      for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++)
        run->rest[c] = run->value[c][0];
  }
  return PS_OK;
}

static ps_status simulate(scene *s, const ps_lab *lab, const ps_tree *start, const ps_tree *target,
                          ps_error *err) {
  PS_TRY(hold_start(s, lab, start, err));
  s->seconds = isfinite(s->o->seconds) ? s->o->seconds : of_event(s, "duration");
  bool slow = s->run->kind == PS_EVENT_FEAR;
  s->every = isfinite(s->o->every) ? s->o->every : slow ? 10 : 0.01;
  s->run->forward = !slow;
  if (slow)
    return balance_all(s, err);
  PS_TRY(make_body(s, err));
  PS_TRY(make_plan(s, target, err));
  return go(s, err);
}

ps_status ps_event_simulate(ps_event_trace **run, const ps_lab *lab, const ps_event_table *table,
                            ps_event_kind kind, const ps_tree *start, const ps_tree *target,
                            const ps_event_options *options, ps_error *err) {
  ps_event_trace *r = calloc(1, sizeof *r);
  *run = r;
  if (!r)
    return no_memory(err);
  r->kind = kind;
  scene s = {.run = r, .table = table, .o = options, .name = ps_event_name(kind)};
  ps_status status = simulate(&s, lab, start, target, err);
  ps_ode_free(s.ode);
  ps_hold_free(s.hold);
  ps_data_free(s.data);
  ps_human_free(s.human);
  return status;
}

void ps_event_free(ps_event_trace *run) {
  if (!run)
    return;
  ps_pool_free(&run->pool);
  free(run);
}
