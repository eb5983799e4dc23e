/*
 * contour.h - where values over a grid have one level: a line, in pieces.
 */
#ifndef PL_ANALYSIS_CONTOUR_H
#define PL_ANALYSIS_CONTOUR_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** Values over a grid; all is borrowed. */
struct pl_contour_grid {
    const double *x, *y;  /* shape (n_x), (n_y), ascending; logarithms for a log axis */
    size_t n_x, n_y;      /* any number; less than 2 of one have no cell between them */
    const double *values; /* shape (n_y, n_x), row-major; NaN for none */
};

/** A straight piece, from one side of a cell of the grid to another. */
struct pl_contour_piece {
    double x[2], y[2];
};

/**
 * The pieces of the line at a level. Along each side of a cell values are linear; where
 * two corners across from each other are above the level and two below, their mean says
 * which two belong together. A value that is the level counts as above. Cells with a
 * corner without a value have no piece.
 *
 * @param pieces  receives shape (n), freed with free(); NULL for none
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: linear in the grid.
 * Source: marching squares, after Lorensen & Cline 1987, Comput Graph 21:163.
 */
PL_MUST_USE enum pl_status pl_contour_find(const struct pl_contour_grid *grid,
                                           double level, struct pl_diags *diags,
                                           struct pl_contour_piece **pieces, size_t *n);

#endif
