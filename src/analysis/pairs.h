/*
 * pairs.h - every pair of treatments, ranked by a measure, within limits.
 *
 * Each pair is run, and each treatment alone beside it; in one or several panels
 * (compare.h), each ranked by itself. Of an ensemble the ranks are those of the
 * medians.
 */
#ifndef PL_ANALYSIS_PAIRS_H
#define PL_ANALYSIS_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "study/arms.h"
#include "study/ensemble.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_limit;
struct pl_measure;
struct pl_text;
struct pl_therapies;
struct pl_treatment;

struct pl_pairs_options {
    struct pl_arms_options run;               /* symbols and times are not read */
    const struct pl_treatment *const *panels; /* shape (n_panels), borrowed */
    size_t n_panels;                          /* > 0 */
    const struct pl_therapies *therapies;     /* borrowed: two or more */
    const struct pl_measure *rank;            /* borrowed */
    bool highest_first;                       /* else the lowest */
    const struct pl_limit *limits;            /* shape (n_limits), borrowed */
    size_t n_limits;
};

/** Two therapies. */
struct pl_pair {
    size_t first, second;
};

/** What was read off one arm, a pair or a therapy alone. */
struct pl_pair_result {
    struct pl_band value; /* as people are told it: pl_measure_told */
    struct pl_band fold;  /* over the untreated one; of auc over the untreated area, of
                             time-to-max NaN */
    bool is_kept;         /* the medians keep to every limit */
    size_t n_broken;      /* limits whose bounds the medians break */
    double kept;          /* [-] of the weight, that keeps to every limit */
    double first;         /* [-] of the weight, in which it ranks first of those kept */
};

/** Zero it before the first use; pl_pairs_finish frees what is in it. */
struct pl_pairs {
    const struct pl_context *context; /* borrowed, as is all that the options borrow */
    struct pl_pairs_options options;
    size_t n_therapies, n_pairs;
    size_t n_clashes;      /* pairs that cannot be given together: both set one input */
    struct pl_pair *pairs; /* shape (n_pairs) */
    struct pl_pair_result *results; /* shape (n_panels, n_therapies + n_pairs) */
    struct pl_band
        *measures;  /* shape (n_panels, n_therapies + n_pairs, n_limits): of the
                                 limits, in the model's units */
    size_t *order;  /* shape (n_panels, n_pairs): those that keep to the limits by rank,
                      then the others by rank, then those without a number */
    size_t *n_kept; /* shape (n_panels) */
    const char *method;
};

/**
 * @return PL_OK; PL_ERR_OPTION for fewer than two treatments, or none that can be given
 *         together; as pl_therapy_treatment and pl_arms_measure. `out` is empty after
 *         an error
 */
PL_MUST_USE enum pl_status pl_pairs_run(const struct pl_context *context,
                                        const struct pl_pairs_options *options,
                                        struct pl_diags *diags, struct pl_pairs *out);

void pl_pairs_finish(struct pl_pairs *pairs);

/** The result of a therapy alone, and of a pair. */
const struct pl_pair_result *pl_pairs_alone(const struct pl_pairs *pairs, size_t panel,
                                            size_t therapy);
const struct pl_pair_result *pl_pairs_both(const struct pl_pairs *pairs, size_t panel,
                                           size_t pair);

/** Of the two therapies of a pair the one whose value ranks before the other's. */
size_t pl_pairs_better(const struct pl_pairs *pairs, size_t panel, size_t pair);

/** What a table of them has, each with all that is above it. */
enum pl_pairs_detail {
    PL_PAIRS_BRIEF,   /* values, limits, of an ensemble how often a pair ranks first */
    PL_PAIRS_MEDIANS, /* both alone */
    PL_PAIRS_WHOLE    /* bands of an ensemble */
};

/**
 * The first pairs of a panel: text columns "rank", "pair", "value", "fold" (unless that
 * is the value), "first_alone", "second_alone", one for each limit, and of an ensemble
 * "first_in", the weight in which the pair ranks first.
 * @param most  rows
 */
PL_MUST_USE enum pl_status pl_pairs_table(const struct pl_pairs *pairs, size_t panel,
                                          size_t most, enum pl_pairs_detail detail,
                                          struct pl_diags *diags,
                                          struct pl_frame **out);

/**
 * Every pair in every panel, by rank: cell, variant, rank (empty for what breaks a
 * limit), first, second, class_first, class_second, value, fold, value_first,
 * value_second, best_single; each limit's measure under its name; breaks (the limits,
 * "; " between them). Of an ensemble value, fold and the single values have _median,
 * _p05, _p95, and there are kept and ranks_first, shares of the weight.
 */
PL_MUST_USE enum pl_status pl_pairs_frame(const struct pl_pairs *pairs,
                                          struct pl_diags *diags,
                                          struct pl_frame **out);

/**
 * Which pair ranks first, what it gains over its better half, and what the limits cost;
 * "not decided" where rival parameter sets (variants, an ensemble) do not agree.
 */
void pl_pairs_sentence(const struct pl_pairs *pairs, struct pl_text *text);

/** Append "everolimus 20 nM + MK-2206 1 uM". */
void pl_pairs_put_name(const struct pl_pairs *pairs, size_t pair, struct pl_text *text);

/** Append a measure in words: "Akt activity at 24 h", "largest Akt activity to 24
 * h". */
void pl_pairs_put_measure(const struct pl_context *context,
                          const struct pl_measure *measure, struct pl_text *text);

/** Append a value of a measure, as the table has it. */
void pl_pairs_put_value(const struct pl_measure *measure, double value,
                        struct pl_text *text);

/** Append the limits that the medians of an arm break, "; " between them. */
void pl_pairs_put_broken(const struct pl_pairs *pairs, size_t panel, size_t arm,
                         struct pl_text *text);

#endif
