/*
 * test_morris.c - elementary effects against closed forms and SALib.
 */
#include "testlib.h"

#include "analysis/morris.h"
#include "base/diag.h"
#include "sensitivity_trial.h"

static const struct pl_morris_options usual = {
    .n_trajectories = 50, .n_levels = 4, .seed = 1, .n_resamples = 200, .level = 0.95};

/* 4 u1 - 2 u2, and u1 u3: of the last the effect of u1 is u3. */
static void
lines(const double *u, double *out)
{
    out[0] = 4.0 * u[0] - 2.0 * u[1];
    out[1] = u[0] * u[2];
}

static void
test_run_finds_slopes_of_lines(void **state)
{
    static const double slopes[] = {4.0, -2.0, 0.0};
    struct known_function function = known_make(3, 2, lines);
    const struct pl_asked asked = known_asked(&function);
    struct pl_morris found = {0};

    (void)state;
    assert_int_equal(pl_morris_run(&asked, 3, 2, &usual, NULL, &found), PL_OK);
    assert_int_equal(function.n_asked, 50 * 4);
    assert_int_equal(pl_morris_n_points(3, 50), 50 * 4);
    assert_int_equal(function.n_rounds, 1);
    for (int i = 0; i < 3; i++) {
        assert_close(found.mu[i], slopes[i], 1e-13, 1e-13);
        assert_close(found.mu_star[i], fabs(slopes[i]), 1e-13, 1e-13);
        assert_close(found.sigma[i], 0.0, 0.0, 1e-13);
        assert_close(found.interval[i].low, fabs(slopes[i]), 1e-13, 1e-13);
        assert_close(found.interval[i].high, fabs(slopes[i]), 1e-13, 1e-13);
        assert_int_equal(found.n_used[i], 50);
    }
    /* u3 is even on 0, 1/3, 2/3 and 1: mean 1/2, standard deviation sqrt(5)/6 */
    assert_close(found.mu_star[3], 0.5, 0.0, 0.15);
    assert_close(found.sigma[3], sqrt(5.0) / 6.0, 0.0, 0.08);
    assert_true(found.interval[3].low < found.mu_star[3]);
    assert_true(found.interval[3].high > found.mu_star[3]);
    assert_close(found.mu_star[4], 0.0, 0.0, 0.0);
    pl_morris_finish(&found);
}

static void
test_analyse_agrees_with_salib(void **state)
{
    struct pl_morris_options options = usual;
    struct pl_morris found = {0};
    struct salib salib;

    (void)state;
    salib_read("morris", &salib);
    options.n_trajectories = 20;
    options.n_resamples = 0;
    assert_int_equal(salib.n_points, 20 * 4);
    assert_int_equal(
        pl_morris_analyse(salib.points, salib.values, 3, 1, &options, NULL, &found),
        PL_OK);
    for (int i = 0; i < 3; i++) {
        assert_close(found.mu[i], salib.indices[i][0], 1e-10, 1e-10);
        assert_close(found.mu_star[i], salib.indices[i][1], 1e-10, 1e-10);
        assert_close(found.sigma[i], salib.indices[i][2], 1e-10, 1e-10);
    }
    salib_finish(&salib);
    pl_morris_finish(&found);
}

/* On the levels, one coordinate a step, by D, each once. */
static void
test_points_go_through_the_levels(void **state)
{
    enum { D = 5, R = 40, P = 6 };
    struct pl_morris_options options = usual;
    double *points = NULL;

    (void)state;
    options.n_trajectories = R;
    options.n_levels = P;
    assert_int_equal(pl_morris_points(D, &options, NULL, &points), PL_OK);
    for (size_t r = 0; r < R; r++) {
        const double *trajectory = points + r * (D + 1) * D;
        bool is_moved[D] = {false};

        for (size_t k = 0; k < D; k++) {
            size_t n_moved = 0;

            for (size_t i = 0; i < D; i++) {
                const double from = trajectory[k * D + i];
                const double to = trajectory[(k + 1) * D + i];

                assert_close(from * (P - 1), round(from * (P - 1)), 0.0, 1e-12);
                assert_true(from >= 0.0 && from <= 1.0);
                if (from != to) {
                    assert_close(fabs(to - from), P / (2.0 * (P - 1)), 1e-12, 0.0);
                    assert_false(is_moved[i]);
                    is_moved[i] = true;
                    n_moved++;
                }
            }
            assert_int_equal(n_moved, 1);
        }
    }
    free(points);
}

