/*
 * reduced.h - the Jacobian without the conserved sums: whether a rest state is stable.
 *
 * A conserved sum makes the Jacobian singular: one species follows from the others. For
 * the eigenvalues it is eliminated.
 *
 * Owns     its matrix.
 * Borrows  the system and its conserved sums; both must outlive it.
 */
#ifndef PL_SOLVE_REDUCED_H
#define PL_SOLVE_REDUCED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_conserved;
struct pl_diags;
struct pl_reduced;
struct pl_system;

PL_MUST_USE enum pl_status pl_reduced_create(struct pl_system *system,
                                             const struct pl_conserved *conserved,
                                             struct pl_diags *diags,
                                             struct pl_reduced **out);
/** Accepts NULL. */
void pl_reduced_destroy(struct pl_reduced *reduced);

/** True when y is a stable rest state for certain, without its eigenvalues (stability.h).
 * @param scale  shape (n_states): the largest |y| of each state's kind */
bool pl_reduced_is_proven_stable(struct pl_reduced *reduced, const double *scale,
                                 const double *y);

/** How many eigenvalues there are: states less conserved sums. */
size_t pl_reduced_n_eigenvalues(const struct pl_reduced *reduced);

/**
 * Eigenvalues of the reduced Jacobian at y, the slowest first (largest real part).
 *
 * @param scale            as above
 * @param real, imaginary  [1/model time], shape (pl_reduced_n_eigenvalues)
 * @param rounding         receives the size below which a real part may be 0
 * @return false when they cannot be computed
 */
PL_MUST_USE bool pl_reduced_eigenvalues(struct pl_reduced *reduced, const double *scale,
                                        const double *y, double *real,
                                        double *imaginary, double *rounding);

/** The newest eigenvalues could not be computed because memory is out. */
bool pl_reduced_lacks_memory(const struct pl_reduced *reduced);

#endif
