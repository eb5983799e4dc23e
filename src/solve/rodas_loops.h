/*
 * rodas_loops.h - the sums of a Rosenbrock step, once for each instruction set (solve/
 * only).
 *
 * Arrays hold a number for each state and lane, `size` of them in all; `stages` holds 8
 * such arrays. What is one number for a lane is spread over its states (`spread`), so that
 * every loop is a plain one along the arrays, for one lane as for eight. Element by
 * element, so that a lane's bits are its own.
 */
#ifndef PL_SOLVE_RODAS_LOOPS_H
#define PL_SOLVE_RODAS_LOOPS_H

#include <stddef.h>

#include "base/isa.h"

struct pl_rodas_loops {
    /* each of the n rows of `spread` is `row` */
    void (*spread)(size_t n, size_t lanes, const double *row, double *spread);
    /* state: the argument u of stage s = 0 … 7; for the last two it is u of the stage
       before, and moved on. right: minus the sum over j of C_sj k_j / h */
    void (*argument)(size_t stage, size_t size, const double *inverse_h,
                     const double *y0, const double *stages, double *state,
                     double *right);
    /* right -= h d_s df/dt: for what depends on time */
    void (*slope)(size_t stage, size_t size, const double *h, const double *by_time,
                  double *right);
    /* y1 = u_8 + k_8 */
    void (*end)(size_t size, const double *state, const double *stages, double *y1);
    /* norm: root of the mean of (error_i / (atol_i + rtol |y1_i|))^2; NaN when an error
       or a y1 is not finite. rtol: spread; work: room for `size` numbers */
    void (*norm)(size_t n, size_t lanes, const double *y1, const double *error,
                 const double *atol, const double *rtol, double *work, double *norm);
    /* y: the solution at `share` (0 to 1) of the step */
    void (*inside)(size_t size, const double *share, const double *y0, const double *y1,
                   const double *stages, double *y);
    /* y0 = y1 where `taken` is not 0 */
    void (*take)(size_t size, const double *taken, const double *y1, double *y0);
};

/** @param isa  at most pl_isa_best() */
const struct pl_rodas_loops *pl_rodas_loops_for(enum pl_isa isa);

extern const struct pl_rodas_loops pl_rodas_loops_plain;
#if PL_HAS_X86
extern const struct pl_rodas_loops pl_rodas_loops_avx2;
extern const struct pl_rodas_loops pl_rodas_loops_avx512;
#endif

#endif
