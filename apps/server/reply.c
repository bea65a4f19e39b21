#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' "
     "data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self' data:; base-uri "
     "'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

void srv_add_headers(struct MHD_Response *response) {
  for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
    MHD_add_response_header(response, headers[i][0], headers[i][1]);
}

// ---- kinds of answers

static srv_reply reply_of(unsigned status, srv_text *text, const char *type) {
  srv_reply reply = {status, NULL};
  if (!text->failed)
    reply.response =
        MHD_create_response_from_buffer(text->size, text->bytes, MHD_RESPMEM_MUST_FREE);
  if (!reply.response) {
    srv_text_free(text);
    return reply;
  }
  *text = (srv_text){0};
  srv_add_headers(reply.response);
  MHD_add_response_header(reply.response, "Cache-Control", "no-store");
  MHD_add_response_header(reply.response, "Content-Type", type);
  return reply;
}

srv_reply srv_reply_json(unsigned status, srv_text *text) {
  return reply_of(status, text, "application/json");
}

srv_reply srv_reply_error(unsigned status, bool ends, const char *format, ...) {
  char message[512];
  srv_text text = {0};
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  srv_put(&text, "{\"error\": {\"message\": ");
  srv_put_word(&text, message);
  srv_put(&text, "}}\n");
  srv_reply reply = srv_reply_json(status, &text);
  if (reply.response && ends)
    MHD_add_response_header(reply.response, "Connection", "close");
  return reply;
}

// what the user gave and cannot be used is theirs to mend; that memory has run out is not
static unsigned http_status(ps_status status) {
  switch (status) {
  case PS_ERR_MEMORY:
  case PS_ERR_CANCELLED:
    return MHD_HTTP_SERVICE_UNAVAILABLE;
  case PS_ERR_LIMIT:
    return MHD_HTTP_CONTENT_TOO_LARGE;
  default:
    return MHD_HTTP_UNPROCESSABLE_CONTENT;
  }
}

srv_reply srv_reply_failure(const ps_error *err) {
  srv_text text = {0};
  srv_put(&text, "{\"error\": {\"message\": ");
  srv_put_word(&text, err->message);
  srv_put(&text, ", \"status\": \"%s\", \"path\": ", ps_status_name(err->status));
  srv_put_word(&text, err->path[0] ? err->path : NULL);
  srv_put(&text, ", \"line\": %d, \"column\": %d}}\n", err->line, err->column);
  return srv_reply_json(http_status(err->status), &text);
}

srv_reply srv_reply_page(unsigned status, bool ends, const char *html) {
  srv_text text = {0};
  srv_put_bytes(&text, html, strlen(html));
  srv_reply reply = reply_of(status, &text, "text/html; charset=utf-8");
  if (reply.response && ends)
    MHD_add_response_header(reply.response, "Connection", "close");
  return reply;
}

enum MHD_Result srv_send(struct MHD_Connection *connection, srv_reply reply) {
  if (!reply.response)
    return MHD_NO; // nothing can be said without memory: the connection ends
  enum MHD_Result result = MHD_queue_response(connection, reply.status, reply.response);
  MHD_destroy_response(reply.response);
  return result;
}
