// evidence_cite.c: the sources behind a row or a result, as BibTeX.
//
// The table of sources holds a citation in a few words, not the parts of a record, so an entry has
// the author and the year where the citation begins with them, a DOI where it holds one, and says
// in its note what was read.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/yaml.h"
#include "scenario/records.h"
#include "tool/evidence_inner.h"

typedef struct citing {
  ps_evidence e;
  ps_pool pool;
  bool *used;  // by source
  bool result; // a result file was given: psoas itself is cited
} citing;

static void use(citing *c, const char *id) {
  const ps_source *s = ps_evidence_source(&c->e, id);
  if (s)
    c->used[s - c->e.source] = true;
}

static void use_list(citing *c, const ps_word_list *list) {
  for (int k = 0; k < list->n; k++)
    use(c, list->item[k]);
}

static void use_intervention(citing *c, const ps_intervention *i) {
  use_list(c, &i->sources);
  for (int k = 0; k < i->neffect; k++)
    use(c, c->e.effect[i->first_effect + k].source);
}

// ---- ids in a text

// a whole id: "S61", "C14"
static void use_id(citing *c, const char *id) {
  use(c, id);
  for (int k = 0; k < c->e.nclaim; k++)
    if (strcmp(c->e.claim[k].id, id) == 0)
      use_list(c, &c->e.claim[k].sources);
}

static void use_text(citing *c, const char *text) {
  while (*text) {
    char id[64];
    size_t n = 0;
    while (text[n] == '_' || isalnum((unsigned char)text[n]))
      n++;
    if (n && n < sizeof id) {
      snprintf(id, sizeof id, "%.*s", (int)n, text);
      use_id(c, id);
    }
    text += n ? n : 1;
  }
}

// ---- a result

static ps_status use_table(citing *c, const char *name, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, name, err));
  while (ps_records_next(&r)) {
    const char *source = ps_records_text(&r, "source", &c->pool);
    if (source)
      use_text(c, source);
  }
  return ps_records_close(&r, true, err);
}

// sentences may hold ids of claims and sources; interventions stand alone, since "heat" is a word
static void use_tree(citing *c, const ps_tree *t) {
  for (int k = 0; t->text && k < c->e.nintervention; k++)
    if (strcmp(c->e.intervention[k].id, t->text) == 0)
      use_intervention(c, &c->e.intervention[k]);
  if (t->kind == PS_TREE_TEXT && t->text)
    use_text(c, t->text);
  for (const ps_tree *child = t->first; child; child = child->next)
    use_tree(c, child);
}

static ps_status use_result(citing *c, const char *path, ps_error *err) {
  static const char *const tables[] = {"physio/tissue.csv", "physio/effort.csv", "physio/nerve.csv",
                                       "physio/risk.csv"};
  ps_tree *tree;
  PS_TRY(ps_yaml_load(&c->pool, path, &tree, err)); // JSON is YAML
  const ps_tree *schema = ps_tree_member(tree, "schema");
  if (!schema || !schema->text || strncmp(schema->text, "psoas.", 6) != 0)
    return ps_fail(err, PS_ERR_STRUCTURE, path, 1, "expected a result of psoas, with its schema");
  c->result = true;
  use_tree(c, tree);
  for (int i = 0; strncmp(schema->text, "psoas.day", 9) == 0 && i < 4; i++)
    PS_TRY(use_table(c, tables[i], err));
  return PS_OK;
}

static bool is_file(const char *word) {
  size_t n = strlen(word);
  return strchr(word, '/') || (n > 5 && strcmp(word + n - 5, ".json") == 0);
}

static ps_status use_word(citing *c, const char *word, ps_error *err) {
  if (is_file(word))
    return use_result(c, word, err);
  int claim = ps_evidence_claim(&c->e, word, NULL);
  if (claim >= 0)
    return use_list(c, &c->e.claim[claim].sources), PS_OK;
  if (ps_evidence_source(&c->e, word))
    return use(c, word), PS_OK;
  int at = ps_evidence_intervention(&c->e, word, err);
  if (at < 0)
    return PS_ERR_ARGUMENT;
  use_intervention(c, &c->e.intervention[at]);
  return PS_OK;
}

