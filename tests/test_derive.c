/*
 * test_derive.c - derivatives against closed forms and against differences.
 */
#include "expr/graph.h"
#include "read_formula.h"
#include "testlib.h"

#define N_INPUTS 5

/* The difference quotient over -2h, -h, h, 2h, whose error is h^4 f'''''/30. */
static double
quotient(const struct pl_graph *graph, uint32_t node, const double *inputs, size_t slot,
         double h)
{
    static const double weights[] = {1.0, -8.0, 8.0, -1.0};
    static const double steps[] = {-2.0, -1.0, 1.0, 2.0};
    double moved[N_INPUTS];
    double sum = 0.0;

    memcpy(moved, inputs, sizeof moved);
    for (size_t k = 0; k < 4; k++) {
        moved[slot] = inputs[slot] + steps[k] * h;
        sum += weights[k] * pl_graph_value(graph, node, moved);
    }
    return sum / (12.0 * h);
}

/*
 * The derivative equals the difference quotient within what two step sizes show of its
 * own error. Points where they disagree (a kink, an edge of the domain) are passed over.
 * @return true when the point could be checked
 */
static bool
check_against_differences(struct pl_graph *graph, const char *text, uint32_t node,
                          const double *inputs, uint32_t slot)
{
    double h = 1e-3 * fmax(fabs(inputs[slot]), 0.1);
    double want = quotient(graph, node, inputs, slot, h);
    double error = fabs(want - quotient(graph, node, inputs, slot, 0.6 * h));
    double got = pl_graph_value(graph, pl_graph_derive(graph, node, slot), inputs);
    double scale = fabs(want) + fabs(pl_graph_value(graph, node, inputs));

    if (!(error <= 1e-6 * scale)) {
        return false;
    }
    if (!(fabs(got - want) <= 10.0 * error + 1e-9 * scale)) {
        fail_msg("d(%s)/d(slot %u) at x = %g is %.12g, not %.12g", text, (unsigned)slot,
                 inputs[0], got, want);
    }
    return true;
}

