/*
 * duration.h - options that are durations, alike in every verb.
 */
#ifndef PL_CLI_DURATION_H
#define PL_CLI_DURATION_H

#include "base/status.h"

struct pl_context;
struct pl_diags;

/** How long a run is when nobody says. */
#define DURATION_DEFAULT "48h"
#define DURATION_DEFAULT_WORDS DURATION_DEFAULT ", or 100 without a time_unit"

/**
 * Read an option's duration whole; it has to be greater than 0.
 * @param time  [model time]
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status duration_read(const struct pl_context *context,
                                         const char *option, const char *word,
                                         struct pl_diags *diags, double *time);

/** --for. @param word  NULL when it was not given */
PL_MUST_USE enum pl_status duration_read_for(const struct pl_context *context,
                                             const char *word, struct pl_diags *diags,
                                             double *time);

/**
 * --time-limit: time on the clock, which always has a unit.
 * @param word     NULL when it was not given
 * @param seconds  unchanged then
 */
PL_MUST_USE enum pl_status duration_read_limit(const char *word, struct pl_diags *diags,
                                               double *seconds);

#endif
