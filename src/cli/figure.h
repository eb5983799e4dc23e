/*
 * figure.h - a time course as a picture.
 */
#ifndef PL_CLI_FIGURE_H
#define PL_CLI_FIGURE_H

#include <stdbool.h>

#include "base/status.h"

struct pl_context;
struct pl_data;
struct pl_diags;
struct pl_timecourse;
struct pl_treatment;

/**
 * Draw the curves: folds in a treated run, else levels.
 * @param all   every readout of the run, not only the first ones
 * @param data  measured points; may hold none
 * @param caption  NULL for none
 */
PL_MUST_USE enum pl_status figure_draw(const struct pl_context *context,
                                       const struct pl_treatment *treatment,
                                       const struct pl_timecourse *course, bool all,
                                       const struct pl_data *data, const char *caption,
                                       const char *path, struct pl_diags *diags);

#endif
