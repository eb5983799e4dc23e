/*
 * test_rodas.c - trial steps of Rodas5P: their order, and against the formulas written
 * out.
 */
#include "solve/rodas.h"

#include "base/status.h"
#include "network_sim.h"
#include "solve/rodas5p.h"
#include "solve/system.h"
#include "steps.h"
#include "testlib.h"

/* ---- order ---- */

static void
forced_exact(double t, double *y)
{
    y[0] = sin(t);
    y[1] = cos(t);
}

/* Nothing but time: y = 1 + sin(5 t)/5. */
static const char clock_alone[] = "y' = cos(5*time)\n"
                                  "y = 1\n";

static void
clock_exact(double t, double *y)
{
    y[0] = 1.0 + sin(5.0 * t) / 5.0;
}

/* No time: logistic growth, and what grows with it. */
static const char logistic[] = "y' = y*(1 - y)\n"
                               "z' = y*z\n"
                               "y = 0.1; z = 1\n";

static void
logistic_exact(double t, double *y)
{
    y[0] = 1.0 / (1.0 + 9.0 * exp(-t));
    y[1] = 1.0 + 0.1 * (exp(t) - 1.0);
}

/* Where the error's sign does not happen to change. */
static const double T_END = 1.5;

static double
distance(const double *a, const double *b, size_t n)
{
    double most = 0.0;

    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fabs(a[i] - b[i]));
    }
    return most;
}

/* Constant steps from 0 to T_END: the errors at the end and, the worst, inside the steps. */
static void
step_constantly(struct steps *steps, void (*exact)(double t, double *y), size_t n_steps,
                double *at_end, double *inside)
{
    const double h = T_END / (double)n_steps;
    double y[STEPS_MOST];
    double want[STEPS_MOST];

    memcpy(y, steps->y, sizeof y);
    *inside = 0.0;
    for (size_t k = 0; k < n_steps; k++) {
        const double t = (double)k * h;

        assert_true(steps_try(steps, t, h, y));
        for (double share = 0.125; share < 1.0; share += 0.125) {
            double between[STEPS_MOST];

            pl_rodas_inside(&steps->rodas, &share, between);
            exact(t + share * h, want);
            *inside = fmax(*inside, distance(between, want, steps->n));
        }
        memcpy(y, steps->rodas.y1, steps->n * sizeof *y);
    }
    exact(T_END, want);
    *at_end = distance(y, want, steps->n);
}

/*
 * Twice as many steps give 1/32 of the error at the end. The polynomial inside a step is
 * of order 4, for it leaves out terms with h^5 of its own step alone: nothing adds these
 * up, and 1/32 is left of them too. Observed, from 32 to 64 and from 64 to 128 steps:
 *
 *                  at the end     inside
 *     forced       4.91  4.95     4.94  4.97
 *     clock alone  5.01  5.00     5.00  5.00
 *     logistic     5.01  5.04     4.98  5.01
 */
static void
test_try_alone_is_of_order_5_and_4_inside(void **state)
{
    static const struct {
        const char *text;
        void (*exact)(double t, double *y);
    } rows[] = {{steps_forced, forced_exact},
                {clock_alone, clock_exact},
                {logistic, logistic_exact}};

    (void)state;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        double at_end = NAN;
        double inside = NAN;
        struct steps steps;

        steps_open(&steps, rows[r].text);
        for (size_t n_steps = 32; n_steps <= 128; n_steps *= 2) {
            const double end_before = at_end;
            const double inside_before = inside;

            step_constantly(&steps, rows[r].exact, n_steps, &at_end, &inside);
            if (n_steps > 32) {
                const double order = log2(end_before / at_end);
                const double order_inside = log2(inside_before / inside);

                assert_close(order, 5.0, 0.0, 0.15);
                assert_close(order_inside, 5.0, 0.0, 0.15);
            }
        }
        assert_true(at_end < 1e-9 && inside < 1e-7);
        steps_close(&steps);
    }
}