/* Every operation, at points inside its domain. */
static const struct {
    enum pl_op op;
    const char *text;
} operations[] = {
    {PL_OP_ADD, "x + y*x + z"},
    {PL_OP_SUBTRACT, "x*y - x"},
    {PL_OP_SUBTRACT, "y - z*x"},
    {PL_OP_MULTIPLY, "x*y*z"},
    {PL_OP_MULTIPLY, "x*x*x"},
    {PL_OP_DIVIDE, "x/(y + x)"},
    {PL_OP_DIVIDE, "y/x"},
    {PL_OP_DIVIDE, "x/y"},
    {PL_OP_NEGATE, "-exp(-x)"},
    {PL_OP_POWER, "x^y"},
    {PL_OP_POWER, "y^x"},
    {PL_OP_POWER, "x^x"},
    {PL_OP_POWER, "2.5^x"},
    {PL_OP_POWER, "x^1.7"},
    {PL_OP_POWER, "x^-0.3"},
    {PL_OP_POWER, "x^16"},
    {PL_OP_POWER, "x^17"},
    {PL_OP_POWER, "x^-5"},
    {PL_OP_POWER, "(x + 1)^(y - x)"},
    {PL_OP_REMAINDER, "(7*x)%y"},
    {PL_OP_REMAINDER, "y%x"},
    {PL_OP_QUOTIENT, "quotient(7*x, y)"},
    {PL_OP_SQRT, "sqrt(x*y + 1)"},
    {PL_OP_ROOT, "root(3, x + y)"},
    {PL_OP_ROOT, "root(x, y)"},
    {PL_OP_SQUARE, "sqr(x - y)"},
    {PL_OP_ABS, "abs(x - y)"},
    {PL_OP_SIGN, "x*sign(x - y)"},
    {PL_OP_MIN, "min(x*x, y, z*x)"},
    {PL_OP_MAX, "max(x*x, y, z*x)"},
    {PL_OP_FLOOR, "x*floor(3*x)"},
    {PL_OP_CEIL, "x*ceil(3*x)"},
    {PL_OP_FACTORIAL, "factorial(x)"},
    {PL_OP_FACTORIAL, "factorial(x*y)"},
    {PL_OP_TGAMMA, "tgamma(x)"},
    {PL_OP_EXP, "exp(x*y)"},
    {PL_OP_LN, "ln(x + y)"},
    {PL_OP_LOG10, "log10(x*y)"},
    {PL_OP_LOG, "log(2, x)"},
    {PL_OP_LOG, "log(x + 1, y)"},
    {PL_OP_LOG, "log(10, x)"},
    {PL_OP_SIN, "sin(x*y)"},
    {PL_OP_COS, "cos(x*y)"},
    {PL_OP_TAN, "tan(x*y)"},
    {PL_OP_SEC, "sec(x*y)"},
    {PL_OP_CSC, "csc(x*y)"},
    {PL_OP_COT, "cot(x*y)"},
    {PL_OP_ASIN, "arcsin(x/4)"},
    {PL_OP_ACOS, "arccos(x/4)"},
    {PL_OP_ATAN, "arctan(x*y)"},
    {PL_OP_ATAN, "arctan(y/x)"},
    {PL_OP_ATAN, "arctan((x - 1)/(x*y))"},
    {PL_OP_ASEC, "arcsec(x + 1)"},
    {PL_OP_ACSC, "arccsc(x + 1)"},
    {PL_OP_ACOT, "arccot(x)"},
    {PL_OP_ACOT, "arccot(x - y)"},
    {PL_OP_SINH, "sinh(x*y)"},
    {PL_OP_COSH, "cosh(x*y)"},
    {PL_OP_TANH, "tanh(x*y)"},
    {PL_OP_SECH, "sech(x*y)"},
    {PL_OP_CSCH, "csch(x*y)"},
    {PL_OP_COTH, "coth(x*y)"},
    {PL_OP_ASINH, "arcsinh(x*y)"},
    {PL_OP_ACOSH, "arccosh(x + 1)"},
    {PL_OP_ATANH, "arctanh(x/4)"},
    {PL_OP_ASECH, "arcsech(x/4)"},
    {PL_OP_ACSCH, "arccsch(x)"},
    {PL_OP_ACOTH, "arccoth(x + 1)"},
    {PL_OP_LESS, "x*(x < y)"},
    {PL_OP_LESS_EQ, "x*(x <= y)"},
    {PL_OP_GREATER, "x*(x > y)"},
    {PL_OP_GREATER_EQ, "x*(x >= y)"},
    {PL_OP_EQUAL, "x*(x == y)"},
    {PL_OP_NOT_EQUAL, "x*(x != y)"},
    {PL_OP_AND, "x*(x < y && z < x)"},
    {PL_OP_OR, "x*(x < y || z < x)"},
    {PL_OP_XOR, "x*xor(x < y, z < x)"},
    {PL_OP_NOT, "x*!(x < y)"},
    {PL_OP_IMPLIES, "x*implies(x < y, z < x)"},
    {PL_OP_PIECEWISE, "piecewise(x*x, x < 1, y*x, x < 2, exp(x))"},
    {PL_OP_SELECT, "select(x < y, sin(x), 1/x)"},
};

static const double points[] = {0.13, 0.48, 0.77, 1.23, 1.91, 2.83, 3.37};

static void
test_derive_agrees_with_differences_for_every_operation(void **state)
{
    bool seen[PL_N_OPS] = {false};

    for (size_t k = 0; k < sizeof operations / sizeof *operations; k++) {
        uint32_t node = read_node(*state, operations[k].text);
        size_t n_checked = 0;

        seen[operations[k].op] = true;
        for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
            for (uint32_t slot = 0; slot < 3; slot++) {
                double inputs[N_INPUTS] = {points[i], 1.45, 0.6, 2.5, 3.0};

                n_checked += check_against_differences(*state, operations[k].text, node,
                                                       inputs, slot);
            }
        }
        if (n_checked < 15) { /* of 21 */
            fail_msg("%s was checked at %zu points only", operations[k].text,
                     n_checked);
        }
    }
    for (size_t op = PL_OP_ADD; op < PL_OP_FUSED_ADD; op++) { /* the rest: tape only */
        if (!seen[op]) {
            fail_msg("no derivative of '%s' is checked", pl_op_name((enum pl_op)op));
        }
    }
}

