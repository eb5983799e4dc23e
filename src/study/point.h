/*
 * point.h - one point of a sweep: from its place in the design to its measures (study/
 * only).
 */
#ifndef PL_STUDY_POINT_H
#define PL_STUDY_POINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "compile/kernels.h"
#include "solve/lanes.h"
#include "solve/output.h"
#include "study/follow.h"
#include "study/measure.h"
#include "study/protocol.h"
#include "study/sweep.h"

struct pl_design;
struct pl_ensemble;
struct pl_factor;

/** An arm as all its points have it. */
struct pl_point_arm {
    const struct pl_treatment *treatment;
    struct pl_protocol protocol;
    size_t class; /* arms of one class start from the same inputs */
};

/**
 * What all points have in common. Const once made.
 *
 * Points are numbered as ((point of the design) * n_members + member) * n_arms + arm.
 */
struct pl_point_plan {
    const struct pl_context *context;
    struct pl_point_arm *arms; /* shape (n_arms) */
    size_t n_arms;
    size_t n_classes;
    double *inputs; /* shape (n_classes, n_inputs): without factors and members */
    const struct pl_ensemble *ensemble; /* borrowed; may be NULL */
    const size_t *members;           /* as in pl_sweep_options: n_members is 1 then */
    size_t n_members;                /* that each point of the design is run in */
    const struct pl_design *design;  /* NULL: nothing varies, one point */
    uint64_t n_design;               /* its points */
    const struct pl_factor *factors; /* shape (n_factors), the design's */
    size_t n_factors;
    size_t n_keys; /* what tells one rest from another: class, member, and factors that
                      act before the rest */
    bool rests;    /* some arm begins at rest */
    double duration; /* [model time] */
    const struct pl_measure *measures;
    size_t n_measures;
    struct pl_sim_options sim; /* by a method that is not "auto" */
    const char *why_method;    /* why "auto" is that one; NULL when it was named */
    size_t *symbols;           /* shape (n_symbols): those of the measures, each once */
    size_t n_symbols;
    size_t *column; /* shape (n_measures): index into symbols */
    double *times;  /* [model time], shape (n_times), ascending: outputs */
    size_t n_times;
    size_t *when; /* shape (n_measures): index into times; PL_NONE: the end */
    double *cuts; /* [model time], shape (n_cuts), ascending */
    size_t n_cuts;
    struct pl_follow_plan follow;
    struct pl_selection selection; /* for one lane: the symbols, and what `follow` wants
                                      behind them */
};

/** @param plan  filled; to be finished with pl_point_plan_finish also after an error */
PL_MUST_USE enum pl_status
pl_point_plan_init(struct pl_point_plan *plan, const struct pl_context *context,
                   const struct pl_treatment *treatment, const struct pl_design *design,
                   const struct pl_sweep_options *options, struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_point_plan_finish(struct pl_point_plan *plan);

/** One point on its way; used again for the next. */
struct pl_point {
    const struct pl_point_plan *plan;
    uint64_t k;
    const struct pl_point_arm *arm;
    size_t member;
    bool busy;
    bool resting;              /* its newest leg leads to rest */
    bool noted;                /* `untreated` is known */
    double *factors;           /* shape (n_factors): values */
    double *keys;              /* shape (n_keys) */
    double *inputs;            /* shape (n_inputs) */
    double *state;             /* shape (n_states): room for a rest state */
    struct pl_assignment *own; /* shape (n_factors): those that act at 0 */
    size_t n_own;
    struct pl_passage passage;
    struct pl_output output;
    double *untreated; /* shape (selection.n) */
    double *largest;   /* shape (n_symbols): the largest |value| seen on the way */
    double *at_times;  /* shape (n_times, n_symbols) */
    double *at_end;    /* shape (selection.n) */
    double *nodes;     /* shape (PL_OUTPUT_NODES, selection.n) */
    struct pl_follow follow;
    double *results; /* shape (n_measures) */
};

PL_MUST_USE enum pl_status pl_point_init(struct pl_point *point,
                                         const struct pl_point_plan *plan,
                                         struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_point_finish(struct pl_point *point);

/** Start point k of the design in a simulation. @return as pl_sim_start */
PL_MUST_USE enum pl_status pl_point_begin(struct pl_point *point, uint64_t k,
                                          struct pl_sim *sim, struct pl_diags *diags);

/** Its next leg, with the point's output. @return as pl_passage_next */
PL_MUST_USE enum pl_status pl_point_next(struct pl_point *point, struct pl_sim *sim,
                                         struct pl_leg *leg, struct pl_diags *diags);

/** At the end of the run: work out `results`. */
void pl_point_finish_run(struct pl_point *point, struct pl_sim *sim);

/** The results of a point that failed. */
void pl_point_fill_nan(struct pl_point *point);

/** The whole way of the point's present k in a simulation, for its messages. */
PL_MUST_USE enum pl_status
pl_point_run_alone(struct pl_point *point, struct pl_sim *sim, struct pl_diags *diags);

#endif
