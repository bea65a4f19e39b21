// Every allocation of the readers and writers fails in turn: an error, no crash, nothing lost.
#include "check_memory.h"

#include <unistd.h>

#include "base/path.h"
#include "io/json_write.h"
#include "io/sto.h"
#include "io/sto_write.h"
#include "io/xml.h"
#include "io/yaml.h"
#include "num/csv.h"
#include "num/schema.h"

static char model[20000], motion[8000], records[8000], place[8000];
static char file[64]; // holds the motion

// larger than the first blocks of every pool, so that growing fails as well
static void make_inputs(void) {
  char *at = model;
  at += sprintf(at, "<Model name='\xE9'>\n");
  for (int i = 0; i < 120; i++)
    at += sprintf(at, "<Body name='b%d'><mass>%d</mass><mass_center>1 2 3</mass_center></Body>\n",
                  i, i);
  sprintf(at, "<list>%0512d 2 3</list><names>a b c</names></Model>", 1);

  at = motion;
  at += sprintf(at, "Coordinates\ninDegrees=no\nDataRate=10\nAngles are in degrees.\nendheader\n"
                    "time");
  for (int i = 0; i < 20; i++)
    at += sprintf(at, "\tcoordinate_%d", i);
  for (int row = 0; row < 100; row++) {
    at += sprintf(at, "\n%d", row / 2);
    for (int i = 0; i < 20; i++)
      at += sprintf(at, "\t%d", i);
  }
  at = records;
  at += sprintf(at, "pose,muscle,length");
  for (int i = 0; i < 300; i++)
    at += sprintf(at, "\n%d,\"muscle \"\"%d\"\"\",0.%d", i, i, i);

  at = place;
  at += sprintf(at, "angles: [1");
  for (int i = 2; i <= 300; i++)
    at += sprintf(at, ", %d", i);
  at += sprintf(at, "]\n");
  for (int i = 0; i < 100; i++)
    at += sprintf(at, "key_%d: a text of some length\n", i);

  snprintf(file, sizeof file, P_tmpdir "/psoas-test-memory-%ld.mot", (long)getpid());
  FILE *f = fopen(file, "wb");
  fputs(motion, f);
  fclose(f);
}

// a failure is one of memory, and only then may something be missing
static bool ended(ps_status status) {
  CHECK(status == PS_OK || status == PS_ERR_MEMORY);
  return status == PS_OK;
}

static bool read_xml(void) {
  ps_xml_document document;
  ps_notes notes = {0};
  ps_pool pool = {0};
  ps_error err;
  ps_status status = ps_xml_parse(&document, "m.osim", model, strlen(model), &notes, &err);
  if (status == PS_OK) {
    ps_xml_reader x = {.path = "m.osim", .pool = &pool, .err = &err};
    ps_xml_node *m = document.root;
    int n;
    double sum = 0;
    for (ps_xml_node *body = ps_xml_first(m, "Body"); body; body = ps_xml_next(body, "Body"))
      sum += ps_xml_number(&x, body, "mass", 0) +
             ps_xml_vec3(&x, body, "mass_center", ps_vec(0, 0, 0)).x;
    ps_xml_list(&x, m, "list", &n);
    ps_xml_words(&x, m, "names", &n);
    ps_xml_note_unused(m, "m.osim", &notes, PS_NOTE_WARNING);
    CHECK_EQ(sum, 120 * 119 / 2 + 120);
    status = x.status;
  }
  bool complete = !notes.short_of_memory;
  ps_xml_free(&document);
  ps_notes_free(&notes);
  ps_pool_free(&pool);
  return ended(status) && complete;
}

static bool read_yaml(void) {
  static const ps_key keys[] = {{"angles", .type = PS_KEY_NUMBERS, .offset = 0}};
  static const ps_schema schema = {PS_KEYS(keys), .size = sizeof(ps_key_numbers)};
  ps_key_numbers angles = {0};
  ps_pool pool = {0};
  ps_tree *tree, only = {.kind = PS_TREE_MAP};
  ps_error err;
  ps_status status = ps_yaml_parse(&pool, "p.yaml", place, strlen(place), &tree, &err);
  CHECK((status == PS_OK) == (tree != NULL));
  if (status == PS_OK) {
    CHECK_EQ(tree->n, 101);
    status = ps_tree_assign(&pool, tree, "more.names=1,2,3", &err);
  }
  if (status == PS_OK) {
    only.first = only.last = tree->first;
    only.first->next = NULL;
    status = ps_schema_read(&schema, &only, "p.yaml", &pool, &angles, &err);
  }
  CHECK(status != PS_OK || (angles.n == 300 && angles.items[299] == 300));
  ps_pool_free(&pool);
  return ended(status);
}

