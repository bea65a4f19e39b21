// main.c: psoas_bones writes the bones that the page draws, or prints one of them.
//
//   psoas_bones [--force] -o FILE      all bones, in the frames of their bodies (docs/bones.md)
//   psoas_bones --shape BONE [CELL_MM] its surface in its own axes: lines "v x y z", "f a b c"
//   psoas_bones --list                 bones with their counts of numbers
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "psoas/bones.h"

enum { FINE = 0, USAGE = 2, INPUT = 3 };

static int failure(const ps_error *err) {
  char text[1200];
  fprintf(stderr, "psoas_bones: %s\n", ps_error_text(err, text, sizeof text));
  return INPUT;
}

static int print_shape(const ps_bone_set *set, const char *name, double cell) {
  int bone = ps_bone_named(set, name);
  if (bone < 0) {
    fprintf(stderr, "psoas_bones: there is no bone '%s'; --list names them\n", name);
    return USAGE;
  }
  ps_bone_surface s;
  ps_error err;
  ps_status status = ps_bone_surface_create(&s, set, bone, cell, false, &err);
  for (int i = 0; i < s.nvertex; i++)
    printf("v %.7f %.7f %.7f\n", s.vertex[3 * i], s.vertex[3 * i + 1], s.vertex[3 * i + 2]);
  for (int i = 0; i < s.ntriangle; i++) {
    const int *t = &s.triangle[3 * i];
    printf("f %d %d %d\n", t[0] + 1, t[1] + 1, t[2] + 1);
  }
  ps_bone_surface_free(&s);
  return status == PS_OK ? FINE : failure(&err);
}

static int list(const ps_bone_set *set) {
  for (int i = 0; i < ps_bone_count(set); i++)
    printf("%s %d\n", ps_bone_name(set, i), ps_bone_numbers(set, i));
  return FINE;
}

static int usage(void) {
  fputs("usage: psoas_bones [--force] -o FILE | --shape BONE [CELL_MM] | --list\n", stderr);
  return USAGE;
}

static int run(const ps_bone_set *set, int count, char **word) {
  bool force = count > 1 && strcmp(word[1], "--force") == 0;
  if (count == 3 + force && strcmp(word[1 + force], "-o") == 0) {
    ps_error err;
    return ps_bones_save(set, word[2 + force], force, &err) == PS_OK ? FINE : failure(&err);
  }
  if ((count == 3 || count == 4) && strcmp(word[1], "--shape") == 0)
    return print_shape(set, word[2], count == 4 ? 1e-3 * strtod(word[3], NULL) : 0);
  return count == 2 && strcmp(word[1], "--list") == 0 ? list(set) : usage();
}

int main(int count, char **word) {
  ps_bone_set *set;
  ps_error err;
  if (ps_bone_set_create(&set, &err) != PS_OK)
    return failure(&err);
  int status = run(set, count, word);
  ps_bone_set_free(set);
  return status;
}
