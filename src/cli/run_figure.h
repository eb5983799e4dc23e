/*
 * run_figure.h - a time course as a picture.
 */
#ifndef PL_CLI_RUN_FIGURE_H
#define PL_CLI_RUN_FIGURE_H

#include <stdbool.h>

#include "base/status.h"

struct pl_bands;
struct pl_context;
struct pl_data;
struct pl_diags;
struct pl_timecourse;
struct pl_treatment;

/** What is drawn; everything is borrowed. */
struct run_figure {
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_timecourse *course; /* of an ensemble: its medians */
    const struct pl_bands *bands;       /* NULL for a run */
    bool all;                   /* every readout of the run, not only the first ones */
    const struct pl_data *data; /* measured points; may hold none */
    const char *caption;        /* NULL for none */
};

/** Draw the curves: folds in a treated run, else levels; with their bands. */
PL_MUST_USE enum pl_status run_figure_draw(const struct run_figure *figure,
                                           const char *path, struct pl_diags *diags);

#endif
