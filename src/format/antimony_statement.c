/*
 * antimony_statement.c - one statement, told apart by its first word or by the token
 * behind its first name.
 */
#include "format/antimony_parser.h"

#include "base/diag.h"

#define WORDS(span) (int)(span).length, pl_parser_text_at(parser, (span))

/* ---- statements that are not supported yet ---- */

/* An event goes on in the next line behind ':' and ','. */
static void
skip_event(struct pl_parser *parser)
{
    enum pl_token_kind last = PL_TOKEN_NAME;

    while (!pl_parser_at_end(parser) ||
           (parser->token.kind == PL_TOKEN_NEWLINE &&
            (last == PL_TOKEN_COLON || last == PL_TOKEN_COMMA))) {
        if (parser->token.kind != PL_TOKEN_NEWLINE) {
            last = parser->token.kind;
        }
        pl_parser_take(parser);
    }
}

/* @return true when the word, which is the token, begins such a statement */
static bool
refuse_statement(struct pl_parser *parser)
{
    const char *about = pl_word_refused_statement(
        pl_parser_text_at(parser, parser->token.span), parser->token.span.length);
    bool is_event = pl_parser_is_word(parser, &parser->token, "at");

    if (about == NULL) {
        return false;
    }
    pl_parser_refuse(parser, parser->token.span, about);
    if (is_event) {
        skip_event(parser);
    }
    return true;
}

static void
refuse_here(struct pl_parser *parser, const char *what)
{
    pl_parser_refuse(parser, parser->token.span, what);
}

/* ---- by the token behind a name ---- */

/* Behind "name:". */
static void
read_labelled(struct pl_parser *parser, const struct pl_variable *variable)
{
    struct pl_token second = pl_parser_peek(parser, 1);

    switch (parser->token.kind) {
    case PL_TOKEN_NUMBER:
        if (second.kind == PL_TOKEN_ASSIGN) {
            refuse_here(parser, "algebraic rules");
            return;
        }
        break;
    case PL_TOKEN_STRAND:
        refuse_here(parser, "DNA strands ('--')");
        return;
    case PL_TOKEN_NAME:
        if (refuse_statement(parser)) {
            return;
        }
        if (second.kind == PL_TOKEN_OPEN) {
            refuse_here(parser, "submodels");
            return;
        }
        if (second.kind == PL_TOKEN_STRAND) {
            refuse_here(parser, "DNA strands ('--')");
            return;
        }
        break;
    default:
        break;
    }
    if (pl_parser_at_end(parser)) {
        pl_parser_unexpected(parser, "a reaction or '='");
    } else if (pl_parser_at_interaction(parser)) {
        pl_parser_refuse_interaction(parser);
    } else {
        size_t symbol = pl_parser_variable_symbol(parser, variable);

        pl_parser_reaction(parser, variable->start, variable->name, symbol);
    }
}

static void
fail_for_statement(struct pl_parser *parser, const struct pl_variable *variable)
{
    if (pl_parser_at_end(parser)) {
        if (pl_parser_fail(parser, variable->name, "'%.*s' alone is no statement",
                           WORDS(variable->name))) {
            pl_word_hint_keyword(parser, variable->name);
        }
        return;
    }
    if (!pl_parser_unexpected(parser,
                              "'=', ':', '->' or another word of a statement")) {
        return;
    }
    switch (parser->token.kind) {
    case PL_TOKEN_EQUAL:
        pl_diag_hint(parser->diags, "a value is given with '='");
        break;
    case PL_TOKEN_STAR:
        pl_diag_hint(parser->diags, "a stoichiometry is written '2 A', without '*'");
        break;
    case PL_TOKEN_NAME:
    case PL_TOKEN_COMMA:
        if (pl_parser_is_word(parser, &parser->token, "sboTerm")) {
            pl_diag_hint(parser->diags, "an SBO term is given as in 'A.sboTerm = 236'");
        } else {
            pl_word_hint_keyword(parser, variable->name);
        }
        break;
    case PL_TOKEN_LESS:
    case PL_TOKEN_LESS_EQUAL:
        pl_diag_hint(parser->diags, "a reversible reaction is written '->'");
        break;
    default:
        break;
    }
}

