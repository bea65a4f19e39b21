#include <stdio.h>

#include "print.h"

enum { LISTED = 20 };

static void print_missing(const ps_difference *d) {
  const char *side = d->missing_in_a ? "B" : "A";
  if (d->kind == PS_DIFFERENCE_FILE)
    printf("only in %s: file %s\n", side, d->file);
  else if (d->kind == PS_DIFFERENCE_COLUMN)
    printf("only in %s: column %s of %s\n", side, d->column, d->file);
  else
    printf("only in %s: %d row%s of %s, the first %s\n", side, d->count, d->count == 1 ? "" : "s",
           d->file, d->where);
}

static void print_unlike(const ps_difference *d) {
  if (d->kind == PS_DIFFERENCE_DEGREES)
    printf("%s: A is in %s, B in %s\n", d->file, d->text_a, d->text_b);
  else if (d->kind == PS_DIFFERENCE_KINDS)
    printf("%s, %s: A holds %s, B %s\n", d->file, d->column, d->text_a, d->text_b);
  else if (d->count)
    printf("%s, %s: '%s' in A, '%s' in B %s (and %d more)\n", d->file, d->column, d->text_a,
           d->text_b, d->where, d->count - 1);
}

static void print_values(const ps_difference *d, bool title) {
  char relative[20] = "-";
  if (title)
    printf("%-10s %-8s %-8s %-14s %s\n", "deviation", "relative", "allowed", "A", "B");
  if (d->largest > 0)
    snprintf(relative, sizeof relative, "%.1e", d->worst / d->largest);
  printf("%-10.3g %-8s %-8.1e %-14.8g %-14.8g %s%s%s, %s%s\n", d->worst, relative, d->tolerance,
         d->a, d->b, d->column, *d->where ? " " : "", d->where, d->file, d->beyond ? "" : " (ok)");
}

static bool is_wanted(const ps_difference *d, bool all) {
  return all || d->beyond || (d->kind == PS_DIFFERENCE_VALUES && d->worst > 0);
}

void cli_print_comparison(const ps_comparison *c, bool all) {
  int listed = 0, left = 0;
  bool title = true;
  for (int i = 0; i < c->n; i++) {
    const ps_difference *d = &c->item[i];
    if (!is_wanted(d, all))
      continue;
    if (!all && listed == LISTED) {
      left++;
      continue;
    }
    listed++;
    if (d->kind >= PS_DIFFERENCE_ROWS)
      print_missing(d);
    else if (d->kind != PS_DIFFERENCE_VALUES)
      print_unlike(d);
    else {
      print_values(d, title);
      title = false;
    }
  }
  if (left)
    printf("... and %d more with a deviation (--all lists them)\n", left);
  printf("%s%d file%s, %d columns, %ld numbers and texts compared: ", listed ? "\n" : "", c->nfile,
         c->nfile == 1 ? "" : "s", c->ncolumn, c->ncell);
  if (c->nbeyond)
    printf("%d %s beyond tolerance\n", c->nbeyond, c->nbeyond == 1 ? "is" : "are");
  else
    printf("all within tolerance\n");
  if (c->nskipped)
    printf("not compared: %d file%s that hold%s no table\n", c->nskipped,
           c->nskipped == 1 ? "" : "s", c->nskipped == 1 ? "s" : "");
}
