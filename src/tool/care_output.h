// care_output.h: what interventions change, the same way in text, JSON and pages.
#pragma once

#include "io/json_write.h"
#include "tool/care_input.h"
#include "tool/report_page.h"

// A number of a run without interventions and with them.
typedef struct ps_care_row {
  const char *name, *words, *unit;
  double without, with;
  double low, high; // 10th and 90th percentile of the difference between people; nan: not drawn
  int decimals;
} ps_care_row;

enum { PS_CARE_ROWS = 16 };

// All that is told of a choice.
typedef struct ps_care_told {
  const ps_care *care;
  ps_care_who who;
  const char *when; // "kept up for 84 days"
  int n;
  ps_care_row row[PS_CARE_ROWS];
} ps_care_told;

// "less by 4.0 (1.2 to 6.9)", "no reliable difference", "no difference at all".
const char *ps_care_verdict(const ps_care_row *row, char text[120]);

void ps_care_put_text(ps_file_writer *w, const ps_care_told *told);
void ps_care_put_json(ps_json_writer *j, const ps_care_told *told); // the member "care"
void ps_care_put_section(ps_page *p, const ps_care_told *told);
