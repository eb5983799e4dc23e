/*
 * test_op.c - the table of operations and the values of the elementary ones.
 */
#include "testlib.h"

#include "expr/op.h"

static void
test_name_is_what_formulas_and_messages_use(void **state)
{
    (void)state;
    assert_string_equal(pl_op_name(PL_OP_NUMBER), "number");
    assert_string_equal(pl_op_name(PL_OP_ADD), "+");
    assert_string_equal(pl_op_name(PL_OP_LOG10), "log10");
    assert_string_equal(pl_op_name(PL_OP_GREATER_EQ), ">=");
    assert_string_equal(pl_op_name(PL_OP_PIECEWISE), "piecewise");
    assert_string_equal(pl_op_name(PL_OP_SELECT), "select");
}

static void
test_arguments_have_bounds(void **state)
{
    (void)state;
    assert_int_equal(pl_op_least_arguments(PL_OP_ADD), 0);
    assert_true(pl_op_most_arguments(PL_OP_ADD) == PL_OP_MANY);
    assert_int_equal(pl_op_least_arguments(PL_OP_ROOT), 1);
    assert_int_equal(pl_op_most_arguments(PL_OP_ROOT), 2);
    assert_int_equal(pl_op_least_arguments(PL_OP_MIN), 1);
    assert_int_equal(pl_op_least_arguments(PL_OP_SELECT), 3);
    assert_int_equal(pl_op_most_arguments(PL_OP_SELECT), 3);
}

/* The graph stores 1, 2 or 3 arguments, so nothing elementary may want more. */
static void
test_is_elementary_holds_for_what_the_graph_can_store(void **state)
{
    (void)state;
    assert_true(pl_op_is_elementary(PL_OP_ADD));
    assert_true(pl_op_is_elementary(PL_OP_LOG10));
    assert_true(pl_op_is_elementary(PL_OP_TGAMMA));
    assert_false(pl_op_is_elementary(PL_OP_REMAINDER));
    assert_false(pl_op_is_elementary(PL_OP_FACTORIAL));
    assert_false(pl_op_is_elementary(PL_OP_PIECEWISE));
    assert_false(pl_op_is_elementary(PL_OP_NAME));
    for (size_t op = 0; op < PL_N_OPS; op++) {
        size_t most = pl_op_most_arguments((enum pl_op)op);

        assert_true(pl_op_least_arguments((enum pl_op)op) <= most);
        if (pl_op_is_elementary((enum pl_op)op)) {
            assert_true(most <= 3 || most == PL_OP_MANY);
        }
    }
}

struct value {
    enum pl_op op;
    double arguments[3];
    double want;
};

