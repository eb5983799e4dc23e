/*
 * sweep_curves.c - the curves of a sweep over one quantity, as tables for sweep-curves.gp.
 */
#include "cli/sweep_figure.h"

#include <math.h>

#include "analysis/sheet.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/picture_page.h"
#include "cli/sweep_run.h"
#include "out/picture.h"
#include "study/measure.h"

/* [-] Left free above the largest value. */
#define HEADROOM 1.06

/* [point] A curve of no more shows them. */
#define FEW_POINTS ((size_t)12)

enum table { CURVES, SPANS, PANELS, NAMES, TICKS, N_TABLES };

static const char *const table_names[N_TABLES] = {"curves", "spans", "panels", "names",
                                                  "ticks"};

struct filling {
    struct sweep_figure *figure;
    struct pl_sheet sheets[N_TABLES];
};

/* The rows of one curve, and the range that they take. */
static void
put_curve(struct filling *filling, size_t plot, size_t curve, double *low, double *high)
{
    struct sweep_figure *figure = filling->figure;
    const struct sweep_shape *shape = figure->shape;
    const bool is_text = sweep_figure_is_text(figure);
    struct pl_sheet *sheet = &filling->sheets[CURVES];
    const size_t first = sheet->frame != NULL ? sheet->frame->n_rows : 0;

    for (size_t k = 0; k < shape->n_across; k++) {
        const struct pl_band band = figure->together
                                        ? sweep_view_at(figure->view, curve, 0, k)
                                        : sweep_view_at(figure->view, plot, curve, k);

        pl_sheet_row(sheet);
        pl_sheet_number(sheet, is_text ? (double)k + 1.0 : shape->levels[0][k]);
        pl_sheet_number(sheet, band.median);
        pl_sheet_number(sheet, band.low);
        pl_sheet_number(sheet, band.high);
        figure->has_gaps = figure->has_gaps || isnan(band.median);
        *low = fmin(*low, band.low); /* fmin and fmax pass NaN over */
        *high = fmax(*high, band.high);
    }
    sheet = &filling->sheets[SPANS];
    pl_sheet_row(sheet);
    pl_sheet_number(sheet, (double)plot + 1.0);
    pl_sheet_number(sheet, (double)curve + 1.0);
    pl_sheet_number(sheet, (double)first);
    pl_sheet_number(sheet, (double)(first + shape->n_across - 1));
}

/* One plot: its curves, its name, its axis. */
static void
put_plot(struct filling *filling, size_t plot)
{
    const struct sweep_figure *figure = filling->figure;
    struct pl_sheet *sheet = &filling->sheets[PANELS];
    double low = (double)INFINITY;
    double high = -(double)INFINITY;
    struct pl_text name;

    for (size_t c = 0; c < figure->n_curves; c++) {
        put_curve(filling, plot, c, &low, &high);
    }
    pl_text_init(&name);
    sweep_figure_put_plot(figure, plot, &name);
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &name);
    pl_sheet_number(sheet, low < 0.0 ? low * HEADROOM : 0.0);
    pl_sheet_number(sheet, high > 0.0 ? high * HEADROOM : low < 0.0 ? 0.0 : 1.0);
    pl_sheet_number(sheet,
                    figure->plan->measures[plot].kind == PL_MEASURE_FOLD ? 1.0 : 0.0);
}

static void
put_names(struct filling *filling)
{
    const struct sweep_figure *figure = filling->figure;
    const struct sweep_shape *shape = figure->shape;

    for (size_t c = 0; c < figure->n_curves; c++) {
        struct pl_text name;

        pl_text_init(&name);
        sweep_figure_put_curve(figure, c, &name);
        pl_sheet_row(&filling->sheets[NAMES]);
        pl_sheet_take(&filling->sheets[NAMES], &name);
    }
    for (size_t k = 0; k < shape->n_across && sweep_figure_is_text(figure); k++) {
        struct pl_text name;

        pl_text_init(&name);
        sweep_put_level(figure->plan, shape->across, shape->levels[0][k], &name);
        pl_sheet_row(&filling->sheets[TICKS]);
        pl_sheet_number(&filling->sheets[TICKS], (double)k + 1.0);
        pl_sheet_take(&filling->sheets[TICKS], &name);
    }
}

static void
begin(struct filling *filling, struct pl_diags *diags)
{
    static const char *const curves[] = {"x", "y", "low", "high"};
    static const char *const spans[] = {"plot", "curve", "first", "last"};
    static const char *const panels[] = {"y_min", "y_max", "is_fold"};
    static const char *const ticks[] = {"x"};

    for (size_t t = 0; t < N_TABLES; t++) {
        filling->sheets[t] = pl_sheet_begin(false, diags);
    }
    pl_sheet_add_numbers(&filling->sheets[CURVES], curves, 4);
    pl_sheet_add_numbers(&filling->sheets[SPANS], spans, 4);
    pl_sheet_add_text(&filling->sheets[PANELS], "name", NULL);
    pl_sheet_add_numbers(&filling->sheets[PANELS], panels, 3);
    pl_sheet_add_text(&filling->sheets[NAMES], "name", NULL);
    pl_sheet_add_numbers(&filling->sheets[TICKS], ticks, 1);
    pl_sheet_add_text(&filling->sheets[TICKS], "name", NULL);
}

enum pl_status
sweep_curves_fill(struct sweep_figure *figure, struct pl_diags *diags)
{
    struct filling filling = {.figure = figure};
    enum pl_status status = PL_OK;

    begin(&filling, diags);
    for (size_t p = 0; p < figure->n_plots; p++) {
        put_plot(&filling, p);
    }
    put_names(&filling);
    for (size_t t = 0; t < N_TABLES; t++) {
        const enum pl_status ended =
            pl_sheet_end(&filling.sheets[t], &figure->tables[t]);

        status = status == PL_OK ? ended : status;
    }
    return status;
}

enum pl_status
sweep_curves_draw(const struct sweep_figure *figure, const struct picture_page *page,
                  struct pl_diags *diags)
{
    const struct sweep_shape *shape = figure->shape;
    const bool is_text = sweep_figure_is_text(figure);
    const double first = is_text ? 1.0 : shape->levels[0][0];
    const double last =
        is_text ? (double)shape->n_across : shape->levels[0][shape->n_across - 1];
    const bool is_wide = is_text || shape->n_across == 1;
    const bool is_log =
        shape->n_across > 1 && sweep_shape_is_log(figure->plan, shape, false);
    const struct pl_picture_number numbers[] = {
        {"x_min", is_wide ? first - 0.5 : first},
        {"x_max", is_wide ? last + 0.5 : last},
        {"is_log", is_log ? 1.0 : 0.0},
        {"is_text", is_text ? 1.0 : 0.0},
        {"has_bands", figure->plan->ensemble != NULL ? 1.0 : 0.0},
        {"has_points", figure->has_gaps || shape->n_across <= FEW_POINTS ? 1.0 : 0.0},
    };
    struct pl_picture_table tables[N_TABLES];
    const struct pl_picture picture = {
        .template_name = "sweep-curves.gp",
        .tables = tables,
        .n_tables = N_TABLES,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };

    for (size_t t = 0; t < N_TABLES; t++) {
        tables[t] = (struct pl_picture_table){table_names[t], figure->tables[t]};
    }
    return picture_page_draw(page, &picture, figure->run->opts->account.plot, diags);
}
