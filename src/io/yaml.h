// yaml.h: a YAML file as a tree (base/tree.h): persons, places, scenarios.
//
// Read is what such files need: maps, lists and scalars. Every scalar stays text, whatever it looks
// like: what is a number is said by the schema (num/schema.h). Refused are anchors and aliases,
// tags, directives, several documents, keys that are no scalars, the same key twice, bytes that are
// no UTF-8, and zeros. The root is a map.
//
// Places: a scalar is where its value stands, a map or list in a map where its key stands.
#pragma once

#include "base/fail.h"
#include "base/tree.h"

enum {
  PS_YAML_FILE_LIMIT = 4 << 20,    // [bytes]
  PS_YAML_DEPTH_LIMIT = 32,        // maps and lists inside each other
  PS_YAML_NODE_LIMIT = 100000,     // maps, lists and scalars, without keys
  PS_YAML_SCALAR_LIMIT = 64 << 10, // [bytes]  one scalar, or one key
};

// The tree lives in `pool`; *tree is NULL after a failure. Nothing of `text` is kept.
ps_status ps_yaml_load(ps_pool *pool, const char *path, ps_tree **tree, ps_error *err);
ps_status ps_yaml_parse(ps_pool *pool, const char *path, const char *text, size_t size,
                        ps_tree **tree, ps_error *err);
