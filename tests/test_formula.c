/*
 * test_formula.c - making formulas, and printing them so that they read back the same.
 */
#include "expr/formula.h"

#include "base/arena.h"
#include "base/frame.h"
#include "base/text.h"
#include "read_formula.h"
#include "testlib.h"

static const struct pl_span nowhere = {0, 0};

static int
set_up(void **state)
{
    struct pl_arena *arena = malloc(sizeof *arena);

    if (arena == NULL) {
        return -1;
    }
    pl_arena_init(arena);
    *state = arena;
    return 0;
}

static int
tear_down(void **state)
{
    pl_arena_finish(*state);
    free(*state);
    return 0;
}

static void
assert_printed(const struct pl_formula *formula, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_formula_print(formula, &text);
    assert_false(text.failed);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static bool
same_tree(const struct pl_formula *a, const struct pl_formula *b)
{
    if (a->op != b->op || a->n_arguments != b->n_arguments || a->number != b->number ||
        (a->name == NULL) != (b->name == NULL) ||
        (a->name != NULL && strcmp(a->name, b->name) != 0)) {
        return false;
    }
    for (size_t k = 0; k < a->n_arguments; k++) {
        if (!same_tree(a->arguments[k], b->arguments[k])) {
            return false;
        }
    }
    return true;
}

static void
test_number_is_an_unresolved_leaf(void **state)
{
    struct pl_span span = {7, 3};
    struct pl_formula *formula = pl_formula_number(*state, span, 2.5);

    assert_non_null(formula);
    assert_int_equal(formula->op, PL_OP_NUMBER);
    assert_close(formula->number, 2.5, 0.0, 0.0);
    assert_int_equal(formula->span.offset, 7);
    assert_int_equal(formula->span.length, 3);
    assert_true(formula->index == PL_NONE);
    assert_int_equal(formula->n_arguments, 0);
    assert_int_equal(formula->depth, 1);
    assert_null(formula->name);
}

static void
test_name_is_copied_up_to_its_length(void **state)
{
    char text[] = "pAkt + 1";
    struct pl_formula *formula =
        pl_formula_name(*state, nowhere, PL_OP_ARGUMENT, text, 4);

    text[0] = 'X';
    assert_non_null(formula);
    assert_int_equal(formula->op, PL_OP_ARGUMENT);
    assert_string_equal(formula->name, "pAkt");
    assert_true(formula->index == PL_NONE);
}

static void
test_apply_copies_arguments_and_counts_depth(void **state)
{
    struct pl_formula *arguments[3];
    struct pl_formula *sum;
    struct pl_formula *call;
    char name[] = "hill";

    for (size_t k = 0; k < 3; k++) {
        arguments[k] = pl_formula_number(*state, nowhere, (double)k);
    }
    sum = pl_formula_apply(*state, nowhere, PL_OP_ADD, NULL, arguments, 3);
    assert_non_null(sum);
    assert_int_equal(sum->n_arguments, 3);
    assert_int_equal(sum->depth, 2);
    arguments[1] = sum;
    call = pl_formula_apply(*state, nowhere, PL_OP_CALL, name, arguments, 2);
    name[0] = 'X';
    arguments[1] = NULL;
    assert_non_null(call);
    assert_string_equal(call->name, "hill");
    assert_int_equal(call->depth, 3);
    assert_ptr_equal(call->arguments[1], sum);
    assert_close(sum->arguments[2]->number, 2.0, 0.0, 0.0);
}

static void
test_apply_takes_no_arguments_where_there_are_none(void **state)
{
    struct pl_formula *time =
        pl_formula_apply(*state, nowhere, PL_OP_TIME, NULL, NULL, 0);

    assert_non_null(time);
    assert_int_equal(time->n_arguments, 0);
    assert_printed(time, "time");
}

static void
test_apply_passes_on_a_missing_argument(void **state)
{
    struct pl_formula *arguments[] = {pl_formula_number(*state, nowhere, 1.0), NULL};

    assert_null(pl_formula_apply(*state, nowhere, PL_OP_ADD, NULL, arguments, 2));
}

/* Each kind of node, in an arena of its own. */
static enum pl_status
make_some(void *context)
{
    struct pl_arena arena;
    struct pl_formula *leaves[40];
    bool whole = true;

    (void)context;
    pl_arena_init(&arena);
    for (size_t k = 0; k < 40; k++) {
        leaves[k] = k % 2 == 0 ? pl_formula_number(&arena, nowhere, 1.0)
                               : pl_formula_name(&arena, nowhere, PL_OP_NAME, "x", 1);
        whole = whole && leaves[k] != NULL;
    }
    for (size_t k = 0; k < 200; k++) {
        leaves[k % 40] =
            pl_formula_apply(&arena, nowhere, PL_OP_CALL, "a_function", leaves, 40);
        whole = whole && leaves[k % 40] != NULL;
    }
    pl_arena_finish(&arena);
    return whole ? PL_OK : PL_ERR_NOMEM;
}

static void
test_nodes_are_null_when_memory_is_out(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(make_some, NULL) > 1);
}

