// compile_constraint.c: constraints with indices where the spec has names.
#include "model/compile.h"

#include <stdio.h>

static ps_status build_coupler(ps_builder *b, const ps_spec_constraint *s, const char *what,
                               ps_constraint *c) {
  ps_ref ref = {s->dependent, s->part.path, s->part.line};
  PS_TRY(ps_resolve_coordinate(&b->names, ref, what, &c->dependent, b->err));
  c->arg = b->constraint_arg.n;
  c->narg = s->nindependent;
  for (int k = 0; k < s->nindependent; k++) {
    int independent;
    ref.text = s->independent[k];
    PS_TRY(ps_resolve_coordinate(&b->names, ref, what, &independent, b->err));
    PS_BUILD(b, constraint_arg, independent);
  }
  if (!s->function || !c->narg || c->narg > PS_COUPLED)
    return ps_fail(b->err, PS_ERR_STRUCTURE, b->spec->path, s->part.line,
                   "%s needs a function and one to %d independent coordinates", what, PS_COUPLED);
  ps_function_spec *scaled = ps_build_array(b, 1, sizeof *scaled);
  if (!scaled)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  *scaled = ps_function_default(PS_FUNCTION_MULTIPLIER);
  scaled->scale = s->scale;
  scaled->multiplied = s->function;
  return ps_build_function(b, scaled, c->narg, s->part.line, what, &c->function);
}

static ps_status build_ends(ps_builder *b, const ps_spec_constraint *s, const char *what,
                            ps_constraint *c) {
  for (int i = 0; i < 2; i++) {
    int frame;
    PS_TRY(ps_resolve_frame(&b->names, s->body[i], what, &frame, b->err));
    c->body[i] = b->frame_body[frame];
    ps_transform X = {ps_rotation_xyz(s->orientation[i]), s->location[i]};
    c->frame[i] = ps_transform_mul(b->names.offset[frame], X);
  }
  c->distance = s->distance;
  return PS_OK;
}

ps_status ps_build_constraints(ps_builder *b) {
  static const int rows[] = {[PS_CONSTRAINT_COUPLER] = 1,
                             [PS_CONSTRAINT_WELD] = 6,
                             [PS_CONSTRAINT_POINT] = 3,
                             [PS_CONSTRAINT_DISTANCE] = 1};
  for (int i = 0; i < b->spec->constraints.n; i++) {
    const ps_spec_constraint *s = &b->spec->constraints.items[i];
    if (!s->enforced)
      continue;
    char what[160];
    snprintf(what, sizeof what, "constraint '%.120s'", s->part.name);
    ps_constraint c = {.kind = s->kind, .row = b->nrow, .nrow = rows[s->kind], .function = -1};
    if (s->kind == PS_CONSTRAINT_COUPLER)
      PS_TRY(build_coupler(b, s, what, &c));
    else
      PS_TRY(build_ends(b, s, what, &c));
    b->nrow += c.nrow;
    PS_BUILD(b, constraint, c);
  }
  return PS_OK;
}
