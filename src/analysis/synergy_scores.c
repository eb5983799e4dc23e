/*
 * synergy_scores.c - a whole checkerboard in a few numbers.
 */
#include "analysis/synergy_private.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "study/ensemble.h"

/* [dose] The sides of the most synergistic area. */
#define AREA ((size_t)3)

/* [excess] Areas that differ by less are alike, and the first one counts: rounding does
 * not choose. */
#define ALIKE 1e-6

/* Room for one score in every member. */
struct room {
    double *means, *areas;        /* shape (n_members) */
    struct pl_weighted *weighted; /* shape (n_members) */
};

/* Mean over a rectangle of combinations; of what is known. NaN of nothing. */
static double
mean_of(const struct pl_synergy *synergy, enum pl_synergy_kind kind, size_t m,
        const size_t from[2], const size_t size[2])
{
    double sum = 0.0;
    double n = 0.0;

    for (size_t i = from[0]; i < from[0] + size[0]; i++) {
        for (size_t j = from[1]; j < from[1] + size[1]; j++) {
            const double value =
                synergy->values[pl_synergy_place(synergy->board, kind, i, j, m)];

            sum += isfinite(value) ? value : 0.0;
            n += isfinite(value) ? 1.0 : 0.0;
        }
    }
    return n > 0.0 ? sum / n : (double)NAN;
}

/* The largest mean of an area; its first doses. */
static double
best_area(const struct pl_synergy *synergy, enum pl_synergy_kind kind, size_t m,
          const size_t size[2], size_t best[2])
{
    const struct pl_checkerboard *board = synergy->board;
    double most = (double)NAN;
    size_t from[2];

    best[0] = PL_NONE;
    best[1] = PL_NONE;
    for (from[0] = 1; from[0] + size[0] <= board->n[0]; from[0]++) {
        for (from[1] = 1; from[1] + size[1] <= board->n[1]; from[1]++) {
            const double mean = mean_of(synergy, kind, m, from, size);

            if (!isnan(mean) && !(mean <= most + ALIKE)) {
                most = mean;
                best[0] = from[0];
                best[1] = from[1];
            }
        }
    }
    return most;
}

/* The member whose number is nearest to the median. */
static size_t
median_member(const double *values, size_t n, double median)
{
    size_t best = 0;

    for (size_t m = 1; m < n; m++) {
        best = !(fabs(values[m] - median) >= fabs(values[best] - median)) ? m : best;
    }
    return best;
}

static void
fill_score(struct pl_synergy *synergy, enum pl_synergy_kind kind,
           const struct room *room)
{
    const struct pl_checkerboard *board = synergy->board;
    struct pl_synergy_score *score = &synergy->scores[kind];
    const size_t first[2] = {1, 1};
    const size_t all[2] = {board->n[0] - 1, board->n[1] - 1};

    for (size_t d = 0; d < 2; d++) {
        score->size[d] = all[d] < AREA ? all[d] : AREA;
    }
    for (size_t m = 0; m < board->n_members; m++) {
        room->means[m] = mean_of(synergy, kind, m, first, all);
        room->areas[m] = best_area(synergy, kind, m, score->size, score->from);
    }
    score->mean =
        pl_band_of(room->means, 1, board->weights, board->n_members, room->weighted);
    score->area =
        pl_band_of(room->areas, 1, board->weights, board->n_members, room->weighted);
    (void)best_area(synergy, kind,
                    median_member(room->areas, board->n_members, score->area.median),
                    score->size, score->from);
}

enum pl_status
pl_synergy_fill_scores(struct pl_synergy *synergy, struct pl_diags *diags)
{
    const size_t n = synergy->board->n_members;
    struct room room = {
        .means = calloc(n, sizeof *room.means),
        .areas = calloc(n, sizeof *room.areas),
        .weighted = calloc(n, sizeof *room.weighted),
    };
    enum pl_status status =
        room.means == NULL || room.areas == NULL || room.weighted == NULL
            ? pl_diag_no_memory(diags, "the scores of a checkerboard")
            : PL_OK;

    for (int kind = 0; kind < PL_N_SYNERGY && status == PL_OK; kind++) {
        if (pl_synergy_is_excess((enum pl_synergy_kind)kind)) {
            fill_score(synergy, (enum pl_synergy_kind)kind, &room);
        }
    }
    free(room.means);
    free(room.areas);
    free(room.weighted);
    return status;
}
