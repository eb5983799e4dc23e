/*
 * test_library.c - the library as a host program meets it: pathloop.h and nothing else.
 *
 * GSL's error handler is the default one here, which ends the process: so does no run
 * and no error of these tests.
 */
#include "pathloop.h"

#include <pthread.h>

#include <gsl/gsl_errno.h>

#include "host.h"
#include "testlib.h"

/* ---- what needs no network ---- */

static void
test_version_is_that_of_the_project(void **state)
{
    (void)state;
    assert_string_equal(pl_version(), getenv("PL_TEST_VERSION"));
}

static void
test_error_text_knows_every_answer(void **state)
{
    static const char *const texts[] = {
        "ok",
        "out of memory",
        "an option is unknown or out of range",
        "a name is not in the model or its tables",
        "a file could not be read or written",
        "a text does not follow its language",
        "the model has errors",
        "a rate law gave a value that is not finite",
        "the integration did not reach its end",
        "the network does not come to rest",
        "stopped from outside",
        "a helper program is missing or failed",
        "unknown status",
    };

    (void)state;
    for (size_t k = 0; k < N_OF(texts); k++) {
        assert_string_equal(pl_error_text(-(int)k), texts[k]);
    }
    assert_string_equal(pl_error_text(1), "unknown status");
}

static void
test_options_default_is_what_the_program_does(void **state)
{
    const struct pl_run_options options = pl_run_options_default();

    (void)state;
    assert_null(options.cell);
    assert_null(options.variant);
    assert_null(options.treatments);
    assert_int_equal(options.n_treatments, 0);
    assert_string_equal(options.duration, "48h");
    assert_int_equal(options.n_points, 481);
    assert_null(options.readouts);
    assert_int_equal(options.n_readouts, 0);
    assert_string_equal(options.method, "auto");
    assert_int_equal(options.gsl_handler_is_off, 0);
    assert_true(options.rtol == 1e-6);
}

static void
test_destroy_accepts_null(void **state)
{
    (void)state;
    pl_network_destroy(NULL);
    pl_run_destroy(NULL);
    pl_batch_destroy(NULL);
}

static void
test_cells_are_counted_as_in_their_table(void **state)
{
    const struct host *host = *state;
    struct pl_network *without = host_load("timeless.ant");

    assert_int_equal(pl_network_n_cells(host->network), 2);
    assert_string_equal(pl_network_cell(host->network, 0), "plain");
    assert_string_equal(pl_network_cell(host->network, 1), "rich");
    assert_null(pl_network_cell(host->network, 2));
    assert_null(pl_network_cell(host->network, (size_t)-1));
    assert_int_equal(pl_network_n_cells(without), 0);
    assert_null(pl_network_cell(without, 0));
    pl_network_destroy(without);
}

/* ---- treatments ---- */

static double
rests_at_1(double t)
{
    (void)t;
    return 1.0;
}

static double
rests_at_2(double t)
{
    return 2.0 * rests_at_1(t);
}

static double
rests_at_a_half(double t)
{
    return 0.5 * rests_at_1(t);
}

static double
falls_to_0(double t)
{
    return exp(-t);
}

static double
falls_from_a_half_to_0(double t)
{
    return 0.5 * exp(-t);
}

static double
falls_to_a_half(double t)
{
    return 0.5 + 0.5 * exp(-t);
}

static double
rises_to_2(double t)
{
    return 2.0 - exp(-t);
}

/* Half of S from 1 h to 2 h. */
static double
dips_from_1_to_2(double t)
{
    const double at_2 = falls_to_a_half(1.0);

    if (t <= 1.0) {
        return 1.0;
    }
    return t <= 2.0 ? falls_to_a_half(t - 1.0) : 1.0 - (1.0 - at_2) * exp(-(t - 2.0));
}

/* S is 2, the brake stays at 0.5: A' = 1.5 - 0.5 A */
static double
rises_to_3_with_a_clamp(double t)
{
    return 3.0 - 2.0 * exp(-0.5 * t);
}

/* From the file's own value, 5, since nothing asks for rest: to 1, with S = 2 to 2, and
 * without the brake at the rate d to 2. */
static double
falls_from_5(double t)
{
    return 1.0 + 4.0 * exp(-t);
}

