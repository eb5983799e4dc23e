/*
 * tally.h - extremes and integral of a readout along the pieces of a run.
 *
 * Uses + - * / and comparisons alone: the same bits on every machine.
 */
#ifndef PL_STUDY_TALLY_H
#define PL_STUDY_TALLY_H

#include <stddef.h>

/** What was seen of one readout on the way so far. All are NaN once a value was. */
struct pl_tally {
    double largest, smallest;
    double when_largest; /* [model time] when it was first reached */
    double integral;     /* [value times model time] */
};

/** Before the first piece. */
void pl_tally_begin(struct pl_tally *tally);

/**
 * Take a piece of a readout that is a quartic along it: one that is linear in the
 * states and in time. The largest and smallest are those of the quartic, not only of
 * the values; of equal largest ones the first counts. Pieces come in the order of time.
 *
 * @param t0, t1  [model time] t0 < t1
 * @param values  shape (PL_OUTPUT_NODES): at t0 + pl_output_shares[j] (t1 - t0)
 * Cost: some 60 operations; some 2000 where a turning point may be the largest or
 * smallest value so far.
 */
void pl_tally_add(struct pl_tally *tally, double t0, double t1, const double *values);

/**
 * Take a piece of any other readout into the integral alone: its values are seen one by
 * one. The rule is exact up to the degree 7.
 */
void pl_tally_integrate(struct pl_tally *tally, double t0, double t1,
                        const double *values);

/** Take one value into the extremes, in any order of time. */
void pl_tally_see(struct pl_tally *tally, double time, double value);

/** The largest |value| so far; 0 before the first. */
double pl_tally_scale(const struct pl_tally *tally);

/**
 * Where, between the nodes of a piece, a readout may be larger or smaller than all that
 * was seen of it.
 *
 * @param values  shape (PL_OUTPUT_NODES)
 * @param margin  how far it may be from the quartic through them
 * @param turns   shape (PL_QUARTIC_DEGREE): receives places from -1 to 1, ascending
 * @return how many there are
 */
size_t pl_tally_find_turns(const struct pl_tally *tally, const double *values,
                           double margin, double *turns);

#endif
