/*
 * test_least_dose.c - the least dose that keeps to a limit, on curves in closed form.
 */
#include "testlib.h"

#include "analysis/asked.h"
#include "analysis/least_dose.h"

enum { N = 49 }; /* doses above 0: 8 a decade from 1e-3 to 1e3 */

static double (*const *functions)(double dose);

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    (void)diags;
    for (size_t p = 0; p < n_points; p++) {
        out[p] = functions[(size_t)points[2 * p]](points[2 * p + 1]);
    }
    return *(const enum pl_status *)context;
}

static double
share(double d, double k, double h)
{
    return d > 0.0 ? 1.0 / (1.0 + pow(k / d, h)) : 0.0;
}

static double
from_2(double d) /* 0.7 - (1 - share): holds from share 0.3 on */
{
    return share(d, 2.0, 1.5) - 0.3;
}

static double
always(double d)
{
    return 0.5 + share(d, 1.0, 1.0);
}

static double
at_first_only(double d)
{
    return 0.25 - share(d, 1.0, 1.0);
}

static double
from_the_lowest(double d)
{
    return share(d, 1e-5, 1.0) - 0.5;
}

static double
never(double d)
{
    return 0.6 * share(d, 1.0, 1.0) - 0.7;
}

/* 4 u (1 - u) has its largest, 1, at dose 5. */
static double
bump(double d)
{
    return 4.0 * share(d, 5.0, 2.0) * (1.0 - share(d, 5.0, 2.0));
}

static double
window(double d)
{
    return bump(d) - 0.75; /* u from 0.25 to 0.75 */
}

static double
narrow_window(double d)
{
    return bump(d) - 0.99999;
}

static double
near_miss(double d)
{
    return bump(d) - 1.2;
}

static double
twice(double d)
{
    return bump(d) + 4.0 * share(d, 500.0, 3.0) * (1.0 - share(d, 500.0, 3.0)) - 0.9;
}

static double
nothing(double d)
{
    (void)d;
    return NAN;
}

static void
test_find_tells_all_cases(void **state)
{
    static double (*const cases[])(double) = {
        from_2, always,        at_first_only, from_the_lowest, never,
        window, narrow_window, near_miss,     twice,           nothing};
    enum pl_status status = PL_OK;
    const struct pl_asked asked = {answer, &status};
    double doses[N + 1] = {0.0};
    struct pl_dose_series series[10];
    struct pl_least_dose found[10];
    const double u = sqrt(1e-5) / 2.0; /* of the narrow window: 1/2 - u to 1/2 + u */

    (void)state;
    functions = cases;
    for (size_t i = 0; i < N; i++) {
        doses[i + 1] = pow(10.0, -3.0 + (double)i / 8.0);
    }
    for (size_t s = 0; s < 10; s++) {
        series[s] = (struct pl_dose_series){doses, N + 1};
    }
    assert_int_equal(pl_least_dose_find(&asked, series, 10, NULL, found), PL_OK);

    assert_int_equal(found[0].kind, PL_LEAST_FOUND);
    assert_close(found[0].dose, 2.0 * pow(3.0 / 7.0, 1.0 / 1.5), 1e-6, 0.0);
    assert_true(from_2(found[0].dose) >= 0.0);
    assert_true(isinf(found[0].until) && isnan(found[0].again));

    assert_int_equal(found[1].kind, PL_LEAST_AT_ZERO);
    assert_close(found[1].dose, 0.0, 0.0, 0.0);
    assert_true(isinf(found[1].until));

    assert_int_equal(found[2].kind, PL_LEAST_AT_ZERO);
    assert_close(found[2].until, 1.0 / 3.0, 1e-6, 0.0);
    assert_true(at_first_only(found[2].until) >= 0.0);

    assert_int_equal(found[3].kind, PL_LEAST_BELOW);
    assert_close(found[3].dose, 1e-3, 1e-14, 0.0);

    assert_int_equal(found[4].kind, PL_LEAST_NONE);
    assert_true(isnan(found[4].dose) && isnan(found[4].until));
    assert_close(found[4].nearest, 1e3, 1e-14, 0.0);
    assert_close(found[4].margin, never(1e3), 1e-14, 0.0);

    assert_int_equal(found[5].kind, PL_LEAST_FOUND);
    assert_close(found[5].dose, 5.0 / sqrt(3.0), 1e-6, 0.0);
    assert_close(found[5].until, 5.0 * sqrt(3.0), 1e-6, 0.0);
    assert_true(isnan(found[5].again));
    assert_true(window(found[5].dose) >= 0.0 && window(found[5].until) >= 0.0);

    assert_int_equal(found[6].kind, PL_LEAST_FOUND);
    assert_close(found[6].dose, 5.0 * sqrt((0.5 - u) / (0.5 + u)), 1e-6, 0.0);
    assert_close(found[6].until, 5.0 * sqrt((0.5 + u) / (0.5 - u)), 1e-6, 0.0);

    assert_int_equal(found[7].kind, PL_LEAST_NONE);
    assert_close(found[7].nearest, 5.0, 1e-6, 0.0);
    assert_close(found[7].margin, -0.2, 1e-9, 0.0);

    assert_int_equal(found[8].kind, PL_LEAST_FOUND);
    assert_true(found[8].dose < 5.0 && found[8].until > 5.0 && found[8].until < 50.0);
    assert_true(found[8].again > 380.0 && found[8].again < 420.0);
    assert_close(twice(found[8].again), 0.0, 0.0, 1e-5);
    assert_int_equal(found[9].kind, PL_LEAST_MISSING);
}

static void
test_find_passes_an_error_on(void **state)
{
    static double (*const cases[])(double) = {from_2};
    static const double doses[] = {0.0, 0.1, 1.0, 10.0};
    const struct pl_dose_series series = {doses, 4};
    enum pl_status status = PL_ERR_STOPPED;
    const struct pl_asked asked = {answer, &status};
    struct pl_least_dose found;

    (void)state;
    functions = cases;
    assert_int_equal(pl_least_dose_find(&asked, &series, 1, NULL, &found),
                     PL_ERR_STOPPED);
}

static enum pl_status
find_once(void *context)
{
    static double (*const cases[])(double) = {narrow_window};
    enum pl_status status = PL_OK;
    const struct pl_asked asked = {answer, &status};
    struct pl_least_dose found;

    functions = cases;
    return pl_least_dose_find(&asked, context, 1, NULL, &found);
}

static void
test_find_survives_no_memory(void **state)
{
    double doses[N + 1] = {0.0};
    struct pl_dose_series series = {doses, N + 1};

    (void)state;
    for (size_t i = 0; i < N; i++) {
        doses[i + 1] = pow(10.0, -3.0 + (double)i / 8.0);
    }
    assert_survives_no_memory(find_once, &series);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_tells_all_cases),
        cmocka_unit_test(test_find_passes_an_error_on),
        cmocka_unit_test(test_find_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
