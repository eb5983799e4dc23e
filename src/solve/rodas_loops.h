/*
 * rodas_loops.h - the sums of a Rosenbrock step, once for each instruction set (solve/
 * only).
 *
 * Arrays are of shape (n, lanes), row-major; `stages` holds 8 of them. What is one number
 * for a lane is of shape (lanes). Element by element, so that a lane's bits are its own.
 */
#ifndef PL_SOLVE_RODAS_LOOPS_H
#define PL_SOLVE_RODAS_LOOPS_H

#include <stddef.h>

#include "base/isa.h"

/* What the stages of a trial are made of. */
struct pl_rodas_rows {
    const double *minus_inverse_h; /* shape (lanes): -1/h */
    const double *y0;              /* shape (n, lanes) */
    const double *stages;          /* shape (8 n, lanes): k_s */
    double *ahead;         /* shape (2 n, lanes): sums that stage 5 begins for the
                                      two behind it, so that its k_s are read once */
    double *state, *right; /* shape (n, lanes) */
};

struct pl_rodas_loops {
    /* state: the argument u of stage s = 1 … 7; for the last two it is u of the stage
       before, and moved on. right: minus the sum over j of C_sj k_j / h */
    void (*argument)(size_t stage, size_t n, size_t lanes,
                     const struct pl_rodas_rows *rows);
    /* right += size df/dt: for what depends on time; size = -h d_s */
    void (*slope)(size_t n, size_t lanes, const double *size, const double *by_time,
                  double *right);
    /* y1 = u_8 + k_8; size = n lanes */
    void (*end)(size_t size, const struct pl_rodas_rows *rows, double *y1);
    /* norm: the largest |error_i| / (atol_i + rtol |y1_i|), rtol of shape (lanes); NaN
       when an error or a y1 is not finite */
    void (*norm)(size_t n, size_t lanes, const double *y1, const double *error,
                 const double *atol, const double *rtol, double *norm);
    /* y: the solution at `share` (0 to 1) of the step */
    void (*inside)(size_t n, size_t lanes, const double *share, const double *y0,
                   const double *y1, const double *stages, double *y);
    /* y0 = y1 where `taken` is not 0 */
    void (*take)(size_t n, size_t lanes, const double *taken, const double *y1,
                 double *y0);
};

#define X(isa, suffix) extern const struct pl_rodas_loops pl_rodas_loops_##suffix;
PL_ISAS(X)
#undef X

#endif
