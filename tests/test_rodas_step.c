/*
 * test_rodas_step.c - what Rodas5P does about rates that are not finite and factors that
 * are flawed, and its steps as a type of GSL's.
 */
#include "solve/rodas_step.h"

#include <gsl/gsl_errno.h>

#include "network_sim.h"
#include "solve/rodas.h"
#include "solve/rodas5p.h"
#include "solve/sim.h"
#include "solve/system.h"
#include "steps.h"
#include "testlib.h"

/* ---- what cannot be done ---- */

static void
test_try_alone_refuses_rates_that_are_not_finite(void **state)
{
    static const double below = -1.0;
    struct steps steps;

    (void)state;
    steps_open(&steps, "x' = -2*sqrt(x)\nx = 1\n");
    assert_true(steps_try(&steps, 0.0, 0.1, steps.y));
    assert_true(steps.record.evaluated);
    assert_false(steps_try(&steps, 0.0, 0.1, &below)); /* at its start */
    assert_false(steps.record.evaluated);
    assert_false(steps_try(&steps, 0.0, 2.0, steps.y)); /* at a stage */
    assert_true(steps.record.evaluated);
    assert_false(steps.record.flawed);
    steps_close(&steps);
}

/* The slope of x^(1/3) at 0 is infinite; the difference over 1e-8 is 1e8^(2/3). */
static void
test_try_alone_takes_differences_for_slopes_that_are_not_finite(void **state)
{
    struct steps steps;

    (void)state;
    steps_open(&steps, "x' = 1 - 0.5*x^(1/3)\nx = 0\n");
    assert_true(steps_try(&steps, 0.0, 1e-6, steps.y));
    assert_true(isfinite(pl_rodas_error(&steps.rodas)[0]));
    assert_close(steps.rodas.y1[0], 1e-6, 0.02, 0.0);
    pl_rodas_try(&steps.rodas); /* a group sees that it must be taken alone */
    assert_true(pl_rodas_is_flawed(&steps.rodas, 0));
    steps_close(&steps);
}

/* Both diagonal entries are the shift, to the bit: there is no pivot on the diagonal of
 * M = [0 1; 2 0], in whatever order, and no difficulty in it. */
static void
open_without_pivots(struct steps *steps, double h, const char *coupling)
{
    static const char *const text = "x' = %.17g*x + %s*y\n"
                                    "y' = 2*%s*x + %.17g*y\n"
                                    "x = 1; y = 2\n";
    const double shift = 1.0 / (RODAS_GAMMA * h);
    char words[200];

    snprintf(words, sizeof words, text, shift, coupling, coupling, shift);
    steps_open(steps, words);
}

static void
test_try_alone_takes_flawed_factors_for_a_reason_to_try_again(void **state)
{
    static const double h = 0.25;
    const long double shift = 1.0L / ((long double)RODAS_GAMMA * h);
    struct steps steps;

    (void)state;
    open_without_pivots(&steps, h, "1");
    assert_false(steps_try(&steps, 0.5, h, steps.y));
    assert_true(steps.record.flawed && steps.record.flawed_at == 0.5);
    assert_int_equal(steps.record.n_flawed, 1);
    assert_int_equal(steps.record.n_dense, 0);

    assert_true(steps_try(&steps, 0.5, h, steps.y)); /* by the dense factors */
    assert_int_equal(steps.record.n_flawed, 1);
    assert_int_equal(steps.record.n_dense, 1);
    { /* k_1 = W^-1 f with W = -[0 1; 2 0] */
        const long double f[2] = {shift + 2.0L, 2.0L + 2.0L * shift};

        assert_close(steps.rodas.stages[0], (double)(-f[1] / 2.0L), 1e-13, 0.0);
        assert_close(steps.rodas.stages[1], (double)-f[0], 1e-13, 0.0);
    }

    assert_false(steps_try(&steps, 0.75, h, steps.y)); /* elsewhere: refused first */
    assert_int_equal(steps.record.n_flawed, 2);
    assert_true(steps_try(&steps, 0.75, 0.5 * h, steps.y)); /* a shorter step does */
    assert_false(steps.record.flawed);
    assert_int_equal(steps.record.n_flawed, 2);
    assert_int_equal(steps.record.n_dense, 1);
    steps_close(&steps);
}

