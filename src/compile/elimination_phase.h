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
 * @param entries   shape (n_entries): of A
 * @param diagonal  shape (n): of D
 * @param w         shape (lanes)
 * @param work      shape (2, n_factors, lanes): room
 * @param re, im    shape (lanes): receive the direction, a number of size 1, of
 *                  det(A - i w I) / det(D - i w I); NaN where a pivot is 0
 */
void pl_elimination_phase(const struct pl_elimination *elimination, enum pl_isa isa,
                          size_t lanes, const double *entries, const double *diagonal,
                          const double *w, double *work, double *re, double *im);

/* Once for each instruction set; callers use the one above, which is in elimination.c. */
#define X(isa, suffix)                                                           \
    void pl_elimination_phase_##suffix(const struct pl_elimination *elimination, \
                                       size_t lanes, const double *entries,      \
                                       const double *diagonal, const double *w,  \
                                       double *work, double *re, double *im);
PL_ISAS(X)
#undef X

#endif
