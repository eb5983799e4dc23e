/*
 * derive.c - the derivative of a node with respect to an input.
 *
 * Rules are chosen to stay finite wherever the derivative is: no logarithm for a constant
 * exponent, no 0 / 0 at x = 0, no 0 * infinity where an exponential overflows.
 */
#include "expr/graph.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/list.h"
#include "expr/graph_private.h"

#define FIRST_DERIVATIVES 256u

static const double PI = 3.14159265358979323846;
static const double LN_10 = 2.30258509299404568402;

/* Where the derivative of (node, slot) is kept, or the empty place for it. */
static size_t
find_derivative(const struct pl_graph *graph, uint32_t node, uint32_t slot)
{
    size_t mask = graph->derivatives_size - 1;
    size_t place = (size_t)pl_graph_mix(pl_graph_mix(0, node), slot) & mask;

    while (graph->derivatives[place].result != PL_NODE_NONE &&
           (graph->derivatives[place].node != node ||
            graph->derivatives[place].slot != slot)) {
        place = (place + 1) & mask;
    }
    return place;
}

static bool
grow_derivatives(struct pl_graph *graph)
{
    struct graph_derivative *old = graph->derivatives;
    size_t old_size = graph->derivatives_size;
    size_t size = old_size == 0 ? FIRST_DERIVATIVES : 2 * old_size;
    struct graph_derivative *fresh;

    if (size > SIZE_MAX / sizeof *fresh) {
        return false;
    }
    fresh = malloc(size * sizeof *fresh);
    if (fresh == NULL) {
        return false;
    }
    for (size_t place = 0; place < size; place++) {
        fresh[place].result = PL_NODE_NONE;
    }
    graph->derivatives = fresh;
    graph->derivatives_size = size;
    for (size_t place = 0; place < old_size; place++) {
        if (old[place].result != PL_NODE_NONE) {
            fresh[find_derivative(graph, old[place].node, old[place].slot)] =
                old[place];
        }
    }
    free(old);
    return true;
}

static void
keep_derivative(struct pl_graph *graph, uint32_t node, uint32_t slot, uint32_t result)
{
    struct graph_derivative *place;

    if (graph->n_derivatives >= graph->derivatives_size / 2 &&
        !grow_derivatives(graph)) {
        graph->failed = true;
        return;
    }
    place = &graph->derivatives[find_derivative(graph, node, slot)];
    if (place->result == PL_NODE_NONE) {
        graph->n_derivatives++;
    }
    place->node = node;
    place->slot = slot;
    place->result = result;
}

static bool
is_flat(enum pl_op op)
{
    return op == PL_OP_NUMBER || op == PL_OP_FLOOR || op == PL_OP_CEIL ||
           pl_op_is_truth(op);
}

static uint32_t
constant(struct pl_graph *graph, double value)
{
    return pl_graph_number(graph, value);
}

/* a where `test` is 0, else b */
static uint32_t
if_zero(struct pl_graph *graph, uint32_t test, uint32_t a, uint32_t b)
{
    return pl_graph_select(
        graph, pl_graph_binary(graph, PL_OP_EQUAL, test, constant(graph, 0.0)), a, b);
}

/*
 * slope * du, the chain rule. Where u may be infinite, so may du, and the slope is then
 * the one that wins: 1 / (1 + exp(1000)) has the derivative 0, not 0 * infinity.
 */
static uint32_t
chain(struct pl_graph *graph, uint32_t slope, uint32_t u, uint32_t du)
{
    uint32_t product = pl_graph_multiply(graph, slope, du);

    if (product == PL_NODE_NONE || !graph->entries[u].steep) {
        return product;
    }
    return if_zero(graph, slope, constant(graph, 0.0), product);
}

/* du / divisor, where 1 / divisor is the slope */
static uint32_t
chain_over(struct pl_graph *graph, uint32_t divisor, uint32_t u, uint32_t du)
{
    if (!graph->entries[u].steep) {
        return pl_graph_divide(graph, du, divisor);
    }
    return chain(graph, pl_graph_divide(graph, constant(graph, 1.0), divisor), u, du);
}

