// The tables of the page.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "io/escape.h"
#include "num/number.h"
#include "tool/report_page.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"

// ---- cells

void ps_page_table_begin(ps_page *p, const char *label, const char *style) {
  ps_file_writer_text(p->w, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
  ps_write_escaped(p->w, label);
  ps_file_writer_format(p->w, "\"><table class=\"%s\">\n", style);
}

void ps_page_table_end(ps_page *p) {
  ps_file_writer_text(p->w, "</tbody></table></div>\n");
}

void ps_page_head_row(ps_page *p, const char *titles) {
  ps_file_writer_text(p->w, "<thead><tr>");
  while (*titles) {
    bool number = *titles == '#';
    titles += number;
    size_t length = strcspn(titles, "|");
    ps_file_writer_text(p->w, number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
    ps_file_writer_bytes(p->w, titles, length);
    ps_file_writer_text(p->w, "</th>");
    titles += length + (titles[length] == '|');
  }
  ps_file_writer_text(p->w, "</tr></thead><tbody>\n");
}

void ps_page_name_cell(ps_page *p, const char *name, const char *more) {
  ps_file_writer_text(p->w, "<tr><th scope=\"row\">");
  ps_write_escaped(p->w, name);
  if (more[0]) {
    ps_file_writer_text(p->w, " <small>");
    ps_write_escaped(p->w, more);
    ps_file_writer_text(p->w, "</small>");
  }
  ps_file_writer_text(p->w, "</th>");
}

void ps_page_value(ps_page *p, double x) {
  if (!isfinite(x)) {
    ps_file_writer_text(p->w, "–");
    return;
  }
  if (x < 0)
    ps_file_writer_text(p->w, "−");
  ps_put_value(p->w, fabs(x));
}

void ps_page_value_cell(ps_page *p, double x, const char *style) {
  ps_file_writer_format(p->w, "<td class=\"n %s\">", style);
  ps_page_value(p, x);
  ps_file_writer_text(p->w, "</td>");
}

static void whole_cell(ps_page *p, double x) {
  ps_file_writer_text(p->w, "<td class=\"n\">");
  ps_put_fixed(p->w, x, 0);
  ps_file_writer_text(p->w, "</td>");
}

static void range_cell(ps_page *p, ps_range range, double unit) {
  ps_file_writer_text(p->w, "<td class=\"n soft\">");
  ps_page_value(p, range.low / unit);
  ps_file_writer_text(p->w, "–");
  ps_page_value(p, range.high / unit);
  ps_file_writer_text(p->w, "</td>");
}

static void bar_cell(ps_page *p, const ps_peak *peak, double full, const char *style) {
  ps_file_writer_text(p->w, "<td class=\"bars\">");
  ps_plot_bar(p->w, peak->value / full, peak->range.low / full, peak->range.high / full, style);
  ps_file_writer_text(p->w, "</td>");
}

static void when_cells(ps_page *p, const ps_peak *peak) {
  whole_cell(p, 100 * peak->phase);
  ps_file_writer_text(p->w, "<td class=\"n\">");
  ps_put_fixed(p->w, peak->time, 2);
  ps_file_writer_text(p->w, "</td></tr>\n");
}

// ---- muscles

void ps_page_muscle_table(ps_page *p) {
  const ps_findings *f = p->f;
  double full = 0;
  for (int i = 0; i < f->nrow; i++)
    full = fmax(full, f->row[i]->peak.range.high);
  full = ps_ruler_for(0, full).high;
  ps_page_table_begin(p, "Muscle forces", "");
  char head[400], limit[PS_NUMBER_MAX_SHORT];
  ps_number_general(limit, full, 4);
  snprintf(head, sizeof head,
           "muscle|#mean, N|#peak, N|#range of the peak|0 to %s N|#%% of its maximum|#%s|#at, s",
           limit, ps_has_strides(f) ? "% of the stride" : "% of the time");
  ps_page_head_row(p, head);
  for (int i = 0; i < f->nrow; i++) {
    const ps_pull *pull = f->row[i];
    char more[40] = "";
    if (pull->nmember > 1)
      snprintf(more, sizeof more, "%d fascicles", pull->nmember);
    ps_page_name_cell(p, pull->name, more);
    ps_page_value_cell(p, pull->mean, "");
    ps_page_value_cell(p, pull->peak.value, "main");
    range_cell(p, pull->peak.range, 1);
    bar_cell(p, &pull->peak, full, "force");
    whole_cell(p, 100 * pull->peak.value / pull->strength);
    when_cells(p, &pull->peak);
  }
  ps_page_table_end(p);
}

// ---- joints

void ps_page_joint_table(ps_page *p) {
  const ps_findings *f = p->f;
  double full = 0;
  for (int i = 0; i < f->njoint; i++)
    full = fmax(full, f->joint[i].peak.range.high / f->weight);
  full = ps_ruler_for(0, full).high;
  ps_page_table_begin(p, "Joint loads", "");
  char head[400], limit[PS_NUMBER_MAX_SHORT];
  ps_number_general(limit, full, 4);
  snprintf(head, sizeof head,
           "joint|#peak, %s|#range|0 to %s|#mean, N|#peak, N|#pressed along y, N|#%s|#at, s",
           ps_weight_name(f), limit, ps_has_strides(f) ? "% of the stride" : "% of the time");
  ps_page_head_row(p, head);
  for (int i = 0; i < f->njoint; i++) {
    const ps_joint_load *j = &f->joint[i];
    char more[96];
    snprintf(more, sizeof more, "on %.80s", j->body);
    ps_page_name_cell(p, j->name, more);
    ps_page_value_cell(p, j->peak.value / f->weight, "main");
    range_cell(p, j->peak.range, f->weight);
    ps_peak share = j->peak;
    share.value /= f->weight;
    share.range.low /= f->weight;
    share.range.high /= f->weight;
    bar_cell(p, &share, full, "load");
    ps_page_value_cell(p, j->mean, "");
    ps_page_value_cell(p, j->peak.value, "");
    ps_page_value_cell(p, j->compression, "");
    when_cells(p, &j->peak);
  }
  ps_page_table_end(p);
}

// ---- quality

static const char *judgement(const ps_drive *d) {
  if (d->root)
    return d->beyond ? "◇ more left over than good practice allows" : "✓ left over, small";
  if (d->beyond)
    return "◇ reserves help";
  return d->effort->driven ? "✓ muscles do it" : "◇ no muscle can turn it";
}

void ps_page_quality_table(ps_page *p) {
  const ps_findings *f = p->f;
  ps_page_table_begin(p, "Needed and reserve moments", "");
  ps_page_head_row(p, "coordinate|#needed, peak|#from reserves, peak|#root mean square|#at, s|unit|"
                      "in words");
  for (int i = 0; i < f->ndrive; i++) {
    const ps_drive *d = &f->drive[i];
    const ps_effort *e = d->effort;
    ps_page_name_cell(p, e->coordinate, "");
    ps_page_value_cell(p, e->needed_peak, "");
    ps_page_value_cell(p, e->reserve_peak, d->beyond ? "main" : "");
    ps_page_value_cell(p, e->reserve_rms, "");
    ps_file_writer_text(p->w, "<td class=\"n\">");
    ps_put_fixed(p->w, e->reserve_time, 2);
    ps_file_writer_format(p->w, "</td><td>%s</td><td>%s</td></tr>\n", e->rotational ? "N m" : "N",
                          judgement(d));
  }
  ps_page_table_end(p);
}

// ---- inputs

void ps_page_input_table(ps_page *p) {
  const ps_findings *f = p->f;
  ps_page_table_begin(p, "Files that went in", "");
  ps_page_head_row(p, "what|file|SHA-256, first 16 digits");
  for (int i = 0; i < f->inputs.n; i++) {
    const ps_input *input = &f->inputs.items[i];
    ps_page_name_cell(p, input->role, "");
    ps_file_writer_text(p->w, "<td>");
    ps_write_escaped(p->w, ps_path_name(input->path));
    ps_file_writer_format(p->w, "</td><td><code>%.16s</code></td></tr>\n", input->sha256);
  }
  ps_page_table_end(p);
}
