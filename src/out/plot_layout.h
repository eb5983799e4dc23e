/*
 * plot_layout.h - where things go in a plot: axes, tics, rows of windows, labels beside
 * the ends of the curves.
 *
 * The page is PL_PAGE_WIDTH by PL_PAGE_HEIGHT units, in every format; places on it are
 * fractions of it from its lower left corner.
 */
#ifndef PL_OUT_PLOT_LAYOUT_H
#define PL_OUT_PLOT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_plot;

/* 16:9, as a slide. */
#define PL_PAGE_WIDTH 1280.0
#define PL_PAGE_HEIGHT 720.0

/** A label beside the end of its curve. */
struct pl_plot_tag {
    char *text;          /* at most two lines; "" for none */
    size_t n_lines;      /* 0 for none */
    double end_x, end_y; /* last finite point of the curve, inside the axes */
    double place;        /* middle of the label, 0 (bottom axis) to 1 (top) */
    bool is_led;         /* it is not right beside the end: draw a leader line */
};

/** A bar above the axes that stands for a window. */
struct pl_plot_bar {
    double from, to;   /* in x, inside the axes; both the same: nothing to see */
    size_t row;        /* from 0, upwards; PL_NONE for no bar */
    char *text;        /* its label, cut to fit; "" after one with the same label */
    double text_from;  /* in x, where the label begins */
    double start, end; /* in x, what bar and label take of their row */
};

struct pl_plot_layout {
    bool is_log;                     /* the y axis */
    double x_step;                   /* between two tics */
    double y_min, y_max;             /* of the axis */
    double y_step;                   /* between two tics; a factor when is_log */
    double left, right, bottom, top; /* of the axes, on the page */
    double label_size;               /* [unit] font size of the tags */
    size_t n_rows;                   /* of bars */
    size_t n_curves;
    struct pl_plot_tag *tags; /* shape (n_curves) */
    size_t n_windows;
    struct pl_plot_bar *bars; /* shape (n_windows) */
};

/**
 * Work it out.
 * @param out  zeroed or finished before; pl_plot_layout_finish frees what is in it
 * @return PL_OK, PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_plot_layout_init(const struct pl_plot *plot,
                                               struct pl_diags *diags,
                                               struct pl_plot_layout *out);

void pl_plot_layout_finish(struct pl_plot_layout *layout);

/**
 * Distance between the tics of a time axis from 0 to `x_max`: 1, 2 or 3, or for whole
 * half days 6, 12, 24, 48 and so on, where it divides the axis into four to eight
 * parts; else 1, 2 or 5 times a power of ten.
 */
double pl_plot_time_step(double x_max);

#endif
