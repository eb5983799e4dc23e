/*
 * discriminate_figure.c - measurements that tell rivals apart, as a picture.
 */
#include "cli/discriminate_report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/discriminate.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "model/model.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"

/* Rows that fit on the page. */
#define MAX_ROWS ((size_t)16)

/* [column] of a label. */
#define LABEL_COLUMNS ((size_t)52)

/* [-] Left free on both sides of the axis, as a factor. */
#define HEADROOM 1.08

struct figure {
    const struct arms_plan *plan;
    const struct pl_discrimination *d;
    struct pl_diags *diags;
    size_t n_rows;
    double factor;      /* one error, up or down */
    double least, most; /* [fold] of the axis */
    struct pl_frame *rows, *points, *groups;
};

/* A fold as one would measure it: not below the floor. */
static double
measured(const struct figure *figure, double fold)
{
    return fmax(fold, figure->d->options.floor);
}

static void
find_axis(struct figure *figure)
{
    const struct pl_discrimination *d = figure->d;
    double least = 1.0;
    double most = 1.0;

    for (size_t k = 0; k < figure->n_rows * d->n_groups; k++) {
        const struct pl_band *band =
            &d->folds[d->ranked[k / d->n_groups] * d->n_groups + k % d->n_groups];

        least = fmin(least, measured(figure, band->low) / figure->factor);
        most = fmax(most, measured(figure, band->high) * figure->factor);
    }
    figure->least = least / HEADROOM;
    figure->most = most * HEADROOM;
}

/* "everolimus 48 h: PIP3" */
static void
put_name(const struct figure *figure, const struct pl_experiment *experiment,
         struct pl_text *text)
{
    const struct pl_discrimination *d = figure->d;
    const size_t symbol = d->options.run.symbols[experiment->readout];
    char time[PL_NUMBER_SIZE];
    struct pl_text whole;

    pl_time_format(d->context, d->times[experiment->time], time);
    pl_text_init(&whole);
    pl_text_format(&whole, "%s %s: %s",
                   d->options.therapies->items[experiment->therapy].name, time,
                   d->context->model->symbols[symbol].label);
    if (d->n_cells > 1) {
        pl_text_format(
            &whole, " · %s",
            pl_treatment_cell_id(
                d->options.panels[experiment->cell * d->options.n_variants]));
    }
    pl_plot_put_line(pl_text_string(&whole), LABEL_COLUMNS, text);
    text->failed = text->failed || whole.failed;
    pl_text_finish(&whole);
}

static enum pl_status
add_columns(struct pl_frame *frame, const char *const *names, enum pl_column_type type,
            struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t c = 0; names[c] != NULL && status == PL_OK; c++) {
        status = pl_frame_add_column(frame, names[c], NULL, NULL, type, diags);
    }
    return status;
}

/* One row: name, how far apart in words. */
static enum pl_status
add_row(struct figure *figure, const struct pl_experiment *experiment)
{
    struct pl_frame *frame = figure->rows;
    struct pl_text name;
    struct pl_text apart;
    enum pl_status status = pl_frame_add_row(frame, figure->diags);

    pl_text_init(&name);
    pl_text_init(&apart);
    put_name(figure, experiment, &name);
    pl_text_format(&apart, experiment->separation < 9.95 ? "%.1f" : "%.0f",
                   experiment->separation);
    if (status == PL_OK && (name.failed || apart.failed)) {
        status = pl_diag_no_memory(figure->diags, "the plot");
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, frame->n_rows - 1, 0, pl_text_string(&name),
                                   figure->diags);
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, frame->n_rows - 1, 1, pl_text_string(&apart),
                                   figure->diags);
    }
    pl_text_finish(&name);
    pl_text_finish(&apart);
    return status;
}

/* One point for each group: row, group, fold, one error down and up, band. */
static enum pl_status
add_points(struct figure *figure, size_t row)
{
    const struct pl_discrimination *d = figure->d;
    struct pl_frame *frame = figure->points;
    enum pl_status status = PL_OK;

    for (size_t g = 0; g < d->n_groups && status == PL_OK; g++) {
        const struct pl_band *band = &d->folds[d->ranked[row] * d->n_groups + g];
        const double fold = measured(figure, band->median);
        const double numbers[] = {(double)row + 1.0,
                                  (double)g + 1.0,
                                  fold,
                                  fold / figure->factor,
                                  fold * figure->factor,
                                  measured(figure, band->low),
                                  measured(figure, band->high)};

        status = pl_frame_add_row(frame, figure->diags);
        for (size_t c = 0; c < sizeof numbers / sizeof *numbers && status == PL_OK;
             c++) {
            frame->columns[c].numbers[frame->n_rows - 1] = numbers[c];
        }
    }
    return status;
}

