/*
 * sensitivity.h - which constants of a model a readout depends on: locally, or over ranges.
 *
 *     local   elasticities where the model stands (elasticity.h)
 *     morris  elementary effects over the ranges (morris.h)
 *     sobol   shares of the variance over the ranges (saltelli.h)
 *
 * Each is asked in panels (cell, variant, treatment) and in every set of an ensemble. A set
 * stands above the model's own values; what varies over ranges stands above the set. Local
 * answers are where each set stands.
 */
#ifndef PL_ANALYSIS_SENSITIVITY_H
#define PL_ANALYSIS_SENSITIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "study/arms.h"
#include "study/ensemble.h"

struct pl_diags;
struct pl_factor;
struct pl_frame;
struct pl_measure;
struct pl_text;
struct pl_treatment;

enum pl_sensitivity_method {
    PL_SENSITIVITY_LOCAL,
    PL_SENSITIVITY_MORRIS,
    PL_SENSITIVITY_SOBOL
};

/** "local", "morris", "sobol": NULL-terminated, in the order above. */
extern const char *const pl_sensitivity_words[];

/** What is known of one constant; their places among its numbers. */
enum pl_sensitivity_number {
    PL_SENSITIVITY_ELASTICITY = 0,
    PL_SENSITIVITY_ERROR,
    PL_SENSITIVITY_DERIVATIVE,
    PL_SENSITIVITY_DERIVATIVE_ERROR,
    PL_SENSITIVITY_VALUE, /* where it stands */

    PL_SENSITIVITY_MU_STAR = 0,
    PL_SENSITIVITY_MU_STAR_LOW,
    PL_SENSITIVITY_MU_STAR_HIGH,
    PL_SENSITIVITY_MU,
    PL_SENSITIVITY_SIGMA,

    PL_SENSITIVITY_FIRST = 0,
    PL_SENSITIVITY_FIRST_LOW,
    PL_SENSITIVITY_FIRST_HIGH,
    PL_SENSITIVITY_TOTAL,
    PL_SENSITIVITY_TOTAL_LOW,
    PL_SENSITIVITY_TOTAL_HIGH,

    PL_SENSITIVITY_N_NUMBERS
};

struct pl_sensitivity_options {
    enum pl_sensitivity_method method;
    struct pl_arms_options run; /* symbols, times and ensemble are not read */
    const struct pl_treatment *const *panels; /* shape (n_panels) */
    size_t n_panels;
    const struct pl_ensemble *ensemble; /* NULL: the model's own values */
    const struct pl_factor *factors;    /* shape (n_factors) */
    size_t n_factors;                   /* > 0 */
    const struct pl_measure *measures;  /* shape (n_measures) */
    size_t n_measures;                  /* > 0 */
    size_t n_samples;                   /* Sobol: base samples; Morris: trajectories */
    size_t n_levels;                    /* Morris */
    size_t n_candidates;                /* Morris */
    uint64_t seed;
    size_t n_resamples;
    double level;                                             /* of intervals */
    void (*tell)(void *context, size_t n_done, size_t n_all); /* runs; may be NULL */
    void *tell_context;
};

/** Zero it before the first use; pl_sensitivity_finish frees what is in it. */
struct pl_sensitivity {
    const struct pl_context *context;
    struct pl_sensitivity_options options; /* what it points to is borrowed */
    size_t n_members;
    double *numbers; /* shape (n_panels, n_members, n_measures, n_factors,
                        PL_SENSITIVITY_N_NUMBERS), row-major */
    double *outputs; /* shape (n_panels, n_members, n_measures): the readout; over
                        ranges its mean, NaN for Morris */
    double
        *deviations; /* likewise: the standard deviation over the ranges; Sobol only */
    double *sums;    /* likewise: of the first indices; Sobol only */
    size_t *order;   /* shape (n_panels, n_measures, n_factors): the factors, the most
                      important first */
    struct pl_weighted *room; /* shape (n_members): of bands */
    size_t n_runs, n_failed;
    char *failure;      /* of the first run that failed; NULL for none */
    const char *method; /* the one in use, by which runs step */
};

/** The runs that it takes at most, all panels and sets. */
size_t pl_sensitivity_n_runs(const struct pl_sensitivity_options *options);

/**
 * @return PL_OK; PL_ERR_OPTION for a fold or a readout that there is not where the model
 *         stands, a constant without a number of its own, a range over a single value or
 *         none over ranges, cells as a local factor, and as pl_saltelli_run, pl_morris_run
 *         and pl_samples_run; PL_ERR_STEP where every run failed; PL_ERR_STOPPED;
 *         PL_ERR_NOMEM. `out` is empty after an error
 */
PL_MUST_USE enum pl_status
pl_sensitivity_run(const struct pl_context *context,
                   const struct pl_sensitivity_options *options, struct pl_diags *diags,
                   struct pl_sensitivity *out);

void pl_sensitivity_finish(struct pl_sensitivity *sensitivity);

/** One number of one set. */
double pl_sensitivity_number(const struct pl_sensitivity *s, size_t panel,
                             size_t member, size_t measure, size_t factor,
                             enum pl_sensitivity_number number);

/** Median and band over the sets; without an ensemble the number three times. */
struct pl_band pl_sensitivity_band(const struct pl_sensitivity *s, size_t panel,
                                   size_t measure, size_t factor,
                                   enum pl_sensitivity_number number);

/** What factors are ordered by: |elasticity|, mu_star or the total index; its median. NaN
 * for none. */
double pl_sensitivity_weight(const struct pl_sensitivity *s, size_t panel,
                             size_t measure, size_t factor);

/** The number that is drawn: elasticity, mu_star, total index. */
enum pl_sensitivity_number pl_sensitivity_main(enum pl_sensitivity_method method);

/**
 * A row for each panel, readout and constant, by rank: cell, variant, readout, parameter,
 * rank, over ranges their ends and scale, then the method's numbers; in an ensemble
 * medians and bands.
 * @param members  of an ensemble instead each set's numbers, its name in "member"; ranks
 *                 are those over all sets
 */
PL_MUST_USE enum pl_status pl_sensitivity_frame(const struct pl_sensitivity *s,
                                                bool members, struct pl_diags *diags,
                                                struct pl_frame **out);

/** One or two sentences on one readout of one panel. */
void pl_sensitivity_sentence(const struct pl_sensitivity *s, size_t panel,
                             size_t measure, struct pl_text *text);

/** "Akt pS473 at 24 h", "fold of Akt pS473 at 24 h".
 * @param begins  a sentence: "Fold of …" */
void pl_sensitivity_put_readout(const struct pl_sensitivity *s, size_t measure,
                                bool begins, struct pl_text *text);

#endif
