/*
 * antimony_expression.c - formulas, by a table of priorities.
 *
 * From loose to tight, as libAntimony 3.3 reads them: && and || (one level, from left to
 * right); comparisons, where a < b < c is a < b && b < c; + and -; * / and %; the signs
 * - + and !; ^ from right to left, which binds tighter than the signs, so that -a^2 is
 * -(a^2) and a^-b is allowed.
 */
#include "format/antimony_parser.h"

#include <stdlib.h>

#include "base/diag.h"
#include "expr/formula.h"

/* A sum of more terms than this becomes one node with negated terms; a shorter one reads
 * better as it was written. Larger: deeper trees, up to PL_FORMULA_MAX_DEPTH. */
#define MAX_NESTED_TERMS ((size_t)64)

#define NO_OP PL_N_OPS

static const struct infix {
    enum pl_token_kind token;
    enum pl_op op;
    enum pl_priority priority;
} infixes[] = {
    {PL_TOKEN_PLUS, PL_OP_ADD, PL_PRIORITY_SUM},
    {PL_TOKEN_MINUS, PL_OP_SUBTRACT, PL_PRIORITY_SUM},
    {PL_TOKEN_STAR, PL_OP_MULTIPLY, PL_PRIORITY_PRODUCT},
    {PL_TOKEN_SLASH, PL_OP_DIVIDE, PL_PRIORITY_PRODUCT},
    {PL_TOKEN_PERCENT, PL_OP_REMAINDER, PL_PRIORITY_PRODUCT},
    {PL_TOKEN_LESS, PL_OP_LESS, PL_PRIORITY_COMPARISON},
    {PL_TOKEN_LESS_EQUAL, PL_OP_LESS_EQ, PL_PRIORITY_COMPARISON},
    {PL_TOKEN_GREATER, PL_OP_GREATER, PL_PRIORITY_COMPARISON},
    {PL_TOKEN_GREATER_EQUAL, PL_OP_GREATER_EQ, PL_PRIORITY_COMPARISON},
    {PL_TOKEN_EQUAL, PL_OP_EQUAL, PL_PRIORITY_COMPARISON},
    {PL_TOKEN_NOT_EQUAL, PL_OP_NOT_EQUAL, PL_PRIORITY_COMPARISON},
    {PL_TOKEN_AND, PL_OP_AND, PL_PRIORITY_LOGIC},
    {PL_TOKEN_OR, PL_OP_OR, PL_PRIORITY_LOGIC},
};

static const struct infix *
find_infix(enum pl_token_kind kind)
{
    for (size_t k = 0; k < sizeof infixes / sizeof *infixes; k++) {
        if (infixes[k].token == kind) {
            return &infixes[k];
        }
    }
    return NULL;
}

/* ---- nodes ---- */

struct pl_formula *
pl_parser_check_node(struct pl_parser *parser, struct pl_formula *node)
{
    if (node == NULL) {
        parser->no_memory = true;
    } else if (node->depth > PL_FORMULA_MAX_DEPTH) {
        if (pl_parser_fail(parser, node->span, "a formula of more than %d levels",
                           PL_FORMULA_MAX_DEPTH)) {
            pl_diag_hint(parser->diags, "split it up with assignment rules: part := …");
        }
        return NULL;
    }
    return node;
}

struct pl_formula *
pl_parser_number_node(struct pl_parser *parser, struct pl_span span, double number)
{
    return pl_parser_check_node(parser, pl_formula_number(parser->arena, span, number));
}

struct pl_formula *
pl_parser_apply(struct pl_parser *parser, struct pl_span span, enum pl_op op,
                const char *name, struct pl_formula *const *arguments,
                size_t n_arguments)
{
    return pl_parser_check_node(parser, pl_formula_apply(parser->arena, span, op, name,
                                                         arguments, n_arguments));
}

