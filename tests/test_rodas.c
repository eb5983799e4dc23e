/*
 * test_rodas.c - trial steps of Rodas5P: their order, against the formulas written out,
 * and what is done about factors that are flawed.
 */
#include "solve/rodas.h"

#include <gsl/gsl_errno.h>

#include "base/status.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "network_sim.h"
#include "solve/rodas5p.h"
#include "solve/rodas_step.h"
#include "solve/sim.h"
#include "solve/system.h"
#include "testlib.h"

/* The most states of a network here. */
enum { MOST = 3 };

/* A network and the trials of one lane on it. */
struct bench {
    struct network network;
    struct pl_system *system;
    struct pl_rodas rodas;
    struct pl_rodas_record record;
    size_t n;
    double y[MOST]; /* its start */
    double scale[MOST];
};

static void
bench_open(struct bench *bench, const char *text)
{
    *bench = (struct bench){.scale = {1.0, 1.0, 1.0}};
    network_compile(&bench->network, text);
    bench->n = bench->network.program->n_states;
    assert_true(bench->n <= MOST);
    assert_int_equal(pl_system_create(bench->network.kernels, NULL, &bench->system),
                     PL_OK);
    pl_system_start(bench->system, bench->network.inputs, bench->y);
    assert_true(pl_rodas_init(&bench->rodas, bench->network.kernels,
                              pl_system_frame(bench->system)));
}

static void
bench_close(struct bench *bench)
{
    pl_rodas_finish(&bench->rodas);
    pl_system_destroy(bench->system);
    network_close(&bench->network);
}

static bool
try_alone(struct bench *bench, double t, double h, const double *y)
{
    bench->rodas.t[0] = t;
    bench->rodas.h[0] = h;
    memcpy(bench->rodas.y0, y, bench->n * sizeof *y);
    return pl_rodas_try_alone(&bench->rodas, bench->system, false, bench->scale,
                              &bench->record);
}

/* ---- order ---- */

/* x = sin t, y = cos t: no linear system, and time is in every rate and in every one of
 * its derivatives. */
static const char forced[] = "x' = y + cos(3*time)*(x*y - sin(time)*cos(time))\n"
                             "y' = -x + 2*(x*x - sin(time)*sin(time))\n"
                             "x = 0; y = 1\n";

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
step_constantly(struct bench *bench, void (*exact)(double t, double *y), size_t n_steps,
                double *at_end, double *inside)
{
    const double h = T_END / (double)n_steps;
    double y[MOST];
    double want[MOST];

    memcpy(y, bench->y, sizeof y);
    *inside = 0.0;
    for (size_t k = 0; k < n_steps; k++) {
        const double t = (double)k * h;

        assert_true(try_alone(bench, t, h, y));
        for (double share = 0.125; share < 1.0; share += 0.125) {
            double between[MOST];

            pl_rodas_inside(&bench->rodas, &share, between);
            exact(t + share * h, want);
            *inside = fmax(*inside, distance(between, want, bench->n));
        }
        memcpy(y, bench->rodas.y1, bench->n * sizeof *y);
    }
    exact(T_END, want);
    *at_end = distance(y, want, bench->n);
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
    } rows[] = {
        {forced, forced_exact}, {clock_alone, clock_exact}, {logistic, logistic_exact}};

    (void)state;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        double at_end = NAN;
        double inside = NAN;
        struct bench bench;

        bench_open(&bench, rows[r].text);
        for (size_t n_steps = 32; n_steps <= 128; n_steps *= 2) {
            const double end_before = at_end;
            const double inside_before = inside;

            step_constantly(&bench, rows[r].exact, n_steps, &at_end, &inside);
            if (n_steps > 32) {
                const double order = log2(end_before / at_end);
                const double order_inside = log2(inside_before / inside);

                assert_close(order, 5.0, 0.0, 0.15);
                assert_close(order_inside, 5.0, 0.0, 0.15);
            }
        }
        assert_true(at_end < 1e-9 && inside < 1e-7);
        bench_close(&bench);
    }
}

