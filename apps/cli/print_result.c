#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"

static void print_efforts(const ps_tool_result *r) {
  size_t width = strlen("coordinate");
  for (int i = 0; i < r->neffort; i++)
    if (strlen(r->effort[i].coordinate) > width)
      width = strlen(r->effort[i].coordinate);
  printf("\n  %-*s %12s %12s %7s\n", (int)width, "coordinate", "needed", "reserves", "share");
  for (int i = 0; i < r->neffort; i++) {
    const ps_effort *e = &r->effort[i];
    const char *unit = e->rotational ? "N m" : "N";
    char words[80], share[20] = "-";
    if (e->needed_peak > 0)
      snprintf(share, sizeof share, "%.1f %%", 100 * e->reserve_peak / e->needed_peak);
    printf("  %-*s %8.4g %-3s %8.2g %-3s %7s  %s\n", (int)width, e->coordinate, e->needed_peak,
           unit, e->reserve_peak, unit, share, ps_effort_words(e, words, sizeof words));
  }
  printf("  (largest over all frames)\n");
}

static void print_optimization(const ps_tool_result *r) {
  printf("static optimization: %s, exponent %g\n", r->criterion, r->exponent);
  printf("optimality residuals at most %.1e (balance), %.1e (stationarity)\n", r->worst_balance,
         r->worst_stationarity);
  if (r->neffort)
    print_efforts(r);
}

static void print_files(const ps_tool_result *r) {
  enum { NAMED = 8 };
  printf("%s", r->optimized && r->nfile ? "\n" : "");
  for (int i = 0; i < r->nfile && (i < NAMED || r->nfile == NAMED + 1); i++)
    printf("%s\n", r->file[i]);
  if (r->nfile > NAMED + 1)
    printf("... and %d more files\n", r->nfile - NAMED);
}

void cli_print_result(const ps_tool_result *r, double seconds) {
  printf("%s: %d muscle%s, %d coordinate%s; %d frame%s, %.6g s to %.6g s, done in %.3g s\n",
         *r->model_name ? r->model_name : "model", r->nmuscle, r->nmuscle == 1 ? "" : "s",
         r->ncoordinate, r->ncoordinate == 1 ? "" : "s", r->frames, r->frames == 1 ? "" : "s",
         r->start, r->end, seconds);
  if (r->optimized)
    print_optimization(r);
  if (r->summary)
    printf("\n%s", r->summary);
  print_files(r);
}

void cli_print_and_free(char *text) {
  fputs(text, stdout);
  free(text);
}
