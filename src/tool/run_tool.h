// run_tool.h: runs what a tool spec asks for, wherever the spec comes from.
#pragma once

#include "tool/workspace.h"

ps_status ps_run_tool_spec(const ps_tool_spec *tool, const ps_tool_options *options,
                           ps_tool_result **result, ps_error *err);
