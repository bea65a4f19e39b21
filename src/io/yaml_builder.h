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
  int nnode, ndocument;
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
// A document begins; a second one is refused, as are aliases, and what any value may carry: anchors
// (NULL: none) and tags.
ps_status ps_yaml_document(ps_yaml_builder *b, int line, int column);
ps_status ps_yaml_alias(ps_yaml_builder *b, const char *name, int line, int column);
ps_status ps_yaml_marks(ps_yaml_builder *b, const char *anchor, bool tagged, int line, int column);
// What is no YAML, in the parser's words.
typedef struct ps_yaml_problem {
  const char *problem; // "did not find expected ',' or ']'"
  int line, column;
  const char *context; // "while parsing a flow sequence"; NULL: none
  int context_line;
  bool tab; // a tab stands there
} ps_yaml_problem;
ps_status ps_yaml_malformed(ps_yaml_builder *b, const ps_yaml_problem *problem);
// The tree, or NULL after a failure (`status`). Returns the status.
ps_status ps_yaml_finish(ps_yaml_builder *b, ps_status status, ps_tree **tree);

// Place of the byte that many bytes from the start; columns count characters.
void ps_yaml_place(const char *text, size_t offset, int *line, int *column);

// The parser: reports everything in `text`, UTF-8 without zeros, to the builder. In yaml_libyaml.c
// or yaml_host.c.
ps_status ps_yaml_feed(ps_yaml_builder *b, const char *text, size_t size);
