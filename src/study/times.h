/*
 * times.h - times of a model in words, and times that read well.
 */
#ifndef PL_STUDY_TIMES_H
#define PL_STUDY_TIMES_H

#include "base/number.h"

struct pl_context;

/** "24 h", or "100" in a model without time_unit. */
void pl_time_format(const struct pl_context *context, double time,
                    char out[PL_NUMBER_SIZE]);

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
