/*
 * test_elimination.c - sparse LU, its pattern and its solutions, against dense
 * elimination.
 */
#include "compile/elimination.h"

#include "base/diag.h"
#include "matrix.h"
#include "testlib.h"

/* By the loops, one lane. @return the last row of the factors */
static double
factor_and_solve(const struct matrix *matrix, const double *right, double *solution)
{
    struct pl_elimination *elimination = matrix_eliminate(matrix);
    double *factors = matrix_zeros(elimination->n_factors + 1);
    double flawed = 0.0;

    pl_elimination_factor(elimination, PL_ISA_PLAIN, 1, matrix->entries, &matrix->shift,
                          factors);
    pl_elimination_solve(elimination, PL_ISA_PLAIN, 1, factors, right, solution);
    flawed = factors[elimination->n_factors];
    free(factors);
    pl_elimination_destroy(elimination);
    return flawed;
}

/* Dense elimination with row pivots, in place. */
static void
solve_dense(size_t n, long double *m, long double *x)
{
    for (size_t k = 0; k < n; k++) {
        size_t best = k;

        for (size_t i = k + 1; i < n; i++) {
            best = fabsl(m[i * n + k]) > fabsl(m[best * n + k]) ? i : best;
        }
        for (size_t j = 0; j < n; j++) {
            long double swapped = m[k * n + j];

            m[k * n + j] = m[best * n + j];
            m[best * n + j] = swapped;
        }
        long double right = x[k];
        x[k] = x[best];
        x[best] = right;
        for (size_t i = k + 1; i < n; i++) {
            long double factor = m[i * n + k] / m[k * n + k];

            for (size_t j = k; j < n; j++) {
                m[i * n + j] -= factor * m[k * n + j];
            }
            x[i] -= factor * x[k];
        }
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++) {
            x[i] -= m[i * n + j] * x[j];
        }
        x[i] /= m[i * n + i];
    }
}

/* A random right side; the solution differs from the true one by `tolerance` of its
 * largest number at most. */
static void
assert_solves(const struct matrix *matrix, double tolerance, uint64_t *seed)
{
    size_t n = matrix->n;
    long double *m = calloc(n * n, sizeof *m);
    long double *want = calloc(n, sizeof *want);
    double *right = matrix_zeros(n);
    double *got = matrix_zeros(n);
    long double largest = 0.0L;

    assert_true(m != NULL && want != NULL);
    for (size_t i = 0; i < n; i++) {
        right[i] = matrix_random_number(seed);
        want[i] = right[i];
        m[i * n + i] = -matrix->shift;
    }
    for (size_t k = 0; k < matrix->n_entries; k++) {
        m[matrix->rows[k] * n + matrix->columns[k]] += matrix->entries[k];
    }
    solve_dense(n, m, want);
    assert_true(factor_and_solve(matrix, right, got) == 0.0);
    for (size_t i = 0; i < n; i++) {
        largest = fabsl(want[i]) > largest ? fabsl(want[i]) : largest;
    }
    for (size_t i = 0; i < n; i++) {
        assert_close(got[i], (double)want[i], 0.0, tolerance * (double)largest);
    }
    free(m);
    free(want);
    free(right);
    free(got);
}

/* ---- small cases by hand ---- */

#define MAX_SMALL 3u