static uint32_t
square(struct pl_graph *graph, uint32_t a)
{
    return pl_graph_multiply(graph, a, a);
}

/* (1 - u) (1 + u), which keeps its digits near u = 1 */
static uint32_t
one_minus_square(struct pl_graph *graph, uint32_t u)
{
    uint32_t one = constant(graph, 1.0);

    return pl_graph_multiply(graph, pl_graph_subtract(graph, one, u),
                             pl_graph_add(graph, one, u));
}

static uint32_t
one_plus_square(struct pl_graph *graph, uint32_t u)
{
    return pl_graph_add(graph, constant(graph, 1.0), square(graph, u));
}

/* ln z - 1 / (2 z) - sum of B_2k / (2 k z^2k), for z >= 10.5 to a relative 1e-16. */
static uint32_t
digamma_series(struct pl_graph *graph, uint32_t z)
{
    static const double coefficients[] = {
        1.0 / 12.0,  -1.0 / 120.0,     1.0 / 252.0, -1.0 / 240.0,
        1.0 / 132.0, -691.0 / 32760.0, 1.0 / 12.0,
    };
    uint32_t w = pl_graph_divide(graph, constant(graph, 1.0), square(graph, z));
    uint32_t sum = constant(graph, 0.0);

    for (size_t k = sizeof coefficients / sizeof *coefficients; k-- > 0;) {
        sum = pl_graph_add(graph, constant(graph, coefficients[k]),
                           pl_graph_multiply(graph, w, sum));
    }
    sum = pl_graph_add(graph, pl_graph_divide(graph, constant(graph, 0.5), z),
                       pl_graph_multiply(graph, w, sum));
    return pl_graph_subtract(graph, pl_graph_unary(graph, PL_OP_LN, z), sum);
}

/*
 * The derivative of ln(tgamma(x)), written out so that it can be derived again.
 * Source: NIST Digital Library of Mathematical Functions, 5.11.2 (series for large z),
 * 5.5.2 (psi(x) = psi(x + 1) - 1 / x) and 5.5.4 (reflection, for x < 1/2).
 */
static uint32_t
digamma(struct pl_graph *graph, uint32_t x)
{
    const int shift = 10;
    uint32_t left = pl_graph_binary(graph, PL_OP_LESS, x, constant(graph, 0.5));
    uint32_t y = pl_graph_select(graph, left,
                                 pl_graph_subtract(graph, constant(graph, 1.0), x), x);
    uint32_t psi =
        digamma_series(graph, pl_graph_add(graph, y, constant(graph, (double)shift)));
    /* tan(pi x) of the fraction of x, where pi x loses no digits */
    uint32_t fraction =
        pl_graph_subtract(graph, x, pl_graph_unary(graph, PL_OP_FLOOR, x));
    uint32_t tangent = pl_graph_unary(
        graph, PL_OP_TAN, pl_graph_multiply(graph, constant(graph, PI), fraction));

    for (int k = shift - 1; k >= 0; k--) {
        uint32_t shifted = pl_graph_add(graph, y, constant(graph, (double)k));

        psi = pl_graph_subtract(graph, psi,
                                pl_graph_divide(graph, constant(graph, 1.0), shifted));
    }
    return pl_graph_select(
        graph, left,
        pl_graph_subtract(graph, psi,
                          pl_graph_divide(graph, constant(graph, PI), tangent)),
        psi);
}

/* (a / b)' = (a' - (a / b) b') / b: no square of b that could overflow. */
static uint32_t
derive_quotient(struct pl_graph *graph, uint32_t quotient, uint32_t b, uint32_t da,
                uint32_t db)
{
    uint32_t term = chain(graph, quotient, b, db);

    return pl_graph_divide(graph, pl_graph_subtract(graph, da, term), b);
}

/*
 * d(x^y)/dx = y x^(y - 1), as y x^y / x, which takes the power that is there already,
 * and at x = 0 from the power itself.
 */
