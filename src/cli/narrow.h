/*
 * narrow.h - tables that fit the terminal.
 */
#ifndef PL_CLI_NARROW_H
#define PL_CLI_NARROW_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_frame;

/** [column] Between two columns of a table. */
#define NARROW_GAP ((size_t)2)

/** [column] The widest text of a column of texts, its heading included. */
size_t narrow_column(const struct pl_frame *frame, size_t column);

/** [column] What a frame of texts takes as a table. */
size_t narrow_width(const struct pl_frame *frame);

/** [column] The same when one column is no wider than `least`. */
size_t narrow_least(const struct pl_frame *frame, size_t column, size_t least);

/**
 * Cut the texts of one column with an ellipsis, so that the table fits; but not below a
 * width at which they say nothing.
 * @param width  [column] of the terminal; 0 for no limit
 */
PL_MUST_USE enum pl_status narrow_cut(struct pl_frame *frame, size_t column,
                                      size_t width, struct pl_diags *diags);

/**
 * Break the texts of one column between words, so that the table fits: what is left of a
 * text stands in rows of its own below, with nothing in the other columns.
 * @param frame  of texts; receives the new one
 * @param width  [column] of the terminal; 0 for no limit
 */
PL_MUST_USE enum pl_status narrow_wrap(struct pl_frame **frame, size_t column,
                                       size_t width, struct pl_diags *diags);

#endif
