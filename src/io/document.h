// document.h: what OpenSim documents have in common: a root with a version, and one object inside.
#pragma once

#include "io/xml.h"

enum { PS_DOCUMENT_OLDEST = 10901, PS_DOCUMENT_NEWEST = 40600 };

// The child of <OpenSimDocument> with this tag, marked as used; NULL after a failure, which says
// what stands there instead. A `tag` of NULL takes any. Old setup files have the object as their
// root.
ps_xml_node *ps_document_content(ps_xml_reader *x, ps_xml_document *document, const char *tag,
                                 int *version);
