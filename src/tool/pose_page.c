#include "tool/pose_page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/pose_figure.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

static const char *title_of(const ps_posed *item) {
  const char *title = ps_pose_text_at(item->answer->tree, "title");
  return *title ? title : item->name;
}

// in the middle of a sentence
static void put_low_title(ps_page *p, const ps_posed *item) {
  const char *title = title_of(item);
  char first[2] = {title[0], 0};
  if (first[0] >= 'A' && first[0] <= 'Z')
    first[0] = (char)(first[0] - 'A' + 'a');
  put_escaped(p, first);
  put_escaped(p, title + 1);
}

static bool is_solved(const ps_posed *item) {
  return item->answer->held.status == PS_HOLD_SOLVED;
}

// ---- head

static void put_title(ps_page *p, const ps_pose_result *r) {
  put(p, "<h1>");
  if (r->compared) {
    put_escaped(p, title_of(&r->item[0]));
    put(p, ", compared with ");
    put_low_title(p, &r->item[r->n - 1]);
  } else if (r->n > 1) {
    ps_file_writer_format(p->w, "One person in %d postures", r->n);
  } else {
    put_escaped(p, title_of(&r->item[0]));
  }
  put(p, "</h1>\n<p class=\"scene\">");
  char text[200];
  const ps_tree *t = r->item[0].answer->tree;
  put_escaped(p, ps_person_words(t, text, sizeof text));
  ps_file_writer_format(p->w, ". %.0f muscle lines; spine %s; criterion %s.",
                        ps_pose_at(t, "lines"), ps_pose_text_at(t, "spine"),
                        ps_pose_text_at(t, "criterion"));
  put(p, "</p>\n");
}

// "<b>547 N</b> (495–634)"
static void put_bold(ps_page *p, const ps_tree *number, int decimals, const char *unit) {
  put(p, "<b>");
  ps_pose_put_number(p, number ? number->number : NAN, decimals);
  ps_file_writer_format(p->w, " %s</b>", unit);
  ps_pose_put_range(p, number, decimals);
}

static void put_answer_one(ps_page *p, const ps_posed *item) {
  const ps_tree *t = item->answer->tree;
  if (item->missing[0]) {
    put(p, "This person cannot hold this posture. What is missing: ");
    put_escaped(p, item->missing);
    put(p, ". The numbers below are the nearest that muscles and supports can give.");
    return;
  }
  put(p, "The disc between L4 and L5 carries ");
  put_bold(p, ps_pose_find(t, "levels.L4_L5.compression_N"), 0, "N");
  put(p, " at ");
  put_bold(p, ps_pose_find(t, "levels.L4_L5.idp_MPa"), 2, "MPa");
  put(p, ". The psoas pulls with ");
  put_bold(p, ps_pose_find(t, "groups.psoas_r.force_N"), 0, "N");
  put(p, " on the right and ");
  put_bold(p, ps_pose_find(t, "groups.psoas_l.force_N"), 0, "N");
  put(p, " on the left.");
}

static void put_answer_compared(ps_page *p, const ps_posed *item, const ps_posed *first) {
  static const char path[] = "levels.L4_L5.compression_N";
  const ps_tree *n = ps_pose_find(item->answer->tree, path);
  double before = ps_pose_at(first->answer->tree, path);
  put(p, " When ");
  put_low_title(p, item);
  put(p, ", the same disc carries ");
  put_bold(p, n, 0, "N");
  if (n && before > 1) {
    double change = 100 * (n->number / before - 1);
    ps_file_writer_format(p->w, ", %.0f %% %s", fabs(change), change < 0 ? "less" : "more");
  }
  put(p, ".");
}

// the solved posture with the least or most of a number; -1: there is none
static int extreme(const ps_pose_result *r, const char *path, double sign) {
  int best = -1;
  for (int i = 0; i < r->n; i++)
    if (is_solved(&r->item[i]) &&
        (best < 0 || sign * ps_pose_at(r->item[i].answer->tree, "%s", path) >
                         sign * ps_pose_at(r->item[best].answer->tree, "%s", path)))
      best = i;
  return best;
}

