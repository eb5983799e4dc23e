/*
 * plot.c - curves as SVG, PNG or PDF: their layout and their data for the template.
 */
#include "out/plot.h"

#include <math.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/picture.h"
#include "out/picture_draw.h"
#include "out/plot_layout.h"

static const char template_name[] = "timecourse.gp";

static void
write_curves(const struct pl_plot *plot, struct pl_text *text)
{
    for (size_t i = 0; i < plot->n_curves; i++) {
        const struct pl_plot_curve *curve = &plot->curves[i];
        size_t start = text->size;

        for (size_t k = 0; k < curve->n; k++) {
            pl_picture_put_row((const double[]){curve->x[k], curve->y[k]}, 2, text);
        }
        if (text->size == start) {
            pl_text_put(text, "nan\tnan\n"); /* a block without rows does not count */
        }
        pl_text_put(text, "\n\n");
    }
}

/* A block for each curve, as of the curves. @return how many there are, 0 or all */
static size_t
write_bands(const struct pl_plot *plot, const struct pl_plot_layout *layout,
            struct pl_text *text)
{
    size_t n = 0;

    for (size_t i = 0; i < plot->n_curves; i++) {
        const struct pl_plot_curve *curve = &plot->curves[i];

        n += curve->low != NULL ? 1 : 0;
        for (size_t k = 0; curve->low != NULL && k < curve->n; k++) {
            const double low = curve->low[k];

            pl_picture_put_row(
                (const double[]){curve->x[k], low < layout->y_min ? layout->y_min : low,
                                 curve->high[k]},
                3, text);
        }
        pl_text_put(text, curve->low == NULL || curve->n == 0 ? "nan\tnan\tnan\n" : "");
        pl_text_put(text, "\n\n");
    }
    return n > 0 ? plot->n_curves : 0;
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
                pl_picture_put_row((const double[]){curve->data_x[k], curve->data_y[k],
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
                pl_picture_put_row(
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

        pl_picture_put_text(tag->text, text);
        pl_text_put(text, "\t");
        pl_picture_put_row((const double[]){(double)tag->n_lines, tag->end_x,
                                            tag->end_y, tag->place,
                                            tag->is_led ? 1.0 : 0.0},
                           5, text);
    }
}

static void
write_windows(const struct pl_plot_layout *layout, struct pl_text *text)
{
    for (size_t i = 0; i < layout->n_windows; i++) {
        const struct pl_plot_bar *bar = &layout->bars[i];
        double row = bar->row != PL_NONE ? (double)bar->row : -1.0;

        pl_picture_put_text(bar->text, text);
        pl_text_put(text, "\t");
        pl_picture_put_row((const double[]){bar->from, bar->to, row, bar->text_from}, 4,
                           text);
    }
}

/* With the numbers and texts of the page. */
static enum pl_status
draw(const struct pl_plot *plot, const struct pl_plot_layout *layout,
     const struct pl_picture_file *files, size_t n_files, const char *templates,
     const char *path, struct pl_diags *diags)
{
    const bool has_reference = isfinite(plot->reference);
    const struct pl_picture_number numbers[] = {
        {"x_max", plot->x_max},
        {"x_step", layout->x_step},
        {"y_min", layout->y_min},
        {"y_max", layout->y_max},
        {"y_step", layout->y_step},
        {"is_log", layout->is_log ? 1.0 : 0.0},
        {"left", layout->left},
        {"right", layout->right},
        {"bottom", layout->bottom},
        {"top", layout->top},
        {"label_size", layout->label_size},
        {"has_reference", has_reference ? 1.0 : 0.0},
        {"reference", has_reference ? plot->reference : 0.0},
        {"n_rows", (double)layout->n_rows},
    };
    enum pl_status status = PL_OK;
    struct pl_text y_label;
    const char *texts[] = {plot->x_label, NULL, plot->band_label};
    struct pl_picture picture = {
        .template_name = template_name,
        .title = plot->title,
        .subtitle = plot->subtitle,
        .caption = plot->caption,
        .texts = texts,
        .n_texts = 3,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof numbers[0],
    };

    pl_text_init(&y_label);
    pl_text_format(&y_label, "%s%s", plot->y_label != NULL ? plot->y_label : "",
                   layout->is_log ? ", log scale" : "");
    texts[1] = pl_text_string(&y_label);
    status = y_label.failed
                 ? pl_diag_no_memory(diags, "the data of a plot")
                 : pl_picture_draw(&picture, files, n_files, templates, path, diags);
    pl_text_finish(&y_label);
    return status;
}

enum pl_status
pl_plot_write(const struct pl_plot *plot, const char *templates, const char *path,
              struct pl_diags *diags)
{
    enum { CURVES, BANDS, POINTS, BARS, TAGS, WINDOWS, N_FILES };
    struct pl_picture_file files[N_FILES] = {
        [CURVES] = {.name = "curves", .n = plot->n_curves},
        [BANDS] = {.name = "bands"},
        [POINTS] = {.name = "points"},
        [BARS] = {.name = "bars"},
        [TAGS] = {.name = "tags", .n = plot->n_curves},
        [WINDOWS] = {.name = "windows", .n = plot->n_windows},
    };
    enum pl_status status = PL_OK;
    struct pl_plot_layout layout;

    status = pl_plot_layout_init(plot, diags, &layout);
    if (status != PL_OK) {
        return status;
    }
    for (int i = 0; i < N_FILES; i++) {
        pl_text_init(&files[i].text);
    }
    write_curves(plot, &files[CURVES].text);
    files[BANDS].n = write_bands(plot, &layout, &files[BANDS].text);
    files[POINTS].n = write_points(plot, &files[POINTS].text);
    files[BARS].n = write_bars(plot, &layout, &files[BARS].text);
    write_tags(&layout, &files[TAGS].text);
    write_windows(&layout, &files[WINDOWS].text);
    status = draw(plot, &layout, files, N_FILES, templates, path, diags);
    for (int i = 0; i < N_FILES; i++) {
        pl_text_finish(&files[i].text);
    }
    pl_plot_layout_finish(&layout);
    return status;
}
