/*
 * loops_table.h - the tables of loops that a person reads.
 */
#ifndef PL_ANALYSIS_LOOPS_TABLE_H
#define PL_ANALYSIS_LOOPS_TABLE_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_loops;
struct pl_text;

/**
 * The edges as a table of texts: name, how many loops, gain of the strongest, untreated and
 * at the other state, shares at the marks. By mean share, edges without loops last.
 *
 * @param order  receives the edges of the rows; shape (n_edges)
 */
PL_MUST_USE enum pl_status pl_loops_edge_table(const struct pl_context *context,
                                               const struct pl_loops *loops,
                                               struct pl_diags *diags, size_t *order,
                                               struct pl_frame **out);

/**
 * Of an ensemble: each edge that has loops with the band of its mean share, and in how many
 * of the sets it leads. @param order  as above
 */
PL_MUST_USE enum pl_status
pl_loops_set_table(const struct pl_context *context, const struct pl_loops *loops,
                   const size_t *order, struct pl_diags *diags, struct pl_frame **out);

/**
 * The first n rows likewise: number, sign, nodes, time scale, gains, shares; of an ensemble
 * the band of the mean share instead of nodes and time scale.
 */
PL_MUST_USE enum pl_status pl_loops_loop_table(const struct pl_context *context,
                                               const struct pl_loops *loops, size_t n,
                                               struct pl_diags *diags,
                                               struct pl_frame **out);

/** Append a gain: "-1.95", "+0.0041", "0"; "–" for none. */
void pl_loops_put_gain(double gain, struct pl_text *text);

#endif
