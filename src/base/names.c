#include "base/names.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct ps_names_slot {
  const char *name; // NULL: free
  uint32_t hash;
  int index;
} ps_names_slot;

// FNV-1a
static uint32_t hash_of(const char *name) {
  uint32_t hash = 2166136261u;
  for (; *name; name++)
    hash = (hash ^ (unsigned char)*name) * 16777619u;
  return hash;
}

// the slot that holds `name`, or the free one where it belongs; capacity is a power of two
static ps_names_slot *slot_of(ps_names_slot *slots, int capacity, const char *name, uint32_t hash) {
  uint32_t at = hash & (uint32_t)(capacity - 1);
  while (slots[at].name && (slots[at].hash != hash || strcmp(slots[at].name, name) != 0))
    at = (at + 1) & (uint32_t)(capacity - 1);
  return &slots[at];
}

int ps_names_find(const ps_names *names, const char *name) {
  if (!names->capacity)
    return -1;
  const ps_names_slot *slot = slot_of(names->slot, names->capacity, name, hash_of(name));
  return slot->name ? slot->index : -1;
}

static bool make_room(ps_names *names, ps_pool *pool) {
  if (4 * (names->n + 1) <= 3 * names->capacity)
    return true;
  int larger = names->capacity ? 2 * names->capacity : 16;
  ps_names_slot *slots = ps_pool_take(pool, (size_t)larger * sizeof *slots);
  if (!slots)
    return false;
  for (int i = 0; i < names->capacity; i++)
    if (names->slot[i].name)
      *slot_of(slots, larger, names->slot[i].name, names->slot[i].hash) = names->slot[i];
  names->slot = slots;
  names->capacity = larger;
  return true;
}

int ps_names_add(ps_names *names, ps_pool *pool, const char *name, int index) {
  if (!make_room(names, pool))
    return -1;
  uint32_t hash = hash_of(name);
  ps_names_slot *slot = slot_of(names->slot, names->capacity, name, hash);
  if (slot->name)
    return slot->index;
  *slot = (ps_names_slot){name, hash, index};
  names->n++;
  return index;
}

enum { LONGEST_WORD = 64 };

static int smaller(int a, int b) {
  return a < b ? a : b;
}

int ps_edit_distance(const char *a, const char *b, int limit) {
  int na = (int)strnlen(a, LONGEST_WORD), nb = (int)strnlen(b, LONGEST_WORD);
  if (na - nb > limit || nb - na > limit)
    return limit;

  // three rows of the classic table: two back (for swaps), one back, this one
  int rows[3][LONGEST_WORD + 1];
  int *older = rows[0], *old = rows[1], *row = rows[2];
  for (int j = 0; j <= nb; j++)
    old[j] = j;
  for (int i = 1; i <= na; i++) {
    row[0] = i;
    for (int j = 1; j <= nb; j++) {
      int ca = tolower((unsigned char)a[i - 1]), cb = tolower((unsigned char)b[j - 1]);
      row[j] = smaller(smaller(old[j] + 1, row[j - 1] + 1), old[j - 1] + (ca != cb));
      if (i > 1 && j > 1 && ca == tolower((unsigned char)b[j - 2]) &&
          cb == tolower((unsigned char)a[i - 2]))
        row[j] = smaller(row[j], older[j - 2] + 1);
    }
    int *spare = older;
    older = old;
    old = row;
    row = spare;
  }
  return smaller(old[nb], limit);
}

ps_nearest ps_nearest_to(const char *wanted) {
  // a third of the letters may differ, and always one
  int limit = (int)strnlen(wanted, LONGEST_WORD) / 3 + 2;
  return (ps_nearest){wanted, NULL, limit};
}

void ps_nearest_try(ps_nearest *nearest, const char *candidate) {
  int distance = ps_edit_distance(nearest->wanted, candidate, nearest->distance);
  if (distance < nearest->distance) {
    nearest->distance = distance;
    nearest->best = candidate;
  }
}

const char *ps_nearest_hint(const ps_nearest *nearest, char *text, size_t size) {
  if (nearest->best)
    snprintf(text, size, "; nearest: '%s'", nearest->best);
  else
    snprintf(text, size, "%s", "");
  return text;
}
