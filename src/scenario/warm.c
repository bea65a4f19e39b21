#include "scenario/warm.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

enum { PEOPLE = 4, SOLVERS = 12 };

typedef struct warm_person {
  ps_human *human;
  double stress;
  ps_data *data; // scratch, as is the posture
  ps_posture posture;
  double *number;
  int taken; // by how many
  unsigned long used;
} warm_person;

struct ps_warm {
  warm_person person[PEOPLE];
  ps_warm_solver solver[SOLVERS];
  unsigned long count;
};

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what makes two poses alike

bool ps_same_person(const ps_person *a, const ps_person *b) {
  size_t numbers = sizeof *a - offsetof(ps_person, age_y); // from there, doubles only
  return a->sex == b->sex && memcmp(&a->age_y, &b->age_y, numbers) == 0;
}

// a solver keeps the directions of its contacts and the most that they bear
static bool same_contact(const ps_support_point *a, const ps_support_point *b) {
  return a->body == b->body && a->against == b->against && a->most == b->most &&
         memcmp(&a->normal, &b->normal, sizeof a->normal) == 0;
}

bool ps_same_contacts(const ps_posture *a, const ps_posture *b) {
  bool same = a->ncontact == b->ncontact && a->walks == b->walks && a->supported == b->supported;
  for (int i = 0; i < a->ncontact && same; i++)
    same = same_contact(&a->contact[i], &b->contact[i]);
  return same;
}

bool ps_has_effort(const ps_pose *pose) {
  bool effort = false;
  for (int i = 0; i < PS_EFFORTS; i++)
    effort = effort || pose->effort[i].choice >= 0 || pose->effort[i].number != 0;
  return effort;
}

static bool same_options(const ps_hold_options *a, const ps_hold_options *b) {
  return a->criterion == b->criterion && a->floor == b->floor && a->free_spine == b->free_spine &&
         a->still_deg == b->still_deg && a->steady_N == b->steady_N &&
         a->inhibition == b->inhibition;
}

// ---- life

ps_warm *ps_warm_create(void) {
  return calloc(1, sizeof(ps_warm));
}

static void end_solver(ps_warm_solver *s) {
  ps_hold_free(s->hold);
  ps_data_free(s->data);
  free(s->number);
  *s = (ps_warm_solver){0};
}

static void end_solvers_of(ps_warm *w, const warm_person *p) {
  for (int i = 0; i < SOLVERS; i++)
    if (p->human && w->solver[i].human == p->human)
      end_solver(&w->solver[i]);
}

static void end_person(ps_warm *w, warm_person *p) {
  end_solvers_of(w, p);
  ps_human_free(p->human);
  ps_data_free(p->data);
  free(p->number);
  *p = (warm_person){0};
}

void ps_warm_free(ps_warm *w) {
  for (int i = 0; w && i < PEOPLE; i++)
    end_person(w, &w->person[i]);
  free(w);
}

// room for the numbers of a posture of `human`
static ps_status make_room(const ps_human *human, ps_data **data, double **number,
                           ps_posture *posture, ps_error *err) {
  size_t nq = (size_t)human->model->nq;
  *data = ps_data_create(human->model);
  *number = calloc(3 * nq, sizeof **number);
  if (!*data || !*number)
    return no_memory(err);
  *posture = (ps_posture){.q = *number, .u = *number + nq, .udot = *number + 2 * nq};
  return PS_OK;
}

// ---- people

static warm_person *person_of(ps_warm *w, const ps_human *human) {
  int i = 0;
  while (w->person[i].human != human)
    i++;
  return &w->person[i];
}

// the place of the person that was not asked for the longest
static warm_person *oldest_person(ps_warm *w) {
  warm_person *oldest = NULL;
  for (int i = 0; i < PEOPLE; i++)
    if (w->person[i].taken == 0 && (!oldest || w->person[i].used < oldest->used))
      oldest = &w->person[i];
  return oldest;
}

static warm_person *known_person(ps_warm *w, const ps_pose *pose, ps_detail detail) {
  for (int i = 0; i < PEOPLE; i++) {
    warm_person *p = &w->person[i];
    if (p->human && p->human->detail == detail && p->stress == pose->stress &&
        ps_same_person(&p->human->person, &pose->person))
      return p;
  }
  return NULL;
}

