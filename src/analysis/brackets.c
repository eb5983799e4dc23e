/*
 * brackets.c - where curves have a value: many brackets, narrowed together in rounds.
 */
#include "analysis/brackets.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "base/diag.h"

/* Points of a bracket in a round: as many as go over it in equal parts, and around the
 * place where the value is expected. */
enum { N_SPREAD = 4, N_NEAR = 4, N_ASKED = N_SPREAD + N_NEAR };

/* If fewer, a curve that is not smooth ends too early; 5^-16 is below rounding. */
#define MOST_ROUNDS 16

/* [-] Where points stand around the expected place, in parts of the bracket. */
static const double near_offset[N_NEAR] = {-1e-2, -1e-4, 1e-4, 1e-2};

/* [-] Narrower than this a step of ln dose is lost in rounding. */
#define LEAST_STEP 1e-14

/* A bracket while it is narrowed. */
struct work {
    struct pl_bracket *bracket;
    bool done;
    double x[N_ASKED + 2]; /* [ln dose] ends and points between, ascending */
    double y[N_ASKED + 2];
};

/* Where y is 0, by inverse quadratic interpolation through three points, if that lies
 * between the ends; else by the secant of the ends. */
static double
expect_root(double a, double ya, double m, double ym, double b, double yb)
{
    const double secant = a - ya * (b - a) / (yb - ya);
    double x = NAN;

    if (ya != ym && ym != yb) {
        x = a * ym * yb / ((ya - ym) * (ya - yb)) +
            m * ya * yb / ((ym - ya) * (ym - yb)) +
            b * ya * ym / ((yb - ya) * (yb - ym));
    }
    return x > a && x < b ? x : secant;
}

/* Begin with equal parts: nothing is known yet about the curve between. */
static void
place_first(struct work *work)
{
    const struct pl_bracket *bracket = work->bracket;

    for (size_t i = 0; i < N_ASKED; i++) {
        work->x[i + 1] = bracket->low + (bracket->high - bracket->low) *
                                            (double)(i + 1) / (N_ASKED + 1);
    }
}

/* @param expected  [ln dose] where the value should be */
static void
place_next(struct work *work, double expected)
{
    const struct pl_bracket *bracket = work->bracket;
    const double width = bracket->high - bracket->low;
    size_t n = 0;
    double points[N_ASKED];

    for (size_t i = 0; i < N_SPREAD; i++) {
        points[n++] = bracket->low + width * (double)(i + 1) / (N_SPREAD + 1);
    }
    for (size_t i = 0; i < N_NEAR; i++) {
        const double step = fmax(fabs(near_offset[i]) * width, LEAST_STEP);
        const double x = expected + copysign(step, near_offset[i]);

        points[n++] = fmin(fmax(x, bracket->low), bracket->high);
    }
    for (size_t i = 0; i < N_ASKED; i++) { /* insert in order */
        size_t k = i;

        for (; k > 0 && work->x[k] > points[i]; k--) {
            work->x[k + 1] = work->x[k];
        }
        work->x[k + 1] = points[i];
    }
}

static void
finish(struct work *work)
{
    struct pl_bracket *bracket = work->bracket;
    const double below = bracket->at_low - bracket->target;
    const double above = bracket->at_high - bracket->target;

    work->done = true;
    bracket->root = below == 0.0 ? exp(bracket->low)
                    : above == 0.0
                        ? exp(bracket->high)
                        : exp(bracket->low -
                              below * (bracket->high - bracket->low) / (above - below));
}

/* Put the ends around the values of a round, and cut to the first part in which the
 * target is passed. @return the index of its lower end, or SIZE_MAX for a value that is
 * not finite */
