/*
 * plot.c - curves as SVG, PNG or PDF: their data in files, gnuplot over a template, and
 * the picture in its place.
 */
#include "out/plot.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/source.h"
#include "base/text.h"
#include "out/gnuplot.h"
#include "out/plot_labels.h"
#include "out/plot_layout.h"
#include "out/sink.h"

/* [s] A plot takes less than one; a template that waits for something takes for ever. */
#define TIME_LIMIT 30.0

/* [column] What is longer is not read on a slide. */
#define MAX_TITLE_COLUMNS 160

/* What gnuplot is told for a file's ending: its terminal, at the size of the page. */
struct picture_format {
    const char *ending;
    const char *terminal;
};

static const struct picture_format picture_formats[] = {
    {".svg", "svg name 'pathloop' size 1280,720 font 'Arial,20' dashlength 0.6 "
             "background rgb 'white' enhanced"},
    {".png", "pngcairo size 1920,1080 font 'Arial,20' fontscale 1.125 linewidth 1.5 "
             "pointscale 1.5 background rgb 'white' enhanced"},
    {".pdf", "pdfcairo size 13.333in,7.5in font 'Arial,20' fontscale 0.5625 "
             "linewidth 1.5 pointscale 0.75 background rgb 'white' enhanced"},
};

/* Names in gnuplot's folder. */
static const char script_name[] = "main.gp";
static const char picture_name[] = "picture";
static const char *const template_names[] = {"timecourse.gp", "style.gp"};

/* The format that a file's ending stands for, or NULL. */
static const struct picture_format *
find_format(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash + 1 : path, '.');

    for (size_t i = 0; i < sizeof picture_formats / sizeof picture_formats[0]; i++) {
        if (dot != NULL && strcasecmp(dot, picture_formats[i].ending) == 0) {
            return &picture_formats[i];
        }
    }
    return NULL;
}

/* As gnuplot reads it from a data file: whole numbers too have a point, because gnuplot
 * divides 1 by 2 to 0. */
static void
put_number(double value, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    pl_number_format(value, number);
    pl_text_put(text, number);
    if (isfinite(value) && strpbrk(number, ".e") == NULL) {
        pl_text_put(text, ".0");
    }
}

/* A quoted string of a data file; a blank for an empty one, after which gnuplot 5.4
 * would take the rest of the line for it. */
static void
put_string(const char *string, struct pl_text *text)
{
    pl_text_put(text, "\"");
    for (const char *p = string[0] != '\0' ? string : " "; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\' || *p == '\n') {
            pl_text_format(text, "\\%03o", (unsigned)*p);
        } else {
            pl_text_add(text, p, 1);
        }
    }
    pl_text_put(text, "\"");
}

static void
put_row(const double *numbers, size_t n, struct pl_text *text)
{
    for (size_t i = 0; i < n; i++) {
        pl_text_put(text, i > 0 ? "\t" : "");
        put_number(numbers[i], text);
    }
    pl_text_put(text, "\n");
}

static void
write_script(const struct pl_plot *plot, const struct pl_plot_layout *layout,
             const struct picture_format *format, size_t n_points, size_t n_bars,
             struct pl_text *text)
{
    const struct {
        const char *name;
        double value;
    } numbers[] = {
        {"x_max", plot->x_max},
        {"x_step", layout->x_step},
        {"y_min", layout->y_min},
        {"y_max", layout->y_max},
        {"y_step", layout->y_step},
        {"left", layout->left},
        {"right", layout->right},
        {"bottom", layout->bottom},
        {"top", layout->top},
        {"label_size", layout->label_size},
        {"reference", isfinite(plot->reference) ? plot->reference : 0.0},
    };

    pl_text_put(text, "set encoding utf8\n");
    pl_text_format(text, "set terminal %s\n", format->terminal);
    pl_text_format(text, "set output '%s'\n", picture_name);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        pl_text_format(text, "%s = ", numbers[i].name);
        put_number(numbers[i].value, text);
        pl_text_put(text, "\n");
    }
    pl_text_format(text, "is_log = %d\n", layout->is_log);
    pl_text_format(text, "has_reference = %d\n", isfinite(plot->reference) != 0);
    pl_text_format(text, "n_curves = %zu\n", layout->n_curves);
    pl_text_format(text, "n_points = %zu\n", n_points);
    pl_text_format(text, "n_bars = %zu\n", n_bars);
    pl_text_format(text, "n_windows = %zu\n", layout->n_windows);
    pl_text_format(text, "n_rows = %zu\n", layout->n_rows);
    pl_text_format(text, "load '%s'\n", template_names[0]);
    pl_text_put(text, "set output\n");
}