static double
falls_from_5_to_2(double t)
{
    return 2.0 + 3.0 * exp(-t);
}

static double
falls_from_5_without_a_brake(double t)
{
    return 2.0 + 3.0 * exp(-0.5 * t);
}

static const struct way {
    const char *treatments[2];
    bool treated; /* there are folds */
    double (*exact)(double t);
} ways[] = {
    {{NULL}, false, falls_from_5},
    {{"inhibit T"}, true, falls_to_0},
    {{"inhibit T=0.5"}, true, falls_to_a_half},
    {{"inhibit T=0.5@1h..2h"}, true, dips_from_1_to_2},
    {{"drug D=10nM"}, true, falls_to_a_half},
    {{"drug MK1=0.01uM"}, true, falls_to_a_half},
    {{"drug inhibitor=10000pM"}, true, falls_to_a_half},
    {{"set S=2"}, false, falls_from_5_to_2},
    {{"set S=2", "inhibit T=0"}, true, rests_at_2},
    {{"set S=2@0h"}, true, rises_to_2},
    {{"cut A_S"}, false, falls_from_5_without_a_brake},
    {{"cut A_S", "inhibit T=0"}, true, rests_at_2},
    {{"clamp A_S"}, true, rests_at_1},
    {{"clamp A_S", "set S=2@0"}, true, rises_to_3_with_a_clamp},
    {{"background drug D=10nM"}, false, rests_at_a_half},
    {{"background set S=4, drug D-one=10nM"}, false, rests_at_2},
    {{"background drug D=10nM", "inhibit T"}, true, falls_from_a_half_to_0},
};

/* A in the second column, and its fold in the third when there is one. */
static void
expect_course(const struct pl_run *run, bool treated, double (*exact)(double t))
{
    assert_int_equal(pl_run_n_columns(run), treated ? 5 : 3);
    assert_int_equal(pl_run_n_rows(run), 7);
    assert_string_equal(pl_run_column(run, 0), "time_h");
    assert_string_equal(pl_run_column(run, 1), "A");
    for (size_t row = 0; row < 7; row++) {
        const double t = 0.5 * (double)row;

        assert_close(pl_run_value(run, row, 0), t, 1e-15, 0.0);
        assert_close(pl_run_value(run, row, 1), exact(t), 1e-6, 0.0);
        if (treated) {
            assert_close(pl_run_value(run, row, 2), exact(t) / exact(0.0), 1e-6, 0.0);
        }
    }
}

static void
test_run_follows_treatments_of_every_kind(void **state)
{
    const struct host *host = *state;

    for (size_t k = 0; k < N_OF(ways); k++) {
        const size_t n = ways[k].treatments[0] == NULL   ? 0
                         : ways[k].treatments[1] == NULL ? 1
                                                         : 2;
        const struct pl_run_options options = host_options(ways[k].treatments, n);
        struct pl_run *made = host_run(host->network, &options);

        expect_course(made, ways[k].treated, ways[k].exact);
        pl_run_destroy(made);
    }
}

static void
test_run_names_readouts_and_folds(void **state)
{
    static const char *const want[] = {"time_h", "A", "A_fold", "nothing",
                                       "nothing_fold"};
    static const char *const treatment[] = {"inhibit T"};
    const struct host *host = *state;
    const struct pl_run_options options = host_options(treatment, 1);
    struct pl_run *made = host_run(host->network, &options);

    assert_int_equal(pl_run_n_columns(made), N_OF(want));
    for (size_t k = 0; k < N_OF(want); k++) {
        assert_string_equal(pl_run_column(made, k), want[k]);
    }
    assert_true(pl_run_value(made, 3, 3) == 0.0);
    assert_true(isnan(pl_run_value(made, 3, 4))); /* of a level of 0 */
    pl_run_destroy(made);
}

static void
test_value_and_column_out_of_range_are_nothing(void **state)
{
    const struct host *host = *state;
    const struct pl_run_options options = host_options(NULL, 0);
    struct pl_run *made = host_run(host->network, &options);

    assert_non_null(pl_run_column(made, 2));
    assert_null(pl_run_column(made, 3));
    assert_null(pl_run_column(made, (size_t)-1));
    assert_true(isfinite(pl_run_value(made, 6, 2)));
    assert_true(isnan(pl_run_value(made, 7, 2)));
    assert_true(isnan(pl_run_value(made, 6, 3)));
    assert_true(isnan(pl_run_value(made, (size_t)-1, 0)));
    assert_true(isnan(pl_run_value(made, 0, (size_t)-1)));
    pl_run_destroy(made);
}

