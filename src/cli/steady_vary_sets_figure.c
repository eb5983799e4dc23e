/*
 * steady_vary_sets_figure.c - rest states over a parameter in many parameter sets as a
 * picture.
 */
#include "cli/steady_vary.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/phrases.h"
#include "cli/picture_page.h"
#include "cli/steady.h"
#include "model/model.h"
#include "model/roles.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/context.h"
#include "study/treatment.h"

/* [column] of a name of a panel */
#define NAME_COLUMNS ((size_t)60)

struct figure {
    const struct steady_vary *vary;
    const struct pl_continuation_sets *sets;
    struct pl_diags *diags;
    size_t n_panels;
    double *numbers;          /* shape (n_members): room */
    struct pl_weighted *room; /* shape (n_members) */
};

/* Columns of numbers: `first` of them, then three for each panel. */
static enum pl_status
begin_table(const struct figure *figure, size_t first, struct pl_frame **out)
{
    enum pl_status status = pl_frame_create(figure->diags, out);

    for (size_t c = 0; c < first + 3 * figure->n_panels && status == PL_OK; c++) {
        struct pl_text name;

        pl_text_init(&name);
        pl_text_format(&name, "column%zu", c);
        status = name.failed
                     ? pl_diag_no_memory(figure->diags, "the plot")
                     : pl_frame_add_column(*out, pl_text_string(&name), NULL, NULL,
                                           PL_COLUMN_NUMBER, figure->diags);
        pl_text_finish(&name);
    }
    return status;
}

/* Three cells of the last row. */
static void
put_band(struct pl_frame *table, size_t column, struct pl_band band)
{
    const size_t row = table->n_rows - 1;

    table->columns[column].numbers[row] = band.median;
    table->columns[column + 1].numbers[row] = band.low;
    table->columns[column + 2].numbers[row] = band.high;
}

/* The way up or down: the parameter, then bands. */
static enum pl_status
make_way(const struct figure *figure, int way, struct pl_frame **out)
{
    enum pl_status status = begin_table(figure, 1, out);

    for (size_t k = 0; k < figure->sets->n_levels && status == PL_OK; k++) {
        status = pl_frame_add_row(*out, figure->diags);
        if (status != PL_OK) {
            break;
        }
        (*out)->columns[0].numbers[k] = figure->sets->levels[k];
        for (size_t p = 0; p < figure->n_panels; p++) {
            put_band(*out, 1 + 3 * p,
                     pl_continuation_sets_band(figure->sets, way, k, p, figure->numbers,
                                               figure->room));
        }
    }
    return status;
}

/* Folds, Hopf and branch points, 1, 2, 3: the band of the parameter, then those of what is
 * observed. */
static enum pl_status
make_marks(const struct figure *figure, struct pl_frame **out)
{
    struct pl_rest_mark *marks = NULL;
    size_t n = 0;
    enum pl_status status = begin_table(figure, 4, out);

    if (status == PL_OK) {
        status = pl_continuation_sets_marks(figure->sets, figure->diags, &marks, &n);
    }
    for (size_t k = 0; k < n && status == PL_OK; k++) {
        status = pl_frame_add_row(*out, figure->diags);
        if (status != PL_OK) {
            break;
        }
        (*out)->columns[0].numbers[k] = marks[k].kind == PL_REST_BRANCH_FOLD   ? 1.0
                                        : marks[k].kind == PL_REST_BRANCH_HOPF ? 2.0
                                                                               : 3.0;
        put_band(*out, 1, marks[k].input);
        for (size_t p = 0; p < figure->n_panels; p++) {
            put_band(*out, 4 + 3 * p, marks[k].values[p]);
        }
    }
    pl_rest_marks_free(marks, n);
    return status;
}

