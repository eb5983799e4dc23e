/*
 * least_dose.c - the least dose of a drug at which a run keeps to limits.
 */
#include "analysis/least_dose.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "analysis/brackets.h"
#include "analysis/turns.h"
#include "base/diag.h"
#include "base/index.h"

/* Where a stretch of doses begins, where it ends, and where the next begins. */
enum { BEGIN, END, AGAIN, N_PLACES };

/* A series while it is looked through. */
struct look {
    double *dose; /* shape (n); the first is 0 */
    double *x;    /* [ln dose], shape (n) */
    double *y;    /* margins, shape (n): finite */
    size_t n;
    size_t at[N_PLACES];     /* the point behind each of them; PL_NONE for none */
    size_t wanted[N_PLACES]; /* of a bracket; PL_NONE for none */
};

/* The first point from i on that holds, or does not; n for none. */
static size_t
next_that(const struct look *look, size_t i, bool holds)
{
    while (i < look->n && (look->y[i] >= 0.0) != holds) {
        i++;
    }
    return i;
}

/* True for a point that nearly holds, with points beside it that do less. */
static bool
is_near_miss(const struct look *look, size_t i)
{
    return look->y[i] < 0.0 && look->y[i] >= look->y[i - 1] &&
           look->y[i] >= look->y[i + 1] && look->x[i + 1] > look->x[i - 1];
}

/* Between two doses it may hold for a stretch that both miss: go to where it comes
 * nearest, for all doses below the first that holds. */
static enum pl_status
find_near_misses(const struct pl_asked *asked, struct look *looks, size_t n,
                 struct pl_diags *diags)
{
    struct pl_extreme *turns = NULL;
    size_t n_turns = 0;
    size_t at = 0;
    enum pl_status status = PL_OK;

    for (int pass = 0; pass < 3 && status == PL_OK; pass++) {
        for (size_t s = 0; s < n; s++) {
            const size_t first = next_that(&looks[s], 0, true);

            for (size_t i = 2; i + 1 < looks[s].n && i + 1 < first; i++) {
                if (!is_near_miss(&looks[s], i)) {
                    continue;
                }
                if (pass == 0) {
                    n_turns++;
                } else if (pass == 1) {
                    turns[at++] = (struct pl_extreme){.curve = s,
                                                      .is_largest = true,
                                                      .low = looks[s].x[i - 1],
                                                      .high = looks[s].x[i + 1]};
                }
            }
        }
        if (pass == 0) {
            turns = calloc(n_turns + 1, sizeof *turns);
            status = turns != NULL ? PL_OK : pl_diag_no_memory(diags, "a dose");
        } else if (pass == 1) {
            status = pl_turns_narrow(asked, 1, turns, n_turns, diags);
            break;
        }
    }
    for (size_t t = 0; t < n_turns && status == PL_OK; t++) {
        struct look *look = &looks[turns[t].curve];
        const double x = log(turns[t].dose);
        size_t i = 2;

        while (i + 1 < look->n && !(x > look->x[i - 1] && x < look->x[i + 1])) {
            i++;
        }
        if (isfinite(turns[t].dose) && i + 1 < look->n && turns[t].value > look->y[i]) {
            look->dose[i] = turns[t].dose;
            look->x[i] = x;
            look->y[i] = turns[t].value;
        }
    }
    free(turns);
    return status;
}

/* Where the stretch begins and ends, among the points. */
static void
find_places(struct look *look, size_t series, struct pl_bracket *brackets,
            size_t *n_brackets)
{
    look->at[BEGIN] = next_that(look, 0, true);
    look->at[END] = next_that(look, look->at[BEGIN], false);
    look->at[AGAIN] = next_that(look, look->at[END], true);
    for (size_t p = 0; p < N_PLACES; p++) {
        const size_t i = look->at[p];

        look->wanted[p] = PL_NONE;
        if (i < 2 || i >= look->n) {
            continue;
        }
        look->wanted[p] = *n_brackets;
        brackets[(*n_brackets)++] = (struct pl_bracket){
            .curve = series,
            .low = look->x[i - 1],
            .high = look->x[i],
            .at_low = look->y[i - 1],
            .at_high = look->y[i],
        };
    }
}