static void
put_page_text(const char *string, const char *addition, struct pl_text *text)
{
    struct pl_text line;

    pl_text_init(&line);
    pl_plot_put_line(string != NULL ? string : "", MAX_TITLE_COLUMNS, &line);
    pl_text_put(&line, addition);
    put_string(pl_text_string(&line), text);
    pl_text_put(text, "\n");
    text->failed = text->failed || line.failed;
    pl_text_finish(&line);
}

static void
write_page_texts(const struct pl_plot *plot, const struct pl_plot_layout *layout,
                 struct pl_text *text)
{
    put_page_text(plot->title, "", text);
    put_page_text(plot->subtitle, "", text);
    put_page_text(plot->x_label, "", text);
    put_page_text(plot->y_label, layout->is_log ? ", log scale" : "", text);
}

static void
write_curves(const struct pl_plot *plot, struct pl_text *text)
{
    for (size_t i = 0; i < plot->n_curves; i++) {
        const struct pl_plot_curve *curve = &plot->curves[i];
        size_t start = text->size;

        for (size_t k = 0; k < curve->n; k++) {
            put_row((const double[]){curve->x[k], curve->y[k]}, 2, text);
        }
        if (text->size == start) {
            pl_text_put(text, "nan\tnan\n"); /* a block without rows does not count */
        }
        pl_text_put(text, "\n\n");
    }
}

/* @return how many there are */
static size_t
write_points(const struct pl_plot *plot, struct pl_text *text)
{
    size_t n = 0;

    for (size_t i = 0; i < plot->n_curves; i++) {
        const struct pl_plot_curve *curve = &plot->curves[i];

        for (size_t k = 0; k < curve->n_data; k++) {
            if (isfinite(curve->data_x[k]) && isfinite(curve->data_y[k])) {
                put_row((const double[]){curve->data_x[k], curve->data_y[k],
                                         (double)(i + 1)},
                        3, text);
                n++;
            }
        }
    }
    return n;
}

/* Error bars end at the axes. @return how many there are */
static size_t
write_bars(const struct pl_plot *plot, const struct pl_plot_layout *layout,
           struct pl_text *text)
{
    size_t n = 0;

    for (size_t i = 0; i < plot->n_curves; i++) {
        const struct pl_plot_curve *curve = &plot->curves[i];

        for (size_t k = 0; k < curve->n_data; k++) {
            double sd = curve->data_sd != NULL ? curve->data_sd[k] : NAN;
            double y = curve->data_y[k];
            double low = fmax(y - sd, layout->y_min);
            double high = fmin(y + sd, layout->y_max);

            if (sd > 0.0 && isfinite(y) && low < high) {
                put_row(
                    (const double[]){curve->data_x[k], y, low, high, (double)(i + 1)},
                    5, text);
                n++;
            }
        }
    }
    return n;
}

static void
write_tags(const struct pl_plot_layout *layout, struct pl_text *text)
{
    for (size_t i = 0; i < layout->n_curves; i++) {
        const struct pl_plot_tag *tag = &layout->tags[i];

        put_string(tag->text, text);
        pl_text_put(text, "\t");
        put_row((const double[]){(double)tag->n_lines, tag->end_x, tag->end_y,
                                 tag->place, tag->is_led ? 1.0 : 0.0},
                5, text);
    }
}

static void
write_windows(const struct pl_plot_layout *layout, struct pl_text *text)
{
    for (size_t i = 0; i < layout->n_windows; i++) {
        const struct pl_plot_bar *bar = &layout->bars[i];
        double row = bar->row != PL_NONE ? (double)bar->row : -1.0;

        put_string(bar->text, text);
        pl_text_put(text, "\t");
        put_row((const double[]){bar->from, bar->to, row, bar->text_from}, 4, text);
    }
}

/* Write a text to a file of gnuplot's folder. */
static enum pl_status
save(const struct pl_text *text, const char *folder, const char *name,
     struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_sink *sink = NULL;
    struct pl_text path;

    pl_text_init(&path);
    pl_text_format(&path, "%s/%s", folder, name);
    if (path.failed || text->failed) {
        status = pl_diag_no_memory(diags, "the data of a plot");
        goto done;
    }
    status = pl_sink_open(path.data, diags, &sink);
    if (status == PL_OK) {
        pl_sink_write(sink, pl_text_string(text), text->size);
        status = pl_sink_close(sink, diags);
    }

done:
    pl_text_finish(&path);
    return status;
}

