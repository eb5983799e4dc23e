/*
 * test_lanes.c - simulations in lanes have the bits of the same ones alone: on every model
 * of the project, in every order, by every instruction set, and beside lanes that fail.
 */
#include "solve/lanes.h"

#include "base/diag.h"
#include "compile/program.h"
#include "courses.h"
#include "known_networks.h"
#include "model/model.h"
#include "model/roles.h"
#include "network_sim.h"
#include "testlib.h"

/* Parameter sets of each model. */
enum { N_SETS = 1000 };

/* The models and for how long they run: so shortly that a thousand runs of each, alone
 * and in lanes, take few seconds. */
static const struct subject {
    const char *path;
    double t_end; /* [model time] */
} subjects[] = {
    {"models/her2-mtor.ant", 20.0},
    {"models/negative-feedback.ant", 120.0},
    {"models/relay.ant", 120.0},
    {"models/huang-ferrell.ant", 20.0},
};

enum { N_SUBJECTS = sizeof subjects / sizeof *subjects };

/* Every set of instructions with both ways to run them that this machine has. */
static size_t
list_groups(struct course_group *groups)
{
    size_t n = 0;

    for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
        groups[n++] =
            (struct course_group){(enum pl_isa)isa, PL_KERNEL_TAPE, false, 0, 1};
        if (isa != PL_ISA_PLAIN) {
            groups[n++] =
                (struct course_group){(enum pl_isa)isa, PL_KERNEL_AUTO, false, 0, 1};
        }
    }
    return n;
}

enum { MOST_GROUPS = 2 * PL_N_ISAS };

/* How they are run otherwise: alone, on this machine's best. */
static struct course_group
alone(void)
{
    return (struct course_group){pl_isa_best(), PL_KERNEL_AUTO, true, 0, 1};
}

static struct course_group
in_lanes(void)
{
    return (struct course_group){pl_isa_best(), PL_KERNEL_AUTO, false, 0, 1};
}

static struct course_result *
new_results(size_t n)
{
    struct course_result *results = calloc(n, sizeof *results);

    assert_non_null(results);
    return results;
}

static size_t
first_target(const struct pl_model *model)
{
    struct pl_roles roles;
    size_t symbol = PL_NONE;

    assert_int_equal(pl_roles_find(model, NULL, &roles), PL_OK);
    assert_true(roles.lists[PL_ROLE_TARGET].n > 0);
    symbol = roles.lists[PL_ROLE_TARGET].symbols[0];
    pl_roles_finish(&roles);
    return symbol;
}

/* To rest; the target is inhibited at 0, at 1/3 and at 2/3 of the time, each time by
 * another part; outputs at the start, inside steps, at a jump and beside it; the way in
 * pieces, which are cut at a jump and elsewhere. */
static struct course_plan
plan_of(const struct network *network, double t_end)
{
    const double jumps[] = {0.0, t_end / 3.0, 2.0 * t_end / 3.0};
    const double times[] = {0.0,          1e-3 * t_end, 0.02 * t_end,
                            0.1 * t_end,  jumps[1],     nextafter(jumps[1], t_end),
                            0.41 * t_end, 0.97 * t_end, t_end};
    const double cuts[] = {0.1 * t_end, jumps[2]};
    struct course_plan plan = {
        .rests = true,
        .t_end = t_end,
        .n_jumps = sizeof jumps / sizeof *jumps,
        .symbol = first_target(network->model),
        .n_times = sizeof times / sizeof *times,
        .pieces = true,
        .n_cuts = sizeof cuts / sizeof *cuts,
        .options = network_options("auto", 1e-6),
        .n = N_SETS,
        .vary = courses_vary_parameters,
    };

    memcpy(plan.jumps, jumps, sizeof jumps);
    memcpy(plan.times, times, sizeof times);
    memcpy(plan.cuts, cuts, sizeof cuts);
    return plan;
}

/* ---- every model ---- */

