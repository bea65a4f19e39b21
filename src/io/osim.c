#include "io/osim_inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/document.h"
#include "num/number.h"

const char *ps_osim_name(ps_osim *o, ps_xml_node *node, const char *fallback) {
  (void)o;
  const char *name = ps_xml_attribute(node, "name");
  return name && name[0] ? name : fallback;
}

ps_xml_node *ps_osim_objects(ps_osim *o, ps_xml_node *node, const char *set) {
  ps_xml_node *list = ps_xml_child(&o->x, node, set);
  if (!list)
    return NULL;
  ps_xml_attribute(list, "name");
  ps_xml_child(&o->x, list, "groups"); // selections of members; those of forces are read apart
  return ps_xml_child(&o->x, list, "objects");
}

// <connectors><Connector_X_ name="..."><connectee_name>, the form between 3.3 and 4.0
static const char *connector(ps_osim *o, ps_xml_node *node, const char *name) {
  ps_xml_node *list = ps_xml_first(node, "connectors");
  for (ps_xml_node *c = list ? list->first : NULL; c; c = c->next) {
    const char *of = ps_xml_attribute(c, "name");
    if (of && strcmp(of, name) == 0) {
      list->used = c->used = true;
      return ps_xml_text(&o->x, c, "connectee_name", NULL);
    }
  }
  return NULL;
}

ps_ref ps_osim_socket(ps_osim *o, ps_xml_node *node, const char *name, const char *old,
                      const char *owner) {
  char tag[64] = "socket_";
  strncat(tag, name, sizeof tag - sizeof "socket_");
  const char *text = ps_xml_text(&o->x, node, tag, NULL);
  if (!text)
    text = connector(o, node, name);
  if (!text && old)
    text = ps_xml_text(&o->x, node, old, NULL);
  return ps_spec_ref(o->spec, text, owner, node->line);
}

// six significant digits, nearest
static double six_digits(double x) {
  char text[PS_NUMBER_MAX_SHORT];
  size_t length = ps_number_general(text, x, 6);
  ps_number_parse(text, length, &x);
  return x;
}

void ps_osim_shorten(ps_osim *o, double *values, int n) {
  for (int i = 0; i < n && o->version < 30505 && o->spec->compat == PS_COMPAT_OPENSIM46; i++)
    values[i] = six_digits(values[i]);
}

ps_vec3 ps_osim_place(ps_osim *o, ps_xml_node *node, const char *tag) {
  ps_vec3 a = ps_xml_vec3(&o->x, node, tag, (ps_vec3){0, 0, 0});
  double values[3] = {a.x, a.y, a.z};
  ps_osim_shorten(o, values, 3);
  return ps_vec(values[0], values[1], values[2]);
}

static void read_markers(ps_osim *o, ps_xml_node *model) {
  ps_xml_node *objects = ps_osim_objects(o, model, "MarkerSet");
  for (ps_xml_node *n = ps_xml_first(objects, "Marker"); n; n = ps_xml_next(n, "Marker")) {
    n->used = true;
    ps_spec_marker *marker = ps_spec_add_marker(o->spec, ps_osim_name(o, n, "marker"), n->line);
    if (!marker) {
      ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
      return;
    }
    marker->frame = ps_osim_socket(o, n, "parent_frame", "body", marker->part.path);
    marker->location = ps_xml_vec3(&o->x, n, "location", (ps_vec3){0, 0, 0});
    ps_xml_bool(&o->x, n, "fixed", false);
    ps_osim_skip_visuals(o, n);
  }
}

// sets whose members change no result of the analyses: said once each, then passed over
static void read_idle_set(ps_osim *o, ps_xml_node *model, const char *set, const char *why) {
  ps_xml_node *objects = ps_osim_objects(o, model, set);
  for (ps_xml_node *n = objects ? objects->first : NULL; n; n = n->next) {
    n->used = true;
    ps_note_add(&o->spec->notes, PS_NOTE_WARNING, o->x.path, n->line, "%s '%s' is left out: %s",
                n->tag, ps_osim_name(o, n, ""), why);
    ps_osim_mark_below(n);
  }
}

