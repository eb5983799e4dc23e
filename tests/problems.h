/*
 * problems.h - small systems y' = f(t, y), as C and as networks, for tests of the stepper.
 */
#ifndef PL_TESTS_PROBLEMS_H
#define PL_TESTS_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

/** The most states that a problem has. */
#define PROBLEM_MOST_STATES 3

struct problem {
    size_t n;
    bool (*rates)(void *context, double t, const double *y, double *dydt);
    bool (*jacobian)(void *context, double t, const double *y, double *dfdy,
                     double *dfdt);
    void (*exact)(double t, double *y); /* the start at t = 0 */
    const char *network;                /* the same as Antimony text, for rodas */
};

/** y' = -y/2, y = 100 exp(-t/2) */
extern const struct problem problem_decay;

/** x' = v, v' = -x, shifted to stay positive: x = 2 + sin t */
extern const struct problem problem_swing;

/** y' = cos t - 50 (y - 3 - sin t): time in the rates, and a fast mode. y = 3 + sin t */
extern const struct problem problem_forced;

/** Robertson's kinetics, the standard stiff problem; `exact` gives its start only. */
extern const struct problem problem_robertson;

/** y' = y^2: y = 1/(1 - t) */
extern const struct problem problem_square;

/** y' = -2 sqrt(y), with no rate below 0: y = (1 - t)^2 until t = 1, then nothing */
extern const struct problem problem_root;

#endif
