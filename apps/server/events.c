// events.c: what happens to a job, as server-sent events: "progress" when it has got further, "end"
// when it is done, and in between nothing but a comment now and then, which finds out whether
// somebody still listens. Each event has the JSON of the job's state without what it printed.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server.h"

typedef struct srv_listener {
  srv_server *server;
  struct MHD_Connection *connection;
  srv_job *job;
  unsigned seen; // changes of the job
  bool first, asleep, ended, poked;
  srv_text text; // to be sent
  size_t sent;   // [bytes]  of it
  struct srv_listener *next;
} srv_listener;

void srv_wake_listeners(srv_server *server, bool all) {
  for (srv_listener *l = server->listener; l; l = l->next) {
    l->poked = l->poked || all;
    if (l->asleep && (all || l->job->change != l->seen)) {
      l->asleep = false;
      MHD_resume_connection(l->connection);
    }
  }
}

// fill l->text with what there is to say; false: nothing
static bool say(srv_listener *l) {
  const srv_job *job = l->job;
  l->text.size = l->sent = 0;
  if (l->first || l->seen != job->change) {
    l->first = false;
    l->seen = job->change;
    l->ended = job->state == SRV_JOB_DONE;
    srv_put(&l->text, "event: %s\ndata: ", l->ended ? "end" : "progress");
    srv_job_put(&l->text, job, false);
    srv_put(&l->text, "\n\n");
  } else if (l->poked) {
    srv_put(&l->text, ": still there\n\n");
  }
  l->poked = false;
  return l->text.size > 0;
}

static ssize_t read_events(void *context, uint64_t at, char *to, size_t most) {
  srv_listener *l = context;
  srv_jobs *jobs = &l->server->jobs;
  ssize_t n = 0;
  (void)at;
  pthread_mutex_lock(&jobs->lock);
  if (l->sent == l->text.size && (l->ended || jobs->ending || l->text.failed)) {
    n = MHD_CONTENT_READER_END_OF_STREAM;
  } else if (l->sent < l->text.size || say(l)) {
    size_t left = l->text.size - l->sent, part = left < most ? left : most;
    memcpy(to, l->text.bytes + l->sent, part);
    l->sent += part;
    n = (ssize_t)part;
  } else {
    l->asleep = true;
    MHD_suspend_connection(l->connection);
  }
  pthread_mutex_unlock(&jobs->lock);
  return n;
}

static void end_events(void *context) {
  srv_listener *l = context;
  srv_jobs *jobs = &l->server->jobs;
  pthread_mutex_lock(&jobs->lock);
  srv_listener **at = &l->server->listener;
  while (*at != l)
    at = &(*at)->next;
  *at = l->next;
  l->job->listeners--;
  pthread_mutex_unlock(&jobs->lock);
  srv_text_free(&l->text);
  free(l);
}

static void add_listener(srv_server *server, srv_listener *l, srv_job *job) {
  l->job = job;
  l->next = server->listener;
  server->listener = l;
  job->listeners++;
}

srv_reply srv_events(srv_exchange *x, const char *id) {
  enum { PIECE = 1024 };
  srv_server *server = x->server;
  srv_listener *l = calloc(1, sizeof *l);
  if (!l)
    return (srv_reply){0};
  *l = (srv_listener){.server = server, .connection = x->connection, .first = true};
  pthread_mutex_lock(&server->jobs.lock);
  srv_job *job = srv_jobs_find(&server->jobs, id);
  if (job)
    add_listener(server, l, job);
  pthread_mutex_unlock(&server->jobs.lock);
  if (!job) {
    free(l);
    return srv_reply_error(MHD_HTTP_NOT_FOUND, false, "there is no such job");
  }
  srv_reply reply = {MHD_HTTP_OK, MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE,
                                                                    read_events, l, end_events)};
  if (!reply.response) {
    end_events(l);
    return reply;
  }
  srv_add_headers(reply.response);
  MHD_add_response_header(reply.response, "Content-Type", "text/event-stream");
  MHD_add_response_header(reply.response, "Cache-Control", "no-store");
  return reply;
}
