/*
 * measure.h - what is read off a run: one number for each [fold:|max:|…]name[@time].
 *
 *     name@time            the value then; without a time at the end of the run
 *     level:name@time      the same: for verbs in which a name alone is its fold
 *     fold:name@time       the value then over the untreated one
 *     max:name, min:name   the largest and smallest value from 0 to the time
 *     auc:name             the integral from 0 to the time [value times model time]
 *     time-to-max:name     when the largest is first reached [model time]
 *
 * The value at the time of a jump is that behind it, here as everywhere: a way up to that
 * time has it as its last one.
 */
#ifndef PL_STUDY_MEASURE_H
#define PL_STUDY_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_tally;

enum pl_measure_kind {
    PL_MEASURE_VALUE,
    PL_MEASURE_FOLD,
    PL_MEASURE_MAX,
    PL_MEASURE_MIN,
    PL_MEASURE_AUC,
    PL_MEASURE_TIME_TO_MAX,
    PL_MEASURE_UNTREATED /* the untreated value; without words, for arms.h */
};

struct pl_measure {
    enum pl_measure_kind kind;
    size_t symbol;
    double time; /* [model time] > 0, or 0; the duration when none was said */
    char *name;  /* as the user wrote it, blanks and "level:" removed: the column
                   of results */
};

/**
 * A name is one that pl_context_readouts takes, but for "all". A name with a ':' in it,
 * as display names of complexes have it, is taken as a whole where no prefix stands
 * before it. What stands behind the last '@' is the time: with its unit, or a bare
 * number in a model without time_unit.
 *
 * @param duration  [model time] of the run
 * @param measure   unchanged after an error
 * @return PL_OK; PL_ERR_NAME for an unknown readout (near ones hinted) or prefix;
 *         PL_ERR_OPTION for a missing name, a time that does not parse, is negative or
 *         behind the end (the hint names a duration that would do), or is 0 where a
 *         window is needed; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_measure_parse(const struct pl_context *context,
                                            const char *text, double duration,
                                            struct pl_diags *diags,
                                            struct pl_measure *measure);
/** Accepts a measure that is all zero. */
void pl_measure_finish(struct pl_measure *measure);

/** True for what needs the whole way, not only one moment. */
bool pl_measure_follows(enum pl_measure_kind kind);

/** True for what holds a time: it is told in hours where the model knows them. */
bool pl_measure_holds_time(enum pl_measure_kind kind);

/** A number of pl_measure_value as people are told it. */
double pl_measure_told(const struct pl_measure *measure,
                       const struct pl_context *context, double value);

/**
 * A value as a fold of the untreated one: the one definition, for single runs and sweeps.
 *
 * @param largest  the largest |value| of the run
 * @return value / untreated; NaN when the untreated level is 0, or so small beside the
 *         largest (1e-9 of it) that it may be nothing but rounding
 */
double pl_fold(double value, double untreated, double largest);

/**
 * @param value      at the measure's time; not read for PL_MEASURE_AUC
 * @param untreated  before the treatment, for PL_MEASURE_FOLD
 * @param largest    the largest |value| of the run, for PL_MEASURE_FOLD
 * @param tally      from 0 to the measure's time; may be NULL for VALUE and FOLD
 * @return the number; NaN where there is no fold. A NaN has always the same bits
 */
double pl_measure_value(const struct pl_measure *measure, double value,
                        double untreated, double largest, const struct pl_tally *tally);

#endif
