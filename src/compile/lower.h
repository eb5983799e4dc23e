/*
 * lower.h - formulas become nodes of the shared graph (compile/ only).
 *
 * Names lead to nodes, functions are written out where they are called, and a formula
 * that can never give a finite number is reported at its smallest such part. How deep
 * and how long formulas get by that is limited where models are checked.
 */
#ifndef PL_COMPILE_LOWER_H
#define PL_COMPILE_LOWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;
struct pl_formula;
struct pl_graph;
struct pl_model;

/** A stack of nodes: arguments on their way into an operation or a function. */
struct pl_node_stack {
    uint32_t *nodes; /* shape (capacity) */
    size_t n;
    size_t capacity;
};

/** How formulas become nodes. */
struct pl_lowering {
    struct pl_graph *graph; /* borrowed */
    const struct pl_model *model;
    struct pl_diags *diags;  /* may be NULL */
    const uint32_t *symbols; /* shape (n_symbols): what each name means now */
    uint32_t time;           /* the node of time */

    enum pl_status status; /* PL_ERR_NOMEM once memory is out */
    bool faulty;           /* a formula was reported; the work went on */
    struct pl_node_stack stack;
    unsigned char *never_finite; /* shape (n_flags): by node, see lower.c */
    size_t n_flags;
    size_t flags_capacity;
};

void pl_lowering_init(struct pl_lowering *lowering, struct pl_graph *graph,
                      const struct pl_model *model, struct pl_diags *diags);
void pl_lowering_finish(struct pl_lowering *lowering);

/**
 * The node of a formula, with names as `symbols` and `time` say.
 *
 * @param whose  "the rate of", for messages about a formula that is never a finite
 *               number; NULL when the formula was checked before
 * @param name   for messages: the symbol that the formula belongs to
 * @return the node; the number 1 for a formula that was reported, so that those that
 *         use it are not reported too; PL_NODE_NONE once `status` is not PL_OK
 */
uint32_t pl_lower(struct pl_lowering *lowering, const struct pl_formula *formula,
                  const char *whose, const char *name);

/** PL_OK when every formula so far was fine; see `status` and `faulty`. */
PL_MUST_USE enum pl_status pl_lowering_status(const struct pl_lowering *lowering);

#endif
