// server.h: one server, and what it knows while it answers a request.
#pragma once

#include <microhttpd.h>

#include "gate.h"
#include "guest.h"
#include "job.h"
#include "pool.h"
#include "psoas/pose.h"
#include "site.h"

typedef struct srv_options {
  int port;         // 0: the usual one, or where that is taken a free one
  bool open;        // show the page in a browser
  int threads;      // that solve postures; 0: one for each core
  const char *site; // folder of the page; NULL: the one in the program
  double body_mb;   // [MB]  largest body of a request
} srv_options;

typedef struct srv_exchange srv_exchange;

typedef struct srv_server {
  srv_options options;
  srv_gate gate;
  srv_guests guests;
  srv_site site;
  srv_jobs jobs;
  srv_pool pool;
  struct MHD_Daemon *daemon;
  unsigned long long most_body;  // [bytes]
  unsigned long long held;       // [bytes]  of bodies at the moment; of the thread of HTTP alone
  struct srv_listener *listener; // to jobs; under the lock of the jobs
} srv_server;

// One request and its answer.
struct srv_exchange {
  srv_server *server;
  struct MHD_Connection *connection;
  srv_guest *guest;
  bool odd, begun, done; // an address that cannot be; its header is read; its work is done
  char method[8], path[1024];
  char *body;
  size_t size, length; // [bytes]  of the body, that are there and that will be
  // what a thread of the pool does for it; NULL: nothing
  srv_reply (*work)(srv_exchange *x, ps_pose_session *session);
  srv_reply reply;
  srv_exchange *next; // in the queue of the pool
};

// Serve until SIGINT or SIGTERM. False: it could not begin, `err` says why.
bool srv_serve(const srv_options *options, ps_error *err);

// ---- api.c: of the thread of HTTP, when all of the request is there

// The answer to a request below /api/, or x->work; `forever`: it has no end of its own.
srv_reply srv_api(srv_exchange *x, bool *forever);

// ---- command.c, posture.c: of the pool

srv_reply srv_command(srv_exchange *x, ps_pose_session *session);
srv_reply srv_posture(srv_exchange *x, ps_pose_session *session);
// May jobs run this verb?
bool srv_is_verb(const char *verb);
const char *srv_verb_at(int i); // NULL: there are no more

// ---- events.c

// What happens to a job, as server-sent events.
srv_reply srv_events(srv_exchange *x, const char *id);
// With the lock of the jobs held: listeners may look again. `all`: to stop, or to show that they
// are still there.
void srv_wake_listeners(srv_server *server, bool all);
