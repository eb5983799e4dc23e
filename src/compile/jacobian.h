/*
 * jacobian.h - the pattern and the entries of the Jacobian, as nodes (compile/ only).
 */
#ifndef PL_COMPILE_JACOBIAN_H
#define PL_COMPILE_JACOBIAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;
struct pl_equations;

/** Non-zeros by rows, each row by columns; only those that are not the number 0. */
struct pl_jacobian {
    size_t n_nonzeros;
    size_t capacity;
    size_t *rows;      /* shape (n_nonzeros): equation */
    size_t *columns;   /* shape (n_nonzeros): state */
    uint32_t *entries; /* shape (n_nonzeros): d rate[row] / d state[column] */
    uint32_t *by_time; /* shape (n_states): d rate / d time */
    bool autonomous;   /* no rate depends on time itself */
};

/**
 * Differentiate every rate by the states that it depends on, and by time.
 *
 * @param equations  its graph gets the derivatives
 * @param jacobian   all zero; to be finished also after an error
 * Cost: O(sum over rates of the nodes below them).
 */
PL_MUST_USE enum pl_status pl_jacobian_init(struct pl_jacobian *jacobian,
                                            struct pl_equations *equations,
                                            struct pl_diags *diags);
/** Accepts a Jacobian that is all zero. */
void pl_jacobian_finish(struct pl_jacobian *jacobian);

#endif
