// site.h: the files of the page, all in memory: no request reaches the file system.
//
// They are part of the program (cmake/site.cmake), or are read from a folder when the server
// starts. A name that carries the hash of what is in it, page-A1B2C3D4.js, may be kept by the
// browser for good; of all others it asks each time, and gets "not modified".
#pragma once

#include <microhttpd.h>

#include "psoas/status.h"

// What the build made of a file.
typedef struct srv_embedded {
  const char *path;           // "/index.html"
  const char *bytes, *packed; // packed: the same by gzip; its size is 0 where it saves nothing
  size_t size, packed_size;
} srv_embedded;
extern const srv_embedded srv_embedded_files[]; // sorted by path
extern const int srv_embedded_nfile;

typedef struct srv_file {
  const char *path;
  char etag[24], packed_etag[24];
  struct MHD_Response *plain, *packed, *same; // packed: NULL, there is none; same: not modified
  struct MHD_Response *packed_same;
} srv_file;

typedef struct srv_site {
  srv_file *file; // sorted by path
  int n;
  char **owned; // paths and bytes read from a folder
  int nowned;
} srv_site;

// `folder` NULL: what the program carries, else a page that says how to build it.
ps_status srv_site_open(srv_site *site, const char *folder, ps_error *err);
void srv_site_close(srv_site *site);

// NULL: there is no such file.
const srv_file *srv_site_find(const srv_site *site, const char *path);

// "text/html; charset=utf-8" of "a/b.html".
const char *srv_type_of(const char *path);
