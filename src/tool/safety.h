// safety.h: what stands under everything that shows pain, and how pages show it.
#pragma once

#include "tool/report_page.h"

// The standing lines.
extern const char ps_line_learning[], ps_line_index[];
// "Call emergency services now": the red flags, one paragraph each.
extern const char *const ps_red_flags[3];

// Under a text: the red flags, then the standing lines.
void ps_put_safety(ps_file_writer *w);
// "When to get help", and "Know this first" of `n` sentences, of which there may be none.
void ps_page_help(ps_page *p);
void ps_page_know_first(ps_page *p, const char *const *sentence, int n);
// Sentences as a list.
void ps_page_sentences(ps_page *p, const char *const *sentence, int n);
