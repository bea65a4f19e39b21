// The parser behind ps_yaml_parse: libyaml, of which only the events are used.
#include <string.h>
#include <yaml.h>

#include "base/file.h"
#include "base/text.h"
#include "io/yaml_builder.h"

typedef struct parse {
  yaml_parser_t parser;
  ps_yaml_builder builder;
  const char *path, *text;
  size_t size; // [bytes]
  ps_error *err;
  int ndocument;
} parse;

typedef struct place {
  int line, column;
} place;

static place place_of(yaml_mark_t mark) {
  return (place){(int)mark.line + 1, (int)mark.column + 1};
}

// Of the byte that many bytes from the start; columns count characters.
static place place_at(const char *text, size_t offset) {
  place at = {1, 1};
  for (size_t i = 0; i < offset; i++) {
    bool inside = ((unsigned char)text[i] & 0xC0) == 0x80; // a character of several bytes
    at.line += text[i] == '\n';
    at.column = text[i] == '\n' ? 1 : at.column + !inside;
  }
  return at;
}

#define FAIL(p, status, at, ...)                                                                   \
  ps_fail_in_column((p)->err, ps_fail((p)->err, (status), (p)->path, (at).line, __VA_ARGS__),      \
                    (at).column)

// ---- before the parser

// Does a line of directives begin at this '%'? YAML has five ends of a line.
static bool begins_line(const char *text, size_t at) {
  static const char *const ends[] = {"\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
  if (at == 0)
    return true;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t length = strlen(ends[i]);
    if (at >= length && memcmp(text + at - length, ends[i], length) == 0)
      return true;
  }
  return false;
}

// What the parser would take, or take long about.
static ps_status look_over(parse *p) {
  const char *zero = memchr(p->text, 0, p->size);
  size_t valid = ps_utf8_valid(p->text, p->size);
  if (zero)
    return FAIL(p, PS_ERR_SYNTAX, place_at(p->text, (size_t)(zero - p->text)),
                "holds a zero byte, expected UTF-8 text");
  if (valid < p->size)
    return FAIL(p, PS_ERR_SYNTAX, place_at(p->text, valid),
                "byte 0x%02x is not valid UTF-8 here; save the file as UTF-8",
                (unsigned char)p->text[valid]);
  const char *end = p->text + p->size;
  for (const char *at = p->text; (at = memchr(at, '%', (size_t)(end - at))); at++)
    if (begins_line(p->text, (size_t)(at - p->text)))
      return FAIL(p, PS_ERR_SYNTAX, place_at(p->text, (size_t)(at - p->text)),
                  "a directive (a line that begins with %%) is not accepted");
  return PS_OK;
}

// ---- what the parser says

// The byte at a mark, whose index counts characters.
static char byte_at(const parse *p, yaml_mark_t mark) {
  size_t at = 0;
  for (size_t i = 0; i < mark.index && at < p->size; i++)
    at += ps_utf8_length(p->text + at, p->size - at);
  return at < p->size ? p->text[at] : 0;
}

static ps_status parser_failure(parse *p) {
  const yaml_parser_t *y = &p->parser;
  if (y->error == YAML_MEMORY_ERROR)
    return ps_fail(p->err, PS_ERR_MEMORY, p->path, 0, "out of memory for the YAML parser");
  const char *problem = y->problem ? y->problem : "cannot be read";
  if (y->error == YAML_READER_ERROR)
    return FAIL(p, PS_ERR_SYNTAX, place_at(p->text, y->problem_offset),
                "is not well-formed YAML: %s", problem);
  ps_status status =
      FAIL(p, PS_ERR_SYNTAX, place_of(y->problem_mark), "is not well-formed YAML: %s", problem);
  if (y->context)
    ps_fail_more(p->err, status, ", %s of line %d", y->context, place_of(y->context_mark).line);
  if (byte_at(p, y->problem_mark) == '\t')
    ps_fail_more(p->err, status, "; found a tab, expected spaces");
  return status;
}

