/*
 * rest_curve.h - the rest states of a network over one of its inputs, as a curve: the
 * equations, their tangent, and Newton steps to it.
 *
 * A point is z, shape (n_states + 1): the states, then q, the input or, where the range
 * is logarithmic, its logarithm. For each q all that follows from the input is worked out
 * anew, as at a start: formulas of other inputs, starting values and with them conserved
 * sums. Lengths and angles are relative to sizes, which the caller sets.
 *
 * Owns     the equations, a frame of its own, a full matrix.
 * Borrows  the kernels; they must outlive it.
 * Threads  one belongs to one thread.
 * Cost     of a Newton step or a tangent O((n_states + 1)^3).
 * Source   Keller 1977, in: Applications of Bifurcation Theory, 359 (pseudo-arclength).
 */
#ifndef PL_SOLVE_REST_CURVE_H
#define PL_SOLVE_REST_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_kernels;
struct pl_rest_curve;

/** Which input varies, and from where to where. */
struct pl_rest_range {
    size_t symbol;    /* one with pl_program_is_input */
    double low, high; /* [model unit] low < high */
    bool logarithmic; /* 0 < low */
};

/**
 * @param kernels  for one lane
 * @param inputs   shape (n_inputs): everything else; copied
 * @return PL_OK; PL_ERR_OPTION for a network in which nothing moves; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_rest_curve_create(const struct pl_kernels *kernels,
                                                const double *inputs,
                                                const struct pl_rest_range *range,
                                                struct pl_diags *diags,
                                                struct pl_rest_curve **out);
/** Accepts NULL. */
void pl_rest_curve_destroy(struct pl_rest_curve *curve);

/** q of a value of the input, and back. The ends of the range come back to the bit. */
double pl_rest_curve_q(const struct pl_rest_curve *curve, double value);
double pl_rest_curve_input(const struct pl_rest_curve *curve, double q);

/** What all inputs are at q. @param inputs  shape (n_inputs) */
void pl_rest_curve_inputs(const struct pl_rest_curve *curve, double q, double *inputs);

/**
 * What changes are relative to from here on: |y_i|, but no less than a part of the
 * largest |y_i| that was ever given, or of the largest of its kind now; a fifth of the
 * range for q.
 */
void pl_rest_curve_set_sizes(struct pl_rest_curve *curve, const double *z);
const double *pl_rest_curve_sizes(const struct pl_rest_curve *curve);

/** The product of two directions, each component relative to its size. */
double pl_rest_curve_product(const struct pl_rest_curve *curve, const double *a,
                             const double *b);

/**
 * Newton steps to the curve within the plane through z across `normal`; with `normal`
 * NULL at that q.
 *
 * @param normal  shape (n_states + 1)
 * @param z       moved; anywhere when false is answered
 * @return false where they do not converge, rates are not finite, or the equations are
 *         singular (pl_rest_curve_is_singular)
 */
PL_MUST_USE bool pl_rest_curve_correct(struct pl_rest_curve *curve,
                                       const double *normal, double *z);

/** The newest equations were singular: not one direction leads on. */
bool pl_rest_curve_is_singular(const struct pl_rest_curve *curve);

/**
 * The direction of the curve at z, of length 1.
 * @param along    shape (n_states + 1): the one to keep to, not across the curve
 * @param tangent  shape (n_states + 1); may be `along`
 * @return as pl_rest_curve_correct
 */
PL_MUST_USE bool pl_rest_curve_tangent(struct pl_rest_curve *curve, const double *z,
                                       const double *along, double *tangent);

/**
 * The direction in which a state moves that an eigenvalue of 0 leaves free, at a fold or
 * a branch point: q stays.
 * @param direction  shape (n_states + 1): of length 1, its largest component positive
 * @return as pl_rest_curve_correct
 */
PL_MUST_USE bool pl_rest_curve_free_direction(struct pl_rest_curve *curve,
                                              const double *z, double *direction);

/**
 * Look for sums of states that no rate changes although the stoichiometry does not tell
 * (a synthesis at a rate of 0, two rate rules that add up), near the state of z, and
 * count them among the conserved ones. Without this, a network that has them is singular
 * everywhere.
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_rest_curve_find_sums(struct pl_rest_curve *curve,
                                                   const double *z,
                                                   struct pl_diags *diags,
                                                   size_t *n_found);

/** States less conserved sums. */
size_t pl_rest_curve_n_eigenvalues(const struct pl_rest_curve *curve);

/** Conserved sums. */
size_t pl_rest_curve_n_sums(const struct pl_rest_curve *curve);

/** True when z is a stable rest state for certain, without its eigenvalues. */
bool pl_rest_curve_is_proven_stable(struct pl_rest_curve *curve, const double *z);

/**
 * Eigenvalues at z, largest real part first.
 * @param real, imaginary  [1/model time], shape (pl_rest_curve_n_eigenvalues)
 * @param rounding         receives the size below which a real part may be 0
 * @return false when they cannot be had
 */
PL_MUST_USE bool pl_rest_curve_eigenvalues(struct pl_rest_curve *curve, const double *z,
                                           double *real, double *imaginary,
                                           double *rounding);

/** The value of every symbol at z. @param values  shape (n_symbols) */
void pl_rest_curve_values(struct pl_rest_curve *curve, const double *z, double *values);

/** The starting values at q. @param y  shape (n_states). @return false when one is not
 * finite */
PL_MUST_USE bool pl_rest_curve_start(struct pl_rest_curve *curve, double q, double *y);

/**
 * The state that has turned negative the farthest, for species that may not.
 * @return its index; PL_NONE for none beyond rounding
 */
size_t pl_rest_curve_negative(const struct pl_rest_curve *curve, const double *z);

/** Nothing could be had because memory is out. */
bool pl_rest_curve_lacks_memory(const struct pl_rest_curve *curve);

#endif
