/*
 * loops_report.c - feedback loops in words: heading, edges, the first loops, sentences.
 */
#include "cli/loops_report.h"

#include <stdbool.h>
#include <stdlib.h>

#include "analysis/loops.h"
#include "analysis/loops_names.h"
#include "analysis/loops_table.h"
#include "analysis/loops_words.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/phrases.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/summary.h"

#define SHOWN_LOOPS ((size_t)5)

#define SPARKLINE_CELLS 12

/* [column] Below this there is no room for curves beside the table. */
#define WIDTH_FOR_CURVES 96

/* Append a paragraph that was put together, broken at the width of the terminal. */
static void
put_paragraph(const struct loops_report *report, struct pl_text *words,
              struct pl_text *text)
{
    if (words->size > 0) {
        phrase_paragraph(report->cli, words, text);
    }
    pl_text_finish(words);
}

/* A column with the curve of each edge's share. */
static enum pl_status
add_curves(const struct loops_report *report, const size_t *order,
           struct pl_frame *table)
{
    const struct pl_loops *loops = report->loops;
    enum pl_status status = PL_OK;
    struct pl_text text;

    if (loops->n_times == 0 || report->is_markdown ||
        (report->cli->style.width > 0 && report->cli->style.width < WIDTH_FOR_CURVES)) {
        return PL_OK;
    }
    pl_text_init(&text);
    pl_text_put(&text, "0 … ");
    phrase_duration(report->context, report->duration, &text);
    status = pl_frame_add_column(table, "curve", pl_text_string(&text), NULL,
                                 PL_COLUMN_TEXT, report->cli->diags);
    pl_text_finish(&text);
    for (size_t r = 0; r < table->n_rows && status == PL_OK; r++) {
        if (loops->edges[order[r]].n_loops > 0 &&
            !pl_loops_most(loops->edges[order[r]].open_share)) {
            pl_sparkline(loops->edges[order[r]].course, loops->n_times, SPARKLINE_CELLS,
                         &report->cli->style, &text);
            status = pl_frame_set_text(table, r, table->n_columns - 1,
                                       pl_text_string(&text), report->cli->diags);
        }
        pl_text_finish(&text);
    }
    return status;
}

/* Print a table whose columns are texts, all but the first `n_left` to the right. */
static enum pl_status
print_table(const struct loops_report *report, const struct pl_frame *table,
            size_t n_left, bool has_curves, struct pl_text *text)
{
    enum pl_align align[PL_SUMMARY_MAX_MARKS + 12] = {PL_ALIGN_LEFT};

    if (report->is_markdown) {
        enum pl_status status =
            pl_frame_write(table, PL_FRAME_MD, report->cli->diags, text);

        pl_text_put(text, "\n");
        return status;
    }
    for (size_t c = n_left; c < table->n_columns; c++) {
        align[c] =
            has_curves && c + 1 == table->n_columns ? PL_ALIGN_LEFT : PL_ALIGN_RIGHT;
    }
    pl_table_print(table, align, &report->cli->style, text);
    return PL_OK;
}

static enum pl_status
put_edges(const struct loops_report *report, struct pl_text *text)
{
    const struct pl_loops *loops = report->loops;
    struct pl_frame *table = NULL;
    size_t *order = calloc(loops->n_edges + 1, sizeof *order);
    struct pl_text words;
    enum pl_status status = PL_OK;

    pl_text_init(&words);
    if (order == NULL) {
        return pl_diag_no_memory(report->cli->diags, "the edges");
    }
    status =
        pl_loops_edge_table(report->context, loops, report->cli->diags, order, &table);
    if (status == PL_OK) {
        const size_t n_columns = table->n_columns;

        status = add_curves(report, order, table);
        if (status == PL_OK) {
            pl_text_put(text, "\n");
            status = print_table(report, table, 1, table->n_columns > n_columns, text);
            pl_text_put(&words,
                        loops->moves
                            ? "(the gain of the strongest loop through an edge; the "
                              "share of all scores that its loops have: one through "
                              "two edges counts in both)"
                            : "(the gain of the strongest loop through an edge)");
            put_paragraph(report, &words, text);
        }
    }
    if (status == PL_OK && loops->moves && loops->n_members > 1) {
        pl_frame_destroy(table);
        status = pl_loops_set_table(report->context, loops, order, report->cli->diags,
                                    &table);
        if (status == PL_OK) {
            pl_text_put(text, "\n");
            status = print_table(report, table, 1, false, text);
            pl_text_put(&words, "(medians and 5 to 95 % bands of the mean share over "
                                "the run; leads: in so many of the sets no other edge "
                                "has a larger one)");
            put_paragraph(report, &words, text);
        }
    }
    pl_frame_destroy(table);
    free(order);
    return status;
}

static enum pl_status
put_loops(const struct loops_report *report, struct pl_text *text)
{
    const struct pl_loops *loops = report->loops;
    const size_t n = loops->n_feedback < SHOWN_LOOPS ? loops->n_feedback : SHOWN_LOOPS;
    struct pl_frame *table = NULL;
    enum pl_status status =
        pl_loops_loop_table(report->context, loops, n, report->cli->diags, &table);

    if (status == PL_OK) {
        pl_text_put(text, "\n");
        status = print_table(report, table, 2, false, text);
        pl_text_put(text, report->is_markdown ? "" : "\n");
    }
    for (size_t r = 0; r < n && status == PL_OK; r++) {
        struct pl_text members;

        pl_text_init(&members);
        pl_loops_put_members(report->context, loops, loops->rows[r].loop, false,
                             &members);
        if (report->is_markdown) {
            pl_text_format(text, "%zu. %s", r + 1, pl_text_string(&members));
        } else {
            pl_text_format(text, "%zu  ", r + 1);
            pl_text_wrap(text, pl_text_string(&members), 3, 3,
                         report->cli->style.width);
        }
        pl_text_put(text, "\n");
        text->failed = text->failed || members.failed;
        pl_text_finish(&members);
    }
    if (status == PL_OK && loops->n_feedback > n && !report->is_markdown) {
        pl_text_format(text, "(all of them with --output FILE)\n");
    }
    pl_frame_destroy(table);
    return status;
}

enum pl_status
loops_report_print(const struct loops_report *report, struct pl_text *text)
{
    const struct pl_loops *loops = report->loops;
    struct pl_text words;
    enum pl_status status = PL_OK;

    pl_text_init(&words);
    phrase_subject(report->context, report->treatment, loops->rested, &words);
    phrase_sets(report->ensemble, &words);
    put_paragraph(report, &words, text);
    pl_loops_put_count(report->context, loops, &words);
    put_paragraph(report, &words, text);
    if (loops->n_feedback == 0) {
        return PL_OK;
    }
    if (loops->n_edges > 0) {
        status = put_edges(report, text);
    }
    if (status == PL_OK) {
        status = put_loops(report, text);
    }
    if (status == PL_OK) {
        pl_text_put(text, "\n");
        pl_loops_put_sentence(report->context, loops, &words);
        put_paragraph(report, &words, text);
        pl_loops_put_open(report->context, loops, &words);
        put_paragraph(report, &words, text);
        pl_loops_put_blurred(report->context, loops, report->rtol, &words);
        put_paragraph(report, &words, text);
    }
    return status;
}
