// evidence_parts.h: what pages about the catalogue share.
#pragma once

#include "scenario/evidence.h"
#include "tool/report_page.h"

void ps_evidence_style(ps_file_writer *w); // the style sheet of what follows

// A sentence, escaped, with true minus signs.
void ps_page_sentence(ps_page *p, const char *text);
// The word for a mechanism, with its shape; and what it is about, where it holds for a part only.
void ps_page_badge(ps_page *p, ps_standing standing);
void ps_page_badge_note(ps_page *p, const char *note);
// Four dots and a word; half filled between two grades.
void ps_page_grade(ps_page *p, const ps_graded *g);
// A row of a <dl>; nothing where there is no text.
void ps_page_row(ps_page *p, const char *name, const char *text);
