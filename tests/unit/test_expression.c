#include "base/arena.h"
#include "check.h"
#include "psoas/status.h"
#include "tool/expression.h"

static ps_pool pool;
static ps_error err;
static char text[1200];

// a: 1; x: 0, 10, 20, 30; rise: a curve that flattens; bump: one that comes down again
static const double one[] = {1}, three[] = {3}, x[] = {0, 10, 20, 30}, rise[] = {0, 10, 12, 13},
                    bump[] = {2, 8, 4, 0};

static ps_status find(const void *from, const char *name, ps_values *values, ps_error *e) {
  (void)from;
  static const struct {
    const char *name;
    ps_values values;
  } known[] = {{"a", {one, 1}},
               {"b.three_N", {three, 1}},
               {"s.x", {x, 4}},
               {"s.rise_N", {rise, 4}},
               {"s.bump", {bump, 4}}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].name, name) == 0) {
      *values = known[i].values;
      return PS_OK;
    }
  return ps_fail(e, PS_ERR_REFERENCE, NULL, 0, "there is no '%s'", name);
}

static const ps_name_source names = {find, NULL};

static double value(const char *expression) {
  double number = NAN;
  err = (ps_error){0};
  ps_status status = ps_expression_number(expression, names, &pool, &number, &err);
  if (status != PS_OK)
    fprintf(stderr, "%s\n", ps_error_text(&err, text, sizeof text));
  CHECK_EQ(status, PS_OK);
  return number;
}

static const char *refused(const char *expression) {
  double number;
  err = (ps_error){0};
  CHECK(ps_expression_number(expression, names, &pool, &number, &err) != PS_OK);
  return ps_error_text(&err, text, sizeof text);
}

static void operators_bind_as_in_arithmetic(void) {
  CHECK_NEAR(value("1+2*3"), 7, 0);
  CHECK_NEAR(value("(1+2)*3"), 9, 0);
  CHECK_NEAR(value("2-3-4"), -5, 0);
  CHECK_NEAR(value("16/4/2"), 2, 0);
  CHECK_NEAR(value("2^3^2"), 512, 0);
  CHECK_NEAR(value("-2^2"), -4, 0);
  CHECK_NEAR(value("2^-1"), 0.5, 0);
  CHECK_NEAR(value("- -3 + +1"), 4, 0);
  CHECK_NEAR(value("1.5e2"), 150, 0);
}

static void names_hold_points_and_stand_for_their_values(void) {
  CHECK_NEAR(value("100*(a/b.three_N-1)"), -200.0 / 3, 1e-12);
  CHECK_NEAR(value(" b.three_N - a "), 2, 0);
}

static void a_number_stands_beside_every_place_of_a_list(void) {
  CHECK_NEAR(value("last(2*s.x+1)"), 61, 0);
  CHECK_NEAR(value("mean(s.x-s.rise_N)"), 6.25, 1e-12);
  CHECK_NEAR(value("peak(b.three_N-s.bump)"), 3, 0);
}

static void least_and_most_go_over_one_list_or_place_by_place(void) {
  CHECK_NEAR(value("min(s.bump)"), 0, 0);
  CHECK_NEAR(value("max(s.bump)"), 8, 0);
  CHECK_NEAR(value("first(max(s.bump,3))"), 3, 0);
  CHECK_NEAR(value("last(min(s.bump,s.rise_N,5))"), 0, 0);
  CHECK_NEAR(value("max(2,a,b.three_N)"), 3, 0);
}

static void every_one_of_several_is_the_one_farthest_off(void) {
  CHECK_NEAR(value("farthest(3,s.bump)"), 8, 0);
  CHECK_NEAR(value("farthest(7,6.5,8,7.2)"), 8, 0);
  CHECK_NEAR(value("mean(list(s.bump,1))"), 3, 0);
}

static void curves_are_straight_between_their_points(void) {
  CHECK_NEAR(value("at(s.rise_N,s.x,5)"), 5, 1e-12);
  CHECK_NEAR(value("at(s.rise_N,s.x,20)"), 12, 1e-12);
  CHECK_NEAR(value("slope(s.rise_N,s.x,0,20)"), 0.6, 1e-12);
  CHECK_NEAR(value("argmax(s.bump,s.x)"), 10, 0);
  CHECK_NEAR(value("argmin(s.bump,s.x)"), 30, 0);
  CHECK_NEAR(value("cross(s.bump,s.x,5)"), 5, 1e-12);
}

