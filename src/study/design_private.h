/*
 * design_private.h - what the files of factors and designs share (study/ only).
 */
#ifndef PL_STUDY_DESIGN_PRIVATE_H
#define PL_STUDY_DESIGN_PRIVATE_H

#include <stddef.h>

#include "model/roles.h"
#include "study/design.h"

struct pl_offers;

/** The column of cells in a design's file, and the name of such a factor. */
#define PL_FACTOR_CELL_NAME "cell"

/**
 * What a name of --vary or of a column means: kind, symbol and before_rest.
 *
 * @param factor  the rest of it stays as it is
 * @return PL_OK; PL_ERR_NAME for a name that there is not; PL_ERR_OPTION for a symbol
 *         that cannot be set. Says nothing: the caller does.
 */
PL_MUST_USE enum pl_status pl_factor_find(const struct pl_context *context,
                                          const char *name, struct pl_factor *factor);

/** PL_ROLE_DRUG, PL_ROLE_TARGET, or PL_N_ROLES for a plain number. */
enum pl_role pl_factor_role(const struct pl_context *context,
                            const struct pl_factor *factor);

/** Add what can be varied: inputs of the program, and drugs and targets by name. */
void pl_factor_offer(const struct pl_context *context, struct pl_offers *offers);

/** The column of results: a symbol's name, or PL_FACTOR_CELL_NAME. Borrowed. */
const char *pl_factor_column(const struct pl_context *context,
                             const struct pl_factor *factor);

/**
 * Warn of a species by its own name, where its inhibition may have been meant.
 * @param subject  what the warning is about: "mTORC1=0..1"
 */
void pl_factor_warn(const struct pl_context *context, const struct pl_factor *factor,
                    const char *subject, struct pl_diags *diags);

/** The points of a file, or of a table in memory. */
struct pl_design_rows {
    struct pl_factor *factors; /* shape (n_factors), one for each column */
    size_t n_factors;
    const double *values; /* shape (n_rows, n_factors), row-major: `own` or borrowed */
    double *own;          /* of a file, else NULL */
    size_t n_rows;        /* > 0 */
};

/**
 * @param rows  filled; all zero after an error. To be finished with
 *              pl_design_rows_finish
 * @return as pl_design_create has it for files
 */
PL_MUST_USE enum pl_status pl_design_rows_read(const struct pl_context *context,
                                               const char *path, struct pl_diags *diags,
                                               struct pl_design_rows *rows);
/** The same from a table in memory. @return as pl_design_create_table has it */
PL_MUST_USE enum pl_status
pl_design_rows_borrow(const struct pl_context *context, const char *const *names,
                      size_t n_columns, const double *values, size_t n_points,
                      struct pl_diags *diags, struct pl_design_rows *rows);
/** Accepts rows that are all zero. */
void pl_design_rows_finish(struct pl_design_rows *rows);

#endif
