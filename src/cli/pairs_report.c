/*
 * pairs_report.c - a ranking of pairs, in words and tables.
 */
#include "cli/pairs_report.h"

#include <stdbool.h>
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
#include "cli/narrow.h"
#include "cli/phrases.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/context.h"
#include "study/measure.h"

/* [column] Names of pairs that are broken sooner take too many lines. */
#define LEAST_NAME ((size_t)20)

/* "Akt activity at 24 h, lowest first; limits: fold:pERK@24h<2" */
static void
put_ranking(const struct pl_pairs *pairs, struct pl_text *text)
{
    const struct pl_pairs_options *options = &pairs->options;

    pl_pairs_put_measure(pairs->context, options->rank, text);
    pl_text_put(text, options->highest_first ? ", highest first" : ", lowest first");
    for (size_t l = 0; l < options->n_limits; l++) {
        pl_text_format(text, "%s%s", l > 0 ? ", " : "; within ",
                       options->limits[l].text);
    }
}

/* "91 pairs of 14 treatments, each with …" */
static void
put_what(const struct arms_plan *plan, const struct pl_pairs *pairs,
         struct pl_text *text)
{

    pl_text_format(text, "%zu pair%s of %zu treatments", pairs->n_pairs,
                   pairs->n_pairs == 1 ? "" : "s", pairs->n_therapies);
    arms_plan_put_each(plan, text);
}

static void
put_heading(const struct arms_plan *plan, const struct pl_pairs *pairs,
            enum pl_pairs_detail detail, struct pl_text *text)
{
    struct pl_text heading;

    pl_text_init(&heading);
    arms_plan_put_network(plan, &heading);
    pl_text_put(&heading, " · ");
    put_what(plan, pairs, &heading);
    phrase_begin(plan->run.equilibrate != PL_EQUILIBRATE_NO, &heading);
    phrase_paragraph(plan->cli, &heading, text);
    pl_text_finish(&heading);
    pl_text_init(&heading);
    pl_text_put(&heading, "(");
    put_ranking(pairs, &heading);
    pl_text_put(&heading, plan->ensemble == NULL ? ")"
                          : detail == PL_PAIRS_WHOLE
                              ? "; medians, 5 to 95 % in brackets)"
                              : "; medians)");
    phrase_paragraph(plan->cli, &heading, text);
    pl_text_finish(&heading);
}

static void
put_sentence(const struct arms_plan *plan, const struct pl_pairs *pairs,
             struct pl_text *text)
{
    struct pl_text words;

    pl_text_init(&words);
    pl_pairs_sentence(pairs, &words);
    pl_text_put(text, "\n");
    phrase_paragraph(plan->cli, &words, text);
    pl_text_finish(&words);
    if (pairs->n_clashes > 0) {
        pl_text_init(&words);
        pl_text_format(&words,
                       "(%zu pair%s left out: both treatments set the same thing)",
                       pairs->n_clashes, pairs->n_clashes == 1 ? " is" : "s are");
        phrase_paragraph(plan->cli, &words, text);
        pl_text_finish(&words);
    }
}

/* As much as fits in the terminal, in every table. */
static enum pl_status
choose_detail(const struct arms_plan *plan, const struct pl_pairs *pairs, size_t most,
              enum pl_pairs_detail *detail)
{
    const size_t width = plan->cli->style.width;
    enum pl_status status = PL_OK;
    size_t panel = 0;

    *detail = PL_PAIRS_WHOLE;
    while (panel<plan->n_panels && * detail> PL_PAIRS_BRIEF && width > 0) {
        struct pl_frame *table = NULL;
        bool fits = false;

        status = pl_pairs_table(pairs, panel, most, *detail, plan->cli->diags, &table);
        if (status != PL_OK) {
            return status;
        }
        fits = narrow_least(table, pl_frame_find(table, "pair"), LEAST_NAME) <= width;
        pl_frame_destroy(table);
        *detail = fits ? *detail : (enum pl_pairs_detail)(*detail - 1);
        panel += fits ? 1 : 0;
    }
    return PL_OK;
}