static void a_fall_is_looked_for_behind_the_top(void) {
  CHECK_NEAR(value("fall(s.bump,s.x,0.5)"), 20, 1e-12);
  CHECK_NEAR(value("fall(s.bump,s.x,0.25)"), 25, 1e-12);
  CHECK(isnan(value("fall(s.rise_N,s.x,0.5)")));
}

static void a_plateau_begins_where_the_slope_stays_small(void) {
  CHECK_NEAR(value("plateau(s.rise_N,s.x,0.35)"), 10, 0); // slopes 1, 0.2, 0.1
  CHECK_NEAR(value("plateau(s.rise_N,s.x,0.15)"), 20, 0);
  CHECK(isnan(value("plateau(s.x,s.x,0.35)")));
}

static void correlation_knows_direction_and_no_scale(void) {
  CHECK_NEAR(value("corr(s.x,3*s.x-7)"), 1, 1e-12);
  CHECK_NEAR(value("corr(s.x,-s.x^1)"), -1, 1e-12);
  CHECK_NEAR(value("corr(s.bump,s.x)"), value("corr(s.x,s.bump)"), 1e-12);
}

static void what_does_not_exist_is_no_number(void) {
  CHECK(isnan(value("at(s.rise_N,s.x,31)")));
  CHECK(isnan(value("cross(s.rise_N,s.x,99)")));
  CHECK(isnan(value("max(1,at(s.rise_N,s.x,31))")));
  CHECK(isnan(value("farthest(0,1,at(s.rise_N,s.x,31))")));
}

static void an_unknown_name_or_function_is_named(void) {
  CHECK(strstr(refused("1+c.four"), "there is no 'c.four', in '1+c.four'"));
  CHECK(strstr(refused("meen(s.x)"), "there is no function 'meen'; nearest: 'mean'"));
}

static void an_error_says_where_it_is(void) {
  CHECK(strstr(refused("1+*2"), "at character 3 of '1+*2'"));
  CHECK(strstr(refused("(1+2"), "expected ')', at character 5"));
  CHECK(strstr(refused("1 2"), "expected an operator or the end, at character 3"));
  CHECK(strstr(refused(""), "expected a number, a name or '('"));
  CHECK(strstr(refused("max(1;2)"), "expected ',' or ')', at character 6"));
}

static void lists_must_fit_each_other_and_end_in_one_number(void) {
  CHECK(strstr(refused("s.x"), "gives 4 numbers; expected one"));
  CHECK(strstr(refused("at(s.x,a,1)"), "takes two lists of one length; here are 4 and 1"));
  CHECK(strstr(refused("at(s.x,s.x,s.x)"), "argument 3 of at(...) is a list"));
  CHECK(strstr(refused("first(list(s.x,1)+s.x)"), "'+' stands between lists of 5 and 4 numbers"));
  CHECK(strstr(refused("first(max(list(s.x,1),s.x))"), "stands over lists of 4 and 5 numbers"));
  CHECK(strstr(refused("abs(1,2)"), "has 2 arguments; it takes 1"));
}

static void depth_and_length_have_limits(void) {
  char deep[400];
  memset(deep, '(', 300);
  deep[300] = 0;
  CHECK(strstr(refused(deep), "too deep"));
  memset(deep, 'a', 300);
  CHECK(strstr(refused(deep), "a name is too long"));
}

int main(void) {
  int failed = CHECK_RUN(CHECK_FACT(operators_bind_as_in_arithmetic),
                         CHECK_FACT(names_hold_points_and_stand_for_their_values),
                         CHECK_FACT(a_number_stands_beside_every_place_of_a_list),
                         CHECK_FACT(least_and_most_go_over_one_list_or_place_by_place),
                         CHECK_FACT(every_one_of_several_is_the_one_farthest_off),
                         CHECK_FACT(curves_are_straight_between_their_points),
                         CHECK_FACT(a_fall_is_looked_for_behind_the_top),
                         CHECK_FACT(a_plateau_begins_where_the_slope_stays_small),
                         CHECK_FACT(correlation_knows_direction_and_no_scale),
                         CHECK_FACT(what_does_not_exist_is_no_number),
                         CHECK_FACT(an_unknown_name_or_function_is_named),
                         CHECK_FACT(an_error_says_where_it_is),
                         CHECK_FACT(lists_must_fit_each_other_and_end_in_one_number),
                         CHECK_FACT(depth_and_length_have_limits));
  ps_pool_free(&pool);
  return failed;
}
