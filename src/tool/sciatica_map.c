// sciatica_map.c: a body from behind and from the front, skin of the roots, course of two nerves.
//
// Own drawing, schematic: outlines of the areas follow anatomy texts in their order, not in their
// edges, which differ between people. Half of the body is drawn, x from the midline outwards, and
// mirrored. The right leg carries the areas. What happens to a root is told by hatching and in
// words, not by colour alone.
#include <stdio.h>

#include "tool/sciatica_inner.h"

enum { BEHIND, FRONT, VIEWS };
enum { WIDTH = 360, HEIGHT = 640, MIDDLE = 180 };

static const char outline[] =
    "M0 62H9C10 74 26 80 44 86C54 90 58 104 62 130L72 206L80 268C82 282 74 288 69 276L58 212"
    "L46 150C44 176 42 196 46 222C52 250 54 290 51 330C49 360 45 384 43 406C46 430 46 470 40 520"
    "L34 584L46 602H14L16 584C13 550 11 500 14 450C15 430 14 416 13 404C10 360 6 320 3 286L0 282";

// ---- areas of skin

typedef struct area {
  int view, root; // root: of ps_sciatica_root_names; -1: S2
  const char *shape;
  double x, y;   // of the label, on the outer side
  double tx, ty; // where its line ends
} area;

static const area areas[] = {
    {FRONT, 0, "M6 300L51 284L51 334L9 348Z", 78, 312, 44, 312},
    {FRONT, 1, "M9 348L51 334L45 392L44 402H13Z", 78, 364, 42, 366},
    {FRONT, 2, "M13 402H29L25 560L22 584H16C13 550 11 500 14 450Z", -62, 500, 16, 500},
    {FRONT, 3, "M29 402H44C46 430 46 470 40 520L34 584L38 602H16L22 584L25 560Z", 78, 470, 40, 470},
    {BEHIND, -1, "M5 300L26 292L27 402H13Z", -62, 350, 14, 350},
    {BEHIND, 3, "M26 292L51 280C51 330 47 380 43 404L42 440L28 430Z", 78, 340, 44, 340},
    {BEHIND, 4, "M28 430L42 440C44 480 42 500 40 520L34 584L46 602H20L24 560Z", 78, 500, 36, 500},
    {BEHIND, 2, "M13 404L28 404L24 560L16 584C13 550 11 500 14 450Z", -62, 470, 18, 470},
};

// 0: as at rest; 1: less blood; 2: signals are lost
static int trouble(const ps_sciatica_result *r, int root) {
  const double less = 0.9;
  if (root < 0)
    return 0;
  const ps_sciatica_links *x = &r->item[0].links;
  bool femoral = root <= 2 && r->state.haematoma > 0; // L2 to L4 make the femoral nerve
  double flow = x->root[root].flow, signals = x->root[root].conduction;
  if (femoral && x->whole.femoral_flow < flow)
    flow = x->whole.femoral_flow;
  if (femoral && x->whole.femoral_conduction < signals)
    signals = x->whole.femoral_conduction;
  return signals < less ? 2 : flow < less ? 1 : 0;
}

static const char *const trouble_words[] = {"as at rest", "less blood", "signals lost"};

// x of the page from x of the half: the right leg is on the left from the front
static double place(int view, double x) {
  return MIDDLE + (view == FRONT ? -x : x);
}

static void put_area(const ps_sciatica_result *r, ps_file_writer *w, const area *a) {
  int state = trouble(r, a->root);
  double x = place(a->view, a->x);
  bool outer = a->x > 0;
  bool to_right = (a->view == BEHIND) == outer;
  ps_file_writer_format(w,
                        "<path class=\"skin s%d\" transform=\"translate(%d 0) scale(%d 1)\" "
                        "d=\"%s\"/>\n",
                        state, MIDDLE, a->view == FRONT ? -1 : 1, a->shape);
  ps_file_writer_format(w, "<path class=\"lead\" d=\"M%.0f %.0fL%.0f %.0f\"/>",
                        place(a->view, a->tx), a->ty, x, a->y);
  ps_file_writer_format(w,
                        "<text x=\"%.0f\" y=\"%.0f\"%s><tspan class=\"big\">%s</tspan> %s</text>\n",
                        x + (to_right ? 4 : -4), a->y + 4, to_right ? "" : " text-anchor=\"end\"",
                        a->root < 0 ? "S2" : ps_sciatica_root_names[a->root],
                        a->root < 0 ? "not computed" : trouble_words[state]);
}

// ---- nerves

typedef struct track {
  int view;
  const char *style, *shape;
} track;

