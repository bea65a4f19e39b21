#include "tool/report.h"

#include "tool/report_findings.h"
#include "tool/report_page.h"
#include "tool/report_result.h"
#include "tool/report_text.h"

ps_status ps_report(ps_workspace *w, const ps_report_data *data) {
  ps_findings f;
  PS_TRY(ps_findings_make(&f, w, data));
  PS_TRY(ps_report_page(&f));
  PS_TRY(ps_report_result(&f));
  return ps_report_text(&f);
}
