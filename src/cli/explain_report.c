/*
 * explain_report.c - a fold that was taken apart, as people read it: a page, the caption of
 * a picture, a paragraph of methods.
 */
#include "cli/explain_report.h"

#include <stdbool.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/cli.h"
#include "cli/explain_plan.h"
#include "cli/narrow.h"
#include "cli/phrases.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"
#include "study/treatment.h"

/* Columns of a table, at most. */
#define MAX_COLUMNS (2 + PL_MAX_TIMES)

/* A page while it is written: on a terminal, or in Markdown. */
struct page {
    const struct explain_plan *plan;
    struct pl_text *text;
    bool markdown;
};

/* Append a line, broken at the width of the terminal. */
static void
put_line(const struct page *page, const struct pl_text *words)
{
    pl_text_wrap(page->text, pl_text_string(words), 0, 0,
                 page->markdown ? 0 : page->plan->arms.cli->style.width);
    pl_text_put(page->text, "\n");
    page->text->failed = page->text->failed || words->failed;
}

/* Append a paragraph: a line with a blank one before it. */
static void
put_paragraph(const struct page *page, const struct pl_text *words)
{
    pl_text_put(page->text, "\n");
    put_line(page, words);
}

static const struct pl_explain *
explain_of(const struct page *page, size_t panel)
{
    return &page->plan->explains[panel];
}

/* "her2-mtor · cell … · everolimus 20 nM from 0 h · against … · from rest" */
static void
put_network(const struct explain_plan *plan, struct pl_text *text)
{
    arms_plan_put_network(&plan->arms, text);
    pl_text_put(text, " · ");
    pl_treatment_describe(plan->arms.panels[0].base, text);
    if (plan->others != NULL) {
        pl_text_format(text, " · against %s", pl_text_string(&plan->against));
    }
    phrase_begin(plan->arms.run.equilibrate != PL_EQUILIBRATE_NO, text);
}

static void
put_heading(const struct page *page)
{
    struct pl_text words;

    pl_text_init(&words);
    put_network(page->plan, &words);
    put_line(page, &words);
    pl_text_finish(&words);
}

/* A table on its way to the page. */
struct sheet {
    const struct pl_frame *table;
    size_t first_right, end_right; /* columns that are numbers */
    size_t n_keys; /* columns that stand before each piece of it, where it is broken */
    size_t break_at; /* the column before which it is broken rather; PL_NONE */
};

/* [column] What it takes with these columns, `first` to before `end`, behind its keys. */
static size_t
width_of(const struct sheet *sheet, size_t n_keys, size_t first, size_t end)
{
    size_t width = 0;

    for (size_t c = 0; c < end; c++) {
        if (c < n_keys || c >= first) {
            width += (c > 0 ? NARROW_GAP : 0) + narrow_column(sheet->table, c);
        }
    }
    return width;
}

/* Print a piece of it. */
static void
print_piece(const struct page *page, const struct sheet *sheet, size_t n_keys,
            size_t first, size_t end)
{
    const struct pl_frame *table = sheet->table;
    struct pl_column columns[MAX_COLUMNS];
    enum pl_align align[MAX_COLUMNS];
    struct pl_frame piece = *table; /* borrows */

    piece.columns = columns;
    piece.n_columns = 0;
    for (size_t c = 0; c < end; c++) {
        if (c < n_keys || c >= first) {
            align[piece.n_columns] = c >= sheet->first_right && c < sheet->end_right
                                         ? PL_ALIGN_RIGHT
                                         : PL_ALIGN_LEFT;
            columns[piece.n_columns++] = table->columns[c];
        }
    }
    pl_text_put(page->text, "\n");
    pl_table_print(&piece, align, &page->plan->arms.cli->style, page->text);
}

