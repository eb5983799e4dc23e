/*
 * c_expression.c - formulas as C expressions.
 *
 * Everything is a double. A comparison is a condition where one is wanted, and else
 * (a < b ? 1.0 : 0.0); a number is a condition as x != 0.0. Meanings are those of op.h.
 *
 * C compilers need not take more than 63 parentheses in one another, and they recurse
 * on long sums. So parts of deep and long formulas are declared before, as part1, part2
 * and so on; what a condition would have passed over is then worked out all the same,
 * which has no effect on a number.
 */
#include "format/c_parts.h"

#include <assert.h>
#include <math.h>

#include "expr/formula.h"

/* How deep an expression gets, in formulas, before a part of it is declared; and how
 * many cases or nested calls of one kind stand in it. */
#define MAX_DEPTH 30
#define MAX_CHAIN 10

enum level {
    LEVEL_CHOICE, /* a ? b : c */
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_COMPARISON,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_SIGN,
    LEVEL_TERM
};

/* What an expression is wanted as. */
enum want { A_NUMBER, A_CONDITION };

static void put(struct pl_c_expressions *e, const struct pl_formula *formula,
                enum level least, enum want want, struct pl_text *text);

static bool
is_condition(enum pl_op op)
{
    switch (op) {
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_GREATER:
    case PL_OP_GREATER_EQ:
    case PL_OP_EQUAL:
    case PL_OP_NOT_EQUAL:
    case PL_OP_AND:
    case PL_OP_OR:
    case PL_OP_XOR:
    case PL_OP_NOT:
    case PL_OP_IMPLIES:
        return true;
    default:
        return false;
    }
}

static enum level
level_of_condition(const struct pl_formula *f)
{
    switch (f->op) {
    case PL_OP_AND:
        return f->n_arguments > 1 ? LEVEL_AND : LEVEL_COMPARISON;
    case PL_OP_OR:
        return f->n_arguments > 1 ? LEVEL_OR : LEVEL_COMPARISON;
    case PL_OP_IMPLIES:
        return LEVEL_OR;
    case PL_OP_NOT:
        return is_condition(f->arguments[0]->op) ? LEVEL_SIGN : LEVEL_COMPARISON;
    default:
        return LEVEL_COMPARISON;
    }
}

static enum level
level_of_number(const struct pl_formula *f)
{
    if (is_condition(f->op)) {
        return LEVEL_CHOICE;
    }
    switch (f->op) {
    case PL_OP_NUMBER:
        return f->number < 0.0 ? LEVEL_SIGN : LEVEL_TERM;
    case PL_OP_ADD:
        return f->n_arguments > 1 ? LEVEL_SUM : LEVEL_TERM;
    case PL_OP_SUBTRACT:
        return LEVEL_SUM;
    case PL_OP_MULTIPLY:
        return f->n_arguments > 1 ? LEVEL_PRODUCT : LEVEL_TERM;
    case PL_OP_DIVIDE:
    case PL_OP_SEC:
    case PL_OP_CSC:
    case PL_OP_COT:
    case PL_OP_SECH:
    case PL_OP_CSCH:
    case PL_OP_COTH:
        return LEVEL_PRODUCT;
    case PL_OP_LOG:
        return LEVEL_PRODUCT;
    case PL_OP_NEGATE:
        return LEVEL_SIGN;
    case PL_OP_PIECEWISE:
    case PL_OP_SELECT:
        return LEVEL_CHOICE;
    default:
        return LEVEL_TERM;
    }
}

static void
put_text(struct pl_text *text, const struct pl_text *more)
{
    pl_text_put(text, pl_text_string(more));
    text->failed = text->failed || more->failed;
}

void
pl_c_declare_part(struct pl_c_expressions *e, struct pl_text *text)
{
    struct pl_text name;

    pl_text_init(&name);
    e->n_parts++;
    pl_text_format(&name, "part%zu", e->n_parts);
    pl_c_put_declaration(pl_text_string(&name), text, &e->parts);
    pl_text_finish(text);
    put_text(text, &name);
    pl_text_finish(&name);
}

/* a + b + c: the first operand may be of the operator's own level. */
static void
put_operands(struct pl_c_expressions *e, const struct pl_formula *f,
             const char *operator, enum level first, enum level rest, enum want want,
             struct pl_text *text)
{
    struct pl_text whole;
    size_t n_here = 1;

