// claims_kit.h: what tests of claims ask: numbers of a posture by words, columns of a day by name,
// and what the row of a claim says.
#pragma once

#include "human_kit.h"
#include "io/yaml.h"
#include "scenario/life.h"
#include "scenario/records.h"
#include "tool/day_input.h"

static ps_lab claims_lab;
static bool claims_open;
static ps_pool claims_words; // texts of poses, for as long as the program runs

static inline const ps_lab *the_lab(void) {
  ps_error err = {0};
  if (!claims_open)
    human_ok(ps_lab_open(&claims_lab, &err), &err);
  claims_open = true;
  return &claims_lab;
}

static inline const ps_physio *the_physio(void) {
  return &the_lab()->physio;
}

// ---- postures

// "standing person.psoas_strength=1,0.6": a name, then what is different; without draws
static inline ps_answer *posed(const char *words) {
  char text[400];
  ps_error err = {0};
  ps_answer *answer;
  ps_answer_options o = ps_answer_default();
  o.draws = 0;
  snprintf(text, sizeof text, "posture=%s", words);
  ps_tree *tree = ps_pool_take(&claims_words, sizeof *tree);
  CHECK(tree);
  tree->kind = PS_TREE_MAP;
  for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
    human_ok(ps_tree_assign(&claims_words, tree, word, &err), &err);
  human_ok(ps_answer_pose(&answer, the_lab(), tree, NULL, &o, &err), &err);
  return answer;
}

static inline double number_in(const ps_answer *answer, const char *path) {
  const ps_tree *t = ps_tree_find(answer->tree, path);
  t = t && t->kind == PS_TREE_MAP ? ps_tree_member(t, "value") : t;
  if (!t || t->kind != PS_TREE_NUMBER)
    check_fail("result.h", 0, path);
  return t->number;
}

static inline double number_of(const char *words, const char *path) {
  ps_answer *answer = posed(words);
  double x = number_in(answer, path);
  ps_answer_free(answer);
  return x;
}

// ---- days

typedef struct claims_day {
  ps_pool pool;
  ps_day day, ordinary;
  ps_body *body;
  ps_pain_normal normal;
  ps_life_track track;
  ps_life_doses doses;
  int awake; // rows until the night
} claims_day;

// "sleep_debt=1 psoas_strength=0.5" on top of a day of the project
static inline void read_named(ps_pool *pool, const char *name, const char *words, ps_day *day) {
  ps_error err = {0};
  const char *path, *sets[8];
  char *text = ps_pool_take(pool, 400);
  ps_tree *tree;
  ps_day_words w = {.day = name, .sets = sets};
  snprintf(text, 400, "%s", words);
  for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
    sets[w.nsets++] = word;
  human_ok(ps_day_tree(pool, &w, &tree, &path, &err), &err);
  human_ok(ps_day_read(pool, tree, path, day, &err), &err);
}

static inline void run_claims_day(claims_day *d, bool pain) {
  ps_error err = {0};
  const ps_life_days days = {&d->day, &d->ordinary};
  const ps_lab *lab = the_lab();
  ps_life_options o = ps_life_default();
  size_t cells = (size_t)ps_life_rows(&d->day) * PS_LIFE_COLUMN_COUNT;
  d->ordinary.person = d->day.person;
  d->track = (ps_life_track){.value = calloc(cells, sizeof(float))};
  CHECK(d->track.value);
  human_ok(ps_life_body(&d->body, lab, &days, false, &err), &err);
  if (pain)
    human_ok(ps_life_normal(d->body, &days, &lab->parameters, &lab->physio, &o, &d->normal, &err),
             &err);
  human_ok(ps_life_day(d->body, &days, &lab->parameters, &lab->physio, pain ? &d->normal : NULL, &o,
                       &d->track, &d->doses, &err),
           &err);
  for (int i = 0; i < d->day.nblock && !d->day.block[i].is_night; i++)
    d->awake += (int)(d->day.block[i].duration_s / 60);
}

