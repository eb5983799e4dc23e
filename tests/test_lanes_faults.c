/*
 * test_lanes_faults.c - lanes that fail, beside others; lanes without work, stopped,
 * refused.
 */
#include "solve/lanes.h"

#include "base/diag.h"
#include "compile/program.h"
#include "courses.h"
#include "known_networks.h"
#include "network_sim.h"
#include "testlib.h"

/* ---- lanes that fail ---- */

static void
vary_brake(const struct network *network, size_t k, double *inputs)
{
    pl_program_set_input(network->program, inputs,
                         network_symbol(network, "brake_strength"), 7.0 * (double)k);
}

/* relay oscillates above a brake of 52.8: half of the lanes come to rest. */
static void
test_lanes_that_do_not_rest_go_back_alone(void **state)
{
    enum { N = 17 };
    struct course_result want[N];
    struct course_plan plan;
    struct network network;
    size_t n_rest = 0;

    (void)state;
    network_compile_file(&network, "models/relay.ant");
    plan = courses_plan_of(&network, 10.0, N);
    plan.vary = vary_brake;
    courses_run(&network, &plan, courses_alone(), want);
    for (size_t k = 0; k < N; k++) {
        assert_int_equal(want[k].rest, k < 8 ? PL_OK : PL_ERR_REST);
        assert_int_equal(want[k].end, PL_OK);
        n_rest += want[k].rest == PL_OK;
    }
    assert_int_equal(n_rest, 8);
    courses_expect(&network, &plan, courses_in_lanes(), want);
    network_close(&network);
}

/* Each part of it can be made to fail by a parameter of its own. */
static const char faulty[] = "gap := sqrt(-A)\n" /* an output without a value */
                             "J0: A -> B; swap*(A - B)\n"
                             "J1: B -> C; B\n"
                             "A = 1; B = 0; C = 0; swap = 1\n"
                             "pole' = grows*pole*pole\n"
                             "pole = 1; grows = 0\n"
                             "edge' = -2*falls*sqrt(edge)\n"
                             "edge = 1; falls = 0\n"
                             "swing' = turns*(rise - 2)\n"
                             "rise' = -turns*(swing - 2)\n"
                             "swing = 2; rise = 3; turns = 1\n"
                             "flat' = 1 - flat^flatness\n"
                             "flat = 0; flatness = 2\n"
                             "start = 1; over = 1\n"
                             "first' = -first/over\n"
                             "first = 1/start\n"
                             "inhibit_nothing = 0\n";

/* What goes wrong in a lane, and how it ends. */
static const struct fault {
    const char *symbol;
    double value;
    enum pl_status end;
} faults[] = {
    {"grows", 1.0, PL_ERR_STEP},    /* a pole at 1 */
    {"falls", 1.0, PL_ERR_RATE},    /* no rate beyond 1 */
    {"swap", 1e15, PL_OK},          /* flawed factors */
    {"turns", 1e4, PL_ERR_STEP},    /* more steps than are allowed */
    {"flatness", 1.0 / 3.0, PL_OK}, /* an infinite slope at the start */
    {"start", 0.0, PL_ERR_RATE},    /* an initial value that is not finite */
    {"over", 0.0, PL_ERR_RATE},     /* a rate that is not finite */
    {"grows", NAN, PL_ERR_RATE},    /* not a number from the start */
    {"turns", 1e300, PL_ERR_STEP},  /* no step is short enough, or it overflows */
};

enum { N_FAULTS = sizeof faults / sizeof *faults };

/* One in three is well, every other has its fault. */
static const struct fault *
fault_of(size_t k)
{
    return k % 3 == 0 ? NULL : &faults[(k - k / 3 - 1) % N_FAULTS];
}

static void
vary_faults(const struct network *network, size_t k, double *inputs)
{
    const struct fault *fault = fault_of(k);

    pl_program_set_input(network->program, inputs, network_symbol(network, "A"),
                         1.0 + 0.01 * (double)k);
    if (fault != NULL) {
        pl_program_set_input(network->program, inputs,
                             network_symbol(network, fault->symbol), fault->value);
    }
}

