// evidence_table.c: reads data/evidence, and refuses words that it does not know.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "scenario/evidence.h"
#include "scenario/records.h"

// A table while it is read; the first wrong cell is kept.
typedef struct reading {
  ps_records r;
  ps_pool *pool;
  bool memory;
  const char *column, *word; // what is wrong; NULL: nothing
} reading;

static const char *text(reading *g, const char *column) {
  const char *t = ps_records_text(&g->r, column, g->pool);
  g->memory &= t != NULL;
  return t ? t : "";
}

static double number(reading *g, const char *column) {
  return ps_records_number(&g->r, column);
}

static void complain(reading *g, const char *column, const char *word) {
  if (!g->column) {
    g->column = column;
    g->word = word;
  }
}

static int place_of(const char *word, size_t length, const char *const *list, int n) {
  for (int i = 0; i < n; i++)
    if (strlen(list[i]) == length && strncmp(list[i], word, length) == 0)
      return i;
  return -1;
}

static int choice(reading *g, const char *column, const char *const *list, int n) {
  const char *word = text(g, column);
  int i = place_of(word, strlen(word), list, n);
  if (i < 0)
    complain(g, column, word);
  return i < 0 ? 0 : i;
}

static ps_word_list words(reading *g, const char *column) {
  const char *cell = text(g, column);
  int n = *cell != 0;
  for (const char *c = cell; *c; c++)
    n += *c == ';';
  ps_word_list list = {0, ps_pool_take(g->pool, (size_t)(n + 1) * sizeof(char *))};
  if (!list.item) {
    g->memory = false;
    return list;
  }
  for (; *cell; cell += *cell == ';') {
    size_t length = strcspn(cell, ";");
    ps_span word = ps_span_trim((ps_span){cell, length});
    const char *kept = ps_pool_text(g->pool, word.text, word.length);
    g->memory &= kept != NULL;
    if (kept && word.length)
      list.item[list.n++] = kept;
    cell += length;
  }
  return list;
}

// ---- words of tables

// "low", "low to moderate", or nothing
static ps_graded graded(reading *g, const char *column, const char *about) {
  ps_graded grade = {PS_GRADE_BLANK, PS_GRADE_BLANK, text(g, column), text(g, about)};
  const char *to = strstr(grade.words, " to ");
  if (!*grade.words)
    return grade;
  size_t first = to ? (size_t)(to - grade.words) : strlen(grade.words);
  const char *second = to ? to + 4 : grade.words;
  grade.low = (ps_grade)place_of(grade.words, first, ps_grade_words, PS_GRADES);
  grade.high = (ps_grade)place_of(second, strlen(second), ps_grade_words, PS_GRADES);
  if (grade.low == PS_GRADE_BLANK || grade.high < grade.low)
    complain(g, column, grade.words);
  return grade;
}

static unsigned actions_of(reading *g) {
  ps_word_list list = words(g, "actions");
  unsigned bits = 0;
  for (int k = 0; k < list.n; k++) {
    int i = place_of(list.item[k], strlen(list.item[k]), ps_action_words, PS_ACTIONS);
    if (i >= 0)
      bits |= 1u << i;
    else if (strcmp(list.item[k], "none") != 0)
      complain(g, "actions", list.item[k]);
  }
  return bits;
}

// ---- rows

static void read_numbers(reading *g, ps_intervention *i) {
  i->minutes = number(g, "minutes_week");
  i->minutes_low = number(g, "minutes_low");
  i->minutes_high = number(g, "minutes_high");
  i->mean = number(g, "mean");
  i->sd = number(g, "sd");
  i->limit_low = number(g, "limit_low");
  i->limit_high = number(g, "limit_high");
  i->onset_d = number(g, "onset_d");
  i->offset_d = number(g, "offset_d");
  i->typed_low = number(g, "typed_low");
  i->typed_high = number(g, "typed_high");
  i->pooled = number(g, "pooled");
  i->open = number(g, "shrink");
}

