/*
 * units.c - durations and doses as people write them.
 */
#include "base/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Times up to this read best in hours ("48 h", "96 h"), longer ones in days. */
#define LAST_HOURS (96.0 * 3600.0)

struct unit {
    const char *name;
    double size; /* [s] or [nM] */
};

static const struct unit durations[] = {
    {"ms", 1e-3},   {"s", 1.0},      {"min", 60.0}, {"h", 3600.0},
    {"d", 86400.0}, {"w", 604800.0}, {NULL, 0.0},
};

static const struct unit doses[] = {
    {"fM", 1e-6},       {"pM", 1e-3},       {"nM", 1.0},
    {"uM", 1e3},        {"\xc2\xb5M", 1e3}, /* U+00B5, micro sign */
    {"\xce\xbcM", 1e3},                     /* U+03BC, Greek small letter mu */
    {"mM", 1e6},        {"M", 1e9},         {NULL, 0.0},
};

/* A byte that would make "h" a part of "hours". */
static bool
continues_word(char byte)
{
    unsigned char c = (unsigned char)byte;

    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c >= 0x80;
}

static const struct unit *
find_unit(const struct unit *units, const char *text)
{
    for (const struct unit *unit = units; unit->name != NULL; unit++) {
        size_t length = strlen(unit->name);

        if (strncmp(text, unit->name, length) == 0 && !continues_word(text[length])) {
            return unit;
        }
    }
    return NULL;
}

static size_t
scan(const struct unit *units, const char *text, struct pl_quantity *out)
{
    struct pl_quantity quantity = {0.0, 0.0};
    size_t length = pl_number_scan(text, true, &quantity.value);
    size_t blank = 0;
    const struct unit *unit = NULL;

    if (length == 0) {
        return 0;
    }
    blank = text[length] == ' ';
    unit = find_unit(units, text + length + blank);
    if (unit != NULL) {
        quantity.unit = unit->size;
        length += blank + strlen(unit->name);
    }
    *out = quantity;
    return length;
}

/* A number that pl_number_round wrote, and a unit. */
static void
join(double value, int digits, const char *unit, char out[PL_NUMBER_SIZE])
{
    char number[PL_NUMBER_SIZE];

    pl_number_round(value, digits, number);
    snprintf(out, PL_NUMBER_SIZE, "%.24s %s", number, unit);
}

/* True when three digits say the value exactly. */
static bool
has_three_digits(double value)
{
    char number[PL_NUMBER_SIZE];
    double rounded = 0.0;

    pl_number_round(value, 3, number);
    return pl_number_parse(number, &rounded) && rounded == value;
}

size_t
pl_duration_scan(const char *text, struct pl_quantity *out)
{
    return scan(durations, text, out);
}

size_t
pl_dose_scan(const char *text, struct pl_quantity *out)
{
    return scan(doses, text, out);
}

const char *
pl_duration_units(void)
{
    return "s, min, h, d";
}

const char *
pl_dose_units(void)
{
    return "pM, nM, uM, mM";
}

double
pl_duration_best_unit(double seconds, const char **name)
{
    double time = fabs(seconds);

    if (time > 0.0 && time < 1.0) {
        *name = "ms";
        return 1e-3;
    }
    if (time < 120.0) {
        *name = "s";
        return 1.0;
    }
    if (time < 7200.0) {
        *name = "min";
        return 60.0;
    }
    if (time <= LAST_HOURS) {
        *name = "h";
        return 3600.0;
    }
    *name = "d";
    return 86400.0;
}

void
pl_duration_format(double seconds, char out[PL_NUMBER_SIZE])
{
    /* The first rows of durations[], up to "h" or "d"; nobody thinks in weeks. */
    const size_t n_units = fabs(seconds) > LAST_HOURS ? 5 : 4;
    const char *name = NULL;
    double size = 0.0;

    if (seconds == 0.0) {
        strcpy(out, "0 h");
        return;
    }
    /* Whole numbers first: "90 s" rather than "1.5 min". */
    for (size_t i = n_units; i-- > 0;) {
        double value = seconds / durations[i].size;

        if (value == floor(value) && fabs(value) < 1000.0) {
            join(value, 3, durations[i].name, out);
            return;
        }
    }
    for (size_t i = n_units; i-- > 0;) {
        double value = seconds / durations[i].size;

        if (fabs(value) >= 1.0 && fabs(value) < 1000.0 && has_three_digits(value)) {
            join(value, 3, durations[i].name, out);
            return;
        }
    }
    size = pl_duration_best_unit(seconds, &name);
    join(seconds / size, fabs(seconds / size) < 1000.0 ? 3 : 6, name, out);
}

void
pl_dose_format(double nanomolar, char out[PL_NUMBER_SIZE])
{
    static const struct unit steps[] = {
        {"M", 1e9}, {"mM", 1e6}, {"\xc2\xb5M", 1e3}, {"nM", 1.0}, {"pM", 1e-3},
    };
    const size_t n_steps = sizeof steps / sizeof steps[0];

    if (nanomolar == 0.0) {
        strcpy(out, "0 nM");
        return;
    }
    for (size_t i = 0; i < n_steps; i++) {
        if (fabs(nanomolar) >= steps[i].size) {
            join(nanomolar / steps[i].size, 6, steps[i].name, out);
            return;
        }
    }
    join(nanomolar / 1e-6, 6, "fM", out);
}