/* The end of a bracket at which it holds. */
static double
dose_of(const struct look *look, size_t place, const struct pl_bracket *brackets)
{
    const struct pl_bracket *bracket = NULL;

    if (look->at[place] >= look->n) {
        return NAN;
    }
    if (look->wanted[place] == PL_NONE) {
        return look->dose[look->at[place]];
    }
    bracket = &brackets[look->wanted[place]];
    return isnan(bracket->root)
               ? (double)NAN
               : exp(bracket->at_high >= 0.0 ? bracket->high : bracket->low);
}

static void
conclude(const struct look *look, const struct pl_bracket *brackets,
         struct pl_least_dose *out)
{
    const size_t begin = look->at[BEGIN];
    size_t best = 0;

    *out = (struct pl_least_dose){PL_LEAST_MISSING, NAN, NAN, NAN, NAN, NAN};
    if (look->n == 0) {
        return;
    }
    for (size_t i = 1; i < look->n; i++) {
        best = look->y[i] > look->y[best] ? i : best;
    }
    if (begin == look->n) {
        out->kind = PL_LEAST_NONE;
        out->nearest = look->dose[best];
        out->margin = look->y[best];
        return;
    }
    out->kind = begin == 0   ? PL_LEAST_AT_ZERO
                : begin == 1 ? PL_LEAST_BELOW
                             : PL_LEAST_FOUND;
    out->dose = begin == 0 ? 0.0 : dose_of(look, BEGIN, brackets);
    out->until =
        look->at[END] < look->n ? dose_of(look, END, brackets) : (double)INFINITY;
    out->again = dose_of(look, AGAIN, brackets);
    out->nearest = out->dose;
    out->margin = begin == 0 ? look->y[0] : 0.0;
}

/* Run the doses, and keep the finite margins. */
static enum pl_status
run_grid(const struct pl_asked *asked, const struct pl_dose_series *series, size_t n,
         size_t n_points, struct look *looks, double *room, struct pl_diags *diags)
{
    double *points = calloc(n_points + 1, 2 * sizeof *points);
    double *values = calloc(n_points + 1, sizeof *values);
    size_t at = 0;
    enum pl_status status = points != NULL && values != NULL
                                ? PL_OK
                                : pl_diag_no_memory(diags, "the doses");

    for (size_t s = 0; s < n && status == PL_OK; s++) {
        for (size_t i = 0; i < series[s].n; i++) {
            pl_asked_put_dose(points + 2 * at++, s, series[s].doses[i]);
        }
    }
    if (status == PL_OK) {
        status = asked->values(asked->context, points, n_points, values, diags);
    }
    at = 0;
    for (size_t s = 0; s < n && status == PL_OK; s++) {
        looks[s].dose = room;
        looks[s].x = room + series[s].n;
        looks[s].y = room + 2 * series[s].n;
        room += 3 * series[s].n;
        for (size_t i = 0; i < series[s].n; i++, at++) {
            if (isfinite(values[at])) {
                looks[s].dose[looks[s].n] = series[s].doses[i];
                looks[s].x[looks[s].n] = log(series[s].doses[i]);
                looks[s].y[looks[s].n++] = values[at];
            }
        }
    }
    free(points);
    free(values);
    return status;
}

enum pl_status
pl_least_dose_find(const struct pl_asked *asked, const struct pl_dose_series *series,
                   size_t n, struct pl_diags *diags, struct pl_least_dose *out)
{
    size_t n_points = 0;
    size_t n_brackets = 0;
    struct look *looks = calloc(n + 1, sizeof *looks);
    struct pl_bracket *brackets = calloc(n + 1, N_PLACES * sizeof *brackets);
    double *room = NULL;
    enum pl_status status = PL_OK;

    for (size_t s = 0; s < n; s++) {
        n_points += series[s].n;
    }
    room = calloc(n_points + 1, 3 * sizeof *room);
    if (looks == NULL || brackets == NULL || room == NULL) {
        status = pl_diag_no_memory(diags, "the doses");
    }
    if (status == PL_OK) {
        status = run_grid(asked, series, n, n_points, looks, room, diags);
    }
    if (status == PL_OK) {
        status = find_near_misses(asked, looks, n, diags);
    }
    for (size_t s = 0; s < n && status == PL_OK; s++) {
        find_places(&looks[s], s, brackets, &n_brackets);
    }
    if (status == PL_OK) {
        status = pl_brackets_narrow(asked, 1, brackets, n_brackets, diags);
    }
    for (size_t s = 0; s < n && status == PL_OK; s++) {
        conclude(&looks[s], brackets, &out[s]);
    }
    free(looks);
    free(brackets);
    free(room);
    return status;
}
