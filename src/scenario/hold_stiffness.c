// hold_stiffness.c: how stiff the lumbar column stands in a posture.
#include <string.h>

#include "analysis/disc.h"
#include "scenario/hold_inner.h"

void ps_hold_find_segments(ps_hold *hold) {
  const ps_human *h = hold->h;
  if (hold->segments_of == hold->d)
    return;
  int n = 0;
  for (int i = 0; i < h->nline; i++) {
    hold->first_segment[i] = n;
    if (h->line[i].region == PS_REGION_HIP)
      continue;
    n += ps_chain_segments(&h->column, h->model, hold->d, h->line[i].path, &hold->segment[n]);
    int first = hold->first_segment[i];
    for (int k = first; k < n; k++)
      ps_chain_unit_form(&hold->segment[k], n - first == 1 ? hold->stiffness[i] : 0, hold->unit[k]);
  }
  hold->first_segment[h->nline] = n;
  hold->segments_of = hold->d;
}

static void add_line(const ps_hold *hold, int line, double tension, ps_chain_pulls *sum) {
  const ps_human *h = hold->h;
  int first = hold->first_segment[line], end = hold->first_segment[line + 1];
  if (tension == 0 || !hold->pose->muscles)
    return;
  for (int k = first; k < end; k++)
    ps_chain_add_form(&hold->segment[k], tension, hold->unit[k], sum);
  if (end - first > 1)
    ps_chain_add_stretch(&h->column, h->model, hold->d, h->line[line].path,
                         hold->stiffness[line] * tension, sum);
}

// weight, loads and discs
static void add_rest(const ps_hold *hold, ps_chain_matrix K) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  const ps_data *d = hold->d;
  ps_chain_add_gravity(&h->column, m, d, K);
  for (int i = 0; i < hold->posture->npush; i++) {
    const ps_push *push = &hold->posture->push[i];
    ps_chain_add_force(&h->column, m, d, push->body,
                       ps_transform_point(d->body_X[push->body], push->at), push->force, K);
  }
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++) {
      double slope;
      int at = h->column.place[h->level[k][i]];
      ps_disc_moment(&h->law[k][i], d->q[h->level[k][i]], hold->preload[k], &slope);
      K[at][at] += slope;
    }
}

void ps_hold_stiffness_of_contacts(ps_hold *hold) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  const ps_data *d = hold->d;
  memset(hold->K_contact, 0, sizeof hold->K_contact);
  for (int i = 0; i < hold->posture->ncontact; i++) {
    const ps_support_point *c = &hold->posture->contact[i];
    ps_vec3 at = ps_contact_point(hold, c);
    ps_chain_add_force(&h->column, m, d, c->body, at, hold->contact[i], hold->K_contact);
    bool steadies = hold->leans || c->kind != PS_SUPPORT_BACKREST;
    if (steadies && ps_dot(hold->contact[i], c->normal) > 1) // pressed: resists in every direction
      for (int k = 0; k < 3; k++)
        ps_chain_add_spring(&h->column, m, d, c->body, at, ps_vec(k == 0, k == 1, k == 2),
                            c->stiffness, hold->K_contact);
  }
  ps_chain_mirror(&h->column, hold->K_contact);
}

// the rod pushes, and nothing resists when it changes its length
static void add_rod(const ps_hold *hold, double pressure_kPa, ps_chain_pulls *sum) {
  const ps_human *h = hold->h;
  const ps_chain_segment *end = hold->rod_segment;
  end += ps_chain_segments(&h->column, h->model, hold->d, h->rod, hold->rod_segment);
  for (const ps_chain_segment *s = hold->rod_segment; s < end; s++) {
    ps_chain_form form;
    ps_chain_unit_form(s, 0, form);
    ps_chain_add_form(s, -ps_hold_rod_push(hold, pressure_kPa), form, sum);
  }
}

static void finish(const ps_hold *hold, ps_chain_pulls *sum, ps_chain_matrix K) {
  ps_chain_add_pulls(&hold->h->column, hold->d, sum, K);
  ps_chain_mirror(&hold->h->column, K);
}

void ps_hold_stiffness_at_rest(ps_hold *hold) {
  ps_chain_pulls sum = {0};
  if (hold->rest_known)
    return;
  ps_hold_find_segments(hold);
  memset(hold->K_rest, 0, sizeof hold->K_rest);
  add_rest(hold, hold->K_rest);
  add_rod(hold, hold->posture->iap_rest_kPa, &sum);
  for (int i = 0; i < hold->h->nline; i++)
    add_line(hold, i, hold->passive[i], &sum);
  finish(hold, &sum, hold->K_rest);
  hold->rest_known = true;
}

void ps_hold_stiffness(ps_hold *hold) {
  ps_chain_pulls sum = {0};
  ps_hold_stiffness_at_rest(hold);
  ps_hold_stiffness_of_contacts(hold);
  for (int i = 0; i < PS_CHAIN; i++)
    for (int k = 0; k < PS_CHAIN; k++)
      hold->K[i][k] = hold->K_rest[i][k] + hold->K_contact[i][k];
  add_rod(hold, hold->pressure_kPa, &sum);
  for (int i = 0; i < hold->h->nline; i++)
    add_line(hold, i, hold->capacity[i] * hold->activation[i], &sum);
  finish(hold, &sum, hold->K);
}

void ps_hold_stiffness_without_psoas(ps_hold *hold, ps_chain_matrix K) {
  const ps_human *h = hold->h;
  ps_chain_pulls sum = {0};
  ps_hold_find_segments(hold);
  memcpy(K, hold->K, sizeof hold->K);
  for (int i = 0; i < h->nline; i++)
    if (h->line[i].region == PS_REGION_PSOAS)
      add_line(hold, i, -(hold->passive[i] + hold->capacity[i] * hold->activation[i]), &sum);
  finish(hold, &sum, K);
}
