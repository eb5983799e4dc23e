/*
 * samples.h - one network at many points that a caller chose, each in every member of an
 * ensemble or in one that is chosen too: what is read off the runs.
 *
 * The points are those of a sweep (sweep.h): lanes and threads are full, and a run's
 * numbers are those of the single run to the bit.
 */
#ifndef PL_STUDY_SAMPLES_H
#define PL_STUDY_SAMPLES_H

#include <stddef.h>

#include "base/status.h"

struct pl_arms_options;
struct pl_context;
struct pl_diags;
struct pl_measure;
struct pl_treatment;

/** Zero it before the first use; pl_samples_finish frees what is in it. */
struct pl_samples {
    size_t n_points, n_members, n_measures; /* members: in which each point was run */
    double *values; /* shape (n_points, n_members, n_measures), row-major. Of a run that
                        failed all numbers are NaN */
    size_t n_failed; /* runs */
    char *failure;   /* the first that failed and why: "point 3, drug_everolimus = 0.1,
                        in set s2: integration stopped …"; NULL for none */
    const char *method;     /* the one in use */
    const char *why_method; /* why `auto` chose it; NULL when it was named */
};

/**
 * Run them all. A run that fails is counted; it is an error where none is left.
 *
 * @param treatment  what every point gets besides its columns
 * @param names      shape (n_columns): names as in --vary, or "cell"
 * @param points     shape (n_points, n_columns), row-major, in the model's own units; cells
 *                   by their rows in the table of cells, from 0 on
 * @param measures   shape (n_measures), n_measures > 0
 * @param options    symbols and times are not read. members: NULL, or shape (n_points):
 *                   each point is run in that one, and n_members of what comes out is 1
 * @return PL_OK; PL_ERR_OPTION and PL_ERR_NAME as pl_design_create_table and
 *         pl_sweep_create; PL_ERR_OPTION for more numbers than there is memory to
 *         address; PL_ERR_STEP where every run failed, with the first one's reason;
 *         PL_ERR_STOPPED when sim.stop said so; PL_ERR_NOMEM. `out` is empty after an
 *         error
 */
PL_MUST_USE enum pl_status
pl_samples_run(const struct pl_context *context, const struct pl_treatment *treatment,
               const char *const *names, size_t n_columns, const double *points,
               size_t n_points, const struct pl_measure *measures, size_t n_measures,
               const struct pl_arms_options *options, struct pl_diags *diags,
               struct pl_samples *out);

void pl_samples_finish(struct pl_samples *samples);

/** One number of a run. */
double pl_samples_value(const struct pl_samples *samples, size_t point, size_t member,
                        size_t measure);

/** Warn that runs failed, if any did. @param first  which did first, and why: as
 * `failure` */
void pl_samples_warn(size_t n_failed, size_t n_runs, const char *first,
                     struct pl_diags *diags);

#endif
