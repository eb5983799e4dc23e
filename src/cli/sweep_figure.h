/*
 * sweep_figure.h - what the two pictures of a sweep share: curves over one quantity, and
 * a map of two.
 */
#ifndef PL_CLI_SWEEP_FIGURE_H
#define PL_CLI_SWEEP_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cli/sweep_picture.h"

struct picture_page;
struct pl_diags;
struct pl_frame;
struct pl_text;
struct sweep_plan;
struct sweep_run;

/** Tables of a template, at most. */
#define SWEEP_FIGURE_TABLES ((size_t)5)

struct sweep_figure {
    const struct sweep_run *run;
    const struct sweep_plan *plan;
    const struct sweep_view *view;
    const struct sweep_shape *shape;
    bool together; /* the readouts are the curves of one plot; else each has its own */
    size_t n_plots, n_curves;
    struct pl_frame *tables[SWEEP_FIGURE_TABLES];
    bool has_gaps; /* curves: a point has no value */
    bool has_line; /* a map has a line at fold 1 */
};

/** True where the axis has cells. */
bool sweep_figure_is_text(const struct sweep_figure *figure);

/** Append what a plot, or a curve, is called; nothing for the only plot. */
void sweep_figure_put_plot(const struct sweep_figure *figure, size_t plot,
                           struct pl_text *text);
void sweep_figure_put_curve(const struct sweep_figure *figure, size_t curve,
                            struct pl_text *text);

/** Fill the tables (sweep_curves.c, sweep_map.c), then draw them. */
PL_MUST_USE enum pl_status sweep_curves_fill(struct sweep_figure *figure,
                                             struct pl_diags *diags);
PL_MUST_USE enum pl_status sweep_curves_draw(const struct sweep_figure *figure,
                                             const struct picture_page *page,
                                             struct pl_diags *diags);
PL_MUST_USE enum pl_status sweep_map_fill(struct sweep_figure *figure,
                                          struct pl_diags *diags);
PL_MUST_USE enum pl_status sweep_map_draw(const struct sweep_figure *figure,
                                          const struct picture_page *page,
                                          struct pl_diags *diags);

#endif
