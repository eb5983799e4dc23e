/*
 * effect_curve.h - the effect of one drug alone, known at every dose from few runs.
 *
 * The axis is the logarithm of the dose. It is cut into panels, each with the polynomial
 * through its Chebyshev points; panels whose polynomial is not good enough are halved.
 * Several curves are followed together: all points of a round are asked at once.
 *
 * Below the lowest dose a curve goes straight, in the dose, to the effect at dose 0.
 *
 * Owns     all its arrays.
 * Source   Berrut & Trefethen 2004, SIAM Rev 46:501 (barycentric interpolation).
 */
#ifndef PL_ANALYSIS_EFFECT_CURVE_H
#define PL_ANALYSIS_EFFECT_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_asked;
struct pl_diags;

/** Points of a panel, both ends among them. */
#define PL_EFFECT_NODES ((size_t)17)

/** Which way a curve goes, from dose 0 on. */
enum pl_effect_way {
    PL_EFFECT_FLAT,
    PL_EFFECT_RISES,
    PL_EFFECT_FALLS,
    PL_EFFECT_TURNS /* it goes both ways */
};

/** A point of a curve: panel ends, nodes and turns. */
struct pl_effect_knot {
    double dose, effect;
    double most, least; /* of the effects up to here */
};

/** A stretch of the axis. */
struct pl_effect_panel {
    double low, high; /* ln of the dose */
    double *values;   /* shape (PL_EFFECT_NODES, n_outputs), from high to low */
};

/** Zero it before the first use; pl_effect_curve_finish frees what is in it. */
struct pl_effect_curve {
    size_t n_outputs;
    size_t n_panels, capacity;
    struct pl_effect_panel *panels; /* shape (n_panels), ascending, without gaps */
    double *at_zero;                /* shape (n_outputs): the effect of dose 0 */
    size_t n_knots;                 /* of each output, at most */
    size_t *n_known;                /* shape (n_outputs): knots that have an effect */
    struct pl_effect_knot *knots;   /* shape (n_outputs, n_knots), ascending */
    enum pl_effect_way *ways;       /* shape (n_outputs) */
    double error;                   /* [effect] about how far from the truth, at most */
};

/** What is asked for one curve: points are 0 but for this drug's dose. */
struct pl_effect_axis {
    size_t dimension;
    double low, high; /* [dose] 0 < low < high */
};

struct pl_effect_options {
    size_t n_dimensions, n_outputs;
    double tolerance;  /* [effect] > 0; panels are halved until they meet it */
    size_t max_points; /* of all curves together; what is then not good enough stays */
};

/**
 * Follow curves.
 * @param axes  shape (n)
 * @param out   shape (n); all zero after an error
 * @return PL_OK; as asked->values; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status
pl_effect_curves_follow(const struct pl_asked *asked,
                        const struct pl_effect_options *options,
                        const struct pl_effect_axis *axes, size_t n,
                        struct pl_diags *diags, struct pl_effect_curve *out);

/** Accepts a curve that is all zero. */
void pl_effect_curve_finish(struct pl_effect_curve *curve);

/** The effect at a dose; NaN above the highest one, and where runs failed. */
double pl_effect_at(const struct pl_effect_curve *curve, size_t output, double dose);

/**
 * The smallest dose that has an effect: 0 for that of dose 0, infinity where no dose up
 * to the highest has it.
 * @param effect  above or below the effect of dose 0: which way the dose is looked for
 */
double pl_effect_dose(const struct pl_effect_curve *curve, size_t output,
                      double effect);

/** The highest dose of an output that has an effect; 0 for none. */
double pl_effect_reach(const struct pl_effect_curve *curve, size_t output);

/** The largest, or smallest, effect up to the highest dose. */
double pl_effect_most(const struct pl_effect_curve *curve, size_t output);
double pl_effect_least(const struct pl_effect_curve *curve, size_t output);

#endif
