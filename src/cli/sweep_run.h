/*
 * sweep_run.h - the points of a sweep while they are worked out, and where they go.
 */
#ifndef PL_CLI_SWEEP_RUN_H
#define PL_CLI_SWEEP_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/sweep_picture.h"
#include "cli/sweep_plan.h"

struct pl_diags;
struct pl_sweep;
struct pl_sweep_statistics;
struct pl_text;

/** Why a sweep ended before its last point. */
enum sweep_end {
    SWEEP_END_NONE,
    SWEEP_END_INTERRUPT, /* Ctrl-C */
    SWEEP_END_LIMIT,     /* --time-limit */
    SWEEP_END_READER     /* who read standard output has left */
};

/** Points that failed, in an ensemble runs, and why the first of them did. */
struct sweep_failures {
    uint64_t n;
    uint64_t first;  /* its number */
    char *reason;    /* NULL when there is none */
    uint64_t n_lost; /* points of which no run is left (sweep_table_n_lost) */
};

/** Count one more: point or run k. They come in any order. */
void sweep_failures_add(struct sweep_failures *failures, uint64_t k,
                        const char *reason);

/**
 * Warn: "2 of 9 points failed, the first: …"; nothing when there is none.
 * @param n          of how many
 * @param by_member  in an ensemble: each run has its row
 */
void sweep_failures_warn(const struct sweep_failures *failures, uint64_t n,
                         const struct pl_manifest *manifest, bool by_member,
                         struct pl_diags *diags);

void sweep_failures_finish(struct sweep_failures *failures);

/** One call of the verb. Zero it before the first use. */
struct sweep_run {
    struct cli *cli;
    const struct sweep_opts *opts;
    struct sweep_plan plan;
    struct sweep_manifest manifest;
    struct pl_sweep *sweep;
    const char *why_method; /* as of pl_sweep_method_used */
    double *row;            /* shape (n_factors + n_measures): work space */
    struct progress progress;
    double begun;      /* [s] on progress_clock */
    uint64_t n_done;   /* runs of this call that are done, those of earlier ones too */
    uint64_t n_before; /* of those, done by earlier calls */
    struct sweep_failures failures;
    uint64_t *n_no_fold; /* shape (n_measures): runs where a fold is one of 0 */
    enum sweep_end end;
    struct sweep_shape shape; /* with --plot: where each point lies */
    double *drawn; /* … shape (plan.n, n_measures): what it shows; else NULL */
};

/**
 * Count a run that is done.
 * @param values  shape (n_measures)
 * @param reason  why it failed; NULL when it did not
 */
void sweep_run_count(struct sweep_run *run, uint64_t k, const double *values,
                     const char *reason);

/**
 * Keep the numbers of a run for the plot, if there is one. The work space run->row holds
 * its record; nothing of it is a number when the run failed.
 */
void sweep_run_keep_drawn(struct sweep_run *run, uint64_t k, bool has_failed);

/**
 * Called by every `watch`: draw the progress, and look whether the sweep is to end.
 * @return true when it is; run->end says why
 */
bool sweep_run_watch(struct sweep_run *run);

/** What it was, on stderr: one line for a terminal; with --verbose what it cost, too. */
void sweep_run_report(const struct sweep_run *run);

/**
 * Before any work: warn of what single runs would warn of, once for all points
 * (sweep_warn.c).
 */
void sweep_warn_before(const struct sweep_run *run);

/** After it: warn of folds that have no number. */
void sweep_warn_after(const struct sweep_run *run);

/**
 * Into a file of results, and when all is done into --output (sweep_keep.c).
 * @return PL_OK; PL_ERR_STOPPED with run->end; PL_ERR_IO and others: what is done is kept
 */
PL_MUST_USE enum pl_status sweep_keep(struct sweep_run *run);

/**
 * With --resume: how many points an earlier call has left as done; else 0.
 * @return PL_OK; what --resume would answer
 */
PL_MUST_USE enum pl_status sweep_keep_n_done(const struct sweep_run *run,
                                             struct pl_diags *diags, uint64_t *n_done);

/** Where results are kept: to be freed with free(). @return NULL when memory is out */
char *sweep_keep_path(const struct sweep_run *run);

/**
 * Before any work: does --resume fit what is there, and can --output be written?
 * @return PL_OK; PL_ERR_OPTION; PL_ERR_IO; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status sweep_keep_check(const struct sweep_run *run,
                                            struct pl_diags *diags);

/** Row by row to standard output, or whatever else is no file (sweep_stream.c). */
PL_MUST_USE enum pl_status sweep_stream(struct sweep_run *run);

/** True when --output is no file that results could be kept beside. */
bool sweep_is_stream(const char *output);

/** --dry-run (sweep_dry.c). */
PL_MUST_USE enum pl_status sweep_dry_run(struct sweep_run *run);

#endif
