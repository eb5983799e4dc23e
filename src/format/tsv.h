/*
 * tsv.h - reading tables: tab- or comma-separated text with a header row.
 *
 * The cells and drugs beside a model, and a user's measurements, come in this form.
 */
#ifndef PL_FORMAT_TSV_H
#define PL_FORMAT_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_frame;
struct pl_source;

/**
 * Who wants the cells of a table, in the order of the text; what is handed over is
 * borrowed for the call. The first status that is not PL_OK is the answer of the reading;
 * PL_ERR_NOMEM ends it.
 */
struct pl_tsv_handler {
    void *context;
    /** The header. @param names  shape (n_columns), all different */
    enum pl_status (*names)(void *context, const char *const *names, size_t n_columns);
    /** @param row  from 0 on;  @param column  < n_columns */
    enum pl_status (*cell)(void *context, size_t row, size_t column, const char *cell);
};

/**
 * Go through a table without keeping it. The separator is a comma when the source's name
 * ends in ".csv", else a tab. Lines that start with '#' and empty lines are passed over;
 * quotes as in RFC 4180; a carriage return before the end of a line is dropped.
 *
 * @param handler  NULL to look for faults and count alone
 * @param n_rows   receives the rows below the header; may be NULL
 * @return PL_OK; PL_ERR_SYNTAX for no header, one that has only separators of the other
 *         kind, a column without a name, two of one name, a row with more or fewer cells
 *         than the header, a quote inside a cell or an open one: the message names file
 *         and line; what the handler answered; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tsv_scan(const struct pl_source *source,
                                       const struct pl_tsv_handler *handler,
                                       struct pl_diags *diags, size_t *n_rows);

/** Read a table into a frame of text columns. @return as pl_tsv_scan */
PL_MUST_USE enum pl_status pl_tsv_read(const struct pl_source *source,
                                       struct pl_diags *diags, struct pl_frame **out);

/** The number in a cell; empty, "nan" (in any case) and "NA" are NaN.
 * @return false when it is no number, or not finite */
bool pl_tsv_number(const char *cell, double *number);

/**
 * Turn a text column into numbers, in place, by pl_tsv_number.
 * @return PL_OK; PL_ERR_SYNTAX naming `where` (the file), row and column of each cell
 *         that is no finite number, and PL_ERR_NOMEM: the column is as before. Rows are
 *         counted from 1 behind the header, without comments and empty lines.
 */
PL_MUST_USE enum pl_status pl_tsv_numbers(struct pl_frame *frame, size_t column,
                                          const char *where, struct pl_diags *diags);

#endif
