// save.c: the file of bones for whoever draws them; its layout is in docs/bones.md.
//
// Little-endian. Four bytes "PSBN", the version, the length of the header, its text in JSON, and
// for each bone positions, bytes of normal, share and light, and triangles: as differences from the
// one before, like bytes together, which packs to two thirds. Of a bone of the midline the right
// half is written, of a pair the right one; the other is its mirror image. Each part begins at a
// multiple of four bytes.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "bone/bone_set.h"
#include "bone/mesh.h"
#include "num/number.h"

enum { VERSION = 2, MOST_VERTICES = 65535, WORD = 4, STEPS = 4095 };

// of the persons in data/anatomy, for whom the bones are placed
static const double table_height = 1.70, table_incidence_deg = 51; // [m], [deg]

typedef struct drawn { // a bone on its way to the file
  const ps_bone *bone;
  ps_mesh mesh;
  ps_vec3 *at;                         // [m]  of vertices, in the frame of the body
  ps_vec3 middle, half;                // [m]  of the box around them
  int *list;                           // room for numbers that are written as differences
  unsigned char *shade;                // 4 nvertex: normal (2), share, light, each for all vertices
  size_t positions, shades, triangles; // [bytes]  from the end of the header
} drawn;

static size_t padded(size_t bytes) {
  return (bytes + WORD - 1) / WORD * WORD;
}

static ps_status prepare(drawn *d, const ps_bone *bone, size_t *end, ps_error *err) {
  d->bone = bone;
  PS_TRY(ps_mesh_create(&d->mesh, bone, bone->cell, err));
  if (bone->midline)
    PS_TRY(ps_mesh_keep_right(&d->mesh, err));
  if (d->mesh.nvertex > MOST_VERTICES)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "'%s' has %d vertices; a file can number %d",
                   bone->name, d->mesh.nvertex, MOST_VERTICES);
  size_t n = (size_t)d->mesh.nvertex;
  d->at = malloc(n * sizeof *d->at);
  d->shade = malloc(WORD * n);
  d->list = malloc((n + 3 * (size_t)d->mesh.ntriangle) * sizeof *d->list);
  if (!d->at || !d->shade || !d->list)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_vec3 low = ps_vec(INFINITY, INFINITY, INFINITY), high = ps_neg(low);
  for (size_t i = 0; i < n; i++) {
    ps_vec3 p = d->at[i] = ps_bone_to_body(bone, d->mesh.vertex[i]);
    low = ps_vec(fmin(low.x, p.x), fmin(low.y, p.y), fmin(low.z, p.z));
    high = ps_vec(fmax(high.x, p.x), fmax(high.y, p.y), fmax(high.z, p.z));
  }
  d->middle = ps_scale(0.5, ps_add(low, high));
  d->half = ps_scale(0.5, ps_sub(high, low));
  d->positions = *end;
  d->shades = d->positions + padded(6 * n);
  d->triangles = d->shades + WORD * n;
  *end = d->triangles + padded(6 * (size_t)d->mesh.ntriangle);
  return PS_OK;
}

// ---- the header

static void text(ps_file_writer *w, const char *name, const char *value) {
  ps_file_writer_format(w, ",\"%s\":\"%s\"", name, value);
}

static void number(ps_file_writer *w, const char *name, double x) {
  char digits[PS_NUMBER_MAX];
  ps_number_fixed(digits, x, 6);
  ps_file_writer_format(w, ",\"%s\":%s", name, digits);
}

static void vector(ps_file_writer *w, const char *before, const char *name, ps_vec3 a) {
  ps_file_writer_format(w, "%s\"%s\":[", before, name);
  for (int i = 0; i < 3; i++) {
    char digits[PS_NUMBER_MAX];
    ps_number_fixed(digits, ps_at(a, i), 6);
    ps_file_writer_format(w, "%s%s", i ? "," : "", digits);
  }
  ps_file_writer_text(w, "]");
}

