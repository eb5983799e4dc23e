/*
 * step_size.h - how long a step is: what a single run and a group of lanes have to do
 * alike, to the bit.
 */
#ifndef PL_SOLVE_STEP_SIZE_H
#define PL_SOLVE_STEP_SIZE_H

#include <stdbool.h>
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

/** [time] Below this a step cannot be told from rounding in t. */
double pl_step_smallest(double t);

/**
 * A step that would leave a small remainder before the end is evened out: two steps
 * either way, and no multistep method has to live with the tiny one. One that reaches the
 * end but for rounding is made to pass it: the caller cuts it there exactly.
 */
double pl_step_fitted(double size, double left);

/**
 * The first step of `rodas`, of a solution that begins like A exp(-t / tau).
 *
 * @param slope  [1/time] |y'| in units of the tolerance: A / tau
 * @param turn   [1/time^2] |y''| likewise: A / tau^2
 */
double pl_step_first(double slope, double turn);

/** True for an error that a step of `rodas` is accepted with. */
bool pl_step_is_good(double norm);

/** What a trial of `rodas` says of the next one, in each of some lanes. */
struct pl_step_lanes {
    const double *size; /* [time] of the trial */
    const double *norm; /* its error; a NaN counts as large */
    const double
        *ideal_before; /* [time] `ideal` of the newest good trial; 0 where there is
                                   none since the restart */
    double
        *ideal;   /* [time] the size at which a good trial would have had the error that
                      is allowed; of a bad one ideal_before */
    double *next; /* [time] the size of the next trial */
};

/**
 * Source: the power -1/5 of the error, and half of the prediction of Gustafsson 1994, ACM
 * Transactions on Mathematical Software 20:496.
 */
void pl_step_next(size_t lanes, const struct pl_step_lanes *steps);

#endif
