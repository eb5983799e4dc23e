/*
 * test_sobol.c - Sobol sequences: published values, nets, scrambling.
 */
#include "testlib.h"

#include "base/diag.h"
#include "study/sobol.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Small enough to see a failure in one look, large enough that chance gives none. */
#define SEED UINT64_C(7)

static struct pl_sobol *
make(size_t n_dimensions, bool scrambled, uint64_t seed)
{
    struct pl_sobol *sobol = NULL;

    assert_int_equal(pl_sobol_create(n_dimensions, scrambled, seed, NULL, &sobol),
                     PL_OK);
    return sobol;
}

/* A coordinate as the whole number that its 53 digits are. */
static uint64_t
digits_of(double x)
{
    const double digits = x * 0x1p53;

    assert_true(x >= 0.0 && x < 1.0);
    assert_true(digits == floor(digits));
    return (uint64_t)digits;
}

/* The first points of the two-dimensional sequence, as every text has them. */
static void
test_point_begins_as_published(void **state)
{
    static const double want[8][2] = {
        {0.0, 0.0},     {0.5, 0.5},     {0.75, 0.25},   {0.25, 0.75},
        {0.375, 0.375}, {0.875, 0.875}, {0.625, 0.125}, {0.125, 0.625},
    };
    struct pl_sobol *sobol = make(2, false, 0);

    (void)state;
    for (size_t k = 0; k < N_OF(want); k++) {
        double point[2] = {NAN, NAN};

        pl_sobol_point(sobol, k, point);
        assert_true(point[0] == want[k][0] && point[1] == want[k][1]);
    }
    pl_sobol_destroy(sobol);
}

/*
 * Digits of some coordinates, and of all of them as h = 6364136223846793005 h + digits.
 *
 * Source: scipy.stats.qmc.Sobol(d=2048, scramble=False, bits=53) of SciPy 1.17.1; where
 * `all` is 0 the recurrence of Bratley & Fox 1988 written in Python, with SciPy's table
 * of direction numbers.
 */
static void
test_point_agrees_with_scipy(void **state)
{
    static const size_t dimensions[] = {1, 2, 3, 10, 40, 41, 1111, 2048};
    static const struct {
        uint64_t k;
        uint64_t digits[N_OF(dimensions)];
        uint64_t all;
    } rows[] = {
        {7,
         {1125899906842624, 5629499534213120, 3377699720527872, 7881299347898368,
          1125899906842624, 1125899906842624, 5629499534213120, 3377699720527872},
         UINT64_C(0x0a38000000000000)},
        {1000,
         {1979120929996800, 870813209198592, 4670725394792448, 624522604576768,
          4318881673904128, 8224346975764480, 3333719255416832, 8083609487409152},
         UINT64_C(0x8bba200000000000)},
        {65535,
         {137438953472, 9007061815787520, 5078231891836928, 1476231799242752,
          3923194926858240, 3736827705950208, 563912026095616, 1809933578272768},
         UINT64_C(0x0dc935c000000000)},
        {1000003,
         {2490264987893760, 5061318310625280, 702527800606720, 39642548142080,
          2354561201209344, 8212621715046400, 1396010400088064, 1871995855699968},
         UINT64_C(0x88c9f20c00000000)},
        {UINT64_C(999999999999),
         {0x23defa72000, 0x1e449b4564e000, 0xb4cf6923ba000, 0xb48264eede000,
          0x14e7d006a62000, 0xab6416b882000, 0x1ee94ed4bfe000, 0xe4647ec2de000},
         0},
        {UINT64_C(0x123456789abcde),
         {0x11a8fd6457ce9b, 0x1e1e1e14b4b87, 0x35a4444518287, 0x1e37980ca4521d,
          0x1783d5031ed955, 0x3aa95df3c91b5, 0x246d84846db13, 0x10533e1d0a37a3},
         0},
        {UINT64_C(0x1fffffffffffff),
         {0x1, 0x11001100110011, 0x1d000000100d1d, 0x15700124751837, 0x3e5b000b794b,
          0x210100000440b, 0x14070945c1c251, 0x13db43030c2009},
         0},
    };
    struct pl_sobol *sobol = make(PL_SOBOL_MAX_DIMENSIONS, false, 0);
    double *point = calloc(PL_SOBOL_MAX_DIMENSIONS, sizeof *point);

    (void)state;
    assert_non_null(point);
    for (size_t i = 0; i < N_OF(rows); i++) {
        uint64_t all = 0;

        pl_sobol_point(sobol, rows[i].k, point);
        for (size_t d = 0; d < N_OF(dimensions); d++) {
            assert_true(digits_of(point[dimensions[d] - 1]) == rows[i].digits[d]);
        }
        for (size_t d = 0; d < PL_SOBOL_MAX_DIMENSIONS; d++) {
            all = all * UINT64_C(6364136223846793005) + digits_of(point[d]);
        }
        assert_true(rows[i].all == 0 || all == rows[i].all);
    }
    free(point);
    pl_sobol_destroy(sobol);
}

