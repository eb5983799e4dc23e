/*
 * read_formula.c - a small reader of Antimony's expressions, for tests below format/.
 */
#include "read_formula.h"

#include "base/arena.h"
#include "base/number.h"
#include "expr/formula.h"
#include "expr/graph.h"
#include "testlib.h"

#define MOST_ARGUMENTS 32

struct reader {
    struct pl_arena *arena;
    const char *text;
    size_t at;
};

static struct pl_formula *read_logic(struct reader *in);
static struct pl_formula *read_signed(struct reader *in);

static void
fail_without(const struct reader *in, const char *wanted)
{
    fail_msg("'%s' where %s should be", in->text + in->at, wanted);
}

static void
skip_blanks(struct reader *in)
{
    while (in->text[in->at] == ' ') {
        in->at++;
    }
}

/* True, and behind it, when the text goes on with `token`; else where it was. */
static bool
accept(struct reader *in, const char *token)
{
    size_t length = strlen(token);
    size_t before = in->at;

    skip_blanks(in);
    if (strncmp(in->text + in->at, token, length) != 0) {
        in->at = before;
        return false;
    }
    in->at += length;
    return true;
}

/* An operation on what was read since `start`. */
static struct pl_formula *
apply(struct reader *in, size_t start, enum pl_op op, struct pl_formula **arguments,
      size_t n)
{
    struct pl_span span = {start, in->at - start};

    return pl_formula_apply(in->arena, span, op, NULL, arguments, n);
}

/* An operation by the name of its call; PL_N_OPS when it is a function of the model. */
static enum pl_op
find_operation(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum pl_op op;
    } others[] = {
        {"plus", PL_OP_ADD},      {"times", PL_OP_MULTIPLY}, {"and", PL_OP_AND},
        {"or", PL_OP_OR},         {"lt", PL_OP_LESS},        {"leq", PL_OP_LESS_EQ},
        {"gt", PL_OP_GREATER},    {"geq", PL_OP_GREATER_EQ}, {"eq", PL_OP_EQUAL},
        {"neq", PL_OP_NOT_EQUAL}, {"rem", PL_OP_REMAINDER}};

    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        if (strlen(others[k].name) == length &&
            memcmp(others[k].name, name, length) == 0) {
            return others[k].op;
        }
    }
    for (size_t op = PL_OP_REMAINDER; op < PL_N_OPS; op++) {
        const char *own = pl_op_name((enum pl_op)op);

        if (strlen(own) == length && memcmp(own, name, length) == 0) {
            return (enum pl_op)op;
        }
    }
    return PL_N_OPS;
}

/* What follows name( */
static struct pl_formula *
read_call(struct reader *in, struct pl_span name)
{
    struct pl_formula *arguments[MOST_ARGUMENTS];
    enum pl_op op = find_operation(in->text + name.offset, name.length);
    char copy[64] = "";
    size_t n = 0;

    if (!accept(in, ")")) {
        do {
            assert_true(n < MOST_ARGUMENTS);
            arguments[n++] = read_logic(in);
        } while (accept(in, ","));
        if (!accept(in, ")")) {
            fail_without(in, "a ')'");
        }
    }
    if (op != PL_N_OPS) {
        return apply(in, name.offset, op, arguments, n);
    }
    assert_true(name.length < sizeof copy);
    memcpy(copy, in->text + name.offset, name.length);
    return pl_formula_apply(in->arena,
                            (struct pl_span){name.offset, in->at - name.offset},
                            PL_OP_CALL, copy, arguments, n);
}

static struct pl_formula *
read_word(struct reader *in)
{
    const char *word = in->text + in->at;
    struct pl_span span = {
        in->at,
        strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"),
    };

    if (span.length == 0) {
        fail_without(in, "a term");
    }
    in->at += span.length;
    if (accept(in, "(")) {
        return read_call(in, span);
    }
    if (span.length == 4 && memcmp(word, "time", 4) == 0) {
        return apply(in, span.offset, PL_OP_TIME, NULL, 0);
    }
    if (span.length == 3 && memcmp(word, "inf", 3) == 0) {
        return pl_formula_number(in->arena, span, (double)INFINITY);
    }
    return pl_formula_name(in->arena, span, PL_OP_NAME, word, span.length);
}

static struct pl_formula *
read_term(struct reader *in)
{
    struct pl_formula *inner = NULL;
    struct pl_span span;
    double number = 0.0;

    if (accept(in, "(")) {
        inner = read_logic(in);
        if (!accept(in, ")")) {
            fail_without(in, "a ')'");
        }
        return inner;
    }
    skip_blanks(in);
    span.offset = in->at;
    span.length = pl_number_scan(in->text + in->at, false, &number);
    if (span.length > 0) {
        in->at += span.length;
        return pl_formula_number(in->arena, span, number);
    }
    return read_word(in);
}

static struct pl_formula *
read_power(struct reader *in)
{
    struct pl_formula *arguments[2] = {NULL, NULL};
    size_t start = 0;

    skip_blanks(in);
    start = in->at;
    arguments[0] = read_term(in);
    if (!accept(in, "^")) {
        return arguments[0];
    }
    arguments[1] = read_signed(in);
    return apply(in, start, PL_OP_POWER, arguments, 2);
}

