/*
 * continuation_locate.c - where on a curve of rest states something happens.
 */
#include "analysis/continuation_private.h"

#include <math.h>
#include <string.h>

/* Between two points that are no farther apart, as a part of the step, nothing is told
 * apart. */
static const double CLOSE = 1e-14;

/* [-] An input that is no larger, as a part of what it was a step before, is 0. */
static const double AT_ZERO = 1e-12;

enum { MOST_TRIALS = 100 };

/* Where the equations are singular, points beside are taken so far off, as a part of the
 * step. Nearer, Newton steps are lost in rounding; farther, the curve is bent. */
static const double NEAREST = 1e-4, FARTHEST = 1e-2;

static bool
turns(const struct pl_walk *walk)
{
    return walk->a.tangent[walk->n] * walk->b.tangent[walk->n] < 0.0;
}

enum pl_walk_event
pl_walk_what_happens(const struct pl_walk *walk)
{
    const size_t a = walk->a.n_unstable;
    const size_t b = walk->b.n_unstable;
    const size_t change = a > b ? a - b : b - a;

    if (turns(walk)) {
        return change == 1 ? PL_WALK_FOLD : PL_WALK_SEVERAL;
    }
    return change == 0   ? PL_WALK_NOTHING
           : change == 1 ? PL_WALK_CROSSING
           : change == 2 ? PL_WALK_HOPF
                         : PL_WALK_SEVERAL;
}

/* What is 0 at the place that is looked for. */
struct target {
    enum { TURN, EIGENVALUE, STATE } kind;
    size_t which; /* eigenvalue, largest real part first; state */
};

/* Put the point at a share of the way from a to b into walk->event.
 * @param value  receives what is to be 0
 * @return false where there is none to be had */
static bool
evaluate(struct pl_walk *walk, const struct target *target, double share, double *value)
{
    struct pl_rest_place *event = &walk->event;
    double rounding = 0.0;

    for (size_t i = 0; i <= walk->n; i++) {
        event->z[i] = walk->a.z[i] + share * (walk->b.z[i] - walk->a.z[i]);
        walk->chord[i] = walk->b.z[i] - walk->a.z[i];
    }
    if (!pl_rest_curve_correct(walk->curve, walk->chord, event->z)) {
        return false;
    }
    switch (target->kind) {
    case TURN:
        if (!pl_rest_curve_tangent(walk->curve, event->z, walk->a.tangent,
                                   event->tangent)) {
            return false;
        }
        *value = event->tangent[walk->n];
        return true;
    case EIGENVALUE:
        if (!pl_rest_curve_eigenvalues(walk->curve, event->z, walk->real,
                                       walk->imaginary, &rounding)) {
            return false;
        }
        *value = walk->real[target->which];
        return true;
    case STATE:
        *value = event->z[target->which];
        return true;
    }
    return false;
}

/* The root between 0 and 1, by false position that halves what does not move (Illinois).
 * It ends with the root in walk->event. */
static bool
find_root(struct pl_walk *walk, const struct target *target)
{
    double low = 0.0;
    double high = 1.0;
    double at_low = 0.0;
    double at_high = 0.0;
    double share = 0.5;
    double value = 0.0;
    int side = 0;

    if (!evaluate(walk, target, low, &at_low) ||
        !evaluate(walk, target, high, &at_high)) {
        return false;
    }
    for (int k = 0; k < MOST_TRIALS && high - low > CLOSE; k++) {
        const double guess = (low * at_high - high * at_low) / (at_high - at_low);

        share = guess > low && guess < high ? guess : 0.5 * (low + high);
        if (k % 3 == 2) {
            share = 0.5 * (low + high); /* nothing keeps it from closing in */
        }
        if (!evaluate(walk, target, share, &value)) {
            return false;
        }
        if (value == 0.0) {
            return true;
        }
        if ((value > 0.0) == (at_high > 0.0)) {
            high = share;
            at_high = value;
            at_low = side > 0 ? 0.5 * at_low : at_low;
            side = 1;
        } else {
            low = share;
            at_low = value;
            at_high = side < 0 ? 0.5 * at_high : at_high;
            side = -1;
        }
    }
    return evaluate(walk, target, 0.5 * (low + high), &value);
}

/* Values on both sides of a share of the way, no nearer than points can be had; the point
 * on the near side goes to walk->trial, the other to walk->event. */
