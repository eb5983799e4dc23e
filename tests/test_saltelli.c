/*
 * test_saltelli.c - Sobol's indices against closed forms and SALib.
 */
#include "testlib.h"

#include "analysis/resample.h"
#include "analysis/saltelli.h"
#include "base/diag.h"
#include "sensitivity_trial.h"

static const struct pl_saltelli_options usual = {
    .n_samples = 4096, .seed = 1, .n_resamples = 200, .level = 0.95};

/* a = 7, b = 0.1: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225. */
static void
test_run_finds_the_indices_of_ishigami(void **state)
{
    static const double first[] = {0.313905191147811, 0.442411144790041, 0.0};
    static const double total[] = {0.557588855209959, 0.442411144790041,
                                   0.243683664062148};
    struct known_function ishigami = known_make(3, 1, known_ishigami);
    const struct pl_asked asked = known_asked(&ishigami);
    struct pl_saltelli found = {0};

    (void)state;
    assert_int_equal(pl_saltelli_run(&asked, 3, 1, &usual, NULL, &found), PL_OK);
    assert_int_equal(ishigami.n_asked, 4096 * 5);
    assert_int_equal(pl_saltelli_n_points(3, 4096), 4096 * 5);
    assert_int_equal(found.n_used[0], 4096);
    assert_close(found.mean[0], 3.5, 1e-3, 0.0);
    assert_close(found.variance[0], 13.844587940719254, 1e-3, 0.0);
    for (int i = 0; i < 3; i++) {
        assert_close(found.first[i], first[i], 0.0, 0.005);
        assert_close(found.total[i], total[i], 0.0, 0.005);
        assert_true(found.first_interval[i].low <= first[i] &&
                    found.first_interval[i].high >= first[i]);
        assert_true(found.total_interval[i].low <= total[i] &&
                    found.total_interval[i].high >= total[i]);
        assert_true(found.first_interval[i].high - found.first_interval[i].low < 0.1);
    }
    pl_saltelli_finish(&found);
}

/* V_i = 1 / (3 (1 + a_i)^2), V = prod (1 + V_i) - 1, ST_i = V_i prod_{k != i} (1 + V_k) / V */
static void
test_run_finds_the_indices_of_the_g_function(void **state)
{
    static const double a[8] = {0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};
    struct known_function g = known_make(8, 1, known_g);
    const struct pl_asked asked = known_asked(&g);
    struct pl_saltelli found = {0};
    double product = 1.0;

    (void)state;
    for (int i = 0; i < 8; i++) {
        product *= 1.0 + 1.0 / (3.0 * (1.0 + a[i]) * (1.0 + a[i]));
    }
    assert_int_equal(pl_saltelli_run(&asked, 8, 1, &usual, NULL, &found), PL_OK);
    for (int i = 0; i < 8; i++) {
        const double alone = 1.0 / (3.0 * (1.0 + a[i]) * (1.0 + a[i]));

        assert_close(found.first[i], alone / (product - 1.0), 0.0, 0.01);
        assert_close(found.total[i], alone * product / (1.0 + alone) / (product - 1.0),
                     0.0, 0.01);
    }
    assert_close(found.first[0], 0.716197, 0.0, 0.01); /* of the literature */
    pl_saltelli_finish(&found);
}

/* The same values give SALib's indices. */
static void
test_analyse_agrees_with_salib(void **state)
{
    struct pl_saltelli_options options = usual;
    struct pl_saltelli found = {0};
    struct salib salib;

    (void)state;
    salib_read("sobol", &salib);
    options.n_samples = 64;
    options.n_resamples = 0;
    assert_int_equal(salib.n_points, 64 * 5);
    assert_int_equal(pl_saltelli_analyse(salib.values, 3, 1, &options, NULL, &found),
                     PL_OK);
    for (int i = 0; i < 3; i++) {
        assert_close(found.first[i], salib.indices[i][0], 1e-10, 1e-12);
        assert_close(found.total[i], salib.indices[i][1], 1e-10, 1e-12);
        assert_true(isnan(found.first_interval[i].low));
    }
    salib_finish(&salib);
    pl_saltelli_finish(&found);
}

static void
two_outputs(const double *u, double *out)
{
    out[0] = 3.0 * u[0] + u[1];
    out[1] = 5.0;
}

/* A line: S_i = ST_i = c_i^2 / sum c^2. A constant has no indices. */
static void
test_run_takes_several_outputs(void **state)
{
    struct known_function line = known_make(2, 2, two_outputs);
    const struct pl_asked asked = known_asked(&line);
    struct pl_saltelli found = {0};

    (void)state;
    assert_int_equal(pl_saltelli_run(&asked, 2, 2, &usual, NULL, &found), PL_OK);
    assert_close(found.first[0], 0.9, 0.0, 1e-3);
    assert_close(found.total[0], 0.9, 0.0, 1e-3);
    assert_close(found.first[1], 0.1, 0.0, 1e-3);
    assert_close(found.variance[0], 10.0 / 12.0, 1e-3, 0.0);
    assert_close(found.variance[1], 0.0, 0.0, 0.0);
    assert_close(found.mean[1], 5.0, 0.0, 0.0);
    assert_true(isnan(found.first[2]) && isnan(found.total[3]));
    pl_saltelli_finish(&found);
}

