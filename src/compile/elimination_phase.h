/*
 * elimination_phase.h - where the determinant of A - i w I points, at several w at once,
 * beside that of a diagonal matrix.
 *
 * The same list of operations as for a real factorisation, in complex numbers. For one
 * matrix; the lanes are the frequencies.
 */
#ifndef PL_COMPILE_ELIMINATION_PHASE_H
#define PL_COMPILE_ELIMINATION_PHASE_H

#include <stddef.h>

#include "base/isa.h"

struct pl_elimination;

/**
 * For as many frequencies as pl_isa_lanes(isa).
 *
 * @param isa       at most pl_isa_best()
 * @param entries   shape (n_entries): of A
 * @param diagonal  shape (n): of D
 * @param w         shape (lanes)
 * @param work      shape (2 n_factors + 1, lanes): room
 * @param re, im    shape (lanes): receive the direction of det(A - i w I) / det(D - i w I),
 *                  a number whose size is near 1; where a pivot is 0 or not finite they
 *                  are 0, NaN or infinite
 */
void pl_elimination_phase(const struct pl_elimination *elimination, enum pl_isa isa,
                          const double *entries, const double *diagonal,
                          const double *w, double *work, double *re, double *im);

/* Once for each instruction set; callers use the one above, which is in elimination.c. */
#define X(isa, suffix)                                                                \
    void pl_elimination_phase_##suffix(const struct pl_elimination *elimination,      \
                                       const double *entries, const double *diagonal, \
                                       const double *w, double *work, double *re,     \
                                       double *im);
PL_ISAS(X)
#undef X

#endif
