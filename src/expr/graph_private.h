/*
 * graph_private.h - the inside of a graph, shared by the files that build, simplify,
 * differentiate and print it.
 */
#ifndef PL_EXPR_GRAPH_PRIVATE_H
#define PL_EXPR_GRAPH_PRIVATE_H

#include "expr/graph.h"

struct graph_entry {
    struct pl_node node;
    /* Bit s % 64 is set when the node depends on slot s. A clear bit is certain, a set
     * one may stand for another slot, so it only prunes. */
    uint64_t slots;
    /* The node or a part of it may be infinite where the inputs are not: exp(1000). */
    bool steep;
};

/** One known derivative; an empty place has result PL_NODE_NONE. */
struct graph_derivative {
    uint32_t node;
    uint32_t slot;
    uint32_t result;
};

struct pl_graph {
    struct graph_entry *entries; /* shape (capacity); the first n_entries are nodes */
    size_t n_entries;
    size_t capacity;

    /* Open addressing; the sizes are 0 or powers of two, and at most half is in use. */
    uint32_t *table; /* shape (table_size): node numbers, PL_NODE_NONE for empty */
    size_t table_size;
    struct graph_derivative *derivatives; /* shape (derivatives_size) */
    size_t derivatives_size;
    size_t n_derivatives;

    uint32_t *stack; /* shape (stack_capacity): work space of pl_graph_derive */
    size_t stack_capacity;

    bool failed; /* memory ran out: the nodes so far stand, no other will follow */
};

/** Mix two numbers into a hash whose low bits are good. */
uint64_t pl_graph_mix(uint64_t hash, uint64_t value);

/** The node that is equal to `node`, added when there is none. */
uint32_t pl_graph_intern(struct pl_graph *graph, const struct pl_node *node);

/** An elementary operation, simplified. `arguments` are as many as the graph stores. */
uint32_t pl_graph_elementary(struct pl_graph *graph, enum pl_op op,
                             const uint32_t *arguments);

/** Short forms of pl_graph_elementary. */
uint32_t pl_graph_unary(struct pl_graph *graph, enum pl_op op, uint32_t a);
uint32_t pl_graph_binary(struct pl_graph *graph, enum pl_op op, uint32_t a, uint32_t b);
uint32_t pl_graph_select(struct pl_graph *graph, uint32_t condition, uint32_t a,
                         uint32_t b);

/** True, and the number, when the node is one; false for PL_NODE_NONE. */
bool pl_graph_is_number(const struct pl_graph *graph, uint32_t node, double *number);

#endif
