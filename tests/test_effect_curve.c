/*
 * test_effect_curve.c - curves in closed form are followed to the tolerance, and inverted.
 */
#include "testlib.h"

#include "analysis/asked.h"
#include "analysis/effect_curve.h"

enum { RISES, TURNS, FLAT, FALLS, N_OUTPUTS };

/* Beyond this dose runs of a failing model have no value. */
struct model {
    double fails_from;
    size_t n_asked;
};

static double
rise(double dose)
{
    return dose * dose / (9.0 + dose * dose);
}

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    struct model *model = context;

    (void)diags;
    model->n_asked += n_points;
    for (size_t p = 0; p < n_points; p++) {
        const double dose = points[2 * p + 1];
        const double fails = dose >= model->fails_from ? (double)NAN : 0.0;

        assert_close(points[2 * p], 0.0, 0.0, 0.0); /* the other drug is not there */
        out[p * N_OUTPUTS + RISES] = rise(dose) + fails;
        out[p * N_OUTPUTS + TURNS] = dose / (1.0 + dose) - dose / (100.0 + dose);
        out[p * N_OUTPUTS + FLAT] = 0.25;
        out[p * N_OUTPUTS + FALLS] = 1.0 / (1.0 + dose / 2.0);
    }
    return PL_OK;
}

static void
follow(struct model *model, size_t max_points, struct pl_effect_curve *curve)
{
    const struct pl_asked asked = {answer, model};
    const struct pl_effect_options options = {.n_dimensions = 2,
                                              .n_outputs = N_OUTPUTS,
                                              .tolerance = 1e-9,
                                              .max_points = max_points};
    const struct pl_effect_axis axis = {1, 1e-4, 1e4};

    assert_int_equal(pl_effect_curves_follow(&asked, &options, &axis, 1, NULL, curve),
                     PL_OK);
}

static void
test_effect_at_is_that_of_the_closed_form(void **state)
{
    struct model model = {INFINITY, 0};
    struct pl_effect_curve curve = {0};

    (void)state;
    follow(&model, 4000, &curve);
    assert_true(model.n_asked < 1000);
    assert_true(curve.error <= 1e-9);
    for (double x = -9.0; x < 9.2; x += 0.0371) {
        const double dose = exp(x);

        assert_close(pl_effect_at(&curve, RISES, dose), rise(dose), 0.0, 1e-9);
        assert_close(pl_effect_at(&curve, FALLS, dose), 1.0 / (1.0 + dose / 2.0), 0.0,
                     1e-9);
    }
    assert_close(pl_effect_at(&curve, RISES, 0.0), 0.0, 0.0, 0.0);
    assert_true(isnan(pl_effect_at(&curve, RISES, 2e4)));
    pl_effect_curve_finish(&curve);
}

static void
test_effect_dose_is_the_smallest_that_has_it(void **state)
{
    const double top = 9.0 / 11.0; /* of the turning curve, at dose 10 */
    struct model model = {INFINITY, 0};
    struct pl_effect_curve curve = {0};

    (void)state;
    follow(&model, 4000, &curve);
    assert_close(pl_effect_dose(&curve, RISES, 0.5), 3.0, 1e-8, 0.0);
    assert_close(pl_effect_dose(&curve, RISES, 0.0), 0.0, 0.0, 0.0);
    assert_true(isinf(pl_effect_dose(&curve, RISES, 1.5)));
    assert_close(pl_effect_dose(&curve, FALLS, 0.5), 2.0, 1e-8, 0.0);
    assert_true(pl_effect_dose(&curve, TURNS, 0.5) < 10.0);
    assert_true(isinf(pl_effect_dose(&curve, TURNS, top + 1e-6)));
    assert_close(pl_effect_most(&curve, TURNS), top, 0.0, 1e-8);
    assert_close(pl_effect_least(&curve, TURNS), 0.0, 0.0, 0.0);
    assert_int_equal(curve.ways[RISES], PL_EFFECT_RISES);
    assert_int_equal(curve.ways[FALLS], PL_EFFECT_FALLS);
    assert_int_equal(curve.ways[TURNS], PL_EFFECT_TURNS);
    assert_int_equal(curve.ways[FLAT], PL_EFFECT_FLAT);
    pl_effect_curve_finish(&curve);
}

static void
test_effect_ends_where_runs_fail(void **state)
{
    struct model model = {50.0, 0};
    struct pl_effect_curve curve = {0};

    (void)state;
    follow(&model, 4000, &curve);
    assert_true(pl_effect_reach(&curve, RISES) < 50.0);
    assert_true(pl_effect_reach(&curve, RISES) > 50.0 / sqrt(10.0) / 1.01);
    assert_close(pl_effect_at(&curve, RISES, 3.0), 0.5, 0.0, 1e-8);
    assert_true(isnan(pl_effect_at(&curve, RISES, 60.0)));
    assert_close(pl_effect_reach(&curve, FALLS), 1e4, 1e-12, 0.0);
    pl_effect_curve_finish(&curve);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect_at_is_that_of_the_closed_form),
        cmocka_unit_test(test_effect_dose_is_the_smallest_that_has_it),
        cmocka_unit_test(test_effect_ends_where_runs_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
