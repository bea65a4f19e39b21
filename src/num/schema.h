// schema.h: what a map may say: its keys, their types, units and ranges; read into a struct.
//
//   static const ps_key keys[] = {
//       {"height_m", .type = PS_KEY_NUMBER, .alias = "height", .unit = "m", .low = 1.4,
//        .high = 2.1, .offset = offsetof(person, height), .about = "standing height"},
//       {"sex", .type = PS_KEY_CHOICE, .words = sexes, .offset = offsetof(person, sex)}};
//   static const ps_schema schema = {PS_KEYS(keys), .size = sizeof(person)};
//   PS_TRY(ps_schema_read(&schema, tree, "person.yaml", pool, &p, err));
//
// What is not given keeps what the struct holds, so defaults are filled in before. Everything that
// is given is checked, and a failure says where: file, line and column for a value of a file, only
// the name of the key for one that was set by code or on the command line (ps_tree_set). A value
// that was set counts, whatever the file says under the same key or its other name.
#pragma once

#include "base/fail.h"
#include "base/tree.h"

typedef enum ps_key_type {
  //                           what is at the offset
  PS_KEY_NUMBER,           // double
  PS_KEY_INTEGER,          // int
  PS_KEY_BOOL,             // bool; true, false, yes, no
  PS_KEY_TEXT,             // const char *
  PS_KEY_CHOICE,           // int, a place in `words`
  PS_KEY_NUMBERS,          // ps_key_numbers; a single number is a list of one
  PS_KEY_PAIR,             // double[2]; a single number counts for both
  PS_KEY_NUMBER_OR_CHOICE, // ps_number_or_choice
  PS_KEY_MAP,              // the struct of `inner`
  PS_KEY_MAPS,             // ps_key_maps, each the struct of `inner`
  PS_KEY_TREE,             // const ps_tree *: a map or list with names of its own, not checked
} ps_key_type;

typedef struct ps_key_numbers {
  double *items;
  int n;
} ps_key_numbers;

typedef struct ps_number_or_choice {
  double number;
  int choice; // a place in `words`; -1: it is the number
} ps_number_or_choice;

typedef struct ps_key_maps {
  void *items; // structs, one after the other
  int n;
} ps_key_maps;

struct ps_schema;

typedef struct ps_key {
  const char *name;  // ends in its unit: "height_m"
  const char *alias; // another name for the same; NULL: none
  ps_key_type type;
  bool required;
  int count;                // of PS_KEY_NUMBERS: exactly so many; 0: any number of them
  const char *unit;         // for messages; NULL: none
  double low, high;         // every number lies between, or at them; both 0: no limits
  const char *const *words; // of a choice, ending with NULL
  const struct ps_schema *inner;
  size_t offset;     // [bytes]  in the struct
  const char *about; // a few words for help
} ps_key;

typedef struct ps_schema {
  const ps_key *keys;
  int n;
  size_t size;         // [bytes]  of the struct
  const void *initial; // what the structs of PS_KEY_MAPS hold before; NULL: zeros
} ps_schema;

#define PS_KEYS(table) .keys = (table), .n = (int)(sizeof(table) / sizeof *(table))

// Read `map` into the struct `out`. Texts and lists live in `pool`; texts are those of the tree.
ps_status ps_schema_read(const ps_schema *schema, const ps_tree *map, const char *path,
                         ps_pool *pool, void *out, ps_error *err);

// Do two structs hold the same values? Texts, which only name things, do not count; lists and trees
// are taken to differ unless both are empty.
bool ps_schema_same(const ps_schema *schema, const void *a, const void *b);
