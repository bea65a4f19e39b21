// Any bytes as the body of a request to `psoas serve`: a posture, which is solved where it can be,
// or a command line with files, which no job runs because there is no place for its folder.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "request.h"

static ps_pose_session *session; // people and solvers that are ready, as in the server

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  ps_error err;
  (void)argc, (void)argv;
  return ps_pose_session_create(&session, &err);
}

static void answer(srv_exchange *x, srv_reply (*work)(srv_exchange *, ps_pose_session *)) {
  srv_reply reply = work(x, session);
  if (!reply.response || reply.status < 200 || reply.status == MHD_HTTP_INTERNAL_SERVER_ERROR)
    abort();
  MHD_destroy_response(reply.response);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static srv_server server = {.jobs = {.folder = "/nowhere"}};
  char *body = malloc(size + 1), *decoded = malloc(size + 1);
  if (!body || !decoded)
    abort();
  memcpy(body, data, size);
  body[size] = 0;
  srv_exchange x = {.server = &server, .body = body, .size = size, .length = size};
  answer(&x, srv_posture);
  answer(&x, srv_command);
  if (srv_base64(decoded, body, size) > (long)size)
    abort();
  free(decoded);
  free(body);
  return 0;
}
