// evidence_user.c: from the tree of a file to rows of the catalogue, with everything checked.
#include "scenario/evidence_user.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "num/schema.h"
#include "psoas/nearest.h"

enum { PARAMETERS = 32, MINUTES_A_WEEK = 7 * 1440 };

// Modes that a row may have; the response to care and the natural course are not a person's.
static const char *const modes[] = {"specific", "procedure", "mechanism_only", "zero", NULL};
static const char *const shapes[] = {"normal", "lognormal", "point", NULL};
static const char *const standings[] = {"established", "plausible", "contested", "no evidence",
                                        NULL};
// grade k lies between ps_grade k / 2 and (k + 1) / 2
static const char *const grades[] = {"none",     "none to very low",
                                     "very low", "very low to low",
                                     "low",      "low to moderate",
                                     "moderate", "moderate to high",
                                     "high",     NULL};

// A row while it is read: what it was before, and what the file says.
typedef struct row {
  ps_intervention i;
  int standing, mode, shape, parameter, grade[PS_CONDITIONS];
  const ps_tree *aliases, *not_with, *sources;
} row;

#define TEXT(column, field)                                                                        \
  { column, .type = PS_KEY_TEXT, .offset = offsetof(row, i.field) }
#define NUMBER(column, field, ...)                                                                 \
  { column, .type = PS_KEY_NUMBER, .offset = offsetof(row, i.field), __VA_ARGS__ }
#define CHOICE(column, field, list)                                                                \
  { column, .type = PS_KEY_CHOICE, .words = list, .offset = offsetof(row, field) }
#define LIST(column, field)                                                                        \
  { column, .type = PS_KEY_TREE, .offset = offsetof(row, field) }
static const ps_key row_keys[] = {
    TEXT("id", id),
    TEXT("name", name),
    LIST("aliases", aliases),
    TEXT("purpose", purpose),
    TEXT("claimed", claimed),
    TEXT("mechanism", mechanism),
    CHOICE("status", standing, standings),
    TEXT("status_note", standing_note),
    CHOICE("grade_back", grade[0], grades),
    TEXT("about_back", grade[0].about),
    CHOICE("grade_leg", grade[1], grades),
    TEXT("about_leg", grade[1].about),
    CHOICE("grade_hip", grade[2], grades),
    TEXT("about_hip", grade[2].about),
    TEXT("course", course),
    TEXT("dose", dose),
    NUMBER("minutes_week", minutes, .unit = "min", .high = MINUTES_A_WEEK),
    NUMBER("minutes_low", minutes_low, .unit = "min", .high = MINUTES_A_WEEK),
    NUMBER("minutes_high", minutes_high, .unit = "min", .high = MINUTES_A_WEEK),
    TEXT("harms", harms),
    LIST("not_with", not_with),
    {"parameter", .type = PS_KEY_CHOICE, .offset = offsetof(row, parameter)}, // words: of the rows
    CHOICE("mode", mode, modes),
    NUMBER("mean", mean),
    NUMBER("sd", sd, .high = 100),
    TEXT("unit", unit),
    NUMBER("limit_low", limit_low),
    NUMBER("limit_high", limit_high),
    CHOICE("distribution", shape, shapes),
    NUMBER("onset_d", onset_d, .unit = "days", .high = 3650),
    NUMBER("offset_d", offset_d, .unit = "days", .high = 3650),
    NUMBER("typed_low", typed_low, .low = -50, .high = 50),
    NUMBER("typed_high", typed_high, .low = -50, .high = 50),
    NUMBER("pooled", pooled, .unit = "points", .low = -50, .high = 50),
    NUMBER("shrink", open, .low = 0.5, .high = 1),
    TEXT("why", why),
    LIST("sources", sources),
};
enum { ROW_KEYS = sizeof row_keys / sizeof *row_keys };

typedef struct file_words {
  const char *schema, *title;
  const ps_tree *rows;
} file_words;
static const ps_key file_keys[] = {
    {"schema", .type = PS_KEY_TEXT, .offset = offsetof(file_words, schema)},
    {"title", .type = PS_KEY_TEXT, .offset = offsetof(file_words, title)},
    {"interventions", .type = PS_KEY_TREE, .required = true, .offset = offsetof(file_words, rows),
     .about = "a list of rows"},
};
static const ps_schema file_schema = {PS_KEYS(file_keys), .size = sizeof(file_words)};

