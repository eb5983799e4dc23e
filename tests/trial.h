/*
 * trial.h - runs for tests: a treatment as on a command line, run in one call.
 */
#ifndef PL_TESTS_TRIAL_H
#define PL_TESTS_TRIAL_H

#include <stddef.h>

#include "base/status.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

/** Load a model; the test ends when there is anything to say about it. */
struct pl_context *trial_load(const char *path);

/** The same for a model of the sources ("models/relay.ant"). */
struct pl_context *trial_load_source(const char *relative);

/** The same for a text, through a file model.ant in a folder. */
struct pl_context *trial_load_text(const char *folder, const char *text);

/** A run with everything that belongs to it. */
struct trial {
    const struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_timecourse_options options;
    size_t *readouts;
    struct pl_timecourse course;
    struct pl_diags *diags;
};

/**
 * A tight run (rtol 1e-9) with two output times; change `options` before it runs.
 *
 * @param words     as on a command line: "--inhibit mTORC1 --set IGF=30@0h", one blank
 *                  between words; "--background set,IGF=0" has a comma for its blank
 * @param readouts  shape (n_readouts), as pl_context_readouts
 */
void trial_init(struct trial *trial, const struct pl_context *context,
                const char *words, double duration, const char *const *readouts,
                size_t n_readouts);
void trial_finish(struct trial *trial);

/** Add to the treatment; the test ends when a word is wrong. */
void trial_add(struct trial *trial, const char *words);

PL_MUST_USE enum pl_status trial_run(struct trial *trial);

/** Run; the test ends when that does not go well and without a word. */
void trial_run_well(struct trial *trial);

/** Marks and readouts of a result made by hand. */
#define MADE_MARKS 4
#define MADE_READOUTS 4

/** A treated run of 48 h of models/negative-feedback.ant, made by hand: readouts kinase
 * A and B, substrate, receptor; untreated levels 0.25, 0.5, 0.5, 0.2. */
struct made_course {
    struct pl_timecourse course;
    size_t *readouts; /* to be freed with free() */
    double untreated[MADE_READOUTS];
    double largest[MADE_READOUTS];
    double times[2];
    double grid[2 * MADE_READOUTS]; /* as untreated, until a test says otherwise */
    double marks[MADE_MARKS];       /* 1, 6, 24 and 48 h */
    double values[MADE_MARKS * MADE_READOUTS];
};

void made_init(struct made_course *made, const struct pl_context *context,
               const double folds[MADE_READOUTS][MADE_MARKS]);

/** Value and fold of a readout at the k-th output. */
double trial_value(const struct trial *trial, size_t k, size_t readout);
double trial_fold(const struct trial *trial, size_t k, size_t readout);

#endif
