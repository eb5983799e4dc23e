/*
 * synergy_figure.c - a checkerboard as a picture: heat map, isoboles, sections.
 */
#include "cli/synergy_report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "analysis/isoboles.h"
#include "analysis/pairs.h"
#include "analysis/sheet.h"
#include "analysis/two_drugs.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "out/picture.h"
#include "study/measure.h"

/* Cells of a map that have their number in them: more do not fit. */
#define MOST_NUMBERED ((size_t)12)

/* Sections: doses of the second drug, none among them. */
#define MOST_SECTIONS ((size_t)6)

#define N_ISOBOLES ((size_t)3)

/* [-] A colour scale spans no less: what is smaller is no difference. */
#define LEAST_REACH 0.05
#define LEAST_INDEX_REACH 0.5 /* [log2] */

/* [log2] Colours of an index go no further. */
#define MOST_POWER 3.0

enum { CELLS, DOSES, ISOBOLES, LEVELS, SECTIONS, NAMES, N_TABLES };

static const char *const table_names[N_TABLES] = {
    [CELLS] = "cells",   [DOSES] = "doses",       [ISOBOLES] = "isoboles",
    [LEVELS] = "levels", [SECTIONS] = "sections", [NAMES] = "names",
};

struct figure {
    const struct synergy_boards *boards;
    struct pl_two_drugs *two;
    struct pl_diags *diags;
    size_t first;  /* row and column of the map: with single doses, or without */
    double reach;  /* of the colours */
    bool is_index; /* a logarithm is drawn: 0 is a combination index of 1 */
    double y_min, y_max;
    struct pl_isobole isoboles[N_ISOBOLES];
    struct pl_sheet sheets[N_TABLES];
    struct pl_frame *tables[N_TABLES];
};

static void
put_cells(struct figure *figure)
{
    const struct pl_checkerboard *board = &figure->two->board;
    struct pl_sheet *sheet = &figure->sheets[CELLS];
    double reach = synergy_least_reach(figure->boards);

    for (size_t i = figure->first; i < board->n[0]; i++) {
        for (size_t j = figure->first; j < board->n[1]; j++) {
            const double value =
                pl_two_drugs_band(figure->two, figure->boards->score, i, j).median;
            const double colour = synergy_colour(figure->boards, value);
            struct pl_text text;

            pl_text_init(&text);
            if (isnan(value)) {
                pl_text_put(&text, "–");
            } else if (figure->is_index) {
                pl_text_format(&text, value < 9.95 ? "%.2f" : "%.0f", value);
            } else {
                pl_text_format(&text, fabs(colour) < 0.5 ? "0" : "%+.0f", colour);
            }
            pl_sheet_row(sheet);
            pl_sheet_number(sheet, (double)(j - figure->first + 1));
            pl_sheet_number(sheet, (double)(i - figure->first + 1));
            pl_sheet_number(sheet, isfinite(colour) ? colour : (double)NAN);
            pl_sheet_take(sheet, &text);
            reach = isfinite(colour) ? fmax(reach, fabs(colour)) : reach;
        }
    }
    figure->reach = reach;
}

/* Doses of both drugs along the map: which drug, and what it reads. */
static void
put_doses(struct figure *figure)
{
    const struct pl_checkerboard *board = &figure->two->board;

    for (size_t d = 0; d < 2; d++) {
        for (size_t i = figure->first; i < board->n[d]; i++) {
            struct pl_text text;

            pl_text_init(&text);
            pl_two_drugs_put_dose(board->doses[d][i], &text);
            pl_sheet_row(&figure->sheets[DOSES]);
            pl_sheet_number(&figure->sheets[DOSES], (double)d);
            pl_sheet_number(&figure->sheets[DOSES], (double)(i - figure->first + 1));
            pl_sheet_take(&figure->sheets[DOSES], &text);
        }
    }
}

/* "25 %: 3.1 nM, 40 nM"; or what cannot be drawn. */
static void
put_level(struct figure *figure, const struct pl_isobole *isobole)
{
    struct pl_sheet *sheet = &figure->sheets[LEVELS];
    const bool is_known = isfinite(isobole->shares[0][0]);
    struct pl_text text;

    pl_text_init(&text);
    pl_text_format(&text, "%.0f %%: ", 100.0 * isobole->effect);
    for (size_t d = 0; d < 2; d++) {
        pl_text_put(&text, d == 0 ? "" : ", ");
        if (isfinite(isobole->doses[d])) {
            pl_two_drugs_put_dose(isobole->doses[d], &text);
        } else {
            pl_text_put(&text, "never");
        }
    }
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &text);
    pl_sheet_number(sheet, is_known ? 1.0 : 0.0);
}

