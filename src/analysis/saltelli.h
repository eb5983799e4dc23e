/*
 * saltelli.h - variance-based sensitivity: Sobol's first-order and total indices.
 *
 * Inputs are independent and even on the unit cube. Two independent samples A and B of N
 * points are the two halves of one scrambled Sobol sequence of 2 d dimensions
 * (study/sobol.h); AB_i is A with the i-th column of B. With values centred by their mean
 * and V the variance of those of A and B together:
 *
 *     S_i  = 1/N sum_j f(B)_j (f(AB_i)_j - f(A)_j) / V     alone
 *     ST_i = 1/(2 N) sum_j (f(A)_j - f(AB_i)_j)^2 / V      with all that it takes part in
 *
 * Source: Saltelli et al. 2010, Comput. Phys. Commun. 181:259, table 2 (b) and (f);
 * Jansen 1999, Comput. Phys. Commun. 117:35 (ST_i).
 *
 * Intervals are from resampled base points (resample.h). They take the points for
 * independent; those of a Sobol sequence are more even, so the intervals are on the safe
 * side.
 */
#ifndef PL_ANALYSIS_SALTELLI_H
#define PL_ANALYSIS_SALTELLI_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/resample.h"
#include "base/status.h"

struct pl_asked;
struct pl_diags;

struct pl_saltelli_options {
    size_t n_samples; /* N, base points: 2 or more; a power of 2 keeps their balance */
    uint64_t seed;
    size_t n_resamples; /* 0: no intervals */
    double level;       /* of the intervals: 0.95 */
};

/** Zero it before the first use; pl_saltelli_finish frees what is in it. */
struct pl_saltelli {
    size_t n_dimensions, n_outputs;
    /* shape (n_outputs, n_dimensions), NaN where the output does not vary */
    double *first, *total;
    struct pl_interval *first_interval, *total_interval;
    /* shape (n_outputs) */
    double *mean, *variance; /* of the values at A and B */
    size_t *n_used;          /* base points without a NaN */
};

/** The runs that it takes: N (d + 2). */
size_t pl_saltelli_n_points(size_t n_dimensions, size_t n_samples);

/** The most dimensions that the table of direction numbers has two samples for. */
#define PL_SALTELLI_MAX_DIMENSIONS 1024

/**
 * @param asked  points are shares of ranges, 0 <= x < 1; a base point of which any value is
 *               NaN is left out. Asked for some thousand points at a time, in the order
 *               A_j, AB_1j ... AB_dj, B_j
 * @return PL_OK; PL_ERR_OPTION for more than PL_SALTELLI_MAX_DIMENSIONS, fewer than 2
 *         samples, and more values than memory can address; what `asked` answers;
 *         PL_ERR_NOMEM. `out` is empty after an error
 * Cost: N (d + 2) values, then N d n_resamples operations for each output.
 */
PL_MUST_USE enum pl_status pl_saltelli_run(const struct pl_asked *asked,
                                           size_t n_dimensions, size_t n_outputs,
                                           const struct pl_saltelli_options *options,
                                           struct pl_diags *diags,
                                           struct pl_saltelli *out);

/**
 * The same from values that are there already.
 * @param values  shape (n_samples, n_dimensions + 2, n_outputs), in the order above
 */
PL_MUST_USE enum pl_status
pl_saltelli_analyse(const double *values, size_t n_dimensions, size_t n_outputs,
                    const struct pl_saltelli_options *options, struct pl_diags *diags,
                    struct pl_saltelli *out);

void pl_saltelli_finish(struct pl_saltelli *saltelli);

#endif
