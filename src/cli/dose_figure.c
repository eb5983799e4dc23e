/*
 * dose_figure.c - dose-response curves as a picture.
 */
#include "cli/dose_report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/dose.h"
#include "analysis/pairs.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "cli/picture_page.h"
#include "model/model.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/context.h"
#include "study/measure.h"

/* More small plots are not read on one page, nor more curves in one of them. */
#define MOST_PLOTS ((size_t)16)
#define MOST_CURVES ((size_t)14)

/* Hill fits are drawn beside so many curves: more of them are a tangle. */
#define MOST_FITTED ((size_t)3)

/* [-] Left free above the largest value. */
#define HEADROOM 1.06

/* [column] of the name of a curve. */
#define NAME_COLUMNS ((size_t)30)

enum table { CURVES, SPANS, MARKS, PANELS, NAMES, N_TABLES };

static const char *const table_names[N_TABLES] = {"curves", "spans", "marks", "panels",
                                                  "names"};

/* Small plots and their curves: drugs are curves, and cells where there is one drug. */
struct figure {
    const struct dose_plan *plan;
    const struct pl_dose *dose;
    bool by_panel; /* curves are panels, and plots are measures alone */
    bool has_hill; /* a fit is drawn */
    size_t n_plots, n_curves;
    struct pl_sheet sheets[N_TABLES];
    struct pl_frame *tables[N_TABLES];
    double x_min, x_max;   /* [nM] */
    double *y_min, *y_max; /* shape (n_plots) */
};

static bool
is_by_panel(const struct dose_plan *plan)
{
    return plan->n_drugs == 1 && plan->arms.n_panels > 1;
}

static size_t
count_plots(const struct dose_plan *plan)
{
    return is_by_panel(plan) ? plan->n_measures
                             : plan->arms.n_panels * plan->n_measures;
}

static size_t
count_curves(const struct dose_plan *plan)
{
    return is_by_panel(plan) ? plan->arms.n_panels : plan->n_drugs;
}

enum pl_status
dose_figure_check(const struct dose_plan *plan)
{
    struct pl_diags *diags = plan->arms.cli->diags;

    if (count_plots(plan) > MOST_PLOTS) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%zu plots (cells times variants times readouts) are more than "
                      "the %zu that a page holds",
                      count_plots(plan), MOST_PLOTS);
        pl_diag_hint(diags, "name fewer with --cell, --variant or --readout, or leave "
                            "--plot out");
        return PL_ERR_OPTION;
    }
    if (count_curves(plan) > MOST_CURVES) {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "%zu curves in a plot are more than the %zu that can be told apart",
            count_curves(plan), MOST_CURVES);
        pl_diag_hint(diags, "name fewer, or leave --plot out");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

static struct pl_dose_place
place_of(const struct figure *figure, size_t plot, size_t curve)
{
    const size_t n_measures = figure->plan->n_measures;

    return figure->by_panel
               ? (struct pl_dose_place){curve, 0, plot}
               : (struct pl_dose_place){plot / n_measures, curve, plot % n_measures};
}

/* The points of one curve, and the range that they take. */
static void
put_curve(struct figure *figure, size_t plot, size_t curve)
{
    const struct pl_dose_place place = place_of(figure, plot, curve);
    const struct pl_dose_series *doses = &figure->dose->options.doses[place.drug];
    const struct pl_hill *hill = &pl_dose_curve_of(figure->dose, &place, 0)->hill;
    const bool may_fit =
        figure->plan->arms.ensemble == NULL && figure->n_curves <= MOST_FITTED;
    struct pl_sheet *sheet = &figure->sheets[CURVES];
    const size_t first = sheet->frame != NULL ? sheet->frame->n_rows : 0;

    for (size_t k = 1; k < doses->n; k++) {
        const struct pl_band band = pl_dose_value(figure->dose, &place, k);
        const double fit = may_fit ? pl_hill_at(hill, doses->doses[k]) : (double)NAN;

        figure->has_hill = figure->has_hill || isfinite(fit);
        pl_sheet_row(sheet);
        pl_sheet_number(sheet, doses->doses[k]);
        pl_sheet_number(sheet, band.median);
        pl_sheet_number(sheet, band.low);
        pl_sheet_number(sheet, band.high);
        pl_sheet_number(sheet, fit);
        if (isfinite(band.median)) {
            figure->y_min[plot] = fmin(figure->y_min[plot], band.low);
            figure->y_max[plot] = fmax(figure->y_max[plot], band.high);
        }
    }
    figure->x_min = fmin(figure->x_min, doses->doses[1]);
    figure->x_max = fmax(figure->x_max, doses->doses[doses->n - 1]);
    sheet = &figure->sheets[SPANS];
    pl_sheet_row(sheet);
    pl_sheet_number(sheet, (double)plot + 1.0);
    pl_sheet_number(sheet, (double)curve + 1.0);
    pl_sheet_number(sheet, (double)first);
    pl_sheet_number(sheet, (double)(first + doses->n - 2));
}

