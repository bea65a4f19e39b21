#define _GNU_SOURCE
#include "job.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "folder.h"

double srv_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// ---- life

// A place that is ours alone, and gone after the next start of the machine at the latest.
static char *make_folder(void) {
  const char *places[] = {getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR"), P_tmpdir};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    char path[SRV_NAME];
    if (places[i] && places[i][0] == '/' &&
        snprintf(path, sizeof path, "%s/psoas-serve-XXXXXX", places[i]) < (int)sizeof path &&
        mkdtemp(path))
      return strdup(path);
  }
  return NULL;
}

static srv_job_limits limits_for(int cores) {
  return (srv_job_limits){.running = cores > 1 ? cores - 1 : 1,
                          .waiting = 16,
                          .kept = 32,
                          .kept_s = 900,
                          .run_s = 3600,
                          .kept_bytes = 1ull << 30,
                          .memory = 4ull << 30,
                          .file = 256ull << 20,
                          .said = 32u << 20};
}

bool srv_jobs_open(srv_jobs *jobs, int cores, char *why, size_t size) {
  *jobs = (srv_jobs){.limits = limits_for(cores)};
  pthread_mutex_init(&jobs->lock, NULL);
  jobs->folder = make_folder();
  jobs->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (jobs->folder && jobs->wake >= 0)
    return true;
  snprintf(why, size, "there is no place for the folders of jobs: %s", strerror(errno));
  return false;
}

static void free_job(srv_job *job) {
  if (!job)
    return;
  if (job->folder)
    srv_folder_remove(job->folder);
  for (char **word = job->argv; word && *word; word++)
    free(*word);
  free(job->argv);
  free(job->folder);
  srv_text_free(&job->said);
  srv_text_free(&job->noted);
  srv_text_free(&job->line);
  free(job);
}

