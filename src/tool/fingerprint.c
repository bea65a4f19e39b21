#include "tool/fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "io/json_tree.h"

static void write_input(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

static void add_text(ps_sha256 *s, const char *text) {
  ps_sha256_add(s, text, strlen(text) + 1);
}

void ps_fingerprint_tables(ps_sha256 *s) {
  ps_sha256_begin(s);
  for (int i = 0; i < ps_embedded_count(); i++) {
    add_text(s, ps_embedded_at(i)->name);
    add_text(s, ps_embedded_at(i)->text);
  }
}

ps_status ps_fingerprint(const ps_sha256 *tables, const ps_tree *input, const char *options,
                         char digits[PS_SHA256_TEXT], ps_error *err) {
  ps_sha256 s = *tables;
  char *text;
  PS_TRY(ps_json_to_text(write_input, input, &text, err));
  add_text(&s, text);
  add_text(&s, options);
  ps_sha256_end(&s, digits);
  free(text);
  return PS_OK;
}
