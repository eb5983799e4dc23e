/*
 * number.c - numbers as text, the same in every locale.
 */
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"

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
    digits = digits < 1 ? 1 : digits > 17 ? 17 : digits;
    snprintf(out, PL_NUMBER_SIZE, "%.*g", digits, value);
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
    /* 15 digits that read back are as few as can be, but for subnormal numbers. */
    int digits = fabs(value) < DBL_MIN ? 1 : 15;
    struct pl_c_locale locale;

    if (format_special(value, out)) {
        return;
    }
    pl_c_locale_enter(&locale);
    for (; digits <= 17; digits++) {
        print_digits(value, digits, out);
        if (digits == 17 || strtod(out, NULL) == value) {
            break;
        }
    }
    pl_c_locale_leave(&locale);
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