static enum pl_status
put_isoboles(struct figure *figure)
{
    const struct pl_asked asked = pl_two_drugs_asked(figure->two);
    double effects[N_ISOBOLES];
    enum pl_status status = PL_OK;

    pl_isoboles_choose(&figure->two->synergy, effects);
    status = pl_isoboles_follow(&asked, &figure->two->synergy, effects, N_ISOBOLES,
                                figure->diags, figure->isoboles);
    for (size_t k = 0; k < N_ISOBOLES && status == PL_OK; k++) {
        const struct pl_isobole *isobole = &figure->isoboles[k];

        put_level(figure, isobole);
        for (size_t i = 0; i < PL_ISOBOLE_POINTS; i++) {
            if (isfinite(isobole->shares[i][0])) {
                pl_sheet_row(&figure->sheets[ISOBOLES]);
                pl_sheet_number(&figure->sheets[ISOBOLES], (double)k);
                pl_sheet_number(&figure->sheets[ISOBOLES], isobole->shares[i][0]);
                pl_sheet_number(&figure->sheets[ISOBOLES], isobole->shares[i][1]);
            }
        }
    }
    return status;
}

/* Effects over the doses of the first drug, at some doses of the second, none first. */
static void
put_sections(struct figure *figure)
{
    const struct pl_checkerboard *board = &figure->two->board;
    const size_t n = board->n[1] < MOST_SECTIONS ? board->n[1] : MOST_SECTIONS;

    figure->y_min = 0.0;
    figure->y_max = 0.0;
    for (size_t s = 0; s < n; s++) {
        const size_t j = n == 1 ? 0 : s * (board->n[1] - 1) / (n - 1);
        struct pl_text text;

        for (size_t i = 1; i < board->n[0]; i++) {
            const double effect =
                100.0 * pl_two_drugs_band(figure->two, PL_SYNERGY_EFFECT, i, j).median;

            pl_sheet_row(&figure->sheets[SECTIONS]);
            pl_sheet_number(&figure->sheets[SECTIONS], (double)s);
            pl_sheet_number(&figure->sheets[SECTIONS], board->doses[0][i]);
            pl_sheet_number(&figure->sheets[SECTIONS], effect);
            figure->y_min = fmin(figure->y_min, effect);
            figure->y_max = fmax(figure->y_max, effect);
        }
        pl_text_init(&text);
        pl_two_drugs_put_dose(board->doses[1][j], &text);
        pl_sheet_row(&figure->sheets[NAMES]);
        pl_sheet_take(&figure->sheets[NAMES], &text);
    }
}

static enum pl_status
fill_tables(struct figure *figure)
{
    static const char *const columns[N_TABLES][3] = {
        [CELLS] = {"x", "y", "colour"},     [DOSES] = {"drug", "place", NULL},
        [ISOBOLES] = {"level", "x", "y"},   [LEVELS] = {NULL},
        [SECTIONS] = {"section", "x", "y"}, [NAMES] = {NULL},
    };
    enum pl_status status = PL_OK;

    for (int t = 0; t < N_TABLES; t++) {
        figure->sheets[t] = pl_sheet_begin(false, figure->diags);
        for (size_t c = 0; c < 3 && columns[t][c] != NULL; c++) {
            pl_sheet_add(&figure->sheets[t], PL_COLUMN_NUMBER, NULL, "%s",
                         columns[t][c]);
        }
        if (t != ISOBOLES && t != SECTIONS) {
            pl_sheet_add_text(&figure->sheets[t], "text", NULL);
        }
    }
    pl_sheet_add(&figure->sheets[LEVELS], PL_COLUMN_NUMBER, NULL, "known");
    put_cells(figure);
    put_doses(figure);
    put_sections(figure);
    status = put_isoboles(figure);
    for (int t = 0; t < N_TABLES; t++) {
        const enum pl_status ended =
            pl_sheet_end(&figure->sheets[t], &figure->tables[t]);

        status = status == PL_OK ? ended : status;
    }
    return status;
}

/* Texts of the page. */
struct page {
    struct pl_text title, subtitle, caption, drugs[2], score, effect;
};

static void
write_page(const struct figure *figure, struct page *page)
{
    const struct dose_plan *plan = figure->boards->plan;
    const struct pl_synergy_score *score =
        &figure->two->synergy.scores[figure->boards->score];

    synergy_put_readout(figure->boards, 0, &page->title);
    pl_text_format(&page->title, " under %s and %s", figure->two->board.names[0],
                   figure->two->board.names[1]);
    arms_plan_put_network(&plan->arms, &page->subtitle);
    for (size_t d = 0; d < 2; d++) {
        pl_text_put(&page->drugs[d], figure->two->board.names[d]);
    }
    pl_text_put(&page->score, pl_synergy_words(figure->boards->score));
    if (pl_synergy_is_excess(figure->boards->score)) {
        pl_text_put(&page->score, ": mean ");
        pl_two_drugs_put_share(score->mean.median, &page->score);
    } else if (figure->is_index) {
        pl_text_put(&page->score, ", below 1 synergy");
    } else if (figure->boards->score == PL_SYNERGY_EFFECT) {
        pl_text_put(&page->score, ", %");
    }
    pl_text_format(&page->effect, "effect (%%) at doses of %s",
                   figure->two->board.names[1]);
    if (plan->opts.account.caption) {
        synergy_put_caption(figure->boards, &page->caption);
    }
}

