#include "exchange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECTIONS = 64, SILENCE_S = 30, MEMORY = 32 << 10 /* [bytes]  of a connection */ };
static const double header_s = 5, pause_s = 30, answer_s = 60; // [s]
static const double slowest = 100e3;                           // [bytes/s]  of a body

// ---- the beginning and the end

// The address as it was sent. What cannot be part of one here: odd bytes, and the zero that would
// end a text early.
static bool is_odd(const char *uri) {
  size_t n = strlen(uri);
  if (n > 4000 || strstr(uri, "%00"))
    return true;
  for (size_t i = 0; i < n; i++)
    if ((unsigned char)uri[i] <= ' ' || (unsigned char)uri[i] >= 127 || uri[i] == '\\')
      return true;
  return uri[0] != '/';
}

static srv_guest *guest_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

// the first line of a request has come
static void *on_line(void *context, const char *uri, struct MHD_Connection *connection) {
  srv_server *server = context;
  srv_exchange *x = calloc(1, sizeof *x);
  if (!x)
    return NULL;
  *x = (srv_exchange){.server = server,
                      .connection = connection,
                      .guest = guest_of(connection),
                      .odd = is_odd(uri)};
  srv_guest_may_take(&server->guests, x->guest, header_s, false);
  return x;
}

static void on_end(void *context, struct MHD_Connection *connection, void **cls,
                   enum MHD_RequestTerminationCode why) {
  srv_server *server = context;
  srv_exchange *x = *cls;
  (void)connection;
  (void)why;
  if (!x)
    return;
  if (x->done && x->reply.response)
    MHD_destroy_response(x->reply.response); // nobody was left to take it
  srv_guest_may_take(&server->guests, x->guest, pause_s, false);
  server->held -= x->length;
  free(x->body);
  free(x);
  *cls = NULL;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **mine,
                          enum MHD_ConnectionNotificationCode what) {
  srv_server *server = context;
  if (what == MHD_CONNECTION_NOTIFY_STARTED) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *mine = info ? srv_guest_arrives(&server->guests, info->connect_fd) : NULL;
  } else if (*mine) {
    srv_guest_leaves(&server->guests, *mine);
    *mine = NULL;
  }
}

// ---- files of the page

static const char *header(const srv_exchange *x, const char *name) {
  const char *value = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
  return value ? value : "";
}

static bool takes_gzip(const srv_exchange *x) {
  const char *at = strstr(header(x, "Accept-Encoding"), "gzip");
  return at && strncmp(at + 4, ";q=0", 4) != 0;
}

static enum MHD_Result send_file(srv_exchange *x) {
  const srv_file *f = srv_site_find(&x->server->site, x->path);
  if (strcmp(x->method, "GET") != 0 && strcmp(x->method, "HEAD") != 0)
    return srv_send(x->connection, srv_reply_error(MHD_HTTP_METHOD_NOT_ALLOWED, false,
                                                   "files of the page are only read"));
  if (!f)
    return srv_send(x->connection,
                    srv_reply_error(MHD_HTTP_NOT_FOUND, false, "the page has no such file"));
  const char *has = header(x, "If-None-Match");
  bool packed = f->packed && takes_gzip(x);
  if (strstr(has, packed ? f->packed_etag : f->etag))
    return MHD_queue_response(x->connection, MHD_HTTP_NOT_MODIFIED,
                              packed ? f->packed_same : f->same);
  return MHD_queue_response(x->connection, MHD_HTTP_OK, packed ? f->packed : f->plain);
}

// ---- requests

static void may_take(const srv_exchange *x, double seconds) {
  srv_guest_may_take(&x->server->guests, x->guest, seconds, true);
}

static enum MHD_Result answer(srv_exchange *x) {
  bool forever = false;
  may_take(x, answer_s);
  if (strncmp(x->path, "/api/", 5) != 0)
    return send_file(x);
  srv_reply reply = srv_api(x, &forever);
  if (forever)
    may_take(x, INFINITY);
  if (!x->work)
    return srv_send(x->connection, reply);
  may_take(x, INFINITY); // what it is given to do ends by itself
  MHD_suspend_connection(x->connection);
  if (srv_pool_add(&x->server->pool, x))
    return MHD_YES;
  x->reply = srv_reply_error(MHD_HTTP_SERVICE_UNAVAILABLE, false, "too many requests wait");
  x->done = true;
  MHD_resume_connection(x->connection);
  return MHD_YES;
}

// what a thread of the pool has left here
static enum MHD_Result send_done(srv_exchange *x) {
  srv_reply reply = x->reply;
  x->reply = (srv_reply){0};
  may_take(x, answer_s);
  return srv_send(x->connection, reply);
}

// the header is there: is it let in, and is there room for its body?
static enum MHD_Result begin(srv_exchange *x, const char *method, const char *path) {
  srv_server *server = x->server;
  srv_request q = {.connection = x->connection, .method = method, .path = path};
  srv_reply reply;
  x->begun = true;
  if (x->odd || strlen(path) >= sizeof x->path)
    return srv_send(x->connection,
                    srv_reply_error(MHD_HTTP_BAD_REQUEST, true, "the address is odd"));
  if (!srv_gate_admits(&server->gate, &q, server->most_body, &reply))
    return srv_send(x->connection, reply);
  strcpy(x->method, method); // a known one
  strcpy(x->path, path);
  if (server->held + q.length > 2 * server->most_body)
    return srv_send(x->connection,
                    srv_reply_error(MHD_HTTP_SERVICE_UNAVAILABLE, true, "too much at a time"));
  x->length = q.length;
  server->held += x->length;
  x->body = x->length ? malloc(x->length) : NULL;
  may_take(x, header_s + (double)x->length / slowest);
  return x->body || !x->length ? MHD_YES : MHD_NO; // an answer now would end the connection
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *path, const char *method, const char *version,
                                  const char *data, size_t *size, void **cls) {
  srv_exchange *x = *cls;
  (void)context;
  (void)connection;
  (void)version;
  if (!x)
    return MHD_NO; // its line found no memory
  if (!x->begun)
    return begin(x, method, path);
  if (x->done)
    return send_done(x);
  if (*size > 0) {
    if (*size > x->length - x->size)
      return MHD_NO;
    memcpy(x->body + x->size, data, *size);
    x->size += *size;
    *size = 0;
    return MHD_YES;
  }
  return answer(x);
}

// ---- the daemon

bool srv_exchange_open(srv_server *server, int listening) {
  const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
  server->daemon = MHD_start_daemon(
      flags, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, listening,
      MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
      (unsigned)SILENCE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_line, server,
      MHD_OPTION_NOTIFY_COMPLETED, on_end, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
      server, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
  return server->daemon != NULL;
}

void srv_exchange_close(srv_server *server) {
  if (server->daemon)
    MHD_stop_daemon(server->daemon);
  server->daemon = NULL;
}
