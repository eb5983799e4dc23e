/*
 * explain_figure.h - a fold that was taken apart, as a picture.
 */
#ifndef PL_CLI_EXPLAIN_FIGURE_H
#define PL_CLI_EXPLAIN_FIGURE_H

#include "base/status.h"

struct explain_plan;

/** Before any run: do the small plots fit on a page? @return PL_OK; PL_ERR_OPTION */
PL_MUST_USE enum pl_status explain_figure_check(const struct explain_plan *plan);

/**
 * Draw a waterfall for each time (and, of several cells or variants, for each of them at
 * the time in focus): from untreated over everything else and the loops to the fold.
 * @return as pl_picture_write
 */
PL_MUST_USE enum pl_status explain_figure_draw(const struct explain_plan *plan);

#endif
