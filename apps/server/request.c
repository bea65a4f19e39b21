#include "request.h"

enum { MOST_DEPTH = 16, MOST_VALUES = 20000 };

// What a look at the brackets and commas tells before any memory is spent.
static const char *look_over(const char *text, size_t size) {
  long depth = 0, values = 0;
  bool quoted = false;
  for (size_t i = 0; i < size; i++) {
    char c = text[i];
    if (quoted && c == '\\')
      i++;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '[' || c == '{'))
      depth++;
    else if (!quoted && (c == ']' || c == '}'))
      depth--;
    values += !quoted && (c == ',' || c == '[' || c == '{');
    if (depth > MOST_DEPTH)
      return "more than 16 lists and objects in each other";
    if (values > MOST_VALUES)
      return "more than 20000 values";
  }
  return NULL;
}

json_t *srv_request_json(srv_exchange *x, srv_reply *reply) {
  json_error_t wrong;
  const char *text = x->body ? x->body : "";
  const char *trouble = look_over(text, x->size);
  json_t *j = trouble ? NULL : json_loadb(text, x->size, JSON_REJECT_DUPLICATES, &wrong);
  if (j && json_is_object(j))
    return j;
  ps_error err = {.status = PS_ERR_SYNTAX, .path = "body"};
  if (trouble)
    snprintf(err.message, sizeof err.message, "%s", trouble);
  else if (j)
    snprintf(err.message, sizeof err.message, "expected an object");
  else {
    snprintf(err.message, sizeof err.message, "%s", wrong.text);
    err.line = wrong.line;
    err.column = wrong.column;
  }
  json_decref(j);
  *reply = srv_reply_failure(&err);
  reply->status = MHD_HTTP_BAD_REQUEST;
  return NULL;
}
