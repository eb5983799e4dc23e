/*
 * plot.h - curves over time as a picture (picture.h), by the template timecourse.gp.
 */
#ifndef PL_OUT_PLOT_H
#define PL_OUT_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** One curve with its measured points. */
struct pl_plot_curve {
    const char *label;
    const double *x, *y; /* shape (n), x ascending; a y that is not finite is a gap */
    size_t n;
    const double *low, *high;      /* a band around it, shape (n); NULL for none */
    const double *data_x, *data_y; /* shape (n_data) */
    const double *data_sd;         /* likewise, NaN for no bar; NULL for none at all */
    size_t n_data;
};

/** A shaded stretch of the time axis. */
struct pl_plot_window {
    double from, to; /* in x */
    const char *label;
};

struct pl_plot {
    const char *title, *subtitle;  /* NULL for none */
    const char *caption;           /* NULL for none; broken into lines */
    const char *x_label, *y_label; /* with their units */
    const char *band_label;        /* what bands are; NULL for none */
    double x_max;                  /* the axis goes from 0 to here; > 0 */
    double reference;              /* a thin horizontal line (fold 1); NaN for none */
    const struct pl_plot_curve *curves;
    size_t n_curves;
    const struct pl_plot_window *windows;
    size_t n_windows;
};

/**
 * Draw. The file appears only when gnuplot succeeded, after 30 s at most. The y axis
 * starts at 0, or below when values do; it is logarithmic, and says so, when all values
 * are positive and the largest values of two curves differ more than 1000-fold.
 *
 * @param templates  the folder with timecourse.gp and style.gp
 * @return PL_OK; as pl_picture_check; PL_ERR_TOOL with gnuplot's own message; PL_ERR_IO
 * when a template cannot be read or a file not be written; PL_ERR_SYNTAX when a template
 * is not text; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_plot_write(const struct pl_plot *plot,
                                         const char *templates, const char *path,
                                         struct pl_diags *diags);

#endif
