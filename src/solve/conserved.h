/*
 * conserved.h - the sums of a network's states that stay as they are.
 */
#ifndef PL_SOLVE_CONSERVED_H
#define PL_SOLVE_CONSERVED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_program;
struct pl_system;

/**
 * sum over k of weights[k] * y[states[k]] = total
 *
 * Amounts are conserved: a state that is a concentration weighs as much as its
 * compartment is large.
 */
struct pl_conserved_sum {
    size_t n;
    size_t *states;       /* shape (n) */
    size_t *compartments; /* shape (n): symbol, which stands still; PL_NONE where the
                             state is an amount */
    double *coefficients; /* shape (n): of amounts */
    double *weights;      /* shape (n) */
    double total;
    size_t dependent; /* index into `states`: the one that follows from the others */
};

struct pl_conserved {
    size_t n;
    struct pl_conserved_sum *sums; /* shape (n) */
    bool *
        is_dependent; /* shape (n_states): whether it is one that follows from others */
};

/**
 * The laws of conservation.h all of whose species are states.
 *
 * @param out  to be finished with pl_conserved_finish; all zero on error
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_conserved_init(const struct pl_program *program,
                                             struct pl_diags *diags,
                                             struct pl_conserved *out);
/** Accepts one that is all zero. */
void pl_conserved_finish(struct pl_conserved *conserved);

/** Take the sums that are conserved from here on from the state y. */
void pl_conserved_anchor(struct pl_conserved *conserved, const struct pl_system *system,
                         const double *y);

/** What y has more of a sum than its total. */
double pl_conserved_excess(const struct pl_conserved_sum *sum, const double *y);

#endif