static size_t
cut(struct work *work)
{
    struct pl_bracket *bracket = work->bracket;
    const double below = bracket->at_low - bracket->target;
    size_t i = 1;

    work->x[0] = bracket->low;
    work->y[0] = bracket->at_low;
    work->x[N_ASKED + 1] = bracket->high;
    work->y[N_ASKED + 1] = bracket->at_high;
    for (; i < N_ASKED + 1; i++) {
        const double off = work->y[i] - bracket->target;

        if (!isfinite(off)) {
            return SIZE_MAX;
        }
        if (off == 0.0 || (off > 0.0) != (below > 0.0)) {
            break;
        }
    }
    bracket->low = work->x[i - 1];
    bracket->at_low = work->y[i - 1];
    bracket->high = work->x[i];
    bracket->at_high = work->y[i];
    return i - 1;
}

/* Take in what a round gave, and say where to ask next. */
static void
advance(struct work *work)
{
    struct pl_bracket *bracket = work->bracket;
    const size_t i = cut(work);
    double expected = 0.0;
    size_t third = 0;

    if (i == SIZE_MAX) {
        work->done = true; /* the root stays NaN */
        return;
    }
    if (bracket->at_high == bracket->target ||
        bracket->high - bracket->low <= PL_BRACKET_WIDTH) {
        finish(work);
        return;
    }
    third = i > 0 ? i - 1 : i + 2; /* beside the two ends */
    expected = expect_root(bracket->low, bracket->at_low - bracket->target,
                           work->x[third], work->y[third] - bracket->target,
                           bracket->high, bracket->at_high - bracket->target);
    place_next(work, expected);
}

/* One round: ask for all points of all brackets that are not done, together. */
static enum pl_status
run_round(const struct pl_asked *asked, size_t n_outputs, struct work *works, size_t n,
          double *points, double *values, struct pl_diags *diags)
{
    size_t n_points = 0;
    size_t at = 0;
    enum pl_status status = PL_OK;

    for (size_t w = 0; w < n; w++) {
        for (size_t i = 0; i < N_ASKED && !works[w].done; i++) {
            pl_asked_put_dose(points + 2 * n_points++, works[w].bracket->curve,
                              exp(works[w].x[i + 1]));
        }
    }
    status = asked->values(asked->context, points, n_points, values, diags);
    for (size_t w = 0; w < n && status == PL_OK; w++) {
        if (works[w].done) {
            continue;
        }
        for (size_t i = 0; i < N_ASKED; i++) {
            works[w].y[i + 1] = values[at++ * n_outputs + works[w].bracket->output];
        }
        advance(&works[w]);
    }
    return status;
}

static bool
is_all_done(const struct work *works, size_t n)
{
    for (size_t w = 0; w < n; w++) {
        if (!works[w].done) {
            return false;
        }
    }
    return true;
}

enum pl_status
pl_brackets_narrow(const struct pl_asked *asked, size_t n_outputs,
                   struct pl_bracket *brackets, size_t n, struct pl_diags *diags)
{
    const size_t most = n <= SIZE_MAX / N_ASKED / 2 ? n * N_ASKED : 0;
    struct work *works = calloc(n + 1, sizeof *works);
    double *points = calloc(most + 1, 2 * sizeof *points);
    double *values = n_outputs < SIZE_MAX / sizeof *values
                         ? calloc(most + 1, (n_outputs + 1) * sizeof *values)
                         : NULL;
    enum pl_status status = PL_OK;

    if (works == NULL || points == NULL || values == NULL || (most == 0 && n > 0)) {
        status = pl_diag_no_memory(diags, "the points of a curve");
        goto done;
    }
    for (size_t w = 0; w < n; w++) {
        works[w].bracket = &brackets[w];
        brackets[w].root = NAN;
        if (brackets[w].at_low == brackets[w].target ||
            brackets[w].at_high == brackets[w].target) {
            finish(&works[w]);
        } else {
            place_first(&works[w]);
        }
    }
    for (int round = 0;
         round < MOST_ROUNDS && status == PL_OK && !is_all_done(works, n); round++) {
        status = run_round(asked, n_outputs, works, n, points, values, diags);
    }
    for (size_t w = 0; w < n && status == PL_OK; w++) {
        if (!works[w].done) {
            finish(&works[w]);
        }
    }

done:
    free(works);
    free(points);
    free(values);
    return status;
}
