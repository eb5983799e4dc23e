/*
 * test_sim_limits.c - what a simulation refuses, what it allocates, and when it stops.
 */
#include "solve/sim.h"

#include "base/diag.h"
#include "compile/program.h"
#include "known_networks.h"
#include "model/model.h"
#include "network_sim.h"
#include "testlib.h"

static void
test_assign_refuses_what_cannot_be_set(void **state)
{
    static const struct {
        const char *name;
        double value;
        const char *message;
    } rows[] = {
        {"k", NAN, "error: the value of 'k' is a finite number, not nan\n"},
        {"k", INFINITY, "error: the value of 'k' is a finite number, not inf\n"},
        {"J0", 1.0, "error: 'J0' follows its formula and cannot be set\n"},
        {"sum", 1.0, "error: 'sum' follows its formula and cannot be set\n"},
        {"V", 2.0, "error: the size of 'V' cannot jump: there are species in it\n"},
    };
    struct network network;

    (void)state;
    network_open(&network,
                 "compartment V = 1\n"
                 "species A in V, B in V\n"
                 "J0: A -> B; k*A\n"
                 "A = 1; B = 0; k = 1; sum := A + B\n",
                 NULL);
    network_start(&network);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        pl_diags_clear(network.diags);
        assert_int_equal(pl_sim_assign(network.sim,
                                       network_symbol(&network, rows[k].name),
                                       rows[k].value, network.diags),
                         PL_ERR_OPTION);
        assert_messages(network.diags, rows[k].message);
    }
    network_close(&network);
}

static void
test_assign_refuses_a_clamp_that_is_not_finite(void **state)
{
    struct network network;
    const struct pl_program *program = NULL;
    size_t clamp = 0;
    double before[4];
    double after[4];

    (void)state;
    network_open(&network,
                 "species A\n"
                 "A = 1\n"
                 "feedback_A_J := 2*A\n"
                 "J: A -> ; feedback_A_J\n"
                 "k := time\n",
                 NULL);
    network_start(&network);
    program = network.program;
    assert_int_equal(program->model->n_symbols, 4);
    clamp = program->clamp_of[network_symbol(&network, "feedback_A_J")];
    pl_sim_observe(network.sim, before);
    assert_int_equal(pl_sim_assign(network.sim, clamp + 1, NAN, network.diags),
                     PL_ERR_OPTION);
    network_expect_messages(
        &network, "error: the value of 'feedback_A_J' is a finite number, not nan\n");
    assert_int_equal(pl_sim_assign(network.sim, clamp, -INFINITY, network.diags),
                     PL_ERR_OPTION);
    network_expect_messages(
        &network, "error: the value of 'feedback_A_J' is a finite number, not -inf\n");
    assert_int_equal(
        pl_sim_assign(network.sim, program->n_inputs + 7, 1.0, network.diags),
        PL_ERR_OPTION);
    network_expect_messages(&network,
                            program->n_inputs == 6
                                ? "error: slot 13 is neither a symbol nor a clamp\n"
                                : "error: (another number of inputs)\n");
    pl_sim_observe(network.sim, after);
    assert_memory_equal(before, after, sizeof before);
    assert_int_equal(pl_sim_assign(network.sim, clamp + 1, 5.0, network.diags), PL_OK);
    assert_int_equal(pl_sim_assign(network.sim, clamp, 1.0, network.diags), PL_OK);
    pl_sim_observe(network.sim, after);
    assert_close(after[network_symbol(&network, "feedback_A_J")], 5.0, 0.0, 0.0);
    network_close(&network);
}

static void
test_advance_refuses_the_past_and_no_time(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, known_decay, NULL);
    network_start(&network);
    network_advance(&network, 2.0);
    assert_int_equal(pl_sim_advance(network.sim, 1.0, NULL, network.diags),
                     PL_ERR_OPTION);
    network_expect_messages(&network, "error: a simulation cannot go to t = 1\n");
    assert_int_equal(pl_sim_advance(network.sim, NAN, NULL, network.diags),
                     PL_ERR_OPTION);
    assert_int_equal(pl_sim_advance(network.sim, INFINITY, NULL, network.diags),
                     PL_ERR_OPTION);
    assert_true(pl_sim_time(network.sim) == 2.0);
    network_close(&network);
}