// parts of other kinds that a model may hold: frames are read, stations only mark places
static void read_components(ps_osim *o, ps_xml_node *model) {
  ps_osim_frames(o, model, "components", "");
  ps_xml_node *list = ps_xml_first(model, "components");
  ps_xml_node *set = ps_osim_objects(o, model, "ComponentSet");
  for (int i = 0; i < 2; i++)
    for (ps_xml_node *n = i ? set ? set->first : NULL : list ? list->first : NULL; n; n = n->next) {
      if (n->used)
        continue;
      bool idle = strcmp(n->tag, "Station") == 0;
      ps_note_add(&o->spec->notes, idle ? PS_NOTE_INFO : PS_NOTE_UNSUPPORTED, o->x.path, n->line,
                  idle ? "%s '%s' is left out: it marks a place"
                       : "%s '%s': psoas does not know this component",
                  n->tag, ps_osim_name(o, n, ""));
      ps_osim_mark_below(n);
    }
}

static void read_model(ps_osim *o, ps_xml_document *document, ps_xml_node *model) {
  ps_spec *s = o->spec;
  ps_osim_apply_defaults(o, document, ps_xml_child(&o->x, model, "defaults"));
  s->name = ps_spec_text(s, ps_osim_name(o, model, ""));
  s->credits = ps_spec_text(s, ps_xml_text(&o->x, model, "credits", ""));
  s->publications = ps_spec_text(s, ps_xml_text(&o->x, model, "publications", ""));
  ps_xml_text(&o->x, model, "length_units", NULL);
  ps_xml_text(&o->x, model, "force_units", NULL);
  ps_xml_number(&o->x, model, "assembly_accuracy", 0);
  s->gravity = ps_xml_vec3(&o->x, model, "gravity", ps_vec(0, -9.80665, 0));

  ps_osim_bodies(o, model);
  ps_osim_constraints(o, model);
  ps_osim_forces(o, ps_xml_child(&o->x, model, "ForceSet"));
  read_markers(o, model);
  read_idle_set(o, model, "ProbeSet", "probes change no motion or force");
  read_idle_set(o, model, "ContactGeometrySet", "contact surfaces act only through contact forces");
  read_idle_set(o, model, "ControllerSet", "there are no controllers; analyses set the controls");
  read_components(o, model);
  ps_osim_skip_visuals(o, model);
}

static void read_root(ps_osim *o, ps_xml_document *document, const char *wanted) {
  ps_xml_node *content = ps_document_content(&o->x, document, wanted, &o->version);
  if (!content)
    return;
  if (strcmp(wanted, "Model") == 0)
    read_model(o, document, content);
  else {
    ps_osim_apply_defaults(o, document, ps_xml_child(&o->x, content, "defaults"));
    ps_osim_forces(o, content);
  }
  if (o->x.status == PS_OK)
    ps_xml_note_unused(document->root, o->x.path, &o->spec->notes, PS_NOTE_WARNING);
}

static ps_status read_document(ps_spec *spec, ps_xml_document *document, const char *wanted,
                               ps_error *err) {
  ps_osim o = {.x = {.path = spec->path, .pool = &spec->pool, .err = err}, .spec = spec};
  const char *outer_path = spec->path;
  o.x.path = document->path;
  read_root(&o, document, wanted);
  spec->path = outer_path;
  if (strcmp(wanted, "Model") == 0)
    spec->version = o.version;
  return o.x.status;
}

static ps_status begin_spec(ps_spec **spec, const char *path, ps_compat compat, ps_error *err) {
  *spec = calloc(1, sizeof **spec);
  if (*spec)
    (*spec)->compat = compat;
  if (*spec && ((*spec)->path = ps_spec_text(*spec, path)))
    return PS_OK;
  ps_spec_free(*spec);
  *spec = NULL;
  return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory");
}

