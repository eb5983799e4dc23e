/*
 * elimination_lanes.h - the loops over an elimination, once for each instruction set
 * (compile/ only).
 *
 * Callers use pl_elimination_factor and pl_elimination_solve.
 */
#ifndef PL_COMPILE_ELIMINATION_LANES_H
#define PL_COMPILE_ELIMINATION_LANES_H

#include <stddef.h>

#include "base/isa.h"

struct pl_elimination;

struct pl_elimination_loops {
    /* as pl_elimination_factor */
    void (*factor)(const struct pl_elimination *elimination, size_t lanes,
                   const double *entries, const double *shift, double *factors);
    /* as pl_elimination_solve_difference; `less` may be NULL */
    void (*solve)(const struct pl_elimination *elimination, size_t lanes,
                  const double *factors, const double *right, const double *less,
                  double *solution);
};

#define X(isa, suffix) \
    extern const struct pl_elimination_loops pl_elimination_loops_##suffix;
PL_ISAS(X)
#undef X

#endif
