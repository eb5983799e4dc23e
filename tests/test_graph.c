/*
 * test_graph.c - shared nodes, simplification, printing, and memory that runs out.
 */
#include "expr/graph.h"

#include "base/text.h"
#include "read_formula.h"
#include "testlib.h"

static void
assert_node_printed(const struct pl_graph *graph, uint32_t node, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_graph_print(graph, node, (const char *const[]){"x", "y", "z", "n", "K"}, &text);
    assert_false(text.failed);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static bool
same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Life */

static void
test_create_gives_an_empty_graph(void **state)
{
    assert_int_equal(pl_graph_size(*state), 0);
    assert_false(pl_graph_failed(*state));
}

static void
test_destroy_accepts_null(void **state)
{
    (void)state;
    pl_graph_destroy(NULL);
}

/* Sharing */

static void
test_equal_structure_is_the_same_node(void **state)
{
    static const char *const rows[][2] = {
        {"x", "x"},
        {"0.1", "1e-1"},
        {"x + y", "y + x"},
        {"x*y", "y*x"},
        {"x == y", "y == x"},
        {"x && y", "y && x"},
        {"x > y", "y < x"},
        {"K*x/(n + x)", "x*K/(x + n)"},
        {"exp(-x)", "exp(-x)"},
        {"sqrt(x)", "x^0.5"},
        {"sqr(x)", "x^2"},
        {"log(10, x)", "log10(x)"},
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_int_equal(read_node(*state, rows[k][0]), read_node(*state, rows[k][1]));
    }
}

static void
test_other_structure_is_another_node(void **state)
{
    static const char *const rows[] = {
        "x",         "y",         "1",         "2",         "x + y",  "x - y",
        "y - x",     "x*y",       "x/y",       "y/x",       "x^y",    "y^x",
        "x < y",     "y < x",     "x <= y",    "x + z",     "exp(x)", "exp(y)",
        "min(x, y)", "max(x, y)", "min(y, x)", "x*(y + z)", "inf",
    };
    enum { N = sizeof rows / sizeof *rows };

    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_int_not_equal(read_node(*state, rows[i]),
                                 read_node(*state, rows[k]));
        }
    }
}

static void
test_number_is_shared_by_its_bits(void **state)
{
    uint32_t nan = pl_graph_number(*state, (double)NAN);

    assert_int_equal(pl_graph_number(*state, (double)NAN), nan);
    assert_int_not_equal(pl_graph_number(*state, 0.0), pl_graph_number(*state, -0.0));
    assert_true(signbit(pl_graph_node(*state, pl_graph_number(*state, -0.0))->number));
    assert_int_equal(pl_graph_size(*state), 3);
}

static void
test_is_value_compares_numbers_alone(void **state)
{
    struct pl_graph *graph = pl_graph_create();

    (void)state;
    assert_true(pl_graph_is_value(graph, pl_graph_number(graph, 0.5), 0.5));
    assert_true(pl_graph_is_value(graph, pl_graph_number(graph, -0.0), 0.0));
    assert_false(pl_graph_is_value(graph, pl_graph_number(graph, 0.5), 0.25));
    assert_false(pl_graph_is_value(graph, pl_graph_number(graph, NAN), NAN));
    assert_false(pl_graph_is_value(graph, pl_graph_input(graph, 0), 0.0));
    assert_false(pl_graph_is_value(graph, PL_NODE_NONE, 0.0));
    pl_graph_destroy(graph);
}

static void
test_node_tells_its_structure(void **state)
{
    uint32_t x = pl_graph_input(*state, 7);
    uint32_t two = pl_graph_number(*state, 2.0);
    const struct pl_node *node = pl_graph_node(*state, pl_graph_divide(*state, x, two));

    assert_int_equal(node->op, PL_OP_DIVIDE);
    assert_int_equal(node->n_arguments, 2);
    assert_int_equal(node->arguments[0], x);
    assert_int_equal(node->arguments[1], two);
    assert_int_equal(pl_graph_node(*state, x)->op, PL_OP_INPUT);
    assert_int_equal(pl_graph_node(*state, x)->input, 7);
    assert_int_equal(pl_graph_node(*state, x)->n_arguments, 0);
    assert_close(pl_graph_node(*state, two)->number, 2.0, 0.0, 0.0);
}

