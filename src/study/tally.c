/*
 * tally.c - extremes and integral of a readout along the steps of a run.
 *
 * Between the ends of a step the readout is taken as the quartic p through its values at
 * the five nodes. With x from -1 to 1 over the step and s^2 = 3/7,
 *
 *     p(x) = v2 + c1 x + c2 x^2 + c3 x^3 + c4 x^4 ,   nodes at -1, -s, 0, s, 1 .
 */
#include "study/measure.h"

#include <math.h>

/* s = sqrt(3/7) */
#define NODE 0.65465367070797714380

#define DEGREE 4

/* Halvings of an interval within -1 to 1: from width 2 to the last bit of 1/2. With
 * fewer the time of the largest value would be coarser than its values allow. */
#define N_HALVINGS 54

/* A step, and what its quartic is made of. */
struct step {
    double t0, t1;
    const double *values;
    double even, odd; /* c2 + c4, c1 + c3 */
    double c3, c4;
};

static struct step
fit(double t0, double t1, const double *values)
{
    struct step step = {.t0 = t0, .t1 = t1, .values = values};
    const double middle = values[2];
    /* c2 + s^2 c4 and c1 + s^2 c3; 1 - s^2 = 4/7 */
    const double even = (values[3] - middle + (values[1] - middle)) * (0.5 * 7.0 / 3.0);
    const double odd = (values[3] - values[1]) * (0.5 / NODE);

    step.even = 0.5 * (values[4] - middle + (values[0] - middle));
    step.odd = 0.5 * (values[4] - values[0]);
    step.c4 = (step.even - even) * (7.0 / 4.0);
    step.c3 = (step.odd - odd) * (7.0 / 4.0);
    return step;
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

/*
 * The quartic is monotone when its Bernstein coefficients are, and stays between the
 * smallest and the largest of them.
 * @return true when the step may have a turning point that matters to the tally
 */
static bool
may_turn(const struct pl_tally *tally, const struct step *step)
{
    const double middle = step->values[2];
    const double tilt = 0.5 * step->odd - step->c3;
    const double b[DEGREE + 1] = {
        step->values[0] - middle,
        -tilt - step->c4,
        (4.0 * step->c4 - step->even) * (1.0 / 3.0),
        tilt - step->c4,
        step->values[4] - middle,
    };
    const double above = tally->largest - middle;
    const double below = tally->smallest - middle;

    if ((b[0] <= b[1] && b[1] <= b[2] && b[2] <= b[3] && b[3] <= b[4]) ||
        (b[0] >= b[1] && b[1] >= b[2] && b[2] >= b[3] && b[3] >= b[4])) {
        return false;
    }
    for (size_t i = 0; i <= DEGREE; i++) {
        if (!(b[i] >= below && b[i] <= above)) {
            return true;
        }
    }
    return false;
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

/* Where the quartic turns, ascending: from the third derivative down to the first, each
 * between the turning points that the one before has found. */
static size_t
find_turns(const double *c, double *turns)
{
    double derivatives[DEGREE][DEGREE];
    double found[DEGREE];
    size_t n = 0;

    for (size_t i = 0; i < DEGREE; i++) {
        derivatives[0][i] = (double)(i + 1) * c[i + 1];
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

static double
time_at(const struct step *step, double x)
{
    const double time = step->t0 + (0.5 + 0.5 * x) * (step->t1 - step->t0);

    return time < step->t1 ? time : step->t1;
}

/* Where the quartic of a step turns. */
static void
consider_turns(const struct step *step, struct pl_tally *tally)
{
    const double c[DEGREE + 1] = {0.0, step->odd - step->c3, step->even - step->c4,
                                  step->c3, step->c4};
    double turns[DEGREE];
    const size_t n = find_turns(c, turns);

    for (size_t i = 0; i < n; i++) {
        consider(step->values[2] + polynomial(c, DEGREE, turns[i]),
                 time_at(step, turns[i]), tally);
    }
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
pl_tally_add(struct pl_tally *tally, double t0, double t1, const double *values)
{
    const struct step step = fit(t0, t1, values);
    const bool turns = may_turn(tally, &step);

    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        if (isnan(values[j])) {
            *tally =
                (struct pl_tally){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
            return;
        }
    }
    /* weights 1/10, 49/90, 32/45, 49/90, 1/10 over a length of 2 */
    tally->integral += (t1 - t0) * ((values[0] + values[4]) * (1.0 / 20.0) +
                                    (values[1] + values[3]) * (49.0 / 180.0) +
                                    values[2] * (16.0 / 45.0));
    consider(values[0], t0, tally);
    if (turns) {
        consider_turns(&step, tally);
    }
    consider(values[PL_OUTPUT_NODES - 1], t1, tally);
    /* Inner nodes can be beyond all these by rounding alone, or where they are infinite:
     * no time is taken from them, as that of the turning point is known better. */
    for (size_t j = 1; j + 1 < PL_OUTPUT_NODES; j++) {
        tally->largest = values[j] > tally->largest ? values[j] : tally->largest;
        tally->smallest = values[j] < tally->smallest ? values[j] : tally->smallest;
    }
}