/* Without the coupling nothing is left of M. */
static void
test_try_alone_refuses_a_singular_matrix(void **state)
{
    struct steps steps;

    (void)state;
    open_without_pivots(&steps, 0.25, "0");
    assert_false(steps_try(&steps, 0.0, 0.25, steps.y));
    assert_false(steps_try(&steps, 0.0, 0.25, steps.y));
    assert_int_equal(steps.record.n_flawed, 1);
    assert_int_equal(steps.record.n_dense, 1);
    assert_true(steps_try(&steps, 0.0, 0.2, steps.y));
    steps_close(&steps);
}

static void
test_try_alone_lives_without_memory_for_dense_factors(void **state)
{
    struct steps steps;

    (void)state;
    open_without_pivots(&steps, 0.25, "1");
    for (size_t n = 1; n <= 2; n++) {
        assert_false(steps_try(&steps, (double)n, 0.25, steps.y));
        test_fail_allocation(n, false);
        assert_false(steps_try(&steps, (double)n, 0.25, steps.y));
        assert_true(test_allow_allocations());
        assert_true(steps.record.no_memory);
        assert_true(steps_try(&steps, (double)n, 0.25, steps.y));
        assert_false(steps.record.no_memory);
    }
    steps_close(&steps);
}

/*
 * A fast exchange, 1e15 a unit of time, between two species of which one decays slowly:
 * what is left of a pivot is 1e-15 of what it was made from. Pivoting cannot help, for
 * the digits are gone before that; but the run gets through, and says what it cost.
 * A + B = exp(-t/2), half of it each, but for 1e-15.
 */
static void
test_runs_with_flawed_factors_get_through_and_count_them(void **state)
{
    static const double rtols[] = {1e-3, 1e-4, 1e-5, 1e-6};

    (void)state;
    for (size_t r = 0; r < sizeof rtols / sizeof *rtols; r++) {
        const struct pl_sim_options options = network_options("rodas", rtols[r]);
        struct pl_sim_statistics cost;
        struct network network;

        network_open(&network,
                     "J0: A -> B; 1e15*(A - B)\n"
                     "J1: B -> C; B\n"
                     "A = 1; B = 0; C = 0\n",
                     &options);
        network_start(&network);
        network_advance(&network, 10.0);
        assert_close(network_value(&network, "A"), 0.5 * exp(-5.0), 10.0 * rtols[r],
                     0.0);
        assert_close(network_value(&network, "C"), 1.0 - exp(-5.0), 10.0 * rtols[r],
                     0.0);
        cost = pl_sim_get_statistics(network.sim);
        assert_true(cost.flawed > 0 && cost.dense > 0);
        assert_true(cost.flawed <= cost.rejected);
        assert_true(cost.dense <= cost.steps + cost.rejected);
        network_start(&network); /* counts from anew */
        network_advance(&network, 1e-12);
        cost = pl_sim_get_statistics(network.sim);
        assert_true(cost.flawed == 0 && cost.dense == 0);
        network_close(&network);
    }
}

/* ---- as a step type of GSL's ---- */

static void
test_step_type_is_one_of_gsl(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    const gsl_odeiv2_system nothing = {NULL, NULL, 2, NULL};
    double y[2] = {1.0, 2.0};
    double error[2];

    (void)state;
    assert_non_null(step);
    assert_string_equal(gsl_odeiv2_step_name(step), "rodas");
    assert_int_equal(gsl_odeiv2_step_order(step), 5);
    /* not bound to a network */
    assert_int_equal(
        gsl_odeiv2_step_apply(step, 0.0, 0.1, y, error, NULL, NULL, &nothing),
        GSL_EFAULT);
    assert_true(y[0] == 1.0 && y[1] == 2.0);
    assert_int_equal(gsl_odeiv2_step_reset(step), GSL_SUCCESS);
    gsl_odeiv2_step_free(step);
}

/* A step of GSL's from y, on a copy: y1 is where it went. */
static int
apply(gsl_odeiv2_step *step, double t, double h, const double *y, double *y1,
      double *error)
{
    const gsl_odeiv2_system nothing = {NULL, NULL, 2, NULL};

    memcpy(y1, y, 2 * sizeof *y);
    return gsl_odeiv2_step_apply(step, t, h, y1, error, NULL, NULL, &nothing);
}