/* Through several growths of the arrays, and with every node found again. */
static void
test_many_nodes_stay_shared_and_in_order(void **state)
{
    enum { N = 20000 };
    uint32_t x = pl_graph_input(*state, 0);
    uint32_t first[N];

    for (uint32_t k = 0; k < N; k++) {
        uint32_t c = pl_graph_number(*state, 1.5 + k);

        first[k] = pl_graph_add(*state, x, pl_graph_multiply(*state, c, x));
    }
    for (uint32_t k = 0; k < N; k++) {
        uint32_t c = pl_graph_number(*state, 1.5 + k);

        assert_int_equal(pl_graph_add(*state, pl_graph_multiply(*state, x, c), x),
                         first[k]);
    }
    assert_int_equal(pl_graph_size(*state), 1 + 3 * N);
    for (uint32_t id = 0; id < 1 + 3 * N; id++) {
        const struct pl_node *node = pl_graph_node(*state, id);

        assert_true(node->op != PL_OP_SELECT);
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            assert_true(node->arguments[k] < id);
        }
    }
}

/* Simplification */

static const char *const simplified[][2] = {
    {"x + 0", "x"},
    {"0 + x", "x"},
    {"x - 0", "x"},
    {"0 - x", "-x"},
    {"x - x", "0"},
    {"x + -y", "x - y"},
    {"-x + y", "y - x"},
    {"-x + -y", "-(x + y)"},
    {"-x - y", "-(x + y)"},
    {"x - -y", "x + y"},
    {"x + -3", "x - 3"},
    {"x - -3", "3 + x"},
    {"-(x - y)", "y - x"},
    {"-(-x)", "x"},
    {"-(3*x)", "-3*x"},
    {"-(3/x)", "-3/x"},
    {"x*1", "x"},
    {"1*x", "x"},
    {"x*0", "0"},
    {"0*x", "0"},
    {"-0*x", "0"},
    {"x*-1", "-x"},
    {"-x*-y", "x*y"},
    {"-x*y", "-(x*y)"},
    {"-x*3", "-3*x"},
    {"x/1", "x"},
    {"x/-1", "-x"},
    {"0/x", "0"},
    {"-x/-y", "x/y"},
    {"x/-y", "-(x/y)"},
    {"x^0", "1"},
    {"x^1", "x"},
    {"1^x", "1"},
    {"x^2", "x*x"},
    {"x^3", "x*x*x"},
    {"x^4", "x*x*(x*x)"},
    {"x^-1", "1/x"},
    {"x^-2", "1/(x*x)"},
    {"x^0.5", "sqrt(x)"},
    {"x^-0.5", "1/sqrt(x)"},
    {"x^17", "x^17"},
    {"x^-17", "x^-17"},
    {"x^1.5", "x^1.5"},
    {"(-2)^x", "(-2)^x"},
    {"abs(-x)", "abs(x)"},
    {"abs(abs(x))", "abs(x)"},
    {"min(x, x)", "x"},
    {"max(x, x)", "x"},
    {"x < x", "0"},
    {"x <= x", "x <= x"}, /* a NaN is not <= itself */
    {"x == x", "x == x"},
    {"(x < y) && 1", "x < y"},
    {"x && 1", "!!x"},
    {"x && 0", "0"},
    {"x || 2", "1"},
    {"x || 0", "!!x"},
    {"x && x", "!!x"},
    {"(x < y) || (x < y)", "x < y"},
    {"!!(x < y)", "x < y"},
    {"!!!x", "!x"},
    {"piecewise(x, 1, y)", "x"},
    {"piecewise(x, 0, y)", "y"},
    {"piecewise(x, y < 0, x)", "x"},
    {"piecewise(x, !y, z)", "piecewise(z, y, x)"},
    {"piecewise(x)", "x"},
    {"2*3 + x", "6 + x"},
    {"2 + x + 3", "2 + x + 3"}, /* no reassociation */
    {"2*x*3", "3*(2*x)"},
    {"x + x", "x + x"},
    {"x/x", "x/x"},
    {"+", NULL},
};