/* A few of the 1000 sets of her2-mtor drive a receptor below 0 and its rate to a pole, by
 * whatever method: lanes that fail on their way to rest, beside others. */
static void
expect_most_arrive(const struct course_plan *plan, const struct course_result *results)
{
    size_t n_good = 0;

    for (size_t k = 0; k < plan->n; k++) {
        assert_true(k == 0 || results[k].bits != results[k - 1].bits);
        if (results[k].end == PL_OK) {
            n_good++;
            assert_true(results[k].rest == PL_OK && results[k].time == plan->t_end);
            assert_int_equal(results[k].n_times, plan->n_times - 1); /* the end's not */
            assert_true(results[k].n_pieces >= 4); /* jumps and cuts make 4 parts */
        }
    }
    assert_true(n_good >= plan->n - plan->n / 100);
}

/* Every lane is refilled a hundred times; its neighbours are others than in the order of
 * the sets. */
static void
test_lanes_have_the_bits_of_single_runs(void **state)
{
    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result *want = new_results(N_SETS);
        struct course_group strides = in_lanes();
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = plan_of(&network, subjects[s].t_end);
        courses_run(&network, &plan, alone(), want);
        expect_most_arrive(&plan, want);
        strides.stride = 271;
        courses_expect(&network, &plan, strides, want);
        free(want);
        network_close(&network);
    }
}

/* Machine code and interpreter, AVX-512, AVX2 and plain C; in lanes and alone. */
static void
test_bits_do_not_depend_on_the_kernel(void **state)
{
    enum { N = 19 };
    struct course_group groups[MOST_GROUPS];
    const size_t n_groups = list_groups(groups);

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = plan_of(&network, subjects[s].t_end);
        plan.n = N;
        courses_run(&network, &plan, alone(), want);
        for (size_t g = 0; g < n_groups; g++) {
            groups[g].alone = false;
            courses_expect(&network, &plan, groups[g], want);
            groups[g].alone = true;
            courses_expect(&network, &plan, groups[g], want);
        }
        network_close(&network);
    }
}

/* Backwards, from the middle, and fewer simulations than lanes. */
static void
test_bits_do_not_depend_on_order_and_number(void **state)
{
    enum { N = 50 };

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_group group = in_lanes();
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = plan_of(&network, subjects[s].t_end);
        plan.n = N;
        courses_run(&network, &plan, alone(), want);
        group.first = N - 1;
        group.stride = N - 1;
        courses_expect(&network, &plan, group, want);
        group.first = 17;
        group.stride = 1;
        courses_expect(&network, &plan, group, want);
        group.first = 0;
        for (size_t n = 1; n <= 10; n++) {
            plan.n = n;
            courses_expect(&network, &plan, group, want);
        }
        network_close(&network);
    }
}

/* From the file's own values, far from rest in huang-ferrell; and two jumps that lie a
 * rounding apart. */
static void
test_lanes_have_the_bits_of_single_runs_without_a_rest(void **state)
{
    enum { N = 100 };

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = plan_of(&network, subjects[s].t_end);
        plan.rests = false;
        plan.jumps[0] = plan.jumps[1];
        plan.jumps[1] = nextafter(plan.jumps[1], INFINITY);
        plan.n = N;
        courses_run(&network, &plan, alone(), want);
        expect_most_arrive(&plan, want);
        courses_expect(&network, &plan, in_lanes(), want);
        network_close(&network);
    }
}

/* A leg that nothing jumps behind goes on as if it had not ended. */
static void
test_lanes_have_the_bits_of_single_runs_without_jumps(void **state)
{
    enum { N = 30 };

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = plan_of(&network, subjects[s].t_end);
        plan.symbol = PL_NONE;
        plan.n = N;
        courses_run(&network, &plan, alone(), want);
        courses_expect(&network, &plan, in_lanes(), want);
        network_close(&network);
    }
}

