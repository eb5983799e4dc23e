/*
 * conserved_hidden.h - conserved sums that the stoichiometry does not tell.
 *
 * A synthesis and a degradation at a rate of 0, or two rate rules that add up to 0, leave
 * a sum as it is, and no matrix of whole numbers says so.
 */
#ifndef PL_SOLVE_CONSERVED_HIDDEN_H
#define PL_SOLVE_CONSERVED_HIDDEN_H

#include "base/status.h"

struct pl_conserved;
struct pl_diags;
struct pl_system;

/**
 * Add the sums that rates leave alone at as many states around y as there are states, and
 * some more, with what is held as it is. None holds a state that follows from others by
 * the sums before. Their totals are for pl_conserved_anchor to find.
 *
 * @param y      shape (n_states)
 * @param sizes  shape (n_states), > 0: how far around each
 * @return PL_OK, also when there is none; PL_ERR_NOMEM
 * Cost: O(n_states^3).
 */
PL_MUST_USE enum pl_status
pl_conserved_find_hidden(struct pl_conserved *conserved, struct pl_system *system,
                         const double *y, const double *sizes, struct pl_diags *diags);

#endif
