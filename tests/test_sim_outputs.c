/*
 * test_sim_outputs.c - what a run emits: on the solution, and without effect on it.
 */
#include "solve/sim.h"

#include "compile/program.h"
#include "known_networks.h"
#include "network_sim.h"
#include "testlib.h"

static void
test_outputs_lie_on_the_solution_by_every_method(void **state)
{
    (void)state;
    for (size_t k = 0; k < KNOWN_N_METHODS; k++) {
        const bool is_euler = strcmp(known_methods[k], "rk1imp") == 0;
        const double rtol = is_euler ? 1e-4 : 1e-6;
        const struct pl_sim_options options = network_options(known_methods[k], rtol);
        struct network_record record = {0};
        struct network network;
        double times[481];

        network_even_times(times, 481, 8.0);
        network_open(&network, known_forced, &options);
        network_start(&network);
        record.symbol = network_symbol(&network, "x");
        network_advance_with_outputs(&network, 8.0, times, 481, &record);
        assert_int_equal(record.n, 480); /* the end is left to the next call */
        for (size_t i = 0; i < record.n; i++) {
            const double t = record.times[i];

            assert_true(t == times[i]);
            assert_close(record.values[i], 0.5 * (cos(t) + sin(t) - exp(-t)), 0.0,
                         300.0 * rtol);
        }
        network_close(&network);
    }
}

/* 2, 481 or 1000 outputs: the same steps and the same bits at the end. */
static void
test_path_does_not_depend_on_the_outputs(void **state)
{
    static const size_t counts[] = {0, 2, 481, 1000};

    (void)state;
    for (size_t k = 0; k < KNOWN_N_METHODS; k++) {
        const struct pl_sim_options options = network_options(known_methods[k], 1e-4);
        double first[4] = {0.0};
        size_t first_steps = 0;
        struct network network;

        network_open(&network, known_michaelis, &options);
        for (size_t c = 0; c < 4; c++) {
            struct network_record record = {0};
            double times[1000];
            double y[4];

            network_even_times(times, counts[c], 10.0);
            network_start(&network);
            network_advance_with_outputs(&network, 10.0, times, counts[c], &record);
            pl_sim_state(network.sim, y);
            if (c == 0) {
                memcpy(first, y, sizeof y);
                first_steps = pl_sim_get_statistics(network.sim).steps;
            }
            assert_memory_equal(y, first, sizeof y);
            assert_int_equal(pl_sim_get_statistics(network.sim).steps, first_steps);
        }
        network_close(&network);
    }
}

/* An output's value does not depend on which others are asked for. */
static void
test_outputs_do_not_depend_on_one_another(void **state)
{
    (void)state;
    for (size_t k = 0; k < KNOWN_N_METHODS; k++) {
        const struct pl_sim_options options = network_options(known_methods[k], 1e-4);
        static const double one[] = {3.7};
        struct network_record alone = {0};
        struct network_record among = {0};
        struct network network;
        double times[101];

        network_even_times(times, 101, 10.0);
        times[37] = 3.7;
        network_open(&network, known_michaelis, &options);
        alone.symbol = among.symbol = network_symbol(&network, "ES");
        network_start(&network);
        network_advance_with_outputs(&network, 10.0, one, 1, &alone);
        network_start(&network);
        network_advance_with_outputs(&network, 10.0, times, 101, &among);
        assert_true(alone.values[0] == among.values[37]);
        network_close(&network);
    }
}

static void
test_advance_without_states_emits_rules(void **state)
{
    struct network_record record = {0};
    double times[] = {0.0, 1.0, 2.5, 4.0};
    struct network network;

    (void)state;
    network_open(&network, "x := 2*time + k\nk = 1\n", NULL);
    assert_int_equal(network.program->n_states, 0);
    network_start(&network);
    record.symbol = network_symbol(&network, "x");
    network_advance_with_outputs(&network, 4.0, times, 4, &record);
    assert_int_equal(record.n, 3);
    assert_true(record.values[0] == 1.0 && record.values[2] == 6.0);
    assert_true(pl_sim_time(network.sim) == 4.0);
    assert_true(network_value(&network, "x") == 9.0);
    network_close(&network);
}

/* What was emitted before the failure is good. */
static void
test_outputs_before_a_failure_are_good(void **state)
{
    struct network_record record = {0};
    double times[] = {0.0, 0.25, 0.5, 0.75, 1.5};
    struct pl_output output = {
        .times = times, .n_times = 5, .emit = network_keep, .context = &record};
    struct network network;

    (void)state;
    network_open(&network, "x' = x^2\nx = 1\n", NULL);
    network_start(&network);
    record.symbol = network_symbol(&network, "x");
    assert_int_equal(pl_sim_advance(network.sim, 2.0, &output, NULL), PL_ERR_STEP);
    assert_int_equal(record.n, 4);
    for (size_t k = 0; k < record.n; k++) {
        assert_close(record.values[k], 1.0 / (1.0 - times[k]), 1e-3, 0.0);
    }
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outputs_lie_on_the_solution_by_every_method),
        cmocka_unit_test(test_path_does_not_depend_on_the_outputs),
        cmocka_unit_test(test_outputs_do_not_depend_on_one_another),
        cmocka_unit_test(test_advance_without_states_emits_rules),
        cmocka_unit_test(test_outputs_before_a_failure_are_good),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
