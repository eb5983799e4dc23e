/*
 * explain_private.h - what the files of an explanation share (analysis/ only).
 */
#ifndef PL_ANALYSIS_EXPLAIN_PRIVATE_H
#define PL_ANALYSIS_EXPLAIN_PRIVATE_H

#include "analysis/explain.h"
#include "analysis/shadow.h"
#include "study/arms.h"

/** Sets that have the same coalitions. */
struct pl_explain_batch {
    size_t first, n; /* members */
    struct pl_shapley_plan plan;
    double *logs; /* shape (coalitions that were run, n, n_times): v */
    size_t n_run; /* coalitions that were run */
};

/** An explanation on its way. */
struct pl_explaining {
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_explain_options *options;
    struct pl_diags *diags;
    struct pl_explain *out;

    /* Of the first set: every symbol before treatment, shape (n_symbols); NULL where it
     * does not rest. And the size of the readout at the start, before the rest. */
    double *before;
    double start_level;

    struct pl_shadow shadow;    /* of `against`; all zero without */
    struct pl_treatment *uncut; /* the treatment without its cuts; NULL without any */
    struct pl_explain_batch *batches; /* shape (n_batches) */
    size_t n_batches;

    /* What the first runs saw, shape (n_members, n_edges, n_times); see
     * pl_explain_look. */
    double *base, *treated, *by_itself;
    double *base_log; /* shape (n_times): ln of the fold under `against`; 0 without */
    double
        *pinned; /* shape (n_members, n_loops, n_edges): with a loop alone clamped, the
                       most that a signal departs, as a share of its way in the intact
                       run; NaN for a signal that does not depart there */
};

/**
 * Make the lists of edges and loops: which of the model's edges are players, by themselves
 * or in groups.
 * @return as pl_explain_run
 */
PL_MUST_USE enum pl_status pl_explain_list_loops(struct pl_explaining *explaining);

/** What a treatment does to an edge by itself: "clamped", "cut", or NULL. */
const char *pl_explain_held_by(const struct pl_treatment *treatment, size_t symbol);

/** Jumps that clamp every loop that is not in a coalition; the most that are made. */
size_t pl_explain_most_jumps(const struct pl_explaining *explaining);

/**
 * Write them, in the order that struct pl_arm wants.
 * @param jumps  shape (pl_explain_most_jumps)
 * @return how many
 */
size_t pl_explain_clamp(const struct pl_explaining *explaining, uint64_t intact,
                        struct pl_jump *jumps);

/** How runs begin. */
enum pl_equilibrate pl_explain_equilibrate(const struct pl_explain_options *options);

/** What all runs have in common. Symbols, and what is more, is the caller's. */
struct pl_arms_options pl_explain_arms_options(const struct pl_explaining *explaining);

/**
 * The first runs: intact, with all loops clamped, and with each alone clamped. They see
 * what signals do; they find a readout that rests at 0.
 * @return as pl_explain_run
 */
PL_MUST_USE enum pl_status pl_explain_look(struct pl_explaining *explaining);

/**
 * Run coalitions, all or those that orders pass, and work out factors, errors and what
 * stands beside them.
 * @return any error of pl_arms_run
 */
PL_MUST_USE enum pl_status pl_explain_run_coalitions(struct pl_explaining *explaining);

/** What pl_explain_run_coalitions made. */
void pl_explain_finish_batches(struct pl_explaining *explaining);

/** True for an untreated level of the readout that is nothing but rounding: 1e-9 of what it
 * is at the start, or less. */
bool pl_explain_is_zero(const struct pl_explaining *explaining, double untreated);

/**
 * ln of the fold of the readout, which is the first symbol of the arms; NaN where it is
 * none, or is lost in the tolerance of integration.
 */
double pl_explain_log(const struct pl_explaining *explaining,
                      const struct pl_arms *arms, size_t arm, size_t member,
                      size_t time);

/** From the numbers to bands, the time in focus, signals and series. */
PL_MUST_USE enum pl_status pl_explain_judge(struct pl_explaining *explaining);

/**
 * The gains of the edges whose signals move. Bands and signals are there.
 * @return PL_OK; PL_ERR_NOMEM; PL_ERR_STOPPED
 */
PL_MUST_USE enum pl_status pl_explain_find_gains(struct pl_explaining *explaining);

#endif