// A day of the project, with pain indices: they need an ordinary day of the same person.
static inline claims_day day_of(const char *name, const char *words) {
  claims_day d = {.awake = 0};
  read_named(&d.pool, name, words, &d.day);
  read_named(&d.pool, "ordinary", "", &d.ordinary);
  run_claims_day(&d, true);
  return d;
}

// A day out of lines of YAML: keys, then blocks.
static inline claims_day day_written(const char *lines, bool pain) {
  claims_day d = {.awake = 0};
  ps_error err = {0};
  ps_tree *tree;
  human_ok(ps_yaml_parse(&d.pool, "day.yaml", lines, strlen(lines), &tree, &err), &err);
  human_ok(ps_day_read(&d.pool, tree, "day.yaml", &d.day, &err), &err);
  read_named(&d.pool, "ordinary", "", &d.ordinary);
  run_claims_day(&d, pain);
  return d;
}

static inline void end_day(claims_day *d) {
  ps_body_free(d->body);
  free(d->track.value);
  ps_pool_free(&d->pool);
}

static inline double cell(const claims_day *d, int minute, int column) {
  CHECK(minute >= 0 && minute < d->track.n);
  return (double)ps_life_row(&d->track, minute)[column];
}

static inline double day_mean(const claims_day *d, int column) {
  return ps_life_peak_of(&d->track, column, 0, d->awake).mean;
}

static inline double day_most(const claims_day *d, int column) {
  return ps_life_peak_of(&d->track, column, 0, d->awake).most;
}

static inline void same_days(const claims_day *a, const claims_day *b) {
  CHECK_EQ(a->track.n, b->track.n);
  size_t bytes = (size_t)a->track.n * PS_LIFE_COLUMN_COUNT * sizeof(float);
  CHECK(memcmp(a->track.value, b->track.value, bytes) == 0);
}

// ---- rows of data/evidence/claims.csv

static inline void claim_says(const char *id, const char *status, const char *coupling) {
  ps_error err = {0};
  ps_pool pool = {0};
  ps_records r;
  bool found = false;
  human_ok(ps_records_open(&r, "evidence/claims.csv", &err), &err);
  while (ps_records_next(&r)) {
    if (strcmp(ps_records_text(&r, "id", &pool), id) != 0)
      continue;
    found = true;
    CHECK_TEXT(ps_records_text(&r, "status", &pool), status);
    CHECK_TEXT(ps_records_text(&r, "coupling", &pool), coupling);
  }
  human_ok(ps_records_close(&r, found, &err), &err);
  ps_pool_free(&pool);
}

// Is anything of the model named so: a parameter, a state, a mechanism, a key?
static inline bool model_names(const char *word) {
  const ps_schema *schema[] = {&ps_person_schema, &ps_pose_schema, &ps_day_schema};
  bool named = false;
  for (int i = 0; i < the_lab()->physio_table.n; i++)
    named = named || strstr(claims_lab.physio_table.item[i].name, word);
  for (int i = 0; i < PS_LIFE_COLUMN_COUNT; i++)
    named = named || strstr(ps_life_column_name(i), word);
  for (int i = 0; i < PS_MECHANISM_COUNT; i++)
    named = named || strstr(ps_mechanism_name(i), word) || strstr(ps_mechanism_words(i), word);
  for (size_t k = 0; k < sizeof schema / sizeof *schema; k++)
    for (int i = 0; i < schema[k]->n; i++)
      named = named || strstr(schema[k]->keys[i].name, word);
  return named;
}

// Is it refused as a key of a day?
static inline bool day_refuses(const char *set) {
  ps_error err = {0};
  ps_pool pool = {0};
  ps_tree *tree;
  const char *path;
  const ps_day_words w = {.day = "office", .sets = &set, .nsets = 1};
  bool refused = ps_day_tree(&pool, &w, &tree, &path, &err) != PS_OK;
  ps_pool_free(&pool);
  return refused;
}
