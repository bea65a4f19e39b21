#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "io/yaml.h"

static ps_pool pool;
static ps_tree *tree;
static ps_error err;
static char text[1024];

static ps_status parse_bytes(const char *yaml, size_t size) {
  err = (ps_error){0};
  ps_pool_free(&pool);
  ps_status status = ps_yaml_parse(&pool, "p.yaml", yaml, size, &tree, &err);
  CHECK((status == PS_OK) == (tree != NULL));
  ps_error_text(&err, text, sizeof text);
  return status;
}

static ps_status parse(const char *yaml) {
  return parse_bytes(yaml, strlen(yaml));
}

static const char *text_at(const char *path) {
  const ps_tree *t = ps_tree_find(tree, path);
  return t ? t->text : NULL;
}

static const char office[] = "# a place to sit\n"
                             "name: office, second floor\n"
                             "chair:\n"
                             "  seat_height_m: 0.45   # above the ground\n"
                             "  backrest: yes\n"
                             "hip_flexion_deg: [72, 70]\n"
                             "loads:\n"
                             "  - mass_kg: 5\n"
                             "    at: [0.4, 1, 0]\n"
                             "  - {mass_kg: 1e1, 'at': \"\\u00e9\"}\n"
                             "about: >\n"
                             "  one\n"
                             "  two\n";

static void maps_lists_and_scalars_become_a_tree_of_texts(void) {
  CHECK_EQ(parse(office), PS_OK);
  CHECK_EQ(tree->kind, PS_TREE_MAP);
  CHECK_EQ(tree->n, 5);
  CHECK_TEXT(text_at("name"), "office, second floor");
  CHECK_TEXT(text_at("chair.seat_height_m"), "0.45");
  CHECK_TEXT(text_at("chair.backrest"), "yes");
  CHECK_TEXT(text_at("hip_flexion_deg.1"), "70");
  CHECK_EQ(ps_tree_find(tree, "loads")->kind, PS_TREE_LIST);
  CHECK_TEXT(text_at("loads.0.at.2"), "0");
  CHECK_TEXT(text_at("loads.1.mass_kg"), "1e1");
  CHECK_TEXT(text_at("loads.1.at"), "\xC3\xA9");
  CHECK_TEXT(text_at("about"), "one two\n");
}

static void is_at(const char *path, int line, int column) {
  const ps_tree *t = ps_tree_find(tree, path);
  CHECK_EQ(t->line, line);
  CHECK_EQ(t->column, column);
}

static void a_scalar_knows_the_place_of_its_value_and_a_map_that_of_its_key(void) {
  CHECK_EQ(parse(office), PS_OK);
  is_at("", 2, 1);
  is_at("chair", 3, 1);
  is_at("chair.seat_height_m", 4, 18);
  is_at("hip_flexion_deg", 6, 1);
  is_at("hip_flexion_deg.1", 6, 23);
  is_at("loads.1", 10, 5);
  CHECK_EQ(parse("\xEF\xBB\xBF\xC3\xA9: 1\r\nb: 2\r\n"), PS_OK); // columns count characters
  is_at("\xC3\xA9", 1, 4);
  is_at("b", 2, 4);
}

static void what_looks_like_something_stays_text(void) {
  CHECK_EQ(parse("a: 0x10\nb: no\nc: ~\nd:\ne: 2001-01-01\nf: 1_000\ng: ''\n<<: x\n"), PS_OK);
  for (const ps_tree *t = tree->first; t; t = t->next)
    CHECK_EQ(t->kind, PS_TREE_TEXT);
  CHECK_TEXT(text_at("c"), "~");
  CHECK_TEXT(text_at("d"), "");
  CHECK_TEXT(text_at("<<"), "x");
}

