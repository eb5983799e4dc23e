/*
 * arms.h - the arms of a comparison, each in every member of an ensemble: values at given
 * times.
 *
 * They are the points of a sweep (sweep.h), so a run's numbers are those of the single run
 * (timecourse.h) to the bit. Arms that start from the same inputs share their rest.
 */
#ifndef PL_STUDY_ARMS_H
#define PL_STUDY_ARMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/sim.h"
#include "study/protocol.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_measure;

struct pl_arms_options {
    struct pl_sim_options sim; /* time_limit is not used; stop is asked ten times a
                                  second */
    double duration;           /* [model time] > 0 */
    enum pl_equilibrate equilibrate; /* AUTO: all arms begin at rest when one would */
    const struct pl_ensemble *ensemble; /* NULL: one member, the model's own values */
    size_t first_member, n_members;     /* of the ensemble; n_members 0: all of it */
    const size_t *members; /* as in pl_sweep_options; of pl_samples_run alone */
    bool keeps_lost;       /* an arm that fails in every member is a warning, too */
    const size_t *symbols; /* shape (n_symbols): what is observed */
    size_t n_symbols;
    const double *times; /* [model time], shape (n_times), ascending, 0 to duration */
    size_t n_times;
    size_t n_threads; /* 0 for all processors */
};

/** Zero it before the first use; pl_arms_finish frees what is in it. */
struct pl_arms {
    size_t n_arms, n_members, n_times, n_symbols; /* members: those that were run */
    double *untreated; /* shape (n_arms, n_members, n_symbols): before treatment */
    double *largest;   /* likewise: the largest |value| at untreated and the times */
    double *values;    /* shape (n_arms, n_members, n_times, n_symbols), row-major. Of a
                          run that failed all numbers are NaN */
    size_t n_failed;   /* runs */
    const char *method;     /* the one in use */
    const char *why_method; /* why `auto` chose it; NULL when it was named */
};

/**
 * Run them all.
 *
 * Without an ensemble a run that fails is an error. In an ensemble it is a warning that
 * counts the failed members and gives the first one's reason; it is an error when a
 * whole arm fails.
 *
 * @return PL_OK; PL_ERR_OPTION as pl_sweep_create, and for more numbers than there is
 *         memory to address; PL_ERR_STEP for a run that failed, with its reason;
 *         PL_ERR_STOPPED when sim.stop said so; PL_ERR_NOMEM. `out` is empty after an
 *         error
 */
PL_MUST_USE enum pl_status pl_arms_run(const struct pl_context *context,
                                       const struct pl_arm *arms, size_t n_arms,
                                       const struct pl_arms_options *options,
                                       struct pl_diags *diags, struct pl_arms *out);

/**
 * Run them all, and read measures off each instead of values at times: `values` has
 * shape (n_arms, n_members, n_measures), n_times is 1, and there are no other levels.
 *
 * @param measures  shape (n_measures), n_measures > 0
 * @param options   symbols and times are not read
 * @return as pl_arms_run
 */
PL_MUST_USE enum pl_status pl_arms_measure(const struct pl_context *context,
                                           const struct pl_arm *arms, size_t n_arms,
                                           const struct pl_measure *measures,
                                           size_t n_measures,
                                           const struct pl_arms_options *options,
                                           struct pl_diags *diags, struct pl_arms *out);

void pl_arms_finish(struct pl_arms *arms);

/** A value of a run, and as a fold of its own untreated level (pl_fold: NaN for none). */
double pl_arms_value(const struct pl_arms *arms, size_t arm, size_t member, size_t time,
                     size_t symbol);
double pl_arms_fold(const struct pl_arms *arms, size_t arm, size_t member, size_t time,
                    size_t symbol);

#endif
