/*
 * test_stability.c - what is proven to be stable is so: against eigenvalues.
 */
#include "solve/stability.h"

#include <gsl/gsl_complex_math.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>

#include "base/text.h"
#include "compile/program.h"
#include "matrix.h"
#include "network_sim.h"
#include "testlib.h"

/* The most states here. */
enum { MOST = 12 };

/* A linear network of n states that all act on each other, and its judges. */
struct bench {
    struct network network;
    size_t n;
    struct pl_stability *judges[PL_N_ISAS];
    double *entries; /* shape (n, n): of the matrix at hand, as the program has them */
};

static void
bench_open(struct bench *bench, size_t n)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t i = 0; i < n; i++) {
        pl_text_format(&text, "x%zu' = ", i);
        for (size_t j = 0; j < n; j++) {
            pl_text_format(&text, "%sa%zu_%zu*x%zu", j > 0 ? " + " : "", i, j, j);
        }
        pl_text_format(&text, "; x%zu = 1\n", i);
        for (size_t j = 0; j < n; j++) {
            pl_text_format(&text, "a%zu_%zu = 1\n", i, j);
        }
    }
    *bench = (struct bench){.n = n};
    network_compile(&bench->network, pl_text_string(&text));
    pl_text_finish(&text);
    assert_int_equal(bench->network.program->n_states, n);
    assert_int_equal(bench->network.program->n_nonzeros, n * n);
    for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
        bench->judges[isa] =
            pl_stability_create(bench->network.program, (enum pl_isa)isa);
        assert_non_null(bench->judges[isa]);
    }
    bench->entries = calloc(n * n, sizeof *bench->entries);
    assert_non_null(bench->entries);
}

static void
bench_close(struct bench *bench)
{
    for (size_t isa = 0; isa < PL_N_ISAS; isa++) {
        pl_stability_destroy(bench->judges[isa]);
    }
    free(bench->entries);
    network_close(&bench->network);
}

/* One verdict, by every instruction set. @param a  shape (n, n), row-major */
static bool
is_proven(struct bench *bench, const double *a, size_t n_laws)
{
    const struct pl_program *program = bench->network.program;
    bool first = false;

    for (size_t k = 0; k < program->n_nonzeros; k++) {
        bench->entries[k] = a[program->rows[k] * bench->n + program->columns[k]];
    }
    for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
        const bool proven =
            pl_stability_is_proven(bench->judges[isa], bench->entries, n_laws);

        if (isa == PL_ISA_PLAIN) {
            first = proven;
        } else if (proven != first) {
            fail_msg("%s says %d, plain C %d", pl_isa_name((enum pl_isa)isa), proven,
                     first);
        }
    }
    return first;
}

/* The largest real part of the eigenvalues but the n_laws nearest to 0, in units of the
 * largest of all. */
static double
slowest(size_t n, const double *a, size_t n_laws)
{
    gsl_eigen_nonsymm_workspace *work = gsl_eigen_nonsymm_alloc(n);
    gsl_vector_complex *values = gsl_vector_complex_alloc(n);
    gsl_matrix *copy = gsl_matrix_alloc(n, n);
    bool taken[MOST] = {false};
    double largest = 0.0;
    double most = -INFINITY;

    assert_true(work != NULL && values != NULL && copy != NULL);
    for (size_t k = 0; k < n * n; k++) {
        copy->data[k] = a[k];
    }
    gsl_eigen_nonsymm_params(0, 1, work);
    assert_int_equal(gsl_eigen_nonsymm(copy, values, work), GSL_SUCCESS);
    for (size_t i = 0; i < n; i++) {
        largest = fmax(largest, gsl_complex_abs(gsl_vector_complex_get(values, i)));
    }
    for (size_t law = 0; law < n_laws; law++) {
        size_t nearest = n;

        for (size_t i = 0; i < n; i++) {
            if (!taken[i] &&
                (nearest == n ||
                 gsl_complex_abs(gsl_vector_complex_get(values, i)) <
                     gsl_complex_abs(gsl_vector_complex_get(values, nearest)))) {
                nearest = i;
            }
        }
        taken[nearest] = true;
    }
    for (size_t i = 0; i < n; i++) {
        if (!taken[i]) {
            most = fmax(most, GSL_REAL(gsl_vector_complex_get(values, i)));
        }
    }
    gsl_matrix_free(copy);
    gsl_vector_complex_free(values);
    gsl_eigen_nonsymm_free(work);
    return most / largest;
}

