/*
 * loops_report.h - feedback loops in words, for a person.
 */
#ifndef PL_CLI_LOOPS_REPORT_H
#define PL_CLI_LOOPS_REPORT_H

#include <stdbool.h>

#include "base/status.h"

struct cli;
struct pl_context;
struct pl_ensemble;
struct pl_loops;
struct pl_text;
struct pl_treatment;

/** What is told; everything is borrowed. */
struct loops_report {
    const struct cli *cli;
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_ensemble *ensemble; /* NULL for none */
    const struct pl_loops *loops;
    double duration; /* [model time] */
    double rtol;     /* of the run */
    bool is_markdown;
};

/** Heading, how many loops, the table of edges, the first loops with their members, and
 * what rules the run. */
PL_MUST_USE enum pl_status loops_report_print(const struct loops_report *report,
                                              struct pl_text *text);

#endif
