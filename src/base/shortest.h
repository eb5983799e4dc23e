/*
 * shortest.h - the fewest digits that stand for a number.
 */
#ifndef PL_BASE_SHORTEST_H
#define PL_BASE_SHORTEST_H

#include <stdint.h>

/** The powers of ten that pl_power_of_ten knows. */
#define PL_POWER_LEAST (-297)
#define PL_POWER_MOST 350

/** digits * 10^exponent */
struct pl_decimal {
    uint64_t digits; /* 1 to 18 of them, zeros at the end included */
    int exponent;
};

/**
 * The value rounded to as few digits (zeros at the end aside) as read back to it, where
 * a tie goes to the even number, as with strtod. Where the value is a power of two, the
 * numbers below lie closer than those above: then another decimal number, not the
 * nearest, may read back with a digit less; printf does not find it, nor does this.
 *
 * @param value  finite, > 0
 *
 * Source: Giulietti 2020, "The Schubfach way to render doubles".
 */
struct pl_decimal pl_shortest(double value);

/**
 * 10^exponent to 128 bits: floor(10^exponent / 2^n) + 1, for the n with which its first
 * bit is set.
 *
 * @param exponent  PL_POWER_LEAST to PL_POWER_MOST
 * @param power     shape (2): the upper 64 bits, then the lower ones
 */
void pl_power_of_ten(int exponent, uint64_t power[2]);

#endif
