/*
 * matrix.h - sparse matrices for tests of the elimination: made by hand or at random.
 */
#ifndef PL_TESTS_MATRIX_H
#define PL_TESTS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pl_elimination;

/** A - shift I; A's entries in any order. */
struct matrix {
    size_t n;
    size_t n_entries;
    size_t *rows, *columns; /* shape (n_entries) */
    double *entries;        /* shape (n_entries) */
    double shift;
};

/** A generator of its own, so that every host meets the same matrices. */
uint32_t matrix_random(uint64_t *seed);

/** In [-1, 1]. */
double matrix_random_number(uint64_t *seed);

/** n zeros, freed with free(). Ends the test when there is no memory. */
double *matrix_zeros(size_t n);

/** Of zeros, with room for so many entries. */
struct matrix matrix_init(size_t n, size_t most);
void matrix_finish(struct matrix *matrix);

void matrix_add(struct matrix *matrix, size_t row, size_t column, double entry);

/**
 * Up to `per_row` entries in each row, in [-1, 1], not always the diagonal; with `hubs` a
 * few rows and columns are nearly full, as in networks. The shift is larger than what a
 * row can sum to, so that no order of elimination is a bad one.
 */
struct matrix matrix_init_random(size_t n, size_t per_row, bool hubs, uint64_t *seed);

/** To be destroyed by the caller. */
struct pl_elimination *matrix_eliminate(const struct matrix *matrix);

#endif
