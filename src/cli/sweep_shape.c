/*
 * sweep_shape.c - how the points of a design lie on a page.
 */
#include "cli/sweep_picture.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "cli/sweep_plan.h"
#include "study/design.h"
#include "study/factor.h"

/* [-] More points than this no page shows, and more numbers are not kept for one. */
#define MOST_POINTS UINT64_C(40000)
#define MOST_VALUES UINT64_C(20000000)

/* [level] A second quantity with so few is a family of curves, where the first has at
 * least so many. */
#define FEW ((size_t)4)
#define ENOUGH ((size_t)8)

/* [-] A quantity that spans so much has a logarithmic axis, where --vary does not say. */
#define WIDE 100.0

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static size_t
find_level(const double *levels, size_t n, double value)
{
    for (size_t k = 0; k < n; k++) {
        if (levels[k] == value) {
            return k;
        }
    }
    return n;
}

/* The different values of a factor, as many as a full grid of two leaves room for. */
static enum pl_status
find_levels(const struct sweep_plan *plan, size_t factor, struct pl_diags *diags,
            double **out, size_t *n)
{
    const uint64_t n_points = sweep_plan_n_points(plan);
    const bool is_cell = pl_design_factor(plan->design, factor)->kind == PL_FACTOR_CELL;
    double *levels = calloc((size_t)n_points + 1, sizeof *levels);
    double *values = calloc(plan->n_factors + 1, sizeof *values);
    size_t n_levels = 0;

    *out = levels;
    *n = 0;
    if (levels == NULL || values == NULL) {
        free(values);
        return pl_diag_no_memory(diags, "the plot");
    }
    for (uint64_t k = 0; k < n_points; k++) {
        pl_design_point(plan->design, k, values);
        levels[k] = values[factor];
    }
    if (!is_cell) {
        qsort(levels, (size_t)n_points, sizeof *levels, compare);
    }
    for (size_t k = 0; k < (size_t)n_points; k++) {
        const bool is_new = is_cell
                                ? find_level(levels, n_levels, levels[k]) == n_levels
                                : n_levels == 0 || levels[n_levels - 1] != levels[k];

        if (is_new) {
            levels[n_levels++] = levels[k];
        }
    }
    *n = n_levels;
    free(values);
    return PL_OK;
}

/* Where a value stands among the levels of its factor. */
static size_t
place_of(const struct sweep_plan *plan, size_t factor, const double *levels, size_t n,
         double value)
{
    const double *found = NULL;

    if (pl_design_factor(plan->design, factor)->kind == PL_FACTOR_CELL) {
        return find_level(levels, n, value);
    }
    found = bsearch(&value, levels, n, sizeof *levels, compare);
    return found != NULL ? (size_t)(found - levels) : n;
}

static enum pl_status
refuse_scatter(struct pl_diags *diags)
{
    pl_diag_error(
        diags, PL_ERR_OPTION, NULL,
        "--plot draws two quantities as a map of a full grid, and these points "
        "are none");
    pl_diag_hint(diags, "use --design grid, vary one quantity alone, or leave --plot "
                        "out");
    return PL_ERR_OPTION;
}

/* Which point lies where. */
static enum pl_status
place_points(const struct sweep_plan *plan, struct pl_diags *diags,
             struct sweep_shape *shape)
{
    const uint64_t n_points = sweep_plan_n_points(plan);
    double *values = calloc(plan->n_factors + 1, sizeof *values);
    enum pl_status status = PL_OK;

    shape->points = calloc((size_t)n_points + 1, sizeof *shape->points);
    if (values == NULL || shape->points == NULL) {
        free(values);
        return pl_diag_no_memory(diags, "the plot");
    }
    for (uint64_t k = 0; k < n_points; k++) {
        shape->points[k] = UINT64_MAX;
    }
    for (uint64_t k = 0; k < n_points && status == PL_OK; k++) {
        size_t across = 0;
        size_t up = 0;
        uint64_t *place = NULL;

        pl_design_point(plan->design, k, values);
        across = place_of(plan, shape->across, shape->levels[0], shape->n_across,
                          values[shape->across]);
        if (shape->up != PL_NONE) {
            up = place_of(plan, shape->up, shape->levels[1], shape->n_up,
                          values[shape->up]);
        }
        place = &shape->points[up * shape->n_across + across];
        if (*place != UINT64_MAX) { /* two at one place: another has none */
            status = refuse_scatter(diags);
        }
        *place = k;
    }
    free(values);
    return status;
}