/* f(g(x)) for all pairs of functions of one argument, at points of either sign. */
static void
test_derive_agrees_with_differences_for_compositions(void **state)
{
    size_t n_checked = 0;

    (void)state;
    for (size_t f = PL_OP_NEGATE; f < PL_N_OPS; f++) {
        for (size_t g = PL_OP_NEGATE; g < PL_N_OPS; g++) {
            struct pl_graph *graph;
            uint32_t node;
            char text[64];

            if (pl_op_most_arguments((enum pl_op)f) != 1 ||
                pl_op_most_arguments((enum pl_op)g) != 1) {
                continue;
            }
            graph = pl_graph_create();
            node = pl_graph_input(graph, 0);
            node = pl_graph_apply(graph, (enum pl_op)g, &node, 1);
            node = pl_graph_apply(graph, (enum pl_op)f, &node, 1);
            snprintf(text, sizeof text, "%s(%s(x))", pl_op_name((enum pl_op)f),
                     pl_op_name((enum pl_op)g));
            for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
                double inputs[N_INPUTS] = {i % 2 == 0 ? points[i] : -points[i]};

                n_checked += check_against_differences(graph, text, node, inputs, 0);
            }
            pl_graph_destroy(graph);
        }
    }
    assert_true(n_checked > 5000);
}

/* Rate laws as models have them, with respect to every name in them. */
static void
test_derive_agrees_with_differences_for_rate_laws(void **state)
{
    static const char *const laws[] = {
        "y*x/(K + x)",
        "y*x/(K*(1 + z/n) + x)",
        "y*x^n/(K^n + x^n)",
        "y/(1 + (x/K)^n)",
        "z + (1 - z)*x^n/(K^n + x^n)",
        "(y*x/K - z/n)/(1 + x/K + z/n)",
        "((x + y + K) - sqrt((x + y + K)^2 - 4*x*y))/2",
        "1/(1 + exp(-n*(x - y)))",
        "y*exp(-K*x)*(1 - exp(-n*x))",
        "x*(1 + x)^3/(n + (1 + x)^4)",
        "piecewise(x^n, x < 1, 1 + n*(x - 1))*max(y - x, 0)",
        "y*x*(1 - tanh(K*(x - 1)))/2 + ln(1 + x*x)",
    };

    for (size_t k = 0; k < sizeof laws / sizeof *laws; k++) {
        uint32_t node = read_node(*state, laws[k]);

        for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
            for (uint32_t slot = 0; slot < N_INPUTS; slot++) {
                double inputs[N_INPUTS] = {points[i], 1.45, 0.6, 2.5, 0.9};

                assert_true(
                    check_against_differences(*state, laws[k], node, inputs, slot));
            }
        }
    }
}

static void
test_derive_can_be_repeated(void **state)
{
    for (size_t k = 0; k < sizeof operations / sizeof *operations; k++) {
        uint32_t first =
            pl_graph_derive(*state, read_node(*state, operations[k].text), 0);

        for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
            double inputs[N_INPUTS] = {points[i], 1.45, 0.6, 2.5, 3.0};

            check_against_differences(*state, operations[k].text, first, inputs, 0);
            check_against_differences(*state, operations[k].text, first, inputs, 1);
        }
    }
}

static void
assert_slope(struct pl_graph *graph, const char *text, uint32_t slot,
             const double *inputs, double want, double rtol)
{
    uint32_t node = pl_graph_derive(graph, read_node(graph, text), slot);

    test_assert_close(pl_graph_value(graph, node, inputs), want, rtol, 0.0, text,
                      __FILE__, __LINE__);
}

