/*
 * test_sim.c - simulations against closed forms and each other, and their jumps.
 */
#include "solve/sim.h"

#include "compile/program.h"
#include "known_networks.h"
#include "network_sim.h"
#include "testlib.h"

static void
test_advance_matches_exponential_decay_by_every_method(void **state)
{
    (void)state;
    for (size_t k = 0; k < KNOWN_N_METHODS; k++) {
        const bool is_euler = strcmp(known_methods[k], "rk1imp") == 0;
        const double rtol = is_euler ? 1e-4 : 1e-6;
        const struct pl_sim_options options = network_options(known_methods[k], rtol);
        struct network network;

        network_open(&network, known_decay, &options);
        network_start(&network);
        network_advance(&network, 8.0);
        assert_close(network_value(&network, "A"), 100.0 * exp(-2.0), 100.0 * rtol,
                     0.0);
        assert_close(network_value(&network, "A") + network_value(&network, "B"), 100.0,
                     1e-12, 0.0);
        assert_true(pl_sim_time(network.sim) == 8.0);
        network_close(&network);
    }
}

static void
test_advance_error_shrinks_with_the_tolerance(void **state)
{
    double before = INFINITY;

    (void)state;
    for (double rtol = 1e-4; rtol > 0.5e-10; rtol *= 0.1) {
        const struct pl_sim_options options = network_options("msbdf", rtol);
        struct network network;
        double error = 0.0;

        network_open(&network, known_forced, &options);
        network_start(&network);
        network_advance(&network, 8.0);
        error = fabs(network_value(&network, "x") -
                     0.5 * (cos(8.0) + sin(8.0) - exp(-8.0)));
        assert_true(error < 0.5 * before);
        before = error;
        network_close(&network);
    }
    assert_true(before < 1e-8);
}

/* The end of Lotka-Volterra's motion keeps H - ln H + P - ln P. */
static void
test_advance_keeps_the_first_integral_of_lotka(void **state)
{
    const struct pl_sim_options options = network_options("rk8pd", 1e-10);
    struct network network;
    double h = 0.0;
    double p = 0.0;

    (void)state;
    network_open(&network, known_lotka, &options);
    network_start(&network);
    network_advance(&network, 30.0);
    h = network_value(&network, "H");
    p = network_value(&network, "P");
    assert_close(h - log(h) + p - log(p), 1.0 + 0.5 - log(0.5), 1e-8, 0.0);
    network_close(&network);
}

static void
test_advance_agrees_between_methods(void **state)
{
    static const struct {
        const char *text;
        const char *methods[2];
        double t_end, rtol, allowed;
    } rows[] = {
        {known_robertson, {"msbdf", "bsimp"}, 4000.0, 1e-8, 1e-5},
        {known_robertson, {"rk4imp", "bsimp"}, 40.0, 1e-7, 1e-5},
        {known_michaelis, {"msbdf", "rk8pd"}, 20.0, 1e-8, 1e-5},
        {known_lotka, {"msadams", "rk8pd"}, 10.0, 1e-8, 1e-4},
        {known_lotka, {"rkf45", "rkck"}, 10.0, 1e-8, 1e-6},
        {known_forced, {"msbdf", "bsimp"}, 10.0, 1e-8, 1e-5},
        {known_michaelis, {"rk4", "rk4imp"}, 5.0, 1e-7, 1e-5},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double y[2][8] = {{0.0}};
        size_t n_states = 0;

        for (size_t m = 0; m < 2; m++) {
            const struct pl_sim_options options =
                network_options(rows[k].methods[m], rows[k].rtol);
            struct network network;

            network_open(&network, rows[k].text, &options);
            n_states = network.program->n_states;
            assert_true(n_states <= 8);
            network_start(&network);
            network_advance(&network, rows[k].t_end);
            pl_sim_state(network.sim, y[m]);
            network_close(&network);
        }
        for (size_t i = 0; i < n_states; i++) {
            assert_close(y[0][i], y[1][i], rows[k].allowed, 1e-12);
        }
    }
}