static void read_texts(reading *g, ps_intervention *i) {
  i->id = text(g, "id");
  i->name = text(g, "name");
  i->purpose = text(g, "purpose");
  i->claimed = text(g, "claimed");
  i->mechanism = text(g, "mechanism");
  i->standing_note = text(g, "status_note");
  i->course = text(g, "course");
  i->dose = text(g, "dose");
  i->minutes_flag = text(g, "minutes_flag");
  i->harms = text(g, "harms");
  i->parameter = text(g, "parameter");
  i->unit = text(g, "unit");
  i->typed_unit = text(g, "typed_unit");
  i->rule = text(g, "rule");
  i->why = text(g, "why");
  i->flag = text(g, "flag");
}

static void read_intervention(reading *g, void *item) {
  static const char *const grade[][2] = {
      {"grade_back", "about_back"}, {"grade_leg", "about_leg"}, {"grade_hip", "about_hip"}};
  static const char *const stance[][2] = {
      {"nice", "nice_words"}, {"acp", "acp_words"}, {"who", "who_words"}};
  ps_intervention *i = item;
  read_texts(g, i);
  read_numbers(g, i);
  i->aliases = words(g, "aliases");
  i->claims = words(g, "claims");
  i->acts_on = words(g, "acts_on");
  i->sources = words(g, "sources");
  i->not_with = words(g, "not_with");
  i->standing = (ps_standing)choice(g, "status", ps_standing_words, PS_STANDINGS);
  for (int k = 0; k < PS_CONDITIONS; k++)
    i->grade[k] = graded(g, grade[k][0], grade[k][1]);
  for (int k = 0; k < PS_GUIDELINES; k++) {
    i->stance[k] = (ps_stance)choice(g, stance[k][0], ps_stance_words, PS_STANCES);
    i->stance_words[k] = text(g, stance[k][1]);
  }
  i->actions = actions_of(g);
  i->mode = (ps_effect_mode)choice(g, "mode", ps_effect_mode_words, PS_MODES);
  i->shape = (ps_effect_shape)choice(g, "distribution", ps_effect_shape_words, PS_SHAPES);
  i->weight = graded(g, "weight_grade", "rule").low;
}

static void read_effect(reading *g, void *item) {
  ps_effect *e = item;
  *e = (ps_effect){.intervention = text(g, "intervention"),
                   .outcome = text(g, "outcome"),
                   .against = text(g, "against"),
                   .when = text(g, "when"),
                   .finding = text(g, "finding"),
                   .source = text(g, "source"),
                   .flag = text(g, "flag"),
                   .scale = (ps_effect_scale)choice(g, "scale", ps_effect_scale_words, PS_SCALES),
                   .value = number(g, "value"),
                   .low = number(g, "low"),
                   .high = number(g, "high")};
}

static void read_claim(reading *g, void *item) {
  ps_claim *c = item;
  *c = (ps_claim){.id = text(g, "id"),
                  .theme = text(g, "theme"),
                  .claim = text(g, "claim"),
                  .note = text(g, "note"),
                  .computed_by = text(g, "computed_by"),
                  .coupling = text(g, "coupling"),
                  .supports = text(g, "for"),
                  .opposes = text(g, "against"),
                  .shows = text(g, "shows"),
                  .certainty = text(g, "certainty"),
                  .flag = text(g, "flag"),
                  .test = text(g, "test"),
                  .standing = (ps_standing)choice(g, "status", ps_standing_words, PS_STANDINGS),
                  .sources = words(g, "sources")};
}

static void read_source(reading *g, void *item) {
  ps_source *s = item;
  *s = (ps_source){.id = text(g, "id"),
                   .kind = text(g, "kind"),
                   .citation = text(g, "citation"),
                   .where_seen = text(g, "where_seen"),
                   .seen = text(g, "seen")};
}

// ---- tables

static ps_status fail_word(reading *g, ps_error *err) {
  int line = g->r.row + 2; // as a spreadsheet counts rows
  ps_records_fail(&g->r, PS_OK);
  return ps_fail(err, PS_ERR_VALUE, g->r.name, 0, "row %d: column '%s' holds '%.40s'", line,
                 g->column, g->word);
}

