/*
 * print.c - formulas and nodes as Antimony.
 *
 * Precedence, from a look at what libAntimony 3.3 makes of each pair of operators:
 * || and && share the lowest level; then all comparisons; + and -; *, / and %; the signs
 * - and !; and ^, whose left argument has to be a single term while its right one may
 * carry a sign or be another power (-a^b is -(a^b), a^-b^c is a^(-(b^c))). Two minus
 * signs in a row are one token there, so they never touch here. A comparison on the left
 * of a comparison makes a chain even in parentheses ((a < b) < c is a < b && b < c), so
 * that one is written lt(a < b, c).
 *
 * Both trees are walked with one stack of our own: a graph may be 100 000 levels deep.
 */
#include <stdlib.h>

#include "base/list.h"
#include "base/number.h"
#include "base/text.h"
#include "expr/formula.h"
#include "expr/graph.h"
#include "expr/graph_private.h"

enum level {
    LEVEL_LOGIC,
    LEVEL_COMPARISON,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_SIGN,
    LEVEL_POWER,
    LEVEL_TERM
};

/* A formula, or a node of the printer's graph when `formula` is NULL. */
struct subject {
    const struct pl_formula *formula;
    uint32_t node;
};

/* What is still to be printed: a word, or a subject when the word is NULL. */
struct piece {
    const char *word;
    struct subject subject;
};

struct printer {
    const struct pl_graph *graph; /* NULL when a formula is printed */
    const char *const *names;     /* of the graph's inputs; may be NULL */
    struct pl_text *text;
    struct piece *stack; /* shape (capacity), the next piece on top */
    size_t depth;
    size_t capacity;
};

static enum pl_op
op_of(const struct printer *printer, struct subject s)
{
    return s.formula != NULL ? s.formula->op : printer->graph->entries[s.node].node.op;
}

static size_t
count_of(const struct printer *printer, struct subject s)
{
    return s.formula != NULL ? s.formula->n_arguments
                             : printer->graph->entries[s.node].node.n_arguments;
}

static double
number_of(const struct printer *printer, struct subject s)
{
    return s.formula != NULL ? s.formula->number
                             : printer->graph->entries[s.node].node.number;
}

static struct subject
argument_of(const struct printer *printer, struct subject s, size_t k)
{
    struct subject argument = {NULL, PL_NODE_NONE};

    if (s.formula != NULL) {
        argument.formula = s.formula->arguments[k];
    } else {
        argument.node = printer->graph->entries[s.node].node.arguments[k];
    }
    return argument;
}

static bool
is_comparison(enum pl_op op)
{
    switch (op) {
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_GREATER:
    case PL_OP_GREATER_EQ:
    case PL_OP_EQUAL:
    case PL_OP_NOT_EQUAL:
        return true;
    default:
        return false;
    }
}

/* Where a subject stands when it is printed; LEVEL_TERM for a call. */
static enum level
level_of(const struct printer *printer, struct subject s)
{
    enum pl_op op = op_of(printer, s);
    bool listed = count_of(printer, s) >= 2; /* plus(a) is a call, a + b is not */

    if (is_comparison(op)) {
        return is_comparison(op_of(printer, argument_of(printer, s, 0)))
                   ? LEVEL_TERM
                   : LEVEL_COMPARISON;
    }

    switch (op) {
    case PL_OP_NUMBER:
        return number_of(printer, s) < 0.0 ? LEVEL_SIGN : LEVEL_TERM;
    case PL_OP_AND:
    case PL_OP_OR:
        return listed ? LEVEL_LOGIC : LEVEL_TERM;
    case PL_OP_ADD:
        return listed ? LEVEL_SUM : LEVEL_TERM;
    case PL_OP_SUBTRACT:
        return LEVEL_SUM;
    case PL_OP_MULTIPLY:
        return listed ? LEVEL_PRODUCT : LEVEL_TERM;
    case PL_OP_DIVIDE:
    case PL_OP_REMAINDER:
        return LEVEL_PRODUCT;
    case PL_OP_NEGATE:
    case PL_OP_NOT:
        return LEVEL_SIGN;
    case PL_OP_POWER:
        return LEVEL_POWER;
    default:
        return LEVEL_TERM;
    }
}

/* True when argument k of `parent` has to stand in parentheses. */
static bool
is_enclosed(const struct printer *printer, struct subject parent, size_t k)
{
    struct subject child = argument_of(printer, parent, k);
    enum pl_op op = op_of(printer, parent);
    enum level own = level_of(printer, parent);
    enum level inner = level_of(printer, child);
    bool same = op_of(printer, child) == op;

    if (own == LEVEL_TERM) {
        return false; /* the arguments of a call */
    }
    if (own == LEVEL_POWER) {
        return k == 0 ? inner <= LEVEL_POWER : inner < LEVEL_SIGN;
    }
    if (inner != own) {
        return inner < own;
    }
    switch (op) {
    case PL_OP_NOT:
        return false;
    case PL_OP_NEGATE:
        return op_of(printer, child) != PL_OP_NOT;
    case PL_OP_ADD:
    case PL_OP_MULTIPLY: /* a + b + c is one sum of a formula, two of a graph */
        return k > 0 || (same && printer->graph == NULL);
    case PL_OP_SUBTRACT:
    case PL_OP_DIVIDE:
    case PL_OP_REMAINDER:
        return k > 0;
    case PL_OP_AND:
    case PL_OP_OR:
        return k > 0 || !same || printer->graph == NULL;
    default:
        return true;
    }
}

