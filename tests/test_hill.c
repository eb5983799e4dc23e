/*
 * test_hill.c - a Hill curve is found again to the last digits; what is none is told.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/hill.h"

enum { N = 33 };

/* Dose 0, then 8 a decade from 0.01 to 100. */
static void
make_doses(double doses[N + 1])
{
    doses[0] = 0.0;
    for (size_t i = 0; i < N; i++) {
        doses[i + 1] = pow(10.0, -2.0 + (double)i / 8.0);
    }
}

static double
hill(double dose, double e0, double einf, double ec50, double h)
{
    return e0 + (einf - e0) / (1.0 + pow(ec50 / dose, h));
}

static const struct {
    double e0, einf, ec50, h;
} exact[] = {
    {1.0, 0.0, 1.0, 1.0},    {1.0, 0.2, 0.3, 2.0},  {0.05, 3.0, 7.0, 0.7},
    {1.0, 0.0, 30.0, 4.0},   {1e4, 2e4, 0.05, 1.5}, {1e-5, 3e-6, 2.0, 1.0},
    {-1.0, -2.0, 0.5, 12.0}, {1.0, 1.5, 60.0, 0.4},
};

static void
test_fit_finds_exact_curves(void **state)
{
    double doses[N + 1];
    double values[N + 1];

    (void)state;
    make_doses(doses);
    for (size_t c = 0; c < sizeof exact / sizeof *exact; c++) {
        struct pl_hill found = {0};

        for (size_t i = 0; i <= N; i++) {
            values[i] =
                hill(doses[i], exact[c].e0, exact[c].einf, exact[c].ec50, exact[c].h);
        }
        assert_int_equal(pl_hill_fit(doses, values, N + 1, NULL, &found), PL_OK);
        assert_int_equal(found.state, PL_HILL_GOOD);
        assert_int_equal(found.n, N + 1);
        assert_close(found.e0, exact[c].e0, 1e-8, 0.0);
        assert_close(found.einf, exact[c].einf, 1e-8,
                     1e-8 * fabs(exact[c].e0 - exact[c].einf));
        assert_close(found.ec50, exact[c].ec50, 1e-8, 0.0);
        assert_close(found.h, exact[c].h, 1e-8, 0.0);
        assert_true(found.rms <= 1e-10 * fabs(exact[c].e0 - exact[c].einf));
        assert_true(found.largest >= found.rms);
        assert_close(pl_hill_at(&found, 0.0), found.e0, 0.0, 0.0);
        assert_close(pl_hill_at(&found, found.ec50), 0.5 * (found.e0 + found.einf),
                     1e-14, 0.0);
    }
}

/* Order, scale and unit make no difference; points that are missing are passed over. */
static void
test_fit_is_indifferent_to_order_and_scale(void **state)
{
    double doses[N + 1];
    double values[N + 1];
    double back_doses[N + 1];
    double back[N + 1];
    struct pl_hill a = {0};
    struct pl_hill b = {0};

    (void)state;
    make_doses(doses);
    for (size_t i = 0; i <= N; i++) { /* no Hill curve: what is left over is compared */
        values[i] =
            hill(doses[i], 1.0, 0.4, 0.3, 1.0) * hill(doses[i], 1.0, 0.0, 30.0, 2.0);
        back_doses[N - i] = doses[i] * 1e3;
        back[N - i] = values[i] * 50.0;
    }
    values[7] = NAN;
    back[N - 7] = NAN;
    assert_int_equal(pl_hill_fit(doses, values, N + 1, NULL, &a), PL_OK);
    assert_int_equal(pl_hill_fit(back_doses, back, N + 1, NULL, &b), PL_OK);
    assert_int_equal(a.n, N);
    assert_close(b.ec50, 1e3 * a.ec50, 1e-6, 0.0);
    assert_close(b.h, a.h, 1e-6, 0.0);
    assert_close(b.rms, 50.0 * a.rms, 1e-6, 0.0);
    assert_close(b.largest, 50.0 * a.largest, 1e-6, 0.0);
}

/* Down and up again: the best Hill curve is poor, and said to be. */
static void
test_fit_calls_a_biphasic_curve_poor(void **state)
{
    double doses[N + 1];
    double values[N + 1];
    struct pl_hill found = {0};

    (void)state;
    make_doses(doses);
    for (size_t i = 0; i <= N; i++) {
        values[i] =
            hill(doses[i], 1.0, 0.0, 0.1, 1.0) + hill(doses[i], 0.0, 1.0, 10.0, 1.0);
    }
    assert_int_equal(pl_hill_fit(doses, values, N + 1, NULL, &found), PL_OK);
    assert_int_equal(found.state, PL_HILL_POOR);
    assert_true(found.rms > 0.1);
    assert_string_equal(pl_hill_word(found.state), "poor");
}

