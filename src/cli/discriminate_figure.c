/*
 * discriminate_figure.c - measurements that tell rivals apart, as a picture.
 */
#include "cli/discriminate_figure.h"

#include <math.h>

#include "analysis/discriminate.h"
#include "analysis/sheet.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/discriminate_report.h"
#include "cli/picture_page.h"
#include "model/model.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"

/* Rows that are read on one page: each has two lines. */
#define MAX_ROWS ((size_t)12)

/* [column] of a line of a label. */
#define LABEL_COLUMNS ((size_t)60)

/* [-] Left free on both sides of the axis, as a factor. */
#define HEADROOM 1.08

struct figure {
    const struct arms_plan *plan;
    const struct pl_discrimination *d;
    struct pl_diags *diags;
    size_t n_rows;
    double factor;      /* one error, up or down */
    double least, most; /* [fold] of the axis */
};

/* The frames of the picture, in the order of the data files. */
enum { ROWS, POINTS, GROUPS, N_TABLES };

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

/* A label's line, cut where it is too long. */
static void
add_line(struct pl_text *whole, struct pl_sheet *sheet)
{
    struct pl_text line;

    pl_text_init(&line);
    pl_plot_put_line(pl_text_string(whole), LABEL_COLUMNS, &line);
    line.failed = line.failed || whole->failed;
    pl_sheet_take(sheet, &line);
    pl_text_finish(whole);
}

/* "PIP3 at 48 h"; "everolimus · her2_normal"; "2.6" */
static void
add_row(const struct figure *figure, const struct pl_experiment *experiment,
        struct pl_sheet *sheet)
{
    const struct pl_discrimination *d = figure->d;
    const size_t symbol = d->options.run.symbols[experiment->readout];
    char time[PL_NUMBER_SIZE];
    struct pl_text text;

    pl_sheet_row(sheet);
    pl_time_format(d->context, d->times[experiment->time], time);
    pl_text_init(&text);
    pl_text_format(&text, "%s at %s", d->context->model->symbols[symbol].label, time);
    add_line(&text, sheet);
    pl_text_put(&text, d->options.therapies->items[experiment->therapy].name);
    if (d->n_cells > 1) {
        pl_text_format(
            &text, " · %s",
            pl_treatment_cell_id(
                d->options.panels[experiment->cell * d->options.n_variants]));
    }
    add_line(&text, sheet);
    pl_text_format(&text, experiment->separation < 9.95 ? "%.1f" : "%.0f",
                   experiment->separation);
    pl_sheet_take(sheet, &text);
}

static enum pl_status
make_rows(const struct figure *figure, struct pl_frame **out)
{
    const struct pl_discrimination *d = figure->d;
    struct pl_sheet sheet = pl_sheet_begin(false, figure->diags);

    pl_sheet_add_text(&sheet, "what", NULL);
    pl_sheet_add_text(&sheet, "under", NULL);
    pl_sheet_add_text(&sheet, "apart", NULL);
    for (size_t k = 0; k < figure->n_rows; k++) {
        add_row(figure, &d->experiments[d->ranked[k]], &sheet);
    }
    return pl_sheet_end(&sheet, out);
}

/* One point for each group: row, group, fold, one error down and up, band. */
static enum pl_status
make_points(const struct figure *figure, struct pl_frame **out)
{
    static const char *const names[] = {"row", "group", "fold", "down",
                                        "up",  "low",   "high"};
    const struct pl_discrimination *d = figure->d;
    struct pl_sheet sheet = pl_sheet_begin(false, figure->diags);

    pl_sheet_add_numbers(&sheet, names, sizeof names / sizeof *names);
    for (size_t k = 0; k < figure->n_rows * d->n_groups; k++) {
        const size_t row = k / d->n_groups;
        const size_t group = k % d->n_groups;
        const struct pl_band *band = &d->folds[d->ranked[row] * d->n_groups + group];
        const double fold = measured(figure, band->median);
        const double numbers[] = {(double)row + 1.0,
                                  (double)group + 1.0,
                                  fold,
                                  fold / figure->factor,
                                  fold * figure->factor,
                                  measured(figure, band->low),
                                  measured(figure, band->high)};

        pl_sheet_row(&sheet);
        pl_sheet_numbers(&sheet, numbers, sizeof numbers / sizeof *numbers);
    }
    return pl_sheet_end(&sheet, out);
}

static enum pl_status
make_groups(const struct figure *figure, struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(false, figure->diags);

    pl_sheet_add_text(&sheet, "name", NULL);
    for (size_t g = 0; g < figure->d->n_groups; g++) {
        pl_sheet_row(&sheet);
        pl_sheet_text(&sheet, figure->d->groups[g]);
    }
    return pl_sheet_end(&sheet, out);
}

static void
write_page(const struct figure *figure, struct picture_page *page)
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
    pl_text_put(picture_page_add(page), "fold of untreated, log scale");
    pl_text_put(picture_page_add(page), "errors apart");
    if (figure->plan->opts->account.caption) {
        discriminate_put_caption(figure->plan, d, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, struct pl_frame *const *frames)
{
    const struct pl_picture_table tables[] = {
        {"rows", frames[ROWS]}, {"points", frames[POINTS]}, {"groups", frames[GROUPS]}};
    const struct pl_picture_number numbers[] = {
        {"x_min", figure->least},
        {"x_max", figure->most},
        {"has_bands", figure->plan->ensemble != NULL ? 1.0 : 0.0},
        {"what_columns", (double)picture_page_widest(frames[ROWS], 0)},
        {"under_columns", (double)picture_page_widest(frames[ROWS], 1)},
    };
    const struct pl_picture picture = {
        .template_name = "discriminate.gp",
        .tables = tables,
        .n_tables = N_TABLES,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };
    struct picture_page page = {0};
    enum pl_status status = PL_OK;

    write_page(figure, &page);
    status = picture_page_draw(&page, &picture, figure->plan->opts->account.plot,
                               figure->diags);
    picture_page_finish(&page);
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
    struct pl_frame *frames[N_TABLES] = {NULL};
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
    status = make_rows(&figure, &frames[ROWS]);
    if (status == PL_OK) {
        status = make_points(&figure, &frames[POINTS]);
    }
    if (status == PL_OK) {
        status = make_groups(&figure, &frames[GROUPS]);
    }
    if (status == PL_OK) {
        status = draw(&figure, frames);
    }
    for (int i = 0; i < N_TABLES; i++) {
        pl_frame_destroy(frames[i]);
    }
    return status;
}
