/*
 * two_drugs.h - two drugs of a model together: a checkerboard of runs, scored.
 */
#ifndef PL_ANALYSIS_TWO_DRUGS_H
#define PL_ANALYSIS_TWO_DRUGS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/synergy.h"
#include "base/status.h"
#include "study/arms.h"

struct pl_asked;
struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_measure;
struct pl_text;
struct pl_treatment;

/** What of a readout is an effect; without either drug it is v0. */
enum pl_effect_kind {
    PL_EFFECT_LOSS,   /* 1 - v / v0: of a fold that begins at 1, 1 - fold */
    PL_EFFECT_GAIN,   /* v / v0 - 1 */
    PL_EFFECT_READOUT /* v as it is */
};

struct pl_two_drugs_options {
    struct pl_arms_options run;      /* symbols and times are not read */
    const struct pl_treatment *base; /* what every run has; borrowed */
    size_t drugs[2];                 /* symbols; the same one twice is a trial of the
                                            models: it gets the sum of both doses */
    const double *doses[2];          /* [nM] shape (n[i]): 0, then ascending */
    size_t n[2];
    const struct pl_measure *measure; /* borrowed */
    enum pl_effect_kind effect;
};

/** Zero it before the first use; pl_two_drugs_finish frees what is in it. */
struct pl_two_drugs {
    const struct pl_context *context; /* borrowed, as is all that the options borrow */
    struct pl_two_drugs_options options;
    size_t n_members;
    double
        *values; /* shape (n[0], n[1], n_members): the measure as people are told it */
    double *effects; /* likewise */
    double *nothing; /* shape (n_members): v0 */
    struct pl_checkerboard board;
    struct pl_synergy synergy;
    size_t n_runs, n_failed;
    char *failure; /* the first that failed and why (samples.h); NULL for none */
    const char *method;
};

/**
 * Run and score.
 * @param out  must stay where it is; empty after an error
 * @return PL_OK; PL_ERR_OPTION where the readout is 0 without the drugs, so that there
 *         is no fold; as pl_samples_run; as pl_synergy_run
 */
PL_MUST_USE enum pl_status pl_two_drugs_run(const struct pl_context *context,
                                            const struct pl_two_drugs_options *options,
                                            struct pl_diags *diags,
                                            struct pl_two_drugs *out);

void pl_two_drugs_finish(struct pl_two_drugs *two);

/** Effects of any two doses (points), in every member (outputs). Borrows `two`. */
struct pl_asked pl_two_drugs_asked(struct pl_two_drugs *two);

/** Warn of runs that failed, if any. */
void pl_two_drugs_warn(const struct pl_two_drugs *two, struct pl_diags *diags);

/** Median and band, by weight, of a number of a combination over the members. */
struct pl_band pl_two_drugs_band(const struct pl_two_drugs *two,
                                 enum pl_synergy_kind kind, size_t first,
                                 size_t second);

/**
 * Every combination of several boards of the same two drugs: cell, variant, readout, a
 * column for each drug's dose (NAME_nM), the value, effect, hsa, bliss, loewe, loewe_way,
 * zip, loewe_fitted, ci, ci_median_effect; of an ensemble numbers have _median, _p05,
 * _p95.
 * @param boards  shape (n), n > 0
 */
PL_MUST_USE enum pl_status pl_two_drugs_frame(const struct pl_two_drugs *const *boards,
                                              size_t n, struct pl_diags *diags,
                                              struct pl_frame **out);

/**
 * The summary scores, a row for each board and model: cell, variant, readout, model,
 * mean, area (the most synergistic one), and where it lies: NAME_from_nM, NAME_to_nM of
 * each drug.
 */
PL_MUST_USE enum pl_status
pl_two_drugs_scores_frame(const struct pl_two_drugs *const *boards, size_t n,
                          struct pl_diags *diags, struct pl_frame **out);

/** Summary scores for people: texts "model", "mean", "best", "where".
 * @param is_narrow  bands of an ensemble stand in rows of their own, below */
PL_MUST_USE enum pl_status pl_two_drugs_scores_table(const struct pl_two_drugs *two,
                                                     bool is_narrow,
                                                     struct pl_diags *diags,
                                                     struct pl_frame **out);

/** One number of the board for people: doses of the first drug down, of the second
 * across, in per cent (an index as it is). */
PL_MUST_USE enum pl_status pl_two_drugs_table(const struct pl_two_drugs *two,
                                              enum pl_synergy_kind kind,
                                              struct pl_diags *diags,
                                              struct pl_frame **out);

/** What became of it, in sentences. */
void pl_two_drugs_sentence(const struct pl_two_drugs *two, struct pl_text *text);

/** Append a drug's name. @param drug  0 or 1 */
void pl_two_drugs_put_drug(const struct pl_two_drugs *two, size_t drug,
                           struct pl_text *text);

/** Append a dose with three digits. */
void pl_two_drugs_put_dose(double nanomolar, struct pl_text *text);

/** Append a share as per cent, with its sign: "+3.1 %"; "0.0 %". */
void pl_two_drugs_put_share(double share, struct pl_text *text);

#endif
