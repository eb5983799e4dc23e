/*
 * sensitivity_figure.c - sensitivities as a picture: tornado, Morris's plane, Sobol's bars.
 */
#include "cli/sensitivity_report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/sensitivity.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/picture_page.h"
#include "cli/sensitivity_plan.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/factor.h"

/* Bars that fit on the page. */
#define MAX_ROWS ((size_t)20)

/* [column] of a name. */
#define NAME_COLUMNS ((size_t)32)

/* [-] Left free beyond what is drawn, as a share. */
#define HEADROOM 0.06

/* [share of the axes] A character beside a point of Morris's plane, and a line. */
#define LETTER_WIDTH 0.0115
#define LINE_HEIGHT 0.045

/* [share of the axes] Between a point and its name, and half of a point's height. */
#define NAME_GAP 0.012
#define POINT_HEIGHT 0.012

/* [share of the largest] A point closer to the corner has no name. */
#define LEAST_NAMED 0.1

struct figure {
    const struct sensitivity_plan *plan;
    const struct pl_sensitivity *s;
    struct pl_diags *diags;
    size_t n_rows;
    double x_min, x_max, y_max;
};

static size_t
factor_at(const struct figure *figure, size_t rank)
{
    return figure->s->order[rank]; /* the first panel and readout */
}

/* What is drawn of a number: its value, and how far it may be. */
static struct pl_band
band_of(const struct pl_sensitivity *s, const struct sensitivity_place *place,
        enum pl_sensitivity_number number, enum pl_sensitivity_number low,
        enum pl_sensitivity_number high)
{
    struct pl_band band =
        pl_sensitivity_band(s, place->panel, place->measure, place->factor, number);

    if (s->options.ensemble == NULL && low != PL_SENSITIVITY_N_NUMBERS) {
        const double below = pl_sensitivity_number(s, place->panel, 0, place->measure,
                                                   place->factor, low);
        const double above = pl_sensitivity_number(s, place->panel, 0, place->measure,
                                                   place->factor, high);

        band.low = isnan(below) ? band.median : below;
        band.high = isnan(above) ? band.median : above;
    }
    return band;
}

void
sensitivity_bands(const struct pl_sensitivity *s, const struct sensitivity_place *place,
                  struct pl_band *first, struct pl_band *second)
{
    const enum pl_sensitivity_number none = PL_SENSITIVITY_N_NUMBERS;

    switch (s->options.method) {
    case PL_SENSITIVITY_LOCAL:
        *first = band_of(s, place, PL_SENSITIVITY_ELASTICITY, none, none);
        *second = (struct pl_band){0.0, 0.0, 0.0};
        break;
    case PL_SENSITIVITY_MORRIS:
        *first = band_of(s, place, PL_SENSITIVITY_MU_STAR, PL_SENSITIVITY_MU_STAR_LOW,
                         PL_SENSITIVITY_MU_STAR_HIGH);
        *second = band_of(s, place, PL_SENSITIVITY_SIGMA, none, none);
        break;
    default:
        *first = band_of(s, place, PL_SENSITIVITY_TOTAL, PL_SENSITIVITY_TOTAL_LOW,
                         PL_SENSITIVITY_TOTAL_HIGH);
        *second = band_of(s, place, PL_SENSITIVITY_FIRST, PL_SENSITIVITY_FIRST_LOW,
                          PL_SENSITIVITY_FIRST_HIGH);
        break;
    }
}

/* The two quantities of a row: bars, or places on the plane. */
static void
find_bands(const struct figure *figure, size_t rank, struct pl_band *first,
           struct pl_band *second)
{
    const struct sensitivity_place place = {0, 0, factor_at(figure, rank)};

    sensitivity_bands(figure->s, &place, first, second);
}

static void
find_axes(struct figure *figure)
{
    const bool is_plane = figure->s->options.method == PL_SENSITIVITY_MORRIS;

    for (size_t k = 0; k < figure->n_rows; k++) {
        struct pl_band first;
        struct pl_band second;

        find_bands(figure, k, &first, &second);
        figure->x_min = fmin(figure->x_min, first.low);
        figure->x_max = fmax(figure->x_max, first.high);
        figure->y_max = fmax(figure->y_max, second.high);
        if (!is_plane) {
            figure->x_min = fmin(figure->x_min, second.low);
            figure->x_max = fmax(figure->x_max, second.high);
        }
    }
    figure->x_max += HEADROOM * (figure->x_max - figure->x_min);
    figure->x_min -=
        figure->x_min < 0.0 ? HEADROOM * (figure->x_max - figure->x_min) : 0.0;
    figure->y_max = figure->y_max > 0.0 ? (1.0 + HEADROOM) * figure->y_max : 1.0;
}