static enum pl_status
put_table(const struct arms_plan *plan, const struct pl_pairs *pairs, size_t panel,
          size_t most, enum pl_pairs_detail detail, struct pl_text *text)
{
    struct pl_frame *table = NULL;
    enum pl_align *align = NULL;
    struct pl_text title;
    size_t n_shown = 0;
    enum pl_status status =
        pl_pairs_table(pairs, panel, most, detail, plan->cli->diags, &table);

    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&title);
    arms_plan_put_panel(plan, panel, false, &title);
    pl_text_put(text, "\n");
    if (title.size > 0) {
        phrase_paragraph(plan->cli, &title, text);
    }
    pl_text_finish(&title);
    n_shown = table->n_rows;
    align = calloc(table->n_columns, sizeof *align);
    for (size_t c = 0; align != NULL && c < table->n_columns; c++) {
        align[c] = c == 1 ? PL_ALIGN_LEFT : PL_ALIGN_RIGHT;
    }
    status = align == NULL ? pl_diag_no_memory(plan->cli->diags, "the table")
                           : narrow_wrap(&table, pl_frame_find(table, "pair"),
                                         plan->cli->style.width, plan->cli->diags);
    if (status == PL_OK && table->n_rows > 0) {
        pl_table_print(table, align, &plan->cli->style, text);
    }
    if (status == PL_OK && pairs->n_kept[panel] > n_shown) {
        pl_text_format(text, "(%zu more with --top or --output)\n",
                       pairs->n_kept[panel] - n_shown);
    }
    free(align);
    pl_frame_destroy(table);
    return status;
}

enum pl_status
pairs_report(const struct arms_plan *plan, const struct pl_pairs *pairs, size_t most,
             struct pl_text *text)
{
    enum pl_pairs_detail detail = PL_PAIRS_WHOLE;
    enum pl_status status = choose_detail(plan, pairs, most, &detail);

    if (status == PL_OK) {
        put_heading(plan, pairs, detail, text);
    }
    for (size_t p = 0; p < plan->n_panels && status == PL_OK; p++) {
        status = put_table(plan, pairs, p, most, detail, text);
    }
    if (status == PL_OK) {
        put_sentence(plan, pairs, text);
    }
    return status;
}

enum pl_status
pairs_markdown(const struct arms_plan *plan, const struct pl_pairs *pairs, size_t most,
               struct pl_text *text)
{
    enum pl_status status = PL_OK;

    for (size_t p = 0; p < plan->n_panels && status == PL_OK; p++) {
        struct pl_frame *table = NULL;

        pl_text_put(text, p > 0 ? "\n**" : "**");
        put_ranking(pairs, text);
        if (plan->n_panels > 1) {
            pl_text_put(text, " · ");
            arms_plan_put_panel(plan, p, false, text);
        }
        pl_text_put(text, "**\n\n");
        status =
            pl_pairs_table(pairs, p, most, PL_PAIRS_WHOLE, plan->cli->diags, &table);
        if (status == PL_OK) {
            status = pl_frame_write(table, PL_FRAME_MD, plan->cli->diags, text);
        }
        pl_frame_destroy(table);
    }
    if (status == PL_OK) {
        pl_text_put(text, "\n");
        pl_pairs_sentence(pairs, text);
        pl_text_put(text, "\n");
    }
    return status;
}

/* @param what, ranking  room for words that the account borrows */
static struct account
make_account(const struct arms_plan *plan, const struct pl_pairs *pairs,
             struct pl_text *what, struct pl_text *ranking)
{
    put_what(plan, pairs, what);
    pl_text_put(ranking, "Ranked was ");
    put_ranking(pairs, ranking);
    pl_text_put(ranking, ".");
    return arms_plan_account(
        plan, pl_text_string(what), pairs->method,
        "folds are values over the untreated ones of the same cell "
        "and parameter set",
        pl_text_string(ranking));
}

void
pairs_put_methods(const struct arms_plan *plan, const struct pl_pairs *pairs,
                  bool is_data, struct pl_text *screen)
{
    struct pl_text what;
    struct pl_text ranking;
    struct account account;

    pl_text_init(&what);
    pl_text_init(&ranking);
    account = make_account(plan, pairs, &what, &ranking);
    account_put_methods(&account, is_data, screen);
    screen->failed = screen->failed || what.failed || ranking.failed;
    pl_text_finish(&what);
    pl_text_finish(&ranking);
}

void
pairs_put_caption(const struct arms_plan *plan, const struct pl_pairs *pairs,
                  struct pl_text *text)
{
    struct pl_text what;
    struct pl_text ranking;
    struct account account;

    pl_text_init(&what);
    pl_text_init(&ranking);
    account = make_account(plan, pairs, &what, &ranking);
    account_caption(&account, text);
    text->failed = text->failed || what.failed || ranking.failed;
    pl_text_finish(&what);
    pl_text_finish(&ranking);
}
