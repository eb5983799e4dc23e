/*
 * sweep_picture.h - the picture of a sweep, and its sentence: one quantity as curves, two
 * as a map.
 */
#ifndef PL_CLI_SWEEP_PICTURE_H
#define PL_CLI_SWEEP_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/index.h"
#include "base/status.h"
#include "study/ensemble.h"

struct pl_diags;
struct pl_factor;
struct pl_text;
struct sweep_plan;
struct sweep_run;

/** How the points of a design lie on a page. Zero it before the first use. */
struct sweep_shape {
    bool is_map; /* both quantities have axes; else each level upwards is a curve */
    size_t across, up;     /* factors; `up` is PL_NONE where one varies */
    size_t n_across, n_up; /* levels; n_up is 1 where one varies */
    double
        *levels[2];   /* across, up: shape (n_across), (n_up), ascending; cells are rows
                          of their table, in the order of the design */
    uint64_t *points; /* shape (n_up, n_across), row-major */
};

/**
 * Before any work: can the points be drawn?
 * @return PL_OK; PL_ERR_OPTION for more or less than one or two factors, two that are no
 *         full grid, a part of a sweep, more values than a page shows; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status sweep_shape_init(const struct sweep_plan *plan,
                                            struct pl_diags *diags,
                                            struct sweep_shape *shape);
/** Accepts one that is all zero. */
void sweep_shape_finish(struct sweep_shape *shape);

/** True for an axis on which levels stand by their logarithms. */
bool sweep_shape_is_log(const struct sweep_plan *plan, const struct sweep_shape *shape,
                        bool upwards);

/** All numbers of a sweep, looked at as they lie on a page. */
struct sweep_view {
    const struct sweep_plan *plan;
    const struct sweep_shape *shape;
    const double *values;     /* shape (plan->n, n_measures), as the table tells them */
    struct pl_weighted *room; /* shape (n_members): work space */
    const double *weights;    /* shape (n_members); NULL: all alike */
};

/** Every measure of a point: of an ensemble median and band, else thrice the value. */
struct pl_band sweep_view_at(const struct sweep_view *view, size_t measure, size_t up,
                             size_t across);

/** Append what a factor is called: "everolimus", "inhibition of mTORC1". */
void sweep_put_factor(const struct sweep_plan *plan, size_t factor,
                      struct pl_text *text);

/** Append a level with its unit: "20 nM"; of cells the cell. */
void sweep_put_level(const struct sweep_plan *plan, size_t factor, double level,
                     struct pl_text *text);

/** Append factor and level: "everolimus 20 nM"; of cells the cell. */
void sweep_put_place(const struct sweep_plan *plan, size_t factor, double level,
                     struct pl_text *text);

/** Append one sentence for each measure: how far it goes, and where folds pass 1. */
void sweep_put_sentences(const struct sweep_view *view, struct pl_text *text);

/**
 * Before any work: has a page room for it?
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status sweep_figure_check(const struct sweep_plan *plan,
                                              const struct sweep_shape *shape,
                                              struct pl_diags *diags);

/**
 * Draw run->opts->account.plot, with a caption if one is asked for.
 * @return as picture_page_draw
 */
PL_MUST_USE enum pl_status sweep_figure_draw(const struct sweep_run *run,
                                             const struct sweep_view *view);

/**
 * With --plot: find run->shape, and make room for the numbers in run->drawn.
 * @return as sweep_shape_init and sweep_figure_check
 */
PL_MUST_USE enum pl_status sweep_picture_prepare(struct sweep_run *run);

/**
 * When all points are done: the picture, then sentences and methods on the screen, as far
 * as the table does not go there.
 * @return as sweep_figure_draw and cli_show
 */
PL_MUST_USE enum pl_status sweep_picture_make(const struct sweep_run *run);

/** Append the caption. */
void sweep_put_caption(const struct sweep_run *run, struct pl_text *text);

#endif
