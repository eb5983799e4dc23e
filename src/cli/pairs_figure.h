/*
 * pairs_figure.h - a ranking of pairs as a picture.
 */
#ifndef PL_CLI_PAIRS_FIGURE_H
#define PL_CLI_PAIRS_FIGURE_H

#include <stddef.h>

#include "base/status.h"

struct arms_plan;
struct pl_pairs;

/**
 * Draw the first pairs of the only panel, and the best ones that break a limit, into
 * the file of --plot.
 * @return as pl_picture_write
 */
PL_MUST_USE enum pl_status pairs_figure_draw(const struct arms_plan *plan,
                                             const struct pl_pairs *pairs, size_t most);

#endif