/* The error of a step is that of a method of order 4: it goes with h^5. */
static void
test_error_goes_with_the_fifth_power_of_the_step(void **state)
{
    double before = NAN;
    struct bench bench;

    (void)state;
    bench_open(&bench, forced);
    for (double h = 0.0125; h > 0.003; h *= 0.5) {
        double error = 0.0;

        assert_true(try_alone(&bench, 0.0, h, bench.y));
        error = fabs(pl_rodas_error(&bench.rodas)[1]);
        if (!isnan(before)) {
            assert_close(log2(before / error), 5.0, 0.0, 0.25);
        }
        before = error;
    }
    bench_close(&bench);
}

/* ---- the formulas ---- */

/* `forced`, its Jacobian and its slopes in time. */
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
    struct bench bench;

    (void)state;
    bench_open(&bench, forced);
    for (double h = 1e-3; h < 2.0; h *= 10.0) {
        const long double y[2] = {start[0], start[1]};
        long double k[RODAS_STAGES][2];
        long double y1[2];

        follow_formulas(t, h, y, y1, k);
        assert_true(try_alone(&bench, t, h, start));
        for (size_t i = 0; i < 2; i++) {
            assert_close(bench.rodas.y1[i], (double)y1[i], 1e-13, 1e-13);
            assert_close(pl_rodas_error(&bench.rodas)[i], (double)k[7][i], 1e-10,
                         1e-14);
        }
        for (size_t s = 0; s < sizeof shares / sizeof *shares; s++) {
            const long double x = shares[s];
            double inside[2];

            pl_rodas_inside(&bench.rodas, &shares[s], inside);
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
    bench_close(&bench);
}

static void
test_inside_at_the_ends_is_the_state_itself(void **state)
{
    const double ends[] = {0.0, 1.0};
    double y[MOST];
    struct bench bench;

    (void)state;
    bench_open(&bench, forced);
    assert_true(try_alone(&bench, 0.5, 0.25, bench.y));
    pl_rodas_inside(&bench.rodas, &ends[0], y);
    assert_memory_equal(y, bench.rodas.y0, 2 * sizeof *y);
    pl_rodas_inside(&bench.rodas, &ends[1], y);
    assert_memory_equal(y, bench.rodas.y1, 2 * sizeof *y);
    bench_close(&bench);
}

/* Looking at everything changes no bit. */
static void
test_try_has_the_bits_of_try_alone(void **state)
{
    static const char *const texts[] = {forced, clock_alone, logistic};

    (void)state;
    for (size_t r = 0; r < sizeof texts / sizeof *texts; r++) {
        double y1[MOST];
        double error[MOST];
        struct bench bench;
        size_t size = 0;

        bench_open(&bench, texts[r]);
        size = bench.n * sizeof *y1;
        assert_true(try_alone(&bench, 0.3, 0.1, bench.y));
        memcpy(y1, bench.rodas.y1, size);
        memcpy(error, pl_rodas_error(&bench.rodas), size);
        memset(bench.rodas.y1, 0, size);
        pl_rodas_try(&bench.rodas);
        assert_memory_equal(bench.rodas.y1, y1, size);
        assert_memory_equal(pl_rodas_error(&bench.rodas), error, size);
        assert_false(pl_rodas_is_flawed(&bench.rodas, 0));
        bench_close(&bench);
    }
}

/* Root mean square over the states of error / (atol + rtol |y1|), to 2e-5, in whatever
 * unit amounts are counted. */
static void
test_norm_is_the_mean_in_units_of_the_tolerance(void **state)
{
    static const double errors[MOST] = {3e-3, -0.25, 4e-7};
    static const double ends[MOST] = {0.0, -7.0, 2e-4};
    static const double rtol = 1e-2;
    static const double rtols[MOST] = {1e-2, 1e-2, 1e-2};
    struct bench bench;

    (void)state;
    bench_open(&bench, "J0: A -> B; A\nJ1: B -> C; 2*B\nA = 1; B = 3; C = 0\n");
    for (double unit = 1e-280; unit < 1e285; unit *= 9.7) {
        const double atol[MOST] = {1e-2 * unit, 1e-6 * unit, 5e-6 * unit};
        double *error = bench.rodas.stages + (RODAS_STAGES - 1) * MOST;
        double want = 0.0;
        double norm = NAN;

        for (size_t i = 0; i < MOST; i++) {
            const double level = atol[i] / unit + rtol * fabs(ends[i]);

            error[i] = errors[i] * unit;
            bench.rodas.y1[i] = ends[i] * unit;
            want += errors[i] / level * (errors[i] / level) / MOST;
        }
        pl_rodas_norm(&bench.rodas, atol, rtols, &norm);
        assert_close(norm, sqrt(want), 2e-5, 0.0);
    }
    bench_close(&bench);
}

static void
test_norm_of_what_is_not_finite_is_not_a_number(void **state)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    static const double atol[MOST] = {1.0, 1.0, 1.0};
    static const double rtol[MOST] = {1e-3, 1e-3, 1e-3};
    struct bench bench;

    (void)state;
    bench_open(&bench, "J0: A -> B; A\nJ1: B -> C; 2*B\nA = 1; B = 3; C = 0\n");
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < 3; i++) {
            double norm = 0.0;
            double kept = 0.0;

            assert_true(try_alone(&bench, 0.0, 0.5, bench.y));
            kept = bench.rodas.y1[i];
            bench.rodas.y1[i] = bad[k];
            pl_rodas_norm(&bench.rodas, atol, rtol, &norm);
            assert_true(isnan(norm));
            bench.rodas.y1[i] = kept;
            pl_rodas_norm(&bench.rodas, atol, rtol, &norm);
            assert_true(isfinite(norm));
        }
    }
    bench_close(&bench);
}

