// sentences.h: a list of sentences that a result has to say.
#pragma once

#include "base/arena.h"

enum { PS_SENTENCES = 20 };

typedef struct ps_sentences {
  int n;
  const char *item[PS_SENTENCES];
} ps_sentences;

// Add one, kept in the pool; what finds no room is left out.
__attribute__((format(printf, 3, 4))) void ps_say(ps_pool *pool, ps_sentences *list,
                                                  const char *format, ...);
