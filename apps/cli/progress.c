#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"
#include "messages.h"

static const double first_shown = 0.4;   // [s]  what is done sooner shows no bar
static const double pause_between = 0.1; // [s]

double cli_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// ---- showing

// seconds left if the rest goes like what is done; -1: too early to tell
static double time_left(const cli_progress *p, long done, long total, double now) {
  return done > 0 && now > p->begun ? (now - p->begun) * (double)(total - done) / (double)done : -1;
}

static void draw_bar(cli_progress *p, long done, long total, double left) {
  enum { CELLS = 40 };
  char bar[CELLS + 1], text[120];
  int filled = total > 0 ? (int)(CELLS * done / total) : 0;
  memset(bar, '.', CELLS);
  memset(bar, '#', (size_t)filled);
  bar[CELLS] = 0;
  int n = snprintf(text, sizeof text, "%.16s [%s] %3ld %%", p->stage, bar,
                   total > 0 ? 100 * done / total : 0);
  if (left >= 0)
    n += snprintf(text + n, sizeof text - (size_t)n,
                  left < 90 ? "  %.0f s left" : "  %.0f min left", left < 90 ? left : left / 60);
  int before = p->width;
  fprintf(stderr, "\r%s%*s", text, before > n ? before - n : 0, "");
  p->width = before > n ? before : n;
  fflush(stderr);
}

static void draw_line(const cli_progress *p, long done, long total, double left) {
  fprintf(stderr, "{\"stage\":\"%s\",\"done\":%ld,\"total\":%ld,\"left_s\":", p->stage, done,
          total);
  fprintf(stderr, left >= 0 ? "%.3g}\n" : "null}\n", left);
  fflush(stderr);
}

static bool step(void *context, const char *stage, long done, long total) {
  cli_progress *p = context;
  double now = cli_seconds();
  bool due = now - p->shown >= pause_between;
  if (!p->stage || done < p->done)
    p->begun = now; // an analysis begins
  p->stage = stage;
  p->done = done;
  double left = time_left(p, done, total, now);
  if (p->mode == CLI_PROGRESS_BAR && due && now - p->started >= first_shown)
    draw_bar(p, done, total, left);
  else if (p->mode == CLI_PROGRESS_JSON && (due || done == total))
    draw_line(p, done, total, left);
  if (due)
    p->shown = now;
  return !cli_interrupted();
}

ps_watch cli_progress_begin(cli_progress *p, cli_progress_mode mode) {
  *p = (cli_progress){.mode = mode, .started = cli_seconds()};
  if (mode == CLI_PROGRESS_AUTO)
    p->mode = isatty(STDERR_FILENO) ? CLI_PROGRESS_BAR : CLI_PROGRESS_NONE;
  cli_interrupts_begin();
  return (ps_watch){step, p};
}

void cli_progress_end(cli_progress *p) {
  if (p->width)
    fprintf(stderr, "\r%*s\r", p->width, "");
  p->width = 0;
}
