/*
 * test_elimination_phase.c - where the determinant of a matrix with frequencies points:
 * against a dense elimination with pivoting, the same bits by every instruction set.
 */
#include "compile/elimination_phase.h"

#include <complex.h>

#include "compile/elimination.h"
#include "matrix.h"
#include "testlib.h"

/* The product of the pivots over that of d - i w, of size 1. */
static double complex
dense_phase(const struct matrix *matrix, const double *diagonal, double w)
{
    const size_t n = matrix->n;
    double complex *m = calloc(n * n, sizeof *m);
    double complex direction = 1.0;

    assert_non_null(m);
    for (size_t k = 0; k < matrix->n_entries; k++) {
        m[matrix->rows[k] * n + matrix->columns[k]] = matrix->entries[k];
    }
    for (size_t i = 0; i < n; i++) {
        m[i * n + i] -= w * I;
    }
    for (size_t k = 0; k < n; k++) {
        size_t pivot = k;

        for (size_t i = k + 1; i < n; i++) {
            pivot = cabs(m[i * n + k]) > cabs(m[pivot * n + k]) ? i : pivot;
        }
        for (size_t j = 0; j < n && pivot != k; j++) {
            const double complex kept = m[k * n + j];

            m[k * n + j] = m[pivot * n + j];
            m[pivot * n + j] = kept;
        }
        direction *= pivot != k ? -1.0 : 1.0;
        for (size_t i = k + 1; i < n; i++) {
            const double complex factor = m[i * n + k] / m[k * n + k];

            for (size_t j = k; j < n; j++) {
                m[i * n + j] -= factor * m[k * n + j];
            }
        }
        direction *= m[k * n + k] / (diagonal[k] - w * I);
        direction /= cabs(direction);
    }
    free(m);
    return direction;
}

/* For PL_MAX_LANES frequencies. @param offset  [numbers] of the room from malloc's */
static void
find_phases(const struct matrix *matrix, enum pl_isa isa, const double *diagonal,
            const double *w, size_t offset, double *re, double *im)
{
    struct pl_elimination *elimination = matrix_eliminate(matrix);
    const size_t lanes = pl_isa_lanes(isa);
    double *work =
        matrix_zeros((2 * elimination->n_factors + 1) * lanes + offset) + offset;

    for (size_t l = 0; l < PL_MAX_LANES; l += lanes) {
        pl_elimination_phase(elimination, isa, matrix->entries, diagonal, w + l, work,
                             re + l, im + l);
    }
    free(work - offset);
    pl_elimination_destroy(elimination);
}

/* A matrix whose diagonal is as large as the rest of its row. */
static void
strengthen(struct matrix *matrix)
{
    double sums[100] = {0.0};

    for (size_t k = 0; k < matrix->n_entries; k++) {
        sums[matrix->rows[k]] += fabs(matrix->entries[k]);
    }
    for (size_t k = 0; k < matrix->n_entries; k++) {
        if (matrix->rows[k] == matrix->columns[k]) {
            matrix->entries[k] = -sums[matrix->rows[k]];
        }
    }
}

static void
test_phase_is_that_of_a_dense_elimination(void **state)
{
    uint64_t seed = 3;

    (void)state;
    for (size_t n = 1; n <= 60; n++) {
        struct matrix matrix = matrix_init_random(n, 1 + n % 5, n % 3 == 0, &seed);
        double diagonal[60];
        double w[PL_MAX_LANES];
        double first_re[PL_MAX_LANES];
        double first_im[PL_MAX_LANES];

        strengthen(&matrix);
        for (size_t i = 0; i < n; i++) {
            diagonal[i] = i % 4 == 0 ? 0.0 : -fabs(matrix_random_number(&seed));
        }
        for (size_t l = 0; l < PL_MAX_LANES; l++) {
            /* as large as the entries: pivots are not chosen */
            w[l] = pow(10.0, 1.0 + matrix_random_number(&seed));
        }
        for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
            double re[PL_MAX_LANES];
            double im[PL_MAX_LANES];

            find_phases(&matrix, (enum pl_isa)isa, diagonal, w, (size_t)isa, re, im);
            for (size_t l = 0; l < PL_MAX_LANES && isa == PL_ISA_PLAIN; l++) {
                const double complex want = dense_phase(&matrix, diagonal, w[l]);
                const double size = hypot(re[l], im[l]);

                assert_true(size > 0.5 && size < 2.0);
                assert_close(re[l] / size, creal(want), 0.0, 1e-9);
                assert_close(im[l] / size, cimag(want), 0.0, 1e-9);
                first_re[l] = re[l];
                first_im[l] = im[l];
            }
            assert_memory_equal(re, first_re, sizeof re);
            assert_memory_equal(im, first_im, sizeof im);
        }
        matrix_finish(&matrix);
    }
}

/* Thousands of factors of any size: their product neither overflows nor vanishes. */
static void
test_phase_of_a_long_diagonal_keeps_its_size(void **state)
{
    enum { N = 5000 };
    static double diagonal[N];
    static const double units[] = {1e-60, 1e-3, 1.0, 1e3, 1e60};

    (void)state;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        struct matrix matrix = matrix_init(N, N);
        double w[PL_MAX_LANES];
        double re[PL_MAX_LANES];
        double im[PL_MAX_LANES];

        for (size_t i = 0; i < N; i++) {
            diagonal[i] = -units[u] * (double)(1 + i % 7);
            matrix_add(&matrix, i, i, diagonal[i]);
        }
        for (size_t l = 0; l < PL_MAX_LANES; l++) {
            w[l] = units[u] * pow(10.0, (double)l - 4.0);
        }
        find_phases(&matrix, pl_isa_best(), diagonal, w, 0, re, im);
        for (size_t l = 0; l < PL_MAX_LANES; l++) {
            assert_true(re[l] > 0.5 && re[l] < 2.0);
            assert_close(im[l], 0.0, 0.0, 1e-11); /* rounding of each factor */
        }
        matrix_finish(&matrix);
    }
}

/* A pivot of 0, and entries without a value: no direction at all. */
static void
test_phase_has_no_direction_where_there_is_none(void **state)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    static const double diagonal[2] = {-1.0, -1.0};
    static const double none[PL_MAX_LANES] = {0.0};
    double w[PL_MAX_LANES];

    (void)state;
    for (size_t l = 0; l < PL_MAX_LANES; l++) {
        w[l] = 1.0;
    }
    for (size_t k = 0; k <= sizeof bad / sizeof *bad; k++) {
        const bool is_zero = k == sizeof bad / sizeof *bad;
        struct matrix matrix = matrix_init(2, 2);
        double re[PL_MAX_LANES];
        double im[PL_MAX_LANES];

        matrix_add(&matrix, 0, 0, is_zero ? 0.0 : bad[k]);
        matrix_add(&matrix, 1, 1, -1.0);
        for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
            find_phases(&matrix, (enum pl_isa)isa, diagonal, is_zero ? none : w, 0, re,
                        im);
            for (size_t l = 0; l < PL_MAX_LANES; l++) {
                const double size = hypot(re[l], im[l]);

                assert_true(!isfinite(size) || size == 0.0);
            }
        }
        matrix_finish(&matrix);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phase_is_that_of_a_dense_elimination),
        cmocka_unit_test(test_phase_of_a_long_diagonal_keeps_its_size),
        cmocka_unit_test(test_phase_has_no_direction_where_there_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
