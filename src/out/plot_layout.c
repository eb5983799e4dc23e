/*
 * plot_layout.c - where things go in a plot: axes, tics, rows of windows, labels beside
 * the ends of the curves.
 */
#include "out/plot_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "out/picture_draw.h"
#include "out/plot.h"
#include "out/plot_labels.h"

/* All sizes below are in units of the page, columns aside. */
#define MARGIN_LEFT 80.0   /* the y axis and its name, without its numbers */
#define NUMBER_WIDTH 13.6  /* of a digit beside the axis */
#define LEAST_NUMBER 2     /* [column] room for "10", so that axes mostly agree */
#define MARGIN_BOTTOM 98.0 /* the same of x */
#define MARGIN_TOP 120.0   /* title and subtitle */
#define MARGIN_RIGHT 34.0  /* where no label is */
#define TAG_GAP 30.0       /* from the axes to the labels; leader lines cross it */
#define TAG_END_GAP 16.0   /* from the labels to the edge of the page */
#define TAG_SIZE 26.0      /* font size of labels, and the smallest one */
#define TAG_SIZE_LEAST 8.0
#define TAG_COLUMNS 22 /* of one line of a label */
#define TAG_LINES 2
#define LINE_HEIGHT 1.22 /* times the font size */
#define BAR_SIZE 22.0    /* font size above the bars */
#define BAR_HEIGHT 42.0  /* of a row, its text included */
#define MAX_ROWS 6       /* windows beyond these are shaded only */

/* Mean width of a character as a share of the font size; with Arial and its likes
 * 0.5 for small letters, 0.67 for capitals. Too small and labels are cut off. */
#define CHARACTER_WIDTH 0.55

/* The axis is logarithmic when the largest values of two curves differ by more. A curve
 * that falls to nothing does not ask for it: that it falls is plain to see. */
#define LOG_RATIO 1e3

/* A logarithmic axis goes down to this share of the lowest curve's largest value. */
#define LOG_DEPTH 1e-2

/* Of the largest value: what lies less below zero is a rounding error. */
#define ZERO_TOLERANCE 5e-3

/* More than an axis ever has: 6 or so, or one for each decade. */
#define MAX_TICS 16

/* Left free above the largest value, as a share of the axis. */
#define HEADROOM 0.03

/* A label gets a leader line when it was moved by more than this share of a line, or
 * when its curve ends more than this share of the axis before the right end. */
#define MOVED 0.3
#define ENDED_EARLY 0.01

/* What the values need. */
struct extent {
    double least, most; /* of all values; least > most when there are none */
    double lowest_most; /* the smallest of the curves' largest values */
    double highest_most;
};

/* A label and where it wants to be, to sort. */
struct wish {
    double place;
    size_t index;
};

static void
widen(double value, double *least, double *most)
{
    if (isfinite(value)) {
        *least = value < *least ? value : *least;
        *most = value > *most ? value : *most;
    }
}

static bool
is_inside(const struct pl_plot *plot, double x)
{
    return x >= 0.0 && x <= plot->x_max;
}

/* The values of one curve and its points, error bars aside when they reach below 0. */
static void
widen_by_curve(const struct pl_plot *plot, const struct pl_plot_curve *curve,
               double *least, double *most)
{
    for (size_t i = 0; i < curve->n; i++) {
        if (is_inside(plot, curve->x[i])) {
            widen(curve->y[i], least, most);
            /* a band that reaches 0 is no reason against a log axis */
            widen(curve->low != NULL && curve->low[i] != 0.0 ? curve->low[i] : NAN,
                  least, most);
            widen(curve->high != NULL ? curve->high[i] : NAN, least, most);
        }
    }
    for (size_t i = 0; i < curve->n_data; i++) {
        double y = curve->data_y[i];
        double sd = curve->data_sd != NULL ? curve->data_sd[i] : NAN;

        if (is_inside(plot, curve->data_x[i])) {
            widen(y, least, most);
            widen(y + sd, least, most);
            if (y < 0.0 || y - sd > 0.0) {
                widen(y - sd, least, most);
            }
        }
    }
}

static struct extent
measure_values(const struct pl_plot *plot)
{
    struct extent extent = {INFINITY, -INFINITY, INFINITY, -INFINITY};

    for (size_t i = 0; i < plot->n_curves; i++) {
        double least = INFINITY;
        double most = -INFINITY;

        widen_by_curve(plot, &plot->curves[i], &least, &most);
        widen(least, &extent.least, &extent.most);
        widen(most, &extent.least, &extent.most);
        widen(most, &extent.lowest_most, &extent.highest_most);
    }
    return extent;
}

