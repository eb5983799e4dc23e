/*
 * continuation_sets_frame.c - the rest states over an input of parameter sets as tables.
 */
#include "analysis/continuation_sets.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/continuation_private.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/text.h"
#include "base/units.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"

/* Levels that a person is shown: both ends and these between. */
enum { SHOWN_BETWEEN = 3 };

static const char *const way_words[] = {"up", "down"};

/* A table on its way. */
struct writing {
    const struct pl_continuation_sets *sets;
    struct pl_sheet sheet;
    size_t n_shown;           /* of the observed symbols */
    double *numbers;          /* shape (n_members): room */
    struct pl_weighted *room; /* shape (n_members) */
    struct pl_rest_mark *marks;
    size_t n_marks;
    double unit;           /* [model time] of periods */
    const char *unit_name; /* NULL in a model without time_unit */
    bool has_periods;
};

static void
choose_unit(struct writing *writing)
{
    const double second = writing->sets->context->model->time_unit;
    double longest = 0.0;

    for (size_t k = 0; k < writing->n_marks; k++) {
        longest = fmax(longest, writing->marks[k].period.high);
    }
    writing->has_periods = longest > 0.0;
    writing->unit = 1.0;
    if (isfinite(second)) {
        writing->unit = pl_duration_best_unit(longest > 0.0 ? longest * second : second,
                                              &writing->unit_name) /
                        second;
    }
}

static enum pl_status
begin(struct writing *writing, const struct pl_continuation_sets *sets, size_t n_shown,
      struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    *writing = (struct writing){
        .sets = sets, .n_shown = n_shown, .sheet = pl_sheet_begin(true, diags)};
    writing->numbers = calloc(sets->n_members + 1, sizeof *writing->numbers);
    writing->room = calloc(sets->n_members + 1, sizeof *writing->room);
    status = writing->numbers != NULL && writing->room != NULL
                 ? pl_continuation_sets_marks(sets, diags, &writing->marks,
                                              &writing->n_marks)
                 : pl_diag_no_memory(diags, "a table");
    if (writing->sheet.status == PL_OK) {
        writing->sheet.status = status;
    }
    choose_unit(writing);
    return status;
}

static enum pl_status
end(struct writing *writing, struct pl_frame **out)
{
    pl_rest_marks_free(writing->marks, writing->n_marks);
    free(writing->numbers);
    free(writing->room);
    return pl_sheet_end(&writing->sheet, out);
}

/* Three columns for a person: the first has the whole name, the others say what they
 * are. */
static void
add_band(struct writing *writing, const char *name, const char *label, const char *unit)
{
    static const char *const ends[] = {"_median", "_p05", "_p95"};
    static const char *const labels[] = {NULL, "p05", "p95"};
    struct pl_sheet *sheet = &writing->sheet;

    for (size_t k = 0; k < 3 && sheet->status == PL_OK; k++) {
        struct pl_text whole;

        pl_text_init(&whole);
        pl_text_format(&whole, "%s%s", name, ends[k]);
        sheet->status =
            whole.failed
                ? pl_diag_no_memory(sheet->diags, "a table")
                : pl_frame_add_column(sheet->frame, pl_text_string(&whole),
                                      k == 0 ? label : labels[k], k == 0 ? unit : NULL,
                                      PL_COLUMN_NUMBER, sheet->diags);
        pl_text_finish(&whole);
    }
}

static void
add_values(struct writing *writing, bool for_person)
{
    const struct pl_continuation_sets *sets = writing->sets;

    for (size_t v = 0; v < writing->n_shown; v++) {
        const struct pl_symbol *symbol =
            &sets->context->model->symbols[sets->symbols[v]];

        if (for_person) {
            add_band(writing, pl_readout_name(symbol), symbol->label, symbol->unit);
        } else {
            pl_sheet_add_band(&writing->sheet, pl_readout_name(symbol), "",
                              symbol->unit);
        }
    }
}

/* The name of the input, and its unit. */
static const char *
input_of(const struct writing *writing, const char **unit)
{
    const struct pl_continuation found = {.context = writing->sets->context,
                                          .range = writing->sets->range};

    return pl_continuation_input(&found, unit);
}

static void
put_level_values(struct writing *writing, int way, size_t level)
{
    for (size_t v = 0; v < writing->n_shown; v++) {
        pl_sheet_band(&writing->sheet,
                      pl_continuation_sets_band(writing->sets, way, level, v,
                                                writing->numbers, writing->room));
    }
}

static struct pl_band
in_unit(struct pl_band band, double unit)
{
    return (struct pl_band){band.low / unit, band.median / unit, band.high / unit};
}

