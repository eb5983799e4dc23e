/*
 * split.h - a rate as the gains and losses that it is made of, a rule as its parts.
 *
 * A rate is taken apart at its + and -, through parentheses and functions. A product with
 * a sum in it is multiplied out where that tells ways apart:
 *
 *     (a + b)*x            one sum, all of one sign: two ways side by side
 *     k*(a - x)            a difference, all else held, that alone drives the rate or whose
 *                          sides both move: what draws x to a
 *     v*(A - B/K)          of a reaction A -> B: there and back
 *
 * The last two are not for a reaction that goes one way (=>). A share that is left, as in
 * k*E*(1 - x), stays with what acts on it. What is not multiplied out is as its author
 * wrote it.
 */
#ifndef PL_MODEL_SPLIT_H
#define PL_MODEL_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

struct pl_diags;
struct pl_formula;
struct pl_model;
struct pl_reaction;

/** More terms than this are not told apart: the formula is one term. */
#define PL_SPLIT_MAX_PARTS ((size_t)256)

/** One term of a sum, or one factor of a product. */
struct pl_part {
    bool negative;                    /* of a sum: it is taken off */
    bool inverse;                     /* of a product: it is divided by */
    const struct pl_formula *formula; /* of the model, or in `memory` below */
};

/** Zero it before the first use; pl_parts_finish frees what is in it. */
struct pl_parts {
    struct pl_arena memory;
    size_t n;
    struct pl_part *parts; /* shape (n): at least one */
    bool is_product;       /* they are factors; else terms */
};

/**
 * The terms of a rate law or a rate rule; their sum is the formula.
 * @param reaction  whose law it is; NULL for a rule
 * @param parts     empty after an error
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_split_rate(const struct pl_model *model,
                                         const struct pl_formula *formula,
                                         const struct pl_reaction *reaction,
                                         struct pl_diags *diags,
                                         struct pl_parts *parts);

/**
 * An assignment rule as it is written: the terms of a sum, the factors of a product with
 * their signs in the first of them, or the whole.
 * @return as pl_split_rate
 */
PL_MUST_USE enum pl_status pl_split_rule(const struct pl_model *model,
                                         const struct pl_formula *formula,
                                         struct pl_diags *diags,
                                         struct pl_parts *parts);

void pl_parts_finish(struct pl_parts *parts);

#endif
