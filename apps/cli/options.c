#include "options.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "psoas/nearest.h"

const cli_option cli_options[CLI_OPTION_COUNT] = {
#define O(id, name, letter, kind, argument, place, help, more)                                     \
  [CLI_##id] = {name, letter, kind, argument, place, help, more},
    CLI_OPTIONS(O)
#undef O
};

bool cli_word(const char *list, int i, char *word, unsigned long size) {
  if (i < 0)
    return false;
  for (; i > 0 && list; i--) {
    list = strchr(list, '|');
    list = list ? list + 1 : NULL;
  }
  if (!list || !*list)
    return false;
  snprintf(word, size, "%.*s", (int)strcspn(list, "|"), list);
  return true;
}

// ---- values

static bool wrong_value(const char *verb, const cli_option *o, const char *value,
                        const char *expected) {
  return cli_usage(verb, "--%s: found '%s', expected %s", o->name, value, expected);
}

// a decimal number and nothing else; independent of the locale, which is never set
static bool read_number(const char *text, double *x) {
  char *end;
  *x = strtod(text, &end);
  return *text && !*end && isfinite(*x) && !text[strspn(text, "0123456789+-.eE")];
}

static bool read_word(const char *verb, const cli_option *o, const char *value, int *index) {
  char word[40], list[160] = "", hint[80] = "";
  ps_nearest nearest = ps_nearest_to(value);
  int best = -1;
  for (*index = 0; cli_word(o->argument, *index, word, sizeof word); ++*index) {
    int before = nearest.distance;
    size_t used = strlen(list);
    if (strcmp(word, value) == 0)
      return true;
    ps_nearest_try(&nearest, word);
    best = nearest.distance < before ? *index : best;
    snprintf(list + used, sizeof list - used, "%s%s", used ? " or " : "", word);
  }
  if (cli_word(o->argument, best, word, sizeof word))
    snprintf(hint, sizeof hint, "; nearest: '%s'", word);
  return cli_usage(verb, "--%s: found '%s', expected %s%s", o->name, value, list, hint);
}

static bool take_value(cli_arguments *a, const char *verb, int id, const char *value) {
  const cli_option *o = &cli_options[id];
  a->given[id] = true;
  a->text[id] = value;
  switch (o->kind) {
  case CLI_NUMBER:
    return read_number(value, &a->number[id]) || wrong_value(verb, o, value, "a number");
  case CLI_COUNT:
    return (read_number(value, &a->number[id]) && a->number[id] >= 0 && a->number[id] <= INT_MAX &&
            a->number[id] == floor(a->number[id])) ||
           wrong_value(verb, o, value, "a whole number, 0 or more");
  case CLI_WORD:
    return read_word(verb, o, value, &a->word[id]);
  case CLI_TEXT:
  case CLI_FILE:
  case CLI_FOLDER:
    return *value || wrong_value(verb, o, value, o->kind == CLI_TEXT ? "a name" : "a file name");
  case CLI_PAIRS:
  case CLI_SWITCH:
    break;
  }
  return true;
}

// ---- options

static int option_named(cli_options_set set, const char *name, size_t length) {
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    if (cli_has(set, i) && strlen(cli_options[i].name) == length &&
        strncmp(cli_options[i].name, name, length) == 0)
      return i;
  return -1;
}

static int option_lettered(cli_options_set set, char letter) {
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    if (cli_has(set, i) && cli_options[i].letter == letter)
      return i;
  return -1;
}

static bool unknown_option(const char *verb, cli_options_set set, const char *name, int length) {
  char typed[80], hint[80] = "";
  snprintf(typed, sizeof typed, "%.*s", length, name);
  ps_nearest nearest = ps_nearest_to(typed);
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    if (cli_has(set, i))
      ps_nearest_try(&nearest, cli_options[i].name);
  if (nearest.best)
    snprintf(hint, sizeof hint, "; nearest: '--%s'", nearest.best);
  return cli_usage(verb, "there is no option '--%s' here%s", typed, hint);
}

// the words that are still to be read
typedef struct cli_words {
  char **at;
  int left;
} cli_words;

// KEY=VALUE, as many as there are
static bool take_pairs(cli_arguments *a, const char *verb, int id, const char *attached,
                       cli_words *words) {
  const cli_option *o = &cli_options[id];
  const char *pair = attached, **list = a->pair;
  int *n = &a->npair;
  if (id == CLI_VARY) {
    list = a->vary;
    n = &a->nvary;
  } else if (id == CLI_LIMIT) {
    list = a->limit;
    n = &a->nlimit;
  }
  int before = *n;
  int most = id == CLI_VARY ? CLI_VARY_MOST : CLI_PAIRS_MOST;
  if (!pair && words->left) {
    pair = *words->at++;
    words->left--;
  }
  while (pair) {
    if (!strchr(pair, '=') || pair[0] == '-')
      return wrong_value(verb, o, pair, "KEY=VALUE");
    if (*n == most)
      return cli_usage(verb, "--%s: more than %d values", o->name, most);
    list[(*n)++] = pair;
    pair = words->left && strchr(words->at[0], '=') && words->at[0][0] != '-' ? words->at[0] : NULL;
    words->at += pair != NULL;
    words->left -= pair != NULL;
  }
  return *n > before ||
         cli_usage(verb, "--%s needs a value: --%s %s", o->name, o->name, o->argument);
}

// the value of an option: what is attached to it, else the next word
static bool need_value(cli_arguments *a, const char *verb, cli_options_set set, int id,
                       const char *attached, cli_words *words) {
  const cli_option *o = &cli_options[id];
  if (o->kind == CLI_SWITCH) {
    a->given[id] = true;
    return !attached || cli_usage(verb, "--%s takes no value", o->name);
  }
  if (o->kind == CLI_PAIRS) {
    a->given[id] = true;
    return take_pairs(a, verb, id, attached, words);
  }
  if (attached)
    return take_value(a, verb, id, attached);
  const char *next = words->left ? words->at[0] : NULL;
  if (!next || (strncmp(next, "--", 2) == 0 && option_named(set, next + 2, strlen(next + 2)) >= 0))
    return cli_usage(verb, "--%s needs a value: --%s %s", o->name, o->name, o->argument);
  words->at++;
  words->left--;
  return take_value(a, verb, id, next);
}

static bool take_long(cli_arguments *a, const char *verb, cli_options_set set, const char *name,
                      cli_words *words) {
  size_t length = strcspn(name, "=");
  if (strcmp(name, "help") == 0)
    return a->help = true;
  int id = option_named(set, name, length);
  if (id < 0)
    return unknown_option(verb, set, name, (int)length);
  return need_value(a, verb, set, id, name[length] ? name + length + 1 : NULL, words);
}

static bool take_short(cli_arguments *a, const char *verb, cli_options_set set, const char *word,
                       cli_words *words) {
  if (strcmp(word, "-h") == 0)
    return a->help = true;
  int id = option_lettered(set, word[1]);
  if (id < 0)
    return cli_usage(verb, "there is no option '%s' here", word);
  return need_value(a, verb, set, id, word[2] ? word + 2 : NULL, words);
}

bool cli_parse(cli_arguments *a, const char *verb, cli_options_set set, int argc, char **argv) {
  *a = (cli_arguments){.noperand = 0};
  bool options = true;
  for (cli_words words = {argv, argc}; words.left > 0;) {
    const char *word = *words.at++;
    words.left--;
    if (options && strcmp(word, "--") == 0)
      options = false;
    else if (options && strncmp(word, "--", 2) == 0) {
      if (!take_long(a, verb, set, word + 2, &words))
        return false;
    } else if (options && word[0] == '-' && word[1]) {
      if (!take_short(a, verb, set, word, &words))
        return false;
    } else if (a->noperand == CLI_OPERANDS)
      return cli_usage(verb, "'%s' is one file too many", word);
    else
      a->operand[a->noperand++] = word;
  }
  return true;
}

int cli_split(const char *text, char *words, const char **part, int most) {
  int n = 0;
  snprintf(words, CLI_SPLIT, "%s", text ? text : "");
  for (char *word = strtok(words, ","); word && n < most; word = strtok(NULL, ","))
    part[n++] = word;
  return n;
}
