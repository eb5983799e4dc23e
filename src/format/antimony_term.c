/*
 * antimony_term.c - what stands between operators: numbers, names, calls, parentheses.
 */
#include "format/antimony_parser.h"

#include "base/diag.h"
#include "expr/formula.h"

/* ---- calls ---- */

/* The arguments on the stack from `base` on; NULL when there are none. */
static struct pl_formula **
arguments_from(const struct pl_parser *parser, size_t base)
{
    return parser->n_operands > base ? parser->operands + base : NULL;
}

static void
fail_for_count(struct pl_parser *parser, struct pl_span span,
               const struct pl_builtin *builtin, size_t n)
{
    if (builtin->most == PL_OP_MANY) {
        pl_parser_fail(parser, span, "'%s' takes %zu argument%s or more, not %zu",
                       builtin->name, builtin->least, builtin->least == 1 ? "" : "s",
                       n);
    } else if (builtin->most > builtin->least) {
        pl_parser_fail(parser, span, "'%s' takes %zu or %zu arguments, not %zu",
                       builtin->name, builtin->least, builtin->most, n);
    } else {
        pl_parser_fail(parser, span, "'%s' takes %zu argument%s, not %zu",
                       builtin->name, builtin->least, builtin->least == 1 ? "" : "s",
                       n);
    }
}

/* lt(a, b, c) is a < b && b < c; see read_comparisons. */
static struct pl_formula *
apply_comparison(struct pl_parser *parser, struct pl_span span, enum pl_op op,
                 size_t base, size_t n, bool holds_chain)
{
    if (n == 2) {
        return pl_parser_apply(parser, span, op, NULL, parser->operands + base, 2);
    }
    if (holds_chain) {
        pl_parser_fail_for_chain(parser, span);
        return NULL;
    }
    parser->n_chains++;
    for (size_t k = 0; k + 1 < n; k++) {
        struct pl_formula *left = parser->operands[base + k];
        struct pl_formula *right = parser->operands[base + k + 1];

        parser->operands[base + k] = pl_parser_apply_two(
            parser, pl_parser_join(left->span, right->span), op, left, right);
        if (parser->operands[base + k] == NULL) {
            return NULL;
        }
    }
    return pl_parser_apply(parser, span, PL_OP_AND, NULL, parser->operands + base,
                           n - 1);
}

static struct pl_formula *
apply_builtin(struct pl_parser *parser, struct pl_span span,
              const struct pl_builtin *builtin, size_t base, bool holds_chain)
{
    size_t n = parser->n_operands - base;
    enum pl_op op = builtin->op;

    if (builtin->refusal != NULL) {
        return NULL;
    }
    if (n < builtin->least || n > builtin->most) {
        fail_for_count(parser, span, builtin, n);
        return NULL;
    }
    switch (op) {
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_GREATER:
    case PL_OP_GREATER_EQ:
    case PL_OP_EQUAL:
        return apply_comparison(parser, span, op, base, n, holds_chain);
    case PL_OP_LOG:
        op = n == 1 ? PL_OP_LN : PL_OP_LOG;
        break;
    case PL_OP_SUBTRACT:
        op = n == 1 ? PL_OP_NEGATE : PL_OP_SUBTRACT;
        break;
    default:
        break;
    }
    return pl_parser_apply(parser, span, op, NULL, arguments_from(parser, base), n);
}

/* "(a, b)" onto the stack; the parenthesis is the token. */
static bool
read_arguments(struct pl_parser *parser)
{
    pl_parser_take(parser);
    if (pl_parser_accept(parser, PL_TOKEN_CLOSE)) {
        return true;
    }
    do {
        if (!pl_parser_push(parser, pl_parser_infix(parser, PL_PRIORITY_LOGIC),
                            (struct pl_span){0, 0})) {
            return false;
        }
    } while (pl_parser_accept(parser, PL_TOKEN_COMMA));
    if (pl_parser_accept(parser, PL_TOKEN_CLOSE)) {
        return true;
    }
    pl_parser_after_formula(parser, "an operator, ',' or ')'");
    return false;
}

/* name(arguments); the name has been taken. */
static struct pl_formula *
read_call(struct pl_parser *parser, struct pl_span name)
{
    const struct pl_builtin *builtin =
        pl_word_builtin(pl_parser_text_at(parser, name), name.length);
    size_t base = parser->n_operands;
    size_t n_chains = parser->n_chains;
    struct pl_formula *node = NULL;

    if (builtin != NULL && builtin->refusal != NULL) {
        parser->harmless = true;
        pl_parser_fail(parser, name, "%s ('%s') are not supported yet",
                       builtin->refusal, builtin->name);
    }
    if (!pl_parser_enter(parser)) {
        return NULL;
    }
    if (read_arguments(parser)) {
        struct pl_span span = pl_parser_since(parser, name.offset);

        if (builtin != NULL) {
            node =
                apply_builtin(parser, span, builtin, base, parser->n_chains > n_chains);
        } else {
            const char *copy = pl_parser_copy(parser, name);

            pl_parser_mention(parser, &parser->calls, copy, name);
            if (copy != NULL) {
                node = pl_parser_apply(parser, span, PL_OP_CALL, copy,
                                       arguments_from(parser, base),
                                       parser->n_operands - base);
            }
        }
    }
    parser->n_operands = base;
    pl_parser_leave(parser);
    return node;
}

/* ---- names and numbers ---- */

