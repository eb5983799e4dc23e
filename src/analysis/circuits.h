/*
 * circuits.h - the elementary circuits of a directed graph: closed ways that visit no node
 * twice.
 *
 * Owns     what it gives.
 * Threads  nothing is shared.
 */
#ifndef PL_ANALYSIS_CIRCUITS_H
#define PL_ANALYSIS_CIRCUITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;

/** An arc; of two nodes there may be several, which then give circuits of their own. */
struct pl_arc {
    uint32_t source, target;
};

struct pl_circuits_options {
    size_t max_length; /* [node] of a circuit, >= 1; PL_NONE for any */
    size_t max_count;  /* >= 1 */
    bool (*stop)(
        void *context); /* asked now and then; true ends the search; may be NULL */
    void *stop_context;
};

/** Zero it before the first use; pl_circuits_finish frees what is in it. */
struct pl_circuits {
    size_t n;
    size_t *first; /* shape (n + 1): where a circuit's arcs begin in `arcs`; the last is
                        how many there are in all */
    uint32_t
        *arcs; /* indices of arcs, each from the target of the one before; the first
                        leaves the circuit's smallest node */
    size_t *shared; /* shape (n): how many arcs it begins with that the one before it
                        begins with too */
    size_t whole; /* [node] every circuit of up to so many nodes is here; PL_NONE: every
                        one there is */
    bool counted_out; /* max_count, not max_length, is what left others out */
};

/**
 * Find them.
 *
 * Where there are more than max_count, the short ones come first: all of up to `whole`
 * nodes, and of those with one node more as many as fit. Circuits are in the order of
 * their nodes (smallest node first, then by the arcs as they are numbered); those of
 * whole + 1 nodes, where not all fit, behind the others.
 *
 * @param arcs  shape (n_arcs)
 * @param out   what was in it is freed; empty after an error
 * @return PL_OK; PL_ERR_STOPPED; PL_ERR_NOMEM
 *
 * Cost: O((n_nodes + n_arcs) (circuits + 1)) without a bound on the length. Nothing
 * recurses.
 * Source: Johnson 1975, SIAM J Comput 4:77; bounded lengths: Gupta & Suzumura 2021,
 * arXiv:2105.10094, with distances kept for every predecessor, not for those alone that
 * failed (else a shorter way that opens later is missed).
 */
PL_MUST_USE enum pl_status pl_circuits_find(size_t n_nodes, const struct pl_arc *arcs,
                                            size_t n_arcs,
                                            const struct pl_circuits_options *options,
                                            struct pl_diags *diags,
                                            struct pl_circuits *out);

/** Accepts one that is all zero. */
void pl_circuits_finish(struct pl_circuits *circuits);

#endif