// Landmarks in the frame of the body: the ends of a drum, and the balls that the table names.
static void marks(ps_file_writer *w, const ps_bone *bone) {
  const char *before = "";
  ps_file_writer_text(w, ",\"marks\":{");
  if (bone->first_drum >= 0) {
    vector(w, "", "upper_end", ps_bone_to_body(bone, ps_drum_end(&bone->drum, 1)));
    vector(w, ",", "lower_end", ps_bone_to_body(bone, ps_drum_end(&bone->drum, -1)));
    before = ",";
  }
  for (int i = 0; i < bone->nball; i++)
    if (ps_bone_is_mark(bone, i)) {
      vector(w, before, bone->ball[i].name, ps_bone_to_body(bone, ps_bone_ball_at(bone, i).at));
      before = ",";
    }
  ps_file_writer_text(w, "}");
}

static void describe(ps_file_writer *w, const drawn *d) {
  const ps_bone *b = d->bone;
  ps_file_writer_format(w, "{\"name\":\"%s\"", b->name);
  text(w, "body", b->body);
  text(w, "sides", b->midline ? "midline" : "pair");
  ps_file_writer_format(w, ",\"vertices\":%d,\"triangles\":%d", d->mesh.nvertex, d->mesh.ntriangle);
  ps_file_writer_format(w, ",\"position_at\":%zu,\"shade_at\":%zu,\"triangle_at\":%zu",
                        d->positions, d->shades, d->triangles);
  vector(w, ",", "middle", d->middle);
  vector(w, ",", "half", d->half);
  marks(w, b);
  ps_file_writer_text(w, "}");
}

static ps_status write_header(const drawn *d, int n, char **json, size_t *size, ps_error *err) {
  ps_file_writer w;
  PS_TRY(ps_file_writer_memory(&w, err));
  ps_file_writer_text(&w, "{\"schema\":\"psoas.bones/1\"");
  number(&w, "height_m", table_height);
  number(&w, "pelvic_incidence_deg", table_incidence_deg);
  ps_file_writer_text(&w, ",\"bones\":[");
  for (int i = 0; i < n; i++) {
    ps_file_writer_text(&w, i ? ",\n" : "\n");
    describe(&w, &d[i]);
  }
  ps_file_writer_text(&w, "]}");
  return ps_file_writer_take(&w, json, size, err);
}

// ---- vertices and triangles

static void put_u16(ps_file_writer *w, unsigned x) {
  const unsigned char bytes[2] = {(unsigned char)(x & 255), (unsigned char)(x >> 8 & 255)};
  ps_file_writer_bytes(w, bytes, sizeof bytes);
}
static void put_u32(ps_file_writer *w, size_t x) {
  put_u16(w, (unsigned)(x & 65535));
  put_u16(w, (unsigned)(x >> 16 & 65535));
}
static void pad(ps_file_writer *w, size_t written) {
  static const char zeros[WORD] = {0};
  ps_file_writer_bytes(w, zeros, padded(written) - written);
}

// Small differences of either sign as small numbers without: 0, -1, 1, -2 ...
static unsigned short difference(int now, int before) {
  int by = (short)(now - before);
  return (unsigned short)(by < 0 ? -2 * by - 1 : 2 * by);
}

// differences: all low bytes, then all high bytes
static void put_list(ps_file_writer *w, const int *list, int n) {
  for (int shift = 0; shift < 16; shift += 8)
    for (int i = 0; i < n; i++) {
      int by = difference(list[i], i ? list[i - 1] : 0);
      const unsigned char byte = (unsigned char)(by >> shift & 255);
      ps_file_writer_bytes(w, &byte, 1);
    }
}

static void write_positions(ps_file_writer *w, const drawn *d) {
  int n = d->mesh.nvertex;
  for (int k = 0; k < 3; k++) {
    for (int i = 0; i < n; i++) {
      double x = (ps_at(d->at[i], k) - ps_at(d->middle, k)) / fmax(ps_at(d->half, k), 1e-9);
      d->list[i] = (int)lround(STEPS * x);
    }
    put_list(w, d->list, n);
  }
  pad(w, 6 * (size_t)n);
}

