/*
 * rest.h - bringing a network to rest: its steady state, and whether that is stable.
 */
#ifndef PL_SOLVE_REST_H
#define PL_SOLVE_REST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_sim;

/** A rest state. Zero it before the first use; pl_rest_finish frees its arrays. */
struct pl_rest {
    double time; /* [model time] that time stepping covered before Newton took over */
    size_t n_newton; /* [-] Newton iterations; 0 when time stepping alone got there */
    double
        residual; /* [-] largest |dy/dt| * (its time scale) relative to |y| left over */
    size_t n_laws; /* [-] conserved sums, taken out of the eigenvalues */
    size_t n_eigenvalues;
    double *real, *imaginary; /* [1/model time], shape (n_eigenvalues), slowest first */
    bool stable;              /* every real part < 0, up to rounding */
};

/**
 * Bring the simulation to rest from where it stands, with held quantities as they are:
 * time stepping until the rates are small, Newton on the system without its conserved
 * sums, then whether that is stable: by the eigenvalues of the reduced Jacobian, or, with
 * `rest` NULL and where that will do, by the proof of stability.h. Time is 0 afterwards.
 * The state is the same, to the bit, with and without `rest`.
 *
 * @param rest  filled, with PL_ERR_REST as far as things went (eigenvalues where a rest
 *              state that is not stable was found); all zero with another error. May be
 *              NULL. What was in it is freed.
 * @return PL_OK;
 *         PL_ERR_REST  it does not rest: a rate depends on time itself, a species keeps
 *                      moving (named, with its rate, and whether the network
 *                      oscillates), or the rest state found is not stable. What to do
 *                      about it depends on what the rest was for: the caller adds a
 *                      hint (pl_diag_hint);
 *         PL_ERR_RATE, PL_ERR_STEP, PL_ERR_STOPPED as pl_sim_advance; PL_ERR_NOMEM.
 *         After any error the simulation stands where it stood before.
 *
 * Newton only goes the last bit of the way (1e-2 of each species, at most), so that the
 * rest state is the one that the network itself goes to. The way is followed at 100 times
 * the run's rtol, where that is not looser than 1e-4: two ways that part within that may
 * be taken for each other, nothing else depends on it. A rest state that does not stand
 * alone depends on how the network got there: to that it goes once more, at the run's own
 * rtol. So it does where the first way leads to no rest state, or ends with an error.
 *
 * Sums that are conserved without the stoichiometry telling, as between rate rules, leave
 * time stepping alone to come within 1e-9. A network is given up after 10 000 steps at
 * the run's rtol (50 000 of an explicit method), or when it still drifts after 1e12 of
 * its slowest time scales.
 *
 * Source: Newton on the conservation-reduced system: Vallabhajosyula, Chickarmane &
 * Sauro 2006, Bioinformatics 22:346.
 */
PL_MUST_USE enum pl_status pl_sim_rest(struct pl_sim *sim, struct pl_diags *diags,
                                       struct pl_rest *rest);

/**
 * Put a simulation that was just started where an equal one came to rest: everything is
 * as pl_sim_rest would leave it.
 *
 * @param y      shape (n_states), of the other one after its pl_sim_rest
 * @param steps  of the other one then (pl_sim_get_statistics)
 */
void pl_sim_put_to_rest(struct pl_sim *sim, const double *y, size_t steps);

void pl_rest_finish(struct pl_rest *rest);

#endif
