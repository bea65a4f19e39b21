// gate.h: which requests are let in.
//
// The server runs beside a browser that runs pages of anybody. What keeps those away: the exact
// Host (a name that was made to point here is refused), a cookie that no other site's request
// carries, and for whatever changes something a header that no other site can send. Who knows the
// address that the command printed gets the cookie.
#pragma once

#include <microhttpd.h>

#include "reply.h"

enum { SRV_SECRET = 33 }; // 128 bits as digits, and a zero

typedef struct srv_gate {
  int port;
  char host[2][32];         // "127.0.0.1:8000", "localhost:8000"
  char link[SRV_SECRET];    // in the printed address
  char ticket[SRV_SECRET];  // in the address that the browser is opened with: good once
  char session[SRV_SECRET]; // in the cookie
  char token[SRV_SECRET];   // in the header of requests that change something
  char cookie[24];          // its name, which has the port: browsers share cookies between ports
  bool ticket_used;
} srv_gate;

bool srv_gate_open(srv_gate *gate); // false: no random numbers to be had
void srv_gate_port(srv_gate *gate, int port);

typedef struct srv_request {
  struct MHD_Connection *connection;
  const char *method, *path;
  bool changes;              // POST, DELETE
  unsigned long long length; // [bytes]  of the body, as announced
} srv_request;

// True: it may go on. Else *reply is what it gets. `most`: bytes of a body.
bool srv_gate_admits(srv_gate *gate, srv_request *request, unsigned long long most,
                     srv_reply *reply);
