#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

// What a signal handler may touch is a flag like this, and nothing else.
static volatile sig_atomic_t interrupted;

static void note_signal(int number) {
  (void)number;
  interrupted = 1;
}

// One signal asks to stop. The handler is gone then, so that the next one kills.
static void catch_signal(int number) {
  struct sigaction action = {.sa_handler = note_signal, .sa_flags = (int)SA_RESETHAND}, before;
  sigemptyset(&action.sa_mask);
  if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction(number, &action, NULL);
}

void cli_interrupts_begin(void) {
  interrupted = 0;
  catch_signal(SIGINT);
  catch_signal(SIGTERM);
}

bool cli_interrupted(void) {
  return interrupted;
}

void cli_ignore_lost_readers(void) {
  signal(SIGPIPE, SIG_IGN);
}