/* The root of the sum of squared distances of all pairs. */
static double
spread(const double *points, size_t n, size_t d)
{
    double sum = 0.0;

    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b < a; b++) {
            double apart = 0.0;

            for (size_t i = 0; i <= d; i++) {
                for (size_t j = 0; j <= d; j++) {
                    double square = 0.0;

                    for (size_t z = 0; z < d; z++) {
                        const double x = points[(a * (d + 1) + i) * d + z] -
                                         points[(b * (d + 1) + j) * d + z];

                        square += x * x;
                    }
                    apart += sqrt(square);
                }
            }
            sum += apart * apart;
        }
    }
    return sqrt(sum);
}

static void
test_points_can_be_chosen_far_apart(void **state)
{
    struct pl_morris_options options = usual;
    double *plain = NULL;
    double *chosen = NULL;

    (void)state;
    options.n_trajectories = 8;
    assert_int_equal(pl_morris_points(4, &options, NULL, &plain), PL_OK);
    options.n_candidates = 100;
    assert_int_equal(pl_morris_points(4, &options, NULL, &chosen), PL_OK);
    assert_true(spread(chosen, 8, 4) > 1.1 * spread(plain, 8, 4));
    free(plain);
    free(chosen);
}

static void
test_run_leaves_failed_points_out(void **state)
{
    struct known_function function = known_make(3, 2, lines);
    const struct pl_asked asked = known_asked(&function);
    struct pl_morris found = {0};

    (void)state;
    function.fails = 10;
    assert_int_equal(pl_morris_run(&asked, 3, 2, &usual, NULL, &found), PL_OK);
    assert_close(found.mu[0], 4.0, 1e-13, 0.0);
    assert_true(found.n_used[0] < 50 && found.n_used[0] > 20);
    pl_morris_finish(&found);
    function.fails = 1;
    assert_int_equal(pl_morris_run(&asked, 3, 2, &usual, NULL, &found), PL_OK);
    assert_true(isnan(found.mu_star[0]) && isnan(found.interval[0].low));
    pl_morris_finish(&found);
}

static void
test_run_reports_what_cannot_be(void **state)
{
    static const struct {
        size_t n_trajectories, n_levels, n_candidates;
        const char *message;
    } rows[] = {
        {1, 4, 0, "error: Morris's method needs 2 trajectories or more, not 1\n"},
        {10, 5, 0, "error: Morris's method needs an even number of levels, not 5\n"},
        {10, 0, 0, "error: Morris's method needs an even number of levels, not 0\n"},
        {10, 4, 9, "error: 10 trajectories cannot be chosen from 9 candidates\n"},
        {SIZE_MAX / 64, 4, 0,
         "error: 288230376151711743 trajectories are more than memory can hold\n"},
    };
    struct known_function function = known_make(3, 2, lines);
    const struct pl_asked asked = known_asked(&function);
    struct pl_diags *diags = pl_diags_create();
    struct pl_morris found = {0};

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct pl_morris_options options = usual;

        options.n_trajectories = rows[k].n_trajectories;
        options.n_levels = rows[k].n_levels;
        options.n_candidates = rows[k].n_candidates;
        assert_int_equal(pl_morris_run(&asked, 3, 2, &options, diags, &found),
                         PL_ERR_OPTION);
        assert_messages(diags, rows[k].message);
        pl_diags_clear(diags);
    }
    function.answer = PL_ERR_STOPPED;
    assert_int_equal(pl_morris_run(&asked, 3, 2, &usual, NULL, &found), PL_ERR_STOPPED);
    assert_null(found.mu);
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_finds_slopes_of_lines),
        cmocka_unit_test(test_analyse_agrees_with_salib),
        cmocka_unit_test(test_points_go_through_the_levels),
        cmocka_unit_test(test_points_can_be_chosen_far_apart),
        cmocka_unit_test(test_run_leaves_failed_points_out),
        cmocka_unit_test(test_run_reports_what_cannot_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
