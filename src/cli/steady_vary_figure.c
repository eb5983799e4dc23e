/*
 * steady_vary_figure.c - rest states over a parameter as a picture.
 */
#include "cli/steady_vary.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/continuation.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/phrases.h"
#include "cli/picture_page.h"
#include "cli/steady.h"
#include "model/model.h"
#include "model/roles.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/context.h"
#include "study/treatment.h"

/* [column] of a name of an axis or a panel */
#define NAME_COLUMNS ((size_t)60)

/* [-] Beyond a fold the other states are looked for this part of the range on. */
#define BEYOND 1e-6

struct figure {
    const struct pl_continuation *found;
    struct pl_diags *diags;
    size_t n_panels;
};

/* A table of numbers: the input, then a column for each panel; `more` in front. */
static enum pl_status
begin_table(const struct figure *figure, const char *more, struct pl_frame **out)
{
    enum pl_status status = pl_frame_create(figure->diags, out);

    if (status == PL_OK && more != NULL) {
        status = pl_frame_add_column(*out, more, NULL, NULL, PL_COLUMN_NUMBER,
                                     figure->diags);
    }
    for (size_t p = 0; p <= figure->n_panels && status == PL_OK; p++) {
        struct pl_text name;

        pl_text_init(&name);
        pl_text_format(&name, "column%zu", p);
        status = name.failed
                     ? pl_diag_no_memory(figure->diags, "the plot")
                     : pl_frame_add_column(*out, pl_text_string(&name), NULL, NULL,
                                           PL_COLUMN_NUMBER, figure->diags);
        pl_text_finish(&name);
    }
    return status;
}

/* A row, from the column `from` on. @param values  NULL: a gap */
static enum pl_status
add_row(const struct figure *figure, struct pl_frame *table, size_t from, double input,
        const double *values)
{
    const enum pl_status status = pl_frame_add_row(table, figure->diags);

    if (status == PL_OK && values != NULL) {
        table->columns[from].numbers[table->n_rows - 1] = input;
        for (size_t p = 0; p < figure->n_panels; p++) {
            table->columns[from + 1 + p].numbers[table->n_rows - 1] = values[p];
        }
    }
    return status;
}

/* The stretches of all branches that are stable, or those that are not. */
static enum pl_status
make_curves(const struct figure *figure, bool stable, struct pl_frame **out)
{
    const struct pl_continuation *found = figure->found;
    enum pl_status status = begin_table(figure, NULL, out);

    for (size_t b = 0; b < found->n_branches && status == PL_OK; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];
        bool open = false;

        for (size_t k = 0; k + 1 < branch->n && status == PL_OK; k++) {
            if ((pl_rest_branch_n_unstable_behind(branch, k) == 0) != stable) {
                status = open ? add_row(figure, *out, 0, NAN, NULL) : PL_OK;
                open = false;
                continue;
            }
            if (!open) {
                status = add_row(figure, *out, 0, branch->points[k].input,
                                 pl_rest_branch_values(found, branch, k));
            }
            open = true;
            if (status == PL_OK) {
                status = add_row(figure, *out, 0, branch->points[k + 1].input,
                                 pl_rest_branch_values(found, branch, k + 1));
            }
        }
        if (open && status == PL_OK) {
            status = add_row(figure, *out, 0, NAN, NULL);
        }
    }
    return status;
}

/* Folds, Hopf and branch points: 1, 2, 3. */
static enum pl_status
make_marks(const struct figure *figure, struct pl_frame **out)
{
    const struct pl_continuation *found = figure->found;
    enum pl_status status = begin_table(figure, "kind", out);

    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];

        for (size_t k = 0; k < branch->n && status == PL_OK; k++) {
            const enum pl_rest_branch_kind kind = branch->points[k].kind;

            if (kind == PL_REST_BRANCH_PLAIN || kind == PL_REST_BRANCH_END) {
                continue;
            }
            status = add_row(figure, *out, 1, branch->points[k].input,
                             pl_rest_branch_values(found, branch, k));
            if (status == PL_OK) {
                (*out)->columns[0].numbers[(*out)->n_rows - 1] =
                    kind == PL_REST_BRANCH_FOLD   ? 1.0
                    : kind == PL_REST_BRANCH_HOPF ? 2.0
                                                  : 3.0;
            }
        }
    }
    return status;
}

/* The only stable state at an input, into `values`. @return false for none or several */
static bool
find_only(const struct figure *figure, double input, double *values)
{
    const struct pl_continuation *found = figure->found;
    size_t n = 0;

    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];

        for (size_t k = 0; k + 1 < branch->n; k++) {
            const double from = branch->points[k].input;
            const double to = branch->points[k + 1].input;
            const double share = (input - from) / (to - from);

            if (!(share >= 0.0 && share < 1.0) ||
                pl_rest_branch_n_unstable_behind(branch, k) > 0) {
                continue;
            }
            n++;
            for (size_t p = 0; p < figure->n_panels; p++) {
                const double *near = pl_rest_branch_values(found, branch, k);
                const double *next = pl_rest_branch_values(found, branch, k + 1);

                values[p] = near[p] + share * (next[p] - near[p]);
            }
        }
    }
    return n == 1;
}

