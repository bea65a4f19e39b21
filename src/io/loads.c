#include "io/loads.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "io/document.h"
#include "io/sto.h"

static void read_force(ps_xml_reader *x, ps_loads_spec *loads, ps_xml_node *n) {
  n->used = true;
  ps_external_force *f = PS_APPEND(&loads->pool, loads);
  if (!f) {
    ps_xml_fail(x, n, PS_ERR_MEMORY, "out of memory");
    return;
  }
  const char *name = ps_xml_attribute(n, "name");
  f->name = name ? ps_pool_text(&loads->pool, name, strlen(name)) : "";
  f->line = n->line;
  f->applies = ps_xml_bool(x, n, "appliesForce", !ps_xml_bool(x, n, "isDisabled", false));
  f->body = ps_xml_text(x, n, "applied_to_body", "");
  f->force_frame = ps_xml_text(x, n, "force_expressed_in_body", "ground");
  f->point_frame = ps_xml_text(x, n, "point_expressed_in_body", "ground");
  f->force = ps_xml_text(x, n, "force_identifier", "");
  f->point = ps_xml_text(x, n, "point_identifier", "");
  f->torque = ps_xml_text(x, n, "torque_identifier", "");
  ps_xml_text(x, n, "data_source_name", ""); // the datafile serves all of them
  if (!f->name)
    ps_xml_fail(x, n, PS_ERR_MEMORY, "out of memory");
  else if (!f->force[0] && !f->torque[0])
    ps_xml_fail(x, n, PS_ERR_STRUCTURE, "external force '%s' names neither a force nor a torque",
                f->name);
  else if (!f->force[0] && f->point[0])
    ps_xml_fail(x, n, PS_ERR_STRUCTURE, "external force '%s' names a point, but no force", f->name);
}

static ps_status read_loads(ps_loads_spec *loads, ps_xml_document *document, ps_error *err) {
  ps_xml_reader x = {.path = loads->path, .pool = &loads->pool, .err = err};
  int version;
  ps_xml_node *set = ps_document_content(&x, document, "ExternalLoads", &version);
  if (!set)
    return x.status;
  ps_xml_attribute(set, "name");
  ps_xml_node *objects = ps_xml_child(&x, set, "objects");
  for (ps_xml_node *n = objects ? objects->first : NULL; n; n = n->next) {
    if (strcmp(n->tag, "ExternalForce") == 0)
      read_force(&x, loads, n);
    else {
      n->used = true;
      ps_xml_fail(&x, n, PS_ERR_UNSUPPORTED,
                  "<%s>: psoas reads ExternalForce; open and save the file with OpenSim 4", n->tag);
    }
  }
  ps_xml_child(&x, set, "groups");
  const char *datafile = ps_xml_text(&x, set, "datafile", "");
  if (ps_xml_text(&x, set, "external_loads_model_kinematics_file", "")[0])
    ps_note_add(&loads->notes, PS_NOTE_WARNING, loads->path, set->line,
                "external_loads_model_kinematics_file has no effect, as in OpenSim 4");
  ps_xml_number(&x, set, "lowpass_cutoff_frequency_for_load_kinematics", -1);
  if (x.status != PS_OK)
    return x.status;
  if (!datafile[0] || strcmp(datafile, "Unassigned") == 0)
    return ps_fail(err, PS_ERR_STRUCTURE, loads->path, set->line,
                   "<datafile> is empty; it must name the table of forces");
  ps_xml_note_unused(document->root, loads->path, &loads->notes, PS_NOTE_WARNING);
  const char *directory = ps_path_directory(&loads->pool, loads->path);
  loads->datafile = directory ? ps_path_join(&loads->pool, directory, datafile) : NULL;
  return loads->datafile ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_loads_spec *begin(const char *path) {
  ps_loads_spec *loads = calloc(1, sizeof *loads);
  if (loads && !(loads->path = ps_pool_text(&loads->pool, path, strlen(path)))) {
    ps_loads_free(loads);
    return NULL;
  }
  return loads;
}

static ps_status end(ps_loads_spec **loads, ps_xml_document *document, ps_status status,
                     ps_error *err) {
  if (status == PS_OK)
    status = read_loads(*loads, document, err);
  ps_xml_free(document);
  if (status != PS_OK) {
    ps_loads_free(*loads);
    *loads = NULL;
  }
  return status;
}

ps_status ps_loads_parse(ps_loads_spec **loads, const char *path, const char *text, size_t size,
                         ps_error *err) {
  ps_xml_document document = {0};
  *loads = begin(path);
  if (!*loads)
    return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory");
  return end(loads, &document, ps_xml_parse(&document, path, text, size, &(*loads)->notes, err),
             err);
}

ps_status ps_loads_load(ps_loads_spec **loads, const char *path, ps_error *err) {
  ps_xml_document document = {0};
  *loads = begin(path);
  if (!*loads)
    return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory");
  PS_TRY(end(loads, &document, ps_xml_load(&document, path, &(*loads)->notes, err), err));
  ps_status status =
      ps_sto_load(&(*loads)->table, (*loads)->datafile, PS_STO_STRICT, &(*loads)->notes, err);
  ps_fail_named_by(err, status, path);
  if (status != PS_OK) {
    ps_loads_free(*loads);
    *loads = NULL;
  }
  return status;
}

void ps_loads_free(ps_loads_spec *loads) {
  if (!loads)
    return;
  ps_table_free(loads->table);
  ps_notes_free(&loads->notes);
  ps_pool_free(&loads->pool);
  free(loads);
}
