/*
 * first_loop.h - the members of an ensemble in groups, by the feedback loop that ranks
 * first in each: which does most of a fold, as explain.h ranks them.
 */
#ifndef PL_ANALYSIS_FIRST_LOOP_H
#define PL_ANALYSIS_FIRST_LOOP_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_explain;
struct pl_explain_options;
struct pl_groups;
struct pl_treatment;

/** [-] A loop that ranks first in less of the weight gives no group: what a handful of
 * sets says is no rival. */
#define PL_FIRST_LOOP_LEAST 0.05

/** Members that are in no group, and why. */
struct pl_first_loops {
    size_t n_rare;   /* their loop ranks first in too few, or is the ninth or later */
    size_t n_silent; /* no loop does anything */
    size_t n_failed; /* a run failed, or the readout is gone: there are no factors */
};

/**
 * Group by what was explained: groups are called as their loops.
 *
 * @param what  as of pl_groups_by_label
 * @param left  receives who is left out; may be NULL
 * @return PL_OK; PL_ERR_OPTION for fewer than two groups (the message says which loop
 *         ranks first, and in how many); PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_first_loop_groups(const struct pl_explain *explain,
                                                const char *what,
                                                struct pl_diags *diags,
                                                struct pl_groups *out,
                                                struct pl_first_loops *left);

/**
 * Explain a treatment in every member, and group by that: "first loop of Akt pS473 at
 * 24 h under everolimus".
 *
 * @param under    what the treatment is called, for people
 * @param options  with an ensemble
 * @return PL_OK; as pl_explain_run and pl_first_loop_groups
 */
PL_MUST_USE enum pl_status pl_groups_by_first_loop(
    const struct pl_context *context, const struct pl_treatment *treatment,
    const char *under, const struct pl_explain_options *options, struct pl_diags *diags,
    struct pl_groups *out, struct pl_first_loops *left);

#endif
