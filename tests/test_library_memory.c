/*
 * test_library_memory.c - the library when memory runs out, anywhere.
 *
 * With GSL's default error handler, as test_library.c.
 */
#include "pathloop.h"

#include "host.h"
#include "testlib.h"

static enum pl_status
load_and_run(void *context)
{
    static const char *const treatments[] = {"background set S=2",
                                             "drug MK1=10nM@1h..2h"};
    struct pl_run_options options = host_options(treatments, 2);
    struct pl_network *network = NULL;
    struct pl_run *made = NULL;
    char *message = NULL;
    int answer = pl_network_load("small.ant", &network, context);

    assert_true((answer == 0) == (network != NULL));
    options.cell = "rich";
    options.rtol = 1e-3;
    if (answer == 0) {
        answer = pl_network_run(network, &options, &made, &message);
        assert_true((answer == 0) == (made != NULL));
    }
    free(message);
    pl_run_destroy(made);
    pl_network_destroy(network);
    return (enum pl_status)answer;
}

static void
test_library_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(load_and_run, NULL) > 100);
}

/* Two points in two cells. */
static int
run_batch(const struct host *host, const double *values, struct pl_batch **batch)
{
    static const char *const columns[] = {"K_D", "cell", "D"};
    static const char *const measures[] = {"A", "max:A@1h"};
    struct pl_batch_options options = pl_batch_options_default();
    char *message = NULL;
    int answer = 0;

    options.columns = columns;
    options.n_columns = 3;
    options.values = values;
    options.n_points = 2;
    options.measures = measures;
    options.n_measures = 2;
    options.duration = "3h";
    options.rtol = 1e-3;
    options.n_threads = 1;
    options.kernel = "tape";
    answer = pl_network_batch(host->network, &options, batch, &message);
    assert_true((answer == 0) == (*batch != NULL));
    free(message);
    return answer;
}

static enum pl_status
run_good_batch(void *context)
{
    static const double values[] = {2.0, 1.0, 0.5, 10.0, 0.0, 0.0};
    struct pl_batch *batch = NULL;
    const int answer = run_batch(context, values, &batch);

    assert_true(answer != 0 || pl_batch_n_failed(batch) == 0);
    pl_batch_destroy(batch);
    return (enum pl_status)answer;
}

static void
test_batch_survives_no_memory(void **state)
{
    assert_true(assert_survives_no_memory(run_good_batch, *state) > 100);
}

/* A lack of memory is no reason of a point's, though it may cost a reason its details. */
static void
test_batch_with_a_point_that_fails_survives_no_memory(void **state)
{
    static const double values[] = {2.0, 1.0, 0.5, 0.0, 0.0, 0.0}; /* 0/0 nM */
    static const char end[] = "is not finite at t = 0 h";
    size_t n_refused = 0;
    bool failed = true;

    for (size_t n = 1; failed; n++) {
        for (int sticky = 0; sticky < 2; sticky++) {
            struct pl_batch *batch = NULL;
            int answer = 0;

            test_fail_allocation(n, sticky == 1);
            answer = run_batch(*state, values, &batch);
            failed = test_allow_allocations();
            if (answer == 0) {
                assert_int_equal(pl_batch_n_failed(batch), 1);
                assert_null(pl_batch_reason(batch, 0));
                assert_non_null(strstr(pl_batch_reason(batch, 1), end));
            } else {
                assert_int_equal(answer, -1);
                n_refused++;
            }
            pl_batch_destroy(batch);
        }
    }
    assert_true(n_refused > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library_survives_no_memory),
        cmocka_unit_test(test_batch_survives_no_memory),
        cmocka_unit_test(test_batch_with_a_point_that_fails_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, host_set_up, host_tear_down);
}
