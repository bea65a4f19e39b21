#include "io/xml.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "num/number.h"

void ps_xml_free(ps_xml_document *document) {
  ps_pool_free(&document->pool);
  *document = (ps_xml_document){.path = document->path};
}

// ---- the tree

static ps_xml_node *with_tag(ps_xml_node *node, const char *tag) {
  while (node && tag && !ps_xml_same(node->tag, tag))
    node = node->next;
  return node;
}

ps_xml_node *ps_xml_first(const ps_xml_node *node, const char *tag) {
  return node ? with_tag(node->first, tag) : NULL;
}

ps_xml_node *ps_xml_next(const ps_xml_node *node, const char *tag) {
  return with_tag(node->next, tag);
}

int ps_xml_count(const ps_xml_node *node, const char *tag) {
  int count = 0;
  for (const ps_xml_node *child = ps_xml_first(node, tag); child; child = ps_xml_next(child, tag))
    count++;
  return count;
}

const char *ps_xml_attribute(ps_xml_node *node, const char *name) {
  for (ps_xml_attr *attr = node->attribute; attr; attr = attr->next)
    if (strcmp(attr->name, name) == 0) {
      attr->used = true;
      return attr->value;
    }
  return NULL;
}

// The element that starts next in the file, below `root`.
static ps_xml_node *following(const ps_xml_node *root, const ps_xml_node *node, bool inside) {
  if (inside && node->first)
    return node->first;
  while (node != root && !node->next)
    node = node->parent;
  return node == root ? NULL : node->next;
}

ps_xml_node *ps_xml_unused(ps_xml_node *root, const ps_xml_node *after) {
  ps_xml_node *node = after ? following(root, after, after->used) : root;
  while (node && node->used)
    node = following(root, node, true);
  return node;
}

void ps_xml_note_unused(ps_xml_node *root, const char *path, ps_notes *notes, ps_note_kind kind) {
  for (const ps_xml_node *node = root; node; node = following(root, node, node->used)) {
    if (!node->used) {
      ps_note_add(notes, kind, path, node->line, "<%.100s> is not understood", node->tag);
      continue;
    }
    for (const ps_xml_attr *attr = node->attribute; attr; attr = attr->next)
      if (!attr->used)
        ps_note_add(notes, kind, path, node->line, "<%.100s>: attribute '%.100s' is not understood",
                    node->tag, attr->name);
  }
}

// ---- typed values

void ps_xml_fail(ps_xml_reader *x, const ps_xml_node *node, ps_status status, const char *format,
                 ...) {
  if (x->status != PS_OK)
    return;
  char message[sizeof x->err->message];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  x->status = ps_fail(x->err, status, x->path, node->line, "%s", message);
}

ps_xml_node *ps_xml_child(ps_xml_reader *x, ps_xml_node *node, const char *tag) {
  ps_xml_node *child = ps_xml_first(node, tag);
  if (!child)
    return NULL;
  child->used = true;
  const ps_xml_node *second = ps_xml_next(child, tag);
  if (second)
    ps_xml_fail(x, second, PS_ERR_STRUCTURE,
                "<%.60s>: found a second one in <%.60s>, the first is "
                "in line %d",
                tag, node->tag, child->line);
  return child;
}

ps_xml_node *ps_xml_need(ps_xml_reader *x, ps_xml_node *node, const char *tag) {
  ps_xml_node *child = ps_xml_child(x, node, tag);
  if (!child && node)
    ps_xml_fail(x, node, PS_ERR_STRUCTURE, "<%.60s>: has no <%s>, expected one", node->tag, tag);
  return child;
}

// The element to read; NULL where it is missing or something has failed already.
static ps_xml_node *element(ps_xml_reader *x, ps_xml_node *node, const char *tag) {
  if (x->status != PS_OK || !node)
    return NULL;
  if (tag)
    node = ps_xml_child(x, node, tag);
  if (!node || x->status != PS_OK)
    return NULL;
  node->used = true;
  return node;
}

static ps_span text_of(const ps_xml_node *node) {
  return (ps_span){node->text, strlen(node->text)};
}

static void fail_value(ps_xml_reader *x, const ps_xml_node *node, ps_span found,
                       const char *expected) {
  char quoted[64];
  if (found.length == 0)
    ps_xml_fail(x, node, PS_ERR_VALUE, "<%.60s>: is empty, expected %s", node->tag, expected);
  else
    ps_xml_fail(x, node, PS_ERR_VALUE, "<%.60s>: found '%s', expected %s", node->tag,
                ps_quote(quoted, sizeof quoted, found), expected);
}

static const char *keep_text(ps_xml_reader *x, const ps_xml_node *node, ps_span text) {
  const char *copy = ps_pool_text(x->pool, text.text, text.length);
  if (!copy)
    ps_xml_fail(x, node, PS_ERR_MEMORY, "<%.60s>: out of memory", node->tag);
  return copy;
}

const char *ps_xml_text(ps_xml_reader *x, ps_xml_node *node, const char *tag,
                        const char *fallback) {
  const ps_xml_node *from = element(x, node, tag);
  const char *text = from ? keep_text(x, from, text_of(from)) : NULL;
  return text ? text : fallback;
}

