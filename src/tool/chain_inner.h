// chain_inner.h: what the files of the chain verb share.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "psoas/chain.h"
#include "scenario/chain.h"

// What a curve over the stride comes to.
typedef enum ps_measure {
  PS_MOST,     // its largest value
  PS_LEAST,    // its smallest
  PS_MEAN,     // over time
  PS_EXTENDED, // where the leg is furthest back
  PS_MEASURES
} ps_measure;
extern const char *const ps_measure_words[PS_MEASURES]; // "most", ...

typedef struct ps_chain_value {
  double value;
  int moment;        // of the extremes
  double change;     // against the person as is                                           (W3)
  ps_interval range; // of the change, over paired draws
  double low, high;  // of the change, over criteria
} ps_chain_value;

// Ways to share the work that hold the stride; what hangs on them is told.
enum { PS_CHAIN_CRITERIA = 5 };
extern const ps_criterion_kind ps_chain_criteria[PS_CHAIN_CRITERIA];

// A variant with everything about it.
typedef struct ps_chain_case {
  ps_chain_variant v;
  ps_human *human;
  ps_chain_outcome *out;   // by moment, then nominal and draws
  ps_chain_outcome *other; // by criterion, then moment, nominal
  ps_hold_status status[PS_CHAIN_MOMENTS];
  ps_chain_reach reach[2];
  int draws; // that came out, here and for the person as is
  ps_chain_value value[2][PS_CHAIN_COUNT][PS_MEASURES];
} ps_chain_case;

struct ps_chain_result {
  ps_pool pool;
  ps_chain_request request;
  ps_lab lab;
  ps_tree *input; // what the person and the posture are
  const char *path;
  ps_pose pose;
  ps_chain_options options;
  char sha256[PS_SHA256_TEXT];
  double weight;   // [N]  of the body
  int extended[2]; // moment at which a leg is furthest back
  int n;
  ps_chain_case item[PS_CHAIN_VARIANTS];
};

// Right and left differ by more than what anyone would notice?
bool ps_chain_is_lopsided(const ps_chain_result *r);
const ps_chain_row *ps_chain_row_at(const ps_chain_result *r, int variant, int moment);

// Extremes, means and changes of every number.
ps_status ps_chain_compare(ps_chain_result *r, ps_error *err);

// What is claimed about the chain, and what the computation has to say to it.
typedef struct ps_chain_claim {
  const char *id, *claim, *status;
  void (*shows)(const ps_chain_result *r, char *text, size_t size);
} ps_chain_claim;
enum { PS_CHAIN_CLAIMS = 4 };
extern const ps_chain_claim ps_chain_claims[PS_CHAIN_CLAIMS];

// Sentences that text and page have in common, one after the other; false: there are no more.
enum { PS_CHAIN_SENTENCE = 900 };
bool ps_chain_sentence(const ps_chain_result *r, int i, char text[PS_CHAIN_SENTENCE]);

void ps_chain_put_csv(const ps_chain_result *r, ps_file_writer *w);
void ps_chain_put_text(const ps_chain_result *r, ps_file_writer *w);
void ps_chain_put_json(const ps_chain_result *r, ps_file_writer *w);
void ps_chain_put_page(const ps_chain_result *r, ps_file_writer *w);