/* ---- what cannot be done ---- */

static void
test_try_alone_refuses_rates_that_are_not_finite(void **state)
{
    static const double below = -1.0;
    struct bench bench;

    (void)state;
    bench_open(&bench, "x' = -2*sqrt(x)\nx = 1\n");
    assert_true(try_alone(&bench, 0.0, 0.1, bench.y));
    assert_true(bench.record.evaluated);
    assert_false(try_alone(&bench, 0.0, 0.1, &below)); /* at its start */
    assert_false(bench.record.evaluated);
    assert_false(try_alone(&bench, 0.0, 2.0, bench.y)); /* at a stage */
    assert_true(bench.record.evaluated);
    assert_false(bench.record.flawed);
    bench_close(&bench);
}

/* The slope of x^(1/3) at 0 is infinite; the difference over 1e-8 is 1e8^(2/3). */
static void
test_try_alone_takes_differences_for_slopes_that_are_not_finite(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, "x' = 1 - 0.5*x^(1/3)\nx = 0\n");
    assert_true(try_alone(&bench, 0.0, 1e-6, bench.y));
    assert_true(isfinite(pl_rodas_error(&bench.rodas)[0]));
    assert_close(bench.rodas.y1[0], 1e-6, 0.02, 0.0);
    pl_rodas_try(&bench.rodas); /* a group sees that it must be taken alone */
    assert_true(pl_rodas_is_flawed(&bench.rodas, 0));
    bench_close(&bench);
}

/* Both diagonal entries are the shift, to the bit: there is no pivot on the diagonal of
 * M = [0 1; 2 0], in whatever order, and no difficulty in it. */
