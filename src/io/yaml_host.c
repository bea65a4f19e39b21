// The parser behind ps_yaml_feed in WebAssembly: the host's, web/src/engine/parse_yaml.ts. It gets
// the text and calls the functions of yaml_builder.h, which are exported to it, until it has
// reported everything or one of them fails.
#include "io/yaml_builder.h"

__attribute__((import_module("psoas"), import_name("read_yaml"))) ps_status
host_read_yaml(ps_yaml_builder *b, const char *text, size_t size);

// A problem word by word. An empty `context`: none.
__attribute__((export_name("ps_yaml_malformed_at"))) ps_status
ps_yaml_malformed_at(ps_yaml_builder *b, const char *problem, int line, int column,
                     const char *context, int context_line, bool tab) {
  const ps_yaml_problem p = {.problem = problem,
                             .line = line,
                             .column = column,
                             .context = context[0] ? context : NULL,
                             .context_line = context_line,
                             .tab = tab};
  return ps_yaml_malformed(b, &p);
}

ps_status ps_yaml_feed(ps_yaml_builder *b, const char *text, size_t size) {
  return host_read_yaml(b, text, size);
}
