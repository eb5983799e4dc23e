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
    uint16_t n_terms; /* of a sum, 1 for anything else; not beyond UINT16_MAX */
    /* Of a long sum the number of its struct graph_sum, of a term of one the place of its
     * slots; from 1 on, 0 for not yet. */
    uint32_t flat;
};

/** A sum of so many terms is laid flat before it is differentiated. Fewer are done as
 * fast without, and nothing else depends on it. */
#define PL_GRAPH_LONG_SUM 16

struct graph_flat;
struct graph_part;
struct graph_sum;

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

    struct graph_sum *sums; /* shape (sums_capacity): the long ones met so far */
    size_t n_sums, sums_capacity;
    uint32_t *slot_lists; /* shape (slot_lists_capacity): how many, then which, … */
    size_t n_slot_lists, slot_lists_capacity;
    struct graph_part *parts; /* shape (parts_capacity): work space of derive_sum.c */
    struct graph_flat *flats; /* shape (flats_capacity): likewise */
    size_t parts_capacity, flats_capacity;
    uint32_t *marks; /* shape (marks_capacity), n_marks are set: who came by last */
    size_t n_marks, marks_capacity;
    uint32_t last_mark;

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

/* ---- derive.c and derive_sum.c ---- */

/** The derivative if it is plain to see or was found before, else PL_NODE_NONE. */
uint32_t pl_graph_known(struct pl_graph *graph, uint32_t node, uint32_t slot);

/** A way through the terms of a long sum. */
struct graph_terms {
    const struct graph_sum *sum; /* borrowed until the next one is begun */
    uint32_t slot;
    size_t use, vague; /* where it is */
    size_t term;       /* the number of the term that it came by last */
};

/**
 * Begin with the terms that depend on a slot, from left to right; a few large ones may
 * come along that do not.
 * @return false when memory is out: the graph has failed
 * Cost: the first time that of the sum and of all its terms, then a search.
 */
bool pl_graph_terms_begin(struct pl_graph *graph, uint32_t node, uint32_t slot,
                          struct graph_terms *terms);

/** The next term, or PL_NODE_NONE behind the last. */
uint32_t pl_graph_terms_next(const struct pl_graph *graph, struct graph_terms *terms);

/** The derivative of a long sum of which all such terms have theirs: the node that
 * differentiating each operation of it gives. */
uint32_t pl_graph_derive_sum(struct pl_graph *graph, uint32_t node, uint32_t slot);

/** Frees what the graph holds of sums, and their work space. */
void pl_graph_finish_sums(struct pl_graph *graph);

#endif
