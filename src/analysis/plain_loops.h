/*
 * plain_loops.h - the feedback loops of a network that pass no feedback edge, so that no
 * clamp opens them (analysis/ only).
 */
#ifndef PL_ANALYSIS_PLAIN_LOOPS_H
#define PL_ANALYSIS_PLAIN_LOOPS_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_text;

/** More of them are not looked for. */
#define PL_PLAIN_LOOPS_MOST ((size_t)1000)

/**
 * Find the circuits of two states or more, of links (compile/links.h) that are not 0 at one
 * moment of the network. A state's own first-order loop is none, nor is what only carries
 * material round (loop_set.h).
 *
 * @param values  shape (n_symbols): as pl_sim_observe gives them
 * @param n       receives how many there are, PL_PLAIN_LOOPS_MOST at most
 * @param text    gets the first of them, by their nodes: "Raf -> MEK -> ERK -| Raf;
 *                A -> B -> A", PL_PLAIN_LOOPS_TOLD at most
 * @return PL_OK; any error of pl_links_create or pl_loop_set_init
 */
PL_MUST_USE enum pl_status pl_plain_loops_find(const struct pl_context *context,
                                               const double *values,
                                               struct pl_diags *diags, size_t *n,
                                               struct pl_text *text);

#define PL_PLAIN_LOOPS_TOLD ((size_t)3)

#endif
