/*
 * test_elementary.c - powers, exponentials, angles: the same bits for one lane and for
 * many, close to the C library's long double, and exact where a model relies on it.
 */
#include "testlib.h"

#include <errno.h>
#include <fenv.h>
#include <float.h>

#include "expr/elementary.h"
#include "vector_call.h"

static const enum pl_op calls[] = {
    PL_OP_POWER, PL_OP_TGAMMA, PL_OP_EXP,   PL_OP_LN,    PL_OP_LOG10, PL_OP_SIN,
    PL_OP_COS,   PL_OP_TAN,    PL_OP_ASIN,  PL_OP_ACOS,  PL_OP_ATAN,  PL_OP_SINH,
    PL_OP_COSH,  PL_OP_TANH,   PL_OP_ASINH, PL_OP_ACOSH, PL_OP_ATANH,
};
#define N_CALLS (sizeof calls / sizeof *calls)

/* Where functions have their ends, zeros, poles and seams. */
/* clang-format off */
static const double corners[] = {
    0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.5, -0.5, INFINITY, -INFINITY, NAN,
    DBL_MIN, -DBL_MIN, DBL_TRUE_MIN, -DBL_TRUE_MIN, DBL_MIN - DBL_TRUE_MIN, DBL_MAX,
    -DBL_MAX, 1.0 + DBL_EPSILON, 1.0 - DBL_EPSILON / 2, -1.0 + DBL_EPSILON / 2, 1e-300,
    1e-20, 1e15, 1e22, 1e300, -1e300, 1.3e154, 1.4e154, -1.4e154, 709.0, 709.5,
    709.782712893384, -709.782712893384, 710.4, -710.4, 710.4758600739439, 711.0,
    -708.4, -745.1332191019411, -745.2, 170.0, 171.0, 171.6, 171.7, -170.5, -184.5,
    10.0, 100.0, 1.0 / 3.0, -1.0 / 3.0, 4503599627370496.5, 9007199254740991.0,
    9007199254740992.0, -9007199254740993.0, 2147483648.0, -4294967297.0,
    3.141592653589793, 1.5707963267948966,
};
/* clang-format on */
#define N_CORNERS (sizeof corners / sizeof *corners)

