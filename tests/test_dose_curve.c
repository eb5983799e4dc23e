/*
 * test_dose_curve.c - what is read off curves in closed form.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/asked.h"
#include "analysis/brackets.h"
#include "analysis/dose_curve.h"
#include "analysis/turns.h"
#include "base/diag.h"

enum { N = 33 }; /* doses above 0: 8 a decade from 0.01 to 100 */

/* Functions of a dose that are asked for by their number. */
struct asking {
    double (*const *functions)(double dose);
    size_t n_outputs;
    size_t n_rounds, n_points;
    enum pl_status answer;
};

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    struct asking *asking = context;

    (void)diags;
    asking->n_rounds++;
    asking->n_points += n_points;
    for (size_t p = 0; p < n_points; p++) {
        for (size_t o = 0; o < asking->n_outputs; o++) {
            out[p * asking->n_outputs + o] =
                asking->functions[(size_t)points[2 * p] * asking->n_outputs + o](
                    points[2 * p + 1]);
        }
    }
    return asking->answer;
}

static const struct pl_dose_error exact = {0.0, NULL};

/* Curves over the same doses. */
struct trial {
    struct asking asking;
    double doses[N + 1];
    struct pl_dose_curves curves;
};

static void
run_with(struct trial *trial, double (*const *functions)(double), size_t n_series,
         size_t n_outputs, const struct pl_dose_error *error)
{
    struct pl_dose_series series[8];
    const struct pl_asked asked = {answer, &trial->asking};

    *trial = (struct trial){.asking = {.functions = functions, .n_outputs = n_outputs}};
    for (size_t i = 0; i < N; i++) {
        trial->doses[i + 1] = pow(10.0, -2.0 + (double)i / 8.0);
    }
    for (size_t s = 0; s < n_series; s++) {
        series[s] = (struct pl_dose_series){trial->doses, N + 1};
    }
    assert_int_equal(pl_dose_curves_run(&asked, series, n_series, n_outputs, error,
                                        NULL, &trial->curves),
                     PL_OK);
}

static void
run(struct trial *trial, double (*const *functions)(double), size_t n_series,
    size_t n_outputs)
{
    run_with(trial, functions, n_series, n_outputs, &exact);
}

static double
hill(double dose, double e0, double einf, double ec50, double h)
{
    return dose > 0.0 ? e0 + (einf - e0) / (1.0 + pow(ec50 / dose, h)) : e0;
}

static double
falls(double d)
{
    return hill(d, 1.0, 0.0, 0.3, 1.0);
}

static double
falls_steeply(double d)
{
    return hill(d, 2.0, 0.4, 0.2, 4.0);
}

static double
rises(double d)
{
    return hill(d, 0.5, 3.0, 0.4, 2.0);
}

/* The way to what is reached at 100, not to the limit beyond: closed forms. */
static void
check_hill(const struct pl_dose_curve *curve, double e0, double einf, double ec50,
           double h)
{
    const double reached = hill(100.0, e0, einf, ec50, h);
    const double half = 0.5 * (e0 + reached);
    const double share = (half - e0) / (einf - e0); /* of the limit */
    const double dose = ec50 * pow(share / (1.0 - share), 1.0 / h);
    const double slope = 4.0 * h * share * (1.0 - share) * (einf - e0) / (reached - e0);

    assert_int_equal(curve->shape, PL_DOSE_MONOTONE);
    assert_int_equal(curve->n_phases, 1);
    assert_int_equal(curve->n_missing, 0);
    assert_close(curve->at_zero, e0, 0.0, 0.0);
    assert_int_equal(curve->emax.state, PL_DOSE_FOUND);
    assert_close(curve->emax.dose, 100.0, 1e-14, 0.0);
    assert_close(curve->emax.value, reached, 1e-14, 0.0);
    assert_int_equal(curve->phases[0].half.state, PL_DOSE_FOUND);
    assert_close(curve->phases[0].half.dose, dose, 1e-9, 0.0);
    assert_close(curve->phases[0].half.value, half, 1e-14, 0.0);
    assert_close(curve->phases[0].slope, slope, 1e-4, 0.0);
    assert_int_equal(curve->hill.state, PL_HILL_GOOD);
    assert_close(curve->hill.ec50, ec50, 1e-8, 0.0);
    assert_close(curve->hill.h, h, 1e-8, 0.0);
    assert_close(curve->hill.einf, einf, 1e-8, 1e-8);
}

