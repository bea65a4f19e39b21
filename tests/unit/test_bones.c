// Bones: distances are distances, surfaces are closed, bones stand where the model's joints are.
#include <stdlib.h>

#include "base/file.h"
#include "bone/bone.h"
#include "bone/mesh.h"
#include "psoas/bones.h"
#include "scenario/anatomy.h"

#include "check.h"
#include "random_kit.h"
#include "remove_folder.h"

enum { MOST_BONES = 32 };
static ps_bones bones;
static ps_mesh meshes[MOST_BONES]; // as in the file, but whole

static const ps_bone *bone_named(const char *name) {
  for (int i = 0; i < bones.n; i++)
    if (strcmp(bones.bone[i].name, name) == 0)
      return &bones.bone[i];
  check_fail(__FILE__, __LINE__, name);
  return NULL;
}

static ps_vec3 draw_point(uint64_t *state, double half_width) {
  double x = kit_signed(state), y = kit_signed(state), z = kit_signed(state);
  return ps_scale(half_width, ps_vec(x, y, z));
}

static ps_hull draw_hull(uint64_t *state, int n) {
  ps_hull hull = {.n = n};
  for (int k = 0; k < n; k++)
    hull.corner[k] = (ps_ball){draw_point(state, 0.03), kit_between(state, 0.001, 0.012)};
  return hull;
}

// ---- hulls

static double hull_slope(const ps_hull *hull, ps_vec3 p) {
  const double h = 1e-6; // [m]
  ps_vec3 g = {0, 0, 0};
  for (int axis = 0; axis < 3; axis++) {
    ps_vec3 e = ps_vec(h * (axis == 0), h * (axis == 1), h * (axis == 2));
    double d = ps_hull_distance(hull, ps_add(p, e)) - ps_hull_distance(hull, ps_sub(p, e));
    *(axis == 0 ? &g.x : axis == 1 ? &g.y : &g.z) = d / (2 * h);
  }
  return ps_norm(g);
}

// outside a convex body the distance grows by a metre per metre
static void distance_outside_hulls_has_slope_one(void) {
  uint64_t state = 1;
  for (int i = 0; i < 3000; i++) {
    ps_hull hull = draw_hull(&state, 1 + i % 3);
    ps_vec3 p = draw_point(&state, 0.08);
    if (ps_hull_distance(&hull, p) > 1e-4)
      CHECK_NEAR(hull_slope(&hull, p), 1, 1e-5); // [-]  differences over 2e-6 m bend by less
  }
}

// (B1) by trying shares: none is nearer, and one of a fine grid is almost as near
static void distance_is_least_over_the_hull(void) {
  uint64_t state = 2;
  enum { GRID = 60 };
  for (int i = 0; i < 200; i++) {
    ps_hull hull = draw_hull(&state, 3);
    ps_vec3 p = draw_point(&state, 0.06);
    double d = ps_hull_distance(&hull, p), least = INFINITY;
    for (int a = 0; a <= GRID; a++)
      for (int b = 0; a + b <= GRID; b++) {
        double s[3] = {(double)a / GRID, (double)b / GRID, (double)(GRID - a - b) / GRID};
        ps_vec3 at = {0, 0, 0};
        double radius = 0;
        for (int k = 0; k < 3; k++) {
          at = ps_axpy(at, s[k], hull.corner[k].at);
          radius += s[k] * hull.corner[k].radius;
        }
        least = fmin(least, ps_distance(p, at) - radius);
      }
    CHECK(d <= least + 1e-12);
    CHECK_NEAR(d, least, 1.5e-3); // [m]  a step of the grid, 0.1 m / 60
  }
}

static void plates_without_width_are_rods(void) {
  uint64_t state = 3;
  for (int i = 0; i < 500; i++) {
    ps_hull rod = draw_hull(&state, 2), plate = rod;
    plate.n = 3;
    plate.corner[2] = rod.corner[i % 2];
    ps_vec3 p = draw_point(&state, 0.06);
    CHECK_NEAR(ps_hull_distance(&plate, p), ps_hull_distance(&rod, p), 1e-12);
  }
}