/* The error of a step is that of a method of order 4: it goes with h^5. */
static void
test_error_goes_with_the_fifth_power_of_the_step(void **state)
{
    double before = NAN;
    struct steps steps;

    (void)state;
    steps_open(&steps, steps_forced);
    for (double h = 0.0125; h > 0.003; h *= 0.5) {
        double error = 0.0;

        assert_true(steps_try(&steps, 0.0, h, steps.y));
        error = fabs(pl_rodas_error(&steps.rodas)[1]);
        if (!isnan(before)) {
            assert_close(log2(before / error), 5.0, 0.0, 0.25);
        }
        before = error;
    }
    steps_close(&steps);
}

/* ---- the formulas ---- */

/* `steps_forced`, its Jacobian and its slopes in time. */
static void
evaluate_forced(long double t, const long double *y, long double *f, long double *j,
                long double *slopes)
{
    const long double s = sinl(t);
    const long double c = cosl(t);
    const long double c3 = cosl(3.0L * t);
    const long double off = y[0] * y[1] - s * c;

    f[0] = y[1] + c3 * off;
    f[1] = -y[0] + 2.0L * (y[0] * y[0] - s * s);
    j[0] = c3 * y[1];
    j[1] = 1.0L + c3 * y[0];
    j[2] = -1.0L + 4.0L * y[0];
    j[3] = 0.0L;
    slopes[0] = -3.0L * sinl(3.0L * t) * off - c3 * (c * c - s * s);
    slopes[1] = -4.0L * s * c;
}

/* The header's formulas, in long double: u_8 + k_8, and every k. */
static void
follow_formulas(long double t, long double h, const long double *y, long double *y1,
                long double (*k)[2])
{
    long double f[2];
    long double j[4];
    long double slopes[2];
    long double u[2] = {y[0], y[1]};
    long double w = 1.0L / (h * (long double)RODAS_GAMMA);

    for (size_t s = 0; s < RODAS_STAGES; s++) {
        long double unused[4];
        long double right[2];
        long double determinant = 0.0L;

        for (size_t i = 0; i < 2; i++) {
            if (s >= 6) {
                u[i] += k[s - 1][i];
                continue;
            }
            u[i] = y[i];
            for (size_t l = 0; l < s; l++) {
                u[i] += (long double)RODAS_A[s][l] * k[l][i];
            }
        }
        if (s == 0) {
            evaluate_forced(t, u, f, j, slopes);
            determinant = 0.0L;
        }
        evaluate_forced(t + (long double)RODAS_C_TIME[s] * h, u, f, unused, unused);
        for (size_t i = 0; i < 2; i++) {
            right[i] = f[i] + h * (long double)RODAS_D[s] * slopes[i];
            for (size_t l = 0; l < s; l++) {
                right[i] += (long double)RODAS_C[s][l] * k[l][i] / h;
            }
        }
        determinant = (w - j[0]) * (w - j[3]) - j[1] * j[2];
        k[s][0] = (right[0] * (w - j[3]) + j[1] * right[1]) / determinant;
        k[s][1] = ((w - j[0]) * right[1] + j[2] * right[0]) / determinant;
    }
    y1[0] = u[0] + k[7][0];
    y1[1] = u[1] + k[7][1];
}

/* The coefficients' digits: a step this short is off by h^6, and by what they are off
 * times h or more of it. */
static void
test_coefficients_leave_no_more_than_rounding(void **state)
{
    static const long double h = 1e-3L;
    volatile long double bit = 0x1p-60L; /* valgrind has doubles only */
    const long double allowed = 1.0L + bit > 1.0L ? 1.5e-17L : 1e-15L;

    (void)state;
    for (long double t = 0.0L; t < 6.0L; t += 0.37L) {
        const long double y[2] = {sinl(t), cosl(t)};
        long double k[RODAS_STAGES][2];
        long double y1[2];

        follow_formulas(t, h, y, y1, k);
        assert_true(fabsl(y1[0] - sinl(t + h)) < allowed);
        assert_true(fabsl(y1[1] - cosl(t + h)) < allowed);
    }
}

