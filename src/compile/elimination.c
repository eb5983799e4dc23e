/*
 * elimination.c - the list of operations of an elimination, from a pattern.
 *
 * Column by column, in the order of elimination: the pattern of a column of the factors is
 * its own in M, and what the columns of L have whose row is in it. A column of L need not
 * be united with a later one as a whole once it has been so with one in between whose row
 * it has: what stands behind that row comes with that one's own column.
 */
#include "compile/elimination.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "compile/elimination_lanes.h"
#include "compile/elimination_phase.h"
#include "compile/elimination_order.h"

/* While the list is made its rows are numbers of steps. */
struct builder {
    struct pl_elimination *list;
    size_t n_updates;
    size_t factor_capacity;
    size_t run_capacity;
    uint32_t *step_of;      /* shape (n): of a row of M */
    uint32_t *entry_starts; /* shape (n + 1): into `entries`, by steps */
    uint32_t *entries;      /* shape (n_entries): of A, by columns, each by rows */
    uint32_t *sorted;       /* shape (n_entries): by rows */
    uint32_t *next;         /* shape (n + 1): the column at hand, rising: next[n] is its
                               first row, next[i] the one behind i, n at the end */
    uint32_t *pivots;       /* shape (n): the factor that is a step's pivot */
    uint32_t *ends;         /* shape (n): where the part of a step's column of L ends
                               that has to be united with later columns */
    uint32_t *place;        /* shape (n): the factor of a row of the column at hand */
    uint32_t *streaks;      /* shape (n_factors): see measure_streaks */
};

static bool
builder_init(struct builder *builder, size_t n, size_t n_entries)
{
    struct pl_elimination *list = calloc(1, sizeof *list);

    builder->list = list;
    if (list == NULL || n >= UINT32_MAX || n_entries >= UINT32_MAX) {
        return false;
    }
    list->n = n;
    list->n_entries = n_entries;
    list->order = calloc(n, sizeof *list->order);
    list->starts = calloc(n + 1, sizeof *list->starts);
    /* one more each, because calloc may answer NULL for nothing */
    list->places = calloc(n_entries + 1, sizeof *list->places);
    list->pivots = calloc(n, sizeof *list->pivots);
    list->updated = calloc(n, sizeof *list->updated);
    list->run_ends = calloc(n, sizeof *list->run_ends);
    builder->step_of = calloc(n, sizeof *builder->step_of);
    builder->entry_starts = calloc(n + 1, sizeof *builder->entry_starts);
    builder->entries = calloc(n_entries + 1, sizeof *builder->entries);
    builder->sorted = calloc(n_entries + 1, sizeof *builder->sorted);
    builder->next = calloc(n + 1, sizeof *builder->next);
    builder->pivots = calloc(n, sizeof *builder->pivots);
    builder->ends = calloc(n, sizeof *builder->ends);
    builder->place = calloc(n, sizeof *builder->place);
    return list->order != NULL && list->starts != NULL && list->places != NULL &&
           list->pivots != NULL && list->updated != NULL && list->run_ends != NULL &&
           builder->step_of != NULL && builder->entry_starts != NULL &&
           builder->entries != NULL && builder->sorted != NULL &&
           builder->next != NULL && builder->pivots != NULL && builder->ends != NULL &&
           builder->place != NULL;
}

static void
builder_finish(struct builder *builder)
{
    pl_elimination_destroy(builder->list);
    free(builder->step_of);
    free(builder->entry_starts);
    free(builder->entries);
    free(builder->sorted);
    free(builder->next);
    free(builder->pivots);
    free(builder->ends);
    free(builder->place);
    free(builder->streaks);
}

/* ---- A's entries ---- */

/*
 * Entries by the steps of their `keys`, those of one step in the order of `from` (NULL:
 * 0, 1, 2, …).
 * @param starts  shape (n + 1): receives where each step's begin
 */
