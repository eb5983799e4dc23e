/*
 * simplify.c - elementary operations on nodes, with the rules that graph.h names.
 *
 * Every rule but x * 0, 0 / x and x - x keeps each bit of the value (the sign of a zero
 * aside): operations are never reordered and constants never drawn together across them.
 */
#include "expr/graph.h"

#include <assert.h>
#include <math.h>

#include "expr/graph_private.h"

/* Beyond this a product has more roundings and operations than a power has. */
#define MAX_WHOLE_POWER 16.0

static bool
is_op(const struct pl_graph *graph, uint32_t node, enum pl_op op)
{
    return node != PL_NODE_NONE && graph->entries[node].node.op == op;
}

static uint32_t
argument(const struct pl_graph *graph, uint32_t node, size_t k)
{
    return graph->entries[node].node.arguments[k];
}

static uint32_t
make(struct pl_graph *graph, enum pl_op op, const uint32_t *arguments)
{
    struct pl_node node = {.op = op, .n_arguments = (uint32_t)pl_op_arity(op)};

    for (uint32_t k = 0; k < node.n_arguments; k++) {
        node.arguments[k] = arguments[k];
    }
    return pl_graph_intern(graph, &node);
}

static uint32_t
make_binary(struct pl_graph *graph, enum pl_op op, uint32_t a, uint32_t b)
{
    const uint32_t arguments[] = {a, b};

    return make(graph, op, arguments);
}

/* True when a + (b + c) and the like print without parentheses the other way round. */
static bool
continues(enum pl_op op, enum pl_op inner)
{
    switch (op) {
    case PL_OP_ADD:
        return inner == PL_OP_ADD || inner == PL_OP_SUBTRACT;
    case PL_OP_MULTIPLY:
        return inner == PL_OP_MULTIPLY || inner == PL_OP_DIVIDE;
    case PL_OP_AND:
    case PL_OP_OR:
        return inner == op;
    default:
        return false;
    }
}

/* Which argument comes first: 2*(a*b), a*b*c, a + b + 2; by node number where equal. */
static int
rank(const struct pl_graph *graph, enum pl_op op, uint32_t node)
{
    if (is_op(graph, node, PL_OP_NUMBER)) {
        return op == PL_OP_MULTIPLY ? 0 : 2;
    }
    return continues(op, graph->entries[node].node.op) ? 1 : 3;
}

/* For operations that do not mind the order of their arguments. */
static uint32_t
make_ordered(struct pl_graph *graph, enum pl_op op, uint32_t a, uint32_t b)
{
    int rank_a = rank(graph, op, a);
    int rank_b = rank(graph, op, b);
    bool swap = rank_a == rank_b ? b < a : rank_b < rank_a;

    return swap ? make_binary(graph, op, b, a) : make_binary(graph, op, a, b);
}

static uint32_t
negate(struct pl_graph *graph, uint32_t a)
{
    double number;

    if (is_op(graph, a, PL_OP_NEGATE)) {
        return argument(graph, a, 0);
    }
    if (is_op(graph, a, PL_OP_SUBTRACT)) {
        return pl_graph_subtract(graph, argument(graph, a, 1), argument(graph, a, 0));
    }
    if ((is_op(graph, a, PL_OP_MULTIPLY) || is_op(graph, a, PL_OP_DIVIDE)) &&
        pl_graph_is_number(graph, argument(graph, a, 0), &number)) {
        enum pl_op op = graph->entries[a].node.op;
        uint32_t other = argument(graph, a, 1);

        return pl_graph_binary(graph, op, pl_graph_number(graph, -number), other);
    }
    return make(graph, PL_OP_NEGATE, &a);
}

static uint32_t
add(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    double number;

    if (pl_graph_is_value(graph, a, 0.0)) {
        return b;
    }
    if (pl_graph_is_value(graph, b, 0.0)) {
        return a;
    }
    if (is_op(graph, b, PL_OP_NEGATE)) {
        return pl_graph_subtract(graph, a, argument(graph, b, 0));
    }
    if (is_op(graph, a, PL_OP_NEGATE)) {
        return pl_graph_subtract(graph, b, argument(graph, a, 0));
    }
    if (pl_graph_is_number(graph, a, &number) && number < 0.0) {
        return pl_graph_subtract(graph, b, pl_graph_number(graph, -number));
    }
    if (pl_graph_is_number(graph, b, &number) && number < 0.0) {
        return pl_graph_subtract(graph, a, pl_graph_number(graph, -number));
    }
    return make_ordered(graph, PL_OP_ADD, a, b);
}

static uint32_t
subtract(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    double number;

    if (a == b) {
        return pl_graph_number(graph, 0.0);
    }
    if (pl_graph_is_value(graph, b, 0.0)) {
        return a;
    }
    if (pl_graph_is_value(graph, a, 0.0)) {
        return negate(graph, b);
    }
    if (is_op(graph, b, PL_OP_NEGATE)) {
        return pl_graph_add(graph, a, argument(graph, b, 0));
    }
    if (pl_graph_is_number(graph, b, &number) && number < 0.0) {
        return pl_graph_add(graph, a, pl_graph_number(graph, -number));
    }
    if (is_op(graph, a, PL_OP_NEGATE)) {
        return pl_graph_unary(graph, PL_OP_NEGATE,
                              pl_graph_add(graph, argument(graph, a, 0), b));
    }
    return make_binary(graph, PL_OP_SUBTRACT, a, b);
}

