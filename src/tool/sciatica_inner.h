// sciatica_inner.h: what the files of the sciatica verb share.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "psoas/sciatica.h"
#include "scenario/nerve_course.h"
#include "scenario/sciatica.h"

enum {
  PS_SCIATICA_POSTURES = 7, // at most: the one asked for, and six to compare with
  PS_SCIATICA_NUMBERS = sizeof(ps_sciatica_links) / sizeof(double),
};

typedef struct ps_sciatica_item {
  const char *name, *title;
  ps_pose pose;
  ps_hold_status status;
  int draws; // that came out
  ps_sciatica_links links;
  ps_interval range[PS_SCIATICA_NUMBERS]; // in the order of links; p10 = nan: none
} ps_sciatica_item;

struct ps_sciatica_result {
  ps_pool pool;
  ps_sciatica_request request;
  ps_lab lab;
  ps_nerve nerve;
  ps_tree *input; // what the person and the posture are
  const char *path;
  ps_sciatica_case state;
  ps_human *human;
  int n, lying, slumped, standing; // items
  ps_sciatica_item item[PS_SCIATICA_POSTURES];
  ps_sciatica_sample rest; // lying
  ps_sciatica_tests tests;
  ps_interval test_range[PS_SCIATICA_TEST_COUNT];
  ps_sciatica_step step[2][PS_SCIATICA_STEPS]; // by ps_sciatica_test
  ps_nerve_course course;
  double sciatic_mm, femoral_mm; // from the psoas, standing
  char sha256[PS_SHA256_TEXT];
};

// Numbers of an item by their place; ranges lie at the same places.
static inline int ps_sciatica_place(const ps_sciatica_links *links, const void *number) {
  return (int)((const double *)number - (const double *)links);
}

// ---- words

enum { PS_SCIATICA_SENTENCE = 900, PS_SCIATICA_CLAIMS = 7 };
typedef struct ps_sciatica_claim {
  const char *id, *claim, *status;
  void (*shows)(const ps_sciatica_result *r, char *text, size_t size);
} ps_sciatica_claim;
extern const ps_sciatica_claim ps_sciatica_claims[PS_SCIATICA_CLAIMS];
// The first sentence answers; false: there are no more.
bool ps_sciatica_sentence(const ps_sciatica_result *r, int i, char text[PS_SCIATICA_SENTENCE]);
// "narrowing 0.4, ..." or "no narrowing, no inflamed root".
void ps_sciatica_case_words(const ps_sciatica_case *c, char *text, size_t size);
// Of a case that needs a clinician at once; NULL: none is stated.
const char *ps_sciatica_notice(const ps_sciatica_result *r);
// What skin a root serves, as a rule, and the movement that it drives.
typedef struct ps_root_words {
  const char *skin, *movement;
} ps_root_words;
extern const ps_root_words ps_root_serves[PS_SCIATICA_ROOTS];
extern const char ps_sciatica_cauda[]; // the red flag that comes first
// Shares of causes, with the range of what is said.
typedef struct ps_sciatica_cause {
  const char *words, *row, *status;
  double share, low, high;
} ps_sciatica_cause;
enum { PS_SCIATICA_CAUSES = 2 };
void ps_sciatica_causes(const ps_sciatica_result *r, ps_sciatica_cause cause[PS_SCIATICA_CAUSES]);

// ---- files

void ps_sciatica_put_text(const ps_sciatica_result *r, ps_file_writer *w);
void ps_sciatica_put_json(const ps_sciatica_result *r, ps_file_writer *w);
void ps_sciatica_put_page(const ps_sciatica_result *r, ps_file_writer *w);
// Two views of a body with the skin of the roots and the course of two nerves, as SVG in a page.
void ps_sciatica_put_map(const ps_sciatica_result *r, ps_file_writer *w);
