// The parser behind ps_yaml_feed: libyaml, of which only the events are used.
#include <yaml.h>

#include "base/text.h"
#include "io/yaml_builder.h"

typedef struct parse {
  yaml_parser_t parser;
  ps_yaml_builder *builder;
  const char *text;
  size_t size; // [bytes]
} parse;

typedef struct place {
  int line, column;
} place;

static place place_of(yaml_mark_t mark) {
  return (place){(int)mark.line + 1, (int)mark.column + 1};
}

// The byte at a mark, whose index counts characters.
static char byte_at(const parse *p, yaml_mark_t mark) {
  size_t at = 0;
  for (size_t i = 0; i < mark.index && at < p->size; i++)
    at += ps_utf8_length(p->text + at, p->size - at);
  return at < p->size ? p->text[at] : 0;
}

static ps_status parser_failure(parse *p) {
  const yaml_parser_t *y = &p->parser;
  ps_yaml_builder *b = p->builder;
  if (y->error == YAML_MEMORY_ERROR)
    return ps_fail(b->err, PS_ERR_MEMORY, b->path, 0, "out of memory for the YAML parser");
  place at = place_of(y->problem_mark);
  if (y->error == YAML_READER_ERROR)
    ps_yaml_place(p->text, y->problem_offset, &at.line, &at.column);
  const ps_yaml_problem problem = {.problem = y->problem ? y->problem : "cannot be read",
                                   .line = at.line,
                                   .column = at.column,
                                   .context = y->error == YAML_READER_ERROR ? NULL : y->context,
                                   .context_line = place_of(y->context_mark).line,
                                   .tab = y->error != YAML_READER_ERROR &&
                                          byte_at(p, y->problem_mark) == '\t'};
  return ps_yaml_malformed(b, &problem);
}

static ps_status on_scalar(parse *p, const yaml_event_t *event, place at) {
  bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  bool tagged = event->data.scalar.tag || (plain && !event->data.scalar.plain_implicit);
  PS_TRY(ps_yaml_marks(p->builder, (const char *)event->data.scalar.anchor, tagged, at.line,
                       at.column));
  return ps_yaml_scalar(p->builder, (const char *)event->data.scalar.value,
                        event->data.scalar.length, at.line, at.column);
}

static ps_status on_start(parse *p, ps_tree_kind kind, const yaml_char_t *anchor, bool tagged,
                          place at) {
  PS_TRY(ps_yaml_marks(p->builder, (const char *)anchor, tagged, at.line, at.column));
  return ps_yaml_start(p->builder, kind, at.line, at.column);
}

static ps_status on_event(parse *p, const yaml_event_t *event) {
  place at = place_of(event->start_mark);
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    return ps_yaml_document(p->builder, at.line, at.column);
  case YAML_ALIAS_EVENT:
    return ps_yaml_alias(p->builder, (const char *)event->data.alias.anchor, at.line, at.column);
  case YAML_SCALAR_EVENT:
    return on_scalar(p, event, at);
  case YAML_MAPPING_START_EVENT:
    return on_start(p, PS_TREE_MAP, event->data.mapping_start.anchor,
                    event->data.mapping_start.tag || !event->data.mapping_start.implicit, at);
  case YAML_SEQUENCE_START_EVENT:
    return on_start(p, PS_TREE_LIST, event->data.sequence_start.anchor,
                    event->data.sequence_start.tag || !event->data.sequence_start.implicit, at);
  case YAML_MAPPING_END_EVENT:
  case YAML_SEQUENCE_END_EVENT:
    return ps_yaml_end(p->builder);
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

ps_status ps_yaml_feed(ps_yaml_builder *builder, const char *text, size_t size) {
  parse p = {.builder = builder, .text = text, .size = size};
  if (!yaml_parser_initialize(&p.parser))
    return ps_fail(builder->err, PS_ERR_MEMORY, builder->path, 0,
                   "out of memory for the YAML parser");
  yaml_parser_set_encoding(&p.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&p.parser, (const unsigned char *)text, size);
  ps_status status = run(&p);
  yaml_parser_delete(&p.parser);
  return status;
}