static void put_answer_many(ps_page *p, const ps_pose_result *r) {
  static const char disc[] = "levels.L4_L5.compression_N", psoas[] = "groups.psoas_r.force_N";
  int least = extreme(r, disc, -1), most = extreme(r, disc, 1), pull = extreme(r, psoas, 1);
  if (least < 0) {
    put(p, "This person can hold none of these postures.");
    return;
  }
  put(p, "The disc between L4 and L5 carries least when ");
  put_low_title(p, &r->item[least]);
  put(p, ", ");
  put_bold(p, ps_pose_find(r->item[least].answer->tree, disc), 0, "N");
  put(p, ", and most when ");
  put_low_title(p, &r->item[most]);
  put(p, ", ");
  put_bold(p, ps_pose_find(r->item[most].answer->tree, disc), 0, "N");
  put(p, ". The right psoas pulls hardest when ");
  put_low_title(p, &r->item[pull]);
  put(p, ", with ");
  put_bold(p, ps_pose_find(r->item[pull].answer->tree, psoas), 0, "N");
  put(p, ".");
}

// ---- main numbers

static void put_figure(ps_page *p, const char *label, const ps_tree *n, int decimals,
                       const char *unit, const char *when) {
  ps_file_writer_format(p->w, "<div><p class=\"label\">%s</p><p class=\"value\">", label);
  ps_pose_put_number(p, n ? n->number : NAN, decimals);
  ps_file_writer_format(p->w, "%s <span>", unit);
  ps_pose_put_range(p, n, decimals);
  put(p, "</span></p><p class=\"when\">");
  put_escaped(p, when);
  put(p, "</p></div>\n");
}

static void put_trust(ps_page *p, const ps_pose_result *r) {
  bool solved = true, inside = true;
  for (int i = 0; i < r->n; i++) {
    solved &= is_solved(&r->item[i]);
    inside &= !r->item[i].answer->extrapolated;
  }
  put(p, "<div><p class=\"label\">How far to trust this</p><ul class=\"trust\">");
  ps_page_trust(p, solved, solved ? "balance found" : "some postures cannot be held");
  ps_page_trust(p, inside,
                inside ? "person and posture inside what was measured"
                       : "extrapolated beyond what was measured");
  ps_page_trust(p, false, "forces of single fascicles are not validated");
  put(p, "</ul></div>\n");
}

static void put_extremes(ps_page *p, const ps_pose_result *r) {
  static const struct {
    const char *label, *path;
    double sign;
  } kinds[] = {{"Least at L4–L5", "levels.L4_L5.compression_N", -1},
               {"Most at L4–L5", "levels.L4_L5.compression_N", 1},
               {"Right psoas, hardest", "groups.psoas_r.force_N", 1}};
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    int i = extreme(r, kinds[k].path, kinds[k].sign);
    if (i >= 0)
      put_figure(p, kinds[k].label, ps_pose_find(r->item[i].answer->tree, "%s", kinds[k].path), 0,
                 " N", title_of(&r->item[i]));
  }
}

static void put_figures(ps_page *p, const ps_pose_result *r) {
  const ps_tree *t = r->item[0].answer->tree;
  put(p, "<section class=\"figures\" aria-label=\"Main numbers\">\n");
  if (r->n == 1 || r->compared) {
    const char *when = r->compared ? "in the first posture" : "compression";
    put_figure(p, "Disc L4–L5", ps_pose_find(t, "levels.L4_L5.compression_N"), 0, " N", when);
    put_figure(p, "Right psoas", ps_pose_find(t, "groups.psoas_r.force_N"), 0, " N",
               "all fascicles together");
    put_figure(p, "Right hip", ps_pose_find(t, "hip_r.contact_pct_bw"), 0, " %", "of body weight");
    put_figure(p, "Curve of the low back", ps_pose_find(t, "posture_angles.lordosis_deg"), 0, "°",
               "lordosis L1–S1");
  } else
    put_extremes(p, r);
  put_trust(p, r);
  put(p, "</section>\n");
  if (ps_pose_has_intervals(&r->item[0]))
    ps_file_writer_format(p->w,
                          "<p class=\"key\">In parentheses: 8 in 10 of %.0f draws of what the "
                          "sources of the model leave open.</p>\n",
                          ps_pose_at(t, "draws"));
}