static struct course_plan
faulty_plan(const struct network *network, size_t n)
{
    struct course_plan plan = courses_plan_of(network, 3.0, n);

    plan.rests = false;
    plan.options.rtol = 1e-3;
    plan.options.max_steps = 300;
    plan.vary = vary_faults;
    return plan;
}

static void
test_lanes_that_fail_leave_the_others_their_bits(void **state)
{
    enum { N = 60 };
    struct course_group groups[COURSE_MOST_GROUPS];
    const size_t n_groups = courses_list_groups(groups);
    struct course_result want[N];
    struct course_plan plan;
    struct network network;

    (void)state;
    network_compile(&network, faulty);
    plan = faulty_plan(&network, N);
    courses_run(&network, &plan, courses_alone(), want);
    for (size_t k = 0; k < N; k++) {
        const struct fault *fault = fault_of(k);

        assert_int_equal(want[k].end, fault == NULL ? PL_OK : fault->end);
        if (want[k].end == PL_OK) {
            assert_true(want[k].time == plan.t_end &&
                        want[k].n_times == plan.n_times - 1);
        } else {
            assert_true(want[k].time < plan.t_end);
        }
        if (fault != NULL && strcmp(fault->symbol, "swap") == 0) {
            assert_true(want[k].cost.flawed > 0 && want[k].cost.dense > 0);
        }
    }
    for (size_t g = 0; g < n_groups; g++) {
        courses_expect(&network, &plan, groups[g], want);
        groups[g].first = 5;
        groups[g].stride = 7;
        courses_expect(&network, &plan, groups[g], want);
    }
    network_close(&network);
}

static void
vary_faults_where_there_are_none(const struct network *network, size_t k,
                                 double *inputs)
{
    if (fault_of(k) == NULL) {
        vary_faults(network, k, inputs);
    }
}

/* The same without the faults: those that were well then, get the same bits. */
static void
test_lanes_that_are_well_do_not_notice_who_fails(void **state)
{
    enum { N = 60 };
    struct course_result beside_faults[N];
    struct course_result among_equals[N];
    struct course_plan plan;
    struct network network;

    (void)state;
    network_compile(&network, faulty);
    plan = faulty_plan(&network, N);
    courses_run(&network, &plan, courses_in_lanes(), beside_faults);
    plan.vary = vary_faults_where_there_are_none;
    courses_run(&network, &plan, courses_in_lanes(), among_equals);
    for (size_t k = 0; k < N; k += 3) {
        assert_true(beside_faults[k].bits == among_equals[k].bits);
    }
    network_close(&network);
}

/* ---- without work, stopped, refused ---- */

/* A network without anything that moves. */
static void
test_lanes_without_states_give_rules(void **state)
{
    enum { N = 20 };
    struct course_result want[N];
    struct course_plan plan = {
        .t_end = 4.0,
        .n_times = 4,
        .times = {0.0, 1.0, 2.5, 4.0},
        .options = network_options("auto", 1e-6),
        .n = N,
        .vary = courses_vary_parameters,
    };
    struct network network;

    (void)state;
    network_compile(&network, "x := 2*time + k\nk = 1\n");
    courses_run(&network, &plan, courses_alone(), want);
    for (size_t k = 0; k < N; k++) {
        assert_int_equal(want[k].end, PL_OK);
        assert_int_equal(want[k].n_times, 3);
        assert_true(want[k].time == 4.0);
    }
    courses_expect(&network, &plan, courses_in_lanes(), want);
    plan.rests = true; /* no rule uses time in a rate: it rests */
    courses_run(&network, &plan, courses_alone(), want);
    courses_expect(&network, &plan, courses_in_lanes(), want);
    network_close(&network);
}

/* Lanes of one network, for tests that talk to them. */
struct bench {
    struct network network;
    struct pl_kernels *together;
    struct pl_lanes *lanes;
    size_t n_asked; /* for the next leg */
    size_t n_looks; /* of `stop` */
    size_t stop_at;
};

