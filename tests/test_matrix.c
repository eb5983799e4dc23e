/*
 * test_matrix.c - LU factors and eigenvalues of full matrices.
 */
#include "solve/matrix.h"

#include <complex.h>
#include <float.h>

#include "matrix.h"
#include "testlib.h"

/* ---- factors ---- */

/* The largest component of A x - b, with A and b made at random. */
static double
residual_of_random(size_t n, uint64_t *seed)
{
    double *matrix = matrix_zeros(n * n);
    double *factors = matrix_zeros(n * n);
    double *right = matrix_zeros(n);
    double *x = matrix_zeros(n);
    size_t *rows = calloc(n, sizeof *rows);
    double residual = 0.0;

    assert_non_null(rows);
    for (size_t k = 0; k < n * n; k++) {
        matrix[k] = matrix_random_number(seed);
    }
    for (size_t i = 0; i < n; i++) {
        right[i] = matrix_random_number(seed);
    }
    memcpy(factors, matrix, n * n * sizeof *matrix);
    assert_true(pl_matrix_factor(n, factors, rows, 1e-10));
    pl_matrix_solve(n, factors, rows, right, x);
    for (size_t i = 0; i < n; i++) {
        double sum = -right[i];

        for (size_t j = 0; j < n; j++) {
            sum += matrix[i * n + j] * x[j];
        }
        residual = fmax(residual, fabs(sum) / (double)n);
    }
    free(matrix);
    free(factors);
    free(right);
    free(x);
    free(rows);
    return residual;
}

static void
test_solve_gives_what_the_matrix_takes_to_the_right_side(void **state)
{
    uint64_t seed = 1;

    (void)state;
    for (size_t n = 1; n <= 40; n++) {
        assert_true(residual_of_random(n, &seed) < 1e-11);
    }
}

static void
test_factor_pivots(void **state)
{
    /* without a change of rows the first has no pivot, the second next to none */
    double zeros[] = {0.0, 2.0, 0.0, 0.0, 0.0, 4.0, 8.0, 0.0, 0.0};
    double small[] = {1e-20, 1.0, 1.0, 1.0};
    const double right[] = {2.0, 12.0, 8.0};
    size_t rows[3] = {0};
    double x[3] = {0.0};

    (void)state;
    assert_true(pl_matrix_factor(3, zeros, rows, 0.0));
    pl_matrix_solve(3, zeros, rows, right, x);
    assert_true(x[0] == 1.0 && x[1] == 1.0 && x[2] == 3.0);
    assert_true(pl_matrix_factor(2, small, rows, 0.0));
    pl_matrix_solve(2, small, rows, right, x);
    assert_close(x[0], 10.0, 1e-15, 0.0);
    assert_close(x[1], 2.0, 1e-15, 0.0);
}

static void
test_factor_refuses_what_has_no_inverse(void **state)
{
    static const struct {
        double entries[4];
        double smallest;
        bool has_inverse;
    } rows[] = {
        {{0.0, 0.0, 0.0, 0.0}, 0.0, false},
        {{1.0, 2.0, 2.0, 4.0}, 0.0, false},
        {{1.0, 2.0, 2.0, 4.0 + 1e-12}, 0.0, true},
        {{1.0, 2.0, 2.0, 4.0 + 1e-12}, 1e-11, false},
        {{0.0, 1.0, 0.0, 1.0}, 0.0, false},
        {{(double)NAN, 0.0, 0.0, 1.0}, 0.0, false},
        {{1.0, 0.0, 0.0, (double)NAN}, 0.0, false},
        {{1e-13, 0.0, 0.0, 1.0}, 1e-13, false},
        {{1.1e-13, 0.0, 0.0, 1.0}, 1e-13, true},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double matrix[4];
        size_t order[2];

        memcpy(matrix, rows[k].entries, sizeof matrix);
        assert_int_equal(pl_matrix_factor(2, matrix, order, rows[k].smallest),
                         rows[k].has_inverse);
    }
}

/* ---- eigenvalues ---- */

