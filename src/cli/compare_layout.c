/*
 * compare_layout.c - where the plots of a comparison stand on the page.
 */
#include "cli/compare_drawing.h"

#include <math.h>

#include "analysis/compare.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "out/plot_layout.h"

/* [unit] Around the plots: names of axes and tics on the left and below, titles above. */
#define LEFT 120.0
#define RIGHT 24.0
#define TOP 150.0
#define BOTTOM 96.0

/* [unit] Between two plots side by side: the second has tics of its own. */
#define GAP 62.0

/* [unit] Small plots: the names of the axes take less; what is between two of them. */
#define SMALL_TOP 116.0
#define SMALL_BOTTOM 82.0
#define SMALL_GAP_X 26.0
#define SMALL_GAP_Y 16.0

/* [unit] Fonts of their names, the room above them, and a line. */
#define NAME_SIZE 20.0
#define SMALL_NAME_SIZE 16.0
#define LEAST_NAME_SIZE 13.0
#define NAME_GAP 6.0
#define LINE_HEIGHT 1.22

/* [unit] A legend beside small plots; away from the plots left of it and above. */
#define LEGEND_WIDTH 290.0
#define LEGEND_GAP_X 18.0
#define LEGEND_GAP_Y 26.0

/* [unit] The name of the time axis is left of it, so that a legend may go down. */
#define X_NAME_END 720.0

/* Columns of small plots, at most. */
#define MAX_COLUMNS ((size_t)6)

/* [-] A plot that is wider for its height is no better. */
#define BEST_SHAPE 1.4

/* One way to place small plots. */
struct grid {
    size_t n_columns, n_rows;
    bool is_beside;       /* the legend, right of all; else in the last places */
    double width, height; /* [unit] of a plot */
    double name_size;
    size_t name_lines;
};

struct compare_box
compare_box_of(const struct compare_drawing *drawing, size_t plot)
{
    struct compare_box box = drawing->first;

    box.left += drawing->pitch_x * (double)(plot % drawing->n_columns);
    box.bottom -= drawing->pitch_y * (double)(plot / drawing->n_columns);
    return box;
}

/* [column] The longest name of a plot. */
static size_t
longest_name(const struct compare_drawing *drawing)
{
    size_t longest = 0;

    for (size_t p = 0; p < drawing->n_plots; p++) {
        struct pl_text text;
        size_t width = 0;

        pl_text_init(&text);
        compare_put_name(drawing, p, &text);
        width = pl_text_width(pl_text_string(&text));
        longest = width > longest ? width : longest;
        pl_text_finish(&text);
    }
    return longest;
}

/* What must not be torn apart by the end of a row: the readouts of a panel, or the
 * variants of a cell. */
static size_t
belonging(const struct compare_drawing *drawing)
{
    const size_t n = drawing->comparison->n_readouts > 1
                         ? drawing->comparison->n_readouts
                     : drawing->plan->n_cells > 1 ? drawing->plan->n_variants
                                                  : 1;

    return n <= MAX_COLUMNS ? n : 1;
}

static double
height_of_names(const struct grid *grid)
{
    return NAME_GAP + LINE_HEIGHT * grid->name_size * (double)grid->name_lines;
}

/* Plots in so many columns. @param longest  [column] name of a plot */
static struct grid
make_grid(const struct compare_drawing *drawing, size_t n_columns, bool is_beside,
          size_t longest, double foot)
{
    const size_t n_places = drawing->n_plots + (is_beside ? 0 : 1);
    const double columns = (double)n_columns;
    const double names = COMPARE_CHARACTER_WIDTH * (double)longest;
    struct grid grid = {.n_columns = n_columns,
                        .n_rows = (n_places + n_columns - 1) / n_columns,
                        .is_beside = is_beside,
                        .name_size = SMALL_NAME_SIZE,
                        .name_lines = 1};
    const double rows = (double)grid.n_rows;

    grid.width = (PL_PAGE_WIDTH - LEFT - RIGHT - (columns - 1.0) * SMALL_GAP_X -
                  (is_beside ? LEGEND_WIDTH : 0.0)) /
                 columns;
    if (names * grid.name_size > grid.width) {
        /* Words do not fill two lines. */
        grid.name_lines = 2;
        grid.name_size =
            fmax(fmin(grid.name_size, 1.7 * grid.width / names), LEAST_NAME_SIZE);
    }
    grid.height = ((1.0 - foot) * PL_PAGE_HEIGHT - SMALL_TOP - SMALL_BOTTOM -
                   (rows - 1.0) * SMALL_GAP_Y) /
                      rows -
                  height_of_names(&grid);
    return grid;
}

