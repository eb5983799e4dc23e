/*
 * pathway_dot.h - the picture of a network as Graphviz' dot reads it.
 *
 * No text of the user's becomes syntax: nodes have names of their own, and labels are
 * escaped.
 */
#ifndef PL_OUT_PATHWAY_DOT_H
#define PL_OUT_PATHWAY_DOT_H

#include <stdbool.h>

#include "base/status.h"

struct pl_diags;
struct pl_pathway;
struct pl_text;

/** What stands around the picture; NULL for none. */
struct pl_pathway_page {
    const char *title, *subtitle;
    const char *caption; /* below the legend, broken into lines */
    bool sections; /* frame them */
};

/**
 * Append the graph. The page is 16:9, 13.33 inches wide.
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_pathway_dot(const struct pl_pathway *pathway,
                                          const struct pl_pathway_page *page,
                                          struct pl_diags *diags, struct pl_text *dot);

#endif