/* xorshift64*, Vigna 2016, ACM Transactions on Mathematical Software 42:30. */
static uint64_t
next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* From 0 to 1, and from -1 to 1. */
static double
uniform(uint64_t *state)
{
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

static double
both_signs(uint64_t *state)
{
    return 2.0 * uniform(state) - 1.0;
}

#define N_KINDS 10

/* A number of one kind. */
static double
sample(size_t kind, uint64_t *state)
{
    uint64_t bits;
    double x;

    switch (kind) {
    case 0: /* any bits */
        bits = next_random(state);
        memcpy(&x, &bits, sizeof x);
        return x;
    case 1:
        return corners[next_random(state) % N_CORNERS];
    case 2: /* sizes as in models */
        return exp(20.0 * both_signs(state));
    case 3:
        return both_signs(state);
    case 4:
        return 30.0 * both_signs(state);
    case 5: /* up to where exp overflows */
        return 800.0 * both_signs(state);
    case 6: /* near 1 */
        return 1.0 + ldexp(both_signs(state), -(int)(next_random(state) % 50));
    case 7: /* whole and half numbers */
        return (double)(next_random(state) % 400) * 0.5 - 100.0;
    case 8: /* near the smallest normal number */
        return ldexp(both_signs(state),
                     DBL_MIN_EXP + (int)(next_random(state) % 60) - 30);
    default: /* near the zeros of sin and cos */
        return (double)(next_random(state) % 2000000) * 1.5707963267948966;
    }
}

/* The bits of a number; one NaN is as good as another. */
static uint64_t
bits_of(double x)
{
    uint64_t bits;

    if (isnan(x)) {
        x = (double)NAN;
    }
    memcpy(&bits, &x, sizeof bits);
    return isnan(x) ? bits & INT64_MAX : bits;
}

static void
assert_same_bits(enum pl_op op, size_t lanes, double a, double b, double got,
                 double want)
{
    if (bits_of(got) != bits_of(want)) {
        fail_msg("%s(%.17g, %.17g) is %.17g in %zu lanes and %.17g in one",
                 pl_op_name(op), a, b, got, lanes, want);
    }
}

static void
test_is_true_for_calls_alone(void **state)
{
    size_t n = 0;

    (void)state;
    for (size_t op = 0; op < PL_N_OPS; op++) {
        if (pl_op_is_transcendental((enum pl_op)op)) {
            assert_true(pl_op_is_elementary((enum pl_op)op));
            n++;
        }
    }
    for (size_t k = 0; k < N_CALLS; k++) {
        assert_true(pl_op_is_transcendental(calls[k]));
    }
    assert_int_equal(n, N_CALLS);
}

/* 8 numbers in every instruction set and number of lanes, in place and out of place, from
 * arrays that are aligned to nothing wider than a double. */
static void
check_lanes(enum pl_op op, const double *a, const double *b)
{
    static const size_t n_lanes[] = {1, 4, 8};
    double want[8];

    for (size_t l = 0; l < 8; l++) {
        want[l] = pl_elementary_value(op, a[l], b[l]);
    }
    for (size_t isa = 0; isa <= (size_t)pl_isa_best(); isa++) {
        for (size_t k = 0; k < sizeof n_lanes / sizeof *n_lanes; k++) {
            size_t lanes = n_lanes[k];
            double x[9] = {0};
            double y[9] = {0};
            double z[9] = {0};

            memcpy(x + 1, a, 8 * sizeof *x);
            memcpy(y + 1, b, 8 * sizeof *y);
            pl_elementary_lanes(op, (enum pl_isa)isa, lanes, x + 1, y + 1, z + 1);
            pl_elementary_lanes(op, (enum pl_isa)isa, lanes, x + 1, y + 1, x + 1);
            for (size_t l = 0; l < lanes; l++) {
                assert_same_bits(op, lanes, a[l], b[l], z[1 + l], want[l]);
                assert_same_bits(op, lanes, a[l], b[l], x[1 + l], want[l]);
            }
            assert_true(lanes == 8 || bits_of(z[1 + lanes]) == 0); /* no further */
        }
    }
}

static void
test_lanes_give_the_bits_of_one_value(void **state)
{
    uint64_t random = UINT64_C(0x9e3779b97f4a7c15);

    (void)state;
    for (size_t k = 0; k < N_CALLS; k++) {
        for (size_t kind = 0; kind < N_KINDS; kind++) {
            for (size_t n = 0; n < 100; n++) {
                double a[8];
                double b[8];

                for (size_t l = 0; l < 8; l++) {
                    a[l] = sample(kind, &random);
                    b[l] = sample((n + l) % N_KINDS, &random);
                }
                check_lanes(calls[k], a, b);
            }
        }
    }
}

/* Each corner to the power of each, and of the whole numbers around 0. */
static void
test_lanes_give_the_bits_of_one_value_at_the_corners(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_CALLS; k++) {
        for (size_t i = 0; i < N_CORNERS; i++) {
            for (size_t j = 0; j < (calls[k] == PL_OP_POWER ? N_CORNERS : 8); j += 8) {
                double a[8];
                double b[8];
                double whole[8];

                for (size_t l = 0; l < 8; l++) {
                    a[l] = corners[calls[k] == PL_OP_POWER ? i : (i + l) % N_CORNERS];
                    b[l] = corners[(j + l) % N_CORNERS];
                    whole[l] = (double)(j + l) - (double)(N_CORNERS / 2);
                }
                check_lanes(calls[k], a, b);
                check_lanes(calls[k], a, whole);
            }
        }
    }
}

