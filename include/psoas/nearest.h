// nearest.h: guess which word a user meant.
//
//   ps_nearest nearest = ps_nearest_to(typed);
//   for (...) ps_nearest_try(&nearest, candidate);
//   ps_nearest_hint(&nearest, text, sizeof text); // "; nearest: 'psoas_r'", or ""
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// Keeps the candidate nearest to a wanted word.
typedef struct ps_nearest {
  const char *wanted;
  const char *best; // NULL while nothing is near
  int distance;
} ps_nearest;

ps_nearest ps_nearest_to(const char *wanted);
void ps_nearest_try(ps_nearest *nearest, const char *candidate);

// "; nearest: 'x'", or "" where nothing is near. Returns `text`.
const char *ps_nearest_hint(const ps_nearest *nearest, char *text, size_t size);

#ifdef __cplusplus
}
#endif
