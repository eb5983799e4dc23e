/*
 * branches.h - where the formulas of readouts go from one branch to another, and which
 * readouts a quartic cannot follow.
 *
 * A formula may jump or bend where a comparison, min, max, abs, floor or ceil in it
 * changes sides. That happens where a quantity goes through 0 or a whole number, which
 * is smooth itself: it is given along with the readouts, and found as exactly as time
 * allows. Between two such moments the formula is smooth.
 *
 * Owns     its lists.
 * Threads  const once made.
 */
#ifndef PL_STUDY_BRANCHES_H
#define PL_STUDY_BRANCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;
struct pl_kernels;
struct pl_selection;

/** What the shape of a readout between its branches is; 0: linear, without branches. */
enum {
    PL_SHAPE_CURVED = 1,  /* it is not linear in the states and in time */
    PL_SHAPE_BRANCHED = 2 /* a branch below is one of its formula's */
};

enum pl_branch_kind {
    PL_BRANCH_SIGN,  /* of a, or of a - b */
    PL_BRANCH_FLOOR, /* of a */
    PL_BRANCH_CEIL
};

/** What a value is a sum of, at most PL_MOST_TERMS: it is rounded as they are. */
struct pl_branch_terms {
    size_t first, n; /* in `terms` below; none for what is no sum */
};

/** With more, sums of many terms would make for long rows; of further ones the sums are
 * terms. */
#define PL_MOST_TERMS ((size_t)8)

struct pl_branch {
    enum pl_branch_kind kind;
    size_t a, b;    /* where the values stand in a selection; b: PL_NONE for 0 */
    bool is_curved; /* … and they are not linear in the states and in time */
    struct pl_branch_terms terms[2];
};

struct pl_branches {
    size_t n_symbols;
    unsigned char *shapes;        /* shape (n_symbols): PL_SHAPE_… */
    struct pl_branch_terms *sums; /* shape (n_symbols): none where the shape is 0 */
    size_t n;
    struct pl_branch *list; /* shape (n) */
    bool any_curved;        /* of them */
    size_t n_terms;
    size_t *terms; /* shape (n_terms): where the values stand in a selection */
    size_t n_slots;
    uint32_t *slots; /* shape (n_slots): what a selection gives behind its symbols */
};

/**
 * @param symbols    shape (n): of the model, as of pl_selection_init
 * @param is_wanted  shape (n): those that are looked at; the others have the shape 0
 * @param is_quartic inside a step the states are quartics of time, or of a lower degree
 * @param branches   filled; to be finished also after an error
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_branches_init(struct pl_branches *branches,
                                            const struct pl_kernels *kernels,
                                            const size_t *symbols, size_t n,
                                            const bool *is_wanted, bool is_quartic,
                                            struct pl_diags *diags);
/** Accepts branches that are all zero. */
void pl_branches_finish(struct pl_branches *branches);

/**
 * The selection of the symbols, with what the branches read behind them.
 *
 * @param kernels    of the same program, for any number of lanes
 * @param symbols    those of pl_branches_init
 * @param selection  filled; pl_selection_finish frees what is in it
 * @return as pl_selection_init
 */
PL_MUST_USE enum pl_status pl_branches_select(const struct pl_branches *branches,
                                              const struct pl_kernels *kernels,
                                              const size_t *symbols,
                                              struct pl_diags *diags,
                                              struct pl_selection *selection);

/**
 * The side that a branch is on: any other number is another side. NaN where it cannot
 * be told.
 * @param values  one of the selection's rows
 */
double pl_branch_side(const struct pl_branch *branch, const double *values);

/** What goes through 0, or through whole numbers; and the side where it has a value. */
double pl_branch_value(const struct pl_branch *branch, const double *values);
double pl_branch_side_of(const struct pl_branch *branch, double value);

/** The largest |value| that it is made of: a value may be nothing but rounding beside
 * it. */
double pl_branch_size(const struct pl_branches *branches,
                      const struct pl_branch *branch, const double *values);

/** The same of a sum, or of a symbol's. */
double pl_branches_size(const struct pl_branches *branches,
                        const struct pl_branch_terms *terms, const double *values);

#endif
