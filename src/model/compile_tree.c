// compile_tree.c: which joint moves which body, and in what order.
//
// The tree grows from ground level by level; on each level joints are taken in file order, turned
// round where the child is nearer to ground. This is the order in which OpenSim's tools write
// generalized forces. Bodies without a joint have been given a free joint by ps_spec_complete.
#include "model/compile.h"

#include <stdio.h>

typedef struct ps_edge {
  int parent, child; // 0 ground, 1 + body set
  bool used;
} ps_edge;

static ps_status joint_ends(ps_builder *b, ps_edge *edge, int joint) {
  const ps_spec_joint *j = &b->spec->joints.items[joint];
  char what[160];
  int parent, child;
  snprintf(what, sizeof what, "joint '%.120s'", j->part.name);
  PS_TRY(ps_resolve_frame(&b->names, j->parent_frame, what, &parent, b->err));
  PS_TRY(ps_resolve_frame(&b->names, j->child_frame, what, &child, b->err));
  edge->parent = b->names.body[parent];
  edge->child = b->names.body[child];
  if (edge->parent == edge->child)
    return ps_fail(b->err, PS_ERR_STRUCTURE, b->spec->path, j->part.line,
                   "joint '%s' joins body '%s' to itself", j->part.name,
                   edge->parent ? b->spec->bodies.items[edge->parent - 1].part.name : "ground");
  return PS_OK;
}

// put the outer body of an edge into the tree
static void take_edge(ps_builder *b, ps_edge *edge, int joint, int *level) {
  bool reversed = level[edge->parent] < 0;
  int inner = reversed ? edge->child : edge->parent, outer = reversed ? edge->parent : edge->child;
  int body = b->nbody++;
  level[outer] = level[inner] + 1;
  b->body_of[outer] = body;
  b->body_spec[body] = outer - 1;
  b->body_parent[body] = b->body_of[inner];
  b->body_joint[body] = joint;
  b->body_reversed[body] = reversed;
  edge->used = true;
}

static void grow(ps_builder *b, ps_edge *edge, int *level) {
  int njoint = b->spec->joints.n;
  bool grown = true;
  for (int depth = 0; grown; depth++) {
    grown = false;
    for (int j = 0; j < njoint; j++) {
      int parent = level[edge[j].parent], child = level[edge[j].child];
      if (edge[j].used || (parent < 0) == (child < 0))
        continue;
      if ((parent < 0 ? child : parent) == depth) {
        take_edge(b, &edge[j], j, level);
        grown = true;
      }
    }
  }
}

// a joint between two bodies that are in the tree already closes a loop; one between two that never
// came into it hangs in a circle
static ps_status check_edges(const ps_builder *b, const ps_edge *edge, const int *level) {
  for (int j = 0; j < b->spec->joints.n; j++) {
    const ps_part *part = &b->spec->joints.items[j].part;
    if (edge[j].used)
      continue;
    const ps_part *unknown = &b->spec->unknown_joint;
    if (level[edge[j].parent] < 0 && unknown->name)
      return ps_fail(b->err, PS_ERR_UNSUPPORTED, b->spec->path, unknown->line,
                     "joint '%s' is of a kind that psoas does not know, and without it joint '%s' "
                     "does not lead to ground",
                     unknown->name, part->name);
    if (level[edge[j].parent] < 0)
      return ps_fail(b->err, PS_ERR_STRUCTURE, b->spec->path, part->line,
                     "joint '%s' does not lead to ground: joints form a circle, or one is left out",
                     part->name);
    return ps_fail(b->err, PS_ERR_UNSUPPORTED, b->spec->path, part->line,
                   "joint '%s' closes a loop of bodies, which psoas cannot compute yet",
                   part->name);
  }
  return PS_OK;
}

ps_status ps_build_tree(ps_builder *b) {
  int nbody = 1 + b->spec->bodies.n, njoint = b->spec->joints.n;
  ps_edge *edge = ps_build_array(b, njoint, sizeof *edge);
  int *level = ps_build_array(b, nbody, sizeof *level);
  int **arrays[] = {&b->body_spec,      &b->body_of,     &b->body_parent, &b->body_joint,
                    &b->body_reversed,  &b->body_axis0,  &b->body_naxis,  &b->body_plain,
                    &b->body_mobilizer, &b->body_simbody};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
    if (!(*arrays[i] = ps_build_array(b, nbody, sizeof **arrays[i])))
      return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  if (!edge || !level)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");

  for (int j = 0; j < njoint; j++)
    PS_TRY(joint_ends(b, &edge[j], j));
  for (int i = 1; i < nbody; i++)
    level[i] = -1;
  b->body_spec[0] = b->body_parent[0] = b->body_joint[0] = -1;
  b->nbody = 1;
  grow(b, edge, level);
  PS_TRY(check_edges(b, edge, level));

  int nframe = nbody + b->spec->frames.n;
  b->frame_body = ps_build_array(b, nframe, sizeof *b->frame_body);
  if (!b->frame_body)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 0; i < nframe; i++)
    b->frame_body[i] = b->body_of[b->names.body[i]];
  return PS_OK;
}