static void
test_run_leaves_failed_points_out(void **state)
{
    struct known_function ishigami = known_make(3, 1, known_ishigami);
    const struct pl_asked asked = known_asked(&ishigami);
    struct pl_saltelli found = {0};

    (void)state;
    ishigami.fails = 50;
    assert_int_equal(pl_saltelli_run(&asked, 3, 1, &usual, NULL, &found), PL_OK);
    /* 20480 / 50 values are NaN, each in a base point of its own */
    assert_int_equal(found.n_used[0], 4096 - 409);
    assert_close(found.first[1], 0.4424, 0.0, 0.03);
    pl_saltelli_finish(&found);

    ishigami = known_make(3, 1, known_ishigami);
    ishigami.fails = 1;
    assert_int_equal(pl_saltelli_run(&asked, 3, 1, &usual, NULL, &found), PL_OK);
    assert_int_equal(found.n_used[0], 0);
    assert_true(isnan(found.first[0]) && isnan(found.variance[0]));
    pl_saltelli_finish(&found);
}

static void
test_run_reports_what_cannot_be(void **state)
{
    struct known_function g = known_make(8, 1, known_g);
    const struct pl_asked asked = known_asked(&g);
    struct pl_saltelli_options options = usual;
    struct pl_diags *diags = pl_diags_create();
    struct pl_saltelli found = {0};

    (void)state;
    assert_int_equal(pl_saltelli_run(&asked, 1025, 1, &options, diags, &found),
                     PL_ERR_OPTION);
    assert_messages(diags,
                    "error: Sobol indices of 1025 quantities need a sequence of 2050 "
                    "dimensions; the table of direction numbers has 2048\n"
                    "hint: the method morris has no such limit: it tells which 1024 of "
                    "them matter\n");
    pl_diags_clear(diags);
    options.n_samples = 1;
    assert_int_equal(pl_saltelli_run(&asked, 8, 1, &options, diags, &found),
                     PL_ERR_OPTION);
    assert_messages(diags, "error: Sobol indices need 2 base samples or more, not 1\n");
    pl_diags_clear(diags);
    options.n_samples = SIZE_MAX / 64;
    assert_int_equal(pl_saltelli_run(&asked, 8, 1, &options, diags, &found),
                     PL_ERR_OPTION);
    assert_messages(diags,
                    "error: 288230376151711743 base samples are more than memory "
                    "can hold\n");
    assert_int_equal(g.n_asked, 0);
    options = usual;
    g.answer = PL_ERR_STOPPED;
    g.good = 1;
    assert_int_equal(pl_saltelli_run(&asked, 8, 1, &options, NULL, &found),
                     PL_ERR_STOPPED);
    assert_null(found.first);
    pl_diags_destroy(diags);
}

static void
test_resample_counts_draws(void **state)
{
    double counts[1000];
    double others[1000];
    double sum = 0.0;
    size_t n_missed = 0;

    (void)state;
    pl_resample_counts(1, 0, 1000, counts);
    pl_resample_counts(1, 1, 1000, others);
    assert_memory_not_equal(counts, others, sizeof counts);
    for (int i = 0; i < 1000; i++) {
        sum += counts[i];
        n_missed += counts[i] == 0.0 ? 1 : 0;
    }
    assert_close(sum, 1000.0, 0.0, 0.0);
    assert_in_range(n_missed, 330, 410); /* 1000 / e */
    pl_resample_counts(1, 0, 1000, others);
    assert_memory_equal(counts, others, sizeof counts);
}

static void
test_resample_interval_is_of_percentiles(void **state)
{
    double values[] = {4.0, NAN, 0.0, 2.0, 3.0, 1.0};
    double none[] = {NAN};
    struct pl_interval interval = pl_resample_interval(values, 6, 0.5);

    (void)state;
    assert_close(interval.low, 1.0, 0.0, 0.0);
    assert_close(interval.high, 3.0, 0.0, 0.0);
    interval = pl_resample_interval(values, 5, 0.9);
    assert_close(interval.low, 0.2, 1e-14, 0.0);
    assert_close(interval.high, 3.8, 1e-14, 0.0);
    assert_true(isnan(pl_resample_interval(none, 1, 0.95).low));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_finds_the_indices_of_ishigami),
        cmocka_unit_test(test_run_finds_the_indices_of_the_g_function),
        cmocka_unit_test(test_analyse_agrees_with_salib),
        cmocka_unit_test(test_run_takes_several_outputs),
        cmocka_unit_test(test_run_leaves_failed_points_out),
        cmocka_unit_test(test_run_reports_what_cannot_be),
        cmocka_unit_test(test_resample_counts_draws),
        cmocka_unit_test(test_resample_interval_is_of_percentiles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
