#include <glob.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/path.h"
#include "check.h"
#include "io/escape.h"
#include "io/xml.h"
#include "io/xml_builder.h"
#include "reference.h"

static ps_xml_document document;
static ps_pool pool;
static ps_error err;
static char text[1024]; // the last failure

static ps_status parse_bytes(const char *xml, size_t size, ps_notes *notes) {
  err = (ps_error){0};
  ps_status status = ps_xml_parse(&document, "m.osim", xml, size, notes, &err);
  ps_error_text(&err, text, sizeof text);
  return status;
}

static ps_status parse(const char *xml) {
  return parse_bytes(xml, strlen(xml), NULL);
}

static ps_xml_reader reader(void) {
  err = (ps_error){0};
  return (ps_xml_reader){.path = "m.osim", .pool = &pool, .err = &err};
}

static const char *failure(void) {
  return ps_error_text(&err, text, sizeof text);
}

static void finish(void) {
  ps_xml_free(&document);
  ps_pool_free(&pool);
}

// ---- the tree

static void a_document_becomes_a_tree(void) {
  CHECK_EQ(parse("<?xml version=\"1.0\"?>\n<Model name=\"a &amp; b\" v='1'>\n"
                 "  <!-- words --><mass> 2.5 </mass>\n  <set><Body/><Body></Body></set>\n</Model>"),
           PS_OK);
  ps_xml_node *model = document.root;
  CHECK_EQ(document.nelement, 5);
  CHECK_TEXT(model->tag, "Model");
  CHECK_TEXT(model->text, "");
  CHECK_TEXT(ps_xml_attribute(model, "name"), "a & b");
  CHECK_TEXT(ps_xml_attribute(model, "v"), "1");
  CHECK(ps_xml_attribute(model, "w") == NULL);
  CHECK_TEXT(model->first->tag, "mass");
  CHECK_TEXT(model->first->text, "2.5");
  CHECK_TEXT(model->last->tag, "set");
  CHECK(model->first->next == model->last && model->last->parent == model);
  CHECK_EQ(ps_xml_count(model->last, "Body"), 2);
  CHECK_EQ(ps_xml_count(model, NULL), 2);
  ps_xml_node *second = ps_xml_next(ps_xml_first(model->last, "Body"), "Body");
  CHECK(second == model->last->last && ps_xml_next(second, NULL) == NULL);
  finish();
}

static void lines_and_columns_are_those_of_the_file(void) {
  CHECK_EQ(parse("<a>\n\r\n  <b/><c>\n</c>\n</a>"), PS_OK);
  CHECK_EQ(document.root->line, 1);
  CHECK_EQ(document.root->column, 1);
  CHECK_EQ(document.root->first->line, 3);
  CHECK_EQ(document.root->first->column, 3);
  CHECK_EQ(document.root->last->line, 3);
  CHECK_EQ(document.root->last->column, 7);
  finish();
}

static void own_text_is_joined_and_trimmed(void) {
  CHECK_EQ(parse("<a>\n one <b>inner</b>two<![CDATA[ <3> ]]>&lt;&#65;&#x42; \n</a>"), PS_OK);
  CHECK_TEXT(document.root->text, "one two <3> <AB");
  CHECK_TEXT(document.root->first->text, "inner");
  finish();
}

static void what_nobody_read_is_listed(void) {
  CHECK_EQ(parse("<m x='1'>\n<a/>\n<b><c/>\n<d/></b>\n<e><f/></e>\n<g/></m>"), PS_OK);
  ps_xml_node *m = document.root, *b = ps_xml_first(m, "b");
  CHECK(ps_xml_unused(m, NULL) == m);
  m->used = b->used = m->first->used = true;
  char tags[32] = "";
  for (ps_xml_node *n = ps_xml_unused(m, NULL); n; n = ps_xml_unused(m, n))
    strcat(tags, n->tag);
  CHECK_TEXT(tags, "cdeg"); // f stands inside e

  ps_notes notes = {0};
  ps_xml_note_unused(m, "m.osim", &notes, PS_NOTE_UNSUPPORTED);
  CHECK_EQ(notes.n, 5);
  CHECK_TEXT(notes.items[0].text, "<m>: attribute 'x' is not understood");
  CHECK_TEXT(notes.items[3].text, "<e> is not understood");
  CHECK_EQ(notes.items[3].line, 5);
  ps_notes_free(&notes);
  finish();
}

// ---- what is refused

