/*
 * two_drugs_frame.c - checkerboards as tables.
 */
#include "analysis/two_drugs.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/treatment.h"

/* Digits of doses for people. */
#define DOSE_DIGITS 3

void
pl_two_drugs_put_drug(const struct pl_two_drugs *two, size_t drug, struct pl_text *text)
{
    pl_text_put(text, two->board.names[drug]);
}

void
pl_two_drugs_put_dose(double nanomolar, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];
    double rounded = nanomolar;

    pl_number_round(nanomolar, DOSE_DIGITS, number);
    (void)pl_number_parse(number, &rounded);
    pl_dose_format(rounded, number);
    pl_text_put(text, nanomolar == 0.0 ? "0" : number);
}

void
pl_two_drugs_put_share(double share, struct pl_text *text)
{
    const double percent = 100.0 * share;

    if (isnan(share)) {
        pl_text_put(text, "–");
    } else if (fabs(percent) < 0.05) {
        pl_text_put(text, "0.0 %");
    } else {
        pl_text_format(text, "%+.1f %%", percent);
    }
}

/* The band of numbers of members. */
static struct pl_band
band_of(const struct pl_two_drugs *two, const double *values)
{
    struct pl_weighted one;
    struct pl_weighted *room = &one;
    struct pl_band band = {NAN, NAN, NAN};

    if (two->n_members > 1) {
        room = calloc(two->n_members, sizeof *room);
    }
    if (room != NULL) { /* else NaN: what comes next is out of memory, too */
        band = pl_band_of(values, 1, two->board.weights, two->n_members, room);
    }
    if (room != &one) {
        free(room);
    }
    return band;
}

struct pl_band
pl_two_drugs_band(const struct pl_two_drugs *two, enum pl_synergy_kind kind,
                  size_t first, size_t second)
{
    return band_of(two, pl_synergy_at(&two->synergy, kind, first, second));
}

static bool
is_ensemble(const struct pl_two_drugs *two)
{
    return two->options.run.ensemble != NULL;
}

/* "everolimus_nM"; the second of the same drug "everolimus_2_nM". */
static void
add_doses(const struct pl_two_drugs *two, const char *what, struct pl_sheet *sheet)
{
    for (size_t d = 0; d < 2; d++) {
        const bool is_again = d == 1 && two->options.drugs[0] == two->options.drugs[1];

        pl_sheet_add(sheet, PL_COLUMN_NUMBER, "nM", "%s%s%s_nM", two->board.names[d],
                     is_again ? "_2" : "", what);
    }
}

static void
put_network(const struct pl_two_drugs *two, struct pl_sheet *sheet)
{
    const char *cell = pl_treatment_cell_id(two->options.base);
    const char *variant = pl_treatment_variant_id(two->options.base);

    pl_sheet_text(sheet, cell != NULL ? cell : "");
    pl_sheet_text(sheet, variant != NULL ? variant : "");
    pl_sheet_text(sheet, two->options.measure->name);
}

static void
add_network(struct pl_sheet *sheet)
{
    pl_sheet_add_text(sheet, "cell", NULL);
    pl_sheet_add_text(sheet, "variant", NULL);
    pl_sheet_add_text(sheet, "readout", NULL);
}

static void
add_row(const struct pl_two_drugs *two, size_t i, size_t j, struct pl_sheet *sheet)
{
    const struct pl_checkerboard *board = &two->board;

    pl_sheet_row(sheet);
    put_network(two, sheet);
    pl_sheet_number(sheet, board->doses[0][i]);
    pl_sheet_number(sheet, board->doses[1][j]);
    pl_sheet_band(sheet,
                  band_of(two, two->values + (i * board->n[1] + j) * two->n_members));
    for (int kind = 0; kind < PL_N_SYNERGY; kind++) {
        pl_sheet_band(sheet, pl_two_drugs_band(two, (enum pl_synergy_kind)kind, i, j));
        if (kind == PL_SYNERGY_LOEWE) {
            pl_sheet_text(sheet,
                          pl_loewe_way_word(pl_synergy_way(&two->synergy, i, j)));
        }
    }
}

