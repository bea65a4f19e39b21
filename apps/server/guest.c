#include "guest.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "job.h"

enum { MOST_STRANGERS = 24 };
static const double first_header_s = 5; // [s]  until a new connection has sent a header

void srv_guests_open(srv_guests *g) {
  *g = (srv_guests){0};
  pthread_mutex_init(&g->lock, NULL);
}

void srv_guests_close(srv_guests *g) {
  pthread_mutex_destroy(&g->lock);
}

// The library sees that the peer is gone, closes the socket, and says so.
static void send_away(srv_guests *g, srv_guest *guest) {
  if (guest->sent_away)
    return;
  guest->sent_away = true;
  g->strangers -= !guest->known;
  shutdown(guest->socket, SHUT_RDWR);
}

srv_guest *srv_guest_arrives(srv_guests *g, int socket) {
  srv_guest *guest = calloc(1, sizeof *guest);
  if (!guest)
    return NULL;
  pthread_mutex_lock(&g->lock);
  if (g->strangers >= MOST_STRANGERS) {
    srv_guest *oldest = g->first;
    while (oldest->known || oldest->sent_away)
      oldest = oldest->next;
    send_away(g, oldest);
  }
  *guest = (srv_guest){.socket = socket, .deadline = srv_now() + first_header_s, .before = g->last};
  *(g->last ? &g->last->next : &g->first) = guest;
  g->last = guest;
  g->strangers++;
  pthread_mutex_unlock(&g->lock);
  return guest;
}

void srv_guest_leaves(srv_guests *g, srv_guest *guest) {
  pthread_mutex_lock(&g->lock);
  g->strangers -= !guest->known && !guest->sent_away;
  *(guest->before ? &guest->before->next : &g->first) = guest->next;
  *(guest->next ? &guest->next->before : &g->last) = guest->before;
  pthread_mutex_unlock(&g->lock);
  free(guest);
}

void srv_guest_may_take(srv_guests *g, srv_guest *guest, double seconds, bool known) {
  if (!guest)
    return;
  pthread_mutex_lock(&g->lock);
  if (known && !guest->known) {
    g->strangers -= !guest->sent_away;
    guest->known = true;
  }
  guest->deadline = srv_now() + seconds;
  pthread_mutex_unlock(&g->lock);
}

void srv_guests_step(srv_guests *g) {
  double now = srv_now();
  pthread_mutex_lock(&g->lock);
  for (srv_guest *guest = g->first; guest; guest = guest->next)
    if (now > guest->deadline)
      send_away(g, guest);
  pthread_mutex_unlock(&g->lock);
}
