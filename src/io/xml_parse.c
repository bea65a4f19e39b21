// xml_parse.c: from a file or a text to a tree; which parser reads it is ps_xml_feed's business.
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "io/xml_builder.h"

// UTF-8, or what old files hold instead; NULL: something else.
static const char *encoding_of(const char *path, const char *text, size_t size, ps_notes *notes) {
  if (size >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0 ||
                    text[0] == 0 || text[1] == 0))
    return NULL;
  size_t valid = ps_utf8_valid(text, size);
  if (valid == size)
    return "UTF-8";
  int line = 1;
  for (size_t i = 0; i < valid; i++)
    line += text[i] == '\n';
  ps_note_add(notes, PS_NOTE_WARNING, path, line,
              "is not valid UTF-8 here; the file is read as ISO-8859-1");
  return "ISO-8859-1";
}

ps_status ps_xml_parse(ps_xml_document *document, const char *path, const char *text, size_t size,
                       ps_notes *notes, ps_error *err) {
  *document = (ps_xml_document){.path = path};
  if (size > PS_XML_FILE_LIMIT)
    return ps_fail(err, PS_ERR_LIMIT, path, 0, "has %zu bytes, expected at most %d", size,
                   PS_XML_FILE_LIMIT);
  if (size == 0)
    return ps_fail(err, PS_ERR_SYNTAX, path, 1, "is empty, expected an XML document");
  const char *encoding = encoding_of(path, text, size, notes);
  if (!encoding)
    return ps_fail(err, PS_ERR_SYNTAX, path, 1, "is UTF-16 or binary, expected UTF-8");
  ps_xml_builder builder;
  ps_xml_begin(&builder, document, path, size, err);
  return ps_xml_finish(&builder, ps_xml_feed(&builder, encoding, text, size));
}

ps_status ps_xml_load(ps_xml_document *document, const char *path, ps_notes *notes, ps_error *err) {
  *document = (ps_xml_document){.path = path};
  ps_file_content content;
  PS_TRY(ps_file_read(&content, path, PS_XML_FILE_LIMIT, NULL, err));
  ps_status status = ps_xml_parse(document, path, content.bytes, content.size, notes, err);
  ps_file_content_free(&content);
  return status;
}