/* The parts of * and / without their signs. @return true when the signs differ. */
static bool
take_signs(const struct pl_graph *graph, uint32_t *a, uint32_t *b)
{
    bool negative = false;

    if (is_op(graph, *a, PL_OP_NEGATE)) {
        *a = argument(graph, *a, 0);
        negative = !negative;
    }
    if (is_op(graph, *b, PL_OP_NEGATE)) {
        *b = argument(graph, *b, 0);
        negative = !negative;
    }
    return negative;
}

static uint32_t
multiply(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    bool negative = take_signs(graph, &a, &b);
    uint32_t product;

    if (pl_graph_is_value(graph, a, 0.0) || pl_graph_is_value(graph, b, 0.0)) {
        return pl_graph_number(graph, 0.0);
    }
    if (pl_graph_is_value(graph, a, 1.0)) {
        product = b;
    } else if (pl_graph_is_value(graph, b, 1.0)) {
        product = a;
    } else if (pl_graph_is_value(graph, a, -1.0)) {
        product = b;
        negative = !negative;
    } else if (pl_graph_is_value(graph, b, -1.0)) {
        product = a;
        negative = !negative;
    } else {
        product = make_ordered(graph, PL_OP_MULTIPLY, a, b);
    }
    return negative ? pl_graph_unary(graph, PL_OP_NEGATE, product) : product;
}

static uint32_t
divide(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    bool negative = take_signs(graph, &a, &b);
    uint32_t quotient;

    if (pl_graph_is_value(graph, a, 0.0)) {
        return pl_graph_number(graph, 0.0);
    }
    if (pl_graph_is_value(graph, b, 1.0)) {
        quotient = a;
    } else if (pl_graph_is_value(graph, b, -1.0)) {
        quotient = a;
        negative = !negative;
    } else {
        quotient = make_binary(graph, PL_OP_DIVIDE, a, b);
    }
    return negative ? pl_graph_unary(graph, PL_OP_NEGATE, quotient) : quotient;
}

/* a^n by repeated squaring, n >= 1. */
static uint32_t
whole_power(struct pl_graph *graph, uint32_t a, unsigned n)
{
    uint32_t power = pl_graph_number(graph, 1.0);

    while (n > 0) {
        if (n % 2 == 1) {
            power = pl_graph_multiply(graph, power, a);
        }
        n /= 2;
        if (n > 0) {
            a = pl_graph_multiply(graph, a, a);
        }
    }
    return power;
}

/* A power that is cheaper written otherwise, or PL_NODE_NONE. */
static uint32_t
special_power(struct pl_graph *graph, uint32_t a, double exponent)
{
    double size = fabs(exponent);
    uint32_t power;

    if (exponent == 0.0) {
        return pl_graph_number(graph, 1.0);
    }
    if (size == 0.5) {
        power = pl_graph_unary(graph, PL_OP_SQRT, a);
    } else if (size <= MAX_WHOLE_POWER && size == floor(size)) {
        power = whole_power(graph, a, (unsigned)size);
    } else {
        return PL_NODE_NONE;
    }
    if (exponent < 0.0) {
        return pl_graph_divide(graph, pl_graph_number(graph, 1.0), power);
    }
    return power;
}

static uint32_t
absolute(struct pl_graph *graph, uint32_t a)
{
    if (is_op(graph, a, PL_OP_ABS)) {
        return a;
    }
    if (is_op(graph, a, PL_OP_NEGATE)) {
        a = argument(graph, a, 0);
    }
    return make(graph, PL_OP_ABS, &a);
}

/* True when the value is always 0 or 1. */
static bool
is_truth(const struct pl_graph *graph, uint32_t node)
{
    return pl_op_is_truth(graph->entries[node].node.op);
}

static uint32_t
invert(struct pl_graph *graph, uint32_t a)
{
    if (is_op(graph, a, PL_OP_NOT) && is_truth(graph, argument(graph, a, 0))) {
        return argument(graph, a, 0);
    }
    return make(graph, PL_OP_NOT, &a);
}

/* 1 when the value counts as true, else 0. */
static uint32_t
truth(struct pl_graph *graph, uint32_t a)
{
    if (is_truth(graph, a)) {
        return a;
    }
    return pl_graph_unary(graph, PL_OP_NOT, pl_graph_unary(graph, PL_OP_NOT, a));
}

/* && with `decider` 0, || with `decider` 1: an argument that equals it decides. */
static uint32_t
logic(struct pl_graph *graph, enum pl_op op, uint32_t a, uint32_t b, bool decider)
{
    const uint32_t arguments[] = {a, b};
    double number;

    for (size_t k = 0; k < 2; k++) {
        if (pl_graph_is_number(graph, arguments[k], &number)) {
            if ((number != 0.0) == decider) {
                return pl_graph_number(graph, decider ? 1.0 : 0.0);
            }
            return truth(graph, arguments[1 - k]);
        }
    }
    return a == b ? truth(graph, a) : make_ordered(graph, op, a, b);
}

