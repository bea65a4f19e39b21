// api.c: what can be asked for below /api/. docs/serve.md describes it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"
#include "psoas/version.h"
#include "server.h"

static srv_reply no_such_job(void) {
  return srv_reply_error(MHD_HTTP_NOT_FOUND, false, "there is no such job");
}

static srv_reply about(const srv_exchange *x) {
  const srv_server *s = x->server;
  const srv_job_limits *l = &s->jobs.limits;
  srv_text t = {0};
  srv_put(&t, "{\"name\": \"psoas\", \"version\": \"%s\", \"token\": \"%s\", ", ps_version(),
          s->gate.token);
  srv_put(&t, "\"confined\": %s, \"threads\": %d, ", s->jobs.confined ? "true" : "false",
          s->pool.n);
  srv_put(&t, "\"limits\": {\"body_bytes\": %llu, \"jobs_running\": %d, \"jobs_waiting\": %d, ",
          s->most_body, l->running, l->waiting);
  srv_put(&t, "\"jobs_kept\": %d, \"kept_s\": %g, \"run_s\": %g, \"memory_bytes\": %llu}, ",
          l->kept, l->kept_s, l->run_s, l->memory);
  srv_put(&t, "\"verbs\": [");
  for (int i = 0; srv_verb_at(i); i++)
    srv_put(&t, "%s\"%s\"", i ? ", " : "", srv_verb_at(i));
  srv_put(&t, "]}\n");
  return srv_reply_json(MHD_HTTP_OK, &t);
}

// ---- jobs

static srv_reply tell_job(srv_exchange *x, const char *id) {
  srv_jobs *jobs = &x->server->jobs;
  srv_text t = {0};
  pthread_mutex_lock(&jobs->lock);
  const srv_job *job = srv_jobs_find(jobs, id);
  if (job)
    srv_job_put(&t, job, true);
  pthread_mutex_unlock(&jobs->lock);
  srv_put(&t, "\n");
  if (job)
    return srv_reply_json(MHD_HTTP_OK, &t);
  srv_text_free(&t);
  return no_such_job();
}

static srv_reply cancel_job(srv_exchange *x, const char *id) {
  srv_jobs *jobs = &x->server->jobs;
  srv_text t = {0};
  pthread_mutex_lock(&jobs->lock);
  srv_job *job = srv_jobs_find(jobs, id);
  if (job)
    srv_jobs_cancel(jobs, job);
  pthread_mutex_unlock(&jobs->lock);
  if (!job)
    return no_such_job();
  srv_put(&t, "{\"job\": \"%s\"}\n", id);
  return srv_reply_json(MHD_HTTP_OK, &t);
}

// A result goes out as something to save: nothing that a job wrote runs as part of the page.
static srv_reply send_file(srv_exchange *x, const char *id, const char *name) {
  srv_jobs *jobs = &x->server->jobs;
  unsigned long long size = 0;
  pthread_mutex_lock(&jobs->lock);
  const srv_job *job = srv_jobs_find(jobs, id);
  int file = job && job->state == SRV_JOB_DONE ? srv_folder_open(job->folder, name, &size) : -1;
  pthread_mutex_unlock(&jobs->lock);
  if (!job)
    return no_such_job();
  if (file < 0)
    return srv_reply_error(MHD_HTTP_NOT_FOUND, false, "the job has no such file");
  srv_reply reply = {MHD_HTTP_OK, MHD_create_response_from_fd64(size, file)};
  if (!reply.response) {
    close(file);
    return reply;
  }
  srv_add_headers(reply.response);
  MHD_add_response_header(reply.response, "Cache-Control", "no-store");
  MHD_add_response_header(reply.response, "Content-Type", srv_type_of(name));
  MHD_add_response_header(reply.response, "Content-Disposition", "attachment");
  return reply;
}

// ---- ways

static bool is(const char *a, const char *b) {
  return strcmp(a, b) == 0;
}

// Of "ID/rest": the id; *rest points behind the slash, or to the end. False: that is no id.
static bool split_job(const char *path, char id[SRV_JOB_ID], const char **rest) {
  size_t n = strspn(path, "0123456789abcdef");
  if (n != SRV_JOB_ID - 1 || (path[n] && path[n] != '/'))
    return false;
  memcpy(id, path, n);
  id[n] = 0;
  *rest = path[n] ? path + n + 1 : path + n;
  return true;
}

static srv_reply job_way(srv_exchange *x, const char *path, bool *forever) {
  char id[SRV_JOB_ID];
  const char *rest;
  bool reads = is(x->method, "GET") || is(x->method, "HEAD");
  if (!split_job(path, id, &rest))
    return no_such_job();
  if (reads && is(rest, ""))
    return tell_job(x, id);
  if (is(x->method, "GET") && is(rest, "events")) {
    *forever = true;
    return srv_events(x, id);
  }
  if (reads && strncmp(rest, "file/", 5) == 0)
    return send_file(x, id, rest + 5);
  if ((is(x->method, "POST") && is(rest, "cancel")) || (is(x->method, "DELETE") && is(rest, "")))
    return cancel_job(x, id);
  return srv_reply_error(MHD_HTTP_NOT_FOUND, false, "there is no such thing to do with a job");
}

srv_reply srv_api(srv_exchange *x, bool *forever) {
  const char *way = x->path + 5; // behind "/api/"
  bool posts = is(x->method, "POST"), reads = is(x->method, "GET") || is(x->method, "HEAD");
  bool known = is(way, "about") || is(way, "pose") || is(way, "command");
  if (reads && is(way, "about"))
    return about(x);
  if (strncmp(way, "job/", 4) == 0)
    return job_way(x, way + 4, forever);
  if (posts && is(way, "pose"))
    x->work = srv_posture;
  else if (posts && is(way, "command"))
    x->work = srv_command;
  else if (known)
    return srv_reply_error(MHD_HTTP_METHOD_NOT_ALLOWED, false,
                           "about is read; pose and command "
                           "are posted");
  else
    return srv_reply_error(MHD_HTTP_NOT_FOUND, false, "there is no such thing to ask for");
  return (srv_reply){0};
}