    pl_text_init(&whole);
    put(e, f->arguments[0], first, want, &whole);
    for (size_t k = 1; k < f->n_arguments; k++) {
        if (n_here == PL_C_MAX_OPERANDS) {
            if (want == A_CONDITION) {
                pl_text_put(&whole, " ? 1.0 : 0.0");
            }
            pl_c_declare_part(e, &whole);
            pl_text_put(&whole, want == A_CONDITION ? " != 0.0" : "");
            n_here = 1;
        }
        pl_text_put(&whole, operator);
        put(e, f->arguments[k], rest, want, &whole);
        n_here++;
    }
    put_text(text, &whole);
    pl_text_finish(&whole);
}

/* name(name(a, b), c), or (a) != (b) for conditions */
static void
put_chain(struct pl_c_expressions *e, const struct pl_formula *f, const char *name,
          enum want want, struct pl_text *text)
{
    struct pl_text whole;

    unsigned depth = e->depth;

    pl_text_init(&whole);
    e->depth += MAX_CHAIN; /* the first argument gets that many parentheses around it */
    put(e, f->arguments[0], LEVEL_CHOICE, want, &whole);
    e->depth = depth;
    for (size_t k = 1; k < f->n_arguments; k++) {
        struct pl_text next;

        if (k % MAX_CHAIN == 0) {
            if (want == A_CONDITION) {
                pl_text_put(&whole, " ? 1.0 : 0.0");
            }
            pl_c_declare_part(e, &whole);
            pl_text_put(&whole, want == A_CONDITION ? " != 0.0" : "");
        }
        pl_text_init(&next);
        pl_text_format(&next, "%s(", name);
        put_text(&next, &whole);
        pl_text_put(&next, want == A_CONDITION ? ") != (" : ", ");
        put(e, f->arguments[k], LEVEL_CHOICE, want, &next);
        pl_text_put(&next, ")");
        pl_text_finish(&whole);
        whole = next;
    }
    put_text(text, &whole);
    pl_text_finish(&whole);
}

/* c1 ? a1 : c2 ? a2 : otherwise, from its end */
static void
put_piecewise(struct pl_c_expressions *e, const struct pl_formula *f,
              struct pl_text *text)
{
    struct pl_text whole;

    pl_text_init(&whole);
    if (f->n_arguments % 2 == 1) {
        put(e, f->arguments[f->n_arguments - 1], LEVEL_CHOICE, A_NUMBER, &whole);
    } else {
        pl_text_put(&whole, "NAN");
    }
    for (size_t k = f->n_arguments / 2; k-- > 0;) {
        struct pl_text next;

        if ((f->n_arguments / 2 - k) % MAX_CHAIN == 0) {
            pl_c_declare_part(e, &whole);
        }
        pl_text_init(&next);
        put(e, f->arguments[2 * k + 1], LEVEL_OR, A_CONDITION, &next);
        pl_text_put(&next, " ? ");
        put(e, f->arguments[2 * k], LEVEL_OR, A_NUMBER, &next);
        pl_text_put(&next, " : ");
        put_text(&next, &whole);
        pl_text_finish(&whole);
        whole = next;
    }
    put_text(text, &whole);
    pl_text_finish(&whole);
}

static void
put_select(struct pl_c_expressions *e, const struct pl_formula *f, struct pl_text *text)
{
    put(e, f->arguments[0], LEVEL_OR, A_CONDITION, text);
    pl_text_put(text, " ? ");
    put(e, f->arguments[1], LEVEL_OR, A_NUMBER, text);
    pl_text_put(text, " : ");
    put(e, f->arguments[2], LEVEL_CHOICE, A_NUMBER, text);
}

static void
put_call(struct pl_c_expressions *e, const char *name, const struct pl_formula *f,
         struct pl_text *text)
{
    pl_text_format(text, "%s(", name);
    for (size_t k = 0; k < f->n_arguments; k++) {
        pl_text_put(text, k > 0 ? ", " : "");
        put(e, f->arguments[k], LEVEL_CHOICE, A_NUMBER, text);
    }
    pl_text_put(text, ")");
}

/* An operator between two numbers. */
static void
put_pair(struct pl_c_expressions *e, const struct pl_formula *f, const char *operator,
         enum level first, enum level second, struct pl_text *text)
{
    put(e, f->arguments[0], first, A_NUMBER, text);
    pl_text_put(text, operator);
    put(e, f->arguments[1], second, A_NUMBER, text);
}

