/*
 * compare.h - treatments side by side: what a few readouts do under each of them, in
 * one or several cells and variants, and which treatments let them come back.
 *
 * A panel is a cell and a variant, with what all treatments there have in common; in it
 * stands one curve for each therapy. All folds are values over the untreated ones of
 * the same panel (and parameter set). Curves are the medians of an ensemble, if there
 * is one.
 */
#ifndef PL_ANALYSIS_COMPARE_H
#define PL_ANALYSIS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/comeback.h"
#include "base/status.h"
#include "study/arms.h"
#include "study/ensemble.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_text;
struct pl_therapies;
struct pl_treatment;

struct pl_compare_options {
    /* symbols are the readouts; times are worked out, and not read */
    struct pl_arms_options run;
    const struct pl_treatment *const *panels; /* shape (n_panels), borrowed */
    size_t n_panels;                          /* > 0 */
    const struct pl_therapies *therapies;     /* borrowed, one or more */
    const double *marks; /* [model time], shape (n_marks), ascending, 0 to duration:
                            those of the table; borrowed */
    size_t n_marks;
};

/** How a readout ends under a treatment. */
enum pl_outcome {
    PL_OUTCOME_NONE,    /* there is no fold */
    PL_OUTCOME_RETURNS, /* it is back, or has risen */
    PL_OUTCOME_LEVEL,   /* it ends at the untreated level, and was never low */
    PL_OUTCOME_LOW,     /* it is low at the end */
    PL_N_OUTCOMES
};

/** What became of one readout under one treatment. */
struct pl_compare_answer {
    struct pl_comeback course; /* of an ensemble: the commonest kind, and the medians of
                                  its numbers over the members of that kind */
    double share;            /* [-] of the weight, that have this kind; 1 without one */
    enum pl_outcome outcome; /* the commonest */
    double
        shares[PL_N_OUTCOMES]; /* [-] of the weight; of members without a fold none */
};

/** Zero it before the first use; pl_comparison_finish frees what is in it. */
struct pl_comparison {
    const struct pl_context *context; /* borrowed, as is all that the options borrow */
    struct pl_compare_options options;
    size_t n_panels, n_therapies, n_readouts, n_times;
    struct pl_treatment **treatments; /* shape (n_panels, n_therapies) */
    double *times;                    /* [model time], shape (n_times): for curves */
    size_t *mark_at;                  /* shape (n_marks): where in times */
    struct pl_arms arms;              /* arm panel * n_therapies + therapy */
    struct pl_band *untreated;        /* shape (n_panels, n_therapies, n_readouts) */
    struct pl_band *levels; /* shape (n_panels, n_therapies, n_readouts, n_times) */
    struct pl_band *folds;  /* likewise */
    struct pl_compare_answer *answers; /* shape (n_panels, n_therapies, n_readouts) */
};

/**
 * Run every therapy in every panel.
 * @return PL_OK; as pl_therapy_treatment; as pl_arms_run. `out` is empty after an error
 */
PL_MUST_USE enum pl_status pl_compare_run(const struct pl_context *context,
                                          const struct pl_compare_options *options,
                                          struct pl_diags *diags,
                                          struct pl_comparison *out);

void pl_comparison_finish(struct pl_comparison *comparison);

/** The place of a panel, therapy and readout in `untreated` and `answers`. */
size_t pl_comparison_at(const struct pl_comparison *comparison, size_t panel,
                        size_t therapy, size_t readout);

/** The curve of folds: shape (n_times). */
const struct pl_band *pl_comparison_folds(const struct pl_comparison *comparison,
                                          size_t panel, size_t therapy, size_t readout);

/** True when the untreated level is the same to 1e-9 under all therapies of a panel. */
bool pl_comparison_shares_rest(const struct pl_comparison *comparison, size_t panel,
                               size_t readout);

/** What stands in a table for people. */
struct pl_compare_table {
    bool has_class;     /* a column of classes */
    bool has_untreated; /* a column of untreated levels */
    bool is_brief;      /* answers without how far it went */
    const char *curve;  /* heading of an empty column for curves; NULL for none */
};

/**
 * One readout in one panel: text columns "treatment", "class", "untreated", one for
 * each mark (fold), "curve", "answer". Of an ensemble each row is followed by one of
 * bands.
 */
PL_MUST_USE enum pl_status
pl_compare_table_frame(const struct pl_comparison *comparison, size_t panel,
                       size_t readout, const struct pl_compare_table *options,
                       struct pl_diags *diags, struct pl_frame **out);

/**
 * Everything, one row for each panel, treatment, readout and time: cell, variant,
 * treatment, class, readout, time_h (or time), value, fold; of an ensemble median, p05,
 * p95, fold_median, fold_p05, fold_p95 in place of the last two.
 *
 * @param members  of an ensemble: a row for each of its members, with a column
 *                 `member`, instead of bands
 */
PL_MUST_USE enum pl_status pl_compare_frame(const struct pl_comparison *comparison,
                                            bool members, struct pl_diags *diags,
                                            struct pl_frame **out);

/**
 * One sentence on the first readout: under which treatments it comes back and when.
 * Where rival parameter sets (variants, an ensemble) do not agree, it says so: "not
 * decided". Appends nothing where there is no fold at all.
 */
void pl_compare_sentence(const struct pl_comparison *comparison, struct pl_text *text);

/** Warn of readouts that are 0 before treatment in some panel, and so have no fold, and
 * of drugs that are washed out in a model without binding times. */
void pl_compare_warnings(const struct pl_comparison *comparison,
                         struct pl_diags *diags);

#endif
