// day_words.h: what happened in a day, in sentences, for text and page.
#pragma once

#include "base/arena.h"
#include "tool/day_inner.h"

enum { PS_DAY_SENTENCES = 12 };

typedef struct ps_day_words_list {
  int n;
  const char *item[PS_DAY_SENTENCES];
} ps_day_words_list;

// The sentence that answers first; then what else happened, most important first.
const char *ps_day_headline(ps_pool *pool, const ps_day_result *r);
ps_day_words_list ps_day_story(ps_pool *pool, const ps_day_result *r);
// What is extrapolated, not held or switched off; may be empty.
ps_day_words_list ps_day_warnings(ps_pool *pool, const ps_day_result *r);
