/*
 * find_dose.h - the least dose of a drug in a model at which runs keep to limits: in every
 * panel and every set of an ensemble.
 *
 * least_dose.h looks; the runs are those of dose_runs.h.
 */
#ifndef PL_ANALYSIS_FIND_DOSE_H
#define PL_ANALYSIS_FIND_DOSE_H

#include <stddef.h>

#include "analysis/dose_curve.h"
#include "analysis/dose_runs.h"
#include "analysis/least_dose.h"
#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_limit;
struct pl_treatment;

struct pl_find_dose_options {
    struct pl_dose_runs_options runs; /* of one drug; its measures are not read */
    struct pl_dose_series doses;      /* [nM] 0, then ascending. Borrowed */
    const struct pl_limit *limits;    /* shape (n_limits), n_limits > 0. Borrowed */
    size_t n_limits;
};

/** Zero it before the first use; pl_find_dose_finish frees what is in it. */
struct pl_find_dose {
    const struct pl_context *context; /* borrowed, as is all that the options borrow */
    struct pl_find_dose_options options;
    struct pl_measure *measures;   /* shape (n_limits): those of the limits; borrows */
    struct pl_dose_runs runs;      /* a curve for each panel and set */
    struct pl_least_dose *answers; /* shape (n_panels, n_members) */
    double
        *values; /* shape (n_panels, n_members, n_limits): each limit's measure at the
                       dose that was found, or the nearest; as people are told them */
};

/**
 * Look for the least dose at which all limits hold, then run it once more for `values`.
 * @return PL_OK; PL_ERR_OPTION where nothing can be read, as a limit is a fold of what is
 *         0 before treatment; as pl_samples_run. `out` is empty after an error
 */
PL_MUST_USE enum pl_status pl_find_dose_run(const struct pl_context *context,
                                            const struct pl_find_dose_options *options,
                                            struct pl_diags *diags,
                                            struct pl_find_dose *out);

void pl_find_dose_finish(struct pl_find_dose *find);

/**
 * How far a value keeps to a limit, in parts of the bound, or in units of the output
 * where that is 0: 0 or more where it holds, below 0 where not. NaN for NaN.
 * @param value  as pl_measure_told
 */
double pl_limit_margin(const struct pl_limit *limit, const struct pl_context *context,
                       double value);

/**
 * The least and the largest potency of a drug, those that the table of drugs names, as
 * they are in a treatment.
 * @param symbol  of the drug's dose
 * @param low     [nM] INFINITY for a drug without one …
 * @param high    [nM] … and 0
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_find_potency(const struct pl_context *context,
                                           const struct pl_treatment *treatment,
                                           size_t symbol, struct pl_diags *diags,
                                           double *low, double *high);

#endif
