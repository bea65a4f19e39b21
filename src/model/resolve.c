#include "model/resolve.h"
#include "model/fit.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_PATH = 1024 };

// `text` seen from `owner`, with every ".." resolved; false: too long or above the root
static bool join_path(char *out, const char *owner, const char *text) {
  size_t length = strlen(owner);
  if (length >= LONGEST_PATH)
    return false;
  memcpy(out, owner, length + 1);
  while (*text) {
    size_t part = strcspn(text, "/");
    if (part == 2 && text[0] == '.' && text[1] == '.') {
      char *slash = strrchr(out, '/');
      if (!slash)
        return false;
      *slash = 0;
      length = (size_t)(slash - out);
    } else if (part && !(part == 1 && text[0] == '.')) {
      if (length + part + 2 > LONGEST_PATH)
        return false;
      out[length++] = '/';
      memcpy(out + length, text, part);
      length += part;
      out[length] = 0;
    }
    text += part + (text[part] == '/');
  }
  return true;
}

// the index of `ref` by path from the root, by path from its owner or the owner's owner, or by name
static int look_up(const ps_names *paths, const ps_names *names, ps_ref ref) {
  char path[LONGEST_PATH];
  const char *owner = ref.owner ? ref.owner : "";
  int found = -1;
  if (ref.text[0] == '/')
    found = ps_names_find(paths, ref.text);
  else if (join_path(path, owner, ref.text))
    found = ps_names_find(paths, path);
  if (found < 0 && ref.text[0] != '/') {
    char outer[LONGEST_PATH];
    if (join_path(outer, owner, "..") && join_path(path, outer, ref.text))
      found = ps_names_find(paths, path);
  }
  if (found < 0) {
    const char *slash = strrchr(ref.text, '/');
    found = ps_names_find(names, slash ? slash + 1 : ref.text);
  }
  return found;
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// index one part; a second part with the same path is an error
static ps_status add_part(ps_resolver *r, ps_names *paths, ps_names *names, const ps_part *part,
                          int index, const char *kind, ps_error *err) {
  int have = ps_names_add(paths, &r->pool, part->path, index);
  if (have < 0)
    return no_memory(err);
  if (have != index)
    return ps_fail(err, PS_ERR_STRUCTURE, r->spec->path, part->line,
                   "another %s is named '%s' too; names must differ", kind, part->name);
  return ps_names_add(names, &r->pool, part->name, index) < 0 ? no_memory(err) : PS_OK;
}

static ps_status index_names(ps_resolver *r, ps_error *err) {
  const ps_spec *s = r->spec;
  static const ps_part ground = {"ground", "/ground", 0};
  PS_TRY(add_part(r, &r->frame_path, &r->frame_name, &ground, 0, "frame", err));
  for (int i = 0; i < s->bodies.n; i++)
    PS_TRY(
        add_part(r, &r->frame_path, &r->frame_name, &s->bodies.items[i].part, 1 + i, "body", err));
  for (int i = 0; i < s->frames.n; i++)
    PS_TRY(add_part(r, &r->frame_path, &r->frame_name, &s->frames.items[i].part,
                    1 + s->bodies.n + i, "frame", err));
  for (int i = 0; i < s->coordinates.n; i++)
    PS_TRY(add_part(r, &r->coordinate_path, &r->coordinate_name, &s->coordinates.items[i].part, i,
                    "coordinate", err));
  for (int i = 0; i < s->wraps.n; i++)
    if (ps_names_add(&r->wrap_name, &r->pool, s->wraps.items[i].part.name, i) < 0)
      return no_memory(err);

  // joints and forces are referred to by name in other files
  ps_names joints = {0}, forces = {0}, ignored = {0};
  for (int i = 0; i < s->joints.n; i++)
    PS_TRY(add_part(r, &joints, &ignored, &s->joints.items[i].part, i, "joint", err));
  ignored = (ps_names){0};
  for (int i = 0; i < s->forces.n; i++)
    PS_TRY(add_part(r, &forces, &ignored, &s->forces.items[i].part, i, "force", err));
  return PS_OK;
}

// place every offset frame on its body, following parents until a body is met
static ps_status place_frames(ps_resolver *r, ps_error *err) {
  const ps_spec *s = r->spec;
  int nfixed = 1 + s->bodies.n;
  for (int i = 0; i < nfixed; i++) {
    r->offset[i] = ps_identity();
    r->body[i] = i;
  }
  for (int i = 0; i < s->frames.n; i++) {
    ps_transform X = ps_identity();
    int frame = nfixed + i, steps = 0;
    while (frame >= nfixed) {
      const ps_spec_frame *f = &s->frames.items[frame - nfixed];
      if (++steps > s->frames.n)
        return ps_fail(err, PS_ERR_STRUCTURE, s->path, s->frames.items[i].part.line,
                       "frame '%s' hangs on itself through its parents",
                       s->frames.items[i].part.name);
      X = ps_transform_mul(ps_model_frame(f->translation, f->orientation), X);
      char what[160];
      snprintf(what, sizeof what, "frame '%.120s'", f->part.name);
      PS_TRY(ps_resolve_frame(r, f->parent, what, &frame, err));
    }
    r->offset[nfixed + i] = X;
    r->body[nfixed + i] = frame;
  }
  return PS_OK;
}

ps_status ps_resolver_create(ps_resolver *r, const ps_spec *spec, ps_error *err) {
  *r = (ps_resolver){.spec = spec};
  size_t n = (size_t)(1 + spec->bodies.n + spec->frames.n);
  r->offset = ps_pool_take(&r->pool, n * sizeof *r->offset);
  r->body = ps_pool_take(&r->pool, n * sizeof *r->body);
  if (!r->offset || !r->body)
    return no_memory(err);
  PS_TRY(index_names(r, err));
  return place_frames(r, err);
}

const char *ps_frame_name(const ps_resolver *r, int frame) {
  int nbody = r->spec->bodies.n;
  if (frame == 0)
    return "ground";
  return frame <= nbody ? r->spec->bodies.items[frame - 1].part.name
                        : r->spec->frames.items[frame - 1 - nbody].part.name;
}

void ps_resolver_free(ps_resolver *r) {
  ps_pool_free(&r->pool);
}

static ps_status unknown(const ps_resolver *r, const char *what, const char *kind, const char *text,
                         int line, const ps_nearest *nearest, ps_error *err) {
  char hint[128];
  return ps_fail(err, PS_ERR_REFERENCE, r->spec->path, line,
                 "%s refers to %s '%s', which the model does not have%s", what, kind, text,
                 ps_nearest_hint(nearest, hint, sizeof hint));
}

static const char *last_name(const char *text) {
  const char *slash = strrchr(text, '/');
  return slash ? slash + 1 : text;
}

ps_status ps_resolve_frame(const ps_resolver *r, ps_ref ref, const char *what, int *frame,
                           ps_error *err) {
  const ps_spec *s = r->spec;
  if (!ref.text || !ref.text[0])
    return ps_fail(err, PS_ERR_STRUCTURE, s->path, ref.line, "%s does not say which body it is on",
                   what);
  *frame = look_up(&r->frame_path, &r->frame_name, ref);
  if (*frame >= 0)
    return PS_OK;
  ps_nearest nearest = ps_nearest_to(last_name(ref.text));
  ps_nearest_try(&nearest, "ground");
  for (int i = 0; i < s->bodies.n; i++)
    ps_nearest_try(&nearest, s->bodies.items[i].part.name);
  for (int i = 0; i < s->frames.n; i++)
    ps_nearest_try(&nearest, s->frames.items[i].part.name);
  return unknown(r, what, "body", ref.text, ref.line, &nearest, err);
}

ps_status ps_resolve_coordinate(const ps_resolver *r, ps_ref ref, const char *what, int *coordinate,
                                ps_error *err) {
  const ps_spec *s = r->spec;
  if (!ref.text || !ref.text[0])
    return ps_fail(err, PS_ERR_STRUCTURE, s->path, ref.line, "%s does not name a coordinate", what);
  *coordinate = look_up(&r->coordinate_path, &r->coordinate_name, ref);
  if (*coordinate >= 0)
    return PS_OK;
  ps_nearest nearest = ps_nearest_to(last_name(ref.text));
  for (int i = 0; i < s->coordinates.n; i++)
    ps_nearest_try(&nearest, s->coordinates.items[i].part.name);
  return unknown(r, what, "coordinate", ref.text, ref.line, &nearest, err);
}

ps_status ps_resolve_wrap(const ps_resolver *r, const char *name, int line, const char *what,
                          int *wrap, ps_error *err) {
  *wrap = ps_names_find(&r->wrap_name, name);
  if (*wrap >= 0)
    return PS_OK;
  ps_nearest nearest = ps_nearest_to(name);
  for (int i = 0; i < r->spec->wraps.n; i++)
    ps_nearest_try(&nearest, r->spec->wraps.items[i].part.name);
  return unknown(r, what, "wrap object", name, line, &nearest, err);
}