/* 1, 2 or 5 times a power of ten, not below `least`. */
static double
round_step(double least)
{
    double power = pow(10.0, floor(log10(least)));
    double digit = least / power;

    return power * (digit <= 1.0   ? 1.0
                    : digit <= 2.0 ? 2.0
                    : digit <= 5.0 ? 5.0
                                   : 10.0);
}

double
pl_plot_time_step(double x_max)
{
    static const double steps[] = {1.0,  2.0,  3.0,  6.0,   12.0,
                                   24.0, 48.0, 96.0, 168.0, 336.0};

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        double parts = x_max / steps[i];

        if (steps[i] > 3.0 && fmod(x_max, 12.0) != 0.0) {
            break; /* 30 or 90 may well be minutes: no sixes there */
        }
        if (parts >= 4.0 && parts <= 8.0 && parts == floor(parts)) {
            return steps[i];
        }
    }
    return round_step(x_max / 6.0);
}

static void
set_log_axis(const struct extent *extent, double reference,
             struct pl_plot_layout *layout)
{
    double least = fmax(extent->least, extent->lowest_most * LOG_DEPTH);
    double most = extent->most;
    double decades = 0.0;

    if (reference > 0.0 && isfinite(reference)) {
        widen(reference, &least, &most);
    }
    least = floor(log10(least));
    most = ceil(log10(most));
    decades = ceil((most - least) / 8.0); /* between tics */
    layout->is_log = true;
    layout->y_min = pow(10.0, least);
    layout->y_max = pow(10.0, most);
    layout->y_step = pow(10.0, decades);
}

static void
set_linear_axis(const struct extent *extent, double reference,
                struct pl_plot_layout *layout)
{
    double least = fmin(extent->least, 0.0);
    double most = fmax(extent->most, 0.0);

    if (isfinite(reference)) {
        widen(reference, &least, &most);
    }
    if (most == least) {
        most = 1.0;
    }
    if (-least < ZERO_TOLERANCE * most) {
        least = 0.0;
    }
    layout->y_step = round_step((most - least) / 6.0);
    layout->y_min = layout->y_step * floor(least / layout->y_step);
    most += HEADROOM * (most - least);
    layout->y_max = layout->y_step * ceil(most / layout->y_step);
}

static void
set_axes(const struct pl_plot *plot, struct pl_plot_layout *layout)
{
    struct extent extent = measure_values(plot);

    if (extent.least > 0.0 && isfinite(extent.least) &&
        extent.highest_most / extent.lowest_most > LOG_RATIO) {
        set_log_axis(&extent, plot->reference, layout);
    } else {
        set_linear_axis(&extent, plot->reference, layout);
    }
    layout->x_step = pl_plot_time_step(plot->x_max);
}

/* 0 at the bottom axis, 1 at the top. */
static double
height_of(const struct pl_plot_layout *layout, double y)
{
    double share = (y - layout->y_min) / (layout->y_max - layout->y_min);

    if (layout->is_log) {
        share =
            y > 0.0 ? log(y / layout->y_min) / log(layout->y_max / layout->y_min) : 0.0;
    }
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
}