/* Where a careless rule gives 0/0 or 0 * infinity. */
static void
test_derive_is_sound_at_the_edges(void **state)
{
    static const struct {
        const char *text;
        uint32_t slot; /* 0 for x, 3 for n, 4 for K */
        double x;
        double n;
        double want;
    } rows[] = {
        {"x^2", 0, 0.0, 1.0, 0.0},
        {"x^3", 0, 0.0, 1.0, 0.0},
        {"x^1.5", 0, 0.0, 1.0, 0.0},
        {"x^17", 0, 0.0, 1.0, 0.0},
        {"x^17", 0, -1.0, 1.0, 17.0},
        {"x^0.7", 0, 0.0, 1.0, INFINITY},
        {"sqrt(x)", 0, 0.0, 1.0, INFINITY},
        {"abs(x)", 0, 0.0, 1.0, 0.0},
        {"x^n", 0, 0.0, 2.5, 0.0},
        {"x^n", 0, 0.0, 2.0, 0.0},
        {"x^n", 0, 0.0, 1.0, 1.0},
        {"x^n", 0, 0.0, 0.0, 0.0},
        {"x^n", 0, 0.0, 0.5, INFINITY},
        {"x^n", 0, -2.0, 3.0, 12.0},
        {"x^n", 3, 0.0, 2.5, 0.0}, /* 0^n stays 0 when n moves */
        {"x^n", 3, 1.0, 2.5, 0.0},
        {"0^n", 3, 1.0, 2.5, 0.0},
        {"x^1.5/(K^1.5 + x^1.5)", 0, 0.0, 1.0, 0.0},
        {"x^n/(K^n + x^n)", 0, 0.0, 1.5, 0.0},
        {"x^n/(K^n + x^n)", 0, 0.0, 1.0, 0.25}, /* 1 / K */
        {"x^n/(K^n + x^n)", 3, 0.0, 1.5, 0.0},
        {"x^n/(K^n + x^n)", 4, 0.0, 1.5, 0.0},
        {"1/(1 + (x/K)^n)", 0, 0.0, 3.0, 0.0},
        {"1/(1 + (x/K)^n)", 0, 1e6, 200.0, 0.0}, /* the power overflows */
        {"(1 + (x/K)^n)^-0.3", 0, 1e6, 200.0, 0.0},
        {"1/(1 + exp(-x))", 0, -1000.0, 1.0, 0.0},
        {"1/(1 + exp(-x))", 0, 1000.0, 1.0, 0.0},
        {"K/(1 + exp(n*(x - 3)))", 3, 2000.0, 1.0, 0.0},
        {"exp(-exp(x))", 0, 800.0, 1.0, 0.0},
        {"tanh(exp(x))", 0, 800.0, 1.0, 0.0},
        {"tanh(x)", 0, 800.0, 1.0, 0.0},
        {"arctan(exp(x))", 0, 800.0, 1.0, 0.0},
        {"arccot(x)", 0, 0.0, 1.0, -1.0},
        {"arctan(1/x)", 0, 0.0, 1.0, -1.0},
        {"piecewise(x*ln(x), x > 0, 0)", 0, 0.0, 1.0, 0.0},
        {"max(x, 0)^1.5", 0, -1.0, 1.0, 0.0},
        {"x*0.5^(x/K)", 0, 0.0, 1.0, 1.0},
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double inputs[N_INPUTS] = {rows[k].x, 1.0, 1.0, rows[k].n, 4.0};

        assert_slope(*state, rows[k].text, rows[k].slot, inputs, rows[k].want, 1e-15);
    }
}

/* psi(x) tgamma(x), and psi'(x) from the second derivative of ln; values from mpmath 1.3. */
static void
test_derive_of_tgamma_is_accurate(void **state)
{
    static const struct {
        double x;
        double digamma;
        double trigamma;
    } rows[] = {
        {0.0009765625, -1024.5756104293406219, 1048577.6425893921526},
        {0.25, -4.2274535333762654081, 17.197329154507110739},
        {0.5, -1.9635100260214234794, 4.9348022005446793094},
        {1.0, -0.57721566490153286061, 1.6449340668482264365},
        {1.4375, -0.023613544005297899142, 0.98950291789562720386},
        {2.0, 0.42278433509846713939, 0.64493406684822643647},
        {3.5, 1.1031566406452431872, 0.33035775610023486497},
        {10.25, 2.2777047906867239693, 0.10247452151799186680},
        {30.75, 3.4095417100040816632, 0.033054841862538173225},
        {-0.5, 0.036489973978576520559, 8.9348022005446793094},
        {-2.3125, 3.1383767183002583576, 13.924053222346195582},
        {-7.75, -1.0307688328309315122, 19.618144334352289465},
    };
    uint32_t first =
        pl_graph_derive(*state, read_node(*state, "ln(tgamma(x)*sign(y))"), 0);
    uint32_t second = pl_graph_derive(*state, first, 0);

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double inputs[N_INPUTS] = {rows[k].x, tgamma(rows[k].x)};

        assert_close(pl_graph_value(*state, first, inputs), rows[k].digamma, 4e-15,
                     1e-15);
        assert_close(pl_graph_value(*state, second, inputs), rows[k].trigamma, 1e-13,
                     0.0);
    }
}

/* A constant exponent needs no logarithm, and a power that is there is not taken again. */
static void
test_derive_of_a_power_reuses_it(void **state)
{
    uint32_t node = read_node(*state, "x^2.5 + x^n");

    pl_graph_derive(*state, node, 0);
    for (uint32_t id = 0; id < pl_graph_size(*state); id++) {
        const struct pl_node *n = pl_graph_node(*state, id);

        assert_int_not_equal(n->op, PL_OP_LN);
        if (n->op == PL_OP_POWER && n->arguments[0] == pl_graph_input(*state, 0)) {
            assert_true(id <= node);
        }
    }
}

