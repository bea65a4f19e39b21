// evidence_inner.h: what the files of the catalogue share.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "psoas/evidence.h"
#include "scenario/evidence.h"

struct ps_catalogue {
  ps_catalogue_request request;
  ps_evidence e;
  bool brief;                  // nothing was asked for by name: all, in short
  int n, *chosen;              // places in e.intervention, or in e.claim
  char sha256[PS_SHA256_TEXT]; // of the user's own rows; "": there are none
};

enum { PS_EVIDENCE_SENTENCE = 1200 };

// "-6 points (8 in 10 people: -9.8 to -2.2)"; what counts here by default.
const char *ps_default_words(const ps_evidence *e, const ps_intervention *i,
                             char text[PS_EVIDENCE_SENTENCE]);
// The same in a cell of a table: "-6", "x 0.75", "+3 deg", "0, wider", "0", "computed",
// "off", "always".
const char *ps_default_short(const ps_evidence *e, const ps_intervention *i, char text[40]);
// "grows with a time constant of 14 days, fades with 45"; "" where there is none.
const char *ps_timing_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]);
// "-7.9 points (-13 to -2.6), from standardised difference -0.36 (-0.59 to -0.12); 4 trials [S38,
// verified]"
const char *ps_effect_words(const ps_evidence *e, const ps_effect *effect,
                            char text[PS_EVIDENCE_SENTENCE]);
// "low to moderate: small in chronic pain"
const char *ps_graded_words(const ps_graded *g, char text[PS_EVIDENCE_SENTENCE]);
// "Mechanism contested; trials: very low for back pain, none for sciatica."
const char *ps_sure_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]);
// "contested, that needles add to the setting"
const char *ps_standing_sentence(ps_standing standing, const char *note,
                                 char text[PS_EVIDENCE_SENTENCE]);
// How the default came about: the weights that went in, and why.
const char *ps_reason_words(const ps_evidence *e, const ps_intervention *i,
                            char text[PS_EVIDENCE_SENTENCE]);
// "120 min a week (60 to 240), session length assumed"; "" where it takes no time.
const char *ps_minutes_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]);
// "yours, from FILE; ..."; "" for a row of the library.
const char *ps_origin_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]);
// How guidelines differ; "" where they do not.
const char *ps_disagreement_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]);
// Words joined by a separator.
const char *ps_joined(const ps_word_list *list, const char *separator,
                      char text[PS_EVIDENCE_SENTENCE]);

// What stands under every catalogue.
extern const char ps_evidence_reading[]; // how to read words and grades
extern const char ps_evidence_scale[];   // what points are

void ps_catalogue_put_text(const ps_catalogue *c, ps_file_writer *w);
void ps_catalogue_put_json(const ps_catalogue *c, ps_file_writer *w);
void ps_catalogue_put_page(const ps_catalogue *c, ps_file_writer *w);

// Sources that the chosen rows name, in the order of the table: marks them in used[nsource].
void ps_catalogue_sources(const ps_catalogue *c, bool *used);
