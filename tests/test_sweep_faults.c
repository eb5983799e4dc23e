/*
 * test_sweep_faults.c - points that fail, rests that are not there, memory that is out.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/isa.h"
#include "study/context.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
test_a_point_that_fails_has_a_reason_and_no_numbers(void **state)
{
    static const struct {
        const char *text;
        struct sweep_case what;
        uint64_t failed; /* bits: the points that do */
        const char *reason;
    } rows[] = {
        {"A = 1; B = 1/k; k = 0.1; J: A -> ; k*A + 0*B\n",
         {.vary = {"k=-0.5..0.5:5"}, .equilibrate = PL_EQUILIBRATE_NO},
         0x4,
         "the value of 'B' is not finite at the start"},
        {"A = 1; limit = 0; J: A -> ; 0.1*sqrt(A - limit)\n",
         {.vary = {"limit=-1..2:4"}, .equilibrate = PL_EQUILIBRATE_NO},
         0x8,
         "the rate of 'J' is not finite at t = 0"},
        /* at a jump at 0, and later */
        {"A = 1; k = 0.1; inhibit_it = 0; J: A -> ; k*A + sqrt(0.5 - inhibit_it)\n",
         {.vary = {"inhibit_it=0..1:5"}, .equilibrate = PL_EQUILIBRATE_NO},
         0x18,
         "the rate of 'J' is not finite at t = 0"},
        {"A = 1; k = 0.1; p = 0; J: A -> ; k*A + sqrt(0.5 - p*k)\n",
         {.words = "--set p=1@2..3",
          .vary = {"k=0.1..0.9:5"},
          .equilibrate = PL_EQUILIBRATE_NO},
         0x18,
         "the rate of 'J' is not finite at t = 2"},
        /* on the way: A reaches 0 at t = 2/k */
        {"A = 1; k = 0.1; J: A -> ; k*sqrt(A)\n",
         {.vary = {"k=0.05..0.5:3"}, .equilibrate = PL_EQUILIBRATE_NO},
         0x6,
         NULL},
        {"A = 1; k = 0.1; limit = 0; feedback_A_J := sqrt(A - limit)\n"
         "J: A -> ; k*A; J2: -> B; piecewise(1, A < limit, feedback_A_J); B = 0\n",
         {.words = "--clamp A_J",
          .vary = {"limit=0..2:3"},
          .equilibrate = PL_EQUILIBRATE_NO},
         0x4,
         "'feedback_A_J' cannot be clamped: its signal is nan"},
        {"A = 1; k = 0.1; J: A -> ; k; B = 1; J2: B -> ; B\n",
         {.vary = {"k=0..1:2"}, .equilibrate = PL_EQUILIBRATE_YES},
         0x2,
         NULL},
        {"A = 1; k = 0.1; J: A -> ; k*A*time\n",
         {.vary = {"k=0.1..1:2"}, .equilibrate = PL_EQUILIBRATE_YES},
         0x3,
         "the network does not come to rest: its rates depend on time itself"},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_case what = rows[i].what;
        struct sweep_done done;

        what.duration = 8.0;
        what.measures[0] = "A@1";
        what.measures[1] = "max:A";
        sweep_done_init_text(&done, models->folder, rows[i].text, &what);
        for (uint64_t k = 0; k < done.rows.n; k++) {
            const char *reason = done.rows.reasons[k];
            const bool fails = (rows[i].failed >> k & 1) != 0;

            if ((reason != NULL) != fails) {
                fail_msg("case %zu, point %zu: %s", i, (size_t)k,
                         reason != NULL ? reason : "did not fail");
            }
            assert_true(isnan(sweep_done_value(&done, k, 0)) == fails);
            assert_true(isnan(sweep_done_value(&done, k, 1)) == fails);
            if (fails && rows[i].reason != NULL) {
                assert_string_equal(reason, rows[i].reason);
            }
        }
        sweep_trial_expect_single(&done.trial, &done.rows);
        sweep_done_finish(&done);
    }
}

