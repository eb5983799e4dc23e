/*
 * compare_figure.c - treatments side by side, as small plots.
 */
#include "cli/compare_figure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/compare.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/compare_drawing.h"
#include "cli/compare_report.h"
#include "cli/phrases.h"
#include "model/model.h"
#include "out/picture.h"
#include "out/picture_draw.h"
#include "out/plot_layout.h"
#include "study/context.h"
#include "study/times.h"

/* [fold] The axis goes no further down: what is less is all but gone. */
#define LEAST_FOLD (1.0 / 32.0)

/* [fold] The axis shows this much at least, on both sides of 1. */
#define LEAST_REACH 1.3

/* [-] Left free above the largest and below the smallest, as a factor. */
#define HEADROOM 1.06

/* [unit] The page besides small plots, as in plots/compare.gp and plots/style.gp. */
#define PAGE_TOP 150.0
#define PAGE_BOTTOM 96.0
#define PANEL_GAP 62.0

const struct pl_answer *
compare_answer_of(const struct compare_drawing *drawing, size_t plot, size_t therapy)
{
    const struct pl_comparison *comparison = drawing->comparison;

    return &comparison
                ->answers[pl_comparison_at(comparison, plot / comparison->n_readouts,
                                           therapy, plot % comparison->n_readouts)];
}

const struct pl_band *
compare_folds_of(const struct compare_drawing *drawing, size_t plot, size_t therapy)
{
    const struct pl_comparison *comparison = drawing->comparison;

    return pl_comparison_folds(comparison, plot / comparison->n_readouts, therapy,
                               plot % comparison->n_readouts);
}

enum pl_status
compare_figure_check(const struct arms_plan *plan, size_t n_readouts)
{
    const size_t n = plan->n_panels * n_readouts;

    if (n <= COMPARE_MAX_PLOTS) {
        return PL_OK;
    }
    pl_diag_error(plan->cli->diags, PL_ERR_OPTION, NULL,
                  "%zu plots (cells times variants times readouts) are more than the "
                  "%zu that a page holds",
                  n, COMPARE_MAX_PLOTS);
    pl_diag_hint(plan->cli->diags,
                 "name fewer with --cell, --variant or --readout, or leave --plot out");
    return PL_ERR_OPTION;
}

/* How small plots stand on the page; as in plots/style.gp. */
static void
arrange(struct compare_drawing *drawing, double foot)
{
    const size_t n = drawing->n_plots;
    const double room = (1.0 - foot) * PL_PAGE_HEIGHT - PAGE_TOP - PAGE_BOTTOM;

    drawing->n_columns = n <= 3 ? n : n == 4 ? 2 : n <= 9 ? 3 : 4;
    drawing->n_rows = (n + drawing->n_columns - 1) / drawing->n_columns;
    drawing->height = (room + PANEL_GAP) / (double)drawing->n_rows - PANEL_GAP;
}

/* Both ends of the fold axis, the same in all plots. */
static void
find_axis(struct compare_drawing *drawing)
{
    const struct pl_comparison *comparison = drawing->comparison;
    double least = 1.0 / LEAST_REACH;
    double most = LEAST_REACH;

    for (size_t p = 0; p < drawing->n_plots; p++) {
        for (size_t t = 0; t < comparison->n_therapies; t++) {
            const struct pl_band *folds = compare_folds_of(drawing, p, t);

            for (size_t k = 0; k < comparison->n_times; k++) {
                if (isfinite(folds[k].low)) {
                    least = fmin(least, folds[k].low);
                    most = fmax(most, folds[k].high);
                }
            }
        }
    }
    drawing->y_min = least < LEAST_FOLD ? LEAST_FOLD : least / HEADROOM;
    drawing->y_max = most * HEADROOM;
}

static enum pl_status
add_number_row(struct pl_frame *frame, const double *numbers, size_t n,
               struct pl_diags *diags)
{
    enum pl_status status = pl_frame_add_row(frame, diags);

    for (size_t c = 0; c < n && status == PL_OK; c++) {
        frame->columns[c].numbers[frame->n_rows - 1] = numbers[c];
    }
    return status;
}

enum pl_status
compare_add_columns(struct pl_frame *frame, const char *const *names, bool texts,
                    struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t c = 0; names[c] != NULL && status == PL_OK; c++) {
        status = pl_frame_add_column(frame, names[c], NULL, NULL,
                                     texts ? PL_COLUMN_TEXT : PL_COLUMN_NUMBER, diags);
    }
    return status;
}