static void
test_hill_curves_are_read_in_closed_form(void **state)
{
    static double (*const functions[])(double) = {falls, falls_steeply, rises};
    struct trial trial;
    const struct pl_dose_curve *curves = NULL;

    (void)state;
    run(&trial, functions, 3, 1);
    curves = trial.curves.curves;
    check_hill(&curves[0], 1.0, 0.0, 0.3, 1.0);
    check_hill(&curves[1], 2.0, 0.4, 0.2, 4.0);
    check_hill(&curves[2], 0.5, 3.0, 0.4, 2.0);
    /* half of dose 0's level: 0.5 at K; 1 where the share is 1 / 1.6; never */
    assert_int_equal(curves[0].ic50.state, PL_DOSE_FOUND);
    assert_close(curves[0].ic50.dose, 0.3, 1e-9, 0.0);
    assert_close(curves[1].ic50.dose, 0.2 * pow(1.0 / 0.6, 0.25), 1e-9, 0.0);
    assert_int_equal(curves[2].ic50.state, PL_DOSE_NONE);
    assert_true(isnan(curves[2].ic50.dose));
    assert_int_equal(curves[0].back.state, PL_DOSE_NONE);
    assert_true(trial.asking.n_rounds <= 7);
    pl_dose_curves_finish(&trial.curves);
}

/* Several outputs of a run, and several runs, are read as if alone. */
static void
test_outputs_are_read_each_alone(void **state)
{
    static double (*const functions[])(double) = {falls, rises, falls_steeply, falls};
    struct trial trial;

    (void)state;
    run(&trial, functions, 2, 2);
    check_hill(&trial.curves.curves[0], 1.0, 0.0, 0.3, 1.0);
    check_hill(&trial.curves.curves[1], 0.5, 3.0, 0.4, 2.0);
    check_hill(&trial.curves.curves[2], 2.0, 0.4, 0.2, 4.0);
    check_hill(&trial.curves.curves[3], 1.0, 0.0, 0.3, 1.0);
    assert_int_equal(trial.curves.first[1], N + 1);
    assert_close(trial.curves.values[(trial.curves.first[1] + 5) * 2 + 1],
                 falls(trial.doses[5]), 0.0, 0.0);
    pl_dose_curves_finish(&trial.curves);
}

/* u(x) = s / (1 + s) in x = ln d: down by one drug site, up by a weaker one. */
static double
down_and_up(double d)
{
    return hill(d, 1.0, 0.0, 0.1, 2.0) + hill(d, 0.0, 1.0, 10.0, 2.0);
}

static double
up_and_down(double d)
{
    return 1.0 + 2.0 * hill(d, 0.0, 1.0, 0.1, 2.0) - 2.8 * hill(d, 0.0, 1.0, 10.0, 2.0);
}

