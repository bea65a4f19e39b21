// yaml_builder.h: builds the tree of yaml.h from the events of any parser that has them in order.
//
//   begin; start and end of every map and list, scalars between (in a map key, value, key ...);
//   then finish
//
// Each call fails when the file is none that we read, or a limit is passed; the parser must stop
// then. Lines and columns are 1-based. Nothing here recurses.
#pragma once

#include "base/names.h"
#include "io/yaml.h"

typedef struct ps_yaml_builder {
  ps_pool *pool;
  const char *path;
  ps_error *err;
  ps_tree *root;
  int nnode;
  const char *key; // the value of this key comes next; NULL: none was read
  int key_line, key_column;
  int depth; // open maps and lists
  struct {
    ps_tree *tree;
    ps_names lines; // of a map: the line of each key
  } open[PS_YAML_DEPTH_LIMIT];
  ps_pool scratch;
} ps_yaml_builder;

void ps_yaml_begin(ps_yaml_builder *b, ps_pool *pool, const char *path, ps_error *err);
// `kind`: PS_TREE_MAP or PS_TREE_LIST.
ps_status ps_yaml_start(ps_yaml_builder *b, ps_tree_kind kind, int line, int column);
ps_status ps_yaml_end(ps_yaml_builder *b);
// A key or a value; `text` ends with a zero, which `length` does not count.
ps_status ps_yaml_scalar(ps_yaml_builder *b, const char *text, size_t length, int line, int column);
// The tree, or NULL after a failure (`status`). Returns the status.
ps_status ps_yaml_finish(ps_yaml_builder *b, ps_status status, ps_tree **tree);