/* That a formula does not hold. */
static void
put_not(struct pl_c_expressions *e, const struct pl_formula *f, struct pl_text *text)
{
    if (is_condition(f->op)) {
        pl_text_put(text, "!(");
        put(e, f, LEVEL_CHOICE, A_CONDITION, text);
        pl_text_put(text, ")");
    } else {
        put(e, f, LEVEL_SUM, A_NUMBER, text);
        pl_text_put(text, " == 0.0");
    }
}

static void
put_condition(struct pl_c_expressions *e, const struct pl_formula *f,
              struct pl_text *text)
{
    switch (f->op) {
    case PL_OP_LESS:
        put_pair(e, f, " < ", LEVEL_SUM, LEVEL_SUM, text);
        return;
    case PL_OP_LESS_EQ:
        put_pair(e, f, " <= ", LEVEL_SUM, LEVEL_SUM, text);
        return;
    case PL_OP_GREATER:
        put_pair(e, f, " > ", LEVEL_SUM, LEVEL_SUM, text);
        return;
    case PL_OP_GREATER_EQ:
        put_pair(e, f, " >= ", LEVEL_SUM, LEVEL_SUM, text);
        return;
    case PL_OP_EQUAL:
        put_pair(e, f, " == ", LEVEL_SUM, LEVEL_SUM, text);
        return;
    case PL_OP_NOT_EQUAL:
        put_pair(e, f, " != ", LEVEL_SUM, LEVEL_SUM, text);
        return;
    case PL_OP_IMPLIES:
        put_not(e, f->arguments[0], text);
        pl_text_put(text, " || ");
        put(e, f->arguments[1], LEVEL_COMPARISON, A_CONDITION, text);
        return;
    case PL_OP_NOT:
        put_not(e, f->arguments[0], text);
        return;
    default:
        break;
    }
    if (f->n_arguments == 0) { /* of AND, OR, XOR */
        pl_text_put(text, f->op == PL_OP_AND ? "1.0 != 0.0" : "0.0 != 0.0");
    } else if (f->n_arguments == 1) {
        put(e, f->arguments[0], LEVEL_COMPARISON, A_CONDITION, text);
    } else if (f->op == PL_OP_XOR) {
        put_chain(e, f, "", A_CONDITION, text);
    } else {
        put_operands(e, f, f->op == PL_OP_AND ? " && " : " || ", LEVEL_COMPARISON,
                     LEVEL_COMPARISON, A_CONDITION, text);
    }
}

/* Sums and products of any number of operands, smallest and largest. */
static void
put_many(struct pl_c_expressions *e, const struct pl_formula *f, struct pl_text *text)
{
    if (f->n_arguments == 0) {
        pl_text_put(text, f->op == PL_OP_MULTIPLY ? "1.0" : "0.0");
        return;
    }
    if (f->n_arguments == 1) {
        put(e, f->arguments[0], LEVEL_TERM, A_NUMBER, text);
        return;
    }
    switch (f->op) {
    case PL_OP_ADD:
        put_operands(e, f, " + ", LEVEL_SUM, LEVEL_PRODUCT, A_NUMBER, text);
        break;
    case PL_OP_MULTIPLY:
        put_operands(e, f, "*", LEVEL_PRODUCT, LEVEL_SIGN, A_NUMBER, text);
        break;
    case PL_OP_MIN:
        e->helpers[PL_C_MINIMUM] = true;
        put_chain(e, f, "minimum", A_NUMBER, text);
        break;
    default:
        e->helpers[PL_C_MAXIMUM] = true;
        put_chain(e, f, "maximum", A_NUMBER, text);
        break;
    }
}

static void
put_logarithm(struct pl_c_expressions *e, const struct pl_formula *f,
              struct pl_text *text)
{
    double base = 0.0;

    if (pl_formula_is_number(f->arguments[0], &base) && base == 10.0) {
        pl_text_put(text, "log10(");
        put(e, f->arguments[1], LEVEL_CHOICE, A_NUMBER, text);
    } else {
        pl_text_put(text, "log(");
        put(e, f->arguments[1], LEVEL_CHOICE, A_NUMBER, text);
        pl_text_put(text, ")/log(");
        put(e, f->arguments[0], LEVEL_CHOICE, A_NUMBER, text);
    }
    pl_text_put(text, ")");
}

/* What stands before and behind the arguments of a function. */
struct frame {
    const char *before;
    const char *behind;
};

