/*
 * loops_run.h - one call of loops, and where its results go (cmd_loops.c,
 * loops_results.c).
 */
#ifndef PL_CLI_LOOPS_RUN_H
#define PL_CLI_LOOPS_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/loops.h"
#include "base/status.h"
#include "cli/account.h"
#include "cli/cli.h"
#include "study/summary.h"

struct pl_context;
struct pl_ensemble;
struct pl_sink;
struct pl_text;
struct pl_treatment;

struct loops_opts {
    struct network_opts network;
    const char *at;
    size_t max_length, max_loops, score;
    const char *duration, *every;
    bool equilibrate, no_equilibrate;
    const char *method;
    double rtol, atol;
    size_t max_steps;
    const char *time_limit;
    size_t kernel, threads;
    size_t table, top;
    struct output_opts output;
    struct account_opts account;
    const char *provenance;
    bool verbose;
    size_t colour;
};

/** No --table was given. */
#define LOOPS_TABLE_NONE ((size_t)-1)

/** Everything that one call holds. */
struct loops_run {
    struct cli *cli;
    struct loops_opts opts;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble;
    double marks[PL_SUMMARY_MAX_MARKS + 1];
    struct pl_loops_options options;
    struct pl_loops loops;
    struct pl_sink *output, *provenance; /* opened before any work */
    double time_limit, begun;            /* [s]; 0 for none; on the clock */
};

/** Open --output and --provenance, and look whether the plot's place is there. */
PL_MUST_USE enum pl_status loops_open_files(struct loops_run *run);

/** Whether a table, rather than what a person reads, goes to standard output. */
bool loops_prints_frame(const struct loops_run *run);

/** All results of loops that are weighed: files, and what `screen` has to show. */
PL_MUST_USE enum pl_status loops_write_results(struct loops_run *run,
                                               struct pl_text *screen);

#endif