typedef struct reader {
  ps_evidence *e;
  const char *path;
  ps_error *err;
  const char *parameter[PARAMETERS]; // of the catalogue, each once, and NULL
  ps_intervention *item;             // all rows, with room for those of the file
  ps_source *source;
  int nitem, nsource, nown;
  const ps_tree *at; // the row that is read
} reader;

#define FAIL(r, t, ...)                                                                            \
  ps_fail_in_column(                                                                               \
      (r)->err,                                                                                    \
      ps_fail((r)->err, PS_ERR_VALUE, (t)->line ? (r)->path : NULL, (t)->line, __VA_ARGS__),       \
      (t)->column)

static ps_status no_memory(reader *r) {
  return ps_fail(r->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what was said

static bool said(const reader *r, const char *key) {
  return ps_tree_member(r->at, key) != NULL;
}

// where a key stands, or the row that lacks it
static const ps_tree *place(const reader *r, const char *key) {
  const ps_tree *t = ps_tree_member(r->at, key);
  return t ? t : r->at;
}

static ps_status list_of(reader *r, const ps_tree *t, const char *key, ps_word_list *list) {
  if (!t)
    return PS_OK;
  *list = (ps_word_list){0, ps_pool_take(&r->e->pool, (size_t)(t->n + 1) * sizeof(char *))};
  if (!list->item)
    return no_memory(r);
  for (const ps_tree *item = t->first; item; item = item->next) {
    if (t->kind != PS_TREE_LIST || item->kind != PS_TREE_TEXT || !item->text || !*item->text)
      return FAIL(r, item, "%s is no list of texts, such as [\"one\", \"two\"]", key);
    list->item[list->n++] = item->text;
  }
  return PS_OK;
}

// ---- ids

static ps_status check_id(reader *r, const char *id) {
  size_t n = strlen(id);
  bool fine = n <= 40 && islower((unsigned char)id[0]);
  for (size_t k = 0; k < n; k++)
    fine &= islower((unsigned char)id[k]) || isdigit((unsigned char)id[k]) || id[k] == '_';
  if (!fine)
    return FAIL(r, place(r, "id"),
                "id is '%.60s', expected small letters, digits and _, at most 40", id);
  for (int k = 0; k < r->e->nintervention; k++)
    if (ps_evidence_is_called(&r->e->intervention[k], id) &&
        strcmp(r->e->intervention[k].id, id) != 0)
      return FAIL(r, place(r, "id"), "'%s' is another name of %s; its id corrects that row", id,
                  r->e->intervention[k].id);
  return PS_OK;
}

static ps_intervention *row_named(reader *r, const char *id) {
  for (int k = 0; k < r->nitem; k++)
    if (strcmp(r->item[k].id, id) == 0)
      return &r->item[k];
  return NULL;
}

// the first row of the catalogue that acts on the same; never NULL for a known parameter
static const ps_intervention *like(const reader *r, const char *parameter) {
  for (int k = 0; k < r->e->nintervention; k++)
    if (strcmp(r->e->intervention[k].parameter, parameter) == 0)
      return &r->e->intervention[k];
  return NULL;
}

// ---- sources

static ps_status add_source(reader *r, const ps_tree *t, const char **id) {
  bool as_id = isupper((unsigned char)t->text[0]) && t->text[1];
  for (const char *c = t->text + 1; *c; c++)
    as_id &= isdigit((unsigned char)*c) != 0;
  *id = t->text;
  if (ps_evidence_source(r->e, t->text))
    return PS_OK;
  if (as_id) {
    char hint[80];
    ps_nearest nearest = ps_nearest_to(t->text);
    for (int k = 0; k < r->e->nsource; k++)
      ps_nearest_try(&nearest, r->e->source[k].id);
    return FAIL(r, t, "there is no source '%.40s'%s", t->text,
                ps_nearest_hint(&nearest, hint, sizeof hint));
  }
  char name[16];
  snprintf(name, sizeof name, "U%d", ++r->nown);
  *id = ps_pool_text(&r->e->pool, name, strlen(name));
  if (!*id)
    return no_memory(r);
  r->source[r->nsource++] = (ps_source){.id = *id,
                                        .kind = "yours",
                                        .citation = t->text,
                                        .where_seen = r->path,
                                        .seen = "as the file says; not checked here"};
  return PS_OK;
}

// those of the file in front of those of the row
static ps_status take_sources(reader *r, const ps_tree *list, ps_intervention *i) {
  ps_word_list before = i->sources, own = {0};
  PS_TRY(list_of(r, list, "sources", &own));
  if (!own.n)
    return FAIL(r, place(r, "sources"),
                "%s has no source; expected sources: [S42, \"Author 2025, Journal 1:1\"]", i->id);
  i->sources =
      (ps_word_list){0, ps_pool_take(&r->e->pool, (size_t)(own.n + before.n + 1) * sizeof(char *))};
  if (!i->sources.item)
    return no_memory(r);
  for (const ps_tree *t = list->first; t; t = t->next)
    PS_TRY(add_source(r, t, &i->sources.item[i->sources.n++]));
  for (int k = 0; k < before.n; k++)
    i->sources.item[i->sources.n++] = before.item[k];
  return PS_OK;
}

// ---- grades

static ps_status take_grades(reader *r, const row *w, ps_intervention *i) {
  static const char *const key[] = {"grade_back", "grade_leg", "grade_hip"};
  static const char *const about[] = {"about_back", "about_leg", "about_hip"};
  bool any = false;
  for (int k = 0; k < PS_CONDITIONS; k++) {
    if (!said(r, key[k]))
      continue;
    any = true;
    i->grade[k] = (ps_graded){.low = (ps_grade)(w->grade[k] / 2),
                              .high = (ps_grade)((w->grade[k] + 1) / 2),
                              .words = grades[w->grade[k]],
                              .about = said(r, about[k]) ? i->grade[k].about : ""};
  }
  if (!any)
    return FAIL(r, r->at,
                "%s has no grade; expected grade_back, grade_leg or grade_hip: none to "
                "high, as sure as its source is",
                i->id);
  return PS_OK;
}

// the grade of what the row acts on
static ps_grade grade_of(const ps_intervention *i) {
  return i->grade[strcmp(i->parameter, "leg_pain_offset") == 0 ? 1 : 0].low;
}

static bool is_ungraded(const ps_intervention *i) {
  for (int k = 0; k < PS_CONDITIONS; k++)
    if (i->grade[k].low > PS_GRADE_NONE || i->grade[k].high > PS_GRADE_NONE)
      return false;
  return true;
}

// ---- sizes

static bool is_offset(const ps_intervention *i) {
  return i->actions & PS_ACTS_AS_OFFSET;
}

// Do mode and parameter go together?
static ps_status check_mode(reader *r, const ps_intervention *i) {
  bool state = i->mode == PS_MODE_MECHANISM;
  if (i->mode == PS_MODE_ZERO || i->actions & PS_ACTS_ON_HAZARD || is_offset(i) != state)
    return PS_OK;
  return FAIL(r, place(r, said(r, "mode") ? "mode" : "parameter"),
              "mode is %s and parameter %s: what acts %s is %s, so that nothing counts twice",
              ps_effect_mode_words[i->mode], i->parameter,
              is_offset(i) ? "on an index" : "through a state",
              is_offset(i) ? "specific, procedure or zero" : "mechanism_only or zero");
}

static ps_status check_unit(reader *r, const ps_intervention *i) {
  static const struct {
    const char *unit;
    double low, high;
  } known[] = {{"points", -50, 50},      {"ratio", 0.1, 10},      {"factor", 0, 3},
               {"deg", -30, 30},         {"%", -90, 200},         {"", 0, 0},
               {"share of time", -1, 1}, {"share of tone", -1, 1}};
  const char *unit = like(r, i->parameter)->unit;
  if (strcmp(i->unit, unit) != 0)
    return FAIL(r, place(r, "unit"), "unit is '%.30s', expected '%s' for %s", i->unit, unit,
                i->parameter);
  for (size_t k = 0; k < sizeof known / sizeof *known; k++)
    if (strcmp(known[k].unit, unit) == 0 && (i->mean < known[k].low || i->mean > known[k].high))
      return FAIL(r, place(r, "mean"), "mean is %g; allowed is %g to %g %s", i->mean, known[k].low,
                  known[k].high, unit);
  return PS_OK;
}

// what the trials of the file come to under the rule, where it says no size
static void weigh(reader *r, ps_intervention *i) {
  const ps_evidence_rule *rule = &r->e->rule;
  i->weight = grade_of(i) == PS_GRADE_BLANK ? PS_GRADE_NONE : grade_of(i);
  i->open = isfinite(i->open) ? i->open : 1;
  i->mean = i->pooled * rule->weight[i->weight] * i->open;
  if (!said(r, "sd"))
    i->sd = fmax(rule->sd_share * fabs(i->mean), rule->sd_least);
  i->rule = "rule";
}

static ps_status size(reader *r, ps_intervention *i) {
  if (said(r, "pooled") && !said(r, "mean") && i->mode != PS_MODE_ZERO) {
    if (!is_offset(i))
      return FAIL(r, place(r, "pooled"), "pooled is for points of pain; say mean for %s",
                  i->parameter);
    weigh(r, i);
  } else if (said(r, "mean")) { // at its word, whatever the grade
    i->pooled = said(r, "pooled") ? i->pooled : NAN;
    i->weight = PS_GRADE_BLANK;
    i->rule = "yours";
  }
  if (i->mode == PS_MODE_ZERO && said(r, "mean") && i->mean != 0)
    return FAIL(r, place(r, "mean"), "mode is zero, and mean %g", i->mean);
  if (i->mode == PS_MODE_ZERO)
    i->mean = 0;
  i->sd = isfinite(i->sd) ? i->sd : 0;
  if (!isfinite(i->mean) && i->shape != PS_SHAPE_USER)
    return FAIL(r, r->at, "%s has no size; expected mean, or pooled for the rule to weigh", i->id);
  return check_unit(r, i);
}

static ps_status check_spread(reader *r, ps_intervention *i) {
  if (!said(r, "distribution") && i->shape == PS_SHAPE_POINT && i->sd > 0)
    i->shape = PS_SHAPE_NORMAL;
  if (i->shape == PS_SHAPE_LOGNORMAL && !(i->mean > 0))
    return FAIL(r, place(r, "distribution"), "a lognormal distribution has a mean above 0");
  if (i->shape == PS_SHAPE_POINT && i->sd > 0)
    return FAIL(r, place(r, "sd"), "sd is %g, and distribution a point", i->sd);
  if (i->limit_low > i->mean || i->limit_high < i->mean)
    return FAIL(r, place(r, i->limit_low > i->mean ? "limit_low" : "limit_high"),
                "the mean %g lies beyond the limits", i->mean);
  return PS_OK;
}

// no trial and no mechanism: no size
static ps_status check_reason(reader *r, const ps_intervention *i) {
  bool nothing = i->mean == 0 || (strcmp(i->unit, "ratio") == 0 && i->mean == 1) ||
                 (strcmp(i->unit, "factor") == 0 && i->mean == 1);
  if (nothing && !(i->sd > 0 && i->standing == PS_NO_EVIDENCE && is_ungraded(i)))
    return PS_OK;
  bool trial = !is_ungraded(i), mechanism = i->standing != PS_NO_EVIDENCE;
  if (i->mode == PS_MODE_MECHANISM ? mechanism || trial : trial)
    return PS_OK;
  return FAIL(r, place(r, said(r, "mean") ? "mean" : "mode"),
              "%s: without %s the effect is 0, without a spread; psoas claim-vs-evidence %s "
              "--hypothetical shows an imagined one",
              i->id, i->mode == PS_MODE_MECHANISM ? "mechanism and trial" : "a graded trial",
              i->id);
}

static ps_status check_minutes(reader *r, ps_intervention *i) {
  if (said(r, "minutes_week") && !isfinite(i->minutes_low))
    i->minutes_low = i->minutes;
  if (said(r, "minutes_week") && !isfinite(i->minutes_high))
    i->minutes_high = i->minutes;
  if (isfinite(i->minutes) && !*i->minutes_flag)
    i->minutes_flag = "yours";
  if (i->minutes_low > i->minutes || i->minutes > i->minutes_high)
    return FAIL(r, place(r, "minutes_week"), "minutes_week is %g, minutes_low %g, minutes_high %g",
                i->minutes, i->minutes_low, i->minutes_high);
  return PS_OK;
}

static ps_status check_typed(reader *r, ps_intervention *i) {
  if (!isfinite(i->typed_low) && is_offset(i)) { // as far as the row itself goes, ten at least
    i->typed_low = fmin(-10, i->mean);
    i->typed_high = fmax(0, i->mean);
  }
  if (isfinite(i->typed_low) && !*i->typed_unit)
    i->typed_unit = "points";
  if (isfinite(i->typed_low) != isfinite(i->typed_high) || i->typed_low >= i->typed_high)
    return FAIL(r, place(r, "typed_low"), "typed_low and typed_high are no range");
  return PS_OK;
}

// ---- a row

static ps_status check_complete(reader *r, const row *w) {
  static const char *const needed[] = {"name", "mechanism", "status", "parameter",
                                       "mode", "harms",     "why"};
  for (size_t k = 0; k < sizeof needed / sizeof *needed; k++) {
    char hint[96];
    ps_nearest nearest = ps_nearest_to(w->i.id);
    if (said(r, needed[k]))
      continue;
    for (int n = 0; n < r->e->nintervention; n++)
      ps_nearest_try(&nearest, r->e->intervention[n].id);
    return FAIL(r, r->at, "%s is a new row and has no %s%s", w->i.id, needed[k],
                ps_nearest_hint(&nearest, hint, sizeof hint));
  }
  return PS_OK;
}

static ps_intervention blank(void) {
  const ps_graded none = {PS_GRADE_BLANK, PS_GRADE_BLANK, "", ""};
  ps_intervention i = {.purpose = "relieve",
                       .claimed = "",
                       .standing_note = "",
                       .course = "",
                       .dose = "",
                       .minutes_flag = "",
                       .typed_unit = "",
                       .unit = "",
                       .grade = {none, none, none},
                       .minutes = NAN,
                       .minutes_low = NAN,
                       .minutes_high = NAN,
                       .mean = NAN,
                       .sd = NAN,
                       .limit_low = NAN,
                       .limit_high = NAN,
                       .onset_d = NAN,
                       .offset_d = NAN,
                       .typed_low = NAN,
                       .typed_high = NAN,
                       .pooled = NAN,
                       .open = NAN,
                       .weight = PS_GRADE_BLANK};
  for (int k = 0; k < PS_GUIDELINES; k++) {
    i.stance[k] = PS_STANCE_SILENT;
    i.stance_words[k] = "not asked: the row is yours";
  }
  return i;
}

// the words behind the choices, into the row
static void take_choices(reader *r, const row *w, ps_intervention *i) {
  static const ps_effect_mode mode[] = {PS_MODE_SPECIFIC, PS_MODE_PROCEDURE, PS_MODE_MECHANISM,
                                        PS_MODE_ZERO};
  if (said(r, "status")) {
    i->standing = (ps_standing)w->standing;
    i->standing_note = said(r, "status_note") ? i->standing_note : "";
  }
  if (said(r, "mode"))
    i->mode = mode[w->mode];
  if (said(r, "distribution"))
    i->shape = (ps_effect_shape)w->shape;
  if (!said(r, "parameter"))
    return;
  const ps_intervention *as = like(r, r->parameter[w->parameter]);
  i->parameter = as->parameter;
  i->actions = as->actions & PS_ACTS_ON_HAZARD ? PS_ACTS_ON_HAZARD : as->actions;
  i->acts_on = as->acts_on;
  i->unit = said(r, "unit") ? i->unit : as->unit;
  if (as->shape == PS_SHAPE_USER)
    i->shape = PS_SHAPE_USER;
}

static ps_status finish(reader *r, const row *w, ps_intervention *i) {
  take_choices(r, w, i);
  PS_TRY(list_of(r, w->aliases, "aliases", &i->aliases));
  PS_TRY(list_of(r, w->not_with, "not_with", &i->not_with));
  PS_TRY(take_sources(r, w->sources, i));
  PS_TRY(take_grades(r, w, i));
  PS_TRY(check_mode(r, i));
  PS_TRY(size(r, i));
  PS_TRY(check_spread(r, i));
  PS_TRY(check_reason(r, i));
  PS_TRY(check_minutes(r, i));
  PS_TRY(check_typed(r, i));
  i->flag = "yours";
  i->yours = r->path;
  return PS_OK;
}

static ps_status read_row(reader *r) {
  ps_key keys[ROW_KEYS];
  const ps_schema schema = {.keys = keys, .n = ROW_KEYS, .size = sizeof(row)};
  const ps_tree *id = r->at->kind == PS_TREE_MAP ? ps_tree_member(r->at, "id") : NULL;
  if (!id || id->kind != PS_TREE_TEXT || !id->text)
    return FAIL(r, r->at, "a row is a map with an id, such as {id: heat, mean: -4, ...}");
  memcpy(keys, row_keys, sizeof keys);
  for (int k = 0; k < ROW_KEYS; k++)
    if (strcmp(keys[k].name, "parameter") == 0)
      keys[k].words = r->parameter;
  ps_intervention *known = row_named(r, id->text);
  row w = {.i = known ? *known : blank()};
  PS_TRY(ps_schema_read(&schema, r->at, r->path, &r->e->pool, &w, r->err));
  PS_TRY(check_id(r, w.i.id));
  if (known && known->yours)
    return FAIL(r, id, "%s is there twice", w.i.id);
  if (known && (known->mode == PS_MODE_BASELINE || known->mode == PS_MODE_CONTEXT))
    return FAIL(r, id, "%s is no intervention, and the same for all: it stays as it is", w.i.id);
  if (!known)
    PS_TRY(check_complete(r, &w));
  PS_TRY(finish(r, &w, &w.i));
  *(known ? known : &r->item[r->nitem++]) = w.i;
  return PS_OK;
}

// ---- all of them

static void list_parameters(reader *r) {
  int n = 0;
  for (int k = 0; k < r->e->nintervention; k++) {
    const ps_intervention *i = &r->e->intervention[k];
    bool own = i->mode != PS_MODE_BASELINE && i->mode != PS_MODE_CONTEXT;
    if (own && like(r, i->parameter) == i && n + 1 < PARAMETERS)
      r->parameter[n++] = i->parameter;
  }
}

// the catalogue once more, with room for `rows` more, each with sources of its own
static bool make_room(reader *r, int rows, int sources) {
  ps_evidence *e = r->e;
  r->nitem = e->nintervention;
  r->nsource = e->nsource;
  r->item = ps_pool_take(&e->pool, (size_t)(r->nitem + rows) * sizeof *r->item);
  r->source = ps_pool_take(&e->pool, (size_t)(r->nsource + sources) * sizeof *r->source);
  if (!r->item || !r->source)
    return false;
  memcpy(r->item, e->intervention, (size_t)r->nitem * sizeof *r->item);
  memcpy(r->source, e->source, (size_t)r->nsource * sizeof *r->source);
  return true;
}

static int count_sources(const ps_tree *rows) {
  int n = 0;
  for (const ps_tree *t = rows->first; t; t = t->next) {
    const ps_tree *list = t->kind == PS_TREE_MAP ? ps_tree_member(t, "sources") : NULL;
    n += list ? list->n : 0;
  }
  return n;
}

// ids that a row does not go with are known once all rows are
static ps_status check_not_with(reader *r, const ps_tree *rows) {
  for (r->at = rows->first; r->at; r->at = r->at->next) {
    const ps_tree *list = ps_tree_member(r->at, "not_with");
    for (const ps_tree *t = list ? list->first : NULL; t; t = t->next)
      if (!row_named(r, t->text))
        return FAIL(r, t, "not_with: there is no intervention '%.40s'", t->text);
  }
  return PS_OK;
}

ps_status ps_evidence_correct(ps_evidence *e, const ps_tree *tree, const char *path,
                              ps_error *err) {
  reader r = {.e = e, .path = path, .err = err};
  file_words words = {0};
  PS_TRY(ps_schema_read(&file_schema, tree, path, &e->pool, &words, err));
  const ps_tree *rows = words.rows;
  if (words.schema && strcmp(words.schema, "psoas.interventions/1") != 0)
    return FAIL(&r, ps_tree_member(tree, "schema"),
                "schema is '%.40s', expected psoas.interventions/1", words.schema);
  if (rows->kind != PS_TREE_LIST || !rows->n || rows->n > PS_EVIDENCE_ROWS_MOST)
    return FAIL(&r, rows, "interventions is no list of 1 to %d rows", PS_EVIDENCE_ROWS_MOST);
  list_parameters(&r);
  if (!make_room(&r, rows->n, count_sources(rows)))
    return no_memory(&r);
  for (r.at = rows->first; r.at; r.at = r.at->next)
    PS_TRY(read_row(&r));
  PS_TRY(check_not_with(&r, rows));
  e->intervention = r.item;
  e->nintervention = r.nitem;
  e->source = r.source;
  e->nsource = r.nsource;
  return PS_OK;
}
