/*
 * elimination_order.c - in which order to eliminate: greedily by fill, or by
 * SuiteSparse's AMD.
 */
#include "compile/elimination_order.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <suitesparse/amd.h>

#include "base/diag.h"

/* ---- greedy ---- */

/* What is left to eliminate, as sets of bits, the diagonal among them. */
struct graph {
    size_t n;
    size_t n_words;    /* of a set */
    uint64_t *rows;    /* shape (n, n_words): the columns where a row is not 0 */
    uint64_t *columns; /* shape (n, n_words): the rows where a column is not 0 */
};

/* Adding neighbouring counts of 1, 2, 4 bits; the product sums those of the bytes. */
static size_t
count_bits(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) +
           (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (size_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

static size_t
count_set(const uint64_t *set, size_t n_words)
{
    size_t count = 0;

    for (size_t k = 0; k < n_words; k++) {
        count += count_bits(set[k]);
    }
    return count;
}

static void
add_bit(uint64_t *set, size_t bit)
{
    set[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* The first member at `from` or behind it; 64 n_words when there is none. */
static size_t
next_bit(const uint64_t *set, size_t n_words, size_t from)
{
    for (size_t k = from / 64; k < n_words; k++) {
        uint64_t word = set[k];

        if (k == from / 64) {
            word &= ~UINT64_C(0) << from % 64;
        }
        if (word != 0) {
            return 64 * k + count_bits((word & -word) - 1);
        }
    }
    return 64 * n_words;
}

static bool
graph_init(struct graph *graph, size_t n, size_t n_entries, const size_t *rows,
           const size_t *columns)
{
    graph->n = n;
    graph->n_words = (n + 63) / 64;
    graph->rows = calloc(n * graph->n_words, sizeof *graph->rows);
    graph->columns = calloc(n * graph->n_words, sizeof *graph->columns);
    if (graph->rows == NULL || graph->columns == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        add_bit(graph->rows + i * graph->n_words, i);
        add_bit(graph->columns + i * graph->n_words, i);
    }
    for (size_t k = 0; k < n_entries; k++) {
        add_bit(graph->rows + rows[k] * graph->n_words, columns[k]);
        add_bit(graph->columns + columns[k] * graph->n_words, rows[k]);
    }
    return true;
}

/* How many zeros fill in when the pivot is eliminated; counts no further than `most`. */
static size_t
count_fill(const struct graph *graph, size_t pivot, size_t most)
{
    const uint64_t *from = graph->rows + pivot * graph->n_words;
    const uint64_t *column = graph->columns + pivot * graph->n_words;
    size_t fill = 0;

    /* the pivot itself is one of its rows, and counts nothing */
    for (size_t i = next_bit(column, graph->n_words, 0); i < graph->n && fill <= most;
         i = next_bit(column, graph->n_words, i + 1)) {
        const uint64_t *to = graph->rows + i * graph->n_words;

        for (size_t k = 0; k < graph->n_words; k++) {
            if (from[k] & ~to[k]) {
                fill += count_bits(from[k] & ~to[k]);
            }
        }
    }
    return fill;
}

/* Unite the set of every other member of the pivot's `members` with the pivot's own,
 * and take the pivot out. */
static void
unite_sets(const struct graph *graph, uint64_t *sets, const uint64_t *members,
           size_t pivot)
{
    const uint64_t *own = sets + pivot * graph->n_words;

    for (size_t i = next_bit(members, graph->n_words, 0); i < graph->n;
         i = next_bit(members, graph->n_words, i + 1)) {
        uint64_t *set = sets + i * graph->n_words;

        if (i == pivot) {
            continue;
        }
        for (size_t k = 0; k < graph->n_words; k++) {
            set[k] |= own[k];
        }
        set[pivot / 64] &= ~(UINT64_C(1) << pivot % 64);
    }
}

static size_t
choose_pivot(const struct graph *graph, const unsigned char *done)
{
    size_t best = 0;
    size_t least_fill = SIZE_MAX;
    size_t least_updates = SIZE_MAX;

    for (size_t i = 0; i < graph->n; i++) {
        size_t fill = 0;
        size_t updates = 0;

        if (done[i]) {
            continue;
        }
        fill = count_fill(graph, i, least_fill);
        if (fill > least_fill) {
            continue;
        }
        updates = (count_set(graph->rows + i * graph->n_words, graph->n_words) - 1) *
                  (count_set(graph->columns + i * graph->n_words, graph->n_words) - 1);
        if (fill < least_fill || updates < least_updates) {
            best = i;
            least_fill = fill;
            least_updates = updates;
        }
    }
    return best;
}

static enum pl_status
order_greedily(size_t n, size_t n_entries, const size_t *rows, const size_t *columns,
               struct pl_diags *diags, uint32_t *order)
{
    enum pl_status status = PL_OK;
    struct graph graph = {0};
    unsigned char *done = calloc(n, 1);

    if (!graph_init(&graph, n, n_entries, rows, columns) || done == NULL) {
        status = pl_diag_no_memory(diags, "an order of elimination");
        goto finish;
    }
    for (size_t step = 0; step < n; step++) {
        size_t pivot = choose_pivot(&graph, done);

        order[step] = (uint32_t)pivot;
        done[pivot] = 1;
        unite_sets(&graph, graph.rows, graph.columns + pivot * graph.n_words, pivot);
        unite_sets(&graph, graph.columns, graph.rows + pivot * graph.n_words, pivot);
    }

finish:
    free(done);
    free(graph.rows);
    free(graph.columns);
    return status;
}

/* ---- AMD ---- */

static enum pl_status
order_by_amd(size_t n, size_t n_entries, const size_t *rows, const size_t *columns,
             struct pl_diags *diags, uint32_t *order)
{
    enum pl_status status = PL_OK;
    int *starts = NULL;
    int *members = NULL;
    int *found = NULL;

    if (n >= INT_MAX || n_entries >= INT_MAX) {
        return pl_diag_no_memory(diags, "an order of elimination");
    }
    starts = calloc(n + 2, sizeof *starts);
    members = calloc(n_entries + 1, sizeof *members);
    found = calloc(n, sizeof *found);
    if (starts == NULL || members == NULL || found == NULL) {
        status = pl_diag_no_memory(diags, "an order of elimination");
        goto done;
    }
    /* by rows: AMD wants columns, but of A + A^T that is the same */
    for (size_t k = 0; k < n_entries; k++) {
        starts[rows[k] + 2]++;
    }
    for (size_t i = 2; i <= n; i++) {
        starts[i] += starts[i - 1];
    }
    for (size_t k = 0; k < n_entries; k++) {
        members[starts[rows[k] + 1]++] = (int)columns[k];
    }
    /* what is given is valid, so that only memory can be missing */
    if (amd_order((int)n, starts, members, found, NULL, NULL) < AMD_OK) {
        status = pl_diag_no_memory(diags, "an order of elimination");
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        order[i] = (uint32_t)found[i];
    }

done:
    free(starts);
    free(members);
    free(found);
    return status;
}

/* ---- either ---- */

enum pl_status
pl_elimination_order(size_t n, size_t n_entries, const size_t *rows,
                     const size_t *columns, struct pl_diags *diags, uint32_t *order)
{
    if (n <= PL_ORDER_MAX_GREEDY) {
        return order_greedily(n, n_entries, rows, columns, diags, order);
    }
    return order_by_amd(n, n_entries, rows, columns, diags, order);
}
