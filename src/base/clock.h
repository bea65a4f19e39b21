// clock.h: how much time has passed.
#pragma once

// [ns]  of a clock that only goes forward, from an arbitrary beginning.
double ps_clock_ns(void);