static bool keep_table(ps_status status, ps_table *table, int rows) {
  CHECK((status == PS_OK) == (table != NULL));
  if (table)
    CHECK_EQ(ps_table_rows(table), rows);
  ps_table_free(table);
  return ended(status);
}

static bool read_motion(void) {
  ps_table *table;
  ps_notes notes = {0};
  ps_error err;
  ps_status status = ps_sto_parse(&table, "m.mot", motion, strlen(motion), 0, &notes, &err);
  bool complete = !notes.short_of_memory;
  ps_notes_free(&notes);
  return keep_table(status, table, 50) && complete;
}

static bool load_motion(void) {
  ps_table *table;
  ps_error err;
  ps_status status = ps_sto_load(&table, file, 0, NULL, &err);
  return keep_table(status, table, 50);
}

static bool read_records(void) {
  ps_table *table;
  ps_error err;
  ps_status status = ps_csv_parse(&table, "t.csv", records, strlen(records), &err);
  return keep_table(status, table, 300);
}

static bool load_records(void) {
  ps_file_content content;
  ps_error err;
  ps_status status = ps_file_read(&content, file, 1 << 20, NULL, &err);
  ps_file_content_free(&content);
  // and a file of no known size
  if (status == PS_OK)
    status = ps_file_read(&content, "/proc/self/maps", 1 << 20, NULL, &err);
  ps_file_content_free(&content);
  return ended(status);
}

static bool write_texts(void) {
  static const char *const labels[] = {"a", "b"};
  ps_file_writer w;
  ps_error err;
  ps_status status = ps_file_writer_memory(&w, &err);
  if (status != PS_OK)
    return ended(status);
  ps_sto_header h = {.name = "t", .label = labels, .ncolumn = 2, .nrow = -1, .decimals = 16};
  ps_sto_writer sto;
  ps_sto_begin(&sto, &w, &h);
  for (int i = 0; i < 5000; i++)
    ps_sto_row(&sto, i, (double[]){1, 2});
  ps_sto_end(&sto);
  ps_json_writer json;
  ps_json_begin(&json, &w);
  ps_json_text(&json, "text");
  ps_json_end(&json);
  char *text = NULL;
  size_t size;
  status = ps_file_writer_take(&w, &text, &size, &err);
  CHECK((status == PS_OK) == (text != NULL));
  free(text);
  return ended(status);
}

static bool write_file(void) {
  char path[80];
  snprintf(path, sizeof path, "%s.out", file);
  ps_file_writer w;
  ps_error err;
  ps_status status = ps_file_writer_create(&w, path, true, NULL, &err);
  if (status == PS_OK) {
    ps_file_writer_text(&w, "text");
    status = ps_file_writer_commit(&w, &err);
  }
  CHECK((access(path, F_OK) == 0) == (status == PS_OK));
  unlink(path);
  return ended(status);
}

static bool make_table(void) {
  ps_table *table = ps_table_create("t", true);
  ps_status status = table ? PS_OK : PS_ERR_MEMORY;
  char label[16];
  for (int i = 0; i < 100 && status == PS_OK; i++) {
    snprintf(label, sizeof label, "c%d", i);
    status = ps_table_add_column(table, label, NULL);
  }
  double values[100] = {0};
  for (int i = 0; i < 100 && status == PS_OK; i++)
    status = ps_table_add_row(table, i, values, NULL);
  ps_table_free(table);
  return ended(status);
}

static int tried;

static void reading_xml_survives(void) {
  tried += check_memory_run(read_xml);
}
static void reading_yaml_survives(void) {
  tried += check_memory_run(read_yaml);
}
static void reading_motions_survives(void) {
  tried += check_memory_run(read_motion) + check_memory_run(load_motion);
}
static void reading_records_survives(void) {
  tried += check_memory_run(read_records) + check_memory_run(load_records);
}
static void writing_survives(void) {
  tried += check_memory_run(write_texts) + check_memory_run(write_file);
}
static void tables_survive(void) {
  tried += check_memory_run(make_table);
}
static void many_failures_were_tried(void) {
  CHECK(tried > 150);
}

int main(void) {
  make_inputs();
  int result = CHECK_RUN(CHECK_FACT(reading_xml_survives), CHECK_FACT(reading_yaml_survives),
                         CHECK_FACT(reading_motions_survives), CHECK_FACT(reading_records_survives),
                         CHECK_FACT(writing_survives), CHECK_FACT(tables_survive),
                         CHECK_FACT(many_failures_were_tried));
  unlink(file);
  return result;
}
