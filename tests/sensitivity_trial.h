/*
 * sensitivity_trial.h - functions of several quantities whose sensitivities are known.
 */
#ifndef PL_TESTS_SENSITIVITY_TRIAL_H
#define PL_TESTS_SENSITIVITY_TRIAL_H

#include <stddef.h>

#include "analysis/asked.h"
#include "base/status.h"

/** A function of shares or values, asked through pl_asked. */
struct known_function {
    size_t n_dimensions, n_outputs;
    void (*at)(const double *point, double *out);
    size_t n_asked;        /* points so far */
    size_t n_rounds;       /* calls so far */
    size_t fails;          /* every so many points give NaN; 0: none */
    enum pl_status answer; /* of the call behind the first `good` ones */
    size_t good;
};

struct known_function known_make(size_t n_dimensions, size_t n_outputs,
                                 void (*at)(const double *point, double *out));

/** What asks it. */
struct pl_asked known_asked(struct known_function *function);

/** sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 with x = pi (2 u - 1). Ishigami & Homma 1990. */
void known_ishigami(const double *u, double *out);

/** The g function, prod (|4 u - 2| + a) / (1 + a), a = 0, 1, 4.5, 9, 99, 99, 99, 99.
 * Saltelli & Sobol 1995. */
void known_g(const double *u, double *out);

/** SALib's samples of the Ishigami function and its indices: tests/golden/salib-*.tsv. */
struct salib {
    size_t n_points;
    double *points;       /* shape (n_points, 3) */
    double *values;       /* shape (n_points) */
    double indices[3][3]; /* [parameter]: S1, ST; or mu, mu_star, sigma */
};

/** @param name  "sobol" or "morris" */
void salib_read(const char *name, struct salib *salib);
void salib_finish(struct salib *salib);

#endif
