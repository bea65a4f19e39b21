// care_input.c: reads a list of interventions, and says what is wrong with it.
#include "tool/care_input.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "num/number.h"
#include "tool/evidence_input.h"

ps_status ps_care_open(ps_care_choice *c, const ps_care_words *words, ps_error *err) {
  *c = (ps_care_choice){.care = {.n = 0}};
  if (!words->n && words->eased > 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "--set discount has no effect without interventions (--with)");
  if (!words->n)
    return PS_OK;
  PS_TRY(ps_evidence_load(&c->evidence, words->interventions, c->sha256, err));
  c->care.evidence = &c->evidence;
  if (words->eased > 0)
    c->evidence.rule.discount = 1 - words->eased;
  ps_status status = PS_OK;
  for (int i = 0; i < words->n && status == PS_OK; i++)
    status = ps_care_add(&c->care, words->with[i], words->start_d, words->end_d, err);
  if (status != PS_OK)
    ps_care_close(c);
  return status;
}

static ps_status take_discount(const char *set, size_t key, double *eased, ps_error *err) {
  double x;
  size_t length = strlen(set);
  if (length == key || ps_number_read(set + key, set + length, &x) != length - key ||
      !(x >= 0 && x <= 1))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--set %.40s: a discount is 0 to 1", set);
  *eased = 1 - x;
  return PS_OK;
}

ps_status ps_care_sets(ps_pool *pool, const char *const *sets, int n, ps_sets *others,
                       double *eased, ps_error *err) {
  static const char key[] = "discount=";
  *others = (ps_sets){.items = ps_pool_take(pool, (size_t)(n + 1) * sizeof(char *))};
  if (!others->items)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 0; i < n; i++)
    if (strncmp(sets[i], key, strlen(key)) == 0)
      PS_TRY(take_discount(sets[i], strlen(key), eased, err));
    else
      others->items[others->n++] = sets[i];
  return PS_OK;
}

void ps_care_close(ps_care_choice *c) {
  ps_evidence_close(&c->evidence);
  c->evidence = (ps_evidence){.nintervention = 0};
}

// ---- words

static void warn_dose(ps_pool *pool, const ps_care_item *item, ps_sentences *list) {
  const ps_intervention *w = item->what;
  if (ps_care_extrapolated(item))
    ps_say(pool, list,
           "%s: %g minutes a week are outside what trials had (%g to %g): extrapolated; %s.",
           w->name, item->minutes, w->minutes_low, w->minutes_high,
           item->minutes < w->minutes_low ? "the effect is taken to shrink in proportion"
                                          : "more is taken to do no more");
  if (isfinite(item->stated) && !item->hypothetical)
    ps_say(pool, list, "%s: the size %g is yours, not that of trials.", w->name, item->stated);
}

static bool is_without_size(const ps_care_item *item) {
  return item->way == PS_CARE_TILT && !isfinite(item->stated);
}

static bool clash(const ps_care_item *a, const ps_care_item *b) {
  for (int i = 0; i < a->what->not_with.n; i++)
    if (strcmp(a->what->not_with.item[i], b->what->id) == 0)
      return true;
  return false;
}

void ps_care_warn(ps_pool *pool, const ps_care *care, const ps_care_who *who, ps_sentences *list) {
  for (int k = 0; k < care->n; k++) {
    const ps_care_item *item = &care->item[k];
    const char *for_whom;
    if (item->what->yours)
      ps_say(pool, list, "%s: this row is yours, from %s; not that of the catalogue.",
             item->what->name, item->what->yours);
    if (!ps_care_is_for(item, who, &for_whom))
      ps_say(pool, list, "%s was tried in %s; it has no effect here.", item->what->name, for_whom);
    if (is_without_size(item))
      ps_say(pool, list,
             "%s needs a size, such as %s=5 (deg, pelvis backward +); without it nothing "
             "changes.",
             item->what->name, item->what->id);
    warn_dose(pool, item, list);
    for (int i = 0; i < k; i++)
      if (clash(item, &care->item[i]) || clash(&care->item[i], item))
        ps_say(pool, list, "%s and %s do not go together: ask a doctor or pharmacist first.",
               care->item[i].what->name, item->what->name);
  }
}

const char *ps_care_names(ps_pool *pool, const ps_care *care) {
  char text[800] = "";
  for (int k = 0; k < care->n; k++) {
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, "%s%s%s",
             k == 0            ? ""
             : k + 1 < care->n ? ", "
                               : " and ",
             care->item[k].what->name, care->item[k].what->yours ? " (yours)" : "");
  }
  const char *kept = ps_pool_text(pool, text, strlen(text));
  return kept ? kept : "";
}
