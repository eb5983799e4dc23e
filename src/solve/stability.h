/*
 * stability.h - whether a rest state is stable, without its eigenvalues.
 *
 * The number of eigenvalues of J with a positive real part is how often det(i w I - J)
 * turns the wrong way round 0 while w goes from 0 to infinity (Mikhailov's criterion).
 * With a sparse factorisation for each of some tens of w that costs a hundredth of the
 * eigenvalues, and answers "stable" or "not known": who needs the rest, takes them. The
 * answer is the same with every instruction set.
 *
 * Source: Mikhailov 1938, as in Gantmacher 1959, The Theory of Matrices, volume 2, XV.
 */
#ifndef PL_SOLVE_STABILITY_H
#define PL_SOLVE_STABILITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/isa.h"

struct pl_program;
struct pl_stability;

/** @return NULL when memory is out */
struct pl_stability *pl_stability_create(const struct pl_program *program,
                                         enum pl_isa isa);
/** Accepts NULL. */
void pl_stability_destroy(struct pl_stability *stability);

/**
 * @param jacobian  shape (n_nonzeros), as of the program's tape
 * @param n_laws    eigenvalues that are 0 because of conserved sums
 * @return true when every other eigenvalue is proven to have a negative real part; false
 *         also when that is too close to tell
 */
bool pl_stability_is_proven(struct pl_stability *stability, const double *jacobian,
                            size_t n_laws);

#endif
