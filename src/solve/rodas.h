/*
 * rodas.h - trial steps of Rodas5P, for every lane of a frame at once or for one alone.
 *
 * A trial takes y0 at t by h and gives y1 and the error; whether it is accepted, and what
 * comes next, is the caller's: GSL's control and evolve in a single run (rodas_step.h), a
 * group of lanes in a sweep (lanes.h). Both get the same bits.
 *
 * Owns     its rows.
 * Borrows  kernels and frame; held quantities and cache are in the frame.
 *
 * Source: Steinebach 2023, BIT Numerical Mathematics 63:27 (rodas5p.h); the scheme for
 * stages: Hairer & Wanner 1996, Solving Ordinary Differential Equations II, IV.7.
 */
#ifndef PL_SOLVE_RODAS_H
#define PL_SOLVE_RODAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_kernels;
struct pl_rodas_loops;
struct pl_system;

/** Rows are of shape (…, lanes), row-major. */
struct pl_rodas {
    size_t n, lanes;
    const struct pl_kernels *kernels;
    const struct pl_rodas_loops *loops;
    double *frame; /* and in it: */
    double *state, *right, *slopes, *jacobian, *by_time, *shift, *flawed;
    double *stages; /* shape (8 n, lanes); the last n rows are the error */
    double *t,
        *h;     /* [model time] shape (lanes): where a trial begins, how long it is */
    double *y0; /* shape (n, lanes): where it begins */
    double *y1; /* shape (n, lanes): where it ends */
    double *first; /* shape (n, lanes): rates at (t, y0), of trials taken alone */
    double *minus_inverse_h; /* shape (lanes) */
    double *ahead;           /* shape (2 n, lanes): sums that are begun */
    void *block;             /* what holds all of these */
};

/** @return false when memory is out */
PL_MUST_USE bool pl_rodas_init(struct pl_rodas *rodas, const struct pl_kernels *kernels,
                               double *frame);
/** Accepts one that is all zero. */
void pl_rodas_finish(struct pl_rodas *rodas);

/** The error of the newest trial, shape (n, lanes). */
const double *pl_rodas_error(const struct pl_rodas *rodas);

/**
 * A trial in every lane: from t, h and y0 to y1 and the error. Looks at nothing: lanes
 * whose factors were flawed (pl_rodas_is_flawed), or whose error norm is not a number,
 * have to be tried alone.
 */
void pl_rodas_try(struct pl_rodas *rodas);

/** True when the newest factors of a lane are flawed. */
bool pl_rodas_is_flawed(const struct pl_rodas *rodas, size_t lane);

/** How trials that are taken alone went. */
struct pl_rodas_record {
    bool evaluated;   /* rates and Jacobian at its start are in place */
    bool no_memory;   /* none for the dense factorisation, in the newest one */
    bool flawed;      /* the newest one had flawed factors, … */
    double flawed_at; /* [model time] … here */
    size_t n_flawed;  /* trials refused for that */
    size_t n_dense;   /* trials that a pivoted dense factorisation did instead */
};

/**
 * A trial in a frame of one lane, with everything looked at. Flawed factors refuse it
 * the first time (a shorter step may do), the second time at the same t a dense LU with
 * pivoting replaces them. Entries of the Jacobian that are not finite become differences
 * (pl_system_evaluate_jacobian).
 *
 * @param rodas   one lane; t, h and y0 given
 * @param system  whose frame it is
 * @param known   `first` and the Jacobian in the frame are those of (t, y0) already
 * @param scale   shape (n), as of pl_system_evaluate_jacobian
 * @return false when rates, slopes or the result are not finite, the factors are flawed,
 *         the dense matrix is singular, or there is no memory for it
 */
PL_MUST_USE bool pl_rodas_try_alone(struct pl_rodas *rodas, struct pl_system *system,
                                    bool known, const double *scale,
                                    struct pl_rodas_record *record);

/**
 * The solution inside the newest trial.
 * @param share  shape (lanes): 0 to 1 of the step
 * @param y      shape (n, lanes)
 */
void pl_rodas_inside(const struct pl_rodas *rodas, const double *share, double *y);

/**
 * The error of each lane: the largest of all states in units of its tolerance; NaN when
 * an error or a y1 is not finite. Not the mean, as CVODE and Hairer's RODAS take it: in a
 * large network that lets one state be far off.
 *
 * @param atol        shape (n, lanes)
 * @param rtol, norm  shape (lanes)
 */
void pl_rodas_norm(const struct pl_rodas *rodas, const double *atol, const double *rtol,
                   double *norm);

/**
 * Go on from where the newest trial ended: y0 = y1 in the lanes where `taken` is not 0.
 * y1 is of no use then.
 */
void pl_rodas_take(struct pl_rodas *rodas, const double *taken);

#endif
