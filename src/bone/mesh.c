// mesh.c: surface nets on a grid that is made well-composed, drawn onto the surface.
#include "bone/mesh.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/fail.h"

enum { BLOCK = 4, ROUNDS = 4, STEPS = 2 };

typedef struct grid {
  const ps_bone *bone;
  double cell; // [m]
  ps_vec3 low;
  int n[3];        // points
  float *distance; // [m]  of points; x fastest
  int *vertex;     // of the cell above each point; -1: none
} grid;

static size_t point_at(const grid *g, int i, int j, int k) {
  return ((size_t)k * (size_t)g->n[1] + (size_t)j) * (size_t)g->n[0] + (size_t)i;
}
static ps_vec3 place(const grid *g, double i, double j, double k) {
  return ps_add(g->low, ps_scale(g->cell, ps_vec(i, j, k)));
}

// ---- distances

static int end_of_block(const grid *g, int axis, int start) {
  int end = start + BLOCK;
  return end < g->n[axis] ? end : g->n[axis];
}

// A block that is far from the surface takes the distance of its middle. The drum's distance is
// not exact there; half of it still is on the safe side.
static void fill_block(grid *g, int i0, int j0, int k0) {
  const double across = 0.5 * BLOCK * sqrt(3.0) * g->cell, half = 0.5 * (BLOCK - 1);
  double middle = ps_bone_distance(g->bone, place(g, i0 + half, j0 + half, k0 + half));
  bool far = fabs(middle) > 2 * across;
  for (int k = k0; k < end_of_block(g, 2, k0); k++)
    for (int j = j0; j < end_of_block(g, 1, j0); j++)
      for (int i = i0; i < end_of_block(g, 0, i0); i++)
        g->distance[point_at(g, i, j, k)] =
            (float)(far ? middle : ps_bone_distance(g->bone, place(g, i, j, k)));
}

static void fill(grid *g) {
  for (int k = 0; k < g->n[2]; k += BLOCK)
    for (int j = 0; j < g->n[1]; j += BLOCK)
      for (int i = 0; i < g->n[0]; i += BLOCK)
        fill_block(g, i, j, k);
}

static bool inside(const grid *g, size_t point) {
  return g->distance[point] < 0;
}

// Of points that lie outside, take the nearest one in.
static void take_in(grid *g, const size_t *point, int n) {
  size_t best = SIZE_MAX;
  for (int i = 0; i < n; i++)
    if (!inside(g, point[i]) && (best == SIZE_MAX || g->distance[point[i]] < g->distance[best]))
      best = point[i];
  if (best != SIZE_MAX)
    g->distance[best] = -1e-6f;
}

// Four points around a square that are in, out, in, out
static bool mend_square(grid *g, size_t corner, size_t u, size_t v) {
  const size_t p[4] = {corner, corner + u, corner + u + v, corner + v};
  bool a = inside(g, p[0]), b = inside(g, p[1]);
  if (a == b || a != inside(g, p[2]) || b != inside(g, p[3]))
    return false;
  take_in(g, p, 4);
  return true;
}

// Two points across a cube that are both in, or both out, and differ from the other six
static bool mend_cube(grid *g, size_t corner, const size_t step[3]) {
  size_t p[8];
  int in = 0;
  for (int i = 0; i < 8; i++) {
    p[i] = corner + (i & 1 ? step[0] : 0) + (i & 2 ? step[1] : 0) + (i & 4 ? step[2] : 0);
    in += inside(g, p[i]);
  }
  for (int i = 0; i < 4 && (in == 2 || in == 6); i++)
    if (inside(g, p[i]) == (in == 2) && inside(g, p[7 - i]) == (in == 2)) {
      take_in(g, p, 8);
      return true;
    }
  return false;
}

// Filling comes to an end, for every time there is one point less outside.
static void make_well_composed(grid *g) {
  const size_t step[3] = {1, (size_t)g->n[0], (size_t)g->n[0] * (size_t)g->n[1]};
  for (bool changed = true; changed;) {
    changed = false;
    for (int k = 0; k + 1 < g->n[2]; k++)
      for (int j = 0; j + 1 < g->n[1]; j++)
        for (int i = 0; i + 1 < g->n[0]; i++) {
          size_t p = point_at(g, i, j, k);
          changed |= mend_square(g, p, step[0], step[1]);
          changed |= mend_square(g, p, step[1], step[2]);
          changed |= mend_square(g, p, step[2], step[0]);
          changed |= mend_cube(g, p, step);
        }
  }
}

// ---- vertices and triangles

