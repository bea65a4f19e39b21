// muscle_kit.h: one muscle with its own curves, for tests that have no model.
#pragma once

#include <stdlib.h>

#include "check.h"
#include "muscle/muscle.h"

typedef struct muscle_kit {
  ps_muscle_params p;
  ps_curve curve[PS_MUSCLE_ROLES];
  ps_function function[PS_MUSCLE_FUNCTIONS];
  double *pool;
  ps_muscle_curves curves;
} muscle_kit;

static inline void muscle_kit_compile(muscle_kit *k, double *pool, size_t *used) {
  ps_error err = {0};
  ps_status status = PS_OK;
  for (int role = 0; role < PS_MUSCLE_ROLES; role++) {
    ps_curve_spec spec;
    k->p.curve[role] = role;
    if (status == PS_OK && ps_muscle_curve(&k->p, (ps_muscle_role)role, &spec))
      status = ps_curve_compile(&spec, &k->curve[role], pool, used, &err);
  }
  for (int role = 0; role < PS_MUSCLE_FUNCTIONS; role++) {
    k->p.function[role] = role;
    if (status == PS_OK && k->p.kind == PS_MUSCLE_RIGID_TENDON)
      status = ps_function_compile(ps_muscle_default_function((ps_muscle_role)role),
                                   &k->function[role], pool, used, &err);
  }
  if (status != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
}

// `kit` must stay where it is while it is used; give its pool back with muscle_kit_free.
static inline void muscle_kit_make(muscle_kit *k, ps_muscle_params p, double min_control) {
  ps_error err = {0};
  size_t size = 0, used = 0;
  k->p = p;
  if (ps_muscle_finalize(&k->p, min_control, (ps_muscle_place){"m", "test", 0}, NULL, &err) !=
      PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  muscle_kit_compile(k, NULL, &size);
  k->pool = calloc(size + 1, sizeof *k->pool);
  muscle_kit_compile(k, k->pool, &used);
  k->curves = (ps_muscle_curves){k->curve, k->function, k->pool};
}

static inline void muscle_kit_free(muscle_kit *k) {
  free(k->pool);
}
