/*
 * explain_report.c - a fold that was taken apart, as people read it.
 */
#include "cli/explain_report.h"

#include <stdbool.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/explain_plan.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

/* Columns of a table, at most. */
#define MAX_COLUMNS (2 + DURATION_MAX_TIMES)

/* A page while it is written: on a terminal, or in Markdown. */
struct page {
    const struct explain_plan *plan;
    struct pl_text *text;
    bool markdown;
};

/* Append a paragraph, broken at the width of the terminal; a blank line is before it. */
static void
put_paragraph(const struct page *page, const struct pl_text *words)
{
    pl_text_put(page->text, "\n");
    pl_text_wrap(page->text, pl_text_string(words), 0, 0,
                 page->markdown ? 0 : page->plan->arms.cli->style.width);
    pl_text_put(page->text, "\n");
    page->text->failed = page->text->failed || words->failed;
}

static const struct pl_explain *
explain_of(const struct page *page, size_t panel)
{
    return &page->plan->explains[panel];
}

static void
put_heading(const struct page *page)
{
    struct pl_text words;

    pl_text_init(&words);
    explain_plan_put_heading(page->plan, &words);
    pl_text_wrap(page->text, pl_text_string(&words), 0, 0,
                 page->markdown ? 0 : page->plan->arms.cli->style.width);
    pl_text_put(page->text, "\n");
    page->text->failed = page->text->failed || words.failed;
    pl_text_finish(&words);
}

/* Write a table; its columns from `first_right` to `end_right` are numbers. */
static enum pl_status
put_table(const struct page *page, struct pl_frame *table, size_t first_right,
          size_t end_right)
{
    const struct cli *cli = page->plan->arms.cli;
    enum pl_align align[MAX_COLUMNS] = {PL_ALIGN_LEFT};

    pl_text_put(page->text, "\n");
    if (page->markdown) {
        return pl_frame_write(table, PL_FRAME_MD, cli->diags, page->text);
    }
    for (size_t c = 0; c < MAX_COLUMNS; c++) {
        align[c] = c >= first_right && c < end_right ? PL_ALIGN_RIGHT : PL_ALIGN_LEFT;
    }
    pl_table_print(table, align, &cli->style, page->text);
    return PL_OK;
}

/* "receptor_side: the fold of Akt pS473 as a product" */
static void
put_title(const struct page *page, size_t panel)
{
    const struct explain_plan *plan = page->plan;
    const struct pl_explain *explain = explain_of(page, panel);
    struct pl_text words;

    pl_text_init(&words);
    pl_text_put(&words, page->markdown ? "**" : "");
    if (plan->view.n_panels > 1) {
        pl_text_format(&words, "%s: ", plan->panels[panel].name);
    }
    pl_text_format(&words, "%s fold of %s as a product of factors",
                   plan->view.n_panels > 1 ? "the" : "The",
                   plan->arms.context->model->symbols[explain->readout].label);
    if (plan->arms.ensemble != NULL) {
        pl_text_put(&words, " (medians over the sets; in each set they multiply)");
    }
    pl_text_put(&words, page->markdown ? "**" : "");
    put_paragraph(page, &words);
    pl_text_finish(&words);
}

static enum pl_status
put_factors(const struct page *page, size_t panel, bool percent)
{
    struct pl_frame *table = NULL;
    enum pl_status status = pl_explain_factor_table(
        &page->plan->view, panel, percent, page->plan->arms.cli->diags, &table);

    if (status == PL_OK) {
        status = put_table(page, table, 2, MAX_COLUMNS);
    }
    pl_frame_destroy(table);
    return status;
}

