#include "io/xml_builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void ps_xml_begin(ps_xml_builder *b, ps_xml_document *document, const char *path, size_t size,
                  ps_error *err) {
  memset(b, 0, offsetof(ps_xml_builder, start));
  *document = (ps_xml_document){.path = path};
  document->pool.limit = PS_XML_MEMORY_FACTOR * size + PS_XML_MEMORY_EXTRA;
  b->document = document;
  b->err = err;
}

// Memory has run out: the limit of the document, or the machine's.
static ps_status short_of_memory(ps_xml_builder *b, int line) {
  const ps_xml_document *d = b->document;
  return ps_fail(b->err, PS_ERR_MEMORY, d->path, line,
                 "out of memory, or of the %zu bytes that a document of this size may use",
                 d->pool.limit);
}

// The copy of a tag or of the name of an attribute; each is kept once. NULL: out of memory.
static const char *name_once(ps_xml_builder *b, const char *name) {
  int known = ps_names_find(&b->numbers, name);
  if (known >= 0)
    return b->names.items[known];
  ps_pool *pool = &b->document->pool;
  char *copy = ps_pool_text(pool, name, strlen(name));
  const char **place = copy ? PS_APPEND(pool, &b->names) : NULL;
  if (!place || ps_names_add(&b->numbers, pool, copy, b->names.n - 1) < 0)
    return NULL;
  return *place = copy;
}

ps_status ps_xml_start(ps_xml_builder *b, const char *tag, int line, int column) {
  ps_xml_document *d = b->document;
  if (b->depth == PS_XML_DEPTH_LIMIT)
    return ps_fail(b->err, PS_ERR_LIMIT, d->path, line, "elements are nested more than %d deep",
                   PS_XML_DEPTH_LIMIT);
  if (d->nelement == PS_XML_ELEMENT_LIMIT)
    return ps_fail(b->err, PS_ERR_LIMIT, d->path, line, "more than %d elements",
                   PS_XML_ELEMENT_LIMIT);
  ps_xml_node *node = ps_pool_take(&d->pool, sizeof *node);
  if (node)
    node->tag = name_once(b, tag);
  if (!node || !node->tag)
    return short_of_memory(b, line);

  node->text = "";
  node->line = line;
  node->column = column;
  node->parent = b->open;
  if (!b->open)
    d->root = node;
  else if (b->open->last)
    b->open->last->next = node;
  else
    b->open->first = node;
  if (b->open)
    b->open->last = node;

  d->nelement++;
  b->open = node;
  b->attr = NULL;
  b->start[b->depth++] = b->used;
  return PS_OK;
}

ps_status ps_xml_add_attribute(ps_xml_builder *b, const char *name, const char *value) {
  ps_pool *pool = &b->document->pool;
  int line = b->open->line;
  size_t length = strlen(value);
  if (length > PS_XML_ATTRIBUTE_LIMIT)
    return ps_fail(b->err, PS_ERR_LIMIT, b->document->path, line,
                   "<%.60s>: attribute '%.60s' has %zu bytes, expected at most %d", b->open->tag,
                   name, length, PS_XML_ATTRIBUTE_LIMIT);
  ps_xml_attr *attr = ps_pool_take(pool, sizeof *attr);
  if (!attr)
    return short_of_memory(b, line);
  attr->name = name_once(b, name);
  attr->value = ps_pool_text(pool, value, length);
  if (!attr->name || !attr->value)
    return short_of_memory(b, line);
  if (b->attr)
    b->attr->next = attr;
  else
    b->open->attribute = attr;
  b->attr = attr;
  return PS_OK;
}

// Room for `length` more bytes of text, taken from what the document may use.
static bool make_room(ps_xml_builder *b, size_t length) {
  enum { FIRST = 1 << 12 }; // [bytes]
  if (b->size - b->used >= length)
    return true;
  size_t larger = b->size ? b->size : FIRST;
  while (larger - b->used < length)
    larger *= 2;
  ps_pool *pool = &b->document->pool;
  size_t more = larger - b->size;
  if (pool->limit - pool->total < more)
    return false;
  char *text = realloc(b->text, larger);
  if (!text)
    return false;
  pool->limit -= more;
  b->text = text;
  b->size = larger;
  return true;
}

ps_status ps_xml_add_text(ps_xml_builder *b, const char *text, size_t length) {
  size_t start = b->start[b->depth - 1];
  if (b->used == start) // blanks before the first word
    while (length && ps_is_blank(*text))
      text++, length--;
  if (length == 0)
    return PS_OK;
  if (length > PS_XML_TEXT_LIMIT || b->used - start > PS_XML_TEXT_LIMIT - length)
    return ps_fail(b->err, PS_ERR_LIMIT, b->document->path, b->open->line,
                   "<%.60s>: text has more than %d bytes", b->open->tag, PS_XML_TEXT_LIMIT);
  if (!make_room(b, length))
    return short_of_memory(b, b->open->line);
  memcpy(b->text + b->used, text, length);
  b->used += length;
  return PS_OK;
}

ps_status ps_xml_end(ps_xml_builder *b) {
  size_t start = b->start[--b->depth];
  while (b->used > start && ps_is_blank(b->text[b->used - 1]))
    b->used--;
  ps_xml_node *node = b->open;
  if (b->used > start) {
    node->text = ps_pool_text(&b->document->pool, b->text + start, b->used - start);
    if (!node->text)
      return short_of_memory(b, node->line);
  }
  b->used = start;
  b->open = node->parent;
  b->attr = NULL;
  return PS_OK;
}

ps_status ps_xml_doctype(ps_xml_builder *b, int line) {
  return ps_fail(b->err, PS_ERR_SYNTAX, b->document->path, line,
                 "has a document type declaration (DOCTYPE), which is not accepted");
}

ps_status ps_xml_malformed(ps_xml_builder *b, int line, const char *problem) {
  const char *path = b->document->path;
  const ps_xml_node *open = b->open;
  if (!open)
    return ps_fail(b->err, PS_ERR_SYNTAX, path, line, "is not well-formed XML: %s", problem);
  return ps_fail(b->err, PS_ERR_SYNTAX, path, line,
                 "is not well-formed XML: %s, inside <%.60s> of line %d", problem, open->tag,
                 open->line);
}

ps_status ps_xml_finish(ps_xml_builder *b, ps_status status) {
  free(b->text);
  b->text = NULL;
  if (status == PS_OK && !b->document->root)
    status = ps_fail(b->err, PS_ERR_SYNTAX, b->document->path, 0, "has no element");
  if (status != PS_OK)
    ps_xml_free(b->document);
  return status;
}
