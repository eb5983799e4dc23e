/*
 * antimony_unit.c - units: `unit nM = 1e-9 mole/litre`, `k has nM`, `k = 3 nM`.
 *
 * A number in front of a name belongs to it, also under a power: 3 mole^2 is (3 mole)^2.
 * libAntimony reads it so, and it is what one factor of SBML says.
 */
#include "format/antimony_parser.h"

#include <math.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "model/build.h"

/* Parentheses in a unit; more are a mistake. */
#define MAX_DEPTH 20u

/* A unit while it is read. */
struct factor {
    struct factor *next;
    struct pl_unit_factor value;
};

struct unit {
    struct factor *first, **end;
    size_t n;
    bool has_name;  /* not numbers alone */
    bool is_simple; /* a name could be made of it: mole_per_litre */
    unsigned depth;
};

/* Base units of SBML (Level 3 Version 2 Core, section 4.4.2) that have a plural. */
static const char *const countable[] = {
    "ampere",  "becquerel", "candela", "coulomb", "farad",    "gram",   "gray",
    "item",    "joule",     "katal",   "kelvin",  "kilogram", "litre",  "lumen",
    "metre",   "mole",      "newton",  "ohm",     "pascal",   "radian", "second",
    "sievert", "steradian", "tesla",   "volt",    "watt",     "weber",
};

static bool read_product(struct pl_parser *parser, double sign, struct unit *unit);

const char *
pl_parser_unit_name(struct pl_parser *parser, struct pl_span span)
{
    const char *name = pl_parser_copy(parser, span);
    size_t length = span.length;

    if (name == NULL) {
        return NULL;
    }
    length -= length > 1 && name[length - 1] == 's';
    if (length == 5 && strncmp(name, "liter", length) == 0) {
        return "litre";
    }
    if (length == 5 && strncmp(name, "meter", length) == 0) {
        return "metre";
    }
    for (size_t k = 0; k < sizeof countable / sizeof *countable; k++) {
        if (strlen(countable[k]) == length &&
            strncmp(name, countable[k], length) == 0) {
            return countable[k];
        }
    }
    return name;
}

static void
add_factor(struct pl_parser *parser, struct unit *unit, double multiplier,
           const char *base, double exponent)
{
    struct factor *factor = pl_parser_alloc(parser, 1, sizeof *factor);

    if (factor != NULL) {
        factor->value = (struct pl_unit_factor){multiplier, base, exponent};
        *unit->end = factor;
        unit->end = &factor->next;
        unit->n++;
    }
}

/* A number with a sign, perhaps in parentheses: the token behind '^'. */
static bool
read_exponent(struct pl_parser *parser, double *exponent)
{
    bool enclosed = pl_parser_accept(parser, PL_TOKEN_OPEN);
    double sign = pl_parser_accept(parser, PL_TOKEN_MINUS) ? -1.0 : 1.0;

    *exponent = sign * parser->token.number;
    return pl_parser_expect(parser, PL_TOKEN_NUMBER, "a number as the power") &&
           (!enclosed || pl_parser_expect(parser, PL_TOKEN_CLOSE, "')'"));
}

static bool
read_name(struct pl_parser *parser, double multiplier, double sign, struct unit *unit)
{
    struct pl_span span;
    const char *base = NULL;

    if (!pl_parser_name(parser, "the name of a unit", &span)) {
        return false;
    }
    base = pl_parser_unit_name(parser, span);
    if (base != NULL) {
        add_factor(parser, unit, multiplier, base, sign);
        pl_parser_mention(parser, &parser->unit_uses, base, span);
    }
    unit->has_name = true;
    return true;
}

static bool
read_number(struct pl_parser *parser, double sign, struct unit *unit)
{
    struct pl_token number = parser->token;

    pl_parser_take(parser);
    if (!(number.number > 0.0)) {
        pl_parser_fail(parser, number.span, "a unit with the factor 0");
        return false;
    }
    unit->is_simple = unit->is_simple && number.number == 1.0;
    if (pl_parser_is_name(parser, &parser->token)) {
        return read_name(parser, number.number, sign, unit);
    }
    if (parser->token.kind == PL_TOKEN_CARET) {
        pl_parser_unexpected(parser, "a unit behind its factor");
        return false;
    }
    if (number.number != 1.0) {
        add_factor(parser, unit, number.number, "dimensionless", sign);
    }
    return true;
}

static bool
read_parentheses(struct pl_parser *parser, double sign, struct unit *unit)
{
    bool sound = false;

    if (++unit->depth > MAX_DEPTH) {
        pl_parser_fail(parser, parser->token.span, "a unit of more than %u levels",
                       MAX_DEPTH);
        return false;
    }
    pl_parser_take(parser);
    sound = read_product(parser, sign, unit) &&
            pl_parser_expect(parser, PL_TOKEN_CLOSE, "'*', '/' or ')'");
    unit->depth--;
    return sound;
}

