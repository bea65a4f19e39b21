// job.h: commands that run for the page, each as a process of its own.
//
// A job is `psoas VERB ...` in a folder that is its alone. So many run at a time, so many wait; a
// job that is done is kept for a while with what it printed and wrote. A job that crashes, runs
// away or fills the disk ends, and the server goes on: it only ever reads from pipes, and every
// limit is the kernel's. What can call here from several threads is said at each function.
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "text.h"

enum { SRV_JOB_ID = 33 }; // 128 bits as digits, and a zero

typedef enum srv_job_state { SRV_JOB_QUEUED, SRV_JOB_RUNNING, SRV_JOB_DONE } srv_job_state;

typedef struct srv_job {
  char id[SRV_JOB_ID];
  char *folder;
  char **argv; // ends with NULL; argv[0] is "psoas"
  srv_job_state state;
  pid_t pid; // while it runs
  int out, err;
  srv_text said, noted, line; // stdout; stderr without progress; the line of stderr that has begun
  bool cut;                   // more was said than is kept
  int code, signal;           // of the end; -1 or 0: none
  bool cancelled, late;       // why it was ended
  long done, total;           // progress; total 0: none yet
  char stage[40];
  double left_s;   // [s]  negative: not known
  double since;    // [s]  of the monotonic clock: when it began to wait, to run, to be kept
  unsigned change; // counts what listeners want to hear of
  unsigned long long bytes; // that are kept of it, files included
  int listeners;            // that still look at it
  struct srv_job *next;
} srv_job;

typedef struct srv_job_limits {
  int running, waiting, kept;      // jobs
  double kept_s, run_s;            // [s]  how long a job is kept, and may run
  unsigned long long kept_bytes;   // [bytes]  of all that are kept
  unsigned long long memory, file; // [bytes]  a job may have and write into one file
  size_t said;                     // [bytes]  of stdout and of stderr that are kept
} srv_job_limits;

typedef struct srv_jobs {
  pthread_mutex_t lock; // of the list and of everything in it
  srv_job *first;
  srv_job_limits limits;
  char *folder;  // of all of them
  bool ending;   // no job may be added
  int wake;      // an event that tells the thread of srv_jobs_step that there is work
  bool confined; // the kernel can keep a job within its folder
  void (*changed)(void *context); // listeners may look again; called with the lock held
  void *context;
} srv_jobs;

// False after a message in `why`: there is no place for folders.
bool srv_jobs_open(srv_jobs *jobs, int cores, char *why, size_t size);
void srv_jobs_close(srv_jobs *jobs); // ends what still runs

// ---- of any thread

typedef enum srv_job_added { SRV_JOB_ADDED, SRV_JOB_NO_ROOM, SRV_JOB_NO_MEMORY } srv_job_added;
// A job whose folder was filled by srv_folder_*; takes folder and argv over, whatever comes back.
srv_job_added srv_jobs_add(srv_jobs *jobs, char *folder, char **argv, char id[SRV_JOB_ID]);
// With the lock held: NULL, there is no such job.
srv_job *srv_jobs_find(srv_jobs *jobs, const char *id);
// With the lock held: ask a job to stop; one that is done is forgotten.
void srv_jobs_cancel(srv_jobs *jobs, srv_job *job);
// With the lock held: {"job": ..., "state": ..., ...}; `all`: with what it said and its files.
void srv_job_put(srv_text *t, const srv_job *job, bool all);

// ---- of the one thread that looks after the processes

// Descriptors to wait for reading on, at most SRV_JOB_WAITS; returns how many.
enum { SRV_JOB_WAITS = 64 };
int srv_jobs_waits(srv_jobs *jobs, int *files);
// Read what has been said, note who has ended, begin who waits, forget who is old. To be called
// when there is something to read, when a child has ended, and every second.
void srv_jobs_step(srv_jobs *jobs);

double srv_now(void); // [s]  of a clock that only goes forward