static void
test_factor_of_small_matrices_is_exact(void **state)
{
    (void)state;
    static const struct {
        size_t n, n_entries;
        size_t rows[9], columns[9];
        double entries[9];
        double shift;
        size_t n_factors;
        double factors[9];
        double right[MAX_SMALL], solution[MAX_SMALL];
    } cases[] = {
        /* one number; none at all */
        {1, 1, {0}, {0}, {3.0}, 1.0, 1, {0.5}, {3.0}, {1.5}},
        {1, 0, {0}, {0}, {0.0}, -4.0, 1, {0.25}, {3.0}, {0.75}},
        {3,
         0,
         {0},
         {0},
         {0.0},
         2.0,
         3,
         {-0.5, -0.5, -0.5},
         {1, 2, 3},
         {-0.5, -1, -1.5}},
        /* [2 4; 1 5] = [1 0; 1/2 1] diag(2, 3) [1 2; 0 1], however it is listed */
        {2,
         4,
         {0, 0, 1, 1},
         {0, 1, 0, 1},
         {2, 4, 1, 5},
         0.0,
         4,
         {0.5, 0.5, 2.0, 1.0 / 3.0},
         {2, 4},
         {-1, 1}},
        {2,
         4,
         {1, 1, 0, 0},
         {1, 0, 1, 0},
         {6, 1, 4, 3},
         1.0,
         4,
         {0.5, 0.5, 2.0, 1.0 / 3.0},
         {2, 4},
         {-1, 1}},
        /* no diagonal, and a row without entries: [-4 2 0; 0 -4 0; 2 0 -4]. Nothing
           fills in: the rows that nothing depends on come first */
        {3,
         2,
         {0, 2},
         {1, 0},
         {2, 2},
         4.0,
         5,
         {-0.25, -0.5, -0.25, -0.5, -0.25},
         {-6, -4, 6},
         {2, 1, -0.5}},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_elimination *elimination = NULL;
        double factors[10];
        double solution[MAX_SMALL];

        assert_int_equal(pl_elimination_create(cases[k].n, cases[k].n_entries,
                                               cases[k].rows, cases[k].columns, NULL,
                                               &elimination),
                         PL_OK);
        assert_int_equal(elimination->n_factors, cases[k].n_factors);
        pl_elimination_factor(elimination, PL_ISA_PLAIN, 1, cases[k].entries,
                              &cases[k].shift, factors);
        pl_elimination_solve(elimination, PL_ISA_PLAIN, 1, factors, cases[k].right,
                             solution);
        for (size_t f = 0; f < cases[k].n_factors; f++) {
            assert_close(factors[f], cases[k].factors[f], 0.0, 0.0);
        }
        assert_close(factors[cases[k].n_factors], 0.0, 0.0, 0.0);
        for (size_t i = 0; i < cases[k].n; i++) {
            assert_close(solution[i], cases[k].solution[i], 0.0, 0.0);
        }
        pl_elimination_destroy(elimination);
    }
}

/* ---- patterns ---- */

/* Eliminate in the list's order where the pattern is marked.
 * @param n_updates  receives how many entries are changed, all steps together
 * @param updated    shape (n): set where that is an entry of the diagonal */
static size_t
count_factors(const struct matrix *matrix, const uint32_t *order, size_t *n_updates,
              unsigned char *updated)
{
    size_t n = matrix->n;
    unsigned char *there = calloc(n * n, 1);
    unsigned char *done = calloc(n, 1);
    size_t count = 0;

    assert_true(there != NULL && done != NULL);
    *n_updates = 0;
    for (size_t k = 0; k < matrix->n_entries; k++) {
        there[matrix->rows[k] * n + matrix->columns[k]] = 1;
    }
    for (size_t step = 0; step < n; step++) {
        size_t pivot = order[step];

        there[pivot * n + pivot] = 1;
        done[pivot] = 1;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++) {
                if (!done[i] && !done[j] && there[i * n + pivot] &&
                    there[pivot * n + j]) {
                    there[i * n + j] = 1;
                    updated[i] |= i == j;
                    ++*n_updates;
                }
            }
        }
    }
    for (size_t k = 0; k < n * n; k++) {
        count += there[k];
    }
    free(there);
    free(done);
    return count;
}

static void
assert_list_is_whole(const struct matrix *matrix)
{
    struct pl_elimination *elimination = matrix_eliminate(matrix);
    unsigned char *updated = calloc(matrix->n, 1);
    size_t n_updates = 0;
    size_t want = 0;
    size_t found = 0;

    assert_non_null(updated);
    assert_int_equal(elimination->n_factors,
                     count_factors(matrix, elimination->order, &n_updates, updated));
    for (size_t k = 0; k < elimination->n_runs; k++) {
        found += elimination->runs[k].length;
    }
    assert_int_equal(found, n_updates);
    /* shift and check; one operation for each factor, here and in the solution */
    want = 2 + elimination->n + n_updates + 2 * elimination->n_factors;
    for (size_t step = 0; step < elimination->n; step++) {
        assert_int_equal(elimination->updated[step], updated[elimination->order[step]]);
        want += elimination->updated[step] ? 3 : 1;
    }
    assert_int_equal(elimination->n_operations, want);
    free(updated);
    pl_elimination_destroy(elimination);
}

static void
test_create_finds_the_factors_of_an_unsymmetric_pattern(void **state)
{
    (void)state;
    uint64_t seed = 1;

    for (size_t n = 1; n <= 60; n++) {
        struct matrix matrix = matrix_init_random(n, 1 + n % 4, n % 3 == 0, &seed);

        assert_list_is_whole(&matrix);
        matrix_finish(&matrix);
    }
}

/* The other way to an order: see order.h. */
static void
test_create_finds_the_factors_of_a_large_pattern(void **state)
{
    (void)state;
    uint64_t seed = 2;

    for (size_t per_row = 1; per_row <= 3; per_row++) {
        struct matrix matrix = matrix_init_random(300, per_row, per_row == 1, &seed);

        assert_list_is_whole(&matrix);
        matrix_finish(&matrix);
    }
}

