/*
 * shortest.c - the fewest digits that stand for a number.
 *
 * Giulietti 2020, "The Schubfach way to render doubles", with powers of ten to 128 bits
 * instead of 126, and with the nearest number of each length as printf finds it.
 *
 * value = c 2^q, and the numbers that read back to it reach half way to its neighbours.
 * With 10^k <= 2^q < 10^(k+1) at least one multiple of 10^k lies among them and at most
 * one of 10^(k+1): so only the nearest of either has to be looked at. All is counted in
 * quarters of 10^k; what is not a whole number is rounded to an odd one ("round to odd"),
 * which keeps on which side it lies of every even one. Candidates, and the middle between
 * two of them, are even.
 *
 * Why 128 bits are enough: over all q, no (2c, 2c - 1 or 2c + 1) 2^q / 10^k lies nearer
 * to an integer than 2^-63.6 unless it is one (by continued fractions of 2^q / 10^k), and
 * the product is off by less than 2^-66.
 */
#include "base/shortest.h"

#include <stdbool.h>
#include <string.h>

/* From one row of `rows` to the next: 10^27. */
#define ROW_STEP 27

/* A double: mantissa without the leading one, and what is added to the exponent. */
#define N_MANTISSA_BITS 52
#define BIAS 1023

/* 10^(PL_POWER_LEAST + 27 i), the first 192 bits; what follows is cut off. */
static const uint64_t rows[][3] = {
    {UINT64_C(0xa76c582338ed2621), UINT64_C(0xaf2af2b80af6f24e),
     UINT64_C(0x657c8f4d43323a36)},
    {UINT64_C(0x873e4f75e2224e68), UINT64_C(0x5a7744a6e804a291),
     UINT64_C(0xcc35eddfcf0996d7)},
    {UINT64_C(0xda7f5bf590966848), UINT64_C(0xaf39a475506a899e),
     UINT64_C(0xa30294cc2934e662)},
    {UINT64_C(0xb080392cc4349dec), UINT64_C(0xbd8d794d96aacfb3),
     UINT64_C(0xfe13a5c86af64418)},
    {UINT64_C(0x8e938662882af53e), UINT64_C(0x547eb47b7282ee9c),
     UINT64_C(0x41b0230e1421487d)},
    {UINT64_C(0xe65829b3046b0afa), UINT64_C(0x0cb4a5a3112a5112),
     UINT64_C(0xa3b561b1cb208396)},
    {UINT64_C(0xba121a4650e4ddeb), UINT64_C(0x92f34d62616ce413),
     UINT64_C(0x21a0183e10583cd3)},
    {UINT64_C(0x964e858c91ba2655), UINT64_C(0x3a6a07f8d510f86f),
     UINT64_C(0xe9082f25e9c5e9ec)},
    {UINT64_C(0xf2d56790ab41c2a2), UINT64_C(0xfae27299423fb9c3),
     UINT64_C(0x3695dad7e8858901)},
    {UINT64_C(0xc428d05aa4751e4c), UINT64_C(0xaa97e14c3c26b886),
     UINT64_C(0x96842dc95323f5a8)},
    {UINT64_C(0x9e74d1b791e07e48), UINT64_C(0x775ea264cf55347d),
     UINT64_C(0xca49f1c05120c9c7)},
    {UINT64_C(0x8000000000000000), UINT64_C(0x0000000000000000),
     UINT64_C(0x0000000000000000)},
    {UINT64_C(0xcecb8f27f4200f3a), UINT64_C(0x0000000000000000),
     UINT64_C(0x0000000000000000)},
    {UINT64_C(0xa70c3c40a64e6c51), UINT64_C(0x999090b65f67d924),
     UINT64_C(0x0000000000000000)},
    {UINT64_C(0x86f0ac99b4e8dafd), UINT64_C(0x69a028bb3ded71a3),
     UINT64_C(0xdf9f915627c04e28)},
    {UINT64_C(0xda01ee641a708de9), UINT64_C(0xe80e6f4820cc9495),
     UINT64_C(0xd74baad03bc1d8d3)},
    {UINT64_C(0xb01ae745b101e9e4), UINT64_C(0x5ec05dcff72e7f8f),
     UINT64_C(0xc04c79ffe324301f)},
    {UINT64_C(0x8e41ade9fbebc27d), UINT64_C(0x14588f13be847307),
     UINT64_C(0x23bd6a2059c002f5)},
    {UINT64_C(0xe5d3ef282a242e81), UINT64_C(0x8f1668c8a86da5fa),
     UINT64_C(0xf0b5ccf5176ecc7c)},
    {UINT64_C(0xb9a74a0637ce2ee1), UINT64_C(0x6d953e2bd7173692),
     UINT64_C(0x88efb0037ac08bde)},
    {UINT64_C(0x95f83d0a1fb69cd9), UINT64_C(0x4abdaf101564f98e),
     UINT64_C(0x0d5a4af7b3a98e47)},
    {UINT64_C(0xf24a01a73cf2dccf), UINT64_C(0xbc633b39673c8cec),
     UINT64_C(0x3d9c44cd2f36917c)},
    {UINT64_C(0xc3b8358109e84f07), UINT64_C(0x0a862f80ec4700c8),
     UINT64_C(0x02606ea01029dc37)},
    {UINT64_C(0x9e19db92b4e31ba9), UINT64_C(0x6c07a2c26a8346d1),
     UINT64_C(0x4944d9f52cd0dec2)},
};

