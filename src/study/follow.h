/*
 * follow.h - the measures that need the whole way of a run: pieces become tallies
 * (study/ only).
 *
 * A readout that is linear in the states and in time is a quartic along every piece,
 * and its tally is taken from that. Of any other, extremes are values that its formula
 * has:
 *
 *   - where the formula goes to another branch (branches.h) the piece is cut, as closely
 *     as times can be, and both sides are seen;
 *   - where it is curved, or what decides on a branch is, one more value is held against
 *     the quartic through the nodes, and pieces on which that is off by more than the
 *     tolerance, and by more than its root beside the values there, are halved: the rule
 *     of the integral, of a much higher degree, is then right to the tolerance;
 *   - where the quartic turns beyond what was seen, the value there is the formula's; if
 *     the quartic was off by more than the tolerance the piece is halved.
 *
 * What a smooth formula does between two nodes and undoes before the next is not seen.
 */
#ifndef PL_STUDY_FOLLOW_H
#define PL_STUDY_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/output.h"
#include "study/branches.h"
#include "study/crossing.h"
#include "study/tally.h"

struct pl_diags;
struct pl_kernels;
struct pl_measure;

/** What all points have in common. Const once made. */
struct pl_follow_plan {
    const struct pl_measure *measures; /* shape (n_measures), borrowed */
    size_t n_measures;
    const size_t *column; /* shape (n_measures), borrowed: index into the symbols */
    struct pl_branches branches;
    double rtol, check; /* [-] the tolerance, and its root */
    bool any;           /* a measure needs the whole way, … */
    double until;       /* [model time] … and looks to be taken up to here; 0: none */
};

/**
 * @param symbols  shape (n_symbols): those of the measures, each once
 * @param method   one of pl_sim_methods: whether states are quartics inside its steps
 * @param plan     filled; to be finished also after an error
 */
PL_MUST_USE enum pl_status
pl_follow_plan_init(struct pl_follow_plan *plan, const struct pl_measure *measures,
                    size_t n_measures, const size_t *column, const size_t *symbols,
                    size_t n_symbols, const struct pl_kernels *kernels,
                    const char *method, double rtol, struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_follow_plan_finish(struct pl_follow_plan *plan);

/** A place where a quartic turns. */
struct pl_turn {
    double time; /* [model time] */
    double value;
    size_t measure;
};

/** What the newest values were asked for. */
enum pl_follow_phase { PL_FOLLOW_BRANCHES, PL_FOLLOW_CHECK, PL_FOLLOW_TURNS };

/** One simulation that is followed. */
struct pl_follow {
    const struct pl_follow_plan *plan;
    struct pl_tally *tallies; /* shape (n_measures) */
    /* of the piece that is looked at */
    enum pl_follow_phase phase;
    struct pl_crossing crossing;
    double *off;   /* shape (n_measures): how far its quartic is from its values */
    double *sizes; /* shape (n_symbols): the largest terms so far */
    struct pl_turn *turns; /* shape (n_turns): those not yet looked at */
    size_t n_turns;
    size_t n_halved, n_whole; /* pieces of the run so far */
};

PL_MUST_USE enum pl_status pl_follow_init(struct pl_follow *follow,
                                          const struct pl_follow_plan *plan,
                                          struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_follow_finish(struct pl_follow *follow);

/** At the start of a run. */
void pl_follow_begin(struct pl_follow *follow);

/** `look` of struct pl_output; not needed where plan->until is 0. */
enum pl_verdict pl_follow_look(struct pl_follow *follow, struct pl_piece *piece);

/** `piece` of struct pl_output. @param values  of pl_branches_select */
void pl_follow_take(struct pl_follow *follow, double t0, double t1,
                    const double *values);

#endif
