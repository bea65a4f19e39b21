// command.c: POST /api/command: a command line and its files become a job.
//
// Verbs are those that compute and read; words that lead out of the job's folder are refused here
// with a message, and by the kernel wherever else they may stand, in a setup file for example.
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "request.h"
#include "server.h"
#include "verbs.h"

enum { MOST_WORDS = 200, MOST_FILES = 512, LONGEST_WORD = 4000 };

static const char *const verbs[] = {
    "pose",     "sweep",    "arms",   "day",     "weeks",  "event", "sciatica", "chain",
    "validate", "evidence", "claims", "cite",    "id",     "so",    "jr",       "muscles",
    "run-tool", "info",     "probe",  "compare", "export", "plan",  "trial",    "claim-vs-evidence",
};
enum { VERBS = sizeof verbs / sizeof *verbs };

const char *srv_verb_at(int i) {
  return i < VERBS ? verbs[i] : NULL;
}

bool srv_is_verb(const char *verb) {
  for (int i = 0; i < VERBS; i++)
    if (strcmp(verbs[i], verb) == 0)
      return true;
  return false;
}

// ---- words

// Does something in the word name a place outside? A value may stand behind "=", "," or ";", and
// right behind the letter of an option.
static bool leads_out(const char *word) {
  bool letter = word[0] == '-' && word[1] && word[1] != '-';
  for (size_t i = 0; word[i]; i++) {
    bool begins = i == 0 || strchr("=,;", word[i - 1]) || (letter && i == 2);
    bool part = begins || word[i - 1] == '/';
    if (begins && (word[i] == '/' || word[i] == '~'))
      return true;
    if (part && word[i] == '.' && word[i + 1] == '.' &&
        (!word[i + 2] || strchr("/=,;", word[i + 2])))
      return true;
  }
  return false;
}

static const char *check_word(const char *word) {
  if (!word)
    return "argv: expected a list of words";
  if (strlen(word) > LONGEST_WORD)
    return "argv: a word is longer than 4000 characters";
  for (const char *c = word; *c; c++)
    if ((unsigned char)*c < ' ' || *c == 127)
      return "argv: a word has characters that cannot be typed";
  return leads_out(word) ? "argv: a word leads out of the folder of the job" : NULL;
}

static void free_words(char **argv) {
  for (char **word = argv; argv && *word; word++)
    free(*word);
  free(argv);
}

// psoas VERB --progress=json WORD... ; NULL: out of memory
static char **make_words(const json_t *list) {
  size_t n = json_array_size(list), k = 0;
  char **argv = calloc(n + 3, sizeof *argv);
  const cli_verb *verb = cli_verb_named(json_string_value(json_array_get(list, 0)));
  bool fine = argv && (argv[k++] = strdup("psoas"));
  for (size_t i = 0; i < n && fine; i++) {
    fine = (argv[k++] = strdup(json_string_value(json_array_get(list, i)))) != NULL;
    if (fine && i == 0 && verb && cli_has(cli_options_of(verb), CLI_PROGRESS))
      fine = (argv[k++] = strdup("--progress=json")) != NULL;
  }
  if (fine)
    return argv;
  free_words(argv);
  return NULL;
}

static const char *check_words(const json_t *list) {
  size_t n = json_array_size(list);
  if (n == 0 || n > MOST_WORDS)
    return "argv: expected a list of 1 to 200 words, the verb first";
  for (size_t i = 0; i < n; i++) {
    const char *trouble = check_word(json_string_value(json_array_get(list, i)));
    if (trouble)
      return trouble;
  }
  return srv_is_verb(json_string_value(json_array_get(list, 0)))
             ? NULL
             : "argv: this verb does not run as a job; GET /api/about names those that do";
}

// ---- files

// The bytes of a file: a text, or {"base64": text}, which is decoded in its place.
static bool take_bytes(json_t *value, const char **bytes, size_t *size) {
  json_t *coded = json_object_get(value, "base64");
  if (json_is_string(value)) {
    *bytes = json_string_value(value);
    *size = json_string_length(value);
    return true;
  }
  if (!json_is_string(coded) || json_object_size(value) != 1)
    return false;
  char *text = (char *)(uintptr_t)json_string_value(coded); // ours: the JSON goes after this
  long n = srv_base64(text, text, json_string_length(coded));
  *bytes = text;
  *size = n < 0 ? 0 : (size_t)n;
  return n >= 0;
}

static const char *check_files(json_t *files) {
  const char *name;
  json_t *value;
  if (files && !json_is_object(files))
    return "files: expected an object of names and contents";
  if (json_object_size(files) > MOST_FILES)
    return "files: more than 512";
  json_object_foreach(files, name, value) {
    if (!srv_is_name(name))
      return "files: expected names like walk.mot or Geometry/bone.vtp";
  }
  return NULL;
}

static const char *write_files(const char *folder, json_t *files) {
  const char *name, *bytes;
  json_t *value;
  size_t size;
  json_object_foreach(files, name, value) {
    if (!take_bytes(value, &bytes, &size))
      return "files: expected a text, or {\"base64\": ...}";
    if (!srv_folder_write(folder, name, bytes, size))
      return errno == EEXIST || errno == EISDIR || errno == ENOTDIR
                 ? "files: two of them want the same place"
                 : "files: they cannot be written";
  }
  return NULL;
}

// ---- the job

static srv_reply trouble_with(const char *trouble) {
  return srv_reply_error(MHD_HTTP_UNPROCESSABLE_CONTENT, false, "%s", trouble);
}

static srv_reply add_job(srv_server *server, char *folder, char **argv) {
  char id[SRV_JOB_ID];
  switch (srv_jobs_add(&server->jobs, folder, argv, id)) {
  case SRV_JOB_NO_MEMORY:
    return srv_reply_error(MHD_HTTP_SERVICE_UNAVAILABLE, false, "out of memory");
  case SRV_JOB_NO_ROOM:
    return srv_reply_error(MHD_HTTP_TOO_MANY_REQUESTS, false, "%d jobs wait already",
                           server->jobs.limits.waiting);
  case SRV_JOB_ADDED:
    break;
  }
  srv_text text = {0};
  srv_put(&text, "{\"job\": \"%s\"}\n", id);
  return srv_reply_json(MHD_HTTP_ACCEPTED, &text);
}

static srv_reply make_job(srv_server *server, json_t *words, json_t *files) {
  char path[SRV_NAME + 16];
  snprintf(path, sizeof path, "%s/XXXXXX", server->jobs.folder);
  char **argv = make_words(words), *folder = argv && mkdtemp(path) ? strdup(path) : NULL;
  if (!folder) {
    free_words(argv);
    return srv_reply_error(MHD_HTTP_SERVICE_UNAVAILABLE, false, "there is no place for the job");
  }
  const char *trouble = write_files(folder, files);
  if (!trouble)
    return add_job(server, folder, argv);
  srv_folder_remove(folder);
  free(folder);
  free_words(argv);
  return trouble_with(trouble);
}

srv_reply srv_command(srv_exchange *x, ps_pose_session *session) {
  srv_reply reply;
  (void)session;
  json_t *j = srv_request_json(x, &reply);
  if (!j)
    return reply;
  json_t *words = json_object_get(j, "argv"), *files = json_object_get(j, "files");
  const char *trouble = check_words(words);
  trouble = trouble ? trouble : check_files(files);
  reply = trouble ? trouble_with(trouble) : make_job(x->server, words, files);
  json_decref(j);
  return reply;
}
