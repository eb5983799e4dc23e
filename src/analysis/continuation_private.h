/*
 * continuation_private.h - the inside of a continuation, for its own files alone.
 */
#ifndef PL_ANALYSIS_CONTINUATION_PRIVATE_H
#define PL_ANALYSIS_CONTINUATION_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/continuation.h"
#include "analysis/sheet.h"

struct pl_diags;
struct pl_sim;

/** Free what is in it; it is all zero then. */
void pl_rest_branch_finish(struct pl_rest_branch *branch);

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
PL_MUST_USE enum pl_status pl_walk_add(struct pl_walk *walk,
                                       struct pl_rest_branch *branch,
                                       const struct pl_rest_place *place,
                                       enum pl_rest_branch_kind kind);

/**
 * Follow the curve through walk->begin in the direction of its tangent, to its end;
 * points are added behind the branch's last one, the first step's end first.
 * @return PL_OK; PL_ERR_STOPPED; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_walk_follow(struct pl_walk *walk,
                                          struct pl_rest_branch *branch,
                                          enum pl_rest_branch_end *end, size_t *state);

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

/** [-] Behind a fold the network is let go this part of the range farther. Larger may
 * miss what is near, smaller takes long to leave. */
#define PL_REST_BEHIND_FOLD 1e-3

/**
 * Bring the network to rest at q from its starting values, or from those of `from`, into
 * `present`. @return PL_OK; as pl_sim_rest
 */
PL_MUST_USE enum pl_status pl_rest_search_rest_at(struct pl_rest_search *search,
                                                  double q, const double *from,
                                                  struct pl_diags *diags);

/** Errors that end the search; others are a network that does not rest there. */
bool pl_rest_search_is_fatal(enum pl_status status);

/** Fill found->paths, when all curves are there (continuation_paths.c).
 * @return PL_OK; PL_ERR_STOPPED; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_rest_search_follow_paths(struct pl_rest_search *search);

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

/** A table of points on its way (continuation_frame.c). */
struct pl_rest_branch_writing {
    const struct pl_continuation *found;
    struct pl_sheet sheet;
    size_t n_shown;        /* of the observed symbols */
    double unit;           /* [model time] of periods */
    const char *unit_name; /* NULL in a model without time_unit */
    const char *rate_name; /* of eigenvalues; likewise */
    bool has_periods;
};

/** [model time] Of all Hopf points; 0 for none. */
double pl_continuation_longest_period(const struct pl_continuation *found);

/** Periods in a unit that suits the longest one; rates in that of the model. */
void pl_rest_branch_writing_choose_units(struct pl_rest_branch_writing *writing,
                                         double longest);

/** The columns of pl_continuation_frame. */
void pl_rest_branch_writing_columns(struct pl_rest_branch_writing *writing);

/** Their cells of a point, in a row that is begun. */
void pl_rest_branch_writing_point(struct pl_rest_branch_writing *writing, size_t branch,
                                  size_t point);

#endif
