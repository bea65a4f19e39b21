// escape.h: text as it must stand inside XML and HTML.
#pragma once

#include "base/file.h"

// & < > " ' become entities, so the text may stand in content and in quoted attributes; control
// characters and bytes that are not UTF-8 become U+FFFD.
void ps_write_escaped(ps_file_writer *file, const char *text);
