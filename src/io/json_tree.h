// json_tree.h: a tree (base/tree.h) as JSON.
//
//   map, list, text, bool, null: as such
//   number                       1234.5
//   number with its interval     {"value": 2, "p10": 1, "p50": 2, "p90": 3, "valid": "in_range"}
#pragma once

#include "base/tree.h"
#include "io/json_write.h"

// At most PS_JSON_DEPTH_LIMIT maps and lists inside each other.
void ps_json_tree(ps_json_writer *j, const ps_tree *tree);
