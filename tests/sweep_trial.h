/*
 * sweep_trial.h - sweeps for tests: from texts, with their rows in memory, and the single
 * run of each point to hold them against.
 */
#ifndef PL_TESTS_SWEEP_TRIAL_H
#define PL_TESTS_SWEEP_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "study/measure.h"
#include "study/sweep.h"

struct pl_context;
struct pl_design;
struct pl_diags;
struct pl_treatment;

/** The most of each that a test has. */
#define SWEEP_MOST_MEASURES 24
#define SWEEP_MOST_FACTORS 8

/** Sanitizers make everything several times slower, and take memory of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SWEEP_SANITIZED 1
#else
#define SWEEP_SANITIZED 0
#endif

/** Models that the tests of a program share, and a folder for more. */
struct sweep_models {
    struct pl_context *her2, *relay, *feedback, *cascade;
    char *folder;
};

/** set_up and tear_down of a group whose state is a struct sweep_models. */
int sweep_set_up(void **state);
int sweep_tear_down(void **state);

/** A sweep in texts. What is 0 or NULL has its default. */
struct sweep_case {
    const char *words;  /* what every point gets, as of trial_init; nothing */
    const char *design; /* "grid" */
    const char *vary[SWEEP_MOST_FACTORS + 1]; /* NULL behind the last */
    const char *measures[SWEEP_MOST_MEASURES + 1];
    double duration; /* [model time] */
    enum pl_equilibrate equilibrate;
    const char *method; /* as of pl_sim_options_default, … */
    double rtol;        /* 1e-6 */
    size_t max_steps;   /* … too */
};

/** Of her2-mtor, with everything at once: factors before the rest and behind it, cells, a
 * window, a clamp, a cut, a background and a variant. */
extern const struct sweep_case sweep_mixed;

/** Of relay: points that are done, and that run out of steps on the way to rest or behind
 * it. */
extern const struct sweep_case sweep_failing;

/** What a sweep answered, point by point. */
struct sweep_rows {
    uint64_t first, n;
    size_t n_values;
    double *values;       /* shape (n, n_values) */
    char **reasons;       /* shape (n): NULL for a point that did not fail */
    unsigned char *times; /* shape (n): how often `done` was called */
    uint64_t n_done;
};

void sweep_rows_init(struct sweep_rows *rows, uint64_t first, uint64_t n,
                     size_t n_values);
void sweep_rows_finish(struct sweep_rows *rows);

/** Every point was done once. */
void sweep_rows_expect_all(const struct sweep_rows *rows);

/** Points that failed. */
uint64_t sweep_rows_n_failed(const struct sweep_rows *rows);

/** The value of a point that is in the rows. */
double sweep_rows_value(const struct sweep_rows *rows, uint64_t k, size_t measure);

/** All points that both have are the same, to the bit and to the letter. */
#define sweep_rows_expect_same(got, want) \
    sweep_rows_test_same((got), (want), __FILE__, __LINE__)
void sweep_rows_test_same(const struct sweep_rows *got, const struct sweep_rows *want,
                          const char *file, int line);

struct sweep_trial {
    const struct pl_context *context;
    const struct sweep_case *what; /* borrowed */
    struct pl_diags *diags;
    struct pl_treatment *treatment;
    struct pl_design *design;
    uint64_t n_points;
    struct pl_measure measures[SWEEP_MOST_MEASURES];
    size_t n_measures;
    struct pl_sweep_options options; /* may be changed before sweep_trial_create */
    struct pl_sweep *sweep;
};

/** Everything but the sweep itself, for one thread. The test ends when a text is wrong. */
void sweep_trial_init(struct sweep_trial *trial, const struct pl_context *context,
                      const struct sweep_case *what);
void sweep_trial_finish(struct sweep_trial *trial);

/** The sweep, in the place of an earlier one. Ends the test when that does not work. */
void sweep_trial_create(struct sweep_trial *trial);

/** What a run is to do besides collecting rows. What is 0 or NULL is not done. */
struct sweep_run_with {
    const struct sweep_rows *skip; /* points that are in them already */
    long nap;                      /* [ns] for each point, before it is taken */
    uint64_t refuse_after;         /* `done` answers PL_ERR_IO at the so many-th call */
    bool interrupt;                /* `watch` ends the sweep when a point is done */
    bool watch;
};

/**
 * Run points rows->first … into the rows. Ends the test when `done` or `watch` is called
 * where it must not be. May be called again.
 */
PL_MUST_USE enum pl_status sweep_trial_run(struct sweep_trial *trial,
                                           const struct sweep_run_with *with,
                                           struct sweep_rows *rows);

/** All points, on so many threads, in a sweep of their own: PL_OK, without a word. */
void sweep_trial_run_all(struct sweep_trial *trial, size_t n_threads,
                         struct sweep_rows *rows);

/**
 * Every point is what its single run gives: pl_timecourse_run with the factors as
 * treatment (values and folds; the reason of a point that fails), to the bit.
 */
void sweep_trial_expect_single(const struct sweep_trial *trial,
                               const struct sweep_rows *rows);

/** A sweep that was worked out on one thread. */
struct sweep_done {
    struct pl_context *context; /* of its own; NULL for a model of others */
    struct sweep_trial trial;
    struct sweep_rows rows;
};

void sweep_done_init(struct sweep_done *done, const struct pl_context *context,
                     const struct sweep_case *what);
/** The same for a model that is a text, written into a folder. It may have warnings. */
void sweep_done_init_text(struct sweep_done *done, const char *folder, const char *text,
                          const struct sweep_case *what);
void sweep_done_finish(struct sweep_done *done);

/** Value f of point k of the design, and what measure m gave there. */
double sweep_done_factor(const struct sweep_done *done, uint64_t k, size_t f);
double sweep_done_value(const struct sweep_done *done, uint64_t k, size_t m);

/** The bits of a number. */
uint64_t sweep_bits(double value);

#endif
