// evidence_parts.c: how pages show a word, a grade and a row of what is known.
#include "tool/evidence_parts.h"

#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/evidence_inner.h"

static const char style[] =
    ":root{--pla:#2457a6;--pla-soft:#e6edf8;--est-soft:#e0f0ec;--non:#585e66;--non-soft:#ebebea}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--pla:#8db6f2;--pla-soft:#223049;"
    "--est-soft:#16352f;--non:#b0b4b9;--non-soft:#2c3136}}\n"
    ".badge{display:inline-flex;align-items:center;gap:6px;border-radius:6px;padding:2px 8px;"
    "font-size:13px;line-height:18px;font-weight:600;white-space:nowrap}\n"
    ".badge svg,.grade svg{flex:none;width:12px;height:12px}\n"
    ".badge.s0{background:var(--est-soft);color:var(--est)}"
    ".badge.s1{background:var(--pla-soft);color:var(--pla)}"
    ".badge.s2{background:var(--con-soft);color:var(--con)}"
    ".badge.s3{background:var(--non-soft);color:var(--non)}\n"
    ".badge .full{fill:currentColor}.badge .rim{fill:none;stroke:currentColor;stroke-width:1.6}\n"
    ".grade{white-space:nowrap}.grade svg{width:46px;height:10px;vertical-align:-1px}"
    ".grade .on{fill:var(--ink2)}.grade .off{fill:none;stroke:var(--ink2)}\n"
    ".head{display:flex;justify-content:space-between;align-items:flex-start;gap:16px}\n"
    ".claim{font:italic 400 16px/24px \"Source Serif 4\",\"Source Serif 4 Variable\",Georgia,serif;"
    "color:var(--ink2)}\n"
    ".all td,.all th{white-space:normal;vertical-align:top}.all a,.card a{color:var(--pla)}"
    ".all .nowrap{white-space:nowrap}\n"
    ".badge+small{display:block;color:var(--ink2);font-size:12px;line-height:16px;"
    "max-width:170px;margin-top:2px;white-space:normal}.word{text-align:right}"
    ".word small{margin-left:auto}\n"
    "dl{display:grid;grid-template-columns:140px minmax(0,1fr);gap:4px 16px;margin:12px 0;"
    "font-size:14px}dt{color:var(--ink2)}dd{margin:0;max-width:76ch}\n"
    "dd p{margin:0 0 4px}.main dd:first-of-type{font-weight:500}\n"
    ".differ{color:var(--con);font-weight:500}\n"
    ".forest{max-width:640px}.forest svg{display:block;width:100%;height:auto}\n"
    ".forest .soft{fill:var(--load-soft)}.forest .dot{fill:var(--load)}"
    ".forest .ours{fill:var(--ink)}.forest .oursoft{fill:none;stroke:var(--ink);stroke-width:1.3}"
    ".forest .axis{stroke:var(--line)}.forest .none{stroke:var(--edge)}\n"
    ".forest text{fill:var(--ink2)}.forest .bold{font-weight:600;fill:var(--ink)}\n"
    "@media (max-width:640px){dl{grid-template-columns:1fr}dt{margin-top:8px}"
    ".forest text{font-size:15px}}\n"
    "@media print{dl{grid-template-columns:110px 1fr;font-size:10px;gap:2px 10px}}\n";

void ps_evidence_style(ps_file_writer *w) {
  ps_file_writer_text(w, style);
}

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

// a sentence with true minus signs
void ps_page_sentence(ps_page *p, const char *text) {
  char part[PS_EVIDENCE_SENTENCE];
  for (const char *at = text; *at;) {
    size_t n = 1;
    while (at[n] &&
           !(at[n] == '-' && strchr(" (+", at[n - 1]) && at[n + 1] >= '0' && at[n + 1] <= '9'))
      n++;
    bool minus = *at == '-' && at[1] >= '0' && at[1] <= '9';
    put(p, minus ? "−" : "");
    snprintf(part, sizeof part, "%.*s", (int)n - minus, at + minus);
    ps_write_escaped(p->w, part);
    at += n;
  }
}

void ps_page_badge(ps_page *p, ps_standing standing) {
  static const char *const shape[PS_STANDINGS] = {
      "<circle class=\"full\" cx=\"6\" cy=\"6\" r=\"5\"/>",
      ("<circle class=\"rim\" cx=\"6\" cy=\"6\" r=\"4.6\"/>"
       "<path class=\"full\" d=\"M6 1.4a4.6 4.6 0 0 1 0 9.2z\"/>"),
      "<path class=\"rim\" d=\"M6 1l5 5l-5 5l-5 -5zM3.5 8.5l5 -5\"/>",
      "<circle class=\"rim\" cx=\"6\" cy=\"6\" r=\"4.6\"/>"};
  static const char *const word[PS_STANDINGS] = {"Established", "Plausible", "Contested",
                                                 "No evidence"};
  ps_file_writer_format(p->w,
                        "<span class=\"badge s%d\"><svg viewBox=\"0 0 12 12\" "
                        "aria-hidden=\"true\">%s</svg>%s</span>",
                        (int)standing, shape[standing], word[standing]);
}

// what the word is about, where it holds for a part only
void ps_page_badge_note(ps_page *p, const char *note) {
  put(p, *note ? "<small>" : "");
  put_escaped(p, note);
  put(p, *note ? "</small>" : "");
}

// four dots and a word; half filled between two grades
void ps_page_grade(ps_page *p, const ps_graded *g) {
  if (g->low == PS_GRADE_BLANK) {
    put(p, "–");
    return;
  }
  put(p, "<span class=\"grade\"><svg viewBox=\"0 0 46 10\" aria-hidden=\"true\">");
  for (int k = 1; k <= 4; k++) {
    int x = 12 * k - 7;
    ps_file_writer_format(p->w, "<circle class=\"%s\" cx=\"%d\" cy=\"5\" r=\"4\"/>",
                          k <= (int)g->low ? "on" : "off", x);
    if (k > (int)g->low && k <= (int)g->high)
      ps_file_writer_format(p->w, "<path class=\"on\" d=\"M%d 1a4 4 0 0 0 0 8z\"/>", x);
  }
  put(p, "</svg> ");
  put_escaped(p, g->words);
  put(p, "</span>");
}

void ps_page_row(ps_page *p, const char *name, const char *text) {
  if (!*text)
    return;
  ps_file_writer_format(p->w, "<dt>%s</dt><dd>", name);
  ps_page_sentence(p, text);
  put(p, "</dd>\n");
}