// hand over what was read, or clean up
static ps_status end_spec(ps_spec **spec, ps_xml_document *document, ps_status status,
                          ps_error *err) {
  if (status == PS_OK)
    status = read_document(*spec, document, "Model", err);
  ps_xml_free(document);
  if (status != PS_OK) {
    ps_spec_free(*spec);
    *spec = NULL;
  }
  return status;
}

ps_status ps_spec_load(ps_spec **spec, const char *path, ps_compat compat, ps_error *err) {
  ps_xml_document document = {0};
  PS_TRY(begin_spec(spec, path, compat, err));
  return end_spec(spec, &document, ps_xml_load(&document, path, &(*spec)->notes, err), err);
}

ps_status ps_spec_parse(ps_spec **spec, const char *path, const char *text, size_t size,
                        ps_compat compat, ps_error *err) {
  ps_xml_document document = {0};
  PS_TRY(begin_spec(spec, path, compat, err));
  return end_spec(spec, &document, ps_xml_parse(&document, path, text, size, &(*spec)->notes, err),
                  err);
}

// Appended forces whose names are taken are left out, as in OpenSim.
static void drop_known_forces(ps_spec *spec, int before, const char *path) {
  ps_spec_force *forces = spec->forces.items;
  int kept = before;
  for (int i = before; i < spec->forces.n; i++) {
    int same = 0;
    while (same < kept && strcmp(forces[same].part.name, forces[i].part.name) != 0)
      same++;
    if (same == kept)
      forces[kept++] = forces[i];
    else
      ps_note_add(&spec->notes, PS_NOTE_WARNING, path, forces[i].part.line,
                  "there is a force '%s' already; it stays, and this one is left out",
                  forces[i].part.name);
  }
  spec->forces.n = kept;
}

static ps_status add_forces(ps_spec *spec, const char *path, ps_xml_document *document,
                            ps_status status, ps_error *err) {
  int before = spec->forces.n;
  if (status == PS_OK)
    status = read_document(spec, document, "ForceSet", err);
  const char *file = ps_spec_text(spec, path);
  if (status == PS_OK && !file)
    status = ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory");
  for (int i = before; i < spec->forces.n; i++)
    spec->forces.items[i].file = file;
  if (status == PS_OK)
    drop_known_forces(spec, before, path);
  ps_xml_free(document);
  return status;
}

ps_status ps_spec_load_forces(ps_spec *spec, const char *path, ps_error *err) {
  ps_xml_document document = {0};
  return add_forces(spec, path, &document, ps_xml_load(&document, path, &spec->notes, err), err);
}

ps_status ps_spec_parse_forces(ps_spec *spec, const char *path, const char *text, size_t size,
                               ps_error *err) {
  ps_xml_document document = {0};
  return add_forces(spec, path, &document,
                    ps_xml_parse(&document, path, text, size, &spec->notes, err), err);
}

int ps_spec_notes(const ps_spec *spec) {
  return spec->notes.n;
}

ps_note_kind ps_spec_note(const ps_spec *spec, int i, const char **path, int *line,
                          const char **text) {
  const ps_note *note = &spec->notes.items[i];
  *path = note->path;
  *line = note->line;
  *text = note->text;
  return note->kind;
}

int ps_spec_unsupported(const ps_spec *spec) {
  return ps_notes_count(&spec->notes, PS_NOTE_UNSUPPORTED);
}

ps_status ps_spec_require_supported(const ps_spec *spec, ps_error *err) {
  int n = ps_spec_unsupported(spec);
  for (int i = 0; i < spec->notes.n; i++) {
    const ps_note *note = &spec->notes.items[i];
    if (note->kind == PS_NOTE_UNSUPPORTED)
      return ps_fail(err, PS_ERR_UNSUPPORTED, note->path, note->line,
                     "%s (%d such %s; --ignore-unsupported goes on without)", note->text, n,
                     n == 1 ? "part" : "parts");
  }
  return PS_OK;
}

void ps_spec_free(ps_spec *spec) {
  if (!spec)
    return;
  ps_notes_free(&spec->notes);
  ps_pool_free(&spec->pool);
  free(spec);
}