static enum pl_status
print_some(void *context)
{
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    pl_formula_print(context, &text);
    status = text.failed ? PL_ERR_NOMEM : PL_OK;
    pl_text_finish(&text);
    return status;
}

static void
test_print_marks_the_text_when_memory_is_out(void **state)
{
    struct pl_formula *leaves[100];

    for (size_t k = 0; k < 100; k++) {
        leaves[k] = pl_formula_number(*state, nowhere, 0.125);
    }
    assert_true(assert_survives_no_memory(print_some,
                                          pl_formula_apply(*state, nowhere, PL_OP_ADD,
                                                           NULL, leaves, 100)) > 2);
}

static void
test_is_number_sees_through_signs(void **state)
{
    double value = 0.0;

    assert_true(pl_formula_is_number(read_formula(*state, "2.5"), &value));
    assert_close(value, 2.5, 0.0, 0.0);
    assert_true(pl_formula_is_number(read_formula(*state, "-2.5"), &value));
    assert_close(value, -2.5, 0.0, 0.0);
    assert_true(pl_formula_is_number(read_formula(*state, "-(-3)"), &value));
    assert_close(value, 3.0, 0.0, 0.0);
    value = 7.0;
    assert_false(pl_formula_is_number(read_formula(*state, "1+1"), &value));
    assert_false(pl_formula_is_number(read_formula(*state, "-x"), &value));
    assert_close(value, 7.0, 0.0, 0.0);
}

/* Texts that are printed as they stand: no parenthesis too many, none too few. */
static const char *const fixed_points[] = {
    "a + b + c",
    "(a + b) + c",
    "a + (b + c)",
    "a - b + c",
    "a + b - c",
    "a - (b + c)",
    "a - (b - c)",
    "a + (b - c)",
    "a*b*c",
    "(a*b)*c",
    "a*(b*c)",
    "a/b*c",
    "a*b/c",
    "a/(b*c)",
    "a/b/c",
    "a/(b/c)",
    "a*(b/c)",
    "a%b*c",
    "a*(b%c)",
    "a*b + c*d",
    "(a + b)*(c - d)",
    "a^b^c",
    "(a^b)^c",
    "a^-b",
    "a^-b^c",
    "a^-b*c",
    "a^(b*c)",
    "a^-(b*c)",
    "a^(-b)^c + 1",
    "-a^b",
    "(-a)^b",
    "-a*b",
    "-(a*b)",
    "a*-b",
    "a - -b",
    "a + -b",
    "-(-a)",
    "-(a + b)",
    "!a",
    "!!a",
    "!-a",
    "-!a",
    "!a == b",
    "!(a == b)",
    "a < b",
    "lt(a < b, c)", /* (a < b) < c would be a chain */
    "neq(lt(a <= b, c), d)",
    "a < (b < c)",
    "a == (b != c)",
    "(a < b) + c",
    "a + b < c*d",
    "a && b && c",
    "a && (b && c)",
    "(a && b) || c",
    "(a || b) && c",
    "a || (b && c)",
    "a < b && c >= d",
    "a <= b || a > c",
    "-a < b",
    "exp(-a/b)",
    "hill(a, b + c, 2)",
    "hill()",
    "piecewise(a, b < c, d)",
    "piecewise(a, b < c && c < d, 2, d, 3)",
    "log(2, a)",
    "log10(a)",
    "ln(a)",
    "root(3, a)",
    "root(a)",
    "xor(a, b, c)",
    "implies(a, b)",
    "min(a, b, c)",
    "quotient(a, b)",
    "plus()",
    "plus(a)*b",
    "times(a)^2",
    "and()",
    "or(a && b)",
    "arccoth(a)",
    "time/(time + 1)",
    "2.5*a^-2",
    "1e-300*a + 1e+22",
    "inf",
};

