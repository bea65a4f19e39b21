// xml_builder.h: builds the tree of xml.h from the events of any parser that reports them in order.
//
//   begin; for every element start, its attributes, text and elements inside, end; then finish
//
// Each call fails when a limit is passed; the parser must stop then. Nothing here recurses, so
// depth costs no stack. Which parser: expat, or, in WebAssembly, one of the page.
#pragma once

#include "base/names.h"
#include "io/xml.h"

enum {
  PS_XML_FILE_LIMIT = 64 << 20,      // [bytes]
  PS_XML_DEPTH_LIMIT = 256,          // elements inside each other
  PS_XML_ELEMENT_LIMIT = 1000000,    // in a document
  PS_XML_ATTRIBUTE_LIMIT = 64 << 10, // [bytes]  one value
  PS_XML_TEXT_LIMIT = 16 << 20,      // [bytes]  own text of one element
  PS_XML_MEMORY_FACTOR = 4,          // [bytes per byte of the file], and ...
  PS_XML_MEMORY_EXTRA = 1 << 20,     // [bytes]  ... this for small files
};

typedef struct ps_xml_builder {
  ps_xml_document *document;
  ps_error *err;
  struct {
    const char **items;
    int n, capacity;
  } names;                          // of elements and attributes, each once
  ps_names numbers;                 // their places in `names`
  ps_xml_node *open;                // the innermost open element
  ps_xml_attr *attr;                // its last attribute
  int depth;                        // number of open elements
  char *text;                       // own texts of the open elements, outermost first
  size_t used, size;                // [bytes]  of `text`
  size_t start[PS_XML_DEPTH_LIMIT]; // where the own text of each open element starts
} ps_xml_builder;

// `size` [bytes] is that of the file; it sets the memory limit.
void ps_xml_begin(ps_xml_builder *b, ps_xml_document *document, const char *path, size_t size,
                  ps_error *err);
ps_status ps_xml_start(ps_xml_builder *b, const char *tag, int line, int column);
ps_status ps_xml_add_attribute(ps_xml_builder *b, const char *name, const char *value);
// May come in pieces.
ps_status ps_xml_add_text(ps_xml_builder *b, const char *text, size_t length);
ps_status ps_xml_end(ps_xml_builder *b);
// Every element must have ended. After a failure (`status`) the tree is freed.
ps_status ps_xml_finish(ps_xml_builder *b, ps_status status);
// What the parser refuses: a document type declaration; and what is no XML, in the parser's words.
ps_status ps_xml_doctype(ps_xml_builder *b, int line);
ps_status ps_xml_malformed(ps_xml_builder *b, int line, const char *problem);

// The parser: reports everything in `text`, of at least one byte, to the builder. `encoding` is
// UTF-8 or ISO-8859-1. In xml_expat.c or xml_host.c.
ps_status ps_xml_feed(ps_xml_builder *b, const char *encoding, const char *text, size_t size);