static void
test_create_refuses_options_out_of_range(void **state)
{
    static const struct {
        const char *method;
        double rtol, atol, time_limit;
        size_t max_steps;
        const char *message;
    } rows[] = {
        {"msbd", 1e-6, 0.0, 0.0, 1,
         "error: unknown method 'msbd'\n"
         "hint: did you mean 'msbdf'?\n"},
        {"lsoda", 1e-6, 0.0, 0.0, 1,
         "error: unknown method 'lsoda'\n"
         "hint: methods are auto, rodas, msbdf, bsimp, msadams, rk8pd, rkf45, rkck, "
         "rk4, rk2, rk1imp, rk2imp, rk4imp\n"},
        {"msbdf", 0.0, 0.0, 0.0, 1,
         "error: rtol is greater than 0 and less than 1, not 0\n"},
        {"msbdf", 1.0, 0.0, 0.0, 1,
         "error: rtol is greater than 0 and less than 1, not 1\n"},
        {"msbdf", NAN, 0.0, 0.0, 1,
         "error: rtol is greater than 0 and less than 1, not nan\n"},
        {"msbdf", 1e-6, -1.0, 0.0, 1,
         "error: atol is a finite number, 0 or greater, not -1\n"},
        {"msbdf", 1e-6, INFINITY, 0.0, 1,
         "error: atol is a finite number, 0 or greater, not inf\n"},
        {"msbdf", 1e-6, 0.0, -2.5, 1,
         "error: the time limit is a finite number of seconds, 0 or greater, not "
         "-2.5\n"},
        {"msbdf", 1e-6, 0.0, NAN, 1,
         "error: the time limit is a finite number of seconds, 0 or greater, not "
         "nan\n"},
        {"msbdf", 1e-6, 0.0, 0.0, 0,
         "error: the number of steps allowed is at least 1, not 0\n"},
    };
    struct network network;

    (void)state;
    network_open(&network, known_decay, NULL);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct pl_sim_options options = pl_sim_options_default();
        struct pl_sim *sim = network.sim;

        options.method = rows[k].method;
        options.rtol = rows[k].rtol;
        options.atol = rows[k].atol;
        options.time_limit = rows[k].time_limit;
        options.max_steps = rows[k].max_steps;
        assert_int_equal(pl_sim_create(network.kernels, &options, network.diags, &sim),
                         PL_ERR_OPTION);
        assert_null(sim);
        network_expect_messages(&network, rows[k].message);
    }
    network_close(&network);
}

static void
test_options_default_is_what_the_header_says(void **state)
{
    const struct pl_sim_options options = pl_sim_options_default();

    (void)state;
    assert_string_equal(options.method, "auto");
    assert_true(options.rtol == 1e-6);
    assert_true(options.atol == 0.0);
    assert_int_equal(options.max_steps, 100000);
    assert_true(options.time_limit == 0.0);
    assert_null(options.stop);
}

static enum pl_status
run_briefly(void *context)
{
    struct network *network = context;
    const struct pl_sim_options options = pl_sim_options_default();
    struct pl_sim *sim = NULL;
    enum pl_status status = pl_sim_create(network->kernels, &options, NULL, &sim);

    if (status == PL_OK) {
        status = pl_sim_start(sim, network->inputs, NULL);
    }
    if (status == PL_OK) {
        status = pl_sim_advance(sim, 1.0, NULL, NULL);
    }
    pl_sim_destroy(sim);
    return status;
}

static void
test_simulation_survives_no_memory(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, known_michaelis, NULL);
    assert_true(assert_survives_no_memory(run_briefly, &network) > 10);
    network_close(&network);
}

/* Nothing but pl_sim_create asks for memory: not the steps, not a start, not a jump. */
static void
test_steps_allocate_nothing(void **state)
{
    struct network_record record = {0};
    double times[101];
    struct pl_output output = {
        .times = times, .n_times = 101, .emit = network_keep, .context = &record};
    struct network network;

    (void)state;
    network_even_times(times, 101, 10.0);
    for (size_t k = 0; k < KNOWN_N_METHODS; k++) {
        const struct pl_sim_options options = network_options(known_methods[k], 1e-4);

        network_open(&network, known_michaelis, &options);
        output.next = 0;
        record.n = 0;
        test_fail_allocation(1, true);
        network_start(&network);
        assert_int_equal(pl_sim_advance(network.sim, 3.0, &output, NULL), PL_OK);
        network_assign(&network, "S", 20.0);
        assert_int_equal(pl_sim_advance(network.sim, 10.0, &output, NULL), PL_OK);
        assert_false(test_allow_allocations());
        network_close(&network);
    }
}

static bool
stop_at_tenth(void *context)
{
    int *asked = context;

    return ++*asked > 10;
}

static void
test_advance_stops_when_asked(void **state)
{
    struct pl_sim_options options = pl_sim_options_default();
    struct network network;
    int asked = 0;

    (void)state;
    options.stop = stop_at_tenth;
    options.stop_context = &asked;
    network_open(&network, known_lotka, &options);
    network_start(&network);
    assert_int_equal(pl_sim_advance(network.sim, 100.0, NULL, network.diags),
                     PL_ERR_STOPPED);
    assert_messages(network.diags, "");
    assert_int_equal(pl_sim_get_statistics(network.sim).steps, 10);
    assert_true(pl_sim_time(network.sim) > 0.0);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_assign_refuses_what_cannot_be_set),
        cmocka_unit_test(test_assign_refuses_a_clamp_that_is_not_finite),
        cmocka_unit_test(test_advance_refuses_the_past_and_no_time),
        cmocka_unit_test(test_create_refuses_options_out_of_range),
        cmocka_unit_test(test_options_default_is_what_the_header_says),
        cmocka_unit_test(test_simulation_survives_no_memory),
        cmocka_unit_test(test_steps_allocate_nothing),
        cmocka_unit_test(test_advance_stops_when_asked),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
