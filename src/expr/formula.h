/*
 * formula.h - an expression as its author wrote it: a tree with a span at each node.
 *
 * A reader (Antimony, later SBML) builds formulas; the model keeps them for messages
 * and for people; compiling turns them into the shared graph (graph.h), which has no
 * places.
 *
 * Owns     nothing: nodes live in the arena that they were made in.
 */
#ifndef PL_EXPR_FORMULA_H
#define PL_EXPR_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "expr/op.h"

struct pl_arena;
struct pl_text;

/**
 * The deepest tree that is accepted, so that whoever walks a formula may recurse. A
 * chain a + b + c + … is one node with many arguments, not a deep tree.
 */
#define PL_FORMULA_MAX_DEPTH 1000

struct pl_formula {
    enum pl_op op;
    struct pl_span span; /* covers the spans of the arguments */
    double number;       /* PL_OP_NUMBER */
    const char *name;    /* PL_OP_NAME, PL_OP_ARGUMENT, PL_OP_CALL: as written */
    size_t index; /* which symbol, argument or function; PL_NONE until resolved */
    size_t n_arguments;
    struct pl_formula **arguments; /* shape (n_arguments) */
    unsigned depth;                /* 1 for a leaf */
};

/**
 * New nodes; NULL when memory is out, or when an argument is NULL. The depth is counted,
 * not limited: that is the reader's part.
 */
struct pl_formula *pl_formula_number(struct pl_arena *arena, struct pl_span span,
                                     double number);
struct pl_formula *pl_formula_name(struct pl_arena *arena, struct pl_span span,
                                   enum pl_op op, const char *name, size_t length);
/** `arguments` is copied. @param name  for PL_OP_CALL, else NULL */
struct pl_formula *pl_formula_apply(struct pl_arena *arena, struct pl_span span,
                                    enum pl_op op, const char *name,
                                    struct pl_formula *const *arguments,
                                    size_t n_arguments);

/** The same formula in an arena of its own; NULL when memory is out. */
struct pl_formula *pl_formula_copy(struct pl_arena *arena,
                                   const struct pl_formula *formula);

/** True when it is a number, perhaps with signs: then *value is set. */
bool pl_formula_is_number(const struct pl_formula *formula, double *value);

/**
 * Append the formula in Antimony's syntax, with the fewest parentheses that keep its
 * meaning; reading it again gives the same tree. An && beside an || always has
 * parentheses, because Antimony gives the two one level.
 */
void pl_formula_print(const struct pl_formula *formula, struct pl_text *text);

#endif