bool ps_xml_bool(ps_xml_reader *x, ps_xml_node *node, const char *tag, bool fallback) {
  const ps_xml_node *from = element(x, node, tag);
  if (!from)
    return fallback;
  ps_span found = text_of(from);
  char lower[8] = "";
  for (size_t i = 0; i < found.length && i + 1 < sizeof lower; i++) {
    char c = found.text[i];
    lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  if (strcmp(lower, "true") == 0 || strcmp(lower, "1") == 0)
    return true;
  if (strcmp(lower, "false") == 0 || strcmp(lower, "0") == 0)
    return false;
  fail_value(x, from, found, "true or false");
  return fallback;
}

int ps_xml_integer(ps_xml_reader *x, ps_xml_node *node, const char *tag, int fallback) {
  const ps_xml_node *from = element(x, node, tag);
  if (!from)
    return fallback;
  ps_span found = text_of(from);
  long value;
  if (ps_integer_parse(found.text, found.length, &value) && value >= INT_MIN && value <= INT_MAX)
    return (int)value;
  fail_value(x, from, found, "a whole number");
  return fallback;
}

typedef bool (*parse_number)(const char *token, size_t length, double *value);

// A number, or an infinite one.
static bool parse_bound(const char *token, size_t length, double *value) {
  double number;
  if (!ps_number_parse_extended(token, length, &number) || isnan(number))
    return false;
  *value = number;
  return true;
}

static const char *name_of(parse_number parse) {
  return parse == ps_number_parse ? "a number" : "a number, Inf or -Inf";
}

static double one_number(ps_xml_reader *x, ps_xml_node *node, const char *tag, double fallback,
                         parse_number parse) {
  const ps_xml_node *from = element(x, node, tag);
  if (!from)
    return fallback;
  ps_span found = text_of(from);
  double value;
  if (parse(found.text, found.length, &value))
    return value;
  fail_value(x, from, found, name_of(parse));
  return fallback;
}

double ps_xml_number(ps_xml_reader *x, ps_xml_node *node, const char *tag, double fallback) {
  return one_number(x, node, tag, fallback, ps_number_parse);
}

double ps_xml_bound(ps_xml_reader *x, ps_xml_node *node, const char *tag, double fallback) {
  return one_number(x, node, tag, fallback, parse_bound);
}

static void several(ps_xml_reader *x, ps_xml_node *node, const char *tag, double *values, int n,
                    parse_number parse) {
  const ps_xml_node *from = element(x, node, tag);
  if (!from)
    return;
  ps_span rest = text_of(from), word;
  int found = 0;
  for (; ps_span_word(&rest, &word); found++)
    if (found < n && !parse(word.text, word.length, &values[found])) {
      fail_value(x, from, word, name_of(parse));
      return;
    }
  if (found != n)
    ps_xml_fail(x, from, PS_ERR_VALUE, "<%.60s>: found %d values, expected %d numbers", from->tag,
                found, n);
}

void ps_xml_numbers(ps_xml_reader *x, ps_xml_node *node, const char *tag, double *values, int n) {
  several(x, node, tag, values, n, ps_number_parse);
}

void ps_xml_bounds(ps_xml_reader *x, ps_xml_node *node, const char *tag, double *values, int n) {
  several(x, node, tag, values, n, parse_bound);
}

ps_vec3 ps_xml_vec3(ps_xml_reader *x, ps_xml_node *node, const char *tag, ps_vec3 fallback) {
  double v[3] = {fallback.x, fallback.y, fallback.z};
  several(x, node, tag, v, 3, ps_number_parse);
  return x->status == PS_OK ? ps_vec(v[0], v[1], v[2]) : fallback;
}

static int count_words(ps_span rest) {
  int count = 0;
  for (ps_span word; ps_span_word(&rest, &word);)
    count++;
  return count;
}

// An array of `count` items in the reader's pool.
static void *take_list(ps_xml_reader *x, const ps_xml_node *from, int count, size_t item) {
  void *list = ps_pool_take(x->pool, (size_t)count * item);
  if (!list)
    ps_xml_fail(x, from, PS_ERR_MEMORY, "<%.60s>: out of memory for %d values", from->tag, count);
  return list;
}

double *ps_xml_list(ps_xml_reader *x, ps_xml_node *node, const char *tag, int *n) {
  *n = 0;
  const ps_xml_node *from = element(x, node, tag);
  int count = from ? count_words(text_of(from)) : 0;
  double *list = count ? take_list(x, from, count, sizeof *list) : NULL;
  if (!list)
    return NULL;
  ps_span rest = text_of(from), word;
  for (int i = 0; ps_span_word(&rest, &word); i++)
    if (!ps_number_parse(word.text, word.length, &list[i])) {
      fail_value(x, from, word, "a number");
      return NULL;
    }
  *n = count;
  return list;
}

const char **ps_xml_words(ps_xml_reader *x, ps_xml_node *node, const char *tag, int *n) {
  *n = 0;
  const ps_xml_node *from = element(x, node, tag);
  int count = from ? count_words(text_of(from)) : 0;
  const char **list = count ? take_list(x, from, count, sizeof *list) : NULL;
  if (!list)
    return NULL;
  ps_span rest = text_of(from), word;
  for (int i = 0; ps_span_word(&rest, &word); i++)
    if (!(list[i] = keep_text(x, from, word)))
      return NULL;
  *n = count;
  return list;
}