/* Half-effect doses; of an ensemble the medians. */
static void
put_marks(struct figure *figure, size_t plot, size_t curve)
{
    const struct pl_dose_place place = place_of(figure, plot, curve);
    struct pl_sheet *sheet = &figure->sheets[MARKS];

    for (size_t p = 0; p < pl_dose_n_phases(figure->dose, &place); p++) {
        const struct pl_dose_number half =
            pl_dose_number_of(figure->dose, &place, PL_DOSE_HALF, p);
        const double from =
            pl_dose_number_of(figure->dose, &place, PL_DOSE_FROM, p).band.median;
        const double end =
            pl_dose_number_of(figure->dose, &place, PL_DOSE_END, p).band.median;

        if (half.state == PL_DOSE_FOUND) {
            pl_sheet_row(sheet);
            pl_sheet_number(sheet, (double)plot + 1.0);
            pl_sheet_number(sheet, (double)curve + 1.0);
            pl_sheet_number(sheet, half.band.median);
            pl_sheet_number(sheet, 0.5 * (from + end));
            pl_sheet_number(sheet, half.band.low);
            pl_sheet_number(sheet, half.band.high);
        }
    }
}

/* Where all curves of a plot are practically 0 their errors would fill it: it reaches up
 * to the untreated level. */
static void
widen_empty(struct figure *figure, size_t plot)
{
    double scale = 0.0;

    for (size_t c = 0; c < figure->n_curves; c++) {
        const struct pl_dose_place place = place_of(figure, plot, c);

        if (!pl_dose_is_zero(figure->dose, &place)) {
            return;
        }
        scale = fmax(scale, pl_dose_curve_of(figure->dose, &place, 0)->scale);
    }
    figure->y_min[plot] = 0.0;
    figure->y_max[plot] = scale;
}

/* What a plot is called: all that tells it from the others. */
static void
put_panel(struct figure *figure, size_t plot)
{
    const struct dose_plan *plan = figure->plan;
    const struct pl_dose_place place = place_of(figure, plot, 0);
    struct pl_sheet *sheet = &figure->sheets[PANELS];
    struct pl_text title;

    pl_text_init(&title);
    if (!figure->by_panel) {
        arms_plan_put_panel(&plan->arms, place.panel, plan->arms.n_variants > 1,
                            &title);
    }
    if (plan->n_measures > 1) {
        pl_text_put(&title, title.size > 0 ? " · " : "");
        pl_pairs_put_measure(plan->arms.context, &plan->measures[place.measure],
                             &title);
    }
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &title);
    pl_sheet_number(sheet,
                    figure->y_min[plot] < 0.0 ? figure->y_min[plot] * HEADROOM : 0.0);
    pl_sheet_number(sheet, figure->y_max[plot] > 0.0   ? figure->y_max[plot] * HEADROOM
                           : figure->y_min[plot] < 0.0 ? 0.0
                                                       : 1.0);
}

static void
put_name(struct figure *figure, size_t curve)
{
    struct pl_sheet *sheet = &figure->sheets[NAMES];
    struct pl_text name;
    struct pl_text line;

    pl_text_init(&name);
    pl_text_init(&line);
    if (figure->by_panel) {
        arms_plan_put_panel(&figure->plan->arms, curve, true, &name);
    } else {
        pl_dose_put_drug(figure->dose, curve, &name);
    }
    pl_plot_put_line(pl_text_string(&name), NAME_COLUMNS, &line);
    line.failed = line.failed || name.failed;
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &line);
    pl_text_finish(&name);
}

static void
begin_tables(struct figure *figure)
{
    static const char *const numbers[N_TABLES][7] = {
        [CURVES] = {"x", "y", "low", "high", "hill", NULL},
        [SPANS] = {"plot", "curve", "first", "last", NULL},
        [MARKS] = {"plot", "curve", "x", "y", "low", "high", NULL},
        [PANELS] = {"y_min", "y_max", NULL},
        [NAMES] = {NULL},
    };

    for (int t = 0; t < N_TABLES; t++) {
        struct pl_sheet *sheet = &figure->sheets[t];

        *sheet = pl_sheet_begin(false, figure->plan->arms.cli->diags);
        if (t == PANELS || t == NAMES) {
            pl_sheet_add_text(sheet, "name", NULL);
        }
        for (size_t c = 0; numbers[t][c] != NULL; c++) {
            pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "%s", numbers[t][c]);
        }
    }
}

