/*
 * elasticity.h - local sensitivity: by how many percent an output changes when a quantity
 * changes by one.
 *
 * An elasticity is d ln|y| / d ln|p|, from differences of steps h, h/2, h/4 … in ln|p|,
 * extrapolated to h = 0; steps get shorter until the estimated error is small or begins
 * to grow. Differences are central, or to one side where the other is not allowed.
 *
 * Where p is 0, or y is, there is none: the derivative d y / d p stands in its place.
 *
 * Source: Richardson 1911, Phil. Trans. R. Soc. A 210:307; Ridders 1982, Adv. Eng. Softw.
 * 4:75 (the error, and when to stop).
 */
#ifndef PL_ANALYSIS_ELASTICITY_H
#define PL_ANALYSIS_ELASTICITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_asked;
struct pl_diags;

/** [-] Elasticities with a larger estimated error are not exact: they are marked. */
#define PL_ELASTICITY_EXACT 1e-6

/** A quantity: where it stands, and where it may go. */
struct pl_elasticity_at {
    double value;
    double low, high; /* NaN for no bound. Not read where the value lies outside them */
};

struct pl_elasticity {
    double elasticity; /* NaN where the quantity or the output is 0, or a run failed */
    double error;      /* its estimate; of the derivative times |p / y| */
    double derivative; /* d y / d p; NaN where a run failed */
    double derivative_error;
};

/**
 * @param asked    points are values, shape (n_points, n_dimensions)
 * @param at       shape (n_dimensions)
 * @param outputs  receives shape (n_outputs): the outputs where it all stands
 * @param out      receives shape (n_outputs, n_dimensions)
 * @return PL_OK; what `asked` answers; PL_ERR_NOMEM
 * Cost: one point, and 6 to 14 for each dimension, half of that where differences are to
 * one side; in up to 6 rounds.
 */
PL_MUST_USE enum pl_status pl_elasticity_run(const struct pl_asked *asked,
                                             const struct pl_elasticity_at *at,
                                             size_t n_dimensions, size_t n_outputs,
                                             struct pl_diags *diags, double *outputs,
                                             struct pl_elasticity *out);

#endif