static void
test_start_after_a_run_equals_a_fresh_simulation(void **state)
{
    (void)state;
    for (size_t k = 0; k < KNOWN_N_METHODS; k++) {
        const struct pl_sim_options options = network_options(known_methods[k], 1e-4);
        struct pl_sim_statistics fresh_cost;
        struct pl_sim_statistics used_cost;
        struct network network;
        double fresh[4];
        double used[4];

        network_open(&network, known_michaelis, &options);
        network_start(&network);
        network_advance(&network, 2.0);
        network_assign(&network, "S", 20.0);
        network_assign(&network, "k1", 3.0);
        network_advance(&network, 3.0);
        network_start(&network);
        network_advance(&network, 10.0);
        pl_sim_state(network.sim, used);
        used_cost = pl_sim_get_statistics(network.sim);
        network_again(&network, &options);
        network_start(&network);
        network_advance(&network, 10.0);
        pl_sim_state(network.sim, fresh);
        fresh_cost = pl_sim_get_statistics(network.sim);
        assert_memory_equal(used, fresh, sizeof used);
        assert_memory_equal(&used_cost, &fresh_cost, sizeof used_cost);
        network_close(&network);
    }
}

/* A held quantity jumps at 3: A = 100 exp(-k t) with k from 0.25 to 1. */
static void
test_assign_changes_a_held_quantity_from_then_on(void **state)
{
    struct network_record record = {0};
    double times[] = {0.0, 1.0, 3.0, 5.0};
    struct pl_output output = {
        .times = times, .n_times = 4, .emit = network_keep, .context = &record};
    struct network network;

    (void)state;
    network_open(&network, known_decay, NULL);
    record.symbol = network_symbol(&network, "J0");
    network_start(&network);
    assert_int_equal(pl_sim_advance(network.sim, 3.0, &output, NULL), PL_OK);
    assert_int_equal(output.next, 2);
    network_assign(&network, "k", 1.0);
    assert_int_equal(pl_sim_advance(network.sim, 6.0, &output, NULL), PL_OK);
    assert_int_equal(output.next, 4);
    assert_true(record.values[0] == 25.0);
    assert_close(record.values[1], 25.0 * exp(-0.25), 1e-4, 0.0);
    /* at the time of the jump: the state before, the rate behind it */
    assert_close(record.values[2], 100.0 * exp(-0.75), 1e-4, 0.0);
    assert_close(record.values[3], 100.0 * exp(-0.75 - 2.0), 1e-4, 0.0);
    assert_int_equal(pl_sim_get_statistics(network.sim).restarts, 1);
    network_close(&network);
}

static void
test_assign_changes_a_state_exactly_then(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, known_decay, NULL);
    network_start(&network);
    network_advance(&network, 3.0);
    network_assign(&network, "A", 50.0);
    assert_true(network_value(&network, "A") == 50.0);
    network_advance(&network, 3.0); /* no time passes */
    assert_true(network_value(&network, "A") == 50.0);
    network_advance(&network, 7.0);
    assert_close(network_value(&network, "A"), 50.0 * exp(-1.0), 1e-4, 0.0);
    network_close(&network);
}

/* Initial formulas hold at time 0 only: B starts at 2 k, and does not follow k. */
static void
test_assign_does_not_repeat_initial_formulas(void **state)
{
    struct network network;

    (void)state;
    network_open(&network,
                 "J0: A -> ; q*A\n"
                 "A = 1; k = 3; q = 2*k\n",
                 NULL);
    network_start(&network);
    assert_true(network_value(&network, "q") == 6.0);
    network_assign(&network, "k", 1.0);
    assert_true(network_value(&network, "q") == 6.0);
    network_close(&network);
}

/* In a compartment that grows the state is an amount; values are concentrations. */
static void
test_assign_sets_a_concentration_in_a_growing_compartment(void **state)
{
    struct network network;

    (void)state;
    network_open(&network,
                 "compartment V\n"
                 "species A in V\n"
                 "J0: A -> ; 0*A\n"
                 "V = 1; V' = 1; A = 6\n",
                 NULL);
    network_start(&network);
    network_advance(&network, 2.0);
    assert_close(network_value(&network, "A"), 2.0, 1e-6, 0.0);
    network_assign(&network, "A", 5.0);
    assert_close(network_value(&network, "A"), 5.0, 1e-12, 0.0);
    network_advance(&network, 8.0);
    assert_close(network_value(&network, "A"), 15.0 / 9.0, 1e-5, 0.0);
    network_close(&network);
}

