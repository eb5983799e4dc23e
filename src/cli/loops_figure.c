/*
 * loops_figure.c - which loops rule a run, as a picture: stacked shares over time.
 */
#include "cli/loops_figure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/loops.h"
#include "analysis/loops_names.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/text.h"
#include "base/units.h"
#include "cli/phrases.h"
#include "cli/picture_page.h"
#include "model/model.h"
#include "out/picture.h"
#include "out/plot_layout.h"
#include "study/context.h"
#include "study/treatment.h"

/* Areas: the named groups, then all others, reinforcing and balancing. */
enum { MOST_AREAS = LOOPS_FIGURE_GROUPS + 2 };

/* [-] An area that is nowhere thicker has no number in it. */
#define LEAST_FOR_NUMBER 0.07

/* What the picture is made of. */
struct drawing {
    const struct pl_context *context;
    const struct pl_loops *loops;
    struct pl_diags *diags;
    double unit;        /* [model time] of the time axis */
    size_t *order;      /* shape (groups): by mean share */
    size_t n_named;     /* groups with an area of their own */
    size_t n_areas;     /* n_named + 2 */
    double *shares;     /* shape (n_areas, n_times): signed */
    double *low, *high; /* shape (n_areas, n_times): where an area lies */
    size_t first, last; /* times with scores */
};

static void
drawing_finish(struct drawing *drawing)
{
    free(drawing->order);
    free(drawing->shares);
    free(drawing->low);
    free(drawing->high);
}

/* The share of every area over time. */
static enum pl_status
find_shares(struct drawing *drawing)
{
    const struct pl_loops *loops = drawing->loops;
    const struct pl_loop_set *set = &loops->set;
    const size_t n = MOST_AREAS * (loops->n_times + 1);
    size_t *of = calloc(set->n + 1, sizeof *of);
    size_t *area = calloc(set->n_groups + 1, sizeof *area);
    enum pl_status status =
        pl_loops_order_groups(loops, drawing->diags, &drawing->order);

    drawing->shares = calloc(n, sizeof *drawing->shares);
    drawing->low = calloc(n, sizeof *drawing->low);
    drawing->high = calloc(n, sizeof *drawing->high);
    if (status == PL_OK && (of == NULL || area == NULL || drawing->shares == NULL ||
                            drawing->low == NULL || drawing->high == NULL)) {
        status = pl_diag_no_memory(drawing->diags, "the plot");
    }
    if (status == PL_OK) {
        drawing->n_named =
            set->n_groups < LOOPS_FIGURE_GROUPS ? set->n_groups : LOOPS_FIGURE_GROUPS;
        drawing->n_areas = drawing->n_named + 2;
        for (size_t g = 0; g < set->n_groups; g++) {
            const size_t group = drawing->order[g];

            area[group] =
                g < drawing->n_named
                    ? g
                    : drawing->n_named + (set->groups[group].sign < 0 ? 1 : 0);
        }
        for (size_t k = 0; k < set->n; k++) {
            of[k] = set->group_of[k] != PL_NONE ? area[set->group_of[k]] : PL_NONE;
        }
        status = pl_loops_curves(loops, of, drawing->n_areas, drawing->diags,
                                 drawing->shares);
    }
    free(of);
    free(area);
    return status;
}

/* Stack them from 0, up and down; the first groups lie next to 0. */
static void
stack(struct drawing *drawing)
{
    const size_t n_times = drawing->loops->n_times;

    for (size_t t = 0; t < n_times; t++) {
        double up = 0.0;
        double down = 0.0;

        for (size_t a = 0; a < drawing->n_areas; a++) {
            const double share = drawing->shares[a * n_times + t];

            drawing->low[a * n_times + t] = share < 0.0 ? down + share : up;
            drawing->high[a * n_times + t] = share < 0.0 ? down : up + share;
            up += share > 0.0 ? share : 0.0;
            down += share < 0.0 ? share : 0.0;
        }
    }
}

/* The sign of an area, and whether there is anything in it. */
static int
area_sign(const struct drawing *drawing, size_t area)
{
    const struct pl_loop_set *set = &drawing->loops->set;

    return area < drawing->n_named    ? set->groups[drawing->order[area]].sign
           : area == drawing->n_named ? 1
                                      : -1;
}

