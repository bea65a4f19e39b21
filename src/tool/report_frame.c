// report_frame.c: what every page has: head, cards, foot.
#include "io/escape.h"
#include "tool/report_page.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

void ps_page_begin(ps_page *p, const char *title, const char *about,
                   void (*style)(ps_file_writer *w)) {
  put(p, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n"
         "<meta http-equiv=\"Content-Security-Policy\" "
         "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
         "<meta name=\"generator\" content=\"psoas " PSOAS_VERSION "\"/>\n<title>");
  ps_write_escaped(p->w, title);
  put(p, " · psoas</title>\n<style>\n");
  ps_page_style(p->w);
  if (style)
    style(p->w);
  put(p, "</style>\n</head>\n<body>\n<div class=\"page\">\n<header class=\"top\">"
         "<div class=\"brand\"><svg viewBox=\"0 0 22 24\" aria-hidden=\"true\">"
         "<path d=\"M8 2C8 10 5 14 3 22M14 2c0 8 3 12 5 20\" fill=\"none\" stroke=\"#bf4660\" "
         "stroke-width=\"3\" stroke-linecap=\"round\"/><path d=\"M11 3v8\" fill=\"none\" "
         "stroke=\"#8a8478\" stroke-width=\"3\" stroke-linecap=\"round\"/></svg>psoas</div><p>");
  ps_write_escaped(p->w, about);
  put(p, " · version " PSOAS_VERSION "</p></header>\n<main>\n");
}

void ps_page_begin_section(ps_page *p, const char *title, const char *sentence) {
  put(p, "<section class=\"card\"><h2>");
  ps_write_escaped(p->w, title);
  put(p, "</h2>\n<p class=\"note\">");
  put(p, sentence);
  put(p, "</p>\n");
}

void ps_page_end_section(ps_page *p) {
  put(p, "</section>\n");
}

void ps_page_trust(ps_page *p, bool good, const char *words) {
  put(p, good ? "<li><svg class=\"yes\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">"
                "<path d=\"M2 7.5l3.2 3.2L12 3.5\"/></svg>"
              : "<li><svg class=\"but\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">"
                "<circle cx=\"7\" cy=\"7\" r=\"5.5\"/><path d=\"M7 3.8v.6M7 6.2v4\"/></svg>");
  ps_file_writer_format(p->w, "<span>%s</span></li>", words);
}

static void put_short_help(ps_page *p) {
  put(p,
      "<section class=\"help\"><h2>When to get help</h2>\n"
      "<p><b>Now, at an emergency department:</b> numbness between the legs or around the back "
      "passage, trouble passing urine or holding bowels, weakness or numbness in both legs, a leg "
      "that is getting weaker, sudden tearing belly or back pain with faintness, a cold white "
      "leg. <b>Soon, with a clinician:</b> fever, a fall, past cancer, weight loss, constant "
      "night pain, sciatica beyond six weeks.</p></section>\n");
}

void ps_page_end(ps_page *p) {
  if (!p->helped)
    put_short_help(p);
  put(p, "</main>\n<footer><p>This simulator is for learning and research. It does not diagnose or "
         "treat, and "
         "it is not medical advice.</p></footer>\n</div>\n</body>\n</html>\n");
}
