/*
 * loops_words.h - what weighed loops say, in sentences.
 */
#ifndef PL_ANALYSIS_LOOPS_WORDS_H
#define PL_ANALYSIS_LOOPS_WORDS_H

struct pl_context;
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

#endif
