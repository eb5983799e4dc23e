/*
 * loops_names.h - what loops and groups of them are called.
 */
#ifndef PL_ANALYSIS_LOOPS_NAMES_H
#define PL_ANALYSIS_LOOPS_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_loops;
struct pl_text;

/** Append a loop's members, from one of its edges on, back to the first: "S6K pT389 -> …"
 * by their labels, or by symbols; "⊣" stands for a link that is negative. */
void pl_loops_put_members(const struct pl_context *context,
                          const struct pl_loops *loops, size_t loop, bool symbols,
                          struct pl_text *text);

/** Append the first members of a loop that has no edge, its name in a sentence. */
void pl_loops_put_beginning(const struct pl_context *context,
                            const struct pl_loops *loops, size_t loop,
                            struct pl_text *text);

/** Append what a group of loops is called: its edges, or the members of a loop without. */
void pl_loops_put_group(const struct pl_context *context, const struct pl_loops *loops,
                        size_t group, struct pl_text *text);

/** Append where gains are given beside the untreated: "48 h", "treated rest". */
void pl_loops_put_at(const struct pl_context *context, const struct pl_loops *loops,
                     struct pl_text *text);

/** "reinforcing", "balancing", or "none". */
const char *pl_loop_sign_word(int sign);

/**
 * The groups in the order of their mean shares.
 * @param order  receives an array of set.n_groups, to be freed with free()
 */
PL_MUST_USE enum pl_status pl_loops_order_groups(const struct pl_loops *loops,
                                                 struct pl_diags *diags,
                                                 size_t **order);

#endif
