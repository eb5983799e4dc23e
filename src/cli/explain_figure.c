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
#include "cli/explain_drawing.h"
#include "cli/explain_plan.h"
#include "cli/explain_report.h"
#include "cli/picture_page.h"
#include "model/model.h"
#include "out/picture.h"
#include "study/context.h"
#include "study/treatment.h"
#include "study/times.h"

/* [fold] The axis shows this much at least, on both sides of 1. */
#define LEAST_REACH 1.15

/* A picture while it is made. */
struct figure {
    const struct explain_plan *plan;
    struct pl_diags *diags;
    struct explain_drawing drawing;
    double low, high; /* [fold] what the axis shows */
    struct pl_frame *smalls, *parts, *bars;
};

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
                                   const struct explain_bar *bar))
{
    enum pl_status status = PL_OK;

    for (size_t s = 0; s < figure->drawing.n_smalls; s++) {
        double from = 1.0;

        for (size_t i = 0;
             i < explain_drawing_n_bars(&figure->drawing) && status == PL_OK; i++) {
            const struct explain_bar bar =
                explain_drawing_bar(&figure->drawing, s, i, from);

            from = bar.to;
            status = use(figure, s, i, &bar);
        }
    }
    return status;
}

static enum pl_status
measure_bar(struct figure *figure, size_t small, size_t i,
            const struct explain_bar *bar)
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
add_bar(struct figure *figure, size_t small, size_t i, const struct explain_bar *bar)
{
    struct pl_frame *frame = figure->bars;
    struct pl_text label;
    enum pl_status status = PL_OK;

    pl_text_init(&label);
    if (bar->kind != EXPLAIN_BAR_FOLD) {
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

    for (size_t i = 0; i < explain_drawing_n_bars(&figure->drawing) && status == PL_OK;
         i++) {
        struct pl_text text;

        pl_text_init(&text);
        if (i == 0) {
            pl_text_put(&text, "everything else");
        } else if (i - 1 < figure->drawing.n_names) {
            pl_text_put(&text, label_of(figure, figure->drawing.names[i - 1]));
        } else if (i + 1 < explain_drawing_n_bars(&figure->drawing)) {
            pl_text_format(&text, "%zu %s loop%s", figure->drawing.n_others,
                           figure->drawing.all_silent ? "silent" : "other",
                           figure->drawing.n_others == 1 ? "" : "s");
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

    for (size_t s = 0; s < figure->drawing.n_smalls && status == PL_OK; s++) {
        const size_t panel = explain_drawing_panel(&figure->drawing, s);
        char time[PL_NUMBER_SIZE];
        struct pl_text text;

        pl_time_format(
            plan->arms.context,
            plan->explains[0].times[explain_drawing_time(&figure->drawing, s)], time);
        pl_text_init(&text);
        if (figure->drawing.by_panels) {
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

static void
write_page(const struct figure *figure, struct picture_page *page)
{
    const struct explain_plan *plan = figure->plan;
    char time[PL_NUMBER_SIZE];

    pl_text_format(&page->title, "%s: ",
                   plan->arms.context->model->symbols[plan->explains[0].readout].label);
    pl_treatment_describe(plan->arms.panels[0].base, &page->title);
    arms_plan_put_network(&plan->arms, &page->subtitle);
    if (figure->drawing.by_panels) {
        pl_time_format(
            plan->arms.context,
            plan->explains[0].times[explain_drawing_time(&figure->drawing, 0)], time);
        pl_text_format(&page->subtitle, " · at %s", time);
    }
    if (plan->arms.ensemble != NULL) {
        pl_text_put(&page->subtitle, " · medians, whiskers 5 to 95 %");
    }
    if (plan->others != NULL) {
        pl_text_format(picture_page_add(page), "times what it is under %s, log scale",
                       pl_text_string(&plan->against));
    } else {
        pl_text_put(picture_page_add(page), "fold of untreated, log scale");
    }
    if (plan->opts->arms.account.caption) {
        explain_put_caption(plan, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, const struct picture_page *page)
{
    const struct pl_picture_table tables[] = {
        {"smalls", figure->smalls}, {"parts", figure->parts}, {"bars", figure->bars}};
    const struct pl_picture_number numbers[] = {
        {"n_columns", (double)figure->drawing.n_columns},
        {"n_rows", (double)figure->drawing.n_rows},
        {"low", figure->low},
        {"high", figure->high},
        {"has_bands", figure->plan->arms.ensemble != NULL ? 1.0 : 0.0},
    };
    const struct pl_picture picture = {
        .template_name = "explain.gp",
        .tables = tables,
        .n_tables = sizeof tables / sizeof *tables,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };

    return picture_page_draw(page, &picture, figure->plan->opts->arms.account.plot,
                             figure->diags);
}

enum pl_status
explain_figure_check(const struct explain_plan *plan)
{
    struct explain_drawing drawing = {0};

    return explain_drawing_arrange(&drawing, plan, plan->arms.cli->diags);
}

enum pl_status
explain_figure_draw(const struct explain_plan *plan)
{
    struct figure figure = {.plan = plan,
                            .diags = plan->arms.cli->diags,
                            .low = 1.0 / LEAST_REACH,
                            .high = LEAST_REACH};
    struct picture_page page = {0};
    enum pl_status status =
        explain_drawing_arrange(&figure.drawing, plan, figure.diags);

    if (status == PL_OK) {
        status = explain_drawing_choose(&figure.drawing);
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
    explain_drawing_finish(&figure.drawing);
    picture_page_finish(&page);
    return status;
}
