// server.c: one server from its start to its end. Three kinds of threads: this one looks after
// jobs, late peers and signals; one of libmicrohttpd reads and answers; those of the pool solve.
#define _GNU_SOURCE
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "exchange.h"

// Browsers keep what the page saves by its address, the port included: it should stay the same.
enum { USUAL_PORT = 7762 };

static bool fail(ps_error *err, ps_status status, const char *format, const char *why) {
  *err = (ps_error){.status = status};
  snprintf(err->message, sizeof err->message, format, why);
  return false;
}

// ---- a socket on the machine itself, and on no other

static int listen_at(int port) {
  const int one = 1;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0)
    return -1;
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one); // after a restart the same port
  if (bind(s, (struct sockaddr *)&at, sizeof at) == 0 && listen(s, 256) == 0)
    return s;
  int why = errno;
  close(s);
  errno = why;
  return -1;
}

static int port_of(int s) {
  struct sockaddr_in at = {0};
  socklen_t size = sizeof at;
  getsockname(s, (struct sockaddr *)&at, &size);
  return ntohs(at.sin_port);
}

static int open_socket(int port) {
  int s = listen_at(port ? port : USUAL_PORT);
  return s < 0 && !port ? listen_at(0) : s;
}

// ---- the browser

extern char **environ;

static pid_t show(const srv_server *s) {
  char address[120];
  char *const argv[] = {"xdg-open", address, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attr;
  sigset_t none;
  pid_t pid = -1;
  if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY"))
    return -1;
  // a secret of its own, good once: who lists processes sees the words of this command
  snprintf(address, sizeof address, "http://127.0.0.1:%d/?token=%s", s->gate.port, s->gate.ticket);
  posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < 3; i++)
    posix_spawn_file_actions_addopen(&actions, i, "/dev/null", O_RDWR, 0);
  sigemptyset(&none);
  posix_spawnattr_init(&attr);
  posix_spawnattr_setsigmask(&attr, &none);
  posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
  if (posix_spawnp(&pid, argv[0], &actions, &attr, argv, environ) != 0)
    pid = -1;
  posix_spawnattr_destroy(&attr);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

// ---- looking after

static void on_jobs_changed(void *context) {
  srv_wake_listeners(context, false);
}

static void poke_listeners(srv_server *s, double *poked) {
  const double pause = 10; // [s]
  if (srv_now() - *poked < pause)
    return;
  *poked = srv_now();
  pthread_mutex_lock(&s->jobs.lock);
  srv_wake_listeners(s, true);
  pthread_mutex_unlock(&s->jobs.lock);
}

// Until a signal asks to end.
static void look_after(srv_server *s, int signals, pid_t browser) {
  struct pollfd wait[SRV_JOB_WAITS + 1];
  int files[SRV_JOB_WAITS];
  double poked = srv_now();
  for (;;) {
    int n = srv_jobs_waits(&s->jobs, files);
    wait[0] = (struct pollfd){.fd = signals, .events = POLLIN};
    for (int i = 0; i < n; i++)
      wait[i + 1] = (struct pollfd){.fd = files[i], .events = POLLIN};
    if (poll(wait, (nfds_t)n + 1, 1000) < 0 && errno != EINTR)
      return;
    struct signalfd_siginfo info;
    while (read(signals, &info, sizeof info) == sizeof info)
      if (info.ssi_signo != SIGCHLD)
        return;
    if (browser > 0 && waitpid(browser, NULL, WNOHANG) == browser)
      browser = -1;
    srv_jobs_step(&s->jobs);
    srv_guests_step(&s->guests);
    poke_listeners(s, &poked);
  }
}

// Blocked in every thread, and read from a file instead. -1: it cannot be.
static int take_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGCHLD);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

// ---- beginning and end

static bool open_all(srv_server *s, int listening, ps_error *err) {
  char why[200];
  int cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
  cores = cores > 0 ? cores : 1;
  if (!srv_gate_open(&s->gate))
    return fail(err, PS_ERR_FILE, "%s", "the system has no random numbers");
  srv_gate_port(&s->gate, port_of(listening));
  if (srv_site_open(&s->site, s->options.site, err) != PS_OK)
    return false;
  if (!srv_jobs_open(&s->jobs, cores, why, sizeof why))
    return fail(err, PS_ERR_FILE, "%s", why);
  s->jobs.confined = srv_can_confine();
  s->jobs.changed = on_jobs_changed;
  s->jobs.context = s;
  if (srv_pool_open(&s->pool, s->options.threads > 0 ? s->options.threads : cores, err) != PS_OK)
    return false;
  return srv_exchange_open(s, listening) ||
         fail(err, PS_ERR_FILE, "%s", "the server cannot be started");
}

// Nothing may be suspended any more when libmicrohttpd ends: listeners and the pool come first.
static void close_all(srv_server *s) {
  if (s->daemon)
    close(MHD_quiesce_daemon(s->daemon));
  pthread_mutex_lock(&s->jobs.lock);
  s->jobs.ending = true;
  srv_wake_listeners(s, true);
  pthread_mutex_unlock(&s->jobs.lock);
  srv_pool_close(&s->pool);
  srv_exchange_close(s);
  srv_jobs_close(&s->jobs);
  srv_site_close(&s->site);
}

bool srv_serve(const srv_options *options, ps_error *err) {
  srv_server s = {.options = *options, .jobs.wake = -1};
  s.most_body = (unsigned long long)(options->body_mb * 1e6);
  int listening = open_socket(options->port), signals = take_signals();
  if (listening < 0 || signals < 0)
    return fail(err, PS_ERR_FILE, "the port cannot be used: %s", strerror(errno));
  srv_guests_open(&s.guests);
  bool begun = open_all(&s, listening, err);
  if (begun) {
    printf("http://127.0.0.1:%d/?token=%s\n", s.gate.port, s.gate.link);
    fflush(stdout);
    look_after(&s, signals, options->open ? show(&s) : -1);
  } else {
    close(listening);
  }
  close_all(&s);
  srv_guests_close(&s.guests);
  close(signals);
  return begun;
}