static double
thickness(const struct drawing *drawing, size_t area, size_t time)
{
    return fabs(drawing->shares[area * drawing->loops->n_times + time]);
}

/* Where an area is thickest, away from the ends of the axis and from what is narrow. */
static size_t
thickest(const struct drawing *drawing, size_t area)
{
    const size_t margin = drawing->loops->n_times / 32 + 1;
    size_t best = drawing->first;
    double most = 0.0;

    for (size_t t = drawing->first + margin; t + margin <= drawing->last; t++) {
        double least = thickness(drawing, area, t);

        for (size_t k = t - margin; k <= t + margin; k++) {
            least = fmin(least, thickness(drawing, area, k));
        }
        if (least > most) {
            most = least;
            best = t;
        }
    }
    return best;
}

static enum pl_status
make_areas(const struct drawing *drawing, struct pl_frame **out)
{
    const size_t n_times = drawing->loops->n_times;
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);

    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "time");
    for (size_t a = 0; a < drawing->n_areas; a++) {
        pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "low_%zu", a);
        pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "high_%zu", a);
    }
    for (size_t t = drawing->first; t <= drawing->last; t++) {
        pl_sheet_row(&sheet);
        pl_sheet_number(&sheet, drawing->loops->times[t] / drawing->unit);
        for (size_t a = 0; a < drawing->n_areas; a++) {
            pl_sheet_number(&sheet, drawing->low[a * n_times + t]);
            pl_sheet_number(&sheet, drawing->high[a * n_times + t]);
        }
    }
    return pl_sheet_end(&sheet, out);
}

/* The names beside the areas, from the top one to the lowest: label, its number (0 for all
 * others), index of the fill, sign, and where the number stands (none where y is NaN). */
static enum pl_status
make_names(const struct drawing *drawing, struct pl_frame **out)
{
    const struct pl_loops *loops = drawing->loops;
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);
    size_t sequence[MOST_AREAS];
    size_t n = 0;

    for (size_t a = drawing->n_areas;
         a-- > 0;) { /* the outermost reinforcing one first */
        if (area_sign(drawing, a) >= 0) {
            sequence[n++] = a;
        }
    }
    for (size_t a = 0; a < drawing->n_areas; a++) {
        if (area_sign(drawing, a) < 0) {
            sequence[n++] = a;
        }
    }
    pl_sheet_add(&sheet, PL_COLUMN_TEXT, NULL, "label");
    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "number");
    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "area");
    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "sign");
    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "x");
    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "y");
    for (size_t k = 0; k < n; k++) {
        const size_t a = sequence[k];
        const size_t t = thickest(drawing, a);
        const size_t at = a * loops->n_times + t;
        const bool named = a < drawing->n_named;
        struct pl_text label;

        if (!named && !(thickness(drawing, a, t) > 0.0)) {
            continue;
        }
        pl_text_init(&label);
        if (named) {
            pl_loops_put_group(drawing->context, loops, drawing->order[a], &label);
        } else {
            pl_text_put(&label, "all others");
        }
        pl_sheet_row(&sheet);
        pl_sheet_take(&sheet, &label);
        pl_sheet_number(&sheet, named ? (double)(a + 1) : 0.0);
        pl_sheet_number(&sheet, (double)(a + 1));
        pl_sheet_number(&sheet, area_sign(drawing, a) < 0 ? -1.0 : 1.0);
        pl_sheet_number(&sheet, loops->times[t] / drawing->unit);
        pl_sheet_number(&sheet, named && thickness(drawing, a, t) >= LEAST_FOR_NUMBER
                                    ? (drawing->low[at] + drawing->high[at]) / 2.0
                                    : (double)NAN);
    }
    return pl_sheet_end(&sheet, out);
}

/* Edges whose loops are open. */
static enum pl_status
make_open(const struct drawing *drawing, struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);

    pl_sheet_add(&sheet, PL_COLUMN_TEXT, NULL, "label");
    for (size_t e = 0; e < drawing->loops->n_edges; e++) {
        const struct pl_loop_edge *edge = &drawing->loops->edges[e];

        if (pl_loops_most(edge->open_share)) {
            pl_sheet_row(&sheet);
            pl_sheet_text(&sheet, drawing->context->model->symbols[edge->symbol].label);
        }
    }
    return pl_sheet_end(&sheet, out);
}

