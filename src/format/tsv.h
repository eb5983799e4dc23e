/*
 * tsv.h - reading tables: tab- or comma-separated text with a header row.
 *
 * The cells and drugs beside a model, and a user's measurements, come in this form.
 */
#ifndef PL_FORMAT_TSV_H
#define PL_FORMAT_TSV_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_frame;
struct pl_source;

/**
 * Read a table into a frame of text columns. The separator is a comma when the source's
 * name ends in ".csv", else a tab. Lines that start with '#' and empty lines are passed
 * over; quotes as in RFC 4180; a carriage return before the end of a line is dropped.
 *
 * @return PL_OK; PL_ERR_SYNTAX for no header, two columns of one name, a row with more
 * or fewer cells than the header, an open quote: the message names file and line;
 *         PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tsv_read(const struct pl_source *source,
                                       struct pl_diags *diags, struct pl_frame **out);

/**
 * Turn a text column into numbers, in place. Empty, "nan" (in any case) and "NA" become
 * NaN.
 * @return PL_OK; PL_ERR_SYNTAX naming `where` (the file), row and column of each cell
 *         that is no finite number, and PL_ERR_NOMEM: the column is as before. Rows are
 *         counted from 1 behind the header, without comments and empty lines.
 */
PL_MUST_USE enum pl_status pl_tsv_numbers(struct pl_frame *frame, size_t column,
                                          const char *where, struct pl_diags *diags);

#endif