static void what_is_not_well_formed_is_placed(void) {
  CHECK_EQ(parse("<a>\n<b>\n</a>"), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "m.osim:3: is not well-formed XML: mismatched tag, inside <b> of line 2");
  CHECK(document.root == NULL);
  CHECK_EQ(parse("<a>\n<b>"), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "m.osim:2: is not well-formed XML: no element found, inside <b> of line 2");
  CHECK_EQ(parse(""), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "m.osim:1: is empty, expected an XML document");
  CHECK_EQ(parse(" \n"), PS_ERR_SYNTAX);
  CHECK_EQ(parse("<a/><b/>"), PS_ERR_SYNTAX);
  CHECK_EQ(parse("<a>&nbsp;</a>"), PS_ERR_SYNTAX);
  CHECK_EQ(parse_bytes("<a>\0</a>", 8, NULL), PS_ERR_SYNTAX);
}

static void document_types_and_their_entities_are_refused(void) {
  const char *const bad[] = {
      "\n<!DOCTYPE a>\n<a/>",
      "\n<!DOCTYPE lolz [<!ENTITY l0 'lol'><!ENTITY l1 '&l0;&l0;&l0;&l0;'>]><a>&l1;</a>",
      "\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
      "\n<!DOCTYPE a SYSTEM 'http://localhost/a.dtd'><a/>",
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    CHECK_EQ(parse(bad[i]), PS_ERR_SYNTAX);
    CHECK_TEXT(text, "m.osim:2: has a document type declaration (DOCTYPE), which is not accepted");
  }
}

// a text of `count` copies with something in front and behind
static char *repeat(const char *front, const char *piece, size_t count, const char *behind) {
  size_t size = strlen(piece), at = strlen(front);
  char *all = malloc(at + size * count + strlen(behind) + 1);
  strcpy(all, front);
  for (size_t i = 0; i < count; i++, at += size)
    memcpy(all + at, piece, size);
  strcpy(all + at, behind);
  return all;
}

static ps_status parse_repeated(const char *front, const char *piece, size_t count,
                                const char *behind) {
  char *all = repeat(front, piece, count, behind);
  ps_status status = parse(all);
  free(all);
  return status;
}

static void documents_beyond_the_limits_are_refused_with_their_line(void) {
  CHECK_EQ(parse_repeated("", "<a>\n", 100000, ""), PS_ERR_LIMIT);
  CHECK_TEXT(text, "m.osim:257: elements are nested more than 256 deep");
  CHECK_EQ(parse_repeated("<a>\n<b x='", "y", PS_XML_ATTRIBUTE_LIMIT + 1, "'/></a>"), PS_ERR_LIMIT);
  CHECK_TEXT(text, "m.osim:2: <b>: attribute 'x' has 65537 bytes, expected at most 65536");
  CHECK_EQ(parse_repeated("<a>\n<b x='", "y", 50000000, "'/></a>"), PS_ERR_MEMORY);
  CHECK_EQ(err.line, 2);
  CHECK_EQ(parse_repeated("<a>\n<b>", "y", PS_XML_TEXT_LIMIT + 1, "</b></a>"), PS_ERR_LIMIT);
  CHECK_TEXT(text, "m.osim:2: <b>: text has more than 16777216 bytes");
  CHECK_EQ(parse_repeated("<a>", "0123456789", 7000000, "</a>"), PS_ERR_LIMIT);
  CHECK_TEXT(text, "m.osim: has 70000007 bytes, expected at most 67108864");
  // four bytes each: far more than four times that in memory
  CHECK_EQ(parse_repeated("<a>\n", "<b/>", 500000, "</a>"), PS_ERR_MEMORY);
  CHECK_EQ(err.line, 2);
  // long enough not to be stopped by memory
  CHECK_EQ(parse_repeated("<a>", "<b/>                         \n", 1000000, "</a>"), PS_ERR_LIMIT);
  CHECK_TEXT(text, "m.osim:1000000: more than 1000000 elements");
}

static void documents_up_to_the_limits_are_read(void) {
  char *all = repeat("", "<a>", 256, "");
  size_t length = strlen(all);
  all = realloc(all, 2 * length + 1024);
  for (int i = 0; i < 256; i++)
    strcat(all, "</a>");
  CHECK_EQ(parse(all), PS_OK);
  CHECK_EQ(document.nelement, 256);
  free(all);
  finish();
  CHECK_EQ(parse_repeated("<a>\n<b x='", "y", PS_XML_ATTRIBUTE_LIMIT, "'/></a>"), PS_OK);
  finish();
  CHECK_EQ(parse_repeated("<a>\n<b>", "y\n", PS_XML_TEXT_LIMIT / 2, "</b></a>"), PS_OK);
  CHECK_EQ(strlen(document.root->first->text), PS_XML_TEXT_LIMIT - 1);
  finish();
}

