// pool.h: threads that solve postures and take commands apart, each with a session of its own.
#pragma once

#include <pthread.h>
#include <stdbool.h>

#include "psoas/status.h"

struct srv_exchange;

typedef struct srv_pool {
  pthread_mutex_t lock;
  pthread_cond_t work;
  pthread_t *thread;
  int n, waiting;
  struct srv_exchange *first, **last;
  bool ending;
} srv_pool;

// `n` threads; fewer where there are no more to be had, but one.
ps_status srv_pool_open(srv_pool *pool, int n, ps_error *err);
void srv_pool_close(srv_pool *pool); // after what is being done; the rest is answered: ending

// Queue an exchange, whose connection is suspended, for its work; false: too many wait.
bool srv_pool_add(srv_pool *pool, struct srv_exchange *x);
