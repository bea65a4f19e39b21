// folder.h: the folders that jobs run in: filled by us, read by us, written by what may be any
// program by then. Names are checked, links never followed, and all is taken away at the end.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

enum { SRV_NAME = 255 }; // characters of a file's name, its folders included

// A relative path of plain names: no "..", none that begins with a dot or a dash, no odd bytes.
bool srv_is_name(const char *name);

// Write a file below `folder`; makes the folders of its name. False: see errno.
bool srv_folder_write(const char *folder, const char *name, const char *bytes, size_t size);
// The names of regular files below, sorted, as a JSON list; adds up their sizes.
void srv_folder_list(srv_text *t, const char *folder, unsigned long long *bytes);
// Open a regular file below for reading; *size: of it. -1: there is none of this name.
int srv_folder_open(const char *folder, const char *name, unsigned long long *size);
void srv_folder_remove(const char *folder);