static void
bench_open(struct bench *bench, const char *text)
{
    const struct pl_sim_options options = pl_sim_options_default();
    const enum pl_isa isa = pl_isa_best();

    *bench = (struct bench){0};
    network_compile(&bench->network, text);
    assert_int_equal(pl_kernels_create(bench->network.program, isa, pl_isa_lanes(isa),
                                       PL_KERNEL_AUTO, NULL, &bench->together),
                     PL_OK);
    assert_int_equal(pl_lanes_create(bench->network.kernels, bench->together, NULL,
                                     &options, NULL, &bench->lanes),
                     PL_OK);
}

static void
bench_close(struct bench *bench)
{
    pl_lanes_destroy(bench->lanes);
    pl_kernels_destroy(bench->together);
    network_close(&bench->network);
}

static void
nothing_to_do(void *context, size_t lane, struct pl_sim *sim, enum pl_status status,
              struct pl_leg *leg)
{
    struct bench *bench = context;

    (void)leg;
    assert_int_equal(lane, bench->n_asked);
    assert_non_null(sim);
    assert_int_equal(status, PL_OK);
    bench->n_asked++;
}

static void
test_run_without_work_asks_every_lane_once(void **state)
{
    const struct pl_lanes_statistics nothing = {0};
    struct pl_lanes_statistics cost;
    struct bench bench;
    const struct pl_lanes_work work = {&bench, nothing_to_do, NULL};

    (void)state;
    bench_open(&bench, known_decay);
    assert_int_equal(pl_lanes_run(bench.lanes, &work), PL_OK);
    assert_int_equal(bench.n_asked, bench.together->lanes);
    cost = pl_lanes_get_statistics(bench.lanes);
    assert_memory_equal(&cost, &nothing, sizeof cost);
    bench_close(&bench);
}

/* One simulation, in lane 2, until time 50. */
static void
one_in_lane_2(void *context, size_t lane, struct pl_sim *sim, enum pl_status status,
              struct pl_leg *leg)
{
    struct bench *bench = context;

    assert_int_equal(status, PL_OK);
    bench->n_asked++;
    if (lane == 2 && bench->n_asked == 3) { /* for the first time */
        assert_int_equal(pl_sim_start(sim, bench->network.inputs, NULL), PL_OK);
        *leg = (struct pl_leg){.kind = PL_LEG_ADVANCE, .t_end = 50.0};
    }
}

static bool
stop_at(void *context)
{
    struct bench *bench = context;

    return ++bench->n_looks == bench->stop_at;
}

static void
test_run_counts_trials_and_filled_lanes(void **state)
{
    struct pl_lanes_statistics cost;
    struct bench bench;
    const struct pl_lanes_work work = {&bench, one_in_lane_2, NULL};

    (void)state;
    bench_open(&bench, known_lotka);
    assert_int_equal(pl_lanes_run(bench.lanes, &work), PL_OK);
    assert_int_equal(bench.n_asked, bench.together->lanes + 1);
    cost = pl_lanes_get_statistics(bench.lanes);
    assert_true(cost.trials > 20);
    assert_int_equal(cost.filled, cost.trials); /* one of them */
    assert_int_equal(cost.alone, 0);
    bench_close(&bench);
}

static void
test_run_stops_when_asked(void **state)
{
    struct bench bench;
    const struct pl_lanes_work work = {&bench, one_in_lane_2, stop_at};

    (void)state;
    bench_open(&bench, known_lotka);
    bench.stop_at = 7;
    assert_int_equal(pl_lanes_run(bench.lanes, &work), PL_ERR_STOPPED);
    assert_int_equal(bench.n_looks, 7);
    assert_int_equal(pl_lanes_get_statistics(bench.lanes).trials, 6);
    bench_close(&bench);
}

