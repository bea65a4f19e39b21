#include "io/yaml_builder.h"

#include <string.h>

#include "base/text.h"

enum { QUOTED = 64 }; // [bytes]  of the file's own words in a message

// Fail at a line and column of the file.
#define FAIL(b, status, line, column, ...)                                                         \
  ps_fail_in_column((b)->err, ps_fail((b)->err, (status), (b)->path, (line), __VA_ARGS__), (column))

void ps_yaml_begin(ps_yaml_builder *b, ps_pool *pool, const char *path, ps_error *err) {
  *b = (ps_yaml_builder){.pool = pool, .path = path, .err = err};
}

static ps_status short_of_memory(ps_yaml_builder *b, int line) {
  return FAIL(b, PS_ERR_MEMORY, line, 0, "out of memory for a YAML file");
}

// The innermost open map or list; NULL before the root.
static ps_tree *innermost(const ps_yaml_builder *b) {
  return b->depth ? b->open[b->depth - 1].tree : NULL;
}

static bool expects_key(const ps_yaml_builder *b) {
  const ps_tree *tree = innermost(b);
  return tree && tree->kind == PS_TREE_MAP && !b->key;
}

// A new value: the root, the value of the key read before, or the next of a list.
static ps_status add(ps_yaml_builder *b, ps_tree_kind kind, int line, int column, ps_tree **tree) {
  if (b->nnode++ == PS_YAML_NODE_LIMIT)
    return FAIL(b, PS_ERR_LIMIT, line, column, "more than %d values", PS_YAML_NODE_LIMIT);
  if (b->depth)
    *tree = ps_tree_add(b->pool, innermost(b), b->key, kind);
  else
    *tree = b->root = ps_pool_take(b->pool, sizeof **tree);
  if (!*tree)
    return short_of_memory(b, line);
  bool scalar = kind == PS_TREE_TEXT || !b->key;
  (*tree)->kind = kind;
  (*tree)->line = scalar ? line : b->key_line;
  (*tree)->column = scalar ? column : b->key_column;
  b->key = NULL;
  return PS_OK;
}

ps_status ps_yaml_start(ps_yaml_builder *b, ps_tree_kind kind, int line, int column) {
  const char *found = kind == PS_TREE_MAP ? "map" : "list";
  if (expects_key(b))
    return FAIL(b, PS_ERR_SYNTAX, line, column, "found a %s, expected a key", found);
  if (!b->depth && kind != PS_TREE_MAP)
    return FAIL(b, PS_ERR_SYNTAX, line, column, "found a list, expected lines of 'key: value'");
  if (b->depth == PS_YAML_DEPTH_LIMIT)
    return FAIL(b, PS_ERR_LIMIT, line, column, "maps and lists are nested more than %d deep",
                PS_YAML_DEPTH_LIMIT);
  ps_tree *tree;
  PS_TRY(add(b, kind, line, column, &tree));
  b->open[b->depth].tree = tree;
  b->open[b->depth].lines = (ps_names){0};
  b->depth++;
  return PS_OK;
}

ps_status ps_yaml_end(ps_yaml_builder *b) {
  b->depth--;
  return PS_OK;
}

static ps_status read_key(ps_yaml_builder *b, const char *text, size_t length, int line,
                          int column) {
  ps_names *lines = &b->open[b->depth - 1].lines;
  if (length == 0)
    return FAIL(b, PS_ERR_SYNTAX, line, column, "a key is empty, expected 'key: value'");
  int before = ps_names_find(lines, text);
  if (before > 0) {
    char quoted[QUOTED];
    return FAIL(b, PS_ERR_STRUCTURE, line, column, "key '%s' is given twice, first in line %d",
                ps_quote(quoted, sizeof quoted, (ps_span){text, length}), before);
  }
  b->key = ps_pool_text(&b->scratch, text, length);
  if (!b->key || ps_names_add(lines, &b->scratch, b->key, line) < 0)
    return short_of_memory(b, line);
  b->key_line = line;
  b->key_column = column;
  return PS_OK;
}

ps_status ps_yaml_scalar(ps_yaml_builder *b, const char *text, size_t length, int line,
                         int column) {
  if (length > PS_YAML_SCALAR_LIMIT)
    return FAIL(b, PS_ERR_LIMIT, line, column, "a text has %zu bytes, expected at most %d", length,
                PS_YAML_SCALAR_LIMIT);
  if (memchr(text, 0, length))
    return FAIL(b, PS_ERR_SYNTAX, line, column, "a text holds a zero byte, expected none");
  if (expects_key(b))
    return read_key(b, text, length, line, column);
  if (!b->depth) {
    char quoted[QUOTED];
    return length
               ? FAIL(b, PS_ERR_SYNTAX, line, column,
                      "found the text '%s', expected lines of 'key: value'",
                      ps_quote(quoted, sizeof quoted, (ps_span){text, length}))
               : FAIL(b, PS_ERR_SYNTAX, line, column, "is empty, expected lines of 'key: value'");
  }
  ps_tree *tree;
  PS_TRY(add(b, PS_TREE_TEXT, line, column, &tree));
  tree->text = ps_pool_text(b->pool, text, length);
  return tree->text ? PS_OK : short_of_memory(b, line);
}

// ---- what is refused

ps_status ps_yaml_document(ps_yaml_builder *b, int line, int column) {
  if (b->ndocument++)
    return FAIL(b, PS_ERR_SYNTAX, line, column,
                "a second document ('---') begins here, expected one");
  return PS_OK;
}

ps_status ps_yaml_alias(ps_yaml_builder *b, const char *name, int line, int column) {
  return FAIL(b, PS_ERR_SYNTAX, line, column,
              "alias '*%.60s' is not accepted; write the value wherever it is needed", name);
}

ps_status ps_yaml_marks(ps_yaml_builder *b, const char *anchor, bool tagged, int line, int column) {
  if (anchor)
    return FAIL(b, PS_ERR_SYNTAX, line, column,
                "anchor '&%.60s' is not accepted; write the value wherever it is needed", anchor);
  if (tagged)
    return FAIL(b, PS_ERR_SYNTAX, line, column,
                "a tag ('!...') is not accepted; what a value is, is said by its key");
  return PS_OK;
}

ps_status ps_yaml_malformed(ps_yaml_builder *b, const ps_yaml_problem *p) {
  ps_status status =
      FAIL(b, PS_ERR_SYNTAX, p->line, p->column, "is not well-formed YAML: %s", p->problem);
  if (p->context)
    ps_fail_more(b->err, status, ", %s of line %d", p->context, p->context_line);
  if (p->tab)
    ps_fail_more(b->err, status, "; found a tab, expected spaces");
  return status;
}

ps_status ps_yaml_finish(ps_yaml_builder *b, ps_status status, ps_tree **tree) {
  ps_pool_free(&b->scratch);
  if (status == PS_OK && !b->root)
    status = FAIL(b, PS_ERR_SYNTAX, 1, 0, "is empty, expected lines of 'key: value'");
  *tree = status == PS_OK ? b->root : NULL;
  return status;
}
