// place.c: place.h by what the system says of the running process.
#include "place.h"

#include <string.h>
#include <unistd.h>

bool cli_program_folder(char *folder, size_t size) {
  ssize_t n = readlink("/proc/self/exe", folder, size - 1);
  if (n <= 0)
    return false;
  folder[n] = 0;
  char *end = strrchr(folder, '/');
  if (end)
    *end = 0;
  return end != NULL;
}
