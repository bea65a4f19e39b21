#include "io/document.h"

#include <string.h>

#include "num/number.h"

// the version stands in the root: <OpenSimDocument Version="40600">
static int read_version(ps_xml_reader *x, ps_xml_node *root) {
  const char *text = ps_xml_attribute(root, "Version");
  long version = 0;
  if (!text || !ps_integer_parse(text, strlen(text), &version))
    ps_xml_fail(x, root, PS_ERR_VALUE,
                "the document has Version=\"%.40s\"; expected a number from %d to %d",
                text ? text : "", PS_DOCUMENT_OLDEST, PS_DOCUMENT_NEWEST);
  else if (version < PS_DOCUMENT_OLDEST || version > PS_DOCUMENT_NEWEST)
    ps_xml_fail(x, root, PS_ERR_UNSUPPORTED, "the file has format %ld; psoas reads %d to %d. %s",
                version, PS_DOCUMENT_OLDEST, PS_DOCUMENT_NEWEST,
                version > PS_DOCUMENT_NEWEST ? "It may come from a newer OpenSim, or be broken."
                                             : "Open and save it with OpenSim 4.");
  return (int)version;
}

ps_xml_node *ps_document_content(ps_xml_reader *x, ps_xml_document *document, const char *tag,
                                 int *version) {
  ps_xml_node *root = document->root;
  root->used = true;
  *version = PS_DOCUMENT_OLDEST;
  if (strcmp(root->tag, "OpenSimDocument") != 0) {
    if (tag && strcmp(root->tag, tag) == 0)
      return root;
    ps_xml_fail(x, root, PS_ERR_STRUCTURE,
                "the file begins with <%.60s>; an OpenSim file begins with <OpenSimDocument>",
                root->tag);
    return NULL;
  }
  *version = read_version(x, root);
  ps_xml_node *content = x->status != PS_OK ? NULL : tag ? ps_xml_child(x, root, tag) : root->first;
  if (!content && x->status == PS_OK)
    ps_xml_fail(x, root, PS_ERR_STRUCTURE, "the file holds <%.60s>; expected <%s>",
                root->first ? root->first->tag : "nothing", tag ? tag : "an object");
  if (content)
    content->used = true;
  return content;
}