/* Only what is asked for is looked at: no outputs, no pieces, loose or tight steps. */
static void
test_lanes_have_the_bits_of_single_runs_with_other_options(void **state)
{
    enum { N = 11 };
    static const double rtols[] = {1e-2, 1e-4, 1e-9};

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        for (size_t r = 0; r < sizeof rtols / sizeof *rtols; r++) {
            struct course_result want[N];
            struct course_plan plan;
            struct network network;

            network_compile_file(&network, subjects[s].path);
            plan = plan_of(&network, subjects[s].t_end);
            plan.n = N;
            plan.options.rtol = rtols[r];
            plan.options.atol = r == 1 ? 1e-7 : 0.0;
            plan.n_times = r == 2 ? 0 : plan.n_times;
            plan.pieces = r != 0;
            courses_run(&network, &plan, alone(), want);
            courses_expect(&network, &plan, in_lanes(), want);
            network_close(&network);
        }
    }
}

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
    plan = plan_of(&network, 10.0);
    plan.n = N;
    plan.vary = vary_brake;
    courses_run(&network, &plan, alone(), want);
    for (size_t k = 0; k < N; k++) {
        assert_int_equal(want[k].rest, k < 8 ? PL_OK : PL_ERR_REST);
        assert_int_equal(want[k].end, PL_OK);
        n_rest += want[k].rest == PL_OK;
    }
    assert_int_equal(n_rest, 8);
    courses_expect(&network, &plan, in_lanes(), want);
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
faulty_plan(const struct network *network)
{
    struct course_plan plan = plan_of(network, 3.0);

    plan.rests = false;
    plan.options.rtol = 1e-3;
    plan.options.max_steps = 600;
    plan.vary = vary_faults;
    return plan;
}

static void
test_lanes_that_fail_leave_the_others_their_bits(void **state)
{
    enum { N = 60 };
    struct course_group groups[MOST_GROUPS];
    const size_t n_groups = list_groups(groups);
    struct course_result want[N];
    struct course_plan plan;
    struct network network;

    (void)state;
    network_compile(&network, faulty);
    plan = faulty_plan(&network);
    plan.n = N;
    courses_run(&network, &plan, alone(), want);
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
    plan = faulty_plan(&network);
    plan.n = N;
    courses_run(&network, &plan, in_lanes(), beside_faults);
    plan.vary = vary_faults_where_there_are_none;
    courses_run(&network, &plan, in_lanes(), among_equals);
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
    courses_run(&network, &plan, alone(), want);
    for (size_t k = 0; k < N; k++) {
        assert_int_equal(want[k].end, PL_OK);
        assert_int_equal(want[k].n_times, 3);
        assert_true(want[k].time == 4.0);
    }
    courses_expect(&network, &plan, in_lanes(), want);
    plan.rests = true; /* no rule uses time in a rate: it rests */
    courses_run(&network, &plan, alone(), want);
    courses_expect(&network, &plan, in_lanes(), want);
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
    if (lane == 2 && bench->n_asked <= bench->together->lanes) {
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
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs),
        cmocka_unit_test(test_bits_do_not_depend_on_the_kernel),
        cmocka_unit_test(test_bits_do_not_depend_on_order_and_number),
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs_without_a_rest),
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs_without_jumps),
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs_with_other_options),
        cmocka_unit_test(test_lanes_that_do_not_rest_go_back_alone),
        cmocka_unit_test(test_lanes_that_fail_leave_the_others_their_bits),
        cmocka_unit_test(test_lanes_that_are_well_do_not_notice_who_fails),
        cmocka_unit_test(test_lanes_without_states_give_rules),
        cmocka_unit_test(test_run_without_work_asks_every_lane_once),
        cmocka_unit_test(test_run_counts_trials_and_filled_lanes),
        cmocka_unit_test(test_run_stops_when_asked),
        cmocka_unit_test(test_create_refuses_options_out_of_range),
        cmocka_unit_test(test_create_survives_no_memory),
        cmocka_unit_test(test_run_allocates_nothing),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
