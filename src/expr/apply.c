/*
 * apply.c - every operation of a formula in terms of the elementary ones.
 *
 * The meanings were checked against the SBML Test Suite (231 values of 82 cases) and,
 * for signs and branches, against libRoadRunner 2.10 with libAntimony 3.3: quotient and
 * remainder cut towards 0, arccot is arctan(1 / x) with values in (-pi/2, pi/2], a
 * piecewise without a case that holds is not a number. Three differ from libRoadRunner
 * on purpose: log10 is exact for powers of ten, a factorial is defined between the whole
 * numbers, and a NaN equals nothing.
 */
#include "expr/graph.h"

#include <assert.h>
#include <math.h>

#include "expr/graph_private.h"

static uint32_t
reciprocal(struct pl_graph *graph, uint32_t a)
{
    return pl_graph_divide(graph, pl_graph_number(graph, 1.0), a);
}

/* ((a + b) + c) + …; `empty` for no argument */
static uint32_t
chain(struct pl_graph *graph, enum pl_op op, const uint32_t *arguments, size_t n,
      double empty)
{
    uint32_t result;

    if (n == 0) {
        return pl_graph_number(graph, empty);
    }
    result = arguments[0];
    for (size_t k = 1; k < n; k++) {
        result = pl_graph_binary(graph, op, result, arguments[k]);
    }
    return result;
}

/* As a chain, but a single argument becomes 0 or 1. */
static uint32_t
logic(struct pl_graph *graph, enum pl_op op, const uint32_t *arguments, size_t n,
      double empty)
{
    if (n == 1) {
        return pl_graph_binary(graph, op, pl_graph_number(graph, empty), arguments[0]);
    }
    return chain(graph, op, arguments, n, empty);
}

static uint32_t
exclusive_or(struct pl_graph *graph, const uint32_t *arguments, size_t n)
{
    uint32_t odd = pl_graph_number(graph, 0.0);

    for (size_t k = 0; k < n; k++) {
        uint32_t same =
            pl_graph_binary(graph, PL_OP_EQUAL, pl_graph_unary(graph, PL_OP_NOT, odd),
                            pl_graph_unary(graph, PL_OP_NOT, arguments[k]));

        odd = pl_graph_unary(graph, PL_OP_NOT, same);
    }
    return odd;
}

static uint32_t
piecewise(struct pl_graph *graph, const uint32_t *arguments, size_t n)
{
    uint32_t result =
        n % 2 == 1 ? arguments[n - 1] : pl_graph_number(graph, (double)NAN);

    for (size_t k = n / 2; k-- > 0;) {
        result = pl_graph_select(graph, arguments[2 * k + 1], arguments[2 * k], result);
    }
    return result;
}

static uint32_t
quotient(struct pl_graph *graph, uint32_t a, uint32_t b)
{
    uint32_t ratio = pl_graph_divide(graph, a, b);

    return pl_graph_select(
        graph, pl_graph_binary(graph, PL_OP_LESS, ratio, pl_graph_number(graph, 0.0)),
        pl_graph_unary(graph, PL_OP_CEIL, ratio),
        pl_graph_unary(graph, PL_OP_FLOOR, ratio));
}

static uint32_t
logarithm(struct pl_graph *graph, uint32_t base, uint32_t a)
{
    double number;

    if (pl_graph_is_number(graph, base, &number) && number == 10.0) {
        return pl_graph_unary(graph, PL_OP_LOG10, a);
    }
    return pl_graph_divide(graph, pl_graph_unary(graph, PL_OP_LN, a),
                           pl_graph_unary(graph, PL_OP_LN, base));
}

static uint32_t
root(struct pl_graph *graph, const uint32_t *arguments, size_t n)
{
    if (n == 1) {
        return pl_graph_unary(graph, PL_OP_SQRT, arguments[0]);
    }
    return pl_graph_binary(graph, PL_OP_POWER, arguments[1],
                           reciprocal(graph, arguments[0]));
}

static uint32_t
sign(struct pl_graph *graph, uint32_t a)
{
    uint32_t zero = pl_graph_number(graph, 0.0);

    return pl_graph_subtract(graph, pl_graph_binary(graph, PL_OP_LESS, zero, a),
                             pl_graph_binary(graph, PL_OP_LESS, a, zero));
}