static void
test_step_type_keeps_the_jacobian_for_a_shorter_step(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    const double elsewhere[2] = {0.0, nextafter(1.0, 2.0)};
    double y1[2];
    double error[2];
    struct steps steps;

    (void)state;
    assert_non_null(step);
    steps_open(&steps, steps_forced);
    assert_int_equal(pl_rodas_step_bind(step, steps.system, steps.scale), PL_OK);
    assert_int_equal(apply(step, 0.0, 0.4, steps.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(steps.system), 1);
    assert_int_equal(apply(step, 0.0, 0.1, steps.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(steps.system), 1);
    assert_true(steps_try(&steps, 0.0, 0.1, steps.y)); /* the same bits as anew */
    assert_memory_equal(y1, steps.rodas.y1, sizeof y1);
    assert_memory_equal(error, pl_rodas_error(&steps.rodas), sizeof error);
    assert_int_equal(pl_system_n_jacobians(steps.system), 2);

    /* another time, another state, or a reset: anew */
    assert_int_equal(apply(step, 0.1, 0.1, steps.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(steps.system), 3);
    assert_int_equal(apply(step, 0.1, 0.1, elsewhere, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(steps.system), 4);
    assert_int_equal(gsl_odeiv2_step_reset(step), GSL_SUCCESS);
    assert_int_equal(apply(step, 0.1, 0.1, elsewhere, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(steps.system), 5);
    gsl_odeiv2_step_free(step);
    steps_close(&steps);
}

static void
test_step_type_reads_inside_its_newest_step(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    static const double share = 0.375;
    static const double atol[2] = {1e-9, 1e-7};
    static const double rtol = 1e-6;
    double y[2];
    double y1[2];
    double want[2];
    double error[2];
    double norm = NAN;
    struct steps steps;

    (void)state;
    assert_non_null(step);
    steps_open(&steps, steps_forced);
    assert_int_equal(pl_rodas_step_bind(step, steps.system, steps.scale), PL_OK);
    assert_int_equal(apply(step, 0.0, 0.1, steps.y, y1, error), GSL_SUCCESS);
    pl_rodas_step_inside(step, share, y);
    assert_true(steps_try(&steps, 0.0, 0.1, steps.y));
    pl_rodas_inside(&steps.rodas, &share, want);
    assert_memory_equal(y, want, sizeof y);
    pl_rodas_norm(&steps.rodas, atol, &rtol, &norm);
    assert_true(pl_rodas_step_norm(step, error, y1, atol, rtol) == norm);
    gsl_odeiv2_step_free(step);
    steps_close(&steps);
}

static void
test_step_type_leaves_the_state_where_a_step_fails(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    double y1[2];
    double error[2];
    struct steps steps;

    (void)state;
    assert_non_null(step);
    open_without_pivots(&steps, 0.25, "1");
    assert_int_equal(pl_rodas_step_bind(step, steps.system, steps.scale), PL_OK);
    assert_int_equal(apply(step, 0.0, 0.25, steps.y, y1, error), GSL_FAILURE);
    assert_memory_equal(y1, steps.y, sizeof y1);
    assert_int_equal(pl_rodas_step_record(step)->n_flawed, 1);
    assert_int_equal(pl_system_n_jacobians(steps.system), 1);
    assert_int_equal(apply(step, 0.0, 0.25, steps.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_rodas_step_record(step)->n_dense, 1);
    assert_int_equal(pl_system_n_jacobians(steps.system), 1); /* kept */
    gsl_odeiv2_step_free(step);
    steps_close(&steps);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_try_alone_refuses_rates_that_are_not_finite),
        cmocka_unit_test(
            test_try_alone_takes_differences_for_slopes_that_are_not_finite),
        cmocka_unit_test(test_try_alone_takes_flawed_factors_for_a_reason_to_try_again),
        cmocka_unit_test(test_try_alone_refuses_a_singular_matrix),
        cmocka_unit_test(test_try_alone_lives_without_memory_for_dense_factors),
        cmocka_unit_test(test_runs_with_flawed_factors_get_through_and_count_them),
        cmocka_unit_test(test_step_type_is_one_of_gsl),
        cmocka_unit_test(test_step_type_keeps_the_jacobian_for_a_shorter_step),
        cmocka_unit_test(test_step_type_reads_inside_its_newest_step),
        cmocka_unit_test(test_step_type_leaves_the_state_where_a_step_fails),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
