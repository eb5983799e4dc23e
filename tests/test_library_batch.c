/*
 * test_library_batch.c - many points by one call: pathloop.h's batches.
 *
 * With GSL's default error handler, as test_library.c.
 */
#include "pathloop.h"

#include <pthread.h>

#include <gsl/gsl_errno.h>

#include "host.h"
#include "testlib.h"

/* Of a batch on small.ant, for three hours in tight steps. */
static struct pl_batch_options
batch_options(const char *const *columns, size_t n_columns, const double *values,
              size_t n_points, const char *const *measures, size_t n_measures)
{
    struct pl_batch_options options = pl_batch_options_default();

    options.columns = columns;
    options.n_columns = n_columns;
    options.values = values;
    options.n_points = n_points;
    options.measures = measures;
    options.n_measures = n_measures;
    options.duration = "3h";
    options.rtol = 1e-10;
    return options;
}

/* A batch without a word. */
static struct pl_batch *
run_batch(const struct pl_network *network, const struct pl_batch_options *options)
{
    struct pl_batch *batch = NULL;
    char *message = NULL;

    if (pl_network_batch(network, options, &batch, &message) != 0) {
        fail_msg("%s", message);
    }
    host_expect_message(message, NULL);
    return batch;
}

static void
test_options_default_is_what_the_program_does(void **state)
{
    const struct pl_batch_options options = pl_batch_options_default();

    (void)state;
    assert_int_equal(options.n_columns, 0);
    assert_int_equal(options.n_points, 0);
    assert_int_equal(options.n_measures, 0);
    assert_null(options.cell);
    assert_null(options.variant);
    assert_int_equal(options.n_treatments, 0);
    assert_string_equal(options.duration, "48h");
    assert_string_equal(options.method, "auto");
    assert_int_equal(options.gsl_handler_is_off, 0);
    assert_true(options.rtol == 1e-6);
    assert_int_equal(options.max_steps, 100000);
    assert_int_equal(options.n_threads, 0);
    assert_string_equal(options.kernel, "auto");
    assert_true(options.progress == NULL);
}

/* ---- numbers ---- */

/* A rests at S/(g + d) and follows S (1 - T)/(1 + D/10) at the rate 1/h. */
static void
test_batch_gives_every_measure_of_every_point(void **state)
{
    static const char *const columns[] = {"drug_D", "S", "T"};
    static const double values[][3] = {
        {0.0, 1.0, 0.5}, {10.0, 2.0, 0.0}, {30.0, 1.0, 0.0}, {10.0, 4.0, 0.5}};
    static const char *const measures[] = {"A",        "A@1h",  "fold:A@90min", "max:A",
                                           "min:A@2h", "auc:A", "time-to-max:A"};
    const struct host *host = *state;
    const struct pl_batch_options options =
        batch_options(columns, 3, values[0], 4, measures, N_OF(measures));
    struct pl_batch *batch = run_batch(host->network, &options);
    const double *all = pl_batch_values(batch);

    assert_int_equal(pl_batch_n_failed(batch), 0);
    for (size_t k = 0; k < 4; k++) {
        const double start = values[k][1];
        const double end = start * (1.0 - values[k][2]) / (1.0 + values[k][0] / 10.0);
        const double want[] = {
            end + (start - end) * exp(-3.0),
            end + (start - end) * exp(-1.0),
            (end + (start - end) * exp(-1.5)) / start,
            start,
            end + (start - end) * exp(-2.0),
            3.0 * end + (start - end) * (1.0 - exp(-3.0)),
            0.0,
        };

        assert_null(pl_batch_reason(batch, k));
        for (size_t m = 0; m < N_OF(measures); m++) {
            assert_close(pl_batch_value(batch, k, m), want[m], 1e-7, 1e-12);
            assert_true(all[k * N_OF(measures) + m] == pl_batch_value(batch, k, m));
        }
    }
    pl_batch_destroy(batch);
}