static const struct {
  const char *yaml, *message;
  ps_status status;
} wrong[] = {
    {"", "p.yaml:1: is empty, expected lines of 'key: value'", PS_ERR_SYNTAX},
    {"# only a comment\n\n", "p.yaml:1: is empty, expected lines of 'key: value'", PS_ERR_SYNTAX},
    {"---\n", "p.yaml:2:1: is empty, expected lines of 'key: value'", PS_ERR_SYNTAX},
    {"height_m 1.6\n", "p.yaml:1:1: found the text 'height_m 1.6', expected lines of 'key: value'",
     PS_ERR_SYNTAX},
    {"- a\n- b\n", "p.yaml:1:1: found a list, expected lines of 'key: value'", PS_ERR_SYNTAX},
    {"a: 1\nb:\n  c: 2\na: 3\n", "p.yaml:4:1: key 'a' is given twice, first in line 1",
     PS_ERR_STRUCTURE},
    {"a: {b: 1, b: 2}\n", "p.yaml:1:11: key 'b' is given twice, first in line 1", PS_ERR_STRUCTURE},
    {"a: &x 1\n", "p.yaml:1:4: anchor '&x' is not accepted; write the value wherever it is needed",
     PS_ERR_SYNTAX},
    {"a: &x {b: 1}\n",
     "p.yaml:1:4: anchor '&x' is not accepted; write the value wherever it is needed",
     PS_ERR_SYNTAX},
    {"a: *x\n", "p.yaml:1:4: alias '*x' is not accepted; write the value wherever it is needed",
     PS_ERR_SYNTAX},
    {"a: 1\nb: !!float 2\n",
     "p.yaml:2:4: a tag ('!...') is not accepted; what a value is, is said by its key",
     PS_ERR_SYNTAX},
    {"a: ! 2\n", "p.yaml:1:4: a tag ('!...') is not accepted; what a value is, is said by its key",
     PS_ERR_SYNTAX},
    {"a: !m [1]\n",
     "p.yaml:1:4: a tag ('!...') is not accepted; what a value is, is said by its key",
     PS_ERR_SYNTAX},
    {"a: 1\n---\nb: 2\n", "p.yaml:2:1: a second document ('---') begins here, expected one",
     PS_ERR_SYNTAX},
    {"%YAML 1.1\n---\na: 1\n",
     "p.yaml:1:1: a directive (a line that begins with %) is not accepted", PS_ERR_SYNTAX},
    {"# x\xC2\x85%TAG ! b\n", "p.yaml:1:5: a directive (a line that begins with %) is not accepted",
     PS_ERR_SYNTAX},
    {"a: 1\n? [b]\n: 2\n", "p.yaml:2:3: found a list, expected a key", PS_ERR_SYNTAX},
    {"a: 1\n? {b: 1}\n: 2\n", "p.yaml:2:3: found a map, expected a key", PS_ERR_SYNTAX},
    {"a: 1\n'': 2\n", "p.yaml:2:1: a key is empty, expected 'key: value'", PS_ERR_SYNTAX},
    {"a: 1\nb: caf\xE9\n", "p.yaml:2:7: byte 0xe9 is not valid UTF-8 here; save the file as UTF-8",
     PS_ERR_SYNTAX},
    {"a: \"x\\0y\"\n", "p.yaml:1:4: a text holds a zero byte, expected none", PS_ERR_SYNTAX},
    {"a: 1\nb: \x07\n", "p.yaml:2:4: is not well-formed YAML: control characters are not allowed",
     PS_ERR_SYNTAX},
    {"a:\n\tb: 1\n",
     "p.yaml:2:1: is not well-formed YAML: found character that cannot start any token, while "
     "scanning for the next token of line 2; found a tab, expected spaces",
     PS_ERR_SYNTAX},
    {"a: [1, 2\nb: 3\n",
     "p.yaml:2:2: is not well-formed YAML: did not find expected ',' or ']', while parsing a flow "
     "sequence of line 1",
     PS_ERR_SYNTAX},
    {"a: 'x\n",
     "p.yaml:2:1: is not well-formed YAML: found unexpected end of stream, while "
     "scanning a quoted scalar of line 1",
     PS_ERR_SYNTAX},
    {"a: b: c\n",
     "p.yaml:1:5: is not well-formed YAML: mapping values are not allowed in this "
     "context",
     PS_ERR_SYNTAX},
};

static void what_is_wrong_is_said_with_its_place(void) {
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    CHECK_EQ(parse(wrong[i].yaml), wrong[i].status);
    CHECK_TEXT(text, wrong[i].message);
  }
  CHECK_EQ(parse_bytes("a: 1\nb: \0\n", 10), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "p.yaml:2:4: holds a zero byte, expected UTF-8 text");
}

// ---- limits: at one all is well, beyond it not

