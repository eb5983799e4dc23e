/*
 * times.h - times of a model in words, and times that read well.
 */
#ifndef PL_STUDY_TIMES_H
#define PL_STUDY_TIMES_H

#include <stddef.h>

#include "base/number.h"
#include "base/status.h"

struct pl_context;
struct pl_diags;

/** "24 h", or "100" in a model without time_unit. */
void pl_time_format(const struct pl_context *context, double time,
                    char out[PL_NUMBER_SIZE]);

/**
 * Read a time at the start of `text` ("48h", "0", "100"), not negative.
 * @param time  [model time]
 * @return bytes read; 0 with a message when it is no time. What follows is the
 *         caller's: in "0..24h" one byte is read.
 */
size_t pl_time_scan(const struct pl_context *context, const char *text,
                    struct pl_diags *diags, double *time);

/**
 * The same for a part of a larger text, which may have a neighbour's unit: "8..24h".
 * @param subject  what messages are about
 * @param unit     [s] in: what a number without unit is in, or 0; out: what this one was
 */
size_t pl_time_scan_after(const struct pl_context *context, const char *subject,
                          const char *text, double *unit, struct pl_diags *diags,
                          double *time);

/**
 * A duration alone ("48h"), greater than 0.
 *
 * @param what      what stands before the duration in messages: "--for="
 * @param duration  [model time]
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status pl_time_read_duration(const struct pl_context *context,
                                                 const char *what, const char *text,
                                                 struct pl_diags *diags,
                                                 double *duration);

/** Times that a list of a user's may hold. */
#define PL_MAX_TIMES 12

/** The time that reads well and is nearest to `wanted` (as a ratio, > 0). */
double pl_time_round(const struct pl_context *context, double wanted);

/** The first time that reads well and is a tenth later than `time` (> 0), or more. */
double pl_time_later(const struct pl_context *context, double time);

/** Times of a table that nobody chose. */
#define PL_N_REGULAR_TIMES 4

/**
 * 1, 8, 24 and 48 h of a run of 48 h, the same shares of another, rounded to times that
 * read well.
 * @param times  [model time], shape (PL_N_REGULAR_TIMES), ascending; the last is duration
 */
void pl_time_regular(const struct pl_context *context, double duration, double *times);

#endif
