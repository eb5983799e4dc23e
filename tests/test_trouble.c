/*
 * test_trouble.c - what a simulation says when it cannot start or go on.
 */
#include "solve/sim.h"

#include "base/diag.h"
#include "known_networks.h"
#include "model/model.h"
#include "network_sim.h"
#include "testlib.h"

/* Runs that end in an error: where, and what is said about it ('#': a number). */
static const struct failure {
    const char *text;
    const char *method;
    double t_end;
    enum pl_status status;
    const char *messages;
} failures[] = {
    {"unit time_unit = 60 second\n"
     "unit nM = 1e-9 mole/litre\n"
     "species x; x has nM\n"
     "J0: -> x; k*x^2\n"
     "x = 1; k = 1\n",
     "msbdf", 2.0, PL_ERR_STEP,
     "m.ant:4:1: error: integration stopped at t = # min (step # min, rtol 1e-06)\n"
     "    4 | J0: -> x; k*x^2\n"
     "      | ^~~~~~~~~~~~~~~\n"
     "note: the fastest change is x = # nM, through 'J0'\n"
     "hint: check the sign and unit of 'k': 'x' grows without bound\n"},
    {"x' = x^2\n"
     "x = 1\n",
     "rkf45", 2.0, PL_ERR_STEP,
     "m.ant:1:1: error: integration stopped at t = # (step #, rtol 1e-06)\n"
     "    1 | x' = x^2\n"
     "      | ^~~~~~~~\n"
     "note: the fastest change is x = #, by its rate rule\n"
     "hint: check the rule of 'x': 'x' grows without bound\n"},
    {"unit time_unit = 3600 second\n"
     "J1: A -> ; 2*A^0.5\n"
     "A = 1\n",
     "msbdf", 2.0, PL_ERR_RATE,
     "m.ant:2:14: error: integration stopped at t = # h (step # h, rtol 1e-06): the "
     "rate of 'J1' is not finite\n"
     "    2 | J1: A -> ; 2*A^0.5\n"
     "      |              ^~~~~\n"
     "note: 'A^0.5' is nan where 'A' = #\n"},
    {"unit time_unit = 86400 second\n"
     "J1: A -> ; 2*half\n"
     "half := A^0.5\n"
     "A = 1\n",
     "rk8pd", 2.0, PL_ERR_RATE,
     "m.ant:3:9: error: integration stopped at t = # d (step # d, rtol 1e-06): the "
     "value of 'half' is not finite\n"
     "    3 | half := A^0.5\n"
     "      |         ^~~~~\n"
     "note: 'A^0.5' is nan where 'A' = #\n"
     "note: the rate of 'J1' uses it\n"},
};

static void
test_advance_explains_why_it_stopped(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof failures / sizeof *failures; k++) {
        const struct failure *row = &failures[k];
        const struct pl_sim_options options = network_options(row->method, 1e-6);
        struct network network;
        double before = NAN;

        network_open(&network, row->text, &options);
        network_start(&network);
        assert_int_equal(pl_sim_advance(network.sim, row->t_end, NULL, network.diags),
                         row->status);
        network_expect_messages(&network, row->messages);
        /* it stands at its last good point, and does not get much further from there */
        before = pl_sim_time(network.sim);
        assert_close(before, 1.0, 0.0, 1e-3);
        pl_sim_observe(network.sim, network.values);
        for (size_t i = 0; i < network.model->n_symbols; i++) {
            assert_true(isfinite(network.values[i]));
        }
        assert_int_equal(pl_sim_advance(network.sim, row->t_end, NULL, NULL),
                         row->status);
        assert_close(pl_sim_time(network.sim), before, 0.0, 1e-6);
        network_close(&network);
    }
}

static void
test_advance_honours_max_steps(void **state)
{
    struct pl_sim_options options = network_options("msbdf", 1e-6);
    struct network network;

    (void)state;
    options.max_steps = 20;
    network_open(&network, known_lotka, &options);
    network_start(&network);
    assert_int_equal(pl_sim_advance(network.sim, 1e6, NULL, network.diags),
                     PL_ERR_STEP);
    network_expect_messages(
        &network,
        "m.ant:1:1: error: integration stopped at t = # (step #, rtol 1e-06): "
        "all 20 steps are used up\n"
        "    1 | J0: => H; a*H\n"
        "      | ^~~~~~~~~~~~~\n"
        "note: the fastest change is H = #, through 'J0'\n"
        "hint: allow more with --max-steps, or try --rtol=0.0001\n");
    assert_int_equal(pl_sim_get_statistics(network.sim).steps, 20);
    network_start(&network); /* the count begins anew */
    assert_int_equal(pl_sim_advance(network.sim, 1e-9, NULL, NULL), PL_OK);
    network_close(&network);
}

