/*
 * explain_figure.c - a fold that was taken apart, as a picture.
 */
#include "cli/explain_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/explain_plan.h"
#include "model/model.h"
#include "out/picture.h"
#include "study/context.h"
#include "study/treatment.h"
#include "study/times.h"

/* Small plots side by side, and above each other. */
#define MOST_COLUMNS ((size_t)6)
#define MOST_ROWS ((size_t)3)

/* Bars above each other in a small plot, by the rows of small plots: more are too thin to
 * read. The loops that do least are one bar then, "12 other loops". */
static const size_t most_bars[MOST_ROWS + 1] = {0, 24, 14, 11};

/* [fold] The axis shows this much at least, on both sides of 1. */
#define LEAST_REACH 1.15

/* Kinds of bars, as in plots/explain.gp. */
enum { BAR_REST, BAR_LOOP, BAR_OTHERS, BAR_FOLD };

/* A bar of a small plot. */
struct bar {
    int kind;
    double from, to;  /* [fold] */
    double low, high; /* the ends of its whisker: where `to` is at 5 and 95 % */
    double factor;
};

/* The same parts in all small plots: everything else, loops, other loops, the fold. */
struct figure {
    const struct explain_plan *plan;
    struct pl_diags *diags;
    size_t n_columns, n_rows; /* of small plots; the last row may lack some */
    size_t n_smalls;
    bool by_panels;     /* one small plot for each panel, at the time in focus */
    const char **names; /* shape (n_names): loops that are drawn, by their names */
    size_t n_names;
    bool all_silent;        /* the other loops, everywhere */
    size_t n_others;        /* of them, at most */
    struct pl_band *others; /* shape (n_panels, n_times): what these make together */
    double low, high;       /* [fold] what the axis shows */
    struct pl_frame *smalls, *parts, *bars;
};

static size_t
panel_of(const struct figure *figure, size_t small)
{
    return figure->by_panels                 ? small
           : figure->plan->view.n_panels > 1 ? small / figure->n_columns
                                             : 0;
}

static const struct pl_explain *
explain_of(const struct figure *figure, size_t small)
{
    return &figure->plan->explains[panel_of(figure, small)];
}

static size_t
time_of(const struct figure *figure, size_t small)
{
    return figure->by_panels                 ? figure->plan->explains[0].focus
           : figure->plan->view.n_panels > 1 ? small % figure->n_columns
                                             : small;
}

static struct pl_band
band_of(const struct pl_explain *explain, size_t part, size_t time)
{
    return explain->factor_bands[part * explain->n_times + time];
}

/* Rows and columns for n small plots: as few rows as columns allow. */
static void
choose_grid(struct figure *figure, size_t n)
{
    const size_t n_rows = n <= 4 ? 1 : n <= 10 ? 2 : MOST_ROWS;

    figure->n_smalls = n;
    figure->n_rows = n_rows;
    figure->n_columns = (n + n_rows - 1) / n_rows;
}

/* Times beside each other, panels above each other; where these are many, a grid of times or
 * of panels. */
