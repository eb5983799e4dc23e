/*
 * crossing.h - the search for the moment at which a formula goes to another branch,
 * within a piece of a run (study/ only).
 */
#ifndef PL_STUDY_CROSSING_H
#define PL_STUDY_CROSSING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "study/quartic.h"

struct pl_branches;
struct pl_diags;
struct pl_piece;

/** How far a search has got; one for each simulation. */
struct pl_crossing {
    double *sizes; /* shape (branches->n): the largest pl_branch_size of the run so far;
                      what is rounding beside it is taken for standing still */
    size_t branch; /* the one that is looked at */
    double side;   /* where the branch is at the start of the piece */
    bool is_noisy; /* what decides on a branch is nothing but rounding in this piece */
    bool narrows;  /* a change is known to be between … */
    double low, high; /* [model time] … these; at `low` nothing has changed */
    double guess;     /* [model time] */
    int n_guesses;
    double
        turns[PL_QUARTIC_DEGREE]; /* [model time] where it may be on another side for a
                                        while, between two nodes; those not yet tried */
    size_t n_turns;
};

enum pl_crossing_answer {
    PL_CROSSING_NONE, /* all branches stay where they are */
    PL_CROSSING_ASKS, /* the values at piece->t are wanted */
    PL_CROSSING_FOUND /* between `low` and `high`, as close together as times can be */
};

PL_MUST_USE enum pl_status pl_crossing_init(struct pl_crossing *crossing,
                                            const struct pl_branches *branches,
                                            struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_crossing_finish(struct pl_crossing *crossing);

/** At the start of a run. */
void pl_crossing_forget(struct pl_crossing *crossing,
                        const struct pl_branches *branches);

/** Every row of values that is known, before it is searched. */
void pl_crossing_see(struct pl_crossing *crossing, const struct pl_branches *branches,
                     const double *values);

/**
 * Begin with a piece whose nodes are known.
 * @param piece  t is set for PL_CROSSING_ASKS
 */
enum pl_crossing_answer pl_crossing_begin(struct pl_crossing *crossing,
                                          const struct pl_branches *branches,
                                          struct pl_piece *piece);

/** Go on, with what was asked for. */
enum pl_crossing_answer pl_crossing_hear(struct pl_crossing *crossing,
                                         const struct pl_branches *branches,
                                         struct pl_piece *piece);

/**
 * How far the quartics of curved branches are off at a place of a piece: where that is
 * little the search has missed nothing.
 *
 * @param x  from -1 to 1: where the values piece->asked are
 * @return [-] the most, as a share of the branch's size
 */
double pl_crossing_doubt(const struct pl_crossing *crossing,
                         const struct pl_branches *branches,
                         const struct pl_piece *piece, double x);

#endif