/* "1e-3 litre^2", "60", "(mole/litre)^2" */
static bool
read_factor(struct pl_parser *parser, double sign, struct unit *unit)
{
    struct factor **from = unit->end;
    double exponent = 1.0;
    bool sound = false;

    switch (parser->token.kind) {
    case PL_TOKEN_NUMBER:
        sound = read_number(parser, sign, unit);
        break;
    case PL_TOKEN_OPEN:
        sound = read_parentheses(parser, sign, unit);
        break;
    default:
        sound = read_name(parser, 1.0, sign, unit);
        break;
    }
    if (!sound || !pl_parser_accept(parser, PL_TOKEN_CARET)) {
        return sound;
    }
    if (!read_exponent(parser, &exponent)) {
        return false;
    }
    unit->is_simple = unit->is_simple && exponent >= 1.0 && exponent == floor(exponent);
    for (struct factor *factor = *from; factor != NULL; factor = factor->next) {
        factor->value.exponent *= exponent;
    }
    return true;
}

static bool
read_product(struct pl_parser *parser, double sign, struct unit *unit)
{
    double here = sign;

    for (;;) {
        if (!read_factor(parser, here, unit)) {
            return false;
        }
        if (pl_parser_accept(parser, PL_TOKEN_STAR)) {
            here = sign;
        } else if (pl_parser_accept(parser, PL_TOKEN_SLASH)) {
            here = -sign;
        } else {
            return true;
        }
    }
}

static bool
read_unit(struct pl_parser *parser, struct unit *unit)
{
    struct pl_span start = parser->token.span;

    *unit = (struct unit){.is_simple = true};
    unit->end = &unit->first;
    if (!read_product(parser, 1.0, unit)) {
        return false;
    }
    if (!pl_parser_at_end(parser) && parser->token.kind != PL_TOKEN_COMMA) {
        pl_parser_unexpected(parser, "'*', '/' or the end of the unit");
        return false;
    }
    if (!unit->has_name) {
        if (pl_parser_fail(parser, start, "a unit of numbers alone")) {
            pl_diag_hint(parser->diags, "a unit without dimension is written "
                                        "'dimensionless'");
        }
        return false;
    }
    return true;
}

static void
add_unit(struct pl_parser *parser, struct pl_mention name, const struct unit *unit,
         bool implied, struct pl_span span)
{
    struct pl_unit_factor *factors = pl_parser_alloc(parser, unit->n, sizeof *factors);
    struct pl_unit_statement statement = {
        .name = name,
        .factors = factors,
        .n_factors = unit->n,
        .implied = implied,
        .span = span,
    };
    size_t k = 0;

    if (factors == NULL || name.name == NULL) {
        return;
    }
    for (const struct factor *factor = unit->first; factor != NULL;
         factor = factor->next) {
        factors[k++] = factor->value;
    }
    pl_parser_add_unit(parser, &statement);
}

void
pl_parser_unit_definition(struct pl_parser *parser, size_t start)
{
    struct pl_span name = {0, 0};
    struct unit unit;

    if (!pl_parser_name(parser, "the name of a unit", &name)) {
        return;
    }
    if (parser->token.kind != PL_TOKEN_ASSIGN) {
        if (pl_parser_unexpected(parser, "'=' and the definition of the unit")) {
            pl_diag_hint(parser->diags,
                         "a unit is written 'unit nM = 1e-9 mole/litre'");
        }
        return;
    }
    pl_parser_take(parser);
    if (read_unit(parser, &unit)) {
        struct pl_mention mention = {.name = pl_parser_copy(parser, name),
                                     .span = name};

        add_unit(parser, mention, &unit, false, pl_parser_since(parser, start));
    }
}

static void
put_powers(struct pl_text *text, const struct unit *unit, double sign,
           const char *before)
{
    for (const struct factor *factor = unit->first; factor != NULL;
         factor = factor->next) {
        double exponent = sign * factor->value.exponent;

        if (exponent > 0.0) {
            pl_text_format(text, "%s%s", text->size > 0 ? before : "",
                           factor->value.base);
            if (exponent > 1.0) {
                pl_text_format(text, "%.0f", exponent);
            }
            before = "_";
        }
    }
}

/* mole_per_litre, metre2_per_second: a definition of that name goes with it. */
static const char *
imply_unit(struct pl_parser *parser, const struct unit *unit, struct pl_span span)
{
    struct pl_text text;
    char *name = NULL;

    pl_text_init(&text);
    put_powers(&text, unit, 1.0, "_");
    if (text.size == 0) {
        pl_text_put(&text, "per_");
        put_powers(&text, unit, -1.0, "");
    } else {
        put_powers(&text, unit, -1.0, "_per_");
    }
    name = pl_parser_alloc(parser, text.size + 1, 1);
    parser->no_memory = parser->no_memory || text.failed;
    if (!parser->no_memory) {
        struct pl_mention mention = {.name = name, .span = span};

        memcpy(name, text.data, text.size);
        add_unit(parser, mention, unit, true, span);
    }
    pl_text_finish(&text);
    return parser->no_memory ? NULL : name;
}

const char *
pl_parser_unit_use(struct pl_parser *parser, struct pl_span *span)
{
    size_t start = parser->token.span.offset;
    struct unit unit;

    if (!read_unit(parser, &unit)) {
        return NULL;
    }
    *span = pl_parser_since(parser, start);
    if (unit.n == 1 && unit.is_simple && unit.first->value.exponent == 1.0) {
        return unit.first->value.base;
    }
    if (unit.n > 0 && unit.is_simple) {
        return imply_unit(parser, &unit, *span);
    }
    if (pl_parser_fail(parser, *span, "this unit needs a name of its own")) {
        pl_diag_hint(parser->diags, "write 'unit nM = 1e-9 mole/litre', and 'has nM'");
    }
    return NULL;
}
