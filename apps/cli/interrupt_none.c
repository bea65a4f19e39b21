// interrupt_none.c: interrupt.h where nothing sends signals: the page ends a command with its
// worker.
#include "interrupt.h"

void cli_interrupts_begin(void) {}

bool cli_interrupted(void) {
  return false;
}

void cli_ignore_lost_readers(void) {}