/* ---- matrices ---- */

/* Log-uniform. */
static double
random_size(uint64_t *seed, double low, double high)
{
    return low * pow(high / low, 0.5 * (matrix_random_number(seed) + 1.0));
}

/* A = Q A Q for a random reflection Q: other entries, the same eigenvalues. */
static void
reflect(size_t n, double *a, uint64_t *seed)
{
    double v[MOST];
    double square = 0.0;

    for (size_t i = 0; i < n; i++) {
        v[i] = matrix_random_number(seed);
        square += v[i] * v[i];
    }
    for (size_t j = 0; j < n; j++) {
        double column = 0.0;

        for (size_t i = 0; i < n; i++) {
            column += v[i] * a[i * n + j];
        }
        for (size_t i = 0; i < n; i++) {
            a[i * n + j] -= 2.0 * v[i] * column / square;
        }
    }
    for (size_t i = 0; i < n; i++) {
        double row = 0.0;

        for (size_t j = 0; j < n; j++) {
            row += a[i * n + j] * v[j];
        }
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] -= 2.0 * row * v[j] / square;
        }
    }
}

/* States counted in other units: the same eigenvalues again. */
static void
rescale(size_t n, double *a, double range, uint64_t *seed)
{
    double units[MOST];

    for (size_t i = 0; i < n; i++) {
        units[i] = random_size(seed, 1.0, range);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] *= units[i] / units[j];
        }
    }
}

/* Real eigenvalues and pairs on the diagonal, well damped but for the first `n_worst`:
 * `worst`, or pairs of that real part that turn with `turn`. */
static void
put_eigenvalues(size_t n, double *a, double worst, double turn, size_t n_worst,
                uint64_t *seed)
{
    size_t i = 0;

    memset(a, 0, n * n * sizeof *a);
    while (i < n) {
        const bool is_worst = n_worst > 0;
        const double real = is_worst ? worst : -random_size(seed, 0.03, 30.0);
        const double imaginary =
            is_worst ? turn : 2.0 * real * matrix_random_number(seed);
        const bool is_pair =
            i + 1 < n && imaginary != 0.0 && (is_worst || matrix_random(seed) % 2 == 0);

        a[i * n + i] = real;
        if (is_pair) {
            a[(i + 1) * n + i + 1] = real;
            a[i * n + i + 1] = imaginary;
            a[(i + 1) * n + i] = -imaginary;
        }
        i += is_pair ? 2 : 1;
        n_worst -= is_worst;
    }
}

/* Each state is made from some of the others and loses itself: random couplings of both
 * signs, and a diagonal of `diagonal` times what its row or column sums to. */
static void
put_couplings(size_t n, double *a, double diagonal, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] = i != j && matrix_random(seed) % 3 == 0
                               ? matrix_random_number(seed)
                               : 0.0;
        }
    }
    for (size_t i = 0; i < n; i++) {
        double sum = 0.1;

        for (size_t j = 0; j < n; j++) {
            sum += fabs(a[i * n + j]);
        }
        a[i * n + i] = -diagonal * sum;
    }
}

/* Matter goes round between n states and none is lost: columns sum to 0. */
static void
put_exchange(size_t n, double *a, uint64_t *seed)
{
    memset(a, 0, n * n * sizeof *a);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            const bool flows =
                j == (i + 1) % n || (j != i && matrix_random(seed) % 4 == 0);
            const double rate = flows ? random_size(seed, 0.01, 100.0) : 0.0;

            a[i * n + j] += rate;
            a[j * n + j] -= rate;
        }
    }
}

/* ---- never wrong ---- */

/* Damping from strong to none and beyond, to either side. */
static const double dampings[] = {
    -1.0, -0.3, -0.1, -1e-2, -1e-3, -1e-4, -1e-6, -1e-8,
    1e-8, 1e-6, 1e-4, 1e-3,  1e-2,  0.1,   0.3,   1.0,
};

