/*
 * loops_figure.h - which loops rule a run, as a picture.
 */
#ifndef PL_CLI_LOOPS_FIGURE_H
#define PL_CLI_LOOPS_FIGURE_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_loops;
struct pl_treatment;

/** Groups that have a name in the picture; others are one grey area for each sign. */
#define LOOPS_FIGURE_GROUPS 6

/**
 * Stacked shares over time, reinforcing loops above zero and balancing ones below.
 * @param caption  NULL for none
 */
PL_MUST_USE enum pl_status loops_figure_draw(const struct pl_context *context,
                                             const struct pl_treatment *treatment,
                                             const struct pl_loops *loops,
                                             const char *caption, const char *path,
                                             struct pl_diags *diags);

#endif
