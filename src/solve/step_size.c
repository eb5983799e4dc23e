/*
 * step_size.c - how long a step is.
 */
#include "solve/step_size.h"

#include <float.h>
#include <math.h>

#include "expr/elementary.h"

/* [ulp of t] A step below this cannot be told from rounding in t: larger gives up
 * earlier near a singularity, smaller lets t stand still. */
static const double SMALLEST_STEP = 16.0;

/* The error of the embedded method of order 4 goes with the fifth power of the step. */
static const double EXPONENT = -0.2;

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

double
pl_step_first(double slope, double turn)
{
    const double tau = slope / turn;
    const double size = slope * tau;

    return tau * pl_elementary_value(PL_OP_POWER, size / ALLOWED, EXPONENT);
}

bool
pl_step_is_good(double norm)
{
    return norm <= ALLOWED;
}

static double
bounded(double factor)
{
    return factor > SHRINK ? (factor < GROW ? factor : GROW) : SHRINK;
}

void
pl_step_factors(enum pl_isa isa, size_t lanes, const double *norm, double *factor)
{
    double parts[PL_MAX_LANES] = {0.0};
    double exponents[PL_MAX_LANES] = {0.0};

    for (size_t l = 0; l < lanes; l++) {
        parts[l] = norm[l] / ALLOWED;
        exponents[l] = EXPONENT;
    }
    pl_elementary_lanes(PL_OP_POWER, isa, lanes, parts, exponents, factor);
    for (size_t l = 0; l < lanes; l++) {
        factor[l] = bounded(factor[l]);
    }
}

double
pl_step_next(double size, double factor, bool good, double *ideal)
{
    const double before = *ideal;
    const double now = factor * size;
    double trend = 1.0;

    if (good) {
        *ideal = now;
        if (before > 0.0) {
            trend = sqrt(now / before);
            trend = trend < MOST_TREND ? trend : MOST_TREND;
            trend = trend > 1.0 / MOST_TREND ? trend : 1.0 / MOST_TREND;
        }
    }
    return size * bounded(SAFETY * trend * factor);
}
