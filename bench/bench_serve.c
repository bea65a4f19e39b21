// bench_serve.c: requests a second of `psoas serve`, and how long they take.
//
//   bench_serve PROGRAM [SECONDS]
//
// Starts the server, signs in, and asks over connections that stay open, each for the next thing as
// soon as it has the last: files of the page over 64, postures over 8, each posture with other
// numbers than the one before. Client and server share the machine. Waiting counts from when a
// request is sent: a closed loop, so p99 is what one of so many users sees. Processor time is the
// server's alone: what it would need were nothing else at work.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

enum { MOST_USERS = 64, MOST_TIMES = 4000000, ROOM = 1 << 20 };

typedef struct server {
  pid_t pid;
  int port;
  char link[80], cookie[120], token[40];
} server;

typedef struct user {
  int socket;
  char *answer;      // ROOM
  size_t got, whole; // [bytes]  of the answer; whole 0: not known yet
  double sent;       // [ns]
  long asked;
} user;

static void give_up(const char *what) {
  fprintf(stderr, "bench_serve: %s\n", what);
  exit(1);
}

// ---- one request at a time

static int connect_to(const server *s) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->port)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int file = socket(AF_INET, SOCK_STREAM, 0);
  if (file < 0 || connect(file, (struct sockaddr *)&at, sizeof at) != 0)
    give_up("no connection");
  return file;
}

static void send_all(int file, const char *text, size_t size) {
  while (size > 0) {
    ssize_t n = send(file, text, size, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR)
      give_up("the server has gone");
    text += n > 0 ? n : 0;
    size -= n > 0 ? (size_t)n : 0;
  }
}

// Bytes of the answer that begins in `text`, 0: its header is not there yet.
static size_t whole_of(const char *text) {
  const char *end = strstr(text, "\r\n\r\n"), *length = strcasestr(text, "Content-Length:");
  if (!end)
    return 0;
  size_t body = length && length < end ? strtoul(length + 15, NULL, 10) : 0;
  return (size_t)(end + 4 - text) + body;
}

static void ask(const server *s, const char *request, char *answer) {
  int file = connect_to(s);
  size_t got = 0, whole = 0;
  send_all(file, request, strlen(request));
  while (whole == 0 || got < whole) {
    ssize_t n = read(file, answer + got, ROOM - 1 - got);
    if (n <= 0)
      give_up("half an answer");
    got += (size_t)n;
    answer[got] = 0;
    whole = whole_of(answer);
  }
  close(file);
}

// the text between `from` and `to`
static void cut(char *out, size_t size, const char *text, const char *from, const char *to) {
  const char *begin = strstr(text, from);
  if (!begin)
    give_up("an answer that is not understood");
  begin += strlen(from);
  snprintf(out, size, "%.*s", (int)strcspn(begin, to), begin);
}

// ---- the server

static void start(server *s, const char *program) {
  int pipes[2];
  char line[200] = "";
  if (pipe(pipes) != 0 || (s->pid = fork()) < 0)
    give_up("no process");
  if (s->pid == 0) {
    dup2(pipes[1], 1);
    execl(program, "psoas", "serve", "--no-open", (char *)NULL);
    _exit(127);
  }
  close(pipes[1]);
  if (read(pipes[0], line, sizeof line - 1) <= 0 ||
      sscanf(line, "http://127.0.0.1:%d%79s", &s->port, s->link) != 2)
    give_up("the server does not start");
}

static void sign_in(server *s) {
  char request[400], *answer = malloc(ROOM);
  snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", s->link,
           s->port);
  ask(s, request, answer);
  cut(s->cookie, sizeof s->cookie, answer, "Set-Cookie: ", ";\r");
  snprintf(request, sizeof request,
           "GET /api/about HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n", s->port,
           s->cookie);
  ask(s, request, answer);
  cut(s->token, sizeof s->token, answer, "\"token\": \"", "\"");
  free(answer);
}

// ---- many users

typedef struct load {
  const char *name;
  int users;
  const char *posture; // NULL: the page
  const char *detail;
  bool near; // each from where the last one ended
} load;

