/*
 * matrix.c - sparse matrices for tests of the elimination: made by hand or at random.
 */
#include "matrix.h"

#include "compile/elimination.h"
#include "testlib.h"

uint32_t
matrix_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

double
matrix_random_number(uint64_t *seed)
{
    return (double)matrix_random(seed) / (double)(UINT32_MAX / 4) - 1.0;
}

double *
matrix_zeros(size_t n)
{
    double *zeros = calloc(n + 1, sizeof *zeros);

    assert_non_null(zeros);
    return zeros;
}

struct matrix
matrix_init(size_t n, size_t most)
{
    struct matrix matrix = {.n = n};

    matrix.rows = calloc(most + 1, sizeof *matrix.rows);
    matrix.columns = calloc(most + 1, sizeof *matrix.columns);
    matrix.entries = matrix_zeros(most);
    assert_true(matrix.rows != NULL && matrix.columns != NULL);
    return matrix;
}

void
matrix_finish(struct matrix *matrix)
{
    free(matrix->rows);
    free(matrix->columns);
    free(matrix->entries);
}

void
matrix_add(struct matrix *matrix, size_t row, size_t column, double entry)
{
    matrix->rows[matrix->n_entries] = row;
    matrix->columns[matrix->n_entries] = column;
    matrix->entries[matrix->n_entries++] = entry;
}

struct matrix
matrix_init_random(size_t n, size_t per_row, bool hubs, uint64_t *seed)
{
    struct matrix matrix = matrix_init(n, n * n);
    unsigned char *there = calloc(n * n, 1);
    size_t n_hubs = hubs ? 1 + n / 20 : 0;
    size_t most = 0;

    assert_non_null(there);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < per_row; k++) {
            there[i * n + matrix_random(seed) % n] = 1;
        }
        for (size_t k = 0; k < n_hubs; k++) {
            there[i * n + k] = matrix_random(seed) % 4 != 0;
            there[k * n + i] = matrix_random(seed) % 4 != 0;
        }
    }
    for (size_t i = 0; i < n; i++) {
        size_t before = matrix.n_entries;

        for (size_t j = 0; j < n; j++) {
            if (there[i * n + j]) {
                matrix_add(&matrix, i, j, matrix_random_number(seed));
            }
        }
        most = matrix.n_entries - before > most ? matrix.n_entries - before : most;
    }
    matrix.shift = 3.0 + 2.0 * (double)most;
    free(there);
    return matrix;
}

struct pl_elimination *
matrix_eliminate(const struct matrix *matrix)
{
    struct pl_elimination *elimination = NULL;

    assert_int_equal(pl_elimination_create(matrix->n, matrix->n_entries, matrix->rows,
                                           matrix->columns, NULL, &elimination),
                     PL_OK);
    return elimination;
}
