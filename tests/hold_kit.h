// hold_kit.h: postures of the built-in model, solved, for tests.
#pragma once

#include "human_kit.h"

typedef struct hold_kit {
  ps_pool pool;
  ps_human *human;
  ps_data *d;
  ps_pose pose;
  ps_posture posture;
  ps_hold *hold;
  ps_held held;
} hold_kit;

// "standing loads.0.body=hands loads.0.mass_kg=20": a name, then what is different.
static inline ps_status hold_read(hold_kit *k, const char *words, ps_error *err) {
  char text[400];
  *k = (hold_kit){0};
  snprintf(text, sizeof text, "posture=%s", words);
  ps_tree *tree = ps_pool_take(&k->pool, sizeof *tree);
  CHECK(tree);
  tree->kind = PS_TREE_MAP;
  for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
    human_ok(ps_tree_assign(&k->pool, tree, word, err), err);
  return ps_pose_read(&k->pool, tree, "pose.yaml", &k->pose, err);
}

static inline ps_status hold_resolve(hold_kit *k, const ps_anatomy *anatomy, const ps_lab *lab,
                                     ps_detail detail, ps_error *err) {
  human_ok(ps_human_create(&k->human, anatomy, &lab->parameters, &k->pose.person, detail, err),
           err);
  size_t nq = (size_t)k->human->model->nq;
  k->d = ps_data_create(k->human->model);
  k->posture = (ps_posture){.q = ps_pool_take(&k->pool, nq * sizeof(double)),
                            .u = ps_pool_take(&k->pool, nq * sizeof(double)),
                            .udot = ps_pool_take(&k->pool, nq * sizeof(double))};
  return ps_posture_resolve(k->human, &k->pose, k->d, &k->posture, err);
}

static inline void hold_solve(hold_kit *k, const ps_lab *lab, const char *words,
                              const ps_hold_options *o) {
  ps_error err = {0};
  human_ok(hold_read(k, words, &err), &err);
  human_ok(hold_resolve(k, &lab->anatomy, lab, PS_DETAIL_FULL, &err), &err);
  human_ok(ps_hold_create(&k->hold, k->human, &k->posture, &k->pose, o, &err), &err);
  ps_hold_solve(k->hold, &k->held);
}

static inline void hold_close(hold_kit *k) {
  ps_hold_free(k->hold);
  ps_data_free(k->d);
  ps_human_free(k->human);
  ps_pool_free(&k->pool);
}
