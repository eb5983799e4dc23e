/*
 * dense_output.h - the solution inside a step that was accepted.
 *
 * Output times never shorten a step; what lies between its ends is filled in from them,
 * by the method's own formula (rodas, the default), by the cubic below or by a shorter
 * step (pl_stepper_at). What that costs, measured on
 * models/her2-mtor.ant (48 h of mTORC1 inhibited after rest, 481 outputs) at rtol 1e-6
 * against rk8pd at 1e-11, worst state, relative to its value or 1e-3 of its largest:
 *
 *                             at the ends of steps    at the outputs
 *     rodas    its own                  -                 3.2e-6
 *     msbdf    cubic                 5.1e-5               4.4e-5
 *     msadams  cubic                 4.3e-4               4.3e-4
 *     rkf45    cubic                 2.3e-6               6.7e-6
 *     bsimp    shorter step          4.4e-7               4.3e-7
 *     rk8pd    shorter step          6.2e-7               5.7e-7
 *     rkck     shorter step          1.9e-6               1.6e-6
 *     rk4      shorter step          4.7e-6               4.1e-6
 *     rk2      shorter step          1.3e-6               1.2e-6
 *     rk2imp   shorter step          5.8e-5               5.1e-5
 *     rk4imp   shorter step          3.6e-6               3.4e-6
 *     rk1imp   shorter step          5.0e-3               4.5e-3   (at rtol 1e-5)
 *
 * Outputs are as good as the steps; only those of rkf45 are three times as far off, and
 * those of rodas may be: its dense output is of order 4, its steps of order 5.
 */
#ifndef PL_SOLVE_DENSE_OUTPUT_H
#define PL_SOLVE_DENSE_OUTPUT_H

#include <stddef.h>

/** The ends of an accepted step; arrays of shape (n), borrowed from the stepper. */
struct pl_step_ends {
    size_t n;
    double t0, t1;
    const double *y0, *y1;
    const double *f0, *f1; /* dy/dt there */
};

/**
 * The cubic through both ends with the slopes there (Hermite), at t0 <= t <= t1. Its
 * error is h^4/384 times the fourth derivative.
 *
 * Source: Hairer, Nørsett & Wanner 1993, Solving Ordinary Differential Equations I,
 * II.6, equation 6.7.
 */
void pl_dense_cubic(const struct pl_step_ends *ends, double t, double *y);

#endif