/* By symmetry the turn is at 1, where each site has 100 / 101 and 1 / 101. */
static void
test_a_turn_makes_two_phases(void **state)
{
    static double (*const functions[])(double) = {down_and_up, up_and_down};
    struct trial trial;
    const struct pl_dose_curve *curve = NULL;

    (void)state;
    run(&trial, functions, 2, 1);
    curve = &trial.curves.curves[0];
    assert_int_equal(curve->shape, PL_DOSE_BIPHASIC);
    assert_int_equal(curve->n_phases, 2);
    assert_int_equal(curve->phases[0].end.state, PL_DOSE_FOUND);
    assert_close(curve->phases[0].end.dose, 1.0, 1e-6, 0.0);
    assert_close(curve->phases[0].end.value, 2.0 / 101.0, 1e-9, 0.0);
    assert_close(curve->phases[1].from, 2.0 / 101.0, 1e-9, 0.0);
    assert_close(curve->phases[1].end.dose, 100.0, 1e-14, 0.0);
    for (size_t p = 0; p < 2; p++) {
        const struct pl_dose_phase *phase = &curve->phases[p];

        assert_int_equal(phase->half.state, PL_DOSE_FOUND);
        assert_close(down_and_up(phase->half.dose),
                     0.5 * (phase->from + phase->end.value), 1e-9, 0.0);
        assert_true(phase->slope > 1.9 && phase->slope < 2.2);
    }
    assert_true(curve->phases[0].half.dose < 1.0 && curve->phases[1].half.dose > 1.0);
    assert_close(curve->emax.value, 2.0 / 101.0, 1e-9, 0.0);
    assert_close(down_and_up(curve->ic50.dose), 0.5, 1e-9, 0.0);
    assert_close(curve->ic50.dose * curve->back.dose, 1.0, 1e-8, 0.0);
    assert_int_equal(curve->hill.state, PL_HILL_FEW);
    assert_true(isnan(curve->hill.ec50));

    curve = &trial.curves.curves[1];
    assert_int_equal(curve->n_phases, 2);
    assert_close(curve->emax.dose, curve->phases[0].end.dose, 0.0, 0.0);
    assert_true(curve->emax.value > 2.9);
    assert_close(up_and_down(curve->ic50.dose), 0.5, 1e-9, 0.0);
    assert_true(curve->ic50.dose > curve->phases[0].end.dose);
    pl_dose_curves_finish(&trial.curves);
}

static double
turns_a_little(double d)
{
    return hill(d, 1.0, 0.0, 0.1, 1.0) + hill(d, 0.0, 0.045, 30.0, 2.0);
}

static double
turns_more(double d)
{
    return hill(d, 1.0, 0.0, 0.05, 2.0) + hill(d, 0.0, 0.06, 10.0, 2.0);
}

/* 5 % of the way is where a turn begins to be told. */
static void
test_a_small_turn_is_none(void **state)
{
    static double (*const functions[])(double) = {turns_a_little, turns_more};
    struct trial trial;
    const struct pl_dose_curve *curve = NULL;

    (void)state;
    run(&trial, functions, 2, 1);
    curve = &trial.curves.curves[0];
    assert_int_equal(curve->shape, PL_DOSE_MONOTONE);
    assert_true(curve->emax.dose < 50.0);
    assert_true(turns_a_little(curve->emax.dose) <=
                fmin(turns_a_little(1.01 * curve->emax.dose),
                     turns_a_little(0.99 * curve->emax.dose)));
    assert_int_equal(trial.curves.curves[1].shape, PL_DOSE_BIPHASIC);
    pl_dose_curves_finish(&trial.curves);
}

static double
far_off(double d)
{
    return hill(d, 1.0, 0.0, 1e3, 1.0);
}

static double
near_by(double d)
{
    return hill(d, 1.0, 0.0, 1e-4, 1.0);
}

static double
hardly(double d)
{
    return hill(d, 1.0, 0.995, 1.0, 1.0);
}

static double
in_part(double d)
{
    return hill(d, 1.0, 0.6, 1.0, 1.0);
}

static double
from_nothing(double d)
{
    return hill(d, 0.0, 2.0, 1.0, 1.0);
}

static double
missing(double d)
{
    return d > 0.0 ? falls(d) : (double)NAN;
}

static double
gap(double d)
{
    return d > 0.5 && d < 0.6 ? (double)NAN : falls(d);
}

static double
gap_at_half(double d)
{
    return d > 0.29 && d < 0.31 ? (double)NAN : falls(d);
}