static void
open_without_pivots(struct bench *bench, double h, const char *coupling)
{
    static const char *const text = "x' = %.17g*x + %s*y\n"
                                    "y' = 2*%s*x + %.17g*y\n"
                                    "x = 1; y = 2\n";
    const double shift = 1.0 / (RODAS_GAMMA * h);
    char words[200];

    snprintf(words, sizeof words, text, shift, coupling, coupling, shift);
    bench_open(bench, words);
}

static void
test_try_alone_takes_flawed_factors_for_a_reason_to_try_again(void **state)
{
    static const double h = 0.25;
    const long double shift = 1.0L / ((long double)RODAS_GAMMA * h);
    struct bench bench;

    (void)state;
    open_without_pivots(&bench, h, "1");
    assert_false(try_alone(&bench, 0.5, h, bench.y));
    assert_true(bench.record.flawed && bench.record.flawed_at == 0.5);
    assert_int_equal(bench.record.n_flawed, 1);
    assert_int_equal(bench.record.n_dense, 0);

    assert_true(try_alone(&bench, 0.5, h, bench.y)); /* by the dense factors */
    assert_int_equal(bench.record.n_flawed, 1);
    assert_int_equal(bench.record.n_dense, 1);
    { /* k_1 = W^-1 f with W = -[0 1; 2 0] */
        const long double f[2] = {shift + 2.0L, 2.0L + 2.0L * shift};

        assert_close(bench.rodas.stages[0], (double)(-f[1] / 2.0L), 1e-13, 0.0);
        assert_close(bench.rodas.stages[1], (double)-f[0], 1e-13, 0.0);
    }

    assert_false(try_alone(&bench, 0.75, h, bench.y)); /* elsewhere: refused first */
    assert_int_equal(bench.record.n_flawed, 2);
    assert_true(try_alone(&bench, 0.75, 0.5 * h, bench.y)); /* a shorter step does */
    assert_false(bench.record.flawed);
    assert_int_equal(bench.record.n_flawed, 2);
    assert_int_equal(bench.record.n_dense, 1);
    bench_close(&bench);
}

/* Without the coupling nothing is left of M. */
static void
test_try_alone_refuses_a_singular_matrix(void **state)
{
    struct bench bench;

    (void)state;
    open_without_pivots(&bench, 0.25, "0");
    assert_false(try_alone(&bench, 0.0, 0.25, bench.y));
    assert_false(try_alone(&bench, 0.0, 0.25, bench.y));
    assert_int_equal(bench.record.n_flawed, 1);
    assert_int_equal(bench.record.n_dense, 1);
    assert_true(try_alone(&bench, 0.0, 0.2, bench.y));
    bench_close(&bench);
}

static void
test_try_alone_lives_without_memory_for_dense_factors(void **state)
{
    struct bench bench;

    (void)state;
    open_without_pivots(&bench, 0.25, "1");
    for (size_t n = 1; n <= 2; n++) {
        assert_false(try_alone(&bench, (double)n, 0.25, bench.y));
        test_fail_allocation(n, false);
        assert_false(try_alone(&bench, (double)n, 0.25, bench.y));
        assert_true(test_allow_allocations());
        assert_true(bench.record.no_memory);
        assert_true(try_alone(&bench, (double)n, 0.25, bench.y));
        assert_false(bench.record.no_memory);
    }
    bench_close(&bench);
}

/*
 * A fast exchange, 1e15 a unit of time, between two species of which one decays slowly:
 * what is left of a pivot is 1e-15 of what it was made from. Pivoting cannot help, for
 * the digits are gone before that; but the run gets through, and says what it cost.
 * A + B = exp(-t/2), half of it each, but for 1e-15.
 */