static size_t write_request(const server *s, const load *l, const user *u, char *to, size_t size) {
  if (!l->posture)
    return (size_t)snprintf(to, size,
                            "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n"
                            "Accept-Encoding: gzip\r\n\r\n",
                            s->port, s->cookie);
  char body[200];
  int n = snprintf(
      body, sizeof body,
      "{\"posture\":\"%s\",\"set\":[\"thoracic_flexion_deg=%.2f\"],\"detail\":\"%s\",\"near\":%s}",
      l->posture, 0.05 * (double)(u->asked % 200), l->detail, l->near ? "true" : "false");
  return (size_t)snprintf(to, size,
                          "POST /api/pose HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n"
                          "X-Psoas-Token: %s\r\nOrigin: http://127.0.0.1:%d\r\n"
                          "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                          s->port, s->cookie, s->token, s->port, n, body);
}

static void next_request(const server *s, const load *l, user *u) {
  char request[800];
  size_t n = write_request(s, l, u, request, sizeof request);
  u->got = u->whole = 0;
  u->asked++;
  u->sent = ps_clock_ns();
  send_all(u->socket, request, n);
}

// read what is there; true: the answer is complete
static bool read_answer(user *u) {
  ssize_t n = read(u->socket, u->answer + u->got, ROOM - 1 - u->got);
  if (n <= 0)
    give_up("a connection has ended");
  u->got += (size_t)n;
  u->answer[u->got] = 0;
  if (u->whole == 0) {
    u->whole = whole_of(u->answer);
    if (strncmp(u->answer, "HTTP/1.1 200", 12) != 0)
      give_up(u->answer);
  }
  return u->whole > 0 && u->got >= u->whole;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// [s]  that the server has had a processor
static double processor_time(const server *s) {
  char path[40], line[1000];
  unsigned long own = 0, system = 0;
  snprintf(path, sizeof path, "/proc/%d/stat", (int)s->pid);
  FILE *file = fopen(path, "r");
  const char *behind = file && fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
  if (!behind ||
      sscanf(behind, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &own, &system) != 2)
    give_up("the server has gone");
  fclose(file);
  return (double)(own + system) / (double)sysconf(_SC_CLK_TCK);
}

static void report(const load *l, double *time, long n, double seconds, double busy) {
  qsort(time, (size_t)n, sizeof *time, ascending);
  printf("%-20s %2d users %8.0f /s   p50 %6.2f ms   p99 %6.2f ms   most %6.2f ms   "
         "processor %6.3f ms each\n",
         l->name, l->users, (double)n / seconds, 1e-6 * time[n / 2],
         1e-6 * time[(long)(0.99 * (double)(n - 1))], 1e-6 * time[n - 1], 1e3 * busy / (double)n);
  fflush(stdout);
}

static void run(const server *s, const load *l, double seconds, double *time) {
  user users[MOST_USERS] = {0};
  struct pollfd wait[MOST_USERS];
  long n = 0;
  for (int i = 0; i < l->users; i++) {
    users[i].socket = connect_to(s);
    users[i].answer = malloc(ROOM);
    users[i].asked = 25L * i; // each its own numbers
    wait[i] = (struct pollfd){.fd = users[i].socket, .events = POLLIN};
    next_request(s, l, &users[i]);
  }
  const double warm = 0.5e9; // [ns]  what comes first builds people and solvers
  double begin = ps_clock_ns() + warm, end = begin + 1e9 * seconds, now = begin, busy = 0;
  while (now < end && n < MOST_TIMES) {
    poll(wait, (nfds_t)l->users, 1000);
    now = ps_clock_ns();
    if (busy == 0 && now > begin)
      busy = processor_time(s);
    for (int i = 0; i < l->users; i++)
      if (wait[i].revents && read_answer(&users[i])) {
        if (users[i].sent > begin && n < MOST_TIMES)
          time[n++] = ps_clock_ns() - users[i].sent;
        next_request(s, l, &users[i]);
      }
  }
  if (n > 0)
    report(l, time, n, 1e-9 * (now - begin), processor_time(s) - busy);
  for (int i = 0; i < l->users; i++) {
    close(users[i].socket);
    free(users[i].answer);
  }
}

int main(int argc, char **argv) {
  static const load loads[] = {
      {"page", 64, NULL, NULL, false},
      {"standing light", 8, "standing", "light", false},
      {"driving light", 8, "driving", "light", false},
      {"standing light, near", 8, "standing", "light", true},
      {"standing", 8, "standing", "full", false},
      {"driving", 8, "driving", "full", false},
      {"standing, near", 8, "standing", "full", true},
  };
  server s = {0};
  double seconds = argc > 2 ? atof(argv[2]) : 3;
  double *time = malloc(MOST_TIMES * sizeof *time);
  if (argc < 2 || !time)
    give_up("expected the program psoas");
  start(&s, argv[1]);
  sign_in(&s);
  for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
    run(&s, &loads[i], seconds, time);
  free(time);
  kill(s.pid, SIGTERM);
  waitpid(s.pid, NULL, 0);
  return 0;
}