/* What is beyond the doses is told as such. */
static void
test_marks_beyond_the_doses_are_told(void **state)
{
    static double (*const functions[])(double) = {
        far_off, near_by, hardly, in_part, from_nothing, missing, gap, gap_at_half};
    struct trial trial;
    const struct pl_dose_curve *curves = NULL;

    (void)state;
    run(&trial, functions, 8, 1);
    curves = trial.curves.curves;
    assert_int_equal(curves[0].ic50.state, PL_DOSE_ABOVE);
    assert_close(curves[0].ic50.dose, 100.0, 1e-14, 0.0);
    assert_int_equal(curves[0].emax.state, PL_DOSE_ABOVE);
    assert_close(curves[0].emax.value, 1.0 / 1.1, 1e-14, 0.0);
    assert_int_equal(curves[0].phases[0].half.state, PL_DOSE_FOUND);

    assert_int_equal(curves[1].ic50.state, PL_DOSE_BELOW);
    assert_close(curves[1].ic50.dose, 0.01, 1e-14, 0.0);
    assert_int_equal(curves[1].phases[0].half.state, PL_DOSE_BELOW);
    assert_true(isnan(curves[1].phases[0].slope));
    assert_int_equal(curves[1].emax.state, PL_DOSE_FOUND);

    assert_int_equal(curves[2].shape, PL_DOSE_NO_EFFECT);
    assert_int_equal(curves[2].n_phases, 0);
    assert_int_equal(curves[2].ic50.state, PL_DOSE_NONE);

    assert_int_equal(curves[3].ic50.state, PL_DOSE_ABOVE);
    assert_int_equal(curves[3].emax.state, PL_DOSE_FOUND);
    assert_int_equal(curves[3].phases[0].half.state, PL_DOSE_FOUND);

    assert_int_equal(curves[4].shape, PL_DOSE_MONOTONE);
    assert_int_equal(curves[4].ic50.state, PL_DOSE_NONE);

    assert_int_equal(curves[5].shape, PL_DOSE_NO_CURVE);
    assert_int_equal(curves[6].n_missing, 1);
    assert_close(curves[6].ic50.dose, 0.3, 1e-9, 0.0);
    assert_int_equal(curves[7].ic50.state, PL_DOSE_NONE);
    pl_dose_curves_finish(&trial.curves);
}

/* What a run leaves of a level that is gone, and small answers that are none or real. */
static double
remains(double d)
{
    return 1e-39 * (2.0 + sin(7.0 * log(d + 1e-3)));
}

static double
within(double d)
{
    return 4e-6 + hill(d, 0.0, 0.9e-6, 0.3, 1.0);
}

static double
beyond(double d)
{
    return 4e-6 + hill(d, 0.0, 1.1e-6, 0.3, 4.0);
}

static double
around(double d)
{
    return hill(d, -0.9e-6, 0.9e-6, 0.3, 4.0);
}

/* An error of 1e-6 of the untreated level: a curve within it does not answer, whatever
 * its ratios are; without one, the same values do. */
static void
test_values_within_the_error_are_no_answer(void **state)
{
    static double (*const functions[])(double) = {remains, within,  beyond,
                                                  around,  remains, remains};
    static const double untreated[] = {1.0, 1.0, 1.0, 1.0, 1e-39, NAN};
    static const struct pl_dose_error error = {1e-6, untreated};
    struct trial trial;
    const struct pl_dose_curve *curves = NULL;

    (void)state;
    run_with(&trial, functions, 3, 2, &error);
    curves = trial.curves.curves;
    for (size_t c = 0; c < 4; c += c == 1 ? 2 : 1) {
        assert_int_equal(curves[c].shape, PL_DOSE_NO_EFFECT);
        assert_true(curves[c].is_within_error);
        assert_int_equal(curves[c].is_zero, c != 1);
        assert_close(curves[c].scale, 1.0, 0.0, 0.0);
        assert_int_equal(curves[c].n_phases, 0);
        assert_int_equal(curves[c].ic50.state, PL_DOSE_NONE);
        assert_int_equal(curves[c].emax.state, PL_DOSE_NONE);
        assert_int_equal(curves[c].hill.state, PL_HILL_FEW);
    }
    assert_close(curves[0].at_zero, remains(0.0), 0.0, 0.0);
    assert_int_equal(curves[2].shape, PL_DOSE_MONOTONE);
    assert_false(curves[2].is_within_error);
    assert_close(curves[2].phases[0].half.dose, 0.3, 1e-6, 0.0);
    for (size_t c = 4; c < 6; c++) {
        assert_int_equal(curves[c].shape, PL_DOSE_BIPHASIC);
        assert_close(curves[c].scale, 3e-39, 0.01, 0.0);
    }
    pl_dose_curves_finish(&trial.curves);
    run(&trial, functions, 2, 1);
    assert_int_equal(trial.curves.curves[0].shape, PL_DOSE_BIPHASIC);
    assert_int_equal(trial.curves.curves[1].shape, PL_DOSE_MONOTONE);
    pl_dose_curves_finish(&trial.curves);
}