static struct pl_formula *
read_signed(struct reader *in)
{
    struct pl_formula *argument = NULL;
    size_t start = 0;

    skip_blanks(in);
    start = in->at;
    if (accept(in, "--")) {
        fail_without(in, "one sign"); /* '--' is a token of its own */
    }
    if (accept(in, "-")) {
        argument = read_signed(in);
        return apply(in, start, PL_OP_NEGATE, &argument, 1);
    }
    if (accept(in, "!")) {
        argument = read_signed(in);
        return apply(in, start, PL_OP_NOT, &argument, 1);
    }
    return read_power(in);
}

/* One level of left-associative operators; a + b + c becomes one node if `many`. */
static struct pl_formula *
read_level(struct reader *in, const char *const *tokens, const enum pl_op *ops,
           size_t n_ops, struct pl_formula *(*next)(struct reader *in))
{
    struct pl_formula *arguments[MOST_ARGUMENTS];
    size_t n = 1;
    size_t last = n_ops; /* the operator between the newest two arguments */
    size_t start = 0;

    skip_blanks(in);
    start = in->at;
    arguments[0] = next(in);
    for (;;) {
        struct reader ahead = *in;
        size_t k = 0;

        while (k < n_ops && !accept(&ahead, tokens[k])) {
            k++;
        }
        if (last < n_ops && (k != last || pl_op_most_arguments(ops[k]) == 2)) {
            arguments[0] = apply(in, start, ops[last], arguments, n);
            n = 1;
        }
        if (k == n_ops) {
            return arguments[0];
        }
        *in = ahead;
        assert_true(n < MOST_ARGUMENTS);
        arguments[n++] = next(in);
        last = k;
    }
}

static struct pl_formula *
read_product(struct reader *in)
{
    static const char *const tokens[] = {"*", "/", "%"};
    static const enum pl_op ops[] = {PL_OP_MULTIPLY, PL_OP_DIVIDE, PL_OP_REMAINDER};

    return read_level(in, tokens, ops, 3, read_signed);
}

static struct pl_formula *
read_sum(struct reader *in)
{
    static const char *const tokens[] = {"+", "-"};
    static const enum pl_op ops[] = {PL_OP_ADD, PL_OP_SUBTRACT};

    return read_level(in, tokens, ops, 2, read_product);
}

static struct pl_formula *
read_comparison(struct reader *in)
{
    static const char *const tokens[] = {"<=", ">=", "==", "!=", "<", ">"};
    static const enum pl_op ops[] = {PL_OP_LESS_EQ,   PL_OP_GREATER_EQ, PL_OP_EQUAL,
                                     PL_OP_NOT_EQUAL, PL_OP_LESS,       PL_OP_GREATER};
    struct pl_formula *arguments[2] = {NULL, NULL};
    size_t start = 0;

    skip_blanks(in);
    start = in->at;
    arguments[0] = read_sum(in);
    for (size_t k = 0; k < sizeof ops / sizeof *ops; k++) {
        if (accept(in, tokens[k])) {
            arguments[1] = read_sum(in);
            return apply(in, start, ops[k], arguments, 2);
        }
    }
    return arguments[0];
}

static struct pl_formula *
read_logic(struct reader *in)
{
    static const char *const tokens[] = {"&&", "||"};
    static const enum pl_op ops[] = {PL_OP_AND, PL_OP_OR};

    return read_level(in, tokens, ops, 2, read_comparison);
}

struct pl_formula *
read_formula_at(struct pl_arena *arena, const char *text, size_t *at)
{
    struct reader in = {arena, text, *at};
    struct pl_formula *formula = read_logic(&in);

    *at = in.at;
    return formula;
}

struct pl_formula *
read_formula(struct pl_arena *arena, const char *text)
{
    struct reader in = {arena, text, 0};
    struct pl_formula *formula = read_logic(&in);

    if (in.text[in.at] != '\0') {
        fail_without(&in, "the end");
    }
    return formula;
}

int
graph_set_up(void **state)
{
    *state = pl_graph_create();
    return *state != NULL ? 0 : -1;
}

int
graph_tear_down(void **state)
{
    pl_graph_destroy(*state);
    return 0;
}

/* A formula as a node; names[i] becomes input slot i. */
static uint32_t
node_of_formula(struct pl_graph *graph, const struct pl_formula *formula,
                const char *const *names, size_t n_names)
{
    uint32_t arguments[MOST_ARGUMENTS];

    if (formula->op == PL_OP_NUMBER) {
        return pl_graph_number(graph, formula->number);
    }
    if (formula->op == PL_OP_NAME) {
        for (size_t i = 0; i < n_names; i++) {
            if (strcmp(names[i], formula->name) == 0) {
                return pl_graph_input(graph, (uint32_t)i);
            }
        }
        fail_msg("'%s' is no input", formula->name);
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        arguments[k] = node_of_formula(graph, formula->arguments[k], names, n_names);
    }
    return pl_graph_apply(graph, formula->op, arguments, formula->n_arguments);
}

uint32_t
read_node(struct pl_graph *graph, const char *text)
{
    static const char *const names[] = {"x", "y", "z", "n", "K"};
    struct pl_arena arena;
    uint32_t node = 0;

    pl_arena_init(&arena);
    node = node_of_formula(graph, read_formula(&arena, text), names, 5);
    pl_arena_finish(&arena);
    return node;
}
