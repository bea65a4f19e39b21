// place.h: where the program itself lies, and with it what was installed beside it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// The folder of the running program, links followed; false where nothing can say.
bool cli_program_folder(char *folder, size_t size);
