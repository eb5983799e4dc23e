/*
 * links.h - the network as a signed graph: which quantity pushes which, and how hard.
 *
 * Nodes are the states and the feedback signals (roles.h). A link is a derivative that is
 * not the number 0, taken with every signal held still, so that what a signal passes on
 * goes through its node alone and parallel loops stay apart:
 *
 *     state  -> state    d rate of the target / d source
 *     signal -> state    d rate of the target / d signal
 *     state  -> signal   d signal / d source
 *     signal -> signal   d signal / d the other one, where its rule reads that one
 *
 * A link from a state to itself is its own first-order loop.
 *
 * Units    the model's own.
 * Threads  const once made; each thread has work space of its own.
 */
#ifndef PL_COMPILE_LINKS_H
#define PL_COMPILE_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;
struct pl_links_work;
struct pl_model;

struct pl_link {
    uint32_t source, target; /* nodes */
    bool carries; /* a reaction turns the one into the other, forth or back: the link is
                     material that moves, not a signal */
};

struct pl_links {
    const struct pl_model *model; /* borrowed */
    size_t n_states, n_signals;
    size_t n_nodes;       /* states first, as in the program; then the signals, each
                             behind those that its rule reads */
    const size_t *symbol; /* shape (n_nodes) */
    size_t n_links;
    const struct pl_link *links; /* by target, each target's by source */
    const size_t *first;         /* shape (n_nodes + 1): where a target's links begin */
    const bool *reads; /* shape (n_symbols): pl_links_evaluate needs its value */
    bool autonomous;   /* no rate and no signal depends on time itself */
};

/**
 * @param model  borrowed; must outlive the links
 * @return PL_OK; PL_ERR_MODEL as pl_program_create; PL_ERR_NOMEM
 * Cost: that of the Jacobian.
 */
PL_MUST_USE enum pl_status pl_links_create(const struct pl_model *model,
                                           struct pl_diags *diags,
                                           struct pl_links **out);
/** Accepts NULL. */
void pl_links_destroy(struct pl_links *links);

/** The node of a symbol, or PL_NONE. Cost: O(n_nodes). */
size_t pl_links_node(const struct pl_links *links, size_t symbol);

/** The network at one moment. The arrays belong to the caller. */
struct pl_links_point {
    double
        *weights; /* shape (n_links): the derivatives; 0 into a signal that is held */
    double *velocity; /* shape (n_nodes): d node / d time */
    double *change;   /* shape (n_nodes): of a state its acceleration, of a signal its
                         velocity: the sum over sources of weight * velocity, and what
                         time itself adds */
};

/** @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_links_work_create(const struct pl_links *links,
                                                struct pl_diags *diags,
                                                struct pl_links_work **out);
/** Accepts NULL. */
void pl_links_work_destroy(struct pl_links_work *work);

/**
 * Evaluate everything.
 *
 * @param time    [model time]
 * @param values  shape (n_symbols): as pl_sim_observe gives them; of symbols that are not
 *                read anything will do
 * @param held    shape (n_signals): true for a signal that is clamped or cut: nothing
 *                reaches it; NULL for none
 * Numbers that are not finite come out where a derivative has none.
 */
void pl_links_evaluate(struct pl_links_work *work, double time, const double *values,
                       const bool *held, struct pl_links_point *point);

#endif
