/*
 * step_size.h - what a step may be wrong by, and how long the first one is. What comes
 * after it is in step_rule.h.
 */
#ifndef PL_SOLVE_STEP_SIZE_H
#define PL_SOLVE_STEP_SIZE_H

#include <stddef.h>

/** |error_i| <= atol_i + rtol |y_i|, each component by itself. */
struct pl_tolerance {
    double rtol;
    const double *atol; /* shape (n) */
};

/** What component i may be wrong by. */
double pl_step_level(const struct pl_tolerance *tolerance, size_t i, double y);

/** The largest component in units of its level at y; NaN when one is. */
double pl_step_norm(const struct pl_tolerance *tolerance, size_t n, const double *x,
                    const double *y);

/**
 * The first step of `rodas`, of a solution that begins like A exp(-t / tau).
 *
 * @param slope  [1/time] |y'| in units of the tolerance: A / tau
 * @param turn   [1/time^2] |y''| likewise: A / tau^2
 */
double pl_step_first(double slope, double turn);

#endif