static void
test_derive_again_adds_nothing(void **state)
{
    uint32_t node = read_node(*state, "x^n/(K^n + x^n)*exp(-y*x)");
    uint32_t first = pl_graph_derive(*state, node, 0);
    size_t size = pl_graph_size(*state);

    assert_int_equal(pl_graph_derive(*state, node, 0), first);
    assert_int_equal(pl_graph_size(*state), size);
}

static void
test_derive_without_the_slot_is_zero(void **state)
{
    static const char *const texts[] = {"3",     "y",  "exp(y)*z", "floor(x)",
                                        "x < y", "!x", "x - x",    "xor(x, y)"};
    uint32_t zero = pl_graph_number(*state, 0.0);

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        assert_int_equal(pl_graph_derive(*state, read_node(*state, texts[k]), 0), zero);
    }
    /* slot 64 shares a bit with slot 0: found all the same */
    assert_int_equal(pl_graph_derive(*state, read_node(*state, "exp(x*y)"), 64), zero);
}

/* 60 inputs: a Jacobian asks for every pair, but only what depends costs anything. */
static void
test_derive_of_independent_parts_costs_no_memory(void **state)
{
    enum { N = 60 };
    uint32_t rates[N];

    for (uint32_t r = 0; r < N; r++) {
        uint32_t x = pl_graph_input(*state, r);
        uint32_t saturation = pl_graph_add(*state, pl_graph_number(*state, 1.0 + r), x);

        rates[r] = pl_graph_divide(*state, x, saturation);
        for (int k = 0; k < 300; k++) { /* a large part that depends on one slot */
            rates[r] = pl_graph_apply(*state, PL_OP_SIN, &rates[r], 1);
        }
    }
    pl_graph_number(*state, 0.0);
    test_fail_allocation(1, true);
    for (uint32_t r = 0; r < N; r++) {
        for (uint32_t slot = 0; slot < N; slot++) {
            if (slot != r) {
                assert_int_not_equal(pl_graph_derive(*state, rates[r], slot),
                                     PL_NODE_NONE);
            }
        }
    }
    assert_false(test_allow_allocations());
}

/* Chains of 100 000 nodes, nested every way; the stack must not care. */
static void
test_derive_takes_any_depth(void **state)
{
    enum { DEPTH = 100000 };
    const double c = 1.0 + 1e-6;
    uint32_t x = pl_graph_input(*state, 0);
    uint32_t nested = x;
    uint32_t sum = x;
    uint32_t product = x;
    double inputs[] = {0.5, 0.0, 0.0, 0.0, 0.0};
    double slope = 1.0;
    double value = 0.5;

    for (int k = 0; k < DEPTH; k++) {
        uint32_t number = pl_graph_number(*state, c);

        nested = pl_graph_apply(*state, PL_OP_SIN, &nested, 1);
        slope *= cos(value);
        value = sin(value);
        sum = pl_graph_add(*state, x, pl_graph_multiply(*state, sum, number));
        product = pl_graph_divide(*state, product, number);
    }
    assert_close(pl_graph_value(*state, pl_graph_derive(*state, nested, 0), inputs),
                 slope, 1e-10, 0.0);
    /* 1 + c + c^2 + … = (c^(n + 1) - 1) / (c - 1) */
    assert_close(pl_graph_value(*state, pl_graph_derive(*state, sum, 0), inputs),
                 (pow(c, DEPTH + 1.0) - 1.0) / (c - 1.0), 1e-9, 0.0);
    assert_close(pl_graph_value(*state, pl_graph_derive(*state, product, 0), inputs),
                 pow(c, -DEPTH), 1e-9, 0.0);
    assert_false(pl_graph_failed(*state));
}

int
main(void)
{
#define GRAPH_TEST(name) \
    cmocka_unit_test_setup_teardown(name, graph_set_up, graph_tear_down)
    const struct CMUnitTest tests[] = {
        GRAPH_TEST(test_derive_agrees_with_differences_for_every_operation),
        cmocka_unit_test(test_derive_agrees_with_differences_for_compositions),
        GRAPH_TEST(test_derive_agrees_with_differences_for_rate_laws),
        GRAPH_TEST(test_derive_can_be_repeated),
        GRAPH_TEST(test_derive_is_sound_at_the_edges),
        GRAPH_TEST(test_derive_of_tgamma_is_accurate),
        GRAPH_TEST(test_derive_of_a_power_reuses_it),
        GRAPH_TEST(test_derive_again_adds_nothing),
        GRAPH_TEST(test_derive_without_the_slot_is_zero),
        GRAPH_TEST(test_derive_of_independent_parts_costs_no_memory),
        GRAPH_TEST(test_derive_takes_any_depth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