static void
test_try_alone_follows_the_formulas(void **state)
{
    static const double t = 0.7;
    static const double start[2] = {0.3, -1.25};
    static const double shares[] = {0.0, 0.25, 0.7, 1.0};
    struct steps steps;

    (void)state;
    steps_open(&steps, steps_forced);
    for (double h = 1e-3; h < 2.0; h *= 10.0) {
        const long double y[2] = {start[0], start[1]};
        long double k[RODAS_STAGES][2];
        long double y1[2];

        follow_formulas(t, h, y, y1, k);
        assert_true(steps_try(&steps, t, h, start));
        for (size_t i = 0; i < 2; i++) {
            assert_close(steps.rodas.y1[i], (double)y1[i], 1e-13, 1e-13);
            assert_close(pl_rodas_error(&steps.rodas)[i], (double)k[7][i], 1e-10,
                         1e-14);
        }
        for (size_t s = 0; s < sizeof shares / sizeof *shares; s++) {
            const long double x = shares[s];
            double inside[2];

            pl_rodas_inside(&steps.rodas, &shares[s], inside);
            for (size_t i = 0; i < 2; i++) {
                long double bend[3] = {0.0L, 0.0L, 0.0L};
                long double want = 0.0L;

                for (size_t l = 0; l < RODAS_STAGES; l++) {
                    for (size_t m = 0; m < 3; m++) {
                        bend[m] += (long double)RODAS_H[m][l] * k[l][i];
                    }
                }
                want = bend[0] + x * (bend[1] + x * bend[2]);
                want = (1.0L - x) * y[i] + x * (y1[i] + (1.0L - x) * want);
                assert_close(inside[i], (double)want, 1e-12, 1e-12);
            }
        }
    }
    steps_close(&steps);
}

static void
test_inside_at_the_ends_is_the_state_itself(void **state)
{
    const double ends[] = {0.0, 1.0};
    double y[STEPS_MOST];
    struct steps steps;

    (void)state;
    steps_open(&steps, steps_forced);
    assert_true(steps_try(&steps, 0.5, 0.25, steps.y));
    pl_rodas_inside(&steps.rodas, &ends[0], y);
    assert_memory_equal(y, steps.rodas.y0, 2 * sizeof *y);
    pl_rodas_inside(&steps.rodas, &ends[1], y);
    assert_memory_equal(y, steps.rodas.y1, 2 * sizeof *y);
    steps_close(&steps);
}

/* Looking at everything changes no bit. */
static void
test_try_has_the_bits_of_try_alone(void **state)
{
    static const char *const texts[] = {steps_forced, clock_alone, logistic};

    (void)state;
    for (size_t r = 0; r < sizeof texts / sizeof *texts; r++) {
        double y1[STEPS_MOST];
        double error[STEPS_MOST];
        struct steps steps;
        size_t size = 0;

        steps_open(&steps, texts[r]);
        size = steps.n * sizeof *y1;
        assert_true(steps_try(&steps, 0.3, 0.1, steps.y));
        memcpy(y1, steps.rodas.y1, size);
        memcpy(error, pl_rodas_error(&steps.rodas), size);
        memset(steps.rodas.y1, 0, size);
        pl_rodas_try(&steps.rodas);
        assert_memory_equal(steps.rodas.y1, y1, size);
        assert_memory_equal(pl_rodas_error(&steps.rodas), error, size);
        assert_false(pl_rodas_is_flawed(&steps.rodas, 0));
        steps_close(&steps);
    }
}

/* The largest error / (atol + rtol |y1|), to 2e-5, whichever state has it and in whatever
 * unit amounts are counted. */
