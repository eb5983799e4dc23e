/*
 * op.h - one table of operations: what a formula may apply, and what the machine runs.
 *
 * A row says: enumerator, the name in messages and printed formulas, the least and the
 * most arguments, and whether the operation is elementary. Elementary ones live in the
 * graph and on the tape; the others are rewritten into them by pl_graph_apply, as the
 * remark behind a row says. Meanings are those of SBML Level 3 Version 2 (section 3.4)
 * and, where that leaves a choice, of libSBML's formula parser and libRoadRunner.
 */
#ifndef PL_EXPR_OP_H
#define PL_EXPR_OP_H

#include <stdbool.h>
#include <stddef.h>

#define PL_OP_MANY ((size_t)-1)

/* clang-format off */
#define PL_OP_TABLE(X)                                                                 \
    /* leaves: never passed to pl_graph_apply */                                       \
    X(PL_OP_NUMBER,    "number",    0, 0, true)                                        \
    X(PL_OP_NAME,      "name",      0, 0, false)  /* a symbol of the model */          \
    X(PL_OP_ARGUMENT,  "argument",  0, 0, false)  /* of a function definition */       \
    X(PL_OP_TIME,      "time",      0, 0, false)                                       \
    X(PL_OP_CALL,      "call",      0, PL_OP_MANY, false) /* of a function definition */ \
    X(PL_OP_INPUT,     "input",     0, 0, true)   /* graph only: an input slot */      \
    /* arithmetic */                                                                   \
    X(PL_OP_ADD,       "+",         0, PL_OP_MANY, true)  /* binary in the graph */    \
    X(PL_OP_SUBTRACT,  "-",         2, 2, true)                                        \
    X(PL_OP_MULTIPLY,  "*",         0, PL_OP_MANY, true)  /* binary in the graph */    \
    X(PL_OP_DIVIDE,    "/",         2, 2, true)                                        \
    X(PL_OP_NEGATE,    "-",         1, 1, true)                                        \
    X(PL_OP_POWER,     "^",         2, 2, true)                                        \
    X(PL_OP_REMAINDER, "%",         2, 2, false)  /* a - b * quotient(a, b) */         \
    X(PL_OP_QUOTIENT,  "quotient",  2, 2, false)  /* a / b, cut towards 0 */           \
    X(PL_OP_SQRT,      "sqrt",      1, 1, true)                                        \
    X(PL_OP_ROOT,      "root",      1, 2, false)  /* root(degree, x); root(x) = sqrt */\
    X(PL_OP_SQUARE,    "sqr",       1, 1, false)  /* x * x */                          \
    X(PL_OP_ABS,       "abs",       1, 1, true)                                        \
    X(PL_OP_SIGN,      "sign",      1, 1, false)  /* (0 < x) - (x < 0); 0 for a NaN */ \
    X(PL_OP_MIN,       "min",       1, PL_OP_MANY, true)  /* a < b ? a : b */          \
    X(PL_OP_MAX,       "max",       1, PL_OP_MANY, true)  /* a > b ? a : b */          \
    X(PL_OP_FLOOR,     "floor",     1, 1, true)                                        \
    X(PL_OP_CEIL,      "ceil",      1, 1, true)                                        \
    X(PL_OP_FACTORIAL, "factorial", 1, 1, false)  /* tgamma(x + 1) */                  \
    X(PL_OP_TGAMMA,    "tgamma",    1, 1, true)                                        \
    /* exponential */                                                                  \
    X(PL_OP_EXP,       "exp",       1, 1, true)                                        \
    X(PL_OP_LN,        "ln",        1, 1, true)                                        \
    X(PL_OP_LOG10,     "log10",     1, 1, true)   /* log10(1000) is 3 */               \
    X(PL_OP_LOG,       "log",       2, 2, false)  /* log(base, x) = ln(x) / ln(base) */\
    /* trigonometric and hyperbolic */                                                 \
    X(PL_OP_SIN,       "sin",       1, 1, true)                                        \
    X(PL_OP_COS,       "cos",       1, 1, true)                                        \
    X(PL_OP_TAN,       "tan",       1, 1, true)                                        \
    X(PL_OP_SEC,       "sec",       1, 1, false)  /* 1 / cos(x) */                     \
    X(PL_OP_CSC,       "csc",       1, 1, false)  /* 1 / sin(x) */                     \
    X(PL_OP_COT,       "cot",       1, 1, false)  /* 1 / tan(x) */                     \
    X(PL_OP_ASIN,      "arcsin",    1, 1, true)                                        \
    X(PL_OP_ACOS,      "arccos",    1, 1, true)                                        \
    X(PL_OP_ATAN,      "arctan",    1, 1, true)                                        \
    X(PL_OP_ASEC,      "arcsec",    1, 1, false)  /* arccos(1 / x) */                  \
    X(PL_OP_ACSC,      "arccsc",    1, 1, false)  /* arcsin(1 / x) */                  \
    X(PL_OP_ACOT,      "arccot",    1, 1, false)  /* arctan(1 / x): negative for x < 0 */\
    X(PL_OP_SINH,      "sinh",      1, 1, true)                                        \
    X(PL_OP_COSH,      "cosh",      1, 1, true)                                        \
    X(PL_OP_TANH,      "tanh",      1, 1, true)                                        \
    X(PL_OP_SECH,      "sech",      1, 1, false)  /* 1 / cosh(x) */                    \
    X(PL_OP_CSCH,      "csch",      1, 1, false)  /* 1 / sinh(x) */                    \
    X(PL_OP_COTH,      "coth",      1, 1, false)  /* 1 / tanh(x) */                    \
    X(PL_OP_ASINH,     "arcsinh",   1, 1, true)                                        \
    X(PL_OP_ACOSH,     "arccosh",   1, 1, true)                                        \
    X(PL_OP_ATANH,     "arctanh",   1, 1, true)                                        \
    X(PL_OP_ASECH,     "arcsech",   1, 1, false)  /* arccosh(1 / x) */                 \
    X(PL_OP_ACSCH,     "arccsch",   1, 1, false)  /* arcsinh(1 / x) */                 \
    X(PL_OP_ACOTH,     "arccoth",   1, 1, false)  /* arctanh(1 / x) */                 \
    /* comparison and logic: 1 is true, 0 is false, anything but 0 counts as true */   \
    X(PL_OP_LESS,      "<",         2, 2, true)                                        \
    X(PL_OP_LESS_EQ,   "<=",        2, 2, true)                                        \
    X(PL_OP_GREATER,   ">",         2, 2, false)  /* b < a */                          \
    X(PL_OP_GREATER_EQ,">=",        2, 2, false)  /* b <= a */                         \
    X(PL_OP_EQUAL,     "==",        2, 2, true)                                        \
    X(PL_OP_NOT_EQUAL, "!=",        2, 2, false)  /* !(a == b): true for a NaN */      \
    X(PL_OP_AND,       "&&",        0, PL_OP_MANY, true)  /* binary in the graph */    \
    X(PL_OP_OR,        "||",        0, PL_OP_MANY, true)  /* binary in the graph */    \
    X(PL_OP_XOR,       "xor",       0, PL_OP_MANY, false) /* an odd number are true */ \
    X(PL_OP_NOT,       "!",         1, 1, true)                                        \
    X(PL_OP_IMPLIES,   "implies",   2, 2, false)  /* !a || b */                        \
    X(PL_OP_PIECEWISE, "piecewise", 1, PL_OP_MANY, false) /* value, condition, …, otherwise */ \
    X(PL_OP_SELECT,    "select",    3, 3, true)   /* condition, value, otherwise */    \
    /* tape only: a product and a sum that round once; no formula has them */          \
    X(PL_OP_FUSED_ADD,      "fma",  3, 3, true)   /* a * b + c */                      \
    X(PL_OP_FUSED_SUBTRACT, "fms",  3, 3, true)   /* a * b - c */                      \
    X(PL_OP_FUSED_FROM,     "fnma", 3, 3, true)   /* c - a * b */

