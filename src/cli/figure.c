/*
 * figure.c - a time course as a picture.
 */
#include "cli/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/units.h"
#include "cli/cli.h"
#include "cli/report.h"
#include "model/model.h"
#include "out/plot.h"
#include "study/context.h"
#include "study/misfit.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/treatment.h"

/* Model time in the unit that reads best: its size in model time, and its name. */
static double
best_unit(const struct pl_context *context, double duration, const char **name)
{
    double time_unit = context->model->time_unit;

    *name = NULL;
    if (!isfinite(time_unit)) {
        return 1.0;
    }
    return pl_duration_best_unit(duration * time_unit, name) / time_unit;
}

/* What the curves of a plot are made of. */
struct drawing {
    size_t n_curves;
    struct pl_plot_curve *curves;
    struct pl_plot_window *windows;
    size_t n_windows;
    double *numbers;        /* x, then y of each curve, then the points of each curve */
    struct pl_text *labels; /* of the windows */
};

static void
drawing_finish(struct drawing *drawing)
{
    size_t i;

    for (i = 0; drawing->labels != NULL && i < drawing->n_windows; i++) {
        pl_text_finish(&drawing->labels[i]);
    }
    free(drawing->labels);
    free(drawing->curves);
    free(drawing->windows);
    free(drawing->numbers);
}

/* The measured points of one readout, written at `numbers`; returns how many. */
static size_t
fill_points(const struct pl_data *data, size_t symbol, double unit, double *numbers)
{
    size_t n = 0;
    size_t i;

    for (i = 0; i < data->n; i++) {
        if (data->points[i].symbol == symbol) {
            numbers[n] = data->points[i].time / unit;
            numbers[data->n + n] = data->points[i].value;
            numbers[2 * data->n + n] = data->points[i].sd;
            n++;
        }
    }
    return n;
}

static bool
make_curves(const struct pl_context *context, const struct pl_timecourse *course,
            const struct pl_data *data, double unit, struct drawing *drawing)
{
    size_t n = course->n_times;
    size_t n_curves = drawing->n_curves;
    double *next;
    size_t r;
    size_t k;

    drawing->curves = calloc(n_curves + 1, sizeof *drawing->curves);
    drawing->numbers =
        calloc(n * (n_curves + 1) + 3 * data->n * n_curves + 1, sizeof(double));
    if (drawing->curves == NULL || drawing->numbers == NULL) {
        return false;
    }
    for (k = 0; k < n; k++) {
        drawing->numbers[k] = course->times[k] / unit;
    }
    next = drawing->numbers + n;
    for (r = 0; r < n_curves; r++) {
        struct pl_plot_curve *curve = &drawing->curves[r];
        size_t symbol = course->readouts[r];

        curve->label = context->model->symbols[symbol].label;
        curve->n = n;
        curve->x = drawing->numbers;
        curve->y = next;
        for (k = 0; k < n; k++) {
            double value = course->values[k * course->n_readouts + r];

            next[k] = course->treated ? pl_timecourse_fold(course, value, r) : value;
        }
        next += n;
        curve->n_data = fill_points(data, symbol, unit, next);
        curve->data_x = next;
        curve->data_y = next + data->n;
        curve->data_sd = next + 2 * data->n;
        next += 3 * data->n;
    }
    return true;
}

/* One shaded window for each action that does not hold from the start to the end. */
static bool
make_windows(const struct pl_context *context, const struct pl_treatment *treatment,
             const struct pl_timecourse *course, double unit, struct drawing *drawing)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);
    size_t i;

    drawing->windows = calloc(n + 1, sizeof *drawing->windows);
    drawing->labels = calloc(n + 1, sizeof *drawing->labels);
    if (drawing->windows == NULL || drawing->labels == NULL) {
        return false;
    }
    for (i = 0; i < n; i++) {
        const struct pl_action *action = &actions[i];
        struct pl_plot_window *window = &drawing->windows[drawing->n_windows];
        struct pl_text *label = &drawing->labels[drawing->n_windows];

        if (action->before_rest || action->kind == PL_ACTION_CLAMP) {
            continue;
        }
        pl_text_init(label);
        pl_action_describe(context, action, label);
        if (label->failed) {
            return false;
        }
        window->from = action->from / unit;
        window->to = fmin(action->to, course->duration) / unit;
        window->label = pl_text_string(label);
        drawing->n_windows++;
    }
    return true;
}

enum pl_status
figure_draw(const struct pl_context *context, const struct pl_treatment *treatment,
            const struct pl_timecourse *course, bool all, const struct pl_data *data,
            const char *caption, const char *path, struct pl_diags *diags)
{
    const char *unit_name = NULL;
    double unit = best_unit(context, course->duration, &unit_name);
    struct drawing drawing = {0};
    struct pl_plot plot = {0};
    struct pl_text title;
    struct pl_text subtitle;
    struct pl_text x_label;
    char *templates = NULL;
    enum pl_status status = data_folder("plots", diags, &templates);

    pl_text_init(&title);
    pl_text_init(&subtitle);
    pl_text_init(&x_label);
    drawing.n_curves = all || course->n_readouts < PL_SUMMARY_READOUTS
                           ? course->n_readouts
                           : PL_SUMMARY_READOUTS;
    if (status == PL_OK &&
        (!make_curves(context, course, data, unit, &drawing) ||
         !make_windows(context, treatment, course, unit, &drawing))) {
        status = pl_diag_no_memory(diags, "the plot");
    }
    if (status == PL_OK) {
        pl_treatment_describe(treatment, &title);
        report_model_name(context, &subtitle);
        if (pl_treatment_cell_name(treatment) != NULL) {
            pl_text_format(&subtitle, " · %s", pl_treatment_cell_name(treatment));
        }
        if (pl_treatment_variant_id(treatment) != NULL) {
            pl_text_format(&subtitle, " · %s", pl_treatment_variant_id(treatment));
        }
        pl_text_format(&x_label, "time%s%s%s", unit_name != NULL ? " (" : "",
                       unit_name != NULL ? unit_name : "",
                       unit_name != NULL ? ")" : "");
        if (!course->rested) {
            pl_text_put(&subtitle, " · from the file's values");
        }
        plot.title = pl_text_string(&title);
        plot.subtitle = pl_text_string(&subtitle);
        plot.caption = caption;
        plot.x_label = pl_text_string(&x_label);
        plot.y_label = course->treated ? "fold of untreated" : "level (model unit)";
        plot.x_max = course->duration / unit;
        plot.reference = course->treated ? 1.0 : NAN;
        plot.curves = drawing.curves;
        plot.n_curves = drawing.n_curves;
        plot.windows = drawing.windows;
        plot.n_windows = drawing.n_windows;
        status = pl_plot_write(&plot, templates, path, diags);
    }
    drawing_finish(&drawing);
    pl_text_finish(&title);
    pl_text_finish(&subtitle);
    pl_text_finish(&x_label);
    free(templates);
    return status;
}
