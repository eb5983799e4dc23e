/*
 * explain_drawing.c - what a picture of an explanation shows.
 */
#include "cli/explain_drawing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "cli/explain_plan.h"
#include "study/ensemble.h"

/* Small plots side by side, and above each other. */
#define MOST_COLUMNS ((size_t)6)
#define MOST_ROWS ((size_t)3)

/* Bars above each other in a small plot, by the rows of small plots: more are too thin to
 * read. The loops that do least are one bar then, "12 other loops". */
static const size_t most_bars[MOST_ROWS + 1] = {0, 24, 14, 11};

size_t
explain_drawing_panel(const struct explain_drawing *drawing, size_t small)
{
    return drawing->by_panels                 ? small
           : drawing->plan->view.n_panels > 1 ? small / drawing->n_columns
                                              : 0;
}

static const struct pl_explain *
explain_of(const struct explain_drawing *drawing, size_t small)
{
    return &drawing->plan->explains[explain_drawing_panel(drawing, small)];
}

size_t
explain_drawing_time(const struct explain_drawing *drawing, size_t small)
{
    return drawing->by_panels                 ? drawing->plan->explains[0].focus
           : drawing->plan->view.n_panels > 1 ? small % drawing->n_columns
                                              : small;
}

static struct pl_band
band_of(const struct pl_explain *explain, size_t part, size_t time)
{
    return explain->factor_bands[part * explain->n_times + time];
}

/* Rows and columns for n small plots: as few rows as columns allow. */
static void
choose_grid(struct explain_drawing *drawing, size_t n)
{
    const size_t n_rows = n <= 4 ? 1 : n <= 10 ? 2 : MOST_ROWS;

    drawing->n_smalls = n;
    drawing->n_rows = n_rows;
    drawing->n_columns = (n + n_rows - 1) / n_rows;
}

/* Times beside each other, panels above each other; where these are many, a grid of times or
 * of panels. */
enum pl_status
explain_drawing_arrange(struct explain_drawing *drawing,
                        const struct explain_plan *plan, struct pl_diags *diags)
{
    const size_t n_panels = plan->view.n_panels;
    const size_t n_times = plan->options.n_times;
    const size_t most = MOST_COLUMNS * MOST_ROWS;

    drawing->plan = plan;
    drawing->diags = diags;
    if (n_panels > 1 && n_panels <= MOST_ROWS && n_times <= MOST_COLUMNS) {
        drawing->n_smalls = n_panels * n_times;
        drawing->n_rows = n_panels;
        drawing->n_columns = n_times;
        return PL_OK;
    }
    drawing->by_panels = n_panels > 1;
    choose_grid(drawing, n_panels > 1 ? n_panels : n_times);
    if (drawing->n_smalls <= most) {
        return PL_OK;
    }
    pl_diag_error(drawing->diags, PL_ERR_OPTION, NULL,
                  "--plot: %zu small plots do not fit on a page: at most %zu",
                  drawing->n_smalls, most);
    pl_diag_hint(drawing->diags, drawing->by_panels
                                     ? "name fewer with --cell and --variant"
                                     : "name fewer times with --at");
    return PL_ERR_OPTION;
}

/* The loop of that name; PL_NONE for none. */
static size_t
find_loop(const struct pl_explain *explain, const char *name)
{
    for (size_t l = 0; l < explain->n_loops; l++) {
        if (strcmp(explain->loops[l].name, name) == 0) {
            return l;
        }
    }
    return PL_NONE;
}