static uint32_t
power_slope(struct pl_graph *graph, uint32_t power, uint32_t x, uint32_t y)
{
    uint32_t zero = constant(graph, 0.0);
    uint32_t less = pl_graph_subtract(graph, y, constant(graph, 1.0));
    uint32_t at_zero = if_zero(
        graph, y, zero,
        pl_graph_multiply(graph, y, pl_graph_binary(graph, PL_OP_POWER, zero, less)));

    return if_zero(graph, x, at_zero,
                   pl_graph_multiply(graph, y, pl_graph_divide(graph, power, x)));
}

static uint32_t
derive_power(struct pl_graph *graph, uint32_t power, uint32_t x, uint32_t y,
             uint32_t dx, uint32_t dy)
{
    uint32_t result = constant(graph, 0.0);
    double base;

    if (!pl_graph_is_value(graph, dx, 0.0)) {
        result = chain(graph, power_slope(graph, power, x, y), x, dx);
    }
    if (!pl_graph_is_value(graph, dy, 0.0)) {
        uint32_t slope =
            pl_graph_multiply(graph, power, pl_graph_unary(graph, PL_OP_LN, x));

        if (!pl_graph_is_number(graph, x, &base) || base <= 0.0) {
            slope = if_zero(graph, power, constant(graph, 0.0), slope); /* 0^y ln 0 */
        }
        result = pl_graph_add(graph, result, chain(graph, slope, y, dy));
    }
    return result;
}

/* arctan(a / b) has the derivative (a' b - a b') / (a^2 + b^2), finite at b = 0. */
static uint32_t
derive_arctan_of_quotient(struct pl_graph *graph, const struct pl_node *quotient,
                          uint32_t slot)
{
    uint32_t a = quotient->arguments[0];
    uint32_t b = quotient->arguments[1];
    uint32_t da = pl_graph_known(graph, a, slot);
    uint32_t db = pl_graph_known(graph, b, slot);

    return pl_graph_divide(graph,
                           pl_graph_subtract(graph, pl_graph_multiply(graph, da, b),
                                             pl_graph_multiply(graph, a, db)),
                           pl_graph_add(graph, square(graph, a), square(graph, b)));
}

/* Slopes of functions f of u that are a product or f itself. */
static uint32_t
slope_of(struct pl_graph *graph, enum pl_op op, uint32_t f, uint32_t u)
{
    uint32_t zero = constant(graph, 0.0);

    switch (op) {
    case PL_OP_NEGATE:
        return constant(graph, -1.0);
    case PL_OP_ABS:
        return pl_graph_subtract(graph, pl_graph_binary(graph, PL_OP_LESS, zero, u),
                                 pl_graph_binary(graph, PL_OP_LESS, u, zero));
    case PL_OP_TGAMMA:
        return pl_graph_multiply(graph, f, digamma(graph, u));
    case PL_OP_EXP:
        return f;
    case PL_OP_SIN:
        return pl_graph_unary(graph, PL_OP_COS, u);
    case PL_OP_COS:
        return pl_graph_unary(graph, PL_OP_NEGATE, pl_graph_unary(graph, PL_OP_SIN, u));
    case PL_OP_TAN:
        return one_plus_square(graph, f);
    case PL_OP_SINH:
        return pl_graph_unary(graph, PL_OP_COSH, u);
    case PL_OP_COSH:
        return pl_graph_unary(graph, PL_OP_SINH, u);
    case PL_OP_TANH:
        return one_minus_square(graph, f);
    /* divisor_of has these */
    case PL_OP_SQRT:
    case PL_OP_LN:
    case PL_OP_LOG10:
    case PL_OP_ASIN:
    case PL_OP_ACOS:
    case PL_OP_ATAN:
    case PL_OP_ASINH:
    case PL_OP_ACOSH:
    case PL_OP_ATANH:
        return PL_NODE_NONE;
    /* derive_node has these, or they are flat, or not in the graph */
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
    case PL_OP_MULTIPLY:
    case PL_OP_DIVIDE:
    case PL_OP_POWER:
    case PL_OP_MIN:
    case PL_OP_MAX:
    case PL_OP_SELECT:
    case PL_OP_FLOOR:
    case PL_OP_CEIL:
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_EQUAL:
    case PL_OP_AND:
    case PL_OP_OR:
    case PL_OP_NOT:
    case PL_OP_FUSED_ADD:
    case PL_OP_FUSED_SUBTRACT:
    case PL_OP_FUSED_FROM:
    case PL_OP_NOT_RUN:
        break;
    }
    assert(false && "a function of one argument");
    return PL_NODE_NONE;
}

