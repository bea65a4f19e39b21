// verb_page.c: `psoas page -o FILE`: the page as one file that runs from disk.
//
// The build makes it (`make web`); here it is looked for beside the program, as installed or in the
// build tree, and copied: to a temporary name first, so that there is a whole file or none.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "place.h"
#include "verbs.h"

enum { PATH = 1100, PIECE = 1 << 16 };

// relative to the folder of the program
static const char *const places[] = {"../share/psoas/psoas.html", "../../web/psoas.html"};

// NULL: there is none.
static FILE *open_page(void) {
  char folder[PATH], path[2 * PATH];
  if (!cli_program_folder(folder, sizeof folder))
    return NULL;
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, places[i]);
    FILE *page = fopen(path, "rb");
    if (page)
      return page;
  }
  return NULL;
}

static bool copy(FILE *from, FILE *to) {
  static char piece[PIECE];
  for (size_t n; (n = fread(piece, 1, sizeof piece, from)) > 0;)
    if (fwrite(piece, 1, n, to) != n)
      return false;
  return !ferror(from) && fflush(to) == 0 && fsync(fileno(to)) == 0;
}

static bool save(FILE *page, const char *path) {
  char part[PATH];
  snprintf(part, sizeof part, "%.1000s.part", path);
  FILE *to = fopen(part, "wb");
  if (!to)
    return false;
  bool fine = copy(page, to);
  fine = fclose(to) == 0 && fine;
  if (fine && rename(part, path) == 0)
    return true;
  int reason = errno;
  unlink(part);
  errno = reason;
  return false;
}

cli_exit cli_run_page(const cli_arguments *a) {
  const char *path = a->text[CLI_OUTPUT];
  if (!a->given[CLI_FORCE] && access(path, F_OK) == 0) {
    cli_message("%s: exists and may not be replaced (--force replaces it)", path);
    return CLI_UNREADABLE;
  }
  FILE *page = open_page();
  if (!page) {
    cli_message("the page was not built with this program: make web");
    return CLI_UNREADABLE;
  }
  bool fine = save(page, path);
  fclose(page);
  if (!fine)
    cli_message("%s: %s", path, strerror(errno));
  else if (!a->given[CLI_QUIET])
    printf("%s\n", path);
  return fine ? CLI_FINE : CLI_UNREADABLE;
}
