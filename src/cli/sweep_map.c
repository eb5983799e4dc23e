/*
 * sweep_map.c - a sweep over two quantities as a map, as tables for sweep-map.gp.
 */
#include "cli/sweep_figure.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/contour.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/picture_page.h"
#include "cli/sweep_run.h"
#include "out/picture.h"
#include "study/measure.h"

/* [-] A fold so near to 1 is 1: nothing but rounding parts them. */
#define ROUNDING 1e-6

/* [-] Colours of folds reach so far from 1 at least, else less than that looks like much. */
#define LEAST_REACH 1.25

/* [-] … and a little beyond the values. */
#define BEYOND 1.05

enum table { CELLS, LINES, PANELS, N_TABLES };

static const char *const table_names[N_TABLES] = {"cells", "lines", "panels"};

/* One axis: its levels, and the edges of the boxes around them. */
struct axis {
    bool is_log;
    size_t n;
    const double *levels; /* shape (n) */
    double *places;       /* shape (n): as they stand, logarithms on a log axis */
    double *edges;        /* shape (n + 1) */
};

struct filling {
    struct sweep_figure *figure;
    struct axis axes[2]; /* across, up */
    double *heights;     /* shape (n_up, n_across): logarithms of folds */
    struct pl_sheet sheets[N_TABLES];
};

static double
unplace(const struct axis *axis, double place)
{
    return axis->is_log ? exp(place) : place;
}

/* Halfway between two levels, and half a level beyond the ends. */
static enum pl_status
init_axis(const struct sweep_figure *figure, bool upwards, struct pl_diags *diags,
          struct axis *axis)
{
    const struct sweep_shape *shape = figure->shape;
    const size_t n = upwards ? shape->n_up : shape->n_across;

    axis->is_log = sweep_shape_is_log(figure->plan, shape, upwards);
    axis->n = n;
    axis->levels = shape->levels[upwards];
    axis->places = calloc(n, sizeof *axis->places);
    axis->edges = calloc(n + 1, sizeof *axis->edges);
    if (axis->places == NULL || axis->edges == NULL) {
        return pl_diag_no_memory(diags, "the plot");
    }
    for (size_t k = 0; k < n; k++) {
        axis->places[k] = axis->is_log ? log(axis->levels[k]) : axis->levels[k];
    }
    for (size_t k = 1; k < n; k++) {
        axis->edges[k] = unplace(axis, 0.5 * (axis->places[k - 1] + axis->places[k]));
    }
    axis->edges[0] =
        unplace(axis, axis->places[0] - 0.5 * (axis->places[1] - axis->places[0]));
    axis->edges[n] = unplace(
        axis, axis->places[n - 1] + 0.5 * (axis->places[n - 1] - axis->places[n - 2]));
    return PL_OK;
}

/* The boxes of one map, and how far its values go. */
static void
put_cells(struct filling *filling, size_t plot, double *low, double *high)
{
    const struct axis *across = &filling->axes[0];
    const struct axis *up = &filling->axes[1];
    struct pl_sheet *sheet = &filling->sheets[CELLS];

    for (size_t row = 0; row < up->n; row++) {
        for (size_t column = 0; column < across->n; column++) {
            const double value =
                sweep_view_at(filling->figure->view, plot, row, column).median;

            *low = fmin(*low, value); /* fmin and fmax pass NaN over */
            *high = fmax(*high, value);
            filling->heights[row * across->n + column] =
                value > 0.0 ? log(value) : (double)NAN;
            if (isnan(value)) {
                continue;
            }
            pl_sheet_row(sheet);
            pl_sheet_number(sheet, (double)plot + 1.0);
            pl_sheet_number(sheet, across->edges[column]);
            pl_sheet_number(sheet, across->edges[column + 1]);
            pl_sheet_number(sheet, up->edges[row]);
            pl_sheet_number(sheet, up->edges[row + 1]);
            pl_sheet_number(sheet, value);
        }
    }
}

/* Where folds are 1. */
static enum pl_status
put_line(struct filling *filling, size_t plot, struct pl_diags *diags)
{
    const struct axis *across = &filling->axes[0];
    const struct axis *up = &filling->axes[1];
    const struct pl_contour_grid grid = {across->places, up->places, across->n, up->n,
                                         filling->heights};
    struct pl_sheet *sheet = &filling->sheets[LINES];
    struct pl_contour_piece *pieces = NULL;
    size_t n = 0;
    enum pl_status status;

    for (size_t k = 0; k < across->n * up->n; k++) {
        if (fabs(filling->heights[k]) < ROUNDING) {
            filling->heights[k] = 0.0;
        }
    }
    status = pl_contour_find(&grid, 0.0, diags, &pieces, &n);
    for (size_t k = 0; k < n; k++) {
        pl_sheet_row(sheet);
        pl_sheet_number(sheet, (double)plot + 1.0);
        for (size_t end = 0; end < 2; end++) {
            pl_sheet_number(sheet, unplace(across, pieces[k].x[end]));
            pl_sheet_number(sheet, unplace(up, pieces[k].y[end]));
        }
    }
    filling->figure->has_line = filling->figure->has_line || n > 0;
    free(pieces);
    return status;
}