/* A readout that is no number is an answer, not a failure. */
static void
test_a_readout_that_is_not_finite_is_no_failure(void **state)
{
    static const struct sweep_case what = {
        .vary = {"p=0..2:3"},
        .measures = {"r", "max:r", "auc:r", "time-to-max:r", "fold:r", "A", "max:A",
                     "s"},
        .duration = 1.0,
        .equilibrate = PL_EQUILIBRATE_NO,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init_text(&done, models->folder,
                         "A = 1; k = 0.1; J: A -> ; k*A; p = 1\n"
                         "r := sqrt(A - p)/(p - 2); s := A/p\n",
                         &what);
    assert_int_equal(sweep_rows_n_failed(&done.rows), 0);
    for (uint64_t k = 0; k < 3; k++) {
        for (size_t m = 0; m < 5; m++) {
            /* of p = 0, 1, 2: A - p > 0; A - p <= 0, a NaN but at time 0; 0 or NaN / 0 */
            assert_true(isnan(sweep_done_value(&done, k, m)) == (k > 0));
            if (k > 0) {
                assert_true(sweep_bits(sweep_done_value(&done, k, m)) ==
                            sweep_bits((double)NAN));
            }
        }
        assert_close(sweep_done_value(&done, k, 5), exp(-0.1), 1e-6, 0.0);
        assert_close(sweep_done_value(&done, k, 6), 1.0, 0.0, 0.0);
    }
    assert_true(isinf(sweep_done_value(&done, 0, 7)));
    sweep_trial_expect_single(&done.trial, &done.rows);
    sweep_done_finish(&done);
}

/* Every point takes as many steps as its single run, rest included. */
static void
test_points_run_out_of_steps_as_single_runs_do(void **state)
{
    static const size_t limits[] = {1, 20, 60, 100, 140};
    static const struct sweep_case base = {
        .words = "--drug Binib=20nM@1h..2h",
        .design = "sobol:16",
        .vary = {"ligand=0.1..3", "inhibit_kinaseA=0..1"},
        .measures = {"pA@1h", "pSubstrate", "max:pB"},
        .duration = 480.0,
        .rtol = 1e-8,
    };
    const struct sweep_models *models = *state;
    uint64_t before = 16;

    for (size_t i = 0; i < N_OF(limits); i++) {
        struct sweep_case what = base;
        struct sweep_done done;

        what.max_steps = limits[i];
        sweep_done_init(&done, models->feedback, &what);
        sweep_trial_expect_single(&done.trial, &done.rows);
        assert_true(sweep_rows_n_failed(&done.rows) <= before);
        before = sweep_rows_n_failed(&done.rows);
        if (i == 0) {
            assert_int_equal(before, 16);
        }
        sweep_done_finish(&done);
    }
    assert_true(before < 16);
}

/* ---- rests */

/* The steps that the single run of a point takes, rest included. */
static size_t
count_steps(const struct pl_context *context, const struct sweep_case *what,
            double ligand)
{
    static const char *const readouts[] = {"pA"};
    struct trial single;
    size_t steps = 0;
    char words[64];

    snprintf(words, sizeof words, "--set ligand=%.17g", ligand);
    trial_init(&single, context, what->words, what->duration, readouts, 1);
    trial_add(&single, words);
    single.options.sim.method = "rodas";
    single.options.sim.rtol = what->rtol;
    trial_run_well(&single);
    steps = single.course.statistics.steps;
    trial_finish(&single);
    return steps;
}

/* A limit that a point just keeps is kept among others too, and one less is not. */
static void
test_the_last_step_that_is_allowed_is_taken(void **state)
{
    static const struct sweep_case base = {
        .words = "--drug Binib=20nM@1h..2h",
        .vary = {"ligand=0.1..3:10"},
        .measures = {"pA"},
        .duration = 480.0,
        .rtol = 1e-6,
    };
    const struct sweep_models *models = *state;

    for (uint64_t k = 0; k < 10; k += 3) {
        struct sweep_case what = base;
        struct sweep_done done;
        size_t steps = 0;

        sweep_done_init(&done, models->feedback, &what);
        steps = count_steps(models->feedback, &what, sweep_done_factor(&done, k, 0));
        sweep_done_finish(&done);
        for (size_t less = 0; less < 2; less++) {
            what.max_steps = steps - less;
            sweep_done_init(&done, models->feedback, &what);
            assert_true((done.rows.reasons[k] != NULL) == (less == 1));
            sweep_trial_expect_single(&done.trial, &done.rows);
            sweep_done_finish(&done);
        }
    }
}

static void
test_a_rest_that_is_not_there_fails_its_points_alone(void **state)
{
    static const struct sweep_case what = {
        .vary = {"brake_strength=20..100:2", "inhibit_step4=0..1:5"},
        .measures = {"last", "fold:last@2h", "max:last"},
        .duration = 600.0,
    };
    static const struct sweep_case calm = {
        .vary = {"brake_strength=20..100:1", "inhibit_step4=0..1:5"},
        .measures = {"last", "fold:last@2h", "max:last"},
        .duration = 600.0,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;
    struct sweep_done alone;

    sweep_done_init(&done, models->relay, &what);
    assert_int_equal(sweep_rows_n_failed(&done.rows), 5);
    for (uint64_t k = 5; k < 10; k++) {
        assert_memory_equal(done.rows.reasons[k],
                            "the network does not come to rest: ", 35);
        assert_string_equal(done.rows.reasons[k], done.rows.reasons[5]);
    }
    sweep_trial_expect_single(&done.trial, &done.rows);
    sweep_done_init(&alone, models->relay, &calm);
    assert_int_equal(alone.rows.n, 5);
    sweep_rows_expect_same(&alone.rows, &done.rows);
    sweep_done_finish(&alone);
    sweep_done_finish(&done);
}

/* Grown without end at k = 1: where points share that rest, its reason is theirs. */
static void
test_a_rest_that_fails_is_tried_once(void **state)
{
    static const char text[] = "A = 1; k = 1; J: A -> ; k; B = 1; J2: B -> ; B\n"
                               "inhibit_it = 0; r := B*(1 - inhibit_it)\n";
    const size_t n_lanes = pl_isa_lanes(pl_isa_best());
    const struct {
        struct sweep_case what;
        uint64_t n_failed;
        size_t n_rests, n_again, most; /* of the last two together */
    } rows[] = {
        /* before all points */
        {{.vary = {"k=0..1:2", "inhibit_it=0..1:30"}}, 30, 2, 1, 3},
        {{.vary = {"inhibit_it=0..1:30", "k=0..1:3"}}, 60, 3, 2, 5},
        /* by those that come first, in a group each at once */
        {{.design = "lhs:60", .vary = {"inhibit_it=0..1"}}, 60, 1, 1, 2 * n_lanes},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_case what = rows[i].what;
        struct pl_sweep_statistics statistics;
        struct sweep_done done;
        struct sweep_rows again;

        what.duration = 1.0;
        what.equilibrate = PL_EQUILIBRATE_YES;
        what.measures[0] = "r";
        what.measures[1] = "max:r";
        sweep_done_init_text(&done, models->folder, text, &what);
        statistics = pl_sweep_get_statistics(done.trial.sweep);
        assert_int_equal(sweep_rows_n_failed(&done.rows), rows[i].n_failed);
        assert_true(statistics.n_rests >= rows[i].n_rests);
        assert_true(statistics.n_again >= rows[i].n_again);
        assert_true(statistics.n_rests + statistics.n_again <= rows[i].most);
        sweep_trial_expect_single(&done.trial, &done.rows);

        /* and it is kept for another run of the sweep */
        sweep_rows_init(&again, 0, done.rows.n, done.rows.n_values);
        assert_int_equal(sweep_trial_run(&done.trial, NULL, &again), PL_OK);
        sweep_rows_expect_same(&again, &done.rows);
        statistics = pl_sweep_get_statistics(done.trial.sweep);
        assert_int_equal(statistics.n_rests, 0);
        assert_int_equal(statistics.n_again, 0);
        sweep_rows_finish(&again);
        sweep_done_finish(&done);
    }
}

/* ---- memory that is out */

/* A sweep from its design on. */
struct task {
    const struct sweep_trial *trial;
    const struct sweep_rows *want; /* what it gives when all goes well */
    size_t n_threads;
};

/* Compare a row with what it ought to be; PL_ERR_OPTION for another one. */
static enum pl_status
compare_row(void *context, uint64_t k, const double *values, const char *reason,
            struct pl_diags *diags)
{
    const struct task *task = context;
    const struct sweep_rows *want = task->want;
    const size_t size = want->n_values * sizeof *values;

    return (reason != NULL) == (want->reasons[k] != NULL) &&
                   (reason == NULL || strcmp(reason, want->reasons[k]) == 0) &&
                   memcmp(values, want->values + k * want->n_values, size) == 0
               ? PL_OK
               : pl_diag_error(diags, PL_ERR_OPTION, NULL, "another row: %s",
                               reason != NULL ? reason : "(no reason)");
}

static enum pl_status
create_and_run(void *context)
{
    struct task *task = context;
    const struct sweep_trial *trial = task->trial;
    const struct pl_sweep_work work = {
        .context = task, .n = trial->n_points, .done = compare_row};
    struct pl_sweep_options options = trial->options;
    struct pl_diags *diags = pl_diags_create();
    struct pl_sweep *sweep = NULL;
    enum pl_status status = PL_OK;

    options.n_threads = task->n_threads;
    status = pl_sweep_create(trial->context, trial->treatment, trial->design, &options,
                             diags, &sweep);
    if (status == PL_OK) {
        status = pl_sweep_run(sweep, &work, diags);
    }
    if (diags != NULL) {
        assert_int_equal(pl_diags_n_errors(diags), status != PL_OK);
    } else if (status == PL_OK) {
        status = PL_ERR_NOMEM; /* of its messages alone */
    }
    if (status == PL_ERR_OPTION) {
        print_error("%s\n", pl_diags_first_error(diags));
    }
    pl_sweep_destroy(sweep);
    pl_diags_destroy(diags);
    return status;
}

static const struct sweep_case for_no_memory = {
    .words = "--inhibit kinaseA=0.5@10min..20min",
    .vary = {"ligand=0.5..2:3", "Binib=0..90nM:2"},
    .measures = {"pA@15min", "max:pA", "fold:pB"},
    .duration = 60.0,
    .rtol = 1e-3,
};

static void
test_sweep_survives_no_memory(void **state)
{
    const struct sweep_models *models = *state;
    struct sweep_done done;
    struct task task = {&done.trial, &done.rows, 1};

    sweep_done_init(&done, models->feedback, &for_no_memory);
    (void)assert_survives_no_memory(create_and_run, &task);
    sweep_done_finish(&done);
}

/* A rest and a start that fail: their messages take memory too. */
static void
test_sweep_with_failures_survives_no_memory(void **state)
{
    static const struct {
        const char *text;
        struct sweep_case what;
    } rows[] = {
        {"A = 1; k = 0.1; J: A -> ; k; B = 1; m = 1; J2: B -> ; m*B\n",
         {.vary = {"k=0..1:2", "m=0.1..0.2:2"}, .equilibrate = PL_EQUILIBRATE_YES}},
        {"A = 1; B = 1/k; k = 0.1; J: A -> ; k*A + 0*B\n",
         {.vary = {"k=-0.5..0.5:3"}, .equilibrate = PL_EQUILIBRATE_NO}},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_case what = rows[i].what;
        struct sweep_done done;
        struct task task = {&done.trial, &done.rows, 1};

        what.measures[0] = "A";
        what.duration = 1.0;
        sweep_done_init_text(&done, models->folder, rows[i].text, &what);
        assert_in_range(sweep_rows_n_failed(&done.rows), 1, done.rows.n - 1);
        for (size_t n = 1; n < 2000; n++) {
            enum pl_status status = PL_OK;

            test_fail_allocation(n, n % 2 == 0);
            status = create_and_run(&task);
            /* a note that is lost is in no row */
            assert_true(status == PL_OK || status == PL_ERR_NOMEM);
            if (!test_allow_allocations()) {
                assert_int_equal(status, PL_OK);
                break;
            }
        }
        sweep_done_finish(&done);
    }
}

static void
test_sweep_on_threads_survives_no_memory(void **state)
{
    const struct sweep_models *models = *state;
    struct sweep_done done;
    struct task task = {&done.trial, &done.rows, 3};
    size_t n_failed = 0;

    if (SWEEP_SANITIZED) {
        skip(); /* which allocation is the n-th is not settled between threads */
    }
    sweep_done_init(&done, models->feedback, &for_no_memory);
    for (size_t n = 1; n < 1200; n += 7) {
        enum pl_status status = PL_OK;
        bool failed = false;

        test_fail_allocation(n, n % 2 == 0);
        status = create_and_run(&task);
        failed = test_allow_allocations();
        assert_true(status == PL_OK || (failed && status == PL_ERR_NOMEM));
        n_failed += failed;
    }
    assert_true(n_failed > 20);
    sweep_done_finish(&done);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_point_that_fails_has_a_reason_and_no_numbers),
        cmocka_unit_test(test_a_readout_that_is_not_finite_is_no_failure),
        cmocka_unit_test(test_points_run_out_of_steps_as_single_runs_do),
        cmocka_unit_test(test_the_last_step_that_is_allowed_is_taken),
        cmocka_unit_test(test_a_rest_that_is_not_there_fails_its_points_alone),
        cmocka_unit_test(test_a_rest_that_fails_is_tried_once),
        cmocka_unit_test(test_sweep_survives_no_memory),
        cmocka_unit_test(test_sweep_with_failures_survives_no_memory),
        cmocka_unit_test(test_sweep_on_threads_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
