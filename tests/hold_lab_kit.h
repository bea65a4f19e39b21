// hold_lab_kit.h: the tables of a test, and postures that are solved with them as by default.
#pragma once

#include "hold_kit.h"

static ps_lab lab;

static inline void open_lab(void) {
  ps_error err = {0};
  human_ok(ps_lab_open(&lab, &err), &err);
}

static inline void solve(hold_kit *k, const char *words) {
  ps_hold_options o = ps_hold_default();
  hold_solve(k, &lab, words, &o);
}