/* Exact, or with the sign of a zero or the place of a NaN that matters. */
static const struct value exact_values[] = {
    {PL_OP_ADD, {2, 3}, 5},
    {PL_OP_ADD, {0.1, 0.2}, 0.30000000000000004},
    {PL_OP_SUBTRACT, {2, 3}, -1},
    {PL_OP_MULTIPLY, {2, 3}, 6},
    {PL_OP_DIVIDE, {1, 4}, 0.25},
    {PL_OP_DIVIDE, {1, 0}, INFINITY},
    {PL_OP_NEGATE, {2}, -2},
    {PL_OP_POWER, {2, 10}, 1024},
    {PL_OP_POWER, {0, 0}, 1},
    {PL_OP_POWER, {0, -1}, INFINITY},
    {PL_OP_SQRT, {9}, 3},
    {PL_OP_ABS, {-2.5}, 2.5},
    {PL_OP_MIN, {2, 3}, 2},
    {PL_OP_MIN, {3, 2}, 2},
    {PL_OP_MIN, {NAN, 2}, 2}, /* a < b ? a : b */
    {PL_OP_MAX, {2, 3}, 3},
    {PL_OP_MAX, {3, 2}, 3},
    {PL_OP_MAX, {NAN, 2}, 2}, /* a > b ? a : b */
    {PL_OP_FLOOR, {-1.5}, -2},
    {PL_OP_CEIL, {-1.5}, -1},
    {PL_OP_TGAMMA, {5}, 24},
    {PL_OP_EXP, {0}, 1},
    {PL_OP_LN, {1}, 0},
    {PL_OP_LN, {0}, -INFINITY},
    {PL_OP_LOG10, {1000}, 3},
    {PL_OP_LESS, {1, 2}, 1},
    {PL_OP_LESS, {2, 2}, 0},
    {PL_OP_LESS, {NAN, 2}, 0},
    {PL_OP_LESS_EQ, {2, 2}, 1},
    {PL_OP_LESS_EQ, {3, 2}, 0},
    {PL_OP_LESS_EQ, {2, NAN}, 0},
    {PL_OP_EQUAL, {2, 2}, 1},
    {PL_OP_EQUAL, {2, 3}, 0},
    {PL_OP_EQUAL, {NAN, NAN}, 0},
    {PL_OP_AND, {1, 1}, 1},
    {PL_OP_AND, {2, 0.5}, 1},
    {PL_OP_AND, {1, 0}, 0},
    {PL_OP_AND, {NAN, 1}, 1},
    {PL_OP_OR, {0, 0}, 0},
    {PL_OP_OR, {0, -3}, 1},
    {PL_OP_NOT, {0}, 1},
    {PL_OP_NOT, {5}, 0},
    {PL_OP_NOT, {NAN}, 0},
    {PL_OP_SELECT, {1, 5, 6}, 5},
    {PL_OP_SELECT, {0, 5, 6}, 6},
    {PL_OP_SELECT, {-0.0, 5, 6}, 6},
    {PL_OP_SELECT, {NAN, 5, 6}, 5},
    {PL_OP_SELECT, {0, NAN, 6}, 6},
    /* rounded once: (1 + e) (1 - e) is 1 - e^2 */
    {PL_OP_FUSED_ADD, {1 + 0x1p-30, 1 - 0x1p-30, -1}, -0x1p-60},
    {PL_OP_FUSED_SUBTRACT, {1 + 0x1p-30, 1 - 0x1p-30, 1}, -0x1p-60},
    {PL_OP_FUSED_FROM, {1 + 0x1p-30, 1 - 0x1p-30, 1}, 0x1p-60},
};

static void
test_value_is_exact_where_it_can_be(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof exact_values / sizeof *exact_values; k++) {
        const struct value *row = &exact_values[k];

        assert_close(pl_op_value(row->op, row->arguments), row->want, 0.0, 0.0);
    }
}

/* Closed forms: ln 2, the golden angles, and so on, to more digits than a double has. */
static const struct value close_values[] = {
    {PL_OP_POWER, {2, 0.5}, 1.41421356237309504880},
    {PL_OP_TGAMMA, {0.5}, 1.77245385090551602730}, /* sqrt(pi) */
    {PL_OP_EXP, {1}, 2.71828182845904523536},
    {PL_OP_LN, {2}, 0.69314718055994530942},
    {PL_OP_LOG10, {2}, 0.30102999566398119521},
    {PL_OP_SIN, {0.52359877559829887308}, 0.5}, /* pi / 6 */
    {PL_OP_COS, {1.04719755119659774615}, 0.5}, /* pi / 3 */
    {PL_OP_TAN, {0.78539816339744830962}, 1},   /* pi / 4 */
    {PL_OP_ASIN, {0.5}, 0.52359877559829887308},
    {PL_OP_ACOS, {0.5}, 1.04719755119659774615},
    {PL_OP_ATAN, {-1}, -0.78539816339744830962},
    {PL_OP_SINH, {0.69314718055994530942}, 0.75}, /* (2 - 1/2) / 2 */
    {PL_OP_COSH, {0.69314718055994530942}, 1.25},
    {PL_OP_TANH, {0.69314718055994530942}, 0.6},
    {PL_OP_ASINH, {0.75}, 0.69314718055994530942},
    {PL_OP_ACOSH, {1.25}, 0.69314718055994530942},
    {PL_OP_ATANH, {0.6}, 0.69314718055994530942},
};