/* <-> and <=>, which other languages have for '->'. */
static bool
at_double_arrow(const struct pl_parser *parser)
{
    struct pl_token second = pl_parser_peek(parser, 1);

    return second.span.offset ==
               parser->token.span.offset + parser->token.span.length &&
           ((parser->token.kind == PL_TOKEN_LESS &&
             second.kind == PL_TOKEN_REVERSIBLE) ||
            (parser->token.kind == PL_TOKEN_LESS_EQUAL &&
             second.kind == PL_TOKEN_GREATER));
}

static bool
is_comparison(enum pl_token_kind kind)
{
    return kind == PL_TOKEN_LESS || kind == PL_TOKEN_LESS_EQUAL ||
           kind == PL_TOKEN_GREATER || kind == PL_TOKEN_GREATER_EQUAL ||
           kind == PL_TOKEN_NOT_EQUAL;
}

/* "A.S * f is S": with a conversion factor. */
static bool
at_scaled_synonym(const struct pl_parser *parser)
{
    struct pl_token third = pl_parser_peek(parser, 2);

    return parser->token.kind == PL_TOKEN_STAR &&
           pl_parser_is_word(parser, &third, "is");
}

/* Refuse what Antimony has for this token. @return false when it has nothing */
static bool
refuse_by_token(struct pl_parser *parser)
{
    switch (parser->token.kind) {
    case PL_TOKEN_STRAND:
        refuse_here(parser, "DNA strands ('--')");
        return true;
    case PL_TOKEN_OPEN:
        refuse_here(parser, "submodels");
        return true;
    case PL_TOKEN_ACTIVATES:
    case PL_TOKEN_INHIBITS:
        pl_parser_refuse_interaction(parser);
        return true;
    case PL_TOKEN_MINUS:
        if (pl_parser_at_interaction(parser)) {
            pl_parser_refuse_interaction(parser);
            return true;
        }
        return false;
    case PL_TOKEN_STAR:
        if (at_scaled_synonym(parser)) {
            refuse_here(parser, "synonyms ('A is B')");
            return true;
        }
        return false;
    default:
        if (is_comparison(parser->token.kind) && !at_double_arrow(parser)) {
            refuse_here(parser, "constraints ('x < 3')");
            return true;
        }
        return false;
    }
}

/* True when a reaction goes on here, behind its first name. */
static bool
at_reaction(const struct pl_parser *parser)
{
    struct pl_token second;

    switch (parser->token.kind) {
    case PL_TOKEN_PLUS:
    case PL_TOKEN_REVERSIBLE:
    case PL_TOKEN_IRREVERSIBLE:
    case PL_TOKEN_DOLLAR:
        return true;
    case PL_TOKEN_NAME:
        if (!pl_parser_is_name(parser, &parser->token)) {
            return false;
        }
        second = pl_parser_peek(parser, 1);
        return second.kind == PL_TOKEN_PLUS || second.kind == PL_TOKEN_REVERSIBLE ||
               second.kind == PL_TOKEN_IRREVERSIBLE;
    default:
        return false;
    }
}

/* True at `notes "…"` and `creator.name "…"`. */
static bool
at_annotation(const struct pl_parser *parser)
{
    struct pl_token second = pl_parser_peek(parser, 1);

    return pl_parser_is_name(parser, &parser->token) &&
           (second.kind == PL_TOKEN_TEXT || second.kind == PL_TOKEN_DOT ||
            pl_word_is_qualifier(pl_parser_text_at(parser, parser->token.span),
                                 parser->token.span.length));
}

/* Behind a name and what `in` says of it. */
static void
read_by_token(struct pl_parser *parser, const struct pl_variable *variable)
{
    struct pl_mention about = {.span = variable->name};

    if (parser->token.kind == PL_TOKEN_DOT ||
        (variable->compartment.length == 0 && at_annotation(parser)) ||
        pl_parser_is_word(parser, &parser->token, "is")) {
        if (variable->dollar.length > 0 || variable->compartment.length > 0) {
            pl_parser_variable_symbol(parser, variable);
        }
        about.name = pl_parser_copy(parser, variable->name);
        if (parser->token.kind == PL_TOKEN_DOT) {
            pl_parser_property(parser, &about);
        } else if (pl_parser_accept_word(parser, "is")) {
            pl_parser_display_name(parser, &about);
        } else {
            pl_parser_annotation(parser, &about, "");
        }
    } else if (!refuse_by_token(parser)) {
        fail_for_statement(parser, variable);
    }
}

