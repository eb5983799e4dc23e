/*
 * reach.h - which nodes of a directed graph are reached from which (analysis/ only).
 */
#ifndef PL_ANALYSIS_REACH_H
#define PL_ANALYSIS_REACH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** An edge of a graph. */
struct pl_arrow {
    size_t from, to;
};

/** A graph, ready for walks; pl_reach_finish frees what is in it. */
struct pl_reach {
    size_t n; /* nodes */
    size_t
        *first; /* shape (n + 1): the arrows of node k are first[k] to first[k + 1] */
    size_t *targets; /* shape (arrows) */
    size_t *stack;   /* shape (n): work space */
};

/**
 * @param arrows  shape (n_arrows), of nodes below n
 * @param back    walk them against their direction
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_reach_init(struct pl_reach *reach, size_t n,
                                         const struct pl_arrow *arrows, size_t n_arrows,
                                         bool back, struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_reach_finish(struct pl_reach *reach);

/**
 * Mark what is reached from a node in one step or more: the node itself when it lies on a
 * circle.
 * @param reached  shape (n): set to true or false
 * Cost: O(nodes + arrows).
 */
void pl_reach_mark(struct pl_reach *reach, size_t start, bool *reached);

#endif