static void bounds_hold_their_shapes(void) {
  uint64_t state = 4;
  const ps_drum *drum = &bone_named("lumbar3")->drum;
  for (int i = 0; i < 2000; i++) {
    ps_hull hull = draw_hull(&state, 1 + i % 3);
    ps_ball bound = ps_hull_bound(&hull);
    ps_vec3 p = draw_point(&state, 0.06);
    CHECK(ps_hull_distance(&hull, p) >= ps_distance(p, bound.at) - bound.radius - 1e-12);
    bound = ps_drum_bound(drum);
    CHECK(ps_drum_distance(drum, p) > 0 || ps_distance(p, bound.at) <= bound.radius);
  }
}

// ---- bones

static void numbers_stay_within_their_limits(void) {
  for (int i = 0; i < bones.n; i++) {
    const ps_bone *b = &bones.bone[i];
    bool vertebra = strcmp(b->table, "bones/lumbar.csv") == 0;
    CHECK(b->nnumber <= (vertebra ? 80 : 150));
  }
}

static void midline_bones_are_their_mirror_image(void) {
  uint64_t state = 5;
  for (int i = 0; i < bones.n; i++)
    for (int k = 0; k < 200 && bones.bone[i].midline; k++) {
      ps_vec3 p = draw_point(&state, 0.1), q = ps_vec(p.x, p.y, -p.z);
      CHECK_NEAR(ps_bone_distance(&bones.bone[i], q), ps_bone_distance(&bones.bone[i], p), 0);
    }
}

typedef struct edge {
  int from, to;
} edge;

static int by_ends(const void *a, const void *b) {
  const edge *x = a, *y = b;
  return x->from != y->from ? (x->from < y->from ? -1 : 1) : (x->to > y->to) - (x->to < y->to);
}

static bool has_edge(const edge *edges, size_t n, edge e) {
  return bsearch(&e, edges, n, sizeof e, by_ends) != NULL;
}

// Every edge is walked once in each direction. Returns the number of holes through the body.
static int check_closed(const ps_mesh *m) {
  size_t n = 3 * (size_t)m->ntriangle;
  edge *edges = malloc(n * sizeof *edges);
  for (size_t i = 0; i < n; i++)
    edges[i] = (edge){m->triangle[i / 3][i % 3], m->triangle[i / 3][(i + 1) % 3]};
  qsort(edges, n, sizeof *edges, by_ends);
  for (size_t i = 0; i < n; i++) {
    CHECK(i == 0 || by_ends(&edges[i - 1], &edges[i]) != 0);
    CHECK(has_edge(edges, n, (edge){edges[i].to, edges[i].from}));
  }
  free(edges);
  int euler = m->nvertex - (int)(n / 2) + m->ntriangle;
  CHECK_EQ(euler % 2, 0);
  return 1 - euler / 2;
}

static double volume(const ps_mesh *m) {
  double sum = 0;
  for (int i = 0; i < m->ntriangle; i++) {
    const int *t = m->triangle[i];
    sum += ps_dot(m->vertex[t[0]], ps_cross(m->vertex[t[1]], m->vertex[t[2]])) / 6;
  }
  return sum;
}

// vertices lie on the surface, normals point outward, triangles look along them
static void check_on_surface(const ps_bone *bone, const ps_mesh *m) {
  int off = 0, flat = 0, turned = 0;
  for (int i = 0; i < m->nvertex; i++) {
    double slope = ps_norm(ps_bone_gradient(bone, m->vertex[i]));
    off += fabs(ps_bone_distance(bone, m->vertex[i])) > 1e-4;
    CHECK(slope < 1.25);
    flat += slope < 0.5; // in hollows where shapes blend, that is so by nature
    CHECK(ps_bone_distance(bone, ps_axpy(m->vertex[i], 1e-3, m->normal[i])) >
          ps_bone_distance(bone, ps_axpy(m->vertex[i], -1e-3, m->normal[i])));
  }
  for (int i = 0; i < m->ntriangle; i++) {
    const int *t = m->triangle[i];
    ps_vec3 a = m->vertex[t[0]];
    ps_vec3 n = ps_cross(ps_sub(m->vertex[t[1]], a), ps_sub(m->vertex[t[2]], a));
    ps_vec3 mean = ps_add(m->normal[t[0]], ps_add(m->normal[t[1]], m->normal[t[2]]));
    turned += ps_dot(n, mean) <= 0;
  }
  // a few lie in clefts narrower than a cell
  CHECK(off <= m->nvertex / 100);
  CHECK(flat <= m->nvertex / 25);
  CHECK(turned <= m->ntriangle / 200);
}

