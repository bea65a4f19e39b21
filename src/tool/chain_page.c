// chain_page.c: a stride under short and weak hip flexors as one page.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/chain_inner.h"
#include "tool/report_page.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_number(ps_page *p, double x, int decimals) {
  if (!isfinite(x)) {
    put(p, "–");
    return;
  }
  bool zero = fabs(x) < 0.5 * pow(10, -decimals);
  put(p, x < 0 && !zero ? "−" : "");
  ps_put_fixed(p->w, zero ? 0 : fabs(x), decimals);
}

// ---- first page

static void put_sentences(ps_page *p, const ps_chain_result *r) {
  char text[PS_CHAIN_SENTENCE];
  for (int i = 0; ps_chain_sentence(r, i, text); i++) {
    put(p, i ? "<li>" : "<p class=\"answer\">");
    ps_write_escaped(p->w, text);
    put(p, i ? "</li>\n" : "</p>\n<ul>\n");
  }
  put(p, "</ul>\n");
}

static void put_title(ps_page *p, const ps_chain_result *r) {
  const ps_person *who = &r->pose.person;
  put(p, "<h1>Hip, knee and ankle under short and weak hip flexors</h1>\n<p class=\"scene\">");
  ps_file_writer_format(p->w,
                        "A stride of walking by a %s of %.0f years, %.2f m, %.0f kg; right leg; "
                        "criterion %s.",
                        who->sex == PS_FEMALE ? "woman" : "man", who->age_y, who->height_m,
                        who->mass_kg, ps_criterion_word(r->options.hold.criterion));
  if (r->options.draws)
    ps_file_writer_format(p->w,
                          " Ranges: 8 in 10 of %d draws of what the sources of the model leave "
                          "open, the same draws for every variant.",
                          r->item[0].draws);
  put(p, "</p>\n");
}

