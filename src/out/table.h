/*
 * table.h - frames and curves on a terminal.
 */
#ifndef PL_OUT_TABLE_H
#define PL_OUT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_frame;
struct pl_text;

/** What the terminal can show. */
struct pl_style {
    bool utf8;    /* else plain ASCII */
    bool colour;  /* ANSI colours */
    size_t width; /* [column]; 0 for no limit */
};

enum pl_align { PL_ALIGN_LEFT, PL_ALIGN_RIGHT };

/**
 * Append the frame as a table: a row of headers (label, unit in brackets), then the
 * rows, columns padded to their widest cell and two blanks apart. Numbers have 4
 * significant digits, NaN is "–". Where a line would be wider than the terminal the last
 * column, if it is text, goes on below itself; where there is no room for that, the last
 * text column is cut with an ellipsis. Without utf8 every cell is put in ASCII, as by
 * pl_table_to_ascii.
 *
 * @param align  shape (n_columns), or NULL: numbers right, texts left
 */
void pl_table_print(const struct pl_frame *frame, const enum pl_align *align,
                    const struct pl_style *style, struct pl_text *text);

/**
 * Replace what ASCII cannot show: "–" by "-", "…" by "...", "µ" by "u", "→" by "->",
 * "β" by "beta", "é" by "e", blocks of sparklines by their ASCII form; the rest by "?".
 */
void pl_table_to_ascii(struct pl_text *text);

/**
 * Append a curve as a row of `n_cells` blocks, "▁▂▃▄▅▆▇█" (ASCII: "_.-=+*#@"), each the
 * mean of its share of the points, scaled from 0 to the largest mean; from the smallest
 * when means are negative. Points that are not finite are passed over, a cell without
 * any other is a blank. So a constant is a row of full blocks, a constant 0 or below one
 * of the lowest.
 */
void pl_sparkline(const double *values, size_t n, size_t n_cells,
                  const struct pl_style *style, struct pl_text *text);

#endif
