// evidence_input.c: reads a file of rows into the catalogue.
#include "tool/evidence_input.h"

#include "io/yaml.h"
#include "scenario/evidence_user.h"
#include "tool/day_finder.h"

static ps_status take_file(ps_evidence *e, const char *file, char sha256[PS_SHA256_TEXT],
                           ps_error *err) {
  ps_tree *tree;
  ps_sha256 s;
  PS_TRY(ps_yaml_load(&e->pool, file, &tree, err));
  PS_TRY(ps_evidence_correct(e, tree, file, err));
  ps_sha256_begin(&s);
  PS_TRY(ps_sha256_tree(&s, tree, err));
  ps_sha256_end(&s, sha256);
  return PS_OK;
}

ps_status ps_evidence_load(ps_evidence *e, const char *file, char sha256[PS_SHA256_TEXT],
                           ps_error *err) {
  sha256[0] = 0;
  PS_TRY(ps_evidence_open(e, err));
  if (!file)
    return PS_OK;
  ps_status status = take_file(e, file, sha256, err);
  if (status != PS_OK)
    ps_evidence_close(e);
  return status;
}
