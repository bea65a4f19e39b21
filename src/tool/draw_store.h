// draw_store.h: draws that are done, in a file beside the results, so that a killed run goes on.
//
// The file begins with the fingerprint of all inputs; records of equal size follow, each with a
// mark that is written after it. A record without its mark was not finished. Records of other
// inputs are forgotten. What cannot be stored (no such folder, a full disk) is computed again,
// nothing more.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct ps_draw_store {
  int file; // -1: there is none
  size_t size;
  char path[1024];
} ps_draw_store;

// Open or make "FOLDER/.draws"; `folder` NULL: no store.
void ps_draw_store_open(ps_draw_store *s, const char *folder, const char *fingerprint, size_t size);
// Record i into `record`; false: it is not there. Any thread may ask for any record.
bool ps_draw_store_get(const ps_draw_store *s, int i, void *record);
void ps_draw_store_put(const ps_draw_store *s, int i, const void *record);
void ps_draw_store_close(ps_draw_store *s);
// Was a run of these inputs stopped in this folder?
bool ps_draw_store_has(const char *folder, const char *fingerprint, size_t size);
// Remove the file: the results are written.
void ps_draw_store_remove(const char *folder);
