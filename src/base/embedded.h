// embedded.h: the tables of data/, which are part of the library as text.
//
// Every *.csv and *.yaml of that folder is there, byte for byte, under its path in the folder:
// "anatomy/bodies.csv". cmake/embed.cmake puts them in.
#pragma once

#include <stddef.h>

typedef struct ps_embedded {
  const char *name;
  const char *text; // ends with a zero, which is not counted
  size_t size;      // [bytes]
} ps_embedded;

// NULL: there is no such table.
const ps_embedded *ps_embedded_find(const char *name);
// All of them, ordered by name; i below the count.
int ps_embedded_count(void);
const ps_embedded *ps_embedded_at(int i);

// What the build made of the folder; the functions above are the way to it.
extern const ps_embedded ps_embedded_tables[];
extern const int ps_embedded_ntable;
