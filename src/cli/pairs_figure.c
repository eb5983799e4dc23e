/*
 * pairs_figure.c - a ranking of pairs as a picture.
 */
#include "cli/pairs_figure.h"

#include <math.h>
#include <stdbool.h>

#include "analysis/limit.h"
#include "analysis/pairs.h"
#include "analysis/sheet.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/pairs_report.h"
#include "cli/picture_page.h"
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
static void
add_row(const struct figure *figure, size_t pair, struct pl_sheet *sheet)
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

    pl_text_init(&name);
    pl_text_init(&line);
    pl_pairs_put_name(pairs, pair, &name);
    pl_plot_put_line(pl_text_string(&name), LABEL_COLUMNS, &line);
    line.failed = line.failed || name.failed;
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &line);
    pl_sheet_numbers(sheet, numbers, sizeof numbers / sizeof *numbers);
    pl_text_finish(&name);
}

static enum pl_status
make_table(const struct figure *figure, struct pl_frame **out)
{
    static const char *const names[] = {"value", "low",    "high",
                                        "first", "second", "broken"};
    struct pl_sheet sheet = pl_sheet_begin(false, figure->diags);

    pl_sheet_add_text(&sheet, "name", NULL);
    pl_sheet_add_numbers(&sheet, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < figure->n_rows; i++) {
        add_row(figure, figure->rows[i], &sheet);
    }
    return pl_sheet_end(&sheet, out);
}

static void
write_page(const struct figure *figure, struct picture_page *page)
{
    const struct pl_pairs_options *options = &figure->pairs->options;
    struct pl_text *text = NULL;

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
    text = picture_page_add(page);
    pl_pairs_put_measure(figure->pairs->context, options->rank, text);
    pl_text_put(text, figure->shows_folds && options->rank->kind != PL_MEASURE_FOLD
                          ? ", fold of untreated"
                          : "");
    pl_text_put(text, figure->is_log ? ", log scale" : "");
    pl_text_put(picture_page_add(page),
                options->n_limits == 1 ? "breaks the limit" : "breaks a limit");
    if (figure->plan->opts->account.caption) {
        pairs_put_caption(figure->plan, figure->pairs, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, const struct pl_frame *table)
{
    const struct pl_picture_table tables[] = {{"pairs", table}};
    const struct pl_picture_number numbers[] = {
        {"x_min", figure->least},
        {"x_max", figure->most},
        {"is_log", figure->is_log ? 1.0 : 0.0},
        {"is_fold", figure->shows_folds ? 1.0 : 0.0},
        {"has_bands", figure->plan->ensemble != NULL ? 1.0 : 0.0},
        {"name_columns", (double)picture_page_widest(table, 0)},
    };
    const struct pl_picture picture = {
        .template_name = "pairs.gp",
        .tables = tables,
        .n_tables = sizeof tables / sizeof *tables,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };
    struct picture_page page = {0};
    enum pl_status status = PL_OK;

    write_page(figure, &page);
    status = picture_page_draw(&page, &picture, figure->plan->opts->account.plot,
                               figure->diags);
    picture_page_finish(&page);
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
    struct pl_frame *table = NULL;
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
    status = make_table(&figure, &table);
    if (status == PL_OK) {
        status = draw(&figure, table);
    }
    pl_frame_destroy(table);
    return status;
}