/* Each of the eigenvalues that are wanted is there, as often as it is wanted. */
static void
expect_eigenvalues(size_t n, double *matrix, const double complex *want, double atol)
{
    double *work = matrix_zeros(n);
    double *real = matrix_zeros(n);
    double *imaginary = matrix_zeros(n);
    bool *taken = calloc(n, sizeof *taken);

    assert_non_null(taken);
    assert_true(pl_matrix_eigenvalues(n, matrix, work, real, imaginary));
    for (size_t k = 0; k < n; k++) {
        size_t nearest = n;
        double distance = INFINITY;

        for (size_t j = 0; j < n; j++) {
            const double d =
                hypot(real[j] - creal(want[k]), imaginary[j] - cimag(want[k]));

            if (!taken[j] && d < distance) {
                distance = d;
                nearest = j;
            }
        }
        assert_true(nearest < n);
        taken[nearest] = true;
        assert_close(distance, 0.0, 0.0, atol);
        if (imaginary[k] > 0.0) { /* pairs stand together */
            assert_true(k + 1 < n && real[k + 1] == real[k]);
            assert_true(imaginary[k + 1] == -imaginary[k]);
        }
    }
    free(work);
    free(real);
    free(imaginary);
    free(taken);
}

static void
test_eigenvalues_of_small_matrices_are_exact(void **state)
{
    double one[] = {-3.5};
    double rotation[] = {1.0, -2.0, 2.0, 1.0};
    double real[] = {2.0, 1.0, 1.0, 2.0};
    double zeros[9] = {0.0};
    double triangle[] = {1.0, 5.0, 9.0, 0.0, -2.0, 7.0, 0.0, 0.0, 3.0};
    double scaled[] = {0.0, 1e200, 1e-200, 0.0};

    (void)state;
    expect_eigenvalues(1, one, (const double complex[]){-3.5}, 0.0);
    expect_eigenvalues(2, rotation,
                       (const double complex[]){1.0 + 2.0 * I, 1.0 - 2.0 * I}, 0.0);
    expect_eigenvalues(2, real, (const double complex[]){3.0, 1.0}, 1e-15);
    expect_eigenvalues(3, zeros, (const double complex[]){0.0, 0.0, 0.0}, 0.0);
    expect_eigenvalues(3, triangle, (const double complex[]){1.0, -2.0, 3.0}, 1e-14);
    expect_eigenvalues(2, scaled, (const double complex[]){1.0, -1.0}, 1e-15);
}

/* The roots of unity, whose moduli are equal: plain shifts stand still there. */
static void
test_eigenvalues_of_a_cycle_are_the_roots_of_unity(void **state)
{
    static const double pi = 3.14159265358979323846;

    (void)state;
    for (size_t n = 2; n <= 24; n++) {
        double *matrix = matrix_zeros(n * n);
        double complex want[24];

        for (size_t i = 0; i < n; i++) {
            const double angle = 2.0 * pi * (double)i / (double)n;

            matrix[i * n + (i + 1) % n] = 1.0;
            want[i] = cos(angle) + sin(angle) * I;
        }
        expect_eigenvalues(n, matrix, want, 1e-13);
        free(matrix);
    }
}

/* +-sqrt(1 - h^2/4) +- i h/2. Source of the matrices: Day 1996, "How the QR algorithm
 * fails to converge and how to fix it", Sandia SAND96-0913J. */
static void
test_eigenvalues_converge_where_pairs_of_shifts_do_not(void **state)
{
    (void)state;
    for (double h = 1e-15; h < 1.0; h *= 1.5) {
        const double real = sqrt(1.0 - h * h / 4.0);
        const double complex want[] = {
            real + 0.5 * h * I,
            real - 0.5 * h * I,
            -real + 0.5 * h * I,
            -real - 0.5 * h * I,
        };
        double matrix[] = {
            0.0, 1.0, 0.0, 0.0, 1.0, 0.0, h, 0.0, 0.0, -h, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0,
        };

        /* near h = 0 two pairs fall together: half of the digits are lost */
        expect_eigenvalues(4, matrix, want, 1e-7);
    }
}

/* x^4 + 4 x^2 + 1 = 0, where gsl_eigen_nonsymm of GSL 2.7.1 raises "maximum iterations
 * reached"; and x^4 + 3 x^2 + 1 = 0. */
