// The same bits, however the work is cut: by threads, or by where a run begins.
#include "trial_kit.h"

enum { ROWS = 400 }; // six chunks of 64 frames and a bit, more than a batch of one thread

// Every file of one folder is in the other, with the same bytes. Returns their number.
static int check_same_files(const char *a, const char *b) {
  ps_folder in_a, in_b;
  CHECK_EQ(ps_folder_list(&in_a, a, NULL), PS_OK);
  CHECK_EQ(ps_folder_list(&in_b, b, NULL), PS_OK);
  CHECK_EQ(in_a.n, in_b.n);
  int n = in_a.n;
  for (int i = 0; i < n; i++) {
    CHECK_TEXT(in_a.items[i], in_b.items[i]);
    ps_file_content x = trial_read(a, in_a.items[i]), y = trial_read(b, in_a.items[i]);
    CHECK(x.size == y.size && memcmp(x.bytes, y.bytes, x.size) == 0);
    ps_file_content_free(&x);
    ps_file_content_free(&y);
  }
  ps_folder_free(&in_a);
  ps_folder_free(&in_b);
  return n;
}

static void every_analysis_gives_the_same_bits_at_1_2_and_4_threads(void) {
  trial_write_motion("steps.mot", ROWS);
  trial_write_setup("all.xml", "steps.mot", 0, 1.9, true);
  trial_run_setup("all.xml", "one", 1);
  trial_run_setup("all.xml", "two", 2);
  trial_run_setup("all.xml", "four", 4);
  CHECK(check_same_files(trial_path("one"), trial_path("two")) > 20);
  CHECK(check_same_files(trial_path("one"), trial_path("four")) > 20);
  remove_folder(trial_path("two"));
  remove_folder(trial_path("four"));
}

static void inverse_dynamics_gives_the_same_bits_at_1_2_and_4_threads(void) {
  static const char *const into[] = {"id1", "id2", "id4"};
  for (int i = 0; i < 3; i++) {
    ps_verb_options v = trial_verb("steps.mot");
    ps_tool_options o = ps_tool_default();
    ps_tool_result *result;
    ps_error err;
    v.precision = 12;
    o.directory = trial_path(into[i]);
    o.threads = 1 << i;
    trial_ran(ps_verb_run(PS_VERB_INVERSE_DYNAMICS, &v, &o, &result, &err), &err, &result);
    CHECK_EQ(check_same_files(trial_path(into[0]), trial_path(into[i])), 1);
  }
  for (int i = 0; i < 3; i++)
    remove_folder(trial_path(into[i]));
}

// The rows of a table, after its header and labels.
static const char *rows_of(const ps_file_content *table) {
  const char *rows = strstr(table->bytes, "endheader\n");
  CHECK(rows != NULL);
  return strchr(rows + strlen("endheader\n"), '\n') + 1;
}

// a run that begins anywhere gives the rows of the whole run from there on
static void a_later_start_gives_the_bits_of_the_whole_run(void) {
  static const double starts[] = {0.005, 0.32, 0.815, 1.5}; // [s]  frames 1, 64, 163, 300
  int tables = 0;
  for (int i = 0; i < 4; i++) {
    trial_write_setup("late.xml", "steps.mot", starts[i], 1.9, true);
    trial_run_setup("late.xml", "late", 1 + i % 2);
    ps_folder late;
    CHECK_EQ(ps_folder_list(&late, trial_path("late"), NULL), PS_OK);
    for (int f = 0; f < late.n; f++) {
      if (!strstr(late.items[f], ".sto"))
        continue;
      ps_file_content part = trial_read(trial_path("late"), late.items[f]);
      ps_file_content whole = trial_read(trial_path("one"), late.items[f]);
      const char *rows = rows_of(&part), *all = rows_of(&whole);
      size_t size = strlen(rows), total = strlen(all);
      CHECK(size > 1000 && size < total);
      CHECK(memcmp(rows, all + total - size, size) == 0);
      ps_file_content_free(&part);
      ps_file_content_free(&whole);
      tables++;
    }
    ps_folder_free(&late);
    remove_folder(trial_path("late"));
  }
  CHECK(tables > 80);
  remove_folder(trial_path("one"));
}

int main(void) {
  trial_begin();
  int result = CHECK_RUN(CHECK_FACT(every_analysis_gives_the_same_bits_at_1_2_and_4_threads),
                         CHECK_FACT(inverse_dynamics_gives_the_same_bits_at_1_2_and_4_threads),
                         CHECK_FACT(a_later_start_gives_the_bits_of_the_whole_run));
  trial_end();
  return result;
}
