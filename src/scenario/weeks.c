// weeks.c: from the tree of a file of weeks to phases on a clock of days.
#include "scenario/weeks.h"

#include <math.h>
#include <string.h>

#include "num/number.h"

enum { MOST_PHASES = 200 };

// ---- durations

static int unit_of(const char *text, size_t n) {
  static const struct {
    const char *word;
    int days;
  } units[] = {{"d", 1}, {"day", 1}, {"days", 1}, {"w", 7}, {"week", 7}, {"weeks", 7}};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strlen(units[i].word) == n && strncmp(units[i].word, text, n) == 0)
      return units[i].days;
  return 0;
}

bool ps_days_read(const char *text, int *days) {
  const char *end = text + strlen(text);
  double sum = 0;
  int parts = 0;
  for (const char *at = text; at < end; parts++) {
    double x;
    size_t n = ps_number_read(at, end, &x);
    at += n;
    at += strspn(at, " ");
    size_t word = strcspn(at, " 0123456789");
    int unit = unit_of(at, word);
    if (!n || !unit || !(x >= 0))
      return false;
    sum += x * unit;
    at += word;
    at += strspn(at, " ");
  }
  if (!parts || !(sum < 1e6) || fabs(sum - round(sum)) > 1e-9)
    return false;
  *days = (int)round(sum);
  return true;
}

// ---- keys

typedef struct episode_words {
  int kind;
  double week;
} episode_words;

static const char *const episodes[] = {"none", "acute", "subacute", "persistent", "sciatica", NULL};
static const ps_key episode_keys[] = {
    {"kind", .type = PS_KEY_CHOICE, .required = true, .words = episodes,
     .offset = offsetof(episode_words, kind), .about = "of back pain, or of leg pain"},
    {"week", .type = PS_KEY_NUMBER, .low = 0, .high = 520, .offset = offsetof(episode_words, week),
     .about = "in which it begins"},
};
static const ps_schema episode_schema = {PS_KEYS(episode_keys), .size = sizeof(episode_words)};

typedef struct words { // before they are understood
  ps_weeks weeks;
  episode_words episode;
  const ps_tree *phases;
} words;

#define OF_WEEKS(field) offsetof(words, weeks.field)
static const ps_key weeks_keys[] = {
    {"schema", .type = PS_KEY_TEXT, .offset = OF_WEEKS(schema), .about = "psoas.weeks/1"},
    {"title", .type = PS_KEY_TEXT, .offset = OF_WEEKS(title)},
    {"person", .type = PS_KEY_MAP, .inner = &ps_person_schema, .offset = OF_WEEKS(person)},
    {"mood", .type = PS_KEY_MAP, .inner = &ps_mood_schema, .offset = OF_WEEKS(mood)},
    {"episode", .type = PS_KEY_MAP, .inner = &episode_schema, .offset = offsetof(words, episode)},
    {"narrowing", .type = PS_KEY_NUMBER, .low = 0, .high = 0.8, .offset = OF_WEEKS(narrowing),
     .about = "share of the foramina that is lost"},
    {"sleep_debt", .type = PS_KEY_NUMBER, .low = 0, .high = 5, .offset = OF_WEEKS(sleep_debt),
     .about = "nights without sleep"},
    {"phases", .type = PS_KEY_TREE, .required = true, .offset = offsetof(words, phases)},
};
const ps_schema ps_weeks_schema = {PS_KEYS(weeks_keys), .size = sizeof(words)};

typedef struct phase_words {
  const char *duration, *at;
  const ps_tree *days;
  double stretch_min;
} phase_words;

