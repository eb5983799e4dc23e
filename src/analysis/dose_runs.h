/*
 * dose_runs.h - runs of a model, asked for by curve and dose (asked.h).
 *
 * A curve is one drug in one panel and one set of an ensemble; what a point gives are
 * all measures of its run. Each set is asked for its own doses.
 */
#ifndef PL_ANALYSIS_DOSE_RUNS_H
#define PL_ANALYSIS_DOSE_RUNS_H

#include <stddef.h>

#include "analysis/asked.h"
#include "base/status.h"
#include "study/arms.h"

struct pl_context;
struct pl_diags;
struct pl_measure;
struct pl_treatment;

struct pl_dose_runs_options {
    struct pl_arms_options run; /* as pl_samples_run reads it, but for members */
    const struct pl_treatment *const *panels; /* shape (n_panels): what every run has */
    size_t n_panels;
    const size_t *drugs; /* shape (n_drugs): symbols; those that are not given are 0 */
    size_t n_drugs;
    const struct pl_measure *measures; /* shape (n_measures) */
    size_t n_measures;
};

struct pl_dose_runs {
    const struct pl_context *context;
    struct pl_dose_runs_options options; /* what it borrows has to outlive the runs */
    size_t n_members;
    const char *
        *names; /* shape (n_drugs): the columns of a table of points; borrowed */
    struct pl_measure *read; /* shape (2 n_measures): what is read off a run, the
                                measures, then the untreated level of each; borrows */
    double *untreated;       /* shape (number of curves, n_measures): the level before
                          treatment in units of the output, so 1 for folds; of an
                          integral or a time what it is over the whole time; NaN before
                          a run has told it */
    size_t n_runs, n_failed; /* so far */
    char *failure; /* the first that failed and why (samples.h); NULL for none */
    const char *method;
};

/**
 * @param runs  filled; to be finished with pl_dose_runs_finish also after an error
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_dose_runs_init(struct pl_dose_runs *runs,
                                             const struct pl_context *context,
                                             const struct pl_dose_runs_options *options,
                                             struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_dose_runs_finish(struct pl_dose_runs *runs);

/** The number of a curve. */
size_t pl_dose_runs_curve(const struct pl_dose_runs *runs, size_t panel, size_t drug,
                          size_t member);

/** How many there are. */
size_t pl_dose_runs_n(const struct pl_dose_runs *runs);

/**
 * Points are doses of curves (pl_asked_put_dose); outputs are the measures, as people
 * are told them (pl_measure_told). A failed run has NaN and is counted; where all of a
 * round and a panel fail it is an error, as pl_samples_run has it.
 */
struct pl_asked pl_dose_runs_asked(struct pl_dose_runs *runs);

/** Warn of runs that failed, if any. */
void pl_dose_runs_warn(const struct pl_dose_runs *runs, struct pl_diags *diags);

#endif
