// bone_set.c: the bones as programs see them.
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "bone/bone_set.h"
#include "bone/mesh.h"

ps_status ps_bone_set_create(ps_bone_set **set, ps_error *err) {
  *set = calloc(1, sizeof **set);
  if (!*set)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_status status = ps_bones_load(&(*set)->bones, err);
  if (status != PS_OK) {
    ps_bone_set_free(*set);
    *set = NULL;
  }
  return status;
}

void ps_bone_set_free(ps_bone_set *set) {
  if (!set)
    return;
  ps_bones_clear(&set->bones);
  free(set);
}

int ps_bone_count(const ps_bone_set *set) {
  return set->bones.n;
}

const char *ps_bone_name(const ps_bone_set *set, int bone) {
  return set->bones.bone[bone].name;
}

int ps_bone_named(const ps_bone_set *set, const char *name) {
  for (int i = 0; i < set->bones.n; i++)
    if (strcmp(set->bones.bone[i].name, name) == 0)
      return i;
  return -1;
}

int ps_bone_numbers(const ps_bone_set *set, int bone) {
  return set->bones.bone[bone].nnumber;
}

const char *ps_bone_number_name(const ps_bone_set *set, int bone, int number) {
  return set->bones.bone[bone].number_name[number];
}

double ps_bone_number(const ps_bone_set *set, int bone, int number) {
  return set->bones.bone[bone].number[number];
}

void ps_bone_change(ps_bone_set *set, int bone, const double *numbers) {
  ps_bone *b = &set->bones.bone[bone];
  memcpy(b->number, numbers, (size_t)b->nnumber * sizeof *b->number);
  ps_bone_shape(b);
}

void ps_bone_distances(const ps_bone_set *set, int bone, int n, const double *points,
                       double *distances) {
  const ps_bone *b = &set->bones.bone[bone];
  for (int i = 0; i < n; i++) {
    const double *p = &points[3 * i];
    distances[i] = ps_bone_distance(b, ps_vec(p[0], p[1], p[2]));
  }
}

static void put(double *to, ps_vec3 a) {
  to[0] = a.x, to[1] = a.y, to[2] = a.z;
}

static void copy_mesh(ps_bone_surface *s, const ps_mesh *m, const ps_bone *bone, bool in_body) {
  for (int i = 0; i < m->nvertex; i++) {
    put(&s->vertex[3 * i], in_body ? ps_bone_to_body(bone, m->vertex[i]) : m->vertex[i]);
    put(&s->normal[3 * i],
        in_body ? ps_bone_normal_to_body(bone, m->vertex[i], m->normal[i]) : m->normal[i]);
  }
  memcpy(s->triangle, m->triangle, (size_t)m->ntriangle * sizeof *m->triangle);
}

ps_status ps_bone_surface_create(ps_bone_surface *surface, const ps_bone_set *set, int bone,
                                 double cell, bool in_body, ps_error *err) {
  *surface = (ps_bone_surface){0};
  const ps_bone *b = &set->bones.bone[bone];
  ps_mesh mesh;
  ps_status status = ps_mesh_create(&mesh, b, cell > 0 ? cell : b->cell, err);
  if (status == PS_OK) {
    size_t nvertex = (size_t)mesh.nvertex, ntriangle = (size_t)mesh.ntriangle;
    surface->vertex = calloc(3 * nvertex, sizeof *surface->vertex);
    surface->normal = calloc(3 * nvertex, sizeof *surface->normal);
    surface->triangle = calloc(3 * ntriangle, sizeof *surface->triangle);
    if (surface->vertex && surface->normal && surface->triangle) {
      surface->nvertex = mesh.nvertex;
      surface->ntriangle = mesh.ntriangle;
      copy_mesh(surface, &mesh, b, in_body);
    } else {
      status = ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
    }
  }
  ps_mesh_free(&mesh);
  return status;
}

void ps_bone_surface_free(ps_bone_surface *surface) {
  free(surface->vertex);
  free(surface->normal);
  free(surface->triangle);
  *surface = (ps_bone_surface){0};
}
