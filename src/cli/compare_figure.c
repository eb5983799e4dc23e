/*
 * compare_figure.c - treatments side by side, as small plots.
 */
#include "cli/compare_figure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/compare.h"
#include "analysis/sheet.h"
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
#include "cli/picture_page.h"
#include "model/model.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "out/plot_layout.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

/* [fold] The axis goes no further down: what is less is all but gone. The lower plots
 * are, the less of it. */
#define LEAST_FOLD (1.0 / 32.0)
#define LEAST_FOLD_SMALL (1.0 / 16.0)
#define LEAST_FOLD_LOW (1.0 / 8.0)

/* [unit] Plots that are lower are low. */
#define LOW_PLOT 150.0

/* [fold] The axis shows this much at least, on both sides of 1. */
#define LEAST_REACH 1.3

/* [column] A name of a plot is cut where it is longer. */
#define MAX_NAME ((size_t)90)

/* Readouts that a title names. */
#define MOST_IN_TITLE ((size_t)3)

/* [-] Left free above the largest and below the smallest, as a factor. */
#define HEADROOM 1.06

/* [-] Points before this share of the run would lie on the axis, and on each other. */
#define FIRST_DOT 0.025

const struct pl_compare_answer *
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

bool
compare_is_decided(const struct pl_compare_answer *answer)
{
    return answer->shares[answer->outcome] >= PL_DECIDED_FROM;
}

bool
compare_has_dot(const struct compare_drawing *drawing, size_t plot, size_t therapy)
{
    const struct pl_comeback *course =
        &compare_answer_of(drawing, plot, therapy)->course;

    return pl_comeback_returns(course->kind) &&
           course->time >= FIRST_DOT * drawing->comparison->options.run.duration;
}

void
compare_put_name(const struct compare_drawing *drawing, size_t plot,
                 struct pl_text *text)
{
    const struct pl_comparison *comparison = drawing->comparison;
    const size_t readout = plot % comparison->n_readouts;
    const size_t symbol = comparison->options.run.symbols[readout];

    arms_plan_put_panel(drawing->plan, plot / comparison->n_readouts,
                        drawing->plan->n_variants > 1 ||
                            (drawing->is_small && comparison->n_readouts > 1),
                        text);
    if (comparison->n_readouts > 1) {
        pl_text_format(text, "%s%s", text->size > 0 ? " · " : "",
                       comparison->context->model->symbols[symbol].label);
    }
}

/* Those that return in some plot come first, so that their colours and dashes differ. */
static enum pl_status
choose_styles(struct compare_drawing *drawing)
{
    const size_t n = drawing->comparison->n_therapies;
    size_t next = 0;

    drawing->styles = calloc(n, sizeof *drawing->styles);
    if (drawing->styles == NULL) {
        return pl_diag_no_memory(drawing->diags, "the plot");
    }
    for (size_t t = 0; t < n; t++) {
        for (size_t p = 0; p < drawing->n_plots && drawing->styles[t] == 0; p++) {
            if (compare_answer_of(drawing, p, t)->outcome == PL_OUTCOME_RETURNS) {
                drawing->styles[t] = ++next;
            }
        }
    }
    for (size_t t = 0; t < n; t++) {
        drawing->styles[t] = drawing->styles[t] > 0 ? drawing->styles[t] : ++next;
    }
    return PL_OK;
}

/* Both ends of the fold axis, the same in all plots. */
static void
find_axis(struct compare_drawing *drawing)
{
    const struct pl_comparison *comparison = drawing->comparison;
    double least = 1.0 / LEAST_REACH;
    double most = LEAST_REACH;
    const double end = !drawing->is_small                 ? LEAST_FOLD
                       : drawing->first.height > LOW_PLOT ? LEAST_FOLD_SMALL
                                                          : LEAST_FOLD_LOW;

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
    drawing->y_min = least < end ? end : least / HEADROOM;
    drawing->y_max = most * HEADROOM;
}

/* NaN where the least is. */
static double
inside(double fold, double least)
{
    return isnan(least) ? least : fmax(fold, least);
}