static enum pl_status
put_map(struct filling *filling, size_t plot, struct pl_diags *diags)
{
    const struct sweep_figure *figure = filling->figure;
    struct pl_sheet *sheet = &filling->sheets[PANELS];
    double low = (double)INFINITY;
    double high = -(double)INFINITY;
    double reach = 0.0;
    struct pl_text name;
    enum pl_status status = PL_OK;

    put_cells(filling, plot, &low, &high);
    if (!(low <= high)) { /* no point has a value: the page says so by its grey */
        low = high = 0.0;
    }
    if (figure->plan->measures[plot].kind == PL_MEASURE_FOLD && low > 0.0) {
        reach = fmax(BEYOND * fmax(high, 1.0 / low), LEAST_REACH);
        status = put_line(filling, plot, diags);
    }
    pl_text_init(&name);
    sweep_figure_put_plot(figure, plot, &name);
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &name);
    pl_sheet_number(sheet, low);
    pl_sheet_number(sheet, high > low ? high : low + 1.0);
    pl_sheet_number(sheet, reach);
    return status;
}

static void
begin(struct filling *filling, struct pl_diags *diags)
{
    static const char *const cells[] = {"plot", "x0", "x1", "y0", "y1", "value"};
    static const char *const lines[] = {"plot", "x0", "y0", "x1", "y1"};
    static const char *const panels[] = {"low", "high", "reach"};

    for (size_t t = 0; t < N_TABLES; t++) {
        filling->sheets[t] = pl_sheet_begin(false, diags);
    }
    pl_sheet_add_numbers(&filling->sheets[CELLS], cells, 6);
    pl_sheet_add_numbers(&filling->sheets[LINES], lines, 5);
    pl_sheet_add_text(&filling->sheets[PANELS], "name", NULL);
    pl_sheet_add_numbers(&filling->sheets[PANELS], panels, 3);
}

enum pl_status
sweep_map_fill(struct sweep_figure *figure, struct pl_diags *diags)
{
    const struct sweep_shape *shape = figure->shape;
    struct filling filling = {.figure = figure};
    enum pl_status status = init_axis(figure, false, diags, &filling.axes[0]);

    if (status == PL_OK) {
        status = init_axis(figure, true, diags, &filling.axes[1]);
    }
    if (status == PL_OK) {
        filling.heights =
            calloc(shape->n_up * shape->n_across, sizeof *filling.heights);
        if (filling.heights == NULL) {
            status = pl_diag_no_memory(diags, "the plot");
        }
    }
    if (status == PL_OK) {
        begin(&filling, diags);
        for (size_t p = 0; p < figure->n_plots && status == PL_OK; p++) {
            status = put_map(&filling, p, diags);
        }
        for (size_t t = 0; t < N_TABLES; t++) {
            const enum pl_status ended =
                pl_sheet_end(&filling.sheets[t], &figure->tables[t]);

            status = status == PL_OK ? ended : status;
        }
    }
    for (size_t k = 0; k < 2; k++) {
        free(filling.axes[k].places);
        free(filling.axes[k].edges);
    }
    free(filling.heights);
    return status;
}

enum pl_status
sweep_map_draw(const struct sweep_figure *figure, const struct picture_page *page,
               struct pl_diags *diags)
{
    const struct sweep_shape *shape = figure->shape;
    struct axis axes[2] = {{0}, {0}};
    enum pl_status status = init_axis(figure, false, diags, &axes[0]);

    if (status == PL_OK) {
        status = init_axis(figure, true, diags, &axes[1]);
    }
    if (status == PL_OK) {
        const struct pl_picture_number numbers[] = {
            {"x_min", axes[0].edges[0]},
            {"x_max", axes[0].edges[shape->n_across]},
            {"y_min", axes[1].edges[0]},
            {"y_max", axes[1].edges[shape->n_up]},
            {"x_log", axes[0].is_log ? 1.0 : 0.0},
            {"y_log", axes[1].is_log ? 1.0 : 0.0},
        };
        struct pl_picture_table tables[N_TABLES];
        const struct pl_picture picture = {
            .template_name = "sweep-map.gp",
            .tables = tables,
            .n_tables = N_TABLES,
            .numbers = numbers,
            .n_numbers = sizeof numbers / sizeof *numbers,
        };

        for (size_t t = 0; t < N_TABLES; t++) {
            tables[t] = (struct pl_picture_table){table_names[t], figure->tables[t]};
        }
        status =
            picture_page_draw(page, &picture, figure->run->opts->account.plot, diags);
    }
    for (size_t k = 0; k < 2; k++) {
        free(axes[k].places);
        free(axes[k].edges);
    }
    return status;
}