// Mean of the places where edges of the cell cross the surface; false: none does.
static bool cell_vertex(const grid *g, int i, int j, int k, ps_vec3 *at) {
  ps_vec3 sum = {0, 0, 0};
  int n = 0;
  for (int axis = 0; axis < 3; axis++)
    for (int edge = 0; edge < 4; edge++) {
      int c[3] = {i, j, k}, u = (axis + 1) % 3, v = (axis + 2) % 3;
      c[u] += edge & 1;
      c[v] += edge >> 1;
      double a = g->distance[point_at(g, c[0], c[1], c[2])];
      ps_vec3 from = place(g, c[0], c[1], c[2]);
      c[axis]++;
      double b = g->distance[point_at(g, c[0], c[1], c[2])];
      if ((a < 0) == (b < 0))
        continue;
      ps_vec3 to = place(g, c[0], c[1], c[2]);
      sum = ps_add(sum, ps_axpy(from, a / (a - b), ps_sub(to, from)));
      n++;
    }
  if (n)
    *at = ps_scale(1.0 / n, sum);
  return n > 0;
}

// Number the cells that have a vertex; with room, place the vertices.
static int number_cells(grid *g, ps_vec3 *vertex) {
  int n = 0;
  for (int k = 0; k + 1 < g->n[2]; k++)
    for (int j = 0; j + 1 < g->n[1]; j++)
      for (int i = 0; i + 1 < g->n[0]; i++) {
        ps_vec3 at;
        bool has = cell_vertex(g, i, j, k, &at);
        g->vertex[point_at(g, i, j, k)] = has ? n : -1;
        if (has && vertex)
          vertex[n] = at;
        n += has;
      }
  return n;
}

static void add_triangle(ps_mesh *m, int a, int b, int c) {
  int *t = m->triangle[m->ntriangle++];
  t[0] = a, t[1] = b, t[2] = c;
}

// the four cells around an edge of the grid, cut along the shorter diagonal
static void add_quadrangle(const grid *g, ps_mesh *m, size_t point, size_t u, size_t v) {
  const int q[4] = {g->vertex[point - u - v], g->vertex[point - v], g->vertex[point],
                    g->vertex[point - u]};
  bool out = inside(g, point); // the edge leaves the bone: the surface looks along it
  int a = q[0], b = q[out ? 1 : 3], c = q[2], d = q[out ? 3 : 1];
  if (ps_distance(m->vertex[a], m->vertex[c]) < ps_distance(m->vertex[b], m->vertex[d])) {
    add_triangle(m, a, b, c);
    add_triangle(m, a, c, d);
  } else {
    add_triangle(m, a, b, d);
    add_triangle(m, b, c, d);
  }
}

// Visit the edges that cross the surface; count them, or with room make their triangles.
static int walk_edges(const grid *g, ps_mesh *m) {
  const size_t step[3] = {1, (size_t)g->n[0], (size_t)g->n[0] * (size_t)g->n[1]};
  int n = 0;
  for (int k = 1; k + 1 < g->n[2]; k++)
    for (int j = 1; j + 1 < g->n[1]; j++)
      for (int i = 1; i + 1 < g->n[0]; i++)
        for (int axis = 0; axis < 3; axis++) {
          size_t p = point_at(g, i, j, k);
          if (inside(g, p) == inside(g, p + step[axis]))
            continue;
          n++;
          if (m)
            add_quadrangle(g, m, p, step[(axis + 1) % 3], step[(axis + 2) % 3]);
        }
  return n;
}

// ---- onto the surface

static void draw_onto(const ps_bone *bone, ps_vec3 *at, double cell) {
  for (int i = 0; i < STEPS; i++) {
    ps_vec3 slope = ps_bone_gradient(bone, *at);
    double step = ps_bone_distance(bone, *at) / fmax(ps_norm2(slope), 0.1);
    double longest = 0.5 * cell / fmax(ps_norm(slope), 1e-3);
    *at = ps_axpy(*at, -fmax(-longest, fmin(longest, step)), slope);
  }
}

