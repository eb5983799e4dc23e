/*
 * run.h - one time course, or one in every member of an ensemble, and where its results
 * go (cmd_run.c, run_results.c).
 */
#ifndef PL_CLI_RUN_H
#define PL_CLI_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cli/account.h"
#include "cli/cli.h"
#include "study/misfit.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/timecourse_bands.h"

struct pl_sink;

struct run_opts {
    struct network_opts network;
    const char *duration, *every;
    struct opt_texts readouts;
    size_t points; /* 0 when not given */
    bool equilibrate, no_equilibrate;
    const char *method;
    double rtol, atol;
    size_t max_steps;
    const char *time_limit;
    size_t threads; /* 0 when not given */
    struct output_opts output;
    bool long_form, members;
    struct account_opts account;
    const char *data, *provenance;
    bool verbose, version;
    size_t kernel;
    size_t colour;
};

/* Everything that one run holds. */
struct run {
    struct cli *cli;
    struct run_opts opts;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble; /* NULL for a single run */
    size_t *readouts;
    size_t n_readouts;
    double marks[PL_SUMMARY_MAX_MARKS];
    struct pl_timecourse_options options;
    double *more; /* [model time] shape (n_more): further times of an ensemble */
    size_t n_more;
    struct pl_timecourse course;
    struct pl_bands bands; /* of an ensemble, in place of course */
    struct pl_data data;
    struct pl_sink *output, *provenance; /* opened before any work */
};

/** Whether the table of results, rather than the summary, goes to standard output. */
bool run_prints_frame(const struct run *run);

/** Whether the table of results is wanted anywhere. */
bool run_wants_frame(const struct run *run);

/** Open what will be written, so that a folder that is not there is told at once. */
PL_MUST_USE enum pl_status run_open_files(struct run *run);

/** What goes to the screen: the table of results, or the lines that a person reads. */
PL_MUST_USE enum pl_status run_fill_screen(struct run *run, struct pl_text *screen);

/** The plot, --output and --provenance, as far as they are asked for. */
PL_MUST_USE enum pl_status run_write_files(struct run *run);

/** --verbose: what it cost, on stderr. */
void run_print_cost(const struct run *run);

#endif
