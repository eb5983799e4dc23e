/*
 * timecourse_bands.h - one treatment in every member of an ensemble: medians and bands over
 * time.
 *
 * A member's numbers are those of the single run (timecourse.h) with its parameters, to
 * the bit. Folds are of a member's own untreated level; so the median fold is not the
 * fold of the median.
 */
#ifndef PL_STUDY_TIMECOURSE_BANDS_H
#define PL_STUDY_TIMECOURSE_BANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "study/arms.h"
#include "study/ensemble.h"
#include "study/output_times.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_text;
struct pl_treatment;

struct pl_bands_options {
    struct pl_timecourse_options run;   /* sim.time_limit is for all members together */
    const struct pl_ensemble *ensemble; /* not NULL; borrowed until pl_bands_finish */
    const double *more; /* [model time] times beside grid and marks at which `median` is
                           exact; ascending, 0 to duration, shape (n_more) */
    size_t n_more;
    size_t n_threads; /* 0 for all processors */
};

/** Which way the members go, as shares of the weight of those that have a fold. */
struct pl_agreement {
    double above;        /* a fold of more than 1 */
    double rises, falls; /* one of PL_RISE_FROM or more, of PL_FALL_FROM or less */
};

/** Zero it before the first use; pl_bands_finish frees what is in it. */
struct pl_bands {
    const struct pl_ensemble *ensemble;
    size_t n_ran;     /* members that did not fail */
    bool is_weighted; /* their weights differ */

    /* Medians as a run: of folds, with 1 for untreated (0 where no member has a fold),
     * when it is treated, else of levels. Its times are the grid and the further ones. */
    struct pl_timecourse median;
    struct pl_band *bands;      /* of the same, shape (median.n_times, n_readouts) */
    struct pl_band *untreated;  /* of levels, shape (n_readouts) */
    struct pl_band *mark_bands; /* as bands, shape (n_marks, n_readouts) */
    struct pl_agreement
        *agreement; /* shape (n_marks, n_readouts); NULL in a run without
                                       treatment */

    struct pl_arms arms; /* each member at all times: one arm */
    struct pl_output_times times;
};

/**
 * Run every member.
 *
 * @param bands  filled; empty after an error
 * @return PL_OK; any error of pl_timecourse_run's options and of pl_arms_run, which warns
 *         of members that fail; PL_ERR_STEP when time_limit is reached
 */
PL_MUST_USE enum pl_status pl_bands_run(const struct pl_context *context,
                                        const struct pl_treatment *treatment,
                                        const struct pl_bands_options *options,
                                        struct pl_diags *diags, struct pl_bands *bands);

void pl_bands_finish(struct pl_bands *bands);

/**
 * A member as a run of its own, at all times of bands->times; without marks of its own.
 * It borrows everything and is not finished.
 */
struct pl_timecourse pl_bands_member(const struct pl_bands *bands, size_t member);

/** What a row of pl_bands_frame is. */
struct pl_bands_form {
    bool members;   /* a row for each member and time, in place of bands over them */
    bool long_form; /* one row for each readout, too */
};

/**
 * The result as a table, at the times of the grid: `time_h` (or `time`), then for each
 * readout under its name without `readout_` NAME_median, NAME_p05, NAME_p95 and, in a
 * treated run, NAME_fold_median, …. Long: time, readout, median, p05, p95[, fold_median,
 * …].
 *
 * By members: `member`, its `weight` if they differ, then as pl_timecourse_frame. NaN for
 * a member that failed.
 */
PL_MUST_USE enum pl_status pl_bands_frame(const struct pl_context *context,
                                          const struct pl_bands *bands,
                                          struct pl_bands_form form,
                                          struct pl_diags *diags,
                                          struct pl_frame **out);

/**
 * The table that a person reads, as pl_summary_table has it, of medians; below each row
 * one with the bands, "1.10–2.40".
 * @param n_rows  the first n_rows readouts
 */
PL_MUST_USE enum pl_status pl_bands_table(const struct pl_context *context,
                                          const struct pl_bands *bands, size_t n_rows,
                                          struct pl_diags *diags,
                                          struct pl_frame **out);

/**
 * The sentence of pl_summary_sentence on medians, each with its band: "Akt pS473 rises
 * 1.6-fold (1.1 to 2.4 over 200 sets) by 24 h." Of a readout of which less than
 * PL_DECIDED_FROM of the weight go the way of the median (up or down, or by not more than
 * 10 % either way) it says that this is not decided.
 */
void pl_bands_sentence(const struct pl_context *context, const struct pl_bands *bands,
                       struct pl_text *text);

/** As pl_summary_warnings; the start is looked at in each member. */
void pl_bands_warnings(const struct pl_context *context,
                       const struct pl_treatment *treatment,
                       const struct pl_bands *bands, struct pl_diags *diags);

#endif