/* What stands beside the factors at the time in focus. */
static enum pl_status
put_beside(const struct page *page, size_t panel)
{
    const struct explain_plan *plan = page->plan;
    const struct pl_explain *explain = explain_of(page, panel);
    struct pl_frame *table = NULL;
    struct pl_text words;
    char time[PL_NUMBER_SIZE];
    enum pl_status status =
        pl_explain_beside_table(&plan->view, panel, plan->arms.cli->diags, &table);

    if (status == PL_OK && table->n_rows > 0) {
        pl_text_init(&words);
        pl_time_format(plan->arms.context, explain->times[explain->focus], time);
        pl_text_format(
            &words,
            "At %s: the factor of a loop alone, all others clamped; the fold "
            "without it; its signal",
            time);
        if (plan->others != NULL) {
            pl_text_format(&words, " under %s and under the treatment",
                           pl_text_string(&plan->against));
        } else {
            pl_text_put(&words, ", untreated and treated");
        }
        put_paragraph(page, &words);
        pl_text_finish(&words);
        status = put_table(page, table, 1, plan->arms.ensemble != NULL ? 5 : 3);
    }
    pl_frame_destroy(table);
    return status;
}

static enum pl_status
put_sources(const struct page *page)
{
    struct pl_frame *table = NULL;
    enum pl_status status =
        pl_explain_source_table(&page->plan->view, page->plan->arms.cli->diags, &table);

    if (status == PL_OK && table->n_rows > 0) {
        status = put_table(page, table, MAX_COLUMNS, MAX_COLUMNS);
    }
    pl_frame_destroy(table);
    return status;
}

static void
put_notes(const struct page *page, size_t panel)
{
    struct pl_text note;
    bool more = true;
    bool any = false;

    for (size_t k = 0; more; k++) {
        pl_text_init(&note);
        more = pl_explain_note(&page->plan->view, panel, k, &note);
        if (note.size > 0 && (!any || page->markdown)) {
            put_paragraph(page, &note);
            any = true;
        } else if (note.size > 0) {
            pl_text_wrap(page->text, pl_text_string(&note), 0, 0,
                         page->plan->arms.cli->style.width);
            pl_text_put(page->text, "\n");
        }
        page->text->failed = page->text->failed || note.failed;
        pl_text_finish(&note);
    }
}

static enum pl_status
put_panel(const struct page *page, size_t panel)
{
    const struct explain_plan *plan = page->plan;
    enum pl_status status = PL_OK;

    if (!explain_of(page, panel)->changes && plan->view.n_panels == 1) {
        return PL_OK; /* the sentence says it all */
    }
    put_title(page, panel);
    status = put_factors(page, panel, false);
    if (status == PL_OK && plan->opts->percent) {
        status = put_factors(page, panel, true);
    }
    if (status == PL_OK) {
        status = put_beside(page, panel);
    }
    if (status == PL_OK) {
        put_notes(page, panel);
    }
    return status;
}

static void
put_sentence(const struct page *page)
{
    const struct explain_plan *plan = page->plan;
    const struct pl_frame *variants = plan->arms.context->variants;
    struct pl_text words;

    pl_text_init(&words);
    pl_explain_sentence(&plan->view, &words);
    put_paragraph(page, &words);
    pl_text_finish(&words);
    if (variants != NULL && variants->n_rows > 1 && plan->opts->arms.variants.n == 0 &&
        plan->arms.ensemble == NULL) {
        pl_text_format(page->text,
                       "(%zu rival parameter sets: --variant all says whether they "
                       "agree)\n",
                       variants->n_rows);
    }
}

static enum pl_status
write_page(const struct page *page)
{
    bool any = false;
    enum pl_status status = PL_OK;

    put_heading(page);
    for (size_t p = 0; p < page->plan->view.n_panels && status == PL_OK; p++) {
        any = any || explain_of(page, p)->changes;
        status = put_panel(page, p);
    }
    if (status == PL_OK && any) {
        status = put_sources(page);
    }
    if (status == PL_OK) {
        put_sentence(page);
    }
    return status;
}

enum pl_status
explain_report(const struct explain_plan *plan, struct pl_text *text)
{
    const struct page page = {plan, text, false};

    return write_page(&page);
}

enum pl_status
explain_markdown(const struct explain_plan *plan, struct pl_text *text)
{
    const struct page page = {plan, text, true};

    return write_page(&page);
}