/* Eigenvalues by construction: lightly damped, unstable by a hair, repeated pairs. */
static void
test_is_proven_knows_which_side_eigenvalues_are_on(void **state)
{
    uint64_t seed = 7;
    size_t n_stable = 0;
    size_t n_proven = 0;

    (void)state;
    for (size_t n = 2; n <= MOST; n++) {
        struct bench bench;

        bench_open(&bench, n);
        for (size_t d = 0; d < sizeof dampings / sizeof *dampings; d++) {
            for (int k = 0; k < 24; k++) {
                const double turn = k % 3 == 0 ? 0.0 : random_size(&seed, 0.03, 30.0);
                const double size = turn != 0.0 ? turn : random_size(&seed, 0.03, 30.0);
                const size_t n_worst = 1 + (size_t)k % (n / 2);
                double a[MOST * MOST];
                bool proven = false;

                put_eigenvalues(n, a, dampings[d] * size, turn, n_worst, &seed);
                for (int times = 0; times < k % 4; times++) {
                    reflect(n, a, &seed);
                }
                if (k % 5 == 0) {
                    rescale(n, a, 1e3, &seed);
                }
                proven = is_proven(&bench, a, 0);
                if (proven && dampings[d] > 0.0) {
                    fail_msg("n = %zu: %zu times %g + %g i is said to be stable", n,
                             n_worst, dampings[d] * size, turn);
                }
                n_stable += dampings[d] <= -0.3 && n_worst <= 2;
                n_proven += proven && dampings[d] <= -0.3 && n_worst <= 2;
            }
        }
        bench_close(&bench);
    }
    /* of those with a damping of 0.3 or more, and at most two of these: 323 of 360 */
    assert_true(n_proven * 100 >= n_stable * 85);
}

/* Whatever comes: couplings of every strength, so that about half are stable. */
static void
test_is_proven_agrees_with_the_eigenvalues_of_random_matrices(void **state)
{
    uint64_t seed = 11;
    size_t n_stable = 0;
    size_t n_proven = 0;
    size_t n_unstable = 0;

    (void)state;
    for (size_t n = 2; n <= MOST; n++) {
        struct bench bench;

        bench_open(&bench, n);
        for (int k = 0; k < 300; k++) {
            double a[MOST * MOST];
            double most = 0.0;
            bool proven = false;

            put_couplings(n, a, random_size(&seed, 0.02, 3.0), &seed);
            rescale(n, a, k % 2 == 0 ? 1.0 : 30.0, &seed);
            proven = is_proven(&bench, a, 0);
            most = slowest(n, a, 0);
            if (proven && most > 1e-9) {
                fail_msg("n = %zu: an eigenvalue of %g is said to be stable", n, most);
            }
            n_unstable += most > 1e-9;
            n_stable += most < -0.05;
            n_proven += proven && most < -0.05;
        }
        bench_close(&bench);
    }
    assert_true(n_stable > 1000 && n_unstable > 1000);
    assert_true(n_proven * 100 >= n_stable * 98); /* 1425 of 1429 */
}

/* On the axis itself: turning for ever, and a sum that is conserved but not counted. */
static void
test_is_proven_never_of_what_does_not_decay(void **state)
{
    uint64_t seed = 13;

    (void)state;
    for (size_t n = 2; n <= MOST; n++) {
        struct bench bench;

        bench_open(&bench, n);
        for (int k = 0; k < 40; k++) {
            double a[MOST * MOST];

            put_eigenvalues(n, a, 0.0, random_size(&seed, 0.03, 30.0),
                            1 + (size_t)k % (n / 2), &seed);
            reflect(n, a, &seed);
            assert_false(is_proven(&bench, a, 0));
            put_exchange(n, a, &seed);
            assert_false(is_proven(&bench, a, 0));
        }
        bench_close(&bench);
    }
}

/* ---- conserved sums ---- */