static enum pl_status
choose_plots(struct figure *figure)
{
    const size_t n_panels = figure->plan->view.n_panels;
    const size_t n_times = figure->plan->options.n_times;
    const size_t most = MOST_COLUMNS * MOST_ROWS;

    if (n_panels > 1 && n_panels <= MOST_ROWS && n_times <= MOST_COLUMNS) {
        figure->n_smalls = n_panels * n_times;
        figure->n_rows = n_panels;
        figure->n_columns = n_times;
        return PL_OK;
    }
    figure->by_panels = n_panels > 1;
    choose_grid(figure, n_panels > 1 ? n_panels : n_times);
    if (figure->n_smalls <= most) {
        return PL_OK;
    }
    pl_diag_error(figure->diags, PL_ERR_OPTION, NULL,
                  "--plot: %zu small plots do not fit on a page: at most %zu",
                  figure->n_smalls, most);
    pl_diag_hint(figure->diags, figure->by_panels
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
is_named(const struct figure *figure, const char *name)
{
    for (size_t i = 0; i < figure->n_names; i++) {
        if (strcmp(figure->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The most that a loop does in what is drawn; -1 where it is silent everywhere. */
static double
strength_of(const struct figure *figure, const char *name)
{
    double most = -1.0;

    for (size_t s = 0; s < figure->n_smalls; s++) {
        const struct pl_explain *explain = explain_of(figure, s);
        const size_t loop = find_loop(explain, name);

        if (loop != PL_NONE && explain->loops[loop].role != PL_EXPLAIN_ROLE_SILENT) {
            most = fmax(most,
                        fabs(log(band_of(explain, loop, time_of(figure, s)).median)));
        }
    }
    return most;
}

/* Drop the names that do least, until n are left; the others keep their order. */
static void
keep_strongest(struct figure *figure, size_t n)
{
    while (figure->n_names > n) {
        size_t least = 0;

        for (size_t i = 1; i < figure->n_names; i++) {
            if (strength_of(figure, figure->names[i]) <=
                strength_of(figure, figure->names[least])) {
                least = i;
            }
        }
        figure->n_names--;
        for (size_t i = least; i < figure->n_names; i++) {
            figure->names[i] = figure->names[i + 1];
        }
        figure->all_silent = false;
    }
}

/* What the loops without a bar make together. */
static enum pl_status
make_others(struct figure *figure)
{
    const size_t n_times = figure->plan->options.n_times;
    bool in[PL_SHAPLEY_MAX_PLAYERS];
    enum pl_status status = PL_OK;

    figure->others =
        calloc(figure->plan->view.n_panels * n_times, sizeof *figure->others);
    if (figure->others == NULL) {
        return pl_diag_no_memory(figure->diags, "the plot");
    }
    for (size_t p = 0; p < figure->plan->view.n_panels && status == PL_OK; p++) {
        const struct pl_explain *explain = &figure->plan->explains[p];
        size_t n = 0;

        for (size_t l = 0; l < explain->n_loops; l++) {
            in[l] = !is_named(figure, explain->loops[l].name);
            n += in[l];
        }
        figure->n_others = n > figure->n_others ? n : figure->n_others;
        status = pl_explain_product(explain, in, figure->diags,
                                    figure->others + p * n_times);
    }
    return status;
}

/* Loops that are not silent everywhere, in the order of the first panel that has them. */
static enum pl_status
choose_loops(struct figure *figure)
{
    const size_t most = most_bars[figure->n_rows] - 3; /* rest, others and fold */
    size_t order[PL_SHAPLEY_MAX_PLAYERS];
    size_t n = 0;

    for (size_t p = 0; p < figure->plan->view.n_panels; p++) {
        n += figure->plan->explains[p].n_loops;
    }
    figure->names = calloc(n + 1, sizeof *figure->names);
    if (figure->names == NULL) {
        return pl_diag_no_memory(figure->diags, "the plot");
    }
    for (size_t p = 0; p < figure->plan->view.n_panels; p++) {
        const struct pl_explain *explain = &figure->plan->explains[p];
        const size_t n_told = pl_explain_order(explain, order);

        for (size_t i = 0; i < n_told; i++) {
            if (!is_named(figure, explain->loops[order[i]].name)) {
                figure->names[figure->n_names++] = explain->loops[order[i]].name;
            }
        }
    }
    figure->all_silent = true;
    keep_strongest(figure, most);
    return make_others(figure);
}

/* ---- bars */

static size_t
n_bars_of(const struct figure *figure)
{
    return figure->n_names + (figure->n_others > 0 ? 1 : 0) + 2;
}

/* A bar that goes on where the one before it ended. */
static struct bar
next_bar(int kind, double from, struct pl_band band)
{
    return (struct bar){.kind = kind,
                        .from = from,
                        .to = from * band.median,
                        .low = from * band.low,
                        .high = from * band.high,
                        .factor = band.median};
}

static const struct pl_band untouched = {1.0, 1.0, 1.0};

/* Bar i of a small plot, from the top; `from` is where the one before it ended. */
static struct bar
make_bar(const struct figure *figure, size_t small, size_t i, double from)
{
    const struct pl_explain *explain = explain_of(figure, small);
    const size_t time = time_of(figure, small);

    if (i == 0) {
        return next_bar(BAR_REST, 1.0, band_of(explain, explain->n_loops, time));
    }
    if (i - 1 < figure->n_names) {
        const size_t loop = find_loop(explain, figure->names[i - 1]);

        return next_bar(BAR_LOOP, from,
                        loop != PL_NONE ? band_of(explain, loop, time) : untouched);
    }
    if (i + 1 < n_bars_of(figure)) {
        return next_bar(
            BAR_OTHERS, from,
            figure->others[panel_of(figure, small) * explain->n_times + time]);
    }
    return next_bar(BAR_FOLD, 1.0, band_of(explain, explain->n_loops + 1, time));
}

static void
widen_axis(struct figure *figure, double fold)
{
    if (isfinite(fold) && fold > 0.0) {
        figure->low = fmin(figure->low, fold);
        figure->high = fmax(figure->high, fold);
    }
}

/* Call `use` for every bar of every small plot. */
static enum pl_status
for_each_bar(struct figure *figure,
             enum pl_status (*use)(struct figure *figure, size_t small, size_t i,
                                   const struct bar *bar))
{
    enum pl_status status = PL_OK;

    for (size_t s = 0; s < figure->n_smalls; s++) {
        double from = 1.0;

        for (size_t i = 0; i < n_bars_of(figure) && status == PL_OK; i++) {
            const struct bar bar = make_bar(figure, s, i, from);

            from = bar.to;
            status = use(figure, s, i, &bar);
        }
    }
    return status;
}

static enum pl_status
measure_bar(struct figure *figure, size_t small, size_t i, const struct bar *bar)
{
    (void)small;
    (void)i;
    widen_axis(figure, bar->from);
    widen_axis(figure, bar->to);
    widen_axis(figure, bar->low);
    widen_axis(figure, bar->high);
    return PL_OK;
}

/* ---- data files */

static enum pl_status
add_columns(struct pl_frame *frame, const char *const *names, size_t n_texts, size_t n,
            struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t c = 0; c < n && status == PL_OK; c++) {
        status =
            pl_frame_add_column(frame, names[c], NULL, NULL,
                                c < n_texts ? PL_COLUMN_TEXT : PL_COLUMN_NUMBER, diags);
    }
    return status;
}

static enum pl_status
add_text_row(struct pl_frame *frame, struct pl_text *text, struct pl_diags *diags)
{
    enum pl_status status = pl_frame_add_row(frame, diags);

    if (status == PL_OK) {
        status = text->failed ? pl_diag_no_memory(diags, "the plot")
                              : pl_frame_set_text(frame, frame->n_rows - 1, 0,
                                                  pl_text_string(text), diags);
    }
    pl_text_finish(text);
    return status;
}

static enum pl_status
add_bar(struct figure *figure, size_t small, size_t i, const struct bar *bar)
{
    struct pl_frame *frame = figure->bars;
    struct pl_text label;
    enum pl_status status = PL_OK;

    pl_text_init(&label);
    if (bar->kind != BAR_FOLD) {
        pl_text_put(&label, "×");
    }
    pl_explain_put_factor(bar->factor, &label);
    status = add_text_row(frame, &label, figure->diags);
    if (status == PL_OK) {
        const double numbers[] = {(double)small + 1.0,
                                  (double)i + 1.0,
                                  (double)bar->kind,
                                  bar->from,
                                  bar->to,
                                  bar->low,
                                  bar->high};

        for (size_t c = 0; c < sizeof numbers / sizeof *numbers; c++) {
            frame->columns[c + 1].numbers[frame->n_rows - 1] = numbers[c];
        }
    }
    return status;
}

/* The label of a loop, in whichever panel has it. */
static const char *
label_of(const struct figure *figure, const char *name)
{
    for (size_t p = 0; p < figure->plan->view.n_panels; p++) {
        const struct pl_explain *explain = &figure->plan->explains[p];

        for (size_t l = 0; l < explain->n_loops; l++) {
            if (strcmp(explain->loops[l].name, name) == 0) {
                return explain->loops[l].label;
            }
        }
    }
    return name;
}

static enum pl_status
add_parts(struct figure *figure)
{
    const struct pl_context *context = figure->plan->arms.context;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < n_bars_of(figure) && status == PL_OK; i++) {
        struct pl_text text;

        pl_text_init(&text);
        if (i == 0) {
            pl_text_put(&text, "everything else");
        } else if (i - 1 < figure->n_names) {
            pl_text_put(&text, label_of(figure, figure->names[i - 1]));
        } else if (i + 1 < n_bars_of(figure)) {
            pl_text_format(&text, "%zu %s loop%s", figure->n_others,
                           figure->all_silent ? "silent" : "other",
                           figure->n_others == 1 ? "" : "s");
        } else {
            pl_text_put(
                &text,
                context->model->symbols[figure->plan->explains[0].readout].label);
        }
        status = add_text_row(figure->parts, &text, figure->diags);
    }
    return status;
}

static enum pl_status
add_smalls(struct figure *figure)
{
    const struct explain_plan *plan = figure->plan;
    enum pl_status status = PL_OK;

    for (size_t s = 0; s < figure->n_smalls && status == PL_OK; s++) {
        const size_t panel = panel_of(figure, s);
        char time[PL_NUMBER_SIZE];
        struct pl_text text;

        pl_time_format(plan->arms.context, plan->explains[0].times[time_of(figure, s)],
                       time);
        pl_text_init(&text);
        if (figure->by_panels) {
            pl_text_put(&text, plan->panels[panel].name);
        } else if (plan->view.n_panels > 1) {
            pl_text_format(&text, "%s · %s", plan->panels[panel].name, time);
        } else {
            pl_text_put(&text, time);
        }
        status = add_text_row(figure->smalls, &text, figure->diags);
    }
    return status;
}

static enum pl_status
fill_tables(struct figure *figure)
{
    static const char *const text_names[] = {"text"};
    static const char *const bar_names[] = {"label", "small", "part", "kind",
                                            "from",  "to",    "low",  "high"};
    struct pl_diags *diags = figure->diags;
    enum pl_status status = pl_frame_create(diags, &figure->smalls);

    if (status == PL_OK) {
        status = pl_frame_create(diags, &figure->parts);
    }
    if (status == PL_OK) {
        status = pl_frame_create(diags, &figure->bars);
    }
    if (status == PL_OK) {
        status = add_columns(figure->smalls, text_names, 1, 1, diags);
    }
    if (status == PL_OK) {
        status = add_columns(figure->parts, text_names, 1, 1, diags);
    }
    if (status == PL_OK) {
        status = add_columns(figure->bars, bar_names, 1, 8, diags);
    }
    if (status == PL_OK) {
        status = add_smalls(figure);
    }
    if (status == PL_OK) {
        status = add_parts(figure);
    }
    return status == PL_OK ? for_each_bar(figure, add_bar) : status;
}

/* ---- the page */

struct page {
    struct pl_text title, subtitle, caption, x_label;
};

static void
write_page(const struct figure *figure, struct page *page)
{
    const struct explain_plan *plan = figure->plan;
    char time[PL_NUMBER_SIZE];

    pl_text_format(&page->title, "%s: ",
                   plan->arms.context->model->symbols[plan->explains[0].readout].label);
    pl_treatment_describe(plan->arms.panels[0].base, &page->title);
    arms_plan_put_network(&plan->arms, &page->subtitle);
    if (figure->by_panels) {
        pl_time_format(plan->arms.context, plan->explains[0].times[time_of(figure, 0)],
                       time);
        pl_text_format(&page->subtitle, " · at %s", time);
    }
    if (plan->arms.ensemble != NULL) {
        pl_text_put(&page->subtitle, " · medians, whiskers 5 to 95 %");
    }
    if (plan->others != NULL) {
        pl_text_format(&page->x_label, "times what it is under %s, log scale",
                       pl_text_string(&plan->against));
    } else {
        pl_text_put(&page->x_label, "fold of untreated, log scale");
    }
    if (plan->opts->arms.account.caption) {
        explain_plan_put_caption(plan, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, const struct page *page)
{
    const char *const texts[] = {pl_text_string(&page->x_label)};
    const struct pl_picture_table tables[] = {
        {"smalls", figure->smalls}, {"parts", figure->parts}, {"bars", figure->bars}};
    const struct pl_picture_number numbers[] = {
        {"n_columns", (double)figure->n_columns},
        {"n_rows", (double)figure->n_rows},
        {"low", figure->low},
        {"high", figure->high},
        {"has_bands", figure->plan->arms.ensemble != NULL ? 1.0 : 0.0},
    };
    const struct pl_picture picture = {
        .template_name = "explain.gp",
        .title = pl_text_string(&page->title),
        .subtitle = pl_text_string(&page->subtitle),
        .caption = page->caption.size > 0 ? pl_text_string(&page->caption) : NULL,
        .texts = texts,
        .n_texts = sizeof texts / sizeof *texts,
        .tables = tables,
        .n_tables = sizeof tables / sizeof *tables,
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
        status = pl_picture_write(&picture, templates,
                                  figure->plan->opts->arms.account.plot, figure->diags);
    }
    free(templates);
    return status;
}

enum pl_status
explain_figure_check(const struct explain_plan *plan)
{
    struct figure figure = {.plan = plan, .diags = plan->arms.cli->diags};

    return choose_plots(&figure);
}

enum pl_status
explain_figure_draw(const struct explain_plan *plan)
{
    struct figure figure = {.plan = plan,
                            .diags = plan->arms.cli->diags,
                            .low = 1.0 / LEAST_REACH,
                            .high = LEAST_REACH};
    struct page page = {0};
    enum pl_status status = choose_plots(&figure);

    if (status == PL_OK) {
        status = choose_loops(&figure);
    }
    if (status == PL_OK) {
        (void)for_each_bar(&figure, measure_bar); /* cannot fail */
        write_page(&figure, &page);
        status = fill_tables(&figure);
    }
    if (status == PL_OK) {
        status = draw(&figure, &page);
    }
    pl_frame_destroy(figure.smalls);
    pl_frame_destroy(figure.parts);
    pl_frame_destroy(figure.bars);
    free(figure.names);
    free(figure.others);
    pl_text_finish(&page.title);
    pl_text_finish(&page.subtitle);
    pl_text_finish(&page.caption);
    pl_text_finish(&page.x_label);
    return status;
}