static void
test_print_uses_the_fewest_parentheses(void **state)
{
    for (size_t k = 0; k < sizeof fixed_points / sizeof *fixed_points; k++) {
        assert_printed(read_formula(*state, fixed_points[k]), fixed_points[k]);
    }
}

static void
test_print_drops_parentheses_without_a_meaning(void **state)
{
    static const char *const rows[][2] = {
        {"((a))", "a"},
        {"(a*b)+(c/d)", "a*b + c/d"},
        {"(a+b)-c", "a + b - c"},
        {"(a-b)+c", "a - b + c"},
        {"(a/b)*c", "a/b*c"},
        {"a^(b^c)", "a^b^c"},
        {"a^(-b)", "a^-b"},
        {"-(a^b)", "-a^b"},
        {"a*(-b)", "a*-b"},
        {"(-a)*b", "-a*b"},
        {"(a<b)&&(b<c)", "a < b && b < c"},
        {"(!a)&&b", "!a && b"},
        {"exp((a+b))", "exp(a + b)"},
        {"a&&b||c", "(a && b) || c"}, /* the two share a level: left to right */
        {"a||b&&c", "(a || b) && c"},
        {"rem(a, b)", "a%b"},
        {"plus(a, b)", "a + b"},
        {"neq(a, lt(b, c))", "a != (b < c)"},
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_printed(read_formula(*state, rows[k][0]), rows[k][1]);
    }
}

static void
test_print_gives_a_negative_number_the_place_of_a_sign(void **state)
{
    struct pl_formula *arguments[2];

    arguments[0] = pl_formula_number(*state, nowhere, -2.0);
    arguments[1] = pl_formula_name(*state, nowhere, PL_OP_NAME, "a", 1);
    assert_printed(pl_formula_apply(*state, nowhere, PL_OP_POWER, NULL, arguments, 2),
                   "(-2)^a");
    assert_printed(pl_formula_apply(*state, nowhere, PL_OP_NEGATE, NULL, arguments, 1),
                   "-(-2)");
    assert_printed(
        pl_formula_apply(*state, nowhere, PL_OP_MULTIPLY, NULL, arguments, 2), "-2*a");
    assert_printed(pl_formula_number(*state, nowhere, (double)-INFINITY), "-inf");
    assert_printed(pl_formula_number(*state, nowhere, (double)NAN), "nan");
}

/* A small generator with its own stream, so that a failure can be run again. */
static uint32_t
draw(uint32_t *stream, uint32_t below)
{
    *stream = *stream * 1664525u + 1013904223u; /* Numerical Recipes, section 7.1 */
    return (*stream >> 16) % below;
}