static void
test_norm_is_the_worst_in_units_of_the_tolerance(void **state)
{
    static const double errors[STEPS_MOST] = {3e-3, -0.25, 4e-7};
    static const double ends[STEPS_MOST] = {0.0, -7.0, 2e-4};
    static const double rtol = 1e-2;
    struct steps steps;

    (void)state;
    steps_open(&steps, "J0: A -> B; A\nJ1: B -> C; 2*B\nA = 1; B = 3; C = 0\n");
    for (size_t turn = 0; turn < STEPS_MOST; turn++) {
        for (double unit = 1e-280; unit < 1e285; unit *= 9.7) {
            const double parts[STEPS_MOST] = {1e-2 * unit, 1e-6 * unit, 5e-6 * unit};
            double *error = steps.rodas.stages + (RODAS_STAGES - 1) * STEPS_MOST;
            double atol[STEPS_MOST];
            double want = 0.0;
            double norm = NAN;

            for (size_t k = 0; k < STEPS_MOST; k++) {
                const size_t i = (k + turn) % STEPS_MOST;

                atol[i] = parts[k];
                error[i] = errors[k] * unit;
                steps.rodas.y1[i] = ends[k] * unit;
                want = fmax(want,
                            fabs(errors[k]) / (parts[k] / unit + rtol * fabs(ends[k])));
            }
            pl_rodas_norm(&steps.rodas, atol, &rtol, &norm);
            assert_close(norm, want, 2e-5, 0.0);
        }
    }
    steps_close(&steps);
}

static void
test_norm_of_what_is_not_finite_is_not_a_number(void **state)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    static const double atol[STEPS_MOST] = {1.0, 1.0, 1.0};
    static const double rtol = 1e-3;
    struct steps steps;

    (void)state;
    steps_open(&steps, "J0: A -> B; A\nJ1: B -> C; 2*B\nA = 1; B = 3; C = 0\n");
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < 3; i++) {
            double norm = 0.0;
            double kept = 0.0;

            assert_true(steps_try(&steps, 0.0, 0.5, steps.y));
            kept = steps.rodas.y1[i];
            steps.rodas.y1[i] = bad[k];
            pl_rodas_norm(&steps.rodas, atol, &rtol, &norm);
            assert_true(isnan(norm));
            steps.rodas.y1[i] = kept;
            pl_rodas_norm(&steps.rodas, atol, &rtol, &norm);
            assert_true(isfinite(norm));
            steps.rodas.stages[(RODAS_STAGES - 1) * STEPS_MOST + i] = bad[k];
            pl_rodas_norm(&steps.rodas, atol, &rtol, &norm);
            assert_true(isnan(norm));
        }
    }
    steps_close(&steps);
}

/* ---- memory ---- */

static enum pl_status
init_trials(void *context)
{
    struct steps *steps = context;
    struct pl_rodas rodas;

    if (!pl_rodas_init(&rodas, steps->network.kernels,
                       pl_system_frame(steps->system))) {
        return PL_ERR_NOMEM;
    }
    pl_rodas_finish(&rodas);
    return PL_OK;
}

static void
test_init_survives_no_memory(void **state)
{
    struct steps steps;

    (void)state;
    steps_open(&steps, steps_forced);
    assert_true(assert_survives_no_memory(init_trials, &steps) >= 1);
    steps_close(&steps);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_try_alone_is_of_order_5_and_4_inside),
        cmocka_unit_test(test_error_goes_with_the_fifth_power_of_the_step),
        cmocka_unit_test(test_coefficients_leave_no_more_than_rounding),
        cmocka_unit_test(test_try_alone_follows_the_formulas),
        cmocka_unit_test(test_inside_at_the_ends_is_the_state_itself),
        cmocka_unit_test(test_try_has_the_bits_of_try_alone),
        cmocka_unit_test(test_norm_is_the_worst_in_units_of_the_tolerance),
        cmocka_unit_test(test_norm_of_what_is_not_finite_is_not_a_number),
        cmocka_unit_test(test_init_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
