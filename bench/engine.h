/*
 * engine.h - what the works of the bench's engine share.
 *
 * The interface is in README.md, "What the engine prints". Units are the model's own.
 */
#ifndef PL_BENCH_ENGINE_H
#define PL_BENCH_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "compile/kernels.h"
#include "solve/sim.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

/** One call of the program. */
struct engine {
    const char *path; /* of the model */
    const char *drug;
    double dose, lo, hi;
    const char *other; /* a drug beside it; NULL without */
    double other_lo, other_hi;
    uint64_t n;
    const char *constant; /* NULL without */
    size_t constants;     /* how many vary together */
    bool rest;
    double duration, rtol;
    size_t threads, repeat;
    const char *outputs; /* NULL: the readouts */
    enum pl_kernel_choice kernel;
    const char *values; /* NULL without */
    bool full;

    struct pl_diags *diags;
    struct pl_context *context; /* NULL for `load` */
    size_t drug_symbol;         /* PL_NONE without a drug */
    size_t *symbols;            /* shape (n_symbols): the outputs */
    size_t n_symbols;
    double wall, processor; /* [s] of what engine_stop has timed */
};

/* engine.c */

/** Load the model and choose the kernel. */
PL_MUST_USE enum pl_status engine_load(struct engine *engine);

/** The symbol of that name. @return PL_ERR_NAME when there is none */
PL_MUST_USE enum pl_status engine_find(const struct engine *engine, const char *name,
                                       size_t *symbol);

/** @return PL_ERR_OPTION when no drug is given */
PL_MUST_USE enum pl_status engine_need_drug(const struct engine *engine);

/** Tolerances and limits of every simulation. */
struct pl_sim_options engine_options(const struct engine *engine);

/** A sample. @param name  without blanks */
void engine_print(const char *name, double value, const char *unit);

/** The file that `values` names, if any. @param rows  shape (n_rows, n_symbols) */
PL_MUST_USE enum pl_status engine_write(const struct engine *engine, const double *rows,
                                        size_t n_rows);

/** The same of one column, the first output. @param numbers  shape (n_rows) */
PL_MUST_USE enum pl_status engine_write_numbers(const struct engine *engine,
                                                const double *numbers, size_t n_rows);

/** A new folder for files that nobody keeps.
 * @param folder  receives its path, to be freed */
PL_MUST_USE enum pl_status engine_make_folder(const struct engine *engine,
                                              char **folder);

/** A moment, by both clocks of the process. */
struct engine_moment {
    double wall, processor; /* [s] */
};

struct engine_moment engine_start(void);

/** Count what has passed. @return [s] of the wall clock */
double engine_stop(struct engine *engine, struct engine_moment start);

/** [s] of the processor that this thread has used. */
double engine_thread_time(void);

/** The middle one of n > 0 numbers, which are sorted. */
double engine_median(double *numbers, size_t n);

/* The works. */

/** engine_run.c: one simulation to so many outputs. */
PL_MUST_USE enum pl_status engine_run(struct engine *engine, const char *work,
                                      size_t n_outputs);

/**
 * engine_run.c: a simulation that was just started goes to where runs begin: at rest,
 * as an earlier one came to it, then the drug.
 *
 * @param rest   shape (n_states), of engine_rest; NULL: from the file's values
 */
PL_MUST_USE enum pl_status engine_set_out(const struct engine *engine,
                                          struct pl_sim *sim, double dose,
                                          const double *rest, size_t steps);

/**
 * engine_run.c: start a simulation and bring it to rest.
 * @param rest   receives an array of shape (n_states), to be freed; NULL with rest=0
 * @param steps  receives how many it took
 */
PL_MUST_USE enum pl_status engine_rest(const struct engine *engine, struct pl_sim *sim,
                                       const double *inputs, double **rest,
                                       size_t *steps);

/** What a sweep has cost. */
struct engine_cost {
    double seconds;
    uint64_t n_points, n_trials, n_steps;
    size_t n_lanes;
};

/** engine_sweep.c */
PL_MUST_USE enum pl_status engine_sweep(struct engine *engine, const char *work,
                                        bool rest_each);
PL_MUST_USE enum pl_status engine_sweep_cost(struct engine *engine,
                                             struct engine_cost *cost);
PL_MUST_USE enum pl_status engine_memory(struct engine *engine);

/** engine_ensemble.c */
PL_MUST_USE enum pl_status engine_ensemble(struct engine *engine);

/** engine_ensemble.c: the drug, from time 0 on. */
PL_MUST_USE enum pl_status engine_make_treatment(const struct engine *engine,
                                                 struct pl_treatment **treatment);

/** engine_explain.c. @param exact  every combination of the model's first n edges */
PL_MUST_USE enum pl_status engine_explain(struct engine *engine, bool exact);

/** engine_questions.c: every dose of the drug with every dose of the other, scored. */
PL_MUST_USE enum pl_status engine_checkerboard(struct engine *engine);

/** engine_questions.c: which of `constants` constants the first output depends on. */
PL_MUST_USE enum pl_status engine_sobol(struct engine *engine);

/** engine_shares.c */
PL_MUST_USE enum pl_status engine_shares(struct engine *engine);

/** engine_compiled.c */
PL_MUST_USE enum pl_status engine_compare_compiled(struct engine *engine);

#endif