/* One row for each time of each curve; all curves have as many. */
static enum pl_status
fill_curves(struct compare_drawing *drawing)
{
    static const char *const names[] = {"x", "y", "low", "high", NULL};
    const struct pl_comparison *comparison = drawing->comparison;
    struct pl_frame *frame = drawing->tables[COMPARE_CURVES];
    enum pl_status status = compare_add_columns(frame, names, false, drawing->diags);

    for (size_t p = 0; p < drawing->n_plots; p++) {
        for (size_t t = 0; t < comparison->n_therapies; t++) {
            const struct pl_band *folds = compare_folds_of(drawing, p, t);

            for (size_t k = 0; k < comparison->n_times && status == PL_OK; k++) {
                const double row[] = {comparison->times[k] / drawing->unit,
                                      fmax(folds[k].median, drawing->y_min),
                                      fmax(folds[k].low, drawing->y_min),
                                      fmax(folds[k].high, drawing->y_min)};
                const bool is_there = isfinite(folds[k].median);

                status = add_number_row(
                    frame, is_there ? row : (const double[]){row[0], NAN, NAN, NAN}, 4,
                    drawing->diags);
            }
        }
    }
    return status;
}

/* What a plot is called: all that tells it from the others. */
static enum pl_status
fill_panels(struct compare_drawing *drawing)
{
    static const char *const names[] = {"title", NULL};
    const struct pl_comparison *comparison = drawing->comparison;
    struct pl_frame *frame = drawing->tables[COMPARE_PANELS];
    enum pl_status status = compare_add_columns(frame, names, true, drawing->diags);

    for (size_t p = 0; p < drawing->n_plots && status == PL_OK; p++) {
        const size_t readout = p % comparison->n_readouts;
        const size_t symbol = comparison->options.run.symbols[readout];
        struct pl_text text;

        pl_text_init(&text);
        arms_plan_put_panel(drawing->plan, p / comparison->n_readouts,
                            drawing->plan->n_variants > 1, &text);
        if (comparison->n_readouts > 1) {
            pl_text_format(&text, "%s%s", text.size > 0 ? " · " : "",
                           comparison->context->model->symbols[symbol].label);
        }
        status = pl_frame_add_row(frame, drawing->diags);
        if (status == PL_OK) {
            status = text.failed ? pl_diag_no_memory(drawing->diags, "the plot")
                                 : pl_frame_set_text(frame, p, 0, pl_text_string(&text),
                                                     drawing->diags);
        }
        pl_text_finish(&text);
    }
    return status;
}

/* The curve at a moment between two of its times. */
static double
height_at(const struct compare_drawing *drawing, size_t plot, size_t therapy,
          double time)
{
    const struct pl_comparison *comparison = drawing->comparison;
    const struct pl_band *folds = compare_folds_of(drawing, plot, therapy);
    size_t k = 1;

    while (k + 1 < comparison->n_times && comparison->times[k] < time) {
        k++;
    }
    return folds[k - 1].median + (time - comparison->times[k - 1]) /
                                     (comparison->times[k] - comparison->times[k - 1]) *
                                     (folds[k].median - folds[k - 1].median);
}

/* The moments since when curves are back, or have risen; and how each curve is
 * drawn. */
static enum pl_status
fill_dots(struct compare_drawing *drawing)
{
    static const char *const names[] = {"plot", "curve", "outcome", "x", "y", NULL};
    struct pl_frame *frame = drawing->tables[COMPARE_DOTS];
    enum pl_status status = compare_add_columns(frame, names, false, drawing->diags);

    for (size_t p = 0; p < drawing->n_plots; p++) {
        for (size_t t = 0; t < drawing->comparison->n_therapies && status == PL_OK;
             t++) {
            const struct pl_answer *answer = compare_answer_of(drawing, p, t);
            const double time = answer->course.time;
            const double numbers[] = {(double)p + 1.0, (double)t + 1.0,
                                      (double)answer->outcome, time / drawing->unit,
                                      height_at(drawing, p, t, time)};
            const size_t n = pl_comeback_returns(answer->course.kind) ? 5 : 3;

            status = add_number_row(frame, numbers, n, drawing->diags);
        }
    }
    return status;
}

static enum pl_status
fill_tables(struct compare_drawing *drawing)
{
    enum pl_status status = PL_OK;

    for (int i = 0; i < COMPARE_N_TABLES && status == PL_OK; i++) {
        status = pl_frame_create(drawing->diags, &drawing->tables[i]);
    }
    if (status == PL_OK) {
        status = fill_curves(drawing);
    }
    if (status == PL_OK) {
        status = fill_panels(drawing);
    }
    if (status == PL_OK) {
        status = compare_fill_labels(drawing);
    }
    return status == PL_OK ? fill_dots(drawing) : status;
}

/* Texts of the page. */
struct page {
    struct pl_text title, subtitle, caption, x_label, y_label;
};

