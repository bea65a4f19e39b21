// report_text.h: the findings as a table for a terminal, at most 100 columns wide.
#pragma once

#include "tool/report_findings.h"

// Into the summary of the result.
ps_status ps_report_text(const ps_findings *f);