/* 1 / slope of functions f of u whose slope is a quotient. */
static uint32_t
divisor_of(struct pl_graph *graph, enum pl_op op, uint32_t f, uint32_t u)
{
    uint32_t one = constant(graph, 1.0);

    switch (op) {
    case PL_OP_SQRT:
        return pl_graph_multiply(graph, constant(graph, 2.0), f);
    case PL_OP_LN:
        return u;
    case PL_OP_LOG10:
        return pl_graph_multiply(graph, constant(graph, LN_10), u);
    case PL_OP_ASIN:
        return pl_graph_unary(graph, PL_OP_SQRT, one_minus_square(graph, u));
    case PL_OP_ACOS:
        return pl_graph_unary(
            graph, PL_OP_NEGATE,
            pl_graph_unary(graph, PL_OP_SQRT, one_minus_square(graph, u)));
    case PL_OP_ATAN:
        return one_plus_square(graph, u);
    case PL_OP_ASINH:
        return pl_graph_unary(graph, PL_OP_SQRT, one_plus_square(graph, u));
    case PL_OP_ACOSH:
        return pl_graph_multiply(
            graph, pl_graph_unary(graph, PL_OP_SQRT, pl_graph_subtract(graph, u, one)),
            pl_graph_unary(graph, PL_OP_SQRT, pl_graph_add(graph, u, one)));
    case PL_OP_ATANH:
        return one_minus_square(graph, u);
    default:
        assert(false && "an operation that slope_of leaves");
        return PL_NODE_NONE;
    }
}

static uint32_t
derive_function(struct pl_graph *graph, enum pl_op op, uint32_t f, uint32_t u,
                uint32_t slot)
{
    struct pl_node inner = graph->entries[u].node;
    uint32_t du = pl_graph_known(graph, u, slot);
    uint32_t slope;

    if (op == PL_OP_ATAN && inner.op == PL_OP_DIVIDE &&
        !pl_graph_is_value(graph, du, 0.0)) {
        return derive_arctan_of_quotient(graph, &inner, slot);
    }
    slope = slope_of(graph, op, f, u);
    if (slope != PL_NODE_NONE || graph->failed) {
        return chain(graph, slope, u, du);
    }
    return chain_over(graph, divisor_of(graph, op, f, u), u, du);
}

static bool
is_long_sum(const struct pl_graph *graph, uint32_t node)
{
    return graph->entries[node].n_terms >= PL_GRAPH_LONG_SUM;
}

/* The derivative of a node whose arguments, or terms, have theirs. */
static uint32_t
derive_node(struct pl_graph *graph, uint32_t node, uint32_t slot)
{
    const struct pl_node n = graph->entries[node].node; /* a copy: the array moves */
    uint32_t d[3] = {PL_NODE_NONE, PL_NODE_NONE, PL_NODE_NONE};
    uint32_t a = n.arguments[0];
    uint32_t b = n.arguments[1];

    if (is_long_sum(graph, node)) {
        return pl_graph_derive_sum(graph, node, slot);
    }
    for (uint32_t k = 0; k < n.n_arguments; k++) {
        d[k] = pl_graph_known(graph, n.arguments[k], slot);
    }
    switch (n.op) {
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
        return pl_graph_binary(graph, n.op, d[0], d[1]);
    case PL_OP_MULTIPLY:
        return pl_graph_add(graph, pl_graph_multiply(graph, d[0], b),
                            pl_graph_multiply(graph, a, d[1]));
    case PL_OP_DIVIDE:
        return derive_quotient(graph, node, b, d[0], d[1]);
    case PL_OP_POWER:
        return derive_power(graph, node, a, b, d[0], d[1]);
    case PL_OP_MIN:
        return pl_graph_select(graph, pl_graph_binary(graph, PL_OP_LESS, a, b), d[0],
                               d[1]);
    case PL_OP_MAX:
        return pl_graph_select(graph, pl_graph_binary(graph, PL_OP_LESS, b, a), d[0],
                               d[1]);
    case PL_OP_SELECT:
        return pl_graph_select(graph, a, d[1], d[2]);
    default:
        return derive_function(graph, n.op, node, a, slot);
    }
}