enum pl_status
pl_continuation_sets_frame(const struct pl_continuation_sets *sets,
                           struct pl_diags *diags, struct pl_frame **out)
{
    static const struct pl_band none = {NAN, NAN, NAN};
    struct writing writing;
    struct pl_sheet *sheet = &writing.sheet;
    const char *unit = NULL;
    const char *input = NULL;

    if (begin(&writing, sets, sets->n_values, diags) != PL_OK) {
        return end(&writing, out);
    }
    input = input_of(&writing, &unit);
    pl_sheet_add_text(sheet, "way", NULL);
    pl_sheet_add_text(sheet, "at", NULL);
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "number");
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, unit, "%s", input);
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, unit, "%s_p05", input);
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, unit, "%s_p95", input);
    pl_sheet_add_band(sheet, "period", "", writing.unit_name);
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "sets");
    add_values(&writing, false);
    for (size_t k = 0; k < 2 * sets->n_levels; k++) {
        const int way = k < sets->n_levels ? PL_PATH_UP : PL_PATH_DOWN;
        const size_t level =
            way == PL_PATH_UP ? k : 2 * sets->n_levels - 1 - k; /* as it goes */

        pl_sheet_row(sheet);
        pl_sheet_text(sheet, way_words[way]);
        pl_sheet_text(sheet, "");
        pl_sheet_number(sheet, NAN);
        pl_sheet_number(sheet, sets->levels[level]);
        pl_sheet_number(sheet, NAN);
        pl_sheet_number(sheet, NAN);
        pl_sheet_band(sheet, none);
        pl_sheet_number(sheet, (double)pl_continuation_sets_n_at(sets, way, level));
        put_level_values(&writing, way, level);
    }
    for (size_t k = 0; k < writing.n_marks; k++) {
        const struct pl_rest_mark *mark = &writing.marks[k];

        pl_sheet_row(sheet);
        pl_sheet_text(sheet, way_words[mark->way]);
        pl_sheet_text(sheet, pl_rest_branch_kind_word(mark->kind));
        pl_sheet_number(sheet, (double)(mark->ordinal + 1));
        pl_sheet_number(sheet, mark->input.median);
        pl_sheet_number(sheet, mark->input.low);
        pl_sheet_number(sheet, mark->input.high);
        pl_sheet_band(sheet, in_unit(mark->period, writing.unit));
        pl_sheet_number(sheet, (double)mark->n_members);
        for (size_t v = 0; v < sets->n_values; v++) {
            pl_sheet_band(sheet, mark->values[v]);
        }
    }
    return end(&writing, out);
}

static bool
weights_differ(const struct pl_continuation_sets *sets)
{
    const double *weights = pl_ensemble_weights(sets->ensemble);

    for (size_t m = 1; m < sets->n_members; m++) {
        if (weights[m] != weights[0]) {
            return true;
        }
    }
    return false;
}

/* The first cells of a member's row. */
static void
begin_member(struct pl_rest_branch_writing *writing,
             const struct pl_continuation_sets *sets, size_t member, bool has_weights)
{
    pl_sheet_row(&writing->sheet);
    pl_sheet_text(&writing->sheet, pl_ensemble_name(sets->ensemble, member));
    if (has_weights) {
        pl_sheet_number(&writing->sheet, pl_ensemble_weights(sets->ensemble)[member]);
    }
}

enum pl_status
pl_continuation_sets_members(const struct pl_continuation_sets *sets,
                             struct pl_diags *diags, struct pl_frame **out)
{
    const bool has_weights = weights_differ(sets);
    const struct pl_continuation empty = {.context = sets->context,
                                          .range = sets->range,
                                          .n_values = sets->n_values,
                                          .symbols = sets->symbols};
    struct pl_rest_branch_writing writing = {.found = &empty,
                                             .n_shown = sets->n_values,
                                             .sheet = pl_sheet_begin(false, diags)};
    struct pl_sheet *sheet = &writing.sheet;
    double longest = 0.0;