static struct pl_formula *
apply_one(struct pl_parser *parser, struct pl_span span, enum pl_op op,
          struct pl_formula *argument)
{
    return pl_parser_apply(parser, span, op, NULL, &argument, 1);
}

struct pl_formula *
pl_parser_apply_two(struct pl_parser *parser, struct pl_span span, enum pl_op op,
                    struct pl_formula *left, struct pl_formula *right)
{
    struct pl_formula *arguments[] = {left, right};

    return pl_parser_apply(parser, span, op, NULL, arguments, 2);
}

/* One level deeper: parentheses, an argument, a sign, an exponent. */
bool
pl_parser_enter(struct pl_parser *parser)
{
    if (parser->depth == PL_FORMULA_MAX_DEPTH) {
        if (pl_parser_fail(parser, parser->token.span,
                           "a formula of more than %d levels", PL_FORMULA_MAX_DEPTH)) {
            pl_diag_hint(parser->diags, "split it up with assignment rules: part := …");
        }
        return false;
    }
    parser->depth++;
    return true;
}

void
pl_parser_leave(struct pl_parser *parser)
{
    parser->depth--;
}

/* ---- the stack of operands ---- */

bool
pl_parser_push(struct pl_parser *parser, struct pl_formula *operand,
               struct pl_span minus)
{
    size_t capacity = parser->operands_capacity;
    void *grown = NULL;

    if (operand == NULL) {
        return false;
    }
    grown = pl_parser_grow(parser, parser->operands, parser->n_operands, &capacity,
                           sizeof(struct pl_formula *));
    if (grown == NULL) {
        return false;
    }
    parser->operands = grown;
    grown = pl_parser_grow(parser, parser->minus_signs, parser->n_operands,
                           &parser->operands_capacity, sizeof *parser->minus_signs);
    if (grown == NULL) {
        return false;
    }
    parser->minus_signs = grown;
    parser->operands[parser->n_operands] = operand;
    parser->minus_signs[parser->n_operands++] = minus;
    return true;
}

/* ---- sums ---- */

struct pl_span
pl_parser_join(struct pl_span first, struct pl_span last)
{
    return (struct pl_span){first.offset, last.offset + last.length - first.offset};
}

/* a - b + c + d as ((a - b) + c + d): what has a minus in front has two arguments. */
static struct pl_formula *
nest_terms(struct pl_parser *parser, size_t base, size_t start)
{
    struct pl_formula **terms = parser->operands + base;
    const struct pl_span *minus = parser->minus_signs + base;
    size_t n = parser->n_operands - base;
    struct pl_formula *sum = terms[0];

    for (size_t k = 1; k < n && sum != NULL;) {
        size_t end = k + 1;
        struct pl_span span = {start, 0};

        if (minus[k].length == 0) {
            while (end < n && minus[end].length == 0) {
                end++;
            }
        }
        span = pl_parser_join(span, terms[end - 1]->span);
        terms[k - 1] = sum; /* in front of the others, for the call below */
        sum = pl_parser_apply(parser, span,
                              minus[k].length > 0 ? PL_OP_SUBTRACT : PL_OP_ADD, NULL,
                              terms + k - 1, end - k + 1);
        k = end;
    }
    return sum;
}

/* a - b + c … as one sum of a, -b, c …: as deep as a sum of two. */
static struct pl_formula *
flatten_terms(struct pl_parser *parser, size_t base, struct pl_span span)
{
    for (size_t k = base; k < parser->n_operands; k++) {
        struct pl_span minus = parser->minus_signs[k];

        if (minus.length > 0) {
            parser->operands[k] =
                apply_one(parser, pl_parser_join(minus, parser->operands[k]->span),
                          PL_OP_NEGATE, parser->operands[k]);
            if (parser->operands[k] == NULL) {
                return NULL;
            }
        }
    }
    return pl_parser_apply(parser, span, PL_OP_ADD, NULL, parser->operands + base,
                           parser->n_operands - base);
}

