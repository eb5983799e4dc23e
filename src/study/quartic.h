/*
 * quartic.h - the quartic through the values at the five nodes of a piece of a run.
 *
 * With x from -1 to 1 over the piece and s^2 = 3/7 the nodes (pl_output_shares) are at
 * -1, -s, 0, s and 1. Everything here is made of + - * / and comparisons alone: the
 * same bits on every machine.
 */
#ifndef PL_STUDY_QUARTIC_H
#define PL_STUDY_QUARTIC_H

#include <stddef.h>

#define PL_QUARTIC_DEGREE 4

/** middle + c[1] x + c[2] x^2 + c[3] x^3 + c[4] x^4 */
struct pl_quartic {
    double middle;                   /* the value at 0 */
    double c[PL_QUARTIC_DEGREE + 1]; /* c[0] is 0 */
    double first, last; /* the values at the ends, less that in the middle */
    double even, odd;   /* c2 + c4, c1 + c3 */
};

/** @param values  shape (PL_OUTPUT_NODES) */
struct pl_quartic pl_quartic_fit(const double *values);

double pl_quartic_value(const struct pl_quartic *quartic, double x);

/** [model time] of a place on the piece from t0 to t1. */
double pl_quartic_time(double t0, double t1, double x);

/**
 * Its Bernstein coefficients less the middle. It stays between the smallest and the
 * largest of them, and is monotone when they are; the first and the last are its ends.
 *
 * @param coefficients  shape (PL_QUARTIC_DEGREE + 1)
 */
void pl_quartic_bernstein(const struct pl_quartic *quartic, double *coefficients);

/**
 * Where it turns, ascending, to the last bit of 1/2.
 *
 * @param turns  shape (PL_QUARTIC_DEGREE): receives them
 * @return how many there are
 * Cost: some 2000 operations.
 */
size_t pl_quartic_turns(const struct pl_quartic *quartic, double *turns);

#endif
