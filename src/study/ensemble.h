/*
 * ensemble.h - many parameter sets for one model, and the bands that they give.
 *
 * A table (tab separated, or comma separated when its name ends in .csv) with a row for
 * each set, its members. Columns are parameters or starting values, in the model's own
 * units, and perhaps `weight`, `group`, `conditionId` and `conditionName`: a table of
 * variants (context.h) is an ensemble, too. What a member sets stands above the model's
 * own values, the cell and the variant, and below `set`, background and cut.
 */
#ifndef PL_STUDY_ENSEMBLE_H
#define PL_STUDY_ENSEMBLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_action;
struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_program;
struct pl_treatment;

/** More members than this is a mistake. */
#define PL_ENSEMBLE_MAX_MEMBERS ((size_t)1000000)

/** The columns that are no parameters: a share of the whole, and a name for several
 * members that belong together. */
#define PL_ENSEMBLE_WEIGHT "weight"
#define PL_ENSEMBLE_GROUP "group"

/**
 * @return PL_OK; PL_ERR_IO, PL_ERR_SYNTAX as of a table, and for a cell that is empty or
 *         no number (row and column named); PL_ERR_OPTION for no row or too many, no
 *         column of a parameter, a weight below 0, weights that are all 0, a column that
 *         is a dose or a fraction (it begins at 0), or that follows its formula;
 *         PL_ERR_NAME for a column that the model does not have (near ones hinted);
 *         PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_ensemble_read(const struct pl_context *context,
                                            const char *path, struct pl_diags *diags,
                                            struct pl_ensemble **out);
/** Accepts NULL. */
void pl_ensemble_destroy(struct pl_ensemble *ensemble);

/** How many members; 1 for NULL, which stands for the model's own values. */
size_t pl_ensemble_n(const struct pl_ensemble *ensemble);

/** shape (n): 0 or more, their sum is 1. NULL for NULL. */
const double *pl_ensemble_weights(const struct pl_ensemble *ensemble);

/** The file's name as it was given. */
const char *pl_ensemble_path(const struct pl_ensemble *ensemble);

/** What the file is, for captions: 16 hexadecimal digits that follow from its bytes. */
const char *pl_ensemble_digest(const struct pl_ensemble *ensemble);

/** What a member is called: its conditionId, or its row, "1" for the first. Borrowed. */
const char *pl_ensemble_name(const struct pl_ensemble *ensemble, size_t member);

/** What the sets hold: the symbols of their columns, shape (n). Borrowed. */
const size_t *pl_ensemble_symbols(const struct pl_ensemble *ensemble, size_t *n);

/** A member's values of these symbols: shape (n). Borrowed. */
const double *pl_ensemble_values(const struct pl_ensemble *ensemble, size_t member);

/** True when a symbol is one of them. False for NULL. */
bool pl_ensemble_holds(const struct pl_ensemble *ensemble, size_t symbol);

/**
 * What a treatment sets before the rest stands above all sets alike: the first such action
 * on one of their columns, NULL for none. A step, at 0 or later, is none. Borrowed.
 * @param ensemble  NULL for none
 */
const struct pl_action *pl_ensemble_find_set(const struct pl_ensemble *ensemble,
                                             const struct pl_treatment *treatment);

/** What a member's group is called; NULL in a table without such a column. Borrowed. */
const char *pl_ensemble_group(const struct pl_ensemble *ensemble, size_t member);

/** Put a member's values into inputs. @param inputs  shape (program->n_inputs) */
void pl_ensemble_apply(const struct pl_ensemble *ensemble, size_t member,
                       const struct pl_program *program, double *inputs);

/** A number and what it counts. */
struct pl_weighted {
    double value, weight;
};

/** Median, and 5 and 95 % of the weight. */
struct pl_band {
    double low, median, high;
};

/**
 * The band of one number over all members. NaN (a member that failed, a fold that there
 * is not) is passed over; of no number at all the band is NaN.
 *
 * In order, value k stands at (w_1 + ... + w_k - w_k / 2) / (w_1 + ... + w_n); between
 * these places quantiles are linear, beyond them constant. Source: Hyndman & Fan 1996,
 * Am Stat 50:361, definition 5, with weights.
 *
 * @param values   n of them, each `stride` behind the one before
 * @param weights  shape (n); NULL: all alike
 * @param room     work space, shape (n)
 */
struct pl_band pl_band_of(const double *values, size_t stride, const double *weights,
                          size_t n, struct pl_weighted *room);

#endif
