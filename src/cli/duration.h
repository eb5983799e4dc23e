/*
 * duration.h - options that are durations, alike in every verb.
 */
#ifndef PL_CLI_DURATION_H
#define PL_CLI_DURATION_H

#include <stddef.h>

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
 * --at, or another option with one time, from 0 to the end of the run.
 *
 * @param what      what stands before the time in messages: "--at="
 * @param duration  [model time] of the run
 * @param time      [model time]
 * @return PL_OK; PL_ERR_OPTION for what is no time, or is behind the end (the hint names a
 *         duration that would do)
 */
PL_MUST_USE enum pl_status duration_read_at(const struct pl_context *context,
                                            const char *what, const char *word,
                                            double duration, struct pl_diags *diags,
                                            double *time);

/**
 * --at, or another option with a list of times, "1h,8h,24h", from 0 to the end of the
 * run.
 *
 * @param what      what stands before the list in messages: "--at="
 * @param duration  [model time] of the run
 * @param times     [model time], shape (PL_MAX_TIMES, study/times.h): ascending, each once
 * @return PL_OK; PL_ERR_OPTION for a time that does not parse, is behind the end (the
 *         hint names a duration that would do), for none at all and for too many
 */
PL_MUST_USE enum pl_status duration_read_times(const struct pl_context *context,
                                               const char *what, const char *word,
                                               double duration, struct pl_diags *diags,
                                               double *times, size_t *n);

/**
 * --time-limit: time on the clock, which always has a unit.
 * @param word     NULL when it was not given
 * @param seconds  unchanged then
 */
PL_MUST_USE enum pl_status duration_read_limit(const char *word, struct pl_diags *diags,
                                               double *seconds);

#endif
