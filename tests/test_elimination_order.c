/*
 * test_elimination_order.c - orders of elimination: whole, and with little fill.
 */
#include "compile/elimination_order.h"

#include "matrix.h"
#include "testlib.h"

/* The order of a matrix's pattern, freed with free(). */
static uint32_t *
find_order(const struct matrix *matrix)
{
    uint32_t *order = calloc(matrix->n, sizeof *order);

    assert_non_null(order);
    assert_int_equal(pl_elimination_order(matrix->n, matrix->n_entries, matrix->rows,
                                          matrix->columns, NULL, order),
                     PL_OK);
    return order;
}

static void
assert_is_permutation(const uint32_t *order, size_t n)
{
    unsigned char *met = calloc(n, 1);

    assert_non_null(met);
    for (size_t k = 0; k < n; k++) {
        assert_true(order[k] < n);
        assert_int_equal(met[order[k]], 0);
        met[order[k]] = 1;
    }
    free(met);
}

static void
test_find_names_every_row_once(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        1,  2, 3, 63, 64, 65, 128, 200, PL_ORDER_MAX_GREEDY, PL_ORDER_MAX_GREEDY + 1,
        500};
    uint64_t seed = 1;

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        for (size_t per_row = 0; per_row < 4; per_row++) {
            struct matrix matrix =
                matrix_init_random(sizes[k], per_row, per_row == 2, &seed);
            uint32_t *order = find_order(&matrix);

            assert_is_permutation(order, matrix.n);
            free(order);
            matrix_finish(&matrix);
        }
    }
}

/* What eliminating a row and its column fills in, and how many numbers it changes. */
static void
cost_of(const unsigned char *there, size_t n, size_t pivot, size_t *fill,
        size_t *updates)
{
    *fill = 0;
    *updates = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (i != pivot && j != pivot && there[i * n + pivot] &&
                there[pivot * n + j]) {
                *fill += i != j && !there[i * n + j];
                ++*updates;
            }
        }
    }
}

static void
eliminate(unsigned char *there, size_t n, size_t pivot)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            there[i * n + j] |= there[i * n + pivot] && there[pivot * n + j];
        }
    }
    for (size_t i = 0; i < n; i++) {
        there[i * n + pivot] = there[pivot * n + i] = 0;
    }
}

static void
assert_is_greedy(const struct matrix *matrix)
{
    size_t n = matrix->n;
    uint32_t *order = find_order(matrix);
    unsigned char *there = calloc(n * n, 1);
    unsigned char *done = calloc(n, 1);

    assert_true(there != NULL && done != NULL);
    for (size_t k = 0; k < matrix->n_entries; k++) {
        there[matrix->rows[k] * n + matrix->columns[k]] = 1;
    }
    for (size_t step = 0; step < n; step++) {
        size_t fill = 0;
        size_t updates = 0;

        cost_of(there, n, order[step], &fill, &updates);
        for (size_t i = 0; i < n; i++) {
            size_t other_fill = 0;
            size_t other_updates = 0;

            cost_of(there, n, i, &other_fill, &other_updates);
            assert_true(done[i] || fill < other_fill ||
                        (fill == other_fill &&
                         (updates < other_updates ||
                          (updates == other_updates && order[step] <= i))));
        }
        eliminate(there, n, order[step]);
        done[order[step]] = 1;
    }
    free(there);
    free(done);
    free(order);
}

static void
test_find_takes_what_fills_in_least_first(void **state)
{
    (void)state;
    uint64_t seed = 2;

    for (size_t n = 1; n <= 25; n++) {
        struct matrix matrix = matrix_init_random(n, 1 + n % 3, n % 2 == 0, &seed);

        assert_is_greedy(&matrix);
        matrix_finish(&matrix);
    }
    /* sets of more than one word */
    struct matrix matrix = matrix_init_random(70, 2, false, &seed);

    assert_is_greedy(&matrix);
    matrix_finish(&matrix);
}

/* Whatever hangs on a hub goes before it, in a small network and in a large one. */
static void
test_find_leaves_a_hub_for_the_end(void **state)
{
    (void)state;
    static const size_t sizes[] = {50, 1000};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t n = sizes[k];
        struct matrix matrix = matrix_init(n, 2 * n);
        uint32_t *order = NULL;

        for (size_t i = 0; i < n; i++) {
            if (i != 7) {
                matrix_add(&matrix, i, 7, 1.0);
                matrix_add(&matrix, 7, i, 1.0);
            }
        }
        order = find_order(&matrix);
        assert_true(order[n - 1] == 7 || order[n - 2] == 7);
        free(order);
        matrix_finish(&matrix);
    }
}

static enum pl_status
find_task(void *context)
{
    const struct matrix *matrix = context;
    uint32_t order[300];

    return pl_elimination_order(matrix->n, matrix->n_entries, matrix->rows,
                                matrix->columns, NULL, order);
}

static void
test_find_survives_no_memory(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct matrix small = matrix_init_random(20, 3, true, &seed);
    struct matrix large = matrix_init_random(300, 3, true, &seed);

    assert_int_equal(assert_survives_no_memory(find_task, &small), 3);
    assert_int_equal(assert_survives_no_memory(find_task, &large), 3);
    matrix_finish(&small);
    matrix_finish(&large);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_names_every_row_once),
        cmocka_unit_test(test_find_takes_what_fills_in_least_first),
        cmocka_unit_test(test_find_leaves_a_hub_for_the_end),
        cmocka_unit_test(test_find_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
