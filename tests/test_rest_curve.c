/*
 * test_rest_curve.c - the rest states over one input: equations, tangents, hidden sums.
 */
#include "solve/rest_curve.h"

#include "base/diag.h"
#include "base/index.h"
#include "compile/program.h"
#include "model/model.h"
#include "network_sim.h"
#include "testlib.h"

/* x' = s + x^2/(1 + x^2) - g x */
static const char positive_feedback[] = "x' = s + x^2/(1 + x^2) - g*x\n"
                                        "x = 0; s = 0.05; g = 0.5\n";

static struct pl_rest_curve *
open_curve(struct network *network, const char *text, const char *input, double low,
           double high, bool logarithmic)
{
    struct pl_rest_range range = {0, low, high, logarithmic};
    struct pl_rest_curve *curve = NULL;

    network_compile(network, text);
    range.symbol = network_symbol(network, input);
    network_expect_ok(network, pl_rest_curve_create(network->kernels, network->inputs,
                                                    &range, network->diags, &curve));
    return curve;
}

static double
slope_of_switch(double x)
{
    return -0.05 / (x * x) + (1.0 - x * x) / ((1.0 + x * x) * (1.0 + x * x));
}

static double
switch_g(double x)
{
    return 0.05 / x + x / (1.0 + x * x);
}