static void
test_is_proven_leaves_conserved_sums_aside(void **state)
{
    uint64_t seed = 17;
    size_t n_all = 0;
    size_t n_proven = 0;

    (void)state;
    for (size_t n = 2; n <= MOST; n++) {
        struct bench bench;

        bench_open(&bench, n);
        for (int k = 0; k < 60; k++) {
            const size_t half = n / 2;
            double a[MOST * MOST] = {0.0};
            double part[MOST * MOST];

            put_exchange(n, a, &seed);
            n_all++;
            n_proven += is_proven(&bench, a, 1);
            for (size_t i = 0; i < n * n; i++) {
                a[i] = -a[i]; /* the sum stays, nothing else does */
            }
            assert_false(is_proven(&bench, a, 1));
            if (half < 2) {
                continue;
            }
            memset(a, 0, sizeof a); /* two of them side by side: two sums */
            put_exchange(half, part, &seed);
            for (size_t i = 0; i < half * half; i++) {
                a[i / half * n + i % half] = part[i];
            }
            put_exchange(n - half, part, &seed);
            for (size_t i = 0; i < (n - half) * (n - half); i++) {
                a[(half + i / (n - half)) * n + half + i % (n - half)] = part[i];
            }
            n_all++;
            n_proven += is_proven(&bench, a, 2);
            assert_false(is_proven(&bench, a, 1));
            assert_false(is_proven(&bench, a, n));
        }
        bench_close(&bench);
    }
    assert_true(n_proven * 100 >= n_all * 94); /* 1161 of 1200 */
}

/* ---- nothing to go by ---- */

static void
test_is_proven_never_of_what_is_not_finite(void **state)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    double a[9] = {-1.0, 0.5, 0.0, 0.25, -2.0, 0.5, 0.0, 0.125, -3.0};
    const double nothing[9] = {0.0};
    struct bench bench;

    (void)state;
    bench_open(&bench, 3);
    assert_true(is_proven(&bench, a, 0));
    assert_false(is_proven(&bench, nothing, 0));
    for (size_t b = 0; b < 3; b++) {
        for (size_t k = 0; k < 9; k++) {
            const double kept = a[k];

            a[k] = bad[b];
            assert_false(is_proven(&bench, a, 0));
            a[k] = kept;
        }
    }
    assert_true(is_proven(&bench, a, 0)); /* nothing is left behind */
    bench_close(&bench);
}

/* However many there are in a unit of time. */
static void
test_is_proven_in_any_unit_of_time(void **state)
{
    static const double a[9] = {-1.0, 0.5, -2.0, 0.25, -2.0, 0.5, 1.5, 0.125, -3.0};
    struct bench bench;

    (void)state;
    bench_open(&bench, 3);
    for (double unit = 1e-60; unit < 1e61; unit *= 1e10) {
        double scaled[9];

        for (size_t k = 0; k < 9; k++) {
            scaled[k] = unit * a[k];
        }
        assert_true(is_proven(&bench, scaled, 0));
        for (size_t k = 0; k < 9; k++) {
            scaled[k] = -unit * a[k];
        }
        assert_false(is_proven(&bench, scaled, 0));
    }
    bench_close(&bench);
}

static enum pl_status
create_judge(void *context)
{
    const struct bench *bench = context;
    struct pl_stability *judge =
        pl_stability_create(bench->network.program, pl_isa_best());
    const bool made = judge != NULL;

    pl_stability_destroy(judge);
    return made ? PL_OK : PL_ERR_NOMEM;
}

static void
test_create_survives_no_memory(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, 3);
    assert_true(assert_survives_no_memory(create_judge, &bench) > 1);
    pl_stability_destroy(NULL);
    bench_close(&bench);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_proven_knows_which_side_eigenvalues_are_on),
        cmocka_unit_test(test_is_proven_agrees_with_the_eigenvalues_of_random_matrices),
        cmocka_unit_test(test_is_proven_never_of_what_does_not_decay),
        cmocka_unit_test(test_is_proven_leaves_conserved_sums_aside),
        cmocka_unit_test(test_is_proven_never_of_what_is_not_finite),
        cmocka_unit_test(test_is_proven_in_any_unit_of_time),
        cmocka_unit_test(test_create_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
