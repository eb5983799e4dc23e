/*
 * conserved_hidden.c - conserved sums that the stoichiometry does not tell.
 */
#include "solve/conserved_hidden.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "solve/conserved.h"
#include "solve/system.h"

/* States that are looked at, beside as many as there are unknowns. */
enum { MORE_SAMPLES = 8 };

/* A pivot below this part of the largest rate of its state is rounding. Larger takes what
 * flows slowly for nothing, smaller takes rounding for a flow. */
static const double SMALLEST_PIVOT = 1e-11;

/* A weight below this is 0, and so far from a whole number it is that number. */
static const double WHOLE = 1e-7;

/* The golden section: its multiples lie apart. */
static const double GOLDEN = 0.6180339887498949;

/* Rates, a row for each state looked at and a column for each that is independent. */
struct samples {
    size_t n_rows, n_columns;
    double *entries;  /* shape (n_rows, n_columns) */
    size_t *states;   /* shape (n_columns): of the columns, in the order of pivots */
    double *largest;  /* shape (n_columns): by state's place in `states` at first */
    double *y, *dydt; /* shape (n_states) */
};

static void
finish(struct samples *samples)
{
    free(samples->entries);
    free(samples->states);
    free(samples->largest);
    free(samples->y);
    free(samples->dydt);
}

static bool
init(struct samples *samples, const struct pl_conserved *conserved, size_t n)
{
    const size_t columns = n - conserved->n;
    const size_t rows = columns + MORE_SAMPLES;

    samples->states = calloc(columns + 1, sizeof *samples->states);
    samples->largest = calloc(columns + 1, sizeof *samples->largest);
    samples->y = calloc(n, sizeof *samples->y);
    samples->dydt = calloc(n, sizeof *samples->dydt);
    if (columns + 1 <= SIZE_MAX / rows) {
        samples->entries = calloc(rows * (columns + 1), sizeof *samples->entries);
    }
    if (samples->states == NULL || samples->largest == NULL || samples->y == NULL ||
        samples->dydt == NULL || samples->entries == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!conserved->is_dependent[i]) {
            samples->states[samples->n_columns++] = i;
        }
    }
    samples->n_rows = rows;
    return true;
}

/* Rates at states around y, each column relative to its largest. A state whose rates are
 * not finite counts for nothing. */
static void
look_around(struct samples *samples, struct pl_system *system, const double *y,
            const double *sizes)
{
    const size_t n = pl_system_kernels(system)->program->n_states;
    const size_t columns = samples->n_columns;
    size_t n_good = 0;

    for (size_t s = 0; s < samples->n_rows; s++) {
        double *row = samples->entries + n_good * columns;

        for (size_t i = 0; i < n; i++) {
            const double part = GOLDEN * (double)(s + 1) +
                                sqrt(2.0) * (double)(i + 1) * (double)(s + 2);

            samples->y[i] = (y[i] < 0.0 ? -1.0 : 1.0) * fmax(fabs(y[i]), sizes[i]) *
                            (0.5 + (part - floor(part)));
        }
        if (!pl_system_rates(system, 0.0, samples->y, samples->dydt)) {
            continue;
        }
        for (size_t c = 0; c < columns; c++) {
            row[c] = samples->dydt[samples->states[c]];
            samples->largest[c] = fmax(samples->largest[c], fabs(row[c]));
        }
        n_good++;
    }
    samples->n_rows = n_good;
    for (size_t c = 0; c < columns; c++) {
        const double largest = samples->largest[c];

        for (size_t s = 0; s < n_good && largest > 0.0; s++) {
            samples->entries[s * columns + c] /= largest;
        }
    }
}

static void
swap_columns(struct samples *samples, size_t a, size_t b)
{
    const size_t state = samples->states[a];
    const double largest = samples->largest[a];

    for (size_t s = 0; s < samples->n_rows; s++) {
        double *row = samples->entries + s * samples->n_columns;
        const double entry = row[a];

        row[a] = row[b];
        row[b] = entry;
    }
    samples->states[a] = samples->states[b];
    samples->states[b] = state;
    samples->largest[a] = samples->largest[b];
    samples->largest[b] = largest;
}

static void
swap_rows(struct samples *samples, size_t a, size_t b)
{
    double *first = samples->entries + a * samples->n_columns;
    double *second = samples->entries + b * samples->n_columns;

    for (size_t c = 0; c < samples->n_columns; c++) {
        const double entry = first[c];

        first[c] = second[c];
        second[c] = entry;
    }
}