static void
sort_entries(const struct builder *builder, const size_t *keys, const uint32_t *from,
             uint32_t *starts, uint32_t *to)
{
    size_t n = builder->list->n;
    size_t n_entries = builder->list->n_entries;

    memset(starts, 0, (n + 1) * sizeof *starts);
    for (size_t k = 0; k < n_entries; k++) {
        starts[builder->step_of[keys[k]]]++;
    }
    for (size_t step = 1; step <= n; step++) {
        starts[step] += starts[step - 1];
    }
    /* now each is where its step's entries end: fill in from there */
    for (size_t k = n_entries; k-- > 0;) {
        uint32_t entry = from != NULL ? from[k] : (uint32_t)k;

        to[--starts[builder->step_of[keys[entry]]]] = entry;
    }
}

/* ---- the pattern of a column ---- */

/* Put a row into the column at hand, behind `at`, which is before it. */
static uint32_t
insert(uint32_t *next, uint32_t at, uint32_t row)
{
    while (next[at] < row) {
        at = next[at];
    }
    if (next[at] != row) {
        next[row] = next[at];
        next[at] = row;
    }
    return row;
}

static void
unite_column(struct builder *builder, size_t step, const size_t *rows)
{
    uint32_t *next = builder->next;
    uint32_t end = (uint32_t)builder->list->n;
    uint32_t at = end;

    next[end] = (uint32_t)step;
    next[step] = end;
    for (uint32_t k = builder->entry_starts[step]; k < builder->entry_starts[step + 1];
         k++) {
        at = insert(next, at, builder->step_of[rows[builder->entries[k]]]);
    }
    for (uint32_t k = next[end]; k < step; k = next[k]) {
        at = k;
        for (uint32_t f = builder->pivots[k] + 1; f < builder->ends[k]; f++) {
            at = insert(next, at, builder->list->rows[f]);
        }
    }
}

/* Lay out the column as factors, and place A's entries in it. */
static bool
store_column(struct builder *builder, size_t step, const size_t *rows)
{
    struct pl_elimination *list = builder->list;
    uint32_t end = (uint32_t)list->n;
    size_t most = list->n_factors + list->n;
    uint32_t *grown = NULL;

    if (most >= UINT32_MAX) {
        return false;
    }
    grown = pl_list_reserve(list->rows, most, &builder->factor_capacity,
                            sizeof *list->rows);
    if (grown == NULL) {
        return false;
    }
    list->rows = grown;
    for (uint32_t i = builder->next[end]; i < end; i = builder->next[i]) {
        builder->place[i] = (uint32_t)list->n_factors;
        list->rows[list->n_factors++] = i;
    }
    for (uint32_t k = builder->entry_starts[step]; k < builder->entry_starts[step + 1];
         k++) {
        uint32_t entry = builder->entries[k];

        list->places[entry] = builder->place[builder->step_of[rows[entry]]];
    }
    builder->pivots[step] = builder->place[step];
    builder->ends[step] = (uint32_t)list->n_factors;
    list->starts[step + 1] = (uint32_t)list->n_factors;
    list->n_lower += list->n_factors - builder->pivots[step] - 1;
    return true;
}

/* A column of L that this one has been united with, and that has the step's row, is
 * needed no further than that row. */
static void
shorten_columns(struct builder *builder, size_t step)
{
    const struct pl_elimination *list = builder->list;

    for (uint32_t u = list->starts[step]; u < builder->pivots[step]; u++) {
        uint32_t k = list->rows[u];
        uint32_t f = builder->pivots[k] + 1;

        if (builder->ends[k] < list->starts[k + 1]) {
            continue; /* is short already */
        }
        while (f < builder->ends[k] && list->rows[f] < step) {
            f++;
        }
        if (f < builder->ends[k] && list->rows[f] == step) {
            builder->ends[k] = f + 1;
        }
    }
}

static bool
find_patterns(struct builder *builder, const size_t *rows, const size_t *columns)
{
    struct pl_elimination *list = builder->list;

    for (size_t step = 0; step < list->n; step++) {
        builder->step_of[list->order[step]] = (uint32_t)step;
    }
    /* by rows first, so that those of each column rise */
    sort_entries(builder, rows, NULL, builder->entry_starts, builder->sorted);
    sort_entries(builder, columns, builder->sorted, builder->entry_starts,
                 builder->entries);
    for (size_t step = 0; step < list->n; step++) {
        unite_column(builder, step, rows);
        if (!store_column(builder, step, rows)) {
            return false;
        }
        shorten_columns(builder, step);
    }
    return true;
}

/* ---- the updates of a column ---- */