enum pl_status
pl_two_drugs_frame(const struct pl_two_drugs *const *boards, size_t n,
                   struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(is_ensemble(boards[0]), diags);

    add_network(&sheet);
    add_doses(boards[0], "", &sheet);
    pl_sheet_add_band(&sheet, "value", "", NULL);
    for (int kind = 0; kind < PL_N_SYNERGY; kind++) {
        pl_sheet_add_band(&sheet, pl_synergy_name((enum pl_synergy_kind)kind), "",
                          NULL);
        if (kind == PL_SYNERGY_LOEWE) {
            pl_sheet_add_text(&sheet, "loewe_way", NULL);
        }
    }
    for (size_t b = 0; b < n; b++) {
        const size_t *size = boards[b]->board.n;

        for (size_t k = 0; k < size[0] * size[1] && sheet.status == PL_OK; k++) {
            add_row(boards[b], k / size[1], k % size[1], &sheet);
        }
    }
    return pl_sheet_end(&sheet, out);
}

/* A dose at which the most synergistic area of a score begins, or ends. */
static double
area_dose(const struct pl_two_drugs *two, const struct pl_synergy_score *score,
          size_t drug, bool is_end)
{
    return score->from[drug] == PL_NONE
               ? (double)NAN
               : two->board.doses[drug][score->from[drug] +
                                        (is_end ? score->size[drug] - 1 : 0)];
}

enum pl_status
pl_two_drugs_scores_frame(const struct pl_two_drugs *const *boards, size_t n,
                          struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(is_ensemble(boards[0]), diags);

    add_network(&sheet);
    pl_sheet_add_text(&sheet, "model", NULL);
    pl_sheet_add_band(&sheet, "mean", "", NULL);
    pl_sheet_add_band(&sheet, "area", "", NULL);
    add_doses(boards[0], "_from", &sheet);
    add_doses(boards[0], "_to", &sheet);
    for (size_t b = 0; b < n; b++) {
        for (int kind = 0; kind < PL_N_SYNERGY; kind++) {
            const struct pl_synergy_score *score = &boards[b]->synergy.scores[kind];

            if (!pl_synergy_is_excess((enum pl_synergy_kind)kind)) {
                continue;
            }
            pl_sheet_row(&sheet);
            put_network(boards[b], &sheet);
            pl_sheet_text(&sheet, pl_synergy_name((enum pl_synergy_kind)kind));
            pl_sheet_band(&sheet, score->mean);
            pl_sheet_band(&sheet, score->area);
            for (size_t end = 0; end < 2; end++) {
                pl_sheet_number(&sheet, area_dose(boards[b], score, 0, end == 1));
                pl_sheet_number(&sheet, area_dose(boards[b], score, 1, end == 1));
            }
        }
    }
    return pl_sheet_end(&sheet, out);
}

/* What of a score stands in a cell. */
enum part { WHOLE, MEDIAN, RANGE };

/* Write a share, with its band where there is one. */
static void
write_score(const struct pl_two_drugs *two, struct pl_sheet *sheet,
            const struct pl_band *band, enum part part)
{
    struct pl_text text;

    pl_text_init(&text);
    if (part != RANGE) {
        pl_two_drugs_put_share(band->median, &text);
    }
    if (is_ensemble(two) && part != MEDIAN && !isnan(band->median)) {
        pl_text_put(&text, part == WHOLE ? " (" : "");
        pl_two_drugs_put_share(band->low, &text);
        pl_text_put(&text, " to ");
        pl_two_drugs_put_share(band->high, &text);
        pl_text_put(&text, part == WHOLE ? ")" : "");
    }
    pl_sheet_take(sheet, &text);
}