// a parser that is not ours may give text and elements in any order that XML allows
static void the_builder_serves_any_parser(void) {
  ps_xml_builder *b = malloc(sizeof *b);
  ps_xml_begin(b, &document, "page", 100, &err);
  CHECK_EQ(ps_xml_start(b, "a", 1, 1), PS_OK);
  CHECK_EQ(ps_xml_add_attribute(b, "n", "v"), PS_OK);
  CHECK_EQ(ps_xml_add_text(b, " x", 2), PS_OK);
  CHECK_EQ(ps_xml_start(b, "b", 1, 5), PS_OK);
  CHECK_EQ(ps_xml_add_text(b, "inner", 5), PS_OK);
  CHECK_EQ(ps_xml_end(b), PS_OK);
  CHECK_EQ(ps_xml_add_text(b, "y ", 2), PS_OK);
  CHECK_EQ(ps_xml_end(b), PS_OK);
  CHECK_EQ(ps_xml_finish(b, PS_OK), PS_OK);
  CHECK_TEXT(document.root->text, "xy");
  CHECK_TEXT(document.root->first->text, "inner");
  finish();
  ps_xml_begin(b, &document, "page", 100, &err);
  CHECK_EQ(ps_xml_finish(b, PS_OK), PS_ERR_SYNTAX);
  free(b);
}

// ---- encodings

static void utf8_and_its_mark_are_read(void) {
  CHECK_EQ(parse("\xEF\xBB\xBF<a>M\xC3\xBCller</a>"), PS_OK);
  CHECK_TEXT(document.root->text, "M\xC3\xBCller");
  finish();
}

static void other_bytes_are_latin_1_with_a_note(void) {
  ps_notes notes = {0};
  const char xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n120\xB0</a>";
  CHECK_EQ(parse_bytes(xml, sizeof xml - 1, &notes), PS_OK);
  CHECK_TEXT(document.root->text, "120\xC2\xB0");
  CHECK_EQ(notes.n, 1);
  CHECK_EQ(notes.items[0].line, 3);
  CHECK_TEXT(notes.items[0].text, "is not valid UTF-8 here; the file is read as ISO-8859-1");
  ps_notes_free(&notes);
  finish();
  CHECK_EQ(parse_bytes("\xFF\xFE<\0a\0/\0>\0", 10, NULL), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "m.osim:1: is UTF-16 or binary, expected UTF-8");
}

// ---- typed values

static void values_are_read_by_tag(void) {
  CHECK_EQ(parse("<m><d>-1.5e-3</d><i>42</i><t>true</t><F>False</F><one>1</one><s>a b</s>"
                 "<v>1 2\n3</v><six>1 2 3 4 5 6</six><l>0.1 0.2</l><w>x  y\tz</w><e/>"
                 "<inf>-Inf</inf><r>-infinity 2</r></m>"),
           PS_OK);
  ps_xml_reader x = reader();
  ps_xml_node *m = document.root;
  CHECK_EQ(ps_xml_number(&x, m, "d", 7), -1.5e-3);
  CHECK_EQ(ps_xml_integer(&x, m, "i", 7), 42);
  CHECK(ps_xml_bool(&x, m, "t", false) && !ps_xml_bool(&x, m, "F", true) &&
        ps_xml_bool(&x, m, "one", false));
  CHECK_TEXT(ps_xml_text(&x, m, "s", NULL), "a b");
  CHECK_TEXT(ps_xml_text(&x, m, "e", "fallback"), "");
  ps_vec3 v = ps_xml_vec3(&x, m, "v", ps_vec(0, 0, 0));
  CHECK(v.x == 1 && v.y == 2 && v.z == 3);
  double six[6], range[2];
  ps_xml_numbers(&x, m, "six", six, 6);
  CHECK_EQ(six[5], 6);
  ps_xml_bounds(&x, m, "r", range, 2);
  CHECK(range[0] == -INFINITY && range[1] == 2);
  CHECK_EQ(ps_xml_bound(&x, m, "inf", 0), -INFINITY);
  int n;
  const double *list = ps_xml_list(&x, m, "l", &n);
  CHECK(n == 2 && list[1] == 0.2);
  const char **words = ps_xml_words(&x, m, "w", &n);
  CHECK_EQ(n, 3);
  CHECK_TEXT(words[2], "z");
  CHECK(ps_xml_words(&x, m, "e", &n) == NULL && n == 0);
  CHECK_EQ(ps_xml_number(&x, ps_xml_first(m, "d"), NULL, 7), -1.5e-3);
  CHECK_EQ(x.status, PS_OK);
  m->used = true;
  CHECK(ps_xml_unused(m, NULL) == NULL); // everything was read
  finish();
}

