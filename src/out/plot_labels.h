/*
 * plot_labels.h - texts in a plot: cut or broken to fit, and moved apart.
 */
#ifndef PL_OUT_PLOT_LABELS_H
#define PL_OUT_PLOT_LABELS_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_text;

/**
 * Append a text from outside on one line: line ends and tabs become blanks, what cannot
 * be shown '?'; cut with an ellipsis beyond `columns`.
 */
void pl_plot_put_line(const char *string, size_t columns, struct pl_text *text);

/**
 * Append a label on as many lines as it takes, line ends between them, where it is wider
 * than `columns`: broken at blanks if it has any, the last line cut with an ellipsis if
 * need be.
 * @param most   lines, at least 1
 * @param width  [column] receives that of the widest line
 * @return the number of lines, 0 for an empty label
 */
size_t pl_plot_put_lines(const char *label, size_t columns, size_t most,
                         struct pl_text *text, size_t *width);

/**
 * Move labels apart, as little as possible (the sum of squares is the least), order
 * kept, all between 0 and 1. Where there is no room they are squeezed alike.
 *
 * @param heights  shape (n), of each label
 * @param places   shape (n), wanted middles, ascending; receives the new ones
 * Cost: O(n).
 */
PL_MUST_USE enum pl_status pl_plot_spread(const double *heights, size_t n,
                                          struct pl_diags *diags, double *places);

#endif