static void
test_building_simplifies(void **state)
{
    for (size_t k = 0; simplified[k][1] != NULL; k++) {
        assert_node_printed(*state, read_node(*state, simplified[k][0]),
                            simplified[k][1]);
    }
}

/* What is rewritten keeps its bits at ordinary points, and NaN and infinity too, where
 * header and rule do not say otherwise. */
static void
test_simplification_keeps_the_bits(void **state)
{
    static const char *const rows[][2] = {
        /* as written, and a form that no rule sees through (z is 0) */
        {"x + -y", "x + (z - y)"},
        {"-x - y", "(z - x) - y"},
        {"-x*-y", "(z - x)*(z - y)"},
        {"x/-y", "x/(z - y)"},
        {"-(x - y)", "z - (x - y)"},
        {"-(3*x)", "z - 3*x"},
        {"-(3/x)", "z - 3/x"},
        {"x - -3", "x - (z - 3)"},
        {"abs(-x)", "abs(z - x)"},
        {"piecewise(x, !y, K)", "piecewise(x, y == 0, K)"},
    };
    const double inputs[][5] = {
        {0.1, 0.7, 0.0, 1.0, 3.0},         {-1e300, 1.7e308, 0.0, 1.0, 3.0},
        {1e-310, -3.3, 0.0, 1.0, 3.0},     {(double)INFINITY, -2.0, 0.0, 1.0, 3.0},
        {(double)NAN, 2.0, 0.0, 1.0, 3.0},
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        uint32_t rewritten = read_node(*state, rows[k][0]);
        uint32_t opaque = read_node(*state, rows[k][1]);

        assert_int_not_equal(rewritten, opaque);
        for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
            double a = pl_graph_value(*state, rewritten, inputs[i]);
            double b = pl_graph_value(*state, opaque, inputs[i]);

            assert_true(a == b || (isnan(a) && isnan(b))); /* -0 is 0 here */
        }
    }
}

/* Constants of every elementary operation: the folded number is pl_op_value's. */
static void
test_constants_fold_to_the_bits_of_the_operation(void **state)
{
    static const double numbers[] = {-2.7, -1.0, -0.0, 0.0, 0.3, 1.0, 1.1, 7.5, 1e300};
    enum { N = sizeof numbers / sizeof *numbers };

    for (size_t op = PL_OP_ADD; op < PL_N_OPS; op++) {
        size_t arity = pl_op_most_arguments((enum pl_op)op);

        if (!pl_op_is_elementary((enum pl_op)op)) {
            continue;
        }
        arity = arity == PL_OP_MANY ? 2 : arity;
        for (size_t k = 0; k < N * N * N; k++) {
            const double a[3] = {numbers[k % N], numbers[k / N % N],
                                 numbers[k / N / N]};
            const uint32_t nodes[3] = {pl_graph_number(*state, a[0]),
                                       pl_graph_number(*state, a[1]),
                                       pl_graph_number(*state, a[2])};
            uint32_t folded = pl_graph_apply(*state, (enum pl_op)op, nodes, arity);

            if (op == PL_OP_POWER && a[1] == floor(a[1])) {
                continue; /* products: see the next test */
            }
            assert_int_equal(pl_graph_node(*state, folded)->op, PL_OP_NUMBER);
            assert_true(same_bits(pl_graph_node(*state, folded)->number,
                                  pl_op_value((enum pl_op)op, a)));
        }
    }
}

