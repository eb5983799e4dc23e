/*
 * continuation_private.h - the inside of a continuation, for its own files alone.
 */
#ifndef PL_ANALYSIS_CONTINUATION_PRIVATE_H
#define PL_ANALYSIS_CONTINUATION_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/continuation.h"

struct pl_diags;
struct pl_sim;

/** Free what is in it; it is all zero then. */
void pl_branch_finish(struct pl_branch *branch);

/**
 * Fill `out`, whose context, range and symbols are set.
 * @return as pl_continuation_run; what was found so far is in it after an error too
 */
PL_MUST_USE enum pl_status
pl_continuation_search(struct pl_continuation *out, const double *inputs,
                       const struct pl_continuation_options *options,
                       struct pl_diags *diags);

/** A point that is looked at. */
struct pl_rest_place {
    double *z, *tangent; /* shape (n_states + 1) */
    size_t n_unstable;
    double real, imaginary; /* the slowest eigenvalue */
};

/** A curve on its way. */
struct pl_walk {
    const struct pl_continuation_options *options;
    struct pl_continuation *found;
    struct pl_rest_curve *curve;
    struct pl_diags *diags;
    size_t n;                   /* states */
    size_t n_steps;             /* on the present curve, to the present side */
    struct pl_rest_place begin; /* where the present curve began */
    struct pl_rest_place a, b;  /* both ends of the present step */
    struct pl_rest_place event; /* between them */
    double *trial;              /* shape (n + 1) */
    double *chord;              /* shape (n + 1) */
    double *real, *imaginary;   /* shape (n_states): eigenvalues */
    double *values;             /* shape (n_symbols) of the model */
    double *numbers;            /* what all of these are in, but the values */
};

/** @param walk  options, found, curve, diags are set. @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_walk_init(struct pl_walk *walk);
void pl_walk_finish(struct pl_walk *walk);

/** Eigenvalues at a place. */
void pl_walk_judge(struct pl_walk *walk, struct pl_rest_place *place);

/** Copy one place to another. */
void pl_walk_copy(const struct pl_walk *walk, const struct pl_rest_place *from,
                  struct pl_rest_place *to);

/** The largest component of a difference, relative to the sizes. */
double pl_walk_distance(const struct pl_walk *walk, const double *a, const double *b);

/** Add a place behind a branch's last point. @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_walk_add(struct pl_walk *walk, struct pl_branch *branch,
                                       const struct pl_rest_place *place,
                                       enum pl_branch_kind kind);

/**
 * Follow the curve through walk->begin in the direction of its tangent, to its end;
 * points are added behind the branch's last one, the first step's end first.
 * @return PL_OK; PL_ERR_STOPPED; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_walk_follow(struct pl_walk *walk,
                                          struct pl_branch *branch,
                                          enum pl_branch_end *end, size_t *state);

/** What happens between walk->a and walk->b. */
enum pl_walk_event {
    PL_WALK_NOTHING,
    PL_WALK_FOLD,
    PL_WALK_HOPF,
    PL_WALK_CROSSING,
    PL_WALK_SEVERAL /* more than can be told apart: a shorter step may */
};

enum pl_walk_event pl_walk_what_happens(const struct pl_walk *walk);

/**
 * Find where it happens, to rounding: walk->event, with the direction of the curve.
 * @param event  of the above; receives PL_WALK_NOTHING where it turns out to be a
 *               touch of two real eigenvalues that changes nothing
 * @return false where no point between can be had
 */
PL_MUST_USE bool pl_walk_locate(struct pl_walk *walk, enum pl_walk_event *event);

/** Find where a state is 0 between walk->a and walk->b: walk->event. */
PL_MUST_USE bool pl_walk_locate_zero(struct pl_walk *walk, size_t state);

/** More curves than this are a mistake of ours, or of the model's. */
#define PL_REST_MOST_BRANCHES ((size_t)64)

/** The search for all of them. */
struct pl_rest_search {
    struct pl_walk walk;
    struct pl_sim *sim;
    double *inputs;   /* shape (n_inputs) */
    double *present;  /* shape (n + 1): where a curve may begin */
    double *nearby;   /* shape (n + 1): room */
    bool has_sums;    /* those that the stoichiometry does not tell were looked for */
    bool is_singular; /* a rest state did not stand alone */
};

/** The k-th of n values of q that part the range, 0 and n its ends. */
double pl_rest_search_part(const struct pl_rest_search *search, size_t k, size_t n);

/** Does a curve pass through this point? Looked for between points of known curves. */
bool pl_rest_search_is_known(struct pl_rest_search *search, const double *z);

/**
 * Follow the curve through walk.begin, whose tangent is known and which lies on no known
 * curve, to both sides.
 * @return PL_OK; PL_ERR_STOPPED; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_rest_search_add_branch(struct pl_rest_search *search);

/**
 * Follow the curve through the point `present`, unless it is known or there is none.
 * @return as pl_rest_search_add_branch
 */
PL_MUST_USE enum pl_status pl_rest_search_begin_at(struct pl_rest_search *search);

#endif