static enum pl_status
fill_tables(struct figure *figure)
{
    static const char *const texts[] = {"name", "apart", NULL};
    static const char *const numbers[] = {"row", "group", "fold", "down",
                                          "up",  "low",   "high", NULL};
    static const char *const names[] = {"name", NULL};
    const struct pl_discrimination *d = figure->d;
    enum pl_status status = pl_frame_create(figure->diags, &figure->rows);

    if (status == PL_OK) {
        status = pl_frame_create(figure->diags, &figure->points);
    }
    if (status == PL_OK) {
        status = pl_frame_create(figure->diags, &figure->groups);
    }
    if (status == PL_OK) {
        status = add_columns(figure->rows, texts, PL_COLUMN_TEXT, figure->diags);
    }
    if (status == PL_OK) {
        status = add_columns(figure->points, numbers, PL_COLUMN_NUMBER, figure->diags);
    }
    if (status == PL_OK) {
        status = add_columns(figure->groups, names, PL_COLUMN_TEXT, figure->diags);
    }
    for (size_t k = 0; k < figure->n_rows && status == PL_OK; k++) {
        status = add_row(figure, &d->experiments[d->ranked[k]]);
        if (status == PL_OK) {
            status = add_points(figure, k);
        }
    }
    for (size_t g = 0; g < d->n_groups && status == PL_OK; g++) {
        status = pl_frame_add_row(figure->groups, figure->diags);
        if (status == PL_OK) {
            status =
                pl_frame_set_text(figure->groups, g, 0, d->groups[g], figure->diags);
        }
    }
    return status;
}

/* [column] The widest name. */
static size_t
widest_name(const struct figure *figure)
{
    size_t widest = 0;

    for (size_t i = 0; i < figure->rows->n_rows; i++) {
        const size_t width = pl_text_width(figure->rows->columns[0].texts[i]);

        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Texts of the page. */
struct page {
    struct pl_text title, subtitle, caption, x_label, apart;
};

static void
write_page(const struct figure *figure, struct page *page)
{
    const struct pl_discrimination *d = figure->d;

    pl_text_put(&page->title, "What tells ");
    for (size_t g = 0; g < d->n_groups; g++) {
        pl_text_format(&page->title, "%s%s",
                       g == 0                ? ""
                       : g + 1 < d->n_groups ? ", "
                       : d->n_groups == 2    ? " from "
                                             : " and ",
                       d->groups[g]);
    }
    pl_text_put(&page->title, d->n_groups > 2 ? " apart" : "");
    arms_plan_put_network(figure->plan, &page->subtitle);
    pl_text_format(&page->subtitle, " · bars: one error of %.3g %%%s",
                   100.0 * d->options.error,
                   figure->plan->ensemble != NULL ? ", thick: 5 to 95 % of sets" : "");
    pl_text_put(&page->x_label, "fold of untreated, log scale");
    pl_text_put(&page->apart, "errors apart");
    if (figure->plan->opts->account.caption) {
        discriminate_put_caption(figure->plan, d, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, const struct page *page)
{
    const char *const texts[] = {pl_text_string(&page->x_label),
                                 pl_text_string(&page->apart)};
    const struct pl_picture_table tables[] = {
        {"rows", figure->rows}, {"points", figure->points}, {"groups", figure->groups}};
    const struct pl_picture_number numbers[] = {
        {"x_min", figure->least},
        {"x_max", figure->most},
        {"has_bands", figure->plan->ensemble != NULL ? 1.0 : 0.0},
        {"name_columns", (double)widest_name(figure)},
    };
    const struct pl_picture picture = {
        .template_name = "discriminate.gp",
        .title = pl_text_string(&page->title),
        .subtitle = pl_text_string(&page->subtitle),
        .caption = page->caption.size > 0 ? pl_text_string(&page->caption) : NULL,
        .texts = texts,
        .n_texts = sizeof texts / sizeof *texts,
        .tables = tables,
        .n_tables = sizeof tables / sizeof *tables,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };
    char *templates = NULL;
    enum pl_status status = data_folder("plots", figure->diags, &templates);

    if (status == PL_OK && (page->title.failed || page->subtitle.failed ||
                            page->caption.failed || page->x_label.failed)) {
        status = pl_diag_no_memory(figure->diags, "the plot");
    }
    if (status == PL_OK) {
        status = pl_picture_write(&picture, templates, figure->plan->opts->account.plot,
                                  figure->diags);
    }
    free(templates);
    return status;
}

enum pl_status
discriminate_figure_draw(const struct arms_plan *plan,
                         const struct pl_discrimination *discrimination, size_t most)
{
    struct figure figure = {
        .plan = plan,
        .d = discrimination,
        .diags = plan->cli->diags,
        .factor = exp(pl_discriminate_sd(discrimination->options.error)),
        .n_rows = most < discrimination->n_ranked ? most : discrimination->n_ranked,
    };
    struct page page = {0};
    enum pl_status status = PL_OK;

    if (figure.n_rows > MAX_ROWS) {
        figure.n_rows = MAX_ROWS;
    }
    if (figure.n_rows == 0) {
        pl_diag_warning(plan->cli->diags, NULL,
                        "no readout has a fold: there is nothing to draw");
        return PL_OK;
    }
    find_axis(&figure);
    write_page(&figure, &page);
    status = fill_tables(&figure);
    if (status == PL_OK) {
        status = draw(&figure, &page);
    }
    pl_frame_destroy(figure.rows);
    pl_frame_destroy(figure.points);
    pl_frame_destroy(figure.groups);
    pl_text_finish(&page.title);
    pl_text_finish(&page.subtitle);
    pl_text_finish(&page.caption);
    pl_text_finish(&page.x_label);
    pl_text_finish(&page.apart);
    return status;
}