/* ---- other options ---- */

static void
test_run_starts_from_a_cell_and_a_variant(void **state)
{
    static const char *const nothing_done[] = {"inhibit T=0"}; /* for a rest */
    static const struct {
        const char *cell, *variant;
        double rest;
    } rows[] = {
        {NULL, NULL, 1.0},   {"plain", NULL, 1.0},  {"rich", NULL, 3.0},
        {NULL, "fast", 0.5}, {"RICH", "Fast", 1.5},
    };
    const struct host *host = *state;

    for (size_t k = 0; k < N_OF(rows); k++) {
        struct pl_run_options options = host_options(nothing_done, 1);
        struct pl_run *made = NULL;

        options.cell = rows[k].cell;
        options.variant = rows[k].variant;
        made = host_run(host->network, &options);
        assert_close(pl_run_value(made, 0, 1), rows[k].rest, 1e-9, 0.0);
        assert_close(pl_run_value(made, 6, 1), rows[k].rest, 1e-9, 0.0);
        pl_run_destroy(made);
    }
}

static void
test_run_gives_the_readouts_asked_for(void **state)
{
    static const char *const names[] = {"make", "A", "drug_D"};
    const struct host *host = *state;
    struct pl_run_options options = host_options(NULL, 0);
    struct pl_run *made = NULL;

    options.readouts = names;
    options.n_readouts = N_OF(names);
    made = host_run(host->network, &options);
    assert_int_equal(pl_run_n_columns(made), 4);
    for (size_t k = 0; k < N_OF(names); k++) {
        assert_string_equal(pl_run_column(made, k + 1), names[k]);
    }
    assert_true(pl_run_value(made, 2, 1) == 1.0);
    assert_true(pl_run_value(made, 2, 3) == 0.0);
    pl_run_destroy(made);
}

static void
test_run_goes_by_every_method_that_keeps_clear_of_the_handler(void **state)
{
    static const char *const methods[] = {"auto",  "rodas", "msadams", "rk8pd",
                                          "rkf45", "rkck",  "rk4",     "rk2"};
    static const char *const treatment[] = {"inhibit T"};
    const struct host *host = *state;

    for (size_t k = 0; k < N_OF(methods); k++) {
        struct pl_run_options options = host_options(treatment, 1);
        struct pl_run *made = NULL;

        options.method = methods[k];
        options.rtol = 1e-5;
        made = host_run(host->network, &options);
        assert_close(pl_run_value(made, 6, 1), exp(-3.0), 1e-2, 0.0);
        pl_run_destroy(made);
    }
}

/* A model that does not say what its time is counted in. */
static void
test_run_without_a_time_unit_takes_bare_numbers(void **state)
{
    struct pl_network *network = host_load("timeless.ant");
    struct pl_run_options options = pl_run_options_default();
    struct pl_run *made = NULL;
    char *message = NULL;

    (void)state;
    assert_int_equal(pl_network_run(network, &options, &made, &message), -2);
    assert_null(made);
    host_expect_message(
        message, "error: 48h: the model does not say what a unit of its time is\n"
                 "hint: write the bare number, or add a line to the model: "
                 "unit time_unit = 60 second\n");
    options.duration = "10";
    options.n_points = 2;
    made = host_run(network, &options);
    assert_string_equal(pl_run_column(made, 0), "time");
    assert_string_equal(pl_run_column(made, 1), "A");
    assert_true(pl_run_value(made, 1, 0) == 10.0);
    assert_close(pl_run_value(made, 1, 1), exp(-1.0), 1e-4, 0.0);
    pl_run_destroy(made);
    pl_network_destroy(network);
}

/* ---- threads, and the host ---- */

/* One run in a thread of its own. */
struct job {
    const struct pl_network *network;
    const struct pl_run_options *options;
    pthread_barrier_t *start;
    struct pl_run *run;
    int answer;
};

