// osim_visual.c: what .osim files say about how things look: checked, not used.
//
// A wrong number is refused here too, so that a damaged file never passes for a sound one.
#include "io/osim_inner.h"

#include <string.h>

typedef enum ps_visual_type {
  ANYTHING,    // text, or only more elements
  FLAG,        // true or false
  NUMBERS,     // as many as told
  WHOLE_NUMBER //
} ps_visual_type;

typedef struct ps_visual {
  const char *tag;
  ps_visual_type type;
  int count;
} ps_visual;

static const ps_visual visuals[] = {
    {"Appearance", ANYTHING, 0},
    {"Arrow", ANYTHING, 0},
    {"Brick", ANYTHING, 0},
    {"Cone", ANYTHING, 0},
    {"Cylinder", ANYTHING, 0},
    {"DisplayGeometry", ANYTHING, 0},
    {"Ellipsoid", ANYTHING, 0},
    {"FrameGeometry", ANYTHING, 0},
    {"GeometrySet", ANYTHING, 0},
    {"LineGeometry", ANYTHING, 0},
    {"Mesh", ANYTHING, 0},
    {"ModelDisplayHints", ANYTHING, 0},
    {"ModelVisualPreferences", ANYTHING, 0},
    {"PointGeometry", ANYTHING, 0},
    {"Sphere", ANYTHING, 0},
    {"SurfaceProperties", ANYTHING, 0},
    {"Torus", ANYTHING, 0},
    {"VisibleObject", ANYTHING, 0},
    {"VisibleProperties", ANYTHING, 0},
    {"attached_geometry", ANYTHING, 0},
    {"axis_length", NUMBERS, 1},
    {"color", NUMBERS, 3},
    {"default_color", NUMBERS, 3},
    {"display_preference", WHOLE_NUMBER, 0},
    {"display_radius", NUMBERS, 1},
    {"geometry", ANYTHING, 0},
    {"geometry_file", ANYTHING, 0},
    {"geometry_files", ANYTHING, 0},
    {"groups", ANYTHING, 0},
    {"half_height", NUMBERS, 1},
    {"half_lengths", NUMBERS, 3},
    {"height", NUMBERS, 1},
    {"input_transform", ANYTHING, 0},
    {"material_name", ANYTHING, 0},
    {"mesh_file", ANYTHING, 0},
    {"opacity", NUMBERS, 1},
    {"radii", NUMBERS, 3},
    {"representation", WHOLE_NUMBER, 0},
    {"scale_factors", NUMBERS, 3},
    {"show_axes", FLAG, 0},
    {"show_frames", FLAG, 0},
    {"show_normals", FLAG, 0},
    {"texture", ANYTHING, 0},
    {"texture_file", ANYTHING, 0},
    {"thickness", NUMBERS, 1},
    {"transform", NUMBERS, 6},
    {"visible", FLAG, 0},
};

static const ps_visual *visual_named(const char *tag) {
  size_t low = 0, high = sizeof visuals / sizeof *visuals;
  while (low < high) {
    size_t middle = (low + high) / 2;
    int order = strcmp(tag, visuals[middle].tag);
    if (order == 0)
      return &visuals[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

static void check(ps_osim *o, ps_xml_node *n, const ps_visual *v) {
  double values[6];
  if (n->first || !n->text[0])
    return; // holds elements, or leaves the value to the default
  if (v->type == FLAG)
    ps_xml_bool(&o->x, n, NULL, false);
  else if (v->type == WHOLE_NUMBER)
    ps_xml_integer(&o->x, n, NULL, 0);
  else if (v->type == NUMBERS)
    ps_xml_numbers(&o->x, n, NULL, values, v->count);
}

// the next element in document order below `top`; `deeper`: into `n`, else past it
static ps_xml_node *step(const ps_xml_node *top, ps_xml_node *n, bool deeper) {
  if (deeper && n->first)
    return n->first;
  while (n != top && !n->next)
    n = n->parent;
  return n == top ? NULL : n->next;
}

static void use_attributes(ps_xml_node *n) {
  for (ps_xml_attr *a = n->attribute; a; a = a->next)
    a->used = true;
}

void ps_osim_skip_visuals(ps_osim *o, ps_xml_node *node) {
  for (ps_xml_node *child = node->first; child; child = child->next) {
    const ps_visual *outer = child->used ? NULL : visual_named(child->tag);
    if (!outer)
      continue;
    // everything inside something drawn is about drawing
    for (ps_xml_node *n = child; n; n = step(child, n, true)) {
      const ps_visual *v = visual_named(n->tag);
      n->used = true;
      use_attributes(n);
      if (v)
        check(o, n, v);
      if (n == child && !child->first)
        break;
    }
  }
}