/*
 * `case PL_OP_TRANSCENDENTALS:` and such, for a switch without a default over all operations: the
 * compiler then names every place that a new operation needs. A call is an operation
 * that machine code calls a function for (elementary.h).
 */
#define PL_OP_TRANSCENDENTALS                                                                    \
         PL_OP_POWER: case PL_OP_TGAMMA: case PL_OP_EXP:   case PL_OP_LN:              \
    case PL_OP_LOG10: case PL_OP_SIN:    case PL_OP_COS:   case PL_OP_TAN:             \
    case PL_OP_ASIN:  case PL_OP_ACOS:   case PL_OP_ATAN:  case PL_OP_SINH:            \
    case PL_OP_COSH:  case PL_OP_TANH:   case PL_OP_ASINH: case PL_OP_ACOSH:           \
    case PL_OP_ATANH
#define PL_OP_LEAVES                                                                   \
         PL_OP_NUMBER: case PL_OP_NAME: case PL_OP_ARGUMENT: case PL_OP_TIME:          \
    case PL_OP_CALL:   case PL_OP_INPUT
#define PL_OP_REWRITTEN                                                                \
         PL_OP_REMAINDER: case PL_OP_QUOTIENT:  case PL_OP_ROOT:                       \
    case PL_OP_SQUARE:    case PL_OP_SIGN:      case PL_OP_FACTORIAL:                  \
    case PL_OP_LOG:       case PL_OP_SEC:       case PL_OP_CSC:                        \
    case PL_OP_COT:       case PL_OP_ASEC:      case PL_OP_ACSC:                       \
    case PL_OP_ACOT:      case PL_OP_SECH:      case PL_OP_CSCH:                       \
    case PL_OP_COTH:      case PL_OP_ASECH:     case PL_OP_ACSCH:                      \
    case PL_OP_ACOTH:     case PL_OP_GREATER:   case PL_OP_GREATER_EQ:                 \
    case PL_OP_NOT_EQUAL: case PL_OP_XOR:       case PL_OP_IMPLIES:                    \
    case PL_OP_PIECEWISE
