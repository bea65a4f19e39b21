// safety.c: red flags and standing lines.
#include "tool/safety.h"

#include "io/escape.h"
#include "tool/text_cells.h"

const char ps_line_learning[] = "This simulator is for learning and research. It does not diagnose "
                                "or treat, and it is not medical advice.";
const char ps_line_index[] = "Illustrative index from a simulation. It does not measure or predict "
                             "your pain and is not medical advice.";

static const char call_now[] =
    "Call emergency services or go to an emergency department now if back or leg pain comes with "
    "numbness around the genitals, back passage or inner thighs; trouble starting to pass urine, "
    "not feeling it, or leaking; loss of bowel control; new sexual numbness; pain, weakness or "
    "numbness in both legs; weakness that is getting worse, for example a dropping foot. These can "
    "mean pressure on the nerves at the base of the spine, where hours matter. Also for sudden "
    "tearing belly or back pain with faintness, or a cold, white leg.";
static const char see_soon[] =
    "See a clinician soon for fever or feeling very unwell with back pain; a fall or blow, or "
    "osteoporosis; a history of cancer; unexplained weight loss; constant night pain; steroid use "
    "or a weak immune system; blood thinners with new groin or thigh pain or weakness; pain when "
    "lifting the leg with fever; belly pain or blood in the urine; first back pain under 18 or "
    "over 50; sciatica that does not settle in 6 weeks or is severe from the start.";
static const char stay_calm[] =
    "Most back pain settles in weeks, and staying active helps. Do not stop prescribed medicine "
    "because of this simulator, and do not delay care to try a remedy.";
const char *const ps_red_flags[3] = {call_now, see_soon, stay_calm};

static void put_paragraph(ps_page *p, const char *element, const char *text) {
  ps_file_writer_format(p->w, "<%s>", element);
  ps_write_escaped(p->w, text);
  ps_file_writer_format(p->w, "</%s>\n", element);
}

void ps_put_safety(ps_file_writer *w) {
  for (int i = 0; i < 3; i++)
    ps_put_wrapped(w, "", ps_red_flags[i]);
  ps_file_writer_text(w, "\n");
  ps_put_wrapped(w, "", ps_line_index);
  ps_put_wrapped(w, "", ps_line_learning);
}

void ps_page_help(ps_page *p) {
  p->helped = true;
  ps_file_writer_text(p->w, "<div class=\"help\"><h2>When to get help</h2>\n");
  for (int i = 0; i < 3; i++)
    put_paragraph(p, "p", ps_red_flags[i]);
  ps_file_writer_text(p->w, "</div>\n");
}

void ps_page_sentences(ps_page *p, const char *const *sentence, int n) {
  ps_file_writer_text(p->w, "<ul>\n");
  for (int i = 0; i < n; i++)
    put_paragraph(p, "li", sentence[i]);
  ps_file_writer_text(p->w, "</ul>\n");
}

void ps_page_know_first(ps_page *p, const char *const *sentence, int n) {
  if (!n)
    return;
  ps_file_writer_text(p->w, "<div class=\"warn\"><h2>Know this first</h2>\n");
  ps_page_sentences(p, sentence, n);
  ps_file_writer_text(p->w, "</div>\n");
}
