// weeks_state.c: the draws of a run that was stopped, in a file that the same run goes on from.
//
// A line "psoas.weeks_state/1 SHA256 CELLS", then for each draw its number and its cells, as the
// machine holds them: the file is for the machine that wrote it, and gone when the run is complete.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "tool/weeks_inner.h"

static const char file_name[] = "weeks.state";

static size_t cells_of(const ps_weeks_result *r) {
  return (size_t)(r->weeks.ndays + 1) * PS_HABIT_COLUMN_COUNT;
}

static int head_of(const ps_weeks_result *r, char head[160]) {
  return snprintf(head, 160, "psoas.weeks_state/1 %s %zu\n", r->sha256, cells_of(r));
}

// the file's content, if it is of this run
static bool read_state(const ps_weeks_result *r, const char *directory, ps_file_content *content) {
  ps_pool pool = {0};
  ps_error ignored;
  char head[160];
  size_t n = (size_t)head_of(r, head);
  const char *path = ps_path_join(&pool, directory, file_name);
  bool read = path && ps_file_read(content, path, (size_t)2 << 30, NULL, &ignored) == PS_OK;
  ps_pool_free(&pool);
  if (read && content->size >= n && memcmp(content->bytes, head, n) == 0)
    return true;
  if (read)
    ps_file_content_free(content);
  return false;
}

bool ps_weeks_has_state(const ps_weeks_result *r, const char *directory) {
  ps_file_content content;
  bool found = read_state(r, directory, &content);
  if (found)
    ps_file_content_free(&content);
  return found;
}

ps_status ps_weeks_load_state(ps_weeks_result *r, const char *directory, ps_error *err) {
  ps_file_content content;
  char head[160];
  size_t bytes = cells_of(r) * sizeof(float), at = (size_t)head_of(r, head);
  if (!read_state(r, directory, &content))
    return PS_OK;
  ps_status status = PS_OK;
  while (status == PS_OK && content.size - at >= sizeof(int32_t) + bytes) {
    int32_t draw;
    memcpy(&draw, content.bytes + at, sizeof draw);
    at += sizeof draw;
    bool wanted = draw >= 0 && draw < r->request.draws && !r->drawn[draw];
    float *rows = wanted ? malloc(bytes) : NULL;
    if (wanted && !rows)
      status = ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
    if (rows)
      r->drawn[draw] = memcpy(rows, content.bytes + at, bytes);
    at += bytes;
  }
  ps_file_content_free(&content);
  return status;
}

static void put_draws(ps_file_writer *w, const ps_weeks_result *r) {
  char head[160];
  size_t bytes = cells_of(r) * sizeof(float);
  ps_file_writer_bytes(w, head, (size_t)head_of(r, head));
  for (int32_t i = 0; r->drawn && i < r->request.draws; i++)
    if (r->drawn[i]) {
      ps_file_writer_bytes(w, &i, sizeof i);
      ps_file_writer_bytes(w, r->drawn[i], bytes);
    }
}

ps_status ps_weeks_save_state(const ps_weeks_result *r, const char *directory, ps_error *err) {
  ps_pool pool = {0};
  ps_file_writer w = {0};
  ps_status status = PS_OK;
  const char *path = ps_path_join(&pool, directory, file_name);
  if (!path)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  if (r->complete)
    ps_file_system()->unlink(path); // nothing is left to go on from
  else
    status = ps_file_writer_create(&w, path, true, NULL, err);
  if (status == PS_OK && !r->complete) {
    put_draws(&w, r);
    status = ps_file_writer_commit(&w, err);
  }
  ps_pool_free(&pool);
  return status;
}
