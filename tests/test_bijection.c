/*
 * test_bijection.c - shuffles that store nothing.
 */
#include "testlib.h"

#include "study/bijection.h"
#include "study/mix.h"

/* The key of the i-th trial of a test. */
static uint64_t
key_of(uint64_t test, uint64_t i)
{
    return pl_mix_in(pl_mix_in(20240229, test), i);
}

static void
test_mix_has_the_published_values(void **state)
{
    (void)state;
    /* SplitMix64 seeded with 1234567 is mix(1234567 + i * golden ratio), i = 1, 2, …
     * Its values: Rosetta Code, "Pseudo-random numbers/Splitmix64". */
    assert_true(pl_mix_in(1234567, 0) == UINT64_C(6457827717110365317));
    assert_true(pl_mix_in(1234567, 1) == UINT64_C(3203168211198807973));
    assert_true(pl_mix_in(1234567, 2) == UINT64_C(9817491932198370423));
    assert_true(pl_mix_in(1234567, 3) == UINT64_C(4593380528125082431));
    assert_true(pl_mix_in(1234567, 4) == UINT64_C(16408922859458223821));
}

static void
test_at_reaches_every_number_once(void **state)
{
    static const uint64_t more[] = {4095, 4096, 4097, 65535, 65536, 65537, 100003};
    uint8_t *seen = calloc(100003, 1);

    (void)state;
    assert_non_null(seen);
    for (uint64_t i = 1; i <= 1100 + sizeof more / sizeof more[0]; i++) {
        const uint64_t n = i <= 1100 ? i : more[i - 1101];
        const size_t n_keys = n <= 64 ? 20 : 2;

        for (uint64_t key = 0; key < n_keys; key++) {
            struct pl_bijection bijection;

            pl_bijection_init(&bijection, n, key_of(1, key));
            memset(seen, 0, n);
            for (uint64_t k = 0; k < n; k++) {
                uint64_t at = pl_bijection_at(&bijection, k);

                assert_true(at < n);
                assert_int_equal(seen[at], 0);
                seen[at] = 1;
            }
        }
    }
    free(seen);
}

static int
compare_numbers(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;

    return (*left > *right) - (*left < *right);
}

static void
test_at_keeps_numbers_apart_where_n_is_huge(void **state)
{
    static const uint64_t sizes[] = {
        UINT64_C(1000000000000), UINT64_C(1) << 50, (UINT64_C(1) << 50) + 1,
        (UINT64_C(1) << 61) - 1, PL_BIJECTION_MAX,
    };
    enum { N = 20000 };
    uint64_t *found = calloc(N, sizeof *found);

    (void)state;
    assert_non_null(found);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const uint64_t n = sizes[i];
        struct pl_bijection bijection;
        double mean = 0.0;

        pl_bijection_init(&bijection, n, key_of(2, i));
        for (uint64_t k = 0; k < N; k++) {
            /* the first, the last, and some around the middle */
            uint64_t from = k % 3 == 0 ? k : k % 3 == 1 ? n - 1 - k : n / 2 + k;

            found[k] = pl_bijection_at(&bijection, from);
            assert_true(found[k] < n);
            mean += (double)found[k] / (double)n / N;
        }
        qsort(found, N, sizeof *found, compare_numbers);
        for (size_t k = 1; k < N; k++) {
            assert_true(found[k - 1] < found[k]);
        }
        /* uniform: 0.5 within 4 standard errors of sqrt(1/12/N) */
        assert_close(mean, 0.5, 0.0, 4.0 * sqrt(1.0 / 12.0 / N));
    }
    free(found);
}

/* Which of the n! orders a shuffle has. */
static size_t
rank_order(const uint64_t *order, size_t n)
{
    size_t rank = 0;

    for (size_t i = 0; i < n; i++) {
        size_t n_smaller = 0;

        for (size_t j = i + 1; j < n; j++) {
            n_smaller += order[j] < order[i];
        }
        rank = rank * (n - i) + n_smaller;
    }
    return rank;
}

/* (chi^2 - degrees of freedom) in standard deviations. */
static double
chi_square(const size_t *counts, size_t n, double expected)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        double off = (double)counts[i] - expected;

        sum += off * off / expected;
    }
    return (sum - (double)(n - 1)) / sqrt(2.0 * (double)(n - 1));
}

