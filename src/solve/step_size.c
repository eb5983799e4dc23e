/*
 * step_size.c - what a step may be wrong by, and how long the first one is.
 */
#include "solve/step_size.h"

#include <math.h>

#include "solve/step_rule.h"

/* The embedded method is off by this times (h / tau)^5 A where the solution is
 * A exp(-t / tau). */
static const double ERROR_CONSTANT = 1.25e-4;

/* [tolerances] What the first step aims at. A network that sets out has other time scales
 * too: larger has the step refused, smaller wastes it. */
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
pl_step_first(double slope, double turn)
{
    const double tau = slope / turn;
    const double size = slope * tau;

    return tau * pl_step_inverse_fifth_root(ERROR_CONSTANT * size / FIRST_ERROR);
}
