/*
 * run_report.h - a time course in words: heading, table, sentence, misfit.
 */
#ifndef PL_CLI_RUN_REPORT_H
#define PL_CLI_RUN_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct cli;
struct pl_bands;
struct pl_context;
struct pl_data;
struct pl_text;
struct pl_timecourse;
struct pl_treatment;

/** What is told; everything is borrowed. */
struct run_report {
    const struct cli *cli;
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_timecourse *course; /* of an ensemble: its medians */
    const struct pl_bands *bands;       /* NULL for a run */
    size_t n_readouts; /* that there are; an ensemble may have run with fewer */
    bool all;          /* every readout of the run, not only the first ones */
};

/** The few lines that a person reads: heading, table with sparklines, sentence. */
PL_MUST_USE enum pl_status run_report_print(const struct run_report *report,
                                            struct pl_text *text);

/**
 * How far measured points are from the run, or the medians, in all and by readout; nothing without
 * points. @param path  of the file, for the heading
 */
void run_report_misfit(const struct run_report *report, struct pl_data *data,
                       const char *path, struct pl_text *text);

#endif
