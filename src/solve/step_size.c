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

/* Larger refuses more steps, smaller takes more of them. */
static const double SAFETY = 0.95;

/* The wider these bounds, the more steps are refused; the narrower, the more it takes to
 * get from the fast time scale to the slow one. */
static const double SHRINK = 0.2, GROW = 6.0;

/* [tolerances] What a first step may be wrong by, were the solution an exponential. */
static const double FIRST_ERROR = 0.1;

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

    return tau * pl_elementary_value(PL_OP_POWER, size / FIRST_ERROR, EXPONENT);
}

bool
pl_step_is_good(double norm)
{
    return norm <= 1.0;
}

void
pl_step_factors(enum pl_isa isa, size_t lanes, const double *norm, double *factor)
{
    double exponents[PL_MAX_LANES] = {0.0};

    for (size_t l = 0; l < lanes; l++) {
        exponents[l] = EXPONENT;
    }
    pl_elementary_lanes(PL_OP_POWER, isa, lanes, norm, exponents, factor);
    for (size_t l = 0; l < lanes; l++) {
        const double wanted = SAFETY * factor[l];

        factor[l] = wanted > SHRINK ? (wanted < GROW ? wanted : GROW) : SHRINK;
    }
}