/* Bring the largest entry from row and column k on to that place. @return its size */
static double
choose_pivot(struct samples *samples, size_t k)
{
    const size_t columns = samples->n_columns;
    size_t row = k;
    size_t column = k;
    double most = 0.0;

    for (size_t s = k; s < samples->n_rows; s++) {
        for (size_t c = k; c < columns; c++) {
            const double size = fabs(samples->entries[s * columns + c]);

            if (size > most) {
                most = size;
                row = s;
                column = c;
            }
        }
    }
    swap_rows(samples, k, row);
    swap_columns(samples, k, column);
    return most;
}

/* Gauss and Jordan: the first columns become those of the unit matrix. @return how many */
static size_t
eliminate(struct samples *samples)
{
    const size_t columns = samples->n_columns;
    size_t rank = 0;

    while (rank < columns && rank < samples->n_rows) {
        double *top = samples->entries + rank * columns;
        double pivot = 0.0;

        if (!(choose_pivot(samples, rank) > SMALLEST_PIVOT)) {
            break;
        }
        pivot = top[rank];
        for (size_t c = rank; c < columns; c++) {
            top[c] /= pivot;
        }
        for (size_t s = 0; s < samples->n_rows; s++) {
            double *row = samples->entries + s * columns;
            const double part = row[rank];

            for (size_t c = rank; s != rank && part != 0.0 && c < columns; c++) {
                row[c] -= part * top[c];
            }
        }
        rank++;
    }
    return rank;
}

/* The weight of a pivot's state in the sum of a free one, whose own is 1. */
static double
weight_of(const struct samples *samples, size_t pivot, size_t column)
{
    const double weight = -samples->entries[pivot * samples->n_columns + column] *
                          samples->largest[column] / samples->largest[pivot];
    const double whole = nearbyint(weight);

    return fabs(weight - whole) <= WHOLE ? whole : weight;
}

/* @return false when memory is out */
static bool
add_sum(struct pl_conserved *conserved, const struct samples *samples, size_t rank,
        size_t column)
{
    struct pl_conserved_sum *sums =
        realloc(conserved->sums, (conserved->n + 1) * sizeof *sums);
    struct pl_conserved_sum *sum = NULL;

    if (sums == NULL) {
        return false;
    }
    conserved->sums = sums;
    sum = &sums[conserved->n++];
    *sum = (struct pl_conserved_sum){0};
    sum->states = calloc(rank + 1, sizeof *sum->states);
    sum->compartments = calloc(rank + 1, sizeof *sum->compartments);
    sum->coefficients = calloc(rank + 1, sizeof *sum->coefficients);
    sum->weights = calloc(rank + 1, sizeof *sum->weights);
    if (sum->states == NULL || sum->compartments == NULL || sum->coefficients == NULL ||
        sum->weights == NULL) {
        return false;
    }
    for (size_t k = 0; k <= rank; k++) {
        const size_t place = k < rank ? k : column;
        const double weight = k < rank && samples->largest[column] > 0.0
                                  ? weight_of(samples, k, column)
                              : k < rank ? 0.0
                                         : 1.0;

        if (weight != 0.0) {
            sum->states[sum->n] = samples->states[place];
            sum->compartments[sum->n] = PL_NONE;
            sum->coefficients[sum->n] = weight;
            sum->weights[sum->n] = weight;
            sum->dependent = sum->n++; /* the last one in the end */
        }
    }
    conserved->is_dependent[samples->states[column]] = true;
    return true;
}

enum pl_status
pl_conserved_find_hidden(struct pl_conserved *conserved, struct pl_system *system,
                         const double *y, const double *sizes, struct pl_diags *diags)
{
    const size_t n = pl_system_kernels(system)->program->n_states;
    struct samples samples = {0};
    bool enough = true;
    size_t rank = 0;

    if (conserved->n >= n) {
        return PL_OK;
    }
    enough = init(&samples, conserved, n);
    if (enough) {
        look_around(&samples, system, y, sizes);
        rank = eliminate(&samples);
    }
    for (size_t c = rank;
         enough && samples.n_rows > samples.n_columns && c < samples.n_columns; c++) {
        enough = add_sum(conserved, &samples, rank, c);
    }
    finish(&samples);
    return enough ? PL_OK : pl_diag_no_memory(diags, "a rest state");
}
