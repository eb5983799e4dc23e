/*
 * moment.h - the options of verbs that look at the whole network at one moment of a run.
 */
#ifndef PL_CLI_MOMENT_H
#define PL_CLI_MOMENT_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cli/cli.h"
#include "cli/duration.h"
#include "study/snapshot.h"

struct pl_context;
struct pl_diags;

struct moment_opts {
    const char *at, *duration;
    bool equilibrate, no_equilibrate;
    const char *method;
    double rtol, atol;
    size_t max_steps;
};

#define MOMENT_ROWS(owner, field)                                                   \
    OPT_TEXT(                                                                       \
        owner, field.at, "at", "TIME", "24h, or the end", NULL,                     \
        "the moment that is looked at; 0 is right behind the begin of treatment"),  \
        OPT_TEXT(owner, field.duration, "for", "DURATION", DURATION_DEFAULT_WORDS,  \
                 NULL,                                                              \
                 "how long: 90s, 30min, 48h, 2d; a bare number in a model without " \
                 "time_unit"),                                                      \
        OPT_FLAG(owner, field.equilibrate, "equilibrate",                           \
                 "bring the untreated network to rest first, even without a "       \
                 "treatment"),                                                      \
        OPT_FLAG(owner, field.no_equilibrate, "no-equilibrate",                     \
                 "start from the file's values; untreated is then the same moment " \
                 "without the treatment"),                                          \
        OPT_TEXT(owner, field.method, "method", "NAME", "auto", "list methods",     \
                 "how to step; simulate list methods tells them"),                  \
        OPT_REAL(owner, field.rtol, "rtol", "NUMBER", "1e-6", 0.0, 1.0,             \
                 "relative tolerance of a step"),                                   \
        OPT_REAL(owner, field.atol, "atol", "NUMBER",                               \
                 "1e-3 rtol of each species' size", 0.0, INFINITY,                  \
                 "absolute tolerance of a step, in the model's unit"),              \
        OPT_COUNT(owner, field.max_steps, "max-steps", "N", "100000", 1.0, 1e12,    \
                  "give up after N steps")

/** What holds when nothing is given. */
struct moment_opts moment_default(void);

/** Before a model is loaded. @return PL_OK; PL_ERR_OPTION for what excludes each other */
PL_MUST_USE enum pl_status moment_check(const struct moment_opts *opts,
                                        struct pl_diags *diags);

/**
 * Read the moment; Ctrl-C ends the run.
 * @param out  ensemble and threads are the caller's
 * @return PL_OK; PL_ERR_OPTION, also for a moment behind the end
 */
PL_MUST_USE enum pl_status moment_read(const struct moment_opts *opts,
                                       const struct pl_context *context,
                                       struct pl_diags *diags,
                                       struct pl_snapshot_options *out);

#endif