static void
test_values_and_reasons_out_of_range_are_nothing(void **state)
{
    static const char *const columns[] = {"S"};
    static const double values[] = {1.0, 2.0};
    static const char *const measures[] = {"A"};
    const struct host *host = *state;
    const struct pl_batch_options options =
        batch_options(columns, 1, values, 2, measures, 1);
    struct pl_batch *batch = run_batch(host->network, &options);

    assert_true(isfinite(pl_batch_value(batch, 1, 0)));
    assert_true(isnan(pl_batch_value(batch, 2, 0)));
    assert_true(isnan(pl_batch_value(batch, 1, 1)));
    assert_true(isnan(pl_batch_value(batch, (size_t)-1, 0)));
    assert_true(isnan(pl_batch_value(batch, 0, (size_t)-1)));
    assert_null(pl_batch_reason(batch, 2));
    assert_null(pl_batch_reason(batch, (size_t)-1));
    pl_batch_destroy(batch);
}

static void
test_batch_takes_what_all_points_share(void **state)
{
    static const char *const columns[] = {"inhibit_T"};
    static const double values[] = {0.0};
    static const char *const measures[] = {"A@0h", "A@3h"};
    static const char *const treatments[] = {"background drug D=10nM", "set S=6@1h"};
    const struct host *host = *state;
    struct pl_batch_options options = batch_options(columns, 1, values, 1, measures, 2);
    struct pl_batch *batch = NULL;

    options.cell = "rich";
    options.variant = "fast";
    options.treatments = treatments;
    options.n_treatments = 2;
    batch = run_batch(host->network, &options);
    /* S = 3 and g + d = 2, both halved by the drug; S = 6 from 1 h on */
    assert_close(pl_batch_value(batch, 0, 0), 0.75, 1e-9, 0.0);
    assert_close(pl_batch_value(batch, 0, 1), 1.5 - 0.75 * exp(-4.0), 1e-7, 0.0);
    pl_batch_destroy(batch);
}

/* Lower 52 bits at random, of numbers from 1 to 2. */
static double
any_number(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return 1.0 + (double)(*seed >> 12) * 0x1p-52;
}

enum { N_POINTS = 37, N_COLUMNS = 5 };

/* Of her2-mtor: a dose and a fraction from 0 h on, a rate constant and an amount of
 * growth factor before the rest, and the cell. */
static const char *const her2_columns[N_COLUMNS] = {"everolimus", "inhibit_MEK",
                                                    "k_removal", "cell", "drug_MK2206"};
static const char *const her2_measures[] = {"pAkt_S473", "pAkt_S473@24h", "pS6K@24h",
                                            "fold:pAkt_S473@24h"};

static void
fill_points(const struct pl_network *network, double *values)
{
    uint64_t seed = 7;

    for (size_t k = 0; k < N_POINTS; k++) {
        double *row = values + k * N_COLUMNS;

        row[0] = 20.0 * (any_number(&seed) - 1.0);
        row[1] = k % 3 == 0 ? 0.0 : any_number(&seed) - 1.0;
        row[2] = 0.0125 * any_number(&seed);
        row[3] = (double)(k % pl_network_n_cells(network));
        row[4] = k % 2 == 0 ? 0.0 : 1000.0 * (any_number(&seed) - 1.0);
    }
}

/* The numbers of one point, from a run: rows at 0, 24 and 48 h. */
static void
run_point(const struct pl_network *network, const char *method, const double *row,
          double *numbers)
{
    static const char *const readouts[] = {"pAkt_S473", "pS6K"};
    char texts[4][80];
    const char *treatments[4] = {texts[0], texts[1], texts[2], texts[3]};
    struct pl_run_options options = pl_run_options_default();
    struct pl_run *run = NULL;

    snprintf(texts[0], sizeof texts[0], "drug everolimus=%.17gnM", row[0]);
    snprintf(texts[1], sizeof texts[1], "inhibit MEK=%.17g", row[1]);
    snprintf(texts[2], sizeof texts[2], "set k_removal=%.17g", row[2]);
    snprintf(texts[3], sizeof texts[3], "drug MK2206=%.17gnM", row[4]);
    options.cell = pl_network_cell(network, (size_t)row[3]);
    options.treatments = treatments;
    options.n_treatments = 4;
    options.n_points = 3;
    options.readouts = readouts;
    options.n_readouts = 2;
    options.method = method;
    options.gsl_handler_is_off = 1;
    run = host_run(network, &options);
    assert_string_equal(pl_run_column(run, 2), "pAkt_S473_fold");
    numbers[0] = pl_run_value(run, 2, 1);
    numbers[1] = pl_run_value(run, 1, 1);
    numbers[2] = pl_run_value(run, 1, 3);
    numbers[3] = pl_run_value(run, 1, 2);
    pl_run_destroy(run);
}

