/*
 * turns.h - where curves turn: many extremes, narrowed together in rounds.
 *
 * Beside brackets.h: the same points are asked for, and what is looked for is the largest
 * or smallest value between two doses.
 */
#ifndef PL_ANALYSIS_TURNS_H
#define PL_ANALYSIS_TURNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_asked;
struct pl_diags;

struct pl_extreme {
    size_t curve;
    size_t output;
    bool is_largest;  /* else the smallest is looked for */
    double low, high; /* [ln dose] it lies between; they are narrowed */
    double dose;      /* filled; NaN where a value on the way was not finite */
    double value;     /* there, likewise */
};

/**
 * Narrow them all, then go to where the slope is 0: a smooth curve's dose is good to 1e-6,
 * a kink's as far as it was narrowed (1e-2).
 *
 * @param n_outputs  of a point
 * @param turns      shape (n)
 * @return PL_OK; what `asked` answered; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_turns_narrow(const struct pl_asked *asked,
                                           size_t n_outputs, struct pl_extreme *turns,
                                           size_t n, struct pl_diags *diags);

/* Points of a stencil, and their distance in ln dose: if larger, less exact for steep
 * curves; if smaller, the rounding of runs shows. */
#define PL_STENCIL_POINTS 5
#define PL_STENCIL_STEP 0.025

/** First and second derivative by ln dose, from values around the middle one. */
void pl_stencil_slopes(const double values[PL_STENCIL_POINTS], double *first,
                       double *second);

#endif