/* What each panel is called. */
static enum pl_status
make_panels(const struct figure *figure, struct pl_frame **out)
{
    enum pl_status status = pl_frame_create(figure->diags, out);

    if (status == PL_OK) {
        status = pl_frame_add_column(*out, "name", NULL, NULL, PL_COLUMN_TEXT,
                                     figure->diags);
    }
    for (size_t p = 0; p < figure->n_panels && status == PL_OK; p++) {
        const struct pl_symbol *symbol =
            &figure->sets->context->model->symbols[figure->sets->symbols[p]];
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

static bool
ways_agree(const struct figure *figure)
{
    for (size_t k = 0; k < figure->sets->n_levels; k++) {
        if (!pl_continuation_sets_ways_agree(figure->sets, k)) {
            return false;
        }
    }
    return true;
}

static void
write_page(const struct figure *figure, const char *caption, struct picture_page *page)
{
    const struct steady_vary *vary = figure->vary;
    const struct pl_continuation found = {.context = vary->context,
                                          .range = figure->sets->range};
    const char *unit = NULL;
    const char *name = pl_role_strip(pl_continuation_input(&found, &unit));

    pl_text_format(&page->title, "Rest states over %s", name);
    phrase_model(vary->context, &page->subtitle);
    steady_put_network(vary->treatment, vary->ensemble, false, &page->subtitle);
    pl_text_put(&page->caption, caption != NULL ? caption : "");
    pl_text_format(picture_page_add(page), unit != NULL ? "%s (%s)" : "%s", name, unit);
    pl_text_put(picture_page_add(page),
                ways_agree(figure) ? "stable" : "on the way up");
    pl_text_put(picture_page_add(page), "on the way down");
    pl_text_put(picture_page_add(page), "fold");
    pl_text_put(picture_page_add(page), "Hopf point");
    pl_text_put(picture_page_add(page), "branch point");
    pl_text_put(picture_page_add(page), "lines: medians; bands and bars: 5 to 95 %");
}

static enum pl_status
draw(const struct figure *figure, const struct picture_page *page,
     struct pl_frame *const *frames, const char *path)
{
    const struct pl_picture_table tables[] = {{"up", frames[0]},
                                              {"down", frames[1]},
                                              {"marks", frames[2]},
                                              {"panels", frames[3]}};
    const struct pl_picture_number numbers[] = {
        {"x_min", figure->sets->range.low},
        {"x_max", figure->sets->range.high},
        {"is_log", figure->sets->range.logarithmic ? 1.0 : 0.0},
        {"has_down", ways_agree(figure) ? 0.0 : 1.0},
    };
    const struct pl_picture picture = {
        .template_name = "branches-sets.gp",
        .tables = tables,
        .n_tables = sizeof tables / sizeof *tables,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };

    return picture_page_draw(page, &picture, path, figure->diags);
}

enum pl_status
steady_vary_draw_sets(const struct steady_vary *vary, const char *caption,
                      const char *path)
{
    const struct pl_continuation_sets *sets = &vary->sets;
    struct figure figure = {
        .vary = vary,
        .sets = sets,
        .diags = vary->cli->diags,
        .n_panels =
            sets->n_values < STEADY_VARY_PANELS ? sets->n_values : STEADY_VARY_PANELS,
        .numbers = calloc(sets->n_members + 1, sizeof *figure.numbers),
        .room = calloc(sets->n_members + 1, sizeof *figure.room)};
    struct pl_frame *frames[4] = {NULL};
    struct picture_page page = {0};
    enum pl_status status = figure.numbers != NULL && figure.room != NULL
                                ? make_way(&figure, PL_PATH_UP, &frames[0])
                                : pl_diag_no_memory(figure.diags, "the plot");

    if (status == PL_OK) {
        status = make_way(&figure, PL_PATH_DOWN, &frames[1]);
    }
    if (status == PL_OK) {
        status = make_marks(&figure, &frames[2]);
    }
    if (status == PL_OK) {
        status = make_panels(&figure, &frames[3]);
    }
    if (status == PL_OK) {
        write_page(&figure, caption, &page);
        status = draw(&figure, &page, frames, path);
    }
    for (size_t k = 0; k < sizeof frames / sizeof *frames; k++) {
        pl_frame_destroy(frames[k]);
    }
    picture_page_finish(&page);
    free(figure.numbers);
    free(figure.room);
    return status;
}
