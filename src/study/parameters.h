/*
 * parameters.h - the table of parameters beside a model: in which range each constant may
 * lie, and how sure its value is.
 *
 * PEtab's parameter table: parameterId, parameterScale (lin, log or log10), lowerBound,
 * upperBound (both on the linear scale), nominalValue (the model's own, or empty) and
 * estimate (0 or 1). Columns of ours: basis (what the value rests on: set,
 * fitted, held or free) and note.
 */
#ifndef PL_STUDY_PARAMETERS_H
#define PL_STUDY_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_frame;

/** A row of the table. */
struct pl_parameter {
    size_t symbol;
    double low, high;         /* [model unit] low < high */
    bool logarithmic;         /* the range is even in ln; low > 0 then */
    bool estimated;           /* one of those that are varied when nobody says which */
    const char *basis, *note; /* "" for none. Borrowed */
};

/**
 * Check a table whose ids are there and differ, and turn its bounds into numbers.
 *
 * @param path  for messages
 * @return PL_OK; PL_ERR_MODEL for a missing column, an id that the model does not have or
 *         that cannot be set, an unknown scale, bounds that are empty, reversed or not
 *         above 0 where the scale is logarithmic, a nominal value outside its bounds or
 *         other than the model's, an estimate that is neither 0 nor 1; PL_ERR_SYNTAX for
 *         a cell that is no number; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_parameters_check(const struct pl_context *context,
                                               struct pl_frame *table, const char *path,
                                               struct pl_diags *diags);

/** How many rows the model's table has; 0 without one. */
size_t pl_parameters_n(const struct pl_context *context);

/** @param row  < pl_parameters_n */
struct pl_parameter pl_parameters_row(const struct pl_context *context, size_t row);

/** @return false, and nothing is filled in, for a symbol without a row */
bool pl_parameters_find(const struct pl_context *context, size_t symbol,
                        struct pl_parameter *parameter);

#endif