/* 1.1^7 as a constant has the bits of x^7 at x = 1.1, and both are near the power. */
static void
test_whole_powers_are_products(void **state)
{
    uint32_t x = pl_graph_input(*state, 0);

    for (int n = -16; n <= 16; n++) {
        for (double base = -2.3; base < 2.3; base += 0.17) {
            uint32_t exponent = pl_graph_number(*state, (double)n);
            const uint32_t of_input[] = {x, exponent};
            const uint32_t of_number[] = {pl_graph_number(*state, base), exponent};
            uint32_t power = pl_graph_apply(*state, PL_OP_POWER, of_input, 2);
            double value = pl_graph_value(*state, power, &base);

            assert_close(value, pow(base, (double)n), 1e-14, 0.0);
            assert_int_not_equal(pl_graph_node(*state, power)->op, PL_OP_POWER);
            power = pl_graph_apply(*state, PL_OP_POWER, of_number, 2);
            assert_true(same_bits(pl_graph_node(*state, power)->number, value));
        }
    }
}

/* Missing nodes and inputs */

static void
test_apply_passes_on_a_missing_argument(void **state)
{
    const uint32_t arguments[] = {pl_graph_input(*state, 0), PL_NODE_NONE, 0};

    assert_int_equal(pl_graph_apply(*state, PL_OP_ADD, arguments, 2), PL_NODE_NONE);
    assert_int_equal(pl_graph_apply(*state, PL_OP_XOR, arguments, 2), PL_NODE_NONE);
    assert_int_equal(pl_graph_divide(*state, PL_NODE_NONE, 0), PL_NODE_NONE);
    assert_int_equal(pl_graph_derive(*state, PL_NODE_NONE, 0), PL_NODE_NONE);
    assert_true(isnan(pl_graph_value(*state, PL_NODE_NONE, NULL)));
    assert_node_printed(*state, PL_NODE_NONE, "");
    assert_false(pl_graph_failed(*state));
}

static void
test_value_reads_only_the_inputs_in_use(void **state)
{
    double input = 4.0; /* slot 1000 is not there */

    pl_graph_input(*state, 1000);
    assert_close(pl_graph_value(*state, read_node(*state, "sqrt(x)"), &input), 2.0, 0.0,
                 0.0);
}

/* Printing */

static void
test_print_names_inputs_by_slot_without_names(void **state)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_graph_print(*state, read_node(*state, "x*K/(x + n)"), NULL, &text);
    assert_string_equal(pl_text_string(&text), "x0*x4/(x0 + x3)");
    pl_text_finish(&text);
}

static void
test_print_writes_choices_as_piecewise(void **state)
{
    assert_node_printed(*state, read_node(*state, "piecewise(x, y < 1, z, y < 2, n)"),
                        "piecewise(x, y < 1, piecewise(z, y < 2, n))");
    assert_node_printed(*state, read_node(*state, "(x && y) || !(x < y)"),
                        "(x && y) || !(x < y)");
    assert_node_printed(*state, read_node(*state, "x + y + z - n*K"),
                        "x + y + z - n*K");
}

static void
test_print_cuts_what_sharing_makes_too_long(void **state)
{
    uint32_t node = pl_graph_input(*state, 0);
    struct pl_text text;

    for (int k = 0; k < 200; k++) { /* 2^200 factors */
        node = pl_graph_multiply(*state, node, node);
    }
    pl_text_init(&text);
    pl_graph_print(*state, node, NULL, &text);
    assert_false(text.failed);
    assert_true(text.size < PL_GRAPH_PRINT_MAX + 100);
    assert_string_equal(text.data + text.size - strlen("…"), "…");
    pl_text_finish(&text);
}

