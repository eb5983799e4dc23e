/*
 * blame.c - which part of a formula made its value infinite or not a number.
 */
#include "solve/blame.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/number.h"
#include "expr/formula.h"
#include "expr/graph.h"
#include "model/model.h"

/* Functions that call functions multiply both depth and work: past these limits the
 * search ends without a finding. */
static const unsigned MAX_DEPTH = 4 * PL_FORMULA_MAX_DEPTH;
static const size_t MAX_WORK = 1000000;

/* Longer formulas are cut in a message. */
static const size_t MAX_SHOWN = 60;

/* Arguments that are kept without asking for memory. */
enum { FEW = 4 };

struct search {
    const struct pl_model *model;
    double time;
    const double *values;
    struct pl_graph *graph; /* applies operations; NULL when memory is out */
    size_t work;
    unsigned depth;
};

static double evaluate(struct search *search, const struct pl_formula *formula,
                       const double *arguments);

static double
apply(struct search *search, const struct pl_formula *formula, const double *operands)
{
    const size_t n = formula->n_arguments;
    uint32_t few[FEW] = {0};
    uint32_t *nodes = n <= FEW ? few : calloc(n, sizeof *nodes);
    uint32_t node = PL_NODE_NONE;

    if (nodes == NULL || search->graph == NULL) {
        return NAN;
    }
    for (size_t k = 0; k < n; k++) {
        nodes[k] = pl_graph_input(search->graph, (uint32_t)k);
    }
    node = pl_graph_apply(search->graph, formula->op, nodes, n);
    if (nodes != few) {
        free(nodes);
    }
    return pl_graph_failed(search->graph)
               ? NAN
               : pl_graph_value(search->graph, node, operands);
}

static double
evaluate_operation(struct search *search, const struct pl_formula *formula,
                   const double *arguments)
{
    const size_t n = formula->n_arguments;
    double few[FEW] = {0.0};
    double *operands = n <= FEW ? few : calloc(n, sizeof *operands);
    double value = NAN;

    if (operands == NULL) {
        return NAN;
    }
    for (size_t k = 0; k < n; k++) {
        operands[k] = evaluate(search, formula->arguments[k], arguments);
    }
    value =
        formula->op == PL_OP_CALL
            ? evaluate(search, search->model->functions[formula->index].body, operands)
            : apply(search, formula, operands);
    if (operands != few) {
        free(operands);
    }
    return value;
}

static double
evaluate(struct search *search, const struct pl_formula *formula,
         const double *arguments)
{
    double value = NAN;

    if (search->work == 0 || search->depth == MAX_DEPTH) {
        return NAN;
    }
    switch (formula->op) {
    case PL_OP_NUMBER:
        return formula->number;
    case PL_OP_NAME:
        return search->values[formula->index];
    case PL_OP_ARGUMENT:
        return arguments[formula->index];
    case PL_OP_TIME:
        return search->time;
    default:
        search->work--;
        search->depth++;
        value = evaluate_operation(search, formula, arguments);
        search->depth--;
        return value;
    }
}

/* The argument that carries the bad value on, or NULL when the operation made it. A
 * piecewise is followed along the branch that is taken. */
static const struct pl_formula *
bad_argument(struct search *search, const struct pl_formula *formula)
{
    const size_t n = formula->n_arguments;

    if (formula->op == PL_OP_PIECEWISE) {
        size_t k = 0;

        while (k + 1 < n && evaluate(search, formula->arguments[k + 1], NULL) == 0.0) {
            k += 2;
        }
        return k < n ? formula->arguments[k] : NULL;
    }
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(evaluate(search, formula->arguments[k], NULL))) {
            return formula->arguments[k];
        }
    }
    return NULL;
}

static void
show(const struct pl_formula *formula, struct pl_text *text)
{
    struct pl_text whole;

    pl_text_init(&whole);
    pl_formula_print(formula, &whole);
    if (whole.size <= MAX_SHOWN) {
        pl_text_format(text, "'%s'", pl_text_string(&whole));
    } else {
        pl_text_format(text, "'%.*s …'", (int)MAX_SHOWN, pl_text_string(&whole));
    }
    pl_text_finish(&whole);
}

static void
show_value(double value, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    pl_number_round(value, 6, number);
    pl_text_put(text, number);
}

/* The first name in the formula that is 0 and has a value of its own. */
static size_t
zero_input(const struct search *search, const struct pl_formula *formula)
{
    if (formula->op == PL_OP_NAME) {
        const struct pl_symbol *symbol = &search->model->symbols[formula->index];

        return search->values[formula->index] == 0.0 && symbol->value != NULL &&
                       symbol->rule_kind != PL_RULE_ASSIGNMENT
                   ? formula->index
                   : PL_NONE;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        const size_t found = zero_input(search, formula->arguments[k]);

        if (found != PL_NONE) {
            return found;
        }
    }
    return PL_NONE;
}

static void
describe(struct search *search, struct pl_blame *blame)
{
    const struct pl_formula *part = blame->part;
    const char *join = " where ";

    if (part->op == PL_OP_DIVIDE && evaluate(search, part->arguments[1], NULL) == 0.0) {
        pl_text_put(&blame->text, "the divisor ");
        show(part->arguments[1], &blame->text);
        pl_text_put(&blame->text, " is 0");
        blame->zero = zero_input(search, part->arguments[1]);
        return;
    }
    show(part, &blame->text);
    pl_text_put(&blame->text, " is ");
    show_value(evaluate(search, part, NULL), &blame->text);
    for (size_t k = 0; k < part->n_arguments; k++) {
        double number = 0.0;

        if (!pl_formula_is_number(part->arguments[k], &number)) {
            pl_text_put(&blame->text, join);
            show(part->arguments[k], &blame->text);
            pl_text_put(&blame->text, " = ");
            show_value(evaluate(search, part->arguments[k], NULL), &blame->text);
            join = ", ";
        }
    }
}

void
pl_blame_find(const struct pl_model *model, const struct pl_formula *formula,
              double time, const double *values, struct pl_blame *blame)
{
    struct search search = {model, time, values, pl_graph_create(), MAX_WORK, 0};
    const struct pl_formula *next = formula;

    *blame = (struct pl_blame){.part = formula, .symbol = PL_NONE, .zero = PL_NONE};
    pl_text_init(&blame->text);
    while (next != NULL) {
        blame->part = next;
        next = bad_argument(&search, next);
    }
    if (blame->part->op == PL_OP_NAME) {
        blame->symbol = blame->part->index;
    }
    if (search.graph != NULL && !isfinite(evaluate(&search, blame->part, NULL))) {
        describe(&search, blame);
    }
    pl_graph_destroy(search.graph);
}

void
pl_blame_finish(struct pl_blame *blame)
{
    pl_text_finish(&blame->text);
}
