/*
 * sensitivity_panels.c - sensitivities of several readouts or cells as small multiples.
 */
#include "cli/sensitivity_report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/sensitivity.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "cli/picture_page.h"
#include "cli/sensitivity_plan.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/factor.h"

/* [column] of the name of a constant, and of a plot. */
#define NAME_COLUMNS ((size_t)28)
#define TITLE_COLUMNS ((size_t)56)

/* [-] Left free beyond what is drawn, as a share. */
#define HEADROOM 0.06

enum { BARS, NAMES, PANELS, N_TABLES };

static const char *const table_names[N_TABLES] = {"bars", "names", "panels"};

/* A constant, and how important it is where it is most so [share of the largest]. */
struct ranked {
    size_t factor;
    double weight;
};

struct figure {
    const struct sensitivity_plan *plan;
    const struct pl_sensitivity *s;
    size_t n_plots, n_rows;
    struct ranked *ranked; /* shape (n_factors), the most important first */
    double *x_min, *x_max; /* shape (n_plots) */
    struct pl_sheet sheets[N_TABLES];
    struct pl_frame *tables[N_TABLES];
};

/* Constants in each plot: as many as its height holds. */
static size_t
most_rows(size_t n_plots)
{
    return n_plots <= 3 ? 20 : n_plots <= 6 ? 10 : 7;
}

static struct sensitivity_place
place_of(const struct figure *figure, size_t plot, size_t rank)
{
    const size_t n_measures = figure->s->options.n_measures;

    return (struct sensitivity_place){plot / n_measures, plot % n_measures,
                                      figure->ranked[rank].factor};
}

static int
compare_ranked(const void *a, const void *b)
{
    const struct ranked *p = a;
    const struct ranked *q = b;

    if (p->weight != q->weight) {
        return p->weight > q->weight ? -1 : 1;
    }
    return p->factor < q->factor ? -1 : 1;
}

static void
rank_factors(struct figure *figure)
{
    const struct pl_sensitivity *s = figure->s;
    const size_t n = s->options.n_factors;

    for (size_t f = 0; f < n; f++) {
        figure->ranked[f] = (struct ranked){f, -1.0};
    }
    for (size_t p = 0; p < s->options.n_panels; p++) {
        for (size_t m = 0; m < s->options.n_measures; m++) {
            const size_t *order = &s->order[(p * s->options.n_measures + m) * n];
            const double most = pl_sensitivity_weight(s, p, m, order[0]);

            for (size_t f = 0; f < n && most > 0.0; f++) {
                const double weight = pl_sensitivity_weight(s, p, m, f) / most;

                if (weight > figure->ranked[f].weight) { /* false for NaN */
                    figure->ranked[f].weight = weight;
                }
            }
        }
    }
    qsort(figure->ranked, n, sizeof *figure->ranked, compare_ranked);
    while (figure->n_rows < n && figure->n_rows < most_rows(figure->n_plots) &&
           figure->ranked[figure->n_rows].weight >= 0.0) {
        figure->n_rows++;
    }
}

/* One scale for all; Morris's mu* has the unit of its readout, and so a scale for each
 * readout. */
static void
find_scales(struct figure *figure)
{
    const bool is_morris = figure->s->options.method == PL_SENSITIVITY_MORRIS;
    const size_t n_measures = figure->s->options.n_measures;

    for (size_t p = 0; p < figure->n_plots; p++) {
        for (size_t k = 0; k < figure->n_rows; k++) {
            const struct sensitivity_place place = place_of(figure, p, k);
            struct pl_band bands[2];

            sensitivity_bands(figure->s, &place, &bands[0], &bands[1]);
            for (int b = 0; b < 2; b++) { /* fmin and fmax pass NaN over */
                figure->x_min[p] = fmin(figure->x_min[p], bands[b].low);
                figure->x_max[p] = fmax(figure->x_max[p], bands[b].high);
            }
        }
    }
    for (size_t p = 0; p < figure->n_plots; p++) {
        for (size_t q = 0; q < figure->n_plots; q++) {
            if (!is_morris || p % n_measures == q % n_measures) {
                figure->x_min[p] = fmin(figure->x_min[p], figure->x_min[q]);
                figure->x_max[p] = fmax(figure->x_max[p], figure->x_max[q]);
            }
        }
    }
}

static void
put_bars(struct figure *figure, size_t plot)
{
    struct pl_sheet *sheet = &figure->sheets[BARS];

    for (size_t k = 0; k < figure->n_rows; k++) {
        const struct sensitivity_place place = place_of(figure, plot, k);
        struct pl_band first;
        struct pl_band second;

        sensitivity_bands(figure->s, &place, &first, &second);
        {
            const double row[] = {first.median,  first.low,  first.high,
                                  second.median, second.low, second.high};

            pl_sheet_row(sheet);
            pl_sheet_numbers(sheet, row, sizeof row / sizeof *row);
        }
    }
}

