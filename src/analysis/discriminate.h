/*
 * discriminate.h - which measurement, when, under which treatment tells rival parameter
 * sets apart?
 *
 * Rivals are variants, or groups of the members of an ensemble. What is measured is one
 * fold (value over the untreated one), with a relative standard error e. Measured folds
 * being log-normal, that is a standard deviation of ln(fold) of
 *
 *     s = sqrt(ln(1 + e^2))
 *
 * Two groups are apart by as many errors as
 *
 *     d = |m1 - m2| / sqrt(s^2 + (v1 + v2) / 2)
 *
 * with mean m and variance v of ln(max(fold, floor)) over the members of each group (v
 * is 0 for a variant). So d counts the errors of one measurement, and a prediction that
 * is itself uncertain counts as less: the index d_a of Simpson & Fitter 1973, Psychol
 * Bull 80:481; the same ratio is the criterion of Hunter & Reiner 1965, Technometrics
 * 7:307 (predictions without spread), and of Buzzi-Ferraris & Forzatti 1983, Chem Eng
 * Sci 38:225. Of equal chances, one measurement names the wrong one of two groups with
 * probability Phi(-d / 2): 0.31 for d = 1, 0.16 for 2, 0.07 for 3.
 *
 * Folds below the floor, and negative ones, count as the floor: what a blot does not
 * tell from its background. Of more than two groups the closest two count.
 */
#ifndef PL_ANALYSIS_DISCRIMINATE_H
#define PL_ANALYSIS_DISCRIMINATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "study/arms.h"
#include "study/ensemble.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_groups;
struct pl_text;
struct pl_therapies;
struct pl_treatment;

/** [-] Fewer errors than this between the best two are not decided. */
#define PL_DISCRIMINATE_DECIDED 1.0

struct pl_discriminate_options {
    struct pl_arms_options run; /* symbols: the readouts; times: when one may measure */
    /* What holds in every treatment, shape (n_cells, n_variants); borrowed. */
    const struct pl_treatment *const *panels;
    size_t n_cells;                 /* > 0: experiments in several cells compete */
    size_t n_variants;              /* the groups; 1 where an ensemble has them */
    const struct pl_groups *groups; /* of the ensemble; NULL for variants */
    const struct pl_therapies *therapies; /* borrowed, one or more */
    double error;                         /* [-] e > 0 */
    double floor;                         /* [fold] > 0 */
};

/** One measurement that one could make. */
struct pl_experiment {
    size_t cell, therapy, readout, time;
    double separation; /* [error] between the closest two groups; NaN without a fold */
    double mean;       /* [error] over all pairs of groups */
    size_t closest[2]; /* groups */
    size_t rank; /* from 1 for the best of its cell, treatment and readout; else 0 */
};

/** Zero it before the first use; pl_discrimination_finish frees what is in it. */
struct pl_discrimination {
    const struct pl_context *context; /* borrowed, as is all that the options borrow */
    struct pl_discriminate_options options;
    double *times; /* [model time], shape (n_times) */
    size_t n_cells, n_therapies, n_readouts, n_times, n_groups;
    const char **groups; /* shape (n_groups): their names, borrowed */
    size_t n;
    struct pl_experiment *experiments; /* shape (n_cells, n_therapies, n_readouts,
                                          n_times) */
    struct pl_band *folds;             /* shape (n, n_groups) */
    size_t *ranked;  /* shape (n_ranked): experiments with a rank, the best first */
    size_t n_ranked; /* one for each cell, treatment and readout that has a fold */
    const char *method;
};

/**
 * @return PL_OK; PL_ERR_OPTION for fewer than two groups, two variants without a
 *         difference (both named), no readout; as pl_therapy_treatment and pl_arms_run.
 *         Readouts that are 0 before treatment are warned of and have no rank. `out` is
 *         empty after an error
 */
PL_MUST_USE enum pl_status
pl_discriminate_run(const struct pl_context *context,
                    const struct pl_discriminate_options *options,
                    struct pl_diags *diags, struct pl_discrimination *out);

void pl_discrimination_finish(struct pl_discrimination *discrimination);

/** The standard deviation of ln(fold) of one measurement. */
double pl_discriminate_sd(double error);

/** How often one measurement names the wrong one of two groups. */
double pl_discriminate_wrong(double separation);

/** What a table of them has, each with all that is above it. */
enum pl_discriminate_detail {
    PL_DISCRIMINATE_BRIEF,   /* errors; the cell beside the treatment; the folds of two
                                groups in one column; of more which two are closest */
    PL_DISCRIMINATE_MEDIANS, /* a column for each group */
    PL_DISCRIMINATE_BANDS,   /* of an ensemble */
    PL_DISCRIMINATE_WHOLE    /* wrong calls; of several pairs their mean */
};

/**
 * The best experiments: text columns "rank", "apart" (errors), "wrong" (%), of more than
 * two groups "mean" (errors); "readout", "time", one for each group (fold; of an
 * ensemble with its band), or "folds" of two; of more than two groups "closest";
 * "treatment", "cell" (of several).
 */
PL_MUST_USE enum pl_status
pl_discriminate_table(const struct pl_discrimination *discrimination, size_t most,
                      enum pl_discriminate_detail detail, struct pl_diags *diags,
                      struct pl_frame **out);

/**
 * Every experiment: cell, treatment, class, readout, time_h (or time), fold_<group> for
 * each group (of an ensemble …_median, …_p05, …_p95), separation, mean_separation,
 * closest, wrong_call, rank (empty but for the best time of a cell, treatment and
 * readout).
 */
PL_MUST_USE enum pl_status
pl_discriminate_frame(const struct pl_discrimination *discrimination,
                      struct pl_diags *diags, struct pl_frame **out);

/** The best experiment, or that none is good enough: "not decided". */
void pl_discriminate_sentence(const struct pl_discrimination *discrimination,
                              struct pl_text *text);

/**
 * When nobody says: 15 and 30 min, 1, 2, 4, 8, 12, 24, 36 and 48 h of 48 h, the same
 * shares of another run, rounded to times that read well.
 * @param times  [model time], shape (PL_MAX_TIMES)
 */
void pl_discriminate_times(const struct pl_context *context, double duration,
                           double *times, size_t *n);

#endif
