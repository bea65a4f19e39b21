#include "gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_HEADERS = 100, HEADER_LIMIT = 16 << 10 /* [bytes] */ };

static const char stranger[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>psoas</title>"
    "<h1>Please use the address that psoas serve printed</h1><p>This browser is not known to the "
    "server, or the server was started anew. In the terminal stands an address that ends in "
    "<code>?token=...</code>: it opens the page.</html>\n";
// a page of our own that leads on: after a redirect the request would still count as the other's
static const char lead_on[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>psoas</title>"
    "<meta http-equiv=\"refresh\" content=\"0;url=/\"><a href=\"/\">psoas</a></html>\n";

bool srv_gate_open(srv_gate *g) {
  *g = (srv_gate){0};
  return srv_random(g->link, 16) && srv_random(g->ticket, 16) && srv_random(g->session, 16) &&
         srv_random(g->token, 16);
}

void srv_gate_port(srv_gate *g, int port) {
  g->port = port;
  snprintf(g->host[0], sizeof g->host[0], "127.0.0.1:%d", port);
  snprintf(g->host[1], sizeof g->host[1], "localhost:%d", port);
  snprintf(g->cookie, sizeof g->cookie, "psoas_%d", port);
}

static const char *header(const srv_request *q, const char *name) {
  return MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, name);
}

// ---- what the header looks like

typedef struct count {
  int lines, hosts, lengths, codings, upgrades, authorizations;
} count;

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *name,
                                    const char *value) {
  count *c = context;
  (void)kind;
  (void)value;
  c->lines++;
  c->hosts += strcasecmp(name, "Host") == 0;
  c->lengths += strcasecmp(name, "Content-Length") == 0;
  c->codings += strcasecmp(name, "Transfer-Encoding") == 0;
  c->upgrades += strcasecmp(name, "Upgrade") == 0 || strcasecmp(name, "HTTP2-Settings") == 0 ||
                 strncasecmp(name, "Sec-WebSocket-", 14) == 0;
  return MHD_YES;
}

static bool refuse(srv_reply *reply, unsigned status, const char *message) {
  *reply = srv_reply_error(status, true, "%s", message);
  return false;
}

static bool has_fine_shape(const srv_request *q, srv_reply *reply) {
  count c = {0};
  MHD_get_connection_values(q->connection, MHD_HEADER_KIND, count_header, &c);
  const union MHD_ConnectionInfo *size =
      MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  if (c.lines > MOST_HEADERS || (size && size->header_size > HEADER_LIMIT))
    return refuse(reply, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, "the header is too large");
  if (c.hosts != 1)
    return refuse(reply, MHD_HTTP_BAD_REQUEST, "expected one Host");
  if (c.lengths > 1 || (c.lengths && c.codings))
    return refuse(reply, MHD_HTTP_BAD_REQUEST, "expected one length");
  if (c.codings)
    return refuse(reply, MHD_HTTP_LENGTH_REQUIRED, "expected a body with Content-Length");
  if (c.upgrades)
    return refuse(reply, MHD_HTTP_BAD_REQUEST, "other protocols are not spoken here");
  return true;
}

static bool read_length(srv_request *q, unsigned long long most, srv_reply *reply) {
  const char *text = header(q, "Content-Length");
  if (!text)
    return true; // and no coding either: there is no body
  size_t n = strlen(text);
  if (n == 0 || text[strspn(text, "0123456789")])
    return refuse(reply, MHD_HTTP_BAD_REQUEST, "Content-Length is no number");
  q->length = n > 18 ? ~0ull : strtoull(text, NULL, 10);
  if (q->length > most)
    return refuse(reply, MHD_HTTP_CONTENT_TOO_LARGE, "the body is too large");
  if (!q->changes && q->length > 0)
    return refuse(reply, MHD_HTTP_BAD_REQUEST, "no body is expected here");
  return true;
}

// ---- whose it is

static bool is_ours(const srv_gate *g, const srv_request *q, srv_reply *reply) {
  const char *host = header(q, "Host");
  if (host && (strcmp(host, g->host[0]) == 0 || strcmp(host, g->host[1]) == 0))
    return true;
  return refuse(reply, MHD_HTTP_MISDIRECTED_REQUEST, "this server has another name");
}