static void
read_named(struct pl_parser *parser)
{
    struct pl_lexer lexer = parser->lexer;
    struct pl_token token = parser->token;
    size_t end = parser->end;
    struct pl_variable variable;

    if (!pl_parser_variable(parser, "the name of a quantity", &variable)) {
        return;
    }
    if (pl_parser_is_word(parser, &parser->token, "in")) {
        if (!pl_parser_in(parser, &variable.compartment)) {
            return;
        }
        if (pl_parser_at_end(parser)) {
            pl_parser_variable_symbol(parser, &variable);
            return;
        }
    }
    if (pl_parser_ending(parser, &variable)) {
        return;
    }
    if (parser->token.kind == PL_TOKEN_COLON) {
        pl_parser_take(parser);
        read_labelled(parser, &variable);
        return;
    }
    if (variable.compartment.length == 0 && at_reaction(parser)) {
        struct pl_span none = {0, 0};

        parser->lexer = lexer; /* back to the first reactant */
        parser->token = token;
        parser->end = end;
        pl_parser_reaction(parser, variable.start, none, PL_NONE);
        return;
    }
    read_by_token(parser, &variable);
}

/* A number or a '-' begins a stoichiometry, a constraint or an algebraic rule. */
static void
read_numbered(struct pl_parser *parser)
{
    size_t n = parser->token.kind == PL_TOKEN_MINUS ? 2 : 1;
    struct pl_token next = pl_parser_peek(parser, n);
    struct pl_span none = {0, 0};

    if (next.kind == PL_TOKEN_ASSIGN) {
        refuse_here(parser, "algebraic rules");
    } else if (is_comparison(next.kind)) {
        refuse_here(parser, "constraints ('x < 3')");
    } else {
        pl_parser_reaction(parser, parser->token.span.offset, none, PL_NONE);
    }
}

static bool
at_declaration(const struct pl_parser *parser)
{
    static const char *const words[] = {"const",    "ext",          "var",
                                        "species",  "compartment",  "formula",
                                        "reaction", "substanceOnly"};

    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (pl_parser_is_word(parser, &parser->token, words[k])) {
            return true;
        }
    }
    return false;
}

/* A statement that begins with a keyword. */
static void
read_keyword(struct pl_parser *parser)
{
    size_t start = parser->token.span.offset;
    struct pl_mention model = {.span = parser->token.span};

    if (at_declaration(parser)) {
        pl_parser_declaration(parser);
    } else if (pl_parser_accept_word(parser, "unit")) {
        pl_parser_unit_definition(parser, start);
    } else if (pl_parser_accept_word(parser, "model") ||
               pl_parser_accept_word(parser, "module")) {
        if (parser->token.kind == PL_TOKEN_DOT) {
            pl_parser_property(parser, &model);
        } else {
            pl_parser_annotation(parser, &model, "");
        }
    } else if (!refuse_statement(parser)) {
        pl_parser_unexpected(parser, "a statement");
    }
}

void
pl_parser_statement(struct pl_parser *parser)
{
    struct pl_span none = {0, 0};

    switch (parser->token.kind) {
    case PL_TOKEN_NAME:
        if (pl_parser_is_name(parser, &parser->token)) {
            read_named(parser);
        } else {
            read_keyword(parser);
        }
        break;
    case PL_TOKEN_DOLLAR:
        read_named(parser);
        break;
    case PL_TOKEN_NUMBER:
    case PL_TOKEN_MINUS:
        read_numbered(parser);
        break;
    case PL_TOKEN_REVERSIBLE:
    case PL_TOKEN_IRREVERSIBLE:
        pl_parser_reaction(parser, parser->token.span.offset, none, PL_NONE);
        break;
    case PL_TOKEN_STRAND:
        refuse_here(parser, "DNA strands ('--')");
        break;
    default:
        pl_parser_unexpected(parser, "a statement");
        break;
    }
}
