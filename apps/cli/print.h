// print.h: results for people, on stdout.
#pragma once

#include "psoas/compare.h"
#include "psoas/info.h"
#include "psoas/tool.h"

void cli_print_info(const ps_info *info);
void cli_print_result(const ps_tool_result *result, double seconds);
void cli_print_comparison(const ps_comparison *comparison, bool all);

// Print a text of the library and give it back.
void cli_print_and_free(char *text);
