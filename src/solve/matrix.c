/*
 * matrix.c - full matrices, for the few networks that need them.
 */
#include "solve/matrix.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

/* Sweeps until the next eigenvalue: two or three are common. */
enum { MOST_SWEEPS = 60, SWEEPS_TO_AN_EXCEPTION = 10 };

double *
pl_matrix_alloc(size_t n)
{
    return n <= SIZE_MAX / n ? calloc(n * n, sizeof(double)) : NULL;
}

/* Bring the largest entry of a column to its place on the diagonal. */
static void
swap_pivot(size_t n, double *matrix, size_t *rows, size_t k)
{
    size_t pivot = k;

    for (size_t i = k + 1; i < n; i++) {
        if (fabs(matrix[i * n + k]) > fabs(matrix[pivot * n + k])) {
            pivot = i;
        }
    }
    if (pivot != k) {
        const size_t row = rows[k];

        rows[k] = rows[pivot];
        rows[pivot] = row;
        for (size_t j = 0; j < n; j++) {
            const double entry = matrix[k * n + j];

            matrix[k * n + j] = matrix[pivot * n + j];
            matrix[pivot * n + j] = entry;
        }
    }
}

bool
pl_matrix_factor(size_t n, double *matrix, size_t *rows, double smallest)
{
    for (size_t i = 0; i < n; i++) {
        rows[i] = i;
    }
    for (size_t k = 0; k < n; k++) {
        const double *top = matrix + k * n;

        swap_pivot(n, matrix, rows, k);
        if (!(fabs(top[k]) > smallest)) {
            return false;
        }
        for (size_t i = k + 1; i < n; i++) {
            double *row = matrix + i * n;

            if (row[k] == 0.0) {
                continue;
            }
            row[k] /= top[k];
            for (size_t j = k + 1; j < n; j++) {
                row[j] -= row[k] * top[j];
            }
        }
    }
    return true;
}

void
pl_matrix_solve(size_t n, const double *factors, const size_t *rows,
                const double *right, double *solution)
{
    for (size_t i = 0; i < n; i++) {
        double sum = right[rows[i]];

        for (size_t j = 0; j < i; j++) {
            sum -= factors[i * n + j] * solution[j];
        }
        solution[i] = sum;
    }
    for (size_t i = n; i-- > 0;) {
        double sum = solution[i];

        for (size_t j = i + 1; j < n; j++) {
            sum -= factors[i * n + j] * solution[j];
        }
        solution[i] = sum / factors[i * n + i];
    }
}

/* An upper Hessenberg matrix on the way to its eigenvalues: entries n * i + j. */
struct hessenberg {
    size_t n;
    double *entries;
};

static double *
at(const struct hessenberg *h, size_t i, size_t j)
{
    return h->entries + i * h->n + j;
}

static bool
is_finite(const struct hessenberg *h)
{
    for (size_t k = 0; k < h->n * h->n; k++) {
        if (!isfinite(h->entries[k])) {
            return false;
        }
    }
    return true;
}

/* Divide by a power of two, so that the largest entry is about 1: nothing overflows on
 * the way then, and no digit is lost. @return its exponent */
static int
scale(const struct hessenberg *h)
{
    double largest = 0.0;
    int exponent = 0;

    for (size_t k = 0; k < h->n * h->n; k++) {
        largest = fmax(largest, fabs(h->entries[k]));
    }
    (void)frexp(largest, &exponent);
    for (size_t k = 0; k < h->n * h->n; k++) {
        h->entries[k] = ldexp(h->entries[k], -exponent);
    }
    return exponent;
}

/* Balance, and reduce to Hessenberg form. Neither function of GSL's raises when the sizes
 * agree, nor takes memory. @return the exponent of `scale` */
static int
reduce(const struct hessenberg *h, double *work)
{
    gsl_matrix_view matrix = gsl_matrix_view_array(h->entries, h->n, h->n);
    gsl_vector_view row = gsl_vector_view_array(work, h->n);
    int exponent = 0;

    (void)gsl_linalg_balance_matrix(&matrix.matrix, &row.vector);
    exponent = scale(h);
    (void)gsl_linalg_hessenberg_decomp(&matrix.matrix, &row.vector);
    for (size_t i = 2; i < h->n; i++) {
        memset(at(h, i, 0), 0, (i - 1) * sizeof *h->entries); /* the transformation */
    }
    return exponent;
}

/* The first row of the block that ends at `last`: above it the matrix falls apart. */
static size_t
find_block(const struct hessenberg *h, size_t last)
{
    size_t first = last;

    for (; first > 0; first--) {
        double *below = at(h, first, first - 1);
        const double around =
            fabs(*at(h, first, first)) + fabs(*at(h, first - 1, first - 1));

        /* the matrix is of size 1: what is far smaller than that is 0 too */
        if (fabs(*below) <= DBL_EPSILON * around || fabs(*below) < DBL_MIN) {
            *below = 0.0;
            break;
        }
    }
    return first;
}