static void surfaces_are_closed_and_look_outward(void) {
  for (int i = 0; i < bones.n; i++) {
    check_closed(&meshes[i]);
    check_on_surface(&bones.bone[i], &meshes[i]);
    CHECK(volume(&meshes[i]) > 0);
  }
}

// a vertebra has its canal, the pelvis its two obturator foramina, a femur nothing
static void bones_have_the_holes_they_should(void) {
  static const struct {
    const char *name;
    int holes;
    double least, most; // [m^3]
  } bone[] = {{"lumbar1", 1, 55e-6, 85e-6}, {"lumbar2", 1, 60e-6, 90e-6},
              {"lumbar3", 1, 65e-6, 95e-6}, {"lumbar4", 1, 60e-6, 90e-6},
              {"lumbar5", 1, 60e-6, 95e-6}, {"pelvis", 2, 600e-6, 950e-6},
              {"femur", 0, 350e-6, 700e-6}};
  for (size_t i = 0; i < sizeof bone / sizeof *bone; i++) {
    const ps_mesh *mesh = &meshes[bone_named(bone[i].name) - bones.bone];
    CHECK_EQ(check_closed(mesh), bone[i].holes);
    CHECK(volume(mesh) > bone[i].least && volume(mesh) < bone[i].most);
  }
}

static void halves_make_the_whole(void) {
  const ps_bone *b = bone_named("lumbar3");
  const ps_mesh *whole = &meshes[b - bones.bone];
  ps_mesh half;
  ps_error err;
  CHECK_EQ(ps_mesh_create(&half, b, b->cell, &err), PS_OK);
  CHECK_EQ(ps_mesh_keep_right(&half, &err), PS_OK);
  CHECK_EQ(2 * half.ntriangle, whole->ntriangle);
  // the cut lies in the plane z = 0, which adds nothing to this sum of cones about the origin
  CHECK_NEAR(2 * volume(&half), volume(whole), 1e-9);
  ps_mesh_free(&half);
}

static void too_fine_a_grid_is_refused(void) {
  ps_mesh mesh;
  ps_error err;
  CHECK_EQ(ps_mesh_create(&mesh, bone_named("pelvis"), 1e-5, &err), PS_ERR_LIMIT);
  ps_mesh_free(&mesh);
}

// ---- on the model

static const ps_anatomy_joint *joint_named(const ps_anatomy *a, const char *name) {
  for (int i = 0; i < a->njoint; i++)
    if (strcmp(a->joint[i].name, name) == 0)
      return &a->joint[i];
  check_fail(__FILE__, __LINE__, name);
  return NULL;
}

static void vertebral_bodies_lie_between_their_discs(void) {
  static const char *const joint[] = {"T12_L1", "L1_L2", "L2_L3", "L3_L4", "L4_L5", "L5_S1"};
  ps_anatomy anatomy;
  ps_error err;
  CHECK_EQ(ps_anatomy_load(&anatomy, &err), PS_OK);
  for (int level = 1; level <= 5; level++) {
    char name[16];
    snprintf(name, sizeof name, "lumbar%d", level);
    const ps_bone *b = bone_named(name);
    ps_vec3 above = joint_named(&anatomy, joint[level - 1])->on_parent;
    ps_vec3 below = joint_named(&anatomy, joint[level])->on_child;
    ps_vec3 upper = ps_bone_to_body(b, ps_drum_end(&b->drum, 1));
    ps_vec3 lower = ps_bone_to_body(b, ps_drum_end(&b->drum, -1));
    ps_vec3 axis = ps_sub(above, below);
    axis = ps_scale(1 / ps_norm(axis), axis);
    // half a disc, 2 to 8 mm, is left on either side, and the ends lie on the line
    double over = ps_dot(ps_sub(above, upper), axis), under = ps_dot(ps_sub(lower, below), axis);
    CHECK(over > 2e-3 && over < 8e-3 && under > 2e-3 && under < 8e-3);
    CHECK(ps_norm(ps_cross(ps_sub(upper, below), axis)) < 2e-3);
    CHECK(ps_norm(ps_cross(ps_sub(lower, below), axis)) < 2e-3);
  }
  ps_anatomy_free(&anatomy);
}

