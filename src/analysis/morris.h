/*
 * morris.h - Morris's screening: which of many quantities matter, and which of them act in
 * a way that is not a straight line, from few runs.
 *
 * A trajectory goes through the unit cube on a grid of p levels, each quantity once in an
 * order of chance by D = p / (2 (p - 1)), up or down. A quantity's elementary effect on the
 * way is the change of the output over that of the quantity. Over all trajectories:
 *
 *     mu       their mean
 *     mu_star  the mean of their absolute values: how much it matters
 *     sigma    their standard deviation: how far an effect depends on where one is
 *
 * Source: Morris 1991, Technometrics 33:161; Campolongo, Cariboni & Saltelli 2007, Environ.
 * Model. Softw. 22:1509 (mu_star, and trajectories far apart); Ruano, Ribes, Seco & Ferrer
 * 2012, Environ. Model. Softw. 37:103 (which of them, one after the other).
 */
#ifndef PL_ANALYSIS_MORRIS_H
#define PL_ANALYSIS_MORRIS_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/resample.h"
#include "base/status.h"

struct pl_asked;
struct pl_diags;

struct pl_morris_options {
    size_t n_trajectories; /* 2 or more */
    size_t n_levels;       /* p: even, 2 or more */
    size_t n_candidates;   /* n_trajectories are chosen from so many, as far apart as
                              can be; 0: the first ones are taken */
    uint64_t seed;
    size_t n_resamples; /* of trajectories, for the interval of mu_star; 0: none */
    double level;       /* of the interval: 0.95 */
};

/** Zero it before the first use; pl_morris_finish frees what is in it. */
struct pl_morris {
    size_t n_dimensions, n_outputs;
    /* shape (n_outputs, n_dimensions), NaN of no effect; sigma also of a single one */
    double *mu, *mu_star, *sigma;
    struct pl_interval *interval; /* of mu_star */
    size_t *n_used; /* likewise: effects between two values, neither of them NaN */
};

/** The runs that it takes: r (d + 1). */
size_t pl_morris_n_points(size_t n_dimensions, size_t n_trajectories);

/**
 * The points of all trajectories.
 *
 * @param points  receives an array of shape (n_trajectories, n_dimensions + 1,
 *                n_dimensions), to be freed with free(): 0 <= x <= 1
 * @return PL_OK; PL_ERR_OPTION for fewer than 2 trajectories, a number of levels that is
 *         odd or less than 2, fewer candidates than trajectories, more points than memory
 *         can address; PL_ERR_NOMEM
 * Cost: with candidates M^2 d^3 / 2.
 */
PL_MUST_USE enum pl_status pl_morris_points(size_t n_dimensions,
                                            const struct pl_morris_options *options,
                                            struct pl_diags *diags, double **points);

/**
 * Effects from values at such points. Of a step's two points one coordinate differs.
 *
 * @param points  shape (n_trajectories, n_dimensions + 1, n_dimensions)
 * @param values  shape (n_trajectories, n_dimensions + 1, n_outputs)
 * @return PL_OK; PL_ERR_NOMEM, `out` is empty then
 */
PL_MUST_USE enum pl_status pl_morris_analyse(const double *points, const double *values,
                                             size_t n_dimensions, size_t n_outputs,
                                             const struct pl_morris_options *options,
                                             struct pl_diags *diags,
                                             struct pl_morris *out);

/** @param asked  points are shares of ranges
 * @return as the two above; what `asked` answers */
PL_MUST_USE enum pl_status pl_morris_run(const struct pl_asked *asked,
                                         size_t n_dimensions, size_t n_outputs,
                                         const struct pl_morris_options *options,
                                         struct pl_diags *diags, struct pl_morris *out);

void pl_morris_finish(struct pl_morris *morris);

#endif
