/*
 * number.h - numbers as text, the same in every locale.
 */
#ifndef PL_BASE_NUMBER_H
#define PL_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/** Large enough for any number that pl_number_format writes, NUL included. */
#define PL_NUMBER_SIZE 32

/**
 * Read a decimal number at the start of `text`: digits, '.', exponent; a sign only with
 * `allow_sign`; no "inf", "nan" or hexadecimal. "1..5" gives 1: it is a range.
 *
 * @return bytes read; 0 when no number stands there. Overflow gives infinity.
 */
size_t pl_number_scan(const char *text, bool allow_sign, double *value);

/**
 * The whole text as one finite number, signs allowed, blanks not.
 * @return false if it is not one; `value` is then unchanged
 */
bool pl_number_parse(const char *text, double *value);

/**
 * The shortest of %.15g, %.16g and %.17g that reads back to the same bits (fewer digits
 * for subnormal numbers); "nan", "inf", "-inf". Minus zero is "0".
 */
void pl_number_format(double value, char out[PL_NUMBER_SIZE]);

/** `digits` significant digits (1 to 17) at most, as %g, without "-0". */
void pl_number_round(double value, int digits, char out[PL_NUMBER_SIZE]);

#endif