/* Where the name of a point stands, if anywhere. */
enum side { NOWHERE, RIGHT, LEFT, RIGHT_BELOW, LEFT_BELOW, N_SIDES };

/* What a name covers, from the lower left corner on [share of the axes]. */
struct box {
    double left, right, low, high;
};

static struct box
box_of(const struct figure *figure, size_t rank, enum side side)
{
    const char *name = figure->s->options.factors[factor_at(figure, rank)].name;
    const double width = LETTER_WIDTH * (double)pl_text_width(name) + NAME_GAP;
    struct pl_band x;
    struct pl_band y;
    double left;
    double low;

    find_bands(figure, rank, &x, &y);
    left =
        x.median / figure->x_max - (side == LEFT || side == LEFT_BELOW ? width : 0.0);
    low = y.median / figure->y_max - (side >= RIGHT_BELOW ? LINE_HEIGHT : 0.0);
    return (struct box){left, left + width, low, low + LINE_HEIGHT};
}

/* A name goes where it covers no point and none of the names before it. */
static bool
is_free(const struct figure *figure, size_t rank, enum side side,
        const enum side *sides)
{
    const struct box box = box_of(figure, rank, side);

    if (box.left < 0.0 || box.right > 1.0) {
        return false;
    }
    for (size_t i = 0; i < figure->n_rows; i++) {
        const struct box other = box_of(figure, i, RIGHT); /* the point is its corner */

        if (i != rank && other.left > box.left - NAME_GAP &&
            other.left < box.right + NAME_GAP && other.low > box.low - POINT_HEIGHT &&
            other.low < box.high) {
            return false;
        }
        if (i < rank && sides[i] != NOWHERE) {
            const struct box name = box_of(figure, i, sides[i]);

            if (name.left < box.right && name.right > box.left && name.low < box.high &&
                name.high > box.low) {
                return false;
            }
        }
    }
    return true;
}

/* Names beside points: one that would cover something is left out.
 * @param sides  shape (n_rows) */
static void
choose_names(const struct figure *figure, enum side *sides)
{
    const double most = pl_sensitivity_weight(figure->s, 0, 0, factor_at(figure, 0));

    for (size_t k = 0; k < figure->n_rows; k++) {
        const double weight =
            pl_sensitivity_weight(figure->s, 0, 0, factor_at(figure, k));

        sides[k] = NOWHERE;
        for (int side = RIGHT;
             side < N_SIDES && weight >= LEAST_NAMED * most && sides[k] == NOWHERE;
             side++) {
            if (is_free(figure, k, (enum side)side, sides)) {
                sides[k] = (enum side)side;
            }
        }
    }
}

/* One row for each constant: name, number, low and high; the same of the second. */
static enum pl_status
make_rows(const struct figure *figure, const enum side *sides, struct pl_frame **out)
{
    static const char *const numbers[] = {"first",  "first_low",  "first_high",
                                          "second", "second_low", "second_high",
                                          "side"};
    struct pl_sheet sheet = pl_sheet_begin(false, figure->diags);

    pl_sheet_add_text(&sheet, "name", NULL);
    pl_sheet_add_numbers(&sheet, numbers, sizeof numbers / sizeof *numbers);
    for (size_t k = 0; k < figure->n_rows; k++) {
        struct pl_band first;
        struct pl_band second;
        struct pl_text name;

        find_bands(figure, k, &first, &second);
        {
            const double row[] = {first.median,    first.low,  first.high,
                                  second.median,   second.low, second.high,
                                  (double)sides[k]};

            pl_text_init(&name);
            pl_plot_put_line(figure->s->options.factors[factor_at(figure, k)].name,
                             NAME_COLUMNS, &name);
            pl_sheet_row(&sheet);
            pl_sheet_take(&sheet, &name);
            pl_sheet_numbers(&sheet, row, sizeof row / sizeof *row);
        }
    }
    return pl_sheet_end(&sheet, out);
}

