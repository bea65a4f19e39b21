#define _GNU_SOURCE
#include "site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reply.h"

enum { MOST_FILES = 2000, MOST_BYTES = 256 << 20, MOST_DEPTH = 8, PATH = 512 };

static const char no_page[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>psoas</title>"
    "<h1>psoas</h1><p>The server runs, and this program was built without the page."
    "<p><code>make web</code> builds it, <code>make serve</code> then opens it; "
    "<code>psoas serve --site DIR</code> shows a page that lies in a folder.</html>\n";

// ---- what a file is

const char *srv_type_of(const char *path) {
  static const char *const types[][2] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".wasm", "application/wasm"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".xml", "application/xml"},
      {".webmanifest", "application/manifest+json"},
  };
  size_t n = strlen(path);
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    size_t k = strlen(types[i][0]);
    if (n > k && strcmp(path + n - k, types[i][0]) == 0)
      return types[i][1];
  }
  return "application/octet-stream";
}

// "page-A1B2C3D4.js": eight letters or digits, capital, before the ending
static bool has_hash(const char *path) {
  const char *name = strrchr(path, '/'), *dash = name ? strrchr(name, '-') : NULL;
  return dash && strspn(dash + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 8 && dash[9] == '.';
}

// [FNV-1a]  two files of one name that differ have the same in one of 2^64 cases
static uint64_t hash_of(const char *bytes, size_t size) {
  uint64_t h = 0xcbf29ce484222325u;
  for (size_t i = 0; i < size; i++)
    h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
  return h;
}

static struct MHD_Response *response_of(const srv_file *f, const char *etag, const char *bytes,
                                        size_t size, const char *encoding) {
  struct MHD_Response *r =
      MHD_create_response_from_buffer(size, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
  if (!r)
    return NULL;
  srv_add_headers(r);
  MHD_add_response_header(r, "ETag", etag);
  MHD_add_response_header(r, "Vary", "Accept-Encoding");
  MHD_add_response_header(r, "Cache-Control",
                          has_hash(f->path) ? "private, max-age=31536000, immutable"
                                            : "private, no-cache");
  if (size > 0)
    MHD_add_response_header(r, "Content-Type", srv_type_of(f->path));
  if (encoding)
    MHD_add_response_header(r, "Content-Encoding", encoding);
  return r;
}

static ps_status fail(ps_error *err, ps_status status, const char *path, const char *message) {
  *err = (ps_error){.status = status};
  snprintf(err->path, sizeof err->path, "%.250s", path ? path : "");
  snprintf(err->message, sizeof err->message, "%s", message);
  return status;
}

static ps_status add_file(srv_site *s, const srv_embedded *e, ps_error *err) {
  srv_file *f = &s->file[s->n++];
  *f = (srv_file){.path = e->path};
  unsigned long long hash = hash_of(e->bytes, e->size);
  snprintf(f->etag, sizeof f->etag, "\"%016llx\"", hash);
  snprintf(f->packed_etag, sizeof f->packed_etag, "\"%016llx-z\"", hash);
  f->plain = response_of(f, f->etag, e->bytes, e->size, NULL);
  f->same = response_of(f, f->etag, "", 0, NULL);
  bool fine = f->plain && f->same;
  if (e->packed_size > 0) {
    f->packed = response_of(f, f->packed_etag, e->packed, e->packed_size, "gzip");
    f->packed_same = response_of(f, f->packed_etag, "", 0, NULL);
    fine = fine && f->packed && f->packed_same;
  }
  return fine ? PS_OK : fail(err, PS_ERR_MEMORY, NULL, "out of memory");
}

// ---- a folder

typedef struct folder {
  srv_site *site;
  srv_embedded file[MOST_FILES];
  int n;
  size_t bytes;
} folder;

static char *keep(srv_site *s, char *text) {
  if (text)
    s->owned[s->nowned++] = text;
  return text;
}

static bool read_all(int file, char *bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t n = read(file, bytes + done, size - done);
    if (n <= 0 && !(n < 0 && errno == EINTR))
      return false;
    done += n > 0 ? (size_t)n : 0;
  }
  return true;
}

static ps_status read_file(folder *f, int file, const char *path, size_t size, ps_error *err) {
  if (f->n == MOST_FILES || size > MOST_BYTES - f->bytes)
    return fail(err, PS_ERR_LIMIT, path, "a page has at most 2000 files and 256 MB");
  char *name = keep(f->site, strdup(path)), *bytes = keep(f->site, malloc(size + 1));
  if (!name || !bytes)
    return fail(err, PS_ERR_MEMORY, NULL, "out of memory");
  if (!read_all(file, bytes, size))
    return fail(err, PS_ERR_FILE, path, "cannot be read");
  f->bytes += size;
  f->file[f->n++] = (srv_embedded){.path = name, .bytes = bytes, .size = size};
  return PS_OK;
}

static ps_status read_folder(folder *f, int at, const char *path, int depth, ps_error *err);

// regular files and folders; links are left out, so that nothing from elsewhere is shown
static ps_status read_entry(folder *f, int at, const char *name, const char *path, int depth,
                            ps_error *err) {
  struct stat info;
  ps_status status = PS_OK;
  int file = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0)
    return errno == ELOOP ? PS_OK : fail(err, PS_ERR_FILE, path, strerror(errno));
  if (fstat(file, &info) == 0 && S_ISDIR(info.st_mode))
    return read_folder(f, file, path, depth + 1, err);
  if (S_ISREG(info.st_mode))
    status = read_file(f, file, path, (size_t)info.st_size, err);
  close(file);
  return status;
}