static void
test_correct_goes_to_the_curve_at_q(void **state)
{
    struct network network;
    struct pl_rest_curve *curve = NULL;
    double z[2] = {1.9, log(0.45)};

    (void)state;
    curve = open_curve(&network, positive_feedback, "g", 0.1, 1.0, true);
    pl_rest_curve_set_sizes(curve, z);
    assert_true(pl_rest_curve_correct(curve, NULL, z));
    assert_true(z[1] == log(0.45));
    assert_close(switch_g(z[0]), 0.45, 1e-14, 0.0);
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

/* dx/dg = 1 / g'(x) along the curve, also where that is infinite. */
static void
test_tangent_is_that_of_the_closed_form(void **state)
{
    static const double xs[] = {0.1, 0.2443683, 0.5, 0.8929877, 2.0};
    struct network network;
    struct pl_rest_curve *curve = NULL;
    const double up[2] = {1.0, 0.0};

    (void)state;
    curve = open_curve(&network, positive_feedback, "g", 0.1, 1.0, false);
    for (size_t k = 0; k < sizeof xs / sizeof *xs; k++) {
        const double z[2] = {xs[k], switch_g(xs[k])};
        double tangent[2] = {NAN, NAN};

        pl_rest_curve_set_sizes(curve, z);
        assert_true(pl_rest_curve_tangent(curve, z, up, tangent));
        assert_close(tangent[1] / tangent[0], slope_of_switch(xs[k]), 1e-8, 1e-8);
        assert_close(pl_rest_curve_product(curve, tangent, tangent), 1.0, 1e-12, 0.0);
        assert_true(tangent[0] > 0.0);
    }
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

/* At an end of the range the slope is taken from inside: a root of a negative dose would
 * be no number. */
static void
test_tangent_at_an_end_looks_inside(void **state)
{
    struct network network;
    struct pl_rest_curve *curve = NULL;
    const double along[2] = {0.0, 1.0};
    double z[2] = {2.0, 0.0};
    double tangent[2];

    (void)state;
    curve =
        open_curve(&network, "x' = 2 + 3*p*sqrt(p)/sqrt(1 + p) + p - x\nx = 1; p = 0\n",
                   "p", 0.0, 1.0, false);
    pl_rest_curve_set_sizes(curve, z);
    assert_true(pl_rest_curve_correct(curve, NULL, z));
    assert_close(z[0], 2.0, 1e-15, 0.0);
    assert_true(pl_rest_curve_tangent(curve, z, along, tangent));
    assert_close(tangent[0] / tangent[1], 1.0, 2e-3, 0.0);
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

/* At a fold the state moves freely: x' = p - x^2 - y, y' = x - y has its fold at x = -1/2
 * with x and y alike. */
static void
test_free_direction_at_a_fold(void **state)
{
    struct network network;
    struct pl_rest_curve *curve = NULL;
    const double z[3] = {-0.5, -0.5, -0.25};
    double direction[3];

    (void)state;
    curve = open_curve(&network, "x' = p - x^2 - y\ny' = x - y\nx = 1; y = 1; p = 1\n",
                       "p", -1.0, 1.0, false);
    pl_rest_curve_set_sizes(curve, z);
    assert_true(pl_rest_curve_free_direction(curve, z, direction));
    assert_close(direction[0], direction[1], 1e-7, 0.0);
    assert_true(direction[0] > 0.0);
    assert_close(direction[2], 0.0, 0.0, 1e-12);
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

/* A + 2 B stays although the stoichiometry has a synthesis, at a rate of 0. */
static void
test_find_sums_finds_what_the_stoichiometry_hides(void **state)
{
    struct network network;
    struct pl_rest_curve *curve = NULL;
    double z[3] = {0.6, 0.2, 0.1};
    double real[2];
    double imaginary[2];
    double rounding = 0.0;
    size_t n_found = 0;

    (void)state;
    curve = open_curve(&network,
                       "J1: 2 A -> B; k*A^2\nJ2: B -> 2 A; p*B\nJ3: -> A; s\n"
                       "A = 1; B = 0; k = 1; p = 0.1; s = 0\n",
                       "p", 0.01, 1.0, false);
    pl_rest_curve_set_sizes(curve, z);
    assert_int_equal(pl_rest_curve_n_sums(curve), 0);
    assert_false(pl_rest_curve_correct(curve, NULL, z));
    assert_true(pl_rest_curve_is_singular(curve));
    z[0] = 0.6;
    z[1] = 0.2;
    assert_int_equal(pl_rest_curve_find_sums(curve, z, network.diags, &n_found), PL_OK);
    assert_int_equal(n_found, 1);
    assert_int_equal(pl_rest_curve_n_sums(curve), 1);
    assert_int_equal(pl_rest_curve_n_eigenvalues(curve), 1);
    assert_true(pl_rest_curve_correct(curve, NULL, z));
    assert_close(z[0] + 2.0 * z[1], 1.0, 1e-14, 0.0);
    assert_close(z[0] * z[0], 0.1 * z[1], 1e-13, 0.0);
    assert_true(pl_rest_curve_eigenvalues(curve, z, real, imaginary, &rounding));
    assert_close(real[0], -(4.0 * z[0] + 0.1), 1e-12, 0.0);
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

/* No sum is seen where everything flows, slowly or fast. */
static void
test_find_sums_takes_slow_flows_for_flows(void **state)
{
    struct network network;
    struct pl_rest_curve *curve = NULL;
    const double z[3] = {0.6, 0.2, 0.1};
    size_t n_found = 1;

    (void)state;
    curve = open_curve(&network,
                       "J1: 2 A -> B; k*A^2\nJ2: B -> 2 A; p*B\nJ3: -> A; 1e-7\n"
                       "J4: A -> ; 1e-7*A\nA = 1; B = 0; k = 100; p = 0.1\n",
                       "p", 0.01, 1.0, false);
    pl_rest_curve_set_sizes(curve, z);
    assert_int_equal(pl_rest_curve_find_sums(curve, z, network.diags, &n_found), PL_OK);
    assert_int_equal(n_found, 0);
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

static void
test_negative_names_the_species(void **state)
{
    struct network network;
    struct pl_rest_curve *curve = NULL;
    double z[3] = {0.5, 1e-20, 0.1};

    (void)state;
    curve =
        open_curve(&network, "J1: A -> B; p*A\nJ2: B -> A; B\nA = 1; B = 0; p = 1\n",
                   "p", 0.0, 1.0, false);
    pl_rest_curve_set_sizes(curve, z);
    assert_int_equal(pl_rest_curve_negative(curve, z), PL_NONE);
    z[1] = -1e-20; /* rounding */
    assert_int_equal(pl_rest_curve_negative(curve, z), PL_NONE);
    z[1] = -1e-3;
    assert_int_equal(pl_rest_curve_negative(curve, z), 1);
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

static void
test_ends_of_the_range_come_back_to_the_bit(void **state)
{
    struct network network;
    struct pl_rest_curve *curve = NULL;

    (void)state;
    curve = open_curve(&network, positive_feedback, "g", 0.1, 0.7, true);
    assert_true(pl_rest_curve_input(curve, pl_rest_curve_q(curve, 0.1)) == 0.1);
    assert_true(pl_rest_curve_input(curve, pl_rest_curve_q(curve, 0.7)) == 0.7);
    assert_close(pl_rest_curve_input(curve, pl_rest_curve_q(curve, 0.3)), 0.3, 1e-15,
                 0.0);
    pl_rest_curve_destroy(curve);
    network_close(&network);
}

static enum pl_status
create_and_find(void *context)
{
    struct network *network = context;
    const struct pl_rest_range range = {network_symbol(network, "p"), 0.01, 1.0, false};
    const double z[3] = {0.6, 0.2, 0.1};
    struct pl_rest_curve *curve = NULL;
    size_t n_found = 0;
    enum pl_status status =
        pl_rest_curve_create(network->kernels, network->inputs, &range, NULL, &curve);

    if (status == PL_OK) {
        pl_rest_curve_set_sizes(curve, z);
        status = pl_rest_curve_find_sums(curve, z, NULL, &n_found);
    }
    pl_rest_curve_destroy(curve);
    return status;
}

static void
test_curve_survives_no_memory(void **state)
{
    struct network network;

    (void)state;
    network_compile(&network, "J1: 2 A -> B; k*A^2\nJ2: B -> 2 A; p*B\nJ3: -> A; s\n"
                              "A = 1; B = 0; k = 1; p = 0.1; s = 0\n");
    assert_true(assert_survives_no_memory(create_and_find, &network) > 10);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_correct_goes_to_the_curve_at_q),
        cmocka_unit_test(test_tangent_is_that_of_the_closed_form),
        cmocka_unit_test(test_tangent_at_an_end_looks_inside),
        cmocka_unit_test(test_free_direction_at_a_fold),
        cmocka_unit_test(test_find_sums_finds_what_the_stoichiometry_hides),
        cmocka_unit_test(test_find_sums_takes_slow_flows_for_flows),
        cmocka_unit_test(test_negative_names_the_species),
        cmocka_unit_test(test_ends_of_the_range_come_back_to_the_bit),
        cmocka_unit_test(test_curve_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
