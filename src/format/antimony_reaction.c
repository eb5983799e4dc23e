/*
 * antimony_reaction.c - reactions: `J: 2 A + n $B -> C; k*A in cell`.
 */
#include "format/antimony_parser.h"

#include <string.h>

#include "base/diag.h"
#include "expr/formula.h"

/* "2", "-2" or "n" in front of a species; none is NULL and sound. */
static bool
read_stoichiometry(struct pl_parser *parser, struct pl_formula **stoichiometry)
{
    size_t start = parser->token.span.offset;
    bool negative = pl_parser_accept(parser, PL_TOKEN_MINUS);
    struct pl_token token = parser->token;
    struct pl_token next;

    *stoichiometry = NULL;
    if (token.kind == PL_TOKEN_NUMBER) {
        pl_parser_take(parser);
        *stoichiometry = pl_parser_number_node(parser, token.span, token.number);
        if (*stoichiometry != NULL && negative) {
            *stoichiometry = pl_parser_apply(parser, pl_parser_since(parser, start),
                                             PL_OP_NEGATE, NULL, stoichiometry, 1);
        }
        return *stoichiometry != NULL;
    }
    if (negative) {
        pl_parser_unexpected(parser, "a number behind the '-'");
        return false;
    }
    next = pl_parser_peek(parser, 1);
    if (token.kind == PL_TOKEN_NAME &&
        (next.kind == PL_TOKEN_DOLLAR || pl_parser_is_name(parser, &next))) {
        struct pl_span name;

        if (!pl_parser_name(parser, "a stoichiometry", &name)) {
            return false;
        }
        pl_parser_mention(parser, &parser->stoichiometries,
                          pl_parser_copy(parser, name), name);
        *stoichiometry = pl_parser_check_node(
            parser, pl_formula_name(parser->arena, name, PL_OP_NAME,
                                    pl_parser_text_at(parser, name), name.length));
        return *stoichiometry != NULL;
    }
    return true;
}

/* What cannot stand between a stoichiometry and its species. */
static bool
check_behind_stoichiometry(struct pl_parser *parser)
{
    const char *hint = NULL;

    if (parser->token.kind == PL_TOKEN_STAR) {
        hint = "a stoichiometry is written '2 A', without '*'";
    } else if (parser->token.kind == PL_TOKEN_SLASH) {
        hint = "a stoichiometry is a number such as 0.5, or a name";
    } else {
        return true;
    }
    if (pl_parser_unexpected(parser, "a species behind the stoichiometry")) {
        pl_diag_hint(parser->diags, "%s", hint);
    }
    return false;
}

static bool
add_participant(struct pl_parser *parser, const struct pl_participant *participant,
                struct pl_span dollar)
{
    struct pl_symbol_note *note = pl_parser_note(parser, participant->symbol);
    struct pl_participant *grown =
        pl_parser_grow(parser, parser->participants, parser->n_participants,
                       &parser->participants_capacity, sizeof *grown);

    if (grown == NULL) {
        return false;
    }
    parser->participants = grown;
    parser->participants[parser->n_participants++] = *participant;
    if (note == NULL) {
        return false;
    }
    note->is_species = true;
    if (dollar.length > 0) {
        pl_parser_set_constancy(parser, participant->symbol, PL_CONSTANCY_CONST,
                                dollar);
    }
    return true;
}

static bool
read_participant(struct pl_parser *parser)
{
    size_t start = parser->token.span.offset;
    struct pl_participant participant = {0};
    struct pl_span dollar = {0, 0};
    struct pl_span name = {0, 0};

    if (!read_stoichiometry(parser, &participant.stoichiometry) ||
        !check_behind_stoichiometry(parser)) {
        return false;
    }
    while (parser->token.kind == PL_TOKEN_DOLLAR) {
        dollar = parser->token.span;
        pl_parser_take(parser);
    }
    if (!pl_parser_name(parser, "the name of a species", &name)) {
        pl_parser_hint_line(parser);
        return false;
    }
    if (parser->token.kind == PL_TOKEN_DOT) {
        pl_parser_refuse(parser, name, "submodels, and names with a dot,");
        pl_parser_skip_reaction(parser);
        return false;
    }
    participant.symbol = pl_parser_symbol(parser, name);
    participant.span = pl_parser_since(parser, start);
    return add_participant(parser, &participant, dollar);
}

static bool
at_arrow(const struct pl_parser *parser)
{
    return parser->token.kind == PL_TOKEN_REVERSIBLE ||
           parser->token.kind == PL_TOKEN_IRREVERSIBLE;
}

/* "A + 2 B", or nothing. */
static bool
read_side(struct pl_parser *parser)
{
    if (at_arrow(parser) || pl_parser_at_end(parser)) {
        return true;
    }
    do {
        if (!read_participant(parser)) {
            return false;
        }
    } while (pl_parser_accept(parser, PL_TOKEN_PLUS));
    return true;
}

