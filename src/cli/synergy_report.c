/*
 * synergy_report.c - checkerboards in words and tables that people read.
 */
#include "cli/synergy_report.h"

#include "analysis/pairs.h"
#include "analysis/two_drugs.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "cli/narrow.h"
#include "cli/phrases.h"
#include "out/frame_text.h"
#include "out/table.h"

static const char methods_study[] =
    "Both drugs acted from time 0 on, each dose of one with each of the other, and "
    "with "
    "none. Excess is the effect of both less what HSA, Bliss independence or Loewe "
    "additivity let expect; Loewe's model and the combination index inverted the "
    "simulated curves of each drug alone. Beside these stand scores as of measured "
    "checkerboards, by four-parameter log-logistic fits: ZIP (Yadav et al. 2015) and "
    "Loewe. Summary scores are means over all combinations, and over the most "
    "synergistic three by three neighbours.";

static void
put_effect(const struct pl_two_drugs *two, struct pl_text *text)
{
    switch (two->options.effect) {
    case PL_EFFECT_LOSS:
        pl_text_put(text,
                    "effect: the share of the level without the drugs that is gone");
        break;
    case PL_EFFECT_GAIN:
        pl_text_put(text, "effect: what is gained, as a share of the level without the "
                          "drugs");
        break;
    case PL_EFFECT_READOUT:
        pl_text_put(text, "effect: the readout itself, 1 being all");
        break;
    }
}

static void
put_drugs(const struct synergy_boards *boards, struct pl_text *text)
{
    const struct dose_plan *plan = boards->plan;

    pl_text_format(text, "%s with %s", plan->drugs[0].text,
                   plan->drugs[plan->n_drugs - 1].text);
}

static void
put_heading(const struct synergy_boards *boards, struct pl_text *text)
{
    const struct arms_plan *arms = &boards->plan->arms;
    struct pl_text heading;

    pl_text_init(&heading);
    arms_plan_put_network(arms, &heading);
    pl_text_put(&heading, " · ");
    put_drugs(boards, &heading);
    arms_plan_put_each(arms, &heading);
    phrase_begin(arms->run.equilibrate != PL_EQUILIBRATE_NO, &heading);
    phrase_paragraph(arms->cli, &heading, text);
    pl_text_finish(&heading);
    pl_text_put(&heading, "(");
    put_effect(&boards->items[0], &heading);
    pl_text_put(&heading, arms->ensemble != NULL
                              ? "; excess above 0 is synergy; medians, 5 to 95 % in "
                                "brackets or below)"
                              : "; excess above 0 is synergy)");
    phrase_paragraph(arms->cli, &heading, text);
    pl_text_finish(&heading);
}

/* "Akt pS473 at 24 h · HER2+ …" */
static void
put_title(const struct synergy_boards *boards, size_t b, struct pl_text *text)
{
    const struct dose_plan *plan = boards->plan;
    struct pl_text panel;

    pl_pairs_put_measure(plan->arms.context, &plan->measures[b % plan->n_measures],
                         text);
    pl_text_init(&panel);
    arms_plan_put_panel(&plan->arms, b / plan->n_measures, false, &panel);
    if (panel.size > 0) {
        pl_text_format(text, " · %s", pl_text_string(&panel));
    }
    text->failed = text->failed || panel.failed;
    pl_text_finish(&panel);
}

/* "excess over Bliss, %: everolimus down, MK2206 across" */
static void
put_score(const struct synergy_boards *boards, size_t b, struct pl_text *text)
{
    const bool is_index =
        boards->score == PL_SYNERGY_INDEX || boards->score == PL_SYNERGY_INDEX_FITTED;

    pl_text_format(text, "%s%s: ", pl_synergy_words(boards->score),
                   is_index ? ", below 1 synergy" : ", %");
    pl_two_drugs_put_drug(&boards->items[b], 0, text);
    pl_text_put(text, " down, ");
    pl_two_drugs_put_drug(&boards->items[b], 1, text);
    pl_text_put(text, " across");
}

/* Show a table as wide as the terminal, or say that it is not. */
static enum pl_status
show_board(const struct synergy_boards *boards, size_t b, struct pl_text *text)
{
    const struct cli *cli = boards->plan->arms.cli;
    struct pl_text words;
    struct pl_frame *table = NULL;
    enum pl_align align[64];
    enum pl_status status =
        pl_two_drugs_table(&boards->items[b], boards->score, cli->diags, &table);

    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&words);
    if (table->n_columns > sizeof align / sizeof *align ||
        (cli->style.width > 0 && narrow_width(table) > cli->style.width)) {
        pl_text_format(&words,
                       "(the board of %zu by %zu doses is wider than the terminal: "
                       "--output, --plot or fewer --points show it)",
                       boards->items[b].board.n[0], boards->items[b].board.n[1]);
        phrase_paragraph(boards->plan->arms.cli, &words, text);
    } else {
        for (size_t c = 0; c < table->n_columns; c++) {
            align[c] = PL_ALIGN_RIGHT;
        }
        put_score(boards, b, &words);
        phrase_paragraph(boards->plan->arms.cli, &words, text);
        pl_table_print(table, align, &cli->style, text);
    }
    pl_text_finish(&words);
    pl_frame_destroy(table);
    return PL_OK;
}

