/*
 * pathway_layout.h - which way the edges of a picture run, so that it reads from top to
 * bottom and what feeds back goes up.
 */
#ifndef PL_OUT_PATHWAY_LAYOUT_H
#define PL_OUT_PATHWAY_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_pathway;

/** How one edge is laid out. */
struct pl_pathway_way {
    bool up;   /* from below: `to` stands above `from` */
    bool free; /* it does not move its ends */
};

/**
 * Signals aside, nodes stand in the rows of their longest way from above; edges of a
 * circle that come back do not count. A signal goes up where its highest target stands as
 * high as its lowest source, or higher.
 *
 * @param ways  shape (pathway->n_edges)
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: O(nodes + edges).
 */
PL_MUST_USE enum pl_status pl_pathway_lay_out(const struct pl_pathway *pathway,
                                              struct pl_diags *diags,
                                              struct pl_pathway_way *ways);

#endif