static bool
is_named(const struct explain_drawing *drawing, const char *name)
{
    for (size_t i = 0; i < drawing->n_names; i++) {
        if (strcmp(drawing->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The most that a loop does in what is drawn; -1 where it is silent everywhere. */
static double
strength_of(const struct explain_drawing *drawing, const char *name)
{
    double most = -1.0;

    for (size_t s = 0; s < drawing->n_smalls; s++) {
        const struct pl_explain *explain = explain_of(drawing, s);
        const size_t loop = find_loop(explain, name);

        if (loop != PL_NONE && explain->loops[loop].role != PL_EXPLAIN_ROLE_SILENT) {
            most = fmax(
                most,
                fabs(log(
                    band_of(explain, loop, explain_drawing_time(drawing, s)).median)));
        }
    }
    return most;
}

/* Drop the names that do least, until n are left; the others keep their order. */
static void
keep_strongest(struct explain_drawing *drawing, size_t n)
{
    while (drawing->n_names > n) {
        size_t least = 0;

        for (size_t i = 1; i < drawing->n_names; i++) {
            if (strength_of(drawing, drawing->names[i]) <=
                strength_of(drawing, drawing->names[least])) {
                least = i;
            }
        }
        drawing->n_names--;
        for (size_t i = least; i < drawing->n_names; i++) {
            drawing->names[i] = drawing->names[i + 1];
        }
        drawing->all_silent = false;
    }
}

/* What the loops without a bar make together. */
static enum pl_status
make_others(struct explain_drawing *drawing)
{
    const size_t n_times = drawing->plan->options.n_times;
    bool in[PL_SHAPLEY_MAX_PLAYERS];
    enum pl_status status = PL_OK;

    drawing->others =
        calloc(drawing->plan->view.n_panels * n_times, sizeof *drawing->others);
    if (drawing->others == NULL) {
        return pl_diag_no_memory(drawing->diags, "the plot");
    }
    for (size_t p = 0; p < drawing->plan->view.n_panels && status == PL_OK; p++) {
        const struct pl_explain *explain = &drawing->plan->explains[p];
        size_t n = 0;

        for (size_t l = 0; l < explain->n_loops; l++) {
            in[l] = !is_named(drawing, explain->loops[l].name);
            n += in[l];
        }
        drawing->n_others = n > drawing->n_others ? n : drawing->n_others;
        status = pl_explain_product(explain, in, drawing->diags,
                                    drawing->others + p * n_times);
    }
    return status;
}

/* Loops that are not silent everywhere, in the order of the first panel that has them. */
enum pl_status
explain_drawing_choose(struct explain_drawing *drawing)
{
    const size_t most = most_bars[drawing->n_rows] - 3; /* rest, others and fold */
    size_t order[PL_SHAPLEY_MAX_PLAYERS];
    size_t n = 0;

    for (size_t p = 0; p < drawing->plan->view.n_panels; p++) {
        n += drawing->plan->explains[p].n_loops;
    }
    drawing->names = calloc(n + 1, sizeof *drawing->names);
    if (drawing->names == NULL) {
        return pl_diag_no_memory(drawing->diags, "the plot");
    }
    for (size_t p = 0; p < drawing->plan->view.n_panels; p++) {
        const struct pl_explain *explain = &drawing->plan->explains[p];
        const size_t n_told = pl_explain_order(explain, order);

        for (size_t i = 0; i < n_told; i++) {
            if (!is_named(drawing, explain->loops[order[i]].name)) {
                drawing->names[drawing->n_names++] = explain->loops[order[i]].name;
            }
        }
    }
    drawing->all_silent = true;
    keep_strongest(drawing, most);
    return make_others(drawing);
}

/* ---- bars */

size_t
explain_drawing_n_bars(const struct explain_drawing *drawing)
{
    return drawing->n_names + (drawing->n_others > 0 ? 1 : 0) + 2;
}

/* A bar that goes on where the one before it ended. */
static struct explain_bar
next_bar(enum explain_bar_kind kind, double from, struct pl_band band)
{
    return (struct explain_bar){.kind = kind,
                                .from = from,
                                .to = from * band.median,
                                .low = from * band.low,
                                .high = from * band.high,
                                .factor = band.median};
}

static const struct pl_band untouched = {1.0, 1.0, 1.0};

/* Bar i of a small plot, from the top; `from` is where the one before it ended. */
struct explain_bar
explain_drawing_bar(const struct explain_drawing *drawing, size_t small, size_t i,
                    double from)
{
    const struct pl_explain *explain = explain_of(drawing, small);
    const size_t time = explain_drawing_time(drawing, small);

    if (i == 0) {
        return next_bar(EXPLAIN_BAR_REST, 1.0,
                        band_of(explain, explain->n_loops, time));
    }
    if (i - 1 < drawing->n_names) {
        const size_t loop = find_loop(explain, drawing->names[i - 1]);

        return next_bar(EXPLAIN_BAR_LOOP, from,
                        loop != PL_NONE ? band_of(explain, loop, time) : untouched);
    }
    if (i + 1 < explain_drawing_n_bars(drawing)) {
        return next_bar(
            EXPLAIN_BAR_OTHERS, from,
            drawing->others[explain_drawing_panel(drawing, small) * explain->n_times +
                            time]);
    }
    return next_bar(EXPLAIN_BAR_FOLD, 1.0,
                    band_of(explain, explain->n_loops + 1, time));
}

void
explain_drawing_finish(struct explain_drawing *drawing)
{
    free(drawing->names);
    free(drawing->others);
    *drawing = (struct explain_drawing){0};
}
