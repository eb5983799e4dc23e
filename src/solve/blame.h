/*
 * blame.h - which part of a formula made its value infinite or not a number.
 *
 * For messages alone: it walks the formula as its author wrote it, slowly, with the
 * values that the symbols have.
 */
#ifndef PL_SOLVE_BLAME_H
#define PL_SOLVE_BLAME_H

#include <stddef.h>

#include "base/text.h"

struct pl_formula;
struct pl_model;

struct pl_blame {
    const struct pl_formula *part; /* smallest part of the formula with that value */
    size_t symbol;                 /* when `part` is a name: its symbol, else PL_NONE */
    struct pl_text text; /* "the divisor 'A + B' is 0"; "" when nothing is known */
    size_t zero;         /* an input in that divisor that is 0, or PL_NONE */
};

/**
 * @param time    [model time]
 * @param values  shape (n_symbols)
 * @param blame   to be finished with pl_blame_finish
 */
void pl_blame_find(const struct pl_model *model, const struct pl_formula *formula,
                   double time, const double *values, struct pl_blame *blame);

void pl_blame_finish(struct pl_blame *blame);

#endif
