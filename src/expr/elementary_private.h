/*
 * elementary_private.h - what elementary.c and the copies of elementary_lanes.c share.
 */
#ifndef PL_EXPR_ELEMENTARY_PRIVATE_H
#define PL_EXPR_ELEMENTARY_PRIVATE_H

#include "base/isa.h"
#include "expr/op.h"

/* The operations that SLEEF's function of this name is good for everywhere … */
#define PL_ELEMENTARY_TABLE(X) \
    X(PL_OP_POWER, pow)        \
    X(PL_OP_TGAMMA, tgamma)    \
    X(PL_OP_EXP, exp)          \
    X(PL_OP_LN, log)           \
    X(PL_OP_LOG10, log10)      \
    X(PL_OP_SIN, sin)          \
    X(PL_OP_COS, cos)          \
    X(PL_OP_TAN, tan)          \
    X(PL_OP_ASIN, asin)        \
    X(PL_OP_ACOS, acos)        \
    X(PL_OP_ATAN, atan)        \
    X(PL_OP_TANH, tanh)        \
    X(PL_OP_ATANH, atanh)

/* … and those for which it answers infinity too early: good up to |x| = reach. */
#define PL_ELEMENTARY_REACH_TABLE(X) \
    X(PL_OP_SINH, sinh, 709.0)       \
    X(PL_OP_COSH, cosh, 709.0)       \
    X(PL_OP_ASINH, asinh, 1e154)     \
    X(PL_OP_ACOSH, acosh, 1e154)

/** The value of one of the latter beyond its reach. */
double pl_elementary_far(enum pl_op op, double x);

/*
 * The function of an operation on as many doubles as the instruction set has in a
 * register, NULL for one that is no call; and the same for the one double of a processor
 * with fused multiply-add.
 */
#define X(isa, suffix) void (*pl_elementary_function_##suffix(enum pl_op op))(void);
PL_ISAS(X)
#undef X
void (*pl_elementary_function_fma(enum pl_op op))(void);

/* pl_elementary_lanes for a register of doubles. */
#define X(isa, suffix)                                                   \
    void pl_elementary_register_##suffix(enum pl_op op, const double *a, \
                                         const double *b, double *z);
PL_WIDE_ISAS(X)
#undef X

#endif
