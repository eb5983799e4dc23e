/*
 * step_rule.h - how long steps are, for one lane (solve/ only): inline, so that a group's
 * lanes (lane_pace.h) and a lane alone (stepper.c) do the same, to the bit, and the group
 * by vectors. What a step is fitted to serves every method, the rest is `rodas`'s.
 */
#ifndef PL_SOLVE_STEP_RULE_H
#define PL_SOLVE_STEP_RULE_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/isa.h"

/* [tolerances] What a step's error may be. It is that of the embedded method, of order 4;
 * what is off after the step, of order 5, is a small part of it: with this number the
 * stiff problems of the literature end well within 10 rtol of their scale, at tolerances
 * from 1e-4 to 1e-8 (tests/test_stiff.c). */
#define PL_STEP_ALLOWED 8.0

/* Larger refuses more steps, smaller takes more of them. */
#define PL_STEP_SAFETY 0.95

/* Half of the last change of the ideal size is expected again, at most this. None of it
 * lags behind a solution that comes to rest; all of it refuses more steps, and ends
 * farther off at loose tolerances. */
#define PL_STEP_MOST_TREND 1.25

/* The wider these bounds, the more steps are refused; the narrower, the more it takes to
 * get from the fast time scale to the slow one. */
#define PL_STEP_SHRINK 0.2
#define PL_STEP_GROW 6.0

/* [ulp of t] A step below this cannot be told from rounding in t: larger gives up
 * earlier near a singularity, smaller lets t stand still. */
#define PL_STEP_SMALLEST 16.0

/** [time] Below this a step cannot be told from rounding in t. */
static PL_ALWAYS_INLINE double
pl_step_smallest(double t)
{
    return PL_STEP_SMALLEST * DBL_EPSILON * fabs(t);
}

/**
 * A step that would leave a small remainder before the end is evened out: two steps
 * either way, and no multistep method has to live with the tiny one. One that reaches the
 * end but for rounding is made to pass it: the caller cuts it there exactly.
 */
static PL_ALWAYS_INLINE double
pl_step_fitted(double size, double left)
{
    const double evened = left < 2.0 * size ? 0.5 * left : size;

    return size > 0.999999 * left ? 2.0 * left : evened;
}

/** True for an error that a step is accepted with. */
static PL_ALWAYS_INLINE bool
pl_step_is_good(double norm)
{
    return norm <= PL_STEP_ALLOWED;
}

/** True when a trial of size h that ended at t1 and was refused can be made so short:
 * shorter, and long enough to move the time. */
static PL_ALWAYS_INLINE bool
pl_step_can_shrink(double h, double next, double t1)
{
    return (next < h) & (t1 + next != t1);
}

/**
 * x^(-1/5) for x > 0, to 3e-9: enough for a size. The error of the embedded method of
 * order 4 goes with the fifth power of the step. Taken from a constant, a fifth of the
 * bits of x is those of a number near it, since they are nearly its logarithm; three
 * Newton steps do the rest.
 * Source: Blinn 1997, IEEE Computer Graphics and Applications 17(4):80.
 */
static PL_ALWAYS_INLINE double
pl_step_inverse_fifth_root(double x)
{
    uint64_t bits = 0;
    double root = 0.0;

    memcpy(&bits, &x, sizeof bits);
    /* the upper half of them will do; a product is faster than a division */
    bits = (bits >> 32) * UINT64_C(0xcccccccd) >> 34;
    bits = UINT64_C(0x4cb8a89999999800) - (bits << 32);
    memcpy(&root, &bits, sizeof root);
    for (int k = 0; k < 3; k++) {
        const double square = root * root;

        root *= 1.2 - 0.2 * x * (square * square * root);
    }
    return root;
}

static PL_ALWAYS_INLINE double
pl_step_between(double low, double x, double high)
{
    const double at_least = x > low ? x : low;

    return at_least < high ? at_least : high;
}

/** By what the size of a trial has to be multiplied for an error that is just allowed; a
 * NaN counts as large. */
static PL_ALWAYS_INLINE double
pl_step_factor(double norm)
{
    /* the bounds' own errors, so that no root is taken of 0, infinity and NaN */
    const double most = 1.0 / (PL_STEP_SHRINK * PL_STEP_SHRINK * PL_STEP_SHRINK *
                               PL_STEP_SHRINK * PL_STEP_SHRINK);
    const double least = 1.0 / (PL_STEP_GROW * PL_STEP_GROW * PL_STEP_GROW *
                                PL_STEP_GROW * PL_STEP_GROW);
    const double part = norm * (1.0 / PL_STEP_ALLOWED);
    const double not_more = part < most ? part : most;

    return pl_step_inverse_fifth_root(not_more > least ? not_more : least);
}

/**
 * The size of the trial after one of this size and error.
 *
 * @param before  [time] `ideal` of the newest good trial; 0 where there is none since the
 *                restart
 * @param ideal   [time] receives the size at which a good trial would have had the error
 *                that is allowed; of a bad one `before`
 * Source: half of the prediction of Gustafsson 1994, ACM Transactions on Mathematical
 * Software 20:496.
 */
static PL_ALWAYS_INLINE double
pl_step_next(double size, double norm, double before, double *ideal)
{
    const double factor = pl_step_factor(norm);
    const double now = factor * size;
    const bool good = pl_step_is_good(norm);
    const double change = (good & (before > 0.0)) ? now / before : 1.0;
    const double trend =
        pl_step_between(1.0 / PL_STEP_MOST_TREND, sqrt(change), PL_STEP_MOST_TREND);

    *ideal = good ? now : before;
    return size * pl_step_between(PL_STEP_SHRINK, PL_STEP_SAFETY * trend * factor,
                                  PL_STEP_GROW);
}

#endif