/* One row for each time of each curve; all curves have as many. */
static enum pl_status
make_curves(const struct compare_drawing *drawing, struct pl_frame **out)
{
    static const char *const names[] = {"x", "y", "low", "high"};
    const struct pl_comparison *comparison = drawing->comparison;
    const size_t n_curves = drawing->n_plots * comparison->n_therapies;
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);

    pl_sheet_add_numbers(&sheet, names, sizeof names / sizeof *names);
    for (size_t c = 0; c < n_curves; c++) {
        const struct pl_band *folds = compare_folds_of(
            drawing, c / comparison->n_therapies, c % comparison->n_therapies);

        for (size_t k = 0; k < comparison->n_times; k++) {
            const double y_min =
                isfinite(folds[k].median) ? drawing->y_min : (double)NAN;
            const double row[] = {
                comparison->times[k] / drawing->unit, inside(folds[k].median, y_min),
                inside(folds[k].low, y_min), inside(folds[k].high, y_min)};

            pl_sheet_row(&sheet);
            pl_sheet_numbers(&sheet, row, sizeof row / sizeof *row);
        }
    }
    return pl_sheet_end(&sheet, out);
}

/* What a plot is called, where it is, and which tics have numbers. */
static enum pl_status
make_panels(const struct compare_drawing *drawing, struct pl_frame **out)
{
    static const char *const names[] = {"lines", "left",   "right", "bottom",
                                        "top",   "x_tics", "y_tics"};
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);

    pl_sheet_add_text(&sheet, "name", NULL);
    pl_sheet_add_numbers(&sheet, names, sizeof names / sizeof *names);
    for (size_t p = 0; p < drawing->n_plots; p++) {
        const struct compare_box box = compare_box_of(drawing, p);
        const bool is_last = p + drawing->n_columns >= drawing->n_plots;
        const size_t columns =
            drawing->is_small ? (size_t)((box.width + 12.0) /
                                         (COMPARE_CHARACTER_WIDTH * drawing->name_size))
                              : MAX_NAME;
        struct pl_text name;
        struct pl_text lines;
        size_t width = 0;
        size_t n_lines = 0;

        pl_text_init(&name);
        pl_text_init(&lines);
        compare_put_name(drawing, p, &name);
        n_lines = pl_plot_put_lines(pl_text_string(&name), columns, drawing->name_lines,
                                    &lines, &width);
        lines.failed = lines.failed || name.failed;
        pl_text_finish(&name);
        pl_sheet_row(&sheet);
        pl_sheet_take(&sheet, &lines);
        pl_sheet_numbers(
            &sheet,
            (const double[]){
                (double)n_lines, box.left / PL_PAGE_WIDTH,
                (box.left + box.width) / PL_PAGE_WIDTH, box.bottom / PL_PAGE_HEIGHT,
                (box.bottom + box.height) / PL_PAGE_HEIGHT, is_last ? 1.0 : 0.0,
                !drawing->is_small || p % drawing->n_columns == 0 ? 1.0 : 0.0},
            sizeof names / sizeof *names);
    }
    return pl_sheet_end(&sheet, out);
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

/* How each curve is drawn, and the moment since when it is back, or has risen. */
static enum pl_status
make_dots(const struct compare_drawing *drawing, struct pl_frame **out)
{
    static const char *const names[] = {"plot", "curve", "outcome", "style", "x", "y"};
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);

    pl_sheet_add_numbers(&sheet, names, sizeof names / sizeof *names);
    for (size_t p = 0; p < drawing->n_plots; p++) {
        for (size_t t = 0; t < drawing->comparison->n_therapies; t++) {
            const struct pl_compare_answer *answer = compare_answer_of(drawing, p, t);
            const bool has_dot = compare_has_dot(drawing, p, t);
            const double time = answer->course.time;
            const double numbers[] = {(double)p + 1.0,
                                      (double)t + 1.0,
                                      (double)answer->outcome,
                                      (double)drawing->styles[t],
                                      has_dot ? time / drawing->unit : (double)NAN,
                                      has_dot ? height_at(drawing, p, t, time)
                                              : (double)NAN};

            pl_sheet_row(&sheet);
            pl_sheet_numbers(&sheet, numbers, sizeof numbers / sizeof *numbers);
        }
    }
    return pl_sheet_end(&sheet, out);
}

