/*
 * test_elasticity.c - elasticities against closed forms.
 */
#include "testlib.h"

#include "analysis/elasticity.h"
#include "sensitivity_trial.h"

/* p0^3 / p1 e^(-p2), a Hill function of p0 with K = p1 and h = 4, p3 itself. */
static void
forms(const double *p, double *out)
{
    out[0] = p[0] * p[0] * p[0] / p[1] * exp(-p[2]);
    out[1] = pow(p[0], 4.0) / (pow(p[0], 4.0) + pow(p[1], 4.0));
    out[2] = p[3];
}

enum { N = 4, M = 3 };

static const struct pl_elasticity_at at[N] = {
    {2.0, NAN, NAN}, {1.5, NAN, NAN}, {0.7, NAN, NAN}, {5.0, NAN, NAN}};

static void
test_run_is_exact(void **state)
{
    const double hill = 4.0 * pow(1.5, 4.0) / (pow(2.0, 4.0) + pow(1.5, 4.0));
    const double want[M][N] = {
        {3.0, -1.0, -0.7, 0.0}, {hill, -hill, 0.0, 0.0}, {0.0, 0.0, 0.0, 1.0}};
    struct known_function function = known_make(N, M, forms);
    const struct pl_asked asked = known_asked(&function);
    double outputs[M];
    struct pl_elasticity found[M * N];

    (void)state;
    assert_int_equal(pl_elasticity_run(&asked, at, N, M, NULL, outputs, found), PL_OK);
    assert_close(outputs[0], 8.0 / 1.5 * exp(-0.7), 1e-15, 0.0);
    assert_close(outputs[2], 5.0, 0.0, 0.0);
    assert_true(function.n_asked <= 1 + 14 * N);
    for (int k = 0; k < M; k++) {
        for (int i = 0; i < N; i++) {
            const struct pl_elasticity *e = &found[k * N + i];

            assert_close(e->elasticity, want[k][i], 1e-9, 1e-9);
            assert_close(e->derivative, want[k][i] * outputs[k] / at[i].value, 1e-9,
                         1e-9);
            /* what is told of the error holds, and is small */
            assert_true(fabs(e->elasticity - want[k][i]) <= e->error + 1e-11);
            assert_true(e->error < PL_ELASTICITY_EXACT);
        }
    }
}

/* A jagged function, as runs with an error of 1e-9 are: the steps stop in time. */
static void
jagged(const double *p, double *out)
{
    const double noise = sin(1e9 * p[0]) * 1e-9;

    out[0] = p[0] / (1.0 + p[0]) * (1.0 + noise);
}

static void
test_run_tells_the_error_of_jagged_runs(void **state)
{
    struct known_function function = known_make(1, 1, jagged);
    const struct pl_asked asked = known_asked(&function);
    const struct pl_elasticity_at here = {3.0, NAN, NAN};
    struct pl_elasticity found;
    double output;

    (void)state;
    assert_int_equal(pl_elasticity_run(&asked, &here, 1, 1, NULL, &output, &found),
                     PL_OK);
    assert_close(found.elasticity, 0.25, 0.0, 1e-6);
    assert_true(found.error > 1e-10 && found.error < 1e-6);
}

/* 1 + 2 p + 3 p^2, of p at 0 and at the end of its range. */
static void
bowl(const double *p, double *out)
{
    out[0] = p[0] >= 0.0 && p[0] <= 1.0 ? 1.0 + 2.0 * p[0] + 3.0 * p[0] * p[0] : NAN;
}

static void
test_run_stays_within_bounds(void **state)
{
    struct known_function function = known_make(1, 1, bowl);
    const struct pl_asked asked = known_asked(&function);
    struct pl_elasticity_at here = {0.0, 0.0, 1.0};
    struct pl_elasticity found;
    double output;

    (void)state;
    assert_int_equal(pl_elasticity_run(&asked, &here, 1, 1, NULL, &output, &found),
                     PL_OK);
    assert_true(isnan(found.elasticity));
    assert_close(found.derivative, 2.0, 1e-9, 0.0);
    assert_true(found.derivative_error < 1e-7);
    here.value = 1.0;
    assert_int_equal(pl_elasticity_run(&asked, &here, 1, 1, NULL, &output, &found),
                     PL_OK);
    assert_close(found.elasticity, 8.0 / 6.0, 1e-6, 0.0);
    here = (struct pl_elasticity_at){1e-3, 1e-3, 1.0};
    assert_int_equal(pl_elasticity_run(&asked, &here, 1, 1, NULL, &output, &found),
                     PL_OK);
    assert_close(found.derivative, 2.006, 1e-6, 0.0);
}

static void
test_run_takes_negative_values(void **state)
{
    struct known_function function = known_make(N, M, forms);
    const struct pl_asked asked = known_asked(&function);
    struct pl_elasticity_at there[N];
    struct pl_elasticity found[M * N];
    double outputs[M];

    (void)state;
    memcpy(there, at, sizeof there);
    there[2].value = -0.7;
    there[3].value = -5.0;
    assert_int_equal(pl_elasticity_run(&asked, there, N, M, NULL, outputs, found),
                     PL_OK);
    assert_close(found[2].elasticity, 0.7, 1e-9, 0.0); /* - p */
    assert_close(found[2].derivative, -outputs[0], 1e-9, 0.0);
    assert_close(found[2 * N + 3].elasticity, 1.0, 1e-9, 0.0);
    assert_close(found[2 * N + 3].derivative, 1.0, 1e-9, 0.0);
}

/* sin p at pi: the output is rounding beside its values around. */
static void
wave(const double *p, double *out)
{
    out[0] = sin(p[0]);
}

static void
test_run_has_no_elasticity_of_zero(void **state)
{
    struct known_function function = known_make(1, 1, wave);
    const struct pl_asked asked = known_asked(&function);
    const struct pl_elasticity_at here = {3.14159265358979323846, NAN, NAN};
    struct pl_elasticity found;
    double output;

    (void)state;
    assert_int_equal(pl_elasticity_run(&asked, &here, 1, 1, NULL, &output, &found),
                     PL_OK);
    assert_true(isnan(found.elasticity));
    assert_close(found.derivative, -1.0, 1e-9, 0.0);
}

static void
test_run_passes_failures_on(void **state)
{
    struct known_function function = known_make(N, M, forms);
    const struct pl_asked asked = known_asked(&function);
    struct pl_elasticity found[M * N];
    double outputs[M];
    size_t n_missing = 0;

    (void)state;
    function.fails = 4;
    assert_int_equal(pl_elasticity_run(&asked, at, N, M, NULL, outputs, found), PL_OK);
    for (int i = 0; i < N; i++) {
        static const double want[N] = {3.0, -1.0, -0.7, 0.0};

        n_missing += isnan(found[i].derivative) ? 1 : 0;
        assert_true(isnan(found[i].derivative) ||
                    fabs(found[i].elasticity - want[i]) <= found[i].error + 1e-11);
    }
    assert_true(n_missing > 0);
    function =
        (struct known_function){N, M, forms, .answer = PL_ERR_STOPPED, .good = 1};
    assert_int_equal(pl_elasticity_run(&asked, at, N, M, NULL, outputs, found),
                     PL_ERR_STOPPED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_is_exact),
        cmocka_unit_test(test_run_tells_the_error_of_jagged_runs),
        cmocka_unit_test(test_run_stays_within_bounds),
        cmocka_unit_test(test_run_takes_negative_values),
        cmocka_unit_test(test_run_has_no_elasticity_of_zero),
        cmocka_unit_test(test_run_passes_failures_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
