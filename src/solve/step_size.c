/*
 * step_size.c - how long a step is.
 */
#include "solve/step_size.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/isa.h"

/* [ulp of t] A step below this cannot be told from rounding in t: larger gives up
 * earlier near a singularity, smaller lets t stand still. */
static const double SMALLEST_STEP = 16.0;

/* [tolerances] What a step's error may be. It is that of the embedded method, of order 4;
 * what is off after the step, of order 5, is a small part of it: with this number the
 * stiff problems of the literature end at most 4 rtol of their scale off
 * (tests/test_stiff.c). */
static const double ALLOWED = 8.0;

/* Larger refuses more steps, smaller takes more of them. */
static const double SAFETY = 0.95;

/* Half of the last change of the ideal size is expected again, at most this. None of it
 * lags behind a solution that comes to rest; all of it refuses more steps, and ends
 * farther off at loose tolerances. */
static const double MOST_TREND = 1.25;

/* The wider these bounds, the more steps are refused; the narrower, the more it takes to
 * get from the fast time scale to the slow one. */
static const double SHRINK = 0.2, GROW = 6.0;

/* The embedded method is off by 1.25e-4 (h / tau)^5 A where the solution is A exp(-t / tau).
 * A network that sets out has other time scales too: larger wastes the first step,
 * smaller has it refused. */
static const double FIRST_ERROR = 0.01;

double
pl_step_level(const struct pl_tolerance *tolerance, size_t i, double y)
{
    return tolerance->atol[i] + tolerance->rtol * fabs(y);
}

double
pl_step_norm(const struct pl_tolerance *tolerance, size_t n, const double *x,
             const double *y)
{
    double norm = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double size = fabs(x[i]) / pl_step_level(tolerance, i, y[i]);

        if (size > norm || isnan(size)) {
            norm = size; /* a NaN stays: nothing is larger */
        }
    }
    return norm;
}

double
pl_step_smallest(double t)
{
    return SMALLEST_STEP * DBL_EPSILON * fabs(t);
}

double
pl_step_fitted(double size, double left)
{
    if (size > 0.999999 * left) {
        return 2.0 * left;
    }
    return left < 2.0 * size ? 0.5 * left : size;
}

/* x^(-1/5) for x > 0, to 3e-9: enough for a size. The error of the embedded method of
 * order 4 goes with the fifth power of the step. Taken from a constant, a fifth of the
 * bits of x is those of a number near it, since they are nearly its logarithm; three
 * Newton steps do the rest.
 * Source: Blinn 1997, IEEE Computer Graphics and Applications 17(4):80. */
static double
inverse_fifth_root(double x)
{
    uint64_t bits = 0;
    double root = 0.0;

    memcpy(&bits, &x, sizeof bits);
    bits = UINT64_C(0x4cb8a89999999800) - bits / 5;
    memcpy(&root, &bits, sizeof root);
    for (int k = 0; k < 3; k++) {
        const double square = root * root;

        root *= 1.2 - 0.2 * x * (square * square * root);
    }
    return root;
}

double
pl_step_first(double slope, double turn)
{
    const double tau = slope / turn;
    const double size = slope * tau;

    return tau * inverse_fifth_root(FIRST_ERROR * size / ALLOWED);
}

bool
pl_step_is_good(double norm)
{
    return norm <= ALLOWED;
}

static double
between(double low, double x, double high)
{
    return x > low ? (x < high ? x : high) : low;
}

/* By what the size has to be multiplied for an error that is just allowed. */
static double
factor_of(double norm)
{
    /* the bounds' own errors, so that no root is taken of 0, infinity and NaN */
    const double most = 1.0 / (SHRINK * SHRINK * SHRINK * SHRINK * SHRINK);
    const double least = 1.0 / (GROW * GROW * GROW * GROW * GROW);
    const double part = norm / ALLOWED;

    return inverse_fifth_root(part < most ? (part > least ? part : least) : most);
}

void
pl_step_next(size_t lanes, const struct pl_step_lanes *steps)
{
    double trends[PL_MAX_LANES];
    double factors[PL_MAX_LANES];

    for (size_t l = 0; l < lanes; l++) {
        factors[l] = factor_of(steps->norm[l]);
    }
    for (size_t l = 0; l < lanes; l++) {
        const bool good = pl_step_is_good(steps->norm[l]);
        const double before = steps->ideal_before[l];
        const double now = factors[l] * steps->size[l];

        steps->ideal[l] = good ? now : before;
        trends[l] = good && before > 0.0 ? sqrt(now / before) : 1.0;
    }
    for (size_t l = 0; l < lanes; l++) {
        const double trend = between(1.0 / MOST_TREND, trends[l], MOST_TREND);

        steps->next[l] =
            steps->size[l] * between(SHRINK, SAFETY * trend * factors[l], GROW);
    }
}