static enum pl_status
make_tables(struct compare_drawing *drawing)
{
    static enum pl_status (*const make[])(const struct compare_drawing *,
                                          struct pl_frame **) = {
        [COMPARE_CURVES] = make_curves,
        [COMPARE_PANELS] = make_panels,
        [COMPARE_TAGS] = compare_make_labels,
        [COMPARE_DOTS] = make_dots,
        [COMPARE_LEGEND] = compare_make_legend};
    enum pl_status status = PL_OK;

    for (int i = 0; i < COMPARE_N_TABLES && status == PL_OK; i++) {
        status = make[i](drawing, &drawing->tables[i]);
    }
    return status;
}

static bool
has_dots(const struct compare_drawing *drawing)
{
    bool any = false;

    for (size_t p = 0; p < drawing->n_plots; p++) {
        for (size_t t = 0; t < drawing->comparison->n_therapies; t++) {
            any = any || compare_has_dot(drawing, p, t);
        }
    }
    return any;
}

static void
write_page(const struct compare_drawing *drawing, struct picture_page *page)
{
    const struct arms_plan *plan = drawing->plan;
    const struct pl_comparison *comparison = drawing->comparison;
    char end[PL_NUMBER_SIZE];

    pl_time_format(plan->context, plan->run.duration, end);
    if (comparison->n_readouts > MOST_IN_TITLE) {
        pl_text_format(&page->title, "%zu readouts", comparison->n_readouts);
    }
    for (size_t r = 0;
         r < comparison->n_readouts && comparison->n_readouts <= MOST_IN_TITLE; r++) {
        const size_t symbol = comparison->options.run.symbols[r];

        pl_text_format(&page->title, "%s%s", r > 0 ? ", " : "",
                       plan->context->model->symbols[symbol].label);
    }
    pl_text_format(&page->title, " under %zu treatment%s", plan->therapies.n,
                   plan->therapies.n == 1 ? "" : "s");
    arms_plan_put_network(plan, &page->subtitle);
    pl_text_format(&page->subtitle, " · thick: back, or risen, at %s%s%s", end,
                   has_dots(drawing) ? " · points: since when" : "",
                   plan->ensemble != NULL ? " · bands: 5 to 95 %" : "");
    picture_page_add_time(page, drawing->unit_name);
    pl_text_put(picture_page_add(page), "fold of untreated, log scale");
    if (plan->opts->account.caption) {
        compare_put_caption(plan, comparison, &page->caption);
    }
}

static enum pl_status
draw(const struct compare_drawing *drawing, const struct picture_page *page)
{
    const struct pl_picture_table tables[] = {
        {"curves", drawing->tables[COMPARE_CURVES]},
        {"panels", drawing->tables[COMPARE_PANELS]},
        {"tags", drawing->tables[COMPARE_TAGS]},
        {"dots", drawing->tables[COMPARE_DOTS]},
        {"legend", drawing->tables[COMPARE_LEGEND]},
    };
    const struct pl_picture_number numbers[] = {
        {"x_max", drawing->x_max},
        {"x_step", pl_plot_time_step(drawing->x_max)},
        {"y_min", drawing->y_min},
        {"y_max", drawing->y_max},
        {"n_times", (double)drawing->comparison->n_times},
        {"n_therapies", (double)drawing->comparison->n_therapies},
        {"is_small", drawing->is_small ? 1.0 : 0.0},
        {"name_size", drawing->name_size},
        {"label_size", drawing->label_size},
        {"has_bands", drawing->plan->ensemble != NULL ? 1.0 : 0.0},
        {"low", PL_FALL_FROM},
        {"high", PL_RISE_FROM},
    };
    const struct pl_picture picture = {
        .template_name = "compare.gp",
        .tables = tables,
        .n_tables = COMPARE_N_TABLES,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };

    return picture_page_draw(page, &picture, drawing->plan->opts->account.plot,
                             drawing->diags);
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
    struct picture_page page = {0};
    enum pl_status status = choose_styles(&drawing);

    drawing.unit =
        phrase_time_unit(plan->context, plan->run.duration, &drawing.unit_name);
    drawing.x_max = plan->run.duration / drawing.unit;
    write_page(&drawing, &page);
    compare_arrange(&drawing, picture_page_foot(&page));
    find_axis(&drawing);
    if (status == PL_OK) {
        status = make_tables(&drawing);
    }
    if (status == PL_OK) {
        status = draw(&drawing, &page);
    }
    for (int i = 0; i < COMPARE_N_TABLES; i++) {
        pl_frame_destroy(drawing.tables[i]);
    }
    free(drawing.styles);
    picture_page_finish(&page);
    return status;
}
