// live_frames.c: frames of sessions under the hand, in full digits, for comparison with another
// build of the library.
//
//   live_frames full|light <<< "posture key=value ..."        a line a solve, one after the other
//
// "cold" before the posture solves from nothing. Prints for every line: status, then each array
// with its name and numbers.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "psoas/live.h"

static void put(const char *name, const double *x, int n) {
  printf("%s", name);
  for (int i = 0; i < n; i++)
    printf(" %.17g", x[i]);
  putchar('\n');
}

static void put_frame(const ps_live_frame *f) {
  printf("status %d\nstarts", f->status);
  for (int i = 0; i <= f->nline; i++)
    printf(" %d", f->start[i]);
  putchar('\n');
  put("bodies", f->body, PS_LIVE_BODY * f->nbody);
  put("points", f->point, 3 * f->npoint);
  put("force", f->force, f->nline);
  put("active", f->active, f->nline);
  put("passive", f->passive, f->nline);
  put("activation", f->activation, f->nline);
  put("capacity", f->capacity, f->nline);
  put("length", f->length, f->nline);
  put("levels", f->level, PS_LIVE_LEVEL * f->nlevel);
  put("groups", f->group, PS_LIVE_GROUP * f->ngroup);
  put("contacts", f->contact, PS_LIVE_CONTACT * f->ncontact);
  put("numbers", f->number, f->nnumber);
  put("nerves", f->nerve, 3 * f->nplace);
}

static void solve(ps_live *live, char *line) {
  ps_live_frame frame = {0};
  ps_error err = {0};
  bool cold = false;
  char *word = strtok(line, " \n");
  if (word && strcmp(word, "cold") == 0) {
    cold = true;
    word = strtok(NULL, " \n");
  }
  ps_status status = ps_live_take(live, word, NULL, &err);
  while (status == PS_OK && (word = strtok(NULL, " \n"))) {
    char *value = strchr(word, '=');
    *value = 0;
    status = ps_live_set(live, word, value + 1, &err);
  }
  if (status == PS_OK)
    status = ps_live_solve(live, cold, &frame, &err);
  if (status == PS_OK)
    put_frame(&frame);
  else
    printf("refused %s\n", err.message);
}

int main(int argc, char **argv) {
  ps_live *live;
  ps_error err = {0};
  char line[1000];
  if (ps_live_create(&live, argc > 1 && strcmp(argv[1], "light") == 0, &err) != PS_OK)
    return 1;
  while (fgets(line, sizeof line, stdin))
    solve(live, line);
  ps_live_free(live);
  return 0;
}
