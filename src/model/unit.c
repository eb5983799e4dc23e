/*
 * unit.c - units of a model: which ones there are, and how long its unit of time is.
 */
#include "model/build_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"

/* SBML Level 3 Version 2 Core, section 4.4.2 (UnitKind), and the spellings and names of
 * Levels 1 and 2: Celsius, liter, meter. */
static const char *const base_units[PL_BUILD_N_BASE_UNITS + 1] = {
    "Celsius",       "ampere",    "avogadro", "becquerel", "candela",  "coulomb",
    "dimensionless", "farad",     "gram",     "gray",      "henry",    "hertz",
    "item",          "joule",     "katal",    "kelvin",    "kilogram", "liter",
    "litre",         "lumen",     "lux",      "meter",     "metre",    "mole",
    "newton",        "ohm",       "pascal",   "radian",    "second",   "siemens",
    "sievert",       "steradian", "tesla",    "volt",      "watt",     "weber",
};

/* What a unit is worth: a number times powers of base units. */
struct measure {
    double factor;
    double exponents[PL_BUILD_N_BASE_UNITS];
};

const char *
pl_build_base_unit(size_t index)
{
    return base_units[index];
}

/* Two spellings of one unit count as the first. @return its index or PL_NONE */
static size_t
find_base(const char *name)
{
    if (strcmp(name, "liter") == 0) {
        name = "litre";
    } else if (strcmp(name, "meter") == 0) {
        name = "metre";
    }
    for (size_t k = 0; k < PL_BUILD_N_BASE_UNITS; k++) {
        if (strcmp(base_units[k], name) == 0) {
            return k;
        }
    }
    return PL_NONE;
}

/* Words for times that are no unit of SBML, and their lengths in seconds. */
static const struct {
    const char *word;
    double seconds;
} times[] = {
    {"s", 1.0},          {"sec", 1.0},     {"seconds", 1.0},  {"min", 60.0},
    {"mins", 60.0},      {"minute", 60.0}, {"minutes", 60.0}, {"h", 3600.0},
    {"hr", 3600.0},      {"hrs", 3600.0},  {"hour", 3600.0},  {"hours", 3600.0},
    {"d", 86400.0},      {"day", 86400.0}, {"days", 86400.0}, {"week", 604800.0},
    {"weeks", 604800.0},
};

/* 0 for a word that is no time. */
static double
find_time(const char *word)
{
    for (size_t k = 0; k < sizeof times / sizeof *times; k++) {
        if (strcmp(times[k].word, word) == 0) {
            return times[k].seconds;
        }
    }
    return 0.0;
}

/* A unit that is not known: the one that was meant, or how to define it. `user` is the
 * unit that uses it, or NULL. */
static void
hint_unit(struct pl_build *build, const char *name, const struct pl_unit *user)
{
    const bool sets_time = user != NULL && strcmp(user->name, "time_unit") == 0;
    double seconds = find_time(name);
    char number[PL_NUMBER_SIZE];

    if (pl_build_hint_near(build, NEAR_UNIT, name, user != NULL ? user->name : NULL) ||
        (seconds == 0.0 && !sets_time)) {
        return;
    }
    if (!sets_time) {
        pl_number_format(seconds, number);
        pl_diag_hint(build->diags, "define it: unit %s = %s second", name, number);
        return;
    }
    if (user->n_factors == 1 && user->factors[0].exponent == 1.0) {
        seconds *= user->factors[0].multiplier;
    } else {
        seconds = 0.0;
    }
    if (!(seconds > 0.0 && isfinite(seconds))) {
        seconds = 60.0; /* an example */
    }
    pl_number_format(seconds, number);
    pl_diag_hint(build->diags, "define it by seconds: unit time_unit = %s second",
                 number);
}

static void
check_references(struct pl_build *build, size_t unit)
{
    const struct pl_unit *definition = &build->units[unit];

    if (find_base(definition->name) != PL_NONE) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, definition->span),
                      "'%s' is a base unit and cannot be defined anew",
                      definition->name);
        return;
    }
    for (size_t k = 0; k < definition->n_factors; k++) {
        const char *base = definition->factors[k].base;
        size_t index = pl_names_find(&build->unit_names, base, strlen(base));

        if (index != PL_NONE) {
            pl_build_note_use(build, &build->unit_uses, unit, index, definition->span);
        } else if (find_base(base) == PL_NONE) {
            pl_diag_error(build->diags, PL_ERR_MODEL,
                          PL_BUILD_AT(build, definition->span),
                          "unknown unit '%s' in the unit '%s'", base, definition->name);
            hint_unit(build, base, definition);
        }
    }
}