static struct frame
frame_of(enum pl_op op)
{
    static const struct {
        enum pl_op op;
        struct frame frame;
    } frames[] = {
        {PL_OP_POWER, {"pow(", ")"}},
        {PL_OP_QUOTIENT, {"trunc(", ")"}},
        {PL_OP_SQRT, {"sqrt(", ")"}},
        {PL_OP_ROOT, {"sqrt(", ")"}},
        {PL_OP_ABS, {"fabs(", ")"}},
        {PL_OP_FLOOR, {"floor(", ")"}},
        {PL_OP_CEIL, {"ceil(", ")"}},
        {PL_OP_FACTORIAL, {"tgamma(", " + 1.0)"}},
        {PL_OP_TGAMMA, {"tgamma(", ")"}},
        {PL_OP_EXP, {"exp(", ")"}},
        {PL_OP_LN, {"log(", ")"}},
        {PL_OP_LOG10, {"log10(", ")"}},
        {PL_OP_SIN, {"sin(", ")"}},
        {PL_OP_COS, {"cos(", ")"}},
        {PL_OP_TAN, {"tan(", ")"}},
        {PL_OP_SEC, {"1.0/cos(", ")"}},
        {PL_OP_CSC, {"1.0/sin(", ")"}},
        {PL_OP_COT, {"1.0/tan(", ")"}},
        {PL_OP_ASIN, {"asin(", ")"}},
        {PL_OP_ACOS, {"acos(", ")"}},
        {PL_OP_ATAN, {"atan(", ")"}},
        {PL_OP_ASEC, {"acos(1.0/", ")"}},
        {PL_OP_ACSC, {"asin(1.0/", ")"}},
        {PL_OP_ACOT, {"atan(1.0/", ")"}},
        {PL_OP_SINH, {"sinh(", ")"}},
        {PL_OP_COSH, {"cosh(", ")"}},
        {PL_OP_TANH, {"tanh(", ")"}},
        {PL_OP_SECH, {"1.0/cosh(", ")"}},
        {PL_OP_CSCH, {"1.0/sinh(", ")"}},
        {PL_OP_COTH, {"1.0/tanh(", ")"}},
        {PL_OP_ASINH, {"asinh(", ")"}},
        {PL_OP_ACOSH, {"acosh(", ")"}},
        {PL_OP_ATANH, {"atanh(", ")"}},
        {PL_OP_ASECH, {"acosh(1.0/", ")"}},
        {PL_OP_ACSCH, {"asinh(1.0/", ")"}},
        {PL_OP_ACOTH, {"atanh(1.0/", ")"}},
        {PL_OP_SQUARE, {"square(", ")"}},
        {PL_OP_SIGN, {"sign(", ")"}},
        {PL_OP_REMAINDER, {"remainder_of(", ")"}},
    };

    for (size_t k = 0; k < sizeof frames / sizeof *frames; k++) {
        if (frames[k].op == op) {
            return frames[k].frame;
        }
    }
    assert(false && "an operation that formulas have");
    return (struct frame){"(", ")"};
}

/* Functions of one or two numbers. */
static void
put_function(struct pl_c_expressions *e, const struct pl_formula *f,
             struct pl_text *text)
{
    struct frame frame = frame_of(f->op);
    size_t length = 0;

    e->helpers[PL_C_SQUARE] = e->helpers[PL_C_SQUARE] || f->op == PL_OP_SQUARE;
    e->helpers[PL_C_SIGN] = e->helpers[PL_C_SIGN] || f->op == PL_OP_SIGN;
    e->helpers[PL_C_REMAINDER] = e->helpers[PL_C_REMAINDER] || f->op == PL_OP_REMAINDER;
    while (frame.before[length] != '\0') {
        length++;
    }
    pl_text_put(text, frame.before);
    if (f->op == PL_OP_QUOTIENT) {
        put_pair(e, f, "/", LEVEL_PRODUCT, LEVEL_SIGN, text);
    } else if (frame.before[length - 1] == '/') {
        put(e, f->arguments[0], LEVEL_SIGN, A_NUMBER, text);
    } else if (f->op == PL_OP_FACTORIAL) {
        put(e, f->arguments[0], LEVEL_SUM, A_NUMBER, text);
    } else {
        put(e, f->arguments[0], LEVEL_CHOICE, A_NUMBER, text);
        if (f->n_arguments == 2) {
            pl_text_put(text, ", ");
            put(e, f->arguments[1], LEVEL_CHOICE, A_NUMBER, text);
        }
    }
    pl_text_put(text, frame.behind);
}

