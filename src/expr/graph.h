/*
 * graph.h - expressions with shared parts: structurally equal means the same node.
 *
 * A node is a number that is larger than those of its arguments, so a walk in the order
 * of numbers meets arguments first. Building simplifies: constants fold, to the bits
 * that pl_op_value gives; x + 0, x * 1, x * 0, x / 1, 0 / x, x - x, -(-x), x ^ 0, x ^ 1
 * and 1 ^ x vanish; whole powers up to 16 become products, x ^ 0.5 a square root; signs
 * move outwards and into sums; what a constant condition decides is decided; the
 * arguments of +, *, ==, && and || stand in one order.
 *
 * x * 0 is 0 even where x might be infinite, as in every symbolic program. Otherwise a
 * value has the bits of the formula as written, the sign of a zero and whole powers
 * aside: nothing is reordered across operations. Nodes that came up on the way to a
 * result and are no part of it stay in the graph.
 *
 * Owns     its nodes.
 * Errors   when memory is out the graph stays failed and gives PL_NODE_NONE, which every
 *          function passes on; the builder checks pl_graph_failed once, at its end.
 */
#ifndef PL_EXPR_GRAPH_H
#define PL_EXPR_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "expr/op.h"

struct pl_graph;
struct pl_text;

#define PL_NODE_NONE UINT32_MAX

/** [byte] Where pl_graph_print cuts a text: shared parts are printed at each use. */
#define PL_GRAPH_PRINT_MAX ((size_t)1 << 20)

/** One node; `op` is elementary, PL_OP_NUMBER or PL_OP_INPUT. */
struct pl_node {
    enum pl_op op;
    uint32_t n_arguments;  /* 0 to 3 */
    uint32_t arguments[3]; /* node numbers, each smaller than this node's own */
    uint32_t input;        /* PL_OP_INPUT: its slot */
    double number;         /* PL_OP_NUMBER */
};

/** @return NULL when memory is out. */
struct pl_graph *pl_graph_create(void);

/** Accepts NULL. */
void pl_graph_destroy(struct pl_graph *graph);

bool pl_graph_failed(const struct pl_graph *graph);

/** Nodes so far; numbers run from 0. */
size_t pl_graph_size(const struct pl_graph *graph);

/** Borrowed until the next node is added. */
const struct pl_node *pl_graph_node(const struct pl_graph *graph, uint32_t node);

/** True when the node is that very number (0 and -0 alike); false for PL_NODE_NONE. */
bool pl_graph_is_value(const struct pl_graph *graph, uint32_t node, double value);

uint32_t pl_graph_number(struct pl_graph *graph, double number);
uint32_t pl_graph_input(struct pl_graph *graph, uint32_t slot);

/**
 * Apply any operation of op.h but the leaves; the ones that are not elementary are
 * rewritten. The count of arguments must fit (see pl_op_least_arguments); an empty sum
 * or OR is 0, an empty product or AND is 1, a PIECEWISE without its otherwise is NaN.
 */
uint32_t pl_graph_apply(struct pl_graph *graph, enum pl_op op,
                        const uint32_t *arguments, size_t n_arguments);

/** Short forms. */
uint32_t pl_graph_add(struct pl_graph *graph, uint32_t a, uint32_t b);
uint32_t pl_graph_subtract(struct pl_graph *graph, uint32_t a, uint32_t b);
uint32_t pl_graph_multiply(struct pl_graph *graph, uint32_t a, uint32_t b);
uint32_t pl_graph_divide(struct pl_graph *graph, uint32_t a, uint32_t b);

/**
 * The derivative of a node with respect to an input slot. Steps (floor, comparisons,
 * conditions) count as flat; abs has slope sign(x); min, max and select that of the
 * branch taken. Never recurses; results are kept, so asking again is free.
 *
 * Cost: the nodes between `node` and the slot; parts that do not depend on it are passed
 * over, bar those that share its number modulo 64.
 */
uint32_t pl_graph_derive(struct pl_graph *graph, uint32_t node, uint32_t slot);

/**
 * The value of a node: the slow, obvious evaluator that tests hold the tape against.
 * @param inputs  shape (number of slots); only those that the node uses are read
 * @return NaN also for PL_NODE_NONE and when memory is out. Cost: O(node).
 */
double pl_graph_value(const struct pl_graph *graph, uint32_t node,
                      const double *inputs);

/**
 * Append a node as a formula, for tests and for the curious; inputs are named by `names` (shape: number of slots),
 * or x0, x1, … when it is NULL. Beyond PL_GRAPH_PRINT_MAX bytes it is cut with "…";
 * PL_NODE_NONE prints nothing.
 */
void pl_graph_print(const struct pl_graph *graph, uint32_t node,
                    const char *const *names, struct pl_text *text);

#endif
