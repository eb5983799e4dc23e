/*
 * pathway_dot_private.h - what the files share that write the picture of a network.
 */
#ifndef PL_OUT_PATHWAY_DOT_PRIVATE_H
#define PL_OUT_PATHWAY_DOT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "out/pathway_dot.h"
#include "out/pathway_layout.h"

struct pl_pathway_edge;

/* What is drawn in which colour. */
#define PL_DOT_INK "#222222"  /* text, frames, what drugs do */
#define PL_DOT_LINE "#555555" /* influences and flows */
#define PL_DOT_PALE "#999999" /* those that are silent */
#define PL_DOT_LOOP "#7B3294"
#define PL_DOT_DRUG "#FFF2B3"

/**
 * Append text as HTML-like labels have it: no markup, nothing that a terminal or a reader
 * of XML stumbles over, on one line.
 */
void pl_dot_put_text(const char *string, struct pl_text *dot);

/** Append the colour of a fold; white for none. @return true when white text reads better
 * on it */
bool pl_dot_put_colour(double fold, struct pl_text *dot);

/** Append the k-th node, "    n0 [...];", or an edge. */
void pl_dot_put_node(const struct pl_pathway *pathway, size_t k, struct pl_text *dot);
void pl_dot_put_edge(const struct pl_pathway *pathway,
                     const struct pl_pathway_edge *edge,
                     const struct pl_pathway_way *way, struct pl_text *dot);

#endif