/* Make one operand of those from `base` on. */
static bool
reduce(struct pl_parser *parser, size_t base, enum pl_op op, size_t start)
{
    size_t n = parser->n_operands - base;
    struct pl_span span = pl_parser_since(parser, start);
    struct pl_formula *node = NULL;

    if (n == 1) {
        return true;
    }
    if (op != PL_OP_ADD) {
        node = pl_parser_apply(parser, span, op, NULL, parser->operands + base, n);
    } else if (n <= MAX_NESTED_TERMS) {
        node = nest_terms(parser, base, start);
    } else {
        node = flatten_terms(parser, base, span);
    }
    if (node == NULL) {
        return false;
    }
    node->span = span; /* parentheses around the last operand too */
    parser->operands[base] = node;
    parser->n_operands = base + 1;
    return true;
}

/* ---- comparisons ---- */

bool
pl_parser_fail_for_chain(struct pl_parser *parser, struct pl_span span)
{
    if (pl_parser_fail(parser, span, "a chain of comparisons inside another one")) {
        pl_diag_hint(parser->diags, "write 'a < b && b < c' for 'a < b < c'");
    }
    return false;
}

static bool
is_comparison(const struct pl_formula *formula)
{
    for (size_t k = 0; k < sizeof infixes / sizeof *infixes; k++) {
        if (infixes[k].op == formula->op &&
            infixes[k].priority == PL_PRIORITY_COMPARISON) {
            return true;
        }
    }
    return false;
}

/*
 * libAntimony makes a chain of (a < b) == c, as if the parentheses were not there, and
 * of (a < b && c < d) == e. Nobody means that.
 */
static bool
check_left_side(struct pl_parser *parser, const struct pl_formula *left)
{
    bool surprises = is_comparison(left) || left->op == PL_OP_AND;

    for (size_t k = 0; left->op == PL_OP_AND && k < left->n_arguments; k++) {
        surprises = surprises && is_comparison(left->arguments[k]);
    }
    if (surprises && pl_parser_fail(parser, left->span,
                                    "a comparison to the left of a comparison")) {
        pl_diag_hint(parser->diags, "Antimony takes (a < b) == c for a < b && b == c; "
                                    "write eq(a < b, c) to compare the results");
    }
    return !surprises;
}

/*
 * a < b <= c is a < b && b <= c; the operand at `base` is a. The middle operand stands
 * twice in the formula, so it must not hold a chain itself: each level would double it.
 */
static bool
read_comparisons(struct pl_parser *parser, size_t base, size_t start)
{
    struct pl_formula *left = parser->operands[base];
    const struct infix *infix = NULL;

    if (!check_left_side(parser, left)) {
        return false;
    }
    while (infix = find_infix(parser->token.kind),
           infix != NULL && infix->priority == PL_PRIORITY_COMPARISON) {
        size_t n_chains = parser->n_chains;
        struct pl_formula *right = NULL;

        if (left != parser->operands[base]) {
            parser->n_chains++;
            n_chains++;
        }
        pl_parser_take(parser);
        right = pl_parser_infix(parser, PL_PRIORITY_SUM);
        if (right == NULL) {
            return false;
        }
        if (!pl_parser_push(parser,
                            pl_parser_apply_two(parser,
                                                pl_parser_join(left->span, right->span),
                                                infix->op, left, right),
                            (struct pl_span){0, 0})) {
            return false;
        }
        infix = find_infix(parser->token.kind);
        if (parser->n_chains > n_chains && infix != NULL &&
            infix->priority == PL_PRIORITY_COMPARISON) {
            return pl_parser_fail_for_chain(parser, right->span);
        }
        left = right;
    }
    parser->operands[base] = parser->operands[base + 1];
    if (parser->n_operands == base + 2) {
        parser->operands[base]->span = pl_parser_since(parser, start);
        parser->n_operands = base + 1;
        return true;
    }
    parser->operands[base] =
        pl_parser_apply(parser, pl_parser_since(parser, start), PL_OP_AND, NULL,
                        parser->operands + base + 1, parser->n_operands - base - 1);
    parser->n_operands = base + 1;
    return parser->operands[base] != NULL;
}