static struct pl_formula *
read_time(struct pl_parser *parser, struct pl_span span)
{
    if (parser->in_function) {
        if (pl_parser_fail(parser, span, "'time' inside a function")) {
            pl_diag_hint(parser->diags, "make it an argument, and pass 'time' in the "
                                        "call");
        }
        return NULL;
    }
    return pl_parser_apply(parser, span, PL_OP_TIME, NULL, NULL, 0);
}

/* A function's name without its arguments, or what looks like a constant and is none. */
static bool
check_plain_name(struct pl_parser *parser, struct pl_span span)
{
    const char *text = pl_parser_text_at(parser, span);
    struct pl_token word = {.kind = PL_TOKEN_NAME, .span = span};

    if (parser->in_model && pl_parser_names_the_model(parser, text, span.length)) {
        pl_parser_fail(parser, span, "'%.*s' is the name of the model and has no value",
                       (int)span.length, text);
        return false;
    }
    if (pl_word_is_keyword(text, span.length)) {
        pl_parser_fail(parser, span, "'%.*s' is a word of Antimony and has no value",
                       (int)span.length, text);
        return false;
    }
    if (pl_word_builtin(text, span.length) != NULL) {
        if (pl_parser_fail(parser, span, "the function '%.*s' without its arguments",
                           (int)span.length, text)) {
            pl_diag_hint(parser->diags, "write them in parentheses: %.*s(x)",
                         (int)span.length, text);
        }
        return false;
    }
    if (pl_parser_is_word(parser, &word, "NaN") ||
        pl_parser_is_word(parser, &word, "INF")) {
        if (pl_parser_fail(parser, span, "'%.*s' is no constant of Antimony",
                           (int)span.length, text)) {
            pl_diag_hint(parser->diags, "write '%s'",
                         text[0] == 'N' ? "notanumber" : "infinity");
        }
        return false;
    }
    return true;
}

static struct pl_formula *
read_name(struct pl_parser *parser)
{
    struct pl_token token = parser->token;
    const char *text = pl_parser_text_at(parser, token.span);
    double value = 0.0;

    if (pl_parser_peek(parser, 1).kind == PL_TOKEN_OPEN &&
        !pl_word_is_keyword(text, token.span.length)) {
        pl_parser_take(parser);
        return read_call(parser, token.span);
    }
    if (!check_plain_name(parser, token.span)) {
        return NULL;
    }
    pl_parser_take(parser);
    if (parser->token.kind == PL_TOKEN_DOT) {
        pl_parser_refuse(parser, token.span, "submodels, and names with a dot,");
        return NULL;
    }
    if (pl_parser_is_word(parser, &token, "time")) {
        return read_time(parser, token.span);
    }
    if (pl_word_constant(text, token.span.length, &value)) {
        return pl_parser_number_node(parser, token.span, value);
    }
    pl_parser_keep_name(parser, token.span);
    return pl_parser_check_node(parser,
                                pl_formula_name(parser->arena, token.span, PL_OP_NAME,
                                                text, token.span.length));
}

/* A number, perhaps with its unit: 3 nM. */
static struct pl_formula *
read_number(struct pl_parser *parser)
{
    struct pl_token number = parser->token;
    struct pl_token unit;

    pl_parser_take(parser);
    unit = parser->token;
    if (pl_parser_is_free_name(parser, &unit) &&
        pl_parser_peek(parser, 1).kind != PL_TOKEN_OPEN) {
        size_t end = parser->end;

        if (parser->n_units++ == 0) {
            parser->unit = unit.span;
        }
        pl_parser_take(parser);
        parser->end = end; /* the unit is no part of the formula */
    }
    return pl_parser_number_node(parser, number.span, number.number);
}

static struct pl_formula *
read_parentheses(struct pl_parser *parser)
{
    struct pl_formula *inner = NULL;

    pl_parser_take(parser);
    inner = pl_parser_infix(parser, PL_PRIORITY_LOGIC);
    if (inner != NULL && !pl_parser_accept(parser, PL_TOKEN_CLOSE)) {
        pl_parser_after_formula(parser, "an operator or ')'");
        return NULL;
    }
    return inner;
}

static void
fail_for_value(struct pl_parser *parser)
{
    size_t at = parser->token.span.offset;
    bool is_double = parser->token.kind == PL_TOKEN_STAR && at > 0 &&
                     parser->source->text[at - 1] == '*';

    if (pl_parser_unexpected(parser, "a value")) {
        pl_parser_hint_line(parser);
        if (is_double) {
            pl_diag_hint(parser->diags, "a power is written with '^'");
        }
    }
}

struct pl_formula *
pl_parser_term(struct pl_parser *parser)
{
    struct pl_formula *term = NULL;

    switch (parser->token.kind) {
    case PL_TOKEN_NUMBER:
        return read_number(parser);
    case PL_TOKEN_NAME:
        return read_name(parser);
    case PL_TOKEN_OPEN:
        if (pl_parser_enter(parser)) {
            term = read_parentheses(parser);
            pl_parser_leave(parser);
        }
        return term;
    case PL_TOKEN_ELLIPSIS:
        pl_parser_refuse(parser, parser->token.span, "DNA strands ('...')");
        return NULL;
    case PL_TOKEN_STRAND:
    case PL_TOKEN_ACTIVATES:
        pl_parser_after_formula(parser, "a value");
        return NULL;
    default:
        fail_for_value(parser);
        return NULL;
    }
}