/* One lane beyond SLEEF's reach leaves its neighbours alone. */
static void
test_lanes_do_not_touch_each_other(void **state)
{
    double b[8] = {2, 2, 2, 2, 2, 2, 2, 2};

    (void)state;
    for (size_t k = 0; k < N_CALLS; k++) {
        for (size_t l = 0; l < 8; l++) {
            double a[8] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};

            a[l] = 1e200;
            check_lanes(calls[k], a, b);
            a[l] = -710.0;
            check_lanes(calls[k], a, b);
            a[l] = NAN;
            check_lanes(calls[k], a, b);
        }
    }
}

static void
test_lanes_take_no_second_argument_but_for_powers(void **state)
{
    const double x[8] = {1, 2, 3, 4, 5, 6, 7, 8};

    (void)state;
    for (size_t isa = 0; isa <= (size_t)pl_isa_best(); isa++) {
        double z[8];

        pl_elementary_lanes(PL_OP_LN, (enum pl_isa)isa, 8, x, NULL, z);
        for (size_t l = 0; l < 8; l++) {
            assert_same_bits(PL_OP_LN, 8, x[l], 0.0, z[l],
                             pl_elementary_value(PL_OP_LN, x[l], 0.0));
        }
    }
}

/* Call a function of so many lanes as machine code does. */
static void
call(size_t lanes, void (*function)(void), enum pl_op op, const double *a,
     const double *b, double *z)
{
#define X(isa, suffix)                                              \
    if (lanes == PL_ISA_WIDTH_##suffix) {                           \
        vector_call_##suffix(function, op == PL_OP_POWER, a, b, z); \
        return;                                                     \
    }
    PL_ISAS(X)
#undef X
    fail_msg("a function of %zu lanes", lanes);
}

static void
check_address(enum pl_op op, enum pl_isa isa, size_t lanes, uint64_t *random)
{
    bool is_there = lanes == 1 || (lanes == 4 && isa >= PL_ISA_AVX2) ||
                    (lanes == 8 && isa >= PL_ISA_AVX512);
    void (*function)(void) = pl_elementary_address(op, isa, lanes);

    assert_int_equal(function != NULL, is_there);
    for (size_t n = 0; is_there && n < 50; n++) {
        double a[8];
        double b[8];
        double z[8];

        for (size_t l = 0; l < lanes; l++) {
            a[l] = sample(n % N_KINDS, random);
            b[l] = sample((n / N_KINDS + l) % N_KINDS, random);
        }
        call(lanes, function, op, a, b, z);
        for (size_t l = 0; l < lanes; l++) {
            assert_same_bits(op, lanes, a[l], b[l], z[l],
                             pl_elementary_value(op, a[l], b[l]));
        }
    }
}

static void
test_address_is_a_function_with_the_same_bits(void **state)
{
    uint64_t random = 1;

    (void)state;
    for (size_t isa = 0; isa <= (size_t)pl_isa_best(); isa++) {
        for (size_t k = 0; k < N_CALLS; k++) {
            for (size_t lanes = 1; lanes <= 8; lanes++) {
                check_address(calls[k], (enum pl_isa)isa, lanes, &random);
            }
        }
    }
}

static void
test_address_is_null_for_what_is_no_call(void **state)
{
    (void)state;
    assert_null(pl_elementary_address(PL_OP_ADD, pl_isa_best(), 1));
    assert_null(pl_elementary_address(PL_OP_ADD, pl_isa_best(), 4));
    assert_null(pl_elementary_address(PL_OP_ADD, pl_isa_best(), 8));
    assert_null(pl_elementary_address(PL_OP_FLOOR, pl_isa_best(), 1));
}

/* The C library's functions. */
struct oracle {
    enum pl_op op;
    double (*narrow)(double);
    long double (*wide)(long double);
};