static bool
read_arrow(struct pl_parser *parser, bool *reversible)
{
    *reversible = parser->token.kind == PL_TOKEN_REVERSIBLE;
    if (at_arrow(parser)) {
        pl_parser_take(parser);
        return true;
    }
    if (pl_parser_unexpected(parser, "'+', '->' or '=>' in a reaction")) {
        pl_parser_hint_line(parser);
        if (parser->token.kind == PL_TOKEN_LESS ||
            parser->token.kind == PL_TOKEN_LESS_EQUAL) {
            pl_diag_hint(parser->diags, "a reversible reaction is written '->'");
        } else if (parser->token.kind == PL_TOKEN_ASSIGN) {
            pl_diag_hint(parser->diags, "a name begins with a letter or '_'");
        } else if (pl_parser_is_word(parser, &parser->token, "in")) {
            pl_diag_hint(parser->diags, "a species is put into a compartment by a "
                                        "statement of its own: species A in cell");
        }
    }
    return false;
}

static bool
read_sides(struct pl_parser *parser, struct pl_reaction_statement *reaction)
{
    parser->n_participants = 0;
    if (!read_side(parser) || !read_arrow(parser, &reaction->reversible)) {
        return false;
    }
    reaction->n_reactants = parser->n_participants;
    if (!read_side(parser)) {
        return false;
    }
    reaction->n_products = parser->n_participants - reaction->n_reactants;
    if (parser->token.kind == PL_TOKEN_SEMICOLON) {
        pl_parser_take(parser);
        return true;
    }
    if (pl_parser_unexpected(parser, "'+', or ';' behind the products")) {
        pl_diag_hint(parser->diags, "%s",
                     parser->token.kind == PL_TOKEN_STAR
                         ? "a stoichiometry is written '2 A', without '*'"
                         : "a reaction is written 'A -> B; rate'");
    }
    return false;
}

static void
read_rate(struct pl_parser *parser, struct pl_reaction_statement *reaction)
{
    size_t start = parser->token.span.offset;

    if (pl_parser_at_end(parser)) {
        return; /* `J = rate` may come, or have come */
    }
    reaction->rate_given = true;
    if (!pl_parser_is_word(parser, &parser->token, "in")) {
        reaction->rate = pl_parser_formula(parser, NULL);
        if (reaction->rate == NULL) {
            parser->harmless = true;
            pl_parser_skip_statement(parser);
        }
    } else {
        reaction->rate_given = false;
    }
    reaction->rate_span = pl_parser_since(parser, start);
}

void
pl_parser_reaction(struct pl_parser *parser, size_t start, struct pl_span name,
                   size_t symbol)
{
    struct pl_reaction_statement reaction = {0};
    struct pl_span compartment = {0, 0};

    if (pl_parser_at_interaction(parser)) {
        pl_parser_refuse_interaction(parser);
        return;
    }
    if (!read_sides(parser, &reaction)) {
        return;
    }
    read_rate(parser, &reaction);
    if (pl_parser_is_word(parser, &parser->token, "in")) {
        pl_parser_take(parser);
        if (!pl_parser_name(parser, "the name of a compartment", &compartment)) {
            return;
        }
    } else if (!parser->failed && !pl_parser_at_end(parser)) {
        pl_parser_after_formula(parser, PL_PARSER_FORMULA_END);
    }
    reaction.span = pl_parser_since(parser, start);
    reaction.symbol =
        name.length > 0 ? symbol : pl_parser_unnamed_symbol(parser, reaction.span);
    reaction.participants =
        pl_parser_alloc(parser, parser->n_participants, sizeof *reaction.participants);
    if (reaction.participants == NULL || reaction.symbol == PL_NONE) {
        return;
    }
    if (parser->n_participants > 0) {
        memcpy(reaction.participants, parser->participants,
               parser->n_participants * sizeof *reaction.participants);
    }
    if (compartment.length > 0) {
        pl_parser_set_compartment(parser, reaction.symbol, compartment);
    }
    pl_parser_add_reaction(parser, &reaction);
}

/* ---- interactions ---- */

/* True for what stands between the names of a reaction. */
static bool
joins_participants(enum pl_token_kind kind)
{
    return kind == PL_TOKEN_NAME || kind == PL_TOKEN_NUMBER || kind == PL_TOKEN_PLUS ||
           kind == PL_TOKEN_DOLLAR;
}

bool
pl_parser_at_interaction(const struct pl_parser *parser)
{
    struct pl_lexer lexer = parser->lexer;
    struct pl_token token = parser->token;

    while (joins_participants(token.kind)) {
        token = pl_lexer_next(&lexer);
    }
    return token.kind == PL_TOKEN_ACTIVATES || token.kind == PL_TOKEN_INHIBITS ||
           (token.kind == PL_TOKEN_MINUS &&
            pl_lexer_next(&lexer).kind == PL_TOKEN_OPEN);
}

void
pl_parser_refuse_interaction(struct pl_parser *parser)
{
    while (joins_participants(parser->token.kind)) {
        pl_parser_take(parser);
    }
    pl_parser_refuse(parser, parser->token.span, "interactions ('-o', '-|', '-(')");
    if (parser->token.kind == PL_TOKEN_MINUS) {
        pl_parser_skip_statement(parser);
        if (pl_parser_accept(parser, PL_TOKEN_SEMICOLON)) {
            pl_parser_skip_statement(parser);
        }
    } else {
        pl_parser_skip_reaction(parser);
    }
}