static void what_is_missing_has_its_fallback(void) {
  CHECK_EQ(parse("<m>\n<d>1</d></m>"), PS_OK);
  ps_xml_reader x = reader();
  ps_xml_node *m = document.root;
  int n;
  double two[2] = {8, 9};
  CHECK_EQ(ps_xml_number(&x, m, "mass", 7), 7);
  CHECK_EQ(ps_xml_number(&x, NULL, "mass", 7), 7);
  CHECK_EQ(ps_xml_integer(&x, m, "n", 3), 3);
  CHECK(ps_xml_bool(&x, m, "b", true));
  CHECK(ps_xml_text(&x, m, "s", NULL) == NULL);
  CHECK_EQ(ps_xml_vec3(&x, m, "v", ps_vec(1, 2, 3)).z, 3);
  ps_xml_numbers(&x, m, "two", two, 2);
  CHECK_EQ(two[1], 9);
  CHECK(ps_xml_list(&x, m, "l", &n) == NULL && n == 0);
  CHECK_EQ(x.status, PS_OK);
  CHECK(ps_xml_need(&x, m, "mass") == NULL);
  CHECK_EQ(x.status, PS_ERR_STRUCTURE);
  CHECK_TEXT(failure(), "m.osim:1: <m>: has no <mass>, expected one");
  // from now on nothing is read
  CHECK_EQ(ps_xml_number(&x, m, "d", 7), 7);
  finish();
}

static void what_comes_twice_is_refused(void) {
  CHECK_EQ(parse("<m>\n<d>1</d>\n<d>2</d></m>"), PS_OK);
  ps_xml_reader x = reader();
  ps_xml_number(&x, document.root, "d", 0);
  CHECK_EQ(x.status, PS_ERR_STRUCTURE);
  CHECK_TEXT(failure(), "m.osim:3: <d>: found a second one in <m>, the first is in line 2");
  finish();
}

typedef enum kind { NUMBER, BOUND, INTEGER, BOOL, VEC3, LIST } kind;

static const struct wrong_value {
  kind kind;
  const char *found, *message;
} wrong_values[] = {
    {NUMBER, "abc", "<v>: found 'abc', expected a number"},
    {NUMBER, "", "<v>: is empty, expected a number"},
    {NUMBER, "1,5", "<v>: found '1,5', expected a number"},
    {NUMBER, "1 2 3", "<v>: found '1 2 3', expected a number"},
    {NUMBER, "0x41", "<v>: found '0x41', expected a number"},
    {NUMBER, "nan", "<v>: found 'nan', expected a number"},
    {NUMBER, "inf", "<v>: found 'inf', expected a number"},
    {NUMBER, "1e999", "<v>: found '1e999', expected a number"},
    {NUMBER, "1.5x", "<v>: found '1.5x', expected a number"},
    {NUMBER, "1e", "<v>: found '1e', expected a number"},
    {NUMBER, "%n%s", "<v>: found '%n%s', expected a number"},
    {BOUND, "nan", "<v>: found 'nan', expected a number, Inf or -Inf"},
    {BOUND, "big", "<v>: found 'big', expected a number, Inf or -Inf"},
    {INTEGER, "1.5", "<v>: found '1.5', expected a whole number"},
    {INTEGER, "3000000000", "<v>: found '3000000000', expected a whole number"},
    {INTEGER, "", "<v>: is empty, expected a whole number"},
    {BOOL, "yes", "<v>: found 'yes', expected true or false"},
    {BOOL, "2", "<v>: found '2', expected true or false"},
    {BOOL, "", "<v>: is empty, expected true or false"},
    {VEC3, "1 2", "<v>: found 2 values, expected 3 numbers"},
    {VEC3, "1 2 3 4", "<v>: found 4 values, expected 3 numbers"},
    {VEC3, "1,2,3", "<v>: found '1,2,3', expected a number"},
    {VEC3, "1 nan 3", "<v>: found 'nan', expected a number"},
    {VEC3, "", "<v>: found 0 values, expected 3 numbers"},
    {LIST, "1 2 x", "<v>: found 'x', expected a number"},
};