static void
test_runs_with_flawed_factors_get_through_and_count_them(void **state)
{
    static const double rtols[] = {1e-3, 1e-4, 1e-5, 1e-6};

    (void)state;
    for (size_t r = 0; r < sizeof rtols / sizeof *rtols; r++) {
        const struct pl_sim_options options = network_options("rodas", rtols[r]);
        struct pl_sim_statistics cost;
        struct network network;

        network_open(&network,
                     "J0: A -> B; 1e15*(A - B)\n"
                     "J1: B -> C; B\n"
                     "A = 1; B = 0; C = 0\n",
                     &options);
        network_start(&network);
        network_advance(&network, 10.0);
        assert_close(network_value(&network, "A"), 0.5 * exp(-5.0), 10.0 * rtols[r],
                     0.0);
        assert_close(network_value(&network, "C"), 1.0 - exp(-5.0), 10.0 * rtols[r],
                     0.0);
        cost = pl_sim_get_statistics(network.sim);
        assert_true(cost.flawed > 0 && cost.dense > 0);
        assert_true(cost.flawed <= cost.rejected);
        assert_true(cost.dense <= cost.steps + cost.rejected);
        network_start(&network); /* counts from anew */
        network_advance(&network, 1e-12);
        cost = pl_sim_get_statistics(network.sim);
        assert_true(cost.flawed == 0 && cost.dense == 0);
        network_close(&network);
    }
}

/* ---- as a step type of GSL's ---- */

static void
test_step_type_is_one_of_gsl(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    const gsl_odeiv2_system nothing = {NULL, NULL, 2, NULL};
    double y[2] = {1.0, 2.0};
    double error[2];

    (void)state;
    assert_non_null(step);
    assert_string_equal(gsl_odeiv2_step_name(step), "rodas");
    assert_int_equal(gsl_odeiv2_step_order(step), 5);
    /* not bound to a network */
    assert_int_equal(
        gsl_odeiv2_step_apply(step, 0.0, 0.1, y, error, NULL, NULL, &nothing),
        GSL_EFAULT);
    assert_true(y[0] == 1.0 && y[1] == 2.0);
    assert_int_equal(gsl_odeiv2_step_reset(step), GSL_SUCCESS);
    gsl_odeiv2_step_free(step);
}

/* A step of GSL's from y, on a copy: y1 is where it went. */
static int
apply(gsl_odeiv2_step *step, double t, double h, const double *y, double *y1,
      double *error)
{
    const gsl_odeiv2_system nothing = {NULL, NULL, 2, NULL};

    memcpy(y1, y, 2 * sizeof *y);
    return gsl_odeiv2_step_apply(step, t, h, y1, error, NULL, NULL, &nothing);
}