/* what no instruction of a tape is, and no operation of the graph */
#define PL_OP_NOT_RUN PL_OP_LEAVES: case PL_OP_REWRITTEN: case PL_N_OPS
/* clang-format on */

enum pl_op {
#define X(id, name, least, most, elementary) id,
    PL_OP_TABLE(X)
#undef X
        PL_N_OPS
};

const char *pl_op_name(enum pl_op op);
size_t pl_op_least_arguments(enum pl_op op);
size_t pl_op_most_arguments(enum pl_op op); /* PL_OP_MANY: any number */
bool pl_op_is_elementary(enum pl_op op);

/** True for POWER, TGAMMA, EXP and the others of PL_OP_TRANSCENDENTALS. */
bool pl_op_is_transcendental(enum pl_op op);

/** True for an elementary operation whose value is always 0 or 1. */
bool pl_op_is_truth(enum pl_op op);

/** How many arguments an elementary operation has in the graph and on the tape, where
 * sums and such are binary. */
size_t pl_op_arity(enum pl_op op);

/**
 * What an elementary operation gives for numbers: the meaning of the graph and the
 * reference for the tape. `arguments` has 1, 2 or 3 numbers, as the operation wants.
 * Comparisons with a NaN are false; a NaN counts as true (it is not 0): SELECT takes its
 * second argument when the first is not 0. Calls give what elementary.h says.
 */
double pl_op_value(enum pl_op op, const double *arguments);

#endif
