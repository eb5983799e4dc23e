/*
 * test_step_size.c - how long a step is.
 */
#include "solve/step_size.h"
#include "solve/step_rule.h"

#include "testlib.h"

/* x^(-1/5) is taken to 3e-9. */
#define ROOT 3e-9

struct answer {
    double next, ideal;
};

static struct answer
next_of(double size, double norm, double before)
{
    struct answer answer = {NAN, NAN};

    answer.next = pl_step_next(size, norm, before, &answer.ideal);
    return answer;
}

/* (norm / 8)^-0.2 between 1/5 and 6 */
static double
factor_of(double norm)
{
    return fmax(fmin(pow(norm / 8.0, -0.2), 6.0), 0.2);
}

static void
test_next_follows_the_order_within_bounds(void **state)
{
    (void)state;
    for (double norm = 1e-12; norm < 1e12; norm *= 1.37) {
        const struct answer answer = next_of(3.0, norm, 0.0);
        const double factor = factor_of(norm);

        assert_close(answer.next, 3.0 * fmax(0.95 * factor, 0.2), ROOT, 0.0);
        assert_close(answer.ideal, norm <= 8.0 ? 3.0 * factor : 0.0, ROOT, 0.0);
    }
    assert_close(next_of(1.0, 8.0, 0.0).ideal, 1.0, ROOT, 0.0);
    assert_close(next_of(1.0, 256.0, 0.0).next, 0.475, ROOT, 0.0);
}

static void
test_next_of_extremes_is_at_the_bounds(void **state)
{
    static const double small[] = {0.0, 5e-324, 1e-300, 1e-9};
    static const double large[] = {1e9, 1e300, INFINITY, NAN};

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        assert_close(next_of(1.0, small[k], 0.0).next, 0.95 * 6.0, ROOT, 0.0);
        assert_close(next_of(1.0, small[k], 0.0).ideal, 6.0, ROOT, 0.0);
        assert_true(next_of(1.0, large[k], 2.5).next == 0.2);
        assert_true(next_of(1.0, large[k], 2.5).ideal == 2.5);
    }
}

/* After a restart, and after a trial that was refused, the error alone decides; else half
 * of what the ideal size did counts too, at most a quarter more or 1/1.25 of it. */
static void
test_next_expects_half_of_the_last_change_again(void **state)
{
    static const struct {
        double factor, before, want, ideal;
    } rows[] = {
        {1.0, 0.0, 1.9, 2.0},         /* the first of all */
        {5.0, 0.0, 9.5, 10.0},        /* five times as long */
        {1.0, 2.0, 1.9, 2.0},         /* as before */
        {1.21, 2.0, 2.5289, 2.42},    /* 1.21 times as long: 1.1 times more */
        {1.0, 2.0 / 0.81, 1.71, 2.0}, /* 0.81 times: 0.9 of it */
        {2.0, 1.0, 4.75, 4.0},        /* four times: 1.25 */
        {1.0, 18.0, 1.52, 2.0},       /* a ninth: 1 / 1.25 */
        {5.5, 1.0, 12.0, 11.0},       /* never more than 6 times as long */
        {0.5, 7.0, 0.95, 7.0},        /* refused: what was, stays */
        {0.2, 0.0, 0.4, 0.0},         /* never less than a fifth */
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const double norm = 8.0 * pow(rows[k].factor, -5.0);
        const struct answer answer = next_of(2.0, norm, rows[k].before);

        assert_close(answer.next, rows[k].want, ROOT, 0.0);
        assert_close(answer.ideal, rows[k].ideal, ROOT, 0.0);
    }
}

static void
test_is_good_up_to_what_is_allowed(void **state)
{
    (void)state;
    assert_true(pl_step_is_good(0.0));
    assert_true(pl_step_is_good(8.0));
    assert_false(pl_step_is_good(nextafter(8.0, 9.0)));
    assert_false(pl_step_is_good(INFINITY));
    assert_false(pl_step_is_good(NAN));
}

/* A step that reaches the end passes it; one that nearly does, is halved; others stay. */
static void
test_fitted_leaves_no_small_remainder(void **state)
{
    static const struct {
        double size, left, want;
    } rows[] = {
        {1.0, 10.0, 1.0}, {1.0, 2.0, 1.0},         {1.0, 1.9, 0.95},
        {1.0, 1.1, 0.55}, {1.0, 1.0, 2.0},         {1.0, 1.0000001, 2.0000002},
        {5.0, 1.0, 2.0},  {1e300, 1e-300, 2e-300}, {INFINITY, 3.0, 6.0},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_close(pl_step_fitted(rows[k].size, rows[k].left), rows[k].want, 1e-15,
                     0.0);
    }
}

static void
test_smallest_is_a_few_roundings_of_the_time(void **state)
{
    (void)state;
    assert_true(pl_step_smallest(0.0) == 0.0);
    for (double t = 1e-9; t < 1e12; t *= 31.0) {
        const double smallest = pl_step_smallest(t);

        assert_true(smallest == pl_step_smallest(-t));
        assert_true(t + smallest > nextafter(t, INFINITY));
        assert_true(smallest < 40.0 * (nextafter(t, INFINITY) - t));
    }
}

/* A exp(-t/tau): slope A/tau and turn A/tau^2 give tau (A/800)^(-1/5). */
static void
test_first_fits_an_exponential(void **state)
{
    (void)state;
    for (double tau = 1e-9; tau < 1e9; tau *= 100.0) {
        for (double size = 1.0; size < 1e12; size *= 1e3) {
            const double first = pl_step_first(size / tau, size / tau / tau);

            assert_close(first, tau * pow(size / 800.0, -0.2), ROOT, 0.0);
        }
    }
}

static void
test_level_and_norm_are_those_of_each_component(void **state)
{
    static const double atol[] = {1e-3, 0.5, 1e-9};
    static const struct pl_tolerance tolerance = {1e-2, atol};
    static const double y[] = {2.0, -1.0, 0.0};
    static const double x[] = {0.021, -1.02, 1e-9};
    const double with_nan[] = {NAN, -1.02, 1e-9};
    const double with_late_nan[] = {0.021, -1.02, NAN};

    (void)state;
    assert_close(pl_step_level(&tolerance, 0, y[0]), 0.021, 1e-15, 0.0);
    assert_close(pl_step_level(&tolerance, 1, y[1]), 0.51, 1e-15, 0.0);
    assert_close(pl_step_level(&tolerance, 2, y[2]), 1e-9, 1e-15, 0.0);
    assert_close(pl_step_norm(&tolerance, 3, x, y), 2.0, 1e-15, 0.0);
    assert_close(pl_step_norm(&tolerance, 1, x, y), 1.0, 1e-15, 0.0);
    assert_true(pl_step_norm(&tolerance, 0, x, y) == 0.0);
    assert_true(isnan(pl_step_norm(&tolerance, 3, with_nan, y)));
    assert_true(isnan(pl_step_norm(&tolerance, 3, with_late_nan, y)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next_follows_the_order_within_bounds),
        cmocka_unit_test(test_next_of_extremes_is_at_the_bounds),
        cmocka_unit_test(test_next_expects_half_of_the_last_change_again),
        cmocka_unit_test(test_is_good_up_to_what_is_allowed),
        cmocka_unit_test(test_fitted_leaves_no_small_remainder),
        cmocka_unit_test(test_smallest_is_a_few_roundings_of_the_time),
        cmocka_unit_test(test_first_fits_an_exponential),
        cmocka_unit_test(test_level_and_norm_are_those_of_each_component),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