/* Everything that the template reads. */
static enum pl_status
save_data(const struct pl_plot *plot, const struct picture_format *format,
          const char *folder, struct pl_diags *diags)
{
    enum { SCRIPT, PAGE_TEXTS, CURVES, POINTS, BARS, TAGS, WINDOWS, N_FILES };
    static const char *const names[N_FILES] = {
        script_name, "text.tsv", "curves.tsv",  "points.tsv",
        "bars.tsv",  "tags.tsv", "windows.tsv",
    };
    enum pl_status status = PL_OK;
    struct pl_plot_layout layout;
    struct pl_text texts[N_FILES];
    size_t n_points = 0;
    size_t n_bars = 0;

    status = pl_plot_layout_init(plot, diags, &layout);
    if (status != PL_OK) {
        return status;
    }
    for (int i = 0; i < N_FILES; i++) {
        pl_text_init(&texts[i]);
    }
    write_page_texts(plot, &layout, &texts[PAGE_TEXTS]);
    write_curves(plot, &texts[CURVES]);
    n_points = write_points(plot, &texts[POINTS]);
    n_bars = write_bars(plot, &layout, &texts[BARS]);
    write_script(plot, &layout, format, n_points, n_bars, &texts[SCRIPT]);
    write_tags(&layout, &texts[TAGS]);
    write_windows(&layout, &texts[WINDOWS]);
    for (int i = 0; i < N_FILES && status == PL_OK; i++) {
        status = save(&texts[i], folder, names[i], diags);
    }
    for (int i = 0; i < N_FILES; i++) {
        pl_text_finish(&texts[i]);
    }
    pl_plot_layout_finish(&layout);
    return status;
}

/* Copy the templates, so that gnuplot loads them under names that need no quoting. */
static enum pl_status
copy_templates(const char *templates, const char *folder, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < sizeof template_names / sizeof template_names[0]; i++) {
        struct pl_source *source = NULL;
        struct pl_text path;

        pl_text_init(&path);
        pl_text_format(&path, "%s/%s", templates, template_names[i]);
        if (path.failed) {
            pl_text_finish(&path);
            return pl_diag_no_memory(diags, "a plot template");
        }
        status = pl_source_read(path.data, diags, &source);
        pl_text_finish(&path);
        if (status != PL_OK) {
            return status;
        }
        status = save(&(struct pl_text){source->text, source->size, 0, false}, folder,
                      template_names[i], diags);
        pl_source_destroy(source);
        if (status != PL_OK) {
            return status;
        }
    }
    return PL_OK;
}

/* Give the picture to the sink. */
static enum pl_status
copy_picture(const char *folder, struct pl_sink *sink, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_text path;
    FILE *file = NULL;
    char buffer[8192];
    size_t n_bytes = 0;
    size_t n = 0;

    pl_text_init(&path);
    pl_text_format(&path, "%s/%s", folder, picture_name);
    if (path.failed) {
        status = pl_diag_no_memory(diags, "a plot");
        goto done;
    }
    file = fopen(path.data, "rb");
    while (file != NULL && (n = fread(buffer, 1, sizeof buffer, file)) > 0) {
        pl_sink_write(sink, buffer, n);
        n_bytes += n;
    }
    if (n_bytes == 0 || ferror(file)) {
        status = pl_diag_error(diags, PL_ERR_TOOL, NULL, "gnuplot drew nothing");
        pl_diag_hint(diags, "a template plots without 'set terminal' and 'set output'");
    }

done:
    if (file != NULL) {
        fclose(file);
    }
    pl_text_finish(&path);
    return status;
}

enum pl_status
pl_plot_check(const char *path, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    char *program = NULL;

    if (find_format(path) == NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "cannot plot to '%s': the ending says which format", path);
        pl_diag_hint(diags, "use .svg, .png or .pdf");
        return PL_ERR_OPTION;
    }
    status = pl_gnuplot_find(diags, &program);
    free(program);
    return status;
}

enum pl_status
pl_plot_write(const struct pl_plot *plot, const char *templates, const char *path,
              struct pl_diags *diags)
{
    enum pl_status status = pl_plot_check(path, diags);
    struct pl_sink *sink = NULL;
    char *program = NULL;
    char *folder = NULL;

    if (status == PL_OK) {
        status = pl_gnuplot_find(diags, &program);
    }
    if (status == PL_OK) {
        status = pl_sink_open(path, diags, &sink);
    }
    if (status == PL_OK) {
        status = pl_gnuplot_make_folder(diags, &folder);
    }
    if (status == PL_OK) {
        status = copy_templates(templates, folder, diags);
    }
    if (status == PL_OK) {
        status = save_data(plot, find_format(path), folder, diags);
    }
    if (status == PL_OK) {
        status = pl_gnuplot_run(program, folder, script_name, TIME_LIMIT, diags);
    }
    if (status == PL_OK) {
        status = copy_picture(folder, sink, diags);
    }
    if (status == PL_OK) {
        status = pl_sink_close(sink, diags);
        sink = NULL;
    }
    pl_sink_discard(sink);
    pl_gnuplot_remove_folder(folder);
    free(program);
    return status;
}
