/*
 * quotients.h - quotients become products where that saves divisions (compile/ only).
 *
 * A division takes as long as ten products. What is divided by a quantity that stands
 * still is multiplied by its reciprocal, which is computed after each jump; what is divided
 * by the same moving quantity in several places shares one reciprocal. Results differ
 * from the formulas' in the last bit, so readouts are left as they are.
 */
#ifndef PL_COMPILE_QUOTIENTS_H
#define PL_COMPILE_QUOTIENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;
struct pl_graph;

/** A list of nodes that is rewritten in place. */
struct pl_node_list {
    uint32_t *nodes; /* shape (n) */
    size_t n;
};

/**
 * @param first_held  inputs below this slot move, the others stand still
 * @param lists       shape (n_lists): what is computed together
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: O(nodes of the graph).
 */
PL_MUST_USE enum pl_status pl_quotients_rewrite(struct pl_graph *graph,
                                                uint32_t first_held,
                                                const struct pl_node_list *lists,
                                                size_t n_lists, struct pl_diags *diags);

#endif
