// xml.h: an XML document as a tree, and typed values read from it.
//
// Reading is strict: a number is one whole token, a list has the length that was asked for, and
// what is wrong is said with its place. Nothing is lost either: reading marks an element as used,
// and what is not marked at the end was not understood.
//
// A reader of some kind of document makes a ps_xml_reader and asks for values by tag. The first
// failure is kept in it, later questions answer their fallback, and the caller passes on x->status:
//
//   ps_xml_reader x = {.path = document.path, .pool = pool, .err = err};
//   body->mass = ps_xml_number(&x, node, "mass", 0);
//   body->com = ps_xml_vec3(&x, node, "mass_center", (ps_vec3){0});
//   return x.status;
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/notes.h"
#include "num/vec.h"

typedef struct ps_xml_attr {
  const char *name, *value;
  struct ps_xml_attr *next;
  bool used;
} ps_xml_attr;

typedef struct ps_xml_node {
  const char *tag;
  const char *text; // what stands directly inside, without blanks at its ends; "" for nothing
  struct ps_xml_node *parent, *first, *last, *next; // first and last child, next sibling
  ps_xml_attr *attribute;                           // first
  int line, column;                                 // of '<', 1-based; columns count bytes
  bool used;                                        // understood by a reader
} ps_xml_node;

typedef struct ps_xml_document {
  ps_pool pool;     // holds everything
  const char *path; // as the caller gave it, for messages
  ps_xml_node *root;
  int nelement;
} ps_xml_document;

// Parse a file, or a text in memory. UTF-8; anything else is taken for ISO-8859-1, with a note. A
// document type declaration is an error, so there are no entities but the five of XML itself.
// Limits: xml_builder.h. `path` must outlive the document, `text` need not.
ps_status ps_xml_load(ps_xml_document *document, const char *path, ps_notes *notes, ps_error *err);
ps_status ps_xml_parse(ps_xml_document *document, const char *path, const char *text, size_t size,
                       ps_notes *notes, ps_error *err);
void ps_xml_free(ps_xml_document *document);

// ---- the tree; a `tag` of NULL means any

// Readers ask for every tag they know, so nearly all comparisons fail, most at the first letter.
static inline bool ps_xml_same(const char *tag, const char *other) {
  return tag[0] == other[0] && strcmp(tag, other) == 0;
}

ps_xml_node *ps_xml_first(const ps_xml_node *node, const char *tag);
ps_xml_node *ps_xml_next(const ps_xml_node *node, const char *tag);
int ps_xml_count(const ps_xml_node *node, const char *tag);
// The value of an attribute, marked as used; NULL: there is none.
const char *ps_xml_attribute(ps_xml_node *node, const char *name);

// Elements that no reader has marked, below `root` in the order of the file; the inside of one that
// is not understood is passed over. Begin with `after` NULL; NULL: there are no more.
ps_xml_node *ps_xml_unused(ps_xml_node *root, const ps_xml_node *after);
// A note for each of them, and for each attribute nobody asked for.
void ps_xml_note_unused(ps_xml_node *root, const char *path, ps_notes *notes, ps_note_kind kind);

// ---- typed values

typedef struct ps_xml_reader {
  const char *path;
  ps_pool *pool; // texts and lists are placed here
  ps_error *err;
  ps_status status; // of the first failure
} ps_xml_reader;

// Keep a failure at the line of `node`, if it is the first.
void ps_xml_fail(ps_xml_reader *x, const ps_xml_node *node, ps_status status, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

// The one child with this tag, marked as used; NULL where there is none. A second one is a failure.
ps_xml_node *ps_xml_child(ps_xml_reader *x, ps_xml_node *node, const char *tag);
// The same; a missing one is a failure too.
ps_xml_node *ps_xml_need(ps_xml_reader *x, ps_xml_node *node, const char *tag);

// The value of the one child with this tag, or of `node` itself where `tag` is NULL. A child that
// is missing gives the fallback (ask ps_xml_need before, where that may not be); one without the
// value asked for is a failure. `node` may be NULL: the fallback.
const char *ps_xml_text(ps_xml_reader *x, ps_xml_node *node, const char *tag, const char *fallback);
bool ps_xml_bool(ps_xml_reader *x, ps_xml_node *node, const char *tag, bool fallback);
int ps_xml_integer(ps_xml_reader *x, ps_xml_node *node, const char *tag, int fallback);
double ps_xml_number(ps_xml_reader *x, ps_xml_node *node, const char *tag, double fallback);
ps_vec3 ps_xml_vec3(ps_xml_reader *x, ps_xml_node *node, const char *tag, ps_vec3 fallback);
// A number that may also be infinite: limits of controls and times, weights of constraints.
double ps_xml_bound(ps_xml_reader *x, ps_xml_node *node, const char *tag, double fallback);
// Exactly `n` numbers; where the child is missing `values` keeps what it holds.
void ps_xml_numbers(ps_xml_reader *x, ps_xml_node *node, const char *tag, double *values, int n);
void ps_xml_bounds(ps_xml_reader *x, ps_xml_node *node, const char *tag, double *values, int n);

// Any number of numbers, or of words; a missing child gives none.
double *ps_xml_list(ps_xml_reader *x, ps_xml_node *node, const char *tag, int *n);
const char **ps_xml_words(ps_xml_reader *x, ps_xml_node *node, const char *tag, int *n);
