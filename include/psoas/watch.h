// watch.h: how long work tells how far it is, and is told to stop.
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_watch {
  // Called on the thread that asked for the work, every few hundredths of a second. `stage` says
  // what is being done, `done` of `total` units of it are. False stops the work: PS_ERR_CANCELLED.
  bool (*progress)(void *context, const char *stage, long done, long total);
  void *context;
} ps_watch;

#ifdef __cplusplus
}
#endif