static void femoral_heads_lie_in_their_sockets(void) {
  ps_anatomy anatomy;
  ps_error err;
  CHECK_EQ(ps_anatomy_load(&anatomy, &err), PS_OK);
  ps_vec3 hip = joint_named(&anatomy, "hip")->on_parent;
  const ps_bone *pelvis = bone_named("pelvis"), *femur = bone_named("femur");
  for (int i = 0; i < pelvis->nball; i++)
    if (strcmp(pelvis->ball[i].name, "acetabulum") == 0) {
      ps_ball socket = ps_bone_ball_at(pelvis, i);
      CHECK(ps_distance(ps_bone_to_body(pelvis, socket.at), hip) < 0.5e-3);
      CHECK_NEAR(ps_bone_share(pelvis, socket.at), 0, 0);
      // the head fills the socket up to its cartilage; the pelvis is narrower than its numbers
      double radius = socket.radius * pelvis->place.scale.z;
      double room = ps_bone_distance(femur, ps_vec(0, 0, -radius));
      CHECK(room > 0 && room < 4e-3);
    }
  ps_anatomy_free(&anatomy);
}

// ilium and sacrum do not come apart: what is near the sacrum goes with it
static void the_pelvis_goes_with_the_sacrum_where_they_meet(void) {
  const ps_bone *pelvis = bone_named("pelvis"), *sacrum = bone_named("sacrum");
  const ps_mesh *mesh = &meshes[sacrum - bones.bone];
  int met = 0;
  for (int i = 0; i < mesh->nvertex; i++) {
    ps_vec3 p = mesh->vertex[i];
    CHECK_NEAR(ps_bone_share(sacrum, p), 1, 0);
    if (ps_bone_distance(pelvis, p) < 2e-3) {
      met++;
      CHECK(ps_bone_share(pelvis, p) > 0.8);
    }
  }
  CHECK(met > 20);
}

// ---- the file

static unsigned word_at(const char *bytes) {
  const unsigned char *b = (const unsigned char *)bytes;
  return b[0] | (unsigned)b[1] << 8 | (unsigned)b[2] << 16 | (unsigned)b[3] << 24;
}

// A list of differences of docs/bones.md.
static void read_list(const unsigned char *bytes, int n, int *list) {
  for (int i = 0, sum = 0; i < n; i++) {
    int by = bytes[i] | bytes[n + i] << 8;
    list[i] = sum += by & 1 ? -(by + 1) / 2 : by / 2;
  }
}

static double header_number(const char *header, const char *name) {
  const char *at = strstr(header, name);
  CHECK(at != NULL);
  return at ? atof(at + strlen(name)) : 0;
}

// Its vertices fill the box, and its triangles join neighbours: no edge is long.
static void first_bone_can_be_read(const ps_file_content *file) {
  const char *header = file->bytes + 12;
  int n = (int)header_number(header, "\"vertices\":"),
      m = (int)header_number(header, "\"triangles\":");
  size_t first = 12 + (word_at(file->bytes + 8) + 3) / 4 * 4;
  const unsigned char *parts = (const unsigned char *)file->bytes + first;
  int *q = malloc((3 * (size_t)n + 3 * (size_t)m) * sizeof *q), *corner = q + 3 * n;
  double half[3], longest = 0;
  CHECK_EQ(sscanf(strstr(header, "\"half\":"), "\"half\":[%lf,%lf,%lf", half, half + 1, half + 2),
           3);
  for (int k = 0; k < 3; k++) {
    int low = 0, high = 0;
    read_list(parts + 2 * k * n, n, q + k * n);
    for (int i = 0; i < n; i++)
      low = q[k * n + i] < low ? q[k * n + i] : low,
      high = q[k * n + i] > high ? q[k * n + i] : high;
    CHECK_EQ(low, -4095);
    CHECK_EQ(high, 4095);
  }
  read_list(parts + (int)header_number(header, "\"triangle_at\":"), 3 * m, corner);
  for (int i = 0; i < 3 * m; i++) {
    int a = corner[i], b = corner[i % 3 == 2 ? i - 2 : i + 1];
    double square = 0;
    CHECK(a >= 0 && a < n && b >= 0 && b < n);
    for (int k = 0; k < 3; k++)
      square += pow((q[k * n + a] - q[k * n + b]) / 4095. * half[k], 2);
    longest = fmax(longest, sqrt(square));
  }
  printf("longest edge of the first bone: %.2g mm\n", 1000 * longest);
  CHECK(longest > 1e-3 && longest < 8e-3); // [m]
  free(q);
}

