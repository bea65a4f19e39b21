// expression_inner.h: the functions of expressions.
#pragma once

#include "tool/expression.h"

enum { PS_CALL_ARGUMENTS = 24 };

typedef struct ps_call {
  const char *name, *text; // of the function; the whole expression
  ps_values argument[PS_CALL_ARGUMENTS];
  int n;
  ps_pool *pool;
  ps_error *err;
} ps_call;

// Call the function of this name.
ps_status ps_call_function(const ps_call *call, ps_values *out);