static struct pl_network *
load_her2(void)
{
    char *path = test_source_path("models/her2-mtor.ant");
    struct pl_network *network = host_load(path);

    free(path);
    return network;
}

static void
test_points_have_the_bits_of_runs_on_any_number_of_threads(void **state)
{
    static const struct {
        size_t n_threads;
        const char *kernel;
    } ways[] = {{1, "auto"}, {2, "auto"}, {3, "tape"}, {0, "auto"}};
    double values[N_POINTS * N_COLUMNS];
    double want[N_POINTS][N_OF(her2_measures)];
    struct pl_network *network = load_her2();
    struct pl_batch_options options = batch_options(
        her2_columns, N_COLUMNS, values, N_POINTS, her2_measures, N_OF(her2_measures));

    (void)state;
    options.duration = "48h";
    options.rtol = 1e-6;
    fill_points(network, values);
    for (size_t k = 0; k < N_POINTS; k++) {
        run_point(network, "auto", values + k * N_COLUMNS, want[k]);
    }
    for (size_t w = 0; w < N_OF(ways); w++) {
        struct pl_batch *batch = NULL;

        options.n_threads = ways[w].n_threads;
        options.kernel = ways[w].kernel;
        batch = run_batch(network, &options);
        assert_int_equal(pl_batch_n_failed(batch), 0);
        assert_memory_equal(pl_batch_values(batch), want, sizeof want);
        pl_batch_destroy(batch);
    }
    pl_network_destroy(network);
}

/* Also by a method that the host has to allow; the numbers are others. */
static void
test_points_have_the_bits_of_runs_by_the_same_method(void **state)
{
    static const char *const methods[] = {"auto", "rodas", "msbdf", "bsimp"};
    enum { N_FEW = 5 };
    double values[N_POINTS * N_COLUMNS];
    double want[N_OF(methods)][N_FEW][N_OF(her2_measures)];
    struct pl_network *network = load_her2();
    struct pl_batch_options options = batch_options(
        her2_columns, N_COLUMNS, values, N_FEW, her2_measures, N_OF(her2_measures));
    gsl_error_handler_t *before = gsl_set_error_handler_off();

    (void)state;
    options.duration = "48h";
    options.rtol = 1e-6;
    options.gsl_handler_is_off = 1;
    fill_points(network, values);
    for (size_t m = 0; m < N_OF(methods); m++) {
        struct pl_batch *batch = NULL;

        for (size_t k = 0; k < N_FEW; k++) {
            run_point(network, methods[m], values + k * N_COLUMNS, want[m][k]);
        }
        options.method = methods[m];
        batch = run_batch(network, &options);
        assert_int_equal(pl_batch_n_failed(batch), 0);
        assert_memory_equal(pl_batch_values(batch), want[m], sizeof want[m]);
        pl_batch_destroy(batch);
    }
    assert_memory_equal(want[0], want[1], sizeof want[0]);
    assert_memory_not_equal(want[1], want[2], sizeof want[0]);
    assert_memory_not_equal(want[2], want[3], sizeof want[0]);
    gsl_set_error_handler(before);
    pl_network_destroy(network);
}

/* ---- points that fail ---- */

