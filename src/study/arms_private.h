/*
 * arms_private.h - runs gathered from a sweep: what arms.c does for samples.c.
 */
#ifndef PL_STUDY_ARMS_PRIVATE_H
#define PL_STUDY_ARMS_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "study/arms.h"

struct pl_design;

/** The first run that failed. */
struct pl_arms_failure {
    char *reason; /* to be freed with free(); NULL for none */
    uint64_t run; /* point * members + member */
};

/**
 * Run one arm at every point of a design, and keep measures. Failed runs are counted and
 * not judged.
 *
 * @param options  first_member and n_members are 0
 * @param out      n_arms is 1, n_members is points * members, n_times is 1 and n_symbols
 *                 is n_measures: values has shape (points, members, n_measures). What is
 *                 there after an error is the caller's to finish
 * @param failure  filled, also after an error
 * @return as pl_arms_measure, but for failed runs
 */
PL_MUST_USE enum pl_status
pl_arms_gather(const struct pl_context *context, const struct pl_arm *arm,
               const struct pl_design *design, const struct pl_measure *measures,
               size_t n_measures, const struct pl_arms_options *options,
               struct pl_diags *diags, struct pl_arms *out,
               struct pl_arms_failure *failure);

#endif
