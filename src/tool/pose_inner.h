// pose_inner.h: what the files of the pose verb share.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "io/json_write.h"
#include "psoas/pose.h"
#include "scenario/answer.h"
#include "tool/human_input.h"
#include "tool/outputs.h"

// The same posture under another criterion, without the floor, with another spine or detail.
typedef enum ps_variant_kind { PS_VARIANT_TWIN, PS_VARIANT_CRITERION } ps_variant_kind;

typedef struct ps_variant {
  ps_variant_kind kind;
  ps_criterion_kind criterion;
  bool floor;
  ps_answer *answer;
} ps_variant;

enum { PS_VARIANTS = 1 + 2 * PS_CRITERIA };

typedef struct ps_posed {
  const char *name; // as the user called it
  const char *path; // of its file; NULL: a name of the table
  ps_tree *input;   // what it says, person and chair and sets included
  char sha256[PS_SHA256_TEXT];
  ps_answer *answer;
  int nvariant;
  ps_variant variant[PS_VARIANTS];
  const char *missing;
} ps_posed;

// The tables, their part of fingerprints, and with warm: people and solvers.
struct ps_pose_session {
  ps_lab lab;
  ps_sha256 tables;
  ps_warm *warm; // NULL: for one request only
};

struct ps_pose_result {
  ps_pool pool;
  ps_pose_session own; // where the request has none
  const ps_pose_session *session;
  ps_pose_request request;
  ps_answer_options options;
  bool compared; // the last is set against the first
  bool stride;   // the postures are phases of walking
  int n;
  ps_posed *item;
  ps_written files;
};

// Is the free spine or the full model solved too, to tell the difference?
static inline bool ps_pose_has_twin(const ps_pose_request *q) {
  return !q->alone && (q->rhythm || q->light);
}
// What a posture of the request says: `words`, or the texts that stand in their place.
ps_status ps_pose_input(ps_pose_result *r, const ps_human_words *words, ps_posed *item,
                        ps_error *err);

// ---- pose_stride.c

enum { PS_STRIDE_POSES = 21 };

// Is it walking, with no phase named? Then it is a whole stride.
bool ps_pose_is_stride(const ps_pose_request *q);
// Fill the items of the result with its phases, 0 to 100 per cent.
ps_status ps_pose_take_stride(ps_pose_result *r, ps_error *err);
// Peak, where it is, and mean over the stride of the numbers that matter.
void ps_pose_put_stride(ps_file_writer *w, const ps_pose_result *r);
void ps_pose_write_stride(ps_json_writer *j, const ps_pose_result *r);

// ---- pose_json.c

void ps_pose_write_json(const ps_pose_result *r, ps_file_writer *w);
// A fingerprint of everything that the numbers come from.
ps_status ps_pose_fingerprint(const ps_pose_result *r, ps_posed *item, ps_error *err);

// ---- pose_extend.c

// Differences, ensemble and explanations, as members of the answers' trees.
ps_status ps_pose_extend(ps_pose_result *r, ps_error *err);

// ---- pose_text.c, pose_text_many.c

void ps_pose_put_one(ps_file_writer *w, const ps_posed *item);
void ps_pose_put_extras(ps_file_writer *w, const ps_posed *item);
void ps_pose_put_overview(ps_file_writer *w, const ps_pose_result *r);
void ps_pose_put_comparison(ps_file_writer *w, const ps_posed *a, const ps_posed *b);

// ---- pose_words.c: numbers of a tree by formatted paths, and names in plain words

// NULL: there is no such number.
const ps_tree *ps_pose_find(const ps_tree *tree, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// nan: there is no such number.
double ps_pose_at(const ps_tree *tree, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *ps_pose_text_at(const ps_tree *tree, const char *path); // "" where there is none
bool ps_pose_has_intervals(const ps_posed *item);
// "T12-L1" of "T12_L1". Returns `text`.
const char *ps_level_words(const char *level, char text[16]);
// "quadratus lumborum" of "quadratus_lumborum". Returns `text`.
const char *ps_plain_words(const char *name, char text[64]);
// "A man of 40, 1.75 m, 75 kg". Returns `text`.
const char *ps_person_words(const ps_tree *tree, char *text, size_t size);

// The numbers that comparisons, criteria and differences look at.
typedef struct ps_pose_key {
  const char *path, *name, *unit;
  int decimals;
  double agree;  // differences below this do not matter [unit]
  bool ensemble; // criteria can change it
} ps_pose_key;
extern const ps_pose_key ps_pose_keys[];
extern const int ps_pose_key_count;