static bool
straddle(struct pl_walk *walk, const struct target *target, double share,
         double *beside, double *below, double *above)
{
    for (*beside = NEAREST; *beside <= FARTHEST; *beside *= 10.0) {
        if (!evaluate(walk, target, share - *beside, below)) {
            continue;
        }
        memcpy(walk->trial, walk->event.z, (walk->n + 1) * sizeof *walk->trial);
        if (evaluate(walk, target, share + *beside, above)) {
            return true;
        }
    }
    return false;
}

/* The same where another curve crosses: there the equations are singular, and near it
 * Newton steps may end on that curve. The root is read off between two points beside. */
static bool
find_crossing(struct pl_walk *walk, const struct target *target)
{
    double low = 0.0;
    double high = 1.0;
    double at_low = 0.0;
    double at_high = 0.0;

    if (!evaluate(walk, target, low, &at_low) ||
        !evaluate(walk, target, high, &at_high)) {
        return false;
    }
    for (int k = 0; k < MOST_TRIALS && high > low; k++) {
        const double guess = (low * at_high - high * at_low) / (at_high - at_low);
        const bool is_inside = guess > low && guess < high && k % 3 != 2;
        const double share = is_inside ? guess : 0.5 * (low + high);
        double beside = 0.0;
        double below = 0.0;
        double above = 0.0;

        if (!straddle(walk, target, share, &beside, &below, &above)) {
            return false;
        }
        if ((below > 0.0) != (above > 0.0)) {
            for (size_t i = 0; i <= walk->n; i++) {
                walk->event.z[i] =
                    walk->trial[i] +
                    below / (below - above) * (walk->event.z[i] - walk->trial[i]);
            }
            return true;
        }
        if ((above > 0.0) == (at_high > 0.0)) {
            high = share - beside;
            at_high = below;
        } else {
            low = share + beside;
            at_low = above;
        }
    }
    return false;
}

/* The eigenvalue that crosses, and what is left unstable without it. */
static void
note_crossing(struct pl_walk *walk, double rounding, enum pl_walk_event *event)
{
    struct pl_rest_place *place = &walk->event;
    const size_t least = walk->a.n_unstable < walk->b.n_unstable ? walk->a.n_unstable
                                                                 : walk->b.n_unstable;
    const double imaginary = walk->imaginary[least];

    if (*event == PL_WALK_HOPF && fabs(imaginary) <= rounding) {
        *event = PL_WALK_CROSSING; /* the first of two real ones */
    }
    place->n_unstable = least;
    place->real = walk->real[least];
    place->imaginary = fabs(imaginary);
}

bool
pl_walk_locate(struct pl_walk *walk, enum pl_walk_event *event)
{
    const size_t least = walk->a.n_unstable < walk->b.n_unstable ? walk->a.n_unstable
                                                                 : walk->b.n_unstable;
    const bool folds = turns(walk);
    const struct target target = {folds ? TURN : EIGENVALUE, least};
    double rounding = 0.0;

    if (folds) { /* where as much is stable behind it, another curve crosses it there */
        *event =
            walk->a.n_unstable != walk->b.n_unstable ? PL_WALK_FOLD : PL_WALK_CROSSING;
    }
    if (*event == PL_WALK_SEVERAL ||
        !(*event == PL_WALK_CROSSING ? find_crossing(walk, &target)
                                     : find_root(walk, &target)) ||
        !pl_rest_curve_eigenvalues(walk->curve, walk->event.z, walk->real,
                                   walk->imaginary, &rounding)) {
        return false;
    }
    note_crossing(walk, rounding, event);
    if (!pl_rest_curve_tangent(walk->curve, walk->event.z, walk->chord,
                               walk->event.tangent)) {
        const double length =
            sqrt(pl_rest_curve_product(walk->curve, walk->chord, walk->chord));

        for (size_t i = 0; i <= walk->n; i++) { /* singular: another curve crosses */
            walk->event.tangent[i] = walk->chord[i] / length;
        }
    }
    return true;
}

bool
pl_walk_locate_zero(struct pl_walk *walk, size_t state)
{
    const struct target target = {STATE, state};

    if (!find_root(walk, &target)) {
        return false;
    }
    walk->event.z[state] = 0.0;
    if (fabs(walk->event.z[walk->n]) <= AT_ZERO * fabs(walk->a.z[walk->n])) {
        walk->event.z[walk->n] = 0.0; /* where an input of 0 makes it so: rounding */
    }
    memcpy(walk->event.tangent, walk->a.tangent,
           (walk->n + 1) * sizeof *walk->a.tangent);
    return true;
}