// reliability.md, section 2: wrong types that other engines accept
static void a_value_of_the_wrong_type_is_refused(void) {
  for (size_t i = 0; i < sizeof wrong_values / sizeof *wrong_values; i++) {
    const struct wrong_value *w = &wrong_values[i];
    char xml[128], expected[256];
    snprintf(xml, sizeof xml, "<m>\n\n<v>%s</v></m>", w->found);
    CHECK_EQ(parse(xml), PS_OK);
    ps_xml_reader x = reader();
    int n;
    switch (w->kind) {
    case NUMBER:
      CHECK_EQ(ps_xml_number(&x, document.root, "v", 7), 7);
      break;
    case BOUND:
      CHECK_EQ(ps_xml_bound(&x, document.root, "v", 7), 7);
      break;
    case INTEGER:
      CHECK_EQ(ps_xml_integer(&x, document.root, "v", 7), 7);
      break;
    case BOOL:
      CHECK(ps_xml_bool(&x, document.root, "v", true));
      break;
    case VEC3:
      CHECK_EQ(ps_xml_vec3(&x, document.root, "v", ps_vec(7, 7, 7)).x, 7);
      break;
    case LIST:
      CHECK(ps_xml_list(&x, document.root, "v", &n) == NULL);
      CHECK_EQ(n, 0);
      break;
    }
    CHECK_EQ(x.status, PS_ERR_VALUE);
    snprintf(expected, sizeof expected, "m.osim:3: %s", w->message);
    CHECK_TEXT(failure(), expected);
    finish();
  }
}

static void text_is_escaped_for_xml_and_html(void) {
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_memory(&w, NULL), PS_OK);
  ps_write_escaped(&w, "<b a=\"1\" c='2'>&\x01 M\xC3\xBCller \xFC\n</b>");
  char *escaped;
  size_t size;
  CHECK_EQ(ps_file_writer_take(&w, &escaped, &size, NULL), PS_OK);
  CHECK_TEXT(escaped, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\xEF\xBF\xBD "
                      "M\xC3\xBCller \xEF\xBF\xBD\n&lt;/b&gt;");
  free(escaped);
}

// ---- real files

// Number of files that could be read; -1: one could not.
static int load_all(const char *pattern, int *latin1) {
  char readme[1024];
  reference_path("opensim/README.md", readme, sizeof readme);
  glob_t found;
  CHECK_EQ(glob(ps_path_join(&pool, ps_path_directory(&pool, readme), pattern), 0, NULL, &found),
           0);
  int count = (int)found.gl_pathc, failures = 0;
  for (int i = 0; i < count; i++) {
    ps_notes notes = {0};
    failures += ps_xml_load(&document, found.gl_pathv[i], &notes, &err) != PS_OK;
    *latin1 += ps_notes_count(&notes, PS_NOTE_WARNING);
    ps_notes_free(&notes);
    ps_xml_free(&document);
  }
  globfree(&found);
  finish();
  return failures ? -failures : count;
}

static void every_reference_document_is_read(void) {
  int latin1 = 0;
  CHECK(load_all("models/*.osim", &latin1) > 50);
  CHECK_EQ(latin1, 1); // subject1_abdbonepin
  CHECK(load_all("golden/tools/*/*.xml", &latin1) > 50);
  // one file closes an element that it never opened
  err = (ps_error){0};
  CHECK_EQ(load_all("motions/*/*.xml", &latin1), -1);
  CHECK(strstr(failure(), "gait2354_IK_Tasks.xml:292: is not well-formed XML") != NULL);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(a_document_becomes_a_tree), CHECK_FACT(lines_and_columns_are_those_of_the_file),
      CHECK_FACT(own_text_is_joined_and_trimmed), CHECK_FACT(what_nobody_read_is_listed),
      CHECK_FACT(what_is_not_well_formed_is_placed),
      CHECK_FACT(document_types_and_their_entities_are_refused),
      CHECK_FACT(documents_beyond_the_limits_are_refused_with_their_line),
      CHECK_FACT(documents_up_to_the_limits_are_read), CHECK_FACT(the_builder_serves_any_parser),
      CHECK_FACT(utf8_and_its_mark_are_read), CHECK_FACT(other_bytes_are_latin_1_with_a_note),
      CHECK_FACT(values_are_read_by_tag), CHECK_FACT(what_is_missing_has_its_fallback),
      CHECK_FACT(what_comes_twice_is_refused), CHECK_FACT(a_value_of_the_wrong_type_is_refused),
      CHECK_FACT(text_is_escaped_for_xml_and_html), CHECK_FACT(every_reference_document_is_read));
}
