/*
 * engine_trial.h - trial steps outside of a sweep: lanes that stand a tenth of the way
 * through theirs, for timing what a trial is made of.
 */
#ifndef PL_BENCH_ENGINE_TRIAL_H
#define PL_BENCH_ENGINE_TRIAL_H

#include "base/status.h"
#include "solve/lane_pace.h"
#include "solve/rodas.h"

struct engine;
struct pl_kernels;

struct engine_trial {
    struct pl_kernels *kernels; /* as many lanes as the processor has */
    double *frame;
    void *frame_block;
    struct pl_rodas rodas;
    double *rtol;             /* shape (lanes) */
    double *atol;             /* shape (n_states, lanes) */
    double *norm;             /* shape (lanes) */
    double *all;              /* shape (lanes): 1, every lane is taken on */
    struct pl_lane_pace pace; /* its t and h are not those of the trial, which stay */
    void *rows_block;
};

/**
 * Lanes at doses from lo to hi, a part of the way through their run; a trial was made.
 * @param trial  filled; to be finished with engine_trial_finish also after an error
 */
PL_MUST_USE enum pl_status engine_trial_init(struct engine_trial *trial,
                                             const struct engine *engine);
/** Accepts one that is all zero. */
void engine_trial_finish(struct engine_trial *trial);

/** The rows of the frame from a slot on. */
double *engine_trial_rows(const struct engine_trial *trial, size_t slot);

#endif
