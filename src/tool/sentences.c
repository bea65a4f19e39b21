// sentences.c: sentences in a pool.
#include "tool/sentences.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void ps_say(ps_pool *pool, ps_sentences *list, const char *format, ...) {
  char text[600];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  const char *kept = ps_pool_text(pool, text, strlen(text));
  if (kept && list->n < PS_SENTENCES)
    list->item[list->n++] = kept;
}