/* An explicit method on a stiff network: the hint is the default. */
static void
test_advance_hints_at_a_method_for_stiff_networks(void **state)
{
    struct pl_sim_options options = network_options("rkf45", 1e-6);
    struct network network;

    (void)state;
    options.max_steps = 1000;
    network_open(&network, "J0: A -> B; 1e6*(A - B)\nA = 1; B = 0\n", &options);
    network_start(&network);
    assert_int_equal(pl_sim_advance(network.sim, 10.0, NULL, network.diags),
                     PL_ERR_STEP);
    network_expect_messages(
        &network,
        "m.ant:1:1: error: integration stopped at t = # (step #, rtol 1e-06): "
        "all 1000 steps are used up\n"
        "    1 | J0: A -> B; 1e6*(A - B)\n"
        "      | ^~~~~~~~~~~~~~~~~~~~~~~\n"
        "note: the fastest change is B = #, through 'J0'\n"
        "hint: allow more with --max-steps, or try without --method: the "
        "default is made for stiff networks\n");
    network_close(&network);
}

static bool
never_stop(void *context)
{
    (void)context;
    return false;
}

static void
test_advance_honours_the_time_limit(void **state)
{
    struct pl_sim_options options = network_options("rk2", 1e-9);
    struct network network;

    (void)state;
    options.max_steps = (size_t)-1;
    options.time_limit = 0.02;
    options.stop = never_stop;
    network_open(&network,
                 "J0: => H; H*(1 - H)\nJ1: => K; k*cos(time)\nk = 1\nH = 0.5; K = 3\n",
                 &options);
    network_start(&network);
    assert_int_equal(pl_sim_advance(network.sim, 1e9, NULL, network.diags),
                     PL_ERR_STEP);
    network_expect_messages(
        &network,
        "m.ant:2:1: error: integration stopped at t = # (step #, rtol 1e-09): "
        "the time limit of 0.02 s is reached\n"
        "    2 | J1: => K; k*cos(time)\n"
        "      | ^~~~~~~~~~~~~~~~~~~~~\n"
        "note: the fastest change is K = #, through 'J1'\n"
        "hint: allow more with --time-limit, or try without --method: the "
        "default is made for stiff networks\n");
    assert_true(pl_sim_time(network.sim) > 0.0);
    network_close(&network);
}

static void
test_advance_warns_once_of_a_negative_species(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, "J0: A -> ; 3\nA = 1\n", NULL);
    network_start(&network);
    assert_int_equal(pl_sim_advance(network.sim, 2.0, NULL, network.diags), PL_OK);
    assert_int_equal(pl_sim_advance(network.sim, 3.0, NULL, network.diags), PL_OK);
    network_expect_messages(&network,
                            "m.ant:1:1: warning: 'A' has turned negative: # at t = #\n"
                            "    1 | J0: A -> ; 3\n"
                            "      | ^~~~~~~~~~~~\n");
    network_close(&network);
}

/* Values that are not finite at the start, and the parts of formulas that they are
 * traced to. */
