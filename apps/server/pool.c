#include "pool.h"

#include <stdlib.h>

#include "server.h"

enum { MOST_WAITING = 64 };

static srv_exchange *take(srv_pool *p) {
  pthread_mutex_lock(&p->lock);
  while (!p->first && !p->ending)
    pthread_cond_wait(&p->work, &p->lock);
  srv_exchange *x = p->first;
  if (x) {
    p->first = x->next;
    p->last = p->first ? p->last : &p->first;
    p->waiting--;
  }
  pthread_mutex_unlock(&p->lock);
  return x;
}

static bool is_ending(srv_pool *p) {
  pthread_mutex_lock(&p->lock);
  bool ending = p->ending;
  pthread_mutex_unlock(&p->lock);
  return ending;
}

static void *work(void *context) {
  srv_pool *p = context;
  ps_pose_session *session;
  ps_error err;
  if (ps_pose_session_create(&session, &err) != PS_OK)
    session = NULL; // each posture then brings its own
  for (srv_exchange *x; (x = take(p)) != NULL;) {
    x->reply = is_ending(p) ? srv_reply_error(MHD_HTTP_SERVICE_UNAVAILABLE, true, "it is ending")
                            : x->work(x, session);
    x->done = true;
    MHD_resume_connection(x->connection);
  }
  ps_pose_session_free(session);
  return NULL;
}

ps_status srv_pool_open(srv_pool *p, int n, ps_error *err) {
  *p = (srv_pool){.last = &p->first};
  pthread_mutex_init(&p->lock, NULL);
  pthread_cond_init(&p->work, NULL);
  p->thread = calloc((size_t)n, sizeof *p->thread);
  for (; p->thread && p->n < n; p->n++)
    if (pthread_create(&p->thread[p->n], NULL, work, p) != 0)
      break;
  if (p->n > 0)
    return PS_OK;
  *err = (ps_error){.status = PS_ERR_MEMORY, .message = "no thread can be had"};
  return err->status;
}

void srv_pool_close(srv_pool *p) {
  if (!p->last)
    return;
  pthread_mutex_lock(&p->lock);
  p->ending = true;
  pthread_cond_broadcast(&p->work);
  pthread_mutex_unlock(&p->lock);
  for (int i = 0; i < p->n; i++)
    pthread_join(p->thread[i], NULL);
  free(p->thread);
  pthread_cond_destroy(&p->work);
  pthread_mutex_destroy(&p->lock);
}

bool srv_pool_add(srv_pool *p, srv_exchange *x) {
  pthread_mutex_lock(&p->lock);
  bool room = p->waiting < MOST_WAITING && !p->ending;
  if (room) {
    x->next = NULL;
    *p->last = x;
    p->last = &x->next;
    p->waiting++;
    pthread_cond_signal(&p->work);
  }
  pthread_mutex_unlock(&p->lock);
  return room;
}