// ---- an entry

// Bytes of the author in "Oltean and Gagnier 2014, ...", and the year; 0: it begins otherwise.
static size_t author_of(const char *citation, int *year) {
  const char *at = citation;
  *year = 0;
  for (; *at && *at != ','; at++)
    if (*at == ' ' && sscanf(at, " %4d", year) == 1 && *year >= 1900 && *year < 2100)
      break;
    else
      *year = 0;
  bool name = isupper((unsigned char)*citation) || strncmp(citation, "van ", 4) == 0;
  return *year && name ? (size_t)(at - citation) : 0;
}

static void put_field(ps_file_writer *w, const char *name, const char *text, size_t length) {
  ps_file_writer_format(w, ",\n  %s = {", name);
  for (size_t i = 0; i < length; i++) {
    if (strchr("%&#_$", text[i]))
      ps_file_writer_text(w, "\\");
    ps_file_writer_bytes(w, &text[i], 1);
  }
  ps_file_writer_text(w, "}");
}

static void put_author(ps_file_writer *w, const char *author, size_t length) {
  char name[120];
  snprintf(name, sizeof name, "%.*s", (int)length, author);
  bool whole = strchr(name, ' ') && !strstr(name, " and "); // one name of several words
  ps_file_writer_format(w, ",\n  author = %s%s%s", whole ? "{{" : "{", name, whole ? "}}" : "}");
}

static void put_source(ps_file_writer *w, const ps_source *s) {
  char note[PS_EVIDENCE_SENTENCE];
  int year;
  size_t author = author_of(s->citation, &year);
  const char *doi = strstr(s->citation, "doi ");
  ps_file_writer_format(w, "@misc{%s", s->id);
  if (author)
    put_author(w, s->citation, author);
  put_field(w, "title", s->citation,
            doi && doi - s->citation > 2 ? (size_t)(doi - s->citation) - 2 : strlen(s->citation));
  if (year)
    ps_file_writer_format(w, ",\n  year = {%d}", year);
  if (doi)
    ps_file_writer_format(w, ",\n  doi = {%.*s}", (int)strcspn(doi + 4, " ,;)"), doi + 4);
  snprintf(note, sizeof note, "Title as short as psoas keeps it. Read: %s. %s", s->where_seen,
           s->seen);
  put_field(w, "note", note, strlen(note));
  ps_file_writer_text(w, "\n}\n\n");
}

static ps_status write_all(citing *c, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  if (c->result)
    ps_file_writer_text(&w, "@software{psoas,\n  title = {psoas},\n  version = {" PSOAS_VERSION
                            "},\n  author = {{The psoas authors}},\n  year = {2026}\n}\n\n");
  for (int k = 0; k < c->e.nsource; k++)
    if (c->used[k])
      put_source(&w, &c->e.source[k]);
  ps_file_writer_text(&w, "% Sources of the model itself: docs/references.bib of psoas.\n");
  return ps_file_writer_take(&w, text, &size, err);
}

static ps_status cite(citing *c, const char *const *words, int n, char **text, ps_error *err) {
  c->used = calloc((size_t)c->e.nsource + 1, sizeof *c->used);
  if (!c->used)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int k = 0; n == 0 && k < c->e.nsource; k++)
    c->used[k] = true;
  for (int i = 0; i < n; i++)
    PS_TRY(use_word(c, words[i], err));
  return write_all(c, text, err);
}

ps_status ps_cite(const char *const *words, int n, char **text, ps_error *err) {
  citing c = {0};
  *text = NULL;
  PS_TRY(ps_evidence_open(&c.e, err));
  ps_status status = cite(&c, words, n, text, err);
  free(c.used);
  ps_pool_free(&c.pool);
  ps_evidence_close(&c.e);
  return status;
}