static void file_is_small_and_never_overwritten_unasked(void) {
  char folder[] = "/var/tmp/psoas_bones_XXXXXX", path[64];
  CHECK(mkdtemp(folder) != NULL);
  snprintf(path, sizeof path, "%s/bones.bin", folder);
  ps_bone_set *set;
  ps_error err;
  CHECK_EQ(ps_bone_set_create(&set, &err), PS_OK);
  CHECK_EQ(ps_bones_save(set, path, false, &err), PS_OK);
  CHECK_EQ(ps_bones_save(set, path, false, &err), PS_ERR_EXISTS);
  ps_file_content file;
  CHECK_EQ(ps_file_read(&file, path, 1 << 20, NULL, &err), PS_OK);
  CHECK(file.size < 400000);
  CHECK(memcmp(file.bytes, "PSBN", 4) == 0);
  CHECK_EQ(word_at(file.bytes + 4), 2);
  CHECK(12 + word_at(file.bytes + 8) < file.size);
  first_bone_can_be_read(&file);
  for (int i = 0; i < ps_bone_count(set); i++) {
    char entry[64];
    snprintf(entry, sizeof entry, "{\"name\":\"%s\",", ps_bone_name(set, i));
    CHECK(strstr(file.bytes + 12, entry) != NULL);
  }
  ps_file_content_free(&file);
  ps_bone_set_free(set);
  remove_folder(folder);
}

static void changed_numbers_change_the_shape(void) {
  ps_bone_set *set;
  ps_error err;
  CHECK_EQ(ps_bone_set_create(&set, &err), PS_OK);
  int bone = ps_bone_named(set, "femur"), n = ps_bone_numbers(set, bone);
  CHECK_EQ(ps_bone_named(set, "wishbone"), -1);
  double *numbers = malloc((size_t)n * sizeof *numbers), before, after;
  for (int i = 0; i < n; i++) {
    bool radius = strcmp(ps_bone_number_name(set, bone, i), "head.r") == 0;
    numbers[i] = ps_bone_number(set, bone, i) + (radius ? 1e-3 : 0);
  }
  const double above[3] = {0, 0.06, 0};
  ps_bone_distances(set, bone, 1, above, &before);
  ps_bone_change(set, bone, numbers);
  ps_bone_distances(set, bone, 1, above, &after);
  CHECK_NEAR(before - after, 1e-3, 1e-4); // [m]  the neck is blended in
  free(numbers);
  ps_bone_set_free(set);
}

static bool load_and_mesh(void) {
  ps_error err = {0};
  bool fine = ps_bones_load(&bones, &err) == PS_OK && bones.n <= MOST_BONES;
  for (int i = 0; fine && i < bones.n; i++)
    fine = ps_mesh_create(&meshes[i], &bones.bone[i], bones.bone[i].cell, &err) == PS_OK;
  if (!fine)
    fprintf(stderr, "%s\n", err.message);
  return fine;
}

int main(void) {
  if (!load_and_mesh())
    return 1;
  int failed = CHECK_RUN(
      CHECK_FACT(distance_outside_hulls_has_slope_one), CHECK_FACT(distance_is_least_over_the_hull),
      CHECK_FACT(plates_without_width_are_rods), CHECK_FACT(bounds_hold_their_shapes),
      CHECK_FACT(numbers_stay_within_their_limits),
      CHECK_FACT(midline_bones_are_their_mirror_image),
      CHECK_FACT(surfaces_are_closed_and_look_outward),
      CHECK_FACT(bones_have_the_holes_they_should), CHECK_FACT(halves_make_the_whole),
      CHECK_FACT(too_fine_a_grid_is_refused), CHECK_FACT(vertebral_bodies_lie_between_their_discs),
      CHECK_FACT(femoral_heads_lie_in_their_sockets),
      CHECK_FACT(the_pelvis_goes_with_the_sacrum_where_they_meet),
      CHECK_FACT(file_is_small_and_never_overwritten_unasked),
      CHECK_FACT(changed_numbers_change_the_shape));
  for (int i = 0; i < bones.n; i++)
    ps_mesh_free(&meshes[i]);
  ps_bones_clear(&bones);
  return failed;
}
