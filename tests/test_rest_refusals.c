/*
 * test_rest_refusals.c - networks that do not rest, or not stably: what is said of them.
 */
#include "solve/rest.h"

#include "base/diag.h"
#include "base/text.h"
#include "network_sim.h"
#include "solve/sim.h"
#include "testlib.h"

static const char brusselator[] = "=> X; a\n"
                                  "loop: 2 X + Y -> 3 X; X^2*Y\n"
                                  "X -> Y; b*X\n"
                                  "X => ; X\n"
                                  "X = 1.1; Y = 1; a = 1; b = 3\n";

/* Exactly on the saddle nothing leads away. */
static void
test_rest_refuses_a_rest_state_that_is_not_stable(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network,
                 "unit time_unit = 60 second\n"
                 "x' = 2*x - x^3\n"
                 "x = 0\n",
                 NULL);
    network_start(&network);
    assert_int_equal(pl_sim_rest(network.sim, network.diags, &rest), PL_ERR_REST);
    assert_messages(
        network.diags,
        "error: the network rests, but not stably: a small push grows e-fold "
        "in 0.5 min\n");
    assert_false(rest.stable);
    assert_int_equal(rest.n_eigenvalues, 1);
    assert_close(rest.real[0], 2.0, 1e-14, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Where the Brusselator stands still, x = a and y = b/a, the Jacobian of a = 1, b = 3
 * has the trace b - 1 - a^2 = 1 and the determinant a^2 = 1. */
static void
test_rest_tells_that_an_unstable_rest_oscillates(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network, brusselator, NULL);
    network_start(&network);
    network_assign(&network, "X", 1.0);
    network_assign(&network, "Y", 3.0);
    assert_int_equal(pl_sim_rest(network.sim, network.diags, &rest), PL_ERR_REST);
    assert_messages(network.diags,
                    "error: the network rests, but not stably: a small push grows "
                    "e-fold in 2, and oscillates\n"
                    "note: the network oscillates, near its rest with a period of "
                    "about 7.26\n");
    assert_close(rest.real[0], 0.5, 1e-12, 0.0);
    assert_close(fabs(rest.imaginary[0]), sqrt(0.75), 1e-12, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Networks that do not rest: what is said ('#': a number). */
static void
test_rest_names_what_keeps_moving(void **state)
{
    static const struct {
        const char *text;
        const char *messages;
    } rows[] = {
        {"unit time_unit = 60 second\n"
         "unit nM = 1e-9 mole/litre\n"
         "P has nM\n"
         "make: S => P; k*S\n"
         "feed: => S; 1\n"
         "S = 0; P = 0; k = 0.1\n",
         "m.ant:4:1: error: the network does not come to rest: 'P' keeps moving, dP/dt "
         "= "
         "# after t = # min\n"
         "    4 | make: S => P; k*S\n"
         "      | ^~~~~~~~~~~~~~~~~\n"
         "note: since t = # min it went from # nM to # nM\n"},
        {"x' = 0.5*x\n"
         "x = 1\n",
         "m.ant:1:1: error: the network does not come to rest: 'x' keeps moving, dx/dt "
         "= "
         "# after t = #\n"
         "    1 | x' = 0.5*x\n"
         "      | ^~~~~~~~~~\n"
         "note: since t = # it went from # to #\n"},
        {"J0: A -> ; k*A*s\n"
         "s := 1 + sin(time)\n"
         "A = 1; k = 1\n",
         "m.ant:2:14: error: the network does not come to rest: its rates depend on "
         "time "
         "itself\n"
         "    2 | s := 1 + sin(time)\n"
         "      |              ^~~~\n"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct pl_rest rest = {0};
        struct network network;
        double before[4] = {0.0};
        double after[4] = {0.0};

        network_open(&network, rows[k].text, NULL);
        network_start(&network);
        pl_sim_state(network.sim, before);
        assert_int_equal(pl_sim_rest(network.sim, network.diags, &rest), PL_ERR_REST);
        network_expect_messages(&network, rows[k].messages);
        pl_sim_state(network.sim, after);
        assert_memory_equal(before, after, sizeof before);
        assert_true(pl_sim_time(network.sim) == 0.0);
        pl_rest_finish(&rest);
        network_close(&network);
    }
}

/* The limit cycle of the Brusselator, and of a ring of three genes: whichever species is
 * named, it is one of the network, and the range is that of the cycle. The periods are
 * those of a Runge-Kutta integration of order 4 with steps of 0.002: 7.157 and 4.958. */
static void
test_rest_names_a_species_of_an_oscillator(void **state)
{
    static const char *const texts[] = {
        brusselator,
        "=> A; a/(1 + C^3)\n=> B; a/(1 + A^3)\n=> C; a/(1 + B^3)\n"
        "A => ; A\nB => ; B\nC => ; C\n"
        "A = 1; B = 2; C = 3; a = 10\n",
    };
    static const char *const periods[] = {
        "note: the network oscillates, with a period of about 7.16\n",
        "note: the network oscillates, with a period of about 4.96\n",
    };

    (void)state;
    for (size_t k = 0; k < 2; k++) {
        struct network network;
        struct pl_text text;

        network_open(&network, texts[k], NULL);
        network_start(&network);
        assert_int_equal(pl_sim_rest(network.sim, network.diags, NULL), PL_ERR_REST);
        pl_text_init(&text);
        pl_diags_print(network.diags, false, &text);
        assert_non_null(strstr(pl_text_string(&text), "keeps moving, d"));
        assert_non_null(strstr(pl_text_string(&text), "it went from"));
        assert_non_null(strstr(pl_text_string(&text), periods[k]));
        pl_text_finish(&text);
        network_close(&network);
    }
}

/* After a failure the run goes on as if rest had never been asked for, to the bit. */
static void
test_rest_leaves_no_trace_of_a_failure(void **state)
{
    struct network network;
    double tried[2];
    double plain[2];

    (void)state;
    network_open(&network, brusselator, NULL);
    network_start(&network);
    network_advance(&network, 3.0);
    assert_int_equal(pl_sim_rest(network.sim, NULL, NULL), PL_ERR_REST);
    assert_true(pl_sim_time(network.sim) == 3.0);
    network_advance(&network, 5.0);
    pl_sim_state(network.sim, tried);
    network_start(&network);
    network_advance(&network, 3.0);
    network_assign(&network, "a", 1.0); /* a jump to where it is: a restart */
    network_advance(&network, 5.0);
    pl_sim_state(network.sim, plain);
    assert_memory_equal(tried, plain, sizeof tried);
    network_close(&network);
}

static bool
stop_at_once(void *context)
{
    (void)context;
    return true;
}

static void
test_rest_passes_limits_on(void **state)
{
    struct pl_sim_options options = pl_sim_options_default();
    struct network network;

    (void)state;
    options.max_steps = 3;
    network_open(&network, "J0: A -> ; k*A\n=> A; k\nA = 5; k = 1\n", &options);
    network_start(&network);
    assert_int_equal(pl_sim_rest(network.sim, network.diags, NULL), PL_ERR_STEP);
    network_expect_messages(
        &network,
        "m.ant:1:1: error: integration stopped at t = # (step #, rtol 0.0001): "
        "all 3 steps are used up\n"
        "    1 | J0: A -> ; k*A\n"
        "      | ^~~~~~~~~~~~~~\n"
        "note: the fastest change is A = #, through 'J0'\n"
        "note: this was on the way to rest, before time 0\n"
        "hint: allow more with --max-steps, or try --rtol=0.001\n");
    assert_true(network_value(&network, "A") == 5.0);
    options.stop = stop_at_once;
    network_again(&network, &options);
    network_start(&network);
    assert_int_equal(pl_sim_rest(network.sim, network.diags, NULL), PL_ERR_STOPPED);
    network_expect_messages(&network, "");
    network_close(&network);
}

/* So are rates that lose their value on the way. */
static void
test_rest_passes_rates_that_are_not_finite_on(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, "J1: A -> ; k\nJ2: -> B; ln(A)\nA = 1; B = 0; k = 1\n",
                 NULL);
    network_start(&network);
    assert_int_equal(pl_sim_rest(network.sim, network.diags, NULL), PL_ERR_RATE);
    network_expect_messages(
        &network,
        "m.ant:2:11: error: integration stopped at t = # (step #, rtol 1e-06): "
        "the rate of 'J2' is not finite\n"
        "    2 | J2: -> B; ln(A)\n"
        "      |           ^~~~~\n"
        "note: 'ln(A)' is nan where 'A' = #\n"
        "note: this was on the way to rest, before time 0\n");
    assert_true(network_value(&network, "A") == 1.0);
    network_close(&network);
}

/* A blow-up counts as a species that keeps moving. */
static void
test_rest_gives_up_what_grows_without_bound(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, "x' = x^2\nx = 1\n", NULL);
    network_start(&network);
    assert_int_equal(pl_sim_rest(network.sim, network.diags, NULL), PL_ERR_REST);
    network_expect_messages(
        &network, "m.ant:1:1: error: the network does not come to rest: 'x' keeps "
                  "moving, dx/dt = "
                  "# after t = #\n"
                  "    1 | x' = x^2\n"
                  "      | ^~~~~~~~\n"
                  "note: since t = # it went from # to #\n");
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rest_refuses_a_rest_state_that_is_not_stable),
        cmocka_unit_test(test_rest_tells_that_an_unstable_rest_oscillates),
        cmocka_unit_test(test_rest_names_what_keeps_moving),
        cmocka_unit_test(test_rest_names_a_species_of_an_oscillator),
        cmocka_unit_test(test_rest_leaves_no_trace_of_a_failure),
        cmocka_unit_test(test_rest_passes_limits_on),
        cmocka_unit_test(test_rest_passes_rates_that_are_not_finite_on),
        cmocka_unit_test(test_rest_gives_up_what_grows_without_bound),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
