/*
 * asked.h - a function of several quantities that is expensive, so it is asked for many
 * points at once.
 *
 * The mathematics of analysis/ asks in rounds through this, and does not know what
 * answers: runs of a model (study/samples.h), or a closed form in a test.
 */
#ifndef PL_ANALYSIS_ASKED_H
#define PL_ANALYSIS_ASKED_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;

struct pl_asked {
    /**
     * @param points  shape (n_points, n_dimensions), row-major
     * @param out     receives shape (n_points, n_outputs), row-major; NaN where there is
     *                no value (a run that failed, a fold that there is not)
     * @return PL_OK; any error ends what was asked for, and its message is written
     */
    enum pl_status (*values)(void *context, const double *points, size_t n_points,
                             double *out, struct pl_diags *diags);
    void *context;
};

/*
 * A dose of one of several curves: a point of two dimensions. The number of the curve
 * travels as a double too, which holds all numbers up to 2^53, and so those of all curves
 * that there is memory for.
 */

/** @param point  receives shape (2) */
static inline void
pl_asked_put_dose(double *point, size_t curve, double dose)
{
    point[0] = (double)curve;
    point[1] = dose;
}

static inline size_t
pl_asked_curve(const double *point)
{
    return (size_t)point[0];
}

static inline double
pl_asked_dose(const double *point)
{
    return point[1];
}

#endif
