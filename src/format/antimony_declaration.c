/*
 * antimony_declaration.c - declarations, and the values and rules that may stand in them:
 * `const species $A in cell = 3, B`.
 */
#include "format/antimony_parser.h"

#include "base/diag.h"
#include "expr/formula.h"
#include "model/build.h"

/* What the words at the start of a declaration say. */
struct declaration {
    enum pl_constancy constancy;
    struct pl_span constancy_span;
    bool substance_only;
    bool has_kind;
    enum pl_symbol_kind kind;
    const char *what; /* for messages */
};

/* ---- variables ---- */

bool
pl_parser_in(struct pl_parser *parser, struct pl_span *compartment)
{
    if (!pl_parser_is_word(parser, &parser->token, "in")) {
        return true;
    }
    pl_parser_take(parser);
    return pl_parser_name(parser, "the name of a compartment", compartment);
}

bool
pl_parser_variable(struct pl_parser *parser, const char *what,
                   struct pl_variable *variable)
{
    *variable = (struct pl_variable){.start = parser->token.span.offset};
    while (parser->token.kind == PL_TOKEN_DOLLAR) {
        variable->dollar = parser->token.span;
        pl_parser_take(parser);
    }
    return pl_parser_name(parser, what, &variable->name);
}

/* The symbol of a variable, with what its '$' and its `in` say. */
size_t
pl_parser_variable_symbol(struct pl_parser *parser, const struct pl_variable *variable)
{
    size_t symbol = pl_parser_symbol(parser, variable->name);

    if (variable->dollar.length > 0) {
        pl_parser_set_constancy(parser, symbol, PL_CONSTANCY_CONST, variable->dollar);
    }
    if (variable->compartment.length > 0) {
        pl_parser_set_compartment(parser, symbol, variable->compartment);
    }
    return symbol;
}

/* ---- values, rules, units ---- */

static void
add_unit_of(struct pl_parser *parser, size_t symbol, const char *unit,
            struct pl_span span)
{
    struct pl_unit_of_statement use = {.symbol = symbol, .unit = unit, .span = span};

    if (unit != NULL) {
        pl_parser_add_unit_of(parser, &use);
    }
}

/* Behind '=' of any sort: the formula, up to the end of the statement or a comma. */
static void
read_value(struct pl_parser *parser, const struct pl_variable *variable, size_t symbol,
           enum pl_rule_kind kind)
{
    struct pl_value_statement value = {.symbol = symbol, .kind = kind};
    struct pl_span unit = {0, 0};

    if (kind == PL_RULE_NONE && pl_parser_at_end(parser)) {
        value.empty = true;
    } else {
        value.formula = pl_parser_formula(parser, kind == PL_RULE_NONE ? &unit : NULL);
        if (value.formula == NULL) {
            parser->harmless = true;
            pl_parser_skip_statement(parser);
        } else if (!pl_parser_at_end(parser) && parser->token.kind != PL_TOKEN_COMMA) {
            pl_parser_after_formula(parser, PL_PARSER_FORMULA_END);
        }
    }
    value.span = pl_parser_since(parser, variable->start);
    pl_parser_add_value(parser, &value);
    if (unit.length > 0) {
        const char *name = pl_parser_unit_name(parser, unit);

        pl_parser_mention(parser, &parser->unit_uses, name, unit);
        add_unit_of(parser, symbol, name, unit);
    }
}

static void
read_has(struct pl_parser *parser, size_t symbol)
{
    struct pl_span span = {0, 0};
    const char *unit = NULL;

    pl_parser_take(parser);
    unit = pl_parser_unit_use(parser, &span);
    add_unit_of(parser, symbol, unit, span);
}

/* What may follow a variable in a declaration too. @return false when nothing did */
bool
pl_parser_ending(struct pl_parser *parser, const struct pl_variable *variable)
{
    if (pl_parser_accept(parser, PL_TOKEN_ASSIGN)) {
        read_value(parser, variable, pl_parser_variable_symbol(parser, variable),
                   PL_RULE_NONE);
        return true;
    }
    if (parser->token.kind == PL_TOKEN_COLON &&
        pl_parser_peek(parser, 1).kind == PL_TOKEN_ASSIGN) {
        pl_parser_take(parser);
        pl_parser_take(parser);
        read_value(parser, variable, pl_parser_variable_symbol(parser, variable),
                   PL_RULE_ASSIGNMENT);
        return true;
    }
    if (pl_parser_accept(parser, PL_TOKEN_QUOTE)) {
        if (pl_parser_expect(parser, PL_TOKEN_ASSIGN, "'=' behind the \"'\"")) {
            read_value(parser, variable, pl_parser_variable_symbol(parser, variable),
                       PL_RULE_RATE);
        }
        return true;
    }
    if (pl_parser_is_word(parser, &parser->token, "has")) {
        read_has(parser, pl_parser_variable_symbol(parser, variable));
        return true;
    }
    return false;
}

/* ---- declarations ---- */