/* 10^j for j < 27, so that the first bit is set; exact. */
static const uint64_t powers[ROW_STEP] = {
    UINT64_C(0x8000000000000000), UINT64_C(0xa000000000000000),
    UINT64_C(0xc800000000000000), UINT64_C(0xfa00000000000000),
    UINT64_C(0x9c40000000000000), UINT64_C(0xc350000000000000),
    UINT64_C(0xf424000000000000), UINT64_C(0x9896800000000000),
    UINT64_C(0xbebc200000000000), UINT64_C(0xee6b280000000000),
    UINT64_C(0x9502f90000000000), UINT64_C(0xba43b74000000000),
    UINT64_C(0xe8d4a51000000000), UINT64_C(0x9184e72a00000000),
    UINT64_C(0xb5e620f480000000), UINT64_C(0xe35fa931a0000000),
    UINT64_C(0x8e1bc9bf04000000), UINT64_C(0xb1a2bc2ec5000000),
    UINT64_C(0xde0b6b3a76400000), UINT64_C(0x8ac7230489e80000),
    UINT64_C(0xad78ebc5ac620000), UINT64_C(0xd8d726b7177a8000),
    UINT64_C(0x878678326eac9000), UINT64_C(0xa968163f0a57b400),
    UINT64_C(0xd3c21bcecceda100), UINT64_C(0x84595161401484a0),
    UINT64_C(0xa56fa5b99019a5c8),
};

/* The upper 64 bits of a product; the lower ones go to `low`. */
static uint64_t
multiply(uint64_t a, uint64_t b, uint64_t *low)
{
#ifdef __SIZEOF_INT128__
    __extension__ const unsigned __int128 product = (unsigned __int128)a * b;

    *low = (uint64_t)product;
    return (uint64_t)(product >> 64);
#else
    const uint64_t mask = UINT32_MAX;
    const uint64_t lowest = (a & mask) * (b & mask);
    const uint64_t cross = (a >> 32) * (b & mask) + (lowest >> 32);
    const uint64_t other = (a & mask) * (b >> 32) + (cross & mask);

    *low = (other << 32) | (lowest & mask);
    return (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
#endif
}

/* floor(log10(2^q)), for |q| < 1500 */
static int
log10_of_power_of_2(int q)
{
    /* the offset keeps what is shifted above zero */
    return (int)((q * INT64_C(1262611) + (INT64_C(2048) << 22)) >> 22) - 2048;
}

/* floor(log2(10^e)), for |e| < 1200 */
static int
log2_of_power_of_10(int e)
{
    return (int)((e * INT64_C(1741647) + (INT64_C(4096) << 19)) >> 19) - 4096;
}

void
pl_power_of_ten(int exponent, uint64_t power[2])
{
    const unsigned n = (unsigned)(exponent - PL_POWER_LEAST);
    const uint64_t *row = rows[n / ROW_STEP];
    const uint64_t factor = powers[n % ROW_STEP];
    uint64_t low; /* bits that the power does without */
    uint64_t carry;
    uint64_t upper;
    uint64_t lower;
    uint64_t rest;

    carry = multiply(row[2], factor, &low);
    lower = multiply(row[1], factor, &rest);
    rest += carry;
    carry = lower + (rest < carry);
    upper = multiply(row[0], factor, &lower);
    lower += carry;
    upper += lower < carry;
    if (upper >> 63 == 0) {
        upper = upper << 1 | lower >> 63;
        lower = lower << 1 | rest >> 63;
    }
    power[1] = lower + 1;
    power[0] = upper + (power[1] == 0);
}

/* factor * power / 2^128, rounded to odd */
static uint64_t
scale(const uint64_t power[2], uint64_t factor)
{
    uint64_t low;
    uint64_t middle;
    const uint64_t carry = multiply(power[1], factor, &low);
    uint64_t high = multiply(power[0], factor, &middle);

    middle += carry;
    high += middle < carry;
    /* An exact product leaves 0 in the middle: the power is too large by at most one. */
    return high | (middle != 0);
}

/* The multiple of `step` that is nearest to quarters / 4, of two the even one. */
static uint64_t
nearest(uint64_t quarters, uint64_t step)
{
    const uint64_t n = quarters / 4 / step;
    const uint64_t middle = (4 * n + 2) * step;

    return (n + (quarters > middle || (quarters == middle && n % 2 == 1))) * step;
}

struct pl_decimal
pl_shortest(double value)
{
    uint64_t bits = 0;
    uint64_t c;
    uint64_t power[2];
    uint64_t quarters;
    uint64_t least; /* of what reads back, and most; in quarters as well */
    uint64_t most;
    uint64_t n;
    bool is_narrow; /* numbers below lie closer than those above */
    int q, k, shift;

    memcpy(&bits, &value, sizeof bits);
    q = (int)(bits >> N_MANTISSA_BITS);
    c = bits & ((UINT64_C(1) << N_MANTISSA_BITS) - 1);
    is_narrow = c == 0 && q > 1;
    c |= (uint64_t)(q > 0) << N_MANTISSA_BITS;
    q = (q > 0 ? q : 1) - BIAS - N_MANTISSA_BITS;

    /* With half as much room below it takes a multiple of 10^(k-1) to be sure. */
    k = log10_of_power_of_2(q) - is_narrow;
    shift = q + log2_of_power_of_10(-k) + 1;
    pl_power_of_ten(-k, power);
    quarters = scale(power, 4 * c << shift);
    least = scale(power, (4 * c - 2 + is_narrow) << shift);
    most = scale(power, (4 * c + 2) << shift);
    least += c % 2; /* half way to a neighbour belongs to the even one */
    most -= c % 2;

    if (is_narrow) {
        n = nearest(quarters, 100);
        if (4 * n >= least && 4 * n <= most) {
            return (struct pl_decimal){n, k};
        }
    }
    n = nearest(quarters, 10);
    if (4 * n < least || 4 * n > most) {
        n = nearest(quarters, 1);
    }
    return (struct pl_decimal){n, k};
}