/* The first 2^m points of one dimension have one point in each of 2^m equal parts. */
static void
check_parts(const struct pl_sobol *sobol, size_t n_dimensions, size_t d, unsigned m)
{
    const size_t n = (size_t)1 << m;
    uint8_t *seen = calloc(n, 1);
    double *point = calloc(n_dimensions, sizeof *point);

    assert_true(seen != NULL && point != NULL);
    for (size_t k = 0; k < n; k++) {
        pl_sobol_point(sobol, k, point);
        seen[(size_t)(point[d] * (double)n)]++;
    }
    for (size_t part = 0; part < n; part++) {
        assert_int_equal(seen[part], 1);
    }
    free(point);
    free(seen);
}

static void
test_every_dimension_is_a_net(void **state)
{
    (void)state;
    for (int scrambled = 0; scrambled < 2; scrambled++) {
        struct pl_sobol *sobol = make(50, scrambled != 0, SEED);
        struct pl_sobol *all = make(PL_SOBOL_MAX_DIMENSIONS, scrambled != 0, SEED);

        for (size_t d = 0; d < 50; d++) { /* GSL's sequence ends at 40 */
            for (unsigned m = 0; m <= 10; m += 2) {
                check_parts(sobol, 50, d, m);
            }
        }
        check_parts(all, PL_SOBOL_MAX_DIMENSIONS, 1110, 7);
        check_parts(all, PL_SOBOL_MAX_DIMENSIONS, PL_SOBOL_MAX_DIMENSIONS - 1, 7);
        pl_sobol_destroy(all);
        pl_sobol_destroy(sobol);
    }
}

/*
 * The quality t of the first 2^m points in two dimensions: the least t for which each
 * box of 2^-a times 2^-b, a + b = m - t, has 2^t of them.
 */
static unsigned
find_quality(const struct pl_sobol *sobol, size_t n_dimensions, size_t c, size_t d,
             unsigned m)
{
    const size_t n = (size_t)1 << m;
    uint64_t *x = calloc(n, sizeof *x);
    uint64_t *y = calloc(n, sizeof *y);
    size_t *counts = calloc(n, sizeof *counts);
    double *point = calloc(n_dimensions, sizeof *point);
    unsigned t = 0;
    bool is_even = false;

    assert_true(x != NULL && y != NULL && counts != NULL && point != NULL);
    for (size_t k = 0; k < n; k++) {
        pl_sobol_point(sobol, k, point);
        x[k] = (uint64_t)(point[c] * (double)n);
        y[k] = (uint64_t)(point[d] * (double)n);
    }
    for (t = 0; !is_even && t <= m; t++) {
        is_even = true;
        for (unsigned a = 0; a <= m - t && is_even; a++) {
            const unsigned b = m - t - a;

            memset(counts, 0, n * sizeof *counts);
            for (size_t k = 0; k < n; k++) {
                counts[x[k] >> (m - a) << b | y[k] >> (m - b)]++;
            }
            for (size_t box = 0; box < n >> t; box++) {
                is_even = is_even && counts[box] == (size_t)1 << t;
            }
        }
    }
    free(point);
    free(counts);
    free(y);
    free(x);
    return t - 1;
}

static void
test_scrambling_keeps_the_balance_of_pairs(void **state)
{
    enum { N = 10, M = 10 };
    struct pl_sobol *bare = make(N, false, 0);
    struct pl_sobol *scrambled = make(N, true, SEED);

    (void)state;
    for (size_t c = 0; c < N; c++) {
        for (size_t d = 0; d < c; d++) {
            unsigned t = find_quality(bare, N, c, d, M);

            assert_int_equal(find_quality(scrambled, N, c, d, M), t);
            assert_true(t <= 5); /* Joe & Kuo 2008: made for good pairs */
        }
    }
    assert_int_equal(find_quality(scrambled, N, 0, 1, M), 0);
    pl_sobol_destroy(scrambled);
    pl_sobol_destroy(bare);
}

/*
 * Sobol's property A: the first 2^n points in n dimensions lie in different orthants.
 * So the first digits of what each bit of k adds are independent. Joe & Kuo 2008 say it
 * for dimensions up to 1111; here as far as 53 bits go.
 */
static void
test_first_points_lie_in_different_orthants(void **state)
{
    uint64_t basis[PL_SOBOL_BITS] = {0}; /* with the highest digit at its own place */

    (void)state;
    for (int scrambled = 0; scrambled < 2; scrambled++) {
        struct pl_sobol *sobol = make(PL_SOBOL_BITS, scrambled != 0, SEED);
        double origin[PL_SOBOL_BITS];

        memset(basis, 0, sizeof basis);
        pl_sobol_point(sobol, 0, origin);
        for (unsigned j = 0; j < PL_SOBOL_BITS; j++) {
            double point[PL_SOBOL_BITS];
            uint64_t orthant = 0;

            /* the Gray code of 2^(j+1) - 1 is 2^j */
            pl_sobol_point(sobol, (UINT64_C(2) << j) - 1, point);
            for (size_t d = 0; d < PL_SOBOL_BITS; d++) {
                orthant |= (uint64_t)((point[d] >= 0.5) != (origin[d] >= 0.5)) << d;
            }
            for (unsigned b = PL_SOBOL_BITS; b-- > 0 && orthant != 0;) {
                if ((orthant >> b & 1) != 0 && basis[b] == 0) {
                    basis[b] = orthant;
                    break;
                }
                orthant ^= (orthant >> b & 1) != 0 ? basis[b] : 0;
            }
            assert_true(orthant != 0);
        }
        pl_sobol_destroy(sobol);
    }
}