/* Kinks, steps and noise end as well, and as near as they can. */
static double
kinked(double d)
{
    return d < 1.0 ? 1.0 : d < 10.0 ? 1.0 / d : 0.1;
}

static double
step(double d)
{
    return d < 3.3 ? 1.0 : 0.0;
}

static double
rough(double d)
{
    return falls(d) * (1.0 + 1e-7 * sin(1e6 * d));
}

static void
test_curves_that_are_not_smooth_are_read(void **state)
{
    static double (*const functions[])(double) = {kinked, step, rough};
    struct trial trial;
    const struct pl_dose_curve *curves = NULL;

    (void)state;
    run(&trial, functions, 3, 1);
    curves = trial.curves.curves;
    assert_close(curves[0].ic50.dose, 2.0, 1e-9, 0.0);
    assert_close(curves[1].ic50.dose, 3.3, 1e-6, 0.0);
    assert_close(curves[2].ic50.dose, 0.3, 1e-6, 0.0);
    pl_dose_curves_finish(&trial.curves);
}

static void
test_run_passes_an_error_on(void **state)
{
    static double (*const functions[])(double) = {falls};
    static const double doses[] = {0.0, 0.1, 1.0, 10.0};
    const struct pl_dose_series series = {doses, 4};
    struct asking asking = {functions, 1, 0, 0, PL_ERR_STOPPED};
    const struct pl_asked asked = {answer, &asking};
    struct pl_dose_curves curves = {0};

    (void)state;
    assert_int_equal(pl_dose_curves_run(&asked, &series, 1, 1, &exact, NULL, &curves),
                     PL_ERR_STOPPED);
    assert_null(curves.values);
    assert_int_equal(asking.n_rounds, 1);
}

static enum pl_status
run_once(void *context)
{
    static double (*const functions[])(double) = {down_and_up};
    struct asking asking = {functions, 1, 0, 0, PL_OK};
    const struct pl_asked asked = {answer, &asking};
    const struct pl_dose_series *series = context;
    struct pl_dose_curves curves = {0};
    const enum pl_status status =
        pl_dose_curves_run(&asked, series, 1, 1, &exact, NULL, &curves);

    pl_dose_curves_finish(&curves);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    double doses[N + 1] = {0.0};
    struct pl_dose_series series = {doses, N + 1};

    (void)state;
    for (size_t i = 0; i < N; i++) {
        doses[i + 1] = pow(10.0, -2.0 + (double)i / 8.0);
    }
    assert_survives_no_memory(run_once, &series);
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
        cmocka_unit_test(test_hill_curves_are_read_in_closed_form),
        cmocka_unit_test(test_outputs_are_read_each_alone),
        cmocka_unit_test(test_a_turn_makes_two_phases),
        cmocka_unit_test(test_a_small_turn_is_none),
        cmocka_unit_test(test_marks_beyond_the_doses_are_told),
        cmocka_unit_test(test_values_within_the_error_are_no_answer),
        cmocka_unit_test(test_curves_that_are_not_smooth_are_read),
        cmocka_unit_test(test_run_passes_an_error_on),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
