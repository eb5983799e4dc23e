/*
 * test_shortest.c - the fewest digits of a number, and the powers of ten they come from.
 * That all digits are as printf would have them is held by test_number.c.
 */
#include "testlib.h"

#include <float.h>

#include "base/shortest.h"

/* 2^2047 and more; the lowest word first. */
#define N_WORDS 64

/* [bit] 10^-297 times 2 to this power has more than 128 bits before the point. */
#define SHIFT 1200

struct big {
    uint32_t words[N_WORDS];
};

static void
multiply_by_ten(struct big *big)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < N_WORDS; i++) {
        carry += (uint64_t)big->words[i] * 10;
        big->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    assert_true(carry == 0);
}

/* What is left over is lost. */
static void
divide_by_ten(struct big *big)
{
    uint64_t rest = 0;

    for (size_t i = N_WORDS; i-- > 0;) {
        rest = rest << 32 | big->words[i];
        big->words[i] = (uint32_t)(rest / 10);
        rest %= 10;
    }
}

static unsigned
bit(const struct big *big, int i)
{
    return i < 0 ? 0 : big->words[i / 32] >> (i % 32) & 1;
}

/* The first 128 bits from the first that is set, and 1 more. */
static void
take_power(const struct big *big, uint64_t power[2])
{
    int top = 32 * N_WORDS - 1;

    while (bit(big, top) == 0) {
        top--;
    }
    power[0] = 0;
    power[1] = 0;
    for (int i = 0; i < 128; i++) {
        power[i / 64] = power[i / 64] << 1 | bit(big, top - i);
    }
    power[1]++;
    power[0] += power[1] == 0;
}

static void
check_power(int exponent, const struct big *big)
{
    uint64_t got[2];
    uint64_t want[2];

    pl_power_of_ten(exponent, got);
    take_power(big, want);
    if (got[0] != want[0] || got[1] != want[1]) {
        fail_msg("10^%d: %016llx %016llx, not %016llx %016llx", exponent,
                 (unsigned long long)got[0], (unsigned long long)got[1],
                 (unsigned long long)want[0], (unsigned long long)want[1]);
    }
}

static void
test_power_of_ten_has_its_first_128_bits(void **state)
{
    struct big positive = {{1}};
    struct big negative = {{0}};

    (void)state;
    negative.words[SHIFT / 32] = UINT32_C(1) << SHIFT % 32;
    for (int exponent = 0; exponent <= PL_POWER_MOST; exponent++) {
        check_power(exponent, &positive);
        multiply_by_ten(&positive);
    }
    for (int exponent = 0; exponent >= PL_POWER_LEAST; exponent--) {
        check_power(exponent, &negative);
        divide_by_ten(&negative);
    }
}

static void
test_shortest_gives_the_fewest_digits(void **state)
{
    static const struct {
        double value;
        uint64_t digits; /* no zeros at their end */
        int exponent;
    } rows[] = {
        {1.0, 1, 0},
        {0.1, 1, -1},
        {1e22, 1, 22},
        {1e23, 1, 23},
        {123456.75, 12345675, -2},
        {0.1 + 0.2, 30000000000000004, -17},
        {DBL_TRUE_MIN, 5, -324},
        {2 * DBL_TRUE_MIN, 1, -323},
        {3 * DBL_TRUE_MIN, 15, -324},
        {DBL_MIN, 22250738585072014, -324},
        {DBL_MAX, 17976931348623157, 292},
        /* the end of what reads back, which belongs to an even number alone */
        {9007199254740994.0, 9007199254740994, 0},
        {18014398509481988.0, 18014398509481988, 0},
        {0x1.8p-1021, 6675221575521604, -323},
        /* powers of two; 5.960464477539063e-08 reads back as well, though it is not the
         * nearest of its length */
        {0x1p-24, 59604644775390625, -24},
        {0x1p-44, 56843418860808015, -30},
        {0x1p-20, 95367431640625, -20},
        {0x1p60, 1152921504606847, 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_decimal decimal = pl_shortest(rows[i].value);

        while (decimal.digits % 10 == 0) {
            decimal.digits /= 10;
            decimal.exponent++;
        }
        assert_int_equal(decimal.digits, rows[i].digits);
        assert_int_equal(decimal.exponent, rows[i].exponent);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_power_of_ten_has_its_first_128_bits),
        cmocka_unit_test(test_shortest_gives_the_fewest_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