/* Where the network jumps to from a fold at which a stable state ends: x, y; x, y. */
static enum pl_status
make_jumps(const struct figure *figure, struct pl_frame **out)
{
    const struct pl_continuation *found = figure->found;
    const struct pl_rest_range *range = &found->range;
    double to[STEADY_VARY_PANELS];
    enum pl_status status = begin_table(figure, NULL, out);

    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];

        for (size_t k = 1; k + 1 < branch->n && status == PL_OK; k++) {
            const struct pl_rest_branch_point *point = &branch->points[k];
            const double side = point->input > branch->points[k - 1].input ? 1.0 : -1.0;
            const double beyond =
                range->logarithmic
                    ? point->input * exp(side * BEYOND * log(range->high / range->low))
                    : point->input + side * BEYOND * (range->high - range->low);

            if (point->kind != PL_REST_BRANCH_FOLD || point->n_unstable > 0 ||
                !find_only(figure, beyond, to)) {
                continue;
            }
            status = add_row(figure, *out, 0, point->input,
                             pl_rest_branch_values(found, branch, k));
            if (status == PL_OK) {
                status = add_row(figure, *out, 0, point->input, to);
            }
        }
    }
    return status;
}

/* What each panel is called, and the ends of its axis. */
static enum pl_status
make_panels(const struct figure *figure, struct pl_frame **out)
{
    const struct pl_continuation *found = figure->found;
    enum pl_status status = pl_frame_create(figure->diags, out);

    if (status == PL_OK) {
        status = pl_frame_add_column(*out, "name", NULL, NULL, PL_COLUMN_TEXT,
                                     figure->diags);
    }
    for (size_t p = 0; p < figure->n_panels && status == PL_OK; p++) {
        const struct pl_symbol *symbol =
            &found->context->model->symbols[found->symbols[p]];
        struct pl_text name;

        pl_text_init(&name);
        pl_plot_put_line(symbol->label, NAME_COLUMNS, &name);
        if (symbol->unit != NULL) {
            pl_text_format(&name, " (%s)", symbol->unit);
        }
        status = pl_frame_add_row(*out, figure->diags);
        if (status == PL_OK) {
            status = name.failed ? pl_diag_no_memory(figure->diags, "the plot")
                                 : pl_frame_set_text(*out, p, 0, pl_text_string(&name),
                                                     figure->diags);
        }
        pl_text_finish(&name);
    }
    return status;
}

static void
write_page(const struct figure *figure, const struct pl_treatment *treatment,
           const char *caption, struct picture_page *page)
{
    const struct pl_continuation *found = figure->found;
    const char *unit = NULL;
    const char *name = pl_role_strip(pl_continuation_input(found, &unit));
    struct pl_text *axis = NULL;

    pl_text_format(&page->title, "Rest states over %s", name);
    phrase_model(found->context, &page->subtitle);
    steady_put_network(treatment, NULL, false, &page->subtitle);
    pl_text_put(&page->caption, caption != NULL ? caption : "");
    axis = picture_page_add(page);
    pl_text_format(axis, unit != NULL ? "%s (%s)" : "%s", name, unit);
    pl_text_put(picture_page_add(page), "stable");
    pl_text_put(picture_page_add(page), "not stable");
    pl_text_put(picture_page_add(page), "fold");
    pl_text_put(picture_page_add(page), "Hopf point");
    pl_text_put(picture_page_add(page), "branch point");
    pl_text_put(picture_page_add(page), "jump");
}

/* Does a table hold more than the gap that keeps gnuplot content? */
static double
has_rows(const struct pl_frame *frame)
{
    return frame->n_rows > 1 || !isnan(frame->columns[0].numbers[0]) ? 1.0 : 0.0;
}

/* gnuplot complains of a file without a row. */
static enum pl_status
leave_gap(const struct figure *figure, struct pl_frame *table)
{
    return table->n_rows > 0 ? PL_OK : add_row(figure, table, 0, NAN, NULL);
}

static enum pl_status
draw(const struct figure *figure, const struct picture_page *page,
     struct pl_frame *const *frames, const char *path)
{
    const struct pl_picture_table tables[] = {{"stable", frames[0]},
                                              {"unstable", frames[1]},
                                              {"marks", frames[2]},
                                              {"jumps", frames[3]},
                                              {"panels", frames[4]}};
    const struct pl_picture_number numbers[] = {
        {"x_min", figure->found->range.low},
        {"x_max", figure->found->range.high},
        {"is_log", figure->found->range.logarithmic ? 1.0 : 0.0},
        {"has_stable", has_rows(frames[0])},
        {"has_unstable", has_rows(frames[1])},
        {"has_marks", has_rows(frames[2])},
    };
    const struct pl_picture picture = {
        .template_name = "branches.gp",
        .tables = tables,
        .n_tables = sizeof tables / sizeof *tables,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };

    return picture_page_draw(page, &picture, path, figure->diags);
}

enum pl_status
steady_vary_draw(const struct pl_continuation *found,
                 const struct pl_treatment *treatment, const char *caption,
                 const char *path, struct pl_diags *diags)
{
    const struct figure figure = {
        found, diags,
        found->n_values < STEADY_VARY_PANELS ? found->n_values : STEADY_VARY_PANELS};
    struct pl_frame *frames[5] = {NULL};
    struct picture_page page = {0};
    enum pl_status status = make_curves(&figure, true, &frames[0]);

    if (status == PL_OK) {
        status = make_curves(&figure, false, &frames[1]);
    }
    if (status == PL_OK) {
        status = make_marks(&figure, &frames[2]);
    }
    if (status == PL_OK) {
        status = make_jumps(&figure, &frames[3]);
    }
    if (status == PL_OK) {
        status = make_panels(&figure, &frames[4]);
    }
    for (size_t k = 0; k < 3 && status == PL_OK; k++) {
        status = leave_gap(&figure, frames[k]);
    }
    if (status == PL_OK) {
        write_page(&figure, treatment, caption, &page);
        status = draw(&figure, &page, frames, path);
    }
    for (size_t k = 0; k < sizeof frames / sizeof *frames; k++) {
        pl_frame_destroy(frames[k]);
    }
    picture_page_finish(&page);
    return status;
}
