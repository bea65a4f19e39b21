// evidence.c: a choice of interventions or claims, and where it is written.
#include "psoas/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "tool/evidence_inner.h"
#include "tool/evidence_input.h"
#include "tool/outputs.h"

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_catalogue_request ps_catalogue_request_default(ps_catalogue_kind kind) {
  return (ps_catalogue_request){.kind = kind, .discount = -1};
}

// ---- which rows

static int place_of(const ps_catalogue *c, const char *word, ps_error *err) {
  bool claims = c->request.kind == PS_CATALOGUE_CLAIMS;
  int at =
      claims ? ps_evidence_claim(&c->e, word, err) : ps_evidence_intervention(&c->e, word, err);
  // who asks for the other kind is sent there
  if (at < 0 && !claims && ps_evidence_claim(&c->e, word, NULL) >= 0)
    ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "'%.60s' is a claim; see psoas claims %.60s", word,
            word);
  else if (at < 0 && claims && ps_evidence_intervention(&c->e, word, NULL) >= 0)
    ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "'%.60s' is an intervention; see psoas evidence %.60s",
            word, word);
  return at;
}

static ps_status choose(ps_catalogue *c, ps_error *err) {
  const ps_catalogue_request *q = &c->request;
  int all = q->kind == PS_CATALOGUE_CLAIMS ? c->e.nclaim : c->e.nintervention;
  c->brief = q->n == 0;
  c->chosen = calloc((size_t)(c->brief ? all : q->n) + 1, sizeof *c->chosen);
  if (!c->chosen)
    return no_memory(err);
  for (int i = 0; i < (c->brief ? all : q->n); i++) {
    int at = c->brief ? i : place_of(c, q->words[i], err), k = 0;
    if (at < 0)
      return PS_ERR_ARGUMENT;
    while (k < c->n && c->chosen[k] != at)
      k++;
    if (k == c->n)
      c->chosen[c->n++] = at;
  }
  return PS_OK;
}

static ps_status take_discount(ps_catalogue *c, ps_error *err) {
  double d = c->request.discount;
  if (d < 0)
    return PS_OK;
  if (!(d <= 1))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "the discount is %g; allowed is 0 to 1", d);
  c->e.rule.discount = d;
  return PS_OK;
}

ps_status ps_catalogue_create(const ps_catalogue_request *request, ps_catalogue **catalogue,
                              ps_error *err) {
  ps_catalogue *c = calloc(1, sizeof *c);
  *catalogue = NULL;
  if (!c)
    return no_memory(err);
  c->request = *request;
  ps_status status = ps_evidence_load(&c->e, request->interventions, c->sha256, err);
  if (status == PS_OK)
    status = take_discount(c, err);
  if (status == PS_OK)
    status = choose(c, err);
  if (status != PS_OK)
    ps_catalogue_free(c);
  else
    *catalogue = c;
  return status;
}

void ps_catalogue_free(ps_catalogue *c) {
  if (!c)
    return;
  ps_evidence_close(&c->e);
  free(c->chosen);
  free(c);
}

// ---- sources

static void mark(const ps_evidence *e, const char *id, bool *used) {
  const ps_source *s = ps_evidence_source(e, id);
  if (s)
    used[s - e->source] = true;
}

void ps_catalogue_sources(const ps_catalogue *c, bool *used) {
  const ps_evidence *e = &c->e;
  for (int k = 0; k < c->n; k++) {
    const ps_intervention *i = &e->intervention[c->chosen[k]];
    bool claim = c->request.kind == PS_CATALOGUE_CLAIMS;
    const ps_word_list *list = claim ? &e->claim[c->chosen[k]].sources : &i->sources;
    for (int s = 0; s < list->n; s++)
      mark(e, list->item[s], used);
    for (int s = 0; !claim && s < i->neffect; s++)
      mark(e, e->effect[i->first_effect + s].source, used);
  }
}

// ---- as text and files

static ps_status as_text(const ps_catalogue *c,
                         void (*put)(const ps_catalogue *c, ps_file_writer *w), char **text,
                         ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put(c, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_catalogue_text(const ps_catalogue *c, char **text, ps_error *err) {
  return as_text(c, ps_catalogue_put_text, text, err);
}

ps_status ps_catalogue_json(const ps_catalogue *c, char **text, ps_error *err) {
  return as_text(c, ps_catalogue_put_json, text, err);
}

ps_status ps_catalogue_page(const ps_catalogue *c, char **text, ps_error *err) {
  return as_text(c, ps_catalogue_put_page, text, err);
}

ps_status ps_catalogue_write(const ps_catalogue *c, const char *directory, bool replace,
                             ps_error *err) {
  static const char *const names[] = {"result.json", "report.html"};
  ps_pool pool = {0};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &pool, directory, names, 2, replace, err);
  if (status == PS_OK) {
    ps_catalogue_put_json(c, &o.file[0]);
    ps_catalogue_put_page(c, &o.file[1]);
  }
  status = ps_outputs_close(&o, status, NULL, err);
  ps_pool_free(&pool);
  return status;
}
