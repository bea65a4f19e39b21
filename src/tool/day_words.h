// day_words.h: what happened in a day, in sentences, for text and page.
#pragma once

#include "tool/day_inner.h"
#include "tool/sentences.h"

// The sentence that answers first; then what else happened, most important first.
const char *ps_day_headline(ps_pool *pool, const ps_day_result *r);
ps_sentences ps_day_story(ps_pool *pool, const ps_day_result *r);
// What is extrapolated, not held or switched off; may be empty.
ps_sentences ps_day_warnings(ps_pool *pool, const ps_day_result *r);
