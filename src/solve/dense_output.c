/*
 * dense_output.c - the solution inside a step that was accepted.
 */
#include "solve/dense_output.h"

#include <string.h>

void
pl_dense_cubic(const struct pl_step_ends *ends, double t, double *y)
{
    const double h = ends->t1 - ends->t0;
    const double s = (t - ends->t0) / h;

    if (t <= ends->t0 || t >= ends->t1) {
        memcpy(y, t <= ends->t0 ? ends->y0 : ends->y1, ends->n * sizeof *y);
        return;
    }
    for (size_t i = 0; i < ends->n; i++) {
        const double rise = ends->y1[i] - ends->y0[i];
        const double bend =
            (1.0 - 2.0 * s) * rise + (s - 1.0) * h * ends->f0[i] + s * h * ends->f1[i];

        y[i] = (1.0 - s) * ends->y0[i] + s * ends->y1[i] + s * (s - 1.0) * bend;
    }
}
