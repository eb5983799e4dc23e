/*
 * quartic.c - the quartic through the values at the five nodes of a piece of a run.
 */
#include "study/quartic.h"

#include <stdbool.h>

#define DEGREE PL_QUARTIC_DEGREE

/* s = sqrt(3/7) */
#define NODE 0.65465367070797714380

/* Halvings of an interval within -1 to 1: from width 2 to the last bit of 1/2. With
 * fewer the time of the largest value would be coarser than its values allow. */
#define N_HALVINGS 54

struct pl_quartic
pl_quartic_fit(const double *values)
{
    const double middle = values[2];
    struct pl_quartic quartic = {
        .middle = middle,
        .first = values[0] - middle,
        .last = values[4] - middle,
    };
    /* c2 + s^2 c4 and c1 + s^2 c3; 1 - s^2 = 4/7 */
    const double even = (values[3] - middle + (values[1] - middle)) * (0.5 * 7.0 / 3.0);
    const double odd = (values[3] - values[1]) * (0.5 / NODE);

    quartic.even = 0.5 * (quartic.last + quartic.first);
    quartic.odd = 0.5 * (values[4] - values[0]);
    quartic.c[4] = (quartic.even - even) * (7.0 / 4.0);
    quartic.c[3] = (quartic.odd - odd) * (7.0 / 4.0);
    quartic.c[2] = quartic.even - quartic.c[4];
    quartic.c[1] = quartic.odd - quartic.c[3];
    return quartic;
}

static double
polynomial(const double *c, size_t degree, double x)
{
    double sum = c[degree];

    for (size_t i = degree; i > 0; i--) {
        sum = sum * x + c[i - 1];
    }
    return sum;
}

double
pl_quartic_value(const struct pl_quartic *quartic, double x)
{
    return quartic->middle + polynomial(quartic->c, DEGREE, x);
}

double
pl_quartic_time(double t0, double t1, double x)
{
    const double time = t0 + (0.5 + 0.5 * x) * (t1 - t0);

    return time < t1 ? time : t1;
}

void
pl_quartic_bernstein(const struct pl_quartic *quartic, double *coefficients)
{
    const double tilt = 0.5 * quartic->odd - quartic->c[3];

    coefficients[0] = quartic->first;
    coefficients[1] = -tilt - quartic->c[4];
    coefficients[2] = (4.0 * quartic->c[4] - quartic->even) * (1.0 / 3.0);
    coefficients[3] = tilt - quartic->c[4];
    coefficients[4] = quartic->last;
}

/*
 * Where a polynomial changes its sign within -1 to 1, ascending.
 * @param turns  shape (n_turns): its own turning points, so that there is one change at
 *               most between two of them
 */
static size_t
find_changes(const double *c, size_t degree, const double *turns, size_t n_turns,
             double *changes)
{
    double from = -1.0;
    size_t n = 0;

    for (size_t i = 0; i <= n_turns; i++) {
        const double to = i < n_turns ? turns[i] : 1.0;
        const bool is_negative = polynomial(c, degree, from) < 0.0;
        double low = from;
        double high = to;

        from = to;
        if ((polynomial(c, degree, to) < 0.0) == is_negative) {
            continue;
        }
        for (int k = 0; k < N_HALVINGS; k++) {
            const double half = 0.5 * (low + high);

            if ((polynomial(c, degree, half) < 0.0) == is_negative) {
                low = half;
            } else {
                high = half;
            }
        }
        changes[n++] = high;
    }
    return n;
}

/* From the third derivative down to the first, each between the turning points that the
 * one before has found. */
size_t
pl_quartic_turns(const struct pl_quartic *quartic, double *turns)
{
    double derivatives[DEGREE][DEGREE];
    double found[DEGREE];
    size_t n = 0;

    for (size_t i = 0; i < DEGREE; i++) {
        derivatives[0][i] = (double)(i + 1) * quartic->c[i + 1];
    }
    for (size_t k = 1; k < DEGREE - 1; k++) {
        for (size_t i = 0; i < DEGREE - k; i++) {
            derivatives[k][i] = (double)(i + 1) * derivatives[k - 1][i + 1];
        }
    }
    for (size_t k = DEGREE - 1; k > 0; k--) {
        n = find_changes(derivatives[k - 1], DEGREE - k, turns, n, found);
        for (size_t i = 0; i < n; i++) {
            turns[i] = found[i];
        }
    }
    return n;
}
