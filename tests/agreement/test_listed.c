// What of the reference the agreement tests compare: models.csv and cases.csv name every model and
// every tool run of it, and say what is left out and why. The tests are registered from these
// lists, so that each has its name where there is no reference. (golden/functions is compared by
// unit/function, unit/spline, unit/filter and unit/muscle_curve.)
#include <glob.h>

#include "psoas/model.h"
#include "reference.h"

#define LISTS PSOAS_TEST_ROOT "/tests/agreement/"

static ps_table *load_list(const char *path) {
  char text[1024];
  ps_error err;
  ps_table *table;
  if (ps_csv_load(&table, path, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, ps_error_text(&err, text, sizeof text));
  return table;
}

static bool is_listed(const ps_table *list, const char *name) {
  for (int i = 0; i < ps_table_rows(list); i++)
    if (strcmp(ps_table_text(list, i, 0), name) == 0)
      return true;
  return false;
}

// the last name in a path that ends with a slash, without it
static const char *folder_name(char *path) {
  path[strlen(path) - 1] = 0;
  return strrchr(path, '/') + 1;
}

// every folder in `folder` of the reference but `others` is listed
static void check_folders(const char *path, const char *folder, const char *others) {
  char pattern[1024];
  reference_path(folder, pattern, sizeof pattern - 4);
  strcat(pattern, "/*/");
  ps_table *list = load_list(path);
  glob_t found;
  CHECK_EQ(glob(pattern, GLOB_MARK, NULL, &found), 0);
  for (size_t i = 0; i < found.gl_pathc; i++) {
    const char *name = folder_name(found.gl_pathv[i]);
    char text[600];
    snprintf(text, sizeof text, "%s does not list %s", path, name);
    if (!strstr(others, name) && !is_listed(list, name))
      check_fail(__FILE__, __LINE__, text);
  }
  globfree(&found);
  ps_table_free(list);
}

static void every_model_of_the_reference_is_listed(void) {
  check_folders(LISTS "models.csv", "opensim/golden", "functions tools");
}

static void every_tool_run_of_the_reference_is_listed(void) {
  check_folders(LISTS "cases.csv", "opensim/golden/tools", "");
}

// every row names a folder below `folder`, and what is left out has a reason
static void check_rows(const char *path, const char *folder) {
  ps_table *list = load_list(path);
  for (int i = 0; i < ps_table_rows(list); i++) {
    char inside[300], there[1024];
    const char *name = ps_table_text(list, i, 0);
    snprintf(inside, sizeof inside, "%s/%s", folder, name);
    if (!reference_find(inside, there, sizeof there))
      check_fail(__FILE__, __LINE__, there);
    CHECK_EQ(ps_table_text(list, i, 1)[0] != 0, ps_table_text(list, i, 2)[0] != 0);
  }
  ps_table_free(list);
}

// a name that the reference does not have would be skipped for ever
static void what_is_listed_is_there(void) {
  char path[1024];
  reference_path("opensim/golden", path, sizeof path);
  check_rows(LISTS "models.csv", "opensim/golden");
  check_rows(LISTS "cases.csv", "opensim/golden/tools");
}

// "": all of it is computed; "forces": not all forces are; "all": the model is refused
static const char *left_out(const char *path) {
  ps_error err;
  ps_spec *spec;
  ps_model *model = NULL;
  ps_status status = ps_spec_load(&spec, path, PS_COMPAT_OPENSIM46, &err);
  int missing = status == PS_OK ? ps_spec_unsupported(spec) : 0;
  if (status == PS_OK)
    status = ps_model_create(&model, spec, &err);
  ps_model_free(model);
  ps_spec_free(spec);
  return status != PS_OK ? "all" : missing ? "forces" : "";
}

static void psoas_leaves_out_what_the_list_says(void) {
  char path[1024];
  reference_path("opensim/models", path, sizeof path); // skipped before there is something to free
  ps_table *list = load_list(LISTS "models.csv");
  for (int i = 0; i < ps_table_rows(list); i++) {
    char inside[300], text[700];
    const char *name = ps_table_text(list, i, 0), *said = ps_table_text(list, i, 1);
    snprintf(inside, sizeof inside, "opensim/models/%s.osim", name);
    const char *found = left_out(reference_path(inside, path, sizeof path));
    snprintf(text, sizeof text, "%s leaves out '%s', models.csv says '%s'", name, found, said);
    if (strcmp(found, said) != 0)
      check_fail(__FILE__, __LINE__, text);
  }
  ps_table_free(list);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(every_model_of_the_reference_is_listed),
                   CHECK_FACT(every_tool_run_of_the_reference_is_listed),
                   CHECK_FACT(what_is_listed_is_there),
                   CHECK_FACT(psoas_leaves_out_what_the_list_says));
}
