/*
 * number.c - numbers as text, the same in every locale.
 */
#include "base/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/shortest.h"

/* As many digits as any number needs to be told from all others, and as always do. */
#define MOST_DIGITS 17
#define SURE_DIGITS 15

/* Those of pl_decimal, even. */
#define N_DIGITS 18

static size_t
count_digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* Bytes of "1", "1.", ".5", "1.5e-3" at the start of an unsigned text; 0 for none. */
static size_t
measure(const char *text)
{
    size_t whole = count_digits(text);
    size_t length = whole;
    size_t exponent = 0;

    if (text[length] == '.' && text[length + 1] != '.') { /* "1..5" is a range */
        size_t fraction = count_digits(text + length + 1);

        if (whole == 0 && fraction == 0) {
            return 0;
        }
        length += 1 + fraction;
    }
    if (length == 0) {
        return 0;
    }
    if (text[length] == 'e' || text[length] == 'E') {
        size_t sign = text[length + 1] == '+' || text[length + 1] == '-';

        exponent = count_digits(text + length + 1 + sign);
        if (exponent > 0) {
            length += 1 + sign + exponent;
        }
    }
    return length;
}

/* "nan", "inf" or "-inf" for what is not finite; "0" for zeros of either sign. */
static bool
format_special(double value, char out[PL_NUMBER_SIZE])
{
    if (isfinite(value) && value != 0.0) {
        return false;
    }
    strcpy(out, isnan(value)   ? "nan"
                : value == 0.0 ? "0"
                : value > 0.0  ? "inf"
                               : "-inf");
    return true;
}

/* At most 17 digits, in the locale in force. */
static void
print_digits(double value, int digits, char out[PL_NUMBER_SIZE])
{
    digits = digits < 1 ? 1 : digits > MOST_DIGITS ? MOST_DIGITS : digits;
    snprintf(out, PL_NUMBER_SIZE, "%.*g", digits, value);
}

/* All digits of an integer below 10^18, zeros in front. */
static void
split_digits(uint64_t integer, char digits[N_DIGITS])
{
    /* two halves at a time: the processor need not wait for one division */
    uint32_t upper = (uint32_t)(integer / 1000000000);
    uint32_t lower = (uint32_t)(integer % 1000000000);

    for (int i = N_DIGITS / 2 - 1; i >= 0; i--) {
        digits[i] = (char)('0' + upper % 10);
        digits[i + N_DIGITS / 2] = (char)('0' + lower % 10);
        upper /= 10;
        lower /= 10;
    }
}

/* "1.25e-07"; `exponent` is that of the first digit, less than 1000. */
static void
put_scientific(const char *digits, int n, int exponent, char *out)
{
    const int size = exponent < 0 ? -exponent : exponent;

    *out++ = digits[0];
    if (n > 1) {
        *out++ = '.';
        memcpy(out, digits + 1, (size_t)n - 1);
        out += n - 1;
    }
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    if (size >= 100) {
        *out++ = (char)('0' + size / 100);
    }
    *out++ = (char)('0' + size / 10 % 10);
    *out++ = (char)('0' + size % 10);
    *out = '\0';
}

/* "0.00125", "12.5", "12500" */
static void
put_fixed(const char *digits, int n, int exponent, char *out)
{
    const int n_whole = exponent + 1; /* digits before the point */

    if (n_whole <= 0) {
        *out++ = '0';
        *out++ = '.';
        memset(out, '0', (size_t)-n_whole);
        out += -n_whole;
        memcpy(out, digits, (size_t)n);
        out += n;
    } else if (n_whole < n) {
        memcpy(out, digits, (size_t)n_whole);
        out += n_whole;
        *out++ = '.';
        memcpy(out, digits + n_whole, (size_t)(n - n_whole));
        out += n - n_whole;
    } else {
        memcpy(out, digits, (size_t)n);
        memset(out + n, '0', (size_t)(n_whole - n));
        out += n_whole;
    }
    *out = '\0';
}

size_t
pl_number_scan(const char *text, bool allow_sign, double *value)
{
    size_t sign = allow_sign && (text[0] == '+' || text[0] == '-');
    size_t length = measure(text + sign);
    struct pl_c_locale locale;

    if (length == 0) {
        return 0;
    }
    if (length == 1 && (text[sign + 1] == 'x' || text[sign + 1] == 'X')) {
        /* strtod would take "0x1F" for hexadecimal; a single digit needs no strtod. */
        *value = (double)(text[sign] - '0');
        if (sign == 1 && text[0] == '-') {
            *value = -*value;
        }
        return sign + length;
    }
    pl_c_locale_enter(&locale);
    *value = strtod(text, NULL);
    pl_c_locale_leave(&locale);
    return sign + length;
}

bool
pl_number_parse(const char *text, double *value)
{
    double number = 0.0;
    size_t length = pl_number_scan(text, true, &number);

    if (length == 0 || text[length] != '\0' || !isfinite(number)) {
        return false;
    }
    *value = number;
    return true;
}

void
pl_number_format(double value, char out[PL_NUMBER_SIZE])
{
    char buffer[N_DIGITS];
    const char *digits = buffer;
    struct pl_decimal decimal;
    int n = N_DIGITS;
    int exponent; /* of the first digit */

    if (format_special(value, out)) {
        return;
    }
    if (value < 0.0) {
        *out++ = '-';
    }
    decimal = pl_shortest(fabs(value));
    split_digits(decimal.digits, buffer);
    for (; *digits == '0'; digits++) {
        n--;
    }
    exponent = decimal.exponent + n - 1;
    while (digits[n - 1] == '0') {
        n--;
    }
    if (exponent < -4 || exponent >= (n > SURE_DIGITS ? n : SURE_DIGITS)) {
        put_scientific(digits, n, exponent, out);
    } else {
        put_fixed(digits, n, exponent, out);
    }
}

void
pl_number_round(double value, int digits, char out[PL_NUMBER_SIZE])
{
    struct pl_c_locale locale;

    if (format_special(value, out)) {
        return;
    }
    pl_c_locale_enter(&locale);
    print_digits(value, digits, out);
    pl_c_locale_leave(&locale);
}