static void
test_step_type_keeps_the_jacobian_for_a_shorter_step(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    const double elsewhere[2] = {0.0, nextafter(1.0, 2.0)};
    double y1[2];
    double error[2];
    struct bench bench;

    (void)state;
    assert_non_null(step);
    bench_open(&bench, forced);
    assert_int_equal(pl_rodas_step_bind(step, bench.system, bench.scale), PL_OK);
    assert_int_equal(apply(step, 0.0, 0.4, bench.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(bench.system), 1);
    assert_int_equal(apply(step, 0.0, 0.1, bench.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(bench.system), 1);
    assert_true(try_alone(&bench, 0.0, 0.1, bench.y)); /* the same bits as anew */
    assert_memory_equal(y1, bench.rodas.y1, sizeof y1);
    assert_memory_equal(error, pl_rodas_error(&bench.rodas), sizeof error);
    assert_int_equal(pl_system_n_jacobians(bench.system), 2);

    /* another time, another state, or a reset: anew */
    assert_int_equal(apply(step, 0.1, 0.1, bench.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(bench.system), 3);
    assert_int_equal(apply(step, 0.1, 0.1, elsewhere, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(bench.system), 4);
    assert_int_equal(gsl_odeiv2_step_reset(step), GSL_SUCCESS);
    assert_int_equal(apply(step, 0.1, 0.1, elsewhere, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_system_n_jacobians(bench.system), 5);
    gsl_odeiv2_step_free(step);
    bench_close(&bench);
}

static void
test_step_type_reads_inside_its_newest_step(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    static const double share = 0.375;
    static const double atol[2] = {1e-9, 1e-7};
    static const double rtol = 1e-6;
    static const double rtols[2] = {1e-6, 1e-6};
    double y[2];
    double y1[2];
    double want[2];
    double error[2];
    double norm = NAN;
    struct bench bench;

    (void)state;
    assert_non_null(step);
    bench_open(&bench, forced);
    assert_int_equal(pl_rodas_step_bind(step, bench.system, bench.scale), PL_OK);
    assert_int_equal(apply(step, 0.0, 0.1, bench.y, y1, error), GSL_SUCCESS);
    pl_rodas_step_inside(step, share, y);
    assert_true(try_alone(&bench, 0.0, 0.1, bench.y));
    pl_rodas_inside(&bench.rodas, &share, want);
    assert_memory_equal(y, want, sizeof y);
    pl_rodas_norm(&bench.rodas, atol, rtols, &norm);
    assert_true(pl_rodas_step_norm(step, atol, rtol) == norm);
    gsl_odeiv2_step_free(step);
    bench_close(&bench);
}

static void
test_step_type_leaves_the_state_where_a_step_fails(void **state)
{
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(pl_gsl_step_rodas, 2);
    double y1[2];
    double error[2];
    struct bench bench;

    (void)state;
    assert_non_null(step);
    open_without_pivots(&bench, 0.25, "1");
    assert_int_equal(pl_rodas_step_bind(step, bench.system, bench.scale), PL_OK);
    assert_int_equal(apply(step, 0.0, 0.25, bench.y, y1, error), GSL_FAILURE);
    assert_memory_equal(y1, bench.y, sizeof y1);
    assert_int_equal(pl_rodas_step_record(step)->n_flawed, 1);
    assert_int_equal(pl_system_n_jacobians(bench.system), 1);
    assert_int_equal(apply(step, 0.0, 0.25, bench.y, y1, error), GSL_SUCCESS);
    assert_int_equal(pl_rodas_step_record(step)->n_dense, 1);
    assert_int_equal(pl_system_n_jacobians(bench.system), 1); /* kept */
    gsl_odeiv2_step_free(step);
    bench_close(&bench);
}

/* ---- memory ---- */

static enum pl_status
init_trials(void *context)
{
    struct bench *bench = context;
    struct pl_rodas rodas;

    if (!pl_rodas_init(&rodas, bench->network.kernels,
                       pl_system_frame(bench->system))) {
        return PL_ERR_NOMEM;
    }
    pl_rodas_finish(&rodas);
    return PL_OK;
}

static void
test_init_survives_no_memory(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, forced);
    assert_true(assert_survives_no_memory(init_trials, &bench) >= 1);
    bench_close(&bench);
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
        cmocka_unit_test(test_norm_is_the_mean_in_units_of_the_tolerance),
        cmocka_unit_test(test_norm_of_what_is_not_finite_is_not_a_number),
        cmocka_unit_test(test_try_alone_refuses_rates_that_are_not_finite),
        cmocka_unit_test(
            test_try_alone_takes_differences_for_slopes_that_are_not_finite),
        cmocka_unit_test(test_try_alone_takes_flawed_factors_for_a_reason_to_try_again),
        cmocka_unit_test(test_try_alone_refuses_a_singular_matrix),
        cmocka_unit_test(test_try_alone_lives_without_memory_for_dense_factors),
        cmocka_unit_test(test_runs_with_flawed_factors_get_through_and_count_them),
        cmocka_unit_test(test_step_type_is_one_of_gsl),
        cmocka_unit_test(test_step_type_keeps_the_jacobian_for_a_shorter_step),
        cmocka_unit_test(test_step_type_reads_inside_its_newest_step),
        cmocka_unit_test(test_step_type_leaves_the_state_where_a_step_fails),
        cmocka_unit_test(test_init_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
