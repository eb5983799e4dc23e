/*
 * formula.c - making the nodes of a formula.
 */
#include "expr/formula.h"

#include <string.h>

#include "base/arena.h"
#include "base/index.h"

static struct pl_formula *
make(struct pl_arena *arena, struct pl_span span, enum pl_op op)
{
    struct pl_formula *formula = pl_arena_alloc(arena, 1, sizeof *formula);

    if (formula == NULL) {
        return NULL;
    }
    formula->op = op;
    formula->span = span;
    formula->index = PL_NONE;
    formula->depth = 1;
    return formula;
}

static bool
copy_arguments(struct pl_arena *arena, struct pl_formula *formula,
               struct pl_formula *const *arguments, size_t n_arguments)
{
    if (n_arguments == 0) {
        return true;
    }
    formula->arguments =
        pl_arena_alloc(arena, n_arguments, sizeof(struct pl_formula *));
    if (formula->arguments == NULL) {
        return false;
    }
    formula->n_arguments = n_arguments;
    for (size_t k = 0; k < n_arguments; k++) {
        if (arguments[k] == NULL) {
            return false;
        }
        formula->arguments[k] = arguments[k];
        if (formula->depth <= arguments[k]->depth) {
            formula->depth = arguments[k]->depth + 1;
        }
    }
    return true;
}

struct pl_formula *
pl_formula_number(struct pl_arena *arena, struct pl_span span, double number)
{
    struct pl_formula *formula = make(arena, span, PL_OP_NUMBER);

    if (formula != NULL) {
        formula->number = number;
    }
    return formula;
}

struct pl_formula *
pl_formula_name(struct pl_arena *arena, struct pl_span span, enum pl_op op,
                const char *name, size_t length)
{
    struct pl_formula *formula = make(arena, span, op);

    if (formula == NULL) {
        return NULL;
    }
    formula->name = pl_arena_text(arena, name, length);
    return formula->name != NULL ? formula : NULL;
}

struct pl_formula *
pl_formula_apply(struct pl_arena *arena, struct pl_span span, enum pl_op op,
                 const char *name, struct pl_formula *const *arguments,
                 size_t n_arguments)
{
    struct pl_formula *formula = make(arena, span, op);

    if (formula == NULL || !copy_arguments(arena, formula, arguments, n_arguments)) {
        return NULL;
    }
    if (name != NULL) {
        formula->name = pl_arena_text(arena, name, strlen(name));
        if (formula->name == NULL) {
            return NULL;
        }
    }
    return formula;
}

struct pl_formula *
pl_formula_copy(struct pl_arena *arena, const struct pl_formula *formula)
{
    struct pl_formula **arguments =
        pl_arena_alloc(arena, formula->n_arguments + 1, sizeof *arguments);
    struct pl_formula *copy = NULL;

    if (arguments == NULL) {
        return NULL;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        arguments[k] = pl_formula_copy(arena, formula->arguments[k]);
    }
    copy = pl_formula_apply(arena, formula->span, formula->op, formula->name, arguments,
                            formula->n_arguments);
    if (copy != NULL) {
        copy->number = formula->number;
        copy->index = formula->index;
    }
    return copy;
}

bool
pl_formula_is_number(const struct pl_formula *formula, double *value)
{
    double sign = 1.0;

    while (formula->op == PL_OP_NEGATE) {
        sign = -sign;
        formula = formula->arguments[0];
    }
    if (formula->op != PL_OP_NUMBER) {
        return false;
    }
    *value = sign * formula->number;
    return true;
}
