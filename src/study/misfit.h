/*
 * misfit.h - measured points beside a run.
 *
 * A table with columns time_h, readout, value and, if known, sd; in a model without
 * time_unit `time`, in its own time, in place of time_h. In a treated run values are
 * folds of untreated, otherwise levels.
 */
#ifndef PL_STUDY_MISFIT_H
#define PL_STUDY_MISFIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_timecourse;

/** One measured point. */
struct pl_datum {
    double time;   /* [model time] */
    size_t symbol; /* the readout */
    double value;
    double sd;        /* NaN when not given */
    double predicted; /* filled by pl_misfit_compute; NaN outside the run */
};

struct pl_data {
    size_t n;
    struct pl_datum *points; /* in the order of the file */
};

/** How far the run is from the data, one readout or all. */
struct pl_misfit {
    size_t n;      /* points compared */
    double rms;    /* root mean square of predicted - value; NaN when n is 0 */
    double chi2;   /* sum of ((predicted - value) / sd)^2 over points with an sd */
    size_t n_chi2; /* those points */
};

/**
 * Read measured points; a readout is found as pl_context_find does.
 * @return PL_OK; PL_ERR_IO, PL_ERR_SYNTAX (no such column, time in the column for
 *         the other kind of model, not a number, sd <= 0,
 *         negative time; file and row named), PL_ERR_NAME, PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_data_read(const struct pl_context *context,
                                        const char *path, struct pl_diags *diags,
                                        struct pl_data *out);
void pl_data_finish(struct pl_data *data);

/**
 * Compare; between output times the run is interpolated linearly. Points outside the
 * run, of readouts that it does not have or without a fold are not compared: without
 * any other, n is 0 and rms NaN.
 * @param symbol  one readout, or PL_NONE for all points
 */
struct pl_misfit pl_misfit_compute(const struct pl_timecourse *timecourse,
                                   struct pl_data *data, size_t symbol);

#endif