static bool
add_run(struct builder *builder, struct pl_elimination_run run)
{
    struct pl_elimination *list = builder->list;
    struct pl_elimination_run *grown = NULL;

    if (list->n_runs + 1 >= UINT32_MAX) {
        return false;
    }
    grown = pl_list_reserve(list->runs, list->n_runs + 1, &builder->run_capacity,
                            sizeof *list->runs);
    if (grown == NULL) {
        return false;
    }
    list->runs = grown;
    list->runs[list->n_runs++] = run;
    return true;
}

/* How many factors from each one on have rows that follow one another. */
static void
measure_streaks(struct builder *builder)
{
    const struct pl_elimination *list = builder->list;

    for (size_t step = 0; step < list->n; step++) {
        uint32_t streak = 0;

        for (uint32_t f = list->starts[step + 1]; f-- > list->starts[step];) {
            streak =
                streak > 0 && list->rows[f + 1] == list->rows[f] + 1 ? streak + 1 : 1;
            builder->streaks[f] = streak;
        }
    }
}

/* How many factors from `source` on, up to `end`, have rows that lie side by side in the
 * column at hand, which ends at `column_end`. */
static uint32_t
run_length(const struct builder *builder, uint32_t source, uint32_t end,
           uint32_t column_end)
{
    const uint32_t *rows = builder->list->rows;
    uint32_t target = builder->place[rows[source]];
    uint32_t length = 0;

    /* the column has every row of the other: with as many left, they are the same, */
    if (column_end - target == end - source) {
        return end - source;
    }
    /* and with rows that follow one another, these do so there */
    do {
        length += builder->streaks[source + length];
    } while (source + length < end &&
             builder->place[rows[source + length]] == target + length);
    return length;
}

static bool
find_updates(struct builder *builder, size_t step)
{
    struct pl_elimination *list = builder->list;
    uint32_t pivot = builder->pivots[step];
    uint32_t column_end = list->starts[step + 1];

    for (uint32_t f = list->starts[step]; f < column_end; f++) {
        builder->place[list->rows[f]] = f;
    }
    for (uint32_t u = list->starts[step]; u < pivot; u++) {
        uint32_t k = list->rows[u];
        uint32_t end = list->starts[k + 1];
        uint32_t length = 0;

        for (uint32_t f = builder->pivots[k] + 1; f < end; f += length) {
            uint32_t target = builder->place[list->rows[f]];

            length = run_length(builder, f, end, column_end);
            if (!add_run(builder, (struct pl_elimination_run){u, f, target, length})) {
                return false;
            }
            if (target <= pivot && pivot - target < length) {
                list->updated[step] = true;
            }
            builder->n_updates += length;
        }
    }
    list->run_ends[step] = (uint32_t)list->n_runs;
    return true;
}

/* ---- the list ---- */

/* L's terms by columns, U's by columns from the last to the first: so x[column] is known,
 * and successive terms change different numbers, which need not wait for each other. */
static bool
make_terms(struct builder *builder)
{
    struct pl_elimination *list = builder->list;
    struct pl_elimination_term *lower = NULL;
    struct pl_elimination_term *upper = NULL;

    list->terms = calloc(list->n_factors - list->n + 1, sizeof *list->terms);
    if (list->terms == NULL) {
        return false;
    }
    lower = list->terms;
    upper = list->terms + list->n_factors - list->n;
    for (size_t step = 0; step < list->n; step++) {
        for (uint32_t f = list->starts[step]; f < list->starts[step + 1]; f++) {
            struct pl_elimination_term term = {f, list->order[list->rows[f]],
                                               list->order[step]};

            if (f < builder->pivots[step]) {
                *--upper = term;
            } else if (f > builder->pivots[step]) {
                *lower++ = term;
            }
        }
    }
    assert(lower == upper);
    return true;
}

/* From steps to M's own numbers. */
static void
rename_rows(struct builder *builder)
{
    struct pl_elimination *list = builder->list;

    for (size_t f = 0; f < list->n_factors; f++) {
        list->rows[f] = list->order[list->rows[f]];
    }
    for (size_t step = 0; step < list->n; step++) {
        list->pivots[list->order[step]] = builder->pivots[step];
    }
}