static const char *
unit_name(const struct pl_build *build, size_t unit)
{
    return build->units[unit].name;
}

static void
report_unit_circle(void *context, const struct use *circle, size_t n)
{
    struct pl_build *build = context;

    if (n == 1) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, circle[0].span),
                      "the unit '%s' uses itself", unit_name(build, circle[0].user));
        return;
    }
    pl_build_report_circle(build, circle, n, "units go round in a circle", unit_name,
                           NULL);
}

/* The measures of all units; one that uses what is unknown is not a number. */
static void
measure_unit(const struct pl_build *build, const struct measure *measures,
             const struct pl_unit *unit, struct measure *out)
{
    *out = (struct measure){.factor = 1.0};
    for (size_t k = 0; k < unit->n_factors; k++) {
        const struct pl_unit_factor *factor = &unit->factors[k];
        size_t defined =
            pl_names_find(&build->unit_names, factor->base, strlen(factor->base));
        size_t base = find_base(factor->base);

        if (defined != PL_NONE) {
            out->factor *=
                pow(factor->multiplier * measures[defined].factor, factor->exponent);
            for (size_t e = 0; e < PL_BUILD_N_BASE_UNITS; e++) {
                out->exponents[e] += measures[defined].exponents[e] * factor->exponent;
            }
        } else if (base != PL_NONE) {
            out->factor *= pow(factor->multiplier, factor->exponent);
            if (strcmp(base_units[base], "dimensionless") != 0) {
                out->exponents[base] += factor->exponent;
            }
        } else {
            out->factor = (double)NAN;
        }
    }
}

/* `unit time_unit = …` has to be a number of seconds. */
static void
set_time_unit(struct pl_build *build, const struct pl_unit *unit,
              const struct measure *measure)
{
    size_t second = find_base("second");

    for (size_t e = 0; e < PL_BUILD_N_BASE_UNITS; e++) {
        if (measure->exponents[e] != (e == second ? 1.0 : 0.0)) {
            pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, unit->span),
                          "'time_unit' is not a time");
            pl_diag_hint(build->diags,
                         "define it by seconds: unit time_unit = 60 second");
            return;
        }
    }
    if (!(measure->factor > 0.0) || isinf(measure->factor)) {
        char number[PL_NUMBER_SIZE];

        pl_number_round(measure->factor, 6, number);
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, unit->span),
                      "'time_unit' is %s seconds; it must be more than 0 and finite",
                      number);
        return;
    }
    build->time_unit = measure->factor;
}

/* Work out every unit that time_unit rests on; all units are sound. */
static void
find_time_unit(struct pl_build *build, const size_t *order)
{
    size_t n = build->unit_names.n;
    size_t time_unit = pl_names_find(&build->unit_names, "time_unit", 9);
    struct measure *measures = NULL;

    if (time_unit == PL_NONE) {
        return;
    }
    measures = calloc(n, sizeof *measures);
    if (measures == NULL) {
        build->no_memory = true;
        return;
    }
    for (size_t k = 0; k < n; k++) {
        measure_unit(build, measures, &build->units[order[k]], &measures[order[k]]);
    }
    set_time_unit(build, &build->units[time_unit], &measures[time_unit]);
    free(measures);
}

static void
check_symbol_units(struct pl_build *build)
{
    for (size_t i = 0; i < build->symbol_names.n; i++) {
        const struct build_symbol *symbol = &build->symbols[i];
        const char *unit = symbol->symbol.unit;

        if (unit != NULL && find_base(unit) == PL_NONE &&
            pl_names_find(&build->unit_names, unit, strlen(unit)) == PL_NONE) {
            pl_diag_error(build->diags, PL_ERR_MODEL,
                          PL_BUILD_AT(build, symbol->unit_span), "unknown unit '%s'",
                          unit);
            hint_unit(build, unit, NULL);
        }
    }
}

void
pl_build_check_units(struct pl_build *build)
{
    size_t n = build->unit_names.n;
    size_t n_errors = pl_diags_n_errors(build->diags);
    size_t *order = calloc(n + 1, sizeof *order);

    for (size_t u = 0; u < n; u++) {
        check_references(build, u);
    }
    if (order == NULL || build->no_memory ||
        !pl_sort_uses(n, build->unit_uses.items, build->unit_uses.n, report_unit_circle,
                      build, order)) {
        build->no_memory = true;
    } else if (pl_diags_n_errors(build->diags) == n_errors) {
        find_time_unit(build, order);
    }
    free(order);
    check_symbol_units(build);
}
