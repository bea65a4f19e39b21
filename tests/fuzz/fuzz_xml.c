// Any bytes as an XML document, and every element read as every type.
#include <stdint.h>
#include <stdlib.h>

#include "io/escape.h"
#include "io/xml.h"
#include "io/xml_builder.h"

static void read_every_way(ps_xml_node *node, ps_pool *pool) {
  ps_error err;
  int n;
  double six[6];
  for (int kind = 0; kind < 9; kind++) {
    ps_xml_reader x = {.path = "f", .pool = pool, .err = &err};
    if (kind == 0)
      ps_xml_number(&x, node, NULL, 0);
    if (kind == 1)
      ps_xml_bound(&x, node, NULL, 0);
    if (kind == 2)
      ps_xml_integer(&x, node, NULL, 0);
    if (kind == 3)
      ps_xml_bool(&x, node, NULL, false);
    if (kind == 4)
      ps_xml_vec3(&x, node, NULL, ps_vec(0, 0, 0));
    if (kind == 5)
      ps_xml_numbers(&x, node, NULL, six, 6);
    if (kind == 6)
      ps_xml_list(&x, node, NULL, &n);
    if (kind == 7)
      ps_xml_words(&x, node, NULL, &n);
    if (kind == 8)
      ps_xml_need(&x, node, "no such tag");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ps_xml_document document;
  ps_notes notes = {0};
  ps_error err;
  if (ps_xml_parse(&document, "f", (const char *)data, size, &notes, &err) != PS_OK) {
    if (document.root || err.status == PS_OK || !err.message[0])
      abort();
    ps_notes_free(&notes);
    return 0;
  }
  if (document.pool.total > PS_XML_MEMORY_FACTOR * size + PS_XML_MEMORY_EXTRA)
    abort();

  ps_pool pool = {0};
  ps_file_writer w;
  char *text = NULL;
  size_t length;
  int count = 0;
  ps_xml_note_unused(document.root, "f", &notes, PS_NOTE_INFO);
  for (ps_xml_node *n = ps_xml_unused(document.root, NULL); n; count++) {
    n->used = true;
    read_every_way(n, &pool);
    n = ps_xml_unused(document.root, n);
  }
  if (count != document.nelement)
    abort();
  if (ps_file_writer_memory(&w, NULL) == PS_OK) {
    ps_write_escaped(&w, document.root->text);
    ps_file_writer_take(&w, &text, &length, NULL);
    free(text);
  }
  ps_pool_free(&pool);
  ps_xml_free(&document);
  ps_notes_free(&notes);
  return 0;
}
