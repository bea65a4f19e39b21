// pose_figure.h: the person in the posture, and the lumbar spine with what it carries, as SVG.
//
// Both are seen from the right. The spine is turned so that it stands upright, whatever the person
// does: postures can be laid beside each other. Vertebrae, psoas and legs are where the solved
// model has them; outlines of bones and body are our own sketches on its frames.
#pragma once

#include "tool/pose_inner.h"

// The whole person with seat, floor and the forces that carry it. `id`: unique in the page.
void ps_figure_body(ps_file_writer *w, const ps_posed *item, int id);
// Vertebrae, pelvis, psoas coloured by force up to `most` [N], and a bar for every disc.
void ps_figure_spine(ps_file_writer *w, const ps_posed *item, double most, int id);

// The largest force of a fascicle of the psoas [N].
double ps_figure_most(const ps_posed *item);
// A scale of colours up to `most`.
void ps_figure_legend(ps_file_writer *w, double most);
void ps_figure_style(ps_file_writer *w); // the style sheet
