/*
 * least_dose.h - the least dose of a drug at which a run keeps to limits.
 *
 * The drug goes over a range of doses by their logarithm; where a limit begins or ends
 * to hold is narrowed by brackets.h, where it nearly holds between two doses by turns.h.
 */
#ifndef PL_ANALYSIS_LEAST_DOSE_H
#define PL_ANALYSIS_LEAST_DOSE_H

#include <stddef.h>

#include "analysis/dose_curve.h"
#include "base/status.h"

struct pl_asked;
struct pl_diags;

enum pl_least_kind {
    PL_LEAST_FOUND,
    PL_LEAST_AT_ZERO, /* it holds without the drug */
    PL_LEAST_BELOW,   /* it holds at the lowest dose of the range, and not without the
                         drug */
    PL_LEAST_NONE,    /* at no dose of the range */
    PL_LEAST_MISSING  /* no run has a value */
};

struct pl_least_dose {
    enum pl_least_kind kind;
    double dose;  /* FOUND: the least at which it holds; BELOW: the lowest of the range;
                    AT_ZERO: 0; else NaN */
    double until; /* the last dose of the stretch that begins there, where it ends
                     within the range; else INFINITY. NaN for NONE and MISSING */
    double again; /* the next dose at which it holds again; NaN for none */
    double nearest; /* NONE: the dose that comes nearest; else as `dose` */
    double margin;  /* there: [output] below 0 by what is missing */
};

/**
 * Look for the least dose of each series.
 *
 * @param asked   doses of series (pl_asked_put_dose); the first output is the margin:
 *                0 or more where all limits hold, and below 0 by how much they do not
 * @param series  shape (n): dose 0, then ascending
 * @param out     shape (n): filled
 * @return PL_OK; what `asked` answered; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_least_dose_find(const struct pl_asked *asked,
                                              const struct pl_dose_series *series,
                                              size_t n, struct pl_diags *diags,
                                              struct pl_least_dose *out);

#endif