/* Whole legs, one lane after the other. */
static void
test_lanes_of_other_methods_go_alone(void **state)
{
    static const char *const methods[] = {"msbdf", "rk8pd"};

    (void)state;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct pl_sim_options options = pl_sim_options_default();
        struct pl_lanes_statistics cost;
        struct bench bench;
        struct pl_lanes_work work = {&bench, one_in_lane_2, NULL};
        size_t n_steps = 0;

        bench_open(&bench, known_lotka);
        pl_lanes_destroy(bench.lanes);
        options.method = methods[i];
        assert_int_equal(pl_lanes_create(bench.network.kernels, bench.together, NULL,
                                         &options, NULL, &bench.lanes),
                         PL_OK);
        assert_int_equal(pl_lanes_run(bench.lanes, &work), PL_OK);
        assert_int_equal(bench.n_asked, bench.together->lanes + 1);
        cost = pl_lanes_get_statistics(bench.lanes);
        assert_int_equal(cost.trials, 0);
        assert_int_equal(cost.filled, 0);
        assert_true(cost.alone > 20);
        n_steps = cost.alone;

        work.stop = stop_at;
        bench.n_asked = 0;
        bench.stop_at = 7;
        assert_int_equal(pl_lanes_run(bench.lanes, &work), PL_ERR_STOPPED);
        assert_int_equal(bench.n_looks, 7);
        assert_int_equal(bench.n_asked, 3); /* not told how it ended */
        assert_int_equal(pl_lanes_get_statistics(bench.lanes).alone, n_steps + 6);
        bench_close(&bench);
    }
}

static void
test_create_refuses_options_out_of_range(void **state)
{
    struct bench bench;
    struct pl_lanes *lanes = NULL;
    struct pl_sim_options options = pl_sim_options_default();

    (void)state;
    bench_open(&bench, known_decay);
    lanes = bench.lanes; /* something that is not NULL */
    options.rtol = 2.0;
    assert_int_equal(pl_lanes_create(bench.network.kernels, bench.together, NULL,
                                     &options, bench.network.diags, &lanes),
                     PL_ERR_OPTION);
    assert_null(lanes);
    assert_messages(bench.network.diags,
                    "error: rtol is greater than 0 and less than 1, not 2\n");
    pl_lanes_destroy(NULL);
    bench_close(&bench);
}

static enum pl_status
create_lanes(void *context)
{
    const struct bench *bench = context;
    const struct pl_sim_options options = pl_sim_options_default();
    struct pl_lanes *lanes = NULL;
    enum pl_status status = pl_lanes_create(bench->network.kernels, bench->together,
                                            NULL, &options, NULL, &lanes);

    assert_true((status == PL_OK) == (lanes != NULL));
    pl_lanes_destroy(lanes);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, known_michaelis);
    assert_true(assert_survives_no_memory(create_lanes, &bench) > 20);
    bench_close(&bench);
}

/* Between two starts nothing asks for memory, but the first rest of a lane. */
static void
test_run_allocates_nothing(void **state)
{
    struct bench bench;
    const struct pl_lanes_work work = {&bench, one_in_lane_2, NULL};

    (void)state;
    bench_open(&bench, known_michaelis);
    test_fail_allocation(1, true);
    assert_int_equal(pl_lanes_run(bench.lanes, &work), PL_OK);
    assert_false(test_allow_allocations());
    bench_close(&bench);
}
int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lanes_that_do_not_rest_go_back_alone),
        cmocka_unit_test(test_lanes_that_fail_leave_the_others_their_bits),
        cmocka_unit_test(test_lanes_that_are_well_do_not_notice_who_fails),
        cmocka_unit_test(test_lanes_without_states_give_rules),
        cmocka_unit_test(test_run_without_work_asks_every_lane_once),
        cmocka_unit_test(test_run_counts_trials_and_filled_lanes),
        cmocka_unit_test(test_run_stops_when_asked),
        cmocka_unit_test(test_lanes_of_other_methods_go_alone),
        cmocka_unit_test(test_create_refuses_options_out_of_range),
        cmocka_unit_test(test_create_survives_no_memory),
        cmocka_unit_test(test_run_allocates_nothing),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