static const struct oracle oracles[] = {
    {PL_OP_TGAMMA, tgamma, tgammal}, {PL_OP_EXP, exp, expl},
    {PL_OP_LN, log, logl},           {PL_OP_LOG10, log10, log10l},
    {PL_OP_SIN, sin, sinl},          {PL_OP_COS, cos, cosl},
    {PL_OP_TAN, tan, tanl},          {PL_OP_ASIN, asin, asinl},
    {PL_OP_ACOS, acos, acosl},       {PL_OP_ATAN, atan, atanl},
    {PL_OP_SINH, sinh, sinhl},       {PL_OP_COSH, cosh, coshl},
    {PL_OP_TANH, tanh, tanhl},       {PL_OP_ASINH, asinh, asinhl},
    {PL_OP_ACOSH, acosh, acoshl},    {PL_OP_ATANH, atanh, atanhl},
};

/* Whether long double has more digits here: valgrind computes it with those of a double,
 * and then the C library's powl is far off. */
static bool
long_double_is_wide(void)
{
    volatile long double tiny = LDBL_EPSILON;

    return LDBL_MANT_DIG > DBL_MANT_DIG && 1.0L + tiny != 1.0L;
}

static long double
reference(enum pl_op op, double x, double y)
{
    bool wide = long_double_is_wide();

    if (op == PL_OP_POWER) {
        return wide ? powl((long double)x, (long double)y) : (long double)pow(x, y);
    }
    for (size_t k = 0; k < sizeof oracles / sizeof *oracles; k++) {
        if (oracles[k].op == op) {
            return wide ? oracles[k].wide((long double)x)
                        : (long double)oracles[k].narrow(x);
        }
    }
    return NAN;
}

/* [ulp] of a double; infinity when one is a number and the other is not. */
static double
error_in_ulp(double got, long double want)
{
    int exponent;

    if ((isnan(got) && isnan(want)) || (long double)got == want) {
        return 0.0;
    }
    if (!isfinite(got) || isnan(want)) {
        return (double)INFINITY;
    }
    frexp((double)want, &exponent);
    if (exponent < DBL_MIN_EXP || want == 0.0L) {
        exponent = DBL_MIN_EXP;
    }
    return (double)(fabsl((long double)got - want) /
                    ldexpl(1.0L, exponent - DBL_MANT_DIG));
}

/* True where the header promises less than its 1 ulp. */
static bool
is_exempt(enum pl_op op, double x, long double want)
{
    return (op == PL_OP_TGAMMA && x < -170.0) ||
           (isfinite(x) && fabsl(want) > (long double)DBL_MAX * (1.0L - 2e-6L));
}

static void
check_accuracy(enum pl_op op, double x, double y)
{
    bool far = (op == PL_OP_SINH || op == PL_OP_COSH) && fabs(x) > 709.0;
    double most = (far ? 2.0 : 1.0) + (long_double_is_wide() ? 0.01 : 8.0);
    long double want = reference(op, x, y);
    double got = pl_elementary_value(op, x, y);
    double error = error_in_ulp(got, want);

    if (!(error <= most) && !is_exempt(op, x, want)) {
        fail_msg("%s(%.17g, %.17g) is %.17g, %.3g ulp from %.21Lg", pl_op_name(op), x,
                 y, got, error, want);
    }
}

static void
test_value_is_within_an_ulp(void **state)
{
    uint64_t random = 2;

    (void)state;
    for (size_t k = 0; k < N_CALLS; k++) {
        for (size_t i = 0; i < N_CORNERS; i++) {
            check_accuracy(calls[k], corners[i], 1.5);
        }
        for (size_t n = 0; n < 4000; n++) {
            check_accuracy(calls[k], sample(n % N_KINDS, &random),
                           sample(n / N_KINDS % N_KINDS, &random));
        }
    }
    for (size_t i = 0; i < N_CORNERS; i++) {
        for (size_t j = 0; j < N_CORNERS; j++) {
            check_accuracy(PL_OP_POWER, corners[i], corners[j]);
        }
    }
}

