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

#endif