// who was there before becomes the person of `pose` where both have the same parts
static ps_status fill_person(ps_warm *w, warm_person *p, const ps_anatomy *anatomy,
                             const ps_parameters *parameters, const ps_pose *pose, ps_detail detail,
                             ps_error *err) {
  if (p->human && p->human->detail == detail) {
    end_solvers_of(w, p);
    p->stress = pose->stress;
    return ps_human_fit(p->human, anatomy, parameters, &pose->person, err);
  }
  end_person(w, p);
  PS_TRY(ps_human_create(&p->human, anatomy, parameters, &pose->person, detail, err));
  p->stress = pose->stress;
  return make_room(p->human, &p->data, &p->number, &p->posture, err);
}

ps_status ps_warm_human(ps_warm *w, const ps_anatomy *anatomy, const ps_parameters *parameters,
                        const ps_pose *pose, ps_detail detail, ps_human **human, ps_error *err) {
  warm_person *p = known_person(w, pose, detail);
  *human = NULL;
  if (!p) {
    p = oldest_person(w);
    if (!p)
      return PS_OK;
    ps_status status = fill_person(w, p, anatomy, parameters, pose, detail, err);
    if (status != PS_OK) {
      end_person(w, p);
      return status;
    }
  }
  p->used = ++w->count;
  p->taken++;
  *human = p->human;
  return PS_OK;
}

void ps_warm_give_back_human(ps_warm *w, const ps_human *human) {
  person_of(w, human)->taken--;
}

// ---- solvers

// Solvers of some poses hold what is theirs alone.
static bool can_be_kept(const ps_pose *pose, const ps_hold_options *o) {
  return !ps_has_effort(pose) && !pose->equilibrium && o->criterion != PS_CRITERION_GEOMETRY &&
         o->criterion != PS_CRITERION_EMG;
}

static ps_warm_solver *fitting_solver(ps_warm *w, const ps_human *human, const ps_pose *pose,
                                      const ps_posture *posture, const ps_hold_options *o) {
  for (int i = 0; i < SOLVERS; i++) {
    ps_warm_solver *s = &w->solver[i];
    if (s->hold && !s->taken && s->human == human && same_options(&s->options, o) &&
        s->pose.muscles == pose->muscles && ps_same_contacts(&s->posture, posture))
      return s;
  }
  return NULL;
}

static ps_warm_solver *oldest_solver(ps_warm *w) {
  ps_warm_solver *oldest = NULL;
  for (int i = 0; i < SOLVERS; i++)
    if (!w->solver[i].taken && (!oldest || w->solver[i].used < oldest->used))
      oldest = &w->solver[i];
  return oldest;
}

// The pose as it is resolved in the person's scratch, which is the solver's from now on, and the
// other way round.
static void exchange(warm_person *p, ps_warm_solver *s) {
  ps_data *data = p->data;
  double *number = p->number;
  ps_posture posture = p->posture;
  p->data = s->data;
  p->number = s->number;
  p->posture = s->posture;
  s->data = data;
  s->number = number;
  s->posture = posture;
}

static ps_status fill_solver(ps_warm_solver *s, warm_person *p, const ps_pose *pose,
                             const ps_hold_options *o, ps_error *err) {
  const ps_human *human = p->human;
  end_solver(s);
  s->human = human;
  s->options = *o;
  s->pose = *pose;
  PS_TRY(make_room(human, &s->data, &s->number, &s->posture, err));
  exchange(p, s);
  PS_TRY(ps_hold_create(&s->hold, human, &s->posture, &s->pose, &s->options, err));
  ps_hold_mark(s->hold);
  for (int side = 0; side < 2; side++)
    s->ranges[side] = ps_hip_tests(s->hold, side);
  return PS_OK;
}

// `pose` for a solver that fits
static void aim_solver(ps_warm_solver *s, warm_person *p, const ps_pose *pose, bool near) {
  s->pose = *pose;
  exchange(p, s);
  if (!near)
    ps_hold_restart(s->hold);
}

ps_status ps_warm_take(ps_warm *w, const ps_human *human, const ps_pose *pose,
                       const ps_hold_options *o, bool near, ps_warm_solver **solver,
                       ps_error *err) {
  *solver = NULL;
  if (!can_be_kept(pose, o))
    return PS_OK;
  warm_person *p = person_of(w, human);
  PS_TRY(ps_posture_resolve(human, pose, p->data, &p->posture, err));
  ps_warm_solver *s = fitting_solver(w, human, pose, &p->posture, o);
  if (s) {
    aim_solver(s, p, pose, near);
  } else {
    s = oldest_solver(w);
    if (!s)
      return PS_OK;
    ps_status status = fill_solver(s, p, pose, o, err);
    if (status != PS_OK) {
      end_solver(s);
      return status;
    }
  }
  s->taken = true;
  s->used = ++w->count;
  *solver = s;
  return PS_OK;
}

void ps_warm_give_back(ps_warm_solver *solver) {
  solver->taken = false;
}
