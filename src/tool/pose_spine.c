// pose_spine.c: the lumbar spine with the psoas and what the discs carry.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/pose_bones.h"
#include "tool/pose_figure.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"

enum { WIDTH = 600, HEIGHT = 400, STAGE = 340 }; // [px]  the stage ends where the ladder begins
enum { ROW_NAME = 356, ROW_VALUE = 468, ROW_BAR = 476, BAR = 120 };

// ---- scales of colour

enum { STOPS = 6 };
static const unsigned ember_light[STOPS] = {0xf3c98b, 0xef9f63, 0xe0704f,
                                            0xbf4660, 0x8c2f6c, 0x561f63};
static const unsigned ember_dark[STOPS] = {0x5b3a7e, 0x8f3f86, 0xc24a78,
                                           0xe9745c, 0xf6ab5f, 0xffe0a1};
static const unsigned tide_light[4] = {0xb9dbe2, 0x6fb1c2, 0x2f829b, 0x0f5470};
static const unsigned tide_dark[4] = {0x2d5566, 0x3f8aa0, 0x7cc7d6, 0xc5f0f2};

static double to_linear(unsigned byte) {
  double c = byte / 255.0;
  return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static unsigned to_byte(double x) {
  double c = x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055;
  return (unsigned)lround(255 * fmax(0, fmin(1, c)));
}

// between the stops in linear light
static unsigned colour(const unsigned *stop, int n, double share) {
  double at = fmax(0, fmin(1, share)) * (n - 1);
  int low = at < n - 1 ? (int)at : n - 2;
  unsigned mixed = 0;
  for (int shift = 16; shift >= 0; shift -= 8) {
    double a = to_linear(stop[low] >> shift & 255), b = to_linear(stop[low + 1] >> shift & 255);
    mixed |= to_byte(a + (at - low) * (b - a)) << shift;
  }
  return mixed;
}

// both themes; the style sheet chooses
static void begin_coloured(ps_file_writer *w, const char *style, const unsigned *light,
                           const unsigned *dark, int n, double share) {
  ps_file_writer_format(w, "<g class=\"%s\" style=\"--l:#%06x;--d:#%06x\">", style,
                        colour(light, n, share), colour(dark, n, share));
}

static void end_coloured(ps_file_writer *w) {
  ps_file_writer_text(w, "</g>\n");
}

// ---- the stage

static ps_view upright_view(ps_file_writer *w, const ps_bones *b) {
  ps_view v = ps_bones_view(w, b);
  ps_vec3 low = ps_bones_joint(b, PS_L5_S1), high = ps_bones_joint(b, PS_T12_L1);
  double x = ps_dot(ps_sub(high, low), v.right), y = ps_dot(ps_sub(high, low), v.up);
  double size = hypot(x, y);
  ps_vec3 right = v.right, up = v.up;
  v.up = ps_axpy(ps_scale(x / size, right), y / size, up);
  v.right = ps_axpy(ps_scale(y / size, right), -x / size, up);
  v.origin = low;
  v.scale = 0.4 * HEIGHT / size;
  v.x = 140;
  v.y = 0.49 * HEIGHT;
  return v;
}

static void put_discs(const ps_view *v, const ps_bones *b, double most) {
  for (int k = 0; k < PS_LEVELS; k++) {
    const ps_level_load *l = &b->held->level[k];
    ps_vec3 c = ps_bones_joint(b, k);
    begin_coloured(v->w, "tide", tide_light, tide_dark, 4, l->compression / most);
    ps_view_limb(v, ps_axpy(c, -0.0115 * b->size, l->front), 0.0044,
                 ps_axpy(c, 0.0115 * b->size, l->front), 0.0048, "disc");
    end_coloured(v->w);
  }
}

static void put_fascicle(const ps_view *v, const ps_bones *b, int line, double most,
                         const char *style) {
  enum { MOST = 40 };
  const ps_model *m = b->h->model;
  int path = b->h->line[line].path, n = b->d->path_npoint[path];
  ps_spot spots[MOST];
  n = n < MOST ? n : MOST;
  for (int i = 0; i < n; i++)
    spots[i] = ps_view_spot(v, b->d->path_point[m->path[path].current + i].position);
  begin_coloured(v->w, style, ember_light, ember_dark, STOPS, b->held->force[line] / most);
  ps_view_curve(v->w, spots, n, false, false, "fascicle");
  ps_view_dot(v->w, spots[0], 2.2, "origin");
  end_coloured(v->w);
}

static void put_psoas(const ps_view *v, const ps_bones *b, int side, double most) {
  for (int i = 0; i < b->h->nline; i++)
    if (b->h->line[i].region == PS_REGION_PSOAS && b->h->line[i].side == side)
      put_fascicle(v, b, i, most, side == PS_LEFT ? "ember far" : "ember");
}

static void put_down(const ps_view *v, const ps_bones *b) {
  ps_vec3 g = b->h->model->gravity;
  double x = ps_dot(g, v->right) / ps_norm(g), y = ps_dot(g, v->up) / ps_norm(g);
  if (hypot(x, y) < 0.5)
    return;
  ps_spot from = {32 - 13 * x, HEIGHT - 44 + 13 * y}, to = {32 + 13 * x, HEIGHT - 44 - 13 * y};
  ps_view_arrow(v->w, from, to, "down");
  ps_file_writer_format(v->w, "<text class=\"mid\" x=\"32\" y=\"%d\">down</text>\n", HEIGHT - 10);
}

// ---- the ladder

static double row_place(int i) {
  return 42 + i * (HEIGHT - 92) / (PS_LEVELS - 1.0);
}

static void put_bar(ps_file_writer *w, double y, double value, double low, double high) {
  ps_file_writer_format(w, "<g class=\"bar load\" transform=\"translate(%d ", ROW_BAR);
  ps_view_put(w, y - 10);
  ps_file_writer_format(w, ")\"><rect class=\"track\" y=\"2\" width=\"%d\" height=\"8\" rx=\"2\"/>",
                        BAR);
  const struct {
    const char *style;
    double width;
  } parts[] = {{"soft", high}, {"solid", low}};
  for (int i = 0; i < 2; i++) {
    ps_file_writer_format(w, "<rect class=\"%s\" y=\"2\" height=\"8\" rx=\"2\"", parts[i].style);
    ps_view_attribute(w, "width", BAR * fmax(0, fmin(1, parts[i].width)));
    ps_file_writer_text(w, "/>");
  }
  ps_file_writer_text(w, "<rect class=\"tick\" width=\"2.5\" height=\"12\"");
  ps_view_attribute(w, "x", BAR * fmax(0, fmin(1, value)) - 1.25);
  ps_file_writer_text(w, "/></g>\n");
}

static void put_row(const ps_view *v, const ps_bones *b, const ps_tree *tree, int i, double full) {
  int k = ps_level_from_above(i);
  const ps_tree *n = ps_pose_find(tree, "levels.%s.compression_N", ps_level_names[k]);
  ps_file_writer *w = v->w;
  double y = row_place(i), value = n ? n->number : NAN;
  ps_spot disc =
      ps_view_spot(v, ps_axpy(ps_bones_joint(b, k), 0.017 * b->size, b->held->level[k].front));
  ps_spot bend = {STAGE - 4, y - 4}, end = {ROW_NAME - 8, y - 4}, leader[] = {disc, bend, end};
  ps_view_curve(w, leader, 3, false, false, "leader");
  ps_view_dot(w, disc, 2.5, "pin");
  char name[16];
  ps_file_writer_format(w, "<text class=\"level\" x=\"%d\"", ROW_NAME);
  ps_view_attribute(w, "y", y);
  ps_file_writer_format(w, ">%s</text><text class=\"load num\" x=\"%d\"",
                        ps_level_words(ps_level_names[k], name), ROW_VALUE);
  ps_view_attribute(w, "y", y);
  ps_file_writer_text(w, ">");
  ps_put_fixed(w, value, 0);
  ps_file_writer_text(w, "</text>\n");
  double low = n && n->interval ? n->interval->p10 : value;
  double high = n && n->interval ? n->interval->p90 : value;
  put_bar(w, y, value / full, low / full, high / full);
}

static double fullest(const ps_tree *tree) {
  double most = 1;
  for (int k = 0; k < PS_LEVELS; k++) {
    const ps_tree *n = ps_pose_find(tree, "levels.%s.compression_N", ps_level_names[k]);
    if (n)
      most = fmax(most, n->interval ? n->interval->p90 : n->number);
  }
  return ps_ruler_for(0, most).high;
}

static void put_ladder(const ps_view *v, const ps_bones *b, const ps_tree *tree) {
  double full = fullest(tree);
  ps_file_writer_format(v->w,
                        "<text class=\"num\" x=\"%d\" y=\"16\">N</text>"
                        "<text x=\"%d\" y=\"16\">0</text><text class=\"num\" x=\"%d\" y=\"16\">",
                        ROW_VALUE, ROW_BAR, ROW_BAR + BAR);
  ps_put_fixed(v->w, full, 0);
  ps_file_writer_text(v->w, "</text>\n");
  for (int i = 0; i < PS_LEVELS; i++)
    put_row(v, b, tree, i, full);
}

// ---- the whole

double ps_figure_most(const ps_posed *item) {
  const ps_human *h = item->answer->human;
  double most = 0;
  for (int i = 0; i < h->nline; i++)
    if (h->line[i].region == PS_REGION_PSOAS)
      most = fmax(most, item->answer->held.force[i]);
  return most;
}

void ps_figure_spine(ps_file_writer *w, const ps_posed *item, double most, int id) {
  const ps_tree *tree = item->answer->tree;
  ps_bones b = ps_bones_of(item);
  ps_view v = upright_view(w, &b);
  ps_file_writer_format(
      w,
      "<svg class=\"spine\" role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"t%d\">"
      "<title id=\"t%d\">Lumbar spine from the right, psoas coloured by force, and the compression "
      "of every disc in newtons</title>\n<clipPath id=\"c%d\"><rect width=\"%d\" height=\"%d\"/>"
      "</clipPath><g clip-path=\"url(#c%d)\">\n",
      WIDTH, HEIGHT, id, id, id, STAGE, HEIGHT, id);
  put_psoas(&v, &b, PS_LEFT, most);
  ps_bones_sacrum(&v, &b);
  put_discs(&v, &b, fullest(tree));
  ps_bones_vertebrae(&v, &b);
  ps_bones_femur(&v, &b, PS_RIGHT, 0.2);
  ps_bones_hip(&v, &b);
  put_psoas(&v, &b, PS_RIGHT, most);
  put_down(&v, &b);
  ps_file_writer_text(w, "</g>\n");
  put_ladder(&v, &b, tree);
  ps_file_writer_text(w, "</svg>\n");
}

void ps_figure_legend(ps_file_writer *w, double most) {
  ps_file_writer_text(w, "<p class=\"key\"><span class=\"ramp\"></span>0 to ");
  ps_put_fixed(w, most, 0);
  ps_file_writer_text(w, " N in a fascicle of the psoas. Bars: solid to the low end of the range, "
                         "soft to its high end, tick at the value.</p>\n");
}

void ps_figure_style(ps_file_writer *w) {
  ps_file_writer_text(
      w, ":root{--bone:#efe7d8;--bone-edge:#a89f8d;--flesh:#f2efe8;--flesh-edge:#b9b2a4;"
         "--ramp:linear-gradient(90deg,#f3c98b,#ef9f63,#e0704f,#bf4660,#8c2f6c,#561f63)}\n"
         "@media screen and (prefers-color-scheme:dark){:root{--bone:#8d8a83;--bone-edge:#c9c5bb;"
         "--flesh:#22272d;--flesh-edge:#4d545c;"
         "--ramp:linear-gradient(90deg,#5b3a7e,#8f3f86,#c24a78,#e9745c,#f6ab5f,#ffe0a1)}}\n"
         ".bone{fill:var(--bone);stroke:var(--bone-edge);stroke-width:1;stroke-linejoin:round}\n"
         ".body .bone{stroke-width:.5}.bone.veil{fill-opacity:.4}\n"
         ".column,.rib{fill:none;stroke:var(--bone-edge);stroke-linecap:round}\n"
         ".column{stroke-width:5;opacity:.55}.rib{stroke-width:2;opacity:.35}\n"
         ".flesh{fill:var(--flesh);stroke:var(--flesh-edge);stroke-width:1}\n"
         ".flesh.far{opacity:.55}.flesh.arm{fill-opacity:.8}\n"
         ".support{stroke:var(--edge);stroke-width:4;stroke-linecap:round}\n"
         ".press{fill:var(--load);stroke:var(--load);stroke-width:2}\n"
         ".down{fill:var(--ink3);stroke:var(--ink3);stroke-width:1.3}\n"
         ".ember .fascicle{fill:none;stroke:var(--l);stroke-width:3.2;stroke-linejoin:round;"
         "stroke-linecap:round}\n"
         ".ember .origin{fill:var(--l)}.ember.far{opacity:.5}\n"
         ".tide .disc{fill:var(--l)}\n"
         "@media screen and (prefers-color-scheme:dark){.ember .fascicle{stroke:var(--d)}"
         ".ember .origin{fill:var(--d)}.tide .disc{fill:var(--d)}}\n"
         ".leader{fill:none;stroke:var(--edge);stroke-width:.8}\n"
         ".pin{fill:var(--surface);stroke:var(--ink);stroke-width:1.2}\n"
         "text.level{font-size:13px;font-weight:600;fill:var(--ink)}"
         "text.load{font-size:13px;fill:var(--ink)}\n"
         ".ramp{display:inline-block;width:120px;height:8px;border-radius:4px;margin-right:8px;"
         "background:var(--ramp)}\n");
}