// A direction on an octahedron that is folded open: two numbers -1..1.
static void fold_normal(ps_vec3 n, double *u, double *v) {
  double sum = fabs(n.x) + fabs(n.y) + fabs(n.z), x = n.x / sum, y = n.y / sum;
  *u = n.z >= 0 ? x : copysign(1 - fabs(y), x);
  *v = n.z >= 0 ? y : copysign(1 - fabs(x), y);
}

// How much light reaches a place, 0..1: how far the surface keeps away as one goes outward.
static double light(const ps_bone *bone, ps_vec3 p, ps_vec3 n) {
  static const double step[] = {2e-3, 5e-3, 10e-3, 18e-3}; // [m]
  double sum = 0;
  for (int i = 0; i < 4; i++) {
    double free = ps_bone_distance(bone, ps_axpy(p, step[i], n)) / step[i];
    sum += fmax(0, fmin(1, free)) / 4;
  }
  return sum;
}

static void write_shades(ps_file_writer *w, const drawn *d) {
  int n = d->mesh.nvertex;
  for (int i = 0; i < n; i++) {
    ps_vec3 p = d->mesh.vertex[i], normal = d->mesh.normal[i];
    double u, v;
    fold_normal(ps_bone_normal_to_body(d->bone, p, normal), &u, &v);
    d->shade[i] = (unsigned char)lround(127 * u);
    d->shade[n + i] = (unsigned char)lround(127 * v);
    d->shade[2 * n + i] = (unsigned char)lround(255 * ps_bone_share(d->bone, p));
    d->shade[3 * n + i] = (unsigned char)lround(255 * light(d->bone, p, normal));
  }
  for (int i = 0; i < WORD * n; i++) {
    const unsigned char by = (unsigned char)(d->shade[i] - (i % n ? d->shade[i - 1] : 0));
    ps_file_writer_bytes(w, &by, 1);
  }
}

static void write_triangles(ps_file_writer *w, const drawn *d) {
  int n = 3 * d->mesh.ntriangle;
  for (int i = 0; i < n; i++)
    d->list[i] = d->mesh.triangle[i / 3][i % 3];
  put_list(w, d->list, n);
  pad(w, 2 * (size_t)n);
}

static ps_status write_file(const drawn *d, int n, const char *path, bool replace, ps_error *err) {
  char *json;
  size_t size;
  PS_TRY(write_header(d, n, &json, &size, err));
  ps_file_writer w;
  ps_status status = ps_file_writer_create(&w, path, replace, NULL, err);
  if (status == PS_OK) {
    ps_file_writer_text(&w, "PSBN");
    put_u32(&w, VERSION);
    put_u32(&w, size);
    ps_file_writer_bytes(&w, json, size);
    pad(&w, size);
    for (int i = 0; i < n; i++) {
      write_positions(&w, &d[i]);
      write_shades(&w, &d[i]);
      write_triangles(&w, &d[i]);
    }
    status = ps_file_writer_commit(&w, err);
  }
  free(json);
  return status;
}

ps_status ps_bones_save(const ps_bone_set *set, const char *path, bool replace, ps_error *err) {
  int n = set->bones.n;
  drawn *d = calloc((size_t)n, sizeof *d);
  if (!d)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_status status = PS_OK;
  size_t end = 0;
  for (int i = 0; i < n && status == PS_OK; i++)
    status = prepare(&d[i], &set->bones.bone[i], &end, err);
  if (status == PS_OK)
    status = write_file(d, n, path, replace, err);
  for (int i = 0; i < n; i++) {
    ps_mesh_free(&d[i].mesh);
    free(d[i].at);
    free(d[i].shade);
    free(d[i].list);
  }
  free(d);
  return status;
}