static void
test_start_explains_what_is_not_finite(void **state)
{
    static const struct {
        const char *text;
        const char *messages;
    } rows[] = {
        {"J1: A -> B; k*A/(A + Km)\n"
         "A = 0; B = 0; k = 1; Km = 0\n",
         "m.ant:1:13: error: the rate of 'J1' is not finite at t = 0\n"
         "    1 | J1: A -> B; k*A/(A + Km)\n"
         "      |             ^~~~~~~~~~~~\n"
         "note: the divisor 'A + Km' is 0\n"
         "hint: let 'A' start at a value other than 0\n"},
        {"J1: A -> B; A/Km\n"
         "A = 1; B = 0; Km = 0\n",
         "m.ant:1:13: error: the rate of 'J1' is not finite at t = 0\n"
         "    1 | J1: A -> B; A/Km\n"
         "      |             ^~~~\n"
         "note: the divisor 'Km' is 0\n"
         "hint: give 'Km' a value other than 0\n"},
        {"J0: -> A; 1\n"
         "J1: A -> B; k*f\n"
         "f := g + 1\n"
         "g := ln(A - c)\n"
         "A = 1; B = 0; k = 1; c = 2\n",
         "m.ant:4:6: error: the value of 'g' is not finite at t = 0\n"
         "    4 | g := ln(A - c)\n"
         "      |      ^~~~~~~~~\n"
         "note: 'ln(A - c)' is nan where 'A - c' = -1\n"
         "note: the rate of 'J1' uses it\n"},
        {"x' = 1/(2 - x)\n"
         "x = 2\n",
         "m.ant:1:6: error: the rate rule of 'x' is not finite at t = 0\n"
         "    1 | x' = 1/(2 - x)\n"
         "      |      ^~~~~~~~~\n"
         "note: the divisor '2 - x' is 0\n"},
        {"J1: A -> B; piecewise(1/A, A > -1, 3)\n"
         "A = 0; B = 0\n",
         "m.ant:1:23: error: the rate of 'J1' is not finite at t = 0\n"
         "    1 | J1: A -> B; piecewise(1/A, A > -1, 3)\n"
         "      |                       ^~~\n"
         "note: the divisor 'A' is 0\n"
         "hint: let 'A' start at a value other than 0\n"},
        {"function mm(s, km, v)\n"
         "  v*s/(s + km)\n"
         "end\n"
         "model a\n"
         "J1: A -> B; mm(A, K, V)\n"
         "A = 0; B = 0; K = 0; V = 1\n"
         "end\n",
         "m.ant:5:13: error: the rate of 'J1' is not finite at t = 0\n"
         "    5 | J1: A -> B; mm(A, K, V)\n"
         "      |             ^~~~~~~~~~~\n"
         "note: 'mm(A, K, V)' is nan where 'A' = 0, 'K' = 0, 'V' = 1\n"},
        {"J1: A -> B; exp(k*A)\n"
         "A = 1000; B = 0; k = 1\n",
         "m.ant:1:13: error: the rate of 'J1' is not finite at t = 0\n"
         "    1 | J1: A -> B; exp(k*A)\n"
         "      |             ^~~~~~~~\n"
         "note: 'exp(k*A)' is inf where 'k*A' = 1000\n"},
        {"J1: A -> B; k*A\n"
         "A = 1/q; B = 0; q = 0; k = 1\n",
         "m.ant:2:5: error: the value of 'A' is not finite at the start\n"
         "    2 | A = 1/q; B = 0; q = 0; k = 1\n"
         "      |     ^~~\n"
         "note: the divisor 'q' is 0\n"},
        {"J1: A -> B; k*A\n"
         "A = 1; B = 0; q = -1; k = q^0.5\n",
         "m.ant:2:27: error: the value of 'k' is not finite at the start\n"
         "    2 | A = 1; B = 0; q = -1; k = q^0.5\n"
         "      |                           ^~~~~\n"
         "note: 'q^0.5' is nan where 'q' = -1\n"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct network network;

        network_open(&network, rows[k].text, NULL);
        assert_int_equal(pl_sim_start(network.sim, network.inputs, network.diags),
                         PL_ERR_RATE);
        assert_messages(network.diags, rows[k].messages);
        network_close(&network);
    }
}

/* A readout that no rate uses may have no value. */
static void
test_start_accepts_readouts_without_a_value(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, "J0: A -> B; A\nA = 1; B = 0\nr := ln(B)\n", NULL);
    network_start(&network);
    network_advance(&network, 1.0);
    assert_close(network_value(&network, "r"), log(1.0 - exp(-1.0)), 1e-4, 0.0);
    network_close(&network);
}

static void
test_start_refuses_inputs_that_are_not_finite(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, known_decay, NULL);
    network.inputs[network_symbol(&network, "k")] = INFINITY;
    assert_int_equal(pl_sim_start(network.sim, network.inputs, network.diags),
                     PL_ERR_RATE);
    network_expect_messages(&network,
                            "m.ant:2:17: error: the value of 'k' is inf at the start\n"
                            "    2 | A = 100; B = 0; k = 0.25\n"
                            "      |                 ^~~~~~~~\n");
    network_close(&network);
}

/* A jump to where a rate has no value is found when the run goes on. */
static void
test_advance_explains_a_jump_to_a_rate_that_is_not_finite(void **state)
{
    struct network network;

    (void)state;
    network_open(&network,
                 "unit time_unit = 60 second\n"
                 "J1: A -> B; A/Km\n"
                 "A = 1; B = 0; Km = 1\n",
                 NULL);
    network_start(&network);
    network_advance(&network, 0.5);
    network_assign(&network, "Km", 0.0);
    assert_int_equal(pl_sim_advance(network.sim, 1.0, NULL, network.diags),
                     PL_ERR_RATE);
    assert_messages(network.diags,
                    "m.ant:2:13: error: the rate of 'J1' is not finite at t = 0.5 min\n"
                    "    2 | J1: A -> B; A/Km\n"
                    "      |             ^~~~\n"
                    "note: the divisor 'Km' is 0\n"
                    "hint: give 'Km' a value other than 0\n");
    assert_true(pl_sim_time(network.sim) == 0.5);
    network_assign(&network, "Km", 1.0);
    network_advance(&network, 1.0);
    assert_close(network_value(&network, "A"), exp(-1.0), 1e-4, 0.0);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_advance_explains_why_it_stopped),
        cmocka_unit_test(test_advance_honours_max_steps),
        cmocka_unit_test(test_advance_hints_at_a_method_for_stiff_networks),
        cmocka_unit_test(test_advance_honours_the_time_limit),
        cmocka_unit_test(test_advance_warns_once_of_a_negative_species),
        cmocka_unit_test(test_start_explains_what_is_not_finite),
        cmocka_unit_test(test_start_accepts_readouts_without_a_value),
        cmocka_unit_test(test_start_refuses_inputs_that_are_not_finite),
        cmocka_unit_test(test_advance_explains_a_jump_to_a_rate_that_is_not_finite),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