static void
test_print_takes_any_depth(void **state)
{
    uint32_t node = pl_graph_input(*state, 0);
    struct pl_text text;

    for (int k = 0; k < 100000; k++) {
        node = pl_graph_apply(*state, PL_OP_SIN, &node, 1);
    }
    pl_text_init(&text);
    pl_graph_print(*state, node, NULL, &text);
    assert_false(text.failed);
    assert_int_equal(text.size, 5 * 100000 + 2);
    pl_text_finish(&text);
}

/* Memory */

/* Everything a graph can do; a failure anywhere has to be seen at the end. */
static enum pl_status
use_graph(void *context)
{
    static const double inputs[] = {2.0, 3.0, 4.0, 5.0, 6.0};
    struct pl_graph *graph = pl_graph_create();
    enum pl_status status = PL_ERR_NOMEM;
    struct pl_text text;
    uint32_t sum;

    (void)context;
    if (graph == NULL) {
        return PL_ERR_NOMEM;
    }
    pl_text_init(&text);
    sum = pl_graph_number(graph, 0.0);
    for (uint32_t k = 0; k < 40; k++) {
        uint32_t parts[3] = {pl_graph_input(graph, k % 5),
                             pl_graph_number(graph, 0.5 + k), sum};
        uint32_t term = pl_graph_apply(graph, PL_OP_POWER, parts, 2);

        parts[0] = pl_graph_apply(graph, PL_OP_XOR, parts, 3);
        parts[1] = pl_graph_apply(graph, PL_OP_FACTORIAL, &term, 1);
        parts[2] = pl_graph_apply(graph, PL_OP_SELECT, parts, 3);
        sum = pl_graph_add(graph, sum, pl_graph_apply(graph, PL_OP_MIN, parts, 3));
    }
    for (uint32_t slot = 0; slot < 5; slot++) {
        sum = pl_graph_add(graph, sum, pl_graph_derive(graph, sum, slot));
    }
    if (pl_graph_failed(graph)) {
        assert_int_equal(sum, PL_NODE_NONE);
        assert_int_equal(pl_graph_number(graph, 1.0), PL_NODE_NONE);
        assert_int_equal(pl_graph_derive(graph, 0, 0), PL_NODE_NONE);
    } else {
        pl_graph_print(graph, 100, NULL, &text);
        if (!text.failed && !isnan(pl_graph_value(graph, 1, inputs))) {
            status = PL_OK;
        }
    }
    pl_text_finish(&text);
    pl_graph_destroy(graph);
    return status;
}

static void
test_graph_stays_failed_when_memory_is_out(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(use_graph, NULL) > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_create_gives_an_empty_graph, graph_set_up,
                                        graph_tear_down),
        cmocka_unit_test(test_destroy_accepts_null),
#define GRAPH_TEST(name) \
    cmocka_unit_test_setup_teardown(name, graph_set_up, graph_tear_down)
        GRAPH_TEST(test_equal_structure_is_the_same_node),
        GRAPH_TEST(test_other_structure_is_another_node),
        GRAPH_TEST(test_number_is_shared_by_its_bits),
        cmocka_unit_test(test_is_value_compares_numbers_alone),
        GRAPH_TEST(test_node_tells_its_structure),
        GRAPH_TEST(test_many_nodes_stay_shared_and_in_order),
        GRAPH_TEST(test_building_simplifies),
        GRAPH_TEST(test_simplification_keeps_the_bits),
        GRAPH_TEST(test_constants_fold_to_the_bits_of_the_operation),
        GRAPH_TEST(test_whole_powers_are_products),
        GRAPH_TEST(test_apply_passes_on_a_missing_argument),
        GRAPH_TEST(test_value_reads_only_the_inputs_in_use),
        GRAPH_TEST(test_print_names_inputs_by_slot_without_names),
        GRAPH_TEST(test_print_writes_choices_as_piecewise),
        GRAPH_TEST(test_print_cuts_what_sharing_makes_too_long),
        GRAPH_TEST(test_print_takes_any_depth),
        cmocka_unit_test(test_graph_stays_failed_when_memory_is_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
