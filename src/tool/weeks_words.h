// weeks_words.h: what happened over weeks, in sentences, for text and page.
#pragma once

#include "tool/day_words.h"
#include "tool/weeks_inner.h"

const char *ps_weeks_headline(ps_pool *pool, const ps_weeks_result *r);
ps_sentences ps_weeks_story(ps_pool *pool, const ps_weeks_result *r);
// What is not complete, switched off or not described; may be empty.
ps_sentences ps_weeks_warnings(ps_pool *pool, const ps_weeks_result *r);
// "office 5, sofa 2" of a phase.
const char *ps_weeks_phase_days(const ps_weeks_result *r, int phase, char *text, size_t size);