/* x' = x^2 is at infinity at the time 1/x(0). */
static void
test_point_that_fails_is_a_row_of_nan_with_its_reason(void **state)
{
    static const char *const columns[] = {"x"};
    static const double values[] = {0.1, 1.0, 0.2, 2.0, 0.25};
    static const char *const measures[] = {"x", "max:x@1"};
    static const char begins[] = "integration stopped at t = ";
    struct pl_network *network = host_load("burst.ant");
    struct pl_batch_options options = batch_options(columns, 1, values, 5, measures, 2);
    struct pl_batch *batch = NULL;

    (void)state;
    options.duration = "3";
    batch = run_batch(network, &options);
    assert_int_equal(pl_batch_n_failed(batch), 2);
    for (size_t k = 0; k < 5; k++) {
        const char *reason = pl_batch_reason(batch, k);

        if (values[k] < 0.3) {
            assert_null(reason);
            assert_close(pl_batch_value(batch, k, 0),
                         values[k] / (1.0 - 3.0 * values[k]), 1e-6, 0.0);
        } else {
            assert_non_null(reason);
            assert_memory_equal(reason, begins, sizeof begins - 1);
            assert_null(strchr(reason, '\n'));
            assert_true(isnan(pl_batch_value(batch, k, 0)));
            assert_true(isnan(pl_batch_value(batch, k, 1)));
        }
    }
    pl_batch_destroy(batch);

    options.max_steps = 3;
    batch = run_batch(network, &options);
    assert_int_equal(pl_batch_n_failed(batch), 5);
    assert_non_null(strstr(pl_batch_reason(batch, 0), "3 steps"));
    pl_batch_destroy(batch);
    pl_network_destroy(network);
}

/* ---- progress ---- */

/* What a progress callback has seen. */
struct seen {
    pthread_t thread;
    size_t n_calls;
    size_t n_done, n_points; /* of the newest call */
    int answer;
};

static int
look(void *context, size_t n_done, size_t n_points)
{
    struct seen *seen = context;

    assert_true(pthread_equal(seen->thread, pthread_self()));
    assert_true(n_done >= seen->n_done && n_done <= n_points);
    seen->n_calls++;
    seen->n_done = n_done;
    seen->n_points = n_points;
    return seen->answer;
}

static void
test_progress_is_told_on_the_callers_thread_up_to_the_end(void **state)
{
    static const char *const columns[] = {"S"};
    static const double values[20] = {1.0};
    static const char *const measures[] = {"A"};
    const struct host *host = *state;
    struct seen seen = {.thread = pthread_self()};
    struct pl_batch_options options =
        batch_options(columns, 1, values, 20, measures, 1);
    struct pl_batch *batch = NULL;

    options.progress = look;
    options.context = &seen;
    for (size_t n = 1; n <= 2; n++) {
        options.n_threads = n;
        seen.n_done = 0;
        batch = run_batch(host->network, &options);
        assert_true(seen.n_calls >= n);
        assert_int_equal(seen.n_done, 20);
        assert_int_equal(seen.n_points, 20);
        assert_int_equal(pl_batch_n_failed(batch), 0);
        pl_batch_destroy(batch);
    }
}

/* So many points that the first call, after a tenth of a second, finds some left. */
static void
test_progress_ends_the_batch(void **state)
{
    enum { N_MANY = 1000000 };
    static const char *const columns[] = {"S"};
    static const char *const measures[] = {"A"};
    const struct host *host = *state;
    double *values = calloc(N_MANY, sizeof *values);
    struct seen seen = {.thread = pthread_self(), .answer = 1};
    struct pl_batch_options options =
        batch_options(columns, 1, values, N_MANY, measures, 1);
    struct pl_batch *batch = NULL;
    char *message = NULL;
    size_t n_done = 0;

    assert_non_null(values);
    for (size_t k = 0; k < N_MANY; k++) {
        values[k] = (double)k;
    }
    options.progress = look;
    options.context = &seen;
    options.n_threads = 2;
    assert_int_equal(pl_network_batch(host->network, &options, &batch, &message),
                     PL_ANSWER_STOPPED);
    host_expect_message(message, NULL);
    assert_non_null(batch);
    for (size_t k = 0; k < N_MANY; k++) {
        const char *reason = pl_batch_reason(batch, k);

        if (reason == NULL) {
            n_done++;
            assert_true(isfinite(pl_batch_value(batch, k, 0)));
        } else {
            assert_string_equal(reason, "not done: the batch was stopped");
            assert_true(isnan(pl_batch_value(batch, k, 0)));
        }
    }
    assert_true(n_done > 0 && n_done < N_MANY);
    assert_int_equal(pl_batch_n_failed(batch), N_MANY - n_done);
    pl_batch_destroy(batch);
    free(values);
}