// `n` times `piece` between `start` and `end`.
static ps_status parse_repeated(const char *start, const char *piece, int n, const char *end) {
  size_t size = strlen(start) + (size_t)n * strlen(piece) + strlen(end);
  char *yaml = malloc(size + 1), *at = yaml;
  at = stpcpy(at, start);
  for (int i = 0; i < n; i++)
    at = stpcpy(at, piece);
  stpcpy(at, end);
  ps_status status = parse_bytes(yaml, size);
  free(yaml);
  return status;
}

static ps_status parse_nested(int depth) {
  char yaml[256] = "a: ";
  for (int i = 1; i < depth; i++)
    strcat(yaml, "[");
  for (int i = 1; i < depth; i++)
    strcat(yaml, "]");
  return parse(yaml);
}

static void limits_are_kept(void) {
  CHECK_EQ(parse_nested(PS_YAML_DEPTH_LIMIT), PS_OK);
  CHECK_EQ(parse_nested(PS_YAML_DEPTH_LIMIT + 1), PS_ERR_LIMIT);
  CHECK_TEXT(text, "p.yaml:1:35: maps and lists are nested more than 32 deep");

  CHECK_EQ(parse_repeated("a: [", "1,", PS_YAML_NODE_LIMIT - 2, "]"), PS_OK);
  CHECK_EQ(parse_repeated("a: [", "1,", PS_YAML_NODE_LIMIT - 1, "]"), PS_ERR_LIMIT);
  CHECK_TEXT(text, "p.yaml:1:200001: more than 100000 values");

  CHECK_EQ(parse_repeated("a: ", "x", PS_YAML_SCALAR_LIMIT, ""), PS_OK);
  CHECK_EQ(parse_repeated("a: ", "x", PS_YAML_SCALAR_LIMIT + 1, ""), PS_ERR_LIMIT);
  CHECK_TEXT(text, "p.yaml:1:4: a text has 65537 bytes, expected at most 65536");

  CHECK_EQ(parse_repeated("a: 1\n", "#", PS_YAML_FILE_LIMIT - 5, ""), PS_OK);
  CHECK_EQ(parse_repeated("a: 1\n", "#", PS_YAML_FILE_LIMIT - 4, ""), PS_ERR_LIMIT);
  CHECK_TEXT(text, "p.yaml: has 4194305 bytes, expected at most 4194304");
}

static void many_keys_are_told_apart(void) {
  enum { KEYS = 50000, LINE = 16 };
  char *yaml = malloc(KEYS * LINE), *at = yaml;
  for (int i = 0; i < KEYS; i++)
    at += sprintf(at, "k%d: %d\n", i, i);
  CHECK_EQ(parse(yaml), PS_OK);
  CHECK_EQ(tree->n, KEYS);
  sprintf(at, "k777: 1\n");
  CHECK_EQ(parse(yaml), PS_ERR_STRUCTURE);
  CHECK_TEXT(text, "p.yaml:50001:1: key 'k777' is given twice, first in line 778");
  free(yaml);
}

static void a_file_is_read_like_its_text(void) {
  char path[128];
  snprintf(path, sizeof path, P_tmpdir "/psoas-test-%ld.yaml", (long)getpid());
  FILE *file = fopen(path, "wb");
  fputs(office, file);
  fclose(file);
  CHECK_EQ(ps_yaml_load(&pool, path, &tree, &err), PS_OK);
  CHECK_TEXT(text_at("chair.seat_height_m"), "0.45");
  remove(path);
  CHECK_EQ(ps_yaml_load(&pool, path, &tree, &err), PS_ERR_FILE);
  CHECK(tree == NULL);
}

static void finish(void) {
  ps_pool_free(&pool);
}

int main(void) {
  int failed =
      CHECK_RUN(CHECK_FACT(maps_lists_and_scalars_become_a_tree_of_texts),
                CHECK_FACT(a_scalar_knows_the_place_of_its_value_and_a_map_that_of_its_key),
                CHECK_FACT(what_looks_like_something_stays_text),
                CHECK_FACT(what_is_wrong_is_said_with_its_place), CHECK_FACT(limits_are_kept),
                CHECK_FACT(many_keys_are_told_apart), CHECK_FACT(a_file_is_read_like_its_text));
  finish();
  return failed;
}