/* "everolimus 0.1 nM to 3 nM, MK2206 10 nM to 300 nM" */
static void
put_area(const struct pl_two_drugs *two, const struct pl_synergy_score *score,
         struct pl_text *text)
{
    for (size_t d = 0; d < 2 && score->from[d] != PL_NONE; d++) {
        pl_text_put(text, d == 0 ? "" : ", ");
        pl_two_drugs_put_drug(two, d, text);
        pl_text_put(text, " ");
        pl_two_drugs_put_dose(area_dose(two, score, d, false), text);
        if (score->size[d] > 1) {
            pl_text_put(text, " to ");
            pl_two_drugs_put_dose(area_dose(two, score, d, true), text);
        }
    }
}

enum pl_status
pl_two_drugs_scores_table(const struct pl_two_drugs *two, bool is_narrow,
                          struct pl_diags *diags, struct pl_frame **out)
{
    const bool is_stacked = is_narrow && is_ensemble(two);
    struct pl_sheet sheet = pl_sheet_begin(false, diags);

    pl_sheet_add_text(&sheet, "model", NULL);
    pl_sheet_add_text(&sheet, "mean", NULL);
    pl_sheet_add_text(&sheet, "best", "most synergistic area");
    pl_sheet_add_text(&sheet, "where", NULL);
    for (int kind = 0; kind < PL_N_SYNERGY; kind++) {
        const struct pl_synergy_score *score = &two->synergy.scores[kind];
        struct pl_text where;

        if (!pl_synergy_is_excess((enum pl_synergy_kind)kind)) {
            continue;
        }
        pl_sheet_row(&sheet);
        pl_sheet_text(&sheet, pl_synergy_words((enum pl_synergy_kind)kind));
        write_score(two, &sheet, &score->mean, is_stacked ? MEDIAN : WHOLE);
        write_score(two, &sheet, &score->area, is_stacked ? MEDIAN : WHOLE);
        pl_text_init(&where);
        put_area(two, score, &where);
        pl_sheet_take(&sheet, &where);
        if (is_stacked) {
            pl_sheet_row(&sheet);
            pl_sheet_text(&sheet, "  5–95 %");
            write_score(two, &sheet, &score->mean, RANGE);
            write_score(two, &sheet, &score->area, RANGE);
            pl_sheet_text(&sheet, "");
        }
    }
    return pl_sheet_end(&sheet, out);
}

enum pl_status
pl_two_drugs_table(const struct pl_two_drugs *two, enum pl_synergy_kind kind,
                   struct pl_diags *diags, struct pl_frame **out)
{
    const struct pl_checkerboard *board = &two->board;
    const bool is_index = kind == PL_SYNERGY_INDEX || kind == PL_SYNERGY_INDEX_FITTED;
    const bool has_single = kind == PL_SYNERGY_EFFECT;
    const size_t first = has_single ? 0 : 1;
    struct pl_sheet sheet = pl_sheet_begin(false, diags);
    struct pl_text text;

    pl_text_init(&text);
    pl_sheet_add_text(&sheet, "dose", board->names[0]);
    for (size_t j = first; j < board->n[1]; j++) {
        pl_two_drugs_put_dose(board->doses[1][j], &text);
        pl_sheet_add_text(&sheet, pl_text_string(&text), NULL);
        sheet.status = sheet.status == PL_OK && text.failed
                           ? pl_diag_no_memory(diags, "a checkerboard")
                           : sheet.status;
        pl_text_finish(&text);
    }
    for (size_t i = first; i < board->n[0]; i++) {
        pl_sheet_row(&sheet);
        pl_two_drugs_put_dose(board->doses[0][i], &text);
        pl_sheet_take(&sheet, &text);
        for (size_t j = first; j < board->n[1]; j++) {
            const double value = pl_two_drugs_band(two, kind, i, j).median;

            if (isnan(value)) {
                pl_text_put(&text, "–");
            } else if (is_index) {
                pl_text_format(&text, value < 9.995 ? "%.2f" : "%.0f", value);
            } else if (fabs(value) < 0.0005) {
                pl_text_put(&text, "0");
            } else {
                pl_text_format(&text, "%+.1f", 100.0 * value);
            }
            pl_sheet_take(&sheet, &text);
        }
    }
    return pl_sheet_end(&sheet, out);
}