/* Beyond 709 and 1e154, to the ends of the doubles. */
static void
test_value_is_close_beyond_the_reach_of_sleef(void **state)
{
    uint64_t random = 3;

    (void)state;
    for (size_t n = 0; n < 4000; n++) {
        double x = 709.0 + 1.475 * uniform(&random);
        double y = exp(354.0 + 355.0 * uniform(&random));

        check_accuracy(PL_OP_SINH, n % 2 == 0 ? x : -x, 0.0);
        check_accuracy(PL_OP_COSH, n % 2 == 0 ? x : -x, 0.0);
        check_accuracy(PL_OP_ASINH, n % 2 == 0 ? y : -y, 0.0);
        check_accuracy(PL_OP_ACOSH, y, 0.0);
    }
    assert_true(isnan(pl_elementary_value(PL_OP_ACOSH, -1e200, 0.0)));
    assert_true(isnan(pl_elementary_value(PL_OP_ACOSH, -INFINITY, 0.0)));
}

struct exact {
    enum pl_op op;
    double a;
    double b;
    double want;
};

/* Zeros with the sign that the C library gives them, too. */
static void
test_value_is_exact_where_models_rely_on_it(void **state)
{
    static const struct exact rows[] = {
        {PL_OP_EXP, 0, 0, 1},
        {PL_OP_EXP, -INFINITY, 0, 0},
        {PL_OP_LN, 1, 0, 0},
        {PL_OP_LN, 2.71828182845904523536, 0, 1},
        {PL_OP_LOG10, 1, 0, 0},
        {PL_OP_SIN, 0, 0, 0},
        {PL_OP_SIN, -0.0, 0, -0.0},
        {PL_OP_COS, 0, 0, 1},
        {PL_OP_TAN, -0.0, 0, -0.0},
        {PL_OP_ASIN, -0.0, 0, -0.0},
        {PL_OP_ACOS, 1, 0, 0},
        {PL_OP_ATAN, INFINITY, 0, 1.57079632679489661923},
        {PL_OP_SINH, -0.0, 0, -0.0},
        {PL_OP_COSH, 0, 0, 1},
        {PL_OP_TANH, INFINITY, 0, 1},
        {PL_OP_TANH, -INFINITY, 0, -1},
        {PL_OP_ASINH, -0.0, 0, -0.0},
        {PL_OP_ASINH, INFINITY, 0, INFINITY},
        {PL_OP_ASINH, -INFINITY, 0, -INFINITY},
        {PL_OP_ACOSH, 1, 0, 0},
        {PL_OP_ACOSH, INFINITY, 0, INFINITY},
        {PL_OP_ATANH, 1, 0, INFINITY},
        {PL_OP_ATANH, -1, 0, -INFINITY},
        {PL_OP_POWER, NAN, 0, 1},
        {PL_OP_POWER, 1, NAN, 1},
        {PL_OP_POWER, 0, 2, 0},
        {PL_OP_POWER, 0, 0.5, 0},
        {PL_OP_POWER, 0, -0.5, INFINITY},
        {PL_OP_POWER, -0.0, 3, -0.0},
        {PL_OP_POWER, -0.0, -3, -INFINITY},
        {PL_OP_POWER, -1, INFINITY, 1},
        {PL_OP_POWER, -INFINITY, 3, -INFINITY},
        {PL_OP_POWER, -8, 3, -512},
        {PL_OP_POWER, -2, -3, -0.125},
        {PL_OP_POWER, 9, 0.5, 3},
        {PL_OP_POWER, 4, -0.5, 0.5},
        {PL_OP_POWER, 10, -3, 1e-3},
        {PL_OP_POWER, 10, -9, 1e-9},
        {PL_OP_TGAMMA, 0.0, 0, INFINITY},
        {PL_OP_TGAMMA, -0.0, 0, -INFINITY},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const struct exact *row = &rows[k];
        double got = pl_elementary_value(row->op, row->a, row->b);

        if (bits_of(got) != bits_of(row->want)) {
            fail_msg("%s(%g, %g) is %.17g, not %.17g", pl_op_name(row->op), row->a,
                     row->b, got, row->want);
        }
    }
}

