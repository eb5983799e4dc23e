/*
 * loops_words.h - what weighed loops say: two small tables and some sentences.
 */
#ifndef PL_ANALYSIS_LOOPS_WORDS_H
#define PL_ANALYSIS_LOOPS_WORDS_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_loops;
struct pl_text;

/** A group of loops, or an edge, dominates with this share of the mean score: half of what
 * all loops do (Schoenberg, Davidsen & Eberlein 2020). */
#define PL_LOOPS_DOMINANT 0.5

/**
 * Append how many loops there are, of which kinds, and what was left out: "16 105 feedback
 * loops of up to 20 nodes, 8 057 reinforcing and 8 048 balancing; …".
 */
void pl_loops_put_count(const struct pl_context *context, const struct pl_loops *loops,
                        struct pl_text *text);

/**
 * Append one sentence on what rules the run; it can also be that nothing dominates, that
 * it is not decided, or that there is nothing to weigh.
 *
 * It is about the edge with the largest mean share, or the loop where no edge has any. In
 * an ensemble that one has to lead in PL_DECIDED_FROM of the sets.
 */
void pl_loops_put_sentence(const struct pl_context *context,
                           const struct pl_loops *loops, struct pl_text *text);

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

/**
 * Append which edges the treatment has opened, and which it has weakened, each with the
 * gain of its strongest loop before and after; and which are clamped. Nothing where there
 * are none.
 */
void pl_loops_put_open(const struct pl_context *context, const struct pl_loops *loops,
                       struct pl_text *text);

/** Append how many loops go without a score because the run is not exact enough, and what
 * would do; nothing where there are none. @param rtol  of the run */
void pl_loops_put_blurred(const struct pl_context *context,
                          const struct pl_loops *loops, double rtol,
                          struct pl_text *text);

/** Append a gain: "-1.95", "+0.0041", "0"; "–" for none. */
void pl_loops_put_gain(double gain, struct pl_text *text);

#endif
