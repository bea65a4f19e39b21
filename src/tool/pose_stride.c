// pose_stride.c: walking as what it is, a stride of 21 postures.
//
// The mean is that over time: the last phase is the first of the next stride and counts once.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "tool/pose_inner.h"
#include "tool/text_cells.h"

bool ps_pose_is_stride(const ps_pose_request *q) {
  if (q->npostures != 1 || q->yaml || q->compare || strcmp(q->postures[0], "walking") != 0)
    return false;
  for (int i = 0; i < q->nsets; i++)
    if (strncmp(q->sets[i], "phase_pct=", 10) == 0)
      return false;
  return true;
}

static ps_status take_phase(ps_pose_result *r, int i, const char **sets, ps_error *err) {
  const ps_pose_request *q = &r->request;
  char name[40], phase[40];
  ps_posed *item = &r->item[i];
  snprintf(name, sizeof name, "walking %d %%", 5 * i);
  snprintf(phase, sizeof phase, "phase_pct=%d", 5 * i);
  item->name = ps_pool_text(&r->pool, name, strlen(name));
  if (!item->name)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  sets[q->nsets] = phase;
  const ps_human_words words = {"walking", sets, q->nsets + 1, q->person, q->chair};
  return ps_pose_input(r, &words, item, err);
}

ps_status ps_pose_take_stride(ps_pose_result *r, ps_error *err) {
  const ps_pose_request *q = &r->request;
  const char **sets = ps_pool_take(&r->pool, (size_t)(q->nsets + 1) * sizeof *sets);
  r->stride = true;
  r->n = PS_STRIDE_POSES;
  r->item = ps_pool_take(&r->pool, PS_STRIDE_POSES * sizeof *r->item);
  if (!sets || !r->item)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 0; i < q->nsets; i++)
    sets[i] = q->sets[i];
  for (int i = 0; i < PS_STRIDE_POSES; i++)
    PS_TRY(take_phase(r, i, sets, err));
  return PS_OK;
}

// ---- peak and mean

typedef struct summary {
  const char *path, *words, *unit;
  int decimals;
} summary;

static const summary summaries[] = {
    {"levels.L1_L2.compression_N", "compression L1-L2", "N", 0},
    {"levels.L4_L5.compression_N", "compression L4-L5", "N", 0},
    {"levels.L4_L5.idp_MPa", "pressure L4-L5", "MPa", 2},
    {"levels.L5_S1.compression_N", "compression L5-S1", "N", 0},
    {"groups.psoas_r.force_N", "right psoas", "N", 0},
    {"groups.psoas_r.activation_pct", "right psoas active", "%", 1},
    {"groups.iliacus_r.force_N", "right iliacus", "N", 0},
    {"groups.erector_r.activation_pct", "right erector active", "%", 1},
    {"hip_r.contact_pct_bw", "right hip", "% of body weight", 0},
};
enum { SUMMARIES = sizeof summaries / sizeof *summaries };

typedef struct found {
  double peak, mean;
  int phase; // of the peak [%]
} found;

static found find(const ps_pose_result *r, const summary *s) {
  found f = {.peak = -INFINITY};
  for (int i = 0; i < r->n; i++) {
    double x = ps_pose_at(r->item[i].answer->tree, "%s", s->path);
    if (x > f.peak) {
      f.peak = x;
      f.phase = 5 * i;
    }
    if (i + 1 < r->n)
      f.mean += x / (r->n - 1);
  }
  return f;
}

void ps_pose_put_stride(ps_file_writer *w, const ps_pose_result *r) {
  ps_file_writer_text(w, "\nover the stride            peak      at      mean\n");
  for (int i = 0; i < SUMMARIES; i++) {
    found f = find(r, &summaries[i]);
    ps_cell_name(w, summaries[i].words, 22);
    ps_cell_fixed(w, f.peak, summaries[i].decimals, 9);
    ps_file_writer_format(w, " %5d %%", f.phase);
    ps_cell_fixed(w, f.mean, summaries[i].decimals, 10);
    ps_file_writer_format(w, " %s\n", summaries[i].unit);
  }
  ps_file_writer_text(w,
                      "The right heel strikes at 0 %; ground forces and angles are mean curves of "
                      "people walking at their own\nspeed (data/model/walking.csv).\n");
}

void ps_pose_write_stride(ps_json_writer *j, const ps_pose_result *r) {
  ps_json_key(j, "stride");
  ps_json_object(j);
  for (int i = 0; i < SUMMARIES; i++) {
    found f = find(r, &summaries[i]);
    ps_json_key(j, summaries[i].path);
    ps_json_object(j);
    ps_json_key(j, "peak");
    ps_json_number(j, f.peak);
    ps_json_key(j, "peak_at_pct");
    ps_json_integer(j, f.phase);
    ps_json_key(j, "mean");
    ps_json_number(j, f.mean);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}