static void
put_subtitle(const struct pl_context *context, const struct pl_treatment *treatment,
             const struct pl_loops *loops, struct pl_text *text)
{
    phrase_model(context, text);
    if (pl_treatment_cell_name(treatment) != NULL) {
        pl_text_format(text, " · %s", pl_treatment_cell_name(treatment));
    }
    if (pl_treatment_variant_id(treatment) != NULL) {
        pl_text_format(text, " · %s", pl_treatment_variant_id(treatment));
    }
    if (!loops->rested) {
        pl_text_put(text, " · from the file's values");
    }
    if (loops->n_members > 1) {
        pl_text_format(text, " · mean of %zu parameter sets",
                       loops->n_members - loops->n_failed);
    }
}

static void
write_page(const struct drawing *drawing, const struct pl_treatment *treatment,
           const char *unit_name, const char *caption, struct picture_page *page)
{
    static const char *const words[] = {"share of all loops' scores", "reinforcing",
                                        "balancing", "loops through",
                                        "open, 5 % of the gain or less left:"};

    pl_treatment_describe(treatment, &page->title);
    put_subtitle(drawing->context, treatment, drawing->loops, &page->subtitle);
    pl_text_put(&page->caption, caption != NULL ? caption : "");
    picture_page_add_time(page, unit_name);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        pl_text_put(picture_page_add(page), words[i]);
    }
}

static enum pl_status
write_picture(const struct drawing *drawing, const struct picture_page *page,
              const char *path)
{
    const struct pl_loops *loops = drawing->loops;
    const double x_max = loops->times[loops->n_times - 1] / drawing->unit;
    const struct pl_picture_number numbers[] = {
        {"x_max", x_max},
        {"x_step", pl_plot_time_step(x_max)},
        {"n_curves", (double)drawing->n_areas},
        {"n_named", (double)drawing->n_named},
    };
    struct pl_frame *areas = NULL;
    struct pl_frame *names = NULL;
    struct pl_frame *open = NULL;
    enum pl_status status = make_areas(drawing, &areas);

    if (status == PL_OK) {
        status = make_names(drawing, &names);
    }
    if (status == PL_OK) {
        status = make_open(drawing, &open);
    }
    if (status == PL_OK) {
        const struct pl_picture_table tables[] = {
            {"areas", areas}, {"names", names}, {"open", open}};
        const struct pl_picture picture = {
            .template_name = "loops.gp",
            .tables = tables,
            .n_tables = sizeof tables / sizeof *tables,
            .numbers = numbers,
            .n_numbers = sizeof numbers / sizeof *numbers,
        };

        status = picture_page_draw(page, &picture, path, drawing->diags);
    }
    pl_frame_destroy(areas);
    pl_frame_destroy(names);
    pl_frame_destroy(open);
    return status;
}

/* The first and the last time at which there is anything to draw. */
static bool
find_ends(struct drawing *drawing)
{
    const struct pl_loops *loops = drawing->loops;
    bool found = false;

    for (size_t t = 0; t < loops->n_times; t++) {
        if (loops->scored[t] > 0) {
            drawing->first = found ? drawing->first : t;
            drawing->last = t;
            found = true;
        }
    }
    return found;
}

enum pl_status
loops_figure_draw(const struct pl_context *context,
                  const struct pl_treatment *treatment, const struct pl_loops *loops,
                  const char *caption, const char *path, struct pl_diags *diags)
{
    const double second = context->model->time_unit;
    const char *unit_name = NULL;
    struct drawing drawing = {
        .context = context, .loops = loops, .diags = diags, .unit = 1.0};
    struct picture_page page = {0};
    enum pl_status status = PL_OK;

    if (!find_ends(&drawing)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "there is nothing to draw: no loop has a score");
    }
    if (isfinite(second)) {
        const double duration = loops->times[loops->n_times - 1];

        drawing.unit = pl_duration_best_unit(duration * second, &unit_name) / second;
    }
    status = find_shares(&drawing);
    if (status == PL_OK) {
        stack(&drawing);
        write_page(&drawing, treatment, unit_name, caption, &page);
        status = write_picture(&drawing, &page, path);
    }
    drawing_finish(&drawing);
    picture_page_finish(&page);
    return status;
}