static void
put_panel(struct figure *figure, size_t plot)
{
    const struct sensitivity_place place = place_of(figure, plot, 0);
    const double span = figure->x_max[plot] - figure->x_min[plot];
    struct pl_sheet *sheet = &figure->sheets[PANELS];
    struct pl_text title;
    struct pl_text line;

    pl_text_init(&title);
    pl_text_init(&line);
    arms_plan_put_panel(&figure->plan->arms, place.panel, figure->n_plots > 2, &title);
    if (figure->s->options.n_measures > 1) {
        pl_text_put(&title, title.size > 0 ? " · " : "");
        pl_sensitivity_put_readout(figure->s, place.measure, false, &title);
    }
    pl_plot_put_line(pl_text_string(&title), TITLE_COLUMNS, &line);
    line.failed = line.failed || title.failed;
    pl_text_finish(&title);
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &line);
    pl_sheet_number(
        sheet, figure->x_min[plot] < 0.0 ? figure->x_min[plot] - HEADROOM * span : 0.0);
    pl_sheet_number(sheet, span > 0.0 ? figure->x_max[plot] + HEADROOM * span : 1.0);
}

static enum pl_status
fill_tables(struct figure *figure)
{
    static const char *const bars[] = {"first",  "first_low",  "first_high",
                                       "second", "second_low", "second_high"};
    static const char *const axis[] = {"x_min", "x_max"};
    enum pl_status status = PL_OK;

    for (int t = 0; t < N_TABLES; t++) {
        figure->sheets[t] = pl_sheet_begin(false, figure->plan->arms.cli->diags);
    }
    pl_sheet_add_numbers(&figure->sheets[BARS], bars, sizeof bars / sizeof *bars);
    pl_sheet_add_text(&figure->sheets[NAMES], "name", NULL);
    pl_sheet_add_text(&figure->sheets[PANELS], "name", NULL);
    pl_sheet_add_numbers(&figure->sheets[PANELS], axis, 2);
    for (size_t p = 0; p < figure->n_plots; p++) {
        put_bars(figure, p);
        put_panel(figure, p);
    }
    for (size_t k = 0; k < figure->n_rows; k++) {
        const struct pl_factor *factor =
            &figure->s->options.factors[figure->ranked[k].factor];
        struct pl_text name;

        pl_text_init(&name);
        pl_plot_put_line(factor->name, NAME_COLUMNS, &name);
        pl_sheet_row(&figure->sheets[NAMES]);
        pl_sheet_take(&figure->sheets[NAMES], &name);
    }
    for (int t = 0; t < N_TABLES; t++) {
        const enum pl_status ended =
            pl_sheet_end(&figure->sheets[t], &figure->tables[t]);

        status = status == PL_OK ? ended : status;
    }
    return status;
}

static enum pl_status
draw(struct figure *figure)
{
    struct picture_page page = {0};
    struct pl_picture_table tables[N_TABLES];
    enum pl_status status = fill_tables(figure);

    if (status == PL_OK) {
        const struct pl_picture_number numbers[] = {
            {"method", (double)figure->s->options.method},
            {"name_columns", (double)picture_page_widest(figure->tables[NAMES], 0)},
        };
        const struct pl_picture picture = {
            .template_name = "sensitivity-panels.gp",
            .tables = tables,
            .n_tables = N_TABLES,
            .numbers = numbers,
            .n_numbers = sizeof numbers / sizeof *numbers,
        };

        for (int t = 0; t < N_TABLES; t++) {
            tables[t] = (struct pl_picture_table){table_names[t], figure->tables[t]};
        }
        sensitivity_write_page(figure->plan, figure->s, figure->n_rows, &page);
        status =
            picture_page_draw(&page, &picture, figure->plan->opts->arms.account.plot,
                              figure->plan->arms.cli->diags);
    }
    for (int t = 0; t < N_TABLES; t++) {
        pl_frame_destroy(figure->tables[t]);
    }
    picture_page_finish(&page);
    return status;
}

enum pl_status
sensitivity_panels_draw(const struct sensitivity_plan *plan,
                        const struct pl_sensitivity *s)
{
    struct figure figure = {
        .plan = plan, .s = s, .n_plots = s->options.n_panels * s->options.n_measures};
    struct pl_diags *diags = plan->arms.cli->diags;
    enum pl_status status = PL_OK;

    figure.ranked = calloc(s->options.n_factors, sizeof *figure.ranked);
    figure.x_min = calloc(figure.n_plots, sizeof *figure.x_min);
    figure.x_max = calloc(figure.n_plots, sizeof *figure.x_max);
    if (figure.ranked == NULL || figure.x_min == NULL || figure.x_max == NULL) {
        status = pl_diag_no_memory(diags, "the plot");
    } else {
        rank_factors(&figure);
        find_scales(&figure);
        if (figure.n_rows == 0) {
            pl_diag_warning(diags, NULL,
                            "no readout changes: there is nothing to draw");
        } else {
            status = draw(&figure);
        }
    }
    free(figure.ranked);
    free(figure.x_min);
    free(figure.x_max);
    return status;
}