/* From the smallest normal power of ten to the largest. */
static void
test_value_of_log10_is_whole_for_powers_of_ten(void **state)
{
    (void)state;
    for (int k = DBL_MIN_10_EXP; k <= DBL_MAX_10_EXP; k++) {
        char text[16];

        snprintf(text, sizeof text, "1e%d", k);
        assert_close(pl_elementary_value(PL_OP_LOG10, strtod(text, NULL), 0.0),
                     (double)k, 0.0, 0.0);
    }
}

static void
test_value_of_tgamma_is_a_factorial(void **state)
{
    double factorial = 1.0;

    (void)state;
    for (int n = 1; n <= 23; n++) {
        assert_close(pl_elementary_value(PL_OP_TGAMMA, n, 0.0), factorial, 0.0, 0.0);
        factorial *= n;
    }
}

static void
test_value_of_whole_powers_is_exact(void **state)
{
    (void)state;
    for (int base = -40; base <= 40; base++) {
        double want = 1.0;

        for (int n = 0; n < 60 && fabs(want) < 0x1p53; n++) {
            assert_close(pl_elementary_value(PL_OP_POWER, base, n), want, 0.0, 0.0);
            want *= base;
        }
    }
    for (int n = DBL_MIN_EXP - DBL_MANT_DIG; n < DBL_MAX_EXP; n++) {
        assert_close(pl_elementary_value(PL_OP_POWER, 2.0, n), ldexp(1.0, n), 0.0, 0.0);
    }
    for (size_t k = 0; k < N_CORNERS; k++) {
        double x = corners[k];

        assert_close(pl_elementary_value(PL_OP_POWER, x, 0.0), 1.0, 0.0, 0.0);
        if (fabs(x) < DBL_MAX) {
            assert_close(pl_elementary_value(PL_OP_POWER, x, 1.0), x, 0.0, 0.0);
        }
    }
}

static void
test_value_leaves_errno_and_rounding_alone(void **state)
{
    int rounding = fegetround();

    (void)state;
    errno = 0;
    for (size_t k = 0; k < N_CALLS; k++) {
        for (size_t i = 0; i < N_CORNERS; i++) {
            double a[8];

            for (size_t l = 0; l < 8; l++) {
                a[l] = corners[(i + l) % N_CORNERS];
            }
            pl_elementary_lanes(calls[k], pl_isa_best(), 8, a, a, a);
        }
    }
    assert_int_equal(errno, 0);
    assert_int_equal(fegetround(), rounding);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_true_for_calls_alone),
        cmocka_unit_test(test_lanes_give_the_bits_of_one_value),
        cmocka_unit_test(test_lanes_give_the_bits_of_one_value_at_the_corners),
        cmocka_unit_test(test_lanes_do_not_touch_each_other),
        cmocka_unit_test(test_lanes_take_no_second_argument_but_for_powers),
        cmocka_unit_test(test_address_is_a_function_with_the_same_bits),
        cmocka_unit_test(test_address_is_null_for_what_is_no_call),
        cmocka_unit_test(test_value_is_within_an_ulp),
        cmocka_unit_test(test_value_is_close_beyond_the_reach_of_sleef),
        cmocka_unit_test(test_value_is_exact_where_models_rely_on_it),
        cmocka_unit_test(test_value_of_log10_is_whole_for_powers_of_ten),
        cmocka_unit_test(test_value_of_tgamma_is_a_factorial),
        cmocka_unit_test(test_value_of_whole_powers_is_exact),
        cmocka_unit_test(test_value_leaves_errno_and_rounding_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
