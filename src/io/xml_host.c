// The parser behind ps_xml_feed in WebAssembly: the host's, web/src/engine/parse_xml.ts.
// It gets the text and calls the functions of xml_builder.h, which are exported to it, until it has
// reported everything or one of them fails.
#include "io/xml_builder.h"

__attribute__((import_module("psoas"), import_name("read_xml"))) ps_status
host_read_xml(ps_xml_builder *b, const char *text, size_t size, bool latin1);

ps_status ps_xml_feed(ps_xml_builder *b, const char *encoding, const char *text, size_t size) {
  return host_read_xml(b, text, size, encoding[0] == 'I');
}
