/*
 * newton.h - Newton steps to a rest state.
 *
 * They solve f = 0 on the network's conserved sums: a sum makes the Jacobian singular, one
 * species follows from the others, and its equation is replaced by the sum itself.
 *
 * Owns     its equations.
 * Borrows  the system and its conserved sums; both must outlive it.
 * Source   Vallabhajosyula, Chickarmane & Sauro 2006, Bioinformatics 22:346.
 */
#ifndef PL_SOLVE_NEWTON_H
#define PL_SOLVE_NEWTON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_conserved;
struct pl_diags;
struct pl_newton;
struct pl_system;

PL_MUST_USE enum pl_status pl_newton_create(struct pl_system *system,
                                            const struct pl_conserved *conserved,
                                            struct pl_diags *diags,
                                            struct pl_newton **out);
/** Accepts NULL. */
void pl_newton_destroy(struct pl_newton *newton);

enum pl_newton_outcome {
    PL_NEWTON_DONE,
    PL_NEWTON_FAR,      /* the first step goes further than `reach`; or nearly so for
                           certain, which is seen without solving for it */
    PL_NEWTON_SINGULAR, /* sums are conserved that the stoichiometry does not tell */
    PL_NEWTON_FAILED    /* it did not converge, or a species turned negative */
};

/** What a Newton iteration met. */
struct pl_newton_report {
    size_t n_iterations;
    double
        first_step; /* [-] size of the first step; with PL_NEWTON_FAR no less than that */
    double slowest; /* [model time] largest 1 / |df_i/dy_i| where it began; 0: none */
};

/**
 * Newton iterations from y to f = 0 on the conserved sums, full steps only: they are
 * for the last bit of the way. Sizes of steps are relative to |y_i| + floor of scale_i.
 * The last steps, which are short, are made with the factors of one before.
 *
 * @param scale   shape (n_states): the largest |y| of each state's kind
 * @param reach   [-] longest first step that is taken
 * @param y       moved to the rest state; unchanged unless PL_NEWTON_DONE
 */
PL_MUST_USE enum pl_newton_outcome pl_newton_run(struct pl_newton *newton,
                                                 const double *scale, double reach,
                                                 double *y,
                                                 struct pl_newton_report *report);

/** Largest |f_i| / |df_i/dy_i| relative to |y_i|: how far from rest y is. */
double pl_newton_residual(struct pl_newton *newton, const double *scale,
                          const double *y);

/** The newest iteration failed because memory is out. */
bool pl_newton_lacks_memory(const struct pl_newton *newton);

#endif
