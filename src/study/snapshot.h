/*
 * snapshot.h - the whole network at one moment of a run, and without its treatment: the
 * value of every symbol, in every member of an ensemble.
 */
#ifndef PL_STUDY_SNAPSHOT_H
#define PL_STUDY_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/sim.h"
#include "study/arms.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_treatment;

/** Which moment, of which run. */
struct pl_snapshot_options {
    struct pl_sim_options sim; /* as of struct pl_arms_options */
    double duration;           /* [model time] > 0 */
    double time;               /* [model time] 0 to duration */
    enum pl_equilibrate equilibrate;
    const struct pl_ensemble *ensemble; /* NULL: one member */
    size_t n_threads;                   /* 0 for all processors */
};

/** Zero it before the first use; pl_snapshot_finish frees what is in it. */
struct pl_snapshot {
    bool treated; /* something begins at 0 or later */
    bool rested;  /* the run began at rest */
    double time;  /* [model time] */
    size_t n_members, n_symbols;
    const double *weights; /* shape (n_members); NULL: all alike. Borrowed */
    struct pl_arms arms;
};

/**
 * Run it. Without treatment means the rest before it; of a run that does not begin at
 * rest it is the same moment of a run without what begins at 0 or later.
 *
 * @return as pl_arms_run; `out` is empty after an error
 */
PL_MUST_USE enum pl_status pl_snapshot_take(const struct pl_context *context,
                                            const struct pl_treatment *treatment,
                                            const struct pl_snapshot_options *options,
                                            struct pl_diags *diags,
                                            struct pl_snapshot *out);

void pl_snapshot_finish(struct pl_snapshot *snapshot);

/** shape (n_symbols): at the moment. NaN in a member that failed. */
const double *pl_snapshot_now(const struct pl_snapshot *snapshot, size_t member);

/** The same without the treatment. @param time  receives when that was; may be NULL */
const double *pl_snapshot_untreated(const struct pl_snapshot *snapshot, size_t member,
                                    double *time);

/** The first member whose run did not fail; n_members when all have. */
size_t pl_snapshot_first(const struct pl_snapshot *snapshot);

/**
 * What the members have in the middle (pl_band_of): the level of every symbol at the
 * moment, and as a fold of the untreated one (pl_fold).
 *
 * @param levels  receives shape (n_symbols), NaN where no member has one
 * @param folds   likewise
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_snapshot_medians(const struct pl_snapshot *snapshot,
                                               struct pl_diags *diags, double *levels,
                                               double *folds);

#endif
