/*
 * synergy_boards_figure.c - several checkerboards as small maps with one scale.
 */
#include "cli/synergy_report.h"

#include <math.h>

#include "analysis/sheet.h"
#include "analysis/two_drugs.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "cli/picture_page.h"
#include "out/picture.h"
#include "out/plot_labels.h"

/* [column] Of the name of a board; its mean score stands behind it. */
#define NAME_COLUMNS ((size_t)48)

enum { CELLS, DOSES, PANELS, N_TABLES };

static const char *const table_names[N_TABLES] = {"cells", "doses", "panels"};

struct figure {
    const struct synergy_boards *boards;
    size_t first; /* row and column of the maps: with single doses, or without */
    double reach; /* of the colours, of all maps */
    struct pl_sheet sheets[N_TABLES];
    struct pl_frame *tables[N_TABLES];
};

static const struct pl_checkerboard *
board_of(const struct figure *figure)
{
    return &figure->boards->items[0].board; /* all have the same doses */
}

static void
put_cells(struct figure *figure, size_t b)
{
    const struct pl_checkerboard *board = board_of(figure);
    struct pl_sheet *sheet = &figure->sheets[CELLS];

    for (size_t i = figure->first; i < board->n[0]; i++) {
        for (size_t j = figure->first; j < board->n[1]; j++) {
            const double colour = synergy_colour(
                figure->boards, pl_two_drugs_band(&figure->boards->items[b],
                                                  figure->boards->score, i, j)
                                    .median);

            pl_sheet_row(sheet);
            pl_sheet_number(sheet, (double)(j - figure->first + 1));
            pl_sheet_number(sheet, (double)(i - figure->first + 1));
            pl_sheet_number(sheet, isfinite(colour) ? colour : (double)NAN);
            figure->reach =
                isfinite(colour) ? fmax(figure->reach, fabs(colour)) : figure->reach;
        }
    }
}

/* What tells a board from the others, and its mean excess. */
static void
put_panel(struct figure *figure, size_t b)
{
    const struct synergy_boards *boards = figure->boards;
    const struct dose_plan *plan = boards->plan;
    struct pl_text name;
    struct pl_text line;

    pl_text_init(&name);
    pl_text_init(&line);
    arms_plan_put_panel(&plan->arms, b / plan->n_measures, boards->n > 2, &name);
    if (plan->n_measures > 1) {
        pl_text_put(&name, name.size > 0 ? " · " : "");
        synergy_put_readout(boards, b % plan->n_measures, &name);
    }
    pl_plot_put_line(pl_text_string(&name), NAME_COLUMNS, &line);
    if (pl_synergy_is_excess(boards->score)) {
        pl_text_put(&line, ": ");
        pl_two_drugs_put_share(
            boards->items[b].synergy.scores[boards->score].mean.median, &line);
    }
    line.failed = line.failed || name.failed;
    pl_sheet_row(&figure->sheets[PANELS]);
    pl_sheet_take(&figure->sheets[PANELS], &line);
    pl_text_finish(&name);
}

/* Doses of both drugs along each map: which drug, and what it reads. */
static void
put_doses(struct figure *figure)
{
    const struct pl_checkerboard *board = board_of(figure);
    struct pl_sheet *sheet = &figure->sheets[DOSES];

    for (size_t d = 0; d < 2; d++) {
        for (size_t i = figure->first; i < board->n[d]; i++) {
            struct pl_text text;

            pl_text_init(&text);
            pl_two_drugs_put_dose(board->doses[d][i], &text);
            pl_sheet_row(sheet);
            pl_sheet_number(sheet, (double)d);
            pl_sheet_number(sheet, (double)(i - figure->first + 1));
            pl_sheet_take(sheet, &text);
        }
    }
}

static enum pl_status
fill_tables(struct figure *figure)
{
    static const char *const cells[] = {"x", "y", "colour"};
    static const char *const doses[] = {"drug", "place"};
    enum pl_status status = PL_OK;

    for (int t = 0; t < N_TABLES; t++) {
        figure->sheets[t] =
            pl_sheet_begin(false, figure->boards->plan->arms.cli->diags);
    }
    pl_sheet_add_numbers(&figure->sheets[CELLS], cells, 3);
    pl_sheet_add_numbers(&figure->sheets[DOSES], doses, 2);
    pl_sheet_add_text(&figure->sheets[DOSES], "text", NULL);
    pl_sheet_add_text(&figure->sheets[PANELS], "name", NULL);
    for (size_t b = 0; b < figure->boards->n; b++) {
        put_cells(figure, b);
        put_panel(figure, b);
    }
    put_doses(figure);
    for (int t = 0; t < N_TABLES; t++) {
        const enum pl_status ended =
            pl_sheet_end(&figure->sheets[t], &figure->tables[t]);

        status = status == PL_OK ? ended : status;
    }
    return status;
}

static void
write_page(const struct figure *figure, struct picture_page *page)
{
    const struct synergy_boards *boards = figure->boards;
    const struct dose_plan *plan = boards->plan;
    struct pl_text *across = NULL;

    if (plan->n_measures == 1) {
        synergy_put_readout(boards, 0, &page->title);
    } else {
        pl_text_format(&page->title, "%zu readouts", plan->n_measures);
    }
    pl_text_format(&page->title, " under %s and %s", board_of(figure)->names[0],
                   board_of(figure)->names[1]);
    arms_plan_put_network(&plan->arms, &page->subtitle);
    arms_plan_put_each(&plan->arms, &page->subtitle);
    pl_text_format(&page->subtitle, " · %s%s", pl_synergy_words(boards->score),
                   pl_synergy_is_excess(boards->score) ? ", with its mean" : "");
    across = picture_page_add(page);
    pl_text_put(across, board_of(figure)->names[1]);
    pl_text_put(picture_page_add(page), board_of(figure)->names[0]);
    pl_text_put(picture_page_add(page),
                synergy_is_index(boards) ? "index" : "per cent");
    if (plan->opts.account.caption) {
        synergy_put_caption(boards, &page->caption);
    }
}

enum pl_status
synergy_boards_figure_draw(const struct synergy_boards *boards)
{
    struct figure figure = {.boards = boards,
                            .first = boards->score == PL_SYNERGY_EFFECT ? 0 : 1,
                            .reach = synergy_least_reach(boards)};
    struct pl_diags *diags = boards->plan->arms.cli->diags;
    struct picture_page page = {0};
    enum pl_status status = fill_tables(&figure);

    if (status == PL_OK) {
        struct pl_picture_table tables[N_TABLES];
        const struct pl_picture_number numbers[] = {
            {"n_down", (double)(board_of(&figure)->n[0] - figure.first)},
            {"n_across", (double)(board_of(&figure)->n[1] - figure.first)},
            {"reach", figure.reach},
            {"is_index", synergy_is_index(boards) ? 1.0 : 0.0},
            {"is_synergy", boards->score != PL_SYNERGY_EFFECT ? 1.0 : 0.0},
        };
        const struct pl_picture picture = {
            .template_name = "synergy-boards.gp",
            .tables = tables,
            .n_tables = N_TABLES,
            .numbers = numbers,
            .n_numbers = sizeof numbers / sizeof *numbers,
        };

        for (int t = 0; t < N_TABLES; t++) {
            tables[t] = (struct pl_picture_table){table_names[t], figure.tables[t]};
        }
        write_page(&figure, &page);
        status =
            picture_page_draw(&page, &picture, boards->plan->opts.account.plot, diags);
    }
    for (int t = 0; t < N_TABLES; t++) {
        pl_frame_destroy(figure.tables[t]);
    }
    picture_page_finish(&page);
    return status;
}