static uint32_t
choose(struct pl_graph *graph, uint32_t condition, uint32_t a, uint32_t b)
{
    const uint32_t arguments[] = {condition, a, b};
    double number;

    if (a == b) {
        return a;
    }
    if (pl_graph_is_number(graph, condition, &number)) {
        return number != 0.0 ? a : b;
    }
    if (is_op(graph, condition, PL_OP_NOT)) {
        return choose(graph, argument(graph, condition, 0), b, a);
    }
    return make(graph, PL_OP_SELECT, arguments);
}

/* @return true, and the value, when every argument is a number */
static bool
fold(const struct pl_graph *graph, enum pl_op op, const uint32_t *arguments,
     double *value)
{
    double numbers[3] = {0.0, 0.0, 0.0};

    for (uint32_t k = 0; k < pl_op_arity(op); k++) {
        if (!pl_graph_is_number(graph, arguments[k], &numbers[k])) {
            return false;
        }
    }
    *value = pl_op_value(op, numbers);
    return true;
}

/* An operation of which some argument is not a number. */
static uint32_t
simplify(struct pl_graph *graph, enum pl_op op, const uint32_t *arguments)
{
    const uint32_t *a = arguments;

    switch (op) {
    case PL_OP_ADD:
        return add(graph, a[0], a[1]);
    case PL_OP_SUBTRACT:
        return subtract(graph, a[0], a[1]);
    case PL_OP_MULTIPLY:
        return multiply(graph, a[0], a[1]);
    case PL_OP_DIVIDE:
        return divide(graph, a[0], a[1]);
    case PL_OP_NEGATE:
        return negate(graph, a[0]);
    case PL_OP_POWER:
        return pl_graph_is_value(graph, a[0], 1.0) ? a[0] : make(graph, op, a);
    case PL_OP_ABS:
        return absolute(graph, a[0]);
    case PL_OP_MIN:
    case PL_OP_MAX:
        return a[0] == a[1] ? a[0] : make(graph, op, a);
    case PL_OP_LESS:
        return a[0] == a[1] ? pl_graph_number(graph, 0.0) : make(graph, op, a);
    case PL_OP_EQUAL:
        return make_ordered(graph, op, a[0], a[1]);
    case PL_OP_AND:
        return logic(graph, op, a[0], a[1], false);
    case PL_OP_OR:
        return logic(graph, op, a[0], a[1], true);
    case PL_OP_NOT:
        return invert(graph, a[0]);
    case PL_OP_SELECT:
        return choose(graph, a[0], a[1], a[2]);
    default:
        return make(graph, op, a);
    }
}

uint32_t
pl_graph_elementary(struct pl_graph *graph, enum pl_op op, const uint32_t *arguments)
{
    double value;

    assert(pl_op_is_elementary(op) && op != PL_OP_NUMBER && op != PL_OP_INPUT);
    if (graph->failed) {
        return PL_NODE_NONE;
    }
    for (uint32_t k = 0; k < pl_op_arity(op); k++) {
        if (arguments[k] == PL_NODE_NONE) {
            return PL_NODE_NONE;
        }
    }
    /* Before folding, so that 1.1^7 has the bits of x^7 at x = 1.1. */
    if (op == PL_OP_POWER && pl_graph_is_number(graph, arguments[1], &value)) {
        uint32_t special = special_power(graph, arguments[0], value);

        if (special != PL_NODE_NONE || graph->failed) {
            return special;
        }
    }
    if (fold(graph, op, arguments, &value)) {
        return pl_graph_number(graph, value);
    }
    return simplify(graph, op, arguments);
}

uint32_t
pl_graph_unary(struct pl_graph *graph, enum pl_op op, uint32_t a)
{
    return pl_graph_elementary(graph, op, &a);
}

uint32_t
pl_graph_binary(struct pl_graph *graph, enum pl_op op, uint32_t a, uint32_t b)
{
    const uint32_t arguments[] = {a, b};

    return pl_graph_elementary(graph, op, arguments);
}

uint32_t
pl_graph_select(struct pl_graph *graph, uint32_t condition, uint32_t a, uint32_t b)
{
    const uint32_t arguments[] = {condition, a, b};

    return pl_graph_elementary(graph, PL_OP_SELECT, arguments);
}

uint32_t
pl_graph_add(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    return pl_graph_binary(graph, PL_OP_ADD, a, b);
}

uint32_t
pl_graph_subtract(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    return pl_graph_binary(graph, PL_OP_SUBTRACT, a, b);
}

uint32_t
pl_graph_multiply(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    return pl_graph_binary(graph, PL_OP_MULTIPLY, a, b);
}

uint32_t
pl_graph_divide(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    return pl_graph_binary(graph, PL_OP_DIVIDE, a, b);
}
