#include <stdio.h>
#include <string.h>

#include "io/json_tree.h"
#include "psoas/version.h"
#include "tool/fingerprint.h"
#include "tool/pose_inner.h"

static void write_posed(ps_json_writer *j, const ps_posed *item) {
  ps_json_object(j);
  for (const ps_tree *t = item->answer->tree->first; t; t = t->next) {
    ps_json_key(j, t->key);
    ps_json_tree(j, t);
    if (strcmp(t->key, "schema") != 0)
      continue;
    ps_json_key(j, "psoas_version");
    ps_json_text(j, ps_version());
    ps_json_key(j, "inputs_sha256");
    ps_json_text(j, item->sha256);
    ps_json_key(j, "inputs");
    ps_json_tree(j, item->input);
  }
  ps_json_end_object(j);
}

void ps_pose_write_json(const ps_pose_result *r, ps_file_writer *w) {
  ps_json_writer j = {0};
  ps_json_begin(&j, w);
  if (r->n == 1) {
    write_posed(&j, &r->item[0]);
  } else {
    ps_json_object(&j);
    ps_json_key(&j, "schema");
    ps_json_text(&j, "psoas.pose_results/1");
    ps_json_key(&j, "poses");
    ps_json_array(&j);
    for (int i = 0; i < r->n; i++)
      write_posed(&j, &r->item[i]);
    ps_json_end_array(&j);
    if (r->stride)
      ps_pose_write_stride(&j, r);
    ps_json_end_object(&j);
  }
  ps_json_end(&j);
}

// ---- fingerprint

ps_status ps_pose_fingerprint(const ps_pose_result *r, ps_posed *item, ps_error *err) {
  const ps_answer_options *o = &r->options;
  char options[120];
  snprintf(options, sizeof options, "%s %s %s %d %llu", ps_criterion_word(o->hold.criterion),
           o->hold.free_spine ? "free" : "rhythm", o->detail == PS_DETAIL_LIGHT ? "light" : "full",
           o->draws, (unsigned long long)o->seed);
  return ps_fingerprint(&r->session->tables, item->input, options, item->sha256, err);
}