// ---- several postures

static double fullest(const ps_pose_result *r) {
  double most = 1;
  for (int i = 0; i < r->n; i++) {
    const ps_tree *n = ps_pose_find(r->item[i].answer->tree, "levels.L4_L5.compression_N");
    most = fmax(most, n->interval ? n->interval->p90 : n->number);
  }
  return ps_ruler_for(0, most).high;
}

static void overview_row(ps_page *p, const ps_posed *item, int i, double full) {
  const ps_tree *t = item->answer->tree, *n = ps_pose_find(t, "levels.L4_L5.compression_N");
  double low = n->interval ? n->interval->p10 : n->number;
  double high = n->interval ? n->interval->p90 : n->number;
  ps_file_writer_format(p->w, "<tr><th scope=\"row\"><a href=\"#p%d\">", i);
  put_escaped(p, title_of(item));
  put(p, "</a>");
  if (!is_solved(item))
    ps_file_writer_format(p->w, " <small>◇ %s</small>", ps_pose_text_at(t, "status"));
  put(p, "</th><td class=\"n main\">");
  ps_pose_put_number(p, n->number, 0);
  put(p, "</td><td class=\"bars\">");
  ps_plot_bar(p->w, n->number / full, fmax(0, low / full), fmax(0, high / full), "load");
  put(p, "</td>");
  static const struct {
    const char *path;
    int decimals;
  } more[] = {{"levels.L4_L5.idp_MPa", 2},
              {"levels.L5_S1.shear_anterior_N", 0},
              {"groups.psoas_r.force_N", 0},
              {"groups.psoas_l.force_N", 0},
              {"hip_r.contact_pct_bw", 0},
              {"hip_l.contact_pct_bw", 0},
              {"iap_kPa", 1},
              {"posture_angles.lordosis_deg", 0}};
  for (size_t k = 0; k < sizeof more / sizeof *more; k++) {
    put(p, "<td class=\"n\">");
    ps_pose_put_number(p, ps_pose_at(t, "%s", more[k].path), more[k].decimals);
    put(p, "</td>");
  }
  put(p, "</tr>\n");
}