static void
read_declared_kind(struct pl_parser *parser, struct declaration *declaration)
{
    static const struct {
        const char *word;
        enum pl_symbol_kind kind;
        const char *what;
    } kinds[] = {
        {"species", PL_SYMBOL_SPECIES, "the name of a species"},
        {"compartment", PL_SYMBOL_COMPARTMENT, "the name of a compartment"},
        {"formula", PL_SYMBOL_PARAMETER, "the name of a parameter"},
        {"reaction", PL_SYMBOL_REACTION, "the name of a reaction"},
    };

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (pl_parser_accept_word(parser, kinds[k].word)) {
            declaration->has_kind = true;
            declaration->kind = kinds[k].kind;
            declaration->what = kinds[k].what;
            return;
        }
    }
}

/* "const substanceOnly species" */
static bool
read_declaration_words(struct pl_parser *parser, struct declaration *declaration)
{
    const char *refused = NULL;

    *declaration = (struct declaration){.what = "a name"};
    declaration->constancy_span = parser->token.span;
    if (pl_parser_accept_word(parser, "const") ||
        pl_parser_accept_word(parser, "ext")) {
        declaration->constancy = PL_CONSTANCY_CONST;
    } else if (pl_parser_accept_word(parser, "var")) {
        declaration->constancy = PL_CONSTANCY_VAR;
    }
    if (parser->token.kind == PL_TOKEN_NAME) {
        refused = pl_word_refused_statement(
            pl_parser_text_at(parser, parser->token.span), parser->token.span.length);
    }
    if (refused != NULL) {
        pl_parser_refuse(parser, parser->token.span, refused);
        return false;
    }
    declaration->substance_only = pl_parser_accept_word(parser, "substanceOnly");
    read_declared_kind(parser, declaration);
    if (declaration->substance_only && !declaration->has_kind &&
        declaration->constancy != PL_CONSTANCY_OPEN) {
        pl_parser_unexpected(parser, "'species'");
        return false;
    }
    if (declaration->substance_only) {
        if (declaration->has_kind && declaration->kind != PL_SYMBOL_SPECIES) {
            pl_parser_fail(parser, declaration->constancy_span,
                           "only species can be substanceOnly");
            return false;
        }
        declaration->has_kind = true;
        declaration->kind = PL_SYMBOL_SPECIES;
    }
    if (declaration->has_kind && declaration->kind == PL_SYMBOL_REACTION &&
        declaration->constancy == PL_CONSTANCY_CONST) {
        pl_parser_fail(parser, declaration->constancy_span,
                       "a reaction cannot be const");
        return false;
    }
    return true;
}

static void
declare(struct pl_parser *parser, const struct declaration *declaration,
        const struct pl_variable *variable)
{
    size_t symbol = pl_parser_variable_symbol(parser, variable);
    struct pl_symbol_note *note = pl_parser_note(parser, symbol);

    if (note == NULL) {
        return;
    }
    if (declaration->has_kind) {
        pl_build_kind(parser->build, symbol, declaration->kind, variable->name);
        note->is_species = note->is_species || declaration->kind == PL_SYMBOL_SPECIES;
        note->is_compartment =
            note->is_compartment || declaration->kind == PL_SYMBOL_COMPARTMENT;
    }
    if (declaration->substance_only) {
        pl_build_substance_only(parser->build, symbol);
    }
    if (declaration->constancy != PL_CONSTANCY_OPEN) {
        pl_parser_set_constancy(parser, symbol, declaration->constancy,
                                declaration->constancy_span);
    }
}

/* Behind a variable of a declaration stands a comma or the end. */
static void
fail_in_declaration(struct pl_parser *parser)
{
    bool is_is = pl_parser_is_word(parser, &parser->token, "is");

    if (!pl_parser_unexpected(parser, "',' or the end of the declaration")) {
        return;
    }
    if (is_is) {
        pl_diag_hint(parser->diags, "a display name is a statement of its own: "
                                    "A is \"the name\"");
    } else if (parser->token.kind == PL_TOKEN_NAME) {
        pl_diag_hint(parser->diags, "names are separated by ','");
    }
}

void
pl_parser_declaration(struct pl_parser *parser)
{
    struct declaration declaration;
    struct pl_span word = parser->token.span;

    if (!read_declaration_words(parser, &declaration)) {
        return;
    }
    if (declaration.has_kind && parser->token.kind == PL_TOKEN_DOT) {
        pl_parser_refuse(parser, word, "layouts and drawing styles");
        return;
    }
    do {
        struct pl_variable variable;

        if (parser->token.kind == PL_TOKEN_NEWLINE) {
            if (pl_parser_unexpected(parser, declaration.what)) {
                pl_parser_hint_line(parser);
            }
            return;
        }
        if (!pl_parser_variable(parser, declaration.what, &variable) ||
            !pl_parser_in(parser, &variable.compartment)) {
            return;
        }
        declare(parser, &declaration, &variable);
        pl_parser_ending(parser, &variable);
        if (!parser->failed && !pl_parser_at_end(parser) &&
            parser->token.kind != PL_TOKEN_COMMA) {
            fail_in_declaration(parser);
        }
        if (parser->failed && pl_parser_at_end(parser)) {
            return;
        }
    } while (pl_parser_accept(parser, PL_TOKEN_COMMA));
}
