/*
 * loops_choose.c - which loops are told, in which order, and how many there are of which.
 */
#include <stdint.h>
#include <stdlib.h>

#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"

/* A loop and where it comes among the rows. */
struct place {
    enum pl_loop_kind kind;
    double key;
    size_t loop;
};

static int
compare_places(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;

    if (left->kind != right->kind) {
        return left->kind < right->kind ? -1 : 1;
    }
    if (left->key != right->key) {
        return left->key > right->key ? -1 : 1;
    }
    return (left->loop > right->loop) - (left->loop < right->loop);
}

/* The loop with the largest gain of those through each edge; PL_NONE for none. */
static void
find_strongest(const struct pl_loops *loops, const double *gain, size_t *strongest)
{
    for (size_t e = 0; e < loops->n_edges; e++) {
        strongest[e] = PL_NONE;
    }
    for (size_t k = 0; k < loops->set.n; k++) {
        size_t n = 0;
        const uint32_t *edges = pl_loop_set_edges(&loops->set, k, &n);

        for (size_t e = 0; e < n; e++) {
            size_t *best = &strongest[edges[e]];

            if (*best == PL_NONE || gain[k] > gain[*best]) {
                *best = k;
            }
        }
    }
}

/* The row of a loop; PL_NONE where it has none. */
static size_t
row_of(const struct pl_loops *loops, size_t loop)
{
    for (size_t r = 0; r < loops->n_rows; r++) {
        if (loops->rows[r].loop == loop) {
            return r;
        }
    }
    return PL_NONE;
}

void
pl_loops_count(struct pl_loops *loops, const signed char *signs)
{
    const struct pl_loop_set *set = &loops->set;

    for (size_t k = 0; k < set->n; k++) {
        const bool feedback = set->kinds[k] == PL_LOOP_FEEDBACK;
        const bool reinforcing = signs[k] > 0;
        size_t n = 0;
        const uint32_t *edges = pl_loop_set_edges(set, k, &n);

        loops->n_feedback += feedback ? 1 : 0;
        loops->n_conversions += feedback ? 0 : 1;
        loops->n_reinforcing += feedback && reinforcing ? 1 : 0;
        for (size_t e = 0; e < n; e++) {
            loops->edges[edges[e]].n_loops++;
            loops->edges[edges[e]].n_reinforcing += reinforcing ? 1 : 0;
        }
    }
}

enum pl_status
pl_loops_choose_rows(struct pl_loops *loops, const struct pl_loops_ranks *ranks,
                     const signed char *signs, size_t max_rows, struct pl_diags *diags)
{
    const struct pl_loop_set *set = &loops->set;
    const size_t n_edges = loops->n_edges;
    struct place *places = calloc(set->n + 1, sizeof *places);
    size_t *strongest = calloc(2 * n_edges + 1, sizeof *strongest);
    size_t n_feedback = 0;
    enum pl_status status = PL_OK;

    loops->rows = calloc(set->n + 1, sizeof *loops->rows);
    if (places == NULL || strongest == NULL || loops->rows == NULL) {
        status = pl_diag_no_memory(diags, "the loops");
        goto done;
    }
    find_strongest(loops, ranks->gain, strongest);
    find_strongest(loops, ranks->gain_at, strongest + n_edges);
    for (size_t k = 0; k < set->n; k++) {
        places[k] = (struct place){
            .kind = set->kinds[k],
            .key = set->kinds[k] == PL_LOOP_FEEDBACK ? ranks->rank[k] : ranks->gain[k],
            .loop = k};
    }
    qsort(places, set->n, sizeof *places, compare_places);
    for (size_t k = 0; k < set->n; k++) {
        bool told = loops->n_members == 1 || n_feedback < max_rows ||
                    places[k].kind == PL_LOOP_CONVERSION;

        for (size_t e = 0; e < 2 * n_edges; e++) {
            told = told || strongest[e] == places[k].loop;
        }
        if (told) {
            n_feedback += places[k].kind == PL_LOOP_FEEDBACK ? 1 : 0;
            loops->rows[loops->n_rows++] = (struct pl_loop_row){
                .loop = places[k].loop, .sign = signs[places[k].loop]};
        }
    }
    for (size_t e = 0; e < n_edges; e++) {
        loops->edges[e].strongest = row_of(loops, strongest[e]);
        loops->edges[e].strongest_at = row_of(loops, strongest[n_edges + e]);
    }

done:
    free(places);
    free(strongest);
    return status;
}
