// engine.c: what the page calls: the command, and sessions under the hand.
//
// A module without a beginning and an end of its own (a WASI reactor): its memory stays from call
// to call. Strings come and go as UTF-8 in memory that the page takes with malloc.
#include <stdlib.h>
#include <wasi/api.h>

#include "psoas/live.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

int main(int argc, char **argv);

// The command with the arguments that the host gives, as often as wanted; its exit status.
int EXPORT(psoas_main)(void) {
  size_t n = 0, size = 0;
  if (__wasi_args_sizes_get(&n, &size) != 0)
    return 2;
  char *text = malloc(size + 1), **word = calloc(n + 1, sizeof *word);
  int status = 2;
  if (text && word && __wasi_args_get((uint8_t **)word, (uint8_t *)text) == 0)
    status = main((int)n, word);
  free(word);
  free(text);
  return status;
}

// The page reads `frame` where the session begins.
typedef struct session {
  ps_live_frame frame;
  ps_live *live;
  ps_error err;
  char message[1200];
} session;

session *EXPORT(psoas_session_create)(int light) {
  session *s = calloc(1, sizeof *s);
  if (s && ps_live_create(&s->live, light, &s->err) != PS_OK) {
    ps_live_free(s->live);
    free(s);
    s = NULL;
  }
  return s;
}

void EXPORT(psoas_session_free)(session *s) {
  ps_live_free(s->live);
  free(s);
}

// An empty text: none.
int EXPORT(psoas_session_take)(session *s, const char *posture, const char *person) {
  return ps_live_take(s->live, *posture ? posture : NULL, *person ? person : NULL, &s->err);
}

void EXPORT(psoas_session_clear)(session *s) {
  ps_live_clear(s->live);
}

int EXPORT(psoas_session_set)(session *s, const char *key, const char *value) {
  return ps_live_set(s->live, key, value, &s->err);
}

int EXPORT(psoas_session_solve)(session *s, int cold) {
  return ps_live_solve(s->live, cold, &s->frame, &s->err);
}

// To be freed with free(); NULL after a failure.
char *EXPORT(psoas_session_scene)(session *s) {
  char *json = NULL;
  return ps_live_scene(s->live, &json, &s->err) == PS_OK ? json : NULL;
}

// What the last failure says.
const char *EXPORT(psoas_session_message)(session *s) {
  return ps_error_text(&s->err, s->message, sizeof s->message);
}