/* sec(x) = 1 / cos(x), arcsec(x) = arccos(1 / x), and their like. */
static uint32_t
reciprocal_function(struct pl_graph *graph, enum pl_op op, uint32_t a)
{
    static const struct {
        enum pl_op op;
        enum pl_op of;
        bool inverse;
    } functions[] = {
        {PL_OP_SEC, PL_OP_COS, false},    {PL_OP_CSC, PL_OP_SIN, false},
        {PL_OP_COT, PL_OP_TAN, false},    {PL_OP_SECH, PL_OP_COSH, false},
        {PL_OP_CSCH, PL_OP_SINH, false},  {PL_OP_COTH, PL_OP_TANH, false},
        {PL_OP_ASEC, PL_OP_ACOS, true},   {PL_OP_ACSC, PL_OP_ASIN, true},
        {PL_OP_ACOT, PL_OP_ATAN, true},   {PL_OP_ASECH, PL_OP_ACOSH, true},
        {PL_OP_ACSCH, PL_OP_ASINH, true}, {PL_OP_ACOTH, PL_OP_ATANH, true},
    };

    for (size_t k = 0; k < sizeof functions / sizeof *functions; k++) {
        if (functions[k].op == op) {
            return functions[k].inverse
                       ? pl_graph_unary(graph, functions[k].of, reciprocal(graph, a))
                       : reciprocal(graph, pl_graph_unary(graph, functions[k].of, a));
        }
    }
    assert(false && "an operation that pl_graph_apply takes");
    return PL_NODE_NONE;
}

static uint32_t
rewrite(struct pl_graph *graph, enum pl_op op, const uint32_t *arguments, size_t n)
{
    const uint32_t *a = arguments;

    switch (op) {
    case PL_OP_REMAINDER:
        return pl_graph_subtract(
            graph, a[0], pl_graph_multiply(graph, a[1], quotient(graph, a[0], a[1])));
    case PL_OP_QUOTIENT:
        return quotient(graph, a[0], a[1]);
    case PL_OP_ROOT:
        return root(graph, a, n);
    case PL_OP_SQUARE:
        return pl_graph_multiply(graph, a[0], a[0]);
    case PL_OP_SIGN:
        return sign(graph, a[0]);
    case PL_OP_FACTORIAL:
        return pl_graph_unary(graph, PL_OP_TGAMMA,
                              pl_graph_add(graph, a[0], pl_graph_number(graph, 1.0)));
    case PL_OP_LOG:
        return logarithm(graph, a[0], a[1]);
    case PL_OP_GREATER:
        return pl_graph_binary(graph, PL_OP_LESS, a[1], a[0]);
    case PL_OP_GREATER_EQ:
        return pl_graph_binary(graph, PL_OP_LESS_EQ, a[1], a[0]);
    case PL_OP_NOT_EQUAL:
        return pl_graph_unary(graph, PL_OP_NOT,
                              pl_graph_binary(graph, PL_OP_EQUAL, a[0], a[1]));
    case PL_OP_XOR:
        return exclusive_or(graph, a, n);
    case PL_OP_IMPLIES:
        return pl_graph_binary(graph, PL_OP_OR, pl_graph_unary(graph, PL_OP_NOT, a[0]),
                               a[1]);
    case PL_OP_PIECEWISE:
        return piecewise(graph, a, n);
    default:
        return reciprocal_function(graph, op, a[0]);
    }
}

uint32_t
pl_graph_apply(struct pl_graph *graph, enum pl_op op, const uint32_t *arguments,
               size_t n_arguments)
{
    assert(n_arguments >= pl_op_least_arguments(op));
    assert(n_arguments <= pl_op_most_arguments(op));
    if (graph->failed) {
        return PL_NODE_NONE;
    }
    for (size_t k = 0; k < n_arguments; k++) {
        if (arguments[k] == PL_NODE_NONE) {
            return PL_NODE_NONE;
        }
    }
    switch (op) {
    case PL_OP_ADD:
    case PL_OP_MIN:
    case PL_OP_MAX:
        return chain(graph, op, arguments, n_arguments, 0.0);
    case PL_OP_MULTIPLY:
        return chain(graph, op, arguments, n_arguments, 1.0);
    case PL_OP_AND:
        return logic(graph, op, arguments, n_arguments, 1.0);
    case PL_OP_OR:
        return logic(graph, op, arguments, n_arguments, 0.0);
    default:
        return pl_op_is_elementary(op) ? pl_graph_elementary(graph, op, arguments)
                                       : rewrite(graph, op, arguments, n_arguments);
    }
}
