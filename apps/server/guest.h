// guest.h: connections, and how long each may take for what it does.
//
// The library that speaks HTTP knows one limit, on silence; a peer that sends a byte now and then
// would stay for good. So every step has its own: a header, a body by its size, an answer, the
// pause between requests. Peers that have not shown that they come from the page are few: the next
// one pushes out the oldest of them, so that they never fill the places of the page.
#pragma once

#include <pthread.h>
#include <stdbool.h>

typedef struct srv_guest {
  int socket;
  bool known;      // has made a request that was admitted
  double deadline; // [s]  of the monotonic clock; infinite: none
  bool sent_away;
  struct srv_guest *before, *next; // oldest first
} srv_guest;

typedef struct srv_guests {
  pthread_mutex_t lock;
  srv_guest *first, *last;
  int strangers; // that were not sent away
} srv_guests;

void srv_guests_open(srv_guests *guests);
void srv_guests_close(srv_guests *guests);

// NULL: out of memory.
srv_guest *srv_guest_arrives(srv_guests *guests, int socket);
// Before the socket is closed.
void srv_guest_leaves(srv_guests *guests, srv_guest *guest);
// What it does now may take so long [s]; `known`: it comes from the page.
void srv_guest_may_take(srv_guests *guests, srv_guest *guest, double seconds, bool known);
// Send away who takes too long.
void srv_guests_step(srv_guests *guests);
