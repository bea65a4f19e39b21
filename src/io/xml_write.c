#include "io/xml_write.h"

#include <assert.h>
#include <math.h>

#include "io/escape.h"
#include "num/number.h"

static void indent(const ps_xml_writer *x) {
  for (int i = 0; i < x->depth; i++)
    ps_file_writer_text(x->file, "\t");
}

static void start_tag(const ps_xml_writer *x, const char *tag, const char *attribute,
                      const char *value) {
  indent(x);
  ps_file_writer_text(x->file, "<");
  ps_file_writer_text(x->file, tag);
  if (value) {
    ps_file_writer_text(x->file, " ");
    ps_file_writer_text(x->file, attribute);
    ps_file_writer_text(x->file, "=\"");
    ps_write_escaped(x->file, value);
    ps_file_writer_text(x->file, "\"");
  }
  ps_file_writer_text(x->file, ">");
}

static void end_tag(const ps_xml_writer *x, const char *tag) {
  ps_file_writer_text(x->file, "</");
  ps_file_writer_text(x->file, tag);
  ps_file_writer_text(x->file, ">\n");
}

static void begin(ps_xml_writer *x, const char *tag, const char *attribute, const char *value) {
  start_tag(x, tag, attribute, value);
  ps_file_writer_text(x->file, "\n");
  x->depth++;
}

void ps_element_begin_document(ps_xml_writer *x, ps_file_writer *file, const char *tag,
                               const char *attribute, const char *value) {
  *x = (ps_xml_writer){.file = file};
  ps_file_writer_text(file, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n");
  begin(x, tag, attribute, value);
}

void ps_element_begin(ps_xml_writer *x, const char *tag, const char *name) {
  begin(x, tag, "name", name);
}

void ps_element_end(ps_xml_writer *x, const char *tag) {
  assert(x->depth > 0);
  x->depth--;
  indent(x);
  end_tag(x, tag);
}

void ps_element_text(ps_xml_writer *x, const char *tag, const char *text) {
  start_tag(x, tag, NULL, NULL);
  ps_write_escaped(x->file, text);
  end_tag(x, tag);
}

void ps_element_path(ps_xml_writer *x, const char *tag, const char *owner, const char *name) {
  start_tag(x, tag, NULL, NULL);
  ps_write_escaped(x->file, owner);
  ps_file_writer_text(x->file, "/");
  ps_write_escaped(x->file, name);
  end_tag(x, tag);
}

void ps_element_words(ps_xml_writer *x, const char *tag, const char *const *words, int n) {
  start_tag(x, tag, NULL, NULL);
  for (int i = 0; i < n; i++) {
    ps_file_writer_text(x->file, i ? " " : "");
    ps_write_escaped(x->file, words[i]);
  }
  end_tag(x, tag);
}

void ps_element_bool(ps_xml_writer *x, const char *tag, bool value) {
  ps_element_text(x, tag, value ? "true" : "false");
}

static void write_number(ps_xml_writer *x, double value, bool first) {
  char *at = ps_file_writer_room(x->file, PS_NUMBER_MAX_SHORT + 1);
  if (!first)
    *at++ = ' ';
  x->file->used += ps_number_shortest(at, value) + !first;
}

void ps_element_integers(ps_xml_writer *x, const char *tag, const int *values, int n) {
  start_tag(x, tag, NULL, NULL);
  for (int i = 0; i < n; i++)
    write_number(x, values[i], i == 0);
  end_tag(x, tag);
}

void ps_element_bounds(ps_xml_writer *x, const char *tag, const double *values, int n) {
  start_tag(x, tag, NULL, NULL);
  for (int i = 0; i < n; i++) {
    x->not_a_number += isnan(values[i]);
    write_number(x, values[i], i == 0);
  }
  end_tag(x, tag);
}

void ps_element_numbers(ps_xml_writer *x, const char *tag, const double *values, int n) {
  for (int i = 0; i < n; i++)
    x->not_a_number += isinf(values[i]) != 0;
  ps_element_bounds(x, tag, values, n);
}

void ps_element_number(ps_xml_writer *x, const char *tag, double value) {
  ps_element_numbers(x, tag, &value, 1);
}

void ps_element_vec3(ps_xml_writer *x, const char *tag, ps_vec3 value) {
  ps_element_numbers(x, tag, (double[]){value.x, value.y, value.z}, 3);
}