static void
swap_axes(struct sweep_shape *shape)
{
    const struct sweep_shape old = *shape;

    shape->across = old.up;
    shape->up = old.across;
    shape->n_across = old.n_up;
    shape->n_up = old.n_across;
    shape->levels[0] = old.levels[1];
    shape->levels[1] = old.levels[0];
}

/* Is each level of a factor a curve over the other? Cells are, and a handful of levels. */
static bool
is_family(const struct sweep_plan *plan, size_t factor, size_t n, size_t n_other)
{
    return pl_design_factor(plan->design, factor)->kind == PL_FACTOR_CELL || n == 1 ||
           (n <= FEW && n_other >= ENOUGH);
}

static void
choose_form(const struct sweep_plan *plan, struct sweep_shape *shape)
{
    if (shape->up == PL_NONE) {
        return;
    }
    if (is_family(plan, shape->across, shape->n_across, shape->n_up) &&
        !is_family(plan, shape->up, shape->n_up, shape->n_across)) {
        swap_axes(shape);
    }
    shape->is_map = !is_family(plan, shape->up, shape->n_up, shape->n_across);
}

/* What no page shows, told without looking at a point. */
static enum pl_status
check_plan(const struct sweep_plan *plan, struct pl_diags *diags)
{
    const uint64_t n = sweep_plan_n_points(plan);

    if (plan->n_shards > 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--plot draws a whole sweep, and --shard is a part of one");
        pl_diag_hint(diags, "leave one of the two out");
        return PL_ERR_OPTION;
    }
    if (plan->n_factors < 1 || plan->n_factors > 2) {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "--plot draws one quantity as curves or two as a map, and %zu vary",
            plan->n_factors);
        pl_diag_hint(diags, plan->n_factors == 0
                                ? "name one with --vary, or leave --plot out"
                                : "hold the others by --set, or leave --plot out");
        return PL_ERR_OPTION;
    }
    if (n > MOST_POINTS) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%" PRIu64 " points are more than the %" PRIu64
                      " that --plot shows on a page",
                      n, MOST_POINTS);
        pl_diag_hint(diags, "take fewer levels, or leave --plot out");
        return PL_ERR_OPTION;
    }
    if (plan->n * plan->n_measures > MOST_VALUES) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%" PRIu64 " numbers (runs times readouts) are more than the "
                      "%" PRIu64 " that --plot keeps",
                      plan->n * plan->n_measures, MOST_VALUES);
        pl_diag_hint(diags, "name fewer with --readout, or leave --plot out");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum pl_status
sweep_shape_init(const struct sweep_plan *plan, struct pl_diags *diags,
                 struct sweep_shape *shape)
{
    enum pl_status status = check_plan(plan, diags);

    *shape = (struct sweep_shape){.up = PL_NONE, .n_up = 1};
    if (status == PL_OK && plan->n_factors == 2) {
        shape->across = 1; /* the one that moves fastest, as the table reads */
        shape->up = 0;
        status = find_levels(plan, shape->up, diags, &shape->levels[1], &shape->n_up);
    }
    if (status == PL_OK) {
        status = find_levels(plan, shape->across, diags, &shape->levels[0],
                             &shape->n_across);
    }
    if (status == PL_OK && shape->up != PL_NONE &&
        (uint64_t)shape->n_up * shape->n_across != sweep_plan_n_points(plan)) {
        status = refuse_scatter(diags);
    }
    if (status == PL_OK && shape->up == PL_NONE &&
        shape->n_across != sweep_plan_n_points(plan)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--plot draws one point for each value of '%s', and the design "
                      "has one twice",
                      pl_design_factor(plan->design, 0)->name);
        pl_diag_hint(diags, "take it out of the table, or leave --plot out");
        status = PL_ERR_OPTION;
    }
    if (status == PL_OK) {
        choose_form(plan, shape);
        status = place_points(plan, diags, shape);
    }
    return status;
}

void
sweep_shape_finish(struct sweep_shape *shape)
{
    free(shape->levels[0]);
    free(shape->levels[1]);
    free(shape->points);
    *shape = (struct sweep_shape){0};
}

bool
sweep_shape_is_log(const struct sweep_plan *plan, const struct sweep_shape *shape,
                   bool upwards)
{
    const struct pl_factor *factor =
        pl_design_factor(plan->design, upwards ? shape->up : shape->across);
    const double *levels = shape->levels[upwards];
    const size_t n = upwards ? shape->n_up : shape->n_across;

    if (factor->kind == PL_FACTOR_CELL || !(levels[0] > 0.0)) {
        return false;
    }
    return isnan(factor->low) ? levels[n - 1] >= WIDE * levels[0] : factor->logarithmic;
}