void srv_jobs_close(srv_jobs *jobs) {
  pthread_mutex_lock(&jobs->lock);
  jobs->ending = true;
  while (jobs->first) {
    srv_job *job = jobs->first;
    jobs->first = job->next;
    if (job->state == SRV_JOB_RUNNING) {
      kill(-job->pid, SIGKILL);
      while (waitpid(job->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
      close(job->out);
      close(job->err);
    }
    free_job(job);
  }
  pthread_mutex_unlock(&jobs->lock);
  if (jobs->folder)
    srv_folder_remove(jobs->folder);
  free(jobs->folder);
  if (jobs->wake >= 0)
    close(jobs->wake);
  pthread_mutex_destroy(&jobs->lock);
}

// ---- of any thread

static void wake_up(const srv_jobs *jobs) {
  const uint64_t one = 1;
  (void)!write(jobs->wake, &one, sizeof one); // full: it is awake anyway
}

static void has_changed(srv_jobs *jobs, srv_job *job) {
  job->change++;
  if (jobs->changed)
    jobs->changed(jobs->context);
}

static int count_of(const srv_jobs *jobs, srv_job_state state) {
  int n = 0;
  for (const srv_job *job = jobs->first; job; job = job->next)
    n += job->state == state;
  return n;
}

srv_job_added srv_jobs_add(srv_jobs *jobs, char *folder, char **argv, char id[SRV_JOB_ID]) {
  srv_job *job = calloc(1, sizeof *job);
  srv_job_added added = SRV_JOB_NO_MEMORY;
  if (job && srv_random(job->id, 16)) {
    pthread_mutex_lock(&jobs->lock);
    added = SRV_JOB_NO_ROOM;
    if (!jobs->ending && count_of(jobs, SRV_JOB_QUEUED) < jobs->limits.waiting) {
      srv_job **end = &jobs->first;
      while (*end)
        end = &(*end)->next;
      *end = job;
      added = SRV_JOB_ADDED;
    }
    job->code = -1;
    job->since = srv_now();
    job->left_s = -1;
    job->folder = folder;
    job->argv = argv;
    memcpy(id, job->id, SRV_JOB_ID);
    pthread_mutex_unlock(&jobs->lock);
  }
  if (added == SRV_JOB_ADDED) {
    wake_up(jobs);
    return added;
  }
  if (!job || !job->folder) { // it did not get hold of them
    srv_folder_remove(folder);
    for (char **word = argv; *word; word++)
      free(*word);
    free(argv);
    free(folder);
  }
  free_job(job);
  return added;
}

srv_job *srv_jobs_find(srv_jobs *jobs, const char *id) {
  srv_job *job = jobs->first;
  while (job && strcmp(job->id, id) != 0)
    job = job->next;
  return job;
}

static void forget(srv_jobs *jobs, srv_job *job) {
  srv_job **at = &jobs->first;
  while (*at != job)
    at = &(*at)->next;
  *at = job->next;
  free_job(job);
}

static void end_job(srv_jobs *jobs, srv_job *job) {
  job->state = SRV_JOB_DONE;
  job->since = srv_now();
  srv_text names = {0};
  srv_folder_list(&names, job->folder, &job->bytes);
  srv_text_free(&names);
  job->bytes += job->said.size + job->noted.size;
  has_changed(jobs, job);
}

void srv_jobs_cancel(srv_jobs *jobs, srv_job *job) {
  if (job->state == SRV_JOB_DONE) {
    if (job->listeners == 0)
      forget(jobs, job);
    else
      job->since = -jobs->limits.kept_s; // as soon as nobody looks
    return;
  }
  job->cancelled = true;
  if (job->state == SRV_JOB_QUEUED) {
    end_job(jobs, job);
    return;
  }
  kill(-job->pid, SIGKILL);
  wake_up(jobs);
}

// ---- telling

static void put_progress(srv_text *t, const srv_job *job) {
  srv_put(t, "{\"stage\": ");
  srv_put_word(t, job->stage);
  srv_put(t, ", \"done\": %ld, \"total\": %ld, \"left_s\": ", job->done, job->total);
  srv_put(t, job->left_s >= 0 ? "%.3g}" : "null}", job->left_s);
}

void srv_job_put(srv_text *t, const srv_job *job, bool all) {
  static const char *const states[] = {"queued", "running", "done"};
  unsigned long long bytes;
  srv_put(t, "{\"job\": \"%s\", \"state\": \"%s\", \"code\": ", job->id, states[job->state]);
  srv_put(t, job->code >= 0 ? "%d" : "null", job->code);
  srv_put(t, ", \"end\": ");
  srv_put_word(t, job->state != SRV_JOB_DONE ? NULL
                  : job->cancelled           ? "cancelled"
                  : job->late                ? "late"
                  : job->signal              ? "crashed"
                                             : "finished");
  srv_put(t, ", \"signal\": %d, \"progress\": ", job->signal);
  if (job->total > 0)
    put_progress(t, job);
  else
    srv_put(t, "null");
  if (all && job->state == SRV_JOB_DONE) {
    srv_put(t, ", \"stdout\": ");
    srv_put_json(t, job->said.bytes ? job->said.bytes : "", job->said.size);
    srv_put(t, ", \"stderr\": ");
    srv_put_json(t, job->noted.bytes ? job->noted.bytes : "", job->noted.size);
    srv_put(t, ", \"cut\": %s, \"files\": ", job->cut ? "true" : "false");
    srv_folder_list(t, job->folder, &bytes);
  }
  srv_put(t, "}");
}

// ---- what a job says

static void keep(srv_jobs *jobs, srv_job *job, srv_text *to, const char *bytes, size_t size) {
  size_t room = jobs->limits.said - to->size;
  job->cut = job->cut || size > room || to->failed;
  srv_put_bytes(to, bytes, size < room ? size : room);
}

// a line of --progress=json, as the command writes it: {"stage":"draws","done":1,"total":2,...
static bool take_progress(srv_job *job, const char *line) {
  char stage[sizeof job->stage];
  long done, total;
  int at = 0;
  if (sscanf(line, "{\"stage\":\"%39[^\"]\",\"done\":%ld,\"total\":%ld,\"left_s\":%n", stage, &done,
             &total, &at) != 3 ||
      at == 0)
    return false;
  char *end;
  double left = strtod(line + at, &end);
  memcpy(job->stage, stage, sizeof stage);
  job->done = done;
  job->total = total;
  job->left_s = end > line + at ? left : -1;
  return true;
}

// stderr by lines: how far it is, and all else
static void take_note(srv_jobs *jobs, srv_job *job, const char *bytes, size_t size) {
  enum { LONGEST = 4096 };
  for (size_t i = 0; i < size; i++) {
    srv_put_bytes(&job->line, bytes + i, 1);
    if (bytes[i] != '\n' && job->line.size < LONGEST)
      continue;
    if (job->line.bytes && take_progress(job, job->line.bytes))
      has_changed(jobs, job);
    else
      keep(jobs, job, &job->noted, job->line.bytes, job->line.size);
    job->line.size = 0;
  }
}

// What there is to read, some at a time, so that one job does not keep others waiting. False: end.
static bool read_some(srv_jobs *jobs, srv_job *job, int file) {
  enum { PIECES = 16 };
  char bytes[16 << 10];
  for (int i = 0; i < PIECES; i++) {
    ssize_t n = read(file, bytes, sizeof bytes);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
      return false;
    if (n < 0)
      return true;
    if (file == job->out)
      keep(jobs, job, &job->said, bytes, (size_t)n);
    else
      take_note(jobs, job, bytes, (size_t)n);
  }
  return true;
}

// ---- of the one thread

int srv_jobs_waits(srv_jobs *jobs, int *files) {
  int n = 0;
  pthread_mutex_lock(&jobs->lock);
  files[n++] = jobs->wake;
  for (const srv_job *job = jobs->first; job && n + 2 <= SRV_JOB_WAITS; job = job->next)
    if (job->state == SRV_JOB_RUNNING) {
      if (job->out >= 0)
        files[n++] = job->out;
      if (job->err >= 0)
        files[n++] = job->err;
    }
  pthread_mutex_unlock(&jobs->lock);
  return n;
}

// A round of reading takes more than a pipe holds: after the end one round takes the rest.
static void read_both(srv_jobs *jobs, srv_job *job) {
  int *const ends[] = {&job->out, &job->err};
  for (int i = 0; i < 2; i++)
    if (*ends[i] >= 0 && !read_some(jobs, job, *ends[i])) {
      close(*ends[i]);
      *ends[i] = -1;
    }
}

static void look_after(srv_jobs *jobs, srv_job *job, double now) {
  int status = 0;
  siginfo_t info = {0};
  bool ended = waitid(P_PID, (id_t)job->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
               info.si_pid == job->pid;
  read_both(jobs, job);
  if (!ended) {
    if (now - job->since > jobs->limits.run_s && !job->late) {
      job->late = true;
      kill(-job->pid, SIGKILL);
    }
    return;
  }
  kill(-job->pid, SIGKILL); // whatever it may have left behind, while its number is still its own
  waitpid(job->pid, &status, 0);
  if (job->out >= 0)
    close(job->out);
  if (job->err >= 0)
    close(job->err);
  if (job->line.size > 0)
    keep(jobs, job, &job->noted, job->line.bytes, job->line.size);
  job->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  job->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  job->cancelled = job->cancelled && job->signal; // else it was done before the news came
  end_job(jobs, job);
}

static void begin(srv_jobs *jobs, srv_job *job) {
  const srv_child child = {.folder = job->folder,
                           .argv = job->argv,
                           .memory = jobs->limits.memory,
                           .file = jobs->limits.file,
                           .run_s = jobs->limits.run_s,
                           .confined = jobs->confined};
  job->pid = srv_spawn(&child, &job->out, &job->err);
  if (job->pid < 0) {
    char why[200];
    int n = snprintf(why, sizeof why, "psoas: the job cannot be started: %s\n", strerror(errno));
    srv_put_bytes(&job->noted, why, (size_t)n);
    end_job(jobs, job);
    return;
  }
  job->state = SRV_JOB_RUNNING;
  job->since = srv_now();
  has_changed(jobs, job);
}

static void begin_next(srv_jobs *jobs) {
  int running = count_of(jobs, SRV_JOB_RUNNING);
  for (srv_job *job = jobs->first; job && running < jobs->limits.running; job = job->next)
    if (job->state == SRV_JOB_QUEUED) {
      begin(jobs, job);
      running += job->state == SRV_JOB_RUNNING;
    }
}

// the first in the list that is done and nobody looks at; jobs end in about the order of the list
static srv_job *first_to_forget(srv_jobs *jobs) {
  srv_job *job = jobs->first;
  while (job && (job->state != SRV_JOB_DONE || job->listeners > 0))
    job = job->next;
  return job;
}

static void forget_old(srv_jobs *jobs, double now) {
  for (srv_job *job = jobs->first, *next; job; job = next) {
    next = job->next;
    if (job->state == SRV_JOB_DONE && job->listeners == 0 && now - job->since > jobs->limits.kept_s)
      forget(jobs, job);
  }
  for (;;) {
    unsigned long long bytes = 0;
    for (const srv_job *job = jobs->first; job; job = job->next)
      bytes += job->bytes;
    srv_job *job = first_to_forget(jobs);
    if (!job ||
        (count_of(jobs, SRV_JOB_DONE) <= jobs->limits.kept && bytes <= jobs->limits.kept_bytes))
      break;
    forget(jobs, job);
  }
}

void srv_jobs_step(srv_jobs *jobs) {
  uint64_t count;
  double now = srv_now();
  (void)!read(jobs->wake, &count, sizeof count);
  pthread_mutex_lock(&jobs->lock);
  for (srv_job *job = jobs->first; job; job = job->next)
    if (job->state == SRV_JOB_RUNNING)
      look_after(jobs, job, now);
  begin_next(jobs);
  forget_old(jobs, now);
  pthread_mutex_unlock(&jobs->lock);
}
