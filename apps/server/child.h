// child.h: a child process that can do little: psoas itself, with limits.
#pragma once

#include <stdbool.h>
#include <sys/types.h>

typedef struct srv_child {
  const char *folder; // where it runs, and the only one that it may write in
  char *const *argv;
  unsigned long long memory, file; // [bytes]  it may have, and write into one file
  double run_s;                    // [s]  of processor time
  bool confined;                   // or it does not start
} srv_child;

// Start it, nothing on its stdin; *out and *err: the ends to read from. -1: see errno. It dies with
// the thread that calls.
pid_t srv_spawn(const srv_child *child, int *out, int *err);

// Can this kernel keep a process within a folder?
bool srv_can_confine(void);