static void
push(struct pl_graph *graph, size_t *depth, uint32_t node)
{
    uint32_t *stack = pl_list_reserve(graph->stack, *depth + 1, &graph->stack_capacity,
                                      sizeof *stack);

    if (stack == NULL) {
        graph->failed = true;
        return;
    }
    graph->stack = stack;
    graph->stack[(*depth)++] = node;
}

static void
push_if_unknown(struct pl_graph *graph, size_t *depth, uint32_t node, uint32_t slot)
{
    if (pl_graph_known(graph, node, slot) == PL_NODE_NONE) {
        push(graph, depth, node);
    }
}

/* Push what the derivative of a node needs and what has none yet: arguments, or terms. */
static bool
push_unknown(struct pl_graph *graph, size_t *depth, uint32_t node, uint32_t slot)
{
    const struct pl_node n = graph->entries[node].node;
    const size_t before = *depth;

    if (is_long_sum(graph, node)) {
        struct graph_terms terms;
        uint32_t term = pl_graph_terms_begin(graph, node, slot, &terms)
                            ? pl_graph_terms_next(graph, &terms)
                            : PL_NODE_NONE;

        for (; term != PL_NODE_NONE; term = pl_graph_terms_next(graph, &terms)) {
            push_if_unknown(graph, depth, term, slot);
        }
        return *depth > before;
    }
    for (uint32_t k = n.op == PL_OP_SELECT ? 1 : 0; k < n.n_arguments; k++) {
        push_if_unknown(graph, depth, n.arguments[k], slot);
    }
    return *depth > before;
}

uint32_t
pl_graph_known(struct pl_graph *graph, uint32_t node, uint32_t slot)
{
    const struct graph_entry *entry = &graph->entries[node];

    if (is_flat(entry->node.op) || (entry->slots >> slot % 64 & 1) == 0) {
        return pl_graph_number(graph, 0.0);
    }
    if (entry->node.op == PL_OP_INPUT) {
        return pl_graph_number(graph, entry->node.input == slot ? 1.0 : 0.0);
    }
    if (graph->derivatives_size == 0) {
        return PL_NODE_NONE;
    }
    return graph->derivatives[find_derivative(graph, node, slot)].result;
}

uint32_t
pl_graph_derive(struct pl_graph *graph, uint32_t node, uint32_t slot)
{
    size_t depth = 0;
    uint32_t result;

    if (node == PL_NODE_NONE || graph->failed) {
        return PL_NODE_NONE;
    }
    result = pl_graph_known(graph, node, slot);
    if (result != PL_NODE_NONE) {
        return result;
    }
    push(graph, &depth, node);
    while (depth > 0 && !graph->failed) {
        uint32_t top = graph->stack[depth - 1];

        result = pl_graph_known(graph, top, slot);
        if (result == PL_NODE_NONE && !push_unknown(graph, &depth, top, slot)) {
            result = derive_node(graph, top, slot);
            if (!graph->failed) {
                keep_derivative(graph, top, slot, result);
            }
        }
        if (result != PL_NODE_NONE) {
            depth--;
        }
    }
    return graph->failed ? PL_NODE_NONE : result;
}