static enum pl_status
draw(const struct figure *figure, const struct page *page)
{
    const struct dose_plan *plan = figure->boards->plan;
    const struct pl_checkerboard *board = &figure->two->board;
    const char *const texts[] = {
        pl_text_string(&page->drugs[0]), pl_text_string(&page->drugs[1]),
        pl_text_string(&page->score), pl_text_string(&page->effect)};
    const size_t n_down = board->n[0] - figure->first;
    const size_t n_across = board->n[1] - figure->first;
    const struct pl_picture_number numbers[] = {
        {"n_down", (double)n_down},
        {"n_across", (double)n_across},
        {"reach", figure->reach},
        {"is_index", figure->is_index ? 1.0 : 0.0},
        {"has_numbers",
         n_down <= MOST_NUMBERED && n_across <= MOST_NUMBERED ? 1.0 : 0.0},
        {"y_min", figure->y_min},
        {"y_max", figure->y_max},
    };
    struct pl_picture_table tables[N_TABLES];
    const struct pl_picture picture = {
        .template_name = "synergy.gp",
        .title = pl_text_string(&page->title),
        .subtitle = pl_text_string(&page->subtitle),
        .caption = page->caption.size > 0 ? pl_text_string(&page->caption) : NULL,
        .texts = texts,
        .n_texts = sizeof texts / sizeof *texts,
        .tables = tables,
        .n_tables = N_TABLES,
        .numbers = numbers,
        .n_numbers = sizeof numbers / sizeof *numbers,
    };
    char *templates = NULL;
    enum pl_status status = data_folder("plots", figure->diags, &templates);

    for (int t = 0; t < N_TABLES; t++) {
        tables[t] = (struct pl_picture_table){table_names[t], figure->tables[t]};
    }
    if (status == PL_OK &&
        (page->title.failed || page->subtitle.failed || page->caption.failed ||
         page->drugs[0].failed || page->drugs[1].failed || page->score.failed ||
         page->effect.failed)) {
        status = pl_diag_no_memory(figure->diags, "the plot");
    }
    if (status == PL_OK) {
        status = pl_picture_write(&picture, templates, plan->opts.account.plot,
                                  figure->diags);
    }
    free(templates);
    return status;
}

bool
synergy_is_index(const struct synergy_boards *boards)
{
    return boards->score == PL_SYNERGY_INDEX ||
           boards->score == PL_SYNERGY_INDEX_FITTED;
}

double
synergy_colour(const struct synergy_boards *boards, double value)
{
    return synergy_is_index(boards) ? fmin(fmax(-log2(value), -MOST_POWER), MOST_POWER)
                                    : 100.0 * value;
}

double
synergy_least_reach(const struct synergy_boards *boards)
{
    return synergy_is_index(boards) ? LEAST_INDEX_REACH : 100.0 * LEAST_REACH;
}

void
synergy_put_readout(const struct synergy_boards *boards, size_t measure,
                    struct pl_text *text)
{
    struct pl_measure shown = boards->plan->measures[measure];

    /* an effect is a share already: of what, not of which fold */
    shown.kind = shown.kind == PL_MEASURE_FOLD ? PL_MEASURE_VALUE : shown.kind;
    pl_pairs_put_measure(boards->plan->arms.context, &shown, text);
}

static enum pl_status
draw_one(const struct synergy_boards *boards)
{
    struct figure figure = {
        .boards = boards,
        .two = &boards->items[0],
        .diags = boards->plan->arms.cli->diags,
        .first = boards->score == PL_SYNERGY_EFFECT ? 0 : 1,
        .is_index = synergy_is_index(boards),
    };
    struct page page = {0};
    enum pl_status status = fill_tables(&figure);

    if (status == PL_OK) {
        write_page(&figure, &page);
        status = draw(&figure, &page);
    }
    for (int t = 0; t < N_TABLES; t++) {
        pl_frame_destroy(figure.tables[t]);
    }
    pl_text_finish(&page.title);
    pl_text_finish(&page.subtitle);
    pl_text_finish(&page.caption);
    pl_text_finish(&page.drugs[0]);
    pl_text_finish(&page.drugs[1]);
    pl_text_finish(&page.score);
    pl_text_finish(&page.effect);
    return status;
}

enum pl_status
synergy_figure_draw(const struct synergy_boards *boards)
{
    return boards->n > 1 ? synergy_boards_figure_draw(boards) : draw_one(boards);
}