static ps_status read_table(ps_pool *pool, const char *name, size_t size,
                            void (*row)(reading *g, void *item), void **items, int *n,
                            ps_error *err) {
  reading g = {.pool = pool, .memory = true};
  PS_TRY(ps_records_open(&g.r, name, err));
  *n = g.r.n;
  char *item = *items = ps_pool_take(pool, (size_t)(g.r.n + 1) * size);
  g.memory = item != NULL;
  while (item && ps_records_next(&g.r)) {
    row(&g, item);
    item += size;
    if (g.column && !g.r.missing)
      return fail_word(&g, err);
  }
  return ps_records_close(&g.r, g.memory, err);
}

// effects of an intervention stand together
static ps_status join_effects(ps_evidence *e, ps_error *err) {
  int at = 0;
  for (int k = 0; k < e->neffect; k += e->intervention[at].neffect) {
    for (at = 0; at < e->nintervention; at++)
      if (strcmp(e->intervention[at].id, e->effect[k].intervention) == 0)
        break;
    if (at == e->nintervention || e->intervention[at].neffect)
      return ps_fail(err, PS_ERR_REFERENCE, "evidence/effects.csv", 0,
                     "row %d: intervention '%.40s' %s", k + 2, e->effect[k].intervention,
                     at == e->nintervention ? "is not known" : "has rows in two places");
    e->intervention[at].first_effect = k;
    int n = 0;
    while (k + n < e->neffect && strcmp(e->effect[k + n].intervention, e->intervention[at].id) == 0)
      n++;
    e->intervention[at].neffect = n;
  }
  return PS_OK;
}

static ps_status read_rule(ps_evidence_rule *rule, ps_error *err) {
  const struct {
    const char *name;
    double *to;
  } known[] = {{"discount", &rule->discount},
               {"weight.none", &rule->weight[PS_GRADE_NONE]},
               {"weight.very_low", &rule->weight[PS_GRADE_VERY_LOW]},
               {"weight.low", &rule->weight[PS_GRADE_LOW]},
               {"weight.moderate", &rule->weight[PS_GRADE_MODERATE]},
               {"weight.high", &rule->weight[PS_GRADE_HIGH]},
               {"weight.open", &rule->open},
               {"sd.share", &rule->sd_share},
               {"sd.least", &rule->sd_least},
               {"points_per_smd", &rule->points_per_smd},
               {"noticeable.groups", &rule->noticeable}};
  enum { KNOWN = sizeof known / sizeof *known };
  ps_pool pool = {0};
  ps_records r;
  unsigned seen = 0;
  PS_TRY(ps_records_open(&r, "evidence/rule.csv", err));
  while (ps_records_next(&r)) {
    const char *name = ps_records_text(&r, "name", &pool);
    for (int i = 0; name && i < KNOWN; i++)
      if (strcmp(known[i].name, name) == 0) {
        *known[i].to = ps_records_number(&r, "value");
        seen |= 1u << i;
      }
  }
  ps_pool_free(&pool);
  PS_TRY(ps_records_close(&r, true, err));
  for (int i = 0; i < KNOWN; i++)
    if (!(seen & 1u << i))
      return ps_fail(err, PS_ERR_STRUCTURE, "evidence/rule.csv", 0, "there is no row '%s'",
                     known[i].name);
  return PS_OK;
}

static ps_status open_all(ps_evidence *e, ps_error *err) {
#define TABLE(name, row, field, count)                                                             \
  read_table(&e->pool, "evidence/" name ".csv", sizeof *e->field, row, (void **)&e->field,         \
             &e->count, err)
  PS_TRY(TABLE("interventions", read_intervention, intervention, nintervention));
  PS_TRY(TABLE("effects", read_effect, effect, neffect));
  PS_TRY(TABLE("claims", read_claim, claim, nclaim));
  PS_TRY(TABLE("sources", read_source, source, nsource));
#undef TABLE
  PS_TRY(join_effects(e, err));
  return read_rule(&e->rule, err);
}

ps_status ps_evidence_open(ps_evidence *e, ps_error *err) {
  *e = (ps_evidence){.nclaim = 0};
  ps_status status = open_all(e, err);
  if (status != PS_OK)
    ps_evidence_close(e);
  return status;
}

void ps_evidence_close(ps_evidence *e) {
  ps_pool_free(&e->pool);
}
