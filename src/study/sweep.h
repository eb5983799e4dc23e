/*
 * sweep.h - one model at many points, on all lanes and threads: those of a design, each
 * in the arms of a comparison and in the members of an ensemble.
 *
 * A point's numbers depend on nothing but the point: not on threads, order, shard or
 * neighbours; they are those of a single run (timecourse.h) to the bit.
 */
#ifndef PL_STUDY_SWEEP_H
#define PL_STUDY_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "solve/sim.h"
#include "study/timecourse.h"

struct pl_arm;
struct pl_context;
struct pl_design;
struct pl_diags;
struct pl_ensemble;
struct pl_measure;
struct pl_sweep;
struct pl_treatment;

struct pl_sweep_options {
    struct pl_sim_options sim; /* max_steps is for each point; time_limit and stop are
                                  not used */
    double duration;           /* [model time] > 0 */
    enum pl_equilibrate equilibrate;
    const struct pl_measure *measures; /* shape (n_measures), borrowed */
    size_t n_measures;                 /* > 0 */
    size_t n_threads;                  /* 1 to PL_POOL_MAX_THREADS */
    /* Each point of the design in several arms, each of these in every member of an
     * ensemble. Point ((k * n_members) + member) * n_arms + arm is point k in one. */
    const struct pl_arm
        *arms; /* shape (n_arms), borrowed; n_arms 0: one, the treatment */
    size_t n_arms;
    const struct pl_ensemble *ensemble; /* NULL: the model's own values */
    /* Shape (points of the design), borrowed: the one member that each point is run in,
     * as if the ensemble had no other. A factor may then be a column of the ensemble
     * too, and stands above it. NULL: each point in every member */
    const size_t *members;
};

/** Who wants the points done, and what becomes of them. */
struct pl_sweep_work {
    void *context;
    uint64_t first, n; /* points first … first + n - 1 */
    /** True for a point that need not be done (again). May be NULL. Any thread. */
    bool (*skip)(void *context, uint64_t k);
    /**
     * A point is done. Never two at once, in no order.
     * @param values  shape (n_measures)
     * @param reason  why it failed; NULL when it did not. `values` are NaN then
     * @return PL_OK; another status ends the sweep with it
     */
    enum pl_status (*done)(void *context, uint64_t k, const double *values,
                           const char *reason, struct pl_diags *diags);
    /** Called about ten times a second on the caller's thread, and at the end; true ends
     * the sweep. Never while `done` runs. May be NULL. */
    bool (*watch)(void *context, uint64_t n_done);
};

/**
 * @param treatment  what every point gets besides its factors; a name that is in both is
 *                   an error. Not read where there are arms
 * @param design     borrowed, as are context and treatment; NULL: nothing varies
 * @return PL_OK; PL_ERR_OPTION as pl_timecourse_run, for a factor that the treatment or
 *         the ensemble sets too, and for more runs than PL_DESIGN_MAX_POINTS;
 *         PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status
pl_sweep_create(const struct pl_context *context, const struct pl_treatment *treatment,
                const struct pl_design *design, const struct pl_sweep_options *options,
                struct pl_diags *diags, struct pl_sweep **out);
/** Accepts NULL. */
void pl_sweep_destroy(struct pl_sweep *sweep);

/**
 * Do the points.
 * @return PL_OK when all of them are done; PL_ERR_STOPPED when `watch` said so; what
 *         `done` answered; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_sweep_run(struct pl_sweep *sweep,
                                        const struct pl_sweep_work *work,
                                        struct pl_diags *diags);

/** How its simulations step: as of pl_sim_method_used. */
const char *pl_sweep_method_used(const struct pl_sweep *sweep, const char **why);

/** What ran, for --verbose. */
struct pl_sweep_statistics {
    size_t n_lanes;   /* of a group; 1 for a method that goes through points alone */
    size_t n_groups;  /* threads that worked */
    size_t code_size; /* [byte] of machine code; 0 for the interpreter */
    const char *why_not_native; /* as of pl_kernels */
    uint64_t n_trials;          /* steps that groups tried */
    uint64_t n_steps;           /* … times the lanes that were under way in them */
    uint64_t n_alone;           /* steps that a lane had to take alone; without
                                lanes all of them */
    uint64_t n_rests;           /* rest states that were worked out, or tried */
    uint64_t n_again;           /* points that were run once more, for their message */
};

struct pl_sweep_statistics pl_sweep_get_statistics(const struct pl_sweep *sweep);

#endif
