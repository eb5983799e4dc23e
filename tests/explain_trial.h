/*
 * explain_trial.h - folds that are taken apart, for tests: from texts.
 */
#ifndef PL_TESTS_EXPLAIN_TRIAL_H
#define PL_TESTS_EXPLAIN_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/explain.h"
#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

/** The most of each that a test has. */
#define EXPLAIN_MOST_TIMES 4
#define EXPLAIN_MOST_NAMES 24

/**
 * Two loops that the drug sets off at once, and what it does without them. R goes to its
 * target at rate d, from 1, with e = 0.3, a = 0.8, b = 0.25, c = 1.5, d = 0.05:
 *
 *     target = (1 - e) (1 + a lifted_A + b lifted_B + c lifted_A lifted_B)
 *     R(t) = target + (1 - target) exp(-d t)
 *
 * where a loop (A_R, B_R) is lifted while it is intact and inhibit_X is 1.
 */
extern const char explain_two_loops[];

/** Times to look at it. */
enum { EXPLAIN_N_TIMES = 3 };
extern const double explain_two_times[EXPLAIN_N_TIMES];

/** ln of the fold of R with these loops intact. */
double explain_two_log(bool a, bool b, double time);

struct explain_trial {
    const struct pl_context *context;
    struct pl_diags *diags;
    struct pl_treatment *treatment, *against;
    struct pl_ensemble *ensemble;
    double times[EXPLAIN_MOST_TIMES];
    const char *edges[EXPLAIN_MOST_NAMES], *groups[EXPLAIN_MOST_NAMES];
    struct pl_explain_options options; /* may be changed before it runs */
    struct pl_explain explain;
};

/**
 * @param words    as pl_treatment_add_list: "drug everolimus=20nM"
 * @param readout  as a user types it; NULL for the first one
 * @param times    [model time] shape (n_times); the last is the duration
 */
void explain_trial_init(struct explain_trial *trial, const struct pl_context *context,
                        const char *words, const char *readout, const double *times,
                        size_t n_times);
void explain_trial_finish(struct explain_trial *trial);

void explain_trial_add_edge(struct explain_trial *trial, const char *name);
void explain_trial_add_group(struct explain_trial *trial, const char *text);
void explain_trial_set_against(struct explain_trial *trial, const char *words);
/** The parameter sets of a file. */
void explain_trial_set_ensemble(struct explain_trial *trial, const char *path);

/** Run. May be called again. */
PL_MUST_USE enum pl_status explain_trial_run(struct explain_trial *trial);
/** Run; the test ends when that does not go well and without a word. */
void explain_trial_run_well(struct explain_trial *trial);

/** The loop of that name; ends the test when there is none. */
size_t explain_trial_loop(const struct explain_trial *trial, const char *name);

/** ln of the factor of a loop, of "rest", or of "fold", of a member at a time. */
double explain_trial_log(const struct explain_trial *trial, size_t member,
                         const char *part, size_t time);

/** In every member, at every time, the factors multiply to the fold: 1e-12 in ln. */
void explain_trial_expect_product(const struct explain_trial *trial);

#endif