/* The one with the largest plots. */
static struct grid
choose_grid(const struct compare_drawing *drawing, double foot)
{
    const size_t longest = longest_name(drawing);
    const size_t step = belonging(drawing);
    struct grid best = {0};
    double most = -INFINITY;

    for (size_t k = 0; k < 2 * (MAX_COLUMNS / step); k++) {
        const struct grid grid =
            make_grid(drawing, step * (k / 2 + 1), k % 2 == 1, longest, foot);
        const double size = fmin(grid.width / BEST_SHAPE, grid.height);

        if (size > most) {
            most = size;
            best = grid;
        }
    }
    return best;
}

/* Right of all plots, or in the last row what is left of it. */
static void
place_legend(struct compare_drawing *drawing, const struct grid *grid, double foot)
{
    const double right = PL_PAGE_WIDTH - RIGHT;
    const double least = foot * PL_PAGE_HEIGHT + 16.0;

    if (grid->is_beside) {
        drawing->legend = (struct compare_box){
            .left = right - LEGEND_WIDTH + LEGEND_GAP_X,
            .bottom = foot * PL_PAGE_HEIGHT + SMALL_BOTTOM,
            .width = LEGEND_WIDTH - LEGEND_GAP_X,
            .height = (1.0 - foot) * PL_PAGE_HEIGHT - SMALL_TOP - SMALL_BOTTOM,
        };
    } else {
        drawing->legend = compare_box_of(drawing, drawing->n_plots);
        drawing->legend.left += LEGEND_GAP_X;
        drawing->legend.width = right - drawing->legend.left;
        drawing->legend.height += height_of_names(grid) - LEGEND_GAP_Y;
        if (drawing->legend.left > X_NAME_END) {
            drawing->legend.height += drawing->legend.bottom - least;
            drawing->legend.bottom = least;
        }
    }
}

static void
arrange_small(struct compare_drawing *drawing, double foot)
{
    const struct grid grid = choose_grid(drawing, foot);

    drawing->n_columns = grid.n_columns;
    drawing->n_rows = grid.n_rows;
    drawing->name_size = grid.name_size;
    drawing->name_lines = grid.name_lines;
    drawing->pitch_x = grid.width + SMALL_GAP_X;
    drawing->pitch_y = grid.height + SMALL_GAP_Y + height_of_names(&grid);
    drawing->first = (struct compare_box){
        .left = LEFT,
        .bottom = PL_PAGE_HEIGHT - SMALL_TOP - height_of_names(&grid) - grid.height,
        .width = grid.width,
        .height = grid.height};
    place_legend(drawing, &grid, foot);
}

static void
arrange_large(struct compare_drawing *drawing, double foot)
{
    const double bottom = foot * PL_PAGE_HEIGHT + BOTTOM;
    const double height = PL_PAGE_HEIGHT - TOP - bottom;
    const double n = (double)drawing->n_plots;
    double labels = 0.0;
    double width = 0.0;

    drawing->n_columns = drawing->n_plots;
    drawing->n_rows = 1;
    compare_choose_labels(drawing, height);
    labels = COMPARE_TAG_GAP +
             COMPARE_CHARACTER_WIDTH * drawing->label_size * (double)drawing->widest;
    width = (PL_PAGE_WIDTH - LEFT - (n - 1.0) * GAP - 8.0) / n - labels;
    drawing->first = (struct compare_box){LEFT, bottom, width, height};
    drawing->pitch_x = width + labels + GAP;
    drawing->name_size =
        fmax(fmin(NAME_SIZE, (width + labels) / COMPARE_CHARACTER_WIDTH /
                                 (double)(longest_name(drawing) + 1)),
             LEAST_NAME_SIZE);
    drawing->name_lines = 1;
}

void
compare_arrange(struct compare_drawing *drawing, double foot)
{
    drawing->is_small = drawing->n_plots > 2;
    if (drawing->is_small) {
        arrange_small(drawing, foot);
    } else {
        arrange_large(drawing, foot);
    }
}