static void put_claims(ps_page *p, const ps_chain_result *r) {
  char text[PS_CHAIN_SENTENCE / 2];
  ps_page_begin_section(p, "What is claimed, and what is computed",
                        "The word says how well the claim is established by studies on people, not "
                        "by this computation.");
  ps_page_table_begin(p, "Claims", "claims");
  ps_page_head_row(p, "claim|established|computed here");
  for (int i = 0; i < PS_CHAIN_CLAIMS; i++) {
    const ps_chain_claim *c = &ps_chain_claims[i];
    c->shows(r, text, sizeof text);
    ps_page_name_cell(p, c->claim, c->id);
    put(p, "<td>");
    ps_write_escaped(p->w, c->status);
    put(p, "</td><td>");
    ps_write_escaped(p->w, text);
    put(p, "</td></tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

// ---- curves

enum { CURVES = 4, POINTS = PS_CHAIN_MOMENTS + 1 };

// as is, 10 and 20 % shorter, psoas and iliacus at 40 %
static int drawn(const ps_chain_result *r, int variants[CURVES]) {
  static const double shortening[CURVES] = {0, 0.10, 0.20, 0};
  static const double strength[CURVES] = {1, 1, 1, 0.4};
  int n = 0;
  for (int i = 0; i < CURVES; i++)
    for (int k = 0; k < r->n; k++) {
      const ps_chain_variant *v = &r->item[k].v;
      if (v->shortening == shortening[i] && v->strength == strength[i] && v->alone == 0 &&
          v->inhibition == 0)
        variants[n++] = k;
    }
  return n;
}

static void trace_of(const ps_chain_result *r, int variant, int number, double x[POINTS],
                     double y[POINTS]) {
  for (int i = 0; i < POINTS; i++) {
    x[i] = (double)i / PS_CHAIN_MOMENTS;
    y[i] = ps_chain_row_at(r, variant, i)->leg[PS_RIGHT][number];
  }
}

static void put_curves(ps_page *p, const ps_chain_result *r, int number, const char *title) {
  int variant[CURVES], n = drawn(r, variant);
  double x[POINTS], y[CURVES][POINTS], low = 0, high = 0;
  for (int k = 0; k < n; k++) {
    trace_of(r, variant[k], number, x, y[k]);
    for (int i = 0; i < POINTS; i++) {
      low = fmin(low, y[k][i]);
      high = fmax(high, y[k][i]);
    }
  }
  ps_plot plot = {.w = p->w,
                  .id = p->id++,
                  .title = title,
                  .about = ps_chain_labels[number].about,
                  .width = 440,
                  .height = 220,
                  .y = ps_ruler_for(low, high),
                  .begin = 0,
                  .end = 100,
                  .unit = "%",
                  .stance = 0.6,
                  .left = 48,
                  .bottom = 20};
  ps_file_writer_format(p->w, "<figure><figcaption><b>%s</b><span>%s</span></figcaption>\n", title,
                        ps_chain_labels[number].unit);
  ps_plot_begin(&plot);
  for (int k = n - 1; k >= 0; k--) {
    char style[16];
    snprintf(style, sizeof style, "line v%d", k);
    ps_plot_line(&plot, &(ps_trace){POINTS, x, y[k]}, style);
  }
  ps_plot_end(&plot);
  put(p, "</figure>\n");
}

static void put_legend(ps_page *p, const ps_chain_result *r) {
  int variant[CURVES], n = drawn(r, variant);
  put(p, "<p class=\"key\">");
  for (int k = 0; k < n; k++) {
    ps_file_writer_format(p->w,
                          "<svg class=\"dash\" viewBox=\"0 0 28 8\" aria-hidden=\"true\"><path "
                          "class=\"line v%d\" d=\"M0 4H28\"/></svg> ",
                          k);
    ps_write_escaped(p->w, r->item[variant[k]].v.name);
    put(p, " &#160; ");
  }
  put(p, "</p>\n");
}

static void put_charts(ps_page *p, const ps_chain_result *r) {
  static const struct {
    int number;
    const char *title;
  } chart[] = {{PS_CHAIN_hip_contact_N, "Hip, contact force"},
               {PS_CHAIN_hip_forward_N, "Hip, forward part"},
               {PS_CHAIN_knee_contact_N, "Knee, contact force"},
               {PS_CHAIN_ankle_contact_N, "Ankle, contact force"},
               {PS_CHAIN_psoas_N, "Psoas"},
               {PS_CHAIN_hip_passive_Nm, "Relaxed tissue at the hip"}};
  ps_page_begin_section(p, "Over the stride",
                        "From the strike of the right heel to the next; grey: the foot is on the "
                        "ground.");
  put_legend(p, r);
  put(p, "<div class=\"charts two\">\n");
  for (size_t i = 0; i < sizeof chart / sizeof *chart; i++)
    put_curves(p, r, chart[i].number, chart[i].title);
  put(p, "</div>\n");
  ps_page_end_section(p);
}

// ---- tables

static void number_cell(ps_page *p, double x, int decimals, bool sign, const char *style) {
  ps_file_writer_format(p->w, "<td class=\"n %s\">%s", style,
                        sign && x >= 0.5 * pow(10, -decimals) ? "+" : "");
  put_number(p, x, decimals);
  put(p, "</td>");
}

static void put_span(ps_page *p, double low, double high) {
  put_number(p, low, 0);
  put(p, " to ");
  put_number(p, high, 0);
}

static void change_cells(ps_page *p, const ps_chain_result *r, const ps_chain_value *v) {
  number_cell(p, v->value, 0, false, "");
  number_cell(p, v->change, 0, true, "main");
  number_cell(p, 100 * v->change / r->weight, 1, true, "");
  put(p, "<td class=\"n soft\">");
  if (isfinite(v->range.p10))
    put_span(p, v->range.p10, v->range.p90);
  put(p, "</td><td class=\"n soft\">");
  if (isfinite(v->low))
    put_span(p, v->low, v->high);
  put(p, "</td>");
}

static void put_changes(ps_page *p, const ps_chain_result *r, int number, ps_measure m,
                        const char *title) {
  ps_file_writer_format(p->w, "<h3>%s</h3>\n", title);
  ps_page_table_begin(p, title, "");
  ps_page_head_row(p, "variant|#N|#change, N|#% of body weight|#over draws, N|#over criteria, N");
  for (int k = 0; k < r->n; k++) {
    ps_page_name_cell(p, r->item[k].v.name, "");
    change_cells(p, r, &r->item[k].value[PS_RIGHT][number][m]);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
}

static void put_reach(ps_page *p, const ps_chain_result *r) {
  ps_page_begin_section(p, "How far the leg goes back",
                        "Found: where an examiner's 20 N m end it. Keeps: the extension at which "
                        "relaxed tissue pulls as it did for the person as is.");
  ps_page_table_begin(p, "Hip extension", "");
  ps_page_head_row(p, "variant|#found, °|#stride asks, °|#lacking, °|#keeps, °|#relaxed tissue, "
                      "N m");
  for (int k = 0; k < r->n; k++) {
    const ps_chain_reach *h = &r->item[k].reach[PS_RIGHT];
    const double cell[] = {h->range, h->stride, h->lacking, h->kept, h->passive};
    ps_page_name_cell(p, r->item[k].v.name, "");
    for (int i = 0; i < 5; i++)
      number_cell(p, cell[i], 1, false, i == 2 ? "main" : "");
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_tables(ps_page *p, const ps_chain_result *r) {
  ps_page_begin_section(p, "How much it changes", "Right leg, against the person as is.");
  put_changes(p, r, PS_CHAIN_knee_contact_N, PS_MOST, "Knee, largest contact force");
  put_changes(p, r, PS_CHAIN_ankle_contact_N, PS_MOST, "Ankle, largest contact force");
  put_changes(p, r, PS_CHAIN_hip_contact_N, PS_MOST, "Hip, largest contact force");
  put_changes(p, r, PS_CHAIN_hip_forward_N, PS_EXTENDED,
              "Hip, forward force where the leg is furthest back");
  ps_page_end_section(p);
}

static void put_trust(ps_page *p, const ps_chain_result *r) {
  ps_page_begin_section(p, "What this can say, and what it cannot",
                        "One person, one stride, muscles that share the work at least cost.");
  ps_file_writer_format(
      p->w,
      "<ul>\n<li>Largest forces as is: hip %.2f, knee %.2f, ankle %.2f body weights. Instrumented "
      "hips and knees in walking carry about 2.4 and 2.6; models of the ankle say 4 to "
      "5.</li>\n",
      r->item[0].value[0][PS_CHAIN_hip_contact_N][PS_MOST].value / r->weight,
      r->item[0].value[0][PS_CHAIN_knee_contact_N][PS_MOST].value / r->weight,
      r->item[0].value[0][PS_CHAIN_ankle_contact_N][PS_MOST].value / r->weight);
  put(p,
      "<li>The stride stays as it is, whatever it costs. A person whose hip does not go back so "
      "far walks otherwise; the larger the shortness, the less these changes are what would "
      "happen.</li>\n"
      "<li>Knee and ankle are hinges without ligaments or cartilage, and antagonists work "
      "together less than in people. The moment at the ankle in the table of the stride is below "
      "that of most people, so that calf, knee and ankle carry less here.</li>\n"
      "<li>Ranges over draws come from parameters of trunk, strength, masses and the ligaments of "
      "the hip. How stiff relaxed hip flexors are, geometry and mass of the legs are not "
      "drawn.</li>\n"
      "<li>How muscles share the work is not known. Ranges over five criteria show what hangs on "
      "it: at the knee as much as the change itself.</li>\n"
      "<li>It knows nothing of pain, of damage, or of what to do about either.</li>\n</ul>\n");
  ps_page_end_section(p);
}

static void page_style(ps_file_writer *w) {
  ps_file_writer_text(w, ".line.v0{stroke:var(--ink)}.line.v1{stroke:var(--load);"
                         "stroke-dasharray:7 3}.line.v2{stroke:var(--force);stroke-dasharray:2 3}"
                         ".line.v3{stroke:var(--con);stroke-dasharray:9 3 2 3}"
                         ".dash{width:28px;height:8px;display:inline-block}"
                         ".claims td,.claims th{white-space:normal;vertical-align:top}\n");
}

void ps_chain_put_page(const ps_chain_result *r, ps_file_writer *w) {
  ps_page page = {.w = w, .id = 1}, *p = &page;
  char about[80];
  snprintf(about, sizeof about, "Chain report · inputs %.8s", r->sha256);
  ps_page_begin(p, "Hip, knee and ankle", about, page_style);
  put_title(p, r);
  put_sentences(p, r);
  put_claims(p, r);
  put_charts(p, r);
  put_tables(p, r);
  put_reach(p, r);
  put_trust(p, r);
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_chain_put_json(r, w);
  put(p, "</script>\n");
  ps_page_end(p);
}