    for (size_t m = 0; m < sets->n_members; m++) {
        longest =
            fmax(longest, pl_continuation_longest_period(&sets->members[m].found));
    }
    pl_rest_branch_writing_choose_units(&writing, longest);
    pl_sheet_add_text(sheet, "member", NULL);
    if (has_weights) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "weight");
    }
    pl_rest_branch_writing_columns(&writing);
    pl_sheet_add_text(sheet, "error", NULL);
    for (size_t m = 0; m < sets->n_members; m++) {
        const struct pl_rest_member *member = &sets->members[m];

        if (member->reason != NULL) {
            begin_member(&writing, sets, m, has_weights);
            sheet->column = sheet->frame != NULL ? sheet->frame->n_columns - 1 : 0;
            pl_sheet_text(sheet, member->reason);
            continue;
        }
        writing.found = &member->found;
        for (size_t b = 0; b < member->found.n_branches; b++) {
            for (size_t k = 0; k < member->found.branches[b].n; k++) {
                begin_member(&writing, sets, m, has_weights);
                pl_rest_branch_writing_point(&writing, b, k);
            }
        }
    }
    return pl_sheet_end(sheet, out);
}

/* A level on one way or both. @param way  NULL for no column of ways */
static void
put_level(struct writing *writing, size_t level, int path, const char *way)
{
    const struct pl_continuation_sets *sets = writing->sets;
    struct pl_sheet *sheet = &writing->sheet;
    const bool is_end = level == 0 || level + 1 == sets->n_levels;

    pl_sheet_row(sheet);
    pl_sheet_text(sheet, is_end ? "end of range" : "");
    if (way != NULL) {
        pl_sheet_text(sheet, way);
    }
    pl_sheet_number(sheet, sets->levels[level]);
    if (writing->n_marks > 0) {
        pl_sheet_number(sheet, NAN);
        pl_sheet_number(sheet, NAN);
    }
    if (writing->has_periods) {
        pl_sheet_number(sheet, NAN);
    }
    pl_sheet_number(sheet, (double)pl_continuation_sets_n_at(sets, path, level));
    put_level_values(writing, path, level);
}

static void
put_mark(struct writing *writing, const struct pl_rest_mark *mark)
{
    struct pl_sheet *sheet = &writing->sheet;

    pl_sheet_row(sheet);
    pl_sheet_text(sheet, pl_rest_branch_kind_word(mark->kind));
    pl_sheet_text(sheet, way_words[mark->way]);
    pl_sheet_number(sheet, mark->input.median);
    pl_sheet_number(sheet, mark->input.low);
    pl_sheet_number(sheet, mark->input.high);
    if (writing->has_periods) {
        pl_sheet_number(sheet, mark->period.median / writing->unit);
    }
    pl_sheet_number(sheet, (double)mark->n_members);
    for (size_t v = 0; v < writing->n_shown; v++) {
        pl_sheet_band(sheet, mark->values[v]);
    }
}

enum pl_status
pl_continuation_sets_table(const struct pl_continuation_sets *sets, size_t n_shown,
                           struct pl_diags *diags, struct pl_frame **out)
{
    struct writing writing;
    struct pl_sheet *sheet = &writing.sheet;
    const char *unit = NULL;
    const char *input = NULL;
    bool has_ways = false;

    if (begin(&writing, sets, n_shown, diags) != PL_OK) {
        return end(&writing, out);
    }
    has_ways = writing.n_marks > 0;
    for (size_t k = 0; k < sets->n_levels; k++) {
        has_ways = has_ways || !pl_continuation_sets_ways_agree(sets, k);
    }
    input = input_of(&writing, &unit);
    pl_sheet_add_text(sheet, "at", "");
    if (has_ways) {
        pl_sheet_add_text(sheet, "way", "way");
    }
    if (writing.n_marks > 0) {
        add_band(&writing, input, pl_role_strip(input), unit);
    } else if (sheet->status == PL_OK) {
        sheet->status = pl_frame_add_column(sheet->frame, input, pl_role_strip(input),
                                            unit, PL_COLUMN_NUMBER, diags);
    }
    if (writing.has_periods) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, writing.unit_name, "period");
    }
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "sets");
    add_values(&writing, true);
    for (size_t k = 0; k <= SHOWN_BETWEEN + 1; k++) {
        const size_t level = k * (sets->n_levels - 1) / (SHOWN_BETWEEN + 1);

        if (k > 0 && level == (k - 1) * (sets->n_levels - 1) / (SHOWN_BETWEEN + 1)) {
            continue;
        }
        if (pl_continuation_sets_ways_agree(sets, level)) {
            put_level(&writing, level, PL_PATH_UP, has_ways ? "both" : NULL);
        } else {
            put_level(&writing, level, PL_PATH_UP, way_words[PL_PATH_UP]);
            put_level(&writing, level, PL_PATH_DOWN, way_words[PL_PATH_DOWN]);
        }
    }
    for (size_t k = 0; k < writing.n_marks; k++) {
        put_mark(&writing, &writing.marks[k]);
    }
    return end(&writing, out);
}
