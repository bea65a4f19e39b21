#include "tool/grid.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "num/number.h"

// the number at *at, which is moved to behind it; nan: there is none
static double take(const char **at, const char *end) {
  double x = NAN;
  *at += ps_number_read(*at, end, &x);
  return x;
}

static bool take_colon(const char **at) {
  bool there = **at == ':';
  *at += there;
  return there;
}

ps_status ps_vary_read(ps_pool *pool, const char *text, ps_vary *v, ps_error *err) {
  const char *equals = strchr(text, '='), *end = text + strlen(text);
  const char *at = equals ? equals + 1 : end;
  double n = NAN;
  *v = (ps_vary){.from = take(&at, end), .to = NAN};
  if (take_colon(&at))
    v->to = take(&at, end);
  if (take_colon(&at))
    n = take(&at, end);
  if (!equals || equals == text || *at || !isfinite(v->from) || !isfinite(v->to) || !(n >= 1) ||
      n != floor(n))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "--vary: found '%.60s', expected KEY=FROM:TO:N, N numbers from FROM to TO",
                   text);
  if (n > PS_GRID_MOST)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "--vary '%.60s': more than %d numbers", text,
                   PS_GRID_MOST);
  v->n = (int)n;
  v->key = ps_pool_text(pool, text, (size_t)(equals - text));
  return v->key ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

double ps_vary_at(const ps_vary *v, int i) {
  return v->n > 1 ? v->from + (v->to - v->from) * i / (v->n - 1) : v->from;
}
