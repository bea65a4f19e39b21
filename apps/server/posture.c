// posture.c: POST /api/pose: one posture, solved by a thread of the pool with people and solvers
// that are ready. The answer is what `psoas pose --json --draws 0` prints.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "request.h"
#include "server.h"

enum { MOST_SETS = 128 };

// what a request says, as long as its JSON is there
typedef struct asked {
  ps_pose_request request;
  const char *name;
  const char *set[MOST_SETS];
  char *person, *chair; // texts of what came as objects
} asked;

// A person or a chair: text in YAML, or an object, which is one in YAML too.
static bool take_part(const json_t *part, const char **text, char **made) {
  if (!part || json_is_null(part))
    return true;
  if (json_is_string(part))
    *text = json_string_value(part);
  else if (json_is_object(part))
    *text = *made = json_dumps(part, JSON_COMPACT);
  return *text != NULL;
}

static bool take_sets(asked *a, const json_t *sets) {
  size_t n = json_array_size(sets);
  if (!sets)
    return true;
  for (size_t i = 0; i < n && i < MOST_SETS; i++)
    if (!(a->set[i] = json_string_value(json_array_get(sets, i))))
      return false;
  a->request.sets = a->set;
  a->request.nsets = (int)n;
  return json_is_array(sets) && n <= MOST_SETS;
}

// one of two words, or nothing, which is the first
static bool take_choice(const json_t *word, const char *first, const char *second,
                        bool *is_second) {
  const char *text = json_string_value(word);
  *is_second = text && strcmp(text, second) == 0;
  return !word || (text && (*is_second || strcmp(text, first) == 0));
}

static const char *check_keys(const json_t *j) {
  static const char *const known[] = {"posture", "yaml",   "set",   "person", "chair", "criterion",
                                      "spine",   "detail", "draws", "near",   NULL};
  const char *key;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)j, key, value) {
    int i = 0;
    while (known[i] && strcmp(known[i], key) != 0)
      i++;
    if (!known[i])
      return "there are: posture, yaml, set, person, chair, criterion, spine, detail, draws, near";
  }
  return NULL;
}

static const char *read_asked(asked *a, const json_t *j) {
  const json_t *posture = json_object_get(j, "posture"), *yaml = json_object_get(j, "yaml");
  const json_t *draws = json_object_get(j, "draws"), *criterion = json_object_get(j, "criterion");
  const json_t *near = json_object_get(j, "near");
  ps_pose_request *q = &a->request;
  *q = ps_pose_request_default();
  q->draws = 0;
  q->alone = q->sealed = true;
  q->npostures = 1;
  q->yaml = json_string_value(yaml);
  a->name = yaml ? "posture" : json_string_value(posture);
  q->criterion = json_string_value(criterion);
  q->near = json_is_true(near);
  if (!a->name || (yaml && (posture || !q->yaml)) || (criterion && !q->criterion))
    return "expected posture, a name, or yaml, a text";
  if (draws && (!json_is_integer(draws) || json_integer_value(draws) != 0))
    return "draws take long: POST /api/command runs them";
  if (near && !json_is_boolean(near))
    return "near: expected true or false";
  if (!take_choice(json_object_get(j, "spine"), "free", "rhythm", &q->rhythm) ||
      !take_choice(json_object_get(j, "detail"), "full", "light", &q->light))
    return "expected spine: free or rhythm; detail: full or light";
  if (!take_sets(a, json_object_get(j, "set")))
    return "set: expected a list of at most 128 texts KEY=VALUE";
  if (!take_part(json_object_get(j, "person"), &q->person_yaml, &a->person) ||
      !take_part(json_object_get(j, "chair"), &q->chair_yaml, &a->chair))
    return "person, chair: expected an object, or text in YAML";
  return NULL;
}

static srv_reply solve(asked *a, ps_pose_session *session) {
  ps_pose_result *result;
  ps_error err;
  char *text;
  a->request.postures = &a->name;
  a->request.session = session;
  a->request.threads = 1;
  if (ps_pose_run(&a->request, &result, &err) != PS_OK)
    return srv_reply_failure(&err);
  ps_status status = ps_pose_result_json(result, &text, &err);
  ps_pose_result_free(result);
  if (status != PS_OK)
    return srv_reply_failure(&err);
  srv_text answer = {.bytes = text, .size = strlen(text)};
  return srv_reply_json(MHD_HTTP_OK, &answer);
}

srv_reply srv_posture(srv_exchange *x, ps_pose_session *session) {
  srv_reply reply;
  json_t *j = srv_request_json(x, &reply);
  if (!j)
    return reply;
  asked a = {.person = NULL};
  const char *trouble = check_keys(j);
  trouble = trouble ? trouble : read_asked(&a, j);
  reply = trouble ? srv_reply_error(MHD_HTTP_UNPROCESSABLE_CONTENT, false, "%s", trouble)
                  : solve(&a, session);
  free(a.person);
  free(a.chair);
  json_decref(j);
  return reply;
}
