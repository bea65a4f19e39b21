// hold_stiffness.c: how stiff the lumbar column stands in a posture.
#include <string.h>

#include "analysis/disc.h"
#include "scenario/hold_inner.h"

void ps_hold_stiffness(ps_hold *hold, ps_stiffness_of what, ps_chain_matrix K) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  const ps_data *d = hold->d;
  memset(K, 0, sizeof(ps_chain_matrix));
  for (int i = 0; i < h->nline; i++) {
    const ps_line *line = &h->line[i];
    bool psoas = line->region == PS_REGION_PSOAS;
    if (line->region == PS_REGION_HIP || (psoas && what == PS_STIFF_NO_PSOAS) ||
        !hold->pose->muscles)
      continue;
    double active = what == PS_STIFF_AT_REST ? 0 : hold->capacity[i] * hold->activation[i];
    double tension = hold->passive[i] + active;
    if (tension > 0)
      ps_chain_add_path(&h->column, m, d, line->path, tension, hold->stiffness[i] * tension, K);
  }
  ps_chain_add_path(&h->column, m, d, h->rod,
                    -ps_hold_rod_push(hold, hold->posture->iap_rest_kPa + hold->pressure_kPa), 0,
                    K);
  ps_chain_add_gravity(&h->column, m, d, K);
  for (int i = 0; i < hold->posture->npush; i++) {
    const ps_push *push = &hold->posture->push[i];
    ps_chain_add_force(&h->column, m, d, push->body,
                       ps_transform_point(d->body_X[push->body], push->at), push->force, K);
  }
  for (int i = 0; i < hold->posture->ncontact; i++) {
    const ps_contact *c = &hold->posture->contact[i];
    ps_vec3 at = ps_contact_point(hold, c);
    ps_chain_add_force(&h->column, m, d, c->body, at, hold->contact[i], K);
    if (ps_dot(hold->contact[i], c->normal) > 1) // pressed: the support resists in every direction
      for (int k = 0; k < 3; k++)
        ps_chain_add_spring(&h->column, m, d, c->body, at, ps_vec(k == 0, k == 1, k == 2),
                            c->stiffness, K);
  }
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++) {
      double slope;
      int at = h->column.place[h->level[k][i]];
      ps_disc_moment(&h->law[k][i], d->q[h->level[k][i]], hold->preload[k], &slope);
      K[at][at] += slope;
    }
  ps_chain_mirror(&h->column, K);
}