static void
test_value_meets_closed_forms(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof close_values / sizeof *close_values; k++) {
        const struct value *row = &close_values[k];

        assert_close(pl_op_value(row->op, row->arguments), row->want, 1e-15, 0.0);
    }
}

static void
test_value_is_not_a_number_outside_the_domain(void **state)
{
    static const struct value rows[] = {
        {PL_OP_POWER, {-8, 1.0 / 3.0}, 0},
        {PL_OP_SQRT, {-1}, 0},
        {PL_OP_LN, {-1}, 0},
        {PL_OP_LOG10, {-1}, 0},
        {PL_OP_ASIN, {2}, 0},
        {PL_OP_ACOS, {2}, 0},
        {PL_OP_ACOSH, {0.5}, 0},
        {PL_OP_ATANH, {2}, 0},
        {PL_OP_TGAMMA, {-1}, 0},
        {PL_OP_MIN, {2, NAN}, 0},
        {PL_OP_MAX, {2, NAN}, 0},
        {PL_OP_DIVIDE, {0, 0}, 0},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_true(isnan(pl_op_value(rows[k].op, rows[k].arguments)));
    }
}

/* A model's log10(1e-9) or -log10(C) has to give whole numbers. */
static void
test_value_of_log10_is_whole_for_powers_of_ten(void **state)
{
    (void)state;
    for (int k = -22; k <= 22; k++) {
        char text[16];
        double power;

        snprintf(text, sizeof text, "1e%d", k);
        power = strtod(text, NULL);
        assert_close(pl_op_value(PL_OP_LOG10, &power), (double)k, 0.0, 0.0);
    }
}

/* Each elementary operation has a row above. */
static void
test_value_is_checked_for_every_elementary_operation(void **state)
{
    bool seen[PL_N_OPS] = {false};

    (void)state;
    for (size_t k = 0; k < sizeof exact_values / sizeof *exact_values; k++) {
        seen[exact_values[k].op] = true;
    }
    for (size_t k = 0; k < sizeof close_values / sizeof *close_values; k++) {
        seen[close_values[k].op] = true;
    }
    for (size_t op = PL_OP_INPUT + 1; op < PL_N_OPS; op++) {
        if (pl_op_is_elementary((enum pl_op)op) && !seen[op]) {
            fail_msg("no value of '%s' is checked", pl_op_name((enum pl_op)op));
        }
    }
}

static void
test_arity_is_what_a_node_has(void **state)
{
    (void)state;
    assert_int_equal(pl_op_arity(PL_OP_NUMBER), 0);
    assert_int_equal(pl_op_arity(PL_OP_NEGATE), 1);
    assert_int_equal(pl_op_arity(PL_OP_POWER), 2);
    assert_int_equal(pl_op_arity(PL_OP_ADD), 2);
    assert_int_equal(pl_op_arity(PL_OP_MAX), 2);
    assert_int_equal(pl_op_arity(PL_OP_SELECT), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_is_what_formulas_and_messages_use),
        cmocka_unit_test(test_arguments_have_bounds),
        cmocka_unit_test(test_is_elementary_holds_for_what_the_graph_can_store),
        cmocka_unit_test(test_arity_is_what_a_node_has),
        cmocka_unit_test(test_value_is_exact_where_it_can_be),
        cmocka_unit_test(test_value_meets_closed_forms),
        cmocka_unit_test(test_value_is_not_a_number_outside_the_domain),
        cmocka_unit_test(test_value_of_log10_is_whole_for_powers_of_ten),
        cmocka_unit_test(test_value_is_checked_for_every_elementary_operation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
