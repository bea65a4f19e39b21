#include "io/json_write.h"
#include "psoas/bench.h"

static void write_stage(ps_json_writer *j, const ps_bench_stage *s) {
  ps_json_object(j);
  ps_json_key(j, "name"), ps_json_text(j, s->name);
  ps_json_key(j, "about"), ps_json_text(j, s->about);
  ps_json_key(j, "unit"), ps_json_text(j, s->unit);
  ps_json_key(j, "samples"), ps_json_integer(j, s->samples);
  ps_json_key(j, "units_per_sample"), ps_json_integer(j, s->units);
  ps_json_key(j, "first_ns"), ps_json_number(j, s->first);
  ps_json_key(j, "min_ns"), ps_json_number(j, s->min);
  ps_json_key(j, "median_ns"), ps_json_number(j, s->median);
  ps_json_key(j, "p99_ns"), ps_json_number(j, s->p99);
  if (s->mark > 0)
    ps_json_key(j, "mark_ns"), ps_json_number(j, s->mark);
  ps_json_end_object(j);
}

static void write_bench(ps_json_writer *j, const void *what) {
  const ps_bench *b = what;
  ps_json_object(j);
  ps_json_key(j, "schema"), ps_json_text(j, "psoas.bench/1");
  ps_json_key(j, "psoas_version"), ps_json_text(j, PSOAS_VERSION);
  ps_json_key(j, "model"), ps_json_text(j, b->model_name);
  ps_json_key(j, "path"), ps_json_text(j, b->path);
  ps_json_key(j, "bodies"), ps_json_integer(j, b->nbody);
  ps_json_key(j, "coordinates"), ps_json_integer(j, b->ncoordinate);
  ps_json_key(j, "muscles"), ps_json_integer(j, b->nmuscle);
  ps_json_key(j, "paths"), ps_json_integer(j, b->npath);
  ps_json_key(j, "wraps"), ps_json_integer(j, b->nwrap);
  ps_json_key(j, "moment_arms"), ps_json_integer(j, b->narm);
  ps_json_key(j, "frames"), ps_json_integer(j, b->nframe);
  ps_json_key(j, "stages"), ps_json_array(j);
  for (int i = 0; i < b->nstage; i++)
    write_stage(j, &b->stage[i]);
  ps_json_end_array(j);
  ps_json_key(j, "counts"), ps_json_object(j);
  for (int i = 0; i < b->ncount; i++)
    ps_json_key(j, b->count[i].name), ps_json_number(j, b->count[i].value);
  ps_json_end_object(j);
  ps_json_end_object(j);
}

ps_status ps_bench_json(const ps_bench *bench, char **text, ps_error *err) {
  return ps_json_to_text(write_bench, bench, text, err);
}