static void
test_eigenvalues_converge_where_gsl_gives_up(void **state)
{
    const double golden = 0.5 * (1.0 + sqrt(5.0));
    const double fast = sqrt(2.0 + sqrt(3.0));
    double gives_up[] = {0.0, -1.0, 0.0, 1.0, 1.0,  0.0,  0.0,  1.0,
                         0.0, 0.0,  0.0, 1.0, -1.0, -1.0, -1.0, 0.0};
    double other[] = {0.0, 1.0, 0.0, 0.0, -1.0, 0.0,  0.0,  1.0,
                      0.0, 0.0, 0.0, 1.0, 0.0,  -1.0, -1.0, 0.0};

    (void)state;
    expect_eigenvalues(
        4, gives_up, (const double complex[]){fast * I, -fast * I, I / fast, -I / fast},
        1e-13);
    expect_eigenvalues(
        4, other,
        (const double complex[]){golden * I, -golden * I, I / golden, -I / golden},
        1e-13);
}

/* Against their sum and product, of matrices with entries over 40 orders. */
static void
test_eigenvalues_sum_up_to_the_trace(void **state)
{
    uint64_t seed = 5;

    (void)state;
    for (size_t trial = 0; trial < 200; trial++) {
        const size_t n = 1 + trial % 20;
        double *matrix = matrix_zeros(n * n);
        double *work = matrix_zeros(n);
        double *real = matrix_zeros(n);
        double *imaginary = matrix_zeros(n);
        double largest = 0.0;
        double trace = 0.0;

        for (size_t k = 0; k < n * n; k++) {
            matrix[k] = matrix_random_number(&seed) *
                        pow(10.0, 20.0 * matrix_random_number(&seed));
            largest = fmax(largest, fabs(matrix[k]));
        }
        for (size_t i = 0; i < n; i++) {
            trace -= matrix[i * n + i];
        }
        assert_true(pl_matrix_eigenvalues(n, matrix, work, real, imaginary));
        for (size_t i = 0; i < n; i++) {
            trace += real[i];
        }
        assert_close(trace, 0.0, 0.0, 1e-13 * largest * (double)n);
        free(matrix);
        free(work);
        free(real);
        free(imaginary);
    }
}

static void
test_eigenvalues_keep_their_bits_at_any_scale(void **state)
{
    static const int exponents[] = {-900, -1, 1, 900};
    uint64_t seed = 9;
    double matrix[36];
    double scaled[36];
    double work[6], real[6], imaginary[6], scaled_real[6], scaled_imaginary[6];
    double first[36];

    (void)state;
    for (size_t k = 0; k < 36; k++) {
        first[k] = matrix_random_number(&seed);
    }
    memcpy(matrix, first, sizeof matrix);
    assert_true(pl_matrix_eigenvalues(6, matrix, work, real, imaginary));
    for (size_t e = 0; e < sizeof exponents / sizeof *exponents; e++) {
        for (size_t k = 0; k < 36; k++) {
            scaled[k] = ldexp(first[k], exponents[e]);
        }
        assert_true(
            pl_matrix_eigenvalues(6, scaled, work, scaled_real, scaled_imaginary));
        for (size_t k = 0; k < 6; k++) {
            assert_true(scaled_real[k] == ldexp(real[k], exponents[e]));
            assert_true(scaled_imaginary[k] == ldexp(imaginary[k], exponents[e]));
        }
    }
}

static void
test_eigenvalues_refuse_what_is_not_finite(void **state)
{
    static const double odd[] = {NAN, INFINITY, -INFINITY};

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        for (size_t place = 0; place < 9; place++) {
            double matrix[9] = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0};
            double work[3], real[3], imaginary[3];

            matrix[place] = odd[k];
            assert_false(pl_matrix_eigenvalues(3, matrix, work, real, imaginary));
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_solve_gives_what_the_matrix_takes_to_the_right_side),
        cmocka_unit_test(test_factor_pivots),
        cmocka_unit_test(test_factor_refuses_what_has_no_inverse),
        cmocka_unit_test(test_eigenvalues_of_small_matrices_are_exact),
        cmocka_unit_test(test_eigenvalues_of_a_cycle_are_the_roots_of_unity),
        cmocka_unit_test(test_eigenvalues_converge_where_pairs_of_shifts_do_not),
        cmocka_unit_test(test_eigenvalues_converge_where_gsl_gives_up),
        cmocka_unit_test(test_eigenvalues_sum_up_to_the_trace),
        cmocka_unit_test(test_eigenvalues_keep_their_bits_at_any_scale),
        cmocka_unit_test(test_eigenvalues_refuse_what_is_not_finite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
