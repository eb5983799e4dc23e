/*
 * pairs_figure.c - a ranking of pairs as a picture.
 */
#include "cli/pairs_report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/limit.h"
#include "analysis/pairs.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "study/measure.h"

/* Rows that fit on the page, and how many of them may break a limit. */
#define MAX_ROWS ((size_t)18)
#define MAX_BROKEN ((size_t)4)

/* [column] of a label; [unit] a character of it. */
#define LABEL_COLUMNS ((size_t)52)

/* [-] The axis reaches no further below its largest value. */
#define DEPTH 1e-4

/* [-] The axis is logarithmic when values differ by more. */
#define LOG_RATIO 8.0

/* [-] Left free on both sides, as a factor or a share. */
#define HEADROOM 1.08

struct figure {
    const struct arms_plan *plan;
    const struct pl_pairs *pairs;
    struct pl_diags *diags;
    bool shows_folds; /* else values */
    bool is_log;
    double least, most; /* of the axis */
    size_t n_rows;
    size_t rows[MAX_ROWS]; /* pairs, first above */
    struct pl_frame *table;
};

/* What is drawn of a result: its fold, or its value. */
static const struct pl_band *
shown(const struct figure *figure, const struct pl_pair_result *result)
{
    return figure->shows_folds ? &result->fold : &result->value;
}

/* The best of those that keep to the limits, and among them, where they would stand,
 * the best that do not. */
static void
choose_rows(struct figure *figure, size_t most)
{
    const struct pl_pairs *pairs = figure->pairs;
    const size_t *order = pairs->order;
    const size_t n_kept = pairs->n_kept[0];
    const size_t rows = most < MAX_ROWS ? most : MAX_ROWS;
    size_t kept = 0;
    size_t broken = n_kept;
    size_t n_broken = 0;

    while (kept < rows && figure->n_rows < MAX_ROWS && kept < n_kept) {
        const struct pl_pair_result *next = pl_pairs_both(pairs, 0, order[kept]);
        const struct pl_pair_result *other =
            broken < pairs->n_pairs ? pl_pairs_both(pairs, 0, order[broken]) : NULL;
        const bool takes_other =
            other != NULL && n_broken < MAX_BROKEN &&
            (pairs->options.highest_first ? other->value.median > next->value.median
                                          : other->value.median < next->value.median);

        figure->rows[figure->n_rows++] = takes_other ? order[broken] : order[kept];
        n_broken += takes_other ? 1 : 0;
        broken += takes_other ? 1 : 0;
        kept += takes_other ? 0 : 1;
    }
}

static void
widen(const struct pl_band *band, double *least, double *most)
{
    if (isfinite(band->median)) {
        *least = fmin(*least, band->low);
        *most = fmax(*most, band->high);
    }
}

/* Both ends of the axis. */
static void
find_axis(struct figure *figure)
{
    const struct pl_pairs *pairs = figure->pairs;
    double least = figure->shows_folds ? 1.0 : INFINITY;
    double most = figure->shows_folds ? 1.0 : -INFINITY;

    for (size_t i = 0; i < figure->n_rows; i++) {
        const struct pl_pair *pair = &pairs->pairs[figure->rows[i]];

        widen(shown(figure, pl_pairs_both(pairs, 0, figure->rows[i])), &least, &most);
        widen(shown(figure, pl_pairs_alone(pairs, 0, pair->first)), &least, &most);
        widen(shown(figure, pl_pairs_alone(pairs, 0, pair->second)), &least, &most);
    }
    figure->is_log = most > 0.0 && least >= 0.0 && most > LOG_RATIO * least;
    if (figure->is_log) {
        figure->least = fmax(least, DEPTH * most) / HEADROOM;
        figure->most = most * HEADROOM;
    } else {
        const double room = (HEADROOM - 1.0) * fmax(most - fmin(least, 0.0), 1e-12);

        figure->least = least < 0.0 ? least - room : 0.0;
        figure->most = most + room;
    }
}

/* Inside the axis; NaN stays. */
static double
inside(const struct figure *figure, double value)
{
    return isnan(value) ? value : fmin(fmax(value, figure->least), figure->most);
}

/* One row: name; value, low, high of the pair; both alone; 1 where it breaks a
 * limit. */
static enum pl_status
add_row(struct figure *figure, size_t pair)
{
    const struct pl_pairs *pairs = figure->pairs;
    const struct pl_pair *both = &pairs->pairs[pair];
    const struct pl_pair_result *result = pl_pairs_both(pairs, 0, pair);
    const struct pl_band *band = shown(figure, result);
    const double numbers[] = {
        inside(figure, band->median),
        inside(figure, band->low),
        inside(figure, band->high),
        inside(figure, shown(figure, pl_pairs_alone(pairs, 0, both->first))->median),
        inside(figure, shown(figure, pl_pairs_alone(pairs, 0, both->second))->median),
        result->is_kept ? 0.0 : 1.0,
    };
    struct pl_text name;
    struct pl_text line;
    enum pl_status status = pl_frame_add_row(figure->table, figure->diags);

    pl_text_init(&name);
    pl_text_init(&line);
    pl_pairs_put_name(pairs, pair, &name);
    pl_plot_put_line(pl_text_string(&name), LABEL_COLUMNS, &line);
    if (status == PL_OK) {
        status = name.failed || line.failed
                     ? pl_diag_no_memory(figure->diags, "the plot")
                     : pl_frame_set_text(figure->table, figure->table->n_rows - 1, 0,
                                         pl_text_string(&line), figure->diags);
    }
    for (size_t c = 0; c < sizeof numbers / sizeof *numbers && status == PL_OK; c++) {
        figure->table->columns[c + 1].numbers[figure->table->n_rows - 1] = numbers[c];
    }
    pl_text_finish(&name);
    pl_text_finish(&line);
    return status;
}

