/*
 * op.c - the table of operations as data, and what each elementary one gives.
 */
#include "expr/op.h"

#include <assert.h>
#include <math.h>

#include "expr/elementary.h"

struct row {
    const char *name;
    size_t least;
    size_t most;
    bool elementary;
};

static const struct row rows[] = {
#define X(id, name, least, most, elementary) {name, least, most, elementary},
    PL_OP_TABLE(X)
#undef X
};

static double
truth(bool holds)
{
    return holds ? 1.0 : 0.0;
}

static double
arithmetic_value(enum pl_op op, const double *a)
{
    switch (op) {
    case PL_OP_ADD:
        return a[0] + a[1];
    case PL_OP_SUBTRACT:
        return a[0] - a[1];
    case PL_OP_MULTIPLY:
        return a[0] * a[1];
    case PL_OP_DIVIDE:
        return a[0] / a[1];
    case PL_OP_NEGATE:
        return -a[0];
    case PL_OP_SQRT:
        return sqrt(a[0]);
    case PL_OP_ABS:
        return fabs(a[0]);
    case PL_OP_MIN:
        return a[0] < a[1] ? a[0] : a[1];
    case PL_OP_MAX:
        return a[0] > a[1] ? a[0] : a[1];
    case PL_OP_FLOOR:
        return floor(a[0]);
    case PL_OP_CEIL:
        return ceil(a[0]);
    default:
        assert(false && "an elementary operation");
        return NAN;
    }
}

const char *
pl_op_name(enum pl_op op)
{
    assert((size_t)op < PL_N_OPS);
    return rows[op].name;
}

size_t
pl_op_least_arguments(enum pl_op op)
{
    assert((size_t)op < PL_N_OPS);
    return rows[op].least;
}

size_t
pl_op_most_arguments(enum pl_op op)
{
    assert((size_t)op < PL_N_OPS);
    return rows[op].most;
}

bool
pl_op_is_elementary(enum pl_op op)
{
    assert((size_t)op < PL_N_OPS);
    return rows[op].elementary;
}

bool
pl_op_is_transcendental(enum pl_op op)
{
    switch (op) {
    case PL_OP_TRANSCENDENTALS:
        return true;
    default:
        return false;
    }
}

bool
pl_op_is_truth(enum pl_op op)
{
    switch (op) {
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_EQUAL:
    case PL_OP_AND:
    case PL_OP_OR:
    case PL_OP_NOT:
        return true;
    default:
        return false;
    }
}

size_t
pl_op_arity(enum pl_op op)
{
    size_t most = pl_op_most_arguments(op);

    assert(pl_op_is_elementary(op));
    return most == PL_OP_MANY ? 2 : most;
}

double
pl_op_value(enum pl_op op, const double *arguments)
{
    const double *a = arguments;

    switch (op) {
    case PL_OP_LESS:
        return truth(a[0] < a[1]);
    case PL_OP_LESS_EQ:
        return truth(a[0] <= a[1]);
    case PL_OP_EQUAL:
        return truth(a[0] == a[1]);
    case PL_OP_AND:
        return truth(a[0] != 0.0 && a[1] != 0.0);
    case PL_OP_OR:
        return truth(a[0] != 0.0 || a[1] != 0.0);
    case PL_OP_NOT:
        return truth(a[0] == 0.0);
    case PL_OP_SELECT:
        return a[0] != 0.0 ? a[1] : a[2];
    case PL_OP_FUSED_ADD:
        return fma(a[0], a[1], a[2]);
    case PL_OP_FUSED_SUBTRACT:
        return fma(a[0], a[1], -a[2]);
    case PL_OP_FUSED_FROM:
        return fma(-a[0], a[1], a[2]);
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
    case PL_OP_MULTIPLY:
    case PL_OP_DIVIDE:
    case PL_OP_NEGATE:
    case PL_OP_SQRT:
    case PL_OP_ABS:
    case PL_OP_MIN:
    case PL_OP_MAX:
    case PL_OP_FLOOR:
    case PL_OP_CEIL:
        return arithmetic_value(op, a);
    case PL_OP_TRANSCENDENTALS:
        return pl_elementary_value(op, a[0], op == PL_OP_POWER ? a[1] : 0.0);
    case PL_OP_NOT_RUN:
        break;
    }
    assert(false && "an elementary operation");
    return NAN;
}