static void
put_number(struct pl_c_expressions *e, const struct pl_formula *f, struct pl_text *text)
{
    switch (f->op) {
    case PL_OP_NUMBER:
        pl_c_put_number(f->number, text);
        break;
    case PL_OP_NAME:
        pl_text_put(text, e->locals[f->index]);
        break;
    case PL_OP_ARGUMENT:
        pl_text_put(text, e->arguments[f->index]);
        break;
    case PL_OP_TIME:
        pl_text_put(text, "time");
        break;
    case PL_OP_CALL:
        put_call(e, e->functions[f->index], f, text);
        break;
    case PL_OP_ADD:
    case PL_OP_MULTIPLY:
    case PL_OP_MIN:
    case PL_OP_MAX:
        put_many(e, f, text);
        break;
    case PL_OP_SUBTRACT:
        put_pair(e, f, " - ", LEVEL_SUM, LEVEL_PRODUCT, text);
        break;
    case PL_OP_DIVIDE:
        put_pair(e, f, "/", LEVEL_PRODUCT, LEVEL_SIGN, text);
        break;
    case PL_OP_NEGATE: /* of a term, so that no two signs touch */
        pl_text_put(text, "-");
        put(e, f->arguments[0], LEVEL_TERM, A_NUMBER, text);
        break;
    case PL_OP_LOG:
        put_logarithm(e, f, text);
        break;
    case PL_OP_PIECEWISE:
        put_piecewise(e, f, text);
        break;
    case PL_OP_SELECT:
        put_select(e, f, text);
        break;
    default:
        if (f->op == PL_OP_ROOT && f->n_arguments == 2) {
            pl_text_put(text, "pow(");
            put(e, f->arguments[1], LEVEL_CHOICE, A_NUMBER, text);
            pl_text_put(text, ", 1.0/");
            put(e, f->arguments[0], LEVEL_SIGN, A_NUMBER, text);
            pl_text_put(text, ")");
        } else {
            put_function(e, f, text);
        }
        break;
    }
}

/* The formula itself, at its own level. */
static void
put_bare(struct pl_c_expressions *e, const struct pl_formula *f, enum want want,
         struct pl_text *text)
{
    e->depth++;
    if (want == A_CONDITION && is_condition(f->op)) {
        put_condition(e, f, text);
    } else if (want == A_CONDITION) {
        put(e, f, LEVEL_SUM, A_NUMBER, text);
        pl_text_put(text, " != 0.0");
    } else if (is_condition(f->op)) {
        put(e, f, LEVEL_OR, A_CONDITION, text);
        pl_text_put(text, " ? 1.0 : 0.0");
    } else {
        put_number(e, f, text);
    }
    e->depth--;
}

/* The formula, or the name of a part that is declared when it is too deep here. */
static void
put(struct pl_c_expressions *e, const struct pl_formula *formula, enum level least,
    enum want want, struct pl_text *text)
{
    enum level level =
        want == A_CONDITION ? level_of_condition(formula) : level_of_number(formula);
    unsigned depth = e->depth;

    if (depth >= MAX_DEPTH && formula->n_arguments > 0) {
        struct pl_text part;

        pl_text_init(&part);
        e->depth = 0;
        put_bare(e, formula, A_NUMBER, &part);
        e->depth = depth;
        pl_c_declare_part(e, &part);
        level = want == A_CONDITION ? LEVEL_COMPARISON : LEVEL_TERM;
        pl_text_put(text, level < least ? "(" : "");
        put_text(text, &part);
        pl_text_put(text, want == A_CONDITION ? " != 0.0" : "");
        pl_text_put(text, level < least ? ")" : "");
        pl_text_finish(&part);
        return;
    }
    pl_text_put(text, level < least ? "(" : "");
    put_bare(e, formula, want, text);
    pl_text_put(text, level < least ? ")" : "");
}

void
pl_c_put_expression(struct pl_c_expressions *expressions,
                    const struct pl_formula *formula, struct pl_text *text)
{
    put(expressions, formula, LEVEL_CHOICE, A_NUMBER, text);
}

void
pl_c_put_factor(struct pl_c_expressions *expressions, const struct pl_formula *formula,
                struct pl_text *text)
{
    put(expressions, formula, LEVEL_SIGN, A_NUMBER, text);
}