// Each vertex half way to the middle of its neighbors, but along the surface only; then onto it.
static void even_out(const ps_bone *bone, ps_mesh *m, double cell, ps_vec3 *sum, int *count) {
  for (int i = 0; i < m->nvertex; i++)
    sum[i] = ps_vec(0, 0, 0), count[i] = 0;
  for (int i = 0; i < m->ntriangle; i++)
    for (int k = 0; k < 3; k++) {
      int a = m->triangle[i][k], b = m->triangle[i][(k + 1) % 3];
      sum[a] = ps_add(sum[a], m->vertex[b]);
      count[a]++;
    }
  for (int i = 0; i < m->nvertex; i++) {
    ps_vec3 to = ps_sub(ps_scale(1.0 / count[i], sum[i]), m->vertex[i]);
    ps_vec3 n = ps_bone_gradient(bone, m->vertex[i]);
    ps_vec3 along = ps_axpy(to, -ps_dot(to, n) / fmax(ps_norm2(n), 1e-6), n);
    m->vertex[i] = ps_axpy(m->vertex[i], 0.5, along);
    draw_onto(bone, &m->vertex[i], cell);
  }
}

static void set_normals(const ps_bone *bone, ps_mesh *m) {
  for (int i = 0; i < m->nvertex; i++) {
    ps_vec3 n = ps_bone_gradient(bone, m->vertex[i]);
    m->normal[i] = ps_scale(1 / fmax(ps_norm(n), 1e-9), n);
  }
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_status make_mesh(grid *g, ps_mesh *m, ps_error *err) {
  fill(g);
  make_well_composed(g);
  m->nvertex = number_cells(g, NULL);
  int nquadrangle = walk_edges(g, NULL);
  size_t nvertex = (size_t)m->nvertex;
  m->vertex = calloc(nvertex, sizeof *m->vertex);
  m->normal = calloc(nvertex, sizeof *m->normal);
  m->triangle = calloc((size_t)nquadrangle * 2, sizeof *m->triangle);
  int *count = calloc(nvertex, sizeof *count);
  if (!m->vertex || !m->normal || !m->triangle || !count) {
    free(count);
    return no_memory(err);
  }
  number_cells(g, m->vertex);
  walk_edges(g, m);
  for (int i = 0; i < m->nvertex; i++)
    draw_onto(g->bone, &m->vertex[i], g->cell);
  for (int i = 0; i < ROUNDS; i++)
    even_out(g->bone, m, g->cell, m->normal, count);
  set_normals(g->bone, m);
  free(count);
  return PS_OK;
}

ps_status ps_mesh_create(ps_mesh *mesh, const ps_bone *bone, double cell, ps_error *err) {
  *mesh = (ps_mesh){0};
  ps_vec3 low, high;
  ps_bone_box(bone, &low, &high);
  grid g = {.bone = bone, .cell = cell};
  // two cells of air around it; the middle plane lies half way between points
  ps_vec3 middle = ps_scale(0.5, ps_add(low, high)), size = ps_sub(high, low);
  double points = 1;
  for (int i = 0; i < 3; i++) {
    double n = 2 * ceil(ps_at(size, i) / (2 * cell)) + 6;
    points *= n;
    if (!(points < PS_MESH_MOST_POINTS))
      return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "'%s': cells of %g m are too small for it",
                     bone->name, cell);
    g.n[i] = (int)n;
  }
  g.low = ps_axpy(middle, -0.5 * cell, ps_vec(g.n[0] - 1, g.n[1] - 1, g.n[2] - 1));
  g.distance = malloc((size_t)points * sizeof *g.distance);
  g.vertex = malloc((size_t)points * sizeof *g.vertex);
  ps_status status = g.distance && g.vertex ? make_mesh(&g, mesh, err) : no_memory(err);
  free(g.distance);
  free(g.vertex);
  return status;
}

ps_status ps_mesh_keep_right(ps_mesh *m, ps_error *err) {
  const double plane = 1e-6; // [m]  rounding lies far below, cells far above
  int *place = malloc((size_t)m->nvertex * sizeof *place), nvertex = 0, ntriangle = 0;
  if (!place)
    return no_memory(err);
  for (int i = 0; i < m->nvertex; i++) {
    bool right = m->vertex[i].z > -plane;
    place[i] = right ? nvertex : -1;
    if (right) {
      m->vertex[nvertex] = m->vertex[i];
      m->normal[nvertex++] = m->normal[i];
    }
  }
  for (int i = 0; i < m->ntriangle; i++) {
    const int *t = m->triangle[i];
    int a = place[t[0]], b = place[t[1]], c = place[t[2]];
    if (a < 0 || b < 0 || c < 0)
      continue;
    int *to = m->triangle[ntriangle++];
    to[0] = a, to[1] = b, to[2] = c;
  }
  m->nvertex = nvertex;
  m->ntriangle = ntriangle;
  free(place);
  return PS_OK;
}

void ps_mesh_free(ps_mesh *mesh) {
  free(mesh->vertex);
  free(mesh->normal);
  free(mesh->triangle);
  *mesh = (ps_mesh){0};
}