void
sensitivity_write_page(const struct sensitivity_plan *plan,
                       const struct pl_sensitivity *s, size_t n_rows,
                       struct picture_page *page)
{
    static const char *const axes[][2] = {
        [PL_SENSITIVITY_LOCAL] =
            {"elasticity: % of the readout for 1 % of the constant", " "},
        [PL_SENSITIVITY_MORRIS] = {"mu*: change over the whole range, mean size",
                                   "sigma: how far that depends on the place"},
        [PL_SENSITIVITY_SOBOL] = {"share of the variance", " "},
    };

    if (s->options.n_measures == 1) {
        pl_sensitivity_put_readout(s, 0, true, &page->title);
        pl_text_put(&page->title, ": what it depends on");
    } else {
        pl_text_format(&page->title, "%zu readouts: what they depend on",
                       s->options.n_measures);
    }
    arms_plan_put_network(&plan->arms, &page->subtitle);
    {
        struct pl_text common;

        pl_text_init(&common);
        arms_plan_put_common(&plan->arms, &common);
        if (common.size > 0) {
            pl_text_format(&page->subtitle, " · %s", pl_text_string(&common));
        }
        page->subtitle.failed = page->subtitle.failed || common.failed;
        pl_text_finish(&common);
    }
    if (s->options.n_factors > n_rows) {
        pl_text_format(&page->subtitle, " · the first %zu of %zu", n_rows,
                       s->options.n_factors);
    }
    pl_text_put(picture_page_add(page), axes[s->options.method][0]);
    pl_text_put(picture_page_add(page), axes[s->options.method][1]);
    pl_text_put(picture_page_add(page), s->options.ensemble != NULL
                                            ? "lines: 5 to 95 % of the sets"
                                        : s->options.method != PL_SENSITIVITY_LOCAL &&
                                                s->options.n_resamples > 0
                                            ? "lines: 95 % intervals"
                                            : " ");
    if (plan->opts->arms.account.caption) {
        sensitivity_put_caption(plan, s, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, struct pl_frame *frame)
{
    const struct pl_picture_table tables[] = {{"rows", frame}};
    const struct pl_picture_number numbers[] = {
        {"method", (double)figure->s->options.method},
        {"x_min", figure->x_min},
        {"x_max", figure->x_max},
        {"y_max", figure->y_max},
        {"name_columns", (double)picture_page_widest(frame, 0)},
    };
    const struct pl_picture picture = {
        .template_name = "sensitivity.gp",
        .tables = tables,
        .n_tables = 1,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };
    struct picture_page page = {0};
    enum pl_status status = PL_OK;

    sensitivity_write_page(figure->plan, figure->s, figure->n_rows, &page);
    status = picture_page_draw(&page, &picture, figure->plan->opts->arms.account.plot,
                               figure->diags);
    picture_page_finish(&page);
    return status;
}

/* Constants with a number, as many as fit. */
static size_t
count_rows(const struct figure *figure)
{
    const struct pl_sensitivity *s = figure->s;
    const size_t most =
        s->options.method == PL_SENSITIVITY_MORRIS ? s->options.n_factors : MAX_ROWS;
    size_t n = 0;

    while (n < s->options.n_factors && n < most &&
           isfinite(pl_sensitivity_weight(s, 0, 0, s->order[n]))) {
        n++;
    }
    return n;
}

static enum pl_status
draw_one(const struct sensitivity_plan *plan, const struct pl_sensitivity *s)
{
    struct figure figure = {.plan = plan, .s = s, .diags = plan->arms.cli->diags};
    struct pl_frame *frame = NULL;
    enum side *sides = NULL;
    enum pl_status status = PL_OK;

    figure.n_rows = count_rows(&figure);
    find_axes(&figure);
    if (figure.n_rows == 0 || !(figure.x_max > figure.x_min)) {
        pl_diag_warning(figure.diags, NULL,
                        "the readout does not change: there is nothing to draw");
        return PL_OK;
    }
    sides = calloc(figure.n_rows, sizeof *sides);
    if (sides == NULL) {
        return pl_diag_no_memory(figure.diags, "the plot");
    }
    if (s->options.method == PL_SENSITIVITY_MORRIS) {
        choose_names(&figure, sides);
    }
    status = make_rows(&figure, sides, &frame);
    if (status == PL_OK) {
        status = draw(&figure, frame);
    }
    pl_frame_destroy(frame);
    free(sides);
    return status;
}

enum pl_status
sensitivity_figure_draw(const struct sensitivity_plan *plan,
                        const struct pl_sensitivity *s)
{
    return s->options.n_panels * s->options.n_measures > 1
               ? sensitivity_panels_draw(plan, s)
               : draw_one(plan, s);
}
