/*
 * turns.c - where curves turn: many extremes, narrowed together in rounds.
 */
#include "analysis/turns.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "base/diag.h"

/* Points of a turn in a round, inside its ends; a round leaves 2 of 9 parts. */
enum { N_INSIDE = 8 };

/* [-] Narrow enough in ln dose to go by slopes. If wider, the first such step may leave
 * the neighbourhood; each round less costs one of runs. */
#define NEAR_ENOUGH 0.02

/* Rounds that narrow; 9/2 to that power takes any range of doses below NEAR_ENOUGH. */
#define MOST_ROUNDS 8

/* Rounds by slopes: the second corrects what the first did from afar. */
#define SLOPE_ROUNDS 2

/* [-] A step by slopes is no longer than this in ln dose: longer ones mean that the
 * curve is no parabola there. */
#define LONGEST_STEP 0.05

struct work {
    struct pl_extreme *turn;
    bool is_lost;  /* a value was not finite */
    double middle; /* [ln dose] the best so far */
    double value;
};

void
pl_stencil_slopes(const double v[PL_STENCIL_POINTS], double *first, double *second)
{
    const double h = PL_STENCIL_STEP;

    *first = (v[0] - 8.0 * v[1] + 8.0 * v[3] - v[4]) / (12.0 * h);
    *second = (-v[0] + 16.0 * v[1] - 30.0 * v[2] + 16.0 * v[3] - v[4]) / (12.0 * h * h);
}

static bool
is_wide(const struct work *work)
{
    return !work->is_lost && work->turn->high - work->turn->low > NEAR_ENOUGH;
}

static double
inside(const struct pl_extreme *turn, size_t i)
{
    return turn->low + (turn->high - turn->low) * (double)(i + 1) / (N_INSIDE + 1);
}

static void
take_inside(struct work *work, const double *values, size_t stride)
{
    struct pl_extreme *turn = work->turn;
    const double sign = turn->is_largest ? 1.0 : -1.0;
    const double part = (turn->high - turn->low) / (N_INSIDE + 1);
    size_t best = 0;

    for (size_t i = 0; i < N_INSIDE; i++) {
        if (!isfinite(values[i * stride])) {
            work->is_lost = true;
            return;
        }
        if (sign * values[i * stride] > sign * values[best * stride]) {
            best = i;
        }
    }
    work->middle = inside(turn, best);
    work->value = values[best * stride];
    turn->low = work->middle - part;
    turn->high = work->middle + part;
}

static void
take_stencil(struct work *work, const double *values, size_t stride)
{
    const double sign = work->turn->is_largest ? 1.0 : -1.0;
    double around[PL_STENCIL_POINTS];
    double first = 0.0;
    double second = 0.0;

    for (size_t i = 0; i < PL_STENCIL_POINTS; i++) {
        around[i] = values[i * stride];
        if (!isfinite(around[i])) {
            work->is_lost = true;
            return;
        }
    }
    pl_stencil_slopes(around, &first, &second);
    work->value = around[PL_STENCIL_POINTS / 2];
    if (sign * second < 0.0 && fabs(first) <= LONGEST_STEP * fabs(second)) {
        work->middle -= first / second;
        work->value -= 0.5 * first * first / second;
    }
}

/* Ask for `each` points of every turn that takes part, and hand the values out. */
static enum pl_status
run_round(const struct pl_asked *asked, size_t n_outputs, struct work *works, size_t n,
          bool by_slopes, double *points, double *values, struct pl_diags *diags)
{
    const size_t each = by_slopes ? PL_STENCIL_POINTS : N_INSIDE;
    size_t n_points = 0;
    size_t at = 0;
    enum pl_status status = PL_OK;

    for (size_t w = 0; w < n; w++) {
        for (size_t i = 0;
             i < each && (by_slopes ? !works[w].is_lost : is_wide(&works[w])); i++) {
            const double x =
                by_slopes ? works[w].middle +
                                PL_STENCIL_STEP * ((double)i - PL_STENCIL_POINTS / 2)
                          : inside(works[w].turn, i);

            pl_asked_put_dose(points + 2 * n_points++, works[w].turn->curve, exp(x));
        }
    }
    if (n_points == 0) {
        return PL_OK;
    }
    status = asked->values(asked->context, points, n_points, values, diags);
    for (size_t w = 0; w < n && status == PL_OK; w++) {
        const double *mine = values + at * n_outputs + works[w].turn->output;

        if (by_slopes ? works[w].is_lost : !is_wide(&works[w])) {
            continue;
        }
        at += each;
        if (by_slopes) {
            take_stencil(&works[w], mine, n_outputs);
        } else {
            take_inside(&works[w], mine, n_outputs);
        }
    }
    return status;
}

enum pl_status
pl_turns_narrow(const struct pl_asked *asked, size_t n_outputs,
                struct pl_extreme *turns, size_t n, struct pl_diags *diags)
{
    const size_t most = n <= SIZE_MAX / N_INSIDE / 2 ? n * N_INSIDE : 0;
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
        works[w].turn = &turns[w];
        works[w].middle = 0.5 * (turns[w].low + turns[w].high);
        works[w].value = NAN;
    }
    for (int round = 0; round < MOST_ROUNDS + SLOPE_ROUNDS && status == PL_OK;
         round++) {
        status = run_round(asked, n_outputs, works, n, round >= MOST_ROUNDS, points,
                           values, diags);
    }
    for (size_t w = 0; w < n && status == PL_OK; w++) {
        turns[w].dose = works[w].is_lost ? NAN : exp(works[w].middle);
        turns[w].value = works[w].is_lost ? NAN : works[w].value;
    }

done:
    free(works);
    free(points);
    free(values);
    return status;
}