static void
test_create_of_an_arrow_fills_nothing_in(void **state)
{
    (void)state;
    static const size_t sizes[] = {2, 3, 40, 1000};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t n = sizes[k];
        struct matrix matrix = matrix_init(n, 3 * n);
        struct pl_elimination *elimination = NULL;

        for (size_t i = 1; i < n; i++) {
            matrix_add(&matrix, i, 0, 1.0);
            matrix_add(&matrix, 0, i, 1.0);
        }
        elimination = matrix_eliminate(&matrix);
        assert_int_equal(elimination->n_factors, 3 * n - 2);
        assert_int_equal(elimination->n_runs, n - 1); /* of the head's pivot */
        pl_elimination_destroy(elimination);
        matrix_finish(&matrix);
    }
}

/* Leaf by leaf, whatever the numbers of the nodes. */
static void
test_create_of_a_tree_fills_nothing_in(void **state)
{
    (void)state;
    static const size_t sizes[] = {2, 30, 200, 500};
    uint64_t seed = 8;

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t n = sizes[k];
        struct matrix matrix = matrix_init(n, 2 * n);
        struct pl_elimination *elimination = NULL;

        /* 77 and the sizes have no common factor: i -> 77 i mod n meets every node */
        for (size_t i = 1; i < n; i++) {
            size_t node = 77 * i % n;
            size_t parent = 77 * (matrix_random(&seed) % i) % n;

            matrix_add(&matrix, node, parent, 1.0);
            matrix_add(&matrix, parent, node, 1.0);
        }
        elimination = matrix_eliminate(&matrix);
        assert_int_equal(elimination->n_factors, 3 * n - 2);
        pl_elimination_destroy(elimination);
        matrix_finish(&matrix);
    }
}

/* ---- solutions ---- */

static void
test_solve_matches_dense_elimination(void **state)
{
    (void)state;
    uint64_t seed = 3;

    for (size_t n = 1; n <= 60; n++) {
        for (size_t kind = 0; kind < 4; kind++) {
            size_t per_row = kind == 3 ? 3 * n : kind;
            struct matrix matrix = matrix_init_random(n, per_row, kind == 1, &seed);

            assert_solves(&matrix, 1e-14, &seed);
            matrix_finish(&matrix);
        }
    }
}

/* Reactions between pairs of species conserve a sum, so that A is singular and only the
 * shift makes M regular: as in the last steps before a network is at rest. */
static void
test_solve_of_a_network_that_conserves_is_good_to_a_small_shift(void **state)
{
    (void)state;
    uint64_t seed = 4;

    for (size_t n = 2; n <= 60; n += 7) {
        struct matrix matrix = matrix_init(n, n * n);
        double *dense = matrix_zeros(n * n);

        for (size_t k = 0; k < 3 * n; k++) {
            size_t from = k < n - 1 ? k : matrix_random(&seed) % n;
            size_t to = k < n - 1 ? k + 1 : matrix_random(&seed) % n;
            double rate = 1.0 + matrix_random_number(&seed);

            dense[from * n + from] -= rate;
            dense[to * n + from] += rate;
        }
        for (size_t k = 0; k < n * n; k++) {
            if (dense[k] != 0.0) {
                matrix_add(&matrix, k / n, k % n, dense[k]);
            }
        }
        matrix.shift = 1e-4;
        assert_solves(&matrix, 1e-10, &seed);
        free(dense);
        matrix_finish(&matrix);
    }
}

/* Neighbours in a ring, and some far away. */
static struct matrix
make_ring(size_t n, size_t n_far, uint64_t *seed)
{
    struct matrix matrix = matrix_init(n, 4 * n + n_far);

    for (size_t i = 0; i < n; i++) {
        matrix_add(&matrix, i, i, matrix_random_number(seed));
        matrix_add(&matrix, i, (i + 1) % n, matrix_random_number(seed));
        matrix_add(&matrix, i, (i + n - 1) % n, matrix_random_number(seed));
        matrix_add(&matrix, i, (i + 5) % n, matrix_random_number(seed));
    }
    for (size_t k = 0; k < n_far; k++) {
        matrix_add(&matrix, 7 * k, (7 * k + n / 2) % n, matrix_random_number(seed));
    }
    matrix.shift = 8.0;
    return matrix;
}

