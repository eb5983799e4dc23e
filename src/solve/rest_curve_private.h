/*
 * rest_curve_private.h - the inside of a curve of rest states, for its own files alone.
 */
#ifndef PL_SOLVE_REST_CURVE_PRIVATE_H
#define PL_SOLVE_REST_CURVE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/conserved.h"
#include "solve/rest_curve.h"

struct pl_program;
struct pl_reduced;
struct pl_system;

struct pl_rest_curve {
    const struct pl_program *program;
    struct pl_system *system;
    struct pl_conserved conserved;
    struct pl_reduced *reduced;
    struct pl_rest_range range;
    double q_low, q_high;
    size_t n;                       /* states */
    double *inputs;                 /* shape (n_inputs) */
    double q;                       /* that the system is at; NAN for none */
    bool at_finite;                 /* … and all is finite there */
    double *numbers;                /* what the rows below are in */
    double *start;                  /* shape (n): starting values at q */
    double *most;                   /* shape (n): largest |y_i| seen */
    double *scale;                  /* shape (n): largest of its kind, at the sizes */
    double *sizes;                  /* shape (n + 1) */
    double *normal;                 /* shape (n + 1): the last row of the equations */
    double *residual, *above, *low; /* shape (n): room for what is to be 0 */
    double *slope;                  /* shape (n): over q */
    double *right, *step, *divisor; /* shape (n + 1) */
    double *trial;                  /* shape (n + 1) */
    double *matrix;                 /* shape (n + 1, n + 1) */
    size_t *order;                  /* shape (n + 1): of its rows */
    unsigned char *kinds;           /* shape (n): enum pl_sim_kind */
    bool is_singular;
    bool no_memory; /* there was none, once */
};

/** Work out all that follows from q. @return false when something is not finite */
bool pl_rest_curve_put(struct pl_rest_curve *curve, double q);

#endif