static enum pl_status
show_scores(const struct synergy_boards *boards, size_t b, struct pl_text *text)
{
    const struct cli *cli = boards->plan->arms.cli;
    static const enum pl_align align[] = {PL_ALIGN_LEFT, PL_ALIGN_RIGHT, PL_ALIGN_RIGHT,
                                          PL_ALIGN_LEFT};
    struct pl_frame *table = NULL;
    enum pl_status status =
        pl_two_drugs_scores_table(&boards->items[b], false, cli->diags, &table);

    if (status == PL_OK && cli->style.width > 0 &&
        narrow_width(table) > cli->style.width) {
        pl_frame_destroy(table);
        table = NULL;
        status = pl_two_drugs_scores_table(&boards->items[b], true, cli->diags, &table);
    }
    if (status == PL_OK) {
        status = narrow_wrap(&table, pl_frame_find(table, "where"), cli->style.width,
                             cli->diags);
    }
    if (status == PL_OK) {
        pl_table_print(table, align, &cli->style, text);
    }
    pl_frame_destroy(table);
    return status;
}

enum pl_status
synergy_report(const struct synergy_boards *boards, struct pl_text *text)
{
    enum pl_status status = PL_OK;

    put_heading(boards, text);
    for (size_t b = 0; b < boards->n && status == PL_OK; b++) {
        struct pl_text words;

        pl_text_init(&words);
        put_title(boards, b, &words);
        pl_text_put(text, "\n");
        phrase_paragraph(boards->plan->arms.cli, &words, text);
        pl_text_finish(&words);
        status = show_scores(boards, b, text);
        if (status == PL_OK) {
            pl_text_put(text, "\n");
            status = show_board(boards, b, text);
        }
        pl_two_drugs_sentence(&boards->items[b], &words);
        pl_text_put(text, "\n");
        phrase_paragraph(boards->plan->arms.cli, &words, text);
        pl_text_finish(&words);
    }
    return status;
}

enum pl_status
synergy_markdown(const struct synergy_boards *boards, struct pl_text *text)
{
    struct pl_diags *diags = boards->plan->arms.cli->diags;
    enum pl_status status = PL_OK;

    for (size_t b = 0; b < boards->n && status == PL_OK; b++) {
        struct pl_frame *scores = NULL;
        struct pl_frame *board = NULL;

        pl_text_put(text, b > 0 ? "\n**" : "**");
        put_title(boards, b, text);
        pl_text_put(text, "**\n\n");
        status = pl_two_drugs_scores_table(&boards->items[b], false, diags, &scores);
        if (status == PL_OK) {
            status = pl_frame_write(scores, PL_FRAME_MD, diags, text);
        }
        if (status == PL_OK) {
            pl_text_put(text, "\n");
            put_score(boards, b, text);
            pl_text_put(text, "\n\n");
            status =
                pl_two_drugs_table(&boards->items[b], boards->score, diags, &board);
        }
        if (status == PL_OK) {
            status = pl_frame_write(board, PL_FRAME_MD, diags, text);
        }
        pl_frame_destroy(scores);
        pl_frame_destroy(board);
        pl_text_put(text, "\n");
        pl_two_drugs_sentence(&boards->items[b], text);
        pl_text_put(text, "\n");
    }
    return status;
}

static void
account_for(const struct synergy_boards *boards, bool as_caption, bool is_data,
            struct pl_text *text)
{
    struct pl_text what;
    struct pl_text effect;
    struct account account;

    pl_text_init(&what);
    pl_text_init(&effect);
    put_drugs(boards, &what);
    put_effect(&boards->items[0], &effect);
    account = arms_plan_account(&boards->plan->arms, pl_text_string(&what),
                                boards->items[0].method, pl_text_string(&effect),
                                methods_study);
    if (as_caption) {
        account_caption(&account, text);
    } else {
        account_put_methods(&account, is_data, text);
    }
    text->failed = text->failed || what.failed || effect.failed;
    pl_text_finish(&what);
    pl_text_finish(&effect);
}

void
synergy_put_caption(const struct synergy_boards *boards, struct pl_text *text)
{
    account_for(boards, true, false, text);
}

void
synergy_put_methods(const struct synergy_boards *boards, bool is_data,
                    struct pl_text *screen)
{
    account_for(boards, false, is_data, screen);
}