/* ---- signs and powers ---- */

static struct pl_formula *read_signed(struct pl_parser *parser);

static struct pl_formula *
read_power(struct pl_parser *parser)
{
    size_t start = parser->token.span.offset;
    struct pl_formula *left = pl_parser_term(parser);
    struct pl_formula *right = NULL;

    if (left == NULL || !pl_parser_accept(parser, PL_TOKEN_CARET)) {
        return left;
    }
    if (!pl_parser_enter(parser)) {
        return NULL;
    }
    right = read_signed(parser);
    pl_parser_leave(parser);
    if (right == NULL) {
        return NULL;
    }
    return pl_parser_apply_two(parser, pl_parser_since(parser, start), PL_OP_POWER,
                               left, right);
}

static struct pl_formula *
read_signed(struct pl_parser *parser)
{
    struct pl_token sign = parser->token;
    struct pl_formula *operand = NULL;

    if (sign.kind != PL_TOKEN_MINUS && sign.kind != PL_TOKEN_PLUS &&
        sign.kind != PL_TOKEN_NOT) {
        return read_power(parser);
    }
    if (!pl_parser_enter(parser)) {
        return NULL;
    }
    pl_parser_take(parser);
    operand = read_signed(parser);
    pl_parser_leave(parser);
    if (operand == NULL || sign.kind == PL_TOKEN_PLUS) {
        return operand;
    }
    return apply_one(parser, pl_parser_since(parser, sign.span.offset),
                     sign.kind == PL_TOKEN_NOT ? PL_OP_NOT : PL_OP_NEGATE, operand);
}

/* ---- operators between operands ---- */

/* `&&` and `||` bind alike, which is not what most people expect. */
static void
warn_of_mixed_logic(struct pl_parser *parser)
{
    struct pl_place where = {parser->source, parser->token.span};

    pl_diag_warning(
        parser->diags, &where,
        "'&&' does not come before '||' in Antimony: this is read from left "
        "to right");
    pl_diag_hint(parser->diags, "put parentheses around what belongs together");
}

/* One more operand of a chain such as a + b - c. `chain` is what joins those so far. */
static bool
read_operand(struct pl_parser *parser, const struct infix *infix, size_t base,
             enum pl_op *chain, size_t start)
{
    enum pl_op joins = infix->op == PL_OP_SUBTRACT ? PL_OP_ADD : infix->op;
    struct pl_span sign = parser->token.span;
    struct pl_span none = {0, 0};

    if (*chain != NO_OP && *chain != joins) {
        if (*chain == PL_OP_OR && joins == PL_OP_AND) {
            warn_of_mixed_logic(parser);
        }
        if (!reduce(parser, base, *chain, start)) {
            return false;
        }
    }
    pl_parser_take(parser);
    *chain = joins;
    if (!pl_parser_push(parser, pl_parser_infix(parser, infix->priority + 1),
                        infix->op == PL_OP_SUBTRACT ? sign : none)) {
        return false;
    }
    if (joins == PL_OP_DIVIDE || joins == PL_OP_REMAINDER) {
        *chain = NO_OP;
        return reduce(parser, base, joins, start);
    }
    return true;
}

