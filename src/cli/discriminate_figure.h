/*
 * discriminate_figure.h - measurements that tell rivals apart, as a picture.
 */
#ifndef PL_CLI_DISCRIMINATE_FIGURE_H
#define PL_CLI_DISCRIMINATE_FIGURE_H

#include <stddef.h>

#include "base/status.h"

struct arms_plan;
struct pl_discrimination;

/**
 * Draw the best experiments, into the file of --plot.
 * @return as pl_picture_write
 */
PL_MUST_USE enum pl_status
discriminate_figure_draw(const struct arms_plan *plan,
                         const struct pl_discrimination *discrimination, size_t most);

#endif