static void put_overview(ps_page *p, const ps_pose_result *r) {
  double full = fullest(r);
  char head[400];
  ps_page_begin_section(p, "Side by side", "Compression of L4–L5 as a bar, all on one scale.");
  snprintf(head, sizeof head,
           "posture|#L4–L5, N|0 to %.0f N|#pressure, MPa|#shear L5–S1, N|#psoas right, N|#left, "
           "N|#hip right, %% BW|#left, %% BW|#belly, kPa|#lordosis, °",
           full);
  ps_page_table_begin(p, "Postures side by side", "");
  ps_page_head_row(p, head);
  for (int i = 0; i < r->n; i++)
    overview_row(p, &r->item[i], i + 1, full);
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_differences(ps_page *p, const ps_pose_result *r) {
  const ps_tree *a = r->item[0].answer->tree, *b = r->item[r->n - 1].answer->tree;
  ps_page_begin_section(p, "The difference", "Second posture less first.");
  ps_page_table_begin(p, "Differences", "");
  ps_page_head_row(p, "number|#first|#second|#difference|unit");
  for (int i = 0; i < ps_pose_key_count; i++) {
    const ps_pose_key *key = &ps_pose_keys[i];
    double x = ps_pose_at(a, "%s", key->path), y = ps_pose_at(b, "%s", key->path);
    if (!isfinite(x - y) || (fabs(x) < 1e-9 && fabs(y) < 1e-9))
      continue;
    ps_page_name_cell(p, key->name, "");
    const double cells[] = {x, y, y - x};
    for (int k = 0; k < 3; k++) {
      put(p, k == 2 ? "<td class=\"n main\">" : "<td class=\"n\">");
      put(p, k == 2 && y - x >= 0.5 * pow(10, -key->decimals) ? "+" : "");
      ps_pose_put_number(p, cells[k], key->decimals);
      put(p, "</td>");
    }
    ps_file_writer_format(p->w, "<td>%s</td></tr>\n", key->unit);
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

// ---- a card

static void put_warnings(ps_page *p, const ps_posed *item) {
  const ps_tree *list = ps_tree_member(item->answer->tree, "warnings");
  if (!list || !list->first)
    return;
  put(p, "<div class=\"warn\"><h2>Know this first</h2><ul>\n");
  for (const ps_tree *t = list->first; t; t = t->next) {
    put(p, "<li>");
    put_escaped(p, t->text);
    put(p, "</li>\n");
  }
  if (item->missing[0]) {
    put(p, "<li>Missing: ");
    put_escaped(p, item->missing);
    put(p, ".</li>\n");
  }
  put(p, "</ul></div>\n");
}

static void put_explanation(ps_page *p, const ps_posed *item) {
  const ps_tree *all = ps_tree_member(item->answer->tree, "explanation");
  if (!all)
    return;
  put(p, "<h3>Why</h3>\n<ul>\n");
  for (const ps_tree *list = all->first; list; list = list->next)
    for (const ps_tree *t = list->first; t; t = t->next) {
      put(p, "<li>");
      put_escaped(p, t->text);
      put(p, "</li>\n");
    }
  put(p, "</ul>\n");
}

static void put_card(ps_page *p, const ps_pose_result *r, const ps_posed *item, int i,
                     double most) {
  bool many = r->n > 2;
  ps_file_writer_format(p->w, "<section class=\"card\" id=\"p%d\"><h2>", i);
  put_escaped(p, r->n > 1 ? title_of(item) : "Spine and body");
  put(p, "</h2>\n");
  if (r->n > 1) {
    put(p, "<p class=\"note\">");
    put_answer_one(p, item);
    put(p, "</p>\n");
  }
  put_warnings(p, item);
  put(p, "<div class=\"pose\"><figure>\n");
  ps_figure_spine(p->w, item, most, p->id++);
  put(p, "<figcaption><span>Turned so that the low back stands upright; compression, N</span>"
         "</figcaption></figure><figure>\n");
  ps_figure_body(p->w, item, p->id++);
  put(p, "<figcaption><span>As the person is; forces of the supports, N</span></figcaption>"
         "</figure></div>\n");
  if (!many)
    ps_figure_legend(p->w, most);
  ps_pose_level_table(p, item);
  put(p, many ? "<details><summary>Psoas, shares, hips and stability</summary>\n" : "");
  ps_pose_psoas_table(p, item);
  put(p, "<div class=\"charts three\">\n");
  ps_pose_share_chart(p, item);
  ps_pose_tornado(p, item);
  ps_pose_rest_table(p, item);
  put(p, "</div>\n");
  put(p, many ? "</details>\n" : "");
  put_explanation(p, item);
  ps_pose_all_tables(p, item);
  ps_page_end_section(p);
}

// ---- end

static void put_method(ps_page *p) {
  ps_page_begin_section(p, "What this can say, and what it cannot",
                        "One person, one instant, everything in balance.");
  put(p, "<ul>\n<li>Of all ways to hold the posture, muscles take the one that costs least by the "
         "criterion, under the equations of balance; discs, ligaments, seat and floor give what "
         "they give when pressed.</li>\n"
         "<li>Ranges come from the parameters whose sources disagree. They hold no error of the "
         "criterion: <code>--ensemble</code> shows that.</li>\n"
         "<li>Nobody has measured the force of a psoas fascicle in a living person. Sums, disc "
         "pressures and muscle activity can be compared: <code>psoas validate</code>.</li>\n"
         "<li>It knows nothing of pain, of damage, or of what to do about either.</li>\n</ul>\n");
  ps_page_end_section(p);
}

static void put_inputs(ps_page *p, const ps_pose_result *r) {
  ps_page_begin_section(p, "What went in", "The same input and version give the same page.");
  ps_page_table_begin(p, "What went in", "");
  ps_page_head_row(p, "posture|file|SHA-256 of all inputs, first 16 digits");
  for (int i = 0; i < r->n; i++) {
    ps_page_name_cell(p, r->item[i].name, "");
    put(p, "<td>");
    put_escaped(p, r->item[i].path ? r->item[i].path : "of the built-in table");
    ps_file_writer_format(p->w, "</td><td><code>%.16s</code></td></tr>\n", r->item[i].sha256);
  }
  ps_page_table_end(p);
  if (r->request.nsets) {
    put(p, "<p class=\"note\">Changed:");
    for (int i = 0; i < r->request.nsets; i++) {
      put(p, " <code>");
      put_escaped(p, r->request.sets[i]);
      put(p, "</code>");
    }
    put(p, "</p>\n");
  }
  put(p, "<p class=\"note\">Geometry: joint centres and trunk lines after Beaucage-Gauvreau 2019 "
         "and Christophy 2012, legs after Rajagopal 2016, psoas after Bogduk 1992; every number "
         "with its source in <code>data/</code>. The drawings show the joints and paths of the "
         "model; outlines of bones and body are sketches. psoas is not a medical device.</p>\n");
  ps_page_end_section(p);
}

static void put_data(ps_page *p, const ps_pose_result *r) {
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_pose_write_json(r, p->w);
  put(p, "</script>\n");
}

static void page_style(ps_file_writer *w) {
  ps_figure_style(w);
  ps_file_writer_text(
      w, "a{color:inherit;text-decoration-color:var(--edge);text-underline-offset:3px}\n"
         ".pose{display:grid;grid-template-columns:minmax(0,600fr) minmax(0,330fr);gap:16px 24px;"
         "align-items:center;margin:8px 0}\n"
         ".charts.three{grid-template-columns:repeat(auto-fit,minmax(min(100%,280px),1fr));"
         "align-items:start}.three th{white-space:normal}\n"
         ".bar.change .less{fill:#6fb1c2}.bar.change .more{fill:#ef9f63}\n"
         ".pose figcaption span{white-space:normal}.card .warn{margin-top:8px}\n"
         "@media (max-width:640px){.pose{grid-template-columns:1fr}.body{max-width:260px;"
         "margin:0 auto}.spine text,.spine text.level,.spine text.load{font-size:17px}}\n"
         "@media print{.pose{grid-template-columns:600fr 330fr}.card{break-inside:auto}"
         ".pose,figure{break-inside:avoid}}\n");
}

ps_status ps_pose_page(const ps_pose_result *r, ps_file_writer *w, ps_error *err) {
  ps_page page = {.w = w, .id = 1}, *p = &page;
  char about[80], title[160];
  double most = 1;
  (void)err;
  for (int i = 0; i < r->n; i++)
    most = fmax(most, ps_figure_most(&r->item[i]));
  most = ps_ruler_for(0, most).high;
  snprintf(about, sizeof about, "Posture report · inputs %.8s", r->item[0].sha256);
  snprintf(title, sizeof title, "%.120s", r->n > 1 ? "Postures" : title_of(&r->item[0]));
  ps_page_begin(p, title, about, page_style);
  put_title(p, r);
  put(p, "<p class=\"answer\">");
  if (r->n == 1 || r->compared)
    put_answer_one(p, &r->item[0]);
  else
    put_answer_many(p, r);
  if (r->compared)
    put_answer_compared(p, &r->item[r->n - 1], &r->item[0]);
  put(p, "</p>\n");
  put_figures(p, r);
  if (r->n > 1)
    put_overview(p, r);
  if (r->compared)
    put_differences(p, r);
  if (r->n > 2)
    ps_figure_legend(p->w, most);
  for (int i = 0; i < r->n; i++)
    put_card(p, r, &r->item[i], i + 1, most);
  put_method(p);
  put_inputs(p, r);
  put_data(p, r);
  ps_page_end(p);
  return PS_OK;
}
