/*
 * slots.h - which input slots a node of the graph depends on (compile/ only).
 */
#ifndef PL_COMPILE_SLOTS_H
#define PL_COMPILE_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pl_graph;

/** Walks down one graph, with a stack of their own. */
struct pl_slots {
    const struct pl_graph *graph; /* borrowed */
    size_t n_nodes;               /* of the graph when the walks were set up */
    size_t n_slots;
    size_t n_walks;
    size_t *visited; /* shape (n_nodes): the last walk that came by, from 1 */
    uint32_t *stack; /* shape (n_nodes) */
    bool *depends;   /* shape (n_slots): what the last walk found */
};

/**
 * @param slots  all zero; to be finished also after a failure
 * @return false when memory is out
 */
bool pl_slots_init(struct pl_slots *slots, const struct pl_graph *graph,
                   size_t n_slots);
/** Accepts one that is all zero. */
void pl_slots_finish(struct pl_slots *slots);

/**
 * Fill `depends`.
 * @param root  a node that was there when the walks were set up. Later ones, derivatives
 *              for example, stand above these and do not matter
 * Cost: O(nodes below root + n_slots).
 */
void pl_slots_find(struct pl_slots *slots, uint32_t root);

#endif