static enum pl_status
fill_table(struct figure *figure)
{
    static const char *const names[] = {"value", "low",    "high",
                                        "first", "second", "broken"};
    enum pl_status status = pl_frame_create(figure->diags, &figure->table);

    if (status == PL_OK) {
        status = pl_frame_add_column(figure->table, "name", NULL, NULL, PL_COLUMN_TEXT,
                                     figure->diags);
    }
    for (size_t c = 0; c < sizeof names / sizeof *names && status == PL_OK; c++) {
        status = pl_frame_add_column(figure->table, names[c], NULL, NULL,
                                     PL_COLUMN_NUMBER, figure->diags);
    }
    for (size_t i = 0; i < figure->n_rows && status == PL_OK; i++) {
        status = add_row(figure, figure->rows[i]);
    }
    return status;
}

/* [column] The widest name. */
static size_t
widest_name(const struct figure *figure)
{
    size_t widest = 0;

    for (size_t i = 0; i < figure->table->n_rows; i++) {
        const size_t width = pl_text_width(figure->table->columns[0].texts[i]);

        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Texts of the page. */
struct page {
    struct pl_text title, subtitle, caption, x_label, broken;
};

static void
write_page(const struct figure *figure, struct page *page)
{
    const struct pl_pairs_options *options = &figure->pairs->options;

    pl_text_put(&page->title, options->highest_first ? "Pairs with the highest "
                                                     : "Pairs with the lowest ");
    pl_pairs_put_measure(figure->pairs->context, options->rank, &page->title);
    arms_plan_put_network(figure->plan, &page->subtitle);
    pl_text_put(&page->subtitle,
                figure->plan->ensemble != NULL ? " · bars: 5 to 95 %" : "");
    for (size_t l = 0; l < options->n_limits; l++) {
        pl_text_format(&page->subtitle, "%s%s", l > 0 ? ", " : " · within ",
                       options->limits[l].text);
    }
    pl_pairs_put_measure(figure->pairs->context, options->rank, &page->x_label);
    pl_text_put(&page->x_label,
                figure->shows_folds && options->rank->kind != PL_MEASURE_FOLD
                    ? ", fold of untreated"
                    : "");
    pl_text_put(&page->x_label, figure->is_log ? ", log scale" : "");
    pl_text_put(&page->broken,
                options->n_limits == 1 ? "breaks the limit" : "breaks a limit");
    if (figure->plan->opts->account.caption) {
        pairs_put_caption(figure->plan, figure->pairs, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, const struct page *page)
{
    const char *const texts[] = {pl_text_string(&page->x_label),
                                 pl_text_string(&page->broken)};
    const struct pl_picture_table table = {"pairs", figure->table};
    const struct pl_picture_number numbers[] = {
        {"x_min", figure->least},
        {"x_max", figure->most},
        {"is_log", figure->is_log ? 1.0 : 0.0},
        {"is_fold", figure->shows_folds ? 1.0 : 0.0},
        {"has_bands", figure->plan->ensemble != NULL ? 1.0 : 0.0},
        {"name_columns", (double)widest_name(figure)},
    };
    const struct pl_picture picture = {
        .template_name = "pairs.gp",
        .title = pl_text_string(&page->title),
        .subtitle = pl_text_string(&page->subtitle),
        .caption = page->caption.size > 0 ? pl_text_string(&page->caption) : NULL,
        .texts = texts,
        .n_texts = sizeof texts / sizeof *texts,
        .tables = &table,
        .n_tables = 1,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };
    char *templates = NULL;
    enum pl_status status = data_folder("plots", figure->diags, &templates);

    if (status == PL_OK && (page->title.failed || page->subtitle.failed ||
                            page->caption.failed || page->x_label.failed)) {
        status = pl_diag_no_memory(figure->diags, "the plot");
    }
    if (status == PL_OK) {
        status = pl_picture_write(&picture, templates, figure->plan->opts->account.plot,
                                  figure->diags);
    }
    free(templates);
    return status;
}

enum pl_status
pairs_figure_draw(const struct arms_plan *plan, const struct pl_pairs *pairs,
                  size_t most)
{
    struct figure figure = {
        .plan = plan,
        .pairs = pairs,
        .diags = plan->cli->diags,
        .shows_folds = pairs->options.rank->kind != PL_MEASURE_TIME_TO_MAX,
    };
    struct page page = {0};
    enum pl_status status = PL_OK;

    choose_rows(&figure, most);
    for (size_t i = 0; i < figure.n_rows && figure.shows_folds; i++) {
        figure.shows_folds =
            !isnan(pl_pairs_both(pairs, 0, figure.rows[i])->fold.median);
    }
    if (figure.n_rows == 0) {
        pl_diag_warning(plan->cli->diags, NULL,
                        "no pair keeps to the limits: there is nothing to draw");
        return PL_OK;
    }
    find_axis(&figure);
    write_page(&figure, &page);
    status = fill_table(&figure);
    if (status == PL_OK) {
        status = draw(&figure, &page);
    }
    pl_frame_destroy(figure.table);
    pl_text_finish(&page.title);
    pl_text_finish(&page.subtitle);
    pl_text_finish(&page.caption);
    pl_text_finish(&page.x_label);
    pl_text_finish(&page.broken);
    return status;
}
