// report_words.h: numbers and phases of a stride in words, as text and page write them.
#pragma once

#include "tool/report_findings.h"

// Three significant digits, as people read them: 4.31, 61.4, 614, 2190. A number that is none: "-".
void ps_put_value(ps_file_writer *w, double x);
// Room for it, and the text of it. Returns `text`.
enum { PS_VALUE_TEXT = 400 };
const char *ps_value_text(char text[PS_VALUE_TEXT], double x);
void ps_put_fixed(ps_file_writer *w, double x, int decimals);

// "in late stance": a third of stance or swing, whose lengths are those of the foot. "" where the
// foot's stance is not known.
const char *ps_phase_words(const ps_foot *foot, double phase);
// "activation^2", "muscle volume times activation^2" ...: what the criterion adds up; with marks of
// a page instead of '^' where `page`.
void ps_put_criterion(ps_file_writer *w, const ps_findings *f, bool page);
// Does % count strides, or the analysed time?
bool ps_has_strides(const ps_findings *f);
// "body weights", or of a part of a body "model weights".
const char *ps_weight_name(const ps_findings *f);
// The pulls and joints that answer first: psoas (else iliopsoas, else whoever pulls hardest) and
// hips (else whatever joint carries most), right before left. Returns how many, at most two.
int ps_first_pulls(const ps_findings *f, const ps_pull *first[2]);
int ps_first_joints(const ps_findings *f, const ps_joint_load *first[2]);
