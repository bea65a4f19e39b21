// reply.h: what is sent back, always with the headers that keep a browser within its bounds.
#pragma once

#include <microhttpd.h>

#include "psoas/status.h"
#include "text.h"

// An answer that is ready to be sent. One without a response means that memory has run out.
typedef struct srv_reply {
  unsigned status; // of HTTP
  struct MHD_Response *response;
} srv_reply;

// Content policy, no sniffing, no referrer, no framing, same origin only.
void srv_add_headers(struct MHD_Response *response);

// Takes the text over.
srv_reply srv_reply_json(unsigned status, srv_text *text);
// {"error": {"message": ...}}; the connection ends with it where `ends`.
srv_reply srv_reply_error(unsigned status, bool ends, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// The same with status, path, line and column of a failure of the library.
srv_reply srv_reply_failure(const ps_error *err);
// A small page; `ends`: the connection ends with it.
srv_reply srv_reply_page(unsigned status, bool ends, const char *html);

// Queue the answer and let go of it.
enum MHD_Result srv_send(struct MHD_Connection *connection, srv_reply reply);