// Anchors and tags, which any value may carry.
static ps_status refuse_marks(parse *p, place at, const yaml_char_t *anchor, bool tagged) {
  if (anchor)
    return FAIL(p, PS_ERR_SYNTAX, at,
                "anchor '&%.60s' is not accepted; write the value wherever it is needed",
                (const char *)anchor);
  if (tagged)
    return FAIL(p, PS_ERR_SYNTAX, at,
                "a tag ('!...') is not accepted; what a value is, is said by its key");
  return PS_OK;
}

static ps_status on_document(parse *p, place at) {
  if (p->ndocument++)
    return FAIL(p, PS_ERR_SYNTAX, at, "a second document ('---') begins here, expected one");
  return PS_OK;
}

static ps_status on_scalar(parse *p, const yaml_event_t *event, place at) {
  bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  bool tagged = event->data.scalar.tag || (plain && !event->data.scalar.plain_implicit);
  PS_TRY(refuse_marks(p, at, event->data.scalar.anchor, tagged));
  return ps_yaml_scalar(&p->builder, (const char *)event->data.scalar.value,
                        event->data.scalar.length, at.line, at.column);
}

static ps_status on_event(parse *p, const yaml_event_t *event) {
  place at = place_of(event->start_mark);
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    return on_document(p, at);
  case YAML_ALIAS_EVENT:
    return FAIL(p, PS_ERR_SYNTAX, at,
                "alias '*%.60s' is not accepted; write the value wherever it is needed",
                (const char *)event->data.alias.anchor);
  case YAML_SCALAR_EVENT:
    return on_scalar(p, event, at);
  case YAML_MAPPING_START_EVENT:
    PS_TRY(refuse_marks(p, at, event->data.mapping_start.anchor,
                        event->data.mapping_start.tag || !event->data.mapping_start.implicit));
    return ps_yaml_start(&p->builder, PS_TREE_MAP, at.line, at.column);
  case YAML_SEQUENCE_START_EVENT:
    PS_TRY(refuse_marks(p, at, event->data.sequence_start.anchor,
                        event->data.sequence_start.tag || !event->data.sequence_start.implicit));
    return ps_yaml_start(&p->builder, PS_TREE_LIST, at.line, at.column);
  case YAML_MAPPING_END_EVENT:
  case YAML_SEQUENCE_END_EVENT:
    return ps_yaml_end(&p->builder);
  default:
    return PS_OK;
  }
}

static ps_status run(parse *p) {
  for (bool ended = false; !ended;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&p->parser, &event))
      return parser_failure(p);
    ended = event.type == YAML_STREAM_END_EVENT;
    ps_status status = on_event(p, &event);
    yaml_event_delete(&event);
    PS_TRY(status);
  }
  return PS_OK;
}

ps_status ps_yaml_parse(ps_pool *pool, const char *path, const char *text, size_t size,
                        ps_tree **tree, ps_error *err) {
  *tree = NULL;
  if (size > PS_YAML_FILE_LIMIT)
    return ps_fail(err, PS_ERR_LIMIT, path, 0, "has %zu bytes, expected at most %d", size,
                   PS_YAML_FILE_LIMIT);
  if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    text += 3, size -= 3;
  parse p = {.path = path, .text = text, .size = size, .err = err};
  PS_TRY(look_over(&p));
  if (!yaml_parser_initialize(&p.parser))
    return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory for the YAML parser");
  yaml_parser_set_encoding(&p.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&p.parser, (const unsigned char *)text, size);
  ps_yaml_begin(&p.builder, pool, path, err);
  ps_status status = ps_yaml_finish(&p.builder, run(&p), tree);
  yaml_parser_delete(&p.parser);
  return status;
}

ps_status ps_yaml_load(ps_pool *pool, const char *path, ps_tree **tree, ps_error *err) {
  *tree = NULL;
  ps_file_content content;
  PS_TRY(ps_file_read(&content, path, PS_YAML_FILE_LIMIT, NULL, err));
  ps_status status = ps_yaml_parse(pool, path, content.bytes, content.size, tree, err);
  ps_file_content_free(&content);
  return status;
}