static void *
do_job(void *context)
{
    struct job *job = context;

    pthread_barrier_wait(job->start);
    job->answer = pl_network_run(job->network, job->options, &job->run, NULL);
    return NULL;
}

static void
expect_same_bits(const struct pl_run *one, const struct pl_run *other)
{
    assert_int_equal(pl_run_n_rows(one), pl_run_n_rows(other));
    assert_int_equal(pl_run_n_columns(one), pl_run_n_columns(other));
    for (size_t row = 0; row < pl_run_n_rows(one); row++) {
        for (size_t column = 0; column < pl_run_n_columns(one); column++) {
            const double a = pl_run_value(one, row, column);
            const double b = pl_run_value(other, row, column);

            assert_memory_equal(&a, &b, sizeof a);
        }
    }
}

static void
test_runs_in_threads_have_the_bits_of_a_run_alone(void **state)
{
    enum { N_THREADS = 2 };
    static const char *const treatments[] = {"drug everolimus=20nM", "clamp S6K_IRS1"};
    struct pl_run_options options = pl_run_options_default();
    char *path = test_source_path("models/her2-mtor.ant");
    struct pl_network *network = host_load(path);
    struct pl_run *alone = NULL;
    struct job jobs[N_THREADS];
    pthread_t threads[N_THREADS];
    pthread_barrier_t start;

    (void)state;
    options.treatments = treatments;
    options.n_treatments = 2;
    alone = host_run(network, &options);
    assert_int_equal(pthread_barrier_init(&start, NULL, N_THREADS), 0);
    for (size_t k = 0; k < N_THREADS; k++) {
        jobs[k] = (struct job){network, &options, &start, NULL, -1};
        assert_int_equal(pthread_create(&threads[k], NULL, do_job, &jobs[k]), 0);
    }
    for (size_t k = 0; k < N_THREADS; k++) {
        assert_int_equal(pthread_join(threads[k], NULL), 0);
        assert_int_equal(jobs[k].answer, 0);
        expect_same_bits(jobs[k].run, alone);
        pl_run_destroy(jobs[k].run);
    }
    pthread_barrier_destroy(&start);
    pl_run_destroy(alone);
    pl_network_destroy(network);
    free(path);
}

/* A host that writes numbers with a comma. */
static void
test_run_does_not_follow_the_locale(void **state)
{
    static const char *const treatment[] = {"inhibit T=0.5"};
    const struct pl_run_options options = host_options(treatment, 1);
    struct pl_network *network = NULL;
    struct pl_run *made = NULL;

    (void)state;
    test_enter_comma_locale();
    network = host_load("small.ant");
    made = host_run(network, &options);
    test_leave_locale();
    expect_course(made, true, falls_to_a_half);
    pl_run_destroy(made);
    pl_network_destroy(network);
}

/* NULL is GSL's own handler; nothing above has put another in its place. */
static void
test_library_leaves_the_handler_of_gsl_alone(void **state)
{
    (void)state;
    assert_true(gsl_set_error_handler(NULL) == NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_version_is_that_of_the_project),
        cmocka_unit_test(test_error_text_knows_every_answer),
        cmocka_unit_test(test_options_default_is_what_the_program_does),
        cmocka_unit_test(test_destroy_accepts_null),
        cmocka_unit_test(test_cells_are_counted_as_in_their_table),
        cmocka_unit_test(test_run_follows_treatments_of_every_kind),
        cmocka_unit_test(test_run_names_readouts_and_folds),
        cmocka_unit_test(test_value_and_column_out_of_range_are_nothing),
        cmocka_unit_test(test_run_starts_from_a_cell_and_a_variant),
        cmocka_unit_test(test_run_gives_the_readouts_asked_for),
        cmocka_unit_test(test_run_goes_by_every_method_that_keeps_clear_of_the_handler),
        cmocka_unit_test(test_run_without_a_time_unit_takes_bare_numbers),
        cmocka_unit_test(test_runs_in_threads_have_the_bits_of_a_run_alone),
        cmocka_unit_test(test_run_does_not_follow_the_locale),
        cmocka_unit_test(test_library_leaves_the_handler_of_gsl_alone),
    };

    return cmocka_run_group_tests(tests, host_set_up, host_tear_down);
}