static void
test_progress_cannot_end_what_is_done(void **state)
{
    static const char *const columns[] = {"S"};
    static const double values[] = {1.0};
    static const char *const measures[] = {"A"};
    const struct host *host = *state;
    struct seen seen = {.thread = pthread_self(), .answer = 1};
    struct pl_batch_options options = batch_options(columns, 1, values, 1, measures, 1);

    options.progress = look;
    options.context = &seen;
    pl_batch_destroy(run_batch(host->network, &options));
    assert_true(seen.n_calls > 0);
}

/* ---- hosts with threads of their own ---- */

/* A batch, or a run, in a thread of the host's. */
struct job {
    const struct pl_network *network;
    const struct pl_batch_options *options; /* NULL for a run */
    const double *row;
    pthread_barrier_t *start;
    double numbers[N_POINTS * N_OF(her2_measures)];
    int answer;
};

static void *
do_job(void *context)
{
    struct job *job = context;
    struct pl_batch *batch = NULL;

    pthread_barrier_wait(job->start);
    if (job->options == NULL) {
        run_point(job->network, "auto", job->row, job->numbers);
        job->answer = 0;
        return NULL;
    }
    job->answer = pl_network_batch(job->network, job->options, &batch, NULL);
    if (job->answer == 0) {
        memcpy(job->numbers, pl_batch_values(batch), sizeof job->numbers);
    }
    pl_batch_destroy(batch);
    return NULL;
}

static void
test_threads_of_the_host_share_a_network(void **state)
{
    enum { N_JOBS = 3 };
    double values[N_POINTS * N_COLUMNS];
    struct pl_network *network = load_her2();
    struct pl_batch_options options = batch_options(
        her2_columns, N_COLUMNS, values, N_POINTS, her2_measures, N_OF(her2_measures));
    struct pl_batch *alone = NULL;
    static struct job jobs[N_JOBS];
    pthread_t threads[N_JOBS];
    pthread_barrier_t start;

    (void)state;
    options.duration = "48h";
    options.rtol = 1e-6;
    options.n_threads = 2;
    fill_points(network, values);
    alone = run_batch(network, &options);
    assert_int_equal(pthread_barrier_init(&start, NULL, N_JOBS), 0);
    for (size_t k = 0; k < N_JOBS; k++) {
        jobs[k] = (struct job){.network = network,
                               .options = k < 2 ? &options : NULL,
                               .row = values,
                               .start = &start,
                               .answer = -1};
        assert_int_equal(pthread_create(&threads[k], NULL, do_job, &jobs[k]), 0);
    }
    for (size_t k = 0; k < N_JOBS; k++) {
        assert_int_equal(pthread_join(threads[k], NULL), 0);
        assert_int_equal(jobs[k].answer, 0);
        assert_memory_equal(jobs[k].numbers, pl_batch_values(alone),
                            (k < 2 ? N_POINTS : 1) * N_OF(her2_measures) *
                                sizeof(double));
    }
    pthread_barrier_destroy(&start);
    pl_batch_destroy(alone);
    pl_network_destroy(network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_default_is_what_the_program_does),
        cmocka_unit_test(test_batch_gives_every_measure_of_every_point),
        cmocka_unit_test(test_values_and_reasons_out_of_range_are_nothing),
        cmocka_unit_test(test_batch_takes_what_all_points_share),
        cmocka_unit_test(test_points_have_the_bits_of_runs_on_any_number_of_threads),
        cmocka_unit_test(test_points_have_the_bits_of_runs_by_the_same_method),
        cmocka_unit_test(test_point_that_fails_is_a_row_of_nan_with_its_reason),
        cmocka_unit_test(test_progress_is_told_on_the_callers_thread_up_to_the_end),
        cmocka_unit_test(test_progress_ends_the_batch),
        cmocka_unit_test(test_progress_cannot_end_what_is_done),
        cmocka_unit_test(test_threads_of_the_host_share_a_network),
    };

    return cmocka_run_group_tests(tests, host_set_up, host_tear_down);
}