// The cookie by its own hands: of several with its name, which another port may have set, one.
static bool has_session(const srv_gate *g, const srv_request *q) {
  const char *at = header(q, "Cookie");
  size_t n = strlen(g->cookie);
  while (at) {
    at += strspn(at, " ");
    char value[SRV_SECRET + 1]; // one more, so that a longer one differs
    if (strncmp(at, g->cookie, n) == 0 && at[n] == '=') {
      snprintf(value, sizeof value, "%.*s", (int)strcspn(at + n + 1, "; "), at + n + 1);
      if (srv_same_secret(value, g->session))
        return true;
    }
    at = strchr(at, ';');
    at = at ? at + 1 : NULL;
  }
  return false;
}

// The address from the terminal: the cookie, and on to the page without the secret in its address.
static bool takes_link(srv_gate *g, const srv_request *q, srv_reply *reply) {
  const char *given = MHD_lookup_connection_value(q->connection, MHD_GET_ARGUMENT_KIND, "token");
  const char *site = header(q, "Sec-Fetch-Site");
  if (!given || strcmp(q->path, "/") != 0 || q->changes)
    return false;
  bool fits = srv_same_secret(given, g->link);
  if (!fits && !g->ticket_used && srv_same_secret(given, g->ticket))
    fits = g->ticket_used = true;
  if (!fits) {
    *reply = srv_reply_page(MHD_HTTP_FORBIDDEN, true, stranger);
    return true;
  }
  bool straight = !site || strcmp(site, "none") == 0 || strcmp(site, "same-origin") == 0;
  char cookie[120];
  snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict", g->cookie,
           g->session);
  *reply = srv_reply_page(straight ? MHD_HTTP_SEE_OTHER : MHD_HTTP_OK, false, lead_on);
  if (reply->response) {
    MHD_add_response_header(reply->response, "Set-Cookie", cookie);
    if (straight)
      MHD_add_response_header(reply->response, "Location", "/");
  }
  return true;
}

static bool is_same_origin(const srv_request *q) {
  const char *origin = header(q, "Origin"), *site = header(q, "Sec-Fetch-Site");
  char ours[48];
  snprintf(ours, sizeof ours, "http://%.32s", header(q, "Host"));
  bool origin_fits = !origin || strcmp(origin, ours) == 0;
  bool site_fits = !site || strcmp(site, "same-origin") == 0;
  return origin_fits && site_fits && (origin || site);
}

static bool may_change(const srv_gate *g, const srv_request *q, srv_reply *reply) {
  const char *token = header(q, "X-Psoas-Token"), *type = header(q, "Content-Type");
  if (!is_same_origin(q))
    return refuse(reply, MHD_HTTP_FORBIDDEN, "only the page itself may ask for this");
  if (!token || !srv_same_secret(token, g->token))
    return refuse(reply, MHD_HTTP_FORBIDDEN, "X-Psoas-Token is missing or wrong");
  if (q->length > 0 && (!type || strncasecmp(type, "application/json", 16) != 0 ||
                        (type[16] && type[16] != ';' && type[16] != ' ')))
    return refuse(reply, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "expected application/json");
  return true;
}

// A request that only reads comes from the page, or from nobody's page: an address typed in.
static bool may_read(const srv_request *q, srv_reply *reply) {
  const char *site = header(q, "Sec-Fetch-Site");
  if (!site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0)
    return true;
  return refuse(reply, MHD_HTTP_FORBIDDEN, "only the page itself may ask for this");
}

static bool is_known_method(srv_request *q, srv_reply *reply) {
  q->changes = strcmp(q->method, "POST") == 0 || strcmp(q->method, "DELETE") == 0;
  if (q->changes || strcmp(q->method, "GET") == 0 || strcmp(q->method, "HEAD") == 0)
    return true;
  refuse(reply, MHD_HTTP_METHOD_NOT_ALLOWED, "GET, HEAD, POST and DELETE are understood");
  if (reply->response)
    MHD_add_response_header(reply->response, "Allow", "GET, HEAD, POST, DELETE");
  return false;
}

bool srv_gate_admits(srv_gate *g, srv_request *q, unsigned long long most, srv_reply *reply) {
  if (!has_fine_shape(q, reply) || !is_ours(g, q, reply) || !is_known_method(q, reply))
    return false;
  if (takes_link(g, q, reply))
    return false;
  if (!has_session(g, q)) {
    *reply = strncmp(q->path, "/api/", 5) == 0 ? srv_reply_error(MHD_HTTP_FORBIDDEN, true,
                                                                 "not signed in: open the address "
                                                                 "that psoas serve printed")
                                               : srv_reply_page(MHD_HTTP_FORBIDDEN, true, stranger);
    return false;
  }
  if (!read_length(q, most, reply))
    return false;
  return q->changes ? may_change(g, q, reply) : may_read(q, reply);
}
