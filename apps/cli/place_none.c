// place_none.c: place.h in the page, where nothing is installed.
#include "place.h"

bool cli_program_folder(char *folder, size_t size) {
  (void)folder;
  (void)size;
  return false;
}