static void
test_solve_of_2000_rows_leaves_no_residual(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct matrix matrix = make_ring(2000, 100, &seed);
    double *right = matrix_zeros(matrix.n);
    double *x = matrix_zeros(matrix.n);
    double *rest = matrix_zeros(matrix.n);

    for (size_t i = 0; i < matrix.n; i++) {
        right[i] = matrix_random_number(&seed);
    }
    assert_true(factor_and_solve(&matrix, right, x) == 0.0);
    for (size_t i = 0; i < matrix.n; i++) {
        rest[i] = right[i] + matrix.shift * x[i];
    }
    for (size_t k = 0; k < matrix.n_entries; k++) {
        rest[matrix.rows[k]] -= matrix.entries[k] * x[matrix.columns[k]];
    }
    for (size_t i = 0; i < matrix.n; i++) {
        assert_close(rest[i], 0.0, 0.0, 1e-14);
    }
    free(right);
    free(x);
    free(rest);
    matrix_finish(&matrix);
}

/* Species in another order: the same solution. Entries in another order: the same bits. */
static void
test_solve_depends_on_no_order(void **state)
{
    (void)state;
    uint64_t seed = 6;

    for (size_t n = 5; n <= 50; n += 9) {
        struct matrix one = matrix_init_random(n, 3, true, &seed);
        struct matrix other = matrix_init(n, one.n_entries);
        double *right = matrix_zeros(3 * n);
        double *want = matrix_zeros(n);
        double *got = matrix_zeros(n);

        other.shift = one.shift;
        for (size_t i = 0; i < n; i++) {
            right[i] = matrix_random_number(&seed);
            right[n + n - 1 - i] = right[i];
        }
        factor_and_solve(&one, right, want);
        for (size_t k = one.n_entries; k-- > 0;) {
            matrix_add(&other, one.rows[k], one.columns[k], one.entries[k]);
        }
        factor_and_solve(&other, right, got);
        assert_memory_equal(got, want, n * sizeof *want);
        for (size_t k = 0; k < other.n_entries; k++) {
            other.rows[k] = n - 1 - other.rows[k];
            other.columns[k] = n - 1 - other.columns[k];
        }
        factor_and_solve(&other, right + n, got);
        for (size_t i = 0; i < n; i++) {
            assert_close(got[n - 1 - i], want[i], 0.0, 1e-15);
        }
        free(right);
        free(want);
        free(got);
        matrix_finish(&one);
        matrix_finish(&other);
    }
}

/* ---- failures ---- */

static enum pl_status
create_task(void *context)
{
    const struct matrix *matrix = context;
    struct pl_elimination *elimination = NULL;
    enum pl_status status =
        pl_elimination_create(matrix->n, matrix->n_entries, matrix->rows,
                              matrix->columns, NULL, &elimination);

    assert_true((elimination == NULL) == (status != PL_OK));
    pl_elimination_destroy(elimination);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    (void)state;
    uint64_t seed = 7;
    struct matrix small = matrix_init_random(30, 3, true, &seed);
    struct matrix large = make_ring(300, 10, &seed);

    assert_true(assert_survives_no_memory(create_task, &small) > 15);
    assert_true(assert_survives_no_memory(create_task, &large) > 15);
    matrix_finish(&small);
    matrix_finish(&large);
}

static void
test_create_says_what_there_is_no_memory_for(void **state)
{
    (void)state;
    struct pl_diags *diags = pl_diags_create();
    struct pl_elimination *elimination = NULL;

    assert_non_null(diags);
    test_fail_allocation(1, false);
    assert_int_equal(pl_elimination_create(2, 0, NULL, NULL, diags, &elimination),
                     PL_ERR_NOMEM);
    test_allow_allocations();
    assert_null(elimination);
    assert_messages(diags, "error: out of memory for an elimination\n");
    pl_diags_destroy(diags);
    pl_elimination_destroy(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_factor_of_small_matrices_is_exact),
        cmocka_unit_test(test_create_finds_the_factors_of_an_unsymmetric_pattern),
        cmocka_unit_test(test_create_finds_the_factors_of_a_large_pattern),
        cmocka_unit_test(test_create_of_an_arrow_fills_nothing_in),
        cmocka_unit_test(test_create_of_a_tree_fills_nothing_in),
        cmocka_unit_test(test_solve_matches_dense_elimination),
        cmocka_unit_test(
            test_solve_of_a_network_that_conserves_is_good_to_a_small_shift),
        cmocka_unit_test(test_solve_of_2000_rows_leaves_no_residual),
        cmocka_unit_test(test_solve_depends_on_no_order),
        cmocka_unit_test(test_create_survives_no_memory),
        cmocka_unit_test(test_create_says_what_there_is_no_memory_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