static void
test_fit_refuses_few_doses_and_flat_curves(void **state)
{
    const double few[] = {0.0, 1.0, 1.0, 2.0, 3.0, 3.0};
    const double down[] = {1.0, 0.5, 0.5, 0.3, 0.2, 0.2};
    const double five[] = {0.0, 1.0, 2.0, 3.0, 4.0};
    const double flat[] = {1.0, 1.0005, 1.0, 0.9998, 1.0};
    const double zero[] = {0.0, 0.0, 0.0, 0.0, 0.0};
    struct pl_hill found = {0};

    (void)state;
    assert_int_equal(pl_hill_fit(few, down, 6, NULL, &found), PL_OK);
    assert_int_equal(found.state, PL_HILL_FEW);
    assert_true(isnan(found.ec50) && isnan(found.rms) &&
                isnan(pl_hill_at(&found, 1.0)));
    assert_int_equal(pl_hill_fit(five, flat, 5, NULL, &found), PL_OK);
    assert_int_equal(found.state, PL_HILL_FLAT_CURVE);
    assert_true(isnan(found.ec50) && isnan(pl_hill_at(&found, 0.0)));
    assert_int_equal(pl_hill_fit(five, zero, 5, NULL, &found), PL_OK);
    assert_int_equal(found.state, PL_HILL_FLAT_CURVE);
    assert_int_equal(pl_hill_fit(five, zero, 0, NULL, &found), PL_OK);
    assert_int_equal(found.state, PL_HILL_FEW);
}

/* The beginning of a curve alone leaves its half-effect dose to guessing. */
static void
test_fit_tells_of_half_effect_beyond_the_doses(void **state)
{
    double doses[N + 1];
    double values[N + 1];
    struct pl_hill found = {0};

    (void)state;
    make_doses(doses);
    for (size_t i = 0; i <= N; i++) {
        values[i] = hill(doses[i], 1.0, 0.0, 1e4, 1.0);
    }
    assert_int_equal(pl_hill_fit(doses, values, N + 1, NULL, &found), PL_OK);
    assert_int_equal(found.state, PL_HILL_OUTSIDE);
    assert_true(found.ec50 > 300.0);
}

/* scipy 1.17.1, optimize.least_squares(method="lm", xtol=1e-15), of the same points of
 * 1/(1+d/0.3)^0.5 (1 - 0.4 d^2/(d^2+900)), d = 0 and 8 a decade from 0.01 to 100. */
static void
test_fit_agrees_with_another_program(void **state)
{
    double doses[N + 1];
    double values[N + 1];
    struct pl_hill found = {0};

    (void)state;
    make_doses(doses);
    for (size_t i = 0; i <= N; i++) {
        values[i] = pow(1.0 + doses[i] / 0.3, -0.5) *
                    (1.0 - 0.4 * doses[i] * doses[i] / (doses[i] * doses[i] + 900.0));
    }
    assert_int_equal(pl_hill_fit(doses, values, N + 1, NULL, &found), PL_OK);
    assert_close(found.e0, 1.02098541, 1e-6, 0.0);
    assert_close(found.einf, 0.0185935084, 1e-6, 1e-8);
    assert_close(found.ec50, 0.85616056, 1e-6, 0.0);
    assert_close(found.h, 0.761533008, 1e-6, 0.0);
    assert_close(found.rms, 0.0080167896, 1e-6, 0.0);
}

/* The ends are given, whatever the points say: two parameters, two points. */
static void
test_fit_between_keeps_the_ends(void **state)
{
    const double doses[] = {1.0, 4.0, 30.0, 100.0};
    double values[4];
    struct pl_hill found = {0};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        values[i] = hill(doses[i], 0.2, 1.0, 7.0, 1.6);
    }
    for (size_t n = 2; n <= 4; n++) {
        assert_int_equal(pl_hill_fit_between(doses, values, n, 0.2, 1.0, NULL, &found),
                         PL_OK);
        assert_int_equal(found.state, PL_HILL_GOOD);
        assert_close(found.e0, 0.2, 1e-12, 0.0);
        assert_close(found.einf, 1.0, 1e-12, 0.0);
        assert_close(found.ec50, 7.0, 1e-8, 0.0);
        assert_close(found.h, 1.6, 1e-8, 0.0);
    }
    assert_int_equal(pl_hill_fit_between(doses, values, 1, 0.2, 1.0, NULL, &found),
                     PL_OK);
    assert_int_equal(found.state, PL_HILL_FEW);
    /* of other ends the best that there is */
    assert_int_equal(pl_hill_fit_between(doses, values, 4, 0.0, 1.0, NULL, &found),
                     PL_OK);
    assert_close(found.e0, 0.0, 0.0, 1e-12);
    assert_true(found.rms > 0.01);
}

static enum pl_status
fit_once(void *context)
{
    static const double five[] = {0.0, 1.0, 2.0, 3.0, 4.0};
    static const double down[] = {1.0, 0.5, 0.33, 0.25, 0.2};
    struct pl_hill found = {0};

    (void)context;
    return pl_hill_fit(five, down, 5, NULL, &found);
}

static void
test_fit_survives_no_memory(void **state)
{
    (void)state;
    assert_survives_no_memory(fit_once, NULL);
}

static int
set_up(void **state)
{
    (void)state;
    gsl_set_error_handler_off();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit_finds_exact_curves),
        cmocka_unit_test(test_fit_is_indifferent_to_order_and_scale),
        cmocka_unit_test(test_fit_calls_a_biphasic_curve_poor),
        cmocka_unit_test(test_fit_refuses_few_doses_and_flat_curves),
        cmocka_unit_test(test_fit_tells_of_half_effect_beyond_the_doses),
        cmocka_unit_test(test_fit_agrees_with_another_program),
        cmocka_unit_test(test_fit_between_keeps_the_ends),
        cmocka_unit_test(test_fit_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
