// The parser behind ps_xml_feed: expat.
//
// Fed with pieces, expat scans an unfinished token again with every piece, which is quadratic in
// its length; fed at once, it copies the whole text first. So it gets large pieces, and little
// enough memory that a token can span only a few of them.
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "io/xml_builder.h"

enum {
  PIECE = 1 << 20,          // [bytes]  most models are one
  LARGEST_BLOCK = 4 * PIECE // [bytes]  that expat may ask for, as a long token makes it do
};

static void *limited_malloc(size_t size) {
  return size <= LARGEST_BLOCK ? malloc(size) : NULL;
}

static void *limited_realloc(void *old, size_t size) {
  return size <= LARGEST_BLOCK ? realloc(old, size) : NULL;
}

typedef struct parse {
  XML_Parser parser;
  ps_xml_builder *builder;
  ps_status status;
  const char *text;
  const char *reached;    // lines are counted up to here
  const char *line_start; // of the line there
  int line;
} parse;

// Count lines up to where the parser is; it never moves back. Returns the column.
static int advance(parse *p) {
  const char *at = p->text + XML_GetCurrentByteIndex(p->parser), *newline;
  if (at < p->reached) // it has no place, as where memory ran out
    return 1;
  while ((newline = memchr(p->reached, '\n', (size_t)(at - p->reached)))) {
    p->reached = p->line_start = newline + 1;
    p->line++;
  }
  p->reached = at;
  return (int)(at - p->line_start) + 1;
}

static void stop_after(parse *p, ps_status status) {
  if (p->status == PS_OK && status != PS_OK) {
    p->status = status;
    XML_StopParser(p->parser, XML_FALSE);
  }
}

static void on_start(void *data, const char *tag, const char **attributes) {
  parse *p = data;
  if (p->status != PS_OK)
    return;
  int column = advance(p);
  ps_status status = ps_xml_start(p->builder, tag, p->line, column);
  for (int i = 0; attributes[i] && status == PS_OK; i += 2)
    status = ps_xml_add_attribute(p->builder, attributes[i], attributes[i + 1]);
  stop_after(p, status);
}

static void on_text(void *data, const char *text, int length) {
  parse *p = data;
  if (p->status == PS_OK)
    stop_after(p, ps_xml_add_text(p->builder, text, (size_t)length));
}

static void on_end(void *data, const char *tag) {
  (void)tag;
  parse *p = data;
  if (p->status == PS_OK)
    stop_after(p, ps_xml_end(p->builder));
}

static void on_doctype(void *data, const char *name, const char *system, const char *public,
                       int subset) {
  (void)name, (void)system, (void)public, (void)subset;
  parse *p = data;
  advance(p);
  stop_after(p, ps_xml_doctype(p->builder, p->line));
}

// What expat found wrong, unless the builder was first.
static ps_status parser_failure(parse *p) {
  if (p->status != PS_OK)
    return p->status;
  enum XML_Error error = XML_GetErrorCode(p->parser);
  advance(p);
  if (error == XML_ERROR_NO_MEMORY)
    return ps_fail(p->builder->err, PS_ERR_MEMORY, p->builder->document->path, p->line,
                   "out of memory, or of the %d bytes that one tag or comment may use",
                   LARGEST_BLOCK);
  return ps_xml_malformed(p->builder, p->line, XML_ErrorString(error));
}

static ps_status run(parse *p, size_t size) {
  XML_SetUserData(p->parser, p);
  XML_SetElementHandler(p->parser, on_start, on_end);
  XML_SetCharacterDataHandler(p->parser, on_text);
  XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
  for (size_t at = 0; at < size; at += PIECE) {
    size_t piece = size - at < PIECE ? size - at : PIECE;
    if (XML_Parse(p->parser, p->text + at, (int)piece, at + piece == size) != XML_STATUS_OK)
      return parser_failure(p);
  }
  return p->status;
}

ps_status ps_xml_feed(ps_xml_builder *builder, const char *encoding, const char *text,
                      size_t size) {
  const XML_Memory_Handling_Suite memory = {limited_malloc, limited_realloc, free};
  parse p = {.builder = builder, .text = text, .line = 1};
  p.reached = p.line_start = text;
  p.parser = XML_ParserCreate_MM(encoding, &memory, NULL);
  if (!p.parser)
    return ps_fail(builder->err, PS_ERR_MEMORY, builder->document->path, 0,
                   "out of memory for the XML parser");
  ps_status status = run(&p, size);
  XML_ParserFree(p.parser);
  return status;
}
