#include "io/json_tree.h"

static void write_number(ps_json_writer *j, double value, const ps_interval *interval) {
  if (!interval) {
    ps_json_number(j, value);
    return;
  }
  const struct {
    const char *key;
    double value;
  } members[] = {
      {"value", value}, {"p10", interval->p10}, {"p50", interval->p50}, {"p90", interval->p90}};
  ps_json_object(j);
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    ps_json_key(j, members[i].key);
    ps_json_number(j, members[i].value);
  }
  ps_json_key(j, "valid");
  ps_json_text(j, ps_validity_word(interval->valid));
  ps_json_end_object(j);
}

static void write_map(ps_json_writer *j, const ps_tree *map) {
  ps_json_object(j);
  for (const ps_tree *t = map->first; t; t = t->next) {
    ps_json_key(j, t->key);
    ps_json_tree(j, t);
  }
  ps_json_end_object(j);
}

static void write_list(ps_json_writer *j, const ps_tree *list) {
  ps_json_array(j);
  for (const ps_tree *t = list->first; t; t = t->next)
    ps_json_tree(j, t);
  ps_json_end_array(j);
}

void ps_json_tree(ps_json_writer *j, const ps_tree *tree) {
  switch (tree->kind) {
  case PS_TREE_NULL:
    ps_json_null(j);
    break;
  case PS_TREE_BOOL:
    ps_json_bool(j, tree->number != 0);
    break;
  case PS_TREE_NUMBER:
    write_number(j, tree->number, tree->interval);
    break;
  case PS_TREE_TEXT:
    ps_json_text(j, tree->text);
    break;
  case PS_TREE_LIST:
    write_list(j, tree);
    break;
  case PS_TREE_MAP:
    write_map(j, tree);
    break;
  }
}