/* As elimination_tape.c writes them. */
static size_t
count_operations(const struct builder *builder)
{
    const struct pl_elimination *list = builder->list;
    size_t n_checks = 2; /* the comparison at the end */

    for (size_t step = 0; step < list->n; step++) {
        n_checks += list->updated[step] ? 3 : 1;
    }
    /* shifts; updates; a division or a product for each factor; a solution */
    return list->n + builder->n_updates + list->n_factors + n_checks + list->n_factors;
}

static bool
make_list(struct builder *builder, const size_t *rows, const size_t *columns)
{
    if (!find_patterns(builder, rows, columns)) {
        return false;
    }
    builder->streaks = calloc(builder->list->n_factors, sizeof *builder->streaks);
    /* a matrix without updates has none: loops still start from the list */
    builder->list->runs = pl_list_reserve(NULL, 1, &builder->run_capacity,
                                          sizeof *builder->list->runs);
    if (builder->streaks == NULL || builder->list->runs == NULL) {
        return false;
    }
    measure_streaks(builder);
    for (size_t step = 0; step < builder->list->n; step++) {
        if (!find_updates(builder, step)) {
            return false;
        }
    }
    if (!make_terms(builder)) {
        return false;
    }
    rename_rows(builder);
    builder->list->n_operations = count_operations(builder);
    return true;
}

enum pl_status
pl_elimination_create(size_t n, size_t n_entries, const size_t *rows,
                      const size_t *columns, struct pl_diags *diags,
                      struct pl_elimination **out)
{
    enum pl_status status = PL_OK;
    struct builder builder = {0};

    *out = NULL;
    assert(n > 0);
    if (!builder_init(&builder, n, n_entries)) {
        status = pl_diag_no_memory(diags, "an elimination");
        goto done;
    }
    status =
        pl_elimination_order(n, n_entries, rows, columns, diags, builder.list->order);
    if (status != PL_OK) {
        goto done;
    }
    if (!make_list(&builder, rows, columns)) {
        status = pl_diag_no_memory(diags, "an elimination");
        goto done;
    }
    *out = builder.list;
    builder.list = NULL; /* handed over */

done:
    builder_finish(&builder);
    return status;
}

void
pl_elimination_destroy(struct pl_elimination *elimination)
{
    if (elimination == NULL) {
        return;
    }
    free(elimination->order);
    free(elimination->starts);
    free(elimination->places);
    free(elimination->rows);
    free(elimination->pivots);
    free(elimination->updated);
    free(elimination->runs);
    free(elimination->run_ends);
    free(elimination->terms);
    free(elimination);
}

/* ---- running it ---- */

static const struct pl_elimination_loops *
loops_for(enum pl_isa isa)
{
    static const struct pl_elimination_loops *const loops[PL_N_ISAS] = {
#define X(isa, suffix) [isa] = &pl_elimination_loops_##suffix,
        PL_ISAS(X)
#undef X
    };

    return loops[isa];
}

void
pl_elimination_factor(const struct pl_elimination *elimination, enum pl_isa isa,
                      size_t lanes, const double *entries, const double *shift,
                      double *factors)
{
    loops_for(isa)->factor(elimination, lanes, entries, shift, factors);
}

void
pl_elimination_solve(const struct pl_elimination *elimination, enum pl_isa isa,
                     size_t lanes, const double *factors, const double *right,
                     double *solution)
{
    loops_for(isa)->solve(elimination, lanes, factors, right, NULL, solution);
}

void
pl_elimination_solve_difference(const struct pl_elimination *elimination,
                                enum pl_isa isa, size_t lanes, const double *factors,
                                const double *right, const double *less,
                                double *solution)
{
    loops_for(isa)->solve(elimination, lanes, factors, right, less, solution);
}

void
pl_elimination_phase(const struct pl_elimination *elimination, enum pl_isa isa,
                     const double *entries, const double *diagonal, const double *w,
                     double *work, double *re, double *im)
{
    static void (*const phases[PL_N_ISAS])(
        const struct pl_elimination *, const double *, const double *, const double *,
        double *, double *, double *) = {
#define X(isa, suffix) [isa] = pl_elimination_phase_##suffix,
        PL_ISAS(X)
#undef X
    };

    phases[isa](elimination, entries, diagonal, w, work, re, im);
}