static const char *
operator_of(enum pl_op op)
{
    switch (op) {
    case PL_OP_AND:
        return " && ";
    case PL_OP_OR:
        return " || ";
    case PL_OP_LESS:
        return " < ";
    case PL_OP_LESS_EQ:
        return " <= ";
    case PL_OP_GREATER:
        return " > ";
    case PL_OP_GREATER_EQ:
        return " >= ";
    case PL_OP_EQUAL:
        return " == ";
    case PL_OP_NOT_EQUAL:
        return " != ";
    case PL_OP_ADD:
        return " + ";
    case PL_OP_SUBTRACT:
        return " - ";
    default:
        return pl_op_name(op);
    }
}

/* The name before the parenthesis of a call. */
static const char *
call_of(enum pl_op op, struct subject s)
{
    switch (op) {
    case PL_OP_CALL:
        return s.formula->name;
    case PL_OP_ADD:
        return "plus";
    case PL_OP_MULTIPLY:
        return "times";
    case PL_OP_AND:
        return "and";
    case PL_OP_OR:
        return "or";
    case PL_OP_LESS:
        return "lt";
    case PL_OP_LESS_EQ:
        return "leq";
    case PL_OP_GREATER:
        return "gt";
    case PL_OP_GREATER_EQ:
        return "geq";
    case PL_OP_EQUAL:
        return "eq";
    case PL_OP_NOT_EQUAL:
        return "neq";
    case PL_OP_SELECT:
        return "piecewise";
    default:
        return pl_op_name(op);
    }
}

static void
push(struct printer *printer, struct piece piece)
{
    struct piece *stack = pl_list_reserve(printer->stack, printer->depth + 1,
                                          &printer->capacity, sizeof *stack);

    if (stack == NULL) {
        printer->text->failed = true;
        return;
    }
    printer->stack = stack;
    printer->stack[printer->depth++] = piece;
}

static void
push_word(struct printer *printer, const char *word)
{
    struct piece piece = {word, {NULL, PL_NODE_NONE}};

    push(printer, piece);
}

static void
push_argument(struct printer *printer, struct subject parent, size_t k)
{
    struct piece piece = {NULL, argument_of(printer, parent, k)};
    bool enclosed = is_enclosed(printer, parent, k);

    if (enclosed) {
        push_word(printer, ")");
    }
    push(printer, piece);
    if (enclosed) {
        push_word(printer, "(");
    }
}

/* Pieces go on the stack last one first. */
static void
push_list(struct printer *printer, struct subject s, const char *separator)
{
    for (size_t k = count_of(printer, s); k-- > 0;) {
        push_argument(printer, s, k);
        if (k > 0) {
            push_word(printer, separator);
        }
    }
}

static void
push_call(struct printer *printer, struct subject s)
{
    push_word(printer, ")");
    if (op_of(printer, s) == PL_OP_SELECT) { /* the value comes before its condition */
        push_argument(printer, s, 2);
        push_word(printer, ", ");
        push_argument(printer, s, 0);
        push_word(printer, ", ");
        push_argument(printer, s, 1);
    } else {
        push_list(printer, s, ", ");
    }
    push_word(printer, "(");
    push_word(printer, call_of(op_of(printer, s), s));
}

static void
print_input(const struct printer *printer, uint32_t slot)
{
    if (printer->names != NULL) {
        pl_text_put(printer->text, printer->names[slot]);
    } else {
        pl_text_format(printer->text, "x%lu", (unsigned long)slot);
    }
}

static void
print_subject(struct printer *printer, struct subject s)
{
    char digits[PL_NUMBER_SIZE];
    enum pl_op op = op_of(printer, s);

    switch (op) {
    case PL_OP_NUMBER:
        pl_number_format(number_of(printer, s), digits);
        pl_text_put(printer->text, digits);
        return;
    case PL_OP_NAME:
    case PL_OP_ARGUMENT:
        pl_text_put(printer->text, s.formula->name);
        return;
    case PL_OP_TIME:
        pl_text_put(printer->text, pl_op_name(op));
        return;
    case PL_OP_INPUT:
        print_input(printer, printer->graph->entries[s.node].node.input);
        return;
    default:
        break;
    }
    if (level_of(printer, s) == LEVEL_TERM) {
        push_call(printer, s);
    } else if (level_of(printer, s) == LEVEL_SIGN) {
        push_argument(printer, s, 0);
        push_word(printer, pl_op_name(op));
    } else {
        push_list(printer, s, operator_of(op));
    }
}

static void
print(struct printer *printer, struct subject subject, size_t most)
{
    struct piece piece = {NULL, subject};
    size_t start = printer->text->size;

    push(printer, piece);
    while (printer->depth > 0 && !printer->text->failed) {
        piece = printer->stack[--printer->depth];
        if (printer->text->size - start > most) {
            pl_text_put(printer->text, "…");
            break;
        }
        if (piece.word != NULL) {
            pl_text_put(printer->text, piece.word);
        } else {
            print_subject(printer, piece.subject);
        }
    }
    free(printer->stack);
}

void
pl_formula_print(const struct pl_formula *formula, struct pl_text *text)
{
    struct printer printer = {.text = text};
    struct subject subject = {formula, PL_NODE_NONE};

    print(&printer, subject, SIZE_MAX);
}

void
pl_graph_print(const struct pl_graph *graph, uint32_t node, const char *const *names,
               struct pl_text *text)
{
    struct printer printer = {.graph = graph, .names = names, .text = text};
    struct subject subject = {NULL, node};

    if (node != PL_NODE_NONE) {
        print(&printer, subject, PL_GRAPH_PRINT_MAX);
    }
}
