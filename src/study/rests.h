/*
 * rests.h - the rest state of one network in every member of an ensemble.
 */
#ifndef PL_STUDY_RESTS_H
#define PL_STUDY_RESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "solve/sim.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_treatment;

struct pl_rests_options {
    struct pl_sim_options sim; /* max_steps and time_limit are for each member; stop is
                                  not used */
    const size_t *symbols;     /* shape (n_symbols): what is observed at rest */
    size_t n_symbols;
    size_t n_threads; /* 0 for all processors */
    /** Called about ten times a second on the caller's thread, and at the end; true ends
     * the work. May be NULL. */
    bool (*watch)(void *context, uint64_t n_done);
    void *watch_context;
};

/** Zero it before the first use; pl_rests_finish frees what is in it. */
struct pl_rests {
    size_t n_members, n_symbols;
    size_t n_laws; /* conserved sums, taken out of the eigenvalues: the same in all */
    size_t n_eigenvalues;
    double
        *values; /* shape (n_members, n_symbols), row-major. Of a member that does not
                       rest all numbers are NaN, here and below */
    double *real, *imaginary; /* [1/model time], shape (n_members, n_eigenvalues),
                                 slowest first */
    char **reasons; /* shape (n_members): why it does not rest, in words; NULL for one
                       that does, and that is stable */
    size_t n_failed;
};

/**
 * Bring every member to rest, each as in a run of its own: pl_sim_start and pl_sim_rest
 * from what holds before the rest (pl_treatment_inputs_in).
 *
 * @return PL_OK, also when members do not rest, and be it all; PL_ERR_OPTION as
 *         pl_sim_create, and for more numbers than there is memory to address;
 *         PL_ERR_STOPPED when `watch` said so; PL_ERR_NOMEM. `out` is empty after an
 *         error
 */
PL_MUST_USE enum pl_status pl_rests_run(const struct pl_context *context,
                                        const struct pl_treatment *treatment,
                                        const struct pl_ensemble *ensemble,
                                        const struct pl_rests_options *options,
                                        struct pl_diags *diags, struct pl_rests *out);

void pl_rests_finish(struct pl_rests *rests);

#endif
