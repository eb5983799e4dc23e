/*
 * sensitivity_plan.h - what `simulate sensitivity` asks, read from its options.
 */
#ifndef PL_CLI_SENSITIVITY_PLAN_H
#define PL_CLI_SENSITIVITY_PLAN_H

#include <stddef.h>

#include "analysis/sensitivity.h"
#include "base/status.h"
#include "cli/arms_plan.h"
#include "cli/options.h"

struct pl_factor;
struct pl_measure;

struct sensitivity_opts {
    struct arms_opts arms; /* rtol NaN: by the method. Its readouts are not read */
    struct opt_texts readouts, vary;
    size_t method;  /* enum pl_sensitivity_method */
    size_t samples; /* 0: by the method */
    size_t levels, candidates, resamples, seed;
    size_t top;
};

struct sensitivity_plan {
    const struct sensitivity_opts *opts; /* borrowed */
    struct arms_opts arms_opts;          /* those with the method's rtol */
    struct arms_plan arms;
    struct pl_measure *measures; /* shape (n_measures) */
    size_t n_measures;
    struct pl_factor *factors; /* shape (n_factors) */
    size_t n_factors;
    struct pl_sensitivity_options options;
};

/** [-] Relative tolerance of runs whose differences are taken, and of others. */
#define SENSITIVITY_LOCAL_RTOL 1e-10
#define SENSITIVITY_RTOL 1e-6

#define SENSITIVITY_SOBOL_SAMPLES ((size_t)1024)
#define SENSITIVITY_MORRIS_SAMPLES ((size_t)50)

/** Everything that can be wrong before the runs. To be finished also after an error. */
PL_MUST_USE enum pl_status sensitivity_plan_init(struct sensitivity_plan *plan,
                                                 struct cli *cli,
                                                 const struct sensitivity_opts *opts);
/** Accepts a plan that is all zero. */
void sensitivity_plan_finish(struct sensitivity_plan *plan);

#endif
