// osim_function.c: functions of .osim files, and what an object leaves to the document's defaults.
#include "io/osim_inner.h"

#include <string.h>

// the child that is the function itself: <SimmSpline name="function">, or the first function inside
// <function>, or, in the oldest files, any function
static ps_xml_node *function_node(ps_osim *o, ps_xml_node *node, const char *property) {
  for (ps_xml_node *n = node->first; n; n = n->next) {
    const char *name = ps_xml_attribute(n, "name");
    if (name && strcmp(name, property) == 0 && ps_function_kind_named(n->tag) >= 0)
      return n;
  }
  ps_xml_node *inside = ps_xml_child(&o->x, node, property);
  for (ps_xml_node *n = inside ? inside->first : NULL; n; n = n->next)
    if (ps_function_kind_named(n->tag) >= 0)
      return n;
  if (inside && inside->first)
    ps_xml_fail(&o->x, inside->first, PS_ERR_UNSUPPORTED,
                "<%s>: psoas does not know the function <%s>", property, inside->first->tag);
  return NULL;
}

static void read_points(ps_osim *o, ps_xml_node *n, ps_function_spec *f) {
  f->x = ps_xml_list(&o->x, n, "x", &f->nx);
  f->y = ps_xml_list(&o->x, n, "y", &f->ny);
  // an old spline says where it is drawn
  static const char *const drawn[] = {"min_x", "max_x", "min_y", "max_y", "min_z", "max_z"};
  for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
    ps_xml_number(&o->x, n, drawn[i], 0);
}

static void read_numbers(ps_osim *o, ps_xml_node *n, ps_function_spec *f) {
  int nweight;
  switch (f->kind) {
  case PS_FUNCTION_CONSTANT:
    f->value = ps_xml_number(&o->x, n, "value", f->value);
    break;
  case PS_FUNCTION_LINEAR:
  case PS_FUNCTION_POLYNOMIAL:
    f->coef = ps_xml_list(&o->x, n, "coefficients", &f->ncoef);
    break;
  case PS_FUNCTION_GCV_SPLINE:
    f->half_order = ps_xml_integer(&o->x, n, "half_order", f->half_order);
    f->error_variance = ps_xml_number(&o->x, n, "error_variance", f->error_variance);
    ps_xml_list(&o->x, n, "weights", &nweight);      // of smoothing, and
    ps_xml_list(&o->x, n, "coefficients", &nweight); // what OpenSim computed from the points
    read_points(o, n, f);
    break;
  case PS_FUNCTION_SIMM_SPLINE:
  case PS_FUNCTION_PIECEWISE_LINEAR:
  case PS_FUNCTION_PIECEWISE_CONSTANT:
    read_points(o, n, f);
    break;
  case PS_FUNCTION_STEP:
    f->start_time = ps_xml_number(&o->x, n, "transition_start_time", f->start_time);
    f->end_time = ps_xml_number(&o->x, n, "transition_end_time", f->end_time);
    f->start_value = ps_xml_number(&o->x, n, "start_value", f->start_value);
    f->end_value = ps_xml_number(&o->x, n, "end_value", f->end_value);
    break;
  case PS_FUNCTION_SINE:
    f->amplitude = ps_xml_number(&o->x, n, "amplitude", f->amplitude);
    f->omega = ps_xml_number(&o->x, n, "omega", f->omega);
    f->phase = ps_xml_number(&o->x, n, "phase", f->phase);
    f->offset = ps_xml_number(&o->x, n, "offset", f->offset);
    break;
  case PS_FUNCTION_MULTIPLIER:
    f->scale = ps_xml_number(&o->x, n, "scale", f->scale);
    break;
  case PS_FUNCTION_MULTIVARIATE:
    f->dimension = ps_xml_integer(&o->x, n, "dimension", f->dimension);
    f->order = ps_xml_integer(&o->x, n, "order", f->order);
    f->coef = ps_xml_list(&o->x, n, "coefficients", &f->ncoef);
    break;
  }
}

ps_function_spec *ps_osim_function(ps_osim *o, ps_xml_node *node, const char *property) {
  ps_function_spec *outer = NULL, **at = &outer;
  // multipliers hold each other; what they multiply comes last
  while (o->x.status == PS_OK) {
    ps_xml_node *n = function_node(o, node, property);
    if (!n)
      break;
    n->used = true;
    ps_xml_attribute(n, "name");
    ps_function_spec *f = ps_pool_take(o->x.pool, sizeof *f);
    if (!f) {
      ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
      break;
    }
    *f = ps_function_default((ps_function_kind)ps_function_kind_named(n->tag));
    read_numbers(o, n, f);
    *at = f;
    if (f->kind != PS_FUNCTION_MULTIPLIER)
      break;
    at = (ps_function_spec **)&f->multiplied;
    node = n;
    property = "function";
  }
  return outer;
}

// ---- defaults

// a copy of `from` and everything below it, under `parent`; it counts as used
static ps_xml_node *copy_below(ps_pool *pool, const ps_xml_node *from, ps_xml_node *parent) {
  ps_xml_node *top = NULL, *into = parent;
  const ps_xml_node *at = from;
  while (at) {
    ps_xml_node *n = ps_pool_take(pool, sizeof *n);
    if (!n)
      return NULL;
    *n = (ps_xml_node){.tag = at->tag,
                       .text = at->text,
                       .parent = into,
                       .attribute = at->attribute,
                       .line = at->line,
                       .column = at->column,
                       .used = true};
    if (into->last)
      into->last->next = n;
    else
      into->first = n;
    into->last = n;
    if (!top)
      top = n;
    // the next element in document order, as long as it is below `from`
    if (at->first) {
      at = at->first;
      into = n;
      continue;
    }
    while (at != from && !at->next) {
      at = at->parent;
      into = into->parent;
    }
    at = at == from ? NULL : at->next;
  }
  return top;
}

static bool has_child(const ps_xml_node *node, const ps_xml_node *like) {
  for (const ps_xml_node *n = node->first; n; n = n->next)
    if (ps_xml_same(n->tag, like->tag))
      return true;
  return false;
}

// the next element in document order
static ps_xml_node *walk(ps_xml_node *n) {
  if (n->first)
    return n->first;
  while (n && !n->next)
    n = n->parent;
  return n ? n->next : NULL;
}

void ps_osim_mark_below(ps_xml_node *top) {
  ps_xml_node *end = top;
  while (end && !end->next)
    end = end->parent;
  end = end ? end->next : NULL;
  for (ps_xml_node *n = top; n != end; n = walk(n)) {
    n->used = true;
    for (ps_xml_attr *a = n->attribute; a; a = a->next)
      a->used = true;
  }
}

void ps_osim_apply_defaults(ps_osim *o, ps_xml_document *document, ps_xml_node *defaults) {
  if (!defaults)
    return;
  for (ps_xml_node *n = document->root; n; n = walk(n)) {
    if (n == defaults) { // the defaults themselves stay as they are
      ps_osim_mark_below(n);
      while (n && !n->next)
        n = n->parent;
      n = n ? n->next : NULL;
      if (!n)
        return;
    }
    const ps_xml_node *model = ps_xml_first(defaults, n->tag);
    for (const ps_xml_node *p = model ? model->first : NULL; p; p = p->next)
      if (!has_child(n, p) && !copy_below(&document->pool, p, n)) {
        ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
        return;
      }
  }
}
