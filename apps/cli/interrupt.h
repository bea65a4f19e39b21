// interrupt.h: the wish to stop, as a terminal or the system says it.
#pragma once

#include <stdbool.h>

// From now on a first SIGINT or SIGTERM asks to stop, and a second kills.
void cli_interrupts_begin(void);
// Was it asked for?
bool cli_interrupted(void);
// Go on where whoever reads from a pipe has gone.
void cli_ignore_lost_readers(void);
