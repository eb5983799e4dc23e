/*
 * loops_state.c - what has become of loops under treatment, of the first member: which are
 * open, which edges are held, and how many have no score because of the run's tolerance.
 */
#include <math.h>
#include <stdlib.h>

#include "analysis/loop_open.h"
#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"

struct noting {
    struct pl_loops *loops;
    struct pl_loops_numbers numbers;
    bool *marked;  /* shape (n_links) */
    size_t *found; /* shape (n) */
};

/* The link that has lost most of what it passed. */
static size_t
find_weakest(const struct pl_loops *loops, size_t loop)
{
    const struct pl_loop_moment *moments = loops->course->first.moments;
    size_t n = 0;
    const uint32_t *links = pl_loop_set_links(&loops->set, loop, &n);
    size_t weakest = PL_NONE;
    double least = (double)INFINITY;

    for (size_t k = 0; k < n; k++) {
        const double kept = fabs(pl_loop_moment_kept(
            &moments[loops->course->at], &moments[0], loops->links, links[k]));

        if (kept < least) {
            least = kept;
            weakest = links[k];
        }
    }
    return weakest;
}

static void
note_at(struct noting *noting)
{
    struct pl_loops *loops = noting->loops;
    const struct pl_loops_numbers *numbers = &noting->numbers;
    const bool *held = loops->course->held + loops->course->at * loops->n_edges;

    for (size_t e = 0; e < loops->n_edges; e++) {
        loops->edges[e].held = loops->edges[e].n_loops > 0 && held[e];
    }
    for (size_t k = 0; k < loops->set.n; k++) {
        loops->n_open += loops->set.kinds[k] == PL_LOOP_FEEDBACK &&
                                 pl_loop_is_open(numbers->kept_at[k])
                             ? 1
                             : 0;
    }
    for (size_t r = 0; r < loops->n_rows; r++) {
        struct pl_loop_row *row = &loops->rows[r];

        row->open = pl_loop_is_open(numbers->kept_at[row->loop])
                        ? find_weakest(loops, row->loop)
                        : PL_NONE;
    }
}

/* How many loops have no score, but would have one at a smaller tolerance. */
static size_t
count_blurred(struct noting *noting, const struct pl_loop_moment *moment)
{
    const struct pl_loops *loops = noting->loops;
    const struct pl_loops_numbers *numbers = &noting->numbers;
    size_t n = 0;

    for (size_t a = 0; a < loops->links->n_links; a++) {
        noting->marked[a] = moment->blurred[loops->links->links[a].target];
    }
    pl_loop_set_first_marked(&loops->set, &noting->numbers.room, noting->marked,
                             noting->found);
    for (size_t k = 0; k < loops->set.n; k++) {
        n += loops->set.kinds[k] == PL_LOOP_FEEDBACK && isnan(numbers->now[k]) &&
                     !pl_loop_is_open(numbers->kept[k]) && noting->found[k] != PL_NONE
                 ? 1
                 : 0;
    }
    return n;
}

static void
note_mark(struct noting *noting, size_t mark)
{
    struct pl_loops *loops = noting->loops;
    const size_t moment = 1 + loops->course->mark_time[mark];

    pl_loops_find_shares(loops, moment, &noting->numbers);
    loops->blurred[mark] = count_blurred(noting, &loops->course->first.moments[moment]);
}

enum pl_status
pl_loops_note_state(struct pl_loops *loops, struct pl_diags *diags)
{
    const size_t n = loops->set.n + 1;
    struct noting noting = {
        .loops = loops,
        .marked = calloc(loops->links->n_links + 1, sizeof *noting.marked),
        .found = calloc(n, sizeof *noting.found),
    };
    enum pl_status status = PL_OK;

    for (size_t r = 0; r < loops->n_rows; r++) {
        loops->rows[r].open = PL_NONE;
    }
    if (noting.marked == NULL || noting.found == NULL) {
        status = pl_diag_no_memory(diags, "the loops");
    }
    if (status == PL_OK) {
        status = pl_loops_numbers_init(&noting.numbers, loops, diags);
    }
    if (status == PL_OK && loops->has_at) {
        noting.numbers.member = &loops->course->first;
        pl_loops_find_gains(loops, 0, &noting.numbers, noting.numbers.gain);
        pl_loops_find_kept(loops, loops->course->at, &noting.numbers,
                           noting.numbers.kept_at);
        note_at(&noting);
        for (size_t m = 0; m < loops->n_marks; m++) {
            note_mark(&noting, m);
        }
    }
    pl_loops_numbers_finish(&noting.numbers);
    free(noting.marked);
    free(noting.found);
    return status;
}
