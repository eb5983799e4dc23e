/*
 * rest_find.h - a rest state near a given state, and what is to be known of it (solve/
 * only).
 */
#ifndef PL_SOLVE_REST_FIND_H
#define PL_SOLVE_REST_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/conserved.h"
#include "solve/newton.h"
#include "solve/rest.h"

struct pl_diags;
struct pl_reduced;
struct pl_system;

struct pl_rest_find {
    struct pl_system *system;
    struct pl_conserved conserved;
    struct pl_newton *newton;
    struct pl_reduced *reduced;
    size_t n;            /* states */
    double *y;           /* shape (n): the newest rest state */
    struct pl_rest rest; /* what is known of it, in arrays of its own */
    bool stands_alone;   /* it is stable, and none of a family of rest states */
    bool wants_eigenvalues;
    bool no_memory; /* there was none to look for it, or for its eigenvalues */
};

/**
 * @param find    to be finished with pl_rest_find_finish, also after an error
 * @param system  borrowed; must outlive it
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_rest_find_init(struct pl_rest_find *find,
                                             struct pl_system *system,
                                             struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_rest_find_finish(struct pl_rest_find *find);

/**
 * Forget what was found: from now on with the conserved sums of the state y.
 * @param eigenvalues  they are wanted, not only whether a rest state is stable
 */
void pl_rest_find_begin(struct pl_rest_find *find, const double *y, bool eigenvalues);

/**
 * Go to a rest state by Newton steps from y. @return as pl_newton_run
 * @param scale, reach  as of pl_newton_run
 */
PL_MUST_USE enum pl_newton_outcome pl_rest_find_near(struct pl_rest_find *find,
                                                     const double *scale, double reach,
                                                     const double *y,
                                                     struct pl_newton_report *report);

/**
 * Is the rest state find->y stable, and does it stand alone? The eigenvalues say, where
 * they are wanted or where nothing cheaper does.
 * @return false when they cannot be had
 */
PL_MUST_USE bool pl_rest_find_judge(struct pl_rest_find *find, const double *scale);

/** What is known of it, in arrays of the caller's. @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_rest_find_tell(const struct pl_rest_find *find,
                                             struct pl_diags *diags,
                                             struct pl_rest *to);

#endif
