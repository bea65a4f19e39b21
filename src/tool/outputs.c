// outputs.c: files that appear together.
#include "tool/outputs.h"

#include "base/path.h"

ps_status ps_outputs_open(ps_outputs *o, ps_pool *pool, const char *directory,
                          const char *const *names, int n, bool replace, ps_error *err) {
  *o = (ps_outputs){.pool = pool};
  PS_TRY(ps_make_directory(directory, NULL, err));
  for (; o->n < n; o->n++) {
    o->path[o->n] = ps_path_join(pool, directory, names[o->n]);
    if (!o->path[o->n])
      return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
    PS_TRY(ps_file_writer_create(&o->file[o->n], o->path[o->n], replace, NULL, err));
  }
  return PS_OK;
}

static ps_status put_in_place(ps_outputs *o, ps_written *written, ps_error *err) {
  for (int i = 0; i < o->n; i++)
    PS_TRY(ps_file_writer_sync(&o->file[i], err));
  for (int i = 0; i < o->n; i++)
    PS_TRY(ps_file_writer_commit(&o->file[i], err));
  for (int i = 0; i < o->n && written; i++) {
    const char **slot = PS_APPEND(o->pool, written);
    if (!slot)
      return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
    *slot = o->path[i];
  }
  return PS_OK;
}

ps_status ps_outputs_close(ps_outputs *o, ps_status status, ps_written *written, ps_error *err) {
  if (status == PS_OK)
    status = put_in_place(o, written, err);
  for (int i = 0; i < PS_OUTPUTS; i++)
    ps_file_writer_abort(&o->file[i]);
  return status;
}
