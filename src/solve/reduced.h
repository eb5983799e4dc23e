/*
 * reduced.h - the network without its conserved sums: Newton steps to a rest state, and
 * the eigenvalues there.
 *
 * A conserved sum makes the Jacobian singular: one species follows from the others. Its
 * equation is replaced by the sum itself, and for the eigenvalues it is eliminated.
 *
 * Owns     its matrices.
 * Borrows  the system.
 */
#ifndef PL_SOLVE_REDUCED_H
#define PL_SOLVE_REDUCED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_program;
struct pl_reduced;
struct pl_system;

PL_MUST_USE enum pl_status pl_reduced_create(const struct pl_program *program,
                                             struct pl_system *system,
                                             struct pl_diags *diags,
                                             struct pl_reduced **out);
/** Accepts NULL. */
void pl_reduced_destroy(struct pl_reduced *reduced);

/**
 * Take the sums that are conserved from here on from the state y. A law counts amounts:
 * a state that is a concentration weighs as much as its compartment is large.
 *
 * @param values  shape (n_symbols), at y
 */
void pl_reduced_anchor(struct pl_reduced *reduced, const double *values,
                       const double *y);

size_t pl_reduced_n_laws(const struct pl_reduced *reduced);

enum pl_newton {
    PL_NEWTON_DONE,
    PL_NEWTON_FAR,      /* the first step went further than `reach` */
    PL_NEWTON_SINGULAR, /* sums are conserved that the stoichiometry does not tell */
    PL_NEWTON_FAILED    /* it did not converge, or a species turned negative */
};

/** What a Newton iteration met. */
struct pl_newton_report {
    size_t n_iterations;
    double first_step; /* [-] size of the first step */
    double slowest; /* [model time] largest 1 / |df_i/dy_i| where it began; 0: none */
};

/**
 * Newton iterations from y to f = 0 on the conserved sums, full steps only: they are
 * for the last bit of the way. Sizes of steps are relative to |y_i| + floor of scale_i.
 *
 * @param scale   shape (n_states): the largest |y| of each state's kind
 * @param reach   [-] longest first step that is taken
 * @param y       moved to the rest state; unchanged unless PL_NEWTON_DONE
 */
PL_MUST_USE enum pl_newton pl_reduced_newton(struct pl_reduced *reduced,
                                             const double *scale, double reach,
                                             double *y,
                                             struct pl_newton_report *report);

/** Largest |f_i| / |df_i/dy_i| relative to |y_i|: how far from rest y is. */
double pl_reduced_residual(struct pl_reduced *reduced, const double *scale,
                           const double *y);

/** True when y is a stable rest state for certain, without its eigenvalues (stability.h). */
bool pl_reduced_is_proven_stable(struct pl_reduced *reduced, const double *scale,
                                 const double *y);

/** The newest Newton iteration, or eigenvalues, failed because memory is out. */
bool pl_reduced_lacks_memory(const struct pl_reduced *reduced);

/** How many eigenvalues there are: states less laws. */
size_t pl_reduced_n_eigenvalues(const struct pl_reduced *reduced);

/**
 * Eigenvalues of the reduced Jacobian at y, the slowest first (largest real part).
 *
 * @param real, imaginary  [1/model time], shape (pl_reduced_n_eigenvalues)
 * @param rounding         receives the size below which a real part may be 0
 * @return false when they cannot be computed
 */
PL_MUST_USE bool pl_reduced_eigenvalues(struct pl_reduced *reduced, const double *scale,
                                        const double *y, double *real,
                                        double *imaginary, double *rounding);

#endif
