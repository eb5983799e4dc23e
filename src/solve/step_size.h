/*
 * step_size.h - how long a step is: what a single run and a group of lanes have to do
 * alike, to the bit.
 */
#ifndef PL_SOLVE_STEP_SIZE_H
#define PL_SOLVE_STEP_SIZE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/isa.h"

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

/** [time] Below this a step cannot be told from rounding in t. */
double pl_step_smallest(double t);

/**
 * A step that would leave a small remainder before the end is evened out: two steps
 * either way, and no multistep method has to live with the tiny one. One that reaches the
 * end but for rounding is made to pass it: the caller cuts it there exactly.
 */
double pl_step_fitted(double size, double left);

/**
 * The first step of `rodas`, as long as the solution looks like A exp(-t / tau).
 *
 * @param slope  [1/time] |y'| in units of the tolerance: A / tau
 * @param turn   [1/time^2] |y''| likewise: A / tau^2
 */
double pl_step_first(double slope, double turn);

/** True for an error that a step of `rodas` is accepted with. */
bool pl_step_is_good(double norm);

/**
 * By what `rodas` multiplies the size of the next trial after errors `norm`, accepted or
 * not. A NaN counts as large.
 *
 * @param norm, factor  shape (lanes)
 */
void pl_step_factors(enum pl_isa isa, size_t lanes, const double *norm, double *factor);

#endif