/* Operands and operators of at least that priority. */
struct pl_formula *
pl_parser_infix(struct pl_parser *parser, enum pl_priority least)
{
    size_t base = parser->n_operands;
    size_t start = parser->token.span.offset;
    enum pl_op chain = NO_OP;
    bool sound = pl_parser_push(parser, read_signed(parser), (struct pl_span){0, 0});

    while (sound) {
        const struct infix *infix = find_infix(parser->token.kind);

        if (infix == NULL || infix->priority < least) {
            break;
        }
        if (infix->priority == PL_PRIORITY_COMPARISON) {
            sound = reduce(parser, base, chain, start) &&
                    read_comparisons(parser, base, start);
            chain = NO_OP;
        } else {
            sound = read_operand(parser, infix, base, &chain, start);
        }
    }
    sound = sound && reduce(parser, base, chain, start);
    parser->n_operands = base;
    return sound ? parser->operands[base] : NULL;
}

/* ---- formulas ---- */

struct pl_formula *
pl_parser_formula(struct pl_parser *parser, struct pl_span *unit)
{
    struct pl_formula *formula = NULL;
    double number = 0.0;

    parser->depth = 0;
    parser->n_units = 0;
    parser->n_chains = 0;
    parser->n_operands = 0;
    if (unit != NULL) {
        *unit = (struct pl_span){0, 0};
    }
    formula = pl_parser_infix(parser, PL_PRIORITY_LOGIC);
    if (formula == NULL || parser->failed) {
        return NULL;
    }
    if (parser->n_units == 1 && unit != NULL &&
        pl_formula_is_number(formula, &number)) {
        size_t end = parser->unit.offset + parser->unit.length;

        *unit = parser->unit;
        parser->end = parser->end > end ? parser->end : end;
    } else if (parser->n_units > 0) {
        const char *name = pl_parser_text_at(parser, parser->unit);
        int length = (int)parser->unit.length;

        parser->harmless = true;
        if (pl_parser_fail(parser, parser->unit,
                           "units inside a formula ('%.*s' behind a number) are not "
                           "supported yet",
                           length, name)) {
            pl_diag_hint(parser->diags,
                         "if '%.*s' is a factor, write '*' in front of it", length,
                         name);
            pl_diag_hint(parser->diags,
                         "if it is the unit of a quantity x, write 'x has %.*s'",
                         length, name);
        }
        return NULL;
    }
    return formula;
}

void
pl_parser_after_formula(struct pl_parser *parser, const char *expected)
{
    struct pl_token second = pl_parser_peek(parser, 1);
    const char *hint = NULL;
    bool touches = parser->end == parser->token.span.offset;

    switch (parser->token.kind) {
    case PL_TOKEN_STRAND:
        hint = "'--' is a DNA strand; put a blank between two minus signs";
        break;
    case PL_TOKEN_ACTIVATES:
        hint = "'-o' is an activation; put a blank between '-' and 'o'";
        break;
    case PL_TOKEN_ASSIGN:
        hint = "to compare, write '=='; a new statement begins behind ';'";
        break;
    case PL_TOKEN_NOT:
        hint = "a factorial is written 'factorial(n)', and not equal '!='";
        break;
    case PL_TOKEN_QUOTE:
        hint = "a rate of change (x') cannot be used in a formula";
        break;
    case PL_TOKEN_OPEN:
        hint = "a product is written with '*'";
        break;
    case PL_TOKEN_NUMBER:
        hint = touches ? "a number has one decimal point" : "is an operator missing?";
        break;
    case PL_TOKEN_NAME:
        hint = "a product is written with '*'";
        if (pl_parser_is_word(parser, &parser->token, "and") ||
            pl_parser_is_word(parser, &parser->token, "or")) {
            hint = "write '&&' for and, '||' for or";
        } else if (!pl_parser_is_name(parser, &parser->token) ||
                   second.kind == PL_TOKEN_ASSIGN || second.kind == PL_TOKEN_COLON) {
            hint = "statements are separated by ';' or by a new line";
        }
        break;
    case PL_TOKEN_NEWLINE:
        hint = "to go on in the next line, end this one with '\\'";
        break;
    default:
        break;
    }
    if (pl_parser_unexpected(parser, expected) && hint != NULL) {
        pl_diag_hint(parser->diags, "%s", hint);
    }
}