static enum pl_status
fill_tables(struct figure *figure)
{
    enum pl_status status = PL_OK;

    begin_tables(figure);
    for (size_t p = 0; p < figure->n_plots; p++) {
        figure->y_min[p] = (double)INFINITY;
        figure->y_max[p] = -(double)INFINITY;
        for (size_t c = 0; c < figure->n_curves; c++) {
            put_curve(figure, p, c);
            put_marks(figure, p, c);
        }
        widen_empty(figure, p);
        put_panel(figure, p);
    }
    for (size_t c = 0; c < figure->n_curves; c++) {
        put_name(figure, c);
    }
    for (int t = 0; t < N_TABLES; t++) {
        const enum pl_status ended =
            pl_sheet_end(&figure->sheets[t], &figure->tables[t]);

        status = status == PL_OK ? ended : status;
    }
    return status;
}

static bool
has_only_folds(const struct dose_plan *plan)
{
    for (size_t m = 0; m < plan->n_measures; m++) {
        if (plan->measures[m].kind != PL_MEASURE_FOLD) {
            return false;
        }
    }
    return true;
}

static void
write_page(const struct figure *figure, struct picture_page *page)
{
    const struct dose_plan *plan = figure->plan;
    struct pl_text *y_label = NULL;
    struct pl_text common;

    pl_text_put(picture_page_add(page), "dose (nM), log scale");
    y_label = picture_page_add(page);
    if (plan->n_measures == 1) {
        pl_text_put(&page->title,
                    plan->arms.context->model->symbols[plan->measures[0].symbol].label);
        pl_pairs_put_measure(plan->arms.context, &plan->measures[0], y_label);
    } else {
        pl_text_format(&page->title, "%zu readouts", plan->n_measures);
        pl_text_put(y_label,
                    has_only_folds(plan) ? "fold of the untreated level" : "readout");
    }
    if (plan->n_drugs == 1) {
        pl_text_put(&page->title, " under ");
        pl_dose_put_drug(figure->dose, 0, &page->title);
    } else {
        pl_text_format(&page->title, " under %zu drugs, each alone", plan->n_drugs);
    }
    arms_plan_put_network(&plan->arms, &page->subtitle);
    pl_text_init(&common);
    arms_plan_put_common(&plan->arms, &common);
    if (common.size > 0) {
        pl_text_format(&page->subtitle, " · %s", pl_text_string(&common));
    }
    page->subtitle.failed = page->subtitle.failed || common.failed;
    pl_text_finish(&common);
    pl_text_put(&page->subtitle,
                figure->tables[MARKS]->n_rows > 0 ? " · circle: EC50" : "");
    pl_text_put(&page->subtitle, plan->arms.ensemble != NULL ? " · bands: 5 to 95 %"
                                 : figure->has_hill          ? " · dots: Hill fit"
                                                             : "");
    if (plan->opts.account.caption) {
        dose_put_caption(plan, figure->dose, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, const struct picture_page *page)
{
    const struct dose_plan *plan = figure->plan;
    const struct pl_picture_number numbers[] = {
        {"x_min", figure->x_min},
        {"x_max", figure->x_max},
        {"has_bands", plan->arms.ensemble != NULL ? 1.0 : 0.0},
        {"has_hill", figure->has_hill ? 1.0 : 0.0},
    };
    struct pl_picture_table tables[N_TABLES];
    const struct pl_picture picture = {
        .template_name = "dose.gp",
        .tables = tables,
        .n_tables = N_TABLES,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };

    for (int t = 0; t < N_TABLES; t++) {
        tables[t] = (struct pl_picture_table){table_names[t], figure->tables[t]};
    }
    return picture_page_draw(page, &picture, plan->opts.account.plot,
                             plan->arms.cli->diags);
}

enum pl_status
dose_figure_draw(const struct dose_plan *plan, const struct pl_dose *dose)
{
    struct figure figure = {.plan = plan,
                            .dose = dose,
                            .by_panel = is_by_panel(plan),
                            .n_plots = count_plots(plan),
                            .n_curves = count_curves(plan),
                            .x_min = (double)INFINITY,
                            .x_max = 0.0};
    struct picture_page page = {0};
    enum pl_status status = PL_OK;

    figure.y_min = calloc(figure.n_plots, sizeof *figure.y_min);
    figure.y_max = calloc(figure.n_plots, sizeof *figure.y_max);
    if (figure.y_min == NULL || figure.y_max == NULL) {
        status = pl_diag_no_memory(plan->arms.cli->diags, "the plot");
    }
    if (status == PL_OK) {
        status = fill_tables(&figure);
    }
    if (status == PL_OK) {
        write_page(&figure, &page);
        status = draw(&figure, &page);
    }
    for (int t = 0; t < N_TABLES; t++) {
        pl_frame_destroy(figure.tables[t]);
    }
    free(figure.y_min);
    free(figure.y_max);
    picture_page_finish(&page);
    return status;
}
