/*
 * tally.c - extremes and integral of a readout along the pieces of a run.
 */
#include "study/tally.h"

#include <math.h>
#include <stdbool.h>

#include "solve/output.h"
#include "study/quartic.h"

/* @return true when the quartic may have a turning point beyond what was seen, less the
 * margin */
static bool
may_turn(const struct pl_tally *tally, const struct pl_quartic *quartic, double margin)
{
    const double above = tally->largest - margin - quartic->middle;
    const double below = tally->smallest + margin - quartic->middle;
    double b[PL_QUARTIC_DEGREE + 1];

    pl_quartic_bernstein(quartic, b);
    if ((b[0] <= b[1] && b[1] <= b[2] && b[2] <= b[3] && b[3] <= b[4]) ||
        (b[0] >= b[1] && b[1] >= b[2] && b[2] >= b[3] && b[3] >= b[4])) {
        return false;
    }
    for (size_t i = 0; i <= PL_QUARTIC_DEGREE; i++) {
        if (!(b[i] >= below && b[i] <= above)) {
            return true;
        }
    }
    return false;
}

/* A value that may be the largest or smallest; earlier ones come first. */
static void
consider(double value, double time, struct pl_tally *tally)
{
    if (value > tally->largest) {
        tally->largest = value;
        tally->when_largest = time;
    }
    if (value < tally->smallest) {
        tally->smallest = value;
    }
}

static void
spoil(struct pl_tally *tally)
{
    *tally = (struct pl_tally){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
}

void
pl_tally_begin(struct pl_tally *tally)
{
    tally->largest = -(double)INFINITY;
    tally->smallest = (double)INFINITY;
    tally->when_largest = (double)NAN;
    tally->integral = 0.0;
}

void
pl_tally_integrate(struct pl_tally *tally, double t0, double t1, const double *values)
{
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        if (isnan(values[j])) {
            spoil(tally);
            return;
        }
    }
    /* weights 1/10, 49/90, 32/45, 49/90, 1/10 over a length of 2 */
    tally->integral += (t1 - t0) * ((values[0] + values[4]) * (1.0 / 20.0) +
                                    (values[1] + values[3]) * (49.0 / 180.0) +
                                    values[2] * (16.0 / 45.0));
}

void
pl_tally_add(struct pl_tally *tally, double t0, double t1, const double *values)
{
    const struct pl_quartic quartic = pl_quartic_fit(values);
    const bool turns = may_turn(tally, &quartic, 0.0);

    pl_tally_integrate(tally, t0, t1, values);
    if (isnan(tally->integral) && isnan(tally->largest)) {
        return; /* a value is NaN, or one was */
    }
    consider(values[0], t0, tally);
    if (turns) {
        double places[PL_QUARTIC_DEGREE];
        const size_t n = pl_quartic_turns(&quartic, places);

        for (size_t i = 0; i < n; i++) {
            consider(pl_quartic_value(&quartic, places[i]),
                     pl_quartic_time(t0, t1, places[i]), tally);
        }
    }
    consider(values[PL_OUTPUT_NODES - 1], t1, tally);
    /* Inner nodes can be beyond all these by rounding alone, or where they are
     * infinite: no time is taken from them, as that of the turning point is known
     * better. */
    for (size_t j = 1; j + 1 < PL_OUTPUT_NODES; j++) {
        tally->largest = values[j] > tally->largest ? values[j] : tally->largest;
        tally->smallest = values[j] < tally->smallest ? values[j] : tally->smallest;
    }
}

void
pl_tally_see(struct pl_tally *tally, double time, double value)
{
    if (isnan(value)) {
        spoil(tally);
    }
    if (value > tally->largest ||
        (value == tally->largest && time < tally->when_largest)) {
        tally->largest = value;
        tally->when_largest = time;
    }
    if (value < tally->smallest) {
        tally->smallest = value;
    }
}

double
pl_tally_scale(const struct pl_tally *tally)
{
    const double scale =
        tally->largest > -tally->smallest ? tally->largest : -tally->smallest;

    return scale > 0.0 ? scale : 0.0;
}

size_t
pl_tally_find_turns(const struct pl_tally *tally, const double *values, double margin,
                    double *turns)
{
    const struct pl_quartic quartic = pl_quartic_fit(values);
    size_t n_all = 0;
    size_t n = 0;

    if (!may_turn(tally, &quartic, margin)) {
        return 0;
    }
    n_all = pl_quartic_turns(&quartic, turns);
    for (size_t i = 0; i < n_all; i++) {
        const double value = pl_quartic_value(&quartic, turns[i]);

        if (value > tally->largest - margin || value < tally->smallest + margin) {
            turns[n++] = turns[i];
        }
    }
    return n;
}
