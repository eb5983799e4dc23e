/*
 * hill.h - a four-parameter Hill curve through points of a dose-response curve.
 *
 *     E(d) = e0 + (einf - e0) d^h / (ec50^h + d^h),   E(0) = e0
 *
 * Also known as the four-parameter log-logistic curve. Least squares without weights, by
 * Levenberg and Marquardt in e0, einf, ln ec50 and ln h, from several starts. A curve of
 * a model has no noise: what is left over says how far it is from being a Hill curve,
 * and nothing about how certain its parameters are.
 */
#ifndef PL_ANALYSIS_HILL_H
#define PL_ANALYSIS_HILL_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** Fewer distinct doses, 0 included, are not fitted. */
#define PL_HILL_LEAST_DOSES ((size_t)5)

/** Likewise of a curve whose ends are given. */
#define PL_HILL_LEAST_BETWEEN ((size_t)2)

/** [-] Values that differ by no more than this share of the largest are a flat curve. */
#define PL_HILL_FLAT 1e-3

/** [-] Poor: the root mean square of what is left over, or its largest, is more than
 * this share of the way that the values go. */
#define PL_HILL_POOR_RMS 0.02
#define PL_HILL_POOR_LARGEST 0.05

/** [-] Beyond the lowest and highest dose by this factor a half-effect dose is a guess. */
#define PL_HILL_REACH 3.0

enum pl_hill_state {
    PL_HILL_GOOD,
    PL_HILL_POOR,       /* not a Hill curve; the best one is there */
    PL_HILL_OUTSIDE,    /* it follows the points, but half effect is beyond the doses */
    PL_HILL_FEW,        /* too few doses: nothing was fitted */
    PL_HILL_FLAT_CURVE, /* nothing to fit */
    PL_HILL_FAILED      /* no start converged */
};

struct pl_hill {
    enum pl_hill_state state;
    double e0, einf; /* [value]; all numbers are NaN where nothing was fitted */
    double ec50;     /* [dose] > 0 */
    double h;        /* [-] > 0 */
    double rms;      /* [value] root mean square of what is left over */
    double largest;  /* [value] its largest */
    size_t n;        /* points that were fitted: those that are finite */
};

/**
 * Fit.
 *
 * @param doses   shape (n): 0 or more, in any order
 * @param values  shape (n); those that are not finite are passed over
 * @param hill    filled, whatever its state
 * @return PL_OK; PL_ERR_NOMEM
 *
 * Source: Levenberg and Marquardt as in GSL's gsl_multifit_nlinear.
 */
PL_MUST_USE enum pl_status pl_hill_fit(const double *doses, const double *values,
                                       size_t n, struct pl_diags *diags,
                                       struct pl_hill *hill);

/**
 * Fit ec50 and h of a curve whose ends are given.
 * @param e0, einf  of the curve
 * @return as pl_hill_fit
 */
PL_MUST_USE enum pl_status
pl_hill_fit_between(const double *doses, const double *values, size_t n, double e0,
                    double einf, struct pl_diags *diags, struct pl_hill *hill);

/** The curve at a dose; NaN where nothing was fitted. */
double pl_hill_at(const struct pl_hill *hill, double dose);

/** "good", "poor", "outside", "few", "flat", "failed": for tables. */
const char *pl_hill_word(enum pl_hill_state state);

#endif
