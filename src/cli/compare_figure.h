/*
 * compare_figure.h - treatments side by side, as small plots.
 */
#ifndef PL_CLI_COMPARE_FIGURE_H
#define PL_CLI_COMPARE_FIGURE_H

#include <stddef.h>

#include "base/status.h"

struct arms_plan;
struct pl_comparison;

/** More plots than this are not read on one page. */
#define COMPARE_MAX_PLOTS ((size_t)16)

/**
 * Before any run: are there few enough plots for a page?
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status compare_figure_check(const struct arms_plan *plan,
                                                size_t n_readouts);

/**
 * Draw one plot for each panel and readout, into the file of --plot.
 * @return as pl_picture_write
 */
PL_MUST_USE enum pl_status compare_figure_draw(const struct arms_plan *plan,
                                               const struct pl_comparison *comparison);

#endif
