// expression.c: reads an expression from left to right and computes while it reads.
//
//   sum     = product { ("+" | "-") product }
//   product = sign { ("*" | "/") sign }
//   sign    = { "+" | "-" } power
//   power   = primary [ "^" sign ]
//   primary = number | name | function "(" sum { "," sum } ")" | "(" sum ")"
#include "tool/expression.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "num/number.h"
#include "tool/expression_inner.h"

enum { DEEPEST = 50, NAME_ROOM = 128 };

typedef struct reader {
  const char *text, *at;
  ps_name_source names;
  ps_pool *pool;
  ps_error *err;
  int depth;
} reader;

static ps_status read_sum(reader *r, ps_values *out);

static ps_status complain(reader *r, ps_status status, const char *what) {
  return ps_fail(r->err, status, NULL, 0, "%s, at character %d of '%s'", what,
                 (int)(r->at - r->text) + 1, r->text);
}

static ps_status out_of_memory(reader *r) {
  return ps_fail(r->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static char peek(reader *r) {
  while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n')
    r->at++;
  return *r->at;
}

static bool is_letter(char c) {
  return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_';
}

static bool is_digit(char c) {
  return '0' <= c && c <= '9';
}

// ---- two lists of equal length, or a number beside a list

static double operate(char operation, double a, double b) {
  switch (operation) {
  case '+':
    return a + b;
  case '-':
    return a - b;
  case '*':
    return a * b;
  case '/':
    return a / b;
  default:
    return pow(a, b);
  }
}

static ps_status combine(reader *r, char operation, ps_values b, ps_values *a) {
  int n = a->n > b.n ? a->n : b.n;
  if ((a->n != n && a->n != 1) || (b.n != n && b.n != 1))
    return ps_fail(r->err, PS_ERR_VALUE, NULL, 0,
                   "'%c' stands between lists of %d and %d numbers, in '%s'", operation, a->n, b.n,
                   r->text);
  double *x = ps_pool_take(r->pool, (size_t)n * sizeof *x);
  if (!x)
    return out_of_memory(r);
  for (int i = 0; i < n; i++)
    x[i] = operate(operation, a->x[a->n == 1 ? 0 : i], b.x[b.n == 1 ? 0 : i]);
  *a = (ps_values){x, n};
  return PS_OK;
}

// ---- primaries

static ps_status read_number(reader *r, ps_values *out) {
  double *x = ps_pool_take(r->pool, sizeof *x);
  if (!x)
    return out_of_memory(r);
  size_t length = ps_number_read(r->at, r->at + strlen(r->at), x);
  if (length == 0)
    return complain(r, PS_ERR_SYNTAX, "expected a number, a name or '('");
  r->at += length;
  *out = (ps_values){x, 1};
  return PS_OK;
}

static ps_status read_call(reader *r, const char *name, ps_values *out) {
  ps_call call = {.name = name, .pool = r->pool, .text = r->text, .err = r->err};
  do {
    r->at++; // behind "(" or ","
    if (call.n == PS_CALL_ARGUMENTS)
      return complain(r, PS_ERR_LIMIT, "too many arguments");
    PS_TRY(read_sum(r, &call.argument[call.n++]));
  } while (peek(r) == ',');
  if (*r->at != ')')
    return complain(r, PS_ERR_SYNTAX, "expected ',' or ')'");
  r->at++;
  return ps_call_function(&call, out);
}

static ps_status read_name(reader *r, ps_values *out) {
  char name[NAME_ROOM];
  size_t n = 0;
  while (is_letter(r->at[n]) || is_digit(r->at[n]) || r->at[n] == '.')
    n++;
  if (n >= sizeof name)
    return complain(r, PS_ERR_LIMIT, "a name is too long");
  memcpy(name, r->at, n);
  name[n] = 0;
  r->at += n;
  if (peek(r) == '(')
    return read_call(r, name, out);
  ps_status status = r->names.find(r->names.from, name, out, r->err);
  return status == PS_OK ? status : ps_fail_more(r->err, status, ", in '%s'", r->text);
}

static ps_status read_primary(reader *r, ps_values *out) {
  char c = peek(r);
  if (is_letter(c))
    return read_name(r, out);
  if (c != '(')
    return read_number(r, out);
  r->at++;
  PS_TRY(read_sum(r, out));
  if (peek(r) != ')')
    return complain(r, PS_ERR_SYNTAX, "expected ')'");
  r->at++;
  return PS_OK;
}

// ---- operators

static ps_status read_sign(reader *r, ps_values *out) {
  bool negative = false;
  while (peek(r) == '-' || *r->at == '+')
    negative ^= *r->at++ == '-';
  PS_TRY(read_primary(r, out));
  if (peek(r) == '^') {
    ps_values exponent;
    r->at++;
    if (++r->depth > DEEPEST)
      return complain(r, PS_ERR_LIMIT, "too deep");
    PS_TRY(read_sign(r, &exponent));
    r->depth--;
    PS_TRY(combine(r, '^', exponent, out));
  }
  return negative ? combine(r, '*', (ps_values){&(double){-1}, 1}, out) : PS_OK;
}

static ps_status read_product(reader *r, ps_values *out) {
  PS_TRY(read_sign(r, out));
  while (peek(r) == '*' || *r->at == '/') {
    char operation = *r->at++;
    ps_values right;
    PS_TRY(read_sign(r, &right));
    PS_TRY(combine(r, operation, right, out));
  }
  return PS_OK;
}

static ps_status read_sum(reader *r, ps_values *out) {
  if (++r->depth > DEEPEST)
    return complain(r, PS_ERR_LIMIT, "too deep");
  PS_TRY(read_product(r, out));
  while (peek(r) == '+' || *r->at == '-') {
    char operation = *r->at++;
    ps_values right;
    PS_TRY(read_product(r, &right));
    PS_TRY(combine(r, operation, right, out));
  }
  r->depth--;
  return PS_OK;
}

ps_status ps_expression_values(const char *text, ps_name_source names, ps_pool *pool,
                               ps_values *values, ps_error *err) {
  reader r = {.text = text, .at = text, .names = names, .pool = pool, .err = err};
  PS_TRY(read_sum(&r, values));
  return peek(&r) == 0 ? PS_OK : complain(&r, PS_ERR_SYNTAX, "expected an operator or the end");
}

ps_status ps_expression_number(const char *text, ps_name_source names, ps_pool *pool,
                               double *number, ps_error *err) {
  ps_values values;
  PS_TRY(ps_expression_values(text, names, pool, &values, err));
  if (values.n != 1)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "'%s' gives %d numbers; expected one (peak, mean, at ... make one of a list)",
                   text, values.n);
  *number = values.x[0];
  return PS_OK;
}
