/*
 * problems.c - small systems y' = f(t, y), as C and as networks, for tests of the stepper.
 */
#include "problems.h"

#include <math.h>
#include <string.h>

/* y' = -y/2 */
static bool
decay_rates(void *context, double t, const double *y, double *dydt)
{
    (void)context, (void)t;
    dydt[0] = -0.5 * y[0];
    return true;
}

static bool
decay_jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    (void)context, (void)t, (void)y;
    dfdy[0] = -0.5;
    dfdt[0] = 0.0;
    return true;
}

static void
decay_exact(double t, double *y)
{
    y[0] = 100.0 * exp(-0.5 * t);
}

const struct problem problem_decay = {
    1,
    decay_rates,
    decay_jacobian,
    decay_exact,
    "y' = -0.5*y\n"
    "y = 100\n",
};

/* x' = v, v' = -x, shifted to stay positive: x = 2 + sin t */
static bool
swing_rates(void *context, double t, const double *y, double *dydt)
{
    (void)context, (void)t;
    dydt[0] = y[1] - 2.0;
    dydt[1] = -(y[0] - 2.0);
    return true;
}

static bool
swing_jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    (void)context, (void)t, (void)y;
    memset(dfdy, 0, 4 * sizeof *dfdy);
    dfdy[0 * 2 + 1] = 1.0;
    dfdy[1 * 2 + 0] = -1.0;
    dfdt[0] = dfdt[1] = 0.0;
    return true;
}

static void
swing_exact(double t, double *y)
{
    y[0] = 2.0 + sin(t);
    y[1] = 2.0 + cos(t);
}

const struct problem problem_swing = {
    2,
    swing_rates,
    swing_jacobian,
    swing_exact,
    "x' = v - 2\n"
    "v' = -(x - 2)\n"
    "x = 2; v = 3\n",
};

/* y' = cos t - 50 (y - 3 - sin t): time in the rates, and a fast mode. y = 3 + sin t */
static bool
forced_rates(void *context, double t, const double *y, double *dydt)
{
    (void)context;
    dydt[0] = cos(t) - 50.0 * (y[0] - 3.0 - sin(t));
    return true;
}

static bool
forced_jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    (void)context, (void)y;
    dfdy[0] = -50.0;
    dfdt[0] = -sin(t) + 50.0 * cos(t);
    return true;
}

static void
forced_exact(double t, double *y)
{
    y[0] = 3.0 + sin(t);
}

const struct problem problem_forced = {
    1,
    forced_rates,
    forced_jacobian,
    forced_exact,
    "y' = cos(time) - 50*(y - 3 - sin(time))\n"
    "y = 3\n",
};

/* Robertson's kinetics, the standard stiff problem. */
static bool
robertson_rates(void *context, double t, const double *y, double *dydt)
{
    const double r1 = 0.04 * y[0];
    const double r2 = 1e4 * y[1] * y[2];
    const double r3 = 3e7 * y[1] * y[1];

    (void)context, (void)t;
    dydt[0] = -r1 + r2;
    dydt[1] = r1 - r2 - r3;
    dydt[2] = r3;
    return true;
}

static bool
robertson_jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    const double j[9] = {
        -0.04,       1e4 * y[2], 1e4 * y[1], 0.04, -1e4 * y[2] - 6e7 * y[1],
        -1e4 * y[1], 0.0,        6e7 * y[1], 0.0};

    (void)context, (void)t;
    memcpy(dfdy, j, sizeof j);
    dfdt[0] = dfdt[1] = dfdt[2] = 0.0;
    return true;
}

static void
robertson_start(double t, double *y)
{
    (void)t;
    y[0] = 1.0;
    y[1] = y[2] = 0.0;
}

const struct problem problem_robertson = {
    3,
    robertson_rates,
    robertson_jacobian,
    robertson_start,
    "x' = -0.04*x + 1e4*y*z\n"
    "y' = 0.04*x - 1e4*y*z - 3e7*y*y\n"
    "z' = 3e7*y*y\n"
    "x = 1; y = 0; z = 0\n",
};

/* y' = y^2: y = 1/(1 - t) */
static bool
square_rates(void *context, double t, const double *y, double *dydt)
{
    (void)context, (void)t;
    dydt[0] = y[0] * y[0];
    return isfinite(dydt[0]);
}

static bool
square_jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    (void)context, (void)t;
    dfdy[0] = 2.0 * y[0];
    dfdt[0] = 0.0;
    return true;
}

static void
square_exact(double t, double *y)
{
    y[0] = 1.0 / (1.0 - t);
}

const struct problem problem_square = {
    1,
    square_rates,
    square_jacobian,
    square_exact,
    "y' = y*y\n"
    "y = 1\n",
};

/* y' = -2 sqrt(y), with no rate below 0: y = (1 - t)^2 until t = 1, then nothing */
static bool
root_rates(void *context, double t, const double *y, double *dydt)
{
    (void)context, (void)t;
    dydt[0] = -2.0 * sqrt(y[0]);
    return isfinite(dydt[0]);
}

static bool
root_jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    (void)context, (void)t;
    dfdy[0] = -1.0 / sqrt(y[0]);
    dfdt[0] = 0.0;
    return isfinite(dfdy[0]);
}

static void
root_exact(double t, double *y)
{
    y[0] = (1.0 - t) * (1.0 - t);
}

const struct problem problem_root = {
    1,
    root_rates,
    root_jacobian,
    root_exact,
    "y' = -2*sqrt(y)\n"
    "y = 1\n",
};