/* Write a table; one that is wider than the terminal in pieces, below each other. */
static enum pl_status
put_table(const struct page *page, const struct sheet *sheet)
{
    const struct cli *cli = page->plan->arms.cli;
    const size_t n = sheet->table->n_columns;
    const size_t width = cli->style.width;
    const bool fits = width == 0 || width_of(sheet, 0, 0, n) <= width;
    size_t first = 0;

    if (page->markdown) {
        pl_text_put(page->text, "\n");
        return pl_frame_write(sheet->table, PL_FRAME_MD, cli->diags, page->text);
    }
    while (first < n) {
        const size_t n_keys = first == 0 ? 0 : sheet->n_keys;
        const size_t least = first > sheet->n_keys ? first : sheet->n_keys;
        size_t end = fits ? n : least + 1;

        while (end < n && end != sheet->break_at &&
               width_of(sheet, n_keys, first, end + 1) <= width) {
            end++;
        }
        print_piece(page, sheet, n_keys, first, end);
        first = end;
    }
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
        const struct sheet sheet = {table, 2, MAX_COLUMNS, 1, PL_NONE};

        status = put_table(page, &sheet);
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
        const size_t signal = plan->arms.ensemble != NULL ? 5 : 3;
        const struct sheet sheet = {table, 1, signal, 1, signal};

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
        status = put_table(page, &sheet);
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
        const struct sheet sheet = {table, MAX_COLUMNS, MAX_COLUMNS, 1, PL_NONE};

        status = put_table(page, &sheet);
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
            put_line(page, &note);
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
        pl_text_init(&words);
        pl_text_format(&words,
                       "(%zu rival parameter sets: --variant all says whether they "
                       "agree)",
                       variants->n_rows);
        put_line(page, &words);
        pl_text_finish(&words);
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

/* ---- what was done */

/* What was done, in sentences for a methods section. */
static void
put_study(const struct explain_plan *plan, struct pl_text *text)
{
    const struct pl_explain *explain = &plan->explains[0];

    pl_text_format(
        text,
        "The fold of %s was written as a product of factors: ln of the factor of a "
        "feedback loop is its Shapley value (Shapley 1953) in the game whose value is "
        "ln "
        "of the fold with some loops intact and all others clamped, from time 0 on, at "
        "%s; the factor of everything else is the fold with all loops clamped.",
        plan->arms.context->model->symbols[explain->readout].label,
        plan->others != NULL ? "what their signals are under the other treatment"
                             : "their signals before treatment");
    if (explain->exact) {
        pl_text_format(text, " All %zu combinations of %zu loops were run.",
                       explain->n_coalitions, explain->n_loops);
    } else {
        pl_text_format(
            text,
            " Shapley values were estimated from %zu random orders and their "
            "reverses%s (Castro 2009, Mitchell 2022; seed %zu).",
            explain->n_pairs,
            explain->n_batches > 1 ? ", not the same ones for all parameter sets" : "",
            plan->opts->seed);
    }
}

static struct account
make_account(const struct explain_plan *plan, const char *treatments, const char *study)
{
    return arms_plan_account(
        &plan->arms, treatments, plan->explains[0].method,
        plan->others != NULL
            ? "folds are values over those under the other treatment"
            : account_measured(true, plan->arms.run.equilibrate != PL_EQUILIBRATE_NO),
        study);
}

void
explain_put_treatments(const struct explain_plan *plan, struct pl_text *text)
{
    pl_treatment_describe(plan->arms.panels[0].base, text);
    if (plan->others != NULL) {
        pl_text_format(text, " against %s", pl_text_string(&plan->against));
    }
}

void
explain_put_caption(const struct explain_plan *plan, struct pl_text *text)
{
    struct pl_text treatments;
    struct account account;

    pl_text_init(&treatments);
    explain_put_treatments(plan, &treatments);
    account = make_account(plan, pl_text_string(&treatments), NULL);
    account_caption(&account, text);
    text->failed = text->failed || treatments.failed;
    pl_text_finish(&treatments);
}

void
explain_put_methods(const struct explain_plan *plan, bool is_data,
                    struct pl_text *screen)
{
    struct pl_text treatments;
    struct pl_text study;
    struct account account;

    pl_text_init(&treatments);
    pl_text_init(&study);
    explain_put_treatments(plan, &treatments);
    put_study(plan, &study);
    account = make_account(plan, pl_text_string(&treatments), pl_text_string(&study));
    account_put_methods(&account, is_data, screen);
    screen->failed = screen->failed || treatments.failed || study.failed;
    pl_text_finish(&treatments);
    pl_text_finish(&study);
}
