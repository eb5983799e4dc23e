/*
 * run_figure.c - a time course as a picture.
 */
#include "cli/run_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/phrases.h"
#include "cli/picture_page.h"
#include "model/model.h"
#include "out/plot.h"
#include "study/context.h"
#include "study/misfit.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/timecourse_bands.h"
#include "study/treatment.h"

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

/* The band of one readout, written at `numbers`. */
static void
fill_band(const struct pl_bands *bands, size_t readout, double *numbers)
{
    const size_t n = bands->median.n_times;

    for (size_t k = 0; k < n; k++) {
        const struct pl_band *band =
            &bands->bands[k * bands->median.n_readouts + readout];

        numbers[k] = band->low;
        numbers[n + k] = band->high;
    }
}

static bool
make_curves(const struct run_figure *figure, double unit, struct drawing *drawing)
{
    const struct pl_context *context = figure->context;
    const struct pl_timecourse *course = figure->course;
    const struct pl_data *data = figure->data;
    const size_t n_rows = figure->bands != NULL ? 3 : 1; /* of numbers for a curve */
    size_t n = course->n_times;
    size_t n_curves = drawing->n_curves;
    double *next;
    size_t r;
    size_t k;

    drawing->curves = calloc(n_curves + 1, sizeof *drawing->curves);
    drawing->numbers = calloc(n * (n_rows * n_curves + 1) + 3 * data->n * n_curves + 1,
                              sizeof(double));
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
        if (figure->bands != NULL) {
            fill_band(figure->bands, r, next);
            curve->low = next;
            curve->high = next + n;
            next += 2 * n;
        }
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

/* Where the run begins, in which network; and whose bands these are. */
static void
put_subtitle(const struct run_figure *figure, struct pl_text *text)
{
    const char *cell = pl_treatment_cell_name(figure->treatment);
    const char *variant = pl_treatment_variant_id(figure->treatment);

    phrase_model(figure->context, text);
    if (cell != NULL) {
        pl_text_format(text, " · %s", cell);
    }
    if (variant != NULL) {
        pl_text_format(text, " · %s", variant);
    }
    if (!figure->course->rested) {
        pl_text_put(text, " · from the file's values");
    }
}

/* Texts: names of the axes, what bands are. */
static void
write_page(const struct run_figure *figure, const char *unit_name,
           struct picture_page *page)
{
    struct pl_text *band = NULL;

    pl_treatment_describe(figure->treatment, &page->title);
    put_subtitle(figure, &page->subtitle);
    picture_page_add_time(page, unit_name);
    pl_text_put(picture_page_add(page),
                figure->course->treated ? "fold of untreated" : "level (model unit)");
    band = picture_page_add(page);
    if (figure->bands != NULL) {
        pl_text_format(band, "median, 5 to 95 %% of %zu sets", figure->bands->n_ran);
    }
}

/* Draw what is made ready. */
static enum pl_status
draw(const struct run_figure *figure, const struct drawing *drawing, double unit,
     const char *unit_name, const char *path, struct pl_diags *diags)
{
    struct picture_page page = {0};
    struct pl_plot plot = {
        .caption = figure->caption,
        .x_max = figure->course->duration / unit,
        .reference = figure->course->treated ? 1.0 : NAN,
        .curves = drawing->curves,
        .n_curves = drawing->n_curves,
        .windows = drawing->windows,
        .n_windows = drawing->n_windows,
    };
    char *templates = NULL;
    enum pl_status status = PL_OK;

    write_page(figure, unit_name, &page);
    status = picture_page_ready(&page, diags, &templates);
    plot.title = pl_text_string(&page.title);
    plot.subtitle = pl_text_string(&page.subtitle);
    plot.x_label = pl_text_string(&page.texts[0]);
    plot.y_label = pl_text_string(&page.texts[1]);
    plot.band_label = pl_text_string(&page.texts[2]);
    if (status == PL_OK) {
        status = pl_plot_write(&plot, templates, path, diags);
    }
    picture_page_finish(&page);
    free(templates);
    return status;
}

enum pl_status
run_figure_draw(const struct run_figure *figure, const char *path,
                struct pl_diags *diags)
{
    const size_t n_readouts = figure->course->n_readouts;
    const char *unit_name = NULL;
    double unit =
        phrase_time_unit(figure->context, figure->course->duration, &unit_name);
    struct drawing drawing = {
        .n_curves = figure->all || n_readouts < PL_SUMMARY_READOUTS
                        ? n_readouts
                        : PL_SUMMARY_READOUTS,
    };
    enum pl_status status = PL_OK;

    if (!make_curves(figure, unit, &drawing) ||
        !make_windows(figure->context, figure->treatment, figure->course, unit,
                      &drawing)) {
        status = pl_diag_no_memory(diags, "the plot");
    }
    if (status == PL_OK) {
        status = draw(figure, &drawing, unit, unit_name, path, diags);
    }
    drawing_finish(&drawing);
    return status;
}
