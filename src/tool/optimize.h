// optimize.h: static optimization of a workspace: its files, and what can be said about the whole.
#pragma once

#include "analysis/static_optimization.h"
#include "tool/workspace.h"

ps_status ps_optimize(ps_workspace *w, const ps_analysis_spec *spec);