static struct pl_formula *
grow(struct pl_arena *arena, uint32_t *stream, unsigned depth)
{
    static const char *const names[] = {"a", "b", "k_cat", "PIP3"};
    struct pl_formula *arguments[4];
    enum pl_op op;
    size_t n;

    if (depth == 0 || draw(stream, 5) == 0) {
        const char *name = names[draw(stream, 4)];

        return draw(stream, 3) == 0
                   ? pl_formula_number(arena, nowhere, draw(stream, 1000) / 8.0)
                   : pl_formula_name(arena, nowhere, PL_OP_NAME, name, strlen(name));
    }
    do { /* what no text means is left out */
        op = (enum pl_op)(PL_OP_ADD + draw(stream, PL_N_OPS - PL_OP_ADD));
    } while (op == PL_OP_SELECT);
    n = pl_op_least_arguments(op);
    if (pl_op_most_arguments(op) > n) {
        n += draw(stream, pl_op_most_arguments(op) == PL_OP_MANY ? 4 - (uint32_t)n : 2);
    }
    for (size_t k = 0; k < n; k++) {
        arguments[k] = grow(arena, stream, depth - 1);
    }
    return pl_formula_apply(arena, nowhere, op, NULL, arguments, n);
}

static void
test_print_reads_back_as_the_same_tree(void **state)
{
    uint32_t stream = 20240607;

    (void)state;
    for (unsigned k = 0; k < 3000; k++) {
        struct pl_arena arena;
        struct pl_formula *formula;
        struct pl_text text;

        pl_arena_init(&arena);
        pl_text_init(&text);
        formula = grow(&arena, &stream, 1 + k % 5);
        pl_formula_print(formula, &text);
        if (!same_tree(read_formula(&arena, pl_text_string(&text)), formula)) {
            fail_msg("'%s' reads back as another tree", pl_text_string(&text));
        }
        pl_text_finish(&text);
        pl_arena_finish(&arena);
    }
}

/* Deeper than any reader accepts: printing does not recurse. */
static void
test_print_takes_any_depth(void **state)
{
    struct pl_formula *formula = pl_formula_name(*state, nowhere, PL_OP_NAME, "a", 1);
    struct pl_text text;

    for (size_t k = 0; k < 100000; k++) {
        formula = pl_formula_apply(*state, nowhere, PL_OP_EXP, NULL, &formula, 1);
    }
    assert_non_null(formula);
    assert_int_equal(formula->depth, 100001);
    pl_text_init(&text);
    pl_formula_print(formula, &text);
    assert_false(text.failed);
    assert_int_equal(text.size, 5 * 100000 + 1);
    pl_text_finish(&text);
}

/* A copy has nothing of what it was made from: not a node, not a name. */
static void
test_copy_outlives_the_original(void **state)
{
    struct pl_arena arena;
    struct pl_formula *original = NULL;
    struct pl_formula *copy = NULL;

    pl_arena_init(&arena);
    original = read_formula(&arena, "-2*f(x, y^3)/(1 + x)");
    original->arguments[1]->index = 17;
    original->span.offset = 5;
    copy = pl_formula_copy(*state, original);
    assert_non_null(copy);
    assert_true(same_tree(copy, original));
    assert_int_equal(copy->arguments[1]->index, 17);
    assert_int_equal(copy->span.offset, 5);
    assert_int_equal(copy->depth, original->depth);
    pl_arena_finish(&arena);
    assert_printed(copy, "-2*f(x, y^3)/(1 + x)");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_is_an_unresolved_leaf),
        cmocka_unit_test(test_name_is_copied_up_to_its_length),
        cmocka_unit_test(test_apply_copies_arguments_and_counts_depth),
        cmocka_unit_test(test_apply_takes_no_arguments_where_there_are_none),
        cmocka_unit_test(test_apply_passes_on_a_missing_argument),
        cmocka_unit_test(test_nodes_are_null_when_memory_is_out),
        cmocka_unit_test(test_print_marks_the_text_when_memory_is_out),
        cmocka_unit_test(test_is_number_sees_through_signs),
        cmocka_unit_test(test_print_uses_the_fewest_parentheses),
        cmocka_unit_test(test_print_drops_parentheses_without_a_meaning),
        cmocka_unit_test(test_print_gives_a_negative_number_the_place_of_a_sign),
        cmocka_unit_test(test_print_reads_back_as_the_same_tree),
        cmocka_unit_test(test_print_takes_any_depth),
        cmocka_unit_test(test_copy_outlives_the_original),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
