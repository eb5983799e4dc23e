/*
 * factor.h - a quantity that a sweep varies: one --vary.
 *
 *     name=lo..hi[:lin|log][:n]   any parameter, dose, fraction or initial value; a
 *                                 unit on the upper end serves both ends: 0.01..100nM
 *     cell=a,b,c                  rows of the table of cells; "cell=all" for every one
 *     name, cell                  without a range: a column that the design's file has
 *
 * A name is a symbol's own; or else that of a drug or a target, as in --drug and
 * --inhibit. So the name of a species that is a target too is the species; a warning
 * says what its inhibition is. A model without a table of cells may have a symbol named
 * "cell".
 *
 * `drug_…` and `inhibit_…` (also by the drug's or target's own name) act from time 0
 * on, everything else holds before the rest.
 */
#ifndef PL_STUDY_FACTOR_H
#define PL_STUDY_FACTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;

enum pl_factor_kind { PL_FACTOR_NUMBER, PL_FACTOR_CELL };

struct pl_factor {
    enum pl_factor_kind kind;
    char *text;       /* as the user wrote it, for messages */
    char *name;       /* the symbol's name, or "cell": the column of results */
    size_t symbol;    /* PL_NONE for cells */
    bool before_rest; /* else from time 0 on */
    double low, high; /* [model unit] low < high; both NaN for cells, without a range,
                           and in a design from a file */
    bool logarithmic;
    size_t n_levels; /* in a grid; 0 when not said; for cells their number */
    size_t *cells;   /* rows of the table of cells, shape (n_levels); NULL for numbers,
                           without a list, and in a design from a file */
};

/** Levels of a number in a grid when --vary does not say. */
#define PL_FACTOR_LEVELS 11

/**
 * @param factor  filled; all zero after an error
 * @return PL_OK; PL_ERR_NAME for an unknown name or cell (near ones hinted);
 *         PL_ERR_OPTION for what does not parse, an empty or reversed range, a
 *         logarithmic range that holds 0 or less, n = 0 or beyond PL_DESIGN_MAX_POINTS,
 *         a fraction outside 0 to 1, a negative dose, a missing or unknown unit, a
 *         name that cannot be set, a cell named twice; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_factor_parse(const struct pl_context *context,
                                           const char *text, struct pl_diags *diags,
                                           struct pl_factor *factor);
/** Accepts a factor that is all zero. */
void pl_factor_finish(struct pl_factor *factor);

/**
 * The value at a share of the range, 0 <= share <= 1; both ends to the bit. For cells
 * the row number, as a double: equal parts of 0 to 1 for each. Uses the elementary
 * functions of expr/elementary.h: the same bits on every machine, as said there.
 */
double pl_factor_at(const struct pl_factor *factor, double share);

/**
 * Level i of n in a grid: both ends included to the bit; n = 1 is the lower end. A
 * level that lies within rounding of a number of 12 digits or less is that number, so
 * that 0.01..100:log:5 holds 0.01, 0.1, 1, 10 and 100, and 0..1:11 holds 0.3. For cells
 * the row number of cells[i].
 */
double pl_factor_level(const struct pl_factor *factor, size_t i, size_t n);

#endif
