// xml_write.h: writes XML 1.0 as a stream: one element a line, no tree, no limit on size.
//
// Numbers are the shortest that read back the same, texts are escaped. A number that is none would
// not be read back at all: it is written and counted, so that who writes can name the part.
#pragma once

#include <stdbool.h>

#include "base/file.h"
#include "num/vec.h"

typedef struct ps_xml_writer {
  ps_file_writer *file; // keeps failures
  int depth;            // open elements
  long not_a_number;    // numbers written that are none
} ps_xml_writer;

// Write the declaration and begin the outermost element, with one attribute.
void ps_element_begin_document(ps_xml_writer *x, ps_file_writer *file, const char *tag,
                               const char *attribute, const char *value);

// An element that holds others; `name`: its attribute of that name, NULL for none.
void ps_element_begin(ps_xml_writer *x, const char *tag, const char *name);
void ps_element_end(ps_xml_writer *x, const char *tag);

// Elements that hold a value.
void ps_element_text(ps_xml_writer *x, const char *tag, const char *text);
// A path: OWNER/NAME.
void ps_element_path(ps_xml_writer *x, const char *tag, const char *owner, const char *name);
void ps_element_words(ps_xml_writer *x, const char *tag, const char *const *words, int n);
void ps_element_bool(ps_xml_writer *x, const char *tag, bool value);
void ps_element_integers(ps_xml_writer *x, const char *tag, const int *values, int n);
void ps_element_number(ps_xml_writer *x, const char *tag, double value);
void ps_element_numbers(ps_xml_writer *x, const char *tag, const double *values, int n);
void ps_element_vec3(ps_xml_writer *x, const char *tag, ps_vec3 value);
// Numbers that may be infinite.
void ps_element_bounds(ps_xml_writer *x, const char *tag, const double *values, int n);
