#include "tool/select.h"

#include <string.h>

#include "muscle/force.h"

static ps_status no_memory(const ps_workspace *w) {
  return ps_fail(w->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static bool is_all(ps_words words) {
  return words.n > 0 && strcasecmp(words.items[0], "all") == 0;
}

static int find(const char *const *names, int n, const char *wanted) {
  for (int i = 0; i < n; i++)
    if (strcmp(names[i], wanted) == 0)
      return i;
  return -1;
}

static ps_status unknown(ps_workspace *w, const char *kind, const char *const *names, int n,
                         const char *wanted, int line) {
  ps_nearest nearest = ps_nearest_to(wanted);
  char hint[160];
  for (int i = 0; i < n; i++)
    ps_nearest_try(&nearest, names[i]);
  return ps_fail(w->err, PS_ERR_REFERENCE, w->tool->path, line, "the model has no %s '%s'%s", kind,
                 wanted, ps_nearest_hint(&nearest, hint, sizeof hint));
}

// the words among `names`, or all of them
static ps_status select_named(ps_workspace *w, const char *kind, const char *const *names, int n,
                              ps_words words, int line, ps_selection *s) {
  int room = is_all(words) ? n : words.n;
  s->n = 0;
  s->items = ps_pool_take(&w->pool, (size_t)(room + 1) * sizeof *s->items);
  if (!s->items)
    return no_memory(w);
  for (int i = 0; i < room; i++) {
    int at = is_all(words) ? i : find(names, n, words.items[i]);
    if (at < 0)
      return unknown(w, kind, names, n, words.items[i], line);
    s->items[s->n++] = at;
  }
  return PS_OK;
}

ps_status ps_select_coordinates(ps_workspace *w, ps_words words, int line, ps_selection *s) {
  return select_named(w, "coordinate", w->model->coord_name, w->model->nq, words, line, s);
}

// all of them in the order of the joint set, as OpenSim lists them
ps_status ps_select_joints(ps_workspace *w, ps_words words, int line, ps_selection *s) {
  const ps_model *m = w->model;
  PS_TRY(select_named(w, "joint", m->joint_name, m->njoint, words, line, s));
  int n = 0;
  for (int spec = 0; is_all(words) && spec < w->spec->joints.n; spec++)
    for (int j = 0; j < m->njoint; j++)
      if (m->joint_spec[j] == spec)
        s->items[n++] = j;
  return PS_OK;
}

ps_status ps_select_muscles(ps_workspace *w, ps_words words, int line, ps_selection *s) {
  const ps_model *m = w->model;
  const char **names = ps_pool_take(&w->pool, (size_t)(m->nmuscle + 1) * sizeof *names);
  if (!names)
    return no_memory(w);
  for (int i = 0; i < m->nmuscle; i++)
    names[i] = m->force_name[m->muscle_force[i]];
  return select_named(w, "muscle", names, m->nmuscle, words, line, s);
}

ps_status ps_select_body(ps_workspace *w, const char *name, int line, int *body) {
  const char *slash = strrchr(name, '/');
  const char *plain = slash ? slash + 1 : name;
  *body = find(w->model->body_name, w->model->nbody, plain);
  return *body >= 0 ? PS_OK : unknown(w, "body", w->model->body_name, w->model->nbody, plain, line);
}

ps_status ps_select_bodies(ps_workspace *w, ps_words words, int line, ps_selection *s,
                           bool *whole_body) {
  const ps_model *m = w->model;
  s->n = 0;
  s->items = ps_pool_take(&w->pool, (size_t)(m->nbody + words.n) * sizeof *s->items);
  if (!s->items)
    return no_memory(w);
  *whole_body = is_all(words);
  for (int spec = 0; is_all(words) && spec < m->nbody - 1; spec++)
    for (int i = 1; i < m->nbody; i++)
      if (m->body_spec[i] == spec)
        s->items[s->n++] = i;
  for (int i = 0; !is_all(words) && i < words.n; i++) {
    if (strcmp(words.items[i], "center_of_mass") == 0)
      *whole_body = true;
    else
      PS_TRY(ps_select_body(w, words.items[i], line, &s->items[s->n++]));
  }
  return PS_OK;
}

// ---- joint reactions

static ps_status express(ps_workspace *w, const ps_resolver *names, const char *text, int line,
                         ps_reaction *r) {
  const ps_model *m = w->model;
  ps_ref ref = {.text = text, .owner = "/jointset/any", .line = line};
  bool child = strcasecmp(text, "child") == 0, parent = strcasecmp(text, "parent") == 0;
  int frame;
  ps_error nothing;
  if (ps_resolve_frame(names, ref, "express_in_frame", &frame,
                       child || parent ? &nothing : w->err) != PS_OK) {
    if (!child && !parent)
      return ps_fail_at(w->err, PS_ERR_REFERENCE, w->tool->path, line);
    *r = ps_reaction_of(m, r->joint, r->on_child, child ? PS_EXPRESS_CHILD : PS_EXPRESS_PARENT);
    return PS_OK;
  }
  int set = names->body[frame]; // 0: ground, then the body set
  r->frame_body = 0;
  for (int i = 1; i < m->nbody; i++)
    if (set > 0 && m->body_spec[i] == set - 1)
      r->frame_body = i;
  r->frame = names->offset[frame];
  r->frame_name =
      ps_pool_text(&w->pool, ps_frame_name(names, frame), strlen(ps_frame_name(names, frame)));
  return r->frame_name ? PS_OK : no_memory(w);
}

static ps_status check_length(ps_workspace *w, const char *tag, int n, int njoint, int line) {
  if (n == 1 || n == njoint)
    return PS_OK;
  return ps_fail(w->err, PS_ERR_VALUE, w->tool->path, line,
                 "<%s> has %d words; expected one, or one for each of the %d joints", tag, n,
                 njoint);
}

static ps_status fill_reactions(ps_workspace *w, const ps_analysis_spec *a,
                                const ps_resolver *names, const ps_selection *joints,
                                ps_reaction *r) {
  PS_TRY(check_length(w, "apply_on_bodies", a->on_bodies.n, joints->n, a->line));
  PS_TRY(check_length(w, "express_in_frame", a->in_frames.n, joints->n, a->line));
  for (int i = 0; i < joints->n; i++) {
    const char *on = a->on_bodies.items[a->on_bodies.n == 1 ? 0 : i];
    const char *in = a->in_frames.items[a->in_frames.n == 1 ? 0 : i];
    r[i].joint = joints->items[i];
    r[i].on_child = strcasecmp(on, "child") == 0;
    if (!r[i].on_child && strcasecmp(on, "parent") != 0)
      return ps_fail(w->err, PS_ERR_VALUE, w->tool->path, a->line,
                     "<apply_on_bodies> has '%s'; expected child or parent", on);
    PS_TRY(express(w, names, in, a->line, &r[i]));
  }
  return PS_OK;
}

ps_status ps_select_reactions(ps_workspace *w, const ps_analysis_spec *a, ps_reaction **reactions,
                              int *n) {
  ps_selection joints;
  PS_TRY(ps_select_joints(w, a->joints, a->line, &joints));
  *n = joints.n;
  *reactions = ps_pool_take(&w->pool, (size_t)(joints.n + 1) * sizeof **reactions);
  if (!*reactions)
    return no_memory(w);
  ps_resolver names;
  ps_status status = ps_resolver_create(&names, w->spec, w->err);
  if (status == PS_OK)
    status = fill_reactions(w, a, &names, &joints, *reactions);
  ps_resolver_free(&names);
  return status;
}

// ---- forces to leave out

static bool of_class(const ps_model *m, int force, const char *word) {
  if (strcasecmp(word, "all") == 0)
    return true;
  if (strcasecmp(word, "actuators") == 0)
    return ps_force_is_actuator(&m->force[force]);
  return strcasecmp(word, "muscles") == 0 && m->force[force].muscle >= 0;
}

static bool in_group(const ps_spec *s, const char *group, const char *force) {
  for (int i = 0; i < s->groups.n; i++)
    if (strcmp(s->groups.items[i].name, group) == 0 &&
        find(s->groups.items[i].member, s->groups.items[i].nmember, force) >= 0)
      return true;
  return false;
}

ps_status ps_select_excluded(ps_workspace *w, ps_words words, bool **excluded) {
  const ps_model *m = w->model;
  bool *out = ps_pool_take(&w->pool, (size_t)(m->nforce + 1) * sizeof *out);
  *excluded = out;
  if (!out)
    return no_memory(w);
  for (int k = 0; k < words.n; k++) {
    const char *word = words.items[k];
    bool found = strcasecmp(word, "muscles") == 0 || strcasecmp(word, "actuators") == 0 ||
                 strcasecmp(word, "all") == 0;
    for (int i = 0; i < m->nforce; i++)
      if (of_class(m, i, word) || strcmp(m->force_name[i], word) == 0 ||
          in_group(w->spec, word, m->force_name[i]))
        out[i] = found = true;
    if (!found)
      return unknown(w, "force or group of forces", m->force_name, m->nforce, word, 0);
  }
  return PS_OK;
}
