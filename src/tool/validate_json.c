// validate_json.c: the comparison for programs, and as files.
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/path.h"
#include "io/json_write.h"
#include "tool/validate_inner.h"

static void write_text(ps_json_writer *j, const char *key, const char *text) {
  ps_json_key(j, key);
  ps_json_text(j, text);
}

static void write_number(ps_json_writer *j, const char *key, double x) {
  ps_json_key(j, key);
  ps_json_number(j, x);
}

static void write_row(ps_json_writer *j, const ps_validation_row *row) {
  static const char *const outcome[] = {[PS_ROW_PASS] = "pass",
                                        [PS_ROW_HIGH] = "high",
                                        [PS_ROW_LOW] = "low",
                                        [PS_ROW_NONE] = "no_value",
                                        [PS_ROW_UNSOLVED] = "unsolved",
                                        [PS_ROW_INPUT] = "input",
                                        [PS_ROW_INPUT_OFF] = "input_off",
                                        [PS_ROW_NOT_COVERED] = "not_covered"};
  ps_json_object(j);
  write_text(j, "id", row->id);
  ps_json_key(j, "group"), ps_json_integer(j, row->group);
  write_text(j, "quantity", row->quantity);
  write_text(j, "condition", row->condition);
  write_text(j, "unit", row->unit);
  write_number(j, "measured", row->measured);
  write_text(j, "spread", row->spread);
  write_text(j, "n", row->people);
  write_number(j, "low", row->low);
  write_number(j, "high", row->high);
  write_number(j, "model", row->model);
  write_text(j, "outcome", outcome[row->outcome]);
  write_number(j, "beyond", row->beyond);
  write_text(j, "trouble", row->trouble);
  write_text(j, "grade", (char[]){row->grade, 0});
  write_text(j, "flag", row->verified ? "verified" : "recalled");
  write_text(j, "citation", row->citation);
  write_text(j, "doi", row->doi);
  write_text(j, "scenarios", row->scenarios);
  write_text(j, "expression", row->expression);
  write_text(j, "note", row->note);
  ps_json_end_object(j);
}

static void write_counts(ps_json_writer *j, const char *key, const ps_validation_count *c) {
  ps_json_key(j, key);
  ps_json_object(j);
  for (int i = 0; i < 3; i++) {
    ps_json_key(j, (char[]){(char)('A' + i), 0});
    ps_json_numbers(j, (double[]){c[i].inside, c[i].rows}, 2);
  }
  ps_json_end_object(j);
}

static void write_group(ps_json_writer *j, const ps_validation_group *g) {
  ps_json_object(j);
  ps_json_key(j, "group"), ps_json_integer(j, g->number);
  write_text(j, "name", g->name);
  write_counts(j, "verified", g->verified);
  write_counts(j, "recalled", g->recalled);
  ps_json_key(j, "inputs"), ps_json_integer(j, g->inputs);
  ps_json_key(j, "not_covered"), ps_json_integer(j, g->not_covered);
  ps_json_end_object(j);
}

static void write_all(ps_json_writer *j, const void *what) {
  const ps_validation *v = what;
  ps_json_object(j);
  write_text(j, "schema", "psoas.validation/1");
  write_text(j, "psoas_version", PSOAS_VERSION);
  ps_json_key(j, "pass"), ps_json_bool(j, v->pass);
  ps_json_key(j, "scenarios"), ps_json_integer(j, v->nscenario);
  ps_json_key(j, "postures"), ps_json_integer(j, v->nposture);
  ps_json_key(j, "groups"), ps_json_array(j);
  for (int i = 0; i < v->ngroup; i++)
    write_group(j, &v->group[i]);
  ps_json_end_array(j);
  ps_json_key(j, "rows"), ps_json_array(j);
  for (int i = 0; i < v->n; i++)
    write_row(j, &v->row[i]);
  ps_json_end_array(j);
  ps_json_end_object(j);
}

ps_status ps_validation_json(const ps_validation *validation, char **text, ps_error *err) {
  return ps_json_to_text(write_all, validation, text, err);
}

// ---- files

// a file under its temporary name; the writer keeps failures
static ps_status begin_file(ps_file_writer *w, const char *directory, const char *name,
                            const char *text, bool replace, ps_error *err) {
  ps_pool pool = {0};
  const char *path = ps_path_join(&pool, directory, name);
  ps_status status = path ? ps_file_writer_create(w, path, replace, NULL, err)
                          : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_pool_free(&pool);
  if (status == PS_OK) {
    ps_file_writer_text(w, text);
    status = ps_file_writer_sync(w, err);
  }
  return status;
}

ps_status ps_validation_write(const ps_validation *validation, const char *directory, bool replace,
                              ps_error *err) {
  ps_file_writer json = {0}, page = {0};
  char *numbers = NULL, *html = NULL;
  ps_status status = ps_make_directory(directory, NULL, err);
  if (status == PS_OK)
    status = ps_validation_json(validation, &numbers, err);
  if (status == PS_OK)
    status = ps_validation_page(validation, &html, err);
  if (status == PS_OK)
    status = begin_file(&json, directory, "validation.json", numbers, replace, err);
  if (status == PS_OK)
    status = begin_file(&page, directory, "validation.html", html, replace, err);
  if (status == PS_OK)
    status = ps_file_writer_commit(&json, err);
  if (status == PS_OK)
    status = ps_file_writer_commit(&page, err);
  ps_file_writer_abort(&json);
  ps_file_writer_abort(&page);
  free(numbers);
  free(html);
  return status;
}