static void
write_page(const struct compare_drawing *drawing, struct page *page)
{
    const struct arms_plan *plan = drawing->plan;
    const struct pl_comparison *comparison = drawing->comparison;
    const size_t symbol = comparison->options.run.symbols[0];
    char end[PL_NUMBER_SIZE];

    pl_time_format(plan->context, plan->run.duration, end);
    if (comparison->n_readouts == 1) {
        pl_text_put(&page->title, plan->context->model->symbols[symbol].label);
    } else {
        pl_text_format(&page->title, "%zu readouts", comparison->n_readouts);
    }
    pl_text_format(&page->title, " under %zu treatment%s", plan->therapies.n,
                   plan->therapies.n == 1 ? "" : "s");
    arms_plan_put_network(plan, &page->subtitle);
    pl_text_format(&page->subtitle, " · thick: back, or risen, at %s%s", end,
                   plan->ensemble != NULL ? " · bands: 5 to 95 %" : "");
    pl_text_format(&page->x_label, "time%s%s%s", drawing->unit_name != NULL ? " (" : "",
                   drawing->unit_name != NULL ? drawing->unit_name : "",
                   drawing->unit_name != NULL ? ")" : "");
    pl_text_put(&page->y_label, "fold of untreated, log scale");
    if (plan->opts->account.caption) {
        compare_put_caption(plan, comparison, &page->caption);
    }
}

static enum pl_status
draw(const struct compare_drawing *drawing, const struct page *page)
{
    const char *const texts[] = {pl_text_string(&page->x_label),
                                 pl_text_string(&page->y_label)};
    const struct pl_picture_table tables[] = {
        {"curves", drawing->tables[COMPARE_CURVES]},
        {"panels", drawing->tables[COMPARE_PANELS]},
        {"tags", drawing->tables[COMPARE_TAGS]},
        {"dots", drawing->tables[COMPARE_DOTS]},
    };
    const struct pl_picture_number numbers[] = {
        {"x_max", drawing->x_max},
        {"x_step", pl_plot_time_step(drawing->x_max)},
        {"y_min", drawing->y_min},
        {"y_max", drawing->y_max},
        {"n_times", (double)drawing->comparison->n_times},
        {"n_therapies", (double)drawing->comparison->n_therapies},
        {"label_size", drawing->label_size},
        {"label_room",
         (COMPARE_TAG_GAP +
          COMPARE_CHARACTER_WIDTH * drawing->label_size * (double)drawing->widest) /
             PL_PAGE_WIDTH},
        {"has_bands", drawing->plan->ensemble != NULL ? 1.0 : 0.0},
        {"low", PL_COMEBACK_LOW},
        {"high", PL_COMEBACK_HIGH},
    };
    const struct pl_picture picture = {
        .template_name = "compare.gp",
        .title = pl_text_string(&page->title),
        .subtitle = pl_text_string(&page->subtitle),
        .caption = page->caption.size > 0 ? pl_text_string(&page->caption) : NULL,
        .texts = texts,
        .n_texts = sizeof texts / sizeof *texts,
        .tables = tables,
        .n_tables = COMPARE_N_TABLES,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };
    char *templates = NULL;
    enum pl_status status = data_folder("plots", drawing->diags, &templates);

    if (status == PL_OK &&
        (page->title.failed || page->subtitle.failed || page->caption.failed ||
         page->x_label.failed || page->y_label.failed)) {
        status = pl_diag_no_memory(drawing->diags, "the plot");
    }
    if (status == PL_OK) {
        status = pl_picture_write(&picture, templates,
                                  drawing->plan->opts->account.plot, drawing->diags);
    }
    free(templates);
    return status;
}

/* The share of the page below the plots that a caption takes. */
static double
find_foot(const struct page *page)
{
    struct pl_text broken;
    size_t n_lines = 0;

    if (page->caption.size == 0) {
        return 0.0;
    }
    pl_text_init(&broken);
    n_lines = pl_picture_break_caption(pl_text_string(&page->caption), &broken);
    pl_text_finish(&broken);
    return pl_picture_foot(n_lines);
}

enum pl_status
compare_figure_draw(const struct arms_plan *plan,
                    const struct pl_comparison *comparison)
{
    struct compare_drawing drawing = {.plan = plan,
                                      .comparison = comparison,
                                      .diags = plan->cli->diags,
                                      .n_plots = comparison->n_panels *
                                                 comparison->n_readouts};
    struct page page = {0};
    enum pl_status status = PL_OK;

    drawing.unit =
        phrase_time_unit(plan->context, plan->run.duration, &drawing.unit_name);
    drawing.x_max = plan->run.duration / drawing.unit;
    write_page(&drawing, &page);
    arrange(&drawing, find_foot(&page));
    find_axis(&drawing);
    compare_choose_labels(&drawing);
    status = fill_tables(&drawing);
    if (status == PL_OK) {
        status = draw(&drawing, &page);
    }
    for (int i = 0; i < COMPARE_N_TABLES; i++) {
        pl_frame_destroy(drawing.tables[i]);
    }
    pl_text_finish(&page.title);
    pl_text_finish(&page.subtitle);
    pl_text_finish(&page.caption);
    pl_text_finish(&page.x_label);
    pl_text_finish(&page.y_label);
    return status;
}