static const ps_key phase_keys[] = {
    {"for", .type = PS_KEY_TEXT, .required = true, .offset = offsetof(phase_words, duration),
     .about = "\"52 weeks\""},
    {"at", .type = PS_KEY_TEXT, .offset = offsetof(phase_words, at), .about = "\"52 weeks\""},
    {"days", .type = PS_KEY_TREE, .required = true, .offset = offsetof(phase_words, days)},
    {"stretch_min", .type = PS_KEY_NUMBER, .unit = "min", .low = 0, .high = 120,
     .offset = offsetof(phase_words, stretch_min), .about = "of the hip flexors, a day"},
};
static const ps_schema phase_schema = {PS_KEYS(phase_keys), .size = sizeof(phase_words)};

// ---- reading

typedef struct reader {
  ps_pool *pool;
  const char *path;
  const ps_weeks_days *days;
  ps_error *err;
  ps_weeks *weeks;
  int room;
} reader;

#define FAIL(r, t, ...)                                                                            \
  ps_fail_in_column(                                                                               \
      (r)->err,                                                                                    \
      ps_fail((r)->err, PS_ERR_VALUE, (t)->line ? (r)->path : NULL, (t)->line, __VA_ARGS__),       \
      (t)->column)

static ps_status duration_of(reader *r, const ps_tree *phase, const char *key, const char *text,
                             int *days) {
  const ps_tree *t = ps_tree_member(phase, key);
  if (ps_days_read(text, days))
    return PS_OK;
  return FAIL(r, t ? t : phase,
              "%s is '%.40s', expected whole days such as 52 weeks, 3 days or 1 week 2 days", key,
              text);
}

// the day with this name, read once; a failure without a place of its own gets that of the name
static ps_status kind_of(reader *r, const ps_tree *t, int *kind) {
  ps_weeks *w = r->weeks;
  for (*kind = 0; *kind < w->nkind; ++*kind)
    if (strcmp(w->name[*kind], t->key) == 0)
      return PS_OK;
  if (w->nkind == PS_WEEKS_KINDS)
    return FAIL(r, t, "weeks may have %d kinds of day", PS_WEEKS_KINDS);
  ps_day *day = &w->kind[w->nkind];
  ps_status status = r->days->find(r->days->context, r->pool, t->key, day, r->err);
  if (status != PS_OK && r->err && !r->err->path[0]) {
    ps_fail_at(r->err, status, t->line ? r->path : NULL, t->line);
    return ps_fail_in_column(r->err, status, t->column);
  }
  if (status == PS_ERR_FILE && t->line)
    return ps_fail_named_by(r->err, status, r->path);
  PS_TRY(status);
  day->person = w->person;
  day->mood = w->mood;
  day->narrowing = w->narrowing;
  day->episode = PS_EPISODE_NONE; // of the weeks, not of a day
  day->root_inflammation = day->sleep_debt = 0;
  for (int i = 0; i < day->npose; i++)
    day->pose[i].person = w->person;
  w->name[w->nkind++] = t->key;
  return PS_OK;
}

static ps_status read_week(reader *r, const ps_tree *days, ps_weeks_phase *phase) {
  int n = 0;
  if (days->kind != PS_TREE_MAP)
    return FAIL(r, days, "days is no map of days, such as {office: 5, sofa: 2}");
  for (const ps_tree *t = days->first; t; t = t->next) {
    long count = 0;
    if (!t->text || !ps_integer_parse(t->text, strlen(t->text), &count) || count < 1 || count > 7)
      return FAIL(r, t, "%.40s is '%.40s', expected how many days of the week: 1 to 7", t->key,
                  t->text ? t->text : "");
    int kind;
    PS_TRY(kind_of(r, t, &kind));
    for (long i = 0; i < count; i++, n++)
      if (n < 7)
        phase->week[n] = kind;
  }
  return n == 7 ? PS_OK : FAIL(r, days, "the days of a week add to %d, expected 7", n);
}