// takes `at` over
static ps_status read_folder(folder *f, int at, const char *path, int depth, ps_error *err) {
  char name[PATH];
  ps_status status = PS_OK;
  DIR *list = fdopendir(at);
  if (!list || depth > MOST_DEPTH) {
    close(at);
    return fail(err, PS_ERR_FILE, path, list ? "too many folders in each other" : "no folder");
  }
  for (struct dirent *entry; status == PS_OK && (entry = readdir(list)) != NULL;) {
    if (entry->d_name[0] == '.')
      continue;
    if (snprintf(name, sizeof name, "%s/%s", path, entry->d_name) >= (int)sizeof name)
      status = fail(err, PS_ERR_LIMIT, path, "a path is too long");
    else
      status = read_entry(f, dirfd(list), entry->d_name, name, depth, err);
  }
  closedir(list);
  return status;
}

static int by_path(const void *a, const void *b) {
  return strcmp(((const srv_embedded *)a)->path, ((const srv_embedded *)b)->path);
}

static ps_status open_folder(srv_site *s, folder *f, const char *path, ps_error *err) {
  f->site = s;
  s->owned = calloc(2 * MOST_FILES, sizeof *s->owned);
  int at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!s->owned || at < 0) {
    if (at >= 0)
      close(at);
    return fail(err, PS_ERR_FILE, path, s->owned ? strerror(errno) : "out of memory");
  }
  ps_status status = read_folder(f, at, "", 0, err);
  qsort(f->file, (size_t)f->n, sizeof *f->file, by_path);
  if (status == PS_OK && f->n == 0)
    status = fail(err, PS_ERR_FILE, path, "there are no files in it");
  return status;
}

// ---- all of them

static ps_status add_files(srv_site *s, const srv_embedded *file, int n, ps_error *err) {
  ps_status status = PS_OK;
  s->file = calloc((size_t)n, sizeof *s->file);
  if (!s->file)
    return fail(err, PS_ERR_MEMORY, NULL, "out of memory");
  for (int i = 0; i < n && status == PS_OK; i++)
    status = add_file(s, &file[i], err);
  return status;
}

ps_status srv_site_open(srv_site *s, const char *path, ps_error *err) {
  static const srv_embedded none = {"/index.html", no_page, NULL, sizeof no_page - 1, 0};
  *s = (srv_site){0};
  if (!path && srv_embedded_nfile == 0)
    return add_files(s, &none, 1, err);
  if (!path)
    return add_files(s, srv_embedded_files, srv_embedded_nfile, err);
  folder *f = calloc(1, sizeof *f);
  if (!f)
    return fail(err, PS_ERR_MEMORY, NULL, "out of memory");
  ps_status status = open_folder(s, f, path, err);
  if (status == PS_OK)
    status = add_files(s, f->file, f->n, err);
  free(f);
  return status;
}

void srv_site_close(srv_site *s) {
  for (int i = 0; i < s->n; i++) {
    struct MHD_Response *const all[] = {s->file[i].plain, s->file[i].packed, s->file[i].same,
                                        s->file[i].packed_same};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
      if (all[k])
        MHD_destroy_response(all[k]);
  }
  for (int i = 0; i < s->nowned; i++)
    free(s->owned[i]);
  free(s->owned);
  free(s->file);
  *s = (srv_site){0};
}

static int find_path(const void *key, const void *file) {
  return strcmp(key, ((const srv_file *)file)->path);
}

const srv_file *srv_site_find(const srv_site *s, const char *path) {
  const char *wanted = strcmp(path, "/") == 0 ? "/index.html" : path;
  return bsearch(wanted, s->file, (size_t)s->n, sizeof *s->file, find_path);
}
