#include "base/fail.h"
#include "io/json_write.h"
#include "psoas/info.h"

static void write_classes(ps_json_writer *j, const char *key, ps_info_classes classes) {
  ps_json_key(j, key);
  ps_json_object(j);
  for (int i = 0; i < classes.n; i++) {
    ps_json_key(j, classes.item[i].name);
    ps_json_integer(j, classes.item[i].count);
  }
  ps_json_end_object(j);
}

static void write_coordinate(ps_json_writer *j, const ps_info_coordinate *c) {
  static const char *const motions[] = {[PS_INFO_ROTATION] = "rotation",
                                        [PS_INFO_TRANSLATION] = "translation",
                                        [PS_INFO_MIXED] = "mixed",
                                        [PS_INFO_NO_MOTION] = "unknown"};
  ps_json_object(j);
  ps_json_key(j, "name"), ps_json_text(j, c->name);
  ps_json_key(j, "joint"), ps_json_text(j, c->joint);
  ps_json_key(j, "motion"), ps_json_text(j, motions[c->motion]);
  ps_json_key(j, "range"), ps_json_numbers(j, (double[]){c->low, c->high}, 2);
  ps_json_key(j, "default"), ps_json_number(j, c->value);
  ps_json_key(j, "clamped"), ps_json_bool(j, c->clamped);
  ps_json_key(j, "locked"), ps_json_bool(j, c->locked);
  ps_json_key(j, "prescribed"), ps_json_bool(j, c->prescribed);
  ps_json_key(j, "coupled"), ps_json_bool(j, c->coupled);
  ps_json_end_object(j);
}

static void write_arms(ps_json_writer *j, const ps_info *info) {
  ps_json_key(j, "arms_against_length");
  ps_json_array(j);
  for (int i = 0; i < info->narm; i++) {
    const ps_info_arm *a = &info->arm[i];
    ps_json_object(j);
    ps_json_key(j, "path"), ps_json_text(j, a->path);
    ps_json_key(j, "coordinate"), ps_json_text(j, a->coordinate);
    ps_json_key(j, "arm_m"), ps_json_number(j, a->arm);
    ps_json_key(j, "minus_length_slope_m"), ps_json_number(j, a->slope);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
  ps_json_key(j, "arm_poses"), ps_json_integer(j, info->nposes);
}

static void write_notes(ps_json_writer *j, const ps_info *info) {
  static const char *const kinds[] = {[PS_NOTE_INFO] = "info",
                                      [PS_NOTE_WARNING] = "warning",
                                      [PS_NOTE_UNSUPPORTED] = "unsupported"};
  ps_json_key(j, "notes");
  ps_json_array(j);
  for (int i = 0; i < info->nnote; i++) {
    const ps_info_note *n = &info->note[i];
    ps_json_object(j);
    ps_json_key(j, "kind"), ps_json_text(j, kinds[n->kind]);
    ps_json_key(j, "path"), ps_json_text(j, n->path);
    ps_json_key(j, "line"), ps_json_integer(j, n->line);
    ps_json_key(j, "text"), ps_json_text(j, n->text);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void write_counts(ps_json_writer *j, const ps_info *info) {
  ps_json_key(j, "bodies"), ps_json_integer(j, info->nbody);
  ps_json_key(j, "frames"), ps_json_integer(j, info->nframe);
  ps_json_key(j, "markers"), ps_json_integer(j, info->nmarker);
  write_classes(j, "joints", info->joints);
  write_classes(j, "muscles", info->muscles);
  write_classes(j, "forces", info->forces);
  write_classes(j, "wraps", info->wraps);
  write_classes(j, "constraints", info->constraints);
}

static void write_failure(ps_json_writer *j, const ps_error *failure) {
  char text[1200];
  ps_json_key(j, "failure");
  if (failure->status == PS_OK)
    ps_json_null(j);
  else
    ps_json_text(j, ps_error_text(failure, text, sizeof text));
}

static void write_info(ps_json_writer *j, const void *what) {
  const ps_info *info = what;
  ps_json_object(j);
  ps_json_key(j, "schema"), ps_json_text(j, "psoas.info/1");
  ps_json_key(j, "psoas_version"), ps_json_text(j, PSOAS_VERSION);
  ps_json_key(j, "path"), ps_json_text(j, info->path);
  ps_json_key(j, "name"), ps_json_text(j, info->name);
  ps_json_key(j, "format"), ps_json_integer(j, info->version);
  ps_json_key(j, "mass_kg"), ps_json_number(j, info->mass);
  ps_json_key(j, "gravity_m_s2"), ps_json_numbers(j, info->gravity, 3);
  write_counts(j, info);
  ps_json_key(j, "coordinates"), ps_json_array(j);
  for (int i = 0; i < info->ncoordinate; i++)
    write_coordinate(j, &info->coordinate[i]);
  ps_json_end_array(j);
  write_arms(j, info);
  ps_json_key(j, "unsupported"), ps_json_integer(j, info->nunsupported);
  write_notes(j, info);
  ps_json_key(j, "compiled"), ps_json_bool(j, info->compiled);
  write_failure(j, &info->failure);
  ps_json_end_object(j);
}

ps_status ps_info_json(const ps_info *info, char **text, ps_error *err) {
  return ps_json_to_text(write_info, info, text, err);
}