static ps_status check_start(reader *r, const ps_tree *phase, const char *at) {
  int start, now = r->weeks->ndays;
  const ps_tree *t = ps_tree_member(phase, "at");
  if (!at)
    return PS_OK;
  PS_TRY(duration_of(r, phase, "at", at, &start));
  if (start == now)
    return PS_OK;
  return FAIL(r, t, "the phase begins at %.40s, %d days %s the one before ends%s", at,
              start > now ? start - now : now - start, start > now ? "after" : "before",
              start > now ? "; phases have no gaps" : "; phases do not overlap");
}

static ps_status read_phase(reader *r, const ps_tree *t) {
  ps_weeks *w = r->weeks;
  phase_words p = {0};
  if (t->kind != PS_TREE_MAP)
    return FAIL(r, t, "a phase is a map such as {for: 52 weeks, days: {office: 5, sofa: 2}}");
  if (w->nphase == MOST_PHASES)
    return FAIL(r, t, "weeks may have %d phases", MOST_PHASES);
  PS_TRY(ps_schema_read(&phase_schema, t, r->path, r->pool, &p, r->err));
  if (!ps_pool_grow(r->pool, (void **)&w->phase, w->nphase, &r->room, sizeof *w->phase))
    return ps_fail(r->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_weeks_phase *phase = &w->phase[w->nphase++];
  *phase = (ps_weeks_phase){.first = w->ndays, .stretch_min = p.stretch_min};
  PS_TRY(duration_of(r, t, "for", p.duration, &phase->ndays));
  const ps_tree *duration = ps_tree_member(t, "for");
  if (phase->ndays < 1 || phase->ndays > PS_WEEKS_MOST_DAYS - w->ndays)
    return FAIL(r, duration ? duration : t,
                "with %.40s the weeks would last %.1f; allowed is at least a day, and 520 weeks in "
                "all",
                p.duration, (w->ndays + phase->ndays) / 7.0);
  PS_TRY(check_start(r, t, p.at));
  PS_TRY(read_week(r, p.days, phase));
  w->ndays += phase->ndays;
  return PS_OK;
}

ps_status ps_weeks_read(ps_pool *pool, const ps_tree *tree, const char *path,
                        const ps_weeks_days *days, ps_weeks *weeks, ps_error *err) {
  *weeks = (ps_weeks){.title = ""};
  words *w = ps_pool_take(pool, sizeof *w);
  if (!w)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  reader r = {.pool = pool, .path = path, .days = days, .err = err, .weeks = weeks};
  w->weeks.person = ps_person_default();
  w->weeks.title = "";
  PS_TRY(ps_schema_read(&ps_weeks_schema, tree, path, pool, w, err));
  ps_person_complete(&w->weeks.person, ps_tree_member(tree, "person"));
  *weeks = w->weeks;
  weeks->episode = w->episode.kind;
  weeks->episode_week = w->episode.week;
  if (w->phases->kind != PS_TREE_LIST || !w->phases->n)
    return FAIL(&r, w->phases,
                "phases is no list of phases; expected - {for: 52 weeks, days: {office: 5, sofa: "
                "2}}");
  for (const ps_tree *t = w->phases->first; t; t = t->next)
    PS_TRY(read_phase(&r, t));
  const ps_tree *episode = ps_tree_find(tree, "episode.week");
  if (weeks->episode != PS_EPISODE_NONE && weeks->episode_week * 7 >= weeks->ndays)
    return FAIL(&r, episode ? episode : tree,
                "the episode begins in week %.1f, after the last of %.1f weeks",
                weeks->episode_week, weeks->ndays / 7.0);
  return PS_OK;
}

// ---- on the clock

int ps_weeks_phase_of(const ps_weeks *weeks, int day) {
  int i = 0;
  while (i + 1 < weeks->nphase && weeks->phase[i + 1].first <= day)
    i++;
  return i;
}

int ps_weeks_kind_of(const ps_weeks *weeks, int day) {
  const ps_weeks_phase *phase = &weeks->phase[ps_weeks_phase_of(weeks, day)];
  return phase->week[(day - phase->first) % 7];
}