static void
test_every_order_of_a_few_numbers_is_as_likely(void **state)
{
    static const size_t factorials[] = {1, 1, 2, 6, 24, 120, 720, 5040};
    size_t *counts = calloc(5040, sizeof *counts);

    (void)state;
    assert_non_null(counts);
    for (size_t n = 2; n <= 7; n++) {
        const size_t n_orders = factorials[n];
        const size_t n_each = 50;

        memset(counts, 0, n_orders * sizeof *counts);
        for (uint64_t key = 0; key < n_orders * n_each; key++) {
            struct pl_bijection bijection;
            uint64_t order[7];

            pl_bijection_init(&bijection, n, key_of(10 + n, key));
            for (size_t k = 0; k < n; k++) {
                order[k] = pl_bijection_at(&bijection, k);
            }
            counts[rank_order(order, n)]++;
        }
        assert_true(chi_square(counts, n_orders, (double)n_each) < 4.0);
    }
    free(counts);
}

/* Where one number goes says nothing of where the next one does. */
static void
test_every_pair_is_as_likely(void **state)
{
    static const struct {
        uint64_t n, a, b;
    } rows[] = {
        {13, 0, 1}, {16, 0, 8}, {32, 1, 0}, {64, 62, 63}, {100, 7, 71}, {2000, 0, 1},
    };
    enum { CELLS = 13 };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const uint64_t n = rows[i].n;
        const size_t n_keys = 40 * CELLS * CELLS;
        size_t counts[CELLS * CELLS] = {0};
        double worst = 0.0;

        for (uint64_t key = 0; key < n_keys; key++) {
            struct pl_bijection bijection;
            uint64_t at[2];

            pl_bijection_init(&bijection, n, key_of(20 + i, key));
            at[0] = pl_bijection_at(&bijection, rows[i].a);
            at[1] = pl_bijection_at(&bijection, rows[i].b);
            counts[at[0] * CELLS / n * CELLS + at[1] * CELLS / n]++;
        }
        for (size_t c = 0; c < CELLS * CELLS; c++) {
            /* pairs of different numbers that fall into the two parts */
            const uint64_t u = c / CELLS;
            const uint64_t v = c % CELLS;
            const double n_u = (double)(((u + 1) * n + CELLS - 1) / CELLS -
                                        (u * n + CELLS - 1) / CELLS);
            const double n_v = (double)(((v + 1) * n + CELLS - 1) / CELLS -
                                        (v * n + CELLS - 1) / CELLS);
            const double share = n_u * (n_v - (u == v)) / ((double)n * (double)(n - 1));
            const double expected = share * (double)n_keys;
            const double off = (double)counts[c] - expected;

            worst = fmax(worst, fabs(off) / sqrt(fmax(expected, 1.0)));
        }
        assert_true(worst < 4.5); /* of 169 cells: 0.1 % */
    }
}

static void
test_another_key_is_another_shuffle(void **state)
{
    enum { N = 10000 };
    struct pl_bijection a, b, again;
    double sum = 0.0;
    size_t n_same = 0;

    (void)state;
    pl_bijection_init(&a, N, 1);
    pl_bijection_init(&b, N, 2);
    pl_bijection_init(&again, N, 1);
    for (uint64_t k = 0; k < N; k++) {
        double x = (double)pl_bijection_at(&a, k) / N - 0.5;
        double y = (double)pl_bijection_at(&b, k) / N - 0.5;

        assert_true(pl_bijection_at(&a, k) == pl_bijection_at(&again, k));
        n_same += pl_bijection_at(&a, k) == pl_bijection_at(&b, k);
        sum += 12.0 * x * y / N;
    }
    assert_true(n_same < 10); /* Poisson with mean 1 */
    assert_close(sum, 0.0, 0.0, 4.0 / sqrt(N));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mix_has_the_published_values),
        cmocka_unit_test(test_at_reaches_every_number_once),
        cmocka_unit_test(test_at_keeps_numbers_apart_where_n_is_huge),
        cmocka_unit_test(test_every_order_of_a_few_numbers_is_as_likely),
        cmocka_unit_test(test_every_pair_is_as_likely),
        cmocka_unit_test(test_another_key_is_another_shuffle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