static const track tracks[] = {
    // roots to the plexus, under the piriformis, down the thigh, and its two branches
    {BEHIND, "nerve",
     "M4 186L15 240M4 200L15 242M4 214L15 244M4 228L15 248M15 240C17 256 23 268 26 "
     "286C28 320 26 370 27 396M27 396L25 480L21 584M27 396C36 410 40 440 38 500L33 "
     "584"},
    {BEHIND, "muscle", "M7 238L46 256L46 262L7 252Z"},
    {FRONT, "muscle", "M4 150C12 170 22 220 30 262L34 290L28 292C18 268 8 236 4 200Z"},
    {FRONT, "nerve femoral",
     "M4 176L12 196M4 190L14 208M4 204L16 218M12 196C18 220 26 250 29 284"
     "C31 310 28 340 26 370M28 340C22 370 19 400 18 430L18 570"},
};

typedef struct note {
  int view;
  const char *words;
  double x, y, tx, ty;
} note;

static const note notes[] = {
    {BEHIND, "lower back: discs, foramina, roots", 84, 172, 8, 200},
    {BEHIND, "buttock: under the piriformis", 84, 244, 30, 256},
    {BEHIND, "thigh: sciatic nerve", 78, 392, 28, 380},
    {BEHIND, "shank and foot", 78, 560, 30, 560},
    {FRONT, "psoas, with lumbar plexus", 84, 180, 14, 196},
    {FRONT, "and femoral nerve inside", 84, 194, 18, 222},
    {FRONT, "groin, thigh: femoral nerve", 78, 252, 30, 290},
};

static void put_note(ps_file_writer *w, const note *n) {
  bool to_right = n->view == BEHIND;
  double x = place(n->view, n->x);
  ps_file_writer_format(w, "<path class=\"lead\" d=\"M%.0f %.0fL%.0f %.0f\"/>",
                        place(n->view, n->tx), n->ty, x, n->y);
  ps_file_writer_format(w, "<text x=\"%.0f\" y=\"%.0f\"%s>%s</text>\n", x + (to_right ? 4 : -4),
                        n->y + 4, to_right ? "" : " text-anchor=\"end\"", n->words);
}

// ---- views

static void put_view(const ps_sciatica_result *r, ps_file_writer *w, int view) {
  static const char *const title[] = {"From behind: the way of the sciatic nerve",
                                      "From the front: the way of the femoral nerve"};
  ps_file_writer_format(w,
                        "<figure><figcaption><b>%s</b><span>right leg</span></figcaption>\n<svg "
                        "class=\"body\" viewBox=\"%d 0 %d %d\" role=\"img\" "
                        "aria-label=\"%s\">\n",
                        title[view], view == FRONT ? -40 : 40, WIDTH, HEIGHT, title[view]);
  ps_file_writer_format(w, "<circle class=\"outline\" cx=\"%d\" cy=\"36\" r=\"24\"/>\n", MIDDLE);
  for (int side = -1; side <= 1; side += 2)
    ps_file_writer_format(w,
                          "<path class=\"outline\" transform=\"translate(%d 0) scale(%d 1)\" "
                          "d=\"%s\"/>\n",
                          MIDDLE, side, outline);
  for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
    if (areas[i].view == view)
      put_area(r, w, &areas[i]);
  for (size_t i = 0; i < sizeof tracks / sizeof *tracks; i++)
    if (tracks[i].view == view)
      ps_file_writer_format(w,
                            "<path class=\"%s\" transform=\"translate(%d 0) scale(%d 1)\" "
                            "d=\"%s\"/>\n",
                            tracks[i].style, MIDDLE, view == FRONT ? -1 : 1, tracks[i].shape);
  for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
    if (notes[i].view == view)
      put_note(w, &notes[i]);
  ps_file_writer_text(w, "</svg></figure>\n");
}

void ps_sciatica_put_map(const ps_sciatica_result *r, ps_file_writer *w) {
  ps_file_writer_text(
      w, "<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
         "<pattern id=\"less\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path "
         "class=\"hatch\" d=\"M0 6L6 0\"/></pattern><pattern id=\"lost\" width=\"5\" height=\"5\" "
         "patternUnits=\"userSpaceOnUse\"><path class=\"hatch\" d=\"M0 5L5 0M0 0L5 "
         "5\"/></pattern></defs></svg>\n<div class=\"charts two\">\n");
  for (int view = 0; view < VIEWS; view++)
    put_view(r, w, view);
  ps_file_writer_text(
      w, "</div>\n<p class=\"note\">Schematic; dermatomes vary between people and overlap. Areas: "
         "skin of the roots L2 to S2 in the order of anatomy texts, plain: as at rest, hatched: "
         "less than 90 % of the blood flow is left, crosshatched: less than 90 % of the signals. "
         "The sciatic nerve does not pass through the psoas.</p>\n");
}