/* [column] Write the labels. @return the width of the widest */
static size_t
write_tags(const struct pl_plot *plot, struct pl_plot_layout *layout, bool *failed)
{
    size_t widest = 0;

    for (size_t i = 0; i < plot->n_curves; i++) {
        const struct pl_plot_curve *curve = &plot->curves[i];
        struct pl_plot_tag *tag = &layout->tags[i];
        struct pl_text text;
        size_t width = 0;
        size_t last = curve->n;

        while (last > 0 && (!isfinite(curve->y[last - 1]) ||
                            !is_inside(plot, curve->x[last - 1]))) {
            last--;
        }
        pl_text_init(&text);
        pl_text_put(&text, "");
        if (last > 0) {
            tag->end_x = curve->x[last - 1];
            tag->end_y = curve->y[last - 1];
            tag->n_lines =
                pl_plot_put_lines(curve->label, TAG_COLUMNS, TAG_LINES, &text, &width);
        }
        *failed = *failed || text.failed;
        tag->text = text.data; /* taken */
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* [column] The widest number beside the y axis. */
static size_t
measure_numbers(const struct pl_plot_layout *layout)
{
    double y = layout->y_min;
    size_t widest = LEAST_NUMBER;

    for (int i = 0; i < MAX_TICS && y <= layout->y_max; i++) {
        char number[PL_NUMBER_SIZE];

        pl_number_round(y, 6, number);
        widest = strlen(number) > widest ? strlen(number) : widest;
        y = layout->is_log ? y * layout->y_step
                           : layout->y_min + (i + 1) * layout->y_step;
    }
    return widest;
}

/* The share of the page that is the caption's. */
static double
measure_caption(const struct pl_plot *plot, bool *failed)
{
    struct pl_text text;
    size_t n_lines = 0;

    pl_text_init(&text);
    n_lines = pl_picture_break_caption(plot->caption, &text);
    *failed = *failed || text.failed;
    pl_text_finish(&text);
    return pl_picture_foot(n_lines);
}

/* The right end of the axes, so that labels of `columns` fit beside it. */
static double
find_right(size_t columns, double size)
{
    double room = MARGIN_RIGHT;

    if (columns > 0) {
        room = TAG_GAP + CHARACTER_WIDTH * size * (double)columns + TAG_END_GAP;
    }
    return (PL_PAGE_WIDTH - room) / PL_PAGE_WIDTH;
}

static double
clamp(double x, double most)
{
    return x > most ? most : x > 0.0 ? x : 0.0;
}

/* True when no bar before this one takes any of its stretch of the row. */
static bool
is_free(const struct pl_plot_bar *bar, const struct pl_plot_bar *before,
        size_t n_before, size_t row)
{
    for (size_t i = 0; i < n_before; i++) {
        if (before[i].row == row && bar->start < before[i].end &&
            before[i].start < bar->end) {
            return false;
        }
    }
    return true;
}

/* A bar whose label was written already, on the row of that one. */
static bool
join_row(const struct pl_plot *plot, const struct pl_plot_layout *layout, size_t i)
{
    struct pl_plot_bar *bar = &layout->bars[i];

    for (size_t k = 0; k < i; k++) {
        const struct pl_plot_bar *other = &layout->bars[k];

        if (other->row != PL_NONE && other->text[0] != '\0' &&
            strcmp(plot->windows[i].label, plot->windows[k].label) == 0 &&
            is_free(bar, layout->bars, i, other->row)) {
            bar->row = other->row;
            return true;
        }
    }
    return false;
}

/* Give bar `i` its row and its label. */
static void
place_bar(const struct pl_plot *plot, struct pl_plot_layout *layout, size_t i,
          struct pl_text *label)
{
    struct pl_plot_bar *bar = &layout->bars[i];
    double page = (layout->right - layout->left) * PL_PAGE_WIDTH;
    double column = plot->x_max * CHARACTER_WIDTH * BAR_SIZE / page; /* in x */
    double width = 0.0;

    bar->start = bar->from;
    bar->end = bar->to;
    if (join_row(plot, layout, i)) {
        return;
    }
    pl_plot_put_line(plot->windows[i].label, (size_t)(plot->x_max / column), label);
    width = (double)pl_text_width(pl_text_string(label)) * column;
    bar->text_from = clamp(bar->from, fmax(plot->x_max - width, 0.0));
    bar->start = fmin(bar->from, bar->text_from);
    bar->end = fmax(bar->to, bar->text_from + width + column);
    bar->row = 0;
    while (!is_free(bar, layout->bars, i, bar->row)) {
        bar->row++;
    }
    if (bar->row >= MAX_ROWS) {
        bar->row = PL_NONE;
        pl_text_finish(label);
        pl_text_put(label, "");
    }
}

static void
place_bars(const struct pl_plot *plot, struct pl_plot_layout *layout, bool *failed)
{
    for (size_t i = 0; i < plot->n_windows; i++) {
        struct pl_plot_bar *bar = &layout->bars[i];
        struct pl_text label;

        pl_text_init(&label);
        pl_text_put(&label, "");
        bar->from = clamp(plot->windows[i].from, plot->x_max);
        bar->to = clamp(plot->windows[i].to, plot->x_max);
        bar->row = PL_NONE;
        if (bar->from < bar->to && !*failed) {
            place_bar(plot, layout, i, &label);
        }
        *failed = *failed || label.failed;
        bar->text = label.data; /* taken */
        if (bar->row != PL_NONE && bar->row >= layout->n_rows) {
            layout->n_rows = bar->row + 1;
        }
    }
}

/* The largest font with which all labels fit above each other. */
static double
find_tag_size(const struct pl_plot_layout *layout)
{
    double height = (layout->top - layout->bottom) * PL_PAGE_HEIGHT;
    double n_lines = 0.0;

    for (size_t i = 0; i < layout->n_curves; i++) {
        n_lines += (double)layout->tags[i].n_lines;
    }
    return fmax(fmin(height / fmax(n_lines * LINE_HEIGHT, 1.0), TAG_SIZE),
                TAG_SIZE_LEAST);
}

static int
compare_wishes(const void *a, const void *b)
{
    const struct wish *p = a;
    const struct wish *q = b;

    if (p->place != q->place) {
        return p->place < q->place ? -1 : 1;
    }
    /* The first curve above: so it stands in the table, too. */
    return p->index < q->index ? 1 : -1;
}

/* Sort the labels by the height of their curves' ends and move them apart. */
static enum pl_status
place_tags(const struct pl_plot *plot, struct pl_plot_layout *layout,
           struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    double page = (layout->top - layout->bottom) * PL_PAGE_HEIGHT;
    double line = layout->label_size * LINE_HEIGHT / page;
    struct wish *wishes = calloc(layout->n_curves + 1, sizeof *wishes);
    double *heights = calloc(layout->n_curves + 1, sizeof *heights);
    double *places = calloc(layout->n_curves + 1, sizeof *places);

    if (wishes == NULL || heights == NULL || places == NULL) {
        status = pl_diag_no_memory(diags, "the labels of a plot");
        goto done;
    }
    for (size_t i = 0; i < layout->n_curves; i++) {
        wishes[i].place = height_of(layout, layout->tags[i].end_y);
        wishes[i].index = i;
    }
    qsort(wishes, layout->n_curves, sizeof *wishes, compare_wishes);
    for (size_t k = 0; k < layout->n_curves; k++) {
        places[k] = wishes[k].place;
        heights[k] = line * (double)layout->tags[wishes[k].index].n_lines;
    }
    status = pl_plot_spread(heights, layout->n_curves, diags, places);
    if (status != PL_OK) {
        goto done;
    }
    for (size_t k = 0; k < layout->n_curves; k++) {
        struct pl_plot_tag *tag = &layout->tags[wishes[k].index];

        tag->place = places[k];
        tag->is_led =
            tag->n_lines > 0 && (fabs(places[k] - wishes[k].place) > MOVED * line ||
                                 tag->end_x < (1.0 - ENDED_EARLY) * plot->x_max);
    }

done:
    free(places);
    free(heights);
    free(wishes);
    return status;
}

enum pl_status
pl_plot_layout_init(const struct pl_plot *plot, struct pl_diags *diags,
                    struct pl_plot_layout *out)
{
    enum pl_status status = PL_OK;
    size_t columns = 0;
    bool failed = false;

    *out = (struct pl_plot_layout){.n_rows = 0};
    out->tags = calloc(plot->n_curves + 1, sizeof *out->tags);
    out->bars = calloc(plot->n_windows + 1, sizeof *out->bars);
    if (out->tags == NULL || out->bars == NULL) {
        status = pl_diag_no_memory(diags, "a plot");
        goto fail;
    }
    out->n_curves = plot->n_curves;
    out->n_windows = plot->n_windows;
    set_axes(plot, out);
    columns = write_tags(plot, out, &failed);
    out->left =
        (MARGIN_LEFT + NUMBER_WIDTH * (double)measure_numbers(out)) / PL_PAGE_WIDTH;
    out->bottom = MARGIN_BOTTOM / PL_PAGE_HEIGHT + measure_caption(plot, &failed);
    out->right = find_right(columns, TAG_SIZE);
    place_bars(plot, out, &failed);
    if (failed) {
        status = pl_diag_no_memory(diags, "the labels of a plot");
        goto fail;
    }
    out->top = 1.0 - (MARGIN_TOP + BAR_HEIGHT * (double)out->n_rows) / PL_PAGE_HEIGHT;
    out->label_size = find_tag_size(out);
    out->right = find_right(columns, out->label_size); /* wider, if the size is less */
    status = place_tags(plot, out, diags);
    if (status == PL_OK) {
        return PL_OK;
    }

fail:
    pl_plot_layout_finish(out);
    return status;
}

void
pl_plot_layout_finish(struct pl_plot_layout *layout)
{
    for (size_t i = 0; i < layout->n_curves; i++) {
        free(layout->tags[i].text);
    }
    for (size_t i = 0; i < layout->n_windows; i++) {
        free(layout->bars[i].text);
    }
    free(layout->tags);
    free(layout->bars);
    *layout = (struct pl_plot_layout){.n_rows = 0};
}