/* Over seeds, a point is uniform, and its coordinates know nothing of one another. */
static void
test_scrambled_points_are_uniform(void **state)
{
    static const uint64_t points[] = {0, 1, 5, 1000, UINT64_C(1) << 40};
    enum { N_SEEDS = 2000, N = 3 };
    const double error = 4.5 / sqrt(N_SEEDS);

    (void)state;
    for (size_t i = 0; i < N_OF(points); i++) {
        double mean[N] = {0.0};
        double square[N] = {0.0};
        double product[N] = {0.0};

        for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
            struct pl_sobol *sobol = make(N, true, seed);
            double x[N];

            pl_sobol_point(sobol, points[i], x);
            for (size_t d = 0; d < N; d++) {
                double a = (x[d] - 0.5) * sqrt(12.0);
                double b = (x[(d + 1) % N] - 0.5) * sqrt(12.0);

                mean[d] += a / N_SEEDS;
                square[d] += a * a / N_SEEDS;
                product[d] += a * b / N_SEEDS;
            }
            pl_sobol_destroy(sobol);
        }
        for (size_t d = 0; d < N; d++) {
            assert_close(mean[d], 0.0, 0.0, error);
            assert_close(square[d], 1.0, 0.0, error); /* its deviation is 0.9 */
            assert_close(product[d], 0.0, 0.0, error);
        }
    }
}

/* f = prod (1 + (x - 1/2) w), integral 1: far below the 1/sqrt(n) of random points. */
static void
test_scrambled_points_integrate_well(void **state)
{
    enum { N = 6, M = 12 };
    double worst = 0.0;

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct pl_sobol *sobol = make(N, true, seed);
        double sum = 0.0;

        for (uint64_t k = 0; k < UINT64_C(1) << M; k++) {
            double x[N];
            double f = 1.0;

            pl_sobol_point(sobol, k, x);
            for (size_t d = 0; d < N; d++) {
                f *= 1.0 + (x[d] - 0.5);
            }
            sum += f;
        }
        worst = fmax(worst, fabs(sum / (double)(1 << M) - 1.0));
        pl_sobol_destroy(sobol);
    }
    /* random points: standard error sqrt((13/12)^6 - 1)/64 = 0.012 */
    assert_true(worst < 1e-3);
    assert_true(worst > 0.0);
}

static void
test_another_seed_is_another_sequence(void **state)
{
    struct pl_sobol *a = make(4, true, 1);
    struct pl_sobol *b = make(4, true, 2);
    struct pl_sobol *more = make(9, true, 1);
    double x[4], y[4], z[9];

    (void)state;
    for (uint64_t k = 0; k < 100; k++) {
        pl_sobol_point(a, k, x);
        pl_sobol_point(b, k, y);
        pl_sobol_point(more, k, z);
        for (size_t d = 0; d < 4; d++) {
            assert_true(x[d] != y[d]);
            assert_true(x[d] == z[d]); /* more dimensions leave the first as they are */
        }
    }
    pl_sobol_destroy(more);
    pl_sobol_destroy(b);
    pl_sobol_destroy(a);
}

static void
test_create_refuses_more_dimensions_than_the_table(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_sobol *sobol = NULL;

    (void)state;
    assert_int_equal(pl_sobol_create(2049, true, SEED, diags, &sobol), PL_ERR_OPTION);
    assert_null(sobol);
    assert_messages(diags,
                    "error: a Sobol sequence has at most 2048 dimensions, not 2049\n"
                    "hint: a Latin hypercube (lhs:N) has no limit\n");
    pl_diags_destroy(diags);
    pl_sobol_destroy(NULL);
}

static enum pl_status
create_one(void *context)
{
    struct pl_sobol *sobol = NULL;
    enum pl_status status = pl_sobol_create(3, true, SEED, context, &sobol);

    assert_true((sobol != NULL) == (status == PL_OK));
    pl_sobol_destroy(sobol);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    (void)state;
    assert_int_equal(assert_survives_no_memory(create_one, NULL), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_point_begins_as_published),
        cmocka_unit_test(test_point_agrees_with_scipy),
        cmocka_unit_test(test_every_dimension_is_a_net),
        cmocka_unit_test(test_scrambling_keeps_the_balance_of_pairs),
        cmocka_unit_test(test_first_points_lie_in_different_orthants),
        cmocka_unit_test(test_scrambled_points_are_uniform),
        cmocka_unit_test(test_scrambled_points_integrate_well),
        cmocka_unit_test(test_another_seed_is_another_sequence),
        cmocka_unit_test(test_create_refuses_more_dimensions_than_the_table),
        cmocka_unit_test(test_create_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
