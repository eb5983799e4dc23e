/*
 * tape_run.c - the interpreter: a loop for each operation, written for any number of
 * lanes, compiled for 1, 4 and 8 and, as a whole, once for each instruction set.
 *
 * Only element-wise operations, and no fused ones but those that the tape names
 * (-ffp-contract=off), so a lane has the same bits whatever stands beside it and
 * whichever copy runs. The one thing that compilers may change is which NaN comes out of
 * two; no operation makes a number from a NaN's bits.
 */
#include "compile/tape_run.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "compile/run_order.h"
#include "expr/elementary.h"

/* Operations that are an expression of a lane's numbers. All of them are read, also where
 * one says that another does not count: compilers make vectors of that. */
#define EACH_OPERATION(X)                                     \
    X(PL_OP_ADD, a[l] + b[l])                                 \
    X(PL_OP_SUBTRACT, a[l] - b[l])                            \
    X(PL_OP_MULTIPLY, a[l] * b[l])                            \
    X(PL_OP_DIVIDE, a[l] / b[l])                              \
    X(PL_OP_NEGATE, -a[l])                                    \
    X(PL_OP_SQRT, sqrt(a[l]))                                 \
    X(PL_OP_ABS, fabs(a[l]))                                  \
    X(PL_OP_MIN, a[l] < b[l] ? a[l] : b[l])                   \
    X(PL_OP_MAX, a[l] > b[l] ? a[l] : b[l])                   \
    X(PL_OP_FLOOR, floor(a[l]))                               \
    X(PL_OP_CEIL, ceil(a[l]))                                 \
    X(PL_OP_FUSED_ADD, fma(a[l], b[l], c[l]))                 \
    X(PL_OP_FUSED_SUBTRACT, fma(a[l], b[l], -c[l]))           \
    X(PL_OP_FUSED_FROM, fma(-a[l], b[l], c[l]))               \
    X(PL_OP_LESS, a[l] < b[l] ? 1.0 : 0.0)                    \
    X(PL_OP_LESS_EQ, a[l] <= b[l] ? 1.0 : 0.0)                \
    X(PL_OP_EQUAL, a[l] == b[l] ? 1.0 : 0.0)                  \
    X(PL_OP_AND, ((a[l] != 0.0) & (b[l] != 0.0)) ? 1.0 : 0.0) \
    X(PL_OP_OR, ((a[l] != 0.0) | (b[l] != 0.0)) ? 1.0 : 0.0)  \
    X(PL_OP_NOT, a[l] == 0.0 ? 1.0 : 0.0)                     \
    X(PL_OP_SELECT, choose(a[l], b[l], c[l]))

static PL_ALWAYS_INLINE double
choose(double condition, double value, double otherwise)
{
    return condition != 0.0 ? value : otherwise;
}

/* Rows of each operation; `lanes` is a constant wherever these are used. Everything is read
 * before anything is written, so that the loops become vectors without a promise that
 * nothing overlaps: in another iteration of the loop around them it does. */
#define X(op, expression)                                                             \
    static PL_ALWAYS_INLINE void do_##op(const size_t lanes, const double *a,         \
                                         const double *b, const double *c, double *z) \
    {                                                                                 \
        double results[PL_MAX_LANES];                                                 \
                                                                                      \
        (void)b;                                                                      \
        (void)c;                                                                      \
        for (size_t l = 0; l < lanes; l++) {                                          \
            results[l] = (expression);                                                \
        }                                                                             \
        memcpy(z, results, lanes * sizeof *z);                                        \
    }
EACH_OPERATION(X)
#undef X

static PL_ALWAYS_INLINE void
run_lanes(const struct pl_run_order *order, const size_t lanes, double *frame,
          double *out)
{
    const struct pl_run_rows *rows = order->rows;

    for (size_t k = 0; k < order->n_stretches; k++) {
        const struct pl_stretch *stretch = &order->stretches[k];
        const struct pl_run_rows *end = rows + stretch->n;

        switch (stretch->op) {
#define X(op, expression)                                                          \
    case op:                                                                       \
        for (; rows < end; rows++) {                                               \
            do_##op(lanes, frame + rows->arguments[0], frame + rows->arguments[1], \
                    frame + rows->arguments[2], frame + rows->result);             \
        }                                                                          \
        break;
            EACH_OPERATION(X)
#undef X
        case PL_OP_TRANSCENDENTALS:
            for (; rows < end; rows++) {
                pl_elementary_lanes(stretch->op, PL_ISA, lanes,
                                    frame + rows->arguments[0],
                                    frame + rows->arguments[1], frame + rows->result);
            }
            break;
        case PL_OP_NOT_RUN:
            assert(false && "an operation of tapes");
            break;
        }
    }
    for (size_t k = 0; k < order->n_outputs; k++) {
        memcpy(out + k * lanes, frame + order->outputs[k], lanes * sizeof *out);
    }
}

void
PL_FOR_ISA(pl_tape_run)(const struct pl_run_order *order, double *frame, double *out)
{
    switch (order->lanes) {
    case 1:
        run_lanes(order, 1, frame, out);
        break;
    case 4:
        run_lanes(order, 4, frame, out);
        break;
    case 8:
        run_lanes(order, 8, frame, out);
        break;
    default:
        assert(false); /* a lane count that the header does not name */
    }
}