/* Jumps at 0.3 and at 3 * 0.1, and one close behind, as sums of decimals leave them. */
static void
test_advance_crosses_gaps_of_rounding(void **state)
{
    (void)state;
    for (size_t k = 0; k < KNOWN_N_METHODS; k++) {
        const struct pl_sim_options options = network_options(known_methods[k], 1e-5);
        struct network network;

        network_open(&network, known_decay, &options);
        network_start(&network);
        network_advance(&network, 0.3);
        network_assign(&network, "k", 1.0);
        network_advance(&network, 3.0 * 0.1);
        network_assign(&network, "k", 2.0);
        network_advance(&network, 3.0 * 0.1 + 1e-13);
        network_assign(&network, "k", 0.25);
        network_advance(&network, 4.0);
        assert_close(network_value(&network, "A"), 100.0 * exp(-1.0), 1e-3, 0.0);
        network_close(&network);
    }
}

/* All species start at 0 and live around 1e-9, as in a model written in mol/L. */
static void
test_advance_follows_small_numbers_from_zero(void **state)
{
    struct network network;

    (void)state;
    network_open(&network,
                 "J0: -> A; 1e-9\n"
                 "J1: A -> B; A\n"
                 "J2: B -> ; 0.5*B\n"
                 "A = 0; B = 0\n",
                 NULL);
    network_start(&network);
    network_advance(&network, 3.0);
    assert_close(network_value(&network, "A"), 1e-9 * (1.0 - exp(-3.0)), 1e-4, 0.0);
    assert_close(network_value(&network, "B"),
                 1e-9 * (2.0 - 4.0 * exp(-1.5) + 2.0 * exp(-3.0)), 1e-4, 0.0);
    network_close(&network);
}

/* d(x^0.5)/dx is infinite at the start, the rate is not: x = (t/2)^2 when pushed off,
 * here x' = 1 - x^0.5 that comes to rest at 1. */
static void
test_advance_lives_with_an_infinite_slope(void **state)
{
    static const char *const methods[] = {"msbdf", "bsimp", "rk8pd", "rk4imp"};

    (void)state;
    for (size_t k = 0; k < sizeof methods / sizeof *methods; k++) {
        const struct pl_sim_options options = network_options(methods[k], 1e-6);
        struct network network;

        network_open(&network,
                     "J0: -> x; 1 - x^0.5\n"
                     "x = 0\n",
                     &options);
        network_start(&network);
        network_advance(&network, 40.0);
        assert_close(network_value(&network, "x"), 1.0, 1e-5, 0.0);
        network_close(&network);
    }
}

/* A looser atol of one's own costs fewer steps. */
static void
test_advance_uses_the_given_atol(void **state)
{
    struct pl_sim_options options = network_options("msbdf", 1e-8);
    size_t steps = 0;
    struct network network;

    (void)state;
    network_open(&network, known_decay, &options);
    network_start(&network);
    network_advance(&network, 60.0);
    steps = pl_sim_get_statistics(network.sim).steps;
    options.atol = 1.0;
    network_again(&network, &options);
    network_start(&network);
    network_advance(&network, 60.0);
    assert_true(pl_sim_get_statistics(network.sim).steps < steps / 2);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_advance_matches_exponential_decay_by_every_method),
        cmocka_unit_test(test_advance_error_shrinks_with_the_tolerance),
        cmocka_unit_test(test_advance_keeps_the_first_integral_of_lotka),
        cmocka_unit_test(test_advance_agrees_between_methods),
        cmocka_unit_test(test_start_after_a_run_equals_a_fresh_simulation),
        cmocka_unit_test(test_assign_changes_a_held_quantity_from_then_on),
        cmocka_unit_test(test_assign_changes_a_state_exactly_then),
        cmocka_unit_test(test_assign_does_not_repeat_initial_formulas),
        cmocka_unit_test(test_assign_sets_a_concentration_in_a_growing_compartment),
        cmocka_unit_test(test_advance_crosses_gaps_of_rounding),
        cmocka_unit_test(test_advance_follows_small_numbers_from_zero),
        cmocka_unit_test(test_advance_lives_with_an_infinite_slope),
        cmocka_unit_test(test_advance_uses_the_given_atol),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
