/*
 * test_apply.c - what every operation of a formula means.
 *
 * Wanted values are closed forms, or from mpmath 1.3 to 21 digits. The choices (signs of
 * a remainder, branches of arccot, true and false) are libRoadRunner 2.10's.
 */
#include "expr/graph.h"
#include "read_formula.h"
#include "testlib.h"

static const struct {
    const char *text; /* at x = 2, y = -3, z = 0, n = 0.5, K = 8 */
    double want;
} meanings[] = {
    {"plus()", 0.0},
    {"plus(x)", 2.0},
    {"plus(x, y, K)", 7.0},
    {"times()", 1.0},
    {"times(x, y, K)", -48.0},
    {"x - y", 5.0},
    {"K/x", 4.0},
    {"-x^2", -4.0},
    {"x^y", 0.125},
    {"x^y^2", 512.0},
    {"7%x", 1.0},
    {"-7%x", -1.0}, /* as libRoadRunner's rem: the sign of the dividend */
    {"7%-x", 1.0},
    {"-7%-x", -1.0},
    {"7.5%x", 1.5},
    {"quotient(7, x)", 3.0},
    {"quotient(-7, x)", -3.0}, /* cut towards 0 */
    {"quotient(7, -x)", -3.0},
    {"quotient(-7, -x)", 3.0},
    {"quotient(7.5, x)", 3.0},
    {"quotient(z, x)", 0.0},
    {"sqrt(x + 7)", 3.0},
    {"root(x + 7)", 3.0},
    {"root(3, K)", 2.0},
    {"root(2, x + 7)", 3.0},
    {"root(x, 9 + z)", 3.0},
    {"sqr(y)", 9.0},
    {"abs(y)", 3.0},
    {"sign(y)", -1.0},
    {"sign(x)", 1.0},
    {"sign(z)", 0.0},
    {"min(x, y, K)", -3.0},
    {"min(x)", 2.0},
    {"max(x, y, K)", 8.0},
    {"floor(y + n)", -3.0},
    {"ceil(y + n)", -2.0},
    {"factorial(x + 3)", 120.0},
    {"factorial(z)", 1.0},
    {"factorial(n)", 0.88622692545275801365},  /* sqrt(pi) / 2 */
    {"factorial(-n)", 1.77245385090551602730}, /* sqrt(pi) */
    {"tgamma(x + 3)", 24.0},
    {"exp(x)", 7.38905609893065022723},
    {"ln(K)", 2.07944154167983592825},
    {"log10(x + 998)", 3.0},
    {"log(10, x + 998)", 3.0},
    {"log(x, K)", 3.0},
    {"log(K, x)", 1.0 / 3.0},
    {"sin(x)", 0.909297426825681695396},
    {"cos(x)", -0.416146836547142386998},
    {"tan(x)", -2.18503986326151899164},
    {"sec(x)", -2.40299796172238098975},
    {"csc(x)", 1.09975017029461646676},
    {"cot(x)", -0.457657554360285763750},
    {"arcsin(n)", 0.523598775598298873077},
    {"arccos(n)", 1.04719755119659774615},
    {"arctan(x)", 1.10714871779409050302},
    {"arcsec(x)", 1.04719755119659774615},
    {"arcsec(-x)", 2.09439510239319549231},
    {"arccsc(x)", 0.523598775598298873077},
    {"arccsc(-x)", -0.523598775598298873077},
    {"arccot(x)", 0.463647609000806116214},
    {"arccot(-x)", -0.463647609000806116214}, /* not pi - 0.46 */
    {"arccot(z)", 1.57079632679489661923},
    {"sinh(x)", 3.62686040784701876767},
    {"cosh(x)", 3.76219569108363145956},
    {"tanh(x)", 0.964027580075816883946},
    {"sech(x)", 0.265802228834079692121},
    {"csch(x)", 0.275720564771783207758},
    {"coth(x)", 1.03731472072754809588},
    {"arcsinh(x)", 1.44363547517881034249},
    {"arccosh(x)", 1.31695789692481670863},
    {"arctanh(n)", 0.549306144334054845698},
    {"arcsech(n)", 1.31695789692481670863},
    {"arccsch(x)", 0.481211825059603447498},
    {"arccsch(-x)", -0.481211825059603447498},
    {"arccoth(x)", 0.549306144334054845698},
    {"x < K", 1.0},
    {"x < x + z", 0.0},
    {"x <= x + z", 1.0},
    {"x > y", 1.0},
    {"x > K", 0.0},
    {"x >= x + z", 1.0},
    {"y >= x", 0.0},
    {"x == x + z", 1.0},
    {"x == y", 0.0},
    {"x != y", 1.0},
    {"x != x + z", 0.0},
    {"and()", 1.0},
    {"and(x)", 1.0},
    {"x && y && K", 1.0},
    {"x && y && z", 0.0},
    {"or()", 0.0},
    {"or(z)", 0.0},
    {"or(x)", 1.0},
    {"z || z || y", 1.0},
    {"xor()", 0.0},
    {"xor(x)", 1.0},
    {"xor(x, y)", 0.0}, /* both true, whatever their numbers */
    {"xor(x, z)", 1.0},
    {"xor(x, y, K)", 1.0},
    {"!x", 0.0},
    {"!z", 1.0},
    {"implies(x, z)", 0.0},
    {"implies(z, z)", 1.0},
    {"implies(x, y)", 1.0},
    {"piecewise(1, x < 0, 2, y < 0, 3)", 2.0},
    {"piecewise(1, x < 0, 2, y > 0, 3)", 3.0},
    {"piecewise(1, x > 0, 2, y < 0, 3)", 1.0},
    {"piecewise(1, x > 0)", 1.0},
    {"select(x, 4, 5)", 4.0},
    {"select(z, 4, 5)", 5.0},
};

static void
test_apply_means_what_sbml_says(void **state)
{
    static const double inputs[] = {2.0, -3.0, 0.0, 0.5, 8.0};

    for (size_t k = 0; k < sizeof meanings / sizeof *meanings; k++) {
        uint32_t node = read_node(*state, meanings[k].text);

        test_assert_close(pl_graph_value(*state, node, inputs), meanings[k].want, 2e-15,
                          0.0, meanings[k].text, __FILE__, __LINE__);
    }
}

static void
test_apply_has_a_case_for_every_operation(void **state)
{
    (void)state;
    for (size_t op = PL_OP_ADD; op < PL_N_OPS; op++) {
        struct pl_graph *graph = pl_graph_create();
        uint32_t arguments[3];
        size_t n = pl_op_least_arguments((enum pl_op)op);

        for (uint32_t k = 0; k < 3; k++) {
            arguments[k] = pl_graph_input(graph, k);
        }
        n = n == 0 ? 2 : n;
        assert_int_not_equal(pl_graph_apply(graph, (enum pl_op)op, arguments, n),
                             PL_NODE_NONE);
        for (uint32_t id = 0; id < pl_graph_size(graph); id++) {
            assert_true(pl_op_is_elementary(pl_graph_node(graph, id)->op));
        }
        pl_graph_destroy(graph);
    }
}

static void
test_piecewise_without_a_case_that_holds_is_not_a_number(void **state)
{
    static const double inputs[] = {2.0};

    assert_true(isnan(
        pl_graph_value(*state, read_node(*state, "piecewise(1, x < 0)"), inputs)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_apply_means_what_sbml_says, graph_set_up,
                                        graph_tear_down),
        cmocka_unit_test(test_apply_has_a_case_for_every_operation),
        cmocka_unit_test_setup_teardown(
            test_piecewise_without_a_case_that_holds_is_not_a_number, graph_set_up,
            graph_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