/* Of the block of rows and columns k and k + 1. */
static void
solve_pair(const struct hessenberg *h, size_t k, double *real, double *imaginary)
{
    const double last = *at(h, k + 1, k + 1);
    const double half = 0.5 * (*at(h, k, k) - last);
    const double product = *at(h, k, k + 1) * *at(h, k + 1, k);
    const double square = half * half + product;

    if (square < 0.0) {
        real[k] = real[k + 1] = last + half;
        imaginary[k] = sqrt(-square);
        imaginary[k + 1] = -imaginary[k];
    } else {
        /* the one that does not cancel first */
        const double away = half + copysign(sqrt(square), half);

        real[k] = last + away;
        real[k + 1] = away != 0.0 ? last - product / away : last;
        imaginary[k] = imaginary[k + 1] = 0.0;
    }
}

/* Reflect n = 2 or 3 rows, then columns, from k on, of the block first to last, so that
 * v becomes a multiple of (1, 0, 0). */
static void
reflect(const struct hessenberg *h, size_t first, size_t last, size_t k, size_t n,
        double *v)
{
    const double sum = fabs(v[0]) + fabs(v[1]) + (n == 3 ? fabs(v[2]) : 0.0);
    const size_t below = k + 3 < last ? k + 3 : last;
    double size = 0.0;
    double factor = 0.0;

    if (!(sum > DBL_MIN)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        v[i] /= sum; /* its square would be 0 where it is small */
        size += v[i] * v[i];
    }
    size = sqrt(size);
    v[0] += copysign(size, v[0]);
    factor = 1.0 / (size * fabs(v[0])); /* 2 / v'v */
    for (size_t j = k > first ? k - 1 : first; j <= last; j++) {
        double along = 0.0;

        for (size_t i = 0; i < n; i++) {
            along += v[i] * *at(h, k + i, j);
        }
        for (size_t i = 0; i < n; i++) {
            *at(h, k + i, j) -= factor * along * v[i];
        }
    }
    for (size_t i = first; i <= below; i++) {
        double along = 0.0;

        for (size_t j = 0; j < n; j++) {
            along += v[j] * *at(h, i, k + j);
        }
        for (size_t j = 0; j < n; j++) {
            *at(h, i, k + j) -= factor * along * v[j];
        }
    }
}

/* One implicit double-shift sweep over the block first to last, of three rows or more;
 * the shifts are the roots of x^2 - sum x + product. */
static void
sweep(const struct hessenberg *h, size_t first, size_t last, double sum, double product)
{
    const double h00 = *at(h, first, first);
    const double h10 = *at(h, first + 1, first);
    double v[3] = {
        h00 * h00 + *at(h, first, first + 1) * h10 - sum * h00 + product,
        h10 * (h00 + *at(h, first + 1, first + 1) - sum),
        h10 * *at(h, first + 2, first + 1),
    };

    for (size_t k = first; k < last; k++) {
        const size_t n = k + 2 <= last ? 3 : 2;

        if (k > first) {
            v[0] = *at(h, k, k - 1);
            v[1] = *at(h, k + 1, k - 1);
            v[2] = n == 3 ? *at(h, k + 2, k - 1) : 0.0;
        }
        reflect(h, first, last, k, n, v);
        if (k > first) { /* exactly, where rounding leaves a rest */
            *at(h, k + 1, k - 1) = 0.0;
            if (n == 3) {
                *at(h, k + 2, k - 1) = 0.0;
            }
        }
    }
}

/* The eigenvalues of the last two rows and columns; of two real ones the nearer to the
 * last entry, twice: both of them may bring a sweep to a standstill. */
static void
choose_shifts(const struct hessenberg *h, size_t last, size_t n_sweeps, double *sum,
              double *product)
{
    const double low = *at(h, last, last - 1);
    const double half = 0.5 * (*at(h, last - 1, last - 1) - *at(h, last, last));
    const double square = half * half + *at(h, last - 1, last) * low;
    double shift = *at(h, last, last);

    if (n_sweeps % SWEEPS_TO_AN_EXCEPTION == SWEEPS_TO_AN_EXCEPTION - 1) {
        /* out of a cycle */
        const double size = fabs(low) + fabs(*at(h, last - 1, last - 2));

        *sum = 1.5 * size;
        *product = size * size;
    } else if (square < 0.0) {
        *sum = 2.0 * (shift + half);
        *product = (shift + half) * (shift + half) - square;
    } else {
        shift += half - copysign(sqrt(square), half);
        *sum = 2.0 * shift;
        *product = shift * shift;
    }
}

bool
pl_matrix_eigenvalues(size_t n, double *matrix, double *work, double *real,
                      double *imaginary)
{
    const struct hessenberg h = {n, matrix};
    int exponent = 0;
    size_t n_left = n;
    size_t n_sweeps = 0;

    if (!is_finite(&h)) {
        return false;
    }
    exponent = reduce(&h, work);
    while (n_left > 0) {
        const size_t last = n_left - 1;
        const size_t first = find_block(&h, last);
        double sum = 0.0;
        double product = 0.0;

        if (first + 1 >= last) {
            if (first == last) {
                real[last] = *at(&h, last, last);
                imaginary[last] = 0.0;
            } else {
                solve_pair(&h, first, real, imaginary);
            }
            n_left = first;
            n_sweeps = 0;
            continue;
        }
        if (n_sweeps == MOST_SWEEPS) {
            return false;
        }
        choose_shifts(&h, last, n_sweeps++, &sum, &product);
        sweep(&h, first, last, sum, product);
    }
    for (size_t k = 0; k < n; k++) {
        real[k] = ldexp(real[k], exponent);
        imaginary[k] = ldexp(imaginary[k], exponent);
    }
    return true;
}
