// report_page.h: the findings as one page that needs nothing else: no network, no scripts, no
// fonts.
//
// The page is well-formed XML as well as HTML, so that any reader can take it apart. It says the
// answer first, then shows it, then says how far to trust it.
#pragma once

#include "tool/report_findings.h"

// While the page is being written.
typedef struct ps_page {
  ps_findings *f; // NULL: the page is about postures
  ps_file_writer *w;
  int id;      // of the next chart
  bool helped; // when to get help has been said
} ps_page;

// `report.html` in the folder of the results.
ps_status ps_report_page(ps_findings *f);

// ---- parts

void ps_page_style(ps_file_writer *w); // the style sheet

// From the doctype to the open main part; `about` stands beside the name of psoas, `style` (may be
// NULL) adds to the sheet. And from the end of the main part to the end.
void ps_page_begin(ps_page *p, const char *title, const char *about,
                   void (*style)(ps_file_writer *w));
void ps_page_end(ps_page *p);
// A card with a title and a sentence.
void ps_page_begin_section(ps_page *p, const char *title, const char *sentence);
void ps_page_end_section(ps_page *p);
// A line of "How far to trust this".
void ps_page_trust(ps_page *p, bool good, const char *words);

// Charts, each group with its numbers as a table.
ps_status ps_page_flexor_charts(ps_page *p);
ps_status ps_page_muscle_charts(ps_page *p);
ps_status ps_page_joint_charts(ps_page *p);
ps_status ps_page_quality_charts(ps_page *p);

// Tables.
void ps_page_muscle_table(ps_page *p);
void ps_page_joint_table(ps_page *p);
void ps_page_quality_table(ps_page *p);
void ps_page_input_table(ps_page *p);

// A table that can be wider than the page; `label` names it for screen readers.
void ps_page_table_begin(ps_page *p, const char *label, const char *style);
void ps_page_table_end(ps_page *p);
// Head cells; '|' parts them, a leading '#' aligns a column of numbers to the right.
void ps_page_head_row(ps_page *p, const char *titles);
void ps_page_name_cell(ps_page *p, const char *name, const char *more);
void ps_page_value_cell(ps_page *p, double x, const char *style);
// A number with a true minus sign.
void ps_page_value(ps_page *p, double x);
