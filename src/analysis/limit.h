/*
 * limit.h - what a run has to keep to: "fold:pERK@24h<2".
 *
 * A measure (measure.h), one of <, <=, >, >=, and a number as people are told it; for
 * time-to-max a time with its unit.
 */
#ifndef PL_ANALYSIS_LIMIT_H
#define PL_ANALYSIS_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "study/measure.h"

struct pl_context;
struct pl_diags;

enum pl_limit_kind {
    PL_LIMIT_BELOW,
    PL_LIMIT_AT_MOST,
    PL_LIMIT_ABOVE,
    PL_LIMIT_AT_LEAST
};

struct pl_limit {
    struct pl_measure measure;
    enum pl_limit_kind kind;
    double bound; /* as pl_measure_told; of time-to-max in model time */
    char *text;   /* as the user wrote it, blanks removed */
};

/**
 * @param duration  [model time] of the run
 * @param limit     all zero after an error
 * @return PL_OK; as pl_measure_parse; PL_ERR_OPTION for a text without an operator, an
 *         unknown one (the hint lists them) and for a bound that is no number;
 *         PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_limit_parse(const struct pl_context *context,
                                          const char *text, double duration,
                                          struct pl_diags *diags,
                                          struct pl_limit *limit);
/** Accepts a limit that is all zero. */
void pl_limit_finish(struct pl_limit *limit);

/** True when a value of the measure, as a run has it, keeps to the limit; false for
 * NaN. */
bool pl_limit_holds(const struct pl_limit *limit, const struct pl_context *context,
                    double value);

#endif
